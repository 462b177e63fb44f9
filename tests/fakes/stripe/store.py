# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything that the fake remembers, in one SQLite file (or in memory): a request is one transaction."""
import contextlib
import hashlib
import json
import os
import sqlite3
import threading
import time

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
SCHEMA = """
CREATE TABLE IF NOT EXISTS object(id TEXT PRIMARY KEY, kind TEXT, owner TEXT, seq INTEGER, json TEXT);
CREATE INDEX IF NOT EXISTS object_kind ON object(kind, owner, seq);
CREATE TABLE IF NOT EXISTS unsettled(id TEXT PRIMARY KEY, available_on INTEGER);
CREATE TABLE IF NOT EXISTS entry(id INTEGER PRIMARY KEY, debit TEXT, credit TEXT, amount INTEGER CHECK(amount > 0), currency TEXT,
    source TEXT, transaction_id TEXT, CHECK(debit <> credit));
CREATE INDEX IF NOT EXISTS entry_source ON entry(source);
CREATE TABLE IF NOT EXISTS balance(name TEXT, currency TEXT, amount INTEGER, PRIMARY KEY(name, currency));
CREATE TABLE IF NOT EXISTS answer(scope TEXT, key TEXT, fingerprint TEXT, status INTEGER, body TEXT, request TEXT, created INTEGER,
    PRIMARY KEY(scope, key));
CREATE TABLE IF NOT EXISTS endpoint(id INTEGER PRIMARY KEY, json TEXT);
CREATE TABLE IF NOT EXISTS delivery(id INTEGER PRIMARY KEY, event TEXT, endpoint INTEGER, due REAL, tries INTEGER DEFAULT 0,
    state TEXT, answer TEXT);
CREATE INDEX IF NOT EXISTS delivery_due ON delivery(state, due);
CREATE INDEX IF NOT EXISTS delivery_event ON delivery(event);
CREATE TABLE IF NOT EXISTS fault(id INTEGER PRIMARY KEY, json TEXT, left INTEGER);
CREATE TABLE IF NOT EXISTS setting(name TEXT PRIMARY KEY, json TEXT);
CREATE TABLE IF NOT EXISTS request(id TEXT PRIMARY KEY, at REAL, method TEXT, path TEXT, key TEXT, status INTEGER, what TEXT);
"""


class Store:
    """Objects go out as copies; `put` writes one back. All use is inside `transaction()`."""

    def __init__(self, path=None, seed=None):
        self.lock = threading.RLock()
        self.depth = 0
        self.db = sqlite3.connect(path or ":memory:", check_same_thread=False, isolation_level=None)
        # A killed process loses nothing that it handed to the system; only a machine that loses power would.
        self.db.execute("PRAGMA journal_mode=WAL")
        self.db.execute("PRAGMA synchronous=OFF")
        self.db.executescript(SCHEMA)
        with self.transaction():
            if self.setting("seed") is None:
                self.set("seed", seed if seed is not None else os.urandom(8).hex())

    @contextlib.contextmanager
    def transaction(self):
        """All or nothing; nested ones are part of the outer one."""
        with self.lock:
            self.depth += 1
            try:
                if self.depth == 1:
                    self.db.execute("BEGIN IMMEDIATE")
                yield
                if self.depth == 1:
                    self.db.execute("COMMIT")
            except BaseException:
                if self.depth == 1 and self.db.in_transaction:
                    self.db.execute("ROLLBACK")
                raise
            finally:
                self.depth -= 1

    def rows(self, sql, *values):
        with self.lock:
            return self.db.execute(sql, values).fetchall()

    def run(self, sql, *values):
        with self.lock:
            return self.db.execute(sql, values)

    # Settings, the clock, names.
    def setting(self, name, default=None):
        found = self.rows("SELECT json FROM setting WHERE name=?", name)
        return json.loads(found[0][0]) if found else default

    def set(self, name, value):
        self.run("INSERT OR REPLACE INTO setting VALUES(?,?)", name, json.dumps(value))

    def count(self, name):
        value = self.setting(name, 0) + 1
        self.set(name, value)
        return value

    def now(self):
        """Seconds of the fake's own clock."""
        return int(time.time()) + self.setting("clock_offset", 0)

    def new_id(self, prefix, length=24):
        raw = hashlib.sha512(f"{self.setting('seed')}/{prefix}/{self.count('ids')}".encode()).digest()
        number, text = int.from_bytes(raw, "big"), ""
        while len(text) < length:
            number, digit = divmod(number, 62)
            text += ALPHABET[digit]
        return prefix + text

    # Objects.
    def put(self, obj, owner=None):
        owner = owner or obj.get("_owner")
        obj["_owner"] = owner
        seq = self.rows("SELECT seq FROM object WHERE id=?", obj["id"])
        seq = seq[0][0] if seq else self.count("seq")
        self.run("INSERT OR REPLACE INTO object VALUES(?,?,?,?,?)", obj["id"], obj["object"], owner, seq, json.dumps(obj))
        return obj

    def get(self, identifier, kind=None, owner=None):
        found = self.rows("SELECT kind, owner, json FROM object WHERE id=?", identifier)
        if not found or (kind and found[0][0] != kind) or (owner and found[0][1] != owner):
            return None
        return json.loads(found[0][2])

    def sequence(self, identifier, kind):
        found = self.rows("SELECT seq FROM object WHERE id=? AND kind=?", identifier, kind)
        return found[0][0] if found else None

    def find(self, kind, owner=None, after=None, before=None, limit=None, oldest_first=False, **fields):
        """Newest first. `fields`: name -> exact value; a__b names b inside a."""
        sql, values = ["SELECT json FROM object WHERE kind=?"], [kind]
        for condition, value in (("owner=?", owner), ("seq<?", after), ("seq>?", before)):
            if value is not None:
                sql.append("AND " + condition)
                values.append(value)
        for name, value in fields.items():
            sql.append("AND json_extract(json, ?)=?")
            values += ["$." + ".".join(f'"{part}"' for part in name.split("__")), value]
        sql.append("ORDER BY seq " + ("ASC" if oldest_first or before is not None else "DESC"))
        if limit is not None:
            sql.append(f"LIMIT {int(limit)}")
        return [json.loads(row[0]) for row in self.rows(" ".join(sql), *values)]
