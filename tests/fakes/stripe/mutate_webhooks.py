#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Webhook signatures, right and in many ways wrong, each with the verdict of Stripe's own package.

usage: mutate_webhooks.py [--count 10000] [--seed 1] [--out FILE]
A line each: {"header", "body_hex", "secrets": [..], "now": seconds, "valid", "what"}; tolerance 300 s. The package takes one secret:
valid means that it accepts one of them. The same seed gives the same lines.
"""
import argparse
import hashlib
import hmac
import json
import random
import sys

from testing import use_test_python

use_test_python("stripe")
from stripe import _webhook  # noqa: E402

TOLERANCE = 300
NOW = 1_790_000_000
HEX = "0123456789abcdef"


def hex_of(secret, timestamp, body):
    return hmac.new(secret.encode(), f"{timestamp}.".encode() + body, hashlib.sha256).hexdigest()


class Case:
    """A right one: `items` become the header; mutations change what they like."""

    def __init__(self, random_numbers):
        self.random = random_numbers
        self.now = NOW + self.random.randrange(10**6)
        self.time = self.now - self.random.choice((0, 1, 2, 30, 299, 300))
        self.secret = "whsec_" + "".join(self.random.choices("ABCDEFghijkl0123456789+/=_-", k=32))
        self.secrets = [self.secret]
        self.body = self.event()
        self.items = [("t", str(self.time)), ("v1", hex_of(self.secret, self.time, self.body))]
        self.header = None

    def event(self):
        number = self.random.randrange(10**9)
        text = self.random.choice(("Jenny", "名前", "É\u2028", "", "a" * 200, "\\u0000"))
        return json.dumps({"id": f"evt_{number}", "object": "event", "data": {"object": {"amount": number, "name": text}}},
                          ensure_ascii=self.random.random() < 0.5, indent=self.random.choice((None, 2))).encode()

    def at(self, name):
        """Where the header's first item of that name is; 0 if it has none."""
        return next((index for index, item in enumerate(self.items) if item[0] == name), 0)

    def signature(self):
        return self.items[self.at("v1")][1]

    def set_signature(self, text, name="v1"):
        self.items[self.at("v1")] = (name, text)

    def set_time(self, text):
        self.items[self.at("t")] = ("t", text)

    def sign_at(self, timestamp, text=None):
        """Signed for that time; the header says `text` for it."""
        self.items = [("t", str(timestamp) if text is None else text), ("v1", hex_of(self.secret, timestamp, self.body))]

    def line(self, what):
        header = self.header if self.header is not None else ",".join(f"{name}={value}" for name, value in self.items)
        valid = any(accepts(header, self.body, secret, self.now) for secret in self.secrets)
        return {"header": header, "body_hex": self.body.hex(), "secrets": self.secrets, "now": self.now, "valid": valid, "what": what}


def accepts(header, body, secret, now):
    """The package's verdict at that time. Whatever it raises is a no."""
    clock, _webhook.time = _webhook.time, type("Clock", (), {"time": staticmethod(lambda: now)})
    try:
        return _webhook.WebhookSignature.verify_header(body, header, secret, TOLERANCE)
    except Exception:
        return False
    finally:
        _webhook.time = clock


# Where the package raises TypeError because an item before the right one isn't ASCII, a verifier of bytes need not follow: no v1 here
# has such a value.
# Mutations of the time.
def age(case):
    case.sign_at(case.now - case.random.choice((298, 299, 300, 301, 302, 600, 86400, 10**8)))


def future(case):
    case.sign_at(case.now + case.random.choice((1, 299, 300, 301, 86400, 10**9)))


def written_otherwise(case):
    """Numbers that Python's int() takes, or doesn't."""
    text = str(case.time)
    case.sign_at(case.time, case.random.choice(("+" + text, " " + text, text + " ", "0" + text, "000" + text, text[:3] + "_" + text[3:],
                                                text[:3] + "__" + text[3:], "_" + text, text + "_", text + ".0", "0x" + text, text + "a",
                                                "", "-" + text, "- " + text, "\t" + text, "1e9", text + "\n")))


def other_time(case):
    case.set_time(str(case.time + case.random.choice((-1, 1, 10, -100))))


def extreme_time(case):
    case.sign_at(case.random.choice((0, -1, 1, -10**9, 10**14, 999_999_999_999)))


def no_number(case):
    case.set_time(case.random.choice(("now", "--1", "9" * 40, "1 2", "NaN", "one")))


# Mutations of the body.
def flip(case):
    at = case.random.randrange(len(case.body))
    case.body = case.body[:at] + bytes([case.body[at] ^ (1 << case.random.randrange(7))]) + case.body[at + 1:]


def shorter(case):
    case.body = case.body[:case.random.randrange(len(case.body))]


def longer(case):
    case.body += case.random.choice((b"\n", b" ", b"\0", b"{}"))


def another_body(case):
    case.body = case.event()


def empty_body(case):
    case.body = b""
    if case.random.random() < 0.5:
        case.sign_at(case.time)


def line_ends(case):
    case.body = case.body.replace(b"\n", b"\r\n") if b"\n" in case.body else case.body + b"\r\n"
    if case.random.random() < 0.5:
        case.sign_at(case.time)


# Mutations of the signature.
def wrong_digit(case):
    text, at = case.signature(), case.random.randrange(64)
    case.set_signature(text[:at] + case.random.choice(HEX) + text[at + 1:])


def upper(case):
    case.set_signature(case.signature().upper())


def resized(case):
    text = case.signature()
    case.set_signature(case.random.choice((text[:-1], text + "0", text[1:], "", text[:32], text * 2, text + " ", " " + text)))


def equals_signs(case):
    """Cut at the first two only: what follows the second is not looked at."""
    case.set_signature(case.signature() + case.random.choice(("=", "=x", "==", "=a=b=c")))
    if case.random.random() < 0.3:
        case.set_signature("=" + case.signature())


def another_scheme(case):
    case.set_signature(case.signature(), case.random.choice(("v0", "v2", "V1", "v1 ", " v1", "v", "")))


def over_body_only(case):
    case.set_signature(hmac.new(case.secret.encode(), case.body, hashlib.sha256).hexdigest())


def plain_hash(case):
    case.set_signature(hashlib.sha256(f"{case.time}.".encode() + case.body).hexdigest())


# Mutations of the header as a whole.
def several(case):
    """More signatures, wrong ones and another scheme's among them, in any order."""
    wrong = [("v1", "".join(case.random.choices(HEX, k=64))) for _ in range(case.random.randrange(3))]
    case.items += wrong + [("v0", "".join(case.random.choices(HEX, k=64)))] * case.random.randrange(2)
    case.random.shuffle(case.items)
    if case.random.random() < 0.3:
        case.items = [item for item in case.items if item[1] != hex_of(case.secret, case.time, case.body)]


def two_times(case):
    case.items.insert(case.random.randrange(3), ("t", str(case.time + case.random.choice((0, -1000, 5)))))


def junk(case):
    case.items.insert(case.random.randrange(3), case.random.choice((("x", "1"), ("", ""), ("é", "é"), ("v1x", "0"), ("tt", "5"), ("T", "7"))))


def without(case):
    case.items.pop(case.random.randrange(2))


def broken(case):
    good = ",".join(f"{name}={value}" for name, value in case.items)
    case.header = case.random.choice((
        "", ",", "=", "t", "v1", "t,v1", "t=,v1=", good.replace(",", ";"), good.replace("=", ":"), good + ",", "," + good, good + ",v1",
        good + ",t", "t," + good, good.replace(",", ", "), good.replace(",", " ,"), good + "\n", " " + good, good.replace("=", " = "),
        good.replace(",", ",,"), '"' + good + '"', good[:len(good) // 2]))


def scrambled(case):
    good = list(",".join(f"{name}={value}" for name, value in case.items))
    for _ in range(case.random.randint(1, 3)):
        at = case.random.randrange(len(good))
        how = case.random.randrange(3)
        good[at:at + 1] = [] if how == 0 else [good[at], good[at]] if how == 1 else [case.random.choice("0af,=tv1 ._-+")]
    case.header = "".join(good)


# Mutations of the secrets.
def rotated(case):
    """Two secrets, the right one first or last; Stripe may sign with both."""
    other = case.secret[:-1] + "!"
    case.secrets = [case.secret, other] if case.random.random() < 0.5 else [other, case.secret]
    if case.random.random() < 0.5:
        case.items.insert(1, ("v1", hex_of(other, case.time, case.body)))


def wrong_secret(case):
    case.secrets = [case.random.choice((case.secret + "x", case.secret[:-1], case.secret.lower(), "whsec_", case.secret + " "))]


def blank_secret(case):
    case.secret = case.random.choice(("", " ", "\t\n"))
    case.secrets = [case.secret]
    case.sign_at(case.time)


def no_secrets(case):
    case.secrets = []


def unchanged(case):
    del case


KINDS = [unchanged, age, future, written_otherwise, other_time, extreme_time, no_number, flip, shorter, longer, another_body, empty_body,
         line_ends, wrong_digit, upper, resized, equals_signs, another_scheme, over_body_only, plain_hash, several, two_times, junk, without,
         broken, scrambled, rotated, wrong_secret, blank_secret, no_secrets]
# Those that leave many valid come more often, so that a verifier that says no to everything is found as well.
WEIGHTS = [12 if kind in (unchanged, rotated, several, junk, age, future) else 2 for kind in KINDS]


def cases(count, seed):
    numbers = random.Random(seed)
    for _ in range(count):
        case = Case(numbers)
        chosen = numbers.choices(KINDS, WEIGHTS)
        if numbers.random() < 0.25:
            chosen += numbers.choices(KINDS, WEIGHTS)
        for kind in chosen:
            kind(case)
            if not case.body or len(case.items) < 2 or case.header is not None:
                break
        yield case.line("+".join(kind.__name__ for kind in chosen))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=10000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out")
    options = parser.parse_args()
    with open(options.out, "w", encoding="utf-8") if options.out else sys.stdout as out:
        for case in cases(options.count, options.seed):
            print(json.dumps(case), file=out)


if __name__ == "__main__":
    main()
