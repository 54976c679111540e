#!/bin/sh
# Installs a package of Debian, tries what is in it, and removes it again: packaging/try_deb.sh FILE.deb, as root.
set -eu
cd "$(dirname "$0")/.."
dpkg --install "$1"
trap 'dpkg --remove chat' EXIT
chat --version
deno task smoke /usr/bin/chat
systemd-analyze verify /usr/lib/systemd/system/chat.service
packaging/try_unit.sh
test -s /usr/share/man/man1/chat.1.gz
bash -n /usr/share/bash-completion/completions/chat
trap - EXIT
dpkg --remove chat
if [ -e /usr/bin/chat ]; then
  echo "chat is still there after it was removed" >&2
  exit 1
fi
