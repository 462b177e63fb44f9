#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The ledger beside pgbench's TPC-B (8 clients, prepared statements, fsync on), taking turns on one disk.

usage: tests/bench/ledger_peer.py BENCH_LEDGER [--rounds N] [--seconds N] [--clients N] [--folder DIR]

One line per measurement, then medians and ratios to pgbench. --folder: where the databases lie (the system's temporary folder).
"""
import argparse
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "e2e"))
import postgres # noqa: E402


def bench(options, database, what):
    run = subprocess.run([options.bench, database, "--what", what, "--clients", str(options.clients), "--seconds",
                          str(options.seconds)], capture_output=True, text=True, check=True)
    numbers = re.search(r"(\d+) per second, answers p50 ([\d.]+) ms, p99 ([\d.]+) ms", run.stdout)
    return float(numbers.group(1)), float(numbers.group(3))


def pgbench(options, cluster):
    run = subprocess.run([cluster.bin / "pgbench", "-n", "-M", "prepared", "-c", "8", "-j", "2", "-T", str(options.seconds),
                          cluster.url("tpcb")], capture_output=True, text=True, check=True)
    return float(re.search(r"tps = ([\d.]+)", run.stdout).group(1)), None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--clients", type=int, default=256)
    parser.add_argument("--folder", default=tempfile.gettempdir())
    options = parser.parse_args()
    if not postgres.programs():
        print("SKIPPED: PostgreSQL isn't installed (package postgresql-15)")
        return 0
    tempfile.tempdir = options.folder
    measured = {}
    with postgres.Cluster("shared_buffers=256MB", "max_wal_size=4GB") as cluster, tempfile.TemporaryDirectory() as folder:
        cluster.new_database("tpcb")
        subprocess.run([cluster.bin / "pgbench", "-i", "-q", "-s", "10", cluster.url("tpcb")], check=True, capture_output=True)
        for number in range(options.rounds):
            turns = {
                "pgbench TPC-B, 8 clients": lambda: pgbench(options, cluster),
                "SQLite, transfers": lambda: bench(options, f"{folder}/post{number}.db", "post"),
                "SQLite, jobs (hold + settlement)": lambda: bench(options, f"{folder}/jobs{number}.db", "jobs"),
                "PostgreSQL, transfers": lambda: bench(options, cluster.new_database("post"), "post"),
                "PostgreSQL, jobs (hold + settlement)": lambda: bench(options, cluster.new_database("jobs"), "jobs"),
            }
            for name, turn in turns.items():
                rate, p99 = turn()
                measured.setdefault(name, []).append((rate, p99))
                print(f"{name}: {rate:.0f} per second" + (f", p99 {p99:.1f} ms" if p99 else ""), flush=True)
    peer = [rate for rate, _ in measured["pgbench TPC-B, 8 clients"]]
    print("\nmedians; the ratio is the median of the rounds' ratios to pgbench")
    for name, values in measured.items():
        rates = [rate for rate, _ in values]
        ratio = statistics.median(rate / other for rate, other in zip(rates, peer))
        slow = [p99 for _, p99 in values if p99]
        print(f"{name}: {statistics.median(rates):.0f} per second, x {ratio:.2f}"
              + (f", p99 {statistics.median(slow):.1f} ms" if slow else ""))
    return 0


if __name__ == "__main__":
    sys.exit(main())
