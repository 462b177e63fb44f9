#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A relay's public gateway with the real programs: a member makes a token, plain curl calls a published API and a node over the
relay's address, pictures arrive; author, provider and relay are paid from the token's budget, and the ledger shows it.

usage: gateway.py BIN
"""
import base64
import json
import os
import pathlib
import shutil
import struct
import subprocess
import sys
import time
from decimal import Decimal

from machines import ROOT, Failed, Machines, Process, expect, wait_until
from servers import free_port, skip

MODELS = ROOT / "resources/models"
WORKFLOWS = ROOT / "resources/workflows"
CAT = ROOT / "tests/data/upscale/cat_80x64.png"
PROGRAM = os.environ.get("WEFT_PROGRAM", "weft")
SEES = "weft-gateway: sees prompts, pictures and results"


class Gateway:
    """A relay with a gateway, its process, and whoever uses it."""

    def __init__(self, machines):
        self.machines = machines
        self.secret = machines.home / "gateway.secret"
        self.port = free_port()
        self.http = free_port()
        self.process = None

    def weft(self, who, *words, status=0):
        """stdout and stderr of a command on somebody's computer."""
        environment = dict(os.environ, QT_QPA_PLATFORM="offscreen", OMP_WAIT_POLICY="passive", LC_ALL="C.UTF-8")
        done = subprocess.run([self.machines.bin / PROGRAM, *map(str, words), "--home", self.machines.home / who],
                              capture_output=True, text=True, timeout=120, env=environment, check=False)
        expect(done.returncode == status, f"{words}: {done.returncode}: {done.stdout}{done.stderr}")
        return done.stdout, done.stderr

    def account(self, *words, status=0):
        out, errors = self.weft("member", "account", "gateway", *words, "--relay", self.machines.url, "--json", status=status)
        return json.loads(out) if status == 0 and out.startswith(("{", "[")) else out + errors

    def start(self, relay_url):
        """The gateway's process; its machine."""
        folder = self.machines.home / "gateway"
        self.process = Process(folder, "serve", [self.machines.bin / PROGRAM, "serve", "--gateway", self.secret, "--relay", relay_url, "--home", folder,
                                                 "--port", self.port, "--models", folder])
        self.machines.processes.append(self.process)
        machine = self.process.wait_for(r"machine: ([0-9a-f]{64})").group(1)
        self.process.wait_for(r"gateway at http")
        return machine

    def kill(self):
        self.process.kill()
        self.machines.processes.remove(self.process)

    def curl(self, path, token=None, body=None, out=None):
        """(status, headers in lower case, body) over the relay's public address, by the real curl."""
        headers = self.machines.home / "headers"
        target = out or self.machines.home / "answer"
        words = ["curl", "--silent", "--show-error", "--max-time", "120", "--dump-header", headers, "--output", target, f"http://127.0.0.1:{self.http}{path}"]
        if token:
            words += ["-H", f"Authorization: Bearer {token}"]
        if body is not None:
            request = self.machines.home / "request.json"
            request.write_text(json.dumps(body), encoding="utf-8")
            words += ["-H", "Content-Type: application/json", "--data-binary", f"@{request}"]
        subprocess.run(words, check=True, timeout=150)
        text = headers.read_text(encoding="utf-8").lower()
        final = text[text.rindex("http/1.1 "):]  # behind "100 continue"
        expect(SEES in final, f"{path} doesn't say what is seen: {final}")
        expect("access-control" not in final, f"{path} opens itself to pages of others: {final}")
        return int(final.split()[1]), final, target.read_bytes()

    def call(self, name, token, body, status=200):
        got, _, text = self.curl(f"/gateway/v1/{name}", token, body)
        answer = json.loads(text)
        expect(got == status, f"{name}: {got}: {answer}")
        if status != 200:
            message = answer["error"]["message"]
            expect(message.endswith(".") and len(message) > 30, f"no sentence: {answer}")
            print(f"{name}: {status}: {message}")
        return answer

    def picture(self, answer, output, token):
        """Fetched from where the answer says; its size."""
        path = self.machines.home / "picture.png"
        status, head, _ = self.curl(answer["outputs"][output][0]["url"], token, out=path)
        expect(status == 200 and "content-type: image/png" in head, f"no picture: {status} {head}")
        return struct.unpack(">II", path.read_bytes()[16:24])


class Books:
    """What the ledger says: by kind of book."""

    def __init__(self, machines):
        machines.check_books()
        self.books = {(book["name"], book["kind"]): Decimal(book["balance"]) for book in machines.books()["accounts"]}

    def of(self, owner, kind):
        return self.books.get((owner, kind), Decimal(0))

    def all(self, kind):
        return {name: balance for (name, of), balance in self.books.items() if of == kind and balance}


def budget_of(books):
    """Accounts of tokens begin with a mark."""
    return sum(balance for name, balance in books.all("credits").items() if name.startswith("67777431"))


def account_of(machines, who, gateway):
    return json.loads(gateway.weft(who, "account", "show", "--relay", machines.url, "--json")[0])["account"]


def check_pages(gateway):
    status, _, page = gateway.curl("/")
    expect(status == 200 and b"public gateway" in page and "网关".encode() in page, "the relay doesn't tell of its gateway")
    status, _, page = gateway.curl("/gateway")
    expect(status == 200 and b"sees what you send" in page and "网关能看到".encode() in page, "the gateway doesn't say what it sees")
    status, _, text = gateway.curl("/gateway/v1/openapi.json")
    api = json.loads(text)
    expect(status == 200 and "see what you send" in api["info"]["description"] and "能看到" in api["info"]["description"], "openapi.json")
    return api


def main():
    if not shutil.which("curl"):
        skip("there is no curl")
    with Machines(pathlib.Path(sys.argv[1]), trial_credits=0) as machines:
        gateway = Gateway(machines)
        # The operator starts the gateway once for its machine and its secret, then the relay with both.
        machines.relay_options = ["--release-grace", "1", "--gone-grace", "1"]
        machines.start_relay()
        port = machines.port()
        machine = gateway.start(machines.url)
        machines.relay.stop()
        machines.processes.remove(machines.relay)
        machines.relay_options += ["--gateway", f"http://127.0.0.1:{gateway.port}", "--gateway-secret-file", gateway.secret, "--gateway-machine", machine,
                                   "--http-listen", f"127.0.0.1:{gateway.http}", "--gateway-rate", "600"]
        machines.start_relay(port=port)
        machines.relay.wait_for(r"gateway on http")

        member, author, provider = (account_of(machines, who, gateway) for who in ("member", "author", "provider"))
        gateway.weft("author", "publish", WORKFLOWS / "words-to-picture.json", "--name", "paint", "--price", "2", "--models", MODELS, "--comfy", "none")
        machines.start_provider("author", "--price", "60", "--models", MODELS)
        machines.start_provider("provider", "--price", "30", "--models", MODELS, "--only", "ImageScale,UpscaleModelLoader,ImageUpscaleWithModel")
        wait_until(lambda: "/v1/paint" in check_pages(gateway)["paths"], 60, "the gateway doesn't find the author")

        refused = gateway.account("token", "10", status=1)
        expect("credits" in refused, f"no sentence: {refused}")
        machines.grant(member, 100)
        made = gateway.account("token", "5", "--name", "scripts")
        token = made["token"]
        before = Books(machines)
        expect(before.of(member, "credits") == 95 and budget_of(before) == 5, f"set aside: {before.books}")

        # A published API: its author is paid.
        answer = gateway.call("paint", token, {"prompt": "a red house"})
        expect(answer["charged"] == "2", f"charged {answer['charged']}")
        width, height = gateway.picture(answer, "image", token)
        expect(width > 0 and height > 0, "no picture")
        books = Books(machines)
        expect(books.of(author, "earnings") == Decimal("1.76"), f"the author: {books.all('earnings')}")
        expect(books.of("relay", "share") == Decimal("0.24"), f"the relay: {books.all('share')}")
        expect(budget_of(books) == 3 and books.of(member, "credits") == 95, f"the budget: {books.all('credits')}")
        print("paint: 2 credits of the token's 5; the author earned 1.76, the relay 0.24")

        # The same again is computed and paid again: nobody gets what another one paid for.
        gateway.call("paint", token, {"prompt": "a red house"})
        books = Books(machines)
        expect(books.of(author, "earnings") == Decimal("3.52") and budget_of(books) == 1, f"a second call: {books.books}")

        # A spent budget: sentences, nothing charged.
        gateway.call("paint", token, {"prompt": "a red house"}, status=402)
        expect(Books(machines).books == books.books, "a refused call moved credits")

        # A node type of another machine: its provider is paid. The picture goes along in the request.
        picture = "data:image/png;base64," + base64.b64encode(CAT.read_bytes()).decode()
        second = gateway.account("token", "50")["token"]
        scale = {"image": picture, "upscale_method": "bilinear", "width": 320, "height": 256, "crop": "disabled"}
        before = Books(machines)
        answer = gateway.call("nodes/ImageScale", second, scale)
        expect(gateway.picture(answer, "IMAGE", second) == (320, 256), "it wasn't scaled")
        charged = Decimal(answer["charged"])
        after = Books(machines)
        earned = sum((after.of(who, "earnings") - before.of(who, "earnings") for who in (author, provider)), Decimal(0))
        share = after.of("relay", "share") - before.of("relay", "share")
        expect(charged > 0 and earned + share == charged == budget_of(before) - budget_of(after), f"{charged} charged, {earned} earned, {share} shared")
        print(f"nodes/ImageScale: {charged} credits; its provider earned {earned}, the relay {share}")
        status, _, _ = gateway.curl(answer["outputs"]["IMAGE"][0]["url"], token)
        expect(status == 404, "another token reads the result")

        # Mistakes: sentences, nothing charged.
        settled = Books(machines)
        gateway.call("paint", "weftgw_" + "0" * 64, {"prompt": "a"}, status=401)
        gateway.call("paint", None, {"prompt": "a"}, status=401)
        gateway.call("paint", second, {"colour": "blue"}, status=400)
        gateway.call("draw", second, {}, status=404)
        gateway.call("nodes/ImageScale", second, dict(scale, image="v1/another.png"), status=400)
        expect(gateway.curl("/gateway/prompt", second, {"prompt": {}})[0] == 404, "ComfyUI's API is open")
        expect(gateway.curl("/gateway/history", second)[0] == 404, "the history is open")

        # A dead gateway, and one that comes back.
        gateway.kill()
        gateway.call("paint", second, {"prompt": "a"}, status=502)
        expect(Books(machines).books == settled.books, "a refused call moved credits")
        gateway.start(machines.url)
        wait_until(lambda: "/v1/paint" in check_pages(gateway)["paths"], 60, "the gateway doesn't find the author again")
        expect(not list((machines.home / "gateway" / "gateway" / "output").rglob("*.png")), "a picture was left behind")

        # It dies in the middle of a call: what wasn't delivered costs nothing and is released.
        broken = subprocess.Popen(["curl", "--silent", "--max-time", "120", "-H", f"Authorization: Bearer {second}", "--data-binary", "{}",
                                   f"http://127.0.0.1:{gateway.http}/gateway/v1/paint"], stdout=subprocess.PIPE)
        wait_until(lambda: any(hold["state"] == "held" for hold in machines.books()["holds"]), 60, "no hold")
        gateway.kill()
        text, _ = broken.communicate(timeout=60)
        expect("went away" in json.loads(text)["error"]["message"], f"no sentence: {text}")
        wait_until(lambda: all(hold["state"] != "held" for hold in machines.books()["holds"]), 60, "the hold stays")
        expect(Books(machines).books == settled.books, "an undelivered call was charged")
        print("killed in a call: released, nothing charged")

        # Revoked: what is left comes back, and the token is void.
        left = budget_of(settled)
        for listed in gateway.account("tokens"):
            gateway.account("revoke", listed["id"][:12])
        books = Books(machines)
        expect(budget_of(books) == 0 and books.of(member, "credits") == settled.of(member, "credits") + left, f"revoked: {books.books}")
        gateway.call("paint", second, {"prompt": "a"}, status=401)
        paid = sum(books.all("earnings").values()) + books.of("relay", "share")
        expect(books.of(member, "credits") + paid == 100, f"the member paid what others got: {books.books}")
        expect(second not in machines.relay.errors() + machines.relay.text(), "the relay's log has a token")
        print(f"revoked: {left} credits came back; the member paid {paid}, the others got it")
    print("gateway: all passed")


if __name__ == "__main__":
    began = time.monotonic()
    try:
        main()
    except Failed as why:
        sys.exit(str(why))
    print(f"{time.monotonic() - began:.0f} s")
