#!/usr/bin/env bash
# Checks what needs no build: formatting, the direction of dependencies, file sizes.
set -euo pipefail
cd "$(dirname "$0")/.."
failures=0
complain() {
  echo "check: $1" >&2
  failures=$((failures + 1))
}

swift format lint --strict --recursive --parallel Package.swift Sources Tests Benchmarks Examples || complain "formatting"

# Arrows point at Maker, and only MakerCommand knows everything.
imports() { grep -rhoE '^ *(@[a-zA-Z]+ )*(public |package |internal |private )?import ([a-z]+ )?[A-Z][A-Za-z0-9]*' "Sources/$1" --include='*.swift' | awk '{print $NF}' | sort -u; }
allow() {
  local target=$1
  shift
  for import in $(imports "$target"); do
    case " Glibc Musl Darwin Foundation FoundationEssentials Synchronization Dispatch $* " in
      *" $import "*) ;;
      *) complain "$target must not import $import" ;;
    esac
  done
}
allow Maker
allow MakerTasks Maker
allow MicroModel Maker MicroModelWeights
allow MakerJournal Maker GRDB GRDBSQLite SQLite3
allow MakerTesting Maker
allow MakerProviders Maker AsyncHTTPClient CoreMetrics Instrumentation Logging Metrics NIOConcurrencyHelpers NIOCore \
  NIOHTTP1 NIOHTTPCompression NIOPosix NIOSSL Tracing
allow MakerPrograms Maker ProgramSpawn Yams
allow MakerAgents Maker Yams
allow MakerRecords Maker MakerAgents
allow MakerSolve Maker MakerAgents
allow MakerReport Maker MakerJournal Mustache
allow MakerServer Maker HTTPTypes HummingbirdCore Logging NIOCore NIOPosix

# The algorithm itself needs no disk, no network and no server.
if grep -rnE 'FileManager|FileHandle|URLSession|socket\(' Sources/Maker --include='*.swift'; then
  complain "Maker must stay free of I/O"
fi

while IFS= read -r file; do
  lines=$(wc -l <"$file")
  [ "$lines" -le 250 ] || complain "$file has $lines lines; split it"
done < <(find Sources Tests -name '*.swift')

for script in Scripts/*.sh .ci/run; do
  bash -n "$script" || complain "$script"
done

if [ "$failures" -gt 0 ]; then
  echo "check: $failures failed" >&2
  exit 1
fi
echo "check: formatting, layering and sizes are in order"
