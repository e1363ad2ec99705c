#!/usr/bin/env python3
"""An endpoint that plays a model for the uses of this folder: OpenAI's chat completions, answered from truth.jsonl.

python3 endpoint.py [--port 0] [--port-file FILE] [--wrong 0.02] [--malformed 0.01] [--greedy-wrong 0.02] [--seed 1] [--latency-ms 0]

It tells the agent by the system message, whose first line is that of its instructions in the folder's YAML files, and the
record by its id in the prompt. It is no model: it knows the answers, and gives wrong and malformed ones at the rates that
are asked for. The same prompt with the same seed gets the same reply; without a seed and at a temperature above 0 the
requests of a prompt are counted, and the count stands for the seed. A reply that is right is not always written in
the same way: members change places, and some stand in a fence.
"""

import argparse
import hashlib
import http.server
import json
import pathlib
import random
import re
import signal
import sys
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
NAME = re.compile(r"^[ ]*(?:- )?name: *(\S+)$")
INSTRUCTIONS = re.compile(r"^[ ]*instructions: *(.*)$")
IDENTIFIER = re.compile(r"\b[A-Z]+-[0-9]+\b")
LONGEST_BODY = 1 << 20
# What a model gets wrong in a line of code: what stands there, and what it writes.
SLIPS = [
    (" not in ", " in "), ("default=", ""), ("60 * ", ""), (", level=", ", severity="), ("expire_seconds=", "minutes="),
    ("timeout=", ""), (".members", ".users"), ("http.get", "http.fetch"), ("events, ", ""), ("store.set", "store.put"),
]
REASONS = ["It says so.", "The clause is plain on this.", "That follows from its wording."]


class Agents:
    """The agents of every use, by the first line of their instructions, and the right answers of every record."""

    def __init__(self):
        self.by_line, self.truth = {}, {}
        for folder in sorted(path for path in HERE.iterdir() if (path / "truth.jsonl").is_file()):
            for path in sorted(folder.glob("*.yaml")):
                self.read(folder.name, path)
            rows = [json.loads(line) for line in open(folder / "truth.jsonl", encoding="utf-8")]
            self.truth[folder.name] = {row["id"]: row for row in rows}

    def read(self, use, path):
        """Only as much YAML as the files of this folder need: a name, and the first line of its instructions."""
        name, waits = None, False
        for line in path.read_text("utf-8").splitlines():
            if waits:
                self.by_line[line.strip()], waits = (use, name), False
            elif found := NAME.match(line):
                name = found[1]
            elif found := INSTRUCTIONS.match(line):
                waits = found[1] in ("|", ">")
                if not waits:
                    self.by_line[found[1]] = (use, name)

    def question(self, system, prompt):
        """The use, the agent, and the record that a prompt is about."""
        lines = system.strip().splitlines()
        found = self.by_line.get(lines[0].strip()) if lines else None
        if not found:
            raise LookupError("the first line of the system message is of no agent of this folder")
        records = self.truth[found[0]]
        for name in IDENTIFIER.findall(prompt):
            if name in records:
                return *found, records[name]
        raise LookupError(f"the prompt names no record of {found[0]}")

    def wrong(self, use, agent, right, draw):
        """An answer of the same form that is not right: another record's, as a whole or in one of its fields."""
        others = [row[agent] for row in self.truth[use].values() if row[agent] != right]
        if agent == "migrate":
            slips = [right["line"].replace(old, new) for old, new in SLIPS if old in right["line"]]
            return {"line": draw.choice(slips)} if slips else draw.choice(others)
        other = draw.choice(others)
        if not isinstance(right, dict) or len(right) == 1:
            return other
        names = [name for name in right if any(row[name] != right[name] for row in others)]
        name = draw.choice(names)
        return {**right, name: draw.choice([row[name] for row in others if row[name] != right[name]])}


def written(value, agent, draw):
    """An answer as a reply."""
    if isinstance(value, str):
        return value
    if agent == "migrate":
        return value["line"]
    members = list(value.items())
    if agent == "comply":
        members.append(("why", draw.choice(REASONS)))
    if draw.random() < 0.3:
        draw.shuffle(members)
    text = json.dumps(dict(members), ensure_ascii=False, indent=draw.choice([None, None, 2]))
    return f"```json\n{text}\n```" if draw.random() < 0.2 else text


def malformed(reply, draw):
    """A reply that may not vote, and why it ended."""
    return draw.choice([
        ("", "stop"),
        (reply[: len(reply) // 2], "length"),
        (f"Let me see.\n\nIt looks like this:\n\n{reply}\n\nTell me if you need anything else.", "stop"),
        (f"{reply}\n\nI am not sure, it could also be something else.", "stop"),
        ("Let me go through it once more.\n\n" + "First I look at what was asked, and then at what is there.\n" * 60, "length"),
    ])


class Player:
    """Replies to prompts at the rates that were asked for."""

    def __init__(self, options):
        self.options = options
        self.agents = Agents()
        self.lock = threading.Lock()
        self.counts = {}

    def draw(self, system, prompt, seed, temperature):
        if seed is None and temperature > 0:
            key = hashlib.sha256(f"{system}\0{prompt}".encode()).digest()
            with self.lock:
                self.counts[key] = self.counts.get(key, 0) + 1
                seed = f"request {self.counts[key]}"
        text = json.dumps([self.options.seed, system, prompt, seed])
        return random.Random(int.from_bytes(hashlib.sha256(text.encode()).digest(), "big"))

    def reply(self, system, prompt, seed, temperature):
        use, agent, row = self.agents.question(system, prompt)
        draw = self.draw(system, prompt, seed, temperature)
        is_greedy = seed is None and temperature == 0
        wrong = self.options.greedy_wrong if is_greedy and self.options.greedy_wrong is not None else self.options.wrong
        lot = draw.random()
        answer = self.agents.wrong(use, agent, row[agent], draw) if lot < wrong else row[agent]
        reply = written(answer, agent, draw)
        return malformed(reply, draw) if wrong <= lot < wrong + self.options.malformed else (reply, "stop")


def texts(body):
    """What the system and the user say in a request."""
    said = {"system": [], "developer": [], "user": []}
    for message in body["messages"]:
        content = message["content"]
        if not isinstance(content, str):
            content = "".join(part["text"] for part in content)
        said[message["role"]].append(content)
    return "\n".join(said["system"] + said["developer"]), "\n".join(said["user"])


def tokens(text):
    """About as many as a model counts: one for four bytes."""
    return len(text.encode()) // 4 + 1


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = 1 << 16

    def log_message(self, *_):
        pass

    def send(self, status, value):
        content = json.dumps(value, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def refuse(self, status, sentence):
        self.send(status, {"error": {"message": sentence, "type": "invalid_request_error", "param": None, "code": None}})

    def do_GET(self):
        if self.path.rstrip("/") == "/v1/models":
            self.send(200, {"object": "list", "data": [{"id": "scripted", "object": "model", "created": 0, "owned_by": "maker"}]})
        else:
            self.refuse(404, f"There is nothing at {self.path}; ask POST /v1/chat/completions.")

    def do_POST(self):
        length = int(self.headers.get("Content-Length") or 0)
        if not 0 < length <= LONGEST_BODY:
            self.close_connection = True
            return self.refuse(413, f"The body has {length} bytes; it must have 1 to {LONGEST_BODY}.")
        content = self.rfile.read(length)
        if self.path != "/v1/chat/completions":
            return self.refuse(404, f"There is nothing at {self.path}; ask POST /v1/chat/completions.")
        try:
            body = json.loads(content)
            system, prompt = texts(body)
            temperature = 1 if body.get("temperature") is None else float(body["temperature"])
            text, reason = self.server.player.reply(system, prompt, body.get("seed"), temperature)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            return self.refuse(400, f"This is no chat completion request: {error!r}")
        except LookupError as error:
            return self.refuse(400, f"This endpoint cannot answer: {error}")
        limit = body.get("max_completion_tokens") or body.get("max_tokens")
        if limit and tokens(text) > limit:
            text, reason = text.encode()[: 4 * limit - 4].decode(errors="ignore"), "length"
        if self.server.player.options.latency_ms:
            time.sleep(self.server.player.options.latency_ms / 1000)
        asked, said = tokens(system) + tokens(prompt), tokens(text)
        self.send(200, {
            "id": "chatcmpl-scripted", "object": "chat.completion", "created": 0, "model": body.get("model", "scripted"),
            "choices": [{"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": reason}],
            "usage": {"prompt_tokens": asked, "completion_tokens": said, "total_tokens": asked + said},
        })


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def handle_error(self, request, client_address):
        # A client that goes away, as one whose step was decided does, is nothing to speak of.
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


def main():
    parser = argparse.ArgumentParser(description="An endpoint that plays a model for the uses of this folder.")
    parser.add_argument("--port", type=int, default=0, help="port on 127.0.0.1 (default: a free one)")
    parser.add_argument("--port-file", help="a file that the port is written to once it listens")
    parser.add_argument("--wrong", type=float, default=0.02, help="share of wrong replies (default: 0.02)")
    parser.add_argument("--malformed", type=float, default=0.01, help="share of malformed replies (default: 0.01)")
    parser.add_argument("--greedy-wrong", type=float, help="share of wrong replies at temperature 0 (default: --wrong)")
    parser.add_argument("--seed", type=int, default=1, help="another seed, other errors (default: 1)")
    parser.add_argument("--latency-ms", type=float, default=0, help="time that a reply takes in milliseconds (default: 0)")
    options = parser.parse_args()
    if not (0 <= options.wrong and 0 <= options.malformed and options.wrong + options.malformed <= 1):
        parser.error("--wrong and --malformed are shares, 0 to 1 together")
    server = Server(("127.0.0.1", options.port), Handler)
    server.player = Player(options)
    port = server.server_address[1]
    if options.port_file:
        waiting = pathlib.Path(f"{options.port_file}.part")
        waiting.write_text(f"{port}\n")
        waiting.rename(options.port_file)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    print(f"http://127.0.0.1:{port}/v1", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
