#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Blind credits with the real programs: withdrawn, spent on another machine, change claimed, also after kill -9 of the buyer.

usage: blind.py BIN
"""
import json
import pathlib
import re
import subprocess
import sys
import time
from decimal import ROUND_UP, Decimal

from machines import ROOT, Failed, Machines, expect

DATA = ROOT / "tests" / "data" / "upscale"
MODELS = ROOT / "resources" / "models"
UNIT = Decimal("0.01")


def wallet(machines, *words, said=None):
    """Runs `weft wallet blind`; -> what it says the tokens are worth. `said` gets what it prints besides."""
    run = subprocess.run([machines.bin / "weft", "wallet", "blind", *words, "--relay", machines.url, "--home",
                          machines.home / "you"], capture_output=True, text=True, check=False, timeout=120)
    expect(run.returncode == 0, f"wallet blind {words}: {run.stderr[-800:]}")
    if said is not None:
        said.append(run.stderr)
    return Decimal(re.search(r"([\d.]+)[^\d]+([\d.]+)", run.stdout.splitlines()[0]).group(1))


def workflow(folder):
    nodes = {
        "1": {"class_type": "LoadImage", "inputs": {"image": "face_96.png"}},
        "2": {"class_type": "UpscaleModelLoader", "inputs": {"model_name": "realesrgan-x4plus-anime.safetensors"}},
        "3": {"class_type": "ImageUpscaleWithModel", "inputs": {"upscale_model": ["2", 0], "image": ["1", 0]},
              "_meta": {"weft.place": "elsewhere"}},
        "4": {"class_type": "PreviewImage", "inputs": {"images": ["3", 0]}},
    }
    path = folder / "upscale.json"
    path.write_text(json.dumps(nodes), encoding="utf-8")
    return path


def account_of(machines):
    """The account that withdrew: the only one whose credits went down without a hold."""
    return {book["name"] for book in machines.books()["accounts"] if book["kind"] == "credits" and book["balance"] == "50"}


def main():
    with Machines(pathlib.Path(sys.argv[1])) as machines:
        machines.relay_options = ["--release-grace", "1", "--gone-grace", "1"]
        machines.start_relay()
        subprocess.run([machines.bin / "weft", "wallet", "show", "--relay", machines.url, "--home", machines.home / "you"], check=True,
                       capture_output=True, timeout=60) # begins an account
        accounts = [book["name"] for book in machines.books()["accounts"] if book["kind"] == "credits" and book["name"] != "relay"]
        expect(len(accounts) == 1, f"one account: {accounts}")
        machines.grant(accounts[0], 100) # trial credits don't leave an account
        host = machines.start_provider("host", "--price", "1", "--models", MODELS, "--only", "UpscaleModelLoader,ImageUpscaleWithModel")
        said = []
        expect(wallet(machines, "withdraw", "20", said=said) == 20, "twenty were withdrawn")
        expect("network address" in said[0] and "14-day refund" in said[0], f"what is hidden was said first: {said}")
        expect(wallet(machines, "withdraw", "30", said=said) == 50, "fifty were withdrawn")
        expect("network address" not in said[1], "it is said once")
        expect(wallet(machines, "show") == 50, "and are there")

        # --blind alone pays: whoever withdrew isn't even connected.
        options = ("--input", DATA, "--blind")
        status, report, errors = machines.run(workflow(machines.home), "you", *options)
        expect(status == 0, f"exit status {status}: {errors[-800:]}")
        charged = Decimal(report["totals"]["charged"])
        left = 50 - charged.quantize(UNIT, ROUND_UP)
        expect(charged > 0 and wallet(machines, "show") == left, f"charged {charged}, left {wallet(machines, 'show')}")
        payer = account_of(machines)
        expect(len(payer) == 1, f"who withdrew: {payer}")
        holds = machines.books()["holds"]
        expect(len(holds) == 1 and holds[0]["buyer"] not in payer, f"the holds are {holds}")
        print(f"charged {charged}, left {left}, and no hold names the account", flush=True)

        # kill -9 of the buyer while its job runs: the next command gets what it paid back.
        subprocess.run(["rm", "-rf", machines.home / "you" / "cache"], check=True)
        started = host.text().count("job-started")
        run = machines.start_run(workflow(machines.home), "you", *options)
        while host.text().count("job-started") == started and run.child.poll() is None:
            time.sleep(0.01)
        run.kill()
        expect(len(machines.books()["holds"]) == 2, "it was killed before it paid")
        end = time.monotonic() + 60
        while (now := wallet(machines, "show")) != left and time.monotonic() < end:
            time.sleep(1)
        spent = left - now
        expect(now == left or spent <= charged.quantize(UNIT, ROUND_UP), f"{now} of {left} came back")
        print(f"after kill -9: {now}", flush=True)

        expect(wallet(machines, "deposit") == 0, "all went back")
        machines.check_books()
    print("blind: passed")


if __name__ == "__main__":
    try:
        main()
    except Failed as problem:
        print(f"blind: FAILED: {problem}", file=sys.stderr)
        sys.exit(1)
