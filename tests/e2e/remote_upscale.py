#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Real-ESRGAN here and on another machine: both within 1e-4 of what PyTorch makes, and the same bits.

usage: remote_upscale.py BIN
"""
import json
import pathlib
import sys

from machines import ROOT, Failed, Machines, expect
from tensors import read_safetensors

DATA = ROOT / "tests" / "data" / "upscale"
MODELS = ROOT / "resources" / "models"
CASES = (("face_96.png", "realesr-animevideov3"), ("cat_80x64.png", "realesr-animevideov3"),
         ("cat_80x64.png", "realesrgan-x4plus-anime"))
TOLERANCE = 1e-4


def workflow(folder, picture, model, place):
    nodes = {
        "1": {"class_type": "LoadImage", "inputs": {"image": picture}},
        "2": {"class_type": "UpscaleModelLoader", "inputs": {"model_name": f"{model}.safetensors"}},
        "3": {"class_type": "ImageUpscaleWithModel", "inputs": {"upscale_model": ["2", 0], "image": ["1", 0]},
              "_meta": {"weft.place": place}},
        "4": {"class_type": "PreviewImage", "inputs": {"images": ["3", 0]}},
    }
    path = folder / f"upscale-{place}.json"
    path.write_text(json.dumps(nodes), encoding="utf-8")
    return path


def run(machines, picture, model, place):
    """The saved value's file, after a run at `place` by somebody with an empty cache."""
    name = f"{place}-{picture}-{model}"
    saved = machines.home / name / "upscaled.safetensors"
    options = ["--input", DATA, "--precision", "fp32", "--save", f"3:0={saved}"]
    options += ["--only-here", "--models", MODELS] if place == "here" else []
    status, report, errors = machines.run(workflow(machines.home, picture, model, place), name, *options)
    expect(status == 0, f"{name}: exit status {status}: {errors[-800:]}")
    upscale = next(node for node in report["nodes"] if node["class"] == "ImageUpscaleWithModel")
    expect(("host" in upscale["machines"]) == (place == "elsewhere"), f"{name} ran on {upscale['machines']}")
    expect(not upscale["cached"], f"{name} came from a cache")
    return saved


def main():
    expected = read_safetensors(DATA / "expected.safetensors")
    with Machines(pathlib.Path(sys.argv[1])) as machines:
        machines.start_relay()
        machines.start_provider("host", "--price", "1", "--models", MODELS, "--only", "UpscaleModelLoader,ImageUpscaleWithModel")
        for picture, model in CASES:
            here, elsewhere = (run(machines, picture, model, place) for place in ("here", "elsewhere"))
            (shape, values), = read_safetensors(here).values()
            wanted_shape, wanted = expected[f"{pathlib.Path(picture).stem}.{model}"]
            expect(shape == wanted_shape, f"{picture}: {shape} instead of {wanted_shape}")
            worst = max(abs(a - b) for a, b in zip(values, wanted))
            within = all(abs(a - b) <= TOLERANCE for a, b in zip(values, wanted)) # false for NaN
            expect(within, f"{picture} with {model}: off by {worst}")
            expect(here.read_bytes() == elsewhere.read_bytes(), f"{picture} with {model}: the other machine gives other bits")
            print(f"{picture} with {model}: worst difference {worst:.1e}, bit for bit the same elsewhere", flush=True)
        machines.check_books()
    print("remote_upscale: passed")


if __name__ == "__main__":
    try:
        main()
    except Failed as problem:
        print(f"remote_upscale: FAILED: {problem}", file=sys.stderr)
        sys.exit(1)
