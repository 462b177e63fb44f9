# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Connected accounts: made by the platform, completed by their owner on the onboarding page."""
from errors import invalid
from params import merged_metadata, need
from templates import empty_list, make, public
from world import PLATFORM

LINK_SECONDS = 300
NEEDED = ["business_type", "external_account", "individual.dob.day", "individual.email", "individual.first_name", "individual.last_name",
          "tos_acceptance.date", "tos_acceptance.ip"]
COUNTRIES = ("US", "GB", "DE", "FR", "IE", "NL", "ES", "IT", "AT", "CA", "AU", "JP", "SG", "HK", "CH", "SE", "PL")
# Account numbers whose payouts fail. Source: https://docs.stripe.com/connect/testing#account-numbers
FAILING_BANKS = {"000111111116": "no_account", "000111111113": "account_closed", "000333333335": "debit_not_authorized",
                 "000444444440": "invalid_currency"}


def requirements(due, reason=None):
    return {"alternatives": [], "current_deadline": None, "currently_due": list(due), "disabled_reason": reason, "errors": [],
            "eventually_due": list(due), "past_due": list(due), "pending_verification": []}


def settings():
    return {"branding": {"icon": None, "logo": None, "primary_color": None, "secondary_color": None},
            "card_payments": {"decline_on": {"avs_failure": False, "cvc_failure": False}, "statement_descriptor_prefix": None},
            "dashboard": {"display_name": None, "timezone": "Etc/UTC"}, "payments": {"statement_descriptor": None},
            "payouts": {"debit_negative_balances": True, "schedule": {"delay_days": 2, "interval": "daily"}, "statement_descriptor": None}}


def create(world, call):
    params = call.params
    country = params.get("country", "US")
    if country not in COUNTRIES:
        raise invalid(f"Country '{country}' is unknown. Try using a 2-character alphanumeric country code instead, such as 'US', 'EG', or "
                      "'GB'.", "country_code_invalid", "country")
    if "type" in params and "controller" in params:
        raise invalid("You may not specify both `type` and `controller`.")
    wanted = {name: "inactive" for name, value in params.get("capabilities", {}).items() if value.get("requested")}
    if params.get("type") == "express" and not wanted:
        raise invalid("Accounts with the recipient service agreement or of type express must request at least one capability.",
                      param="capabilities")
    kind = params.get("type", "none" if "controller" in params else "standard")
    account = make("account", id=world.new_id("acct_1", 16), type=kind, country=country, created=world.now(), capabilities=wanted,
                   email=params.get("email"), metadata=merged_metadata({}, params.get("metadata")), charges_enabled=False,
                   details_submitted=False, payouts_enabled=False, default_currency=params.get("default_currency", "usd"),
                   business_type=params.get("business_type"), requirements=requirements(NEEDED, "requirements.past_due"),
                   future_requirements=requirements([]), settings=settings(), controller=controller(kind, params.get("controller", {})),
                   business_profile={"mcc": None, "name": None, "product_description": None, "support_address": None,
                                     "support_email": None, "support_phone": None, "support_url": None, "url": None,
                                     **params.get("business_profile", {})},
                   tos_acceptance={"date": None, "ip": None, "user_agent": None}, _platform=call.owner)
    account["external_accounts"] = empty_list(f"/v1/accounts/{account['id']}/external_accounts")
    schedule = params.get("settings", {}).get("payouts", {}).get("schedule", {})
    account["settings"]["payouts"]["schedule"].update(schedule)
    return world.store.put(account, account["id"])


def controller(kind, given):
    express = kind == "express"
    dashboard = given.get("stripe_dashboard", {}).get("type", "express" if express else "full")
    return {"type": "application", "is_controller": True, "requirement_collection": given.get("requirement_collection", "stripe"),
            "fees": {"payer": given.get("fees", {}).get("payer", "application_express" if express else "account")},
            "losses": {"payments": given.get("losses", {}).get("payments", "application" if express else "stripe")},
            "stripe_dashboard": {"type": dashboard}}


def own(world, call, identifier, param="account", status=None):
    """An account of this platform; Stripe tells nobody whether another's exists."""
    found = world.store.get(identifier, "account")
    if not found or found.get("deleted") or found["_platform"] != PLATFORM:
        raise invalid(f"The provided key 'sk_test_********' does not have access to account '{identifier}' (or that account does not "
                      "exist). Application access may have been revoked.", "account_invalid", param, status or 403)
    return found


def retrieve(world, call):
    return own(world, call, call.args[0])


def retrieve_own(world, call):
    if call.owner != PLATFORM:
        return own(world, call, call.owner)
    return {**make("account", id=PLATFORM, type="standard", charges_enabled=True, payouts_enabled=True, details_submitted=True,
                   country="US", default_currency="usd", metadata={}, capabilities={"card_payments": "active", "transfers": "active"}),
            "created": world.store.setting("started", 0)}


def update(world, call):
    account = own(world, call, call.args[0])
    previous = public(account)
    params = call.params
    account["metadata"] = merged_metadata(account["metadata"], params.get("metadata"))
    account.update({name: params[name] for name in ("email", "business_type", "default_currency") if name in params})
    account["settings"]["payouts"]["schedule"].update(params.get("settings", {}).get("payouts", {}).get("schedule", {}))
    for name, value in params.get("capabilities", {}).items():
        if value.get("requested"):
            account["capabilities"].setdefault(name, "active" if account["payouts_enabled"] else "inactive")
        else:
            account["capabilities"].pop(name, None)
    return changed(world, account, previous)


def changed(world, account, previous):
    world.store.put(account)
    world.emit("account.updated", account, account["id"],
               {name: previous.get(name) for name in previous if previous[name] != account.get(name)})
    return account


def delete(world, call):
    account = own(world, call, call.args[0])
    rows = world.store.rows("SELECT 1 FROM balance WHERE name LIKE ? AND amount<>0", account["id"] + ":%")
    if rows:
        raise invalid("This account can't be deleted because it has a balance.")
    world.emit("account.application.deauthorized", {"id": "ca_fake", "object": "application", "name": "Weft"}, account["id"])
    return world.store.put({"id": account["id"], "object": "account", "deleted": True}, account["id"])


def create_link(world, call):
    params = call.params
    need(params, "account", "type")
    account = own(world, call, params["account"], status=400)
    if params["type"] == "account_update" and account["type"] == "express":
        raise invalid("You cannot create `account_update` type Account Links for this account.", param="type")
    need(params, "refresh_url", "return_url")
    name = world.new_id("", 16)
    link = {"id": f"alink_{name}", "object": "account_link", "created": world.now(), "expires_at": world.now() + LINK_SECONDS,
            "url": f"{world.base}/setup/e/{account['id']}/{name}", "_account": account["id"], "_return": params["return_url"],
            "_refresh": params["refresh_url"], "_visited": False}
    world.store.put(link, call.owner)
    return {name: value for name, value in link.items() if name != "id"}


def login_link(world, call):
    account = own(world, call, call.args[0])
    if not account["details_submitted"]:
        raise invalid("Cannot create a login link for an account that has not completed onboarding.")
    return make("login_link", created=world.now(), url=f"{world.base}/express/{account['id']}")


def onboard(world, account, name, bank, routing="110000000"):
    """What the page's form does once it is sent: all is known, and the account may be paid."""
    previous = public(account)
    first, _, last = name.partition(" ")
    bank_account = make("bank_account", id=world.new_id("ba_1"), last4=bank[-4:], routing_number=routing, country=account["country"],
                        currency=account["default_currency"], bank_name="STRIPE TEST BANK", account_holder_name=name, metadata={},
                        account_holder_type="individual", status="new", fingerprint=world.new_id("", 16))
    bank_account.update(account=account["id"], available_payout_methods=["standard"], default_for_currency=True)
    world.store.put({**bank_account, "_number": bank}, account["id"])
    account["external_accounts"]["data"] = [bank_account]
    account.update(details_submitted=True, payouts_enabled=True, charges_enabled="card_payments" in account["capabilities"],
                   business_type=account["business_type"] or "individual", requirements=requirements([]),
                   capabilities={name: "active" for name in account["capabilities"]},
                   tos_acceptance={"date": world.now(), "ip": None, "user_agent": None},
                   individual={"id": world.new_id("person_1"), "object": "person", "first_name": first, "last_name": last})
    world.emit("account.external_account.created", bank_account, account["id"])
    changed(world, account, previous)
    for name in account["capabilities"]:
        world.emit("capability.updated", capability(account, name), account["id"], {"status": "inactive"})
    return account


def capability(account, name):
    return {"id": name, "object": "capability", "account": account["id"], "requested": True, "requested_at": account["created"],
            "status": account["capabilities"][name], "requirements": account["requirements"]}


def restrict(world, account, due=("individual.verification.document",)):
    """Stripe wants to know more: no payouts until then."""
    previous = public(account)
    account.update(payouts_enabled=False, requirements=requirements(due, "requirements.past_due"))
    return changed(world, account, previous)
