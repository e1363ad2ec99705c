"""What both programs of this folder know: how one line is parsed, and which calls are old."""

import ast

OLD_FUNCTIONS = {"fetch", "is_member", "log_event"}
OLD_METHODS = {"get_item", "put_item"}


def tree_of_line(line):
    """The syntax tree of a line that stands alone; None when it is no Python."""
    for text in (line, f"{line}\n    pass", f"if True:\n    pass\n{line}\n    pass"):
        try:
            return ast.parse(text)
        except (SyntaxError, ValueError):
            pass
    return None


def old_calls(tree):
    """The calls and imports of oldkit in a tree, in words."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "oldkit":
            found.append("from oldkit import")
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        if isinstance(called, ast.Name) and called.id in OLD_FUNCTIONS:
            found.append(f"{called.id}()")
        if isinstance(called, ast.Attribute) and called.attr in OLD_METHODS and ast.unparse(called.value) == "store":
            found.append(f"store.{called.attr}()")
    return found
