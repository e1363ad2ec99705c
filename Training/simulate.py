"""Multiplies held-out numbers with the trained model: the whole recursion with voting, against one agent asked directly.

    python simulate.py ../Sources/MicroModelWeights/multiply.gguf --digits 5 --count 50 --k 3
    python simulate.py http://127.0.0.1:8231/v1 --count 200      # in the project's own engine, served by maker serve-model
"""

import argparse
import itertools
import math
import time
from collections import Counter

import numpy as np
import torch

import check_engine
import multiply
import roles


class Recursion:
    """The recursion of one problem as a coroutine: it yields prompts, one sample each, and is sent their replies."""

    def __init__(self, k, rng, proposals, limit=60, depth=6):
        self.k, self.rng, self.proposals, self.limit, self.depth = k, rng, proposals, limit, depth
        self.calls = Counter()
        self.wrong = Counter()
        self.judged = Counter()

    def ask(self, role, prompts):
        self.calls[role] += len(prompts)
        replies = yield prompts
        return replies

    def ahead(self, votes):
        ranked = votes.most_common(2)
        second = ranked[1][1] if len(ranked) > 1 else 0
        return ranked[0][0] if ranked and ranked[0][1] - second >= self.k else None

    def choose(self, role, prompt, shown):
        """Judges vote among `shown`, in a new order for each vote."""
        self.judged[role] += 1
        votes, count = Counter(), 0
        while count < self.limit:
            ranked = votes.most_common(2)
            deficit = self.k - (ranked[0][1] - (ranked[1][1] if len(ranked) > 1 else 0) if ranked else 0)
            orders = [self.rng.permutation(len(shown)) for _ in range(deficit)]
            replies = yield from self.ask(role, [prompt([shown[i] for i in order]) for order in orders])
            for order, reply in zip(orders, replies):
                count += 1
                found = roles.parsed(roles.CHOICE_REPLY, reply)
                if found and int(found["choice"]) <= len(shown):
                    votes[shown[order[int(found["choice"]) - 1]]] += 1
                    winner = self.ahead(votes)
                    if winner is not None:
                        return winner
        return None

    def split(self, problem):
        """The chosen pair of problems, or "whole"."""
        shown = []
        for _ in range(4):
            replies = yield from self.ask("split", [multiply.split_prompt(problem)] * self.proposals)
            for reply in replies:
                found = roles.parsed(roles.SPLIT_REPLY, reply)
                if found is None:
                    continue
                text = found["whole"] or f"{found['first']};{found['second']}"
                grows = text != "whole" and max(map(len, text.split(";"))) > len(problem)
                if not grows and problem not in text.split(";") and text not in shown and len(shown) < 5:
                    shown.append(text)
            if shown:
                break
        if len(shown) < 2:
            return shown[0] if shown else None
        return (yield from self.choose("judge split", lambda x: multiply.judge_split_prompt(problem, x), shown))

    def solve_atom(self, problem):
        votes = Counter()
        for _ in range(10):
            replies = yield from self.ask("solve", [multiply.solve_prompt(problem)] * self.k)
            for reply in replies:
                found = roles.parsed(roles.SOLVE_REPLY, reply)
                if found and len(found["answer"]) <= multiply.MAX_PLACES + 1:
                    votes[found["answer"]] += 1
            if self.ahead(votes) is not None or len(votes) > 1:
                break
        if not votes:
            return None
        if self.ahead(votes) is not None:
            return self.ahead(votes)
        if len(votes) == 1:
            return next(iter(votes))
        shown = [answer for answer, _ in votes.most_common(5)]
        return (yield from self.choose("judge", lambda x: multiply.judge_prompt(problem, x), shown))

    def solve(self, problem, depth=0):
        chosen = multiply.WHOLE
        if depth < self.depth and "+" not in problem:
            chosen = yield from self.split(problem)
        if chosen is None:
            self.wrong["undecided split"] += 1
            return None
        if chosen != multiply.proposal(problem):
            self.wrong["split"] += 1
        if chosen == multiply.WHOLE:
            answer = yield from self.solve_atom(problem)
            if answer != str(multiply.value(problem)):
                self.wrong["atom"] += 1
            return answer
        first, second = chosen.split(";")
        left = yield from self.solve(first, depth + 1)
        right = yield from self.solve(second, depth + 1)
        if left is None or right is None:
            return None
        composition = f"{left}+{right}"
        try:
            answer = yield from self.solve_atom(composition)
        except ValueError:
            return None
        if answer != str(multiply.value(composition)):
            self.wrong["composition"] += 1
        return answer


def drive(recursions, problems, sample):
    """Runs all recursions together, so that their samples are drawn in batches."""
    answers = [None] * len(problems)
    waiting = {}
    for index, (recursion, problem) in enumerate(zip(recursions, problems)):
        coroutine = recursion.solve(problem)
        waiting[index] = (coroutine, next(coroutine))
    while waiting:
        flat = [prompt for _, prompts in waiting.values() for prompt in prompts]
        replies = iter(sample(flat))
        later = {}
        for index, (coroutine, prompts) in waiting.items():
            try:
                later[index] = (coroutine, coroutine.send([next(replies) for _ in prompts]))
            except StopIteration as stop:
                answers[index] = stop.value
        waiting = later
    return answers


def interval(right, count):
    """95 % after Wilson."""
    z, p = 1.96, right / count
    middle, half = p + z * z / (2 * count), z * math.sqrt(p * (1 - p) / count + z * z / (4 * count * count))
    return f"{max(0.0, middle - half) / (1 + z * z / count):.2f}-{(middle + half) / (1 + z * z / count):.2f}"


def held_out_problems(digits, count, seed):
    rng = np.random.default_rng(seed)
    found = []
    while len(found) < count:
        a, b = rng.integers(10 ** (digits - 1), 10**digits, 2)
        if multiply.held_out(f"{a}*{b}"):
            found.append(f"{a}*{b}")
    return found


def main():
    parse = argparse.ArgumentParser()
    parse.add_argument("model", help="checkpoint or GGUF file, or the address of an engine that serves it")
    parse.add_argument("--digits", type=int, nargs="+", default=[3, 4, 5, 6])
    parse.add_argument("--count", type=int, default=50)
    parse.add_argument("--k", type=int, nargs="+", default=[1, 3])
    parse.add_argument("--proposals", type=int, default=3)
    parse.add_argument("--temperature", type=float, default=1.6)
    parse.add_argument("--seed", type=int, default=42)
    options = parse.parse_args()
    torch.set_num_threads(1)
    if options.model.startswith("http"):
        seeds = itertools.count(options.seed * 1_000_000)
        served = check_engine.model_name(options.model)
        one = lambda prompt: check_engine.completion(options.model, served, prompt, options.temperature, next(seeds))
        sample = lambda prompts: [one(prompt) for prompt in prompts]
    else:
        model = roles.load(options.model)
        generator = torch.Generator().manual_seed(options.seed)
        sample = lambda prompts: roles.samples(model, prompts, options.temperature, generator)
    for digits in options.digits:
        problems = held_out_problems(digits, options.count, options.seed)
        truth = [str(multiply.value(p)) for p in problems]
        found = [
            roles.parsed(roles.SOLVE_REPLY, r)
            for r in sample([multiply.solve_prompt(p) for p in problems])
        ]
        right = sum(f is not None and f["answer"] == t for f, t in zip(found, truth))
        name = f"{digits}x{digits} temperature {options.temperature}"
        print(f"{name} single agent {right}/{options.count} ({interval(right, options.count)})", flush=True)
        for k in options.k:
            began = time.monotonic()
            rng = np.random.default_rng(options.seed)
            # One vote without a judge is the recursion without voting.
            recursions = [Recursion(k, rng, options.proposals if k > 1 else 1) for _ in problems]
            answers = drive(recursions, problems, sample)
            right = sum(a == t for a, t in zip(answers, truth))
            calls, wrong, judged = Counter(), Counter(), Counter()
            for recursion in recursions:
                calls += recursion.calls
                wrong += recursion.wrong
                judged += recursion.judged
            print(
                f"{name} recursion k={k} {right}/{options.count} ({interval(right, options.count)}) "
                f"samples a problem {sum(calls.values()) / options.count:.0f} {dict(calls)} ballots of judges {dict(judged)} "
                f"wrong decisions {dict(wrong)} unanswered {answers.count(None)} seconds {time.monotonic() - began:.0f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
