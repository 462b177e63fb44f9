#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""An API whose graph needs a machine of somebody else's: the author's Weft buys there as the author, and each is paid.

Three processes that share or call, and a relay: `third` has the model and an API of its own, `author` publishes graphs that need them,
`caller` knows neither.

usage: api_buys.py BIN
"""
import json
import pathlib
import re
import struct
import subprocess
import sys

from machines import ROOT, Failed, Machines, expect, wait_until

MODELS = ROOT / "resources/models"
WORKFLOWS = ROOT / "resources/workflows"
CAT = ROOT / "tests/data/upscale/cat_80x64.png"


class People:
    def __init__(self, machines):
        self.machines = machines
        self.nothing = machines.home / "no-models"
        self.nothing.mkdir()

    def weft(self, who, *words):
        return self.machines.weft(who, *words, "--comfy", "none", "--language", "none")

    def publish(self, who, workflow, name, price, *more, models=None, status=0):
        got, out, errors = self.weft(who, "publish", workflow, "--name", name, "--price", price, "--models", models or self.nothing, *more)
        expect(got == status, f"publish {name}: exit status {got}: {out}{errors}")
        print((out + errors).strip())
        return out + errors

    def call(self, name, *words, status=0):
        got, out, errors = self.weft("caller", "call", name, *words, "--models", self.nothing, "--relay", self.machines.url, "--output",
                                     self.machines.home / "pictures")
        expect(got == status, f"call {name}: exit status {got}: {out}{errors}")
        print(f"weft call {name}: {(out + errors).strip().splitlines()[-1]}")
        return out + errors


def size(png):
    return struct.unpack(">II", png.read_bytes()[16:24])


def micro(text):
    whole, _, part = text.partition(".")
    return int(whole) * 1_000_000 + int((part + "000000")[:6])


def earned(process, nth):
    """What the nth job that ended well brought in, in micro-credits."""
    def found():
        sums = re.findall(r'"job-ended".*?"completed":true,"earned":"([0-9.]+)"', process.text())
        return sums[nth] if len(sums) > nth else None
    return micro(wait_until(found, 60, f"{process.name}: job {nth}"))


class Accounts:
    """What the relay's books say of each machine."""

    def __init__(self, machines):
        self.machines = machines

    def available(self, who):
        """(available, held) in micro-credits."""
        done = subprocess.run([self.machines.bin / "weft", "wallet", "show", "--json", "--relay", self.machines.url, "--home", self.machines.home / who],
                              capture_output=True, text=True, timeout=60, check=False)
        expect(done.returncode == 0, f"wallet of {who}: {done.stdout}{done.stderr}")
        state = json.loads(done.stdout)
        return micro(state["available"]), micro(state["held"])


def main():
    with Machines(pathlib.Path(sys.argv[1])) as machines:
        machines.start_relay()
        people, accounts = People(machines), Accounts(machines)
        people.publish("third", WORKFLOWS / "words-to-picture.json", "paint", 1, models=MODELS)
        third = machines.start_provider("third", "--price", "0.05", "--models", MODELS)

        # 1. A model that only the third machine has; the author's own worker has the node, and can't run it.
        refused = people.publish("author", WORKFLOWS / "upscale.json", "enlarge", 3, status=1)
        expect("model" in refused.lower() or "choices" in refused, refused)
        people.publish("author", WORKFLOWS / "upscale.json", "enlarge", 3, "--relay", machines.url)
        author = machines.start_provider("author", "--price", "1", "--models", people.nothing)
        before = accounts.available("author")[0], accounts.available("caller")[0]
        people.call("enlarge", f"photograph={CAT}")
        expect(size(next((machines.home / "pictures").glob("enlarge*.png"))) == (320, 256), "it wasn't enlarged")
        paid, bought = earned(author, 0), earned(third, 0)
        expect(paid == 2_640_000, f"the author earned {paid}")
        after = accounts.available("author"), accounts.available("caller")
        spent = before[0] - after[0][0]
        expect(0 < spent < paid, f"the author spent {spent}")
        expect(bought == spent - spent * 12 // 100, f"the third machine earned {bought} of {spent}")
        expect(before[1] - after[1][0] == 3_000_000, "the caller paid something else than the price")
        expect(after[0][1] == after[1][1] == 0, "something is held still")
        sums = json.loads((machines.home / "author" / "api-earnings.json").read_text(encoding="utf-8"))["enlarge"]
        expect(sums["calls"] == 1 and micro(sums["earned"]) == paid and micro(sums["spent"]) == spent, sums)
        print(f"caller -3, author +{paid / 1e6} -{spent / 1e6}, third machine +{bought / 1e6} credits; {machines.check_books()}")

        # 2. An API made of another author's API, and of a node of one's own.
        key = re.search(r'"ready","key":"([0-9a-f]{8})', third.text()).group(1)
        graph = {"1": {"class_type": f"api/paint@{key}", "inputs": {"prompt": "a red house"}},
                 "2": {"class_type": "ImageInvert", "inputs": {"image": ["1", 0]}},
                 "3": {"class_type": "SaveImage", "inputs": {"images": ["2", 0], "filename_prefix": "x"}}}
        workflow = machines.home / "negative.json"
        workflow.write_text(json.dumps(graph), encoding="utf-8")
        dear = people.publish("author", workflow, "negative", "0.5", "--relay", machines.url, "--param", "prompt=1.prompt", status=1)
        expect("--price" in dear and "--spend" in dear, dear)
        people.publish("author", workflow, "negative", 2, "--relay", machines.url, "--param", "prompt=1.prompt")
        author.stop()
        author = machines.start_provider("author", "--price", "1", "--models", people.nothing)
        before = accounts.available("author")[0]
        people.call("negative", "prompt=a blue house")
        expect(earned(author, 0) == 1_760_000 and earned(third, 1) == 880_000, "other sums than the prices say")
        expect(before - accounts.available("author")[0] == 1_000_000, "the author paid something else than the other API's price")

        # 3. Dearer than it was: the call is refused, nobody pays, and nothing stays held.
        third.stop()
        people.publish("third", WORKFLOWS / "words-to-picture.json", "paint", 5, models=MODELS)
        third = machines.start_provider("third", "--price", "0.05", "--models", MODELS)
        author.stop()
        author = machines.start_provider("author", "--price", "1", "--models", people.nothing)
        before = accounts.available("author"), accounts.available("caller")
        said = people.call("negative", "prompt=a green house", status=1)
        expect("ask more now than its author lets a call cost" in said, said)
        expect(third.text().count('"job-started"') == 0, "the third machine had a job")

        # 4. The third machine goes away: the same.
        third.kill()
        people.call("negative", "prompt=a white house", status=1) # what was made before would come from the caller's own cache
        wait_until(lambda: accounts.available("author")[1] == 0 and accounts.available("caller")[1] == 0, 120, "holds")
        expect((accounts.available("author"), accounts.available("caller")) == before, "somebody paid for a call that failed")
        print(machines.check_books())

        # 5. One program of a folder shares at a time: another would take this one's jobs for what a crash left.
        got, out, errors = machines.weft("author", "share", "--relay", machines.url, "--price", "1", "--accept-no-sandbox", "--models", people.nothing)
        expect(got == 1 and 'another Weft shares this computer' in out, f"a second share: exit status {got}: {out}{errors}")
        # A look into the wallet of a machine that shares, by another program of it, cuts nothing.
        expect('"offline"' not in author.text(), "the author's share was thrown off its relay")
    print("5 passed, 0 failed")


if __name__ == "__main__":
    try:
        main()
    except Failed as why:
        sys.exit(str(why))
