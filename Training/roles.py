"""The multiplication model as agents: sampled replies in batches, and what the engine reads from a reply."""

import re

import torch
import torch.nn.functional as F

import checkpoint
import multiply
from model import rotated

LENGTH = multiply.CONTEXT_LENGTH

SPLIT_REPLY = re.compile(
    r"(?:(?P<whole>whole)|(?P<first>[1-9]0*\*[1-9][0-9]*);0*(?P<second>[1-9][0-9]*\*[1-9][0-9]*);(?P<composition>A\+B))"
)
SOLVE_REPLY = re.compile(r"(?:[a-m0-9&x:.+ ]*)=(?P<answer>[1-9][0-9]*)\.")
CHOICE_REPLY = re.compile(r".*#(?P<choice>[1-5])", re.DOTALL)


def load(path):
    """The weights of a checkpoint or of a GGUF file, rounded as the file has them."""
    model = checkpoint.load(path, LENGTH)
    model.load_state_dict({k: v.half().float() if v.dim() == 2 else v for k, v in model.state_dict().items()})
    return model.eval()


@torch.no_grad()
def samples(model, prompts, temperature, generator, most=110, chunk=256):
    """One reply per prompt, drawn with keys and values cached. Prompts are padded on the left: positions are relative."""
    order = sorted(range(len(prompts)), key=lambda i: len(prompts[i]))
    replies = [None] * len(prompts)
    for at in range(0, len(order), chunk):
        part = order[at : at + chunk]
        for i, reply in zip(part, _chunk(model, [prompts[i] for i in part], temperature, generator, most)):
            replies[i] = reply
    return replies


def _chunk(model, prompts, temperature, generator, most):
    encoded = [multiply.tokens_of(p) for p in prompts]
    width = max(map(len, encoded))
    tokens = torch.zeros((len(encoded), width), dtype=torch.long)
    seen = torch.zeros((len(encoded), LENGTH), dtype=torch.bool)
    for row, found in enumerate(encoded):
        tokens[row, width - len(found) :] = torch.tensor(found)
        seen[row, width - len(found) :] = True
    caches = [None] * len(model.blocks)
    found = []
    done = torch.zeros(len(encoded), dtype=torch.bool)
    position, step = 0, tokens
    for _ in range(min(most, LENGTH - width)):
        logits = _forward(model, step, position, caches, seen)
        position += step.shape[1]
        if temperature == 0:
            drawn = logits.argmax(-1)
        else:
            drawn = torch.multinomial(torch.softmax(logits / temperature, -1), 1, generator=generator)[:, 0]
        drawn = torch.where(done, torch.full_like(drawn, multiply.EOS), drawn)
        found.append(drawn)
        done |= drawn == multiply.EOS
        if done.all():
            break
        step = drawn[:, None]
    found = torch.stack(found, 1).tolist()
    return [multiply.text_of(row) if multiply.EOS in row else None for row in found]


def _forward(model, tokens, position, caches, seen):
    x = model.embedding(tokens)
    length = tokens.shape[1]
    cosine, sine = model.cosine[position : position + length], model.sine[position : position + length]
    causal = torch.arange(position + length)[None, :] <= torch.arange(position, position + length)[:, None]
    mask = causal[None, None] & seen[:, None, None, : position + length]
    mask = mask | torch.eye(length, position + length, dtype=torch.bool).roll(position, 1)[None, None]
    for index, block in enumerate(model.blocks):
        split = lambda y: y.view(*y.shape[:2], block.heads, -1).transpose(1, 2)
        n = block.attention_norm(x)
        query = rotated(split(block.query(n)), cosine, sine)
        key, value = rotated(split(block.key(n)), cosine, sine), split(block.value(n))
        if caches[index] is not None:
            key, value = torch.cat([caches[index][0], key], 2), torch.cat([caches[index][1], value], 2)
        caches[index] = key, value
        mixed = F.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        x = x + block.output(mixed.transpose(1, 2).reshape(x.shape))
        n = block.feed_norm(x)
        x = x + block.down(F.silu(block.gate(n)) * block.up(n))
    return model.head(model.norm(x[:, -1]))


def parsed(pattern, reply):
    """The named groups of a reply that matches as a whole, None otherwise: a red flag."""
    match = pattern.fullmatch(reply) if reply is not None else None
    return match.groupdict() if match else None
