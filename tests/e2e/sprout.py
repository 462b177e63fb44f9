#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures from words with the starter checkpoint: here and on another machine the same bits, and what was asked for.

usage: sprout.py BIN
"""
import json
import pathlib
import sys

from machines import ROOT, Failed, Machines, expect
from tensors import read_safetensors

MODELS = ROOT / "resources" / "models"
SIDE = 128


def workflow(folder, words, place):
    nodes = {
        "1": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "sprout.safetensors"}},
        "2": {"class_type": "CLIPTextEncode", "inputs": {"clip": ["1", 1], "text": words}},
        "3": {"class_type": "CLIPTextEncode", "inputs": {"clip": ["1", 1], "text": ""}},
        "4": {"class_type": "EmptyLatentImage", "inputs": {"width": SIDE, "height": SIDE, "batch_size": 1}},
        "5": {"class_type": "KSampler", "inputs": {
            "model": ["1", 0], "positive": ["2", 0], "negative": ["3", 0], "latent_image": ["4", 0], "seed": 7, "steps": 20,
            "cfg": 4.0, "sampler_name": "dpmpp_2m", "scheduler": "karras", "denoise": 1.0}, "_meta": {"weft.place": place}},
        "6": {"class_type": "VAEDecode", "inputs": {"samples": ["5", 0], "vae": ["1", 2]}},
        "7": {"class_type": "PreviewImage", "inputs": {"images": ["6", 0]}},
    }
    path = folder / f"words-{place}.json"
    path.write_text(json.dumps(nodes), encoding="utf-8")
    return path


def run(machines, words, name, place):
    saved = machines.home / f"{place}-{name}" / "picture.safetensors"
    options = ["--precision", "fp32", "--save", f"6:0={saved}", "--models", MODELS]
    options += ["--only-here"] if place == "here" else []
    status, report, errors = machines.run(workflow(machines.home, words, place), f"{place}-{name}", *options)
    expect(status == 0, f"{name}: exit status {status}: {errors[-800:]}")
    sampler = next(node for node in report["nodes"] if node["class"] == "KSampler")
    expect(("host" in sampler["machines"]) == (place == "elsewhere"), f"{name} ran on {sampler['machines']}")
    return saved


def pixels(path):
    (shape, values), = read_safetensors(path).values()
    expect(shape == [1, SIDE, SIDE, 3], f"{path}: {shape}")
    return [values[i:i + 3] for i in range(0, len(values), 3)]


def share(picture, is_such):
    return sum(1 for pixel in picture if is_such(*pixel)) / len(picture)


def main():
    white = lambda r, g, b: min(r, g, b) > 0.85
    red = lambda r, g, b: r > 0.5 and r > g + 0.3 and r > b + 0.3
    grey = lambda r, g, b: max(r, g, b) - min(r, g, b) < 0.15
    dark = lambda r, g, b: max(r, g, b) < 0.4
    with Machines(pathlib.Path(sys.argv[1])) as machines:
        machines.start_relay()
        machines.start_provider("host", "--price", "1", "--models", MODELS)
        for name, words in (("apple", "a red apple"), ("panda", "一只熊猫")):
            here, elsewhere = (run(machines, words, name, place) for place in ("here", "elsewhere"))
            expect(here.read_bytes() == elsewhere.read_bytes(), f"{words}: the other machine gives other bits")
            picture = pixels(here)
            figures = {what: share(picture, test) for what, test in (("white", white), ("red", red), ("grey", grey), ("dark", dark))}
            print(f"{words}: {figures}", flush=True)
            expect(figures["white"] > 0.2, f"{words}: no white ground")
            if name == "apple":
                expect(figures["red"] > 0.15, f"{words}: hardly any red")
            else:
                expect(figures["grey"] > 0.8 and figures["dark"] > 0.05, f"{words}: not black and white")
        machines.check_books()
    print("sprout: passed")


if __name__ == "__main__":
    try:
        main()
    except Failed as failure:
        sys.exit(f"sprout: {failure}")
