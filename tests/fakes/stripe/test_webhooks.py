# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Webhooks, verified by Stripe's own package: signed, sent again, doubled, out of order, with two secrets."""
import json
import time
import unittest

from testing import FakeTest, use_test_python

use_test_python("stripe")
import stripe  # noqa: E402
from client import wait_until  # noqa: E402


class Webhooks(FakeTest):
    def verified(self, entry, secret="whsec_test"):
        header, body = entry
        return stripe.Webhook.construct_event(body, header, secret)

    def tearDown(self):
        self.fake.reset()
        self.fake.post("webhooks/secrets", secrets=["whsec_test"])
        super().tearDown()

    def test_signed(self):
        customer = self.stripe.customers.create({"email": "é@example.com", "name": "名"}, {"idempotency_key": f"w{time.time()}"})
        self.fake.wait_idle()
        event = self.verified(self.receiver.got[0])
        self.assertEqual((event.type, event.data.object["id"], event.data.object["name"]), ("customer.created", customer.id, "名"))
        self.assertTrue(event.request.idempotency_key.startswith("w"))
        self.assertEqual(event.request.id, customer.last_response.headers["Request-Id"])
        self.assertEqual(self.stripe.events.retrieve(event.id).pending_webhooks, 0)

    def test_until_2xx(self):
        self.fake.post("webhooks", retry_seconds=0.01)
        self.receiver.answers = [500, 302, 404, 204]
        self.stripe.customers.create()
        wait_until(lambda: len(self.receiver.got) == 4, 20, "four tries")
        self.fake.wait_idle()
        self.assertEqual(len({body for _, body in self.receiver.got}), 1)
        self.assertEqual(self.fake.get("deliveries")[-1]["tries"], 4)

    def test_twice(self):
        self.fake.post("webhooks", duplicate=2)
        self.stripe.customers.create()
        self.assertEqual(self.types(), ["customer.created"] * 3)
        self.fake.post("webhooks/resend", event=self.receiver.events()[0]["id"], times=2)
        self.assertEqual(len(self.types()), 5)
        self.assertEqual(len({event["id"] for event in self.receiver.events()}), 1)

    def test_out_of_order(self):
        self.fake.post("webhooks", batch=4, order="reversed")
        self.pay()
        self.assertEqual(self.types(), ["charge.updated", "payment_intent.succeeded", "charge.succeeded", "payment_intent.created"])

    def test_held_then_shuffled(self):
        self.fake.post("webhooks", hold=True)
        self.pay()
        self.assertEqual(self.types(), [])
        self.assertEqual(self.fake.post("webhooks/release", order="shuffled"), {"released": 4})
        self.assertEqual(sorted(self.types()), ["charge.succeeded", "charge.updated", "payment_intent.created", "payment_intent.succeeded"])

    def test_lost(self):
        self.fake.post("webhooks", lose=True)
        intent = self.pay()
        self.assertEqual(self.types(), [])
        self.assertEqual(self.stripe.events.list({"type": "payment_intent.succeeded"}).data[0].data.object["id"], intent.id)

    def test_late(self):
        self.fake.post("webhooks", delay_ms=1000)
        self.stripe.customers.create()
        time.sleep(0.1)
        self.assertEqual(self.receiver.got, [])
        wait_until(lambda: self.receiver.got, 20, "the late event")

    def test_at_once(self):
        self.fake.post("webhooks", duplicate=9, parallel=8)
        self.stripe.customers.create()
        wait_until(lambda: len(self.receiver.got) == 10, 20, "ten copies")

    def test_two_secrets(self):
        self.fake.post("webhooks/secrets", secrets=["whsec_new", "whsec_test"])
        self.stripe.customers.create()
        self.fake.wait_idle()
        for secret in ("whsec_new", "whsec_test"):
            self.verified(self.receiver.got[0], secret)
        self.fake.post("webhooks/secrets", secrets=["whsec_new"])
        self.receiver.clear()
        self.stripe.customers.create()
        self.fake.wait_idle()
        with self.assertRaises(stripe.SignatureVerificationError):
            self.verified(self.receiver.got[0])

    def test_too_old_and_bad(self):
        for how in ({"age": 301}, {"age": 0, "bad_signature": True}):
            self.fake.post("webhooks", **how)
            self.receiver.clear()
            self.stripe.customers.create()
            self.fake.wait_idle()
            with self.assertRaises(stripe.SignatureVerificationError):
                self.verified(self.receiver.got[0])
        self.fake.post("webhooks", age=290, bad_signature=False)
        self.receiver.clear()
        self.stripe.customers.create()
        self.fake.wait_idle()
        self.verified(self.receiver.got[0])

    def test_only_what_it_asked_for(self):
        from client import Receiver
        other = Receiver()
        self.addCleanup(other.stop)
        self.fake.post("webhooks/endpoints", url=other.url, secrets=["whsec_other"], types=["charge.succeeded"])
        self.pay()
        self.fake.wait_idle()
        self.assertEqual(other.types(), ["charge.succeeded"])
        self.verified(other.got[0], "whsec_other")
        self.fake.post("webhooks/endpoints", url=other.url, secrets=["whsec_other"], types=[])

    def test_body_is_what_stripe_says(self):
        self.stripe.customers.create()
        self.fake.wait_idle()
        body = self.receiver.got[0][1]
        self.assertEqual(list(json.loads(body))[:1], ["api_version"])
        self.assertTrue(body.startswith(b"{\n  "))
        self.assertNotIn(b'"_', body)


if __name__ == "__main__":
    unittest.main()
