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


@contextlib.contextmanager
def serving(arguments, port, path, log, seconds, cwd=None):
    """Its address, once it answers a GET of `path`; the process ends with the block."""
    with open(log, "wb") as out:
        server = subprocess.Popen([str(a) for a in arguments], cwd=cwd, stdout=out, stderr=out)
    try:
        url = f"http://127.0.0.1:{port}"
        for _ in range(seconds * 4):
            try:
                urllib.request.urlopen(url + path, timeout=60).close()
                break
            except OSError:
                time.sleep(0.25)
        else:
            sys.exit(log.read_text(errors="replace")[-2000:])
        yield url
    finally:
        server.kill()
        server.wait()
