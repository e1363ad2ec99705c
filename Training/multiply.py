"""Multiplication by recursive splitting as text: the four roles, the tokens, the held-out rule, the training mixture.

A problem is "a*b" or "x+y" in plain decimal. A product is split at the leading digit of its left number,
42098*46048 -> 40000*46048 and 2098*46048, whose results are added. A product is atomic when its left number is one
digit and zeros; a sum always is. The longer number of a sum comes first.

The solver works from the last place on, as people do. For each place it writes a mark, the two digits that meet there
and what they make together with the carry, and after the last place it reads the answer off:

    solve 184192000+4005=  ->  a4+ 0&5:05 b4+ 0&0:00 ... i4+ 1&0.:01 =184196005.
    solve 40*46048=        ->  a1x 4x0:00 b1x 4x8:32 c1x 4x4:19 ... =1841920.

The number in a mark is the length of the second number of a sum, or the zeros of a product's left number: with the place
it says where the digits are, so that finding them takes one look. A dot after a pair says that no digits are left.
"""

import numpy as np

MAX_DIGITS = 6  # of a factor
MAX_PLACES = 2 * MAX_DIGITS  # of a result
MAX_CHOICES = 5
CONTEXT_LENGTH = 288

SPLIT, JUDGE_SPLIT, SOLVE, JUDGE = "split ", "judge split ", "solve ", "judge "
WHOLE, COMPOSITION, ASK, LINE, EQUALS, PLUS, THEN, STOP = "whole", ";A+B", "?", "\n", "=", "+", ";", "."

SPECIALS = ["<unk>", "<s>", "</s>"]
UNK, BOS, EOS = 0, 1, 2
LETTERS = "abcdefghijklm"


def sum_mark(place, length):
    return f"{LETTERS[place]}{length}+ "


def product_mark(place, zeros):
    return f"{LETTERS[place]}{zeros}x "


SYMBOLS = [str(d) for d in range(10)] + ["0" * k + "*" for k in range(MAX_DIGITS)] + [THEN, STOP, WHOLE]


def pair(right, shown):
    """What a judge writes while it walks along a shown text: the right symbol and the shown one."""
    return f"{right}|{shown} "


TOKENS = (
    SPECIALS
    + [SPLIT, JUDGE_SPLIT, SOLVE, JUDGE, WHOLE, COMPOSITION, ASK, LINE, EQUALS, PLUS, THEN, STOP]
    + [str(d) for d in range(10)]
    + ["0" * k + "*" for k in range(MAX_DIGITS)]
    + [f"{c}:" for c in range(1, MAX_CHOICES + 1)]
    + [f"#{c}" for c in range(1, MAX_CHOICES + 1)]
    + [f":{t:02} " for t in range(90)]
    + [f"{p}{sign}{q}{end}" for sign in "&x" for end in ("", ".") for p in range(10) for q in range(10)]
    + [sum_mark(i, m) for m in range(1, MAX_PLACES + 1) for i in range(MAX_PLACES + 1)]
    + [product_mark(i, k) for k in range(MAX_DIGITS) for i in range(MAX_PLACES + 1)]
    + [pair(p, q) for p in SYMBOLS for q in SYMBOLS]
)
ID = {text: token for token, text in enumerate(TOKENS)}
LONGEST = max(map(len, TOKENS))


def tokens_of(text):
    """The longest token that matches, at each place; as the Swift tokenizer does."""
    found, start = [], 0
    while start < len(text):
        for end in range(min(len(text), start + LONGEST), start, -1):
            if text[start:end] in ID:
                break
        else:
            raise ValueError(text[start:])
        found.append(ID[text[start:end]])
        start = end
    return found


def text_of(tokens):
    return "".join(TOKENS[t] for t in tokens if t > EOS)


def held_out(problem):
    """Whether a problem is never trained on, in any role: bit 40 of the 64-bit FNV-1a of its text, "a*b" or "x+y"."""
    state = 0xCBF29CE484222325
    for byte in problem.encode():
        state = (state ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return state >> 40 & 1 == 1


# The right replies


def value(problem):
    if "+" in problem:
        x, y = problem.split("+")
        return int(x) + int(y)
    a, b = problem.split("*")
    return int(a) * int(b)


def is_atomic(problem):
    return "+" in problem or len(problem.split("*")[0].rstrip("0")) == 1


def parts(problem):
    """The two products a product is split into."""
    a, b = problem.split("*")
    rest = a[1:]
    return f"{a[0]}{'0' * len(rest)}*{b}", f"{rest}*{b}"


def proposal(problem):
    """What is shown of the right split to a judge."""
    if is_atomic(problem):
        return WHOLE
    first, second = parts(problem)
    return f"{first};{second.lstrip('0')}"


def split_reply(problem):
    if is_atomic(problem):
        return WHOLE
    first, second = parts(problem)
    return f"{first};{second}{COMPOSITION}"


def work(problem):
    """The places of an atomic problem from the last one on."""
    if "+" in problem:
        x, y = problem.split("+")
        number, sign, mark = len(y), "&", sum_mark
        pairs = [(int(x[-1 - i]), int(y[-1 - i]) if i < len(y) else 0) for i in range(len(x))]
        above = (0, 0)
        together = lambda p, q: p + q
    else:
        a, b = problem.split("*")
        number, sign, mark = len(a) - 1, "x", product_mark
        digit = int(a[0])
        pairs = [(digit, 0)] * number + [(digit, int(q)) for q in reversed(b)]
        above = (digit, 0)
        together = lambda p, q: p * q
    text, carry, place = "", 0, 0
    while place < len(pairs) or carry:
        p, q = pairs[place] if place < len(pairs) else above
        total = together(p, q) + carry
        dot = "." if place >= len(pairs) - 1 else ""
        text += f"{mark(place, number)}{p}{sign}{q}{dot}:{total:02} "
        carry = total // 10
        place += 1
    return text


def solve_reply(problem):
    return f"{work(problem) if is_atomic(problem) else ''}={value(problem)}{STOP}"


def walks(right, shown):
    """Walks along one text after the other, up to the first symbol that is not right; all of them right is the choice."""
    symbols = lambda text: [TOKENS[t] for t in tokens_of(text)] + [STOP]
    text = ""
    for n, other in enumerate(shown, 1):
        text += f"{n}:"
        for p, q in zip(symbols(right), symbols(other)):
            text += pair(p, q)
            if p != q:
                break
        else:
            return text + f"#{n}"
    return text


def judge_split_reply(problem, proposals):
    return walks(proposal(problem), proposals)


def judge_reply(problem, candidates):
    """The problem is solved anew."""
    return solve_reply(problem) + walks(str(value(problem)), candidates)


def split_prompt(problem):
    return f"{SPLIT}{problem}="


def solve_prompt(problem):
    return f"{SOLVE}{problem}="


def judge_split_prompt(problem, proposals):
    listed = "".join(f"{n}:{p}\n" for n, p in enumerate(proposals, 1))
    return f"{JUDGE_SPLIT}{problem}={listed}?"


def judge_prompt(problem, candidates):
    listed = "".join(f"{n}:{c}\n" for n, c in enumerate(candidates, 1))
    return f"{JUDGE}{listed}{problem}="


# Random problems and wrong proposals


def number(rng, digits):
    """A number of so many digits; one in four has many zeros."""
    zero = 0.1 if rng.random() < 0.75 else 0.5
    found = [str(rng.integers(1, 10))]
    for _ in range(digits - 1):
        found.append("0" if rng.random() < zero else str(rng.integers(1, 10)))
    return "".join(found)


def length(rng, least=1, most=MAX_DIGITS):
    """Longer ones more often: the larger of two draws."""
    return int(rng.integers(least, most + 1, 2).max())


def product(rng, most=MAX_DIGITS, even=False):
    """With `even`, every length of the left number is as likely: a recursion meets each of them once."""
    left = int(rng.integers(2, max(2, most) + 1)) if even else length(rng, 2, max(2, most))
    return f"{number(rng, left)}*{number(rng, length(rng, 1, most))}"


def atomic_product(rng, most=MAX_DIGITS):
    zeros = int(rng.integers(0, most))
    return f"{rng.integers(1, 10)}{'0' * zeros}*{number(rng, length(rng, 1, most))}"


def addition(rng, most=MAX_DIGITS):
    """Three in four as they come up in a product, the others any two numbers."""
    if rng.random() < 0.75:
        b = int(number(rng, length(rng, 1, most)))
        a = number(rng, length(rng, 2, max(2, most)))
        rest = int(a[1:])
        if rest == 0:
            return addition(rng, most)
        return f"{(int(a) - rest) * b}+{rest * b}"
    n = length(rng, 1, 2 * most)
    m = int(rng.integers(1, n + 1))
    return f"{number(rng, n)}+{number(rng, m)}"


def atomic(rng, most=MAX_DIGITS):
    return atomic_product(rng, most) if rng.random() < 0.45 else addition(rng, most)


def slip(rng, text):
    """A number with one digit wrong, lost, doubled or swapped."""
    at = int(rng.integers(0, len(text)))
    kind = rng.random()
    if kind < 0.6 or len(text) == 1:
        digit = (int(text[at]) + int(rng.integers(1, 10))) % 10
        text = text[:at] + str(digit) + text[at + 1 :]
    elif kind < 0.75:
        text = text[:at] + text[at + 1 :]
    elif kind < 0.9:
        text = text[:at] + text[at] + text[at:]
    else:
        at = min(at, len(text) - 2)
        text = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return text.lstrip("0")


def wrong_answer(rng, right):
    """Mostly what a wrong total or a lost carry at one place makes of the answer."""
    while True:
        if rng.random() < 0.6:
            place = int(rng.integers(0, len(right)))
            wrong = int(right) + int(rng.choice([-1, 1])) * int(rng.integers(1, 4)) * 10**place
            text = str(wrong) if wrong > 0 else ""
        else:
            text = slip(rng, right)
        if text and text != right and len(text) <= MAX_PLACES + 1:
            return text


def wrong_proposal(rng, problem):
    right = proposal(problem)
    while True:
        kind = rng.random()
        if right == WHOLE:
            a, b = problem.replace("+", "*").split("*")[:2]
            a, b = a[:MAX_DIGITS], b[:MAX_DIGITS]
            rest = number(rng, max(1, len(a) - 1))
            text = f"{a[0]}{'0' * max(1, len(a) - 1)}*{b};{rest}*{b}"
        elif kind < 0.08:
            text = WHOLE
        else:
            fields = right.replace(";", "*").split("*")
            at = int(rng.integers(0, 4))
            fields[at] = slip(rng, fields[at])
            if rng.random() < 0.2:
                at = int(rng.integers(0, 4))
                fields[at] = slip(rng, fields[at]) if fields[at] else ""
            if not all(fields) or fields[0].strip("0") not in list("123456789"):
                continue
            if max(map(len, fields)) > MAX_DIGITS + 1 or len(fields[0]) > MAX_DIGITS:
                continue
            text = "{}*{};{}*{}".format(*fields)
        if text != right and not text.startswith("0"):
            return text


def choices(rng, right, wrong):
    """Two to five different texts in any order, one of them right."""
    count = int(rng.choice([2, 3, 4, 5], p=[0.55, 0.25, 0.12, 0.08]))
    found = [right]
    for _ in range(20):
        if len(found) < count and (text := wrong()) not in found:
            found.append(text)
    return [found[i] for i in rng.permutation(len(found))]


ROLES = ["split", "judge split", "multiply", "add", "judge", "direct"]


def example(rng, role, held=False, easy=0.0, even=False):
    """Prompt and right reply of a role; held out or not. A share of those of judges is `easy`: short numbers."""
    most = MAX_DIGITS
    if role.startswith("judge") and rng.random() < easy:
        most = int(rng.integers(1, 4))
    while True:
        if role in ("split", "judge split"):
            problem = atomic(rng, most) if rng.random() < 0.15 else product(rng, most, even)
        else:
            problem = {"multiply": atomic_product, "add": addition, "judge": atomic, "direct": product}[role](rng, most)
        if role == "direct" and is_atomic(problem) or held_out(problem) != held:
            continue
        break
    if role == "split":
        return split_prompt(problem), split_reply(problem)
    if role == "judge split":
        shown = choices(rng, proposal(problem), lambda: wrong_proposal(rng, problem))
        return judge_split_prompt(problem, shown), judge_split_reply(problem, shown)
    if role == "judge":
        shown = choices(rng, str(value(problem)), lambda: wrong_answer(rng, str(value(problem))))
        return judge_prompt(problem, shown), judge_reply(problem, shown)
    return solve_prompt(problem), solve_reply(problem)


def encoded(prompt, reply):
    """Tokens of prompt and reply, and where the reply begins."""
    start = tokens_of(prompt)
    return start + tokens_of(reply) + [EOS], len(start)
