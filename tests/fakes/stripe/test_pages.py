# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a payer and a provider click, in a real headless Chromium.

usage: test_pages.py [--pictures FOLDER]     also leaves a picture of each page there
"""
import pathlib
import sys
import unittest

from testing import FakeTest, skip, use_test_python

use_test_python("stripe")
import browser  # noqa: E402


class Pages(FakeTest):
    pictures = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.browser = browser.Browser()
        cls.shop = cls.fake.base + "/"  # any page that answers will do for a shop

    @classmethod
    def tearDownClass(cls):
        cls.browser.close()
        super().tearDownClass()

    def checkout(self, **more):
        session = self.session(success_url=self.shop + "?paid={CHECKOUT_SESSION_ID}", cancel_url=self.shop + "?cancelled=1", **more)
        self.browser.open(session.url)
        return session

    def picture(self, name):
        if self.pictures:
            self.browser.screenshot(pathlib.Path(self.pictures) / f"{name}.png")

    def fill_card(self, number):
        for name, text in (("email", "jenny@example.com"), ("number", number), ("expiry", "12 / 34"), ("cvc", "123"),
                           ("name", "Jenny Rosen")):
            self.browser.fill(name, text)

    def status(self, session):
        session = self.stripe.checkout.sessions.retrieve(session.id)
        return session.status, session.payment_status

    def test_pays(self):
        session = self.checkout()
        self.assertEqual(self.browser.text("total"), "$10.00")
        self.picture("checkout")
        self.fill_card("4242 4242 4242 4242")
        self.browser.click("pay")
        self.browser.wait_for_url("?paid=" + session.id)
        self.assertEqual(self.status(session), ("complete", "paid"))
        self.assertIn("checkout.session.completed", self.types())
        self.browser.open(session.url)
        self.browser.wait_for_text("already been completed")
        self.picture("already-paid")

    def test_is_declined_and_tries_again(self):
        session = self.checkout()
        for number, sentence in (("4000000000000002", "Your card was declined."), ("4000000000009995", "insufficient funds"),
                                 ("1234", "card number is incorrect")):
            self.fill_card(number)
            self.browser.click("pay")
            self.browser.wait_for_text(sentence)
        self.picture("declined")
        self.browser.fill("expiry", "12")
        self.browser.click("pay")
        self.browser.wait_for_text("expiration date is incomplete")
        self.fill_card("4242424242424242")
        self.browser.click("pay")
        self.browser.wait_for_url("?paid=")
        self.assertEqual(self.status(session), ("complete", "paid"))

    def test_three_d_secure(self):
        session = self.checkout()
        self.fill_card("4000002500003155")
        self.browser.click("pay")
        self.browser.wait_for_url("/3ds/")
        self.picture("3d-secure")
        self.browser.click("fail")
        self.browser.wait_for_text("unable to authenticate")
        self.assertEqual(self.status(session), ("open", "unpaid"))
        self.fill_card("4000002500003155")
        self.browser.click("pay")
        self.browser.wait_for_url("/3ds/")
        self.browser.click("approve")
        self.browser.wait_for_url("?paid=")
        self.assertEqual(self.status(session), ("complete", "paid"))

    def test_cancels(self):
        session = self.checkout()
        self.browser.click("cancel")
        self.browser.wait_for_url("?cancelled=1")
        self.assertEqual(self.status(session), ("open", "unpaid"))
        self.stripe.checkout.sessions.expire(session.id)
        self.browser.open(session.url)
        self.browser.wait_for_text("session has expired")
        self.browser.click("back")
        self.browser.wait_for_url("?cancelled=1")

    def test_wallets(self):
        self.fake.post("settings", payment_methods=["card", "alipay", "wechat_pay", "crypto"])
        self.addCleanup(self.fake.post, "settings", payment_methods=["card"])
        for wallet in ("alipay", "wechat_pay", "crypto"):
            session = self.checkout()
            self.browser.fill("email", "jenny@example.com")
            self.picture("wallets")
            self.browser.click(wallet)
            self.browser.wait_for_url("/3ds/")
            self.picture(wallet)
            self.browser.click("approve")
            self.browser.wait_for_url("?paid=" + session.id)
            self.assertEqual(self.status(session), ("complete", "paid"))

    def test_saves_a_card(self):
        session = self.stripe.checkout.sessions.create({"mode": "setup", "currency": "usd", "success_url": self.shop + "?saved=1"})
        self.browser.open(session.url)
        self.picture("save-a-card")
        self.fill_card("4000002500003155")
        self.browser.click("pay")
        self.browser.wait_for_url("/3ds/")
        self.browser.click("approve")
        self.browser.wait_for_url("?saved=1")
        session = self.stripe.checkout.sessions.retrieve(session.id, {"expand": ["setup_intent"]})
        self.assertEqual((session.setup_intent.status, session.setup_intent.customer), ("succeeded", session.customer))

    def test_intent_asks_for_3d_secure(self):
        intent = self.stripe.payment_intents.create({"amount": 900, "currency": "usd", "payment_method": "pm_card_threeDSecure2Required",
                                                     "confirm": True, "return_url": self.shop + "?back=1"})
        self.browser.open(intent.next_action.redirect_to_url.url)
        self.browser.click("approve")
        self.assertIn("redirect_status=succeeded", self.browser.wait_for_url("?back=1"))
        self.assertEqual(self.stripe.payment_intents.retrieve(intent.id).status, "succeeded")

    def onboarding(self):
        account = self.express(onboard=False)
        link = self.stripe.account_links.create({"account": account.id, "type": "account_onboarding", "refresh_url": self.shop + "?again=1",
                                                 "return_url": self.shop + "?onboarded=1"})
        self.browser.open(link.url)
        return account.id, link.url

    def test_onboards(self):
        account, _ = self.onboarding()
        self.picture("onboarding")
        self.browser.fill("name", "Ada Example")
        self.browser.fill("bank", "12")
        self.browser.click("submit")
        self.browser.wait_for_text("valid account number")
        self.browser.fill("bank", "000123456789")
        self.browser.click("submit")
        self.browser.wait_for_text("accept the terms to go on")
        self.picture("onboarding-refused")
        self.browser.click("terms")
        self.browser.click("submit")
        self.browser.wait_for_url("?onboarded=1")
        self.assertTrue(self.stripe.accounts.retrieve(account).payouts_enabled)

    def test_comes_back_too_early(self):
        """The return address proves nothing, and a link works once."""
        account, url = self.onboarding()
        self.browser.click("later")
        self.browser.wait_for_url("?onboarded=1")
        self.assertFalse(self.stripe.accounts.retrieve(account).details_submitted)
        self.browser.open(url)
        self.browser.wait_for_url("?again=1")

    def test_nothing_there(self):
        self.browser.open(self.fake.base + "/c/pay/cs_test_no")
        self.browser.wait_for_text("could not be found")
        self.picture("nothing")

    def test_text_is_escaped(self):
        session = self.stripe.checkout.sessions.create({
            "mode": "payment", "success_url": self.shop, "customer_email": "\"><b>@example.com", "line_items": [
                {"quantity": 1, "price_data": {"currency": "usd", "unit_amount": 900, "product_data": {"name": "<b id='x'>1 & 2</b>"}}}]})
        self.browser.open(session.url)
        self.browser.wait_for_text("<b id='x'>1 & 2</b>")
        self.assertIsNone(self.browser.look("x"))


if __name__ == "__main__":
    if browser.missing():
        skip(browser.missing())
    if "--pictures" in sys.argv:
        at = sys.argv.index("--pictures")
        Pages.pictures = sys.argv[at + 1]
        del sys.argv[at:at + 2]
    unittest.main()
