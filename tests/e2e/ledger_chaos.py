#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Kills a relay under load with -9, again and again: what was acknowledged is there, nothing is there twice, the books balance.

usage: tests/e2e/ledger_chaos.py BIN LOAD [--times N] [--database sqlite|postgresql] [--pairs N] [--seed N] [--also FILE.py]

LOAD is the program e2e.ledger-load: buyers and providers that hold, settle and release through all restarts. With PostgreSQL,
every fifth round kills the database's server instead of the relay, which must find it again. A new ledger is begun every 20 rounds.
After each kill `weft-relay ledger check` must pass; at the end of a ledger every answer is compared with the books.
--also: a Python file whose companion() returns a Companion, for parts that work along, such as stripe_companion.py. The last line is "N rounds, 0 failed".
"""
import argparse
import decimal
import importlib.util
import json
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time

import postgres
from machines import Failed, Process, expect, wait_until

ROUNDS_PER_LEDGER = 20
MICRO = 1_000_000


class Companion:
    """Something that works, and may be killed, beside the relay: override what is needed."""

    def start(self, folder, bin):
        """Before the relay of a new ledger is started in `folder`; `bin` holds the programs."""

    def relay_options(self):
        """More arguments for weft-relay."""
        return []

    def before_kill(self, chance):
        """Just before the kill."""

    def relay_started(self, url):
        """The relay is there, for the first time or again."""

    def verify(self, books, command):
        """`books` as `ledger show` prints them; `command(words...)` runs weft-relay on them. Returns a list of what is wrong."""
        return []

    def stop(self):
        """After the last round of a ledger; the relay still runs."""

    def close(self):
        """The ledger's end, however it went."""


class Load:
    """The load program, and what it was told."""

    def __init__(self, program, url, pairs):
        self.child = subprocess.Popen([program, url, str(pairs)], stdout=subprocess.PIPE, text=True)
        self.lines = []
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()

    def read(self):
        for line in self.child.stdout:
            self.lines.append(line.split())

    def count(self, *kinds):
        return sum(line[0] in kinds for line in self.lines)

    def stop(self):
        self.child.kill()
        self.child.wait()
        self.reader.join(10)


def micro(credit_string):
    return int(decimal.Decimal(credit_string) * MICRO)


def compare(lines, books):
    """What the answers say that the books don't."""
    wrong = [" ".join(line) for line in lines if line[0] == "wrong"]
    holds = {hold["job"]: hold for hold in books["holds"]}
    legs = {}
    trials = {}
    for transfer in books["transfers"]:
        if transfer["hold"]:
            legs.setdefault(transfer["hold"], []).append(transfer)
        if transfer["debit"] == "relay:promotion":
            trials[transfer["credit"]] = trials.get(transfer["credit"], 0) + 1
    wrong += [f"{book} was given trial credits {count} times" for book, count in trials.items() if count != 1]
    wrong += [f"account {line[1]} was forgotten" for line in lines if line[0] == "account" and f"{line[1]}:trial" not in trials]
    seen = set()
    for kind, job, *rest in (line for line in lines if line[0] in ("held", "ended")):
        hold = holds.get(job)
        if hold is None:
            wrong.append(f"{kind} {job} was acknowledged and isn't there")
        elif kind == "held" and micro(hold["amount"]) != int(rest[0]):
            wrong.append(f"{job} holds another amount")
        elif kind == "ended":
            state, captured, earned = rest[0], int(rest[1]), int(rest[2])
            found = (hold["state"], micro(hold.get("captured", "0")), micro(hold.get("earned", "0")))
            if found != (state, captured, earned):
                wrong.append(f"{job} is {found}, acknowledged was {state} {captured} {earned}")
            taken = [micro(leg["amount"]) for leg in legs.get(job, []) if leg["credit"] == "relay:clearing"]
            if sum(taken) != captured or len(taken) > 1:
                wrong.append(f"{job} took {taken}")
            if job in seen:
                wrong.append(f"{job} was acknowledged twice")
            seen.add(job)
    return wrong


class Ledger:
    """One relay and its database, from the first start to the comparison."""

    def __init__(self, options, cluster, companions, number):
        self.options = options
        self.cluster = cluster
        self.companions = companions
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="weft-chaos-"))
        self.database = cluster.new_database(f"chaos{number}") if cluster else self.home / "relay.db"
        for companion in companions:
            companion.start(self.home, options.bin)
        self.relay = None
        self.port = 0
        self.start_relay()
        for companion in companions:
            companion.relay_started(self.url)
        self.load = Load(options.load, self.url, options.pairs)

    def start_relay(self):
        more = [option for companion in self.companions for option in companion.relay_options()]
        self.relay = Process(self.home, "relay", [self.options.bin / "weft-relay", "--listen", f"127.0.0.1:{self.port}", "--database",
                                                  self.database, "--key", self.home / "key", "--trial-credits", "1000",
                                                  "--trial-budget", "1000000", *more])
        self.url = self.relay.wait_for(r"listening on (ws://\S+)").group(1)
        self.port = int(self.url.rsplit(":", 1)[1])

    def command(self, *words):
        return subprocess.run([self.options.bin / "weft-relay", *words, "--database", self.database], capture_output=True, text=True,
                              check=False)

    def check(self):
        check = self.command("ledger", "check")
        expect(check.returncode == 0, f"ledger check: {check.stdout}{check.stderr}")

    def round(self, chance, kill_server):
        count = self.load.count("held", "ended")
        wait_until(lambda: self.load.count("held", "ended") >= count + self.options.pairs, 60, "answers about money")
        time.sleep(chance.random() * 0.3)
        for companion in self.companions:
            companion.before_kill(chance)
        if kill_server:
            self.cluster.crash()
            self.cluster.start()
        else:
            self.relay.kill()
        self.check()
        if not kill_server:
            self.start_relay()
        for companion in self.companions:
            companion.relay_started(self.url)

    def end(self):
        """Returns what is wrong, and how much was acknowledged."""
        count = self.load.count("ended")
        wait_until(lambda: self.load.count("ended") > count, 60, "an answer after the last restart")
        for companion in self.companions:
            companion.stop()
        self.load.stop()
        self.relay.kill()
        self.check()
        books = json.loads(self.command("ledger", "show").stdout)
        wrong = compare(self.load.lines, books)
        for companion in self.companions:
            wrong += companion.verify(books, self.command)
        return wrong, self.load.count("ended")

    def close(self, keep):
        for companion in self.companions:
            companion.close()
        self.load.stop()
        self.relay.kill()
        if keep:
            print(f"this ledger is kept: {self.database}", file=sys.stderr)
        else:
            shutil.rmtree(self.home, ignore_errors=True)
            if self.cluster:
                self.cluster.drop_database(self.database)


def companions_of(files):
    for number, file in enumerate(files):
        spec = importlib.util.spec_from_file_location(f"companion{number}", file)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        yield module.companion()


def run_ledger(options, cluster, number, rounds, chance):
    """Returns the failures of these rounds, and how many jobs were acknowledged."""
    ledger = Ledger(options, cluster, list(companions_of(options.also)), number)
    failures = []
    ended = 0
    try:
        for n in range(1, rounds + 1):
            ledger.round(chance, cluster is not None and n % 5 == 0)
        failures, ended = ledger.end()
        print(f"ledger {number}: {rounds} kills, {ended} jobs acknowledged, {len(failures)} wrong", flush=True)
    except (Failed, OSError, ValueError, RuntimeError) as error:
        failures.append(f"ledger {number}: {error}\n{ledger.relay.errors()[-1000:]}")
    finally:
        ledger.close(keep=bool(failures))
    return failures, ended


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bin", type=pathlib.Path)
    parser.add_argument("load", type=pathlib.Path)
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--pairs", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--also", action="append", default=[])
    options = parser.parse_args()
    missing = [path.name for path in (options.bin / "weft-relay", options.load) if not path.exists()]
    if missing:
        print("SKIPPED: " + ", ".join(missing) + " not built")
        return 0
    if options.database == "postgresql" and not postgres.programs():
        print("SKIPPED: PostgreSQL isn't installed (package postgresql-15)")
        return 0
    cluster = postgres.Cluster() if options.database == "postgresql" else None
    chance = random.Random(options.seed)
    failed = total = done = 0
    try:
        while done < options.times:
            rounds = min(ROUNDS_PER_LEDGER, options.times - done)
            failures, ended = run_ledger(options, cluster, done // ROUNDS_PER_LEDGER + 1, rounds, chance)
            done += rounds
            total += ended
            failed += len(failures)
            for failure in failures[:20]:
                print(f"FAILED: {failure}", flush=True)
    finally:
        if cluster:
            cluster.__exit__()
    print(f"{options.database}: {total} jobs acknowledged, none lost, none twice" if not failed else "something was lost or wrong")
    print(f"{done} rounds, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
