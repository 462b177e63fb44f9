# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Faults that a test queued: each meets the next requests that match it, and is gone.

A fault: kind (hang_up_before, hang_up_after, status, delay), path (a regular expression), method, times, skip (matches to let
pass first), delay_ms (before anything else), delay_after_ms (between commit and answer), status and code; after_commit: the
request is carried out, and the caller is told that status all the same.
"""
import json
import re

from errors import invalid

KINDS = ("hang_up_before", "hang_up_after", "status", "delay")
STATUSES = (400, 402, 409, 429, 500, 502, 503)


def queue(store, fault):
    if fault.get("kind") not in KINDS:
        raise invalid(f"A fault's kind is one of {', '.join(KINDS)}.", param="kind")
    if fault["kind"] == "status" and fault.get("status") not in STATUSES:
        raise invalid(f"A fault's status is one of {STATUSES}.", param="status")
    re.compile(fault.get("path", ""))
    store.run("INSERT INTO fault(json,left) VALUES(?,?)", json.dumps(fault), fault.get("times", 1) + fault.get("skip", 0))


def take(store, method, path):
    """The fault that this request meets, or {}."""
    with store.transaction():
        for identifier, text, left in store.rows("SELECT id, json, left FROM fault WHERE left>0 ORDER BY id"):
            fault = json.loads(text)
            if fault.get("method", method) != method or not re.search(fault.get("path", ""), path):
                continue
            store.run("UPDATE fault SET left=left-1 WHERE id=?", identifier)
            if left > fault.get("times", 1):
                return {}
            return fault
    return {}


def waiting(store):
    return [{**json.loads(text), "left": left} for text, left in store.rows("SELECT json, left FROM fault WHERE left>0 ORDER BY id")]


def clear(store):
    store.run("DELETE FROM fault")
