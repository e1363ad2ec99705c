#!/usr/bin/env python3
"""Towers of Hanoi as a program for `maker run chain.yaml`; docs/program-protocol.md describes its side.

python3 hanoi.py DISKS        (default 5)

It keeps nothing between requests: a state holds all that a step needs, and the program may be ended at any time.
Nothing but Python 3 is needed.
"""

import json
import random
import re
import sys

DISKS = int(sys.argv[1]) if len(sys.argv) > 1 else 5
STEPS = 2**DISKS - 1

INSTRUCTIONS = """Make one move of a Towers of Hanoi game with the pegs 0, 1 and 2. Each list names the disks of a peg \
from bottom to top; disk 1 is the smallest. If the last move was not of disk 1, move disk 1 one peg on: 0 to 1, 1 to 2, \
2 to 0. Otherwise make the only legal move that leaves disk 1 alone.
Reply with one line and nothing else: move DISK FROM TO"""


def peg_after(disk, moves):
    """Where a disk stands after so many moves of the whole game, in closed form."""
    turns = (moves + 2 ** (disk - 1)) // 2**disk
    return turns % 3 if disk % 2 else -turns % 3


def state_before(step):
    pegs = [[], [], []]
    for disk in range(DISKS, 0, -1):
        pegs[peg_after(disk, step)].append(disk)
    last = (step & -step).bit_length()  # the disk that moved last; 0 before the first move
    return {"pegs": pegs, "last": last}


def right_move(state):
    pegs, smallest = state["pegs"], next(peg for peg in range(3) if 1 in state["pegs"][peg])
    if state["last"] != 1:
        return [1, smallest, (smallest + 1) % 3]
    one, other = [peg for peg in range(3) if peg != smallest]
    top = [pegs[peg][-1] if pegs[peg] else DISKS + 1 for peg in (one, other)]
    return [top[0], one, other] if top[0] < top[1] else [top[1], other, one]


def is_legal(move, pegs):
    disk, start, end = move
    return bool(pegs[start]) and pegs[start][-1] == disk and (not pegs[end] or pegs[end][-1] > disk)


def start(request):
    return {
        "maker": 1,
        "name": "hanoi",
        "version": "1",
        "steps": STEPS,
        "state": state_before(0),
        "truth": True,
        "random": True,
        "identity": {"disks": str(DISKS)},
    }


def prompt(request):
    state = request["state"]
    text = "pegs: %s\nlast disk moved: %s" % (json.dumps(state["pegs"]), state["last"] or "none")
    return {"prompt": text, "instructions": INSTRUCTIONS}


def read(request):
    match = re.fullmatch(r"\s*move (\d{1,2}) ([0-2]) ([0-2])\s*", request["reply"])
    if not match:
        return {"flag": "malformed", "reason": "not of the form: move DISK FROM TO"}
    move = [int(number) for number in match.groups()]
    if not is_legal(move, request["state"]["pegs"]):
        return {"flag": "illegal_move", "reason": "the disk cannot go there"}
    return {"answer": move}


def next_state(request):
    disk, start, end = request["answer"]
    pegs = [list(peg) for peg in request["state"]["pegs"]]
    pegs[end].append(pegs[start].pop())
    return {"state": {"pegs": pegs, "last": disk}}


def truth(request):
    return {"answer": right_move(request["state"])}


def random_step(request):
    step = random.Random("%d/%d" % (request["seed"], request["number"])).randrange(STEPS)
    return {"step": step, "state": state_before(step)}


ANSWERS = {
    "start": start,
    "prompt": prompt,
    "read": read,
    "next": next_state,
    "truth": truth,
    "random": random_step,
}

for line in sys.stdin:
    request = json.loads(line)
    reply = ANSWERS[request["ask"]](request)
    reply["id"] = request["id"]
    print(json.dumps(reply), flush=True)
