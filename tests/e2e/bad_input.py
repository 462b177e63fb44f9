#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bad input to the real programs: a clear sentence each, nothing lost, nothing charged.

usage: bad_input.py BIN [CASE...]
"""
import json
import pathlib
import re
import subprocess
import sys

from machines import ROOT, Failed, Machines, expect

PHOTO = ROOT / "resources" / "photos" / "chelsea.png"


def picture_workflow(folder, image="chelsea.png", **changes):
    """Load, enlarge elsewhere, save; `changes` replace whole nodes."""
    nodes = {
        "1": {"class_type": "LoadImage", "inputs": {"image": image}},
        "2": {"class_type": "ImageScaleBy", "inputs": {"image": ["1", 0], "upscale_method": "bicubic", "scale_by": 2.0},
              "_meta": {"weft.place": "elsewhere"}},
        "3": {"class_type": "SaveImage", "inputs": {"images": ["2", 0], "filename_prefix": "bad"}},
    }
    nodes.update({key.removeprefix("n"): node for key, node in changes.items()})
    path = folder / "workflow.json"
    path.write_text(json.dumps(nodes), encoding="utf-8")
    return path


def inputs_with(machines, name="chelsea.png", data=None):
    folder = machines.home / "inputs"
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(PHOTO.read_bytes() if data is None else data)
    return folder


def refused(machines, workflow, pattern, *options):
    """The run fails with a sentence that matches; nobody is charged and nothing stays held."""
    status, report, errors = machines.run(workflow, "you", *options)
    expect(status not in (0, None) and status > 0, f"exit status {status}; stderr: {errors[-500:]}")
    lines = [line for line in errors.splitlines() if re.search(pattern, line, re.I)]
    expect(lines, f"no line matches {pattern!r}: {errors[-800:]}")
    if report is not None:
        expect(report["totals"]["charged"] in ("0", 0), f"charged: {report['totals']}")
    machines.check_books()
    return lines[0]


def truncated_png(machines):
    inputs = inputs_with(machines, data=PHOTO.read_bytes()[:100_000])
    return refused(machines, picture_workflow(machines.home), r"chelsea\.png|picture", "--input", inputs)


def huge_json(machines):
    path = machines.home / "huge.json"
    with path.open("w", encoding="utf-8") as file:
        file.write('{"nodes": [')
        block = '{"id": 1, "type": "' + "x" * 1000 + '"},' * 1
        for _ in range(100_000):
            file.write(block)
        file.write('{"id": 2, "type": "x"}]}')
    return refused(machines, path, r"large|MB|limit")


def cycle(machines):
    workflow = picture_workflow(
        machines.home, n2={"class_type": "ImageInvert", "inputs": {"image": ["4", 0]}},
        n4={"class_type": "ImageInvert", "inputs": {"image": ["2", 0]}})
    return refused(machines, workflow, r"circle|cycle|loop", "--input", inputs_with(machines))


def missing_model(machines):
    workflow = picture_workflow(
        machines.home,
        n2={"class_type": "ImageUpscaleWithModel", "inputs": {"image": ["1", 0], "upscale_model": ["4", 0]}},
        n4={"class_type": "UpscaleModelLoader", "inputs": {"model_name": "nobody-has-this.safetensors"}})
    return refused(machines, workflow, r"nobody-has-this\.safetensors", "--input", inputs_with(machines))


def unknown_node(machines):
    workflow = picture_workflow(machines.home, n2={"class_type": "NoSuchNode", "inputs": {"image": ["1", 0]}})
    return refused(machines, workflow, r"NoSuchNode", "--input", inputs_with(machines))


def full_disk(machines):
    """The pictures go to a file system of 64 KiB; the run's other results are not lost with it."""
    small = machines.home / "small"
    small.mkdir()
    mount = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(small)], capture_output=True, check=False)
    if mount.returncode != 0:
        return "SKIPPED: mounting a small file system needs root"
    try:
        status, _, errors = machines.run(picture_workflow(machines.home), "you", "--input", inputs_with(machines),
                                         "--output", small)
        expect(status and status > 0, f"exit status {status}")
        lines = [line for line in errors.splitlines() if re.search(r"full|space", line, re.I)]
        expect(lines, f"no line speaks of the disk: {errors[-800:]}")
        expect(not list(small.rglob("*.png")), "half a picture was left")
        machines.check_books()
        return lines[0]
    finally:
        subprocess.run(["umount", str(small)], check=False)


def too_little_credit(machines):
    return refused(machines, picture_workflow(machines.home), r"credit", "--input", inputs_with(machines))


def cap_too_low(machines):
    return refused(machines, picture_workflow(machines.home), r"credit", "--input", inputs_with(machines),
                   "--max-credits", "0.000001")


def not_a_workflow(machines):
    path = machines.home / "broken.json"
    path.write_text('{"nodes": [\n  {"id": 1,, }\n', encoding="utf-8")
    return refused(machines, path, r"line 2")


def relay_away(machines):
    machines.relay.kill()
    return refused_without_books(machines)


def refused_without_books(machines):
    status, _, errors = machines.run(picture_workflow(machines.home), "you", "--input", inputs_with(machines))
    expect(status and status > 0, f"exit status {status}")
    lines = [line for line in errors.splitlines() if re.search(r"relay|machine", line, re.I)]
    expect(lines, f"no line speaks of the relay: {errors[-800:]}")
    return lines[0]


CASES = {
    "truncated_png": truncated_png, "huge_json": huge_json, "cycle": cycle, "missing_model": missing_model,
    "unknown_node": unknown_node, "full_disk": full_disk, "too_little_credit": too_little_credit, "cap_too_low": cap_too_low,
    "not_a_workflow": not_a_workflow, "relay_away": relay_away,
}


def run_case(bin_folder, name):
    credits = 0 if name == "too_little_credit" else 100
    with Machines(bin_folder, trial_credits=credits) as machines:
        machines.start_relay()
        if name not in ("huge_json", "not_a_workflow", "cycle"):
            machines.start_provider("host", "--price", "1", "--only", "ImageScaleBy")
        return CASES[name](machines)


def main():
    bin_folder = pathlib.Path(sys.argv[1])
    failures = 0
    for name in sys.argv[2:] or CASES:
        try:
            print(f"{name}: {run_case(bin_folder, name)}", flush=True)
        except Failed as problem:
            failures += 1
            print(f"{name}: FAILED: {problem}", flush=True)
    print(f"{len(sys.argv[2:] or CASES) - failures} passed, {failures} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
