#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A real `weft serve` under load: 200 WebSockets, 10,000 prompts that wait, readers that don't read; and how much memory it takes.

usage: load.py BIN [--prompts N] [--run N] [--mebibytes N]

All that wait must run or be cleared; by default the first 1,000 run. --mebibytes: what it may grow by (sanitizers take several times as much).
"""
import argparse
import http.client
import json
import pathlib
import selectors
import socket
import sys
import tempfile
import threading
import time

from attack import Raw, handshake, memory
from peers import PROGRAM, Socket, Weft, ask, idle, skip

CLIENTS = 200
POSTERS = 4
SLOW = 20
SLOW_TEXT = "long words " * 20_000  # 220 kB


def expect(good, what):
    if not good:
        sys.exit(f"FAILED: {what}")


class Readers(threading.Thread):
    """WebSockets that are read by one thread; what comes is counted and thrown away."""

    def __init__(self, port, count):
        super().__init__(daemon=True)
        self.watch, self.bytes, self.gone, self.stopped = selectors.DefaultSelector(), [0] * count, 0, False
        self.sockets = [Socket(port, f"reader{i}") for i in range(count)]
        for i, one in enumerate(self.sockets):
            self.bytes[i] = len(one.buffer)
            self.watch.register(one.stream, selectors.EVENT_READ, i)

    def run(self):
        while not self.stopped:
            for key, _ in self.watch.select(0.2):
                part = key.fileobj.recv(1 << 18)
                self.bytes[key.data] += len(part)
                if not part:
                    self.gone += 1
                    self.watch.unregister(key.fileobj)

    def end(self):
        self.stopped = True
        self.join()
        for one in self.sockets:
            one.stream.close()


def image(number):
    return {"1": {"class_type": "EmptyImage", "inputs": {"width": 16, "height": 16, "batch_size": 1, "color": number}},
            "2": {"class_type": "PreviewImage", "inputs": {"images": ["1", 0]}}}


def long_work():
    """Keeps the queue where it is until it is interrupted."""
    prompt = {"0": {"class_type": "EmptyImage", "inputs": {"width": 2048, "height": 2048, "batch_size": 1, "color": 1}}}
    for i in range(1, 1000):
        prompt[str(i)] = {"class_type": "ImageBlur", "inputs": {"image": [str(i - 1), 0], "blur_radius": 31, "sigma": 1.0 + i / 1000}}
    prompt["end"] = {"class_type": "PreviewImage", "inputs": {"images": ["999", 0]}}
    return prompt


def remaining(weft):
    return ask(weft.url, "/prompt")[1]["exec_info"]["queue_remaining"]


def post_all(weft, count):
    """Over a few connections that stay open. -> how many a second"""
    statuses, lock = {}, threading.Lock()

    def post(numbers):
        connection = http.client.HTTPConnection("127.0.0.1", weft.port, timeout=300)
        for number in numbers:
            connection.request("POST", "/prompt", json.dumps({"prompt": image(number), "prompt_id": f"p{number}", "client_id": f"reader{number % CLIENTS}"}))
            reply = connection.getresponse()
            reply.read()
            with lock:
                statuses[reply.status] = statuses.get(reply.status, 0) + 1

    start = time.time()
    threads = [threading.Thread(target=post, args=(range(i, count, POSTERS),)) for i in range(POSTERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    expect(statuses == {200: count}, f"{count} prompts were answered {statuses}")
    return count / (time.time() - start)


def grown(weft, before, given, what):
    mebibytes = (memory(weft.process.pid) - before) >> 20
    print(f"{what}: {mebibytes} MiB more than before", flush=True)
    expect(mebibytes < given.mebibytes, f"{what}: memory grew by {mebibytes} MiB")


def many_clients(weft, given):
    readers = Readers(weft.port, CLIENTS)
    readers.start()
    expect(wait(lambda: all(readers.bytes), 30), f"{sum(map(bool, readers.bytes))} of {CLIENTS} clients were greeted")
    with Raw(weft.port) as one_more:
        one_more.send(handshake(weft.port, path="/ws?clientId=one-more"))
        expect(one_more.head()[0] == 101 and one_more.close_code() == 1008, "a client too many is told so")
    expect(readers.gone == 0, "nobody else is ended")
    return readers


def wait(condition, seconds):
    end = time.time() + seconds
    while not condition() and time.time() < end:
        time.sleep(0.05)
    return condition()


def full_queue(weft, readers, given):
    before = memory(weft.process.pid)
    status, answer = ask(weft.url, "/prompt", {"prompt": long_work()})
    expect(status == 200, f"{status} {answer}")
    expect(wait(lambda: len(ask(weft.url, "/queue")[1]["queue_running"]) == 1, 60), "the long one runs")
    rate = post_all(weft, given.prompts)
    print(f"{given.prompts} prompts taken on, {rate:.0f} a second, with {CLIENTS} clients that are told of each")
    expect(remaining(weft) == given.prompts + 1, "all of them wait")
    grown(weft, before, given, f"{given.prompts} prompts wait")
    if given.prompts >= 10_000:
        status, answer = ask(weft.url, "/prompt", {"prompt": image(1)})
        expect(status == 429 and answer["error"]["type"] == "queue_full" and answer["node_errors"] == {}, f"one more: {status} {answer}")
    listed = ask(weft.url, "/queue")[1]["queue_pending"]
    expect(len(listed) == given.prompts and {entry[1] for entry in listed} == {f"p{i}" for i in range(given.prompts)}, "the queue lists them all")
    start = time.time()
    ask(weft.url, "/interrupt", {})
    expect(wait(lambda: remaining(weft) <= given.prompts - given.run, 900), f"{given.run} prompts run")
    print(f"{given.run} run, {given.run / (time.time() - start):.0f} a second")
    ask(weft.url, "/queue", {"delete": [entry[1] for entry in listed[-100:]]})
    left = remaining(weft)
    expect(left <= max(0, given.prompts - given.run - 50), f"a hundred were taken out: {left} are left")
    ask(weft.url, "/queue", {"clear": True})
    expect(idle(weft, 60), "the rest is cleared")
    done = ask(weft.url, "/history?max_items=200")[1]
    bad = [id for id, entry in done.items() if entry["status"]["status_str"] != "success" and id.startswith("p")]
    expect(len(done) >= min(200, given.run) and not bad, f"{len(done)} in the history, {bad} failed")
    expect(readers.gone == 0, f"{readers.gone} readers were ended")
    grown(weft, before, given, f"{given.run} have run")


def told_the_end(weft):
    """Clients beside all that still get what is theirs."""
    with Socket(weft.port, "reader7") as mine:
        ask(weft.url, "/prompt", {"prompt": image(0xABCDEF), "client_id": "reader7"})
        while True:
            message = mine.message()
            if message["type"] == "executing" and message["data"]["node"] is None:
                return


def slow_readers(weft, given):
    """Each posts prompts that tell it a lot, and reads nothing."""
    before = memory(weft.process.pid)
    prompt = {"1": {"class_type": "PrimitiveStringMultiline", "inputs": {"value": SLOW_TEXT}}, "2": {"class_type": "PreviewAny", "inputs": {"source": ["1", 0]}}}
    slow = []
    for i in range(SLOW):
        one = Raw(weft.port)
        one.stream.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        one.send(handshake(weft.port, path=f"/ws?clientId=slow{i}"))
        slow.append(one)
    for turn in range(60):
        for i in range(SLOW):
            status, answer = ask(weft.url, "/prompt", {"prompt": prompt, "client_id": f"slow{i}"})
            expect(status == 200, f"{status} {answer}")
        expect(idle(weft, 120), "prompts of slow clients run")
        ask(weft.url, "/history", {"clear": True})
        if turn == 30:
            grown(weft, before, given, f"{SLOW} clients that don't read, half of {60 * SLOW * len(SLOW_TEXT) >> 20} MiB for them")
    grown(weft, before, given, f"{SLOW} clients that didn't read, {60 * SLOW * len(SLOW_TEXT) >> 20} MiB for them")
    codes = []
    for one in slow:
        one.stream.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
        one.head(5)
        codes.append(one.close_code())
        one.stream.close()
    expect(set(codes) <= {0, 1008}, f"slow clients were ended with {codes}")
    told_the_end(weft)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("bin", type=pathlib.Path)
    parser.add_argument("--prompts", type=int, default=10_000)
    parser.add_argument("--run", type=int, default=1_000)
    parser.add_argument("--mebibytes", type=int, default=300)
    given = parser.parse_args()
    if not (given.bin / PROGRAM).exists() or not (given.bin / "weft-worker").exists():
        skip(f"{PROGRAM} and weft-worker aren't in {given.bin}")
    with tempfile.TemporaryDirectory() as folder, Weft(given.bin, pathlib.Path(folder) / "weft") as weft:
        ask(weft.url, "/prompt", {"prompt": image(1)})
        expect(idle(weft), "a first prompt runs")
        readers = many_clients(weft, given)
        full_queue(weft, readers, given)
        told_the_end(weft)
        readers.end()
        slow_readers(weft, given)
        log = (weft.base / "log").read_text(errors="replace")
        expect(weft.process.poll() is None and "Sanitizer" not in log, f"it lives: {log[-2000:]}")
    print("all ran or were cleared, within bounds")


if __name__ == "__main__":
    main()
