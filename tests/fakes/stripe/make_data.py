# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes data/objects.json and data/params.json from what Stripe publishes: its fixtures and its Python package.

usage: make_data.py fixtures3.json     run with the Python that has the package `stripe`
objects.json: an example of each object that the fake answers with; what may be null is null.
params.json: for each route the names that Stripe accepts, nested, with their types: i(nteger), b(oolean), s(tring), a list of one
type as {"[]": type}, a choice as a list of its words, {"*": type} for free names; a required name ends in "!".
"""
import importlib
import inspect
import json
import pathlib
import sys
import typing

import stripe
from stripe._request_options import RequestOptions

KINDS = ["account", "account_link", "balance", "balance_transaction", "charge", "checkout.session", "customer", "deleted_customer",
         "dispute", "event", "item", "login_link", "payment_intent", "payment_method", "payout", "radar.early_fraud_warning",
         "refund", "setup_intent", "topup", "transfer", "transfer_reversal", "bank_account", "deleted_account"]
ROUTES = {
    "POST checkout/sessions": "checkout.SessionCreateParams", "GET checkout/sessions": "checkout.SessionListParams",
    "POST payment_intents": "PaymentIntentCreateParams", "GET payment_intents": "PaymentIntentListParams",
    "POST payment_intents/:id": "PaymentIntentModifyParams", "POST payment_intents/:id/confirm": "PaymentIntentConfirmParams",
    "POST payment_intents/:id/cancel": "PaymentIntentCancelParams", "GET payment_intents/search": "PaymentIntentSearchParams",
    "POST payment_intents/:id/capture": "PaymentIntentCaptureParams",
    "POST setup_intents": "SetupIntentCreateParams", "GET setup_intents": "SetupIntentListParams",
    "POST setup_intents/:id/confirm": "SetupIntentConfirmParams", "POST setup_intents/:id/cancel": "SetupIntentCancelParams",
    "POST customers": "CustomerCreateParams", "POST customers/:id": "CustomerModifyParams", "GET customers": "CustomerListParams",
    "POST payment_methods": "PaymentMethodCreateParams", "GET payment_methods": "PaymentMethodListParams",
    "POST payment_methods/:id/attach": "PaymentMethodAttachParams", "GET charges": "ChargeListParams",
    "GET balance_transactions": "BalanceTransactionListParams", "POST refunds": "RefundCreateParams",
    "GET refunds": "RefundListParams", "POST accounts": "AccountCreateParams", "POST accounts/:id": "AccountUpdateParams",
    "GET accounts": "AccountListParams", "POST account_links": "AccountLinkCreateParams", "POST transfers": "TransferCreateParams",
    "GET transfers": "TransferListParams", "POST transfers/:id/reversals": "TransferCreateReversalParams",
    "POST payouts": "PayoutCreateParams", "GET payouts": "PayoutListParams", "GET disputes": "DisputeListParams",
    "POST disputes/:id": "DisputeModifyParams", "GET radar/early_fraud_warnings": "radar.EarlyFraudWarningListParams",
    "GET events": "EventListParams",
}
KEPT_OPTIONS = {"card", "alipay", "wechat_pay", "crypto", "us_bank_account", "link"}
FOLDER = pathlib.Path(__file__).resolve().parent / "data"


def hints(cls):
    module = importlib.import_module(cls.__module__)
    # The package imports some names only while types are checked.
    names = {**vars(typing), **vars(stripe), "stripe": stripe, **vars(module)}
    for source in (stripe.params, module):
        names.update({name: value for name, value in inspect.getmembers(source) if inspect.isclass(value)})
    found = {}
    for name, text in cls.__annotations__.items():
        text = text.__forward_arg__ if isinstance(text, typing.ForwardRef) else text
        found[name] = eval(text, names) if isinstance(text, str) else text  # the pinned package's own words
    return found, names


def shape(hint, names, depth):
    if isinstance(hint, typing.ForwardRef):
        hint = eval(hint.__forward_arg__, names)
    if isinstance(hint, str):
        hint = eval(hint, names)
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if str(origin).endswith("Required"):
        return shape(arguments[0], names, depth)
    if str(origin).endswith("Literal"):
        return [word for word in arguments if word] or "s"
    if origin is typing.Union or str(type(hint)) == "<class 'types.UnionType'>":
        shapes = [shape(argument, names, depth) for argument in arguments if argument is not type(None)]
        if "b" in shapes and len(shapes) > 1:
            return ["true", "false", *next(s for s in shapes if isinstance(s, list))]
        return next((s for s in shapes if isinstance(s, dict)), next((s for s in shapes if isinstance(s, list)), shapes[0]))
    if origin is list:
        return {"[]": shape(arguments[0], names, depth)}
    if origin is dict:
        return {"*": "s"}
    if inspect.isclass(hint) and hasattr(hint, "__total__"):
        return fields(hint, depth + 1)
    return {int: "i", bool: "b", float: "s"}.get(hint, "s")


def fields(cls, depth=0):
    if depth > 3:
        return {"*": "any"}
    found, names = hints(cls)
    out = {}
    for name, hint in found.items():
        if name in RequestOptions.__annotations__:
            continue
        required = not str(typing.get_origin(hint)).endswith("NotRequired")
        if cls.__name__.endswith(("ParamsPaymentMethodOptions", "PaymentMethodData", "PaymentMethodCreateParams")) and (
                name not in KEPT_OPTIONS | {"type", "billing_details", "metadata", "allow_redisplay", "expand"}):
            continue
        out[name + ("!" if required else "")] = shape(hint, names, depth)
    return out


def params():
    out = {}
    for route, path in ROUTES.items():
        module = stripe.params
        for part in path.split(".")[:-1]:
            module = getattr(module, part)
        out[route] = fields(getattr(module, path.split(".")[-1]))
    return out


def find_class(kind):
    from stripe._object_classes import OBJECT_CLASSES
    if kind not in OBJECT_CLASSES:
        return None
    place, name = OBJECT_CLASSES[kind]
    return getattr(importlib.import_module(place), name)


def example(kind, fixture):
    cls = find_class(kind)
    if cls is None:
        return fixture
    out = {}
    for name, value in fixture.items():
        text = str(cls.__annotations__.get(name, "gone"))
        if text == "gone":
            continue
        out[name] = None if "Optional[" in text else value
    return out


def main():
    resources = json.loads(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))["resources"]
    objects = {kind: example(kind, resources[kind]) for kind in KINDS}
    FOLDER.mkdir(exist_ok=True)
    for name, value in (("objects", objects), ("params", params())):
        lines = ",\n".join(f"{json.dumps(key)}: {json.dumps(value[key], sort_keys=True)}" for key in sorted(value))
        (FOLDER / f"{name}.json").write_text("{\n" + lines + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
