"""Towers of Hanoi as text: legal states, the rule, the tokens and the training mixture.

Disks are 1 (smallest) to n, pegs 0 to 2. A batch of states is an int array `pegs` of shape
(batch, n): `pegs[b, d - 1]` is the peg of disk d. A move is (disk, from, to); the first step has
no previous move and writes it (0, 0, 0).

The rule: disk 1 goes one peg clockwise (0 -> 1 -> 2 -> 0) every other move; in between, the only legal
move that leaves disk 1 alone is made.
"""

from dataclasses import dataclass

import numpy as np

MAX_DISKS = 20
CONTEXT_LENGTH = 64

PHRASES = [
    "current_state = [[",
    "]]\nprevious_move = [",
    "]\n",
    "move = [",
    "]\nnext_state = [[",
    "]]\n",
    "], [",
]
SPECIALS = ["<unk>", "<s>", "</s>"]
TOKENS = (
    SPECIALS
    + PHRASES
    + [str(d) for d in range(MAX_DISKS + 1)]
    + [f", {d}" for d in range(MAX_DISKS + 1)]
)
UNK, BOS, EOS = 0, 1, 2
STATE, PREVIOUS, END, MOVE, NEXT, CLOSE, SEPARATOR = range(3, 10)
FIRST = 10  # FIRST + d is "d", the first item of a list
FOLLOWING = FIRST + MAX_DISKS + 1  # FOLLOWING + d is ", d"


def prompt_length(n):
    """Tokens of a prompt: opening, n disks with two separators, previous move, end."""
    return 1 + (n + 2) + 1 + 3 + 1


def completion_length(n):
    """Tokens of a reply: opening, move, opening, state, closing, end of sequence."""
    return 1 + 3 + 1 + (n + 2) + 1 + 1


def path_states(index, n):
    """States after `index` moves from the start (closed form), and the move that led there.

    Disk d makes its moves at steps 2^(d-1), 3 * 2^(d-1), ...; odd disks go clockwise, even ones back.
    """
    index = np.asarray(index, dtype=np.int64)[:, None]
    disk = np.arange(1, n + 1, dtype=np.int64)[None, :]
    moves = (index + (1 << (disk - 1))) >> disk
    direction = np.where(disk % 2 == 1, 1, -1)
    pegs = (direction * moves) % 3
    low = index[:, 0] & -index[:, 0]
    last = np.where(low > 0, np.log2(np.maximum(low, 1)).astype(np.int64), 0)
    to = np.take_along_axis(pegs, last[:, None], 1)[:, 0]
    origin = (to - np.where(last % 2 == 0, 1, -1)) % 3
    previous = np.stack([last + 1, origin, to], 1)
    previous[index[:, 0] == 0] = 0
    return pegs, previous


def tops(pegs):
    """The smallest disk on each peg, n + 1 where a peg is empty: shape (batch, 3)."""
    n = pegs.shape[1]
    disk = np.arange(1, n + 1)
    return np.stack([np.where(pegs == p, disk, n + 1).min(1) for p in range(3)], 1)


def next_moves(pegs, previous):
    """The move the rule makes, and whether there is one."""
    rows = np.arange(len(pegs))
    n = pegs.shape[1]
    one = pegs[:, 0]
    move = np.stack([np.ones_like(one), one, (one + 1) % 3], 1)
    top = tops(pegs)
    a, b = (one + 1) % 3, (one + 2) % 3
    swap = top[rows, a] > top[rows, b]
    origin, to = np.where(swap, b, a), np.where(swap, a, b)
    other = np.stack([top[rows, origin], origin, to], 1)
    after_one = previous[:, 0] == 1
    move = np.where(after_one[:, None], other, move)
    return move, move[:, 0] <= n


def applied(pegs, move):
    after = pegs.copy()
    after[np.arange(len(pegs)), move[:, 0] - 1] = move[:, 2]
    return after


def state_tokens(pegs):
    """Tokens of `pegs` between "[[" and "]]": shape (batch, n + 2)."""
    batch, n = pegs.shape
    disk = np.arange(1, n + 1)
    order = np.argsort(pegs * 64 + (n - disk), axis=1, kind="stable")
    peg = np.take_along_axis(pegs, order, 1)
    first = np.ones_like(peg, dtype=bool)
    first[:, 1:] = peg[:, 1:] != peg[:, :-1]
    token = order + 1 + np.where(first, FIRST, FOLLOWING)
    tokens = np.full((batch, n + 2), SEPARATOR, dtype=np.int64)
    np.put_along_axis(tokens, np.arange(n) + peg, token, 1)
    return tokens


def move_tokens(move):
    return np.stack([FIRST + move[:, 0], FOLLOWING + move[:, 1], FOLLOWING + move[:, 2]], 1)


def sequences(pegs, previous):
    """Prompt and right completion as tokens: shape (batch, prompt_length + completion_length)."""
    move, legal = next_moves(pegs, previous)
    assert legal.all()
    column = lambda token: np.full((len(pegs), 1), token, dtype=np.int64)
    return np.concatenate(
        [
            column(STATE), state_tokens(pegs), column(PREVIOUS), move_tokens(previous), column(END),
            column(MOVE), move_tokens(move), column(NEXT), state_tokens(applied(pegs, move)),
            column(CLOSE), column(EOS),
        ],
        1,
    )  # fmt: skip


def text(tokens):
    return "".join(TOKENS[t] for t in tokens if t > EOS)


HELD_OUT_IN = 4
# The three largest disks move only when all smaller ones stand in one tower. There are 81 such states among
# three and a half billion, too few to learn anything about these disks from a part of them.
ALWAYS_TRAINED_TOWER = MAX_DISKS - 3


def held_out(pegs):
    """Which 20-disk states are never trained on: three in four, by a hash of the pegs.

    States of fewer disks are not held out, nor are those with the 17 smallest disks in one tower.
    """
    n = pegs.shape[1]
    if n < MAX_DISKS:
        return np.zeros(len(pegs), dtype=bool)
    power = np.uint64(3) ** np.arange(n, dtype=np.uint64)
    with np.errstate(over="ignore"):
        mixed = (pegs.astype(np.uint64) * power).sum(1) * np.uint64(0x9E3779B97F4A7C15)
    return ((mixed >> np.uint64(40)) % np.uint64(HELD_OUT_IN) != 0) & ~tower_of(
        pegs, ALWAYS_TRAINED_TOWER
    )


def tower_of(pegs, disks):
    """Whether the smallest `disks` disks stand on one peg."""
    return (pegs[:, :disks] == pegs[:, :1]).all(1)


@dataclass
class Mixture:
    """Shares of the kinds of training states; the rest are random legal states."""

    path: float = 0.35
    towers: float = 0.35
    large: float = 0.0  # states in which one of the largest disks moves


def random_states(rng, count, n, sticky):
    """Legal states where disk d + 1 shares the peg of disk d with chance `sticky` (1/3: uniform)."""
    pegs = rng.integers(0, 3, (count, n))
    same = rng.random((count, n)) < sticky[:, None]
    for d in range(n - 2, -1, -1):
        pegs[:, d] = np.where(same[:, d], pegs[:, d + 1], pegs[:, d])
    return pegs


def random_previous(rng, pegs):
    """A previous move that could have led to each state."""
    count, n = pegs.shape
    rows = np.arange(count)
    one = pegs[:, 0]
    by_one = np.stack([np.ones_like(one), (one - 1) % 3, one], 1)
    to = (one + rng.integers(1, 3, count)) % 3
    origin = 3 - one - to
    top = tops(pegs)
    by_other = np.stack([top[rows, to], origin, to], 1)
    possible = (top[rows, to] <= n) & (top[rows, to] < top[rows, origin])
    use_other = (rng.random(count) < 0.5) & possible
    previous = np.where(use_other[:, None], by_other, by_one)
    previous[rng.random(count) < 0.01] = 0
    return previous


def biased_indices(rng, count, n):
    """Path positions whose binary digits come in long runs: these are the tower-like states."""
    change = rng.random((count, n)) < rng.uniform(0.02, 0.5, (count, 1))
    start = rng.integers(0, 2, (count, 1))
    bits = (np.cumsum(change, 1) + start) % 2
    return np.minimum((bits << np.arange(n)).sum(1), (1 << n) - 2)


def batch(rng, count, n, mixture):
    """`count` training sequences of n disks, none of them held out."""
    kept = []
    missing = count
    while missing > 0:
        want = missing * (6 if n == MAX_DISKS else 2)
        kind = rng.random(want)
        path = kind < mixture.path
        index = np.where(rng.random(want) < 0.5, rng.integers(0, (1 << n) - 1, want), biased_indices(rng, want, n))
        on_path, before = path_states(index, n)
        towers = ~path & (kind < mixture.path + mixture.towers)
        sticky = np.where(towers, rng.uniform(0.5, 0.99, want), 1 / 3)
        free = random_states(rng, want, n, sticky)
        large = kind >= 1 - mixture.large
        if n > 4 and large.any():
            # All smaller disks on one peg: the next larger one has its turn.
            smaller = rng.integers(n - 4, n, want)[:, None] > np.arange(n)[None, :]
            free = np.where(large[:, None] & smaller, free[:, :1], free)
        pegs = np.where(path[:, None], on_path, free)
        previous = np.where(path[:, None], before, random_previous(rng, free))
        good = next_moves(pegs, previous)[1] & ~held_out(pegs)
        found = sequences(pegs[good][:missing], previous[good][:missing])
        kept.append(found)
        missing -= len(found)
    return np.concatenate(kept)
