"""Trained weights: what training saves, and what a GGUF file of this project holds.

A GGUF file is a checkpoint with the rounding and the scale of its export in it. So what ships can be measured, and
training can go on from it.
"""

from pathlib import Path

import gguf
import torch

from model import MicroModel, Shape

OUTSIDE_BLOCKS = {
    "embedding.weight": "token_embd.weight",
    "norm.weight": "output_norm.weight",
    "head.weight": "output.weight",
}
INSIDE_BLOCKS = {
    "attention_norm": "attn_norm",
    "query": "attn_q",
    "key": "attn_k",
    "value": "attn_v",
    "output": "attn_output",
    "feed_norm": "ffn_norm",
    "gate": "ffn_gate",
    "up": "ffn_up",
    "down": "ffn_down",
}


def gguf_name(name):
    """`blocks.0.query.weight` is `blk.0.attn_q.weight` in GGUF."""
    if name in OUTSIDE_BLOCKS:
        return OUTSIDE_BLOCKS[name]
    _, layer, part, _ = name.split(".")
    return f"blk.{layer}.{INSIDE_BLOCKS[part]}.weight"


def save(model, path):
    torch.save(dict(weights=model.state_dict(), shape=model.shape.asdict()), path)


def load(path, length):
    """The model of a checkpoint or of a GGUF file, for sequences of up to so many tokens."""
    path = Path(path)
    if path.suffix == ".gguf":
        return _load_gguf(path, length)
    saved = torch.load(path)
    model = MicroModel(Shape(**saved["shape"]), length)
    model.load_state_dict(saved["weights"])
    return model


def _load_gguf(path, length):
    reader = gguf.GGUFReader(path)
    fact = lambda name: reader.get_field(f"llama.{name}").contents()
    shape = Shape(
        vocabulary=fact("vocab_size"),
        layers=fact("block_count"),
        width=fact("embedding_length"),
        heads=fact("attention.head_count"),
        hidden=fact("feed_forward_length"),
        rope_base=fact("rope.freq_base"),
        # A float of 32 bits; the decimal that was meant has few digits.
        norm_epsilon=float(f"{fact('attention.layer_norm_rms_epsilon'):.6g}"),
    )
    model = MicroModel(shape, length)
    tensors = {tensor.name: torch.from_numpy(tensor.data.copy()).float() for tensor in reader.tensors}
    model.load_state_dict({name: tensors[gguf_name(name)] for name in model.state_dict()})
    return model
