"""Asks the project's own engine for replies to held-out multiplication prompts and compares them with the right ones.

    maker serve-model --model embedded/multiply --port 8231 &
    python check_engine.py http://127.0.0.1:8231/v1 --count 200
"""

import argparse
import json
import urllib.request

import numpy as np

import multiply


def model_name(url):
    with urllib.request.urlopen(f"{url}/models") as answer:
        return json.load(answer)["data"][0]["id"]


def completion(url, model, prompt, temperature, seed):
    body = dict(model=model, prompt=prompt, temperature=temperature, max_tokens=110, seed=seed)
    request = urllib.request.Request(f"{url}/completions", json.dumps(body).encode(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)["choices"][0]["text"]


def main():
    parse = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parse.add_argument("url")
    parse.add_argument("--count", type=int, default=200)
    parse.add_argument("--temperature", type=float, default=0.0)
    options = parse.parse_args()
    model = model_name(options.url)
    for role in multiply.ROLES:
        rng = np.random.default_rng(7)
        right = 0
        for seed in range(options.count):
            prompt, reply = multiply.example(rng, role, held=True)
            found = completion(options.url, model, prompt, options.temperature, seed)
            right += found == reply
            if found != reply and options.count < 20:
                print(repr(prompt), repr(found), repr(reply))
        print(f"{role}: {right} of {options.count} replies at temperature {options.temperature} are right")


if __name__ == "__main__":
    main()
