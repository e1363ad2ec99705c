"""The verification steps of a test plan, each over the log of a run: does what was logged meet what was expected?"""

from . import drawing

FORMAT = "jsonl"
COUNT = 120
SERVICES = ["ledger", "search", "mailer", "gateway", "catalog", "uploads"]
NOISE = [
    "DEBUG {other} cache holds {n} entries", "INFO {other} heartbeat", "INFO {other} request took {n} ms",
    "WARN {other} pool is at {p} %", "INFO {other} 200 GET /health {n} ms", "DEBUG {other} collected {n} objects",
    "INFO {other} imported {n} rows", "ERROR {other} lost a connection, will try again",
]
VERDICTS = {"pass": 4, "fail": 4, "inconclusive": 2}


def time_limit(draw, service, verdict):
    """A limit in ms over times that are logged in s: a time that is the limit passes."""
    limit = draw.choice([250, 400, 900, 1500])
    slowest = limit if draw.random() < 0.3 else draw.randrange(limit // 2, limit)
    if verdict == "fail":
        slowest = limit + draw.choice([1, 10, 120])
    times = [draw.randrange(limit // 5, limit // 2) for _ in range(3)] + [slowest]
    draw.shuffle(times)
    lines = [f"INFO {service} checkout took {time / 1000:.3f} s" for time in times]
    if verdict == "inconclusive":
        lines = [line.replace("checkout", "refund") for line in lines]
    return "Send four checkouts.", f"Every checkout of {service} takes at most {limit} ms.", lines


def row_count(draw, service, verdict):
    """Rows in are rows out and rejected ones together."""
    rows = draw.randrange(2000, 90000)
    rejected = draw.randrange(1, 60)
    written = rows - rejected + (draw.choice([-2, -1, 1, rejected]) if verdict == "fail" else 0)
    lines = [f"INFO {service} read {rows} rows", f"INFO {service} wrote {written} rows", f"INFO {service} rejected {rejected} rows"]
    if verdict == "inconclusive":
        del lines[draw.randrange(3)]
    return "Import the nightly file.", f"What {service} read is what it wrote and what it rejected, together.", lines


def restart(draw, service, verdict):
    """Ready within so many seconds after the kill; both times are in the log's first column."""
    limit = draw.choice([5, 8, 12])
    lines = [f"INFO {service} got signal 9", f"INFO {service} starts", f"INFO {service} ready"]
    if verdict == "inconclusive":
        lines.pop()
    gap = limit - draw.randrange(0, 3) if verdict != "fail" else limit + draw.randrange(1, 4)
    return f"Kill {service}.", f"{service} is ready again within {limit} s of the signal.", [lines, gap]


def no_error_after(draw, service, verdict):
    """Errors before the line "migration done" do not count, and neither do those of other services."""
    lines = [f"ERROR {service} table is locked", f"INFO {service} migration done", f"INFO {service} 201 POST /orders", f"INFO {service} stopped"]
    if verdict == "fail":
        lines.insert(3, f"ERROR {service} column total is missing")
    if verdict == "inconclusive":
        lines = [lines[0], lines[2], lines[3]]
    return "Migrate the database under load.", f'{service} logs no ERROR after "migration done".', lines


def retries(draw, service, verdict):
    most = draw.choice([2, 3, 4])
    count = most + 1 if verdict == "fail" else draw.randrange(1, most + 1)
    lines = [f"WARN {service} upload failed, retry {number + 1}" for number in range(count)]
    lines.append(f"INFO {service} upload done")
    if verdict == "inconclusive":
        lines.pop()
    return "Upload a file over a bad line.", f"The upload of {service} is done after at most {most} retries.", lines


def order(draw, service, verdict):
    names = ["reserved", "charged", "shipped"]
    if verdict == "fail":
        names = draw.choice([["charged", "reserved", "shipped"], ["reserved", "shipped", "charged"]])
    lines = [f"INFO {service} order {name}" for name in names]
    if verdict == "inconclusive":
        del lines[1]
    return "Place an order.", f"{service} logs the order as reserved, then charged, then shipped.", lines


def checksum(draw, service, verdict):
    digest = f"{draw.getrandbits(48):012x}"
    other = digest
    if verdict == "fail":
        place = draw.randrange(12)
        other = digest[:place] + ("0" if digest[place] != "0" else "f") + digest[place + 1:]
    lines = [f"INFO {service} sent backup.tar digest {digest}", f"INFO {service} got backup.tar digest {other}"]
    if verdict == "inconclusive":
        lines[1] = f"INFO {service} got config.tar digest {digest}"
    return "Copy the backup.", f"The digest of backup.tar that {service} got is the one it sent.", lines


CASES = [time_limit, row_count, restart, no_error_after, retries, order, checksum]


def log_of(draw, service, lines):
    """The lines among those of other services, each with a time of the day."""
    gap = None
    if isinstance(lines[0], list):
        lines, gap = lines
    now = draw.randrange(6 * 3600, 20 * 3600)
    text, signal = [], 0
    for index, line in enumerate(lines):
        others = 0 if gap and index else draw.randrange(3)
        for _ in range(others):
            other = draw.choice([name for name in SERVICES if name != service])
            now += draw.randrange(3)
            text.append((now, draw.choice(NOISE).format(other=other, n=draw.randrange(3, 900), p=draw.randrange(60, 99))))
        if gap and index == 2:
            now = signal + gap
        elif not (gap and index == 1):
            now += draw.randrange(4)
        else:
            now += 1
        signal = now if index == 0 else signal
        text.append((now, line))
    return "\n".join(f"{now // 3600:02d}:{now // 60 % 60:02d}:{now % 60:02d} {line}" for now, line in text)


def make():
    draw = drawing.generator("quality")
    rows, truth = [], []
    for index, verdict in enumerate(drawing.shares(draw, VERDICTS, COUNT)):
        service = draw.choice(SERVICES)
        action, expected, lines = CASES[index % len(CASES)](draw, service, verdict)
        name = f"STEP-{index + 1:03d}"
        rows.append({"id": name, "service": service, "action": action, "expected": expected, "log": log_of(draw, service, lines)})
        truth.append({"id": name, "verify": verdict})
    return rows, truth, {}
