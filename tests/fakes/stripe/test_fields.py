# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every object has the fields that Stripe's own package knows, of the types that it says, and no others."""
import typing
import unittest

from testing import FakeTest, use_test_python

use_test_python("stripe")
from make_data import find_class, hints  # noqa: E402

# Lists in place of which Stripe sends one only when it is asked to; the package marks them as always there.
PLAIN = {str: str, int: int, bool: bool, float: (int, float)}
# Present in Stripe's answers or left out by the settings of the account; the package's types don't say which.
KNOWN_EXTRA = {"event": {"account"}}


def wrong_fields(obj, kind, cls, path=""):
    """Sentences on what doesn't fit."""
    found, names = hints(cls)
    extra = set(obj) - set(found) - KNOWN_EXTRA.get(kind, set())
    wrong = [f"{path}{name}: unknown to the package" for name in sorted(extra)]
    for name, hint in found.items():
        if name.startswith("_") or name in ("OBJECT_NAME", "deleted", "lastResponse"):
            continue
        wrong += wrong_value(obj, name, hint, names, kind, path)
    return wrong


def wrong_value(obj, name, hint, names, kind, path):
    while isinstance(hint, (str, typing.ForwardRef)):
        hint = eval(getattr(hint, "__forward_arg__", hint), names)
    arguments = typing.get_args(hint) if typing.get_origin(hint) is typing.Union else (hint,)
    optional = type(None) in arguments
    if name not in obj:
        return [] if optional else [f"{path}{name}: missing"]
    value = obj[name]
    if value is None:
        return [] if optional else [f"{path}{name}: null"]
    shapes = [argument for argument in arguments if argument is not type(None)]
    if len(shapes) == 1 and shapes[0] in PLAIN and not isinstance(value, PLAIN[shapes[0]]):
        return [f"{path}{name}: {value!r} is no {shapes[0].__name__}"]
    if len(shapes) == 1 and isinstance(shapes[0], type) and isinstance(value, dict) and hasattr(shapes[0], "__annotations__"):
        if shapes[0].__name__ not in ("Dict", "UntypedStripeObject", "ListObject"):
            return wrong_fields(value, kind, shapes[0], f"{path}{name}.")
    return []


class Fields(FakeTest):
    def test_all(self):
        self.make_one_of_each()
        state = self.fake.get("state")
        wrong = {}
        for kind, objects in state.items():
            cls = find_class(kind)
            if cls is None or kind == "account_link":
                continue
            for obj in objects:
                for sentence in ([] if obj.get("deleted") else wrong_fields(obj, kind, cls)):
                    wrong.setdefault(f"{kind}: {sentence}", obj.get("id"))
        self.assertEqual(wrong, {})
        self.assertGreaterEqual(set(state), {"checkout.session", "payment_intent", "setup_intent", "charge", "refund", "dispute",
                                             "radar.early_fraud_warning", "account", "transfer", "transfer_reversal", "payout", "event",
                                             "customer", "payment_method", "balance_transaction", "topup", "bank_account"})

    def make_one_of_each(self):
        session = self.session(payment_intent_data={"setup_future_usage": "off_session"})
        self.session()
        self.fake.post(f"sessions/{session.id}/pay")
        self.stripe.setup_intents.create({"payment_method": "pm_card_visa", "confirm": True, "return_url": "http://x/"})
        self.stripe.refunds.create({"payment_intent": self.pay("pm_card_refundFail").id})
        self.pay("pm_card_createDispute")
        self.pay("pm_card_createIssuerFraudRecord")
        self.stripe.payment_intents.create({"amount": 500, "currency": "usd", "payment_method": "pm_card_authenticationRequired",
                                            "confirm": True, "return_url": "http://x/"})
        self.refused("card_declined", self.pay, "pm_card_chargeDeclined")
        self.fake.post("fund", amount=5000)
        account = self.express()
        self.stripe.account_links.create({"account": account.id, "type": "account_onboarding", "refresh_url": "http://x/",
                                          "return_url": "http://x/"})
        transfer = self.stripe.transfers.create({"amount": 700, "currency": "usd", "destination": account.id})
        self.stripe.transfers.reversals.create(transfer.id, {"amount": 100})
        self.fake.post("payouts", account=account.id)


if __name__ == "__main__":
    unittest.main()
