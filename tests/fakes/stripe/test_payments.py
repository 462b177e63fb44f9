# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""PaymentIntents, saved cards, refunds, disputes and the balance by Stripe's own package."""
import unittest

from testing import FakeTest, use_test_python

use_test_python("stripe")
import stripe  # noqa: E402


class Payments(FakeTest):
    def test_paid(self):
        intent = self.pay(metadata={"transfer": "t9"}, expand=["latest_charge.balance_transaction"])
        charge = intent.latest_charge
        self.assertEqual((intent.status, charge.paid, charge.amount, charge.metadata["transfer"]), ("succeeded", True, 1000, "t9"))
        self.assertEqual(charge.balance_transaction.status, "pending")
        self.assertEqual(self.types(), ["payment_intent.created", "charge.succeeded", "payment_intent.succeeded", "charge.updated"])
        first, last = self.receiver.events()[1], self.receiver.events()[3]
        self.assertIsNone(first["data"]["object"]["balance_transaction"])
        self.assertEqual(last["data"]["object"]["balance_transaction"], charge.balance_transaction.id)

    def test_fees(self):
        for amount, fee in ((50, 31), (100, 33), (1000, 59), (1050, 60), (99999, 2930)):
            charge = self.pay(amount=amount, expand=["latest_charge.balance_transaction"]).latest_charge
            self.assertEqual(charge.balance_transaction.fee, fee, amount)

    def test_declined(self):
        rows = (("pm_card_chargeDeclined", "card_declined", "generic_decline"),
                ("pm_card_visa_chargeDeclinedInsufficientFunds", "card_declined", "insufficient_funds"),
                ("pm_card_chargeDeclinedExpiredCard", "expired_card", "expired_card"),
                ("pm_card_chargeDeclinedProcessingError", "processing_error", "processing_error"))
        for method, code, decline in rows:
            problem = self.refused(code, self.pay, method)
            self.assertIsInstance(problem, stripe.CardError)
            intent = problem.error.payment_intent
            self.assertEqual((problem.http_status, problem.error.decline_code, intent.status), (402, decline, "requires_payment_method"))
            self.assertEqual(intent.last_payment_error.decline_code, decline)
            self.assertEqual(self.stripe.charges.retrieve(problem.error.charge).status, "failed")
        self.assertEqual(self.types().count("payment_intent.payment_failed"), len(rows))

    def test_off_session(self):
        customer = self.stripe.customers.create({"email": "a@example.com"})
        cards = {name: self.stripe.payment_methods.attach(name, {"customer": customer.id}).id
                 for name in ("pm_card_visa", "pm_card_authenticationRequired", "pm_card_chargeCustomerFail")}

        def charge(name):
            return self.pay(cards[name], customer=customer.id, off_session=True)
        self.assertEqual(charge("pm_card_visa").status, "succeeded")
        problem = self.refused("authentication_required", charge, "pm_card_authenticationRequired")
        self.assertEqual((problem.error.decline_code, problem.error.payment_intent.status),
                         ("authentication_required", "requires_payment_method"))
        self.refused("card_declined", charge, "pm_card_chargeCustomerFail")
        # The payer is there now: the same intent, the same card, with 3D Secure.
        again = self.stripe.payment_intents.confirm(problem.error.payment_intent.id, {
            "payment_method": cards["pm_card_authenticationRequired"], "return_url": "http://shop.test/back"})
        self.assertEqual((again.status, again.next_action.type), ("requires_action", "redirect_to_url"))
        self.assertTrue(again.next_action.redirect_to_url.url.startswith(self.fake.base + "/3ds/pi_"))

    def test_pages_of_one_customer(self):
        """What was charged is looked for among one customer's payments, a page at a time."""
        mine, other = (self.stripe.customers.create({"email": f"{name}@example.com"}).id for name in "ab")
        made = [self.pay(customer=customer, metadata={"n": n}).id for n, customer in enumerate((mine, other, mine, mine))]
        options = {"limit": 2, "customer": mine, "created": {"gte": 1}}
        page = self.stripe.payment_intents.list(options)
        self.assertEqual(([intent.id for intent in page.data], page.has_more), ([made[3], made[2]], True))
        rest = self.stripe.payment_intents.list({**options, "starting_after": page.data[-1].id})
        self.assertEqual(([intent.id for intent in rest.data], rest.has_more), ([made[0]], False))

    def test_a_card_that_cannot_be_attached(self):
        customer = self.stripe.customers.create()
        problem = self.refused("card_declined", self.stripe.payment_methods.attach, "pm_card_chargeDeclined", {"customer": customer.id})
        self.assertEqual(problem.http_status, 402)

    def test_states(self):
        intents = self.stripe.payment_intents
        intent = intents.create({"amount": 700, "currency": "usd"})
        self.assertEqual(intent.status, "requires_payment_method")
        self.refused("parameter_missing", intents.confirm, intent.id, {"return_url": "http://x/"})
        self.assertEqual(intents.update(intent.id, {"amount": 800, "metadata": {"a": "1"}}).amount, 800)
        self.assertEqual(intents.confirm(intent.id, {"payment_method": "pm_card_visa", "return_url": "http://x/"}).status, "succeeded")
        self.refused("payment_intent_unexpected_state", intents.confirm, intent.id, {"payment_method": "pm_card_visa"})
        self.refused("payment_intent_unexpected_state", intents.cancel, intent.id)
        other = intents.create({"amount": 700, "currency": "usd", "payment_method": "pm_card_visa"})
        self.assertEqual(other.status, "requires_confirmation")
        self.assertEqual(intents.cancel(other.id, {"cancellation_reason": "abandoned"}).status, "canceled")

    def test_refused(self):
        create = self.stripe.payment_intents.create
        for code, params, param in (
                ("parameter_missing", {"currency": "usd"}, "amount"), ("parameter_invalid_integer", {"amount": "1.5", "currency": "usd"}, "amount"),
                ("parameter_invalid_integer", {"amount": -5, "currency": "usd"}, "amount"), ("amount_too_small", {"amount": 5, "currency": "usd"}, "amount"),
                ("amount_too_large", {"amount": 10**9, "currency": "usd"}, "amount"), (None, {"amount": 100, "currency": "xxx"}, "currency"),
                ("resource_missing", {"amount": 100, "currency": "usd", "payment_method": "pm_no"}, "payment_method"),
                (None, {"amount": 100, "currency": "usd", "metadata": {"k" * 41: "v"}}, "metadata"),
                (None, {"amount": 100, "currency": "usd", "off_session": True}, "off_session"),
                (None, {"amount": 100, "currency": "usd", "payment_method": "pm_card_visa", "confirm": True}, None)):
            with self.subTest(params=params):
                self.assertEqual(self.refused(code, create, params).param, param)

    def test_search_and_lists(self):
        made = self.pay(metadata={"transfer": "find-me"})
        found = self.stripe.payment_intents.search({"query": "metadata['transfer']:'find-me' AND status:'succeeded'"})
        self.assertEqual([intent.id for intent in found], [made.id])
        self.assertEqual(len(self.stripe.payment_intents.search({"query": "metadata['transfer']:'find-me' AND created<5"}).data), 0)
        self.fake.post("settings", search_lag_seconds=60)
        self.addCleanup(self.fake.post, "settings", search_lag_seconds=0)
        self.assertEqual(self.stripe.payment_intents.search({"query": "metadata['transfer']:'find-me'"}).data, [])
        listed = self.stripe.payment_intents.list({"created": {"gte": made.created}, "limit": 100})
        self.assertIn(made.id, [intent.id for intent in listed])
        self.assertEqual(self.stripe.payment_intents.list({"created": {"gt": made.created + 9}}).data, [])
        self.assertEqual(self.stripe.charges.list({"payment_intent": made.id}).data[0].id, made.latest_charge)

    def test_setup_intents(self):
        customer = self.stripe.customers.create()
        intent = self.stripe.setup_intents.create({"customer": customer.id, "payment_method": "pm_card_visa", "confirm": True,
                                                   "return_url": "http://x/"})
        self.assertEqual(intent.status, "succeeded")
        waiting = self.stripe.setup_intents.create({"customer": customer.id, "payment_method": "pm_card_authenticationRequiredOnSetup",
                                                    "confirm": True, "return_url": "http://x/"})
        self.assertEqual(waiting.status, "requires_action")
        self.refused("card_declined", self.stripe.setup_intents.create, {"payment_method": "pm_card_chargeDeclined", "confirm": True,
                                                                         "return_url": "http://x/"})
        self.assertEqual(self.stripe.setup_intents.cancel(waiting.id).status, "canceled")

    def test_customers(self):
        customer = self.stripe.customers.create({"email": "c@example.com", "metadata": {"account": "5", "old": "x"}})
        card = self.stripe.payment_methods.attach("pm_card_mastercard", {"customer": customer.id})
        self.assertEqual((card.card.brand, card.card.last4), ("mastercard", "4444"))
        changed = self.stripe.customers.update(customer.id, {"metadata": {"old": ""}, "invoice_settings": {"default_payment_method": card.id}})
        self.assertEqual((changed.metadata.to_dict(), changed.invoice_settings.default_payment_method), ({"account": "5"}, card.id))
        self.assertEqual(self.stripe.customers.list({"email": "c@example.com"}).data[0].id, customer.id)
        self.assertIsNone(self.stripe.payment_methods.detach(card.id).customer)
        self.refused("payment_method_unexpected_state", self.stripe.payment_methods.attach, card.id, {"customer": customer.id})
        self.assertTrue(self.stripe.customers.delete(customer.id).deleted)
        self.assertTrue(self.stripe.customers.retrieve(customer.id).deleted)


class Refunds(FakeTest):
    def test_partial_then_whole(self):
        intent = self.pay("pm_card_bypassPending")
        before = self.available()
        part = self.stripe.refunds.create({"payment_intent": intent.id, "amount": 300, "metadata": {"entry": "1"}})
        self.assertEqual((part.status, part.amount), ("succeeded", 300))
        problem = self.refused(None, self.stripe.refunds.create, {"payment_intent": intent.id, "amount": 701})
        self.assertIn("greater than unrefunded amount on charge ($7.00)", str(problem))
        self.stripe.refunds.create({"charge": intent.latest_charge})
        self.refused("charge_already_refunded", self.stripe.refunds.create, {"charge": intent.latest_charge})
        charge = self.stripe.charges.retrieve(intent.latest_charge)
        self.assertEqual((charge.refunded, charge.amount_refunded), (True, 1000))
        self.assertEqual(self.available(), before - 1000)
        self.assertEqual(len(self.stripe.refunds.list({"payment_intent": intent.id}).data), 2)
        self.assertEqual(self.types().count("charge.refunded"), 2)

    def test_fails_later(self):
        intent = self.pay("pm_card_bypassPending")
        before = self.available()
        refund = self.stripe.refunds.create({"payment_intent": intent.id})
        self.fake.post(f"refunds/{refund.id}/fail")
        refund = self.stripe.refunds.retrieve(refund.id)
        self.assertEqual((refund.status, refund.failure_reason, self.available()), ("failed", "lost_or_stolen_card", before))
        self.assertIn("refund.failed", self.types())
        by_card = self.stripe.refunds.create({"payment_intent": self.pay("pm_card_refundFail").id})
        self.assertEqual((by_card.status, self.stripe.refunds.retrieve(by_card.id).status), ("succeeded", "failed"))

    def test_waits_for_money(self):
        intent = self.pay()
        self.fake.post("clock", advance=3 * 86400)
        self.drain()
        refund = self.stripe.refunds.create({"payment_intent": intent.id})
        self.assertEqual(refund.status, "pending")
        self.fake.post("fund", amount=5000)
        self.fake.post("clock", advance=1)
        self.assertEqual(self.stripe.refunds.retrieve(refund.id).status, "succeeded")

    def drain(self):
        if (left := self.available()) > 0:
            self.stripe.payouts.create({"amount": left, "currency": "usd"})

    def test_of_pending_money(self):
        intent = self.pay(expand=["latest_charge.balance_transaction"])
        refund = self.stripe.refunds.create({"payment_intent": intent.id, "expand": ["balance_transaction"]})
        self.assertEqual((refund.balance_transaction.status, refund.balance_transaction.available_on),
                         ("pending", intent.latest_charge.balance_transaction.available_on))


class Disputes(FakeTest):
    def test_lost_and_won(self):
        for status, back in (("lost", 0), ("won", 1000)):
            intent = self.pay("pm_card_bypassPending")
            before = self.available()
            made = self.fake.post("disputes", payment_intent=intent.id, reason="fraudulent")
            dispute = self.stripe.disputes.retrieve(made["id"])
            self.assertEqual((dispute.status, dispute.amount, dispute.balance_transactions[0].fee), ("needs_response", 1000, 1500))
            self.assertEqual(self.available(), before - 2500)
            self.refused("charge_disputed", self.stripe.refunds.create, {"payment_intent": intent.id})
            self.fake.post(f"disputes/{dispute.id}/close", status=status)
            self.assertEqual(self.stripe.disputes.list({"charge": intent.latest_charge}).data[0].status, status)
            self.assertEqual(self.available(), before - 2500 + back)
        self.assertEqual([kind for kind in self.types() if "dispute" in kind], [
            "charge.dispute.created", "charge.dispute.funds_withdrawn", "charge.dispute.closed",
            "charge.dispute.created", "charge.dispute.funds_withdrawn", "charge.dispute.closed", "charge.dispute.funds_reinstated"])

    def test_by_card(self):
        intent = self.pay("pm_card_createDispute")
        dispute = self.stripe.disputes.list({"payment_intent": intent.id}).data[0]
        self.assertEqual(self.stripe.disputes.update(dispute.id, {"evidence": {"product_description": "Computing"}}).status, "under_review")
        self.assertEqual(self.stripe.disputes.close(dispute.id).status, "lost")

    def test_early_fraud_warning(self):
        intent = self.pay("pm_card_createIssuerFraudRecord")
        warning = self.stripe.radar.early_fraud_warnings.list({"charge": intent.latest_charge}).data[0]
        self.assertTrue(warning.actionable)
        self.stripe.refunds.create({"payment_intent": intent.id})
        self.assertFalse(self.stripe.radar.early_fraud_warnings.retrieve(warning.id).actionable)
        self.fake.post("early_fraud_warnings", payment_intent=self.pay().id)
        self.assertEqual(self.types().count("radar.early_fraud_warning.created"), 2)


class Balance(FakeTest):
    def test_settles(self):
        self.fake.post("clock", advance=2 * 86400)
        before = self.available()
        charge = self.pay(expand=["latest_charge"]).latest_charge
        balance = self.stripe.balance.retrieve()
        self.assertEqual((balance.available[0].amount, balance.pending[0].amount), (before, 941))
        self.fake.post("clock", advance=2 * 86400)
        balance = self.stripe.balance.retrieve()
        self.assertEqual((balance.available[0].amount, balance.pending[0].amount), (before + 941, 0))
        self.assertIn("balance.available", self.types())
        history = self.stripe.balance_transactions.list({"type": "charge"}).data[0]
        self.assertEqual((history.source, history.status, history.net), (charge.id, "available", 941))

    def test_books(self):
        charge = self.pay(expand=["latest_charge"]).latest_charge
        legs = self.fake.get("balance")["objects"][charge.id]
        self.assertEqual([(leg["debit"], leg["credit"].split(":")[1], leg["amount"]) for leg in legs],
                         [("world:cards", "pending", 1000), (legs[0]["credit"], "stripe", 59)])

    def test_events(self):
        intent = self.pay()
        events = self.stripe.events.list({"type": "payment_intent.succeeded"})
        self.assertEqual(events.data[0].data.object["id"], intent.id)
        self.assertEqual(self.stripe.events.retrieve(events.data[0].id).type, "payment_intent.succeeded")
        some = self.stripe.events.list({"types": ["charge.succeeded", "charge.updated"], "limit": 2})
        self.assertEqual([event.type for event in some], ["charge.updated", "charge.succeeded"])
        wild = self.stripe.events.list({"type": "charge.*", "limit": 100})
        self.assertEqual({event.type.split(".")[0] for event in wild}, {"charge"})


if __name__ == "__main__":
    unittest.main()
