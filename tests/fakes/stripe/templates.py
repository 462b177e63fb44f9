# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""New objects, from the examples in data/objects.json."""
import copy
import json
import pathlib

EXAMPLES = json.loads((pathlib.Path(__file__).resolve().parent / "data" / "objects.json").read_text(encoding="utf-8"))
FREE = {"reversals", "refunds", "external_accounts", "data"}


def make(kind, **fields):
    """An object of `kind` as Stripe shows one, with `fields` in place of the example's. A name that it lacks is a bug here."""
    obj = copy.deepcopy(EXAMPLES[kind])
    unknown = [name for name in fields if name not in obj and not name.startswith("_") and name not in FREE]
    if unknown:
        raise KeyError(f"{kind} has no {', '.join(unknown)}")
    obj.update(fields)
    return obj


def empty_list(url):
    return {"object": "list", "data": [], "has_more": False, "url": url}


def public(obj):
    """Without what the fake notes for itself: names that start with an underscore."""
    if isinstance(obj, dict):
        return {name: public(value) for name, value in obj.items() if not name.startswith("_")}
    if isinstance(obj, list):
        return [public(value) for value in obj]
    return obj
