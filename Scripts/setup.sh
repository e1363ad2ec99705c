#!/usr/bin/env bash
# Checks what a build needs, and installs what is missing where that can be done without asking.
set -euo pipefail

if ! command -v swift >/dev/null; then
  echo "maker needs the Swift toolchain, 6.2 or later: https://www.swift.org/install" >&2
  exit 1
fi
version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\)\.\([0-9]*\).*/\1 \2/p' | head -n 1)
read -r major minor <<<"${version:-0 0}"
if ((major < 6 || (major == 6 && minor < 2))); then
  echo "maker needs Swift 6.2 or later, this is ${major}.${minor}: https://www.swift.org/install" >&2
  exit 1
fi

# One of the example programs that the tests run is in Python.
if [ "${1:-}" = tests ] && ! command -v python3 >/dev/null; then
  if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    echo "Installing python3 ..." >&2
    apt-get update -qq && apt-get install -y -qq python3 >/dev/null
  else
    echo "The tests need python3: sudo apt-get install python3 (Debian, Ubuntu) or sudo dnf install python3 (Fedora)" >&2
    exit 1
  fi
fi

# SQLite's header and library: part of macOS, a package elsewhere.
[ "$(uname)" = Darwin ] && exit 0
if echo '#include <sqlite3.h>' | clang -E -x c - >/dev/null 2>&1 ||
  echo '#include <sqlite3.h>' | cc -E -x c - >/dev/null 2>&1; then
  exit 0
fi
if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  echo "Installing libsqlite3-dev ..." >&2
  apt-get update -qq && apt-get install -y -qq libsqlite3-dev >/dev/null
else
  echo "maker needs SQLite's header: sudo apt-get install libsqlite3-dev (Debian, Ubuntu) or sudo dnf install sqlite-devel (Fedora)" >&2
  exit 1
fi
