#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What nobody should send, to a real `weft serve`: refused with a status that says so, nothing read or written elsewhere, and the process
answers after each.

usage: hostile.py BIN [CASE...]
"""
import contextlib
import json
import os
import pathlib
import sys
import tempfile
import threading
import time

from attack import Raw, chunk, form, frame, handshake, memory, nested, png, raw, text_bombs
from peers import PROGRAM, Weft, ask, idle, skip

SECRET = "a secret that is nobody's business"
TOKEN = "sixteen letters and more"


class Guarded(Weft):
    """Listens beyond loopback, with a token."""

    def start(self):
        super().start("--listen", "0.0.0.0", "--token", TOKEN)

    def is_up(self):
        return raw(self.port, b"GET /prompt HTTP/1.1\r\nHost: x\r\n\r\n")[0] == 401


def expect(status, wanted, what):
    if status not in (wanted if isinstance(wanted, (set, range)) else {wanted}):
        sys.exit(f"FAILED: {what}: status {status}, not {wanted}")


def get(weft, target, *headers, method="GET", body=b"", host=None):
    """-> (status, text)"""
    lines = [f"{method} {target} HTTP/1.1", f"Host: {host or f'127.0.0.1:{weft.port}'}", *headers]
    if body or method in ("POST", "PATCH"):
        lines.append(f"Content-Length: {len(body)}")
    return raw(weft.port, "\r\n".join(lines).encode() + b"\r\nConnection: close\r\n\r\n" + body)


def foreign_pages(weft):
    for path in ("/prompt", "/view?filename=a.png", "/userdata?dir=.", "/object_info", "/settings", "/api/queue"):
        for header in ("Origin: http://evil.example", "Origin: null", f"Origin: http://127.0.0.1:{weft.port + 1}", "Origin: https://127.0.0.1:1",
                       "Sec-Fetch-Site: cross-site"):
            expect(get(weft, path, header)[0], 403, f"{path} with {header}")
        expect(get(weft, path, host="evil.example")[0], 403, f"{path} under a name that was pointed here")
    for path in ("/prompt", "/upload/image", "/interrupt", "/free", "/queue", "/history", "/settings", "/users"):
        expect(get(weft, path, "Origin: http://evil.example", method="POST", body=b"{}")[0], 403, f"POST {path} from a foreign page")
    expect(raw(weft.port, handshake(weft.port, "Origin: http://evil.example"))[0], 403, "a WebSocket from a foreign page")
    expect(get(weft, "/prompt", f"Origin: http://127.0.0.1:{weft.port}")[0], 200, "its own page")


def without_token(weft):
    with tempfile.TemporaryDirectory() as folder, Guarded(weft.programs, pathlib.Path(folder)) as guarded:
        for path in ("/", "/prompt", "/object_info", "/view?filename=a.png", "/userdata?dir=.", "/internal/logs", "/api/settings", "/system_stats"):
            expect(get(guarded, path)[0], 401, f"{path} without a token")
            expect(get(guarded, path, "Authorization: Bearer not the right one")[0], 401, f"{path} with a wrong token")
            expect(get(guarded, path, f"Cookie: weft_token={TOKEN[:-1]}")[0], 401, f"{path} with most of the token")
        for path in ("/prompt", "/upload/image", "/interrupt", "/users", "/v1/nodes/EmptyImage"):
            expect(get(guarded, path, method="POST", body=b"{}")[0], 401, f"POST {path} without a token")
        expect(raw(guarded.port, handshake(guarded.port))[0], 401, "a WebSocket without a token")
        expect(raw(guarded.port, handshake(guarded.port, f"Authorization: Bearer {TOKEN}"))[0], 101, "a WebSocket with it")
        expect(get(guarded, "/prompt", f"Authorization: Bearer {TOKEN}", host="anything.example")[0], 200, "with the token")
        expect(get(guarded, "/prompt", f"Authorization: Bearer {TOKEN}", "Origin: http://evil.example")[0], 403, "with it, from a foreign page")


WAYS_OUT = ["../secret.txt", "..%2fsecret.txt", "%2e%2e/secret.txt", "%2e%2e%2fsecret.txt", "..%252fsecret.txt", "..%5csecret.txt", "..\\secret.txt",
            "sub/../../secret.txt", "./../secret.txt", "....//secret.txt", "%c0%ae%c0%ae/secret.txt", "..%c0%afsecret.txt", "secret.txt%00.png",
            "..%2fsecret.txt%00.png", "C:/secret.txt", "C:%5csecret.txt", "%5c%5chost%5cshare", "//host/share", "file:///etc/passwd", "~/.ssh/id_rsa",
            "out/secret.txt", "secret-link.txt", "a%0d%0aSet-Cookie:x", "CON", "nul.png", "aux.txt:stream", "%2fetc%2fpasswd", "/etc/passwd",
            "../../../../../../../../etc/passwd", "/proc/self/environ", "%2fdev%2fzero", "x" * 5000]


def traversal(weft):
    """In each folder lie a link to a folder outside ("out") and one to the secret."""
    (weft.base / "secret.txt").write_text(SECRET)
    for name in ("input", "output", "home/frontdoor/user"):
        folder = weft.base / name
        folder.mkdir(parents=True, exist_ok=True)
        for link, to in (("out", weft.base), ("secret-link.txt", weft.base / "secret.txt")):
            with contextlib.suppress(FileExistsError):
                (folder / link).symlink_to(to)
    before = outside(weft)
    places = ["/{}", "/api/{}", "/templates/{}", "/docs/{}", "/extensions/{}", "/assets/../{}", "/userdata/{}", "/v2/userdata?path={}", "/userdata?dir={}",
              "/models/{}", "/view_metadata/checkpoints?filename={}", "/view_metadata/{}?filename=a.safetensors",
              "/experiment/models/preview/checkpoints/0/{}", "/internal/files/{}", "/history/{}", "/object_info/{}", "/settings/{}"]
    places += [f"/view?type={kind}&filename={{}}{more}" for kind in ("input", "output", "temp") for more in ("", "&preview=webp", "&channel=rgb")]
    places += ["/view?type=input&filename=secret.txt&subfolder={}", "/view?type={}&filename=secret.txt"]
    for way in WAYS_OUT:
        for place in places:
            status, text = get(weft, place.format(way))
            expect(status, {200, 400, 403, 404, 414, 431, 500}, f"GET {place.format(way)}")
            if SECRET in text or "root:" in text or "PATH=" in text:
                sys.exit(f"FAILED: GET {place.format(way)} told what it shouldn't")
        for method, target in (("POST", f"/userdata/{way}"), ("DELETE", f"/userdata/{way}"), ("POST", f"/userdata/a/move/{way}"), ("POST", f"/userdata/{way}/move/a")):
            expect(get(weft, target, method=method, body=b"x" if method == "POST" else b"")[0], {200, 204, 400, 403, 404, 405, 409, 431}, f"{method} {target}")
    unquoted = [*(way.replace("%2f", "/").replace("%5c", "\\").replace("%00", "\0") for way in WAYS_OUT), "", ".", ".."]
    for way in unquoted:
        for fields in ({"image": (way, b"x")}, {"image": ("a.png", b"x"), "subfolder": way}, {"image": ("a.png", b"x"), "type": way},
                       {"image": (way, b"x"), "overwrite": "true", "type": "output"}):
            for path in ("/upload/image", "/upload/mask"):
                head, body = form(fields)
                expect(get(weft, path, head, method="POST", body=body)[0], {200, 400, 403, 500}, f"{path}, {fields}"[:200])
        prompt = {"1": {"class_type": "LoadImage", "inputs": {"image": way}}, "2": {"class_type": "PreviewImage", "inputs": {"images": ["1", 0]}}}
        # What an upload has stored under such a name may be loaded.
        expect(ask(weft.url, "/prompt", {"prompt": prompt})[0], {200, 400}, f"LoadImage of {way[:80]!r}")
        ask(weft.url, "/prompt", {"prompt": {"1": {"class_type": "EmptyImage", "inputs": {"width": 16, "height": 16, "batch_size": 1, "color": 1}},
                                             "2": {"class_type": "SaveImage", "inputs": {"images": ["1", 0], "filename_prefix": way[:200]}}}})
    idle(weft)
    if (weft.base / "secret.txt").read_text() != SECRET or outside(weft) != before:
        sys.exit(f"FAILED: something was written elsewhere: {outside(weft) ^ before}")


def outside(weft):
    """What is in the folders around those that may be written to."""
    mine = {"input", "output", "temp", "home", "log"}
    return {str(p) for p in weft.base.iterdir() if p.name not in mine} | {str(p) for p in weft.base.parent.iterdir()} | {
        p for p in ("/etc/passwd.png", "/tmp/secret.txt") if os.path.exists(p)}


def large_prompts(weft):
    before = memory(weft.process.pid)
    head = f"POST /prompt HTTP/1.1\r\nHost: 127.0.0.1:{weft.port}\r\n".encode()
    expect(raw(weft.port, head + b"Content-Length: 104857600\r\n\r\n")[0], 413, "100 MB, before they are sent")
    with Raw(weft.port) as sending:
        sending.send(head + b"Content-Length: 104857600\r\n\r\n")
        for _ in range(100):
            sending.send(b" " * (1 << 20))
        expect(sending.answer()[0], 413, "100 MB")
    with Raw(weft.port) as sending:
        sending.send(head + b"Transfer-Encoding: chunked\r\n\r\n")
        for _ in range(100):
            sending.send(chunk(b" " * (1 << 20)))
        expect(sending.answer()[0], 413, "100 MB in chunks")
    expect(raw(weft.port, head + b"Content-Length: 99999999999999999999999\r\n\r\n")[0], {400, 413}, "a length beyond 64 bits")
    expect(get(weft, "/prompt", method="POST", body=b"[" + b"[]," * 3_000_000 + b"1]")[0], 500, "three million lists")
    expect(get(weft, "/prompt", method="POST", body=("{" + ",".join(f'"k{i}":1' for i in range(200_000)) + "}").encode())[0], {400, 500}, "200,000 keys")
    grown = memory(weft.process.pid) - before
    if grown > 400 << 20:
        sys.exit(f"FAILED: large prompts left {grown >> 20} MiB behind")


def deep_prompts(weft):
    for path in ("/prompt", "/queue", "/history", "/interrupt", "/free", "/settings", "/settings/a", "/users", "/v1/nodes/EmptyImage"):
        for depth in (10_000, 1_000_000):
            for body in (nested(depth), nested(depth, b'{"a":', b"}")):
                expect(get(weft, path, method="POST", body=body)[0], {200, 400, 404, 413, 500}, f"{path}, {depth} deep")
    invert = "ImageInvert"
    chain = {"0": {"class_type": "EmptyImage", "inputs": {"width": 16, "height": 16, "batch_size": 1, "color": 1}}}
    chain |= {str(i): {"class_type": invert, "inputs": {"image": [str(i - 1), 0]}} for i in range(1, 10_001)}
    chain["end"] = {"class_type": "PreviewImage", "inputs": {"images": ["10000", 0]}}
    status, answer = ask(weft.url, "/prompt", {"prompt": chain, "prompt_id": "chain"})
    expect(status, {200, 400}, "a chain of 10,000 nodes")
    if status == 200:
        if not idle(weft, 400):
            sys.exit("FAILED: a chain of 10,000 nodes doesn't end")
        print(f"  a chain of 10,000 nodes: {ask(weft.url, '/history/chain')[1]['chain']['status']['status_str']}")
    chain["1"]["inputs"]["image"] = ["10000", 0]
    expect(ask(weft.url, "/prompt", {"prompt": chain})[0], 400, "a circle of 10,000 nodes")
    fan = {str(i): {"class_type": "PreviewImage", "inputs": {"images": ["x", 0]}} for i in range(10_000)}
    expect(ask(weft.url, "/prompt", {"prompt": fan})[0], 400, "10,000 outputs of a node that isn't there")


def bombs(weft):
    """Pictures that would take gigabytes."""
    before = memory(weft.process.pid, peak=True)
    for name, bytes_ in text_bombs().items():
        head, body = form({"image": (f"{name}.png", bytes_), "overwrite": "true"})
        expect(get(weft, "/upload/image", head, method="POST", body=body)[0], 200, f"an upload of {name}")
        for more in ("", "&preview=webp", "&preview=jpeg;50", "&channel=a"):
            expect(get(weft, f"/view?type=input&filename={name}.png{more}")[0], {200, 500}, f"{name} viewed{more}")
        mask_head, mask = form({"image": ("mask.png", png()), "original_ref": json.dumps({"filename": f"{name}.png", "type": "input"})})
        expect(get(weft, "/upload/mask", mask_head, method="POST", body=mask)[0], {200, 400, 500}, f"a mask for {name}")
        prompt = {"1": {"class_type": "LoadImage", "inputs": {"image": f"{name}.png"}}, "2": {"class_type": "PreviewImage", "inputs": {"images": ["1", 0]}}}
        status, answer = ask(weft.url, "/prompt", {"prompt": prompt, "prompt_id": name})
        expect(status, {200, 400}, f"LoadImage of {name}")
        if not idle(weft, 120):
            sys.exit(f"FAILED: LoadImage of {name} doesn't end")
    grown = memory(weft.process.pid, peak=True) - before
    if grown > 800 << 20:
        sys.exit(f"FAILED: bombs took {grown >> 20} MiB")
    (weft.base / "models/loras/bomb.safetensors").write_bytes((1 << 62).to_bytes(8, "little") + b"{}")
    (weft.base / "models/loras/deep.safetensors").write_bytes((200_000).to_bytes(8, "little") + nested(100_000))
    for name in ("bomb", "deep"):
        expect(get(weft, f"/view_metadata/loras?filename={name}.safetensors")[0], 404, f"metadata of a {name}")


def odd_heads(weft):
    host = f"Host: 127.0.0.1:{weft.port}\r\n".encode()
    for what, bytes_, wanted in (
        ("a header of 1 MB", b"GET /prompt HTTP/1.1\r\n" + host + b"X: " + b"x" * (1 << 20) + b"\r\n\r\n", 431),
        ("10,000 headers", b"GET /prompt HTTP/1.1\r\n" + host + b"X: 1\r\n" * 10_000 + b"\r\n", 431),
        ("101 headers", b"GET /prompt HTTP/1.1\r\n" + host + b"X: 1\r\n" * 101 + b"\r\n", 431),
        ("a path of 1 MB", b"GET /" + b"x" * (1 << 20) + b" HTTP/1.1\r\n" + host + b"\r\n", {400, 414, 431}),
        ("a line without an end", b"G" * (1 << 20), {400, 431}),
        ("two hosts", b"GET /prompt HTTP/1.1\r\n" + host + host + b"\r\n", 400),
        ("no host", b"GET /prompt HTTP/1.1\r\n\r\n", 400),
        ("no HTTP", b"\0\1\2\3\r\n\r\n", 400),
        ("TLS", bytes.fromhex("16030100c8010000c40303") + bytes(200), 400),
        ("HTTP/2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", {400, 505}),
        ("HTTP/9.9", b"GET /prompt HTTP/9.9\r\n" + host + b"\r\n", {400, 505}),
        ("a folded header", b"GET /prompt HTTP/1.1\r\n" + host + b"X: 1\r\n 2\r\n\r\n", {200, 400}),
        ("an absolute address", b"GET http://evil.example/prompt HTTP/1.1\r\n" + host + b"\r\n", 400),
        ("CONNECT", b"CONNECT evil.example:443 HTTP/1.1\r\n" + host + b"\r\n", 400),
        ("TRACE", b"TRACE /prompt HTTP/1.1\r\n" + host + b"\r\n", 405),
        ("length and chunks", b"POST /prompt HTTP/1.1\r\n" + host + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        ("two lengths", b"POST /prompt HTTP/1.1\r\n" + host + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd", 400),
        ("a negative length", b"POST /prompt HTTP/1.1\r\n" + host + b"Content-Length: -3\r\n\r\nabc", 400),
        ("a chunk that is no number", b"POST /prompt HTTP/1.1\r\n" + host + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n", 400),
        ("a chunk of 64 bits", b"POST /prompt HTTP/1.1\r\n" + host + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n", {400, 413}),
        ("a chunk of more", b"POST /prompt HTTP/1.1\r\n" + host + b"Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n", {400, 413}),
        ("a chunk that goes on", b"POST /prompt HTTP/1.1\r\n" + host + b"Transfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n0\r\n\r\n", 400),
        ("a chunk's endless extension", b"POST /prompt HTTP/1.1\r\n" + host + b"Transfer-Encoding: chunked\r\n\r\n1;" + b"x" * (1 << 20), {400, 431}),
        ("endless trailers", b"POST /prompt HTTP/1.1\r\n" + host + b"Transfer-Encoding: chunked\r\n\r\n0\r\n" + b"X: 1\r\n" * 50_000, {400, 431}),
        ("another encoding", b"POST /prompt HTTP/1.1\r\n" + host + b"Transfer-Encoding: gzip\r\n\r\nabc", {400, 408, 500, 501}),
        ("a name with a line break", b"GET /view?filename=a%0d%0aX:y HTTP/1.1\r\n" + host + b"\r\n", {400, 404}),
    ):
        expect(raw(weft.port, bytes_)[0], wanted, what)
    many = b"".join(chunk(b"", b";" + b"e" * 200) if i < 0 else b"1;" + b"e" * 2000 + b"\r\n \r\n" for i in range(2000))
    expect(raw(weft.port, b"POST /prompt HTTP/1.1\r\n" + host + b"Transfer-Encoding: chunked\r\n\r\n" + many + b"0\r\n\r\n")[0], {400, 431, 500}, "2000 chunks of one byte")
    for what, head, body in (("no boundary", "multipart/form-data", b"x"), ("no end", "multipart/form-data; boundary=z", b"--z\r\nContent-Disposition: form-data; name=\"image\"\r\n\r\n"),
                             ("10,000 parts", "multipart/form-data; boundary=z", b"--z\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n" * 10_000 + b"--z--"),
                             ("a part's header of 1 MB", "multipart/form-data; boundary=z", b"--z\r\nX: " + b"x" * (1 << 20) + b"\r\n\r\n\r\n--z--")):
        expect(get(weft, "/upload/image", f"Content-Type: {head}", method="POST", body=body)[0], {400, 500}, f"a form with {what}")


def slow_ones(weft):
    """Connections that send a byte now and then: ended in time, and others are answered meanwhile."""
    head = f"POST /prompt HTTP/1.1\r\nHost: 127.0.0.1:{weft.port}\r\nContent-Length: 1000\r\n\r\n".encode()
    with contextlib.ExitStack() as stack:
        heads = [stack.enter_context(Raw(weft.port)) for _ in range(200)]
        bodies = [stack.enter_context(Raw(weft.port)) for _ in range(100)]
        for body in bodies:
            body.send(head)
        start, worst, ended = time.time(), 0, {}
        while time.time() - start < 60 and len(ended) < 300:
            for i, slow in enumerate(heads + bodies):
                if i not in ended and not slow.trickle():
                    ended[i] = slow.answer()[0]
            asked = time.time()
            expect(ask(weft.url, "/prompt")[0], 200, "while 300 connections are slow")
            worst = max(worst, time.time() - asked)
            time.sleep(0.5)
        if len(ended) < 300 or worst > 3:
            sys.exit(f"FAILED: of 300 slow connections {len(ended)} were ended; an answer took {worst:.1f} s")
        for status in ended.values():
            expect(status, {0, 408}, "a slow connection")
    with contextlib.ExitStack() as stack:
        announced = [stack.enter_context(Raw(weft.port)) for _ in range(12)]
        for one in announced:
            one.send(f"POST /upload/image HTTP/1.1\r\nHost: 127.0.0.1:{weft.port}\r\nContent-Length: 100000000\r\n\r\n".encode())
        time.sleep(0.5)
        statuses = [one.answer(0.3)[0] for one in announced]
        if 503 not in statuses:
            sys.exit(f"FAILED: a gigabyte of uploads was let in: {statuses}")
        expect(ask(weft.url, "/prompt", {"prompt": {}})[0], 400, "small ones beside large uploads")


def websockets(weft):
    for what, frames, code in (
        ("no mask", [b"\x81\x05hello"], 1002), ("a reserved bit", [frame(0xC1, b"x")], 1002), ("a reserved kind", [frame(0x83, b"x")], 1002),
        ("a text of 100 KB", [frame(0x81, b"x" * 100_000)], 1009), ("2 GB, by its header", [b"\x81\xff\0\0\0\0\x7f\xff\xff\xff\1\2\3\4"], 1009),
        ("64 bits", [b"\x82\xff" + b"\xff" * 8 + b"\1\2\3\4"], 1009), ("a large ping", [frame(0x89, b"x" * 126)], 1002),
        ("a ping in pieces", [frame(0x09, b"x")], 1002), ("no UTF-8", [frame(0x81, b"\xff\xfe")], 1007),
        ("pieces for ever", [frame(0x01, b"x"), *[frame(0x00, b"x" * 60)] * 5000], 1009), ("empty pieces for ever", [frame(0x01, b""), *[frame(0x00, b"")] * 5000], 1009),
        ("an end without a beginning", [frame(0x80, b"x")], 1002), ("a message in a message", [frame(0x01, b"a"), frame(0x81, b"b")], 1002),
    ):
        with Raw(weft.port) as socket:
            socket.send(handshake(weft.port))
            expect(socket.head()[0], 101, "a handshake")
            for one in frames:
                if not socket.send(one):
                    break
            expect(socket.close_code(), code, f"a WebSocket with {what}")
    with Raw(weft.port) as socket:  # pings that nobody reads the answers of
        socket.send(handshake(weft.port))
        for _ in range(20_000):
            if not socket.send(frame(0x89, b"x" * 125)):
                break
    for what, header in (("another version", "Sec-WebSocket-Version: 8"), ("no key", "Sec-WebSocket-Key: x")):
        expect(raw(weft.port, handshake(weft.port, header))[0], {400, 426}, f"a handshake with {what}")
    expect(raw(weft.port, handshake(weft.port, path="/ws?clientId=" + "x" * 8000))[0], 101, "a long client id")


def left_behind(weft):
    """What a killed one leaves goes when the next one starts, and what a living one has stays."""
    with tempfile.TemporaryDirectory() as folder:
        home = pathlib.Path(folder) / "home"

        def folders():
            return sorted(p.name for p in home.glob("serve-temp-*") if p.is_dir())

        with Weft(weft.programs, pathlib.Path(folder)) as killed:
            killed.process.kill()
            killed.process.wait()
            left = folders()
        with Weft(weft.programs, pathlib.Path(folder)) as first:
            mine = folders()
            if len(left) != 1 or len(mine) != 1 or left == mine:
                sys.exit(f"FAILED: after a kill: {left}, after the next start: {mine}")
            try:  # the tokens of a home are one process's at a time
                with Weft(weft.programs, pathlib.Path(folder)):
                    sys.exit("FAILED: two serve from one folder")
            except SystemExit as refused:
                if "another Weft serves programs" not in str(refused):
                    raise
            if folders() != mine or first.process.poll() is not None:
                sys.exit(f"FAILED: beside {mine} there is {folders()}")
        if folders() or list(home.glob("serve-temp-*")):
            sys.exit(f"FAILED: an ended one leaves {list(home.glob('serve-temp-*'))}")


CASES = {case.__name__: case for case in (foreign_pages, without_token, traversal, large_prompts, deep_prompts, bombs, odd_heads, slow_ones, websockets, left_behind)}


def alive(weft, after):
    """It answers, runs a prompt, and no sanitizer has spoken."""
    prompt = {"1": {"class_type": "EmptyImage", "inputs": {"width": 16, "height": 16, "batch_size": 1, "color": len(after) * 1000 + int(time.time()) % 1000}},
              "2": {"class_type": "PreviewImage", "inputs": {"images": ["1", 0]}}}
    status, answer = ask(weft.url, "/prompt", {"prompt": prompt})
    expect(status, 200, f"a prompt after {after}")
    if not idle(weft, 60) or ask(weft.url, f"/history/{answer['prompt_id']}")[1][answer["prompt_id"]]["status"]["status_str"] != "success":
        sys.exit(f"FAILED: no prompt runs after {after}")
    log = (weft.base / "log").read_text(errors="replace")
    if weft.process.poll() is not None or "Sanitizer" in log or "runtime error" in log:
        sys.exit(f"FAILED: after {after}: {log[-3000:]}")


def main():
    programs = pathlib.Path(sys.argv[1])
    if not (programs / PROGRAM).exists() or not (programs / "weft-worker").exists():
        skip(f"{PROGRAM} and weft-worker aren't in {programs}")
    threading.stack_size(1 << 20)
    with tempfile.TemporaryDirectory() as folder, Weft(programs, pathlib.Path(folder) / "weft") as weft:
        for name in sys.argv[2:] or CASES:
            start = time.time()
            CASES[name](weft)
            alive(weft, name)
            print(f"{name}: refused, alive ({time.time() - start:.1f} s)", flush=True)


if __name__ == "__main__":
    main()
