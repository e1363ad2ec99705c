"""How the Towers of Hanoi model is trained: its batches, its examination, its hardest states."""

import numpy as np
import torch

import hanoi
from model import Shape

LENGTH = hanoi.CONTEXT_LENGTH
DEFAULTS = dict(width=48, layers=2, steps=24000, batch=128, rate=3e-3, warm_up=200, every=500)


def add_options(parse):
    parse.add_argument("--towers", type=float, default=0.35)
    parse.add_argument("--large", type=float, default=0.0, help="share of states in which a large disk moves")
    parse.add_argument("--hard", type=int, default=0, help="sequences of a batch that are hard states")


def shape(options):
    return Shape(
        vocabulary=len(hanoi.TOKENS), layers=options.layers, width=options.width, heads=options.width // 16,
        hidden=2 * options.width,
    )


def padded_batch(rng, size, mixture):
    """Five eighths of 20 disks, the rest of three other sizes; padding never counts for the loss."""
    share = size // 8
    parts = [(hanoi.MAX_DISKS, size - 3 * share)] + [(int(n), share) for n in rng.integers(1, hanoi.MAX_DISKS, 3)]
    length = hanoi.prompt_length(hanoi.MAX_DISKS) + hanoi.completion_length(hanoi.MAX_DISKS)
    tokens = np.zeros((size, length), dtype=np.int64)
    weight = np.zeros((size, length), dtype=np.float32)
    row = 0
    for n, count in parts:
        found = hanoi.batch(rng, count, n, mixture)
        tokens[row : row + count, : found.shape[1]] = found
        weight[row : row + count, hanoi.prompt_length(n) : found.shape[1]] = 1
        row += count
    return torch.from_numpy(tokens), torch.from_numpy(weight)


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


class Trainer:
    def __init__(self, options):
        self.options = options
        self.mixture = hanoi.Mixture(towers=options.towers, large=options.large)
        self.hard = HardStates(kept=1000)

    def parts(self, model, rng, step):
        """The batch of a step: tokens and the weights of their losses."""
        tokens, weight = padded_batch(rng, self.options.batch, self.mixture)
        if self.options.hard:
            if step % 500 == 1:
                lowest, highest = self.hard.renew(model, rng, self.mixture)
                print(f"hard states: p from {lowest:.4f} to {highest:.4f}", flush=True)
            self.hard.put_into(rng, tokens, self.options.hard)
        return [(tokens, weight)]

    def report(self, model):
        held = evaluate(model, np.random.default_rng(0), 2000, 1.0)
        return (
            f"held-out wrong {held['wrong']}/{held['n']} lowest p {held['lowest']:.4f} error {held['error']:.2e}"
        )
