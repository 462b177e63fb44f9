# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Idempotency keys as Stripe has them: per account, 24 hours, the first answer is the answer, whatever it was.

Nothing is kept where the request was refused before it began: bad parameters, or another one under way with the same key.
Source: https://docs.stripe.com/api/idempotent_requests
"""
import hashlib
import json
import threading

from errors import invalid, key_in_use, key_reused

LIFE_SECONDS = 24 * 3600
LONGEST_KEY = 255
NOT_BEGUN = ("parameter_missing", "parameter_unknown", "parameter_invalid_integer", "parameter_invalid_empty", "url_invalid",
             "idempotency_key_in_use", "lock_timeout", "rate_limit", "payment_method_types_no_longer_supported")


class Keys:
    """Which keys are in use now; their answers are in the store."""

    def __init__(self, store):
        self.store = store
        self.busy = set()
        self.lock = threading.Lock()

    def begin(self, call, raw):
        """-> (status, body, first request) of an answer given before, or None: then `end` must follow."""
        if len(call.key) > LONGEST_KEY:
            raise invalid("Idempotency keys may be at most 255 characters.", "idempotency_key_too_long")
        with self.lock:
            if (call.owner, call.key) in self.busy:
                raise key_in_use(call.key)
            kept = self.find(call, raw)
            if kept is None:
                self.busy.add((call.owner, call.key))
            return kept

    def find(self, call, raw):
        life = self.store.setting("idempotency_seconds", LIFE_SECONDS)
        rows = self.store.rows("SELECT fingerprint, status, body, request FROM answer WHERE scope=? AND key=? AND created>?",
                               call.owner, call.key, self.store.now() - life)
        if not rows:
            return None
        if rows[0][0] != fingerprint(call, raw):
            raise key_reused(call.key)
        return rows[0][1:]

    def keep(self, call, raw, status, body):
        code = json.loads(body).get("error", {}).get("code") if status >= 400 else None
        if status == 429 or code in NOT_BEGUN:
            return
        self.store.run("INSERT OR REPLACE INTO answer VALUES(?,?,?,?,?,?,?)", call.owner, call.key, fingerprint(call, raw), status, body,
                       call.request_id, self.store.now())

    def end(self, call):
        with self.lock:
            self.busy.discard((call.owner, call.key))


def fingerprint(call, raw):
    return hashlib.sha256(json.dumps([call.method, call.path, raw], sort_keys=True).encode()).hexdigest()
