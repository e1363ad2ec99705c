"""A llama-shaped transformer, small enough to read at one sitting."""

from dataclasses import asdict, dataclass

import torch
import torch.nn.functional as F
from torch import nn


@dataclass
class Shape:
    vocabulary: int = 52
    layers: int = 2
    width: int = 48
    heads: int = 3
    hidden: int = 96
    rope_base: float = 1000.0
    norm_epsilon: float = 1e-5

    def asdict(self):
        return asdict(self)


class Block(nn.Module):
    def __init__(self, shape):
        super().__init__()
        self.heads = shape.heads
        linear = lambda i, o: nn.Linear(i, o, bias=False)
        self.attention_norm = nn.RMSNorm(shape.width, shape.norm_epsilon)
        self.query = linear(shape.width, shape.width)
        self.key = linear(shape.width, shape.width)
        self.value = linear(shape.width, shape.width)
        self.output = linear(shape.width, shape.width)
        self.feed_norm = nn.RMSNorm(shape.width, shape.norm_epsilon)
        self.gate = linear(shape.width, shape.hidden)
        self.up = linear(shape.width, shape.hidden)
        self.down = linear(shape.hidden, shape.width)

    def forward(self, x, cosine, sine):
        batch, length, width = x.shape
        split = lambda y: y.view(batch, length, self.heads, -1).transpose(1, 2)
        n = self.attention_norm(x)
        query = rotated(split(self.query(n)), cosine, sine)
        key = rotated(split(self.key(n)), cosine, sine)
        mixed = F.scaled_dot_product_attention(query, key, split(self.value(n)), is_causal=True)
        x = x + self.output(mixed.transpose(1, 2).reshape(batch, length, width))
        n = self.feed_norm(x)
        return x + self.down(F.silu(self.gate(n)) * self.up(n))


def rotated(x, cosine, sine):
    """Rotary positions, interleaved: items 2i and 2i + 1 are one complex number."""
    even, odd = x[..., 0::2], x[..., 1::2]
    return torch.stack([even * cosine - odd * sine, even * sine + odd * cosine], -1).flatten(-2)


class MicroModel(nn.Module):
    def __init__(self, shape, max_length=64):
        super().__init__()
        self.shape = shape
        self.embedding = nn.Embedding(shape.vocabulary, shape.width)
        self.blocks = nn.ModuleList(Block(shape) for _ in range(shape.layers))
        self.norm = nn.RMSNorm(shape.width, shape.norm_epsilon)
        self.head = nn.Linear(shape.width, shape.vocabulary, bias=False)
        size = shape.width // shape.heads
        frequency = shape.rope_base ** (-torch.arange(0, size, 2) / size)
        angle = torch.arange(max_length)[:, None] * frequency
        self.register_buffer("cosine", angle.cos(), persistent=False)
        self.register_buffer("sine", angle.sin(), persistent=False)
        for parameter in self.parameters():
            if parameter.dim() == 2:
                nn.init.normal_(parameter, std=parameter.shape[1] ** -0.5)
        nn.init.normal_(self.embedding.weight, std=1.0)
        nn.init.zeros_(self.head.weight)

    def forward(self, tokens, scored=None):
        """Logits of each position, or of the scored ones only."""
        x = self.embedding(tokens)
        length = tokens.shape[1]
        for block in self.blocks:
            x = block(x, self.cosine[:length], self.sine[:length])
        return self.head(self.norm(x if scored is None else x[scored]))

    def matrices(self):
        """The parameters Muon trains: every matrix inside a block."""
        return [p for b in self.blocks for p in b.parameters() if p.dim() == 2]

    def others(self):
        chosen = {id(p) for p in self.matrices()}
        return [p for p in self.parameters() if id(p) not in chosen]
