# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Real servers of other programs, on this computer, for a test that skips where they can't be had."""
import contextlib
import socket
import subprocess
import sys
import time
import urllib.request


def skip(why):
    print(f"SKIPPED: {why}")
    sys.exit(0)


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Server:
    """A server of somebody else's, that a test may kill and start anew at the same address. Its output goes to `log`."""

    def __init__(self, arguments, port, path, log, seconds, cwd=None):
        self.arguments, self.path, self.log, self.seconds, self.cwd = [str(a) for a in arguments], path, log, seconds, cwd
        self.url = f"http://127.0.0.1:{port}"
        self.process = None

    def start(self):
        """Until it answers a GET of `path`."""
        with open(self.log, "ab") as out:
            self.process = subprocess.Popen(self.arguments, cwd=self.cwd, stdout=out, stderr=out)
        for _ in range(self.seconds * 4):
            try:
                urllib.request.urlopen(self.url + self.path, timeout=60).close()
                return
            except OSError:
                time.sleep(0.25)
        self.kill()
        sys.exit(self.log.read_text(errors="replace")[-2000:])

    def kill(self):
        self.process.kill()
        self.process.wait()

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.kill()


@contextlib.contextmanager
def serving(arguments, port, path, log, seconds, cwd=None):
    """Its address, once it answers a GET of `path`; the process ends with the block."""
    with Server(arguments, port, path, log, seconds, cwd) as server:
        yield server.url
