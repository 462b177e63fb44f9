# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pages that a browser shows: plain forms, no script, stable ids."""
import html
import re
import urllib.parse

import accounts
import checkout
import html_parts as parts
import payments
import setups
from world import Call, PLATFORM


class NotFound(Exception):
    """No page is there."""


def serve(world, method, url, body):
    """-> (status, bytes, headers)"""
    given = dict(urllib.parse.parse_qsl(url.query))
    form = dict(urllib.parse.parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    try:
        for pattern, show, send in TABLE:
            found = re.fullmatch(pattern, url.path)
            if found and method in ("GET", "HEAD", "POST"):
                with world.store.transaction():
                    world.call = Call()
                    return (send if method == "POST" and send else show)(world, form if method == "POST" else given, *found.groups())
        raise NotFound()
    except NotFound:
        return page("Nothing here", parts.notice("Something went wrong", "The page you were looking for could not be found."), 404)


def page(title, content, status=200):
    return status, parts.document(title, content).encode(), {"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store"}


def redirect(url):
    return 303, b"", {"Location": url}


def thing(world, identifier, kind):
    found = world.store.get(identifier, kind)
    if not found:
        raise NotFound()
    return found


def with_query(url, **more):
    split = urllib.parse.urlsplit(url)
    query = urllib.parse.parse_qsl(split.query, keep_blank_values=True) + list(more.items())
    return urllib.parse.urlunsplit(split._replace(query=urllib.parse.urlencode(query)))


# Checkout.
def show_checkout(world, _, identifier, message=None, form=None):
    session = thing(world, identifier, "checkout.session")
    if session["status"] == "complete":
        return page("Paid", parts.notice("You're all done here", "This payment has already been completed."))
    if session["status"] != "open":
        return page("Expired", parts.notice("Your session has expired", "Go back to the shop and start again.", parts.link(
            "back", session["cancel_url"], "Go back") if session["cancel_url"] else ""))
    return page("Checkout", parts.checkout(session, message, form or {}))


def send_checkout(world, form, identifier):
    session = thing(world, identifier, "checkout.session")
    kind = form.get("method", "card")
    try:
        card = read_card(form) if kind == "card" else {"name": form.get("name") or None}
        email = form.get("email") or session["customer_email"]
        if not email or "@" not in email:
            raise checkout.PayerError("Enter your e-mail address.")
        _, url = checkout.submit(world, session, kind, email, card)
    except checkout.PayerError as problem:
        return show_checkout(world, {}, identifier, str(problem), form)
    return redirect(url)


def read_card(form):
    expiry = re.fullmatch(r"\s*(\d{1,2})\s*/?\s*(?:20)?(\d{2})\s*", form.get("expiry", ""))
    if not expiry:
        raise checkout.PayerError("Your card's expiration date is incomplete.")
    if not re.fullmatch(r"\d{3,4}", form.get("cvc", "")):
        raise checkout.PayerError("Your card's security code is incomplete.")
    return {"number": form.get("number", ""), "month": int(expiry.group(1)), "year": 2000 + int(expiry.group(2)),
            "name": form.get("name") or None}


def back_to_checkout(world, _, identifier):
    """From 3D Secure or a wallet: on to the shop, or back to the form with what went wrong."""
    session = thing(world, identifier, "checkout.session")
    intent = world.store.get(session["payment_intent"] or session["setup_intent"] or "")
    if intent and intent["status"] in ("succeeded", "processing"):
        return redirect(checkout.complete(world, identifier))
    error = intent and (intent.get("last_payment_error") or intent.get("last_setup_error"))
    return show_checkout(world, {}, identifier, error["message"] if error else None)


# 3D Secure, and the wallets' own pages.
def show_action(world, _, identifier):
    intent = world.store.get(identifier)
    if not intent or intent["object"] not in ("payment_intent", "setup_intent"):
        raise NotFound()
    if intent["status"] != "requires_action":
        return page("Authentication", parts.notice("Nothing to do", "This payment does not wait for you."))
    method = world.store.get(intent["payment_method"])
    return page("Authentication", parts.action(intent, method))


def send_action(world, form, identifier):
    intent = world.store.get(identifier)
    if not intent or intent["status"] != "requires_action":
        return show_action(world, form, identifier)
    target = (intent["next_action"].get("redirect_to_url") or {}).get("return_url")
    module = setups if intent["object"] == "setup_intent" else payments
    intent = module.finish_action(world, intent, form.get("outcome") == "approve")
    if not target:
        return page("Done", parts.notice("Done", "You can close this page."))
    name = intent["object"]
    status = "succeeded" if intent["status"] in ("succeeded", "processing") else "failed"
    return redirect(with_query(target, **{name: intent["id"], f"{name}_client_secret": intent["client_secret"],
                                          "redirect_status": status}))


# Onboarding.
def link_of(world, account, name):
    link = world.store.get(f"alink_{name}", "account_link")
    if not link or link["_account"] != account:
        raise NotFound()
    return link


def show_onboarding(world, _, account, name):
    """A link works once, and not for long; then its owner is sent to the refresh URL."""
    link = link_of(world, account, name)
    if link["_visited"] or link["expires_at"] < world.now():
        return redirect(link["_refresh"])
    link["_visited"] = True
    world.store.put(link)
    return page("Get paid", parts.onboarding(thing(world, account, "account"), None, {}))


def send_onboarding(world, form, account, name):
    link = link_of(world, account, name)
    if form.get("what") == "later":
        return redirect(link["_return"])
    bank, holder = re.sub(r"[\s-]", "", form.get("bank", "")), form.get("name", "").strip()
    message = None if re.fullmatch(r"\d{6,17}", bank) else "Enter a valid account number."
    message = message if holder else "Enter your name."
    message = message or (None if form.get("terms") else "You must accept the terms to go on.")
    if message:
        return page("Get paid", parts.onboarding(thing(world, account, "account"), message, form))
    accounts.onboard(world, thing(world, account, "account"), holder, bank)
    return redirect(link["_return"])


def show_dashboard(world, _, account):
    found = thing(world, account, "account")
    return page("Express dashboard", parts.notice("Express dashboard", f"Account {found['id']}: payouts are "
                                                  f"{'on' if found['payouts_enabled'] else 'off'}."))


def show_receipt(world, _, identifier):
    charge = thing(world, identifier, "charge")
    return page("Receipt", parts.notice("Receipt", f"{parts.money(charge['amount'], charge['currency'])}, charge {charge['id']}."))


def show_home(world, _):
    rows = "".join(f"<li>{html.escape(kind)}: {count}</li>" for kind, count in
                   world.store.rows("SELECT kind, count(*) FROM object GROUP BY kind ORDER BY kind"))
    return page("Fake Stripe", parts.notice("Fake Stripe", f"For tests only. Platform account: {PLATFORM}.", f"<ul>{rows}</ul>"))


TABLE = [
    (r"/", show_home, None), (r"/c/pay/(\w+)", show_checkout, send_checkout), (r"/c/back/(\w+)", back_to_checkout, None),
    (r"/3ds/(\w+)", show_action, send_action), (r"/setup/e/(\w+)/(\w+)", show_onboarding, send_onboarding),
    (r"/express/(\w+)", show_dashboard, None), (r"/receipts/(\w+)", show_receipt, None),
]
