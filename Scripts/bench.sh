#!/usr/bin/env bash
# Runs the benchmarks and prints them as a table: Scripts/bench.sh [names]
set -euo pipefail
cd "$(dirname "$0")/.."
source Scripts/flags.sh
echo "Building (the first time takes a few minutes) ..." >&2
swift build "${flags[@]}" --product maker
swift build "${flags[@]}" --product MakerBenchmarks
exec "$(swift build "${flags[@]}" --show-bin-path)/MakerBenchmarks" "$@"
