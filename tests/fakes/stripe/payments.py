# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""PaymentIntents and the charges that they make."""
import balance
import disputes
from cards import DECLINE_TEXT, behaviour
from errors import StripeError, invalid, missing_param
from methods import attach_to, from_data, kinds_for, resolve_method
from params import merged_metadata, need
from templates import make, public
from world import enough, known_currency, positive

SETTLE_DAYS = 2
COPIED = ("description", "receipt_email", "setup_future_usage", "statement_descriptor", "statement_descriptor_suffix", "transfer_group",
          "shipping")


def new_intent(world, owner, amount, currency, kinds, **fields):
    intent = make("payment_intent", id=world.new_id("pi_3"), amount=amount, currency=currency, created=world.now(),
                  payment_method_types=kinds, capture_method="automatic_async", amount_details={"tip": {}}, **fields)
    intent["client_secret"] = f"{intent['id']}_secret_{world.new_id('', 25)}"
    world.store.put(intent, owner)
    world.emit("payment_intent.created", intent, owner)
    return intent


def create(world, call):
    params = call.params
    need(params, "amount", "currency")
    currency = known_currency(params)
    amount = enough(positive(params["amount"]), currency)
    customer = params.get("customer")
    if customer:
        world.get(customer, "customer", call, "customer", 400)
    kinds = kinds_for(world, params, currency)
    method = method_of(world, call, params, customer)
    if params.get("confirm"):
        check_confirmable(params, method, kinds)
    elif "off_session" in params:
        raise invalid("You can only set off_session when confirm=true.", param="off_session")
    automatic = {"allow_redirects": "always", **params.get("automatic_payment_methods", {"enabled": True})}
    intent = new_intent(world, call.owner, amount, currency, kinds, customer=customer, metadata=merged_metadata({}, params.get("metadata")),
                        automatic_payment_methods=None if "payment_method_types" in params else automatic,
                        payment_method=method and method["id"], **{name: params[name] for name in COPIED if name in params})
    intent["status"] = "requires_confirmation" if method else "requires_payment_method"
    world.store.put(intent)
    return confirm_now(world, intent, method, params) if params.get("confirm") else intent


def method_of(world, call, params, customer):
    """The PaymentMethod that a request names or describes, checked against its customer."""
    if "payment_method_data" in params:
        return from_data(world, call.owner, params["payment_method_data"])
    if "payment_method" not in params:
        return None
    method = resolve_method(world, call, params["payment_method"])
    if method["customer"] and method["customer"] != customer:
        raise invalid("The customer of the PaymentMethod isn't the one of this PaymentIntent: the provided PaymentMethod was attached "
                      f"to another Customer. Please pass customer={method['customer']}.", param="payment_method")
    if method.get("_detached"):
        raise invalid("The provided PaymentMethod was previously used with a PaymentIntent without Customer attachment, shared with a "
                      "connected account without Customer attachment, or was detached from a Customer. It may not be used again.",
                      "payment_method_unexpected_state", "payment_method")
    return method


def check_confirmable(params, method, kinds):
    if not method:
        raise missing_param("payment_method")
    if method["type"] not in kinds:
        raise invalid(f"The PaymentMethod provided ({method['type']}) is not allowed for this PaymentIntent. Please attach a "
                      f"PaymentMethod of one of the following types: {', '.join(kinds)}.", param="payment_method")
    automatic = params.get("automatic_payment_methods", {"enabled": True})
    dynamic = automatic.get("enabled") and "payment_method_types" not in params
    if dynamic and automatic.get("allow_redirects") != "never" and "return_url" not in params and not params.get("use_stripe_sdk"):
        raise invalid("This PaymentIntent is configured to accept payment methods enabled in your Dashboard. Because some of these "
                      "payment methods might redirect your customer off of your page, you must provide a `return_url`. If you don't "
                      "want to accept redirect-based payment methods, set `automatic_payment_methods[enabled]` to `true` and "
                      "`automatic_payment_methods[allow_redirects]` to `never` when creating Setup Intents and Payment Intents.")


def confirm(world, call):
    intent = world.get(call.args[0], "payment_intent", call, "intent")
    expect(intent, "confirm", "requires_payment_method", "requires_confirmation", "requires_action")
    method = method_of(world, call, call.params, intent["customer"])
    if not method and intent["payment_method"]:
        method = world.store.get(intent["payment_method"])
    known = {"automatic_payment_methods": intent["automatic_payment_methods"] or {"enabled": False}}
    check_confirmable({**call.params, **known}, method, intent["payment_method_types"])
    intent["setup_future_usage"] = call.params.get("setup_future_usage", intent["setup_future_usage"])
    return confirm_now(world, intent, method, call.params)


def expect(intent, verb, *states):
    if intent["status"] in states:
        return
    because = {"succeeded": "it has already succeeded after being previously confirmed"}.get(
        intent["status"], f"it has a status of {intent['status']}. Only a PaymentIntent with one of the following statuses may be "
        f"{verb}ed: {', '.join(states)}")
    raise invalid(f"You cannot {verb} this PaymentIntent because {because}.", "payment_intent_unexpected_state",
                  payment_intent=public(intent))


def is_off_session(params):
    return params.get("off_session", "false") != "false"


def confirm_now(world, intent, method, params):
    """Tries the card once. Raises a 402 that stays (a failed charge is a fact)."""
    card = behaviour(method.get("_number", ""))
    intent.update(payment_method=method["id"], last_payment_error=None, next_action=None)
    needed = card.get("three_d_secure")
    if needed == "once" and method.get("_authenticated"):
        needed = None
    if needed and is_off_session(params):
        raise declined(world, intent, method, "authentication_required")
    if (needed or method["type"] in ("alipay", "wechat_pay", "crypto")) and not intent.get("_authenticated"):
        return ask_for_action(world, intent, params)
    return charge_now(world, intent, method)


def ask_for_action(world, intent, params):
    if params.get("error_on_requires_action"):
        raise invalid("This payment required an authentication action to complete, but `error_on_requires_action` was set.",
                      "authentication_required", payment_intent=public(intent))
    intent["status"] = "requires_action"
    url = f"{world.base}/3ds/{intent['id']}"
    if "return_url" in params:
        intent["next_action"] = {"type": "redirect_to_url", "redirect_to_url": {"return_url": params["return_url"], "url": url}}
    else:
        intent["next_action"] = {"type": "use_stripe_sdk", "use_stripe_sdk": {"type": "three_d_secure_redirect", "stripe_js": url}}
    world.store.put(intent)
    world.emit("payment_intent.requires_action", intent, intent["_owner"])
    return intent


def finish_action(world, intent, passed):
    """What the 3D Secure page says. -> the intent, succeeded or back to requires_payment_method."""
    method = world.store.get(intent["payment_method"])
    intent["next_action"] = None
    if not passed:
        text = "We are unable to authenticate your payment method. Please choose a different payment method and try again."
        fail(world, intent, method, {"type": "invalid_request_error", "code": "payment_intent_authentication_failure", "message": text,
                                     "payment_method": public(method)})
        return intent
    intent["_authenticated"] = True
    try:
        return charge_now(world, intent, method)
    except StripeError:
        return world.store.get(intent["id"])


def charge_now(world, intent, method):
    card = behaviour(method.get("_number", ""))
    decline = card.get("decline") or card.get("charge_decline")
    if decline:
        raise declined(world, intent, method, decline)
    charge = new_charge(world, intent, method)
    if method["type"] == "us_bank_account":
        intent.update(status="processing", latest_charge=charge["id"])
        charge.update(status="pending", paid=False, captured=True)
        world.store.put(charge)
        world.store.put(intent)
        world.emit("payment_intent.processing", intent, intent["_owner"])
        world.emit("charge.pending", charge, intent["_owner"])
        return intent
    return succeed(world, intent, method, charge)


def new_charge(world, intent, method, **fields):
    text = public(method)
    details = {"type": method["type"], method["type"]: charge_details(text)}
    charge = make("charge", id=world.new_id("ch_3"), amount=intent["amount"], currency=intent["currency"], created=world.now(),
                  customer=intent["customer"], payment_intent=intent["id"], payment_method=method["id"], metadata=intent["metadata"],
                  description=intent["description"], transfer_group=intent["transfer_group"], payment_method_details=details,
                  receipt_email=intent["receipt_email"], billing_details=method["billing_details"], balance_transaction=None,
                  fraud_details={}, receipt_url=None, _number=method.get("_number", ""),
                  outcome={"advice_code": None, "network_advice_code": None, "network_decline_code": None, "reason": None,
                           "network_status": "approved_by_network", "risk_level": "normal", "risk_score": 20,
                           "seller_message": "Payment complete.", "type": "authorized"})
    charge.pop("refunds", None)
    charge.update(fields)
    world.store.put(charge, intent["_owner"])
    return charge


def charge_details(method):
    if method["type"] != "card":
        return {}
    card = method["card"]
    names = ("brand", "checks", "country", "exp_month", "exp_year", "fingerprint", "funding", "last4")
    return {**{name: card[name] for name in names}, "network": card["brand"], "three_d_secure": None, "wallet": None, "mandate": None,
            "installments": None, "authorization_code": None}


def succeed(world, intent, method, charge):
    """Money comes in: the charge, its balance transaction, and the events in Stripe's order."""
    owner, card = intent["_owner"], behaviour(charge["_number"])
    waits = 0 if card.get("bypass_pending") else world.store.setting("settle_days", SETTLE_DAYS) * balance.DAY
    transaction = balance.book(world, owner, "charge", charge["amount"], charge["id"], "world:cards", charge["currency"],
                               balance.fee_of(charge["amount"]), world.now() + waits, "charge", charge["description"])
    charge.update(status="succeeded", paid=True, captured=True, amount_captured=charge["amount"],
                  receipt_url=f"{world.base}/receipts/{charge['id']}")
    world.store.put(charge)
    world.emit("charge.succeeded", charge, owner)
    charge["balance_transaction"] = transaction["id"]
    world.store.put(charge)
    intent.update(status="succeeded", amount_received=charge["amount"], latest_charge=charge["id"], next_action=None,
                  last_payment_error=None)
    world.store.put(intent)
    if intent["setup_future_usage"]:
        keep_method(world, intent, method)
    world.emit("payment_intent.succeeded", intent, owner)
    world.emit("charge.updated", charge, owner, {"balance_transaction": None})
    disputes.after_charge(world, charge, card)
    return intent


def keep_method(world, intent, method):
    if intent.get("_authenticated"):
        method["_authenticated"] = True
    if intent["customer"] and not method["customer"]:
        attach_to(world, method, intent["customer"])
    world.store.put(method)


def declined(world, intent, method, reason):
    """The failed charge is noted; -> the 402 to raise."""
    code, message = DECLINE_TEXT[reason]
    outcome = {"advice_code": "try_again_later", "network_advice_code": None, "network_decline_code": None, "reason": reason,
               "network_status": "declined_by_network", "risk_level": "normal", "risk_score": 20,
               "seller_message": "The bank did not return any further details with this decline.", "type": "issuer_declined"}
    charge = new_charge(world, intent, method, status="failed", paid=False, captured=False, failure_code=code, failure_message=message,
                        outcome=outcome)
    error = {"type": "card_error", "code": code, "decline_code": reason, "message": message, "charge": charge["id"],
             "doc_url": f"https://stripe.com/docs/error-codes/{code.replace('_', '-')}", "payment_method": public(method)}
    intent["latest_charge"] = charge["id"]
    fail(world, intent, method, error, charge)
    return StripeError(402, "card_error", message, code, commit=True, decline_code=reason, charge=charge["id"],
                       payment_intent=public(intent), payment_method=public(method))


def fail(world, intent, method, error, charge=None):
    intent.pop("_authenticated", None)
    intent.update(status="requires_payment_method", last_payment_error=error, payment_method=None, next_action=None)
    world.store.put(intent)
    if charge:
        world.emit("charge.failed", charge, intent["_owner"])
    world.emit("payment_intent.payment_failed", intent, intent["_owner"])


def finish_processing(world, intent, ok):
    """A bank debit that was on its way arrives or bounces."""
    expect(intent, "settle", "processing")
    charge = world.store.get(intent["latest_charge"])
    method = world.store.get(intent["payment_method"])
    if ok:
        return succeed(world, intent, method, charge)
    charge.update(status="failed", failure_code="debit_not_authorized", failure_message="The customer has notified their bank that "
                  "this payment was unauthorized.")
    world.store.put(charge)
    fail(world, intent, method, {"type": "invalid_request_error", "code": "payment_method_customer_decline",
                                 "message": charge["failure_message"], "payment_method": public(method)}, charge)
    return intent


def cancel(world, call):
    intent = world.get(call.args[0], "payment_intent", call, "intent")
    expect(intent, "cancel", "requires_payment_method", "requires_confirmation", "requires_action", "processing", "requires_capture")
    return cancel_now(world, intent, call.params.get("cancellation_reason"))


def cancel_now(world, intent, reason=None):
    intent.update(status="canceled", canceled_at=world.now(), cancellation_reason=reason, next_action=None)
    world.store.put(intent)
    world.emit("payment_intent.canceled", intent, intent["_owner"])
    return intent


def update(world, call):
    intent = world.get(call.args[0], "payment_intent", call, "intent")
    if "amount" in call.params:
        expect(intent, "update", "requires_payment_method", "requires_confirmation", "requires_action")
        intent["amount"] = enough(positive(call.params["amount"]), intent["currency"])
    intent["metadata"] = merged_metadata(intent["metadata"], call.params.get("metadata"))
    intent.update({name: call.params[name] for name in COPIED if name in call.params})
    return world.store.put(intent)
