# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Stripe's request bodies: a[b][c]=x and a[]=x become nested dicts and lists of strings."""
import re
import urllib.parse

from errors import invalid

KEY = re.compile(r"^([^\[\]]+)((?:\[[^\[\]]*\])*)$")
PART = re.compile(r"\[([^\[\]]*)\]")


def parse(text):
    """A form or query string -> nested dict. Raises a 400 on a key that isn't well formed or is used in two ways."""
    root = {}
    for key, value in urllib.parse.parse_qsl(text, keep_blank_values=True):
        found = KEY.match(key)
        if not found:
            raise invalid(f"Invalid parameter name: {key}", param=key)
        put(root, [found.group(1), *PART.findall(found.group(2))], value, key)
    return lists(root)


def put(node, parts, value, key):
    for index, part in enumerate(parts):
        if part == "":
            # a[]=1 appends; a[][b]=1&a[][c]=2 goes on with the last entry until a name comes again, as Rack reads it.
            part = next_slot(node, parts[index + 1:])
        if index == len(parts) - 1:
            node[part] = value
            return
        node = node.setdefault(part, {})
        if not isinstance(node, dict):
            raise invalid(f"Invalid object: {key}", param=key)


def next_slot(node, rest):
    last = node.get(str(len(node) - 1))
    if rest and isinstance(last, dict) and rest[0] not in last:
        return str(len(node) - 1)
    return str(len(node))


def lists(node):
    """A dict whose keys are 0, 1, 2... is a list."""
    if not isinstance(node, dict):
        return node
    if node and all(key.isdigit() for key in node):
        return [lists(node[key]) for key in sorted(node, key=int)]
    return {key: lists(value) for key, value in node.items()}
