# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A real ComfyUI and `weft serve`, started with folders of their own, and a small WebSocket client."""
import base64
import json
import os
import pathlib
import re
import shutil
import socket
import struct
import subprocess
import sys
import time
import urllib.error
import urllib.request
import zlib

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from comfy_server import interpreter  # noqa: E402
from servers import free_port, skip  # noqa: E402, F401

PROGRAM = os.environ.get("WEFT_PROGRAM", "weft")
FOLDERS = ("input", "output", "temp", "user", "custom_nodes", "models/checkpoints", "models/loras", "models/vae", "models/controlnet", "models/embeddings")


def checkout():
    return pathlib.Path(os.environ["WEFT_COMFYUI"]) if os.environ.get("WEFT_COMFYUI") else None


def tiny_checkpoint():
    models = pathlib.Path(os.environ.get("WEFT_TINY_MODELS", ""))
    return next((path for path in (models / "checkpoints/tiny_sd15_taesd.safetensors", models / "tiny_sd15_taesd.safetensors") if path.is_file()), None)


def why_not(programs):
    """Why the two can't be compared; empty when they can."""
    if not checkout():
        return "WEFT_COMFYUI names no checkout of ComfyUI"
    if not interpreter(checkout()):
        return "no Python interpreter beside the checkout of ComfyUI"
    return "" if (programs / PROGRAM).exists() and (programs / "weft-worker").exists() else f"{PROGRAM} and weft-worker aren't in {programs}"


def in_own_network(script, run, why_not):
    """What a script's main does whose programs must reach nobody: run(BIN) in a network that has this computer's loopback alone; the
    exit status. Skipped where that can't be, or where why_not(BIN) says why not."""
    programs = pathlib.Path(sys.argv[1])
    if "--inside" in sys.argv:
        subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
        return run(programs)
    if why := why_not(programs):
        skip(why)
    if not shutil.which("ip") or subprocess.run(["unshare", "-rn", "true"], check=False).returncode:
        skip("this machine lets nobody have a network of their own (unshare -rn, ip)")
    return subprocess.run(["unshare", "-rn", sys.executable, script, programs, "--inside"], check=False).returncode


def ask(url, path, body=...):
    """-> (status, JSON or text). Without `body`: GET."""
    data = None if body is ... else json.dumps(body).encode()
    try:
        with urllib.request.urlopen(url + path, data, timeout=120) as reply:
            status, text = reply.status, reply.read()
    except urllib.error.HTTPError as error:
        status, text = error.code, error.read()
    try:
        return status, json.loads(text)
    except ValueError:
        return status, text.decode(errors="replace")


def idle(peer, seconds=60):
    """Whether it has come to an end. ComfyUI 0.3.64's worker dies of some prompts that it has accepted."""
    deadline = time.time() + seconds
    while ask(peer.url, "/prompt")[1]["exec_info"]["queue_remaining"]:
        if time.time() > deadline:
            return False
        time.sleep(0.05)
    return True


def small_png():
    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
    rows = b"".join(b"\0" + bytes((16 * x + y) % 256 for x in range(16) for _ in range(3)) for y in range(16))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 16, 16, 8, 2, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


class Peer:
    """A server that is started on entering and ended on leaving."""

    def __init__(self, base):
        self.base = base
        for name in FOLDERS:
            (base / name).mkdir(parents=True, exist_ok=True)
        (base / "input/in.png").write_bytes(small_png())
        self.log = open(base / "log", "wb")
        self.process = None
        self.port = 0

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self):
        self.start()
        deadline = time.time() + 180
        while True:
            try:
                if self.is_up():
                    return self
            except OSError:
                pass
            if self.process.poll() is not None or time.time() > deadline:
                self.log.flush()
                sys.exit(f"{self.name} didn't start:\n" + (self.base / "log").read_text(errors="replace")[-2000:])
            time.sleep(0.1)

    def is_up(self):
        return ask(self.url, "/prompt")[0] == 200

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Comfy(Peer):
    name = "ComfyUI"

    def start(self):
        self.port = free_port()
        self.process = subprocess.Popen([interpreter(checkout()), "main.py", "--cpu", "--port", str(self.port), "--base-directory", str(self.base)],
                                        cwd=checkout(), stdout=self.log, stderr=subprocess.STDOUT)


class Weft(Peer):
    name = "weft serve"

    def __init__(self, programs, base, port=None, options=()):
        super().__init__(base)
        self.programs, self.port, self.options = programs, port or free_port(), options

    def start(self, *more):
        options = [*more, "--port", self.port, "--input", self.base / "input", "--output", self.base / "output", "--models", self.base / "models",
                   "--home", self.base / "home", "--comfy", "none", "--only-here", *self.options]
        self.process = subprocess.Popen([self.programs / PROGRAM, "serve", *map(str, options)], stdout=self.log, stderr=subprocess.STDOUT)


class Socket:
    """A WebSocket client: texts in, in order; all else is left out."""

    def __init__(self, port, client):
        self.stream = socket.create_connection(("127.0.0.1", port), timeout=120)
        key = base64.b64encode(os.urandom(16)).decode()
        self.stream.sendall((f"GET /ws?clientId={client} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                             f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n").encode())
        self.buffer = b""
        while b"\r\n\r\n" not in self.buffer:
            self.buffer += self.more()
        head, self.buffer = self.buffer.split(b"\r\n\r\n", 1)
        if not re.match(rb"HTTP/1.1 101", head):
            raise ConnectionError(head.decode(errors="replace"))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stream.close()

    def more(self):
        part = self.stream.recv(1 << 16)
        if not part:
            raise ConnectionError("the server closed the WebSocket")
        return part

    def take(self, size):
        while len(self.buffer) < size:
            self.buffer += self.more()
        part, self.buffer = self.buffer[:size], self.buffer[size:]
        return part

    def frame(self):
        first, second = self.take(2)
        size = second & 127
        if size == 126:
            size = int.from_bytes(self.take(2), "big")
        elif size == 127:
            size = int.from_bytes(self.take(8), "big")
        return first, self.take(size)

    def message(self):
        """The next text, as JSON. Pings aren't answered: no test lasts as long."""
        text = b""
        while True:
            first, content = self.frame()
            if first & 15 in (0, 1):
                text += content
                if first & 128:
                    return json.loads(text)
