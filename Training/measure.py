"""Measures a multiplication model on held-out problems, role by role.

    python measure.py ../Sources/MicroModelWeights/multiply.gguf --temperature 1.0 1.6

The exact part: the chance of the right reply, from the distributions; nothing is drawn. `greedy wrong` is how many most
likely replies are not the right ones: those no voting mends. The drawn part: what the engine reads from sampled replies.
"""

import argparse

import numpy as np
import torch

import multiply
import roles
from training_multiply import chances


def group(role, seed, count):
    rng = np.random.default_rng(seed)
    found = []
    while len(found) < count:
        prompt, reply = multiply.example(rng, role, held=True)
        found.append((prompt, reply))
    return found


def read(role, reply, prompt):
    if role == "split":
        groups = roles.parsed(roles.SPLIT_REPLY, reply)
        return groups and (groups["whole"] or f"{groups['first']};{groups['second']}")
    if role.startswith("judge"):
        groups = roles.parsed(roles.CHOICE_REPLY, reply)
        return groups and groups["choice"]
    groups = roles.parsed(roles.SOLVE_REPLY, reply)
    return groups and groups["answer"]


def main():
    parse = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parse.add_argument("checkpoint", help="what train.py saved, or a GGUF file")
    parse.add_argument("--count", type=int, default=4000)
    parse.add_argument("--draws", type=int, default=2000)
    parse.add_argument("--roles", nargs="+", default=multiply.ROLES)
    parse.add_argument("--temperature", type=float, nargs="+", default=[1.0])
    parse.add_argument("--seed", type=int, default=11)
    parse.add_argument("--show", type=int, default=0, help="wrong most likely replies to print")
    options = parse.parse_args()
    torch.set_num_threads(1)
    model = roles.load(options.checkpoint)
    generator = torch.Generator().manual_seed(options.seed)
    for role in options.roles:
        found = group(role, options.seed, options.count)
        encoded = [multiply.encoded(*x) for x in found]
        for temperature in options.temperature:
            chance, likeliest = chances(model, encoded, temperature)
            drawn = found[: options.draws]
            replies = roles.samples(model, [p for p, _ in drawn], temperature, generator)
            reads = [read(role, reply, prompt) for reply, (prompt, _) in zip(replies, drawn)]
            flagged = sum(r is None for r in reads)
            wrong = sum(r is not None and r != read(role, right, prompt) for r, (prompt, right) in zip(reads, drawn))
            print(
                f"{role} temperature {temperature}: greedy wrong {int((~likeliest).sum())}/{len(found)}, chance of right: "
                f"mean {float(chance.mean()):.4f} lowest {float(chance.min()):.4f} below 0.5 {int((chance < 0.5).sum())}; "
                f"drawn {len(drawn)}: wrong {wrong / len(drawn):.4f} flagged {flagged / len(drawn):.4f}",
                flush=True,
            )
        if options.show:
            bad = [found[i] for i in torch.nonzero(~likeliest)[: options.show, 0].tolist()]
            for (prompt, right), reply in zip(bad, roles.samples(model, [p for p, _ in bad], 0, generator)):
                print(f"  {prompt!r}\n    {reply!r}\n    {right!r}")


if __name__ == "__main__":
    main()
