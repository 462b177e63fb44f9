# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The look of the pages: strings of HTML, everything from outside escaped."""
import html

STYLE = """
*{box-sizing:border-box}body{margin:0;font:15px/1.45 system-ui,"DejaVu Sans",sans-serif;color:#1a1f36;background:#f6f8fa}
.test{position:fixed;top:0;left:0;right:0;text-align:center;font-size:12px;font-weight:600;color:#7a4b00;background:#ffde92;padding:3px}
.columns{display:flex;min-height:100vh;flex-wrap:wrap}.columns>*{flex:1 1 420px;padding:72px 48px;display:flex;justify-content:center}
.side{background:#1f2a44;color:#e6eaf2}.inner{width:100%;max-width:400px}.total{font-size:34px;font-weight:600;margin:4px 0 20px}
.line{display:flex;justify-content:space-between;padding:10px 0;border-top:1px solid #3a4766}.muted{color:#697386;font-size:13px}
.side .muted{color:#aab4cb}.side a{color:#aab4cb}label{display:block;font-size:13px;font-weight:600;margin:14px 0 4px}
input[type=text],input[type=email]{width:100%;font:inherit;padding:10px 12px;border:1px solid #c9d0da;border-radius:6px;background:#fff}
input:focus{outline:2px solid #6f7bf7;border-color:#6f7bf7}.pair{display:flex;gap:12px}.pair>*{flex:1}
button{width:100%;font:inherit;font-weight:600;padding:12px;margin-top:18px;border:0;border-radius:6px;background:#5058e5;color:#fff;cursor:pointer}
button.plain{background:#fff;color:#1a1f36;border:1px solid #c9d0da;margin-top:10px}button.bad{background:#fff;color:#b3093c;border:1px solid #e3a3b4}
.error{background:#fdecef;color:#a3082f;border:1px solid #f3b8c5;border-radius:6px;padding:10px 12px;margin:0 0 12px}
.card{background:#fff;border-radius:10px;box-shadow:0 2px 12px rgba(30,42,68,.14);padding:32px;max-width:460px;margin:64px auto}
h1{font-size:21px;margin:0 0 8px}.or{display:flex;align-items:center;color:#697386;font-size:13px;margin:20px 0 4px;gap:10px}
.or:before,.or:after{content:"";flex:1;border-top:1px solid #d5dbe3}.check{display:flex;gap:8px;align-items:center;font-weight:400}
dl{display:grid;grid-template-columns:auto 1fr;gap:4px 16px}dd{margin:0;text-align:right;font-weight:600}dt{color:#697386}
"""
WALLETS = {"alipay": "Alipay", "wechat_pay": "WeChat Pay", "crypto": "Pay with crypto", "us_bank_account": "US bank account (takes days)"}
SIGNS = {"usd": "$", "eur": "€", "gbp": "£", "cny": "CN¥", "hkd": "HK$", "jpy": "¥"}


def money(amount, currency):
    if currency == "jpy":
        return f"¥{amount:,}"
    return f"{SIGNS.get(currency, currency.upper() + ' ')}{amount // 100:,}.{amount % 100:02d}"


def document(title, content):
    return (f"<!doctype html><html lang='en'><head><meta charset='utf-8'><title>{html.escape(title)}</title>"
            f"<meta name='viewport' content='width=device-width,initial-scale=1'><link rel='icon' href='data:,'><style>{STYLE}</style></head>"
            f"<body><div class='test'>TEST MODE: fake Stripe, no money moves</div>{content}</body></html>")


def notice(title, text, more=""):
    return f"<main class='card'><h1 id='title'>{html.escape(title)}</h1><p id='text'>{html.escape(text)}</p>{more}</main>"


def link(identifier, url, text):
    return f"<a id='{identifier}' href='{html.escape(url, quote=True)}'>{html.escape(text)}</a>"


def error(message):
    return f"<div class='error' id='error' role='alert'>{html.escape(message)}</div>" if message else ""


def field(name, label, value="", kind="text", hint="", more=""):
    return (f"<div><label for='{name}'>{html.escape(label)}</label><input type='{kind}' id='{name}' name='{name}' "
            f"value='{html.escape(value, quote=True)}' placeholder='{html.escape(hint, quote=True)}' autocomplete='off' {more}></div>")


def checkout(session, message, form):
    return f"<div class='columns'>{summary(session)}<div><div class='inner'>{payment_form(session, message, form)}</div></div></div>"


def summary(session):
    lines = "".join(f"<div class='line'><span>{html.escape(item['description'])}<br><span class='muted'>Qty {item['quantity']}</span></span>"
                    f"<span>{money(item['amount_total'], item['currency'])}</span></div>" for item in session["_items"])
    setup = session["mode"] == "setup"
    total = "Save a card" if setup else money(session["amount_total"], session["currency"])
    cancel = f"<p>{link('cancel', session['cancel_url'], '← Cancel and go back')}</p>" if session["cancel_url"] else ""
    words = "for later payments" if setup else f"Pay {html.escape(name_of(session))}"
    return (f"<div class='side'><div class='inner'>{cancel}<div class='muted'>{words}</div><div class='total' id='total'>{total}</div>"
            f"{lines}</div></div>")


def name_of(session):
    return session["_items"][0]["description"] if len(session["_items"]) == 1 else f"for {len(session['_items'])} things"


def payment_form(session, message, form):
    setup, kinds = session["mode"] == "setup", session["payment_method_types"]
    email = form.get("email") or session["customer_email"] or session.get("_email") or ""
    words = "Save card" if setup else f"Pay {money(session['amount_total'], session['currency'])}"
    fields = [f"<form method='post' action='/c/pay/{session['id']}'>{error(message)}",
              field("email", "E-mail", email, "email", "you@example.com", "readonly" if session["customer_email"] else "")]
    if "card" in kinds:
        fields += ["<div class='or'>Card</div>", field("number", "Card number", form.get("number", ""), hint="4242 4242 4242 4242"),
                   "<div class='pair'>", field("expiry", "Expiry", form.get("expiry", ""), hint="MM / YY"),
                   field("cvc", "CVC", "", hint="123"), "</div>", field("name", "Name on card", form.get("name", "")),
                   f"<button id='pay' name='method' value='card'>{words}</button>"]
    wallets = [kind for kind in kinds if kind in WALLETS]
    if wallets:
        fields.append(f"<div class='or'>{'or' if 'card' in kinds else 'Pay with'}</div>")
    fields += [f"<button class='plain' id='{kind}' name='method' value='{kind}'>{WALLETS[kind]}</button>" for kind in wallets]
    return "".join(fields) + "</form>"


def action(intent, method):
    wallet = {**WALLETS, "crypto": "Crypto wallet"}.get(method["type"])
    title = f"{wallet} test payment page" if wallet else "3D Secure 2 test page"
    amount = f"<dt>Amount</dt><dd>{money(intent['amount'], intent['currency'])}</dd>" if "amount" in intent else ""
    card = f"<dt>Card</dt><dd>•••• {method['card']['last4']}</dd>" if method["type"] == "card" else ""
    words = ("Authorize test payment", "Fail test payment") if wallet else ("Complete authentication", "Fail authentication")
    return (f"<main class='card'><h1 id='title'>{title}</h1><p>{wallet or 'Your bank'} would ask you here whether it is you.</p><dl>{amount}{card}</dl>"
            f"<form method='post' action='/3ds/{intent['id']}'><button id='approve' name='outcome' value='approve'>{words[0]}</button>"
            f"<button id='fail' class='bad' name='outcome' value='fail'>{words[1]}</button></form></main>")


def onboarding(account, message, form):
    checked = "checked" if form.get("terms") else ""
    return (f"<main class='card'><h1 id='title'>Get paid</h1><p class='muted'>Account {account['id']}. Tell who you are and where your "
            f"earnings go. Test numbers: 000123456789 works, 000111111116 fails.</p><form method='post'>{error(message)}"
            + field("name", "Name", form.get("name", ""), hint="Jenny Rosen")
            + field("email", "E-mail", form.get("email") or account["email"] or "", "email")
            + field("routing", "Routing number", form.get("routing", "110000000"))
            + field("bank", "Account number", form.get("bank", ""), hint="000123456789")
            + f"<label class='check'><input type='checkbox' id='terms' name='terms' value='yes' {checked}> I accept the terms of service</label>"
            "<button id='submit' name='what' value='submit'>Agree and submit</button>"
            "<button id='later' class='plain' name='what' value='later'>Save for later</button></form></main>")
