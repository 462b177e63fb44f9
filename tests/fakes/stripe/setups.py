# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""SetupIntents: a card is kept for later, after 3D Secure where the card asks for it."""
from cards import DECLINE_TEXT, behaviour
from errors import StripeError, invalid
from methods import attach_to, kinds_for
from params import merged_metadata, need
from payments import check_confirmable, method_of
from templates import make, public


def new_setup(world, owner, kinds, customer, **fields):
    intent = make("setup_intent", id=world.new_id("seti_1"), created=world.now(), payment_method_types=kinds, customer=customer,
                  **{"metadata": {}, **fields})
    intent["client_secret"] = f"{intent['id']}_secret_{world.new_id('', 30)}"
    world.store.put(intent, owner)
    world.emit("setup_intent.created", intent, owner)
    return intent


def create(world, call):
    params = call.params
    customer = params.get("customer")
    if customer:
        world.get(customer, "customer", call, "customer", 400)
    kinds = kinds_for(world, params, None, setup=True)
    method = method_of(world, call, params, customer)
    if params.get("confirm"):
        check_confirmable(params, method, kinds)
    intent = new_setup(world, call.owner, kinds, customer, usage=params.get("usage", "off_session"), description=params.get("description"),
                       metadata=merged_metadata({}, params.get("metadata")), payment_method=method and method["id"])
    intent["status"] = "requires_confirmation" if method else "requires_payment_method"
    world.store.put(intent)
    return confirm_now(world, intent, method, params) if params.get("confirm") else intent


def confirm(world, call):
    intent = world.get(call.args[0], "setup_intent", call, "intent")
    expect(intent, "confirm", "requires_payment_method", "requires_confirmation", "requires_action")
    method = method_of(world, call, call.params, intent["customer"])
    if not method and intent["payment_method"]:
        method = world.store.get(intent["payment_method"])
    if not method:
        need(call.params, "payment_method")
    return confirm_now(world, intent, method, call.params)


def expect(intent, verb, *states):
    if intent["status"] not in states:
        raise invalid(f"You cannot {verb} this SetupIntent because it has a status of {intent['status']}.",
                      "setup_intent_unexpected_state", setup_intent=public(intent))


def confirm_now(world, intent, method, params):
    card = behaviour(method.get("_number", ""))
    intent.update(payment_method=method["id"], last_setup_error=None, next_action=None)
    if card.get("decline"):
        raise declined(world, intent, method, card["decline"])
    if card.get("three_d_secure") and not intent.get("_authenticated"):
        intent["status"] = "requires_action"
        url = f"{world.base}/3ds/{intent['id']}"
        intent["next_action"] = {"type": "redirect_to_url", "redirect_to_url": {"return_url": params.get("return_url"), "url": url}}
        world.store.put(intent)
        world.emit("setup_intent.requires_action", intent, intent["_owner"])
        return intent
    return succeed(world, intent, method)


def finish_action(world, intent, passed):
    method = world.store.get(intent["payment_method"])
    if passed:
        intent["_authenticated"] = method["_authenticated"] = True
        world.store.put(method)
        return succeed(world, intent, method)
    text = "We are unable to authenticate your payment method. Please choose a different payment method and try again."
    fail(world, intent, {"type": "invalid_request_error", "code": "setup_intent_authentication_failure", "message": text,
                         "payment_method": public(method)})
    return intent


def succeed(world, intent, method):
    intent.update(status="succeeded", next_action=None)
    if intent["customer"] and not method["customer"]:
        attach_to(world, method, intent["customer"])
    world.store.put(intent)
    world.emit("setup_intent.succeeded", intent, intent["_owner"])
    return intent


def declined(world, intent, method, reason):
    code, message = DECLINE_TEXT[reason]
    fail(world, intent, {"type": "card_error", "code": code, "decline_code": reason, "message": message, "payment_method": public(method)})
    return StripeError(402, "card_error", message, code, commit=True, decline_code=reason, setup_intent=public(intent),
                       payment_method=public(method))


def fail(world, intent, error):
    intent.update(status="requires_payment_method", last_setup_error=error, payment_method=None, next_action=None)
    world.store.put(intent)
    world.emit("setup_intent.setup_failed", intent, intent["_owner"])


def cancel(world, call):
    intent = world.get(call.args[0], "setup_intent", call, "intent")
    expect(intent, "cancel", "requires_payment_method", "requires_confirmation", "requires_action")
    intent.update(status="canceled", cancellation_reason=call.params.get("cancellation_reason"), next_action=None)
    world.store.put(intent)
    world.emit("setup_intent.canceled", intent, intent["_owner"])
    return intent
