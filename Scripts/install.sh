#!/usr/bin/env bash
# Installs one binary that needs nothing beside it: Scripts/install.sh PREFIX
#
# The Swift runtime, SQLite and the model are linked in. It gets a build folder of its own, because a static
# runtime cannot share objects with the tests.
set -euo pipefail
cd "$(dirname "$0")/.."
source Scripts/flags.sh
prefix=${1:?usage: Scripts/install.sh PREFIX}
# make hands over a tilde as it is.
prefix=${prefix/#\~/$HOME}
static=(--scratch-path .build-static --product maker)
if [ "$(uname)" = Linux ]; then
  static+=(--static-swift-stdlib)
  # A folder that holds only the archive makes the linker take it instead of the shared library.
  archive=$(cc -print-file-name=libsqlite3.a 2>/dev/null || true)
  if [ -f "$archive" ]; then
    mkdir -p .build-static/archives
    cp "$archive" .build-static/archives/
    static+=(-Xlinker "-L$PWD/.build-static/archives")
  fi
fi
echo "Building (the first time takes a few minutes) ..." >&2
swift build "${flags[@]}" "${static[@]}"
binary="$(swift build "${flags[@]}" "${static[@]}" --show-bin-path)/maker"
mkdir -p "$prefix/bin"
install -m 755 "$binary" "$prefix/bin/maker"
strip "$prefix/bin/maker" 2>/dev/null || true
echo "Installed $prefix/bin/maker"
