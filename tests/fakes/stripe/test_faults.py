# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who may ask, idempotency keys, queued faults, and kill -9, by Stripe's own package."""
import base64
import concurrent.futures
import json
import pathlib
import signal
import tempfile
import time
import unittest
import urllib.error
import urllib.request

from testing import FakeTest, use_test_python

use_test_python("stripe")
import stripe  # noqa: E402
from client import Fake, wait_until  # noqa: E402


class Access(FakeTest):
    options = ("--key", "sk_test_weft")

    def raw(self, path="/v1/balance", body=None, **headers):
        request = urllib.request.Request(self.fake.base + path, body, {name.replace("_", "-"): value for name, value in headers.items()})
        try:
            with urllib.request.urlopen(request) as answer:
                return answer.status, json.load(answer), answer.headers
        except urllib.error.HTTPError as problem:
            return problem.code, json.load(problem), problem.headers

    def test_keys(self):
        basic = "Basic " + base64.b64encode(b"sk_test_weft:").decode()
        for header, status in (("Bearer sk_test_weft", 200), (basic, 200), ("Bearer sk_test_other", 401), ("Bearer pk_test_weft", 401)):
            self.assertEqual(self.raw(Authorization=header)[0], status, header)
        status, body, _ = self.raw()
        self.assertEqual((status, body["error"]["type"]), (401, "invalid_request_error"))
        with self.assertRaises(stripe.AuthenticationError):
            self.client(key="sk_test_other").balance.retrieve()

    def test_headers(self):
        status, _, headers = self.raw(Authorization="Bearer sk_test_weft", Stripe_Version="2024-06-20")
        self.assertEqual((status, headers["Stripe-Version"]), (200, "2024-06-20"))
        self.assertTrue(headers["Request-Id"].startswith("req_"))
        self.assertEqual(self.raw(Authorization="Bearer sk_test_weft", Stripe_Version="new")[0], 400)

    def test_unknown_address(self):
        status, body, _ = self.raw("/v1/nothing", Authorization="Bearer sk_test_weft")
        self.assertEqual((status, body["error"]["type"]), (404, "invalid_request_error"))
        self.assertIn("Unrecognized request URL (GET: /v1/nothing)", body["error"]["message"])

    def test_json_body(self):
        self.assertEqual(self.raw("/v1/customers", b"{}", Authorization="Bearer sk_test_weft", Content_Type="application/json")[0], 400)

    def test_expand(self):
        self.refused(None, self.stripe.balance.retrieve, {"expand": ["nothing"]})
        charges = self.stripe.charges.list({"expand": ["data.balance_transaction"]})
        self.assertEqual(charges.data, [])
        self.pay()
        charges = self.stripe.charges.list({"expand": ["data.balance_transaction"]})
        self.assertEqual(charges.data[0].balance_transaction.fee, 59)

    def test_version_of_payment_method_types(self):
        old = self.client(stripe_version="2025-03-31.basil")
        intent = old.payment_intents.create({"amount": 500, "currency": "usd", "payment_method_types": ["card"], "confirm": True,
                                             "payment_method": "pm_card_visa"})
        self.assertEqual(intent.status, "succeeded")
        self.refused("payment_method_types_no_longer_supported", self.stripe.payment_intents.create, {
            "amount": 500, "currency": "usd", "payment_method_types": ["card"]})


class Idempotency(FakeTest):
    def create(self, key, amount=700, **options):
        return self.stripe.payment_intents.create({"amount": amount, "currency": "usd"}, {"idempotency_key": key, **options})

    def test_same_answer(self):
        first, second = self.create("a"), self.create("a")
        self.assertEqual(first.id, second.id)
        self.assertEqual((first.last_response.headers.get("Idempotent-Replayed"), second.last_response.headers["Idempotent-Replayed"]),
                         (None, "true"))
        self.assertEqual(second.last_response.headers["Original-Request"], first.last_response.headers["Request-Id"])

    def test_other_parameters(self):
        self.create("b")
        with self.assertRaises(stripe.IdempotencyError) as caught:
            self.create("b", 701)
        self.assertEqual((caught.exception.http_status, caught.exception.error.type), (400, "idempotency_error"))

    def test_scope(self):
        account = self.express()
        self.assertNotEqual(self.create("c").id, self.create("c", stripe_account=account.id).id)

    def test_a_day(self):
        first = self.create("d")
        self.fake.post("clock", advance=24 * 3600 - 60)
        self.assertEqual(self.create("d").id, first.id)
        self.fake.post("clock", advance=120)
        self.assertNotEqual(self.create("d").id, first.id)

    def test_refusals_are_kept(self):
        account = self.express()
        transfer = {"amount": 900, "currency": "usd", "destination": account.id}
        self.refused("balance_insufficient", self.stripe.transfers.create, transfer, {"idempotency_key": "e"})
        self.fake.post("fund", amount=1000)
        self.refused("balance_insufficient", self.stripe.transfers.create, transfer, {"idempotency_key": "e"})
        self.stripe.transfers.create(transfer, {"idempotency_key": "e2"})
        charge = {"amount": 900, "currency": "usd", "payment_method": "pm_card_chargeDeclined", "confirm": True, "return_url": "http://x/"}
        one, two = (self.refused("card_declined", self.stripe.payment_intents.create, charge, {"idempotency_key": "f"}) for _ in range(2))
        self.assertEqual(one.error.payment_intent.id, two.error.payment_intent.id)

    def test_bad_parameters_are_not_kept(self):
        self.refused("parameter_missing", self.stripe.payment_intents.create, {"currency": "usd"}, {"idempotency_key": "g"})
        self.create("g")

    def test_in_progress(self):
        self.fake.post("faults", kind="delay", delay_ms=1500, path="payment_intents$")
        with concurrent.futures.ThreadPoolExecutor() as pool:
            first = pool.submit(self.create, "h")
            # The fault is taken when the first request is there.
            wait_until(lambda: not self.fake.get("faults"), 1.4, "the first request")
            problem = self.refused("idempotency_key_in_use", self.create, "h")
            self.assertEqual(problem.http_status, 409)
            self.assertEqual(self.create("h2").amount, 700)
        self.assertEqual(self.create("h").id, first.result().id)

    def test_race(self):
        client = self.client(retries=10)

        def create(_):
            return client.payment_intents.create({"amount": 700, "currency": "usd"}, {"idempotency_key": "race"}).id
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            self.assertEqual(len(set(pool.map(create, range(24)))), 1)


class Faults(FakeTest):
    def made(self):
        return [intent.id for intent in self.stripe.payment_intents.list({"limit": 100})]

    def create(self, client=None, **options):
        return (client or self.stripe).payment_intents.create({"amount": 700, "currency": "usd"}, options)

    def test_hang_up(self):
        for kind, made in (("hang_up_before", 0), ("hang_up_after", 1)):
            before = len(self.made())
            self.fake.post("faults", kind=kind, method="POST", path="/payment_intents$")
            with self.assertRaises(stripe.APIConnectionError):
                self.create(idempotency_key=kind)
            self.assertEqual(len(self.made()), before + made, kind)
            again = self.create(idempotency_key=kind)
            self.assertEqual(len(self.made()), before + 1, kind)
            self.assertEqual(again.last_response.headers.get("Idempotent-Replayed"), "true" if made else None)

    def test_statuses(self):
        for status, error in ((400, stripe.InvalidRequestError), (402, stripe.CardError), (409, stripe.APIError),
                              (429, stripe.RateLimitError), (500, stripe.APIError)):
            before = len(self.made())
            self.fake.post("faults", kind="status", status=status, method="POST")
            with self.assertRaises(error) as caught:
                self.create()
            self.assertEqual((caught.exception.http_status, len(self.made())), (status, before))

    def test_done_but_500(self):
        before = len(self.made())
        self.fake.post("faults", kind="status", status=500, after_commit=True, method="POST")
        for _ in range(2):
            with self.assertRaises(stripe.APIError) as caught:
                self.create(self.client(retries=3), idempotency_key="500")
            self.assertEqual(caught.exception.headers["Stripe-Should-Retry"], "false")
        self.assertEqual(len(self.made()), before + 1)

    def test_the_package_gets_through(self):
        before = len(self.made())
        self.fake.call("POST", "faults", [{"kind": "hang_up_after", "method": "POST"}, {"kind": "status", "status": 409, "method": "POST"},
                                          {"kind": "status", "status": 429, "method": "POST"},
                                          {"kind": "status", "status": 500, "method": "POST"}])
        self.create(self.client(retries=5))
        self.assertEqual((len(self.made()), self.fake.get("faults")), (before + 1, []))

    def test_times_and_skip(self):
        self.fake.post("faults", kind="status", status=400, times=2, skip=1, path="balance$")
        got = []
        for _ in range(4):
            try:
                self.stripe.balance.retrieve()
                got.append(200)
            except stripe.InvalidRequestError:
                got.append(400)
        self.assertEqual(got, [200, 400, 400, 200])
        with self.assertRaises(urllib.error.HTTPError):
            self.fake.post("faults", kind="earthquake")

    def test_late_answer(self):
        self.fake.post("faults", kind="delay", delay_after_ms=1500, method="POST")
        with concurrent.futures.ThreadPoolExecutor() as pool:
            before = len(self.made())
            first = pool.submit(self.create)
            wait_until(lambda: len(self.made()) == before + 1, 1.4, "the commit before the answer")
            self.assertFalse(first.done())
            first.result()


class Restart(unittest.TestCase):
    def test_kill(self):
        """Acknowledged objects, kept answers, faults, the clock and waiting webhooks are there after kill -9."""
        with tempfile.TemporaryDirectory() as folder:
            options = ("--state", str(pathlib.Path(folder) / "state.sqlite"), "--webhook", "http://127.0.0.1:9/nobody")
            fake = Fake(*options)
            self.addCleanup(fake.stop)
            client = stripe.StripeClient("sk_test_x", base_addresses={"api": fake.base}).v1
            made = [client.payment_intents.create({"amount": 700, "currency": "usd"}, {"idempotency_key": f"k{n}"}).id for n in range(20)]
            fake.post("faults", kind="status", status=400, path="balance$")
            fake.post("clock", advance=1000)
            now = fake.get("clock")["now"]
            fake.stop(signal.SIGKILL)
            fake = Fake(*options, port=fake.port)
            try:
                self.assertGreaterEqual(fake.get("clock")["now"], now)
                self.assertEqual([client.payment_intents.create({"amount": 700, "currency": "usd"}, {"idempotency_key": f"k{n}"}).id
                                  for n in range(20)], made)
                with self.assertRaises(stripe.InvalidRequestError):
                    client.balance.retrieve()
                self.assertEqual(fake.get("idle")["waiting"], 20)
            finally:
                fake.stop()

    def test_kills_under_load(self):
        """Killed at any moment: what was acknowledged is there, once, and the books hold."""
        with tempfile.TemporaryDirectory() as folder:
            fakes = [Fake("--state", str(pathlib.Path(folder) / "state.sqlite"))]
            self.addCleanup(lambda: fakes[-1].stop())
            with concurrent.futures.ThreadPoolExecutor(2) as pool:
                paying = [pool.submit(pay_many, fakes[0].base, name, 60) for name in "ab"]
                for _ in range(5):
                    time.sleep(0.15)
                    fakes[-1].stop(signal.SIGKILL)
                    fakes.append(Fake("--state", str(pathlib.Path(folder) / "state.sqlite"), port=fakes[0].port))
                acknowledged = [identifier for paid in paying for identifier in paid.result()]
            intents = fakes[-1].get("state?kind=payment_intent")["payment_intent"]
            report = fakes[-1].get("balance")
            self.assertEqual(sorted(acknowledged), sorted(intent["id"] for intent in intents))
            self.assertTrue(report["balanced"])
            self.assertEqual({entry["name"]: entry["amount"] for entry in report["accounts"]}["world:cards"], -1000 * len(intents))
            fakes[-1].stop()


def pay_many(base, name, count):
    """The ids of `count` payments, each asked for until it is answered."""
    client = stripe.StripeClient("sk_test_x", base_addresses={"api": base}).v1
    made = []
    while len(made) < count:
        try:
            made.append(client.payment_intents.create(
                {"amount": 1000, "currency": "usd", "payment_method": "pm_card_visa", "confirm": True, "return_url": "http://x/"},
                {"idempotency_key": f"{name}{len(made)}"}).id)
        except stripe.APIConnectionError:
            time.sleep(0.02)
    return made


if __name__ == "__main__":
    unittest.main()
