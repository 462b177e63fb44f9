# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Connected accounts, transfers and payouts by Stripe's own package."""
import unittest

from testing import FakeTest, use_test_python

use_test_python("stripe")
import stripe  # noqa: E402


class Accounts(FakeTest):
    def test_onboarding(self):
        account = self.express(onboard=False, metadata={"provider": "p1"})
        self.assertEqual((account.details_submitted, account.payouts_enabled, account.capabilities.transfers), (False, False, "inactive"))
        self.assertIn("external_account", account.requirements.currently_due)
        link = self.stripe.account_links.create({"account": account.id, "type": "account_onboarding", "refresh_url": "http://x/again",
                                                 "return_url": "http://x/back"})
        self.assertTrue(link.url.startswith(f"{self.fake.base}/setup/e/{account.id}/"))
        self.assertGreater(link.expires_at, link.created)
        self.fake.post(f"accounts/{account.id}/onboard")
        account = self.stripe.accounts.retrieve(account.id)
        self.assertEqual((account.details_submitted, account.payouts_enabled, account.capabilities.transfers), (True, True, "active"))
        self.assertEqual((account.requirements.currently_due, account.metadata["provider"]), ([], "p1"))
        event = next(event for event in self.events() if event["type"] == "account.updated")
        self.assertEqual((event["account"], event["data"]["previous_attributes"]["payouts_enabled"]), (account.id, False))
        self.assertIn("/express/", self.stripe.accounts.login_links.create(account.id).url)

    def events(self):
        self.fake.wait_idle()
        return self.receiver.events()

    def test_refused(self):
        self.assertEqual(self.refused("account_invalid", self.stripe.accounts.retrieve, "acct_no").http_status, 403)
        self.refused("country_code_invalid", self.stripe.accounts.create, {"type": "express", "country": "XX", "capabilities": {
            "transfers": {"requested": True}}})
        self.refused("parameter_missing", self.stripe.account_links.create, {"account": self.express(False).id, "type": "account_onboarding"})
        self.assertIsInstance(self.refused("account_invalid", self.stripe.balance.retrieve, {}, {"stripe_account": "acct_no"}),
                              stripe.PermissionError)

    def test_changes(self):
        account = self.express()
        changed = self.stripe.accounts.update(account.id, {"settings": {"payouts": {"schedule": {"interval": "manual"}}}})
        self.assertEqual(changed.settings.payouts.schedule.interval, "manual")
        self.fake.post(f"accounts/{account.id}/restrict", due=["individual.id_number"])
        self.assertFalse(self.stripe.accounts.retrieve(account.id).payouts_enabled)
        self.assertIn(account.id, [other.id for other in self.stripe.accounts.list({"limit": 100})])
        self.assertTrue(self.stripe.accounts.delete(account.id).deleted)
        self.refused("account_invalid", self.stripe.accounts.retrieve, account.id)


class Transfers(FakeTest):
    def setUp(self):
        super().setUp()
        self.account = self.express()

    def transfer(self, amount, **more):
        return self.stripe.transfers.create({"amount": amount, "currency": "usd", "destination": self.account.id, **more})

    def test_needs_available_money(self):
        self.pay()
        problem = self.refused("balance_insufficient", self.transfer, self.available() + 1)
        self.assertEqual(problem.http_status, 400)
        self.fake.post("clock", advance=2 * 86400)
        before = self.available()
        transfer = self.transfer(400, metadata={"payout": "1"}, transfer_group="week-1")
        self.assertEqual((transfer.reversed, self.available(), self.available(stripe_account=self.account.id)), (False, before - 400, 400))
        self.assertEqual(self.stripe.transfers.list({"transfer_group": "week-1"}).data[0].id, transfer.id)
        payment = self.stripe.charges.retrieve(transfer.destination_payment, {}, {"stripe_account": self.account.id})
        self.assertEqual(payment.source_transfer, transfer.id)
        self.refused("resource_missing", self.stripe.charges.retrieve, transfer.destination_payment)
        self.assertIn("transfer.created", self.types())

    def test_refused(self):
        self.fake.post("fund", amount=5000)
        create = self.stripe.transfers.create
        self.refused("insufficient_capabilities_for_transfer", create, {"amount": 1, "currency": "usd", "destination": self.express(False).id})
        self.assertEqual(self.refused("resource_missing", create, {"amount": 1, "currency": "usd", "destination": "acct_no"}).param, "destination")
        self.refused("parameter_invalid_integer", create, {"amount": 0, "currency": "usd", "destination": self.account.id})
        self.refused("parameter_missing", create, {"currency": "usd", "destination": self.account.id})
        self.fake.post("transfers/fail_next", code="account_closed", message="No.")
        self.refused("account_closed", self.transfer, 5)
        self.transfer(5)

    def test_reversal(self):
        self.fake.post("fund", amount=5000)
        transfer = self.transfer(900)
        part = self.stripe.transfers.reversals.create(transfer.id, {"amount": 200})
        self.assertEqual((part.amount, part.transfer), (200, transfer.id))
        self.refused(None, self.stripe.transfers.reversals.create, transfer.id, {"amount": 701})
        self.stripe.transfers.reversals.create(transfer.id)
        self.assertTrue(self.stripe.transfers.retrieve(transfer.id).reversed)
        self.assertEqual(len(self.stripe.transfers.reversals.list(transfer.id).data), 2)
        self.assertEqual(self.available(stripe_account=self.account.id), 0)
        paid_out = self.transfer(300)
        self.fake.post("payouts", account=self.account.id)
        self.refused("balance_insufficient", self.stripe.transfers.reversals.create, paid_out.id)
        self.fake.post(f"transfers/{paid_out.id}/reverse")
        self.assertEqual(self.available(stripe_account=self.account.id), -300)

    def test_source_transaction(self):
        charge = self.pay().latest_charge
        self.transfer(600, source_transaction=charge)
        self.refused(None, self.transfer, 600, source_transaction=charge)
        self.assertEqual(self.stripe.balance.retrieve({}, {"stripe_account": self.account.id}).pending[0].amount, 600)

    def test_payout(self):
        self.fake.post("fund", amount=5000)
        self.transfer(700)
        self.fake.post("clock", advance=86400)
        payout = self.stripe.payouts.list({}, {"stripe_account": self.account.id}).data[0]
        self.assertEqual((payout.amount, payout.status, payout.automatic), (700, "pending", True))
        self.fake.post("clock", advance=2 * 86400)
        self.assertEqual(self.stripe.payouts.retrieve(payout.id, {}, {"stripe_account": self.account.id}).status, "paid")
        self.fake.wait_idle()
        paid = next(event for event in self.receiver.events() if event["type"] == "payout.paid")
        self.assertEqual(paid["account"], self.account.id)
        # Stripe says so: a paid payout may still come back.
        self.fake.post(f"payouts/{payout.id}/fail", reason="account_closed")
        payout = self.stripe.payouts.retrieve(payout.id, {}, {"stripe_account": self.account.id})
        self.assertEqual((payout.status, payout.failure_code, self.available(stripe_account=self.account.id)), ("failed", "account_closed", 700))
        self.assertFalse(self.stripe.accounts.retrieve(self.account.id).payouts_enabled)

    def test_payout_to_a_bad_bank(self):
        bad = self.express(onboard=False)
        self.fake.post(f"accounts/{bad.id}/onboard", bank="000111111116")
        self.fake.post("fund", amount=500)
        self.stripe.transfers.create({"amount": 100, "currency": "usd", "destination": bad.id})
        made = self.stripe.payouts.create({"amount": 100, "currency": "usd"}, {"stripe_account": bad.id})
        self.fake.post("clock", advance=3 * 86400)
        self.assertEqual(self.stripe.payouts.retrieve(made.id, {}, {"stripe_account": bad.id}).failure_code, "no_account")
        self.refused("payouts_not_allowed", self.stripe.payouts.create, {"amount": 100, "currency": "usd"}, {"stripe_account": bad.id})

    def test_payout_of_too_much(self):
        self.refused("balance_insufficient", self.stripe.payouts.create, {"amount": 100, "currency": "usd"}, {"stripe_account": self.account.id})


if __name__ == "__main__":
    unittest.main()
