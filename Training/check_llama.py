"""Loads an exported model in llama.cpp and compares it with this project's own tokens and replies: check_llama.py GGUF

Needs the package llama-cpp-python, which is not among the requirements because nothing else here does.
"""

import sys

import numpy as np
from llama_cpp import Llama

import hanoi
import multiply

COUNT = 200


def hanoi_examples():
    rng = np.random.default_rng(5)
    for step in [0, 1, 2, *rng.integers(0, (1 << 20) - 1, COUNT - 3), (1 << 20) - 2]:
        tokens = hanoi.sequences(*hanoi.path_states([step], 20))[0]
        start = hanoi.prompt_length(20)
        yield "step", hanoi.text(tokens[:start]), list(tokens[:start]), hanoi.text(tokens[start:])


def multiply_examples():
    rng = np.random.default_rng(5)
    for role in multiply.ROLES[:-1]:
        for _ in range(COUNT // 5):
            prompt, reply = multiply.example(rng, role, held=True)
            yield role, prompt, multiply.tokens_of(prompt), reply


def main():
    model = Llama(sys.argv[1], n_ctx=multiply.CONTEXT_LENGTH, logits_all=False, verbose=False)
    examples = dict(hanoi=hanoi_examples, multiply=multiply_examples)[model.metadata["general.name"]]
    right, count = {}, {}
    for role, prompt, tokens, reply in examples():
        assert model.tokenize(prompt.encode(), add_bos=False) == tokens, prompt
        made = model.create_completion(prompt, max_tokens=110, temperature=0.0, top_k=0, top_p=1.0, min_p=0.0)
        right[role] = right.get(role, 0) + (made["choices"][0]["text"] == reply)
        count[role] = count.get(role, 0) + 1
    for role in count:
        print(f"{role}: {right[role]} of {count[role]} greedy replies of llama.cpp are right")


if __name__ == "__main__":
    main()
