#!/bin/sh
# Runs the tree of an image without an engine, as one would: packaging/try_tree.sh TREE, as root. The root can only be read, the
# user has no name and no rights, and what is run, and how its health is asked, is what the Dockerfile says.
# shellcheck disable=SC2046,SC2086 # What the recipe says are lists of words.
set -eu
tree=$1
recipe=$(dirname "$0")/Dockerfile
[ "${2:-}" = inside ] || exec unshare --mount --pid --fork --ipc --uts "$0" "$tree" inside
words() { # Of a line of the recipe that ends in a list: ["/chat", "status"].
  sed -n "s/^$1.*\[\(.*\)\]\$/\1/p" "$recipe" | tr -d '",'
}
user=$(sed -n 's/^USER //p' "$recipe")
data=$(mktemp -d)
trap '[ -z "$server" ] || kill -KILL "$server" 2>/dev/null || :; umount --lazy "$tree/data"; rm -rf "$data"' EXIT
server=
chown "$user" "$data"
mount --bind "$tree" "$tree"
mount --bind "$data" "$tree/data"
mount -t proc proc "$tree/proc"
mount --rbind /dev "$tree/dev"
mount -o remount,ro,bind "$tree"
inside="env -i $(sed -n 's/^ENV //p' "$recipe") /usr/bin/setpriv --no-new-privs --bounding-set=-all,+sys_chroot,+setuid,+setgid
  /usr/sbin/chroot --userspec=$user $tree"
fail() { # WHAT
  cat "$data/log" >&2
  echo "WRONG $1" >&2
  exit 1
}
is_well() {
  $inside $(words HEALTHCHECK)
}
: >"$data/log"
! is_well 2>/dev/null || fail "it is well before it runs"
$inside $(words ENTRYPOINT) $(words CMD) --port 0 >/dev/null 2>"$data/log" &
server=$!
tries=0
until is_well 2>/dev/null; do
  tries=$((tries + 1))
  [ "$tries" -lt 40 ] || fail "it is not well after 20 seconds"
  sleep 0.5
done
echo "ok    it runs, and its health is good"
port=$($inside /chat status --json | sed -n 's/.*"address":"[^"]*:\([0-9]*\)".*/\1/p')
$inside /chat send "from inside" --port "$port" || fail "nothing can be said in it"
$inside /chat tail --port "$port" | grep -F "from inside" >/dev/null || fail "what was said is not there"
echo "ok    what is said in it is there"
! $inside /chat server --data /chat.db --port 0 2>/dev/null || fail "it can write outside /data"
echo "ok    it can write in /data alone"
kill -TERM "$server"
wait "$server" || fail "it did not end well"
server=
! is_well 2>/dev/null || fail "it is well after it has ended"
echo "ok    it ends by SIGTERM, and then its health is not good"
