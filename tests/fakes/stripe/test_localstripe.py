# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The same calls to this fake and to a third party's, localstripe: where both have something, both say the same.

What localstripe has wrong (no code with a 404, a declined card's type, refunds beyond the charge) isn't compared.
It listens on all interfaces and reads a pickle in /tmp, so it runs --from-scratch, in a network and a /tmp of its own.
"""
import os
import shutil
import socket
import subprocess
import sys
import unittest

from testing import FOLDER, skip, use_test_python

use_test_python("stripe", "localstripe")
import stripe  # noqa: E402
from client import Fake, wait_until  # noqa: E402

INSIDE = "--inside"
PORT = 8420  # of a network namespace that is ours alone
APART = ["unshare", "--map-root-user", "--net", "--mount"]
READY = "ip link set lo up && mount -t tmpfs none /tmp"
OLD_VERSION = "2024-06-20"  # localstripe knows no newer parameters


def customers(api):
    made = api.customers.create({"email": "a@example.com", "name": "Ada", "metadata": {"account": "1"}})
    changed = api.customers.update(made.id, {"name": "Ada L."})
    missing = refusal(api.customers.retrieve, "cus_none")
    return {"email": made.email, "name": changed.name, "metadata": made.metadata["account"], "object": made.object,
            "prefix": made.id[:4], "deleted": api.customers.delete(made.id).deleted, "missing": missing[:2]}


def refusal(call, *arguments):
    """-> status, type, code"""
    try:
        call(*arguments)
    except stripe.StripeError as problem:
        return problem.http_status, problem.error.type, problem.code
    return None


def new_card(api, number):
    return api.payment_methods.create({"type": "card", "card": {"number": number, "exp_month": 12, "exp_year": 2034, "cvc": "123"}})


def payment_methods(api):
    customer = api.customers.create({"email": "b@example.com"})
    card = new_card(api, "4242424242424242")
    attached = api.payment_methods.attach(card.id, {"customer": customer.id})
    listed = api.payment_methods.list({"customer": customer.id, "type": "card"})
    detached = api.payment_methods.detach(card.id)
    return {"type": card.type, "last4": card.card.last4, "brand": card.card.brand, "exp_year": card.card.exp_year, "prefix": card.id[:3],
            "attached": attached.customer == customer.id, "listed": [entry.id for entry in listed] == [card.id],
            "detached": detached.customer, "left": len(api.payment_methods.list({"customer": customer.id, "type": "card"}).data)}


def saved(api, number):
    customer = api.customers.create({"email": "c@example.com"})
    card = api.payment_methods.attach(new_card(api, number).id, {"customer": customer.id})
    return {"customer": customer.id, "payment_method": card.id, "currency": "usd", "payment_method_types": ["card"]}


def payment_intents(api):
    intent = api.payment_intents.create({**saved(api, "4242424242424242"), "amount": 1234, "confirm": True, "metadata": {"transfer": "t"}})
    return {"status": intent.status, "amount": intent.amount, "currency": intent.currency, "metadata": intent.metadata["transfer"],
            "prefix": intent.id[:3], "object": intent.object, "error": intent.last_payment_error, "charged": bool(intent.latest_charge),
            "again": api.payment_intents.retrieve(intent.id).status, "secret": intent.client_secret.startswith(intent.id + "_secret_")}


def steps(api):
    intent = api.payment_intents.create({**saved(api, "4242424242424242"), "amount": 500})
    before = intent.status
    after = api.payment_intents.confirm(intent.id).status
    other = api.payment_intents.create({"amount": 500, "currency": "usd", "payment_method_types": ["card"]})
    return {"before": before, "after": after, "empty": other.status, "canceled": api.payment_intents.cancel(other.id).status}


def three_d_secure(api):
    intent = api.payment_intents.create({**saved(api, "4000002500003155"), "amount": 500, "confirm": True})
    return {"status": intent.status, "next": intent.next_action.type}


def declined(api):
    found = refusal(api.payment_intents.create, {**saved(api, "4000000000000341"), "amount": 500, "confirm": True})
    return {"status": found[0], "code": found[2]}


def refunds(api):
    intent = api.payment_intents.create({**saved(api, "4242424242424242"), "amount": 1000, "confirm": True})
    part = api.refunds.create({"payment_intent": intent.id, "amount": 300})
    api.refunds.create({"payment_intent": intent.id, "amount": 700})
    return {"amount": part.amount, "status": part.status, "prefix": part.id[:3], "object": part.object,
            "listed": sorted(entry.amount for entry in api.refunds.list({"payment_intent": intent.id}))}


class BothSayTheSame(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.fake = Fake()
        cls.other = subprocess.Popen([sys.executable, "-m", "localstripe", "--port", str(PORT), "--from-scratch"],
                                     stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_until(listens, 30, "localstripe")
        cls.ours, cls.theirs = (stripe.StripeClient("sk_test_12345", stripe_version=OLD_VERSION, base_addresses={"api": base}).v1
                                for base in (cls.fake.base, f"http://127.0.0.1:{PORT}"))

    @classmethod
    def tearDownClass(cls):
        cls.fake.stop()
        cls.other.terminate()
        cls.other.wait(10)


def listens():
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", PORT)) == 0


def add(what):
    def test(self):
        self.maxDiff = None
        self.assertEqual(what(self.ours), what(self.theirs))
    setattr(BothSayTheSame, f"test_{what.__name__}", test)


for calls in (customers, payment_methods, payment_intents, steps, three_d_secure, declined, refunds):
    add(calls)


def start_apart():
    """Runs this file again where nobody else's network or /tmp is."""
    if not shutil.which("unshare") or not shutil.which("ip"):
        skip("unshare (util-linux) or ip (iproute2) not installed")
    if subprocess.run([*APART, "sh", "-c", READY], capture_output=True, check=False).returncode != 0:
        skip("no network namespace of its own to be had here; localstripe would listen on every interface")
    os.execvp(APART[0], [*APART, "sh", "-c", f'{READY} && exec "$@"', "sh", sys.executable, str(FOLDER / "test_localstripe.py"), INSIDE])


if __name__ == "__main__":
    if INSIDE not in sys.argv:
        start_apart()
    sys.argv.remove(INSIDE)
    unittest.main()
