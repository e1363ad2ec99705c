#!/usr/bin/env python3
"""Makes the data of the uses and the right answers, byte for byte the same every time.

python3 make.py            writes data and truth into the folder of every use
python3 make.py --check    compares what is there with what would be written, and fails where they differ
"""

import csv
import importlib
import io
import json
import pathlib
import sys

USES = ["audit", "compliance", "curation", "extraction", "migration", "quality", "support"]
HERE = pathlib.Path(__file__).resolve().parent


def lines(rows):
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def table(rows):
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def files():
    """Every file that is made: its path and its text."""
    for use in USES:
        module = importlib.import_module(f"making.{use}")
        rows, truth, others = module.make()
        names = [row["id"] for row in rows]
        assert 60 <= len(rows) <= 200 and len(set(names)) == len(rows), use
        assert [row["id"] for row in truth] == names, use
        yield HERE / use / f"data.{module.FORMAT}", (table if module.FORMAT == "csv" else lines)(rows)
        yield HERE / use / "truth.jsonl", lines(truth)
        for name, text in others.items():
            yield HERE / use / name, text


def main():
    if sys.argv[1:] not in ([], ["--check"]):
        sys.exit(__doc__)
    other = []
    for path, text in files():
        if sys.argv[1:]:
            if not path.is_file() or path.read_bytes() != text.encode():
                other.append(str(path.relative_to(HERE)))
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
    if other:
        sys.exit(f"make.py: these are not what it makes: {', '.join(other)}; run python3 make.py")


if __name__ == "__main__":
    main()
