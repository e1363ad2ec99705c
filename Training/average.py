"""Averages the weights of checkpoints: average.py OUT CHECKPOINT CHECKPOINT ..."""

import sys
from pathlib import Path

import torch


def main():
    out, *paths = map(Path, sys.argv[1:])
    checkpoints = [torch.load(path) for path in paths]
    weights = {
        name: torch.stack([c["weights"][name] for c in checkpoints]).mean(0) for name in checkpoints[0]["weights"]
    }
    torch.save(dict(weights=weights, shape=checkpoints[0]["shape"]), out)


if __name__ == "__main__":
    main()
