# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Transfers to connected accounts and their reversals; payouts of accounts to their banks."""
import accounts
import balance
from errors import invalid, no_such
from params import merged_metadata, need
from templates import empty_list, make
from world import known_currency, positive

PAYOUT_DAYS = 2
NO_FUNDS = ("You have insufficient available funds in your Stripe account. Try adding funds directly to your available balance by "
            "creating Charges using the 4000000000000077 test card. See: https://stripe.com/docs/testing#available-balance")


def create(world, call):
    params = call.params
    need(params, "currency", "destination", "amount")
    currency = known_currency(params)
    amount = positive(params["amount"])
    account = destination(world, params["destination"])
    source = source_charge(world, call, params, amount)
    if not source and balance.amount_of(world, call.owner, "available", currency) < amount:
        raise invalid(NO_FUNDS, "balance_insufficient")
    transfer = make("transfer", id=world.new_id("tr_1"), amount=amount, currency=currency, created=world.now(), destination=account["id"],
                    description=params.get("description"), metadata=merged_metadata({}, params.get("metadata")), source_type="card",
                    transfer_group=params.get("transfer_group") or (source and (source["transfer_group"] or f"group_{source['payment_intent']}")),
                    source_transaction=source and source["id"])
    transfer["reversals"] = empty_list(f"/v1/transfers/{transfer['id']}/reversals")
    waits = world.store.get(source["balance_transaction"])["available_on"] if source else None
    move(world, call.owner, transfer, account, waits)
    world.emit("transfer.created", transfer, call.owner)
    return transfer


def destination(world, identifier):
    found = world.store.get(identifier, "account")
    if not found or found.get("deleted"):
        raise no_such("destination", identifier, "destination", 400)
    if found["capabilities"].get("transfers") != "active":
        raise invalid("Your destination account needs to have at least one of the following capabilities enabled: transfers, "
                      "crypto_transfers, legacy_payments", "insufficient_capabilities_for_transfer")
    return found


def source_charge(world, call, params, amount):
    """The charge whose money this is, where one is named: it may still be pending."""
    if "source_transaction" not in params:
        return None
    charge = world.get(params["source_transaction"], "charge", call, "source_transaction", 400)
    if charge["status"] != "succeeded":
        raise invalid("source_transaction must be a successful charge.", param="source_transaction")
    used = sum(other["amount"] - other["amount_reversed"] for other in world.store.find("transfer", source_transaction=charge["id"]))
    if used + amount > charge["amount"]:
        raise invalid("The transfers from this charge would exceed the charge's amount.", param="amount")
    return charge


def move(world, owner, transfer, account, waits):
    """Out of one balance and into the other, by way of a name of the transfer's own."""
    way = f"world:{transfer['id']}"
    out = balance.book(world, owner, "transfer", -transfer["amount"], transfer["id"], way, transfer["currency"], available_on=waits,
                       note=transfer["description"])
    payment = make("charge", id=world.new_id("py_1"), amount=transfer["amount"], currency=transfer["currency"], created=world.now(),
                   amount_captured=transfer["amount"], captured=True, paid=True, status="succeeded", metadata={}, billing_details={},
                   source_transfer=transfer["id"], description=transfer["description"], payment_method_details=None, _number="")
    payment.pop("refunds", None)
    came = balance.book(world, account["id"], "payment", transfer["amount"], payment["id"], way, transfer["currency"], available_on=waits,
                        category="charge", note=transfer["description"])
    payment["balance_transaction"] = came["id"]
    world.store.put(payment, account["id"])
    transfer.update(balance_transaction=out["id"], destination_payment=payment["id"])
    world.store.put(transfer, owner)
    world.emit("payment.created", payment, account["id"])


def reverse(world, call):
    transfer = world.get(call.args[0], "transfer", call, "id")
    left = transfer["amount"] - transfer["amount_reversed"]
    if left == 0:
        raise invalid(f"Transfer {transfer['id']} is already fully reversed.", "transfer_already_reversed")
    amount = positive(call.params.get("amount", left))
    if amount > left:
        raise invalid(f"Transfer {transfer['id']} has only {left} left to reverse; {amount} was asked for.", param="amount")
    account = transfer["destination"]
    if balance.amount_of(world, account, "available", transfer["currency"]) < amount and not call.params.get("_force"):
        raise invalid("Insufficient funds in the connected account's available balance to reverse this transfer.", "balance_insufficient")
    return reverse_now(world, transfer, amount, call.params)


def reverse_now(world, transfer, amount, params):
    way = f"world:{transfer['id']}"
    reversal = make("transfer_reversal", id=world.new_id("trr_1"), amount=amount, created=world.now(), currency=transfer["currency"],
                    transfer=transfer["id"], metadata=merged_metadata({}, params.get("metadata")),
                    destination_payment_refund=world.new_id("pyr_1"))
    balance.book(world, transfer["destination"], "payment_refund", -amount, reversal["destination_payment_refund"], way,
                 transfer["currency"], category="refund")
    back = balance.book(world, transfer["_owner"], "transfer_refund", amount, reversal["id"], way, transfer["currency"],
                        category="transfer_reversal")
    reversal["balance_transaction"] = back["id"]
    world.store.put(reversal, transfer["_owner"])
    previous = {"amount_reversed": transfer["amount_reversed"]}
    transfer["amount_reversed"] += amount
    transfer["reversed"] = transfer["amount_reversed"] == transfer["amount"]
    transfer["reversals"]["data"].insert(0, {name: value for name, value in reversal.items() if name != "_owner"})
    world.store.put(transfer)
    world.emit("transfer.reversed", transfer, transfer["_owner"], previous)
    return reversal


def reversals(world, call):
    transfer = world.get(call.args[0], "transfer", call, "id")
    return transfer["reversals"]


def update(world, call):
    transfer = world.get(call.args[0], "transfer", call, "id")
    transfer["metadata"] = merged_metadata(transfer["metadata"], call.params.get("metadata"))
    transfer["description"] = call.params.get("description", transfer["description"])
    world.store.put(transfer)
    world.emit("transfer.updated", transfer, transfer["_owner"])
    return transfer


# Payouts.
def create_payout(world, call):
    need(call.params, "amount", "currency")
    return pay_out(world, call.owner, positive(call.params["amount"]), known_currency(call.params), automatic=False,
                   description=call.params.get("description"), metadata=merged_metadata({}, call.params.get("metadata")))


def pay_out(world, owner, amount, currency="usd", automatic=True, description="STRIPE PAYOUT", metadata=None):
    account = world.store.get(owner, "account")
    if account and not account["payouts_enabled"]:
        raise invalid("Cannot create payouts: payouts are disabled for this account. Please check the account's requirements.",
                      "payouts_not_allowed")
    if balance.amount_of(world, owner, "available", currency) < amount:
        raise invalid("You have insufficient funds in your Stripe account for this transfer. Your card balance is too low. You can use "
                      "the the /v1/balance endpoint to view your Stripe balance (for more details, see stripe.com/docs/api#balance).",
                      "balance_insufficient")
    bank = account["external_accounts"]["data"][0]["id"] if account else "ba_1WeftPlatformBank"
    payout = make("payout", id=world.new_id("po_1"), amount=amount, currency=currency, created=world.now(), automatic=automatic,
                  arrival_date=world.now() + PAYOUT_DAYS * balance.DAY, description=description, destination=bank, metadata=metadata or {},
                  status="pending", reconciliation_status="in_progress" if automatic else "not_applicable")
    transaction = balance.book(world, owner, "payout", -amount, payout["id"], "world:banks", currency, note=description)
    payout["balance_transaction"] = transaction["id"]
    world.store.put(payout, owner)
    world.emit("payout.created", payout, owner)
    return payout


def arrive(world):
    """By the clock: paid, or failed where the bank account's number says so."""
    for payout in world.store.find("payout", oldest_first=True, status="pending"):
        if payout["arrival_date"] > world.now():
            continue
        bank = world.store.get(payout["destination"]) or {}
        if reason := accounts.FAILING_BANKS.get(bank.get("_number", "")):
            fail_payout(world, payout, reason)
        else:
            pay(world, payout)


def pay(world, payout):
    previous = {"status": payout["status"]}
    payout.update(status="paid", reconciliation_status="completed" if payout["automatic"] else "not_applicable")
    world.store.put(payout)
    world.emit("payout.paid", payout, payout["_owner"], previous)


def fail_payout(world, payout, reason="account_closed"):
    """The bank sends it back; Stripe stops paying to that bank account. A paid one can fail too, days later."""
    if payout["status"] in ("failed", "canceled"):
        raise invalid(f"This payout has a status of {payout['status']}.")
    owner = payout["_owner"]
    back = balance.book(world, owner, "payout_failure", payout["amount"], payout["id"], "world:banks", payout["currency"],
                        category="payout_reversal", note="STRIPE PAYOUT FAILURE")
    payout.update(status="failed", failure_code=reason, failure_balance_transaction=back["id"],
                  failure_message=f"The bank account could not take the payout: {reason.replace('_', ' ')}.")
    world.store.put(payout)
    world.emit("payout.failed", payout, owner)
    account = world.store.get(owner, "account")
    if account:
        account["external_accounts"]["data"][0]["status"] = "errored"
        accounts.restrict(world, account, ("external_account",))
    return payout


def cancel_payout(world, call):
    payout = world.get(call.args[0], "payout", call, "payout")
    if payout["status"] != "pending":
        raise invalid("Payouts can only be canceled if they are pending.", "payout_not_allowed")
    back = balance.book(world, call.owner, "payout_cancel", payout["amount"], payout["id"], "world:banks", payout["currency"],
                        category="payout_reversal")
    payout.update(status="canceled", failure_balance_transaction=back["id"])
    world.store.put(payout)
    world.emit("payout.canceled", payout, call.owner)
    return payout


def daily(world):
    """Once for each day that the clock is moved over: accounts on a daily schedule are paid what they have."""
    for account in world.store.find("account"):
        if account.get("deleted") or not account["payouts_enabled"] or account["settings"]["payouts"]["schedule"]["interval"] != "daily":
            continue
        amount = balance.amount_of(world, account["id"], "available")
        if amount > 0:
            pay_out(world, account["id"], amount)


def top_up(world, owner, amount, currency="usd"):
    """Money of the platform's own, available at once."""
    topup = make("topup", id=world.new_id("tu_1"), amount=amount, currency=currency, created=world.now(), status="succeeded", metadata={})
    transaction = balance.book(world, owner, "topup", amount, topup["id"], "world:topups", currency)
    topup["balance_transaction"] = transaction["id"]
    world.store.put(topup, owner)
    world.emit("topup.succeeded", topup, owner)
    return topup
