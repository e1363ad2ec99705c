"""How the multiplication model is trained: its batches and its examination."""

import numpy as np
import torch

import multiply
from model import Shape

LENGTH = multiply.CONTEXT_LENGTH
DEFAULTS = dict(width=96, layers=4, steps=8000, batch=64, rate=2e-3, warm_up=100, every=200)
SHARES = dict(split=0.15, judge_split=0.22, multiply=0.18, add=0.2, judge=0.22, direct=0.03)
# Nobody can know all digits of a product at once, so what is lost there should not drown the rest.
WEIGHTS = dict(direct=0.3)
PARTS = 4


def add_options(parse):
    parse.add_argument("--shares", default="", help="shares of the roles, as split=0.2,judge_split=0.3")
    parse.add_argument("--easy", type=float, default=0.7, help="share of judges' problems that are short at the start")
    parse.add_argument("--easy-steps", type=int, default=2500, help="steps after which none is short by choice")
    parse.add_argument("--even", action="store_true", help="split left numbers of every length equally often")


def shape(options):
    return Shape(
        vocabulary=len(multiply.TOKENS), layers=options.layers, width=options.width, heads=options.width // 16,
        hidden=2 * options.width,
    )


def padded(found, weights=None):
    """Tokens, and the weight of each token's loss; 0 for prompts and padding."""
    length = max(len(tokens) for tokens, _ in found)
    tokens = np.zeros((len(found), length), dtype=np.int64)
    weight = np.zeros((len(found), length), dtype=np.float32)
    for row, (sequence, start) in enumerate(found):
        tokens[row, : len(sequence)] = sequence
        weight[row, start : len(sequence)] = 1 if weights is None else weights[row]
    return torch.from_numpy(tokens), torch.from_numpy(weight)


@torch.no_grad()
def chances(model, found, temperature=1.0, chunk=256):
    """The exact chance of the right reply to each prompt, and whether each of its tokens is the likeliest."""
    chance, likeliest = [], []
    for at in range(0, len(found), chunk):
        tokens, weight = padded(found[at : at + chunk])
        scored = weight[:, 1:] > 0
        logits = model(tokens[:, :-1], scored) / temperature
        target = tokens[:, 1:][scored]
        log = torch.zeros(scored.shape, dtype=torch.float64)
        log[scored] = torch.log_softmax(logits.double(), -1).gather(-1, target[:, None])[:, 0]
        right = torch.ones(scored.shape, dtype=torch.bool)
        right[scored] = logits.argmax(-1) == target
        chance.append(log.sum(1).exp())
        likeliest.append(right.all(1))
    return torch.cat(chance), torch.cat(likeliest)


class Trainer:
    def __init__(self, options):
        self.options = options
        shares = SHARES
        if options.shares:
            shares = {name: float(share) for name, share in (x.split("=") for x in options.shares.split(","))}
        self.roles = [name.replace("_", " ") for name in shares]
        self.shares = np.array(list(shares.values())) / sum(shares.values())
        self.examined = {}
        for role in self.roles:
            rng = np.random.default_rng(0)
            self.examined[role] = [multiply.encoded(*multiply.example(rng, role, held=True)) for _ in range(150)]

    def parts(self, model, rng, step):
        """The batch of a step in four parts of about equally long sequences: tokens and the weights of their losses."""
        easy = self.options.easy * max(0.0, 1 - step / self.options.easy_steps)
        found = []
        for role in rng.choice(self.roles, self.options.batch, p=self.shares):
            example = multiply.encoded(*multiply.example(rng, role, easy=easy, even=self.options.even))
            found.append((example, WEIGHTS.get(str(role), 1.0)))
        found.sort(key=lambda x: len(x[0][0]))
        size = (len(found) + PARTS - 1) // PARTS
        parts = [found[at : at + size] for at in range(0, len(found), size)]
        return [padded([x for x, _ in part], [w for _, w in part]) for part in parts]

    def report(self, model):
        reports = []
        for role, found in self.examined.items():
            chance, likeliest = chances(model, found)
            wrong = int((~likeliest).sum())
            reports.append(f"{role} wrong {wrong}/{len(found)} error {float(1 - chance.mean()):.1e}")
        return "held-out " + ", ".join(reports)
