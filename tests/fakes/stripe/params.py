# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a request may say: names, types and choices as Stripe's own package lists them (data/params.json)."""
import json
import pathlib
import re

from errors import invalid, missing_param, unknown_param

ROUTES = json.loads((pathlib.Path(__file__).resolve().parent / "data" / "params.json").read_text(encoding="utf-8"))
LIST_ROUTE = {"limit": "i", "starting_after": "s", "ending_before": "s", "expand": {"[]": "s"}, "created": {"*": "i"}}
ONLY_EXPAND = {"expand": {"[]": "s"}}
# Since 2026-09-30 a caller names what it allows; before, the types.
# Source: https://docs.stripe.com/changelog/endive/2026-09-30/remove-payment-method-types-checkout-sessions
ENDIVE = "2026-09-30"
WITH_TYPES = ("POST checkout/sessions", "POST payment_intents", "POST payment_intents/:id", "POST setup_intents",
              "POST payment_intents/:id/confirm")
INTEGER = re.compile(r"^-?\d+$")


def check(route, params, version):
    """The params with integers and booleans in place of their texts. Raises a 400 as Stripe words it."""
    shape = dict(ROUTES.get(route) or (LIST_ROUTE if route.startswith("GET") and not route.endswith(":id") else ONLY_EXPAND))
    if route.startswith("POST") and "metadata" in params and route not in ROUTES:
        shape["metadata"] = {"*": "s"}
    if route in WITH_TYPES:
        shape = for_version(shape, params, version)
    return checked_dict(shape, params, "")


def for_version(shape, params, version):
    if version >= ENDIVE:
        if "payment_method_types" in params:
            raise invalid("The payment_method_types parameter is no longer supported. Use dynamic payment methods, or "
                          "allowed_payment_method_types.", "payment_method_types_no_longer_supported", "payment_method_types")
        return shape
    shape.pop("allowed_payment_method_types", None)
    if "ui_mode" in shape:
        shape["ui_mode"] = [*shape["ui_mode"], "hosted", "embedded", "custom"]
    return {**shape, "payment_method_types": {"[]": "s"}}


def checked(shape, value, path):
    if shape == "any":
        return value
    if isinstance(shape, dict) and "[]" in shape:
        return checked_list(shape["[]"], value, path)
    if isinstance(shape, dict):
        return value if value == "" else checked_dict(shape, value, path)
    if isinstance(value, (dict, list)):
        raise invalid(f"Invalid string: {json.dumps(value)}", param=path)
    return checked_word(shape, value, path)


def checked_word(shape, value, path):
    if shape == "i" and value != "":
        if not INTEGER.match(value):
            raise invalid(f"Invalid integer: {value}", "parameter_invalid_integer", path)
        return int(value)
    if shape == "b":
        if value not in ("true", "false"):
            raise invalid(f"Invalid boolean: {value}", param=path)
        return value == "true"
    if isinstance(shape, list) and value != "" and value not in shape:
        raise invalid(f"Invalid {path}: must be one of {', '.join(shape[:-1])}, or {shape[-1]}", param=path)
    return value


def checked_list(shape, value, path):
    if value == "":
        return []
    if not isinstance(value, list):
        raise invalid("Invalid array", param=path)
    return [checked(shape, entry, f"{path}[{index}]") for index, entry in enumerate(value)]


def checked_dict(shape, value, path):
    if "*" in shape:
        return checked_free(shape["*"], value, path)
    if not isinstance(value, dict):
        raise invalid("Invalid object", param=path)
    names = {name.rstrip("!"): kind for name, kind in shape.items()}
    out = {}
    for name, entry in value.items():
        full = f"{path}[{name}]" if path else name
        if name not in names:
            raise unknown_param(full)
        if entry == "" and not isinstance(names[name], dict) and (name + "!" in shape or path == ""):
            raise invalid(f"You passed an empty string for '{full}'. We assume empty values are an attempt to unset a parameter; "
                          f"however '{full}' cannot be unset. You should remove '{full}' from your request or supply a "
                          "non-empty value.", "parameter_invalid_empty", full)
        out[name] = checked(names[name], entry, full)
    for name in shape:
        if name.endswith("!") and name[:-1] not in out:
            raise missing_param(f"{path}[{name[:-1]}]" if path else name[:-1])
    return out


def checked_free(shape, value, path):
    if path == "created" and isinstance(value, str):
        return {"equals": checked("i", value, path)}
    if value == "":
        return {}
    if not isinstance(value, dict):
        raise invalid("Invalid object", param=path)
    if path.endswith("metadata"):
        check_metadata(value, path)
    return {name: checked(shape, entry, f"{path}[{name}]") for name, entry in value.items()}


def check_metadata(value, path):
    if len(value) > 50:
        raise invalid("You can only specify up to 50 keys in metadata.", param=path)
    for name, entry in value.items():
        if len(name) > 40:
            raise invalid(f"Metadata keys can have up to 40 characters: {name}", param=path)
        if isinstance(entry, str) and len(entry) > 500:
            raise invalid(f"Metadata values can have up to 500 characters, but you passed in a value that is {len(entry)} "
                          f"characters. Invalid value: {entry[:20]}...", param=f"{path}[{name}]")


def need(params, *names):
    """The first of `names` that is missing is a 400."""
    for name in names:
        if name not in params:
            raise missing_param(name)


def merged_metadata(old, new):
    """An empty value unsets its key."""
    merged = {**(old or {}), **(new or {})}
    return {name: value for name, value in merged.items() if value != ""}
