# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every route of the API: (method, path below /v1/) -> what answers."""
import accounts
import balance
import checkout
import disputes
import methods
import payments
import reading
import refunds
import setups
import transfers
from errors import invalid

# path, kind, the parameter that Stripe names in "No such ...", the word in its sentence
READABLE = [
    ("checkout/sessions", "checkout.session", "session", "checkout.session"), ("payment_intents", "payment_intent", "intent", None),
    ("setup_intents", "setup_intent", "intent", "setupintent"), ("charges", "charge", "id", None), ("refunds", "refund", "refund", None),
    ("balance_transactions", "balance_transaction", "id", None), ("transfers", "transfer", "id", None), ("payouts", "payout", "id", None),
    ("disputes", "dispute", "dispute", None), ("radar/early_fraud_warnings", "radar.early_fraud_warning", "early_fraud_warning", None),
    ("events", "event", "id", None), ("topups", "topup", "id", None),
]
ROUTES = {
    "POST checkout/sessions": checkout.create, "POST checkout/sessions/:id/expire": checkout.expire,
    "GET checkout/sessions/:id/line_items": checkout.line_items, "POST payment_intents": payments.create,
    "GET payment_intents/search": reading.search_intents, "POST payment_intents/:id": payments.update,
    "POST payment_intents/:id/confirm": payments.confirm, "POST payment_intents/:id/cancel": payments.cancel,
    "POST setup_intents": setups.create, "POST setup_intents/:id/confirm": setups.confirm,
    "POST setup_intents/:id/cancel": setups.cancel, "POST customers": methods.create_customer, "GET customers/:id":
    methods.retrieve_customer, "POST customers/:id": methods.update_customer, "DELETE customers/:id": methods.delete_customer,
    "POST payment_methods": methods.create_method, "GET payment_methods/:id": methods.retrieve_method,
    "POST payment_methods/:id/attach": methods.attach, "POST payment_methods/:id/detach": methods.detach,
    "POST refunds": refunds.create, "POST refunds/:id": refunds.update, "POST refunds/:id/cancel": refunds.cancel,
    "POST accounts": accounts.create, "GET accounts/:id": accounts.retrieve, "POST accounts/:id": accounts.update,
    "DELETE accounts/:id": accounts.delete, "GET account": accounts.retrieve_own, "POST accounts/:id/login_links": accounts.login_link,
    "POST account_links": accounts.create_link, "POST transfers": transfers.create, "POST transfers/:id": transfers.update,
    "POST transfers/:id/reversals": transfers.reverse, "GET transfers/:id/reversals": transfers.reversals,
    "POST payouts": transfers.create_payout, "POST payouts/:id/cancel": transfers.cancel_payout, "POST disputes/:id": disputes.update,
    "POST disputes/:id/close": disputes.accept,
    "GET balance": lambda world, call: balance.view(world, call.owner),
    "GET balance_transactions": reading.balance_history,
    "GET customers": lambda world, call: reading.list_objects(world, call, "customer"),
    "GET accounts": lambda world, call: reading.list_objects(world, call, "account", "any"),
    "GET payment_methods": lambda world, call: reading.list_objects(world, call, "payment_method"),
    "GET customers/:id/payment_methods": lambda world, call: methods_of_customer(world, call),
}


def retrieve(world, call, kind, param, word):
    found = world.get(call.args[0], kind, call, param, word=word)
    expanding = call.params.get("expand", [])
    return checkout.with_items(found) if kind == "checkout.session" and "line_items" in expanding else found


def methods_of_customer(world, call):
    world.get(call.args[0], "customer", call, "customer")
    call.params["customer"] = call.args[0]
    return reading.list_objects(world, call, "payment_method")


def add_readable():
    for path, kind, param, word in READABLE:
        ROUTES.setdefault(f"GET {path}", lambda world, call, kind=kind: reading.list_objects(world, call, kind))
        ROUTES.setdefault(f"GET {path}/:id", lambda world, call, rest=(kind, param, word): retrieve(world, call, *rest))


add_readable()
TABLE = [(*route.split(" "), answer) for route, answer in ROUTES.items()]


def find(method, path):
    """-> (route, arguments, what answers). Raises Stripe's 404; names win over ids."""
    parts = path.removeprefix("/v1/").strip("/").split("/")
    best = None
    for wanted, template, answer in TABLE:
        names = template.split("/")
        if wanted != method or len(names) != len(parts):
            continue
        if all(name in (part, ":id") for name, part in zip(names, parts)):
            arguments = tuple(part for name, part in zip(names, parts) if name == ":id")
            if best is None or len(arguments) < len(best[1]):
                best = (f"{wanted} {template}", arguments, answer)
    if best is None:
        raise invalid(f"Unrecognized request URL ({method}: {path}). Please see https://stripe.com/docs or we can help at "
                      "https://support.stripe.com/.", status=404)
    return best
