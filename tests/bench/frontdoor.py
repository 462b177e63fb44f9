#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Trivial prompts a second, and the round trip of one that is known: `weft serve` and a real ComfyUI, taking turns in one run.

usage: frontdoor.py BIN LOAD [--prompts N] [--rounds N] [--connections N]     WEFT_COMFYUI: a checkout of ComfyUI with an interpreter

LOAD is the program bench.frontdoor-load, the same lean client for both. A trivial prompt is EmptyImage -> PreviewImage, 16 x 16. Distinct
ones have a colour of their own each, so that each runs. The round trip: from POST /prompt to `executing` null. Ratios are medians of pairs.
TMPDIR on a memory disk (/dev/shm) leaves the disk out of it. The programs' own CPU time is told besides.
"""
import argparse
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "e2e/frontdoor"))
from peers import Comfy, Weft, idle, skip, why_not  # noqa: E402


def family(pid):
    """The process and its children's."""
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False).stdout.split()
    return [pid, *(one for child in listed for one in family(int(child)))]


def seconds_of(pid):
    """The CPU time of a process and its children."""
    total = 0
    for one in family(pid):
        fields = pathlib.Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total / os.sysconf("SC_CLK_TCK")


def measure(peer, load, given):
    """(distinct a second, the same a second, milliseconds there and back)"""
    run = subprocess.run([load, str(peer.port), str(given.prompts), str(given.connections)], capture_output=True, text=True, check=False)
    if run.returncode:
        sys.exit(f"{peer.name}: {run.stderr}")
    idle(peer)
    return [float(number) for number in run.stdout.split()]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("bin", type=pathlib.Path)
    parser.add_argument("load", type=pathlib.Path)
    parser.add_argument("--prompts", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--connections", type=int, default=4)
    given = parser.parse_args()
    if why := why_not(given.bin):
        skip(why)
    rows = {"ComfyUI": [], "weft serve": []}
    with tempfile.TemporaryDirectory() as folder, Comfy(pathlib.Path(folder) / "comfy") as comfy, Weft(given.bin, pathlib.Path(folder) / "weft") as weft:
        for peer in (comfy, weft):
            measure(peer, given.load, given)  # warm
        for _ in range(given.rounds):
            for peer in (comfy, weft):
                rows[peer.name].append(measure(peer, given.load, given))
                print(f"{peer.name:12} distinct {rows[peer.name][-1][0]:8.0f}/s   the same {rows[peer.name][-1][1]:8.0f}/s   "
                      f"known, there and back {rows[peer.name][-1][2]:7.3f} ms   CPU so far {seconds_of(peer.process.pid):.1f} s", flush=True)
    for name, values in rows.items():
        distinct, same, trip = (statistics.median(column) for column in zip(*values))
        print(f"{name:12} medians: distinct {distinct:.0f}/s, the same {same:.0f}/s, known, there and back {trip:.3f} ms")
    pairs = list(zip(rows["ComfyUI"], rows["weft serve"]))
    distinct, same = (statistics.median(ours[i] / theirs[i] for theirs, ours in pairs) for i in (0, 1))
    trip = statistics.median(theirs[2] / ours[2] for theirs, ours in pairs)
    print(f"Weft / ComfyUI, medians of {len(pairs)} pairs: distinct {distinct:.1f}, the same {same:.1f}, round trip {trip:.1f} times as fast")


if __name__ == "__main__":
    main()
