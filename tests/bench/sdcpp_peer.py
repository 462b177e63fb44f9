# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""SD1.5-sized sampling by `weft run` and by stable-diffusion.cpp, taking turns on one machine: CPU-seconds of a guided step, of
the whole processes, and of loading.

usage: sdcpp_peer.py BUILD SD_CLI MODELS [--side 512] [--rounds 3] [--precision fp32|bf16] [--flash]
BUILD: a build folder in which weft, weft-worker and bench.unet were made. SD_CLI: the peer's program sd-cli.
MODELS: a folder with checkpoints/random_sd15.safetensors (weft-tiny-models MODELS random_sd15).
A step's cost is the difference of two whole runs with 1 and with 3 steps, so start, text, and decoding fall out on both sides.
"""
import argparse
import json
import os
import pathlib
import re
import statistics
import subprocess
import tempfile
import time

CHECKPOINT = "random_sd15.safetensors"


def cpu_seconds():
    times = os.times()
    return times.children_user + times.children_system


def measured(command):
    """(CPU-seconds of the process and its children, wall seconds, its output)"""
    cpu, wall = cpu_seconds(), time.monotonic()
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}: status {done.returncode}\n{done.stdout[-3000:]}")
    return cpu_seconds() - cpu, time.monotonic() - wall, done.stdout


def workflow(side, steps, seed):
    return {
        "1": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": CHECKPOINT}},
        "2": {"class_type": "CLIPTextEncode", "inputs": {"clip": ["1", 1], "text": "a red apple"}},
        "3": {"class_type": "CLIPTextEncode", "inputs": {"clip": ["1", 1], "text": ""}},
        "4": {"class_type": "EmptyLatentImage", "inputs": {"width": side, "height": side, "batch_size": 1}},
        "5": {"class_type": "KSampler", "inputs": {
            "model": ["1", 0], "positive": ["2", 0], "negative": ["3", 0], "latent_image": ["4", 0], "seed": seed, "steps": steps,
            "cfg": 7.0, "sampler_name": "euler", "scheduler": "normal", "denoise": 1.0}},
        "6": {"class_type": "VAEDecode", "inputs": {"samples": ["5", 0], "vae": ["1", 2]}},
        "7": {"class_type": "SaveImage", "inputs": {"images": ["6", 0], "filename_prefix": "picture"}},
    }


class Weft:
    def __init__(self, options, folder):
        self.options, self.folder, self.seed = options, folder, 0

    def __call__(self, steps):
        self.seed += 1  # nothing comes from the cache
        file = self.folder / "workflow.json"
        file.write_text(json.dumps(workflow(self.options.side, steps, self.seed)))
        cpu, wall, _ = measured([f"{self.options.build}/bin/weft", "run", str(file), "--only-here", "--models", self.options.models,
                                 "--output", str(self.folder / "out"), "--precision", self.options.precision])
        return cpu, wall, None


class StableDiffusionCpp:
    def __init__(self, options, folder):
        self.options, self.folder = options, folder

    def __call__(self, steps):
        cpu, wall, text = measured(
            [self.options.sd_cli, "-m", f"{self.options.models}/checkpoints/{CHECKPOINT}", "-p", "a red apple", "--cfg-scale", "7",
             "--sampling-method", "euler", "-W", str(self.options.side), "-H", str(self.options.side), "--steps", str(steps),
             "-t", str(os.cpu_count()), "-o", str(self.folder / "peer.png"), "-v"] + (["--diffusion-fa"] if self.options.flash else []))
        loads = [float(s) for s in re.findall(r"loading tensors completed, taking ([\d.]+)s", text)]
        return cpu, wall, max(loads)  # each part is loaded by itself; the UNet takes longest


def our_load(options):
    _, _, text = measured([f"{options.build}/bin/bench.unet", "load", f"{options.models}/checkpoints/{CHECKPOINT}",
                           options.precision])
    return float(text.split()[0])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build")
    parser.add_argument("sd_cli")
    parser.add_argument("models")
    parser.add_argument("--side", type=int, default=512)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--precision", choices=["fp32", "bf16"], default="fp32")
    parser.add_argument("--flash", action="store_true", help="the peer's flash attention")
    options = parser.parse_args()
    steps, wholes, loads = [], [], []
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        os.environ["XDG_CACHE_HOME"] = os.environ["XDG_CONFIG_HOME"] = os.environ["XDG_DATA_HOME"] = name
        contenders = Weft(options, folder), StableDiffusionCpp(options, folder)
        for turn in range(options.rounds):
            one = [contender(1) for contender in contenders]
            three = [contender(3) for contender in contenders]
            steps.append([(b[0] - a[0]) / 2 for a, b in zip(one, three)])
            wholes.append([b[1] for b in three])
            loads.append((our_load(options), one[1][2]))
            print(f"round {turn + 1}: CPU-s per step {steps[-1][0]:.2f} and {steps[-1][1]:.2f}; "
                  f"three steps, wall {wholes[-1][0]:.1f} and {wholes[-1][1]:.1f} s; loading {loads[-1][0]:.2f} and {loads[-1][1]:.2f} s", flush=True)
    print(f"step, ours / theirs: {statistics.median(a / b for a, b in steps):.3f}")
    print(f"whole run of three steps, ours / theirs: {statistics.median(a / b for a, b in wholes):.3f}")
    print(f"the UNet loaded, ours (ready to be called) / theirs (by its own clock): "
          f"{statistics.median(a / b for a, b in loads):.3f}")


main()
