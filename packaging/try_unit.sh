#!/bin/bash
# Starts the unit of the installed package under systemd, kills the server, reloads and stops it: packaging/try_unit.sh, as root.
# Where systemd is not what this machine runs (a container, CI), it is booted over this machine's files in a container of its own
# (systemd-nspawn), which writes to memory alone.
set -euo pipefail

# Waits until a command succeeds, for 20 seconds at most.
await() {
  local tries
  for ((tries = 0; tries < 40; tries++)); do
    "$@" >/dev/null 2>&1 && return
    sleep 0.5
  done
  echo "WRONG this never came true: $*" >&2
  journalctl --unit chat --no-pager --lines 20 >&2
  return 1
}

try_unit() {
  local pid
  systemctl start chat
  await chat status --quiet --data /var/lib/chat/chat.db
  chat send "from a unit"
  pid=$(systemctl show --property MainPID --value chat)
  [ "$(grep -cE '^(CapEff|CapBnd):\s+0+$' "/proc/$pid/status")" = 2 ]
  grep -qE '^Seccomp:\s+2$' "/proc/$pid/status"
  [ "$(stat --format %a /var/lib/private/chat/chat.db)" = 600 ]
  echo "ok    it runs as a user of its own, without rights"
  systemd-analyze security chat --no-pager | awk '/exposure level/ { print "ok    exposure", $(NF - 2); exit $(NF - 2) > 2.0 }'
  kill -KILL "$pid"
  await chat tail
  chat tail | grep -q "from a unit"
  [ "$(systemctl show --property NRestarts --value chat)" = 1 ]
  echo "ok    it was killed, is there again, and has what was said"
  if systemctl reload chat 2>/dev/null; then echo "WRONG reloaded without a configuration" >&2 && return 1; fi
  journalctl --unit chat --no-pager | grep -q "without --config"
  systemctl stop chat
  [ "$(systemctl show --property Result --value chat)" = success ]
  echo "ok    it is stopped, and says why there was nothing to reload"
}

if [ -d /run/systemd/system ]; then
  try_unit
  exit
fi
work=$(mktemp -d)
trap 'umount "$work/root"; rm -rf "$work"' EXIT
mkdir "$work/root" "$work/out"
mount --bind / "$work/root"
cp "$0" "$work/out/try_unit.sh"
cat >"$work/out/try.service" <<UNIT
[Unit]
After=basic.target
Requires=basic.target
SuccessAction=poweroff-force
FailureAction=poweroff-force
[Service]
Type=oneshot
ExecStart=/bin/bash -c 'bash /out/try_unit.sh >/out/said 2>&1 && touch /out/good'
UNIT
timeout 120 systemd-nspawn --quiet --register=no --keep-unit --private-network --volatile=overlay --directory "$work/root" \
  --bind "$work/out:/out" --bind-ro "$work/out/try.service:/etc/systemd/system/try.service" \
  --boot systemd.unit=try.service </dev/null >"$work/console" 2>&1 || true
cat "$work/out/said" || tail -n 20 "$work/console"
[ -e "$work/out/good" ]
