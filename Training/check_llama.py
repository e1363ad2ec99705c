"""Loads the exported model in llama.cpp and compares it with this project's own tokens: check_llama.py GGUF

Needs the package llama-cpp-python, which is not among the requirements because nothing else here does.
"""

import sys

import numpy as np
from llama_cpp import Llama

import hanoi


def main():
    model = Llama(sys.argv[1], n_ctx=64, logits_all=False, verbose=False)
    rng = np.random.default_rng(5)
    right = 0
    steps = [0, 1, 2, *rng.integers(0, (1 << 20) - 1, 197), (1 << 20) - 2]
    for step in steps:
        tokens = hanoi.sequences(*hanoi.path_states([step], 20))[0]
        start = hanoi.prompt_length(20)
        prompt = hanoi.text(tokens[:start])
        assert model.tokenize(prompt.encode(), add_bos=False) == list(tokens[:start]), prompt
        reply = model.create_completion(prompt, max_tokens=40, temperature=0.0, top_k=0, top_p=1.0, min_p=0.0)
        right += reply["choices"][0]["text"] == hanoi.text(tokens[start:])
    print(f"{right} of {len(steps)} greedy replies of llama.cpp are right")


if __name__ == "__main__":
    main()
