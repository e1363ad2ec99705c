"""Trains an embedded model: train.py hanoi ... or train.py multiply ... See README.md beside this file."""

import argparse
import importlib
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

import checkpoint
from model import MicroModel

TASKS = ["hanoi", "multiply"]


def arguments():
    """The task's options and defaults come from its own module."""
    first = argparse.ArgumentParser(add_help=False)
    first.add_argument("task", choices=TASKS)
    task = importlib.import_module(f"training_{first.parse_known_args()[0].task}")
    parse = argparse.ArgumentParser(parents=[first])
    parse.add_argument("--out", type=Path, required=True)
    parse.add_argument("--start", type=Path, help="checkpoint or GGUF file to go on from")
    parse.add_argument("--width", type=int)
    parse.add_argument("--layers", type=int)
    parse.add_argument("--steps", type=int)
    parse.add_argument("--batch", type=int)
    parse.add_argument("--rate", type=float)
    parse.add_argument("--warm-up", type=int, help="steps with rising rate")
    parse.add_argument("--decay", type=float, default=0.6, help="share of the steps with falling rate")
    parse.add_argument("--every", type=int, help="steps between two examinations, each with a checkpoint")
    parse.add_argument("--seed", type=int, default=1)
    parse.add_argument("--threads", type=int, default=1)
    task.add_options(parse)
    parse.set_defaults(**task.DEFAULTS)
    return task, parse.parse_args()


def learn(model, parts):
    """Adds up the gradients of all parts of a batch, and returns its loss, a mean over the weights."""
    total = sum(float(weight.sum()) for _, weight in parts)
    sum_of_parts = 0.0
    for tokens, weight in parts:
        scored = weight[:, 1:] > 0
        losses = F.cross_entropy(model(tokens[:, :-1], scored), tokens[:, 1:][scored], reduction="none")
        loss = (losses * weight[:, 1:][scored]).sum() / total
        loss.backward()
        sum_of_parts += loss.item()
    return sum_of_parts


def main():
    task, options = arguments()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    rng = np.random.default_rng(options.seed)
    model = checkpoint.load(options.start, task.LENGTH) if options.start else MicroModel(task.shape(options), task.LENGTH)
    print(f"{sum(p.numel() for p in model.parameters())} parameters {vars(options)}", flush=True)
    optimizers = [
        torch.optim.Muon(model.matrices(), lr=options.rate, weight_decay=0.0, adjust_lr_fn="match_rms_adamw"),
        torch.optim.AdamW(model.others(), lr=options.rate, betas=(0.9, 0.98), weight_decay=0.0),
    ]
    trainer = task.Trainer(options)
    began = time.monotonic()
    running, seen = None, 0
    for step in range(1, options.steps + 1):
        left = (options.steps - step) / (options.steps * options.decay)
        factor = min(1.0, left, step / options.warm_up)
        for optimizer in optimizers:
            for group in optimizer.param_groups:
                group["lr"] = options.rate * factor
            optimizer.zero_grad(set_to_none=True)
        parts = trainer.parts(model, rng, step)
        loss = learn(model, parts)
        for optimizer in optimizers:
            optimizer.step()
        seen += sum(tokens.numel() for tokens, _ in parts)
        running = loss if running is None else 0.99 * running + 0.01 * loss
        if step % options.every == 0 or step == options.steps:
            print(
                f"step {step} seconds {time.monotonic() - began:.0f} tokens {seen / 1e6:.1f}M loss {running:.2e} "
                f"{trainer.report(model)}",
                flush=True,
            )
            checkpoint.save(model, options.out)


if __name__ == "__main__":
    main()
