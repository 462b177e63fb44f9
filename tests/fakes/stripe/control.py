# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tests' side of the fake, in JSON under /_fake/. README.md lists it."""
import json
import re
import urllib.parse

import accounts
import balance
import checkout
import disputes
import faults
import payments
import refunds
import setups
import transfers
import webhooks
from errors import StripeError, invalid, no_such
from templates import public
from world import Call, PLATFORM

SETTINGS = ("payment_methods", "settle_days", "search_lag_seconds", "idempotency_seconds")


def serve(world, method, url, body):
    """-> (status, value)"""
    try:
        given = json.loads(body or b"{}")
        query = dict(urllib.parse.parse_qsl(url.query))
        for wanted, pattern, answer in TABLE:
            found = re.fullmatch("/_fake/" + pattern, url.path)
            if wanted == method and found:
                with world.store.transaction():
                    world.call = Call()
                    return 200, public(answer(world, {**query, **given} if isinstance(given, dict) else given, *found.groups()))
        return 404, {"error": {"message": f"The fake has no {method} {url.path}."}}
    except (StripeError, ValueError, KeyError, TypeError, re.error) as problem:
        return getattr(problem, "status", 400), {"error": {"message": f"{type(problem).__name__}: {problem}"}}


def thing(world, identifier, kind):
    found = world.store.get(identifier, kind)
    if not found:
        raise no_such(kind, identifier)
    return found


def charge_of(world, given):
    if "charge" in given:
        return thing(world, given["charge"], "charge")
    return thing(world, thing(world, given["payment_intent"], "payment_intent")["latest_charge"], "charge")


def everything(world, given):
    kinds = {}
    for kind, text in world.store.rows("SELECT kind, json FROM object ORDER BY seq"):
        if not given.get("kind") or kind == given["kind"]:
            kinds.setdefault(kind, []).append(json.loads(text))
    return kinds


def requests(world, _):
    names = ("id", "at", "method", "path", "key", "status", "what")
    rows = world.store.rows("SELECT id, at, method, path, key, status, what FROM request ORDER BY rowid")
    return [{**dict(zip(names, row)), "what": json.loads(row[6])} for row in rows]


def deliveries(world, _):
    names = ("id", "event", "endpoint", "tries", "state", "answer")
    return [dict(zip(names, row)) for row in world.store.rows("SELECT id, event, endpoint, tries, state, answer FROM delivery ORDER BY id")]


def idle(world, _):
    return {"idle": not world.store.rows("SELECT 1 FROM delivery WHERE state='due' LIMIT 1"),
            "waiting": world.store.rows("SELECT count(*) FROM delivery WHERE state<>'done'")[0][0]}


def queue_faults(world, given):
    for fault in given if isinstance(given, list) else [given]:
        faults.queue(world.store, fault)
    return faults.waiting(world.store)


def clear_faults(world, _):
    faults.clear(world.store)
    return []


def set_webhooks(world, given):
    unknown = set(given) - set(webhooks.DEFAULTS)
    if unknown:
        raise invalid(f"Webhooks have no {', '.join(sorted(unknown))}; there are {', '.join(webhooks.DEFAULTS)}.")
    held = webhooks.behaviour(world)["hold"]
    world.store.set("webhooks", {**world.store.setting("webhooks", {}), **given})
    if held and not webhooks.behaviour(world)["hold"]:
        webhooks.release(world)
    return webhooks.behaviour(world)


def reset_webhooks(world, _):
    world.store.set("webhooks", {})
    webhooks.release(world)
    return webhooks.behaviour(world)


def set_endpoint(world, given):
    webhooks.add_endpoint(world, given["url"], given["secrets"], given.get("types", ["*"]))
    return webhooks.endpoints(world)


def set_secrets(world, given):
    """Of every endpoint: two while one is rotated out."""
    for entry in webhooks.endpoints(world):
        webhooks.add_endpoint(world, entry["url"], given["secrets"], entry["types"])
    return webhooks.endpoints(world)


def resend(world, given):
    webhooks.resend(world, thing(world, given["event"], "event"), given.get("times", 1))
    return idle(world, given)


def advance(world, given):
    """Day by day, so that daily payouts happen on their days."""
    from server import settle
    left = int(given["advance"])
    while left > 0:
        step = min(left, balance.DAY)
        world.store.set("clock_offset", world.store.setting("clock_offset", 0) + step)
        settle(world)
        if step == balance.DAY:
            transfers.daily(world)
        left -= step
    return {"now": world.now()}


def set_settings(world, given):
    for name, value in given.items():
        if name not in SETTINGS:
            raise invalid(f"The fake has no setting {name}; there are {', '.join(SETTINGS)}.")
        world.store.set(name, value)
    return {name: world.store.setting(name) for name in SETTINGS}


def pay_session(world, given, identifier):
    """What a payer does, without a browser: {"card": number} or {"method": "alipay"}; `authenticate` answers a 3D Secure page.

    -> {"url"} to go back to, {"declined": sentence}, or {"action": url} where `authenticate` isn't given.
    """
    session = thing(world, identifier, "checkout.session")
    card = {"number": given.get("card", "4242424242424242"), "month": 12, "year": 2034, "name": given.get("name", "Jenny Rosen")}
    try:
        what, url = checkout.submit(world, session, given.get("method", "card"), given.get("email", "jenny@example.com"), card)
    except checkout.PayerError as problem:
        return {"declined": str(problem)}
    if what == "done" or "authenticate" not in given:
        return {"url": url} if what == "done" else {"action": url}
    intent = world.store.get(url.rsplit("/", 1)[1])
    intent = (setups if intent["object"] == "setup_intent" else payments).finish_action(world, intent, given["authenticate"])
    if intent["status"] != "succeeded":
        return {"declined": (intent.get("last_payment_error") or intent.get("last_setup_error"))["message"]}
    return {"url": checkout.complete(world, identifier)}


def settle_payment(world, given, identifier):
    checkout.finish_processing(world, thing(world, identifier, "payment_intent"), given.get("ok", True))
    return thing(world, identifier, "payment_intent")


def reverse_transfer(world, given, identifier):
    """A transfer that Stripe takes back, whatever the account still has."""
    transfer = thing(world, identifier, "transfer")
    return transfers.reverse_now(world, transfer, given.get("amount", transfer["amount"] - transfer["amount_reversed"]), {})


def fail_transfers(world, given):
    """The next transfers are refused; by default for want of funds."""
    faults.queue(world.store, {"kind": "status", "status": 400, "method": "POST", "path": "^/v1/transfers$", "times": given.get("times", 1),
                               "code": given.get("code", "balance_insufficient"), "message": given.get("message", transfers.NO_FUNDS)})
    return faults.waiting(world.store)


def pay_out(world, given):
    amount = given.get("amount") or balance.amount_of(world, given["account"], "available")
    return transfers.pay_out(world, given["account"], amount)


def pay_payout(world, _, identifier):
    payout = thing(world, identifier, "payout")
    transfers.pay(world, payout)
    return payout


TABLE = [
    ("GET", "state", everything), ("GET", "balance", lambda world, _: balance.report(world)), ("GET", "requests", requests),
    ("GET", "deliveries", deliveries), ("GET", "idle", idle), ("GET", "clock", lambda world, _: {"now": world.now()}),
    ("GET", "faults", lambda world, _: faults.waiting(world.store)), ("POST", "faults", queue_faults), ("DELETE", "faults", clear_faults),
    ("GET", "webhooks", lambda world, _: {**webhooks.behaviour(world), "endpoints": webhooks.endpoints(world)}),
    ("POST", "webhooks", set_webhooks), ("DELETE", "webhooks", reset_webhooks), ("POST", "webhooks/endpoints", set_endpoint),
    ("POST", "webhooks/secrets", set_secrets),
    ("POST", "webhooks/release", lambda world, given: {"released": webhooks.release(world, given.get("order", "in_order"))}),
    ("POST", "webhooks/resend", resend), ("POST", "clock", advance), ("POST", "settings", set_settings),
    ("POST", "sessions/(.+)/pay", pay_session),
    ("POST", "payment_intents/(.+)/settle", settle_payment),
    ("POST", "disputes", lambda world, given: disputes.open_dispute(
        world, charge_of(world, given), given.get("reason", "fraudulent"), given.get("amount"), given.get("inquiry", False))),
    ("POST", "disputes/(.+)/close", lambda world, given, identifier: disputes.close(
        world, thing(world, identifier, "dispute"), given.get("status", "lost"))),
    ("POST", "early_fraud_warnings", lambda world, given: disputes.warn(
        world, charge_of(world, given), given.get("fraud_type", "made_with_stolen_card"))),
    ("POST", "refunds/(.+)/fail", lambda world, given, identifier: refunds.fail(
        world, thing(world, identifier, "refund"), given.get("reason", "lost_or_stolen_card"))),
    ("POST", "transfers/fail_next", fail_transfers), ("POST", "transfers/(.+)/reverse", reverse_transfer),
    ("POST", "payouts", pay_out), ("POST", "payouts/(.+)/pay", pay_payout),
    ("POST", "payouts/(.+)/fail", lambda world, given, identifier: transfers.fail_payout(
        world, thing(world, identifier, "payout"), given.get("reason", "account_closed"))),
    ("POST", "fund", lambda world, given: transfers.top_up(world, given.get("account", PLATFORM), given["amount"])),
    ("POST", "accounts/(.+)/onboard", lambda world, given, identifier: accounts.onboard(
        world, thing(world, identifier, "account"), given.get("name", "Jenny Rosen"), given.get("bank", "000123456789"))),
    ("POST", "accounts/(.+)/restrict", lambda world, given, identifier: accounts.restrict(
        world, thing(world, identifier, "account"), given.get("due", ["individual.verification.document"]))),
]
