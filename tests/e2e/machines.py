# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Real processes for end-to-end tests: a relay, providers, buyers, each with a folder and a key of its own."""
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
START_SECONDS = 60


class Failed(Exception):
    """A process or a check didn't do what it should."""


def wait_until(condition, seconds, what):
    """Polls; returns the first true value. Raises Failed after `seconds`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.02)
    raise Failed(f"{what}: not within {seconds} s")


class Process:
    """A child with its stdout and stderr in files of `folder`."""

    def __init__(self, folder, name, arguments):
        folder.mkdir(parents=True, exist_ok=True)
        self.out = folder / f"{name}.log"
        self.err = folder / f"{name}.err"
        self.name = name
        environment = dict(os.environ, OMP_WAIT_POLICY="passive", QT_QPA_PLATFORM="offscreen")
        with self.out.open("wb") as out, self.err.open("wb") as err:
            self.child = subprocess.Popen([str(a) for a in arguments], stdout=out, stderr=err, stdin=subprocess.DEVNULL,
                                          env=environment, start_new_session=True)

    def text(self):
        return self.out.read_text(encoding="utf-8", errors="replace")

    def errors(self):
        return self.err.read_text(encoding="utf-8", errors="replace")

    def wait_for(self, pattern, seconds=START_SECONDS):
        def found():
            match = re.search(pattern, self.text())
            if not match and self.child.poll() is not None:
                raise Failed(f"{self.name} ended with {self.child.returncode}: {self.errors()[-2000:]}")
            return match
        return wait_until(found, seconds, f"{self.name}: {pattern}")

    def kill(self):
        """kill -9 of the process alone: what it started must notice by itself."""
        if self.child.poll() is None:
            self.child.kill()
        self.child.wait()

    def stop(self, seconds=10):
        if self.child.poll() is None:
            self.child.send_signal(signal.SIGTERM)
            try:
                self.child.wait(seconds)
            except subprocess.TimeoutExpired:
                self.child.kill()
                self.child.wait()
        return self.child.returncode


class Machines:
    """A relay, and whoever connects to it, below one temporary folder. Use as a context manager."""

    def __init__(self, bin_folder, trial_credits=100):
        self.bin = pathlib.Path(bin_folder)
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="weft-e2e-"))
        self.trial_credits = trial_credits
        self.relay_options = []
        self.address = "127.0.0.1"
        self.prefix = {}  # by the name of a machine: what its commands are started by (["ip", "netns", "exec", ...])
        self.relay = None
        self.url = None
        self.processes = []

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        for process in reversed(self.processes):
            process.stop()
        if kind is None:
            subprocess.run(["rm", "-rf", str(self.home)], check=False)
        else:
            print(f"everything of this run is kept in {self.home}", file=sys.stderr)

    @property
    def database(self):
        return self.home / "relay" / "relay.sqlite"

    def start_relay(self, port=0, capture=False):
        folder = self.home / "relay"
        arguments = [self.bin / "weft-relay", "--listen", f"{self.address}:{port}", "--database", self.database, "--key",
                     folder / "key", "--trial-credits", self.trial_credits, *self.relay_options]
        if capture:
            arguments += ["--capture", folder / "saw.bin"]
        self.relay = Process(folder, "relay", arguments)
        self.processes.append(self.relay)
        self.url = self.relay.wait_for(r"listening on (ws://\S+)").group(1)
        return self.relay

    def port(self):
        return int(self.url.rsplit(":", 1)[1].split("/")[0])

    def grant(self, account, credits):
        """From the operator, while the relay runs."""
        subprocess.run([self.bin / "weft-relay", "admin", "grant", "--database", self.database, account, str(credits)], check=True, timeout=60)

    def restart_relay(self):
        """kill -9, then the same relay on the same port."""
        port = self.port()
        self.relay.kill()
        self.processes.remove(self.relay)
        return self.start_relay(port=port)

    def start_provider(self, name, *options):
        folder = self.home / name
        process = Process(folder, "share", [self.bin / "weft", "share", "--relay", self.url, "--home", folder, "--name", name,
                                            "--accept-no-sandbox", *options])
        self.processes.append(process)
        process.wait_for(r'"ready"')
        return process

    def weft(self, who, *words):
        """(exit status, stdout, stderr) of a command on somebody's computer."""
        environment = dict(os.environ, QT_QPA_PLATFORM="offscreen", OMP_WAIT_POLICY="passive", LC_ALL="C.UTF-8")
        done = subprocess.run([self.bin / "weft", *map(str, words), "--home", self.home / who], capture_output=True, text=True,
                              timeout=180, env=environment, check=False)
        return done.returncode, done.stdout, done.stderr

    def start_run(self, workflow, name="you", *options):
        folder = self.home / name
        arguments = [*self.prefix.get(name, []), self.bin / "weft", "run", workflow, "--home", folder, "--output", folder / "pictures", "--report",
                     folder / "report.json", *options]
        if self.url and "--only-here" not in options:
            arguments += ["--relay", self.url]
        process = Process(folder, "run", arguments)
        self.processes.append(process)
        return process

    def run(self, workflow, name="you", *options, seconds=300):
        """Runs to the end; returns (exit status, report or None, stderr)."""
        process = self.start_run(workflow, name, *options)
        status = process.child.wait(seconds)
        return status, self.report(name), process.errors()

    def report(self, name="you"):
        path = self.home / name / "report.json"
        return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None

    def books(self):
        text = subprocess.run([self.bin / "weft-relay", "ledger", "show", "--json", "--database", self.database], check=True,
                              capture_output=True, text=True).stdout
        return json.loads(text)

    def check_books(self):
        """Raises Failed unless the ledger's invariants hold."""
        run = subprocess.run([self.bin / "weft-relay", "ledger", "check", "--database", self.database], capture_output=True,
                             text=True, check=False)
        if run.returncode != 0:
            raise Failed(f"the books don't balance: {run.stdout}{run.stderr}")
        return run.stdout.strip()


def demo_workflow():
    return ROOT / "resources" / "workflows" / "upscale-two-machines.json"


def expect(condition, message):
    if not condition:
        raise Failed(message)
