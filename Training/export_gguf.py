"""Writes a trained checkpoint as a GGUF file that this project's Swift engine and llama.cpp both load.

    python export_gguf.py checkpoint.pt ../Sources/MicroModelWeights/hanoi.gguf --name hanoi --scale 0.875
    python export_gguf.py checkpoint.pt ../Sources/MicroModelWeights/multiply.gguf --name multiply --scale 1.15

Matrices are rounded to F16; what is in the file is what gets certified.
"""

import argparse
import importlib
from pathlib import Path

import gguf
import numpy as np

import checkpoint
from checkpoint import gguf_name

# The task's module has the vocabulary and the context length.
TASKS = ["hanoi", "multiply"]
CHECKSUM_KEY = "maker.checksum"
CHECKSUM_BLANK = "0" * 16
# The user's message is the prompt, and nothing is put around it.
CHAT_TEMPLATE = "{% for message in messages %}{{ message['content'] }}{% endfor %}"


def add_shape(writer, task, shape):
    head_size = shape["width"] // shape["heads"]
    writer.add_context_length(task.CONTEXT_LENGTH)
    writer.add_embedding_length(shape["width"])
    writer.add_block_count(shape["layers"])
    writer.add_feed_forward_length(shape["hidden"])
    writer.add_head_count(shape["heads"])
    writer.add_head_count_kv(shape["heads"])
    writer.add_layer_norm_rms_eps(shape["norm_epsilon"])
    # llama.cpp's llama architecture pairs items 2i and 2i + 1, as the training does: no permutation.
    writer.add_rope_dimension_count(head_size)
    writer.add_rope_freq_base(shape["rope_base"])
    writer.add_vocab_size(shape["vocabulary"])
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_F16)


def add_vocabulary(writer, task):
    """An SPM vocabulary of user-defined symbols: llama.cpp then matches the longest one, as we do."""
    kinds = [gguf.TokenType.UNKNOWN, gguf.TokenType.CONTROL, gguf.TokenType.CONTROL]
    kinds += [gguf.TokenType.USER_DEFINED] * (len(task.TOKENS) - len(kinds))
    writer.add_tokenizer_model("llama")
    writer.add_token_list(task.TOKENS)
    writer.add_token_scores([0.0] * len(task.TOKENS))
    writer.add_token_types(kinds)
    writer.add_unk_token_id(task.UNK)
    writer.add_bos_token_id(task.BOS)
    writer.add_eos_token_id(task.EOS)
    writer.add_add_bos_token(False)
    writer.add_add_eos_token(False)
    writer.add_add_space_prefix(False)
    writer.add_chat_template(CHAT_TEMPLATE)


def add_tensors(writer, weights, scale):
    for name, tensor in weights.items():
        values = tensor.float().numpy()
        if name == "head.weight":
            values = values * np.float32(scale)
        writer.add_tensor(gguf_name(name), values.astype(np.float16 if values.ndim == 2 else np.float32))


def seal(path):
    """Puts the 64-bit FNV-1a of every other byte of the file in place of the blank checksum."""
    content = path.read_bytes()
    key = CHECKSUM_KEY.encode()
    start = content.index(key) + len(key) + 4 + 8  # a value's type and a string's length come first
    end = start + len(CHECKSUM_BLANK)
    state = 0xCBF29CE484222325
    for byte in content[:start] + content[end:]:
        state = (state ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    path.write_bytes(content[:start] + f"{state:016x}".encode() + content[end:])
    return state


def export(weights, task, shape, path, name, scale=1.0):
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_name(name)
    writer.add_string(CHECKSUM_KEY, CHECKSUM_BLANK)
    add_shape(writer, task, shape)
    add_vocabulary(writer, task)
    add_tensors(writer, weights, scale)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return seal(Path(path))


def main():
    parse = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parse.add_argument("checkpoint", type=Path, help="what train.py saved, or a GGUF file")
    parse.add_argument("gguf", type=Path)
    parse.add_argument("--name", default="hanoi", choices=TASKS, help="the model's name, which is its task's")
    parse.add_argument("--scale", type=float, default=1.0, help="multiplies the logits: what temperature 1 means")
    options = parse.parse_args()
    task = importlib.import_module(options.name)
    model = checkpoint.load(options.checkpoint, task.CONTEXT_LENGTH)
    checksum = export(model.state_dict(), task, model.shape.asdict(), options.gguf, options.name, options.scale)
    print(f"{options.gguf} {options.gguf.stat().st_size} bytes, checksum {checksum:016x}")


if __name__ == "__main__":
    main()
