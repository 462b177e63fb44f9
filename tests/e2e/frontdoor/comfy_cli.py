#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""comfy-cli (PyPI), a client that nobody here wrote, runs workflows by `weft serve`, in a network that holds nothing else.

usage: comfy_cli.py BIN     WEFT_COMFY_CLI: its program `comfy`, else pip fetches it; WEFT_TINY_MODELS: a folder with
                            checkpoints/tiny_sd15_taesd.safetensors
"""
import contextlib
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import urllib.request
import venv

from peers import PROGRAM, Weft, in_own_network, skip, tiny_checkpoint

PACKAGE = "comfy-cli==1.23.0"
CHECKPOINT = "v1-5-pruned-emaonly.safetensors"
SIDE = 64


def program():
    return os.environ.get("WEFT_COMFY_CLI", "")


def why_not(programs):
    if not tiny_checkpoint():
        return "WEFT_TINY_MODELS has no tiny_sd15_taesd.safetensors"
    if program() and not os.access(program(), os.X_OK):
        return f"WEFT_COMFY_CLI is no program: {program()}"
    return "" if (programs / PROGRAM).exists() else f"{PROGRAM} isn't in {programs}"


@contextlib.contextmanager
def installed():
    """WEFT_COMFY_CLI is set: to what was given, or to what pip has fetched into a folder of this test's."""
    if program() or "--inside" in sys.argv:
        yield
        return
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        done = subprocess.run([f"{folder}/bin/pip", "install", "--quiet", PACKAGE], capture_output=True, text=True, check=False)
        if done.returncode:
            skip(f"{PACKAGE} can't be had: {(done.stderr.strip().splitlines() or ['pip failed'])[-1]}")
        os.environ["WEFT_COMFY_CLI"] = f"{folder}/bin/comfy"
        yield


def prompt(checkpoint=CHECKPOINT, prefix="cli"):
    return {
        "1": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": checkpoint}},
        "2": {"class_type": "CLIPTextEncode", "inputs": {"text": "a cat", "clip": ["1", 1]}},
        "3": {"class_type": "CLIPTextEncode", "inputs": {"text": "", "clip": ["1", 1]}},
        "4": {"class_type": "EmptyLatentImage", "inputs": {"width": SIDE, "height": SIDE, "batch_size": 1}},
        "5": {"class_type": "KSampler", "inputs": {"model": ["1", 0], "seed": 5, "steps": 3, "cfg": 4.0, "sampler_name": "euler", "scheduler": "normal",
                                                   "positive": ["2", 0], "negative": ["3", 0], "latent_image": ["4", 0], "denoise": 1.0}},
        "6": {"class_type": "VAEDecode", "inputs": {"samples": ["5", 0], "vae": ["1", 2]}},
        "7": {"class_type": "SaveImage", "inputs": {"images": ["6", 0], "filename_prefix": prefix}},
    }


def drawn():
    """The same as a file of the page's: comfy-cli makes a prompt of it by what /object_info says."""
    def node(number, kind, widgets, inputs=(), outputs=()):
        return {"id": number, "type": kind, "pos": [0, 0], "size": [200, 100], "flags": {}, "order": number, "mode": 0, "properties": {}, "widgets_values": widgets,
                "inputs": [{"name": name, "type": what, "link": link} for name, what, link in inputs],
                "outputs": [{"name": what, "type": what, "links": links, "slot_index": i} for i, (what, links) in enumerate(outputs)]}
    nodes = [
        node(1, "CheckpointLoaderSimple", [CHECKPOINT], outputs=[("MODEL", [1]), ("CLIP", [2, 3]), ("VAE", [4])]),
        node(2, "CLIPTextEncode", ["a dog"], [("clip", "CLIP", 2)], [("CONDITIONING", [5])]),
        node(3, "CLIPTextEncode", [""], [("clip", "CLIP", 3)], [("CONDITIONING", [6])]),
        node(4, "EmptyLatentImage", [SIDE, SIDE, 1], outputs=[("LATENT", [7])]),
        node(5, "KSampler", [5, "randomize", 3, 4.0, "euler", "normal", 1.0],
             [("model", "MODEL", 1), ("positive", "CONDITIONING", 5), ("negative", "CONDITIONING", 6), ("latent_image", "LATENT", 7)], [("LATENT", [8])]),
        node(6, "VAEDecode", [], [("samples", "LATENT", 8), ("vae", "VAE", 4)], [("IMAGE", [9])]),
        node(7, "SaveImage", ["drawn"], [("images", "IMAGE", 9)]),
    ]
    ends = {link: (n["id"], slot, i["type"]) for n in nodes for slot, i in enumerate(n["inputs"]) for link in [i["link"]]}
    begins = {link: (n["id"], slot) for n in nodes for slot, o in enumerate(n["outputs"]) for link in o["links"]}
    links = [[link, *begins[link], *ends[link]] for link in sorted(ends)]
    return {"last_node_id": 7, "last_link_id": 9, "nodes": nodes, "links": links, "groups": [], "config": {}, "extra": {}, "version": 0.4}


class Person:
    """Whoever types `comfy`, with a home of their own. It tells nobody."""

    def __init__(self, folder, port):
        self.folder, self.port = folder, port

    def run(self, name, workflow):
        """(exit status, the events that it printed)"""
        path = self.folder / f"{name}.json"
        path.write_text(json.dumps(workflow), encoding="utf-8")
        words = [program(), "--skip-prompt", "--where", "local", "run", "--workflow", path, "--wait", "--host", "127.0.0.1", "--port", self.port, "--json"]
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "DO_NOT_TRACK": "1", "COMFY_NO_WATCH": "1"}
        done = subprocess.run([*map(str, words)], env=environment, cwd=self.folder, capture_output=True, text=True, timeout=600, check=False)
        try:
            return done.returncode, [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
        except ValueError:
            sys.exit(f"{name}: it printed {done.stdout}{done.stderr}")


def expect(condition, message):
    if not condition:
        sys.exit(message)


def painted(name, answer):
    """A run that ended well, with its picture at the address that was told."""
    status, events = answer
    expect(status == 0 and events and events[-1].get("ok"), f"{name}: exit status {status}, {json.dumps(events[-1:])}")
    end = events[-1]["data"]
    steps = [event["completed"] for event in events if event["type"] == "progress"]
    expect(end["status"] == "completed" and len(end["outputs"]) == 1, f"{name}: {end}")
    # comfy-cli prints ten steps a second at most, whatever it was told (conformance.py looks at that): in order, some may be missing
    expect(steps and steps == sorted(set(steps)) and steps[-1] <= 3, f"{name}: progress {steps}")
    expect({"executing", "executed", "output"} <= {event["type"] for event in events}, f"{name}: {[event['type'] for event in events]}")
    with urllib.request.urlopen(end["outputs"][0], timeout=60) as reply:
        png = reply.read()
    size = [int.from_bytes(png[at:at + 4], "big") for at in (16, 20)]
    expect(png.startswith(b"\x89PNG") and size == [SIDE, SIDE], f"{name}: the picture is {size}")
    print(f"{name}: {len(events)} events, {end['outputs'][0]}, {size[0]} x {size[1]}")


def refused(name, answer):
    status, events = answer
    error = (events[-1] if events else {}).get("error") or {}
    expect(status != 0 and "nobody.safetensors" in json.dumps(error), f"{name}: exit status {status}, {error}")
    print(f"{name}: {error.get('message')}; {error.get('hint')}")


def run(programs):
    with tempfile.TemporaryDirectory() as folder:
        base = pathlib.Path(folder)
        weft = Weft(programs, base / "weft")
        os.symlink(tiny_checkpoint(), weft.base / "models/checkpoints" / CHECKPOINT)
        with weft:
            person = Person(base, weft.port)
            painted("a prompt", person.run("prompt", prompt()))
            painted("a drawn workflow", person.run("drawn", drawn()))
            refused("a model that isn't there", person.run("wrong", prompt("nobody.safetensors")))
    print("3 passed, 0 failed")
    return 0


if __name__ == "__main__":
    with installed():
        status = in_own_network(__file__, run, why_not)
    sys.exit(status)
