# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Stripe's errors: {"error": {type, code, message, param}} and the status that goes with each."""


class StripeError(Exception):
    """What a route answers instead of an object. `commit`: what it wrote stays (a declined charge is a fact)."""

    def __init__(self, status, kind, message, code=None, param=None, commit=False, **more):
        super().__init__(message)
        self.status = status
        self.commit = commit
        fields = {"code": code, "message": message, "param": param, "type": kind, **more}
        self.error = {name: value for name, value in fields.items() if value is not None}
        if code:
            self.error["doc_url"] = "https://stripe.com/docs/error-codes/" + code.replace("_", "-")

    def body(self, request_id=None):
        log = {"request_log_url": f"https://dashboard.stripe.com/test/logs/{request_id}"} if request_id else {}
        return {"error": {**self.error, **log}}


def invalid(message, code=None, param=None, status=400, **more):
    return StripeError(status, "invalid_request_error", message, code, param, **more)


def missing_param(name):
    return invalid(f"Missing required param: {name}.", "parameter_missing", name)


def unknown_param(name):
    return invalid(f"Received unknown parameter: {name}", "parameter_unknown", name)


def no_such(kind, identifier, param="id", status=404):
    return invalid(f"No such {kind}: '{identifier}'", "resource_missing", param, status)


def unauthorized(message):
    return invalid(message, status=401)


def key_in_use(key):
    return StripeError(409, "idempotency_error", "There is currently another in-progress request using this Idempotent Key "
                       f"(that probably means you submitted twice, and the other request is still going through): {key}. "
                       "Please try again later.", "idempotency_key_in_use")


def key_reused(key):
    return StripeError(400, "idempotency_error", "Keys for idempotent requests can only be used with the same parameters they "
                       f"were first used with. Try using a key other than '{key}' if you meant to execute a different request.")


def injected(status, code=None, message=None):
    """The answer of a fault of that status."""
    known = {
        400: ("invalid_request_error", code, "The request was refused."),
        402: ("card_error", code or "card_declined", "Your card was declined."),
        409: ("invalid_request_error", code or "lock_timeout", "This object cannot be accessed right now because another API "
              "request or Stripe process is currently accessing it. If you see this error intermittently, retry the request."),
        429: ("invalid_request_error", code or "rate_limit", "Request rate limit exceeded. Learn more about rate limits here "
              "https://stripe.com/docs/rate-limits."),
    }
    kind, code, text = known.get(status, ("api_error", code, "An unknown error occurred"))
    more = {"decline_code": "generic_decline"} if status == 402 else {}
    return StripeError(status, kind, message or text, code, **more)
