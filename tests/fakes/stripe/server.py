# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""HTTP: the API under /v1/, the tests' own routes under /_fake/, pages for a browser everywhere else."""
import base64
import http.server
import json
import os
import re
import socket
import sys
import threading
import time
import traceback
import urllib.parse

import balance
import checkout
import control
import faults
import forms
import pages
import params
import reading
import refunds
import routes
import transfers
from accounts import own
from errors import StripeError, injected, invalid, unauthorized
from idempotency import Keys
from world import Call, PLATFORM

VERSION = re.compile(r"^\d{4}-\d{2}-\d{2}(\.[a-z]+)?$")
LARGEST_BODY = 4 * 1024 * 1024


class HangUp(Exception):
    """The connection ends without an answer."""


class Server(http.server.ThreadingHTTPServer):
    """`key`: the only secret key that is accepted, or None for any sk_test_ key."""
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, address, world, key):
        super().__init__(address, Handler)
        self.world, self.key, self.keys = world, key, Keys(world.store)
        self.last_tick = None

    def handle_error(self, request, client_address):
        if not isinstance(sys.exc_info()[1], (ConnectionError, TimeoutError)):
            super().handle_error(request, client_address)

    def tick(self):
        """What time brings: settled balances, expired sessions, refunds that waited, payouts that arrive."""
        world = self.world
        with world.store.transaction():
            now = world.now()
            if now == self.last_tick:
                return
            self.last_tick = now
            world.call = Call()
            settle(world)


def settle(world):
    balance.settle(world)
    checkout.expire_due(world)
    refunds.pay_waiting(world)
    transfers.arrive(world)


class Clock(threading.Thread):
    """Ticks while nobody asks; with `parent`, a process id, ends the fake once that process is gone."""

    def __init__(self, server, parent=None):
        super().__init__(daemon=True)
        self.server, self.parent = server, parent

    def run(self):
        while self.parent in (None, os.getppid()):
            time.sleep(0.5)
            self.server.tick()
        os._exit(0)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = 120

    def log_message(self, *_):
        pass

    def do_GET(self):
        self.serve()

    do_POST = do_DELETE = do_PUT = do_PATCH = do_HEAD = do_GET

    def serve(self):
        try:
            length = int(self.headers.get("Content-Length") or 0)
            if length > LARGEST_BODY:
                self.close_connection = True
                return self.answer(413, b"{}", {})
            body = self.rfile.read(length)
            url = urllib.parse.urlsplit(self.path)
            self.server.tick()
            if url.path.startswith("/v1/") or url.path == "/v1":
                return Api(self.server, self).serve(url, body)
            if url.path.startswith("/_fake/"):
                return self.answer_json(*control.serve(self.server.world, self.command, url, body))
            return self.answer(*pages.serve(self.server.world, self.command, url, body))
        except HangUp:
            self.hang_up()
        except Exception:  # a bug of the fake: said loudly, and as Stripe says its own
            traceback.print_exc()
            self.answer_json(500, {"error": {"type": "api_error", "message": "The fake has a bug; its stderr tells."}})

    def hang_up(self):
        self.close_connection = True
        try:
            self.connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass

    def answer_json(self, status, value, headers=None):
        self.answer(status, (json.dumps(value, indent=2) + "\n").encode(), {"Content-Type": "application/json", **(headers or {})})

    def answer(self, status, body, headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
        self.wfile.flush()


class Api:
    """One request to /v1/."""

    def __init__(self, server, handler):
        self.server, self.handler, self.world = server, handler, server.world
        self.call = Call(method=handler.command)
        self.raw = {}

    def serve(self, url, body):
        call = self.call
        call.path = url.path
        with self.world.store.transaction():
            call.request_id = self.world.new_id("req_", 14)
        fault = faults.take(self.world.store, call.method, url.path)
        try:
            self.prepare(url, body)
            status, text, extra = self.keyed(fault) if call.key else self.answered(fault)
        except StripeError as problem:
            status, text, extra = problem.status, self.text(problem.body(call.request_id)), {}
        self.log(status, extra, fault)
        if fault.get("delay_after_ms"):
            time.sleep(fault["delay_after_ms"] / 1000)
        if fault.get("kind") == "hang_up_after":
            raise HangUp()
        self.handler.answer(status, text.encode(), {**self.headers(status, self.is_kept(fault, extra)), **extra})

    def prepare(self, url, body):
        """Who asks, for which account, with which version and parameters."""
        call, headers = self.call, self.handler.headers
        self.authenticate(headers.get("Authorization") or "")
        call.version = headers.get("Stripe-Version") or self.world.api_version
        if not VERSION.match(call.version):
            raise invalid(f"Invalid Stripe API version: {call.version}")
        account = headers.get("Stripe-Account")
        if account and account != PLATFORM:
            with self.world.store.transaction():
                call.owner = own(self.world, call, account)["id"]
        kind = (headers.get("Content-Type") or "").split(";")[0]
        if body and kind not in ("application/x-www-form-urlencoded", ""):
            raise invalid("Invalid request (check that your POST content type is application/x-www-form-urlencoded). If you have "
                          "questions, we can help at https://support.stripe.com/.")
        self.raw = forms.parse(body.decode("utf-8", "replace") if call.method == "POST" else url.query)
        call.key = headers.get("Idempotency-Key") if call.method == "POST" else None

    def authenticate(self, header):
        if not header:
            raise unauthorized("You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer "
                               "auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). See https://stripe.com/docs/api#authentication for "
                               "details, or we can help at https://support.stripe.com/.")
        scheme, _, given = header.partition(" ")
        if scheme == "Basic":
            try:
                given = base64.b64decode(given).decode().partition(":")[0]
            except ValueError:
                given = ""
        if given.startswith("pk_"):
            raise invalid("This API call cannot be made with a publishable API key. Please use a secret API key. You can find a list of "
                          "your API keys at https://dashboard.stripe.com/account/apikeys.", "secret_key_required", status=401)
        right = given == self.server.key if self.server.key else given.startswith(("sk_test_", "rk_test_"))
        if not right:
            raise unauthorized(f"Invalid API Key provided: {given[:8]}{'*' * max(0, len(given) - 12)}{given[-4:] if len(given) > 12 else ''}")

    def keyed(self, fault):
        kept = self.server.keys.begin(self.call, self.raw)
        if kept:
            if early := self.refused_early(fault):
                return early
            return kept[0], kept[1], {"Idempotent-Replayed": "true", "Original-Request": kept[2]}
        try:
            status, text, extra = self.answered(fault)
            if fault.get("delay_after_ms"):
                time.sleep(fault.pop("delay_after_ms") / 1000)
            return status, text, {**extra, "Original-Request": self.call.request_id}
        finally:
            self.server.keys.end(self.call)

    def answered(self, fault):
        """Carries the request out in one transaction with its kept answer."""
        if early := self.refused_early(fault):
            return self.keep(*early[:2]) if early[0] < 409 else early
        refused = injected(fault["status"], fault.get("code"), fault.get("message")) if fault.get("kind") == "status" else None
        try:
            with self.world.store.transaction():
                try:
                    answer, status = self.carry_out(), 200
                except StripeError as problem:
                    if not problem.commit:
                        raise
                    answer, status = problem.body(self.call.request_id), problem.status
                if refused:
                    answer, status = refused.body(self.call.request_id), refused.status
                return self.keep(status, self.text(answer))
        except StripeError as problem:
            return self.keep(problem.status, self.text(problem.body(self.call.request_id)))

    def refused_early(self, fault):
        """What a fault says in front of everything else, kept answers too, or None."""
        if fault.get("delay_ms"):
            time.sleep(fault["delay_ms"] / 1000)
        if fault.get("kind") == "hang_up_before":
            raise HangUp()
        if fault.get("kind") != "status" or fault.get("after_commit"):
            return None
        refused = injected(fault["status"], fault.get("code"), fault.get("message"))
        return refused.status, self.text(refused.body(self.call.request_id)), {}

    def carry_out(self):
        route, self.call.args, run = routes.find(self.call.method, self.call.path)
        self.call.params = params.check(route, self.raw, self.call.version)
        self.world.call = self.call
        answer = run(self.world, self.call)
        return reading.expand(self.world, answer, self.call.params.get("expand", []))

    def keep(self, status, text):
        if self.call.key:
            with self.world.store.transaction():
                self.server.keys.keep(self.call, self.raw, status, text)
        return status, text, {}

    def is_kept(self, fault, extra):
        """Whether an answer of 500 is the one for good."""
        return bool(self.call.key) and (fault.get("after_commit", False) or "Idempotent-Replayed" in extra)

    @staticmethod
    def text(value):
        return json.dumps(value, indent=2) + "\n"

    def headers(self, status, kept=False):
        found = {"Content-Type": "application/json", "Request-Id": self.call.request_id, "Stripe-Version": self.call.version,
                 "Cache-Control": "no-cache, no-store"}
        if self.call.key:
            found["Idempotency-Key"] = self.call.key
        if status in (409, 429) or (status >= 500 and not kept):
            found["Stripe-Should-Retry"] = "true"
        elif status >= 500:  # another try would get the same
            found["Stripe-Should-Retry"] = "false"
        if self.call.owner != PLATFORM:
            found["Stripe-Account"] = self.call.owner
        return found

    def log(self, status, extra, fault):
        what = {"fault": fault, "replayed": "Idempotent-Replayed" in extra, "account": self.call.owner, "version": self.call.version}
        with self.world.store.transaction():
            self.world.store.run("INSERT INTO request VALUES(?,?,?,?,?,?,?)", self.call.request_id, time.time(), self.call.method,
                                 self.call.path, self.call.key, status, json.dumps(what))
