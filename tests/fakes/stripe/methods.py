# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Customers and their payment methods."""
import hashlib

from cards import DECLINE_TEXT, TOKENS, WALLETS, behaviour, brand_of, luhn
from errors import StripeError, invalid
from params import merged_metadata, need
from templates import EXAMPLES, make, public

DASHBOARD = ["card"]  # what the account accepts until /_fake/settings switches more on
CURRENCIES = {"crypto": ("usd",), "alipay": ("cny", "usd", "eur", "gbp", "hkd", "jpy", "sgd", "aud", "cad"),
              "wechat_pay": ("cny", "usd", "eur", "gbp", "hkd", "jpy", "sgd", "aud", "cad", "chf"), "us_bank_account": ("usd",)}


def enabled_kinds(world):
    return world.store.setting("payment_methods", DASHBOARD)


def check_kinds(world, kinds, currency):
    for kind in kinds:
        if kind not in enabled_kinds(world):
            raise invalid(f"The payment method type provided: {kind} is invalid. Please ensure the provided type is activated in your "
                          "dashboard (https://dashboard.stripe.com/account/payments/settings) and your account is enabled for any "
                          "preview features that you are trying to use.", "payment_intent_invalid_parameter"
                          if kind not in ("card", *WALLETS) else None, "payment_method_types")
        if currency and currency not in CURRENCIES.get(kind, (currency,)):
            raise invalid(f"The currency provided ({currency}) is invalid for one or more payment method types. The supported currencies "
                          f"for {kind} are: {', '.join(CURRENCIES[kind])}.", param="payment_method_types")


def kinds_for(world, params, currency, setup=False):
    """Which types a payment may use: those named (before Endive), or all that fit, less what is left out."""
    if "payment_method_types" in params:
        check_kinds(world, params["payment_method_types"], currency)
        return params["payment_method_types"]
    fits = [kind for kind in enabled_kinds(world) if not currency or currency in CURRENCIES.get(kind, (currency,))]
    allowed = params.get("allowed_payment_method_types") or fits
    kinds = [kind for kind in fits if kind in allowed and kind not in params.get("excluded_payment_method_types", [])]
    if setup:
        kinds = [kind for kind in kinds if kind in ("card", "us_bank_account")]
    if not kinds:
        raise invalid("No valid payment method types for this request. Please ensure that you have activated payment methods compatible "
                      "with your chosen currency in your dashboard (https://dashboard.stripe.com/settings/payment_methods).")
    return kinds


def new_card(world, owner, number, month=12, year=2034, name=None):
    """Raises Stripe's 402 for a number that can't be a card's."""
    number = number.replace(" ", "")
    if not number.isdigit() or not 12 <= len(number) <= 19 or not luhn(number):
        raise StripeError(402, "card_error", "Your card number is incorrect.", "incorrect_number", "number")
    if (year, month) < (2026, 1) or not 1 <= month <= 12:
        raise StripeError(402, "card_error", "Your card's expiration year is invalid.", "invalid_expiry_year", "exp_year")
    card = {"brand": brand_of(number), "checks": {"address_line1_check": None, "address_postal_code_check": None, "cvc_check": "pass"},
            "country": "US", "display_brand": brand_of(number), "exp_month": month, "exp_year": year, "funding": "credit",
            "fingerprint": hashlib.sha256(number.encode()).hexdigest()[:16], "generated_from": None, "last4": number[-4:],
            "networks": {"available": [brand_of(number)], "preferred": None}, "three_d_secure_usage": {"supported": True}, "wallet": None,
            "regulated_status": "unregulated"}
    return save_method(world, owner, "card", card, name, _number=number)


def save_method(world, owner, kind, details, name=None, email=None, **private):
    billing = {**EXAMPLES["charge"]["billing_details"], "email": email, "name": name, "tax_id": None}
    method = make("payment_method", id=world.new_id("pm_1"), created=world.now(), type=kind, billing_details=billing, metadata={}, **private)
    method.pop("card", None)
    method[kind] = details
    return world.store.put(method, owner)


def from_data(world, owner, data):
    need(data, "type")
    if data["type"] != "card":
        return save_method(world, owner, data["type"], {})
    card = data.get("card", {})
    need(card, "number", "exp_month", "exp_year")
    return new_card(world, owner, card["number"], int(card["exp_month"]), int(card["exp_year"]))


def resolve_method(world, call, identifier, param="payment_method"):
    """A PaymentMethod of the account, or a new one for one of Stripe's test tokens."""
    if identifier in TOKENS:
        return new_card(world, call.owner, TOKENS[identifier])
    return world.get(identifier, "payment_method", call, param, 400, "PaymentMethod")


def create_method(world, call):
    method = from_data(world, call.owner, call.params)
    method["metadata"] = merged_metadata({}, call.params.get("metadata"))
    return world.store.put(method)


def retrieve_method(world, call):
    return resolve_method(world, call, call.args[0]) if call.args[0] in TOKENS else world.get(
        call.args[0], "payment_method", call, "payment_method", word="PaymentMethod")


def attach(world, call):
    need(call.params, "customer")
    method = resolve_method(world, call, call.args[0])
    world.get(call.params["customer"], "customer", call, "customer", 400)
    decline = behaviour(method.get("_number", "")).get("decline")
    if decline:
        code, message = DECLINE_TEXT[decline]
        raise StripeError(402, "card_error", message, code, decline_code=decline)
    if method["customer"] or method.get("_detached"):
        raise invalid("The payment method you provided has already been attached to a customer." if method["customer"] else
                      "This PaymentMethod was previously used without being attached to a Customer or was detached from a Customer, and "
                      "may not be used again.", "payment_method_unexpected_state" if not method["customer"] else None, "payment_method")
    return attach_to(world, method, call.params["customer"])


def attach_to(world, method, customer):
    method["customer"] = customer
    world.store.put(method)
    world.emit("payment_method.attached", method, method["_owner"])
    return method


def detach(world, call):
    method = world.get(call.args[0], "payment_method", call, "payment_method", word="PaymentMethod")
    if not method["customer"]:
        raise invalid("The payment method you provided is not attached to a customer so detachment is impossible.", param="payment_method")
    previous = {"customer": method["customer"]}
    method.update(customer=None, _detached=True)
    world.store.put(method)
    world.emit("payment_method.detached", method, method["_owner"], previous)
    return method


def new_customer(world, owner, **fields):
    given = {name: value for name, value in fields.items() if value is not None}
    customer = make("customer", id=world.new_id("cus_T", 13), created=world.now(), balance=0, delinquent=False, preferred_locales=[],
                    invoice_prefix=world.new_id("", 8).upper(), next_invoice_sequence=1, **{"metadata": {}, **given},
                    invoice_settings={"custom_fields": None, "default_payment_method": None, "footer": None, "rendering_options": None})
    world.store.put(customer, owner)
    world.emit("customer.created", customer, owner)
    return customer


def create_customer(world, call):
    names = ("email", "name", "description", "phone", "address", "shipping")
    customer = new_customer(world, call.owner, metadata=merged_metadata({}, call.params.get("metadata")),
                            **{name: call.params[name] for name in names if name in call.params})
    if "payment_method" in call.params:
        attach_to(world, resolve_method(world, call, call.params["payment_method"]), customer["id"])
    return customer


def retrieve_customer(world, call):
    found = world.store.get(call.args[0], "customer", call.owner)
    return found if found and found.get("deleted") else world.get(call.args[0], "customer", call)


def update_customer(world, call):
    customer = world.get(call.args[0], "customer", call)
    previous = public(customer)
    settings = call.params.get("invoice_settings", {})
    customer["metadata"] = merged_metadata(customer["metadata"], call.params.get("metadata"))
    customer["invoice_settings"].update({name: value for name, value in settings.items() if name in customer["invoice_settings"]})
    customer.update({name: call.params[name] for name in ("email", "name", "description", "phone", "address", "shipping")
                     if name in call.params})
    world.store.put(customer)
    changed = {name: previous[name] for name in previous if previous[name] != customer[name]}
    world.emit("customer.updated", customer, customer["_owner"], changed)
    return customer


def delete_customer(world, call):
    customer = world.get(call.args[0], "customer", call)
    for method in world.store.find("payment_method", call.owner, customer=customer["id"]):
        method.update(customer=None, _detached=True)
        world.store.put(method)
    world.emit("customer.deleted", customer, call.owner)
    return world.store.put({"id": customer["id"], "object": "customer", "deleted": True}, call.owner)
