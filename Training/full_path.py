"""Towers of Hanoi: the chance of the right completion at every step of the 20-disk path: full_path.py CHECKPOINT

A quick look while training; what certifies a model is `maker certify hanoi` on the exported file.
"""

import sys

import numpy as np

import checkpoint
import hanoi
from training_hanoi import chances


def main():
    model = checkpoint.load(sys.argv[1], hanoi.CONTEXT_LENGTH)
    stride = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    for temperature in (1.0, 1.6):
        wrong, lowest, error, count = 0, 1.0, 0.0, 0
        for start in range(0, (1 << 20) - 1, 32768):
            index = np.arange(start, min(start + 32768, (1 << 20) - 1), stride)
            chance, likeliest = chances(model, hanoi.sequences(*hanoi.path_states(index, 20)), 20, temperature)
            wrong += int((~likeliest).sum())
            lowest = min(lowest, float(chance.min()))
            error += float((1 - chance).sum())
            count += len(index)
        print(f"temperature {temperature}: wrong {wrong} of {count}, lowest p {lowest:.4f}, mean error {error / count:.2e}")


if __name__ == "__main__":
    main()
