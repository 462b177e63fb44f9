# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bytes that no decent client sends, and a socket that sends them."""
import pathlib
import re
import select
import socket
import struct
import time
import zlib

from peers import small_png

PATIENCE = 60


class Raw:
    """A connection on which anything may be sent. Status 0: it ended without an answer."""

    def __init__(self, port):
        self.stream = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self.heard = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stream.close()

    def send(self, data):
        """False: the other side has had enough."""
        try:
            self.stream.settimeout(PATIENCE)
            self.stream.sendall(data)
            return True
        except OSError:
            return False

    def trickle(self):
        """A byte more; False: an answer has come, or the end."""
        if select.select([self.stream], [], [], 0)[0]:
            return False
        return self.send(b"X")

    def more(self, seconds=PATIENCE):
        try:
            self.stream.settimeout(seconds)
            part = self.stream.recv(1 << 16)
        except OSError:
            return False
        self.heard += part
        return bool(part)

    def head(self, seconds=PATIENCE):
        """(status, what came behind the head)"""
        while b"\r\n\r\n" not in self.heard and self.more(seconds):
            pass
        found = re.match(rb"HTTP/1\.1 (\d+)", self.heard)
        self.heard = self.heard.partition(b"\r\n\r\n")[2]
        return (int(found[1]) if found else 0), self.heard

    def answer(self, seconds=PATIENCE):
        """(status, text)"""
        while b"\r\n\r\n" not in self.heard and self.more(seconds):
            pass
        head, _, body = self.heard.partition(b"\r\n\r\n")
        found = re.match(rb"HTTP/1\.1 (\d+)", head)
        length = re.search(rb"(?i)content-length: (\d+)", head)
        while length and len(body) < int(length[1]) and self.more(seconds):
            body = self.heard.partition(b"\r\n\r\n")[2]
        return (int(found[1]) if found else 0), body.decode(errors="replace")

    def close_code(self):
        """The code of the WebSocket's close frame; 0: it ended without one."""
        end, at = time.time() + PATIENCE, 0
        while time.time() < end:
            while len(self.heard) - at >= 2:
                first, size = self.heard[at], self.heard[at + 1] & 127
                digits = {126: 2, 127: 8}.get(size, 0)
                size = int.from_bytes(self.heard[at + 2:at + 2 + digits], "big") if digits else size
                if len(self.heard) - at < 2 + digits + size:
                    break
                if first & 15 == 8:
                    return int.from_bytes(self.heard[at + 2:at + 4], "big")
                at += 2 + digits + size
            if not self.more():
                return 0
        return 0


def raw(port, data):
    """(status, text) of one request."""
    with Raw(port) as connection:
        connection.send(data)
        return connection.answer()


def handshake(port, *headers, path="/ws"):
    """A WebSocket's; `headers` take the place of usual ones of the same name."""
    lines = {"Host": f"127.0.0.1:{port}", "Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version": "13"}
    lines |= dict(header.split(": ", 1) for header in headers)
    return (f"GET {path} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in lines.items()) + "\r\n").encode()


def frame(first, payload):
    """A client's WebSocket frame; the mask changes nothing."""
    size = len(payload)
    head = bytes([first, 0x80 | size]) if size < 126 else bytes([first, 0xFE]) + struct.pack(">H", size) if size < 65536 else bytes([first, 0xFF]) + struct.pack(">Q", size)
    return head + bytes(4) + payload


def chunk(content, extension=b""):
    return b"%x" % len(content) + extension + b"\r\n" + content + b"\r\n"


def nested(depth, open_=b"[", close=b"]"):
    return open_ * depth + b"1" + close * depth


def form(fields):
    """(Content-Type header, body) of a form; a pair is a file: its name and its content."""
    body = b""
    for name, value in fields.items():
        file = isinstance(value, tuple)
        body += b'--edge\r\nContent-Disposition: form-data; name="' + name.encode() + b'"'
        body += b'; filename="' + value[0].encode() + b'"' if file else b""
        body += b"\r\n\r\n" + (value[1] if file else value.encode()) + b"\r\n"
    return "Content-Type: multipart/form-data; boundary=edge", body + b"--edge--\r\n"


png = small_png


def text_bombs():
    """Small pictures whose texts, colour profile or pixels unpack to gigabytes, or claim to."""
    def part(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    def packed(mebibytes):
        squeezer = zlib.compressobj(9)
        block = bytes(1 << 20)
        return b"".join(squeezer.compress(block) for _ in range(mebibytes)) + squeezer.flush()

    good, huge = small_png(), packed(2048)
    head, rest = good[:33], good[33:]
    wide = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0)
    return {
        "ztxt": head + part(b"zTXt", b"prompt\0\0" + huge) + rest,
        "itxt": head + part(b"iTXt", b"workflow\0\1\0\0\0" + huge) + rest,
        "iccp": head + part(b"iCCP", b"profile\0\0" + huge) + rest,
        "many": head + part(b"zTXt", b"prompt\0\0" + packed(64)) * 200 + rest,
        "late": good[:-12] + part(b"zTXt", b"prompt\0\0" + huge) + good[-12:],
        "idat": head + part(b"IDAT", huge) + good[-12:],
        "wide": good[:8] + part(b"IHDR", wide) + part(b"IDAT", huge) + good[-12:],
    }


def memory(pid, peak=False):
    """Bytes of main memory that a process has, or had at most."""
    text = pathlib.Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+)" if peak else r"VmRSS:\s+(\d+)", text)[1]) << 10
