# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""For tests: starts the fake, speaks to its /_fake/ side, and takes its webhooks."""
import http.server
import json
import pathlib
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request

FOLDER = pathlib.Path(__file__).resolve().parent


class Fake:
    """A running fake. `options`: further arguments of main.py."""

    def __init__(self, *options, port=0):
        self.child = subprocess.Popen([sys.executable, str(FOLDER / "main.py"), "--port", str(port), "--with-parent",
                                       *options], stdout=subprocess.PIPE, text=True)
        line = self.child.stdout.readline()
        found = re.match(r"fake-stripe listening on (http://127\.0\.0\.1:(\d+))", line)
        if not found:
            raise RuntimeError(f"the fake didn't start: {line}")
        self.base, self.port = found.group(1), int(found.group(2))

    def stop(self, how=signal.SIGTERM):
        if self.child.poll() is not None:
            return
        self.child.send_signal(how)
        self.child.wait(10)
        self.child.stdout.close()

    def call(self, method, path, value=None):
        """A control route. -> its JSON; raises urllib's HTTPError."""
        body = None if value is None else json.dumps(value).encode()
        request = urllib.request.Request(f"{self.base}/_fake/{path}", body, {"Content-Type": "application/json"}, method=method)
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.load(answer)

    def get(self, path):
        return self.call("GET", path)

    def post(self, path, /, **value):
        return self.call("POST", path, value)

    def reset(self):
        self.call("DELETE", "faults")
        self.call("DELETE", "webhooks")

    def wait_idle(self, seconds=30):
        wait_until(lambda: self.get("idle")["idle"], seconds, "webhooks to be delivered")


def wait_until(condition, seconds, what):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.02)
    raise AssertionError(f"{what}: not within {seconds} s")


class Receiver:
    """A webhook endpoint. `answers`: statuses to give first; then 200."""

    def __init__(self):
        self.got, self.answers = [], []
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.got.append((self.headers["Stripe-Signature"], body))
                self.send_response(receiver.answers.pop(0) if receiver.answers else 200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/webhook"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def events(self):
        return [json.loads(body) for _, body in self.got]

    def types(self):
        return [event["type"] for event in self.events()]

    def clear(self):
        self.got.clear()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
