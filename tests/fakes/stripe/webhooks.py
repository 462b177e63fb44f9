# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Events on their way: signed, sent again until a 2xx, and as twisted as the test wants them.

Signature: https://docs.stripe.com/webhooks/signature - HMAC-SHA256 over "t." + body, hex, in v1 of Stripe-Signature.
"""
import hashlib
import hmac
import http.client
import json
import random
import threading
import time
import urllib.parse

from templates import public

FIRST_RETRY_SECONDS, LAST_RETRY_SECONDS = 0.25, 5.0
ANSWER_SECONDS = 10
# duplicate: copies beside the first. batch + order: that many are gathered, then go out in that order. hold: none goes until
# /_fake/webhooks/release. lose: gone for good. age: seconds by which a signature is too old. parallel: how many at a time.
DEFAULTS = {"duplicate": 0, "batch": 0, "order": "reversed", "delay_ms": 0, "hold": False, "lose": False, "age": 0,
            "parallel": 1, "bad_signature": False, "retry_seconds": FIRST_RETRY_SECONDS, "seed": 1}


def sign(secrets, timestamp, body):
    """The header's text: one v1 for each secret, as while a secret is rotated."""
    parts = [f"t={timestamp}"]
    for secret in secrets:
        parts.append("v1=" + hmac.new(secret.encode(), f"{timestamp}.".encode() + body, hashlib.sha256).hexdigest())
    return ",".join(parts)


def behaviour(world):
    return {**DEFAULTS, **world.store.setting("webhooks", {})}


def endpoints(world):
    return [{"id": identifier, **json.loads(text)} for identifier, text in world.store.rows("SELECT id, json FROM endpoint")]


def add_endpoint(world, url, secrets, types=("*",)):
    known = next((entry for entry in endpoints(world) if entry["url"] == url), None)
    text = json.dumps({"url": url, "secrets": list(secrets), "types": list(types)})
    if known:
        world.store.run("UPDATE endpoint SET json=? WHERE id=?", text, known["id"])
    else:
        world.store.run("INSERT INTO endpoint(json) VALUES(?)", text)


def listeners(world, event):
    return [entry for entry in endpoints(world) if "*" in entry["types"] or event["type"] in entry["types"]]


def enqueue(world, event):
    """Rows to deliver. -> how many endpoints listen."""
    how = behaviour(world)
    listening = listeners(world, event)
    if how["lose"]:
        return len(listening)
    due = time.time() + how["delay_ms"] / 1000
    state = "held" if how["hold"] or how["batch"] > 1 else "due"
    for entry in listening:
        for _ in range(1 + how["duplicate"]):
            world.store.run("INSERT INTO delivery(event,endpoint,due,state) VALUES(?,?,?,?)", event["id"], entry["id"], due, state)
    held = world.store.rows("SELECT count(*) FROM delivery WHERE state='held'")[0][0]
    if not how["hold"] and held >= how["batch"] > 1:
        release(world, how["order"])
    return len(listening)


def release(world, order="in_order"):
    """What is held goes out now, in that order: in_order, reversed, shuffled. -> how many."""
    held = [row[0] for row in world.store.rows("SELECT id FROM delivery WHERE state='held' ORDER BY id")]
    if order == "reversed":
        held.reverse()
    if order == "shuffled":
        random.Random(behaviour(world)["seed"]).shuffle(held)
    now = time.time()
    for index, identifier in enumerate(held):
        # A microsecond apart keeps the order.
        world.store.run("UPDATE delivery SET state='due', due=? WHERE id=?", now + index * 1e-5, identifier)
    return len(held)


def resend(world, event, times=1):
    """A replay of an event that may have been delivered long ago."""
    for entry in listeners(world, event):
        for _ in range(times):
            world.store.run("INSERT INTO delivery(event,endpoint,due,state) VALUES(?,?,?,'due')", event["id"], entry["id"], time.time())


def body_of(event):
    """The bytes as Stripe lays them out: two spaces, not sorted."""
    return json.dumps(public(event), indent=2, ensure_ascii=False).encode()


class Sender(threading.Thread):
    """Takes what is due, in order of due time, up to `parallel` at a time."""

    def __init__(self, world):
        super().__init__(daemon=True)
        self.world = world
        self.busy = set()
        self.wake = threading.Event()
        self.stopping = False

    def run(self):
        while not self.stopping:
            if not self.start_due():
                self.wake.wait(0.02)
                self.wake.clear()

    def start_due(self):
        store = self.world.store
        with store.transaction():
            how = behaviour(self.world)
            if len(self.busy) >= how["parallel"]:
                return False
            rows = store.rows("SELECT id, event, endpoint, tries FROM delivery WHERE state='due' AND due<=? ORDER BY due, id LIMIT 20",
                              time.time())
            row = next((row for row in rows if row[0] not in self.busy), None)
            if row is None:
                return False
            event = store.get(row[1])
            target = next((entry for entry in endpoints(self.world) if entry["id"] == row[2]), None)
        self.busy.add(row[0])
        if how["parallel"] == 1:
            self.deliver(row, event, target, how)
        else:
            threading.Thread(target=self.deliver, args=(row, event, target, how), daemon=True).start()
        return True

    def deliver(self, row, event, target, how):
        try:
            answer = post(target, body_of(event), how) if target else "no endpoint"
            self.note(row, event, answer, how)
        finally:
            self.busy.discard(row[0])
            self.wake.set()

    def note(self, row, event, answer, how):
        done = isinstance(answer, int) and 200 <= answer < 300
        with self.world.store.transaction():
            wait = min(how["retry_seconds"] * 2 ** row[3], LAST_RETRY_SECONDS)
            self.world.store.run("UPDATE delivery SET tries=tries+1, answer=?, state=?, due=? WHERE id=?", str(answer),
                                 "done" if done or answer == "no endpoint" else "due", time.time() + wait, row[0])
            fresh = self.world.store.get(event["id"])
            left = self.world.store.rows("SELECT count(DISTINCT endpoint) FROM delivery WHERE event=? AND state<>'done'", event["id"])
            if fresh and fresh["pending_webhooks"] != left[0][0]:
                fresh["pending_webhooks"] = left[0][0]
                self.world.store.put(fresh)


def post(target, body, how):
    """-> the status, or what went wrong as text. A redirect is no success, as with Stripe."""
    url = urllib.parse.urlsplit(target["url"])
    signature = sign(target["secrets"], int(time.time()) - how["age"], body)
    if how["bad_signature"]:
        signature = signature[:-8] + "00000000"
    kind = http.client.HTTPSConnection if url.scheme == "https" else http.client.HTTPConnection
    connection = kind(url.hostname, url.port, timeout=ANSWER_SECONDS)
    try:
        path = (url.path or "/") + (f"?{url.query}" if url.query else "")
        connection.request("POST", path, body, {
            "Content-Type": "application/json; charset=utf-8", "Stripe-Signature": signature, "Accept": "*/*; q=0.5, application/xml",
            "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)", "Cache-Control": "no-cache"})
        answer = connection.getresponse()
        answer.read(65536)
        return answer.status
    except (OSError, http.client.HTTPException) as problem:
        return f"{type(problem).__name__}: {problem}"
    finally:
        connection.close()
