#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A node becomes a paid API in a minute: published on machine A, called from machine B, a picture arrives, earnings move.

usage: node_to_api.py BIN
"""
import pathlib
import struct
import sys
import time

from machines import ROOT, Failed, Machines, expect

MODELS = ROOT / "resources/models"
WORKFLOWS = ROOT / "resources/workflows"
CAT = ROOT / "tests/data/upscale/cat_80x64.png"


class People:
    def __init__(self, machines):
        self.machines = machines

    def weft(self, who, *words):
        return self.machines.weft(who, *words, "--comfy", "none")

    def publish(self, workflow, name, price, *more):
        status, out, errors = self.weft("author", "publish", WORKFLOWS / workflow, "--name", name, "--price", price, "--models", MODELS, *more)
        expect(status == 0, f"publish {name}: {errors}")
        print(out.strip())

    def call(self, name, *words, status=0):
        got, out, errors = self.weft("caller", "call", name, *words, "--relay", self.machines.url, "--output", self.machines.home / "pictures")
        expect(got == status, f"call {name}: exit status {got}: {out}{errors}")
        print(f"weft call {name} {' '.join(map(str, words))}: {(out + errors).strip().splitlines()[-1]}")
        return out


def size(png):
    return struct.unpack(">II", png.read_bytes()[16:24])


def main():
    with Machines(pathlib.Path(sys.argv[1])) as machines:
        machines.start_relay()
        people = People(machines)
        began = time.monotonic()
        people.publish("words-to-picture.json", "paint", 2)
        author = machines.start_provider("author", "--price", "1", "--models", MODELS)
        people.call("paint", "prompt=a red house")
        took = time.monotonic() - began
        picture = next((machines.home / "pictures").glob("paint*.png"))
        expect(size(picture)[0] > 0, "no picture")
        author.wait_for(r'"job-ended".*"completed":true,"earned":"1\.76"')
        print(f"from publish to the picture {took:.1f} s; the author earned 1.76 of 2 credits, the relay 0.24")
        expect(took < 60, f"{took:.0f} s are more than a minute")

        people.call("paint", "prompt=a red house", "colour=blue", status=1)  # no such parameter
        people.call("draw", status=1)  # no such API
        expect(author.text().count('"job-started"') == 1, "a bad call reached the author")

        people.publish("upscale.json", "enlarge", "0.5")
        author.stop()
        author = machines.start_provider("author", "--price", "1", "--models", MODELS)
        people.call("enlarge", f"photograph={CAT}")
        expect(size(next((machines.home / "pictures").glob("enlarge*.png"))) == (320, 256), "it wasn't enlarged")
        people.call("enlarge", status=1)  # without the picture that it needs
        status, out, _ = people.weft("author", "publish", "--list")
        expect(status == 0 and "paint" in out and "enlarge" in out, out)
        expect(people.weft("author", "publish", "--remove", "paint")[0] == 0, "it can't be removed")
        expect(people.weft("author", "publish", "--remove", "paint")[0] == 1, "it was removed twice")
    print("7 passed, 0 failed")


if __name__ == "__main__":
    try:
        main()
    except Failed as why:
        sys.exit(str(why))
