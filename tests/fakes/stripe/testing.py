# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""For the fake's own tests: the Python that has Stripe's package, one running fake per class, and the package's client on it."""
import os
import pathlib
import sys
import unittest

FOLDER = pathlib.Path(__file__).resolve().parent
VENV = FOLDER.parents[2] / ".deps" / "python-test" / "bin" / "python3"
sys.path.append(str(FOLDER.parent))


def use_test_python(*packages):
    """Starts this program again with the tests' Python if this one lacks a package; says SKIPPED where both do."""
    import importlib.util
    # This folder is named as the package is, and would pass for one: a package has a file.
    specs = {name: importlib.util.find_spec(name) for name in packages}
    lacking = [name for name, spec in specs.items() if spec is None or spec.origin is None]
    if not lacking:
        return
    python = os.environ.get("WEFT_TEST_PYTHON") or str(VENV)
    if sys.executable != python and os.access(python, os.X_OK):
        os.execv(python, [python, *sys.argv])
    skip(f"Python's {', '.join(lacking)} not installed: packaging/setup --tests does")


def skip(reason):
    print(f"SKIPPED: {reason}")
    sys.exit(0)


class FakeTest(unittest.TestCase):
    """`self.fake`, `self.receiver` (its webhooks), `self.stripe` (the official client, without retries of its own)."""
    secret = "whsec_test"
    options = ()

    @classmethod
    def setUpClass(cls):
        from client import Fake, Receiver
        cls.receiver = Receiver()
        cls.fake = Fake("--webhook", cls.receiver.url, "--secret", cls.secret, *cls.options)
        cls.stripe = cls.client()

    @classmethod
    def client(cls, retries=0, key="sk_test_weft", **more):
        import stripe
        stripe.HTTPClient.INITIAL_DELAY, stripe.HTTPClient.MAX_DELAY = 0.02, 0.2
        return stripe.StripeClient(key, base_addresses={"api": cls.fake.base}, max_network_retries=retries, **more).v1

    @classmethod
    def tearDownClass(cls):
        cls.fake.stop()
        cls.receiver.stop()

    def setUp(self):
        self.fake.reset()
        self.fake.wait_idle()
        self.receiver.clear()

    def tearDown(self):
        report = self.fake.get("balance")
        self.assertTrue(report["balanced"], "the fake's books don't hold")

    def types(self):
        self.fake.wait_idle()
        return self.receiver.types()

    def refused(self, code, call, *arguments, **named):
        """The call must raise that code. -> the exception."""
        import stripe
        with self.assertRaises(stripe.StripeError) as caught:
            call(*arguments, **named)
        # The package fills in `code` for most classes only.
        self.assertEqual(caught.exception.code or caught.exception.error.code, code, caught.exception)
        return caught.exception

    def session(self, amount=1000, **more):
        return self.stripe.checkout.sessions.create({
            "mode": "payment", "success_url": "http://shop.test/ok?s={CHECKOUT_SESSION_ID}", "cancel_url": "http://shop.test/no",
            "line_items": [{"quantity": 1, "price_data": {"currency": "usd", "unit_amount": amount,
                                                          "product_data": {"name": "Credits"}}}], **more})

    def pay(self, method="pm_card_visa", amount=1000, **more):
        """A confirmed PaymentIntent with the card of that token."""
        return self.stripe.payment_intents.create({
            "amount": amount, "currency": "usd", "payment_method": method, "confirm": True,
            "automatic_payment_methods": {"enabled": True, "allow_redirects": "never"}, **more})

    def express(self, onboard=True, **more):
        account = self.stripe.accounts.create({"type": "express", "country": "US", "email": "gpu@example.com",
                                               "capabilities": {"transfers": {"requested": True}}, **more})
        if onboard:
            self.fake.post(f"accounts/{account.id}/onboard")
        return account

    def available(self, **options):
        return self.stripe.balance.retrieve({}, options).available[0].amount
