#!/bin/sh
# Puts together what goes into the container image, without a base image: packaging/container.sh amd64|arm64 FILE INTO.
# FILE is the program for that architecture. The libraries come out of Debian's packages, which apt has verified.
set -eu
arch=$1 file=$2 into=$3
case $arch in
  amd64) triple=x86_64-linux-gnu loader=lib64/ld-linux-x86-64.so.2 ;;
  arm64) triple=aarch64-linux-gnu loader=lib/ld-linux-aarch64.so.1 ;;
  *) echo "amd64 or arm64, not $arch" >&2 && exit 2 ;;
esac
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
(cd "$work" && apt-get download -qq -o APT::Sandbox::User=root "libc6:$arch" "libgcc-s1:$arch" >/dev/null)
for package in "$work"/*.deb; do
  dpkg-deb --extract "$package" "$work/root"
done
rm -rf "$into"
mkdir -p "$into/data" "$into/proc" "$into/dev" "$into/usr/lib/$triple" "$into/$(dirname "$loader")"
for library in libc.so.6 libm.so.6 libdl.so.2 libpthread.so.0 librt.so.1 libgcc_s.so.1; do
  found=$(find "$work/root" -name "$library" | head -n 1)
  [ -n "$found" ] || { echo "$library is in none of the packages" >&2 && exit 1; }
  cp -L "$found" "$into/usr/lib/$triple/$library"
done
[ -e "$into/lib" ] || ln -s usr/lib "$into/lib"
[ "$(dirname "$loader")" = lib ] || mkdir -p "$into/$(dirname "$loader")"
cp -L "$(find "$work/root" -name "$(basename "$loader")" | head -n 1)" "$into/$loader"
cp "$file" "$into/chat"
chmod 755 "$into/chat"
