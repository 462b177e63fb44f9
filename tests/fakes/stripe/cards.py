# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Stripe's test cards and payment method tokens, and what a charge with each does.

Source: https://docs.stripe.com/testing
"""

OK = {}
DECLINE_TEXT = {
    "generic_decline": ("card_declined", "Your card was declined."),
    "insufficient_funds": ("card_declined", "Your card has insufficient funds."),
    "lost_card": ("card_declined", "Your card was declined."),
    "stolen_card": ("card_declined", "Your card was declined."),
    "fraudulent": ("card_declined", "Your card was declined."),
    "expired_card": ("expired_card", "Your card has expired."),
    "incorrect_cvc": ("incorrect_cvc", "Your card's security code is incorrect."),
    "processing_error": ("processing_error", "An error occurred while processing your card. Try again in a little bit."),
    "authentication_required": ("authentication_required", "Your card was declined. This transaction requires authentication."),
}

# decline: at every try, attaching included. charge_decline: attaches, then fails. three_d_secure: "once" until the card was
# authenticated for later use, "always" each time. after: what happens to a charge that went through.
CARDS = {
    "4242424242424242": {},
    "5555555555554444": {"brand": "mastercard"},
    "378282246310005": {"brand": "amex"},
    "4000000000000077": {"bypass_pending": True},
    "4000000000000002": {"decline": "generic_decline"},
    "4000000000009995": {"decline": "insufficient_funds"},
    "4000000000009987": {"decline": "lost_card"},
    "4000000000009979": {"decline": "stolen_card"},
    "4000000000000069": {"decline": "expired_card"},
    "4000000000000127": {"decline": "incorrect_cvc"},
    "4000000000000119": {"decline": "processing_error"},
    "4100000000000019": {"decline": "fraudulent"},
    "4000000000000341": {"charge_decline": "generic_decline"},
    "4000002500003155": {"three_d_secure": "once"},
    "4000002760003184": {"three_d_secure": "always"},
    "4000000000003220": {"three_d_secure": "always"},
    "4000008260003178": {"three_d_secure": "always", "charge_decline": "insufficient_funds"},
    "4000000000000259": {"after": "dispute", "reason": "fraudulent"},
    "4000000000002685": {"after": "dispute", "reason": "product_not_received"},
    "4000000000001976": {"after": "inquiry", "reason": "fraudulent"},
    "4000000000005423": {"after": "early_fraud_warning"},
    "4000000000007726": {"refund": "pending"},
    "4000000000005126": {"refund": "fails"},
}

TOKENS = {
    "pm_card_visa": "4242424242424242",
    "pm_card_us": "4242424242424242",
    "pm_card_mastercard": "5555555555554444",
    "pm_card_amex": "378282246310005",
    "pm_card_bypassPending": "4000000000000077",
    "pm_card_chargeDeclined": "4000000000000002",
    "pm_card_visa_chargeDeclined": "4000000000000002",
    "pm_card_chargeDeclinedInsufficientFunds": "4000000000009995",
    "pm_card_visa_chargeDeclinedInsufficientFunds": "4000000000009995",
    "pm_card_visa_chargeDeclinedLostCard": "4000000000009987",
    "pm_card_visa_chargeDeclinedStolenCard": "4000000000009979",
    "pm_card_chargeDeclinedExpiredCard": "4000000000000069",
    "pm_card_chargeDeclinedIncorrectCvc": "4000000000000127",
    "pm_card_chargeDeclinedProcessingError": "4000000000000119",
    "pm_card_radarBlock": "4100000000000019",
    "pm_card_chargeCustomerFail": "4000000000000341",
    "pm_card_visa_chargeCustomerFail": "4000000000000341",
    "pm_card_authenticationRequiredOnSetup": "4000002500003155",
    "pm_card_authenticationRequired": "4000002760003184",
    "pm_card_threeDSecure2Required": "4000000000003220",
    "pm_card_authenticationRequiredChargeDeclinedInsufficientFunds": "4000008260003178",
    "pm_card_createDispute": "4000000000000259",
    "pm_card_createDisputeProductNotReceived": "4000000000002685",
    "pm_card_createDisputeInquiry": "4000000000001976",
    "pm_card_createIssuerFraudRecord": "4000000000005423",
    "pm_card_pendingRefund": "4000000000007726",
    "pm_card_refundFail": "4000000000005126",
}

WALLETS = ("alipay", "wechat_pay", "crypto", "us_bank_account")


def luhn(number):
    digits = [int(digit) for digit in reversed(number)]
    return (sum(digits[0::2]) + sum(sum(divmod(2 * digit, 10)) for digit in digits[1::2])) % 10 == 0


def behaviour(number):
    return CARDS.get(number, OK)


def brand_of(number):
    return behaviour(number).get("brand", "visa")
