#!/usr/bin/env bash
# Builds for release with the flags all other scripts use: Scripts/build.sh [options of swift build]
set -euo pipefail
cd "$(dirname "$0")/.."
source Scripts/flags.sh
[ "${1:-}" = --show-bin-path ] || echo "Building (the first time takes a few minutes) ..." >&2
swift build "${flags[@]}" "$@"
