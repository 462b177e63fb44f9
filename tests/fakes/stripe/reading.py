# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists, retrieval, search and expand[]: how objects are read."""
import fnmatch
import json
import re

from errors import invalid, no_such
from templates import public

# The name of an object's id -> its kind, for expand[].
PREFIXES = {"pi_": "payment_intent", "ch_": "charge", "py_": "charge", "cus_": "customer", "pm_": "payment_method", "txn_":
            "balance_transaction", "tr_": "transfer", "acct_": "account", "seti_": "setup_intent", "re_": "refund", "po_": "payout",
            "du_": "dispute", "trr_": "transfer_reversal", "cs_": "checkout.session", "tu_": "topup", "ba_": "bank_account"}
FILTERS = {"payment_intent": ("customer",), "charge": ("customer", "payment_intent", "transfer_group"), "refund": ("charge",
           "payment_intent"), "transfer": ("destination", "transfer_group"), "dispute": ("charge", "payment_intent"), "payout": ("status",
           "destination"), "checkout.session": ("customer", "payment_intent", "status"), "customer": ("email",), "payment_method": (
           "customer", "type"), "setup_intent": ("customer", "payment_method"), "balance_transaction": ("type", "source", "currency"),
           "event": ("type",), "radar.early_fraud_warning": ("charge", "payment_intent"), "account": (), "topup": ("status",)}
COMPARE = {"gt": lambda a, b: a > b, "gte": lambda a, b: a >= b, "lt": lambda a, b: a < b, "lte": lambda a, b: a <= b,
           "equals": lambda a, b: a == b}


def list_objects(world, call, kind, owner="own"):
    """A page of a kind, newest first, as Stripe pages: limit, starting_after, ending_before, created, and the kind's own filters."""
    params = call.params
    limit = params.get("limit", 10)
    if not 1 <= limit <= 100:
        raise invalid(f"Invalid limit: must be between 1 and 100, but you provided {limit}", param="limit")
    if "starting_after" in params and "ending_before" in params:
        raise invalid("You may specify only one of these parameters: starting_after, ending_before.")
    after = cursor(world, params, "starting_after", kind)
    before = cursor(world, params, "ending_before", kind)
    exact = {name: params[name] for name in FILTERS[kind] if name in params and "*" not in params[name]}
    found = world.store.find(kind, call.owner if owner == "own" else None, after, before, **exact)
    found = [obj for obj in found if not obj.get("deleted") and matches(obj, params)]
    page = found[:limit]
    if before is not None:
        page.reverse()
    return {"object": "list", "data": page, "has_more": len(found) > limit, "url": call.path}


def cursor(world, params, name, kind):
    if name not in params:
        return None
    found = world.store.sequence(params[name], kind)
    if found is None:
        raise no_such(kind, params[name], name, 400)
    return found


def matches(obj, params):
    for word, value in params.get("created", {}).items():
        if not COMPARE[word](obj["created"], value):
            return False
    kinds = params.get("types")
    if kinds and obj["type"] not in kinds:
        return False
    if "*" in params.get("type", "") and not fnmatch.fnmatchcase(obj["type"], params["type"]):
        return False
    if "delivery_success" in params and (obj["pending_webhooks"] == 0) != params["delivery_success"]:
        return False
    return True


CLAUSE = re.compile(r"""^\s*-?(\w+)(?:\[["'](.+?)["']\])?\s*(:|>=|<=|>|<)\s*["']?(.*?)["']?\s*$""")


def search_intents(world, call):
    """metadata["a"]:"b" AND status:"succeeded" AND created>1. Not sure to know what was made a moment ago, as Stripe warns."""
    query = call.params["query"]
    clauses = []
    for part in re.split(r"\s+AND\s+", query):
        found = CLAUSE.match(part)
        if not found or found.group(1) not in ("metadata", "status", "created", "customer", "amount", "currency"):
            raise invalid(f"We were unable to parse your search query: {query}", param="query")
        clauses.append(found.groups())
    lag = world.store.setting("search_lag_seconds", 0)
    found = [intent for intent in world.store.find("payment_intent", call.owner)
             if intent["created"] <= world.now() - lag and all(holds(intent, clause) for clause in clauses)]
    return {"object": "search_result", "data": found[:call.params.get("limit", 10)], "has_more": False, "next_page": None, "url": call.path}


def holds(intent, clause):
    name, key, sign, value = clause
    have = intent["metadata"].get(key) if name == "metadata" else intent[name]
    if sign == ":":
        return str(have) == value
    word = {">": "gt", ">=": "gte", "<": "lt", "<=": "lte"}[sign]
    return COMPARE[word](have, int(value))


def balance_history(world, call):
    """Balance transactions; payout=po_x gives those that the payout itself books."""
    if "payout" in call.params:
        call.params["source"] = call.params.pop("payout")
    return list_objects(world, call, "balance_transaction")


def expand(world, answer, paths):
    """Puts objects in place of ids. Raises a 400 for a path that isn't there."""
    answer = json.loads(json.dumps(public(answer)))
    for path in paths:
        if path.count(".") > 3:
            raise invalid(f"You cannot expand more than 4 levels of a property. Property: {path}", param="expand")
        fill(world, answer, path.split("."), path)
    return answer


def fill(world, node, parts, path):
    if isinstance(node, list):
        for entry in node:
            fill(world, entry, parts, path)
        return
    name = parts[0]
    if not isinstance(node, dict) or name not in node:
        if isinstance(node, dict) and node.get("object") == "charge" and name in ("refunds",):
            node[name] = public({"object": "list", "data": world.store.find("refund", charge=node["id"]), "has_more": False,
                                 "url": f"/v1/charges/{node['id']}/refunds"})
            return
        raise invalid(f"This property cannot be expanded ({path}).", param="expand")
    value = node[name]
    if isinstance(value, str):
        found = world.store.get(value)
        if not any(value.startswith(prefix) for prefix in PREFIXES):
            raise invalid(f"This property cannot be expanded ({path}).", param="expand")
        node[name] = public(found) if found else value
    if len(parts) > 1 and node[name] is not None:
        fill(world, node[name], parts[1:], path)
