#!/bin/sh
# The Collatz chain as a program for `maker run chain.yaml`: a number is halved if it is even, else tripled and one added,
# until it is 1. How many steps that takes nobody knows beforehand, so it says when it is done.
#
# sh collatz.sh NUMBER      (default 7)
#
# docs/program-protocol.md describes its side. There is no JSON reader in a shell; none is needed, since maker writes
# each request on one line, without spaces, with the keys in the order of that document.

first=${1:-7}

# Prints the number that follows "$2": in the line $1.
field() {
  rest=${1#*\"$2\":}
  printf '%s' "${rest%%[!0-9]*}"
}

while IFS= read -r line; do
  id=$(field "$line" id)
  case $line in
    *'"ask":"start"'*)
      body="\"maker\":1,\"name\":\"collatz\",\"version\":\"1\",\"max_steps\":1000,\"state\":$first,\"truth\":true" ;;
    *'"ask":"prompt"'*)
      state=$(field "$line" state)
      body="\"prompt\":\"The number is $state. If it is even, halve it; if it is odd, triple it and add one. Reply with \
the result only.\"" ;;
    *'"ask":"read"'*)
      # The reply is the last key: what stands between its quotation marks must be digits and nothing else.
      reply=${line#*\"reply\":\"}
      reply=${reply%\"\}}
      case $reply in
        '' | 0* | *[!0-9]* | ?????????????*) body='"flag":"malformed","reason":"not a number by itself"' ;;
        *) body="\"answer\":$reply" ;;
      esac ;;
    *'"ask":"next"'*)
      answer=$(field "$line" answer)
      if [ "$answer" = 1 ]; then done=true; else done=false; fi
      body="\"state\":$answer,\"done\":$done" ;;
    *'"ask":"truth"'*)
      state=$(field "$line" state)
      if [ $((state % 2)) = 0 ]; then body="\"answer\":$((state / 2))"; else body="\"answer\":$((3 * state + 1))"; fi ;;
    *)
      body='"error":"unknown request"' ;;
  esac
  printf '{"id":%s,%s}\n' "$id" "$body"
done
