#!/bin/sh
# Makes the .deb and .rpm of both architectures out of dist/chat-linux-x64 and dist/chat-linux-arm64, where they are there:
# packaging/packages.sh [NFPM]. The man page, the completions and the unit are what the program itself prints.
set -eu
cd "$(dirname "$0")/.."
nfpm=${1:-nfpm}
version=$(sed -n 's/^  "version": "\(.*\)",$/\1/p' deno.json)
time=$(git log -1 --format=%ct)
build=dist/package # As packaging/nfpm.yaml has it.
rm -rf "$build"
trap 'rm -rf "$build"' EXIT
export VERSION="$version" SOURCE_DATE_EPOCH="$time" MAINTAINER="${MAINTAINER:-chat <chat@example.org>}"

chat=${CHAT_HERE:-dist/chat-linux-x64} # One that runs on this machine.
mkdir -p "$build/completions"
for shell in bash zsh fish; do
  "$chat" completions "$shell" --lang en >"$build/completions/chat.$shell"
done
"$chat" service print-unit systemd --program /usr/bin/chat >"$build/chat.service"
gzip -9n <docs/chat.1 >"$build/chat.1.gz"
gzip -9n >"$build/changelog.gz" <<TEXT
chat ($version) unstable; urgency=medium

  * What has changed is told in CHANGELOG.md of the source.

 -- $MAINTAINER  $(date -u -R -d "@$time")
TEXT

for pair in x64:amd64 arm64:arm64; do
  [ -f "dist/chat-linux-${pair%:*}" ] || continue
  cp "dist/chat-linux-${pair%:*}" "$build/chat"
  for packager in deb rpm; do
    ARCH=${pair#*:} "$nfpm" package --config packaging/nfpm.yaml --packager "$packager" --target dist
  done
done
