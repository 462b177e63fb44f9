#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Graphs that mix native nodes with those of a real ComfyUI, by `weft run --comfy`; the same graphs by that ComfyUI alone.

usage: comfy.py BIN MODELS     WEFT_COMFYUI: a checkout of ComfyUI with an interpreter (see tests/app/engines/comfy/server/RealServer.h)
"""
import json
import pathlib
import subprocess
import sys
import tempfile
import time
import zlib

from comfy_server import ask, running

def pixels(png):
    """The bytes of an RGB PNG of 8 bits, filters undone."""
    width, height = (int.from_bytes(png[at:at + 4], "big") for at in (16, 20))
    raw, at = b"", 8
    while at < len(png):
        size = int.from_bytes(png[at:at + 4], "big")
        if png[at + 4:at + 8] == b"IDAT":
            raw += png[at + 8:at + 8 + size]
        at += size + 12
    raw, stride, rows = zlib.decompress(raw), width * 3, [bytes(width * 3)]
    for y in range(height):
        kind, line = raw[y * (stride + 1)], bytearray(raw[y * (stride + 1) + 1:(y + 1) * (stride + 1)])
        for x in range(stride):
            a, b, c = (line[x - 3] if x > 2 else 0), rows[-1][x], (rows[-1][x - 3] if x > 2 else 0)
            nearest = min((abs(b - c), 0, a), (abs(a - c), 1, b), (abs(a + b - 2 * c), 2, c))[2]
            line[x] = (line[x] + (0, a, b, (a + b) // 2, nearest)[kind]) & 255
        rows.append(bytes(line))
    return b"".join(rows[1:])


def graphs():
    """Name -> (prompt, the node types that must have run on the server)."""
    base = {
        "1": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "tiny_sd15_taesd.safetensors"}},
        "2": {"class_type": "CLIPTextEncode", "inputs": {"text": "a cat", "clip": ["1", 1]}},
        "3": {"class_type": "CLIPTextEncode", "inputs": {"text": "", "clip": ["1", 1]}},
        "4": {"class_type": "EmptyLatentImage", "inputs": {"width": 64, "height": 64, "batch_size": 1}},
        "5": {"class_type": "KSampler", "inputs": {"model": ["1", 0], "seed": 5, "steps": 3, "cfg": 4.0, "sampler_name": "euler", "scheduler": "normal",
                                                   "positive": ["2", 0], "negative": ["3", 0], "latent_image": ["4", 0], "denoise": 1.0}},
        "6": {"class_type": "VAEDecode", "inputs": {"samples": ["5", 0], "vae": ["1", 2]}},
        "7": {"class_type": "SaveImage", "inputs": {"images": ["6", 0], "filename_prefix": "mixed"}},
    }

    def changed(**changes):
        graph = json.loads(json.dumps(base))
        for key, (kind, inputs) in changes.items():
            graph[key[1:]] = {"class_type": kind, "inputs": inputs}
        return graph

    picture = changed(n8=("WeftTestScale", {"image": ["6", 0], "factor": 0.5}), n9=("ImageInvert", {"image": ["8", 0]}))
    picture["7"]["inputs"]["images"] = ["9", 0]
    text = changed(n8=("WeftTestRecolour", {"conditioning": ["2", 0], "strength": 0.9}))
    text["5"]["inputs"]["positive"] = ["8", 0]
    both = json.loads(json.dumps(picture))
    both["10"] = {"class_type": "WeftTestRecolour", "inputs": {"conditioning": ["3", 0], "strength": 1.1}}
    both["5"]["inputs"]["negative"] = ["10", 0]
    theirs = changed()
    theirs["1"]["inputs"]["ckpt_name"] = "only_there.safetensors"
    return {"picture": (picture, {"WeftTestScale"}), "text": (text, {"WeftTestRecolour", "KSampler"}),
            "both": (both, {"WeftTestRecolour", "WeftTestScale", "KSampler"}), "their model": (theirs, {"KSampler", "CLIPTextEncode"})}


def alone(url, graph):
    """What ComfyUI makes of it by itself: the pixels of each picture that it saves."""
    prompt = json.loads(ask(url, "/prompt", {"prompt": graph}))["prompt_id"]
    for _ in range(1200):
        entry = json.loads(ask(url, f"/history/{prompt}")).get(prompt)
        if entry:
            saved = [image for output in entry["outputs"].values() for image in output["images"]]
            return [pixels(ask(url, f"/view?filename={image['filename']}&type=output")) for image in saved]
        time.sleep(0.1)
    sys.exit("ComfyUI didn't finish")


def furthest(pictures, expected):
    """The largest difference of a byte; nothing where there are other pictures than expected."""
    if [len(picture) for picture in pictures] != [len(picture) for picture in expected]:
        return None
    return max(abs(a - b) for picture, other in zip(pictures, expected) for a, b in zip(picture, other))


def run(weft, url, models, folder, graph):
    (folder / "graph.json").write_text(json.dumps(graph))
    done = subprocess.run([weft, "run", "--comfy", url, "--models", models, "--home", folder / "home", "--output", folder / "out",
                           "--report", folder / "report.json", folder / "graph.json"], capture_output=True, text=True, timeout=300)
    if done.returncode:
        sys.exit(f"weft run: {done.stdout}{done.stderr}")
    nodes = json.loads((folder / "report.json").read_text())["nodes"]
    there = {node["class"] for node in nodes if any(engine.startswith("comfyui:") for engine in node["engines"])}
    return pathlib.Path(done.stdout.split("\n")[0]).read_bytes(), there


def main():
    weft, models = pathlib.Path(sys.argv[1]) / "weft", pathlib.Path(sys.argv[2])
    with tempfile.TemporaryDirectory() as name, running(pathlib.Path(name), models) as url:
        for title, (graph, wanted) in graphs().items():
            png, there = run(weft, url, models, pathlib.Path(name), graph)
            off = furthest([pixels(png)], alone(url, graph))
            print(f"{title}: {', '.join(sorted(there))} on ComfyUI; largest difference {off} of 255")
            if off is None or off > 1 or not wanted <= there:
                sys.exit(f"{title}: {off} of 255 off, wanted {wanted} there")
    print(f"{len(graphs())} passed, 0 failed")


if __name__ == "__main__":
    main()
