#!/usr/bin/env bash
# Interoperation with a server of another project: builds llama.cpp's llama-server from the source package of
# llama-cpp-python (about 15 minutes, once), lets it serve the embedded model's own GGUF file, and runs maker against
# it over HTTP. Not part of `make test`.
#
#   Scripts/llama-server.sh [DISKS] [K]      default: 8 disks, k = 3
#
# It needs python3 with venv, a C++ compiler and the package index of Python. Everything is kept in .build/llama.
set -euo pipefail
cd "$(dirname "$0")/.."
disks=${1:-8}
k=${2:-3}
version=0.3.36
folder=${LLAMA_FOLDER:-$PWD/.build/llama}
server=$folder/bin/llama-server
port=${LLAMA_PORT:-18080}
weights=Sources/MicroModelWeights/hanoi.gguf

if [ ! -x "$server" ]; then
  mkdir -p "$folder"
  [ -x "$folder/venv/bin/cmake" ] || {
    python3 -m venv "$folder/venv"
    "$folder/venv/bin/pip" install --quiet cmake
  }
  package=$folder/llama_cpp_python-$version.tar.gz
  [ -f "$package" ] || "$folder/venv/bin/pip" download --quiet --no-deps --no-binary llama-cpp-python \
    --dest "$folder" "llama-cpp-python==$version"
  tar -xzf "$package" -C "$folder"
  source=$folder/llama_cpp_python-$version/vendor/llama.cpp
  "$folder/venv/bin/cmake" -S "$source" -B "$folder/build" -DCMAKE_BUILD_TYPE=Release -DLLAMA_CURL=OFF \
    -DLLAMA_OPENSSL=OFF -DLLAMA_BUILD_TESTS=OFF -DLLAMA_BUILD_EXAMPLES=OFF -DBUILD_SHARED_LIBS=OFF
  "$folder/venv/bin/cmake" --build "$folder/build" --target llama-server --parallel 2
  mkdir -p "$folder/bin"
  cp "$folder/build/bin/llama-server" "$server"
fi

# The embedded model was trained on bare positions, so the template leaves the instructions out. It must show short ones:
# the server tries whether it does, and would put them into the user's message otherwise.
template='{% for message in messages %}'
template+='{% if message.role == "user" or message.content | length < 40 %}{{ message.content }}{% endif %}'
template+='{% endfor %}'
"$server" --model "$weights" --alias hanoi --host 127.0.0.1 --port "$port" --ctx-size 256 --parallel 4 \
  --jinja --chat-template "$template" >"$folder/server.log" 2>&1 &
process=$!
trap 'kill $process 2>/dev/null || true' EXIT
for _ in $(seq 100); do
  curl --silent --fail "http://127.0.0.1:$port/health" >/dev/null 2>&1 && break
  kill -0 "$process" 2>/dev/null || {
    echo "llama-server did not start; its last words:" >&2
    tail -n 20 "$folder/server.log" >&2
    exit 1
  }
  sleep 0.2
done

Scripts/build.sh --product maker
run=$folder/hanoi-$disks-$(date +%s).run
"$(Scripts/build.sh --show-bin-path)/maker" run hanoi --disks "$disks" --k "$k" --model llamacpp/hanoi \
  --base-url "http://127.0.0.1:$port/v1" --run "$run"
