#!/usr/bin/env python3
"""Looks at new lines before they vote, and says which of them are one vote; docs/program-protocol.md has its side."""

import ast
import io
import json
import sys
import tokenize

from oldcalls import old_calls, tree_of_line


def check(answer):
    tree = tree_of_line(answer["line"])
    if tree is None:
        return {"flag": "no_python", "reason": "the line does not parse"}
    found = old_calls(tree)
    return {"flag": "old_call", "reason": f"it still has {found[0]}"} if found else {}


def vote(answer):
    """The syntax tree and the comments: how a line is spaced and quoted does not count."""
    tree = tree_of_line(answer["line"])
    if tree is None:
        return {"vote": answer["line"]}
    comments = []
    try:
        for token in tokenize.generate_tokens(io.StringIO(answer["line"]).readline):
            if token.type == tokenize.COMMENT:
                comments.append(token.string)
    except (tokenize.TokenError, IndentationError):
        pass
    return {"vote": [ast.dump(tree), comments]}


def reply(request):
    if request["ask"] == "start":
        return {"maker": 1, "name": "migration-check", "version": "1"}
    return (check if request["ask"] == "check" else vote)(request["answer"])


for text in sys.stdin:
    request = json.loads(text)
    print(json.dumps({"id": request["id"], **reply(request)}), flush=True)
