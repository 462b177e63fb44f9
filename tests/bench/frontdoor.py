#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Trivial prompts a second, and the round trip of one that is known: `weft serve` and a real ComfyUI, taking turns in one run.

usage: frontdoor.py BIN [--prompts N] [--rounds N]     WEFT_COMFYUI: a checkout of ComfyUI with an interpreter

A trivial prompt is EmptyImage -> PreviewImage, 16 x 16. Distinct ones have a colour of their own each, so that each runs. From the first
request to the last one's end as the WebSocket tells it. The round trip: from POST /prompt to `executing` null. The client is
the same for both, and its share (some 0.1 ms a request) is in both. TMPDIR on a memory disk (/dev/shm) leaves the disk out of it.
"""
import argparse
import http.client
import json
import pathlib
import statistics
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "e2e/frontdoor"))
from peers import Comfy, Socket, Weft, skip, why_not  # noqa: E402


def prompt(color):
    return {"1": {"class_type": "EmptyImage", "inputs": {"width": 16, "height": 16, "batch_size": 1, "color": color}},
            "2": {"class_type": "PreviewImage", "inputs": {"images": ["1", 0]}}}


class Client:
    """One connection that stays open, and one WebSocket."""

    def __init__(self, peer):
        self.peer, self.http, self.socket, self.color = peer, http.client.HTTPConnection("127.0.0.1", peer.port), Socket(peer.port, "bench"), 0
        self.run([self.fresh()])

    def fresh(self):
        self.color += 1
        return prompt(self.color)

    def run(self, prompts):
        """-> seconds until the last one has ended."""
        start = time.perf_counter()
        for each in prompts:
            self.http.request("POST", "/prompt", json.dumps({"prompt": each, "client_id": "bench"}))
            reply = self.http.getresponse()
            text = reply.read()
            if reply.status != 200:
                sys.exit(f"{self.peer.name}: {reply.status} {text.decode()}")
        left = len(prompts)
        while left:
            message = self.socket.message()
            left -= message["type"] == "executing" and message["data"]["node"] is None
        return time.perf_counter() - start


def measure(client, count):
    known = prompt(1)
    distinct = count / client.run([client.fresh() for _ in range(count)])
    client.run([known])
    same = count / client.run([known] * count)
    trip = statistics.median(client.run([known]) for _ in range(101)) * 1000
    return distinct, same, trip


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("bin", type=pathlib.Path)
    parser.add_argument("--prompts", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    if why := why_not(given.bin):
        skip(why)
    rows = {"ComfyUI": [], "weft serve": []}
    with tempfile.TemporaryDirectory() as folder, Comfy(pathlib.Path(folder) / "comfy") as comfy, Weft(given.bin, pathlib.Path(folder) / "weft") as weft:
        clients = [Client(comfy), Client(weft)]
        for _ in range(given.rounds):
            for client in clients:
                rows[client.peer.name].append(measure(client, given.prompts))
    middle = {name: [statistics.median(column) for column in zip(*values)] for name, values in rows.items()}
    for name, (distinct, same, trip) in middle.items():
        print(f"{name:12} distinct {distinct:8.0f}/s   the same {same:8.0f}/s   known round trip {trip:7.3f} ms")
    theirs, ours = middle["ComfyUI"], middle["weft serve"]
    print(f"Weft / ComfyUI: distinct {ours[0] / theirs[0]:.1f}, the same {ours[1] / theirs[1]:.1f}, round trip {theirs[2] / ours[2]:.1f} times as fast")


if __name__ == "__main__":
    main()
