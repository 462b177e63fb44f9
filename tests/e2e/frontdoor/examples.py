#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""ComfyUI's own example scripts, as they are, against `weft serve` at the port that they name, in a network of its own.

usage: examples.py BIN     WEFT_COMFYUI: a checkout of ComfyUI; WEFT_TINY_MODELS: a folder with checkpoints/tiny_sd15_taesd.safetensors

Two of the scripts import `websocket` (PyPI: websocket-client).
"""
import os
import pathlib
import subprocess
import sys
import tempfile

from peers import PROGRAM, Weft, ask, checkout, idle, in_own_network, tiny_checkpoint

SCRIPTS = ("basic_api_example.py", "websockets_api_example.py", "websockets_api_example_ws_images.py")
CHECKPOINT = "v1-5-pruned-emaonly.safetensors"  # the one that the scripts name


def why_not(programs):
    if not checkout() or not (checkout() / "script_examples").is_dir():
        return "WEFT_COMFYUI names no checkout of ComfyUI with script_examples"
    if not tiny_checkpoint():
        return "WEFT_TINY_MODELS has no tiny_sd15_taesd.safetensors"
    return "" if (programs / PROGRAM).exists() else f"{PROGRAM} isn't in {programs}"


def run(programs):
    with tempfile.TemporaryDirectory() as folder:
        base = pathlib.Path(folder)
        weft = Weft(programs, base, port=8188)
        os.symlink(tiny_checkpoint(), base / "models/checkpoints" / CHECKPOINT)
        with weft:
            for name in SCRIPTS:
                if "websockets" in name and subprocess.run([sys.executable, "-c", "import websocket"], stderr=subprocess.DEVNULL, check=False).returncode:
                    print(f"{name}: left out, websocket-client isn't installed")
                    continue
                subprocess.run([sys.executable, checkout() / "script_examples" / name], check=True, timeout=600)
                print(f"{name}: ran")
            idle(weft, 600)
            history = ask(weft.url, "/history")[1]
            bad = [entry["status"]["messages"] for entry in history.values() if entry["status"]["status_str"] != "success"]
            print(f"{len(history)} prompts, {len(bad)} failed {bad}")
            return 1 if bad or not history else 0


if __name__ == "__main__":
    sys.exit(in_own_network(__file__, run, why_not))
