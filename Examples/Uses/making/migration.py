"""Source files that call the old toolkit `oldkit`, and what each of their lines becomes with the new one, `kit`."""

from . import drawing

FORMAT = "jsonl"
FILES = ["basket", "invoice", "member", "parcel", "quota", "refund", "report", "session", "stock", "ticket", "voucher"]
NEW_NAMES = {"fetch": "http", "is_member": None, "log_event": "events", "store": "store"}

# A function each. A line is kept, or is a pair: what it was and what it becomes.
FUNCTIONS = [
    [
        "def load_{noun}({key}):",
        '    """Returns the {noun} of a {key}, or an empty one."""',
        ('    found = store.get_item("{noun}:" + {key}, {empty})', '    found = store.get("{noun}:" + {key}, default={empty})'),
        "    if not found:",
        ('        log_event("{level}", "{noun}.missing", {key})', '        events.emit("{noun}.missing", {key}, level="{level}")'),
        "    return found",
    ],
    [
        "def keep_{noun}({key}, value):",
        ('    store.put_item("{noun}:" + {key}, value, {minutes})', '    store.set("{noun}:" + {key}, value, expire_seconds={seconds})'),
        "    return value",
    ],
    [
        "def lend_{noun}({key}, value, minutes={minutes}):",
        "    if minutes <= 0:",
        '        raise ValueError("a {noun} is kept for a minute or longer")',
        ('    store.put_item(f"{noun}:{{{key}}}", value, minutes)', '    store.set(f"{noun}:{{{key}}}", value, expire_seconds=60 * minutes)'),
        "    # put_item() would have returned the old value here; nobody used it.",
    ],
    [
        "def may_open_{noun}(group, user):",
        ("    if not is_member(group, user):", "    if user not in group.members:"),
        ('        log_event("{level}", "{noun}.refused", user.name)', '        events.emit("{noun}.refused", user.name, level="{level}")'),
        "        return False",
        ("    return user.is_active and is_member(group.parent, user)", "    return user.is_active and user in group.parent.members"),
    ],
    [
        "def refresh_{noun}(base, {key}):",
        '    address = base + "/{noun}/" + {key}',
        ("    reply = fetch(address, {timeout})", "    reply = http.get(address, timeout={timeout})"),
        "    return reply.json() if reply.ok else {empty}",
    ],
    [
        "def count_{noun}s(base, fetch_count=0):",
        '    """Counts what fetch() brought; fetch_count is what was there before."""',
        ("    fetch_count = fetch_count + 1", None),
        ('    total = fetch(base + "/{noun}s").json()["total"]', '    total = http.get(base + "/{noun}s").json()["total"]'),
        ('    log_event("{level}", "{noun}.total", (total, fetch_count))', '    events.emit("{noun}.total", (total, fetch_count), level="{level}")'),
        "    return total",
    ],
    [
        "def report_{noun}({key}, shelf):",
        ('    size = shelf.get_item("{noun}", {key})', None),
        ('    log_event("{level}", "{noun}.size", store.get_item("{noun}.size", size))', '    events.emit("{noun}.size", store.get("{noun}.size", default=size), level="{level}")'),
        ('    return [store.get_item(name) for name in ("{noun}", {key})]', '    return [store.get(name) for name in ("{noun}", {key})]'),
    ],
    [
        "def reset_{noun}({key}, users, group):",
        ('    store.put_item("{noun}:" + {key}, {empty})', '    store.set("{noun}:" + {key}, {empty})'),
        ("    kept = [user for user in users if is_member(group, user)]", "    kept = [user for user in users if user in group.members]"),
        ('    message = "log_event({noun}) is not called here"', None),
        "    return kept, message",
    ],
]


def blanks(draw, noun):
    minutes = draw.choice([1, 2, 5, 10, 15, 45, 90, 120])
    return {
        "noun": noun,
        "key": draw.choice(["number", "owner", "code", "name"]),
        "empty": draw.choice(["None", "{}", "[]", "0", '""']),
        "level": draw.choice(["info", "warn", "error"]),
        "minutes": minutes,
        "seconds": 60 * minutes,
        "timeout": draw.choice([3, 5, 10, 30]),
    }


def import_line(functions):
    text = "\n".join(pair[0] for function in functions for pair in function if isinstance(pair, tuple) and pair[1])
    old = [name for name in NEW_NAMES if f"{name}(" in text or f"{name}." in text]
    new = [NEW_NAMES[name] for name in old if NEW_NAMES[name]]
    return f"from oldkit import {', '.join(old)}", f"from kit import {', '.join(new)}"


def make():
    draw = drawing.generator("migration")
    rows, truth, files = [], [], {}
    for noun in FILES:
        functions = [FUNCTIONS[draw.randrange(2)]] + draw.sample(FUNCTIONS[2:], 3)
        source = [f'"""What there is to know of a {noun}."""', ""]
        blocks = [[import_line(functions)]]
        for function in functions:
            filled = blanks(draw, noun)
            blocks.append([
                tuple(text and text.format(**filled) for text in line) if isinstance(line, tuple) else line.format(**filled)
                for line in function
            ])
        for index, block in enumerate(blocks):
            if index:
                source += ["", ""]
            context = "\n".join(line[0] if isinstance(line, tuple) else line for line in block)
            for line in block:
                source.append(line[0] if isinstance(line, tuple) else line)
                if not isinstance(line, tuple):
                    continue
                name = f"EDIT-{len(rows) + 1:03d}"
                rows.append({
                    "id": name, "file": f"{noun}.py", "number": len(source), "line": line[0].strip(), "context": context
                })
                truth.append({"id": name, "migrate": {"line": (line[1] or line[0]).strip()}})
        files[f"source/{noun}.py"] = "\n".join(source) + "\n"
    return rows, truth, files
