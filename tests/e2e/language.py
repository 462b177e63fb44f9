#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A language model writes a prompt, Sprout paints it: first with a server of one's own, then with one that somebody offers
through a relay, who is paid for the tokens that were made, never more than was held, and nothing for what was cancelled.

usage: language.py BIN     WEFT_LLAMA_PYTHON: see language_server.py
"""
import json
import os
import pathlib
import pty
import re
import signal
import sqlite3
import struct
import subprocess
import sys
import tempfile
import time

from language_server import found, running
from machines import ROOT, Failed, Machines, expect

MODELS = ["--models", ROOT / "resources" / "models", "--comfy", "none"]
TEXT = {"model": "tiny", "prompt": "Something to paint.", "system": "Be brief.", "max_tokens": 200, "temperature": 1.0, "top_p": 1.0, "seed": 5}
PER_TOKEN = 0.001  # credits, of --language-price 1
REST_TOKENS = 12.82  # what reading the prompt costs, in tokens


def literal(path):
    """What `--save` wrote of a text or a number."""
    data = path.read_bytes()
    header = json.loads(data[8:8 + struct.unpack("<Q", data[:8])[0]])
    return json.loads(header["__metadata__"]["weft.meta"])["value"]


def workflow(folder, name, paints=False, **settings):
    nodes = {"2": {"class_type": "TextGenerate", "inputs": TEXT | settings},
             "9": {"class_type": "PreviewAny", "inputs": {"source": ["2", 0]}}}
    if paints:
        nodes |= {
            "1": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "sprout.safetensors"}},
            "3": {"class_type": "CLIPTextEncode", "inputs": {"clip": ["1", 1], "text": ["2", 0]}},
            "4": {"class_type": "CLIPTextEncode", "inputs": {"clip": ["1", 1], "text": ""}},
            "5": {"class_type": "EmptyLatentImage", "inputs": {"width": 64, "height": 64, "batch_size": 1}},
            "6": {"class_type": "KSampler", "inputs": {
                "model": ["1", 0], "positive": ["3", 0], "negative": ["4", 0], "latent_image": ["5", 0], "seed": 7, "steps": 4, "cfg": 4.0,
                "sampler_name": "euler", "scheduler": "normal", "denoise": 1.0}},
            "7": {"class_type": "VAEDecode", "inputs": {"samples": ["6", 0], "vae": ["1", 2]}},
            "8": {"class_type": "SaveImage", "inputs": {"images": ["7", 0], "filename_prefix": "written"}},
        }
    path = folder / f"{name}.json"
    path.write_text(json.dumps(nodes), encoding="utf-8")
    return path


def saves(folder):
    return ["--save", f"2:text={folder}/text.safetensors", "--save", f"2:tokens={folder}/tokens.safetensors"]


def engines_of(report, kind):
    return [engine for node in report["nodes"] if node["class"] == kind for engine in node["engines"]]


def write_and_paint(machines, name, *options):
    """(text, tokens, report)"""
    graph = workflow(machines.home, f"{name}-paints", paints=True)
    status, report, errors = machines.run(graph, name, *MODELS, *saves(machines.home / name), *options)
    expect(status == 0, f"exit status {status}: {errors[-800:]}")
    expect(list((machines.home / name / "pictures").glob("written*.png")), "no picture")
    expect(all(engine == "here" for engine in engines_of(report, "KSampler")), "it wasn't painted here")
    return literal(machines.home / name / "text.safetensors"), literal(machines.home / name / "tokens.safetensors"), report


def charges(report):
    return float(report["totals"]["held"]), float(report["totals"]["charged"])


def check_charge(report, tokens, most):
    held, charged = charges(report)
    expect(abs(held - (most + REST_TOKENS) * PER_TOKEN) < PER_TOKEN / 10, f"{held} held for {most} tokens")
    expect(abs(charged - (tokens + REST_TOKENS) * PER_TOKEN) < PER_TOKEN / 10, f"{charged} charged for {tokens} tokens")
    expect(charged <= held, "more than was held")


def own_server(machines, url):
    text, tokens, report = write_and_paint(machines, "alone", "--language", url, "--only-here")
    expect(text and tokens == TEXT["max_tokens"], f"{tokens} tokens: {text}")
    expect(charges(report) == (0, 0), "one's own server isn't free")
    print(f"alone: {tokens} tokens, on {engines_of(report, 'TextGenerate')}")
    return text


def offered(machines, alone):
    text, tokens, report = write_and_paint(machines, "buyer", "--language", "none")
    expect(text == alone, "the same seed, another text")
    expect(all(engine.endswith("/language") for engine in engines_of(report, "TextGenerate")), "it wasn't written elsewhere")
    check_charge(report, tokens, TEXT["max_tokens"])
    print(f"offered: {tokens} tokens, held and charged {charges(report)}")


def fewer_tokens(machines):
    graph = workflow(machines.home, "short", stop="e\na\n1\nZ", seed=6)
    status, report, errors = machines.run(graph, "buyer", *MODELS, *saves(machines.home / "buyer"), "--language", "none")
    expect(status == 0, f"exit status {status}: {errors[-800:]}")
    tokens = literal(machines.home / "buyer" / "tokens.safetensors")
    expect(0 < tokens < TEXT["max_tokens"], f"{tokens} tokens")
    check_charge(report, tokens, TEXT["max_tokens"])
    print(f"fewer: {tokens} of {TEXT['max_tokens']} tokens, held and charged {charges(report)}")


def streamed_and_cancelled(machines):
    """In a terminal, where the run says what is being written."""
    graph = workflow(machines.home, "long", max_tokens=8000, seed=8)
    host = next(process for process in machines.processes if process.name == "share")
    folder = machines.home / "buyer"
    terminal, inside = pty.openpty()
    run = subprocess.Popen([machines.bin / "weft", "run", graph, "--home", folder, "--report", folder / "report.json", *MODELS, *saves(folder),
                            "--language", "none", "--relay", machines.url], stderr=inside)
    os.close(inside)
    seen = b""
    end = time.monotonic() + 60
    while not re.search(rb"TextGenerate on host.* [1-9]\d* %", seen):
        expect(run.poll() is None and time.monotonic() < end, f"nothing was streamed: {seen}")
        seen += os.read(terminal, 65536)
    written = re.findall(rb"TextGenerate: ([^\x1b\r]+)", seen)
    expect(written and all(len(text) <= 64 for text in written), f"more, or less, than its beginning was shown: {written}")
    run.send_signal(signal.SIGINT)
    status = run.wait(60)
    os.close(terminal)
    expect(status != 0, "it ended well although it was cancelled")
    held, charged = charges(machines.report("buyer"))
    expect(held > 8 and charged == 0, f"{held} held, {charged} charged")
    host.wait_for(r'"completed":false')
    print(f"cancelled after {len(written)} words of progress: held {held}, charged {charged}")


def no_words_in_the_books(machines, text):
    machines.check_books()
    relay = sqlite3.connect(f"file:{machines.database}?mode=ro", uri=True)
    dump = "\n".join(relay.iterdump())
    expect(text not in dump and TEXT["prompt"] not in dump, "the relay knows what was written")


def main():
    found()
    with tempfile.TemporaryDirectory() as name, Machines(pathlib.Path(sys.argv[1])) as machines:
        with running(pathlib.Path(name)) as url:
            text = own_server(machines, url)
            machines.start_relay()
            host = machines.start_provider("host", "--price", "1", "--only", "ImageInvert", "--language", url, "--language-price", "1")
            expect('"servers":["language"]' in host.text(), host.text())
            offered(machines, text)
            fewer_tokens(machines)
            streamed_and_cancelled(machines)
            no_words_in_the_books(machines, text)
    print("language: passed")


if __name__ == "__main__":
    try:
        main()
    except Failed as why:
        sys.exit(f"language: FAILED: {why}")
