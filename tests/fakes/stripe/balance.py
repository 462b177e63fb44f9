# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whose money is where, in double entry: each leg moves an amount from one name to another, so all names sum to 0.

Names: acct_x:available and acct_x:pending (what Stripe's balance shows), and outside of them world:cards, world:banks,
world:stripe (its fees) and world:topups. A balance transaction is what an owner sees of a movement.
"""
from templates import make

FEE_PER_10000, FEE_FIXED = 290, 30
DISPUTE_FEE = 1500
DAY = 86400


def fee_of(amount):
    """2.9 % rounded half up, and 30 cents."""
    return (amount * FEE_PER_10000 + 5000) // 10000 + FEE_FIXED


def move(world, debit, credit, amount, currency, source, transaction_id=None):
    """`amount` from `debit` to `credit`; a negative one goes the other way, zero leaves no trace."""
    if amount < 0:
        debit, credit, amount = credit, debit, -amount
    if amount == 0:
        return
    world.store.run("INSERT INTO entry(debit,credit,amount,currency,source,transaction_id) VALUES(?,?,?,?,?,?)",
                    debit, credit, amount, currency, source, transaction_id)
    for name, change in ((debit, -amount), (credit, amount)):
        world.store.run("INSERT INTO balance VALUES(?,?,?) ON CONFLICT(name,currency) DO UPDATE SET amount=amount+excluded.amount",
                        name, currency, change)


def amount_of(world, owner, bucket, currency="usd"):
    found = world.store.rows("SELECT amount FROM balance WHERE name=? AND currency=?", f"{owner}:{bucket}", currency)
    return found[0][0] if found else 0


def book(world, owner, kind, amount, source, counterpart, currency="usd", fee=0, available_on=None, category=None, note=None):
    """A balance transaction of `owner`: `amount` (signed) against `counterpart`, less `fee`."""
    now = world.now()
    available_on = max(available_on or now, now)
    waits = available_on > now
    transaction = make("balance_transaction", id=world.store.new_id("txn_"), amount=amount, fee=fee, net=amount - fee, type=kind,
                       currency=currency, source=source, created=now, available_on=available_on, description=note,
                       reporting_category=category or kind, status="pending" if waits else "available",
                       fee_details=[{"amount": fee, "application": None, "currency": currency,
                                     "description": "Stripe processing fees", "type": "stripe_fee"}] if fee else [])
    bucket = f"{owner}:{'pending' if waits else 'available'}"
    move(world, counterpart, bucket, amount, currency, source, transaction["id"])
    move(world, bucket, "world:stripe", fee, currency, source, transaction["id"])
    world.store.put(transaction, owner)
    if waits:
        world.store.run("INSERT INTO unsettled VALUES(?,?)", transaction["id"], available_on)
    return transaction


def settle(world):
    """What is due by the clock becomes available. True if anything did."""
    due = world.store.rows("SELECT id FROM unsettled WHERE available_on<=? ORDER BY available_on, rowid", world.now())
    owners = set()
    for (identifier,) in due:
        transaction = world.store.get(identifier)
        owner = transaction["_owner"]
        move(world, f"{owner}:pending", f"{owner}:available", transaction["net"], transaction["currency"],
             transaction["source"], identifier)
        transaction["status"] = "available"
        world.store.put(transaction)
        world.store.run("DELETE FROM unsettled WHERE id=?", identifier)
        owners.add(owner)
    for owner in sorted(owners):
        world.emit("balance.available", view(world, owner), owner)
    return bool(due)


def view(world, owner):
    """The balance object of an account."""
    rows = world.store.rows("SELECT name, currency, amount FROM balance WHERE name LIKE ?", owner + ":%")
    totals = {(name.split(":")[1], currency): amount for name, currency, amount in rows}
    currencies = sorted({currency for _, currency in totals} | {"usd"})

    def side(bucket):
        return [{"amount": totals.get((bucket, currency), 0), "currency": currency,
                 "source_types": {"card": totals.get((bucket, currency), 0)}} for currency in currencies]
    return make("balance", available=side("available"), pending=side("pending"),
                connect_reserved=[{"amount": 0, "currency": currency} for currency in currencies])


def report(world):
    """Every name, every object's legs, and whether the books hold."""
    rows = world.store.rows("SELECT name, currency, amount FROM balance ORDER BY name, currency")
    legs = world.store.rows("SELECT debit, credit, amount, currency, source, transaction_id FROM entry ORDER BY id")
    replay, objects = {}, {}
    for debit, credit, amount, currency, source, transaction in legs:
        replay[debit, currency] = replay.get((debit, currency), 0) - amount
        replay[credit, currency] = replay.get((credit, currency), 0) + amount
        objects.setdefault(source, []).append({"debit": debit, "credit": credit, "amount": amount, "currency": currency,
                                               "balance_transaction": transaction})
    kept = {(name, currency): amount for name, currency, amount in rows}
    return {"accounts": [{"name": name, "currency": currency, "amount": amount} for name, currency, amount in rows],
            "objects": objects, "sum": sum(kept.values()),
            "balanced": sum(kept.values()) == 0 and kept == replay}
