# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Refunds: whole, in part, waiting for money, and those that come back."""
import balance
from disputes import no_longer_actionable
from cards import behaviour
from errors import invalid
from params import merged_metadata
from templates import make
from world import positive


def dollars(amount):
    return f"${amount // 100:,}.{amount % 100:02d}"


def create(world, call):
    charge = charge_of(world, call)
    left = charge["amount"] - charge["amount_refunded"]
    amount = call.params.get("amount", left)
    check(charge, amount, left)
    refund = make("refund", id=world.new_id("re_3"), amount=amount, charge=charge["id"], payment_intent=charge["payment_intent"],
                  created=world.now(), currency=charge["currency"], reason=call.params.get("reason"), status="pending",
                  metadata=merged_metadata({}, call.params.get("metadata")),
                  destination_details={"card": {"reference_status": "pending", "reference_type": "acquirer_reference_number",
                                                "type": "refund"}, "type": "card"})
    for name in ("customer", "customer_account", "payment_method"):
        refund.pop(name, None)
    world.store.put(refund, call.owner)
    charge["amount_refunded"] += amount
    charge["refunded"] = charge["amount_refunded"] == charge["amount"]
    world.store.put(charge)
    paid = pay(world, refund, charge)
    world.emit("refund.created", refund, call.owner)
    world.emit("charge.refunded", charge, call.owner, {"amount_refunded": charge["amount_refunded"] - amount})
    no_longer_actionable(world, charge)
    if paid and behaviour(charge["_number"]).get("refund") == "fails":
        fail(world, world.store.get(refund["id"]), "expired_or_canceled_card")
    return refund


def charge_of(world, call):
    if "charge" in call.params:
        return world.get(call.params["charge"], "charge", call, "charge", 404)
    if "payment_intent" not in call.params:
        raise invalid("One of the following params should be provided for this request: payment_intent or charge.")
    intent = world.get(call.params["payment_intent"], "payment_intent", call, "payment_intent", 404)
    if intent["status"] != "succeeded":
        raise invalid(f"This PaymentIntent ({intent['id']}) does not have a successful charge to refund.", param="payment_intent")
    return world.get(intent["latest_charge"], "charge", call)


def check(charge, amount, left):
    if charge["status"] != "succeeded":
        raise invalid(f"Charge {charge['id']} is not a successful charge.", param="charge")
    if charge["disputed"]:
        raise invalid(f"Charge {charge['id']} has been charged back; cannot issue a refund.", "charge_disputed")
    if left == 0:
        raise invalid(f"Charge {charge['id']} has already been refunded.", "charge_already_refunded")
    positive(amount)
    if amount > left:
        raise invalid(f"Refund amount ({dollars(amount)}) is greater than {'unrefunded ' if charge['amount_refunded'] else 'charge '}"
                      f"amount{' on charge' if charge['amount_refunded'] else ''} ({dollars(left)})", param="amount")


def pay(world, refund, charge):
    """Takes the money where it is: still pending from a young charge, or from what is available. True if it was there."""
    owner, amount = refund["_owner"], refund["amount"]
    charged = world.store.get(charge["balance_transaction"])
    waits = charged["status"] == "pending"
    if not waits and balance.amount_of(world, owner, "available", refund["currency"]) < amount:
        return False
    if behaviour(charge["_number"]).get("refund") == "pending" and not refund.get("_waited"):
        refund["_waited"] = True
        world.store.put(refund)
        return False
    transaction = balance.book(world, owner, "refund", -amount, refund["id"], "world:cards", refund["currency"],
                               available_on=charged["available_on"] if waits else None, note="REFUND FOR CHARGE")
    refund.update(status="succeeded", balance_transaction=transaction["id"])
    world.store.put(refund)
    return True


def pay_waiting(world):
    """Those that waited for money, oldest first."""
    for refund in world.store.find("refund", oldest_first=True, status="pending"):
        if pay(world, refund, world.store.get(refund["charge"])):
            world.emit("refund.updated", refund, refund["_owner"], {"status": "pending"})
            world.emit("charge.refund.updated", refund, refund["_owner"], {"status": "pending"})


def fail(world, refund, reason="lost_or_stolen_card"):
    """The bank sends it back: the money is in the balance again."""
    if refund["status"] not in ("succeeded", "pending"):
        raise invalid(f"This refund has a status of {refund['status']}.")
    owner, previous = refund["_owner"], {"status": refund["status"]}
    if refund["status"] == "succeeded":
        transaction = balance.book(world, owner, "refund_failure", refund["amount"], refund["id"], "world:cards", refund["currency"],
                                   note="REFUND FAILURE")
        refund["failure_balance_transaction"] = transaction["id"]
    refund.update(status="failed", failure_reason=reason)
    world.store.put(refund)
    charge = world.store.get(refund["charge"])
    charge["amount_refunded"] -= refund["amount"]
    charge["refunded"] = False
    world.store.put(charge)
    for kind in ("refund.updated", "refund.failed", "charge.refund.updated"):
        world.emit(kind, refund, owner, previous)
    return refund


def update(world, call):
    refund = world.get(call.args[0], "refund", call, "refund")
    refund["metadata"] = merged_metadata(refund["metadata"], call.params.get("metadata"))
    return world.store.put(refund)


def cancel(world, call):
    refund = world.get(call.args[0], "refund", call, "refund")
    raise invalid(f"This refund ({refund['id']}) can't be canceled: only refunds with status `requires_action` may be.")
