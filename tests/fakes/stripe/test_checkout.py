# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checkout Sessions by Stripe's own package."""
import unittest

from testing import FakeTest, use_test_python

use_test_python("stripe")
import stripe  # noqa: E402


class Checkout(FakeTest):
    def test_paid(self):
        session = self.session(metadata={"order": "7"}, client_reference_id="weft-7", payment_intent_data={"metadata": {"transfer": "t1"}})
        self.assertEqual((session.status, session.payment_status, session.payment_intent), ("open", "unpaid", None))
        self.assertTrue(session.url.startswith(self.fake.base + "/c/pay/"))
        went = self.fake.post(f"sessions/{session.id}/pay", email="a@example.com")
        self.assertEqual(went, {"url": f"http://shop.test/ok?s={session.id}"})
        session = self.stripe.checkout.sessions.retrieve(session.id, {"expand": ["payment_intent.latest_charge.balance_transaction",
                                                                                 "line_items"]})
        intent = session.payment_intent
        self.assertEqual((session.status, session.payment_status, session.url), ("complete", "paid", None))
        self.assertEqual((intent.status, intent.amount_received, intent.metadata["transfer"]), ("succeeded", 1000, "t1"))
        self.assertEqual((intent.latest_charge.balance_transaction.fee, intent.latest_charge.balance_transaction.net), (59, 941))
        self.assertEqual((session.metadata["order"], session.client_reference_id, session.customer_details.email),
                         ("7", "weft-7", "a@example.com"))
        self.assertEqual(session.line_items.data[0].description, "Credits")
        self.assertEqual(self.types(), ["payment_intent.created", "charge.succeeded", "payment_intent.succeeded", "charge.updated",
                                        "checkout.session.completed"])

    def test_declined_then_paid(self):
        session = self.session()
        for card, sentence in (("4000000000000002", "Your card was declined."), ("4000000000009995", "Your card has insufficient funds."),
                               ("4000000000000341", "Your card was declined."), ("4242424242424241", "Your card number is incorrect.")):
            self.assertEqual(self.fake.post(f"sessions/{session.id}/pay", card=card), {"declined": sentence})
        intents = self.stripe.checkout.sessions.retrieve(session.id, {"expand": ["payment_intent"]})
        self.assertEqual(intents.payment_intent.status, "requires_payment_method")
        self.assertEqual(intents.payment_intent.last_payment_error.code, "card_declined")
        self.fake.post(f"sessions/{session.id}/pay")
        self.assertEqual(self.stripe.checkout.sessions.retrieve(session.id).payment_intent, intents.payment_intent.id)
        self.assertEqual(self.types().count("checkout.session.completed"), 1)

    def test_three_d_secure(self):
        session = self.session()
        self.assertIn("/3ds/pi_", self.fake.post(f"sessions/{session.id}/pay", card="4000002500003155")["action"])
        self.assertIn("unable to authenticate", self.fake.post(f"sessions/{session.id}/pay", card="4000002500003155", authenticate=False)[
            "declined"])
        self.assertIn("url", self.fake.post(f"sessions/{session.id}/pay", card="4000002500003155", authenticate=True))

    def test_saved_card(self):
        session = self.session(payment_intent_data={"setup_future_usage": "off_session"})
        self.fake.post(f"sessions/{session.id}/pay")
        session = self.stripe.checkout.sessions.retrieve(session.id, {"expand": ["payment_intent"]})
        cards = self.stripe.payment_methods.list({"customer": session.customer, "type": "card"})
        self.assertEqual([card.id for card in cards], [session.payment_intent.payment_method])
        again = self.pay(cards.data[0].id, customer=session.customer, off_session=True)
        self.assertEqual(again.status, "succeeded")

    def test_setup(self):
        customer = self.stripe.customers.create({"email": "b@example.com"})
        session = self.stripe.checkout.sessions.create({"mode": "setup", "customer": customer.id, "currency": "usd",
                                                        "success_url": "http://shop.test/ok"})
        self.assertEqual((session.payment_status, session.amount_total), ("no_payment_required", None))
        self.fake.post(f"sessions/{session.id}/pay", card="4000002500003155", authenticate=True)
        intent = self.stripe.setup_intents.retrieve(self.stripe.checkout.sessions.retrieve(session.id).setup_intent)
        self.assertEqual((intent.status, intent.customer), ("succeeded", customer.id))
        # Authenticated once, this card needs no more of it.
        self.assertEqual(self.pay(intent.payment_method, customer=customer.id, off_session=True).status, "succeeded")

    def test_expired(self):
        session = self.session()
        self.fake.post(f"sessions/{session.id}/pay", card="4000000000000002")
        self.assertEqual(self.stripe.checkout.sessions.expire(session.id).status, "expired")
        self.refused(None, self.stripe.checkout.sessions.expire, session.id)
        other = self.session()
        self.fake.post("clock", advance=24 * 3600 + 1)
        self.assertEqual(self.stripe.checkout.sessions.retrieve(other.id).status, "expired")
        self.assertEqual(self.types().count("checkout.session.expired"), 2)
        self.assertIn("declined", self.fake.post(f"sessions/{other.id}/pay"))

    def test_wallets(self):
        with self.subTest("not switched on"):
            self.assertEqual(self.session().payment_method_types, ["card"])
            old = self.client(stripe_version="2025-03-31.basil")
            self.refused(None, old.checkout.sessions.create, {"mode": "payment", "success_url": "http://x/", "payment_method_types": ["alipay"],
                         "line_items": [{"quantity": 1, "price_data": {"currency": "usd", "unit_amount": 900, "product_data": {"name": "a"}}}]})
        self.fake.post("settings", payment_methods=["card", "alipay", "wechat_pay", "crypto", "us_bank_account"])
        self.addCleanup(self.fake.post, "settings", payment_methods=["card"])
        for wallet in ("alipay", "wechat_pay", "crypto"):
            session = self.session()
            self.assertIn(wallet, session.payment_method_types)
            self.assertIn("declined", self.fake.post(f"sessions/{session.id}/pay", method=wallet, authenticate=False))
            self.fake.post(f"sessions/{session.id}/pay", method=wallet, authenticate=True)
            self.assertEqual(self.stripe.checkout.sessions.retrieve(session.id).payment_status, "paid")
        self.assertEqual(self.session(allowed_payment_method_types=["alipay", "card"]).payment_method_types, ["card", "alipay"])
        self.assertNotIn("crypto", self.session(excluded_payment_method_types=["crypto"]).payment_method_types)

    def test_delayed(self):
        """A bank debit: complete, but unpaid until the money came."""
        self.fake.post("settings", payment_methods=["card", "us_bank_account"])
        self.addCleanup(self.fake.post, "settings", payment_methods=["card"])
        for ok, status, event in ((True, "paid", "succeeded"), (False, "unpaid", "failed")):
            session = self.session()
            self.fake.post(f"sessions/{session.id}/pay", method="us_bank_account")
            session = self.stripe.checkout.sessions.retrieve(session.id)
            self.assertEqual((session.status, session.payment_status), ("complete", "unpaid"))
            self.fake.post(f"payment_intents/{session.payment_intent}/settle", ok=ok)
            self.assertEqual(self.stripe.checkout.sessions.retrieve(session.id).payment_status, status)
            self.assertIn(f"checkout.session.async_payment_{event}", self.types())

    def test_refused(self):
        create = self.stripe.checkout.sessions.create
        good = {"mode": "payment", "success_url": "http://shop.test/ok", "line_items": [
            {"quantity": 1, "price_data": {"currency": "usd", "unit_amount": 1000, "product_data": {"name": "Credits"}}}]}
        wrong = [("parameter_missing", {**good, "line_items": None}, "line_items"), ("parameter_missing", {"mode": "payment"}, "success_url"),
                 ("parameter_unknown", {**good, "colour": "red"}, "colour"), ("url_invalid", {**good, "success_url": "ok"}, "success_url"),
                 ("resource_missing", {**good, "customer": "cus_no"}, "customer"), (None, {**good, "mode": "gift"}, "mode"),
                 ("amount_too_small", {**good, "line_items": [{**good["line_items"][0], "price_data": {
                     **good["line_items"][0]["price_data"], "unit_amount": 49}}]}, "amount"),
                 ("parameter_unknown", {**good, "line_items": [{**good["line_items"][0], "size": 3}]}, "line_items[0][size]"),
                 ("parameter_invalid_integer", {**good, "expires_at": "soon"}, "expires_at"),
                 ("payment_method_types_no_longer_supported", {**good, "payment_method_types": ["card"]}, "payment_method_types")]
        for code, params, param in wrong:
            with self.subTest(param=param, code=code):
                problem = self.refused(code, create, {name: value for name, value in params.items() if value is not None})
                self.assertEqual((problem.http_status, problem.param), (400, param))
        self.assertEqual(self.refused("resource_missing", self.stripe.checkout.sessions.retrieve, "cs_test_no").http_status, 404)

    def test_lists(self):
        made = [self.session().id for _ in range(3)]
        page = self.stripe.checkout.sessions.list({"limit": 2})
        self.assertEqual(([entry.id for entry in page], page.has_more), (made[:0:-1], True))
        rest = self.stripe.checkout.sessions.list({"limit": 2, "starting_after": page.data[-1].id})
        self.assertEqual(rest.data[0].id, made[0])
        back = self.stripe.checkout.sessions.list({"limit": 2, "ending_before": made[0]})
        self.assertEqual([entry.id for entry in back], made[:0:-1])
        self.assertGreaterEqual(len(list(self.stripe.checkout.sessions.list({"limit": 1}).auto_paging_iter())), 3)
        self.assertIsInstance(page.data[0], stripe.checkout.Session)


if __name__ == "__main__":
    unittest.main()
