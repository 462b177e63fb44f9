# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Disputes and early fraud warnings: opened by a test, or by the cards that stand for them."""
import balance
from errors import invalid
from params import merged_metadata
from templates import make, public

ANSWER_DAYS = 9


def after_charge(world, charge, card):
    """What some test cards bring after a charge that went through."""
    if card.get("after") in ("dispute", "inquiry"):
        open_dispute(world, charge, card["reason"], inquiry=card["after"] == "inquiry")
    if card.get("after") == "early_fraud_warning":
        warn(world, charge)


def open_dispute(world, charge, reason="fraudulent", amount=None, inquiry=False):
    """The amount and a fee leave the balance at once; an inquiry takes nothing."""
    owner = charge["_owner"]
    if charge["disputed"]:
        raise invalid(f"Charge {charge['id']} has already been disputed.", "charge_disputed")
    if charge["refunded"]:
        raise invalid(f"Charge {charge['id']} has already been refunded.", "charge_already_refunded")
    amount = amount or charge["amount"] - charge["amount_refunded"]
    card = charge["payment_method_details"].get("card", {})
    dispute = make("dispute", id=world.new_id("du_1"), amount=amount, charge=charge["id"], payment_intent=charge["payment_intent"],
                   created=world.now(), currency=charge["currency"], reason=reason, balance_transactions=[], metadata={},
                   is_charge_refundable=inquiry, status="warning_needs_response" if inquiry else "needs_response",
                   enhanced_eligibility_types=[], payment_method_details={"type": "card", "card": {
                       "brand": card.get("brand"), "case_type": "inquiry" if inquiry else "chargeback", "network": card.get("brand"),
                       "network_reason_code": "10.4"}})
    dispute["evidence_details"].update(due_by=world.now() + ANSWER_DAYS * balance.DAY, has_evidence=False, submission_method="not_submitted")
    charge.update(disputed=True)
    if not inquiry:
        dispute["balance_transactions"].append(public(balance.book(
            world, owner, "adjustment", -amount, dispute["id"], "world:cards", charge["currency"], balance.DISPUTE_FEE,
            category="dispute", note=f"Chargeback withdrawal for {charge['id']}")))
    world.store.put(dispute, owner)
    world.store.put(charge)
    world.emit("charge.dispute.created", dispute, owner)
    world.emit("charge.updated", charge, owner, {"disputed": False})
    if not inquiry:
        world.emit("charge.dispute.funds_withdrawn", dispute, owner)
    return dispute


def close(world, dispute, status):
    """won: the amount comes back, the fee doesn't. lost: nothing moves any more. warning_closed: an inquiry ends."""
    if dispute["status"] in ("won", "lost", "warning_closed"):
        raise invalid(f"This dispute is already closed as {dispute['status']}.", "dispute_already_closed")
    owner = dispute["_owner"]
    previous = {"status": dispute["status"]}
    dispute["status"] = status
    if status == "won":
        dispute["balance_transactions"].append(public(balance.book(
            world, owner, "adjustment", dispute["amount"], dispute["id"], "world:cards", dispute["currency"],
            category="dispute_reversal", note=f"Chargeback reversal for {dispute['charge']}")))
    world.store.put(dispute)
    world.emit("charge.dispute.closed", dispute, owner, previous)
    if status == "won":
        world.emit("charge.dispute.funds_reinstated", dispute, owner)
    return dispute


def accept(world, call):
    """POST /v1/disputes/x/close: the platform gives in."""
    return close(world, world.get(call.args[0], "dispute", call, "dispute"), "lost")


def update(world, call):
    dispute = world.get(call.args[0], "dispute", call, "dispute")
    if dispute["status"] in ("won", "lost"):
        raise invalid("This dispute is already closed", "dispute_already_closed")
    dispute["metadata"] = merged_metadata(dispute["metadata"], call.params.get("metadata"))
    dispute["evidence"].update(call.params.get("evidence", {}))
    dispute["evidence_details"]["has_evidence"] = bool(call.params.get("evidence"))
    if call.params.get("submit", "evidence" in call.params) and dispute["status"] == "needs_response":
        dispute["status"] = "under_review"
        dispute["evidence_details"].update(submission_count=1, submission_method="manual")
    world.store.put(dispute)
    world.emit("charge.dispute.updated", dispute, dispute["_owner"])
    return dispute


def warn(world, charge, kind="made_with_stolen_card"):
    """An early fraud warning: the issuer thinks that it was fraud, and most likely a dispute follows."""
    warning = make("radar.early_fraud_warning", id=world.new_id("issfr_1"), charge=charge["id"], created=world.now(), fraud_type=kind,
                   actionable=not charge["refunded"] and not charge["disputed"])
    warning["payment_intent"] = charge["payment_intent"]
    world.store.put(warning, charge["_owner"])
    world.emit("radar.early_fraud_warning.created", warning, charge["_owner"])
    return warning


def no_longer_actionable(world, charge):
    for warning in world.store.find("radar.early_fraud_warning", charge["_owner"], charge=charge["id"]):
        if warning["actionable"]:
            warning["actionable"] = False
            world.store.put(warning)
            world.emit("radar.early_fraud_warning.updated", warning, charge["_owner"], {"actionable": True})
