#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A training on a machine that is paid for it: the file that comes back is, bit for bit, the one that this machine makes.

usage: training.py BIN
"""
import json
import pathlib
import sys

from machines import ROOT, Failed, Machines, expect

MODELS = ROOT / "resources" / "models"
STEPS = 2


def workflow(folder, place):
    nodes = {
        "1": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "sprout.safetensors"}},
        "2": {"class_type": "CLIPTextEncode", "inputs": {"clip": ["1", 1], "text": "a grey square"}},
        "3": {"class_type": "EmptyImage", "inputs": {"width": 64, "height": 64, "batch_size": 1, "color": 8421504}},
        "4": {"class_type": "VAEEncode", "inputs": {"pixels": ["3", 0], "vae": ["1", 2]}},
        "5": {"class_type": "TrainLoraNode", "inputs": {
            "model": ["1", 0], "latents": ["4", 0], "positive": ["2", 0], "batch_size": 1, "grad_accumulation_steps": 1,
            "steps": STEPS, "learning_rate": 0.001, "rank": 2, "optimizer": "AdamW", "loss_function": "MSE", "seed": 3,
            "training_dtype": "fp32", "lora_dtype": "fp32", "algorithm": "LoRA", "gradient_checkpointing": True,
            "existing_lora": "[None]"}, "_meta": {"weft.place": place}},
        "6": {"class_type": "SaveLoRANode", "inputs": {"lora": ["5", 1], "prefix": "loras/square", "steps": ["5", 3]}},
    }
    path = folder / f"train-{place}.json"
    path.write_text(json.dumps(nodes), encoding="utf-8")
    return path


def train(machines, place):
    options = ["--precision", "fp32", "--models", MODELS] + (["--only-here"] if place == "here" else [])
    status, report, errors = machines.run(workflow(machines.home, place), place, *options)
    expect(status == 0, f"{place}: exit status {status}: {errors[-800:]}")
    node = next(node for node in report["nodes"] if node["class"] == "TrainLoraNode")
    expect(("host" in node["machines"]) == (place == "elsewhere"), f"trained on {node['machines']}")
    files = [file for output in report["outputs"] for file in output["files"]]
    expect(len(files) == 1 and files[0].endswith(".safetensors"), f"{place}: {files}")
    return pathlib.Path(files[0]), float(report["totals"]["charged"])


def main():
    with Machines(pathlib.Path(sys.argv[1])) as machines:
        machines.start_relay()
        machines.start_provider("host", "--price", "1", "--models", MODELS)
        here, free = train(machines, "here")
        elsewhere, charged = train(machines, "elsewhere")
        expect(here.read_bytes() == elsewhere.read_bytes(), "the other machine's file is another one")
        expect(free == 0 and charged > 0, f"charged {free} here, {charged} elsewhere")
        print(f"{here.stat().st_size} bytes, the same on both machines; the other one was paid {charged} credits")
        machines.check_books()
    print("training: passed")


if __name__ == "__main__":
    try:
        main()
    except Failed as failure:
        sys.exit(f"training: {failure}")
