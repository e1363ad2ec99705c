"""Trains the embedded Towers of Hanoi model. See README.md beside this file."""

import argparse
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

import hanoi
from model import MicroModel, Shape


def padded_batch(rng, size, mixture):
    """Five eighths of 20 disks, the rest of three other sizes; padding never counts for the loss."""
    share = size // 8
    parts = [(hanoi.MAX_DISKS, size - 3 * share)] + [(int(n), share) for n in rng.integers(1, hanoi.MAX_DISKS, 3)]
    length = hanoi.prompt_length(hanoi.MAX_DISKS) + hanoi.completion_length(hanoi.MAX_DISKS)
    tokens = np.zeros((size, length), dtype=np.int64)
    scored = np.zeros((size, length), dtype=bool)
    row = 0
    for n, count in parts:
        found = hanoi.batch(rng, count, n, mixture)
        tokens[row : row + count, : found.shape[1]] = found
        scored[row : row + count, hanoi.prompt_length(n) : found.shape[1]] = True
        row += count
    return torch.from_numpy(tokens), torch.from_numpy(scored)


def completion_loss(model, tokens, scored):
    logits = model(tokens[:, :-1])
    return F.cross_entropy(logits[scored[:, 1:]], tokens[:, 1:][scored[:, 1:]])


@torch.no_grad()
def chances(model, tokens, n, temperature=1.0, chunk=2048):
    """The exact chance of the right completion of each sequence, and whether every token is the likeliest."""
    start = hanoi.prompt_length(n)
    chance, likeliest = [], []
    for part in torch.from_numpy(tokens).split(chunk):
        logits = model(part[:, :-1])[:, start - 1 :] / temperature
        target = part[:, start:]
        log = torch.log_softmax(logits, -1).gather(-1, target[..., None])[..., 0]
        chance.append(log.double().sum(1).exp())
        likeliest.append((logits.argmax(-1) == target).all(1))
    return torch.cat(chance), torch.cat(likeliest)


def evaluate(model, rng, count, temperature):
    """Held-out 20-disk path states, half of them tower-like."""
    index = np.concatenate([rng.integers(0, (1 << 20) - 1, 4 * count), hanoi.biased_indices(rng, 4 * count, 20)])
    pegs, previous = hanoi.path_states(rng.permutation(np.unique(index)), 20)
    keep = np.flatnonzero(hanoi.held_out(pegs))[:count]
    chance, likeliest = chances(model, hanoi.sequences(pegs[keep], previous[keep]), 20, temperature)
    return dict(wrong=int((~likeliest).sum()), lowest=float(chance.min()), error=float(1 - chance.mean()), n=len(keep))


class HardStates:
    """The states of the training mixture that the model finds hardest, renewed as it learns."""

    def __init__(self, kept, candidates=20000):
        self.kept, self.candidates, self.tokens = kept, candidates, None

    def renew(self, model, rng, mixture):
        found = hanoi.batch(rng, self.candidates, hanoi.MAX_DISKS, mixture)
        if self.tokens is not None:
            found = np.concatenate([found, self.tokens])
        chance, _ = chances(model, found, hanoi.MAX_DISKS)
        order = torch.argsort(chance)[: self.kept].numpy()
        self.tokens = found[order]
        return float(chance[order[0]]), float(chance[order[-1]])

    def put_into(self, rng, tokens, count):
        """Replaces `count` of the 20-disk sequences at the start of a batch."""
        tokens[:count] = torch.from_numpy(self.tokens[rng.integers(0, len(self.tokens), count)])


def main():
    parse = argparse.ArgumentParser()
    parse.add_argument("--out", type=Path, required=True)
    parse.add_argument("--start", type=Path, help="checkpoint to fine-tune")
    parse.add_argument("--width", type=int, default=48)
    parse.add_argument("--steps", type=int, default=24000)
    parse.add_argument("--batch", type=int, default=128)
    parse.add_argument("--rate", type=float, default=3e-3)
    parse.add_argument("--decay", type=float, default=0.6, help="share of the steps with falling rate")
    parse.add_argument("--towers", type=float, default=0.35)
    parse.add_argument("--large", type=float, default=0.0, help="share of states in which a large disk moves")
    parse.add_argument("--hard", type=int, default=0, help="sequences of a batch that are hard states")
    parse.add_argument("--seed", type=int, default=1)
    parse.add_argument("--threads", type=int, default=1)
    options = parse.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    rng = np.random.default_rng(options.seed)

    shape = Shape(width=options.width, heads=options.width // 16, hidden=2 * options.width)
    model = MicroModel(shape)
    if options.start:
        model.load_state_dict(torch.load(options.start)["weights"])
    print(f"{sum(p.numel() for p in model.parameters())} parameters {vars(options)}", flush=True)
    optimizers = [
        torch.optim.Muon(model.matrices(), lr=options.rate, weight_decay=0.0, adjust_lr_fn="match_rms_adamw"),
        torch.optim.AdamW(model.others(), lr=options.rate, betas=(0.9, 0.98), weight_decay=0.0),
    ]
    mixture = hanoi.Mixture(towers=options.towers, large=options.large)
    began = time.monotonic()
    running = None
    hard = HardStates(kept=1000)
    for step in range(1, options.steps + 1):
        left = (options.steps - step) / (options.steps * options.decay)
        factor = min(1.0, left, step / 200)
        for optimizer in optimizers:
            for group in optimizer.param_groups:
                group["lr"] = options.rate * factor
        tokens, scored = padded_batch(rng, options.batch, mixture)
        if options.hard:
            if step % 500 == 1:
                lowest, highest = hard.renew(model, rng, mixture)
                print(f"hard states: p from {lowest:.4f} to {highest:.4f}", flush=True)
            hard.put_into(rng, tokens, options.hard)
        loss = completion_loss(model, tokens, scored)
        for optimizer in optimizers:
            optimizer.zero_grad(set_to_none=True)
        loss.backward()
        for optimizer in optimizers:
            optimizer.step()
        running = loss.item() if running is None else 0.99 * running + 0.01 * loss.item()
        if step % 500 == 0 or step == options.steps:
            held = evaluate(model, np.random.default_rng(0), 2000, 1.0)
            print(
                f"step {step} seconds {time.monotonic() - began:.0f} loss {running:.2e} "
                f"held-out wrong {held['wrong']}/{held['n']} lowest p {held['lowest']:.4f} error {held['error']:.2e}",
                flush=True,
            )
            torch.save(dict(weights=model.state_dict(), shape=shape.asdict()), options.out)


if __name__ == "__main__":
    main()
