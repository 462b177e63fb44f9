# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checkout Sessions: what the API says of them, and what a payer's clicks do to them."""
import re

import payments
import setups
from errors import StripeError, invalid
from methods import kinds_for, new_card, new_customer, save_method
from params import merged_metadata, need
from templates import make, public
from world import enough, known_currency, positive

LIFE_SECONDS, SHORTEST_SECONDS = 24 * 3600, 30 * 60
URL = re.compile(r"^[a-z][a-z0-9+.-]*://[^\s]+$", re.I)


def create(world, call):
    params = call.params
    need(params, "mode")
    if params["mode"] == "subscription":
        raise invalid("This fake knows the modes payment and setup.", param="mode")
    check_urls(params)
    if "customer" in params:
        world.get(params["customer"], "customer", call, "customer", 400)
        if "customer_email" in params or "customer_creation" in params:
            raise invalid("You may only specify one of these parameters: customer, customer_email, customer_creation.")
    if len(params.get("client_reference_id", "")) > 200:
        raise invalid("Invalid string: client_reference_id must be at most 200 characters", param="client_reference_id")
    items, currency, total = priced(world, params)
    session = new_session(world, params, currency, total)
    session["_items"] = items
    session["_payment_intent_data"] = params.get("payment_intent_data", {})
    session["_setup_intent_data"] = params.get("setup_intent_data", {})
    check_options(session, params)
    world.store.put(session, call.owner)
    if session["mode"] == "setup":
        intent = setups.new_setup(world, call.owner, session["payment_method_types"], session["customer"],
                                  metadata=merged_metadata({}, session["_setup_intent_data"].get("metadata")),
                                  description=session["_setup_intent_data"].get("description"))
        session["setup_intent"] = intent["id"]
        world.store.put(session)
    return session


def check_urls(params):
    if params.get("ui_mode", "hosted_page") not in ("hosted", "hosted_page"):
        raise invalid("This fake knows hosted pages only.", param="ui_mode")
    need(params, "success_url")
    for name in ("success_url", "cancel_url"):
        if name in params and not URL.match(params[name]):
            raise invalid("Not a valid URL", "url_invalid", name)


def priced(world, params):
    """The line items with their sums. -> (items, currency, total)"""
    if params["mode"] == "setup":
        if "line_items" in params:
            raise invalid("You cannot pass `line_items` in `setup` mode.", param="line_items")
        if "payment_method_types" not in params:
            need(params, "currency")
        return [], params.get("currency"), None
    need(params, "line_items")
    items, currencies = [], set()
    for index, line in enumerate(params["line_items"]):
        items.append(priced_line(world, line, index))
        currencies.add(items[-1]["currency"])
    if len(currencies) != 1:
        raise invalid("All prices on a Checkout Session must have the same currency.", param="line_items")
    currency = currencies.pop()
    total = enough(sum(item["amount_total"] for item in items), currency)
    return items, currency, total


def priced_line(world, line, index):
    path = f"line_items[{index}]"
    if "price_data" not in line:
        raise invalid("This fake has no stored prices: you must specify `price_data`.", param=f"{path}[price]")
    price = line["price_data"]
    if "quantity" not in line:
        raise invalid("Quantity is required. Add `quantity` to `" + path + "`", param=f"{path}[quantity]")
    if "product_data" not in price and "product" not in price:
        raise invalid("You must specify either `product` or `product_data` when creating a price.", param=f"{path}[price_data]")
    if "unit_amount" not in price:
        raise invalid("You must specify either `unit_amount` or `unit_amount_decimal` in `price_data`.", param=f"{path}[price_data]")
    currency = known_currency(price, f"{path}[price_data][currency]")
    amount = price["unit_amount"] * positive(line["quantity"], f"{path}[quantity]")
    stored = {"id": world.new_id("price_1"), "object": "price", "active": False, "currency": currency, "unit_amount": price["unit_amount"],
              "unit_amount_decimal": str(price["unit_amount"]), "type": "one_time", "recurring": None, "livemode": False, "metadata": {},
              "product": price.get("product") or world.new_id("prod_T", 13), "created": world.now(), "billing_scheme": "per_unit"}
    name = price.get("product_data", {}).get("name", "Product")
    return make("item", id=world.new_id("li_1"), amount_subtotal=amount, amount_total=amount, currency=currency, description=name,
                price=stored, quantity=line["quantity"], metadata={})


def new_session(world, params, currency, total):
    now = world.now()
    expires = params.get("expires_at", now + LIFE_SECONDS)
    if not now + SHORTEST_SECONDS <= expires + 60 or expires > now + LIFE_SECONDS + 60:
        raise invalid("The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout Session creation.",
                      param="expires_at")
    setup = params["mode"] == "setup"
    session = make("checkout.session", id=world.new_id("cs_test_a1", 58), mode=params["mode"], created=now, expires_at=expires,
                   currency=currency, amount_total=total, amount_subtotal=total, success_url=params["success_url"],
                   cancel_url=params.get("cancel_url"), client_reference_id=params.get("client_reference_id"), payment_intent=None,
                   customer=params.get("customer"), customer_email=params.get("customer_email"), locale=params.get("locale"),
                   metadata=merged_metadata({}, params.get("metadata")), payment_method_types=kinds_for(world, params, currency, setup),
                   payment_status="no_payment_required" if setup else "unpaid", payment_method_options=params.get(
                       "payment_method_options", {}), submit_type=params.get("submit_type"), ui_mode=params.get("ui_mode", "hosted_page"),
                   customer_creation=None if "customer" in params else params.get("customer_creation", "always" if setup else "if_required"),
                   custom_text={name: None for name in ("after_submit", "shipping_address", "submit", "terms_of_service_acceptance")},
                   automatic_tax={"enabled": False, "liability": None, "provider": None, "status": None}, status="open",
                   total_details=None if setup else {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
                   payment_method_collection="always" if setup else "if_required")
    session["url"] = f"{world.base}/c/pay/{session['id']}"
    return session


def check_options(session, params):
    client = params.get("payment_method_options", {}).get("wechat_pay", {}).get("client")
    if "wechat_pay" in params.get("payment_method_types", []) and client != "web":
        raise invalid("You must provide `payment_method_options[wechat_pay][client]` when accepting WeChat Pay.", "parameter_missing",
                      "payment_method_options[wechat_pay][client]")
    if session["mode"] == "payment" and "setup_intent_data" in params:
        raise invalid("You can not pass `setup_intent_data` in `payment` mode.", param="setup_intent_data")
    if session["mode"] == "setup" and "payment_intent_data" in params:
        raise invalid("You can not pass `payment_intent_data` in `setup` mode.", param="payment_intent_data")


def expire(world, call):
    session = world.get(call.args[0], "checkout.session", call, "session", word="checkout.session")
    if session["status"] != "open":
        raise invalid(f"Only Checkout Sessions with a status in [\"open\"] can be expired. This Checkout Session has a status of "
                      f"`{session['status']}`.")
    return expire_now(world, session)


def expire_now(world, session):
    session.update(status="expired", url=None)
    world.store.put(session)
    intent = world.store.get(session["payment_intent"]) if session["payment_intent"] else None
    if intent and intent["status"] not in ("succeeded", "canceled", "processing"):
        payments.cancel_now(world, intent, "abandoned")
    world.emit("checkout.session.expired", session, session["_owner"])
    return session


def expire_due(world):
    rows = world.store.rows("SELECT id FROM object WHERE kind='checkout.session' AND json_extract(json,'$.status')='open' AND "
                            "json_extract(json,'$.expires_at')<=?", world.now())
    for (identifier,) in rows:
        expire_now(world, world.store.get(identifier))


def line_items(world, call):
    session = world.get(call.args[0], "checkout.session", call, "session", word="checkout.session")
    return {"object": "list", "data": session["_items"], "has_more": False, "url": f"/v1/checkout/sessions/{session['id']}/line_items"}


# What the page does.
class PayerError(Exception):
    """A sentence for the payer, who may try again."""


def submit(world, session, kind, email, card):
    """The payer's click. -> (where, url): "done" and where to go back to, or "action" and the page to pass first."""
    if session["status"] != "open":
        raise PayerError("This checkout is no longer open.")
    if kind not in session["payment_method_types"]:
        raise PayerError("This way of paying is not offered here.")
    try:
        method = (new_card(world, session["_owner"], card["number"], card["month"], card["year"], card["name"]) if kind == "card"
                  else save_method(world, session["_owner"], kind, {}, card["name"], email))
        customer = customer_of(world, session, email, card["name"])
        intent = attempt(world, session, method, customer)
    except StripeError as problem:
        raise PayerError(problem.error["message"]) from problem
    if intent["status"] == "requires_action":
        return "action", intent["next_action"]["redirect_to_url"]["url"]
    return "done", complete(world, session["id"])


def customer_of(world, session, email, name):
    session["_email"], session["_name"] = email, name
    wanted = session["customer_creation"] == "always" or session["_payment_intent_data"].get("setup_future_usage")
    if not session["customer"] and wanted:
        session["customer"] = new_customer(world, session["_owner"], email=email, name=name)["id"]
    world.store.put(session)
    return session["customer"]


def attempt(world, session, method, customer):
    if session["mode"] == "setup":
        intent = world.store.get(session["setup_intent"])
        intent["customer"] = customer
        return setups.confirm_now(world, intent, method, {"return_url": f"{world.base}/c/back/{session['id']}"})
    intent = intent_of(world, session, customer)
    return payments.confirm_now(world, intent, method, {"return_url": f"{world.base}/c/back/{session['id']}"})


def intent_of(world, session, customer):
    """One PaymentIntent per session, made at the first try, as Stripe does since 2022-08-01."""
    if session["payment_intent"]:
        intent = world.store.get(session["payment_intent"])
        intent["customer"] = customer
        return intent
    data = session["_payment_intent_data"]
    intent = payments.new_intent(world, session["_owner"], session["amount_total"], session["currency"], session["payment_method_types"],
                                 customer=customer, metadata=merged_metadata({}, data.get("metadata")),
                                 **{name: data[name] for name in payments.COPIED if name in data})
    session["payment_intent"] = intent["id"]
    world.store.put(session)
    return intent


def complete(world, identifier):
    """The intent succeeded or is on its way: the session is complete. -> the success URL."""
    session = world.store.get(identifier)
    intent = world.store.get(session["payment_intent"]) if session["payment_intent"] else None
    if session["status"] == "open":
        address = make("charge")["billing_details"]["address"]
        session.update(status="complete", url=None, customer_details={
            "address": {**address, "country": "US"}, "business_name": None, "email": session.get("_email") or session["customer_email"],
            "individual_name": None, "name": session.get("_name"), "phone": None, "tax_exempt": "none", "tax_ids": []})
        if intent and intent["status"] == "succeeded":
            session["payment_status"] = "paid"
        world.store.put(session)
        world.emit("checkout.session.completed", session, session["_owner"])
    return session["success_url"].replace("{CHECKOUT_SESSION_ID}", session["id"])


def finish_processing(world, intent, ok):
    """A delayed payment of a session arrives or bounces."""
    payments.finish_processing(world, intent, ok)
    for session in world.store.find("checkout.session", payment_intent=intent["id"]):
        if ok:
            session["payment_status"] = "paid"
        world.store.put(session)
        world.emit(f"checkout.session.async_payment_{'succeeded' if ok else 'failed'}", session, session["_owner"])


def with_items(session):
    items = {"object": "list", "data": session["_items"], "has_more": False, "url": f"/v1/checkout/sessions/{session['id']}/line_items"}
    return {**session, "line_items": public(items)}
