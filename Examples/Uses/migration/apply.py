#!/usr/bin/env python3
"""Puts the decided lines into the source files, and checks the result.

python3 apply.py out.jsonl [--into migrated]

A line of out.jsonl has the id of an edit and its new line: as "line", or as {"line": ...} under "migrate", "answer" or
"answers". It fails when an edit is missing, a file does not compile, or a call of oldkit is left.
"""

import ast
import json
import pathlib
import sys

from oldcalls import old_calls

HERE = pathlib.Path(__file__).resolve().parent


def line_of(row):
    for value in (row, *(row.get(name) for name in ("migrate", "answer", "answers"))):
        while isinstance(value, dict) and isinstance(value.get("migrate"), dict):
            value = value["migrate"]
        if isinstance(value, dict) and isinstance(value.get("line"), str) and (value is not row or "context" not in row):
            return value["line"]
        if isinstance(value, str):
            return value
    sys.exit(f"apply.py: {row.get('id')} has no new line")


def main():
    arguments = sys.argv[1:]
    into = pathlib.Path("migrated")
    if len(arguments) == 3 and arguments[1] == "--into":
        into = pathlib.Path(arguments[2])
    elif len(arguments) != 1:
        sys.exit(__doc__)
    rows = [json.loads(text) for text in open(arguments[0], encoding="utf-8") if text.strip()]
    lines = {row["id"]: line_of(row) for row in rows}
    files = {path.name: path.read_text("utf-8").split("\n") for path in sorted((HERE / "source").glob("*.py"))}
    mistakes = []
    for text in open(HERE / "data.jsonl", encoding="utf-8"):
        edit = json.loads(text)
        if edit["id"] not in lines:
            mistakes.append(f"{edit['id']} was not decided")
            continue
        old = files[edit["file"]][edit["number"] - 1]
        files[edit["file"]][edit["number"] - 1] = old[: len(old) - len(old.lstrip())] + lines[edit["id"]]
    into.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        text = "\n".join(content)
        (into / name).write_text(text, "utf-8")
        try:
            compile(text, name, "exec")
            mistakes += [f"{name} still has {call}" for call in old_calls(ast.parse(text))]
        except SyntaxError as error:
            mistakes.append(f"{name} does not compile: line {error.lineno}: {error.msg}")
    if mistakes:
        sys.exit("\n".join(mistakes))
    print(f"{len(lines)} edits, {len(files)} files, all compile, no old call left: {into}")


if __name__ == "__main__":
    main()
