#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody's ComfyUI behind a relay, while it runs a stranger's node: killed, killed and started anew, out of memory, failing, interrupted by
its owner, slower than was paid for. The buyer gets a sentence and pays nothing, nothing is left in its queue, and the host goes on.

usage: comfy_faults.py BIN MODELS     WEFT_COMFYUI: see comfy_server.py
"""
import contextlib
import json
import pathlib
import sys
import tempfile

from comfy_server import ask, server
from machines import ROOT, Failed, Machines, expect, wait_until

PICTURE = ROOT / "tests/data/upscale/cat_80x64.png"
OFFERED = ("WeftFarMirror", "WeftFarOutOfMemory", "WeftFarSleep", "WeftTestFail")
PAID_SECONDS = 120  # what a host gives a stranger's job at least, whatever was paid: app/sharing/ProviderJob.h


class Fault:
    """One host's ComfyUI, and the buyer's runs on it."""

    def __init__(self, machines, comfy, host):
        self.machines, self.comfy, self.host = machines, comfy, host
        self.passed = 0

    def workflow(self, kind, **inputs):
        nodes = {
            "1": {"class_type": "LoadImage", "inputs": {"image": PICTURE.name}},
            "2": {"class_type": kind, "inputs": {"image": ["1", 0], **inputs}},
            "3": {"class_type": "SaveImage", "inputs": {"images": ["2", 0], "filename_prefix": "there"}},
        }
        path = self.machines.home / f"{kind}.json"
        path.write_text(json.dumps(nodes), encoding="utf-8")
        return path

    def start(self, kind, **inputs):
        (self.machines.home / "buyer/report.json").unlink(missing_ok=True)
        return self.machines.start_run(self.workflow(kind, **inputs), "buyer", "--input", PICTURE.parent, "--comfy", "none")

    def queue(self):
        queue = json.loads(ask(self.comfy.url, "/queue"))
        return len(queue["queue_running"]), len(queue["queue_pending"])

    def until_running(self):
        wait_until(lambda: self.queue()[0] == 1, 60, "a stranger's prompt in ComfyUI's queue")

    def fails(self, title, run, code, *words, seconds=120):
        """The run ends badly, with a sentence that holds `words`, and costs nothing."""
        status = wait_until(lambda: (run.child.poll(),) if run.child.poll() is not None else None, seconds, f"{title}: the run's end")[0]
        report = self.machines.report("buyer")
        expect(status != 0 and report, f"{title}: exit status {status}")
        expect(report["errors"], f"{title}: no errors in the report")
        error = report["errors"][0]
        expect(error["code"] == code, f"{title}: {error}")
        expect(all(word in error["message"] for word in words), f"{title}: {error['message']}")
        expect(float(report["totals"]["charged"]) == 0, f"{title}: charged {report['totals']['charged']}")
        self.passed += 1
        print(f"{title}: {error['message']} ({error['code']})", flush=True)

    def works(self, after):
        """The same host, with the same ComfyUI, serves the next run; its queue is empty then."""
        run = self.start("WeftFarMirror")
        status = run.child.wait(120)
        expect(status == 0, f"after {after}: exit status {status}: {run.errors()[-800:]}")
        expect(float(self.machines.report("buyer")["totals"]["charged"]) > 0, f"after {after}: nothing was charged")
        expect(self.host.child.poll() is None, f"after {after}: the host ended")
        wait_until(lambda: self.queue() == (0, 0), 30, f"after {after}: an empty queue")
        self.machines.check_books()

    def killed_and_started(self):
        """Whoever waits gets the picture after all, from the same host, and pays once."""
        price = float(self.machines.report("buyer")["totals"]["charged"])  # of a run that went well
        run = self.start("WeftFarSleep", seconds=10)
        self.until_running()
        self.comfy.kill()
        self.comfy.start()
        status = run.child.wait(240)
        expect(status == 0, f"started anew: exit status {status}: {run.errors()[-800:]}")
        totals = self.machines.report("buyer")["totals"]
        expect(float(totals["charged"]) == price and float(totals["released"]) > 0, f"started anew: {totals}, where a run costs {price}")
        self.passed += 1
        print(f"killed and started anew: the run went on there; held {totals['held']}, charged {totals['charged']}, released {totals['released']}", flush=True)
        self.works("a restart")

    def killed(self):
        run = self.start("WeftFarSleep", seconds=601)
        self.until_running()
        self.comfy.kill()
        self.fails("killed", run, "ProviderLost")
        run = self.start("WeftFarMirror")
        status = run.child.wait(120)
        expect(status != 0 and float((self.machines.report("buyer") or {"totals": {"charged": 0}})["totals"]["charged"]) == 0, "a ComfyUI that is gone worked")
        print(f"and while it is gone: {run.errors().strip().splitlines()[-1]}", flush=True)
        self.comfy.start()
        self.works("a kill")

    def out_of_memory(self):
        self.fails("out of memory", self.start("WeftFarOutOfMemory"), "OutOfMemory")
        self.works("too little memory")

    def failing(self):
        nodes = {"1": {"class_type": "WeftTestFail", "inputs": {"message": "no such planet"}},
                 "2": {"class_type": "PreviewAny", "inputs": {"source": ["1", 0]}}}
        path = self.machines.home / "fail.json"
        path.write_text(json.dumps(nodes), encoding="utf-8")
        (self.machines.home / "buyer/report.json").unlink(missing_ok=True)
        self.fails("failing", self.machines.start_run(path, "buyer", "--comfy", "none"), "NodeFailed", "no such planet")
        self.works("a failure")

    def interrupted(self):
        run = self.start("WeftFarSleep", seconds=602)
        self.until_running()

        def interrupted():  # what comes before the prompt's first node is forgotten by ComfyUI
            ask(self.comfy.url, "/interrupt", {})
            return self.queue() == (0, 0)
        wait_until(interrupted, 60, "an interrupted prompt's end")
        self.fails("interrupted by its owner", run, "ProviderRefused")
        self.works("an interrupt")

    def slow(self):
        run = self.start("WeftFarSleep", seconds=10_000)
        self.until_running()
        self.fails("too slow", run, "TimedOut", seconds=PAID_SECONDS + 60)
        self.works("a slow one")


def main():
    models = pathlib.Path(sys.argv[2])
    with contextlib.ExitStack() as stack:
        folder = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory()))
        comfy = stack.enter_context(server(folder, models, ("comfy_nodes", "comfy_nodes_far")))
        machines = stack.enter_context(Machines(pathlib.Path(sys.argv[1])))
        machines.start_relay()
        host = machines.start_provider("host", "--price", "1", "--comfy", comfy.url, "--comfy-nodes", ",".join(OFFERED))
        fault = Fault(machines, comfy, host)
        for act in (fault.out_of_memory, fault.failing, fault.interrupted, fault.killed_and_started, fault.killed, fault.slow):
            act()
    print(f"{fault.passed} passed, 0 failed")


if __name__ == "__main__":
    try:
        main()
    except Failed as why:
        sys.exit(str(why))
