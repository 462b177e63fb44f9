#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody's ComfyUI, offered through a relay: a buyer in another network namespace uses a custom node that neither Weft nor
the buyer has ever heard of. What the owner didn't list, and what touches files, network or code, is refused.

usage: comfy_shared.py BIN MODELS     WEFT_COMFYUI: see comfy_server.py
"""
import base64
import contextlib
import json
import os
import pathlib
import subprocess
import sys
import tempfile

from comfy import pixels
from comfy_server import found, running
from machines import Failed, Machines, Process, expect

PICTURE = pathlib.Path(__file__).resolve().parents[1] / "data/upscale/cat_80x64.png"
DANGEROUS = ("WeftTestReadFile", "WeftTestFetch", "WeftTestEvaluate")


@contextlib.contextmanager
def far_away():
    """(the address of this side, how to start a command on the other): a namespace with a wire to this one, or none."""
    name = f"weft{os.getpid()}"
    near, far = f"10.{os.getpid() % 200 + 20}.7.1", f"10.{os.getpid() % 200 + 20}.7.2"
    inside = ["ip", "netns", "exec", name]
    steps = (["ip", "netns", "add", name], ["ip", "link", "add", f"{name}a", "type", "veth", "peer", "name", f"{name}b", "netns", name],
             ["ip", "addr", "add", f"{near}/24", "dev", f"{name}a"], ["ip", "link", "set", f"{name}a", "up"],
             [*inside, "ip", "addr", "add", f"{far}/24", "dev", f"{name}b"], [*inside, "ip", "link", "set", f"{name}b", "up"],
             [*inside, "ip", "link", "set", "lo", "up"])
    try:
        for step in steps:
            if subprocess.run(step, capture_output=True, check=False).returncode:
                print("no network namespace here: the buyer is on this computer")
                yield "127.0.0.1", []
                return
        yield near, inside
    except FileNotFoundError:
        print("no ip command: the buyer is on this computer")
        yield "127.0.0.1", []
    finally:
        with contextlib.suppress(FileNotFoundError):
            subprocess.run(["ip", "netns", "del", name], capture_output=True, check=False)


def workflow(folder, kind, inputs):
    nodes = {
        "1": {"class_type": "LoadImage", "inputs": {"image": PICTURE.name}},
        "2": {"class_type": kind, "inputs": inputs},
        "3": {"class_type": "SaveImage", "inputs": {"images": ["2", 0], "filename_prefix": "there"}},
    }
    path = folder / f"{kind}.json"
    path.write_text(json.dumps(nodes), encoding="utf-8")
    return path


def custom_node(machines):
    graph = workflow(machines.home, "WeftTestScale", {"image": ["1", 0], "factor": 0.5})
    status, report, errors = machines.run(graph, "buyer", "--input", PICTURE.parent, "--comfy", "none")
    expect(status == 0, f"exit status {status}: {errors[-800:]}")
    node = next(node for node in report["nodes"] if node["class"] == "WeftTestScale")
    expect(any(engine.endswith("/comfyui") for engine in node["engines"]), f"it ran on {node['engines']}")
    expect(float(report["totals"]["charged"]) > 0, "nothing was charged")
    picture = next((machines.home / "buyer/pictures").glob("there*.png")).read_bytes()
    was = pixels(PICTURE.read_bytes())
    off = max(abs(a // 2 - b) for a, b in zip(was, pixels(picture), strict=True))
    expect(off <= 1, f"{off} of 255 off")
    print(f"WeftTestScale on {', '.join(node['machines'])}, charged {report['totals']['charged']}; largest difference {off} of 255")


def by_call(machines):
    """`weft call`, on the buyer's side."""
    out = machines.home / "called"
    words = ["call", "WeftTestScale", f"image={PICTURE}", "factor=0.25", "--relay", machines.url, "--home", machines.home / "buyer", "--comfy", "none",
             "--output", out]
    done = subprocess.run([*machines.prefix["buyer"], machines.bin / "weft", *map(str, words)], capture_output=True, text=True, timeout=120, check=False)
    expect(done.returncode == 0, f"weft call: {done.stdout}{done.stderr}")
    off = max(abs(a // 4 - b) for a, b in zip(pixels(PICTURE.read_bytes()), pixels(next(out.glob("*.png")).read_bytes()), strict=True))
    expect(off <= 1, f"{off} of 255 off")
    print(f"weft call: {done.stdout.strip().splitlines()[-1]}")


def by_curl(machines):
    """POST /v1 of the buyer's own `weft serve`."""
    folder = machines.home / "front"
    serve = Process(folder, "serve", [*machines.prefix["buyer"], machines.bin / "weft", "serve", "--port", "18188", "--relay", machines.url, "--home",
                                      machines.home / "buyer", "--comfy", "none", "--language", "none", "--input", folder / "in", "--output", folder / "out"])
    machines.processes.append(serve)
    serve.wait_for("Serving")
    body = folder / "body.json"
    body.write_text(json.dumps({"factor": 0.75, "image": "data:image/png;base64," + base64.b64encode(PICTURE.read_bytes()).decode()}), encoding="utf-8")
    curl = ["curl", "-s", "http://127.0.0.1:18188/v1/nodes/WeftTestScale", "-d", f"@{body}"]
    done = subprocess.run([*machines.prefix["buyer"], *curl], capture_output=True, text=True, timeout=120, check=False)
    answer = json.loads(done.stdout)
    expect(answer.get("outputs") and float(answer["charged"]) > 0, done.stdout)
    print(f"curl: {done.stdout.strip()[:200]}")


def refused(machines):
    for kind in DANGEROUS:
        graph = workflow(machines.home, kind, {"path": "/etc/passwd", "url": "http://127.0.0.1/", "expression": "1"})
        status, report, errors = machines.run(graph, "buyer", "--input", PICTURE.parent, "--comfy", "none")
        expect(status != 0, f"{kind} ran")
        expect(float((report or {}).get("totals", {}).get("charged", 0)) == 0, f"{kind}: charged")
        print(f"{kind}: {errors.strip().splitlines()[-1]}")


def main():
    found()
    models = pathlib.Path(sys.argv[2])
    with tempfile.TemporaryDirectory() as name, running(pathlib.Path(name), models) as comfy, far_away() as (address, inside), \
            Machines(pathlib.Path(sys.argv[1])) as machines:
        machines.address = address
        machines.prefix["buyer"] = inside
        machines.start_relay()
        host = machines.start_provider("host", "--price", "1", "--comfy", comfy, "--comfy-nodes", "WeftTestScale")
        expect('"servers":["comfyui"]' in host.text(), host.text())
        custom_node(machines)
        by_call(machines)
        by_curl(machines)
        refused(machines)
    print("6 passed, 0 failed")


if __name__ == "__main__":
    try:
        main()
    except Failed as why:
        sys.exit(str(why))
