# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What every route is given: the store, the clock, who asks, and how to say that something happened."""
import dataclasses

import webhooks
from errors import invalid, no_such
from templates import make, public

API_VERSION = "2026-10-28.endive"
PLATFORM = "acct_1WeftPlatformFake"


@dataclasses.dataclass
class Call:
    """One request to the API. `owner` is the account that it acts for: Stripe-Account, or the platform."""
    method: str = "POST"
    path: str = ""
    args: tuple = ()
    params: dict = dataclasses.field(default_factory=dict)
    owner: str = PLATFORM
    version: str = API_VERSION
    request_id: str = ""
    key: str | None = None


class World:
    """The fake as one thing. `base` is its own address without a slash at the end."""

    def __init__(self, store, base="", api_version=API_VERSION):
        self.store = store
        self.base = base
        self.api_version = api_version
        self.call = Call()

    def now(self):
        return self.store.now()

    def new_id(self, prefix, length=24):
        return self.store.new_id(prefix, length)

    def get(self, identifier, kind, call=None, param="id", status=404, word=None):
        """The object, or Stripe's "No such ..."."""
        found = self.store.get(identifier, kind, call.owner if call else None)
        if not found or found.get("deleted"):
            raise no_such(word or kind.split(".")[-1], identifier, param, status)
        return found

    def emit(self, kind, obj, owner=PLATFORM, previous=None):
        """An event with the object as it is now, and a delivery for each endpoint that listens."""
        data = {"object": public(obj)}
        if previous is not None:
            data["previous_attributes"] = previous
        event = make("event", id=self.new_id("evt_1"), type=kind, created=self.now(), data=data, api_version=self.api_version,
                     request={"id": self.call.request_id or None, "idempotency_key": self.call.key})
        if owner != PLATFORM:
            event["account"] = owner
        self.store.put(event, owner)
        event["pending_webhooks"] = webhooks.enqueue(self, event)
        self.store.put(event)
        return event


def positive(amount, param="amount"):
    if amount < 1:
        raise invalid("This value must be greater than or equal to 1.", "parameter_invalid_integer", param)
    return amount


def known_currency(params, param="currency"):
    currency = params.get("currency", "usd").lower()
    if currency not in ("usd", "eur", "gbp", "cny", "hkd", "jpy", "sgd", "aud", "cad", "chf"):
        raise invalid(f"Invalid currency: {currency}. Stripe currently supports these currencies: usd, eur, gbp, cny, hkd, jpy, sgd, "
                      "aud, cad, chf", param=param)
    return currency


def enough(amount, currency):
    """Stripe takes no charge below half a dollar."""
    if amount < 50 and currency != "jpy":
        raise invalid(f"Amount must be at least $0.50 {currency}", "amount_too_small", "amount")
    if amount > 99999999:
        raise invalid(f"Amount must be no more than $999,999.99 {currency}", "amount_too_large", "amount")
    return amount
