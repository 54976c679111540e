#!/bin/sh
# Puts chat into ~/.local/bin, or $CHAT_BIN: sh install.sh [VERSION]. Needs no root. Nothing is made runnable before its
# checksum is the one in SHA256SUMS. The release stamps its own address below; $CHAT_BASE is another one.
set -eu

fetch() { # URL FILE
  if command -v curl >/dev/null; then
    curl --fail --silent --show-error --location --proto "=https${CHAT_INSECURE:+,http}" --output "$2" "$1"
  elif command -v wget >/dev/null; then
    wget --quiet --output-document="$2" "$1"
  else
    echo "This needs curl or wget." >&2
    exit 1
  fi
}

# Tells whether the one line of SHA256SUMS that names the file is true of it.
is_genuine() { # FILE, in this folder
  grep -E "^[0-9a-f]{64} [ *]$1\$" SHA256SUMS >wanted || return 1
  if command -v sha256sum >/dev/null; then
    sha256sum --check --status wanted
  else
    shasum --algorithm 256 --check --status wanted
  fi
}

main() {
  version=${1:-latest}
  case "$(uname -s)-$(uname -m)" in
    Linux-x86_64) file=chat-linux-x64 ;;
    Linux-aarch64 | Linux-arm64) file=chat-linux-arm64 ;;
    Darwin-x86_64) file=chat-macos-x64 ;;
    Darwin-arm64) file=chat-macos-arm64 ;;
    *)
      echo "There is no chat for $(uname -s) on $(uname -m)." >&2
      exit 1
      ;;
  esac
  if [ "$(uname -s)" = Linux ] && [ ! -e /lib64/ld-linux-x86-64.so.2 ] && [ ! -e /lib/ld-linux-aarch64.so.1 ]; then
    echo "chat needs glibc 2.28 or newer, and this system has another libc (Alpine?): use the container image." >&2
    exit 1
  fi
  base=${CHAT_BASE:-@RELEASES@}
  case $base in
    @*)
      echo "This file was not made by a release: say where the releases are, CHAT_BASE=https://…" >&2
      exit 1
      ;;
  esac
  if [ "$version" = latest ]; then from=$base/latest/download; else from=$base/download/v${version#v}; fi
  folder=${CHAT_BIN:-$HOME/.local/bin}
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  fetch "$from/SHA256SUMS" "$work/SHA256SUMS"
  fetch "$from/$file" "$work/$file"
  (cd "$work" && is_genuine "$file") || {
    echo "$file is not what SHA256SUMS says: nothing was installed." >&2
    exit 1
  }
  mkdir -p "$folder"
  chmod 755 "$work/$file"
  mv "$work/$file" "$folder/chat"
  echo "$("$folder/chat" --version) is in $folder/chat."
  case ":$PATH:" in
    *":$folder:"*) ;;
    *) echo "$folder is not on your PATH: start it as $folder/chat, or add the folder." ;;
  esac
  echo "To remove it: rm $folder/chat"
}

main "$@" # Nothing runs before all of this has arrived.
