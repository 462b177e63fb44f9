#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Is anything of a job to be found at the relay? Searches its captured traffic and its memory for a text and a picture.

usage: canary.py BIN [--plaintext-bin BIN2]
BIN: real programs; expected: nothing at the relay, both in the buyer's memory (so the search works).
BIN2: the same, but an app that was linked without encryption (tests/e2e/plaintext); expected: both at the relay (so the
search would have found them).
"""
import argparse
import json
import pathlib
import random
import signal
import sys
import zlib

from machines import ROOT, Failed, Machines, expect

CANARY = b"canary-7f3a91c2-the-relay-must-not-know-this"
SLICE = 48


def workflow(folder):
    """Text and picture both pass through a provider: the text names the file that is saved."""
    nodes = {
        "1": {"class_type": "LoadImage", "inputs": {"image": "noise.png"}},
        "2": {"class_type": "ImageScale", "inputs": {"image": ["1", 0], "upscale_method": "nearest-exact", "width": 96,
                                                     "height": 96, "crop": "disabled"}, "_meta": {"weft.place": "elsewhere"}},
        "3": {"class_type": "PrimitiveString", "inputs": {"value": CANARY.decode()}, "_meta": {"weft.place": "elsewhere"}},
        "4": {"class_type": "SaveImage", "inputs": {"images": ["2", 0], "filename_prefix": ["3", 0]}},
    }
    path = folder / "canary.json"
    path.write_text(json.dumps(nodes), encoding="utf-8")
    return path


def noise_png(path, side=96):
    """A picture that occurs nowhere else: noise, as an uncompressed PNG, so that its bytes are its pixels."""
    generator = random.Random(20240917)
    rows = b"".join(b"\0" + generator.randbytes(side * 3) for _ in range(side))

    def chunk(kind, data):
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")
    header = side.to_bytes(4, "big") * 2 + bytes([8, 2, 0, 0, 0])
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 0)) + chunk(b"IEND", b""))
    return rows


def needles(rows, side=96):
    """The text; the picture as file bytes; the picture as the float32 that travel."""
    import struct
    offset = 40 * (side * 3 + 1) + 1
    pixels = rows[offset:offset + SLICE]
    floats = b"".join(struct.pack("<f", struct.unpack("<f", struct.pack("<f", p / 255.0))[0]) for p in pixels)
    return {"text": CANARY, "picture (8 bit)": pixels, "picture (float)": floats}


def search(data, wanted):
    return {name for name, needle in wanted.items() if needle in data}


def search_memory(pid, wanted):
    """Reads every readable mapping of a stopped process."""
    found = set()
    regions = pathlib.Path(f"/proc/{pid}/maps").read_text(encoding="utf-8").splitlines()
    with open(f"/proc/{pid}/mem", "rb", buffering=0) as memory:
        for region in regions:
            bounds, rights = region.split()[:2]
            begin, end = (int(part, 16) for part in bounds.split("-"))
            if "r" not in rights or region.endswith(("[vvar]", "[vsyscall]")) or end - begin > 4 << 30:
                continue
            try:
                memory.seek(begin)
                found |= search(memory.read(end - begin), wanted)
            except OSError:
                continue
    return found


def stopped_search(process, wanted):
    process.send_signal(signal.SIGSTOP)
    try:
        return search_memory(process.pid, wanted)
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return set()
    finally:
        process.send_signal(signal.SIGCONT)


def probe(bin_folder):
    """One run; returns what was found at the relay (traffic, memory) and in the buyer's memory."""
    with Machines(bin_folder) as machines:
        inputs = machines.home / "inputs"
        inputs.mkdir()
        wanted = needles(noise_png(inputs / "noise.png"))
        machines.start_relay(capture=True)
        machines.start_provider("host", "--price", "1", "--only", "ImageScale,PrimitiveString")
        run = machines.start_run(workflow(machines.home), "you", "--input", inputs)
        buyer, relay_memory = set(), set()
        at_relay = {**wanted, "itself": b"trial-credits"} # what it certainly holds, so that a search that sees nothing is noticed
        while run.child.poll() is None:
            buyer |= stopped_search(run.child, wanted)
            relay_memory |= stopped_search(machines.relay.child, at_relay)
        expect(run.child.returncode == 0, f"the run failed: {run.errors()[-2000:]}")
        report = machines.report()
        remote = [node for node in report["nodes"] if node["class"] in ("ImageScale", "PrimitiveString")]
        expect(all("host" in node["machines"] for node in remote), f"nothing went elsewhere: {remote}")
        relay_memory |= stopped_search(machines.relay.child, at_relay)
        expect("itself" in relay_memory, "the relay's memory couldn't be read")
        relay_memory.discard("itself")
        traffic = search((machines.home / "relay" / "saw.bin").read_bytes(), wanted)
        return {"relay traffic": traffic, "relay memory": relay_memory, "buyer memory": buyer}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("bin")
    parser.add_argument("--plaintext-bin")
    arguments = parser.parse_args()
    found = probe(arguments.bin)
    print("encrypted:", {place: sorted(names) for place, names in found.items()})
    expect(not found["relay traffic"] and not found["relay memory"], "the relay could read the job")
    expect({"text", "picture (8 bit)", "picture (float)"} <= found["buyer memory"], "the search finds nothing in the buyer either")
    if arguments.plaintext_bin:
        plain = probe(arguments.plaintext_bin)
        print("encryption off:", {place: sorted(names) for place, names in plain.items()})
        expect({"text", "picture (float)"} <= plain["relay traffic"], "the search misses what is sent in clear")
        expect({"text", "picture (float)"} & plain["relay memory"], "the search misses what a relay's memory holds in clear")
    print("canary: passed")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT / "tests" / "e2e"))
    try:
        main()
    except Failed as problem:
        print(f"canary: FAILED: {problem}", file=sys.stderr)
        sys.exit(1)
