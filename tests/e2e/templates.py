#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every template that Weft ships runs, with nothing but what Weft ships, and gives a picture.

usage: templates.py BIN
"""
import pathlib
import sys

from machines import ROOT, Failed, Machines, expect

WORKFLOWS = ROOT / "resources" / "workflows"
SHIPPED = ["--models", ROOT / "resources" / "models", "--input", ROOT / "resources" / "photos"]
LEAST_BYTES = 5_000 # of a PNG that shows something


def main():
    workflows = sorted(WORKFLOWS.glob("*.json"))
    expect(len(workflows) >= 5, "templates are missing")
    with Machines(pathlib.Path(sys.argv[1])) as machines:
        machines.start_relay()
        machines.start_provider("host", "--price", "1", "--models", ROOT / "resources" / "models")
        for workflow in workflows:
            status, report, errors = machines.run(workflow, workflow.stem, *SHIPPED)
            expect(status == 0, f"{workflow.stem}: exit status {status}: {errors[-800:]}")
            files = [pathlib.Path(name) for output in report["outputs"] for name in output["files"]]
            expect(files, f"{workflow.stem}: nothing was saved")
            for file in files:
                size = file.stat().st_size
                expect(size >= LEAST_BYTES, f"{workflow.stem}: {file.name} has {size} bytes")
            hosts = {machine for node in report["nodes"] for machine in node["machines"]}
            print(f"{workflow.stem}: {len(files)} picture(s), on {', '.join(sorted(hosts))}", flush=True)
        machines.check_books()
    print("templates: passed")


if __name__ == "__main__":
    try:
        main()
    except Failed as problem:
        print(f"templates: FAILED: {problem}", file=sys.stderr)
        sys.exit(1)
