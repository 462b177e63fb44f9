# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""For ledger_chaos.py --also: people who buy credits while the relay is killed, also between Stripe's commit and the relay's.

Each person is `weft wallet top-up`, which asks again when the relay is back; the page is paid at once at a fake Stripe that hangs up
on some of the relay's requests after it has carried them out, and sends some webhooks twice. In the end what Stripe took is in the
ledger once: `weft-relay admin reconcile`, and a count of our own.
"""
import pathlib
import re
import socket
import subprocess
import sys
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "fakes" / "stripe"))
import client  # noqa: E402

KEY = "sk_test_chaos"
SECRET = "whsec_chaos"
PERSONS = 3
TOP_UPS_PER_ACCOUNT = 8  # a new account may add so much a day
HANG_UPS = ("/v1/checkout/sessions", "/v1/customers")


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Buyers:
    """A Companion of ledger_chaos.py."""

    def start(self, folder, bin):
        self.folder, self.bin = folder, bin
        self.http = free_port()
        self.fake = client.Fake("--webhook", f"http://127.0.0.1:{self.http}/stripe/webhook", "--secret", SECRET, "--key", KEY)
        self.fake.post("webhooks", duplicate=2)
        (folder / "stripe.key").write_text(KEY, encoding="utf-8")
        self.url, self.ending, self.paid, self.threads, self.children = None, threading.Event(), 0, [], set()

    def stripe(self):
        return ["--stripe-key-file", self.folder / "stripe.key", "--stripe-url", self.fake.base]

    def relay_options(self):
        return ["--payments", "stripe", "--http-listen", f"127.0.0.1:{self.http}", "--stripe-webhook-secrets", SECRET, *self.stripe()]

    def before_kill(self, chance):
        """Time to buy something; and now and then Stripe carries a request out, and its answer is lost."""
        time.sleep(chance.random())
        if chance.random() < 0.5:
            self.fake.post("faults", kind="hang_up_after", path=chance.choice(HANG_UPS), method="POST", times=1)

    def relay_started(self, url):
        if not self.threads:
            self.url = url
            self.threads = [threading.Thread(target=self.person, args=(n,), daemon=True) for n in range(PERSONS)]
            for thread in self.threads:
                thread.start()

    def weft(self, home, *words, given=None):
        child = subprocess.Popen([self.bin / "weft", *words, "--relay", self.url, "--home", home], text=True, stdin=subprocess.PIPE,
                                 stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.children.add(child)
        if given:
            child.stdin.write(given)
        child.stdin.close()
        return child

    def person(self, number):
        done = TOP_UPS_PER_ACCOUNT
        account = 0
        while not self.ending.is_set():
            if done >= TOP_UPS_PER_ACCOUNT:
                account += 1
                home = self.folder / f"person{number}-{account}"
                child = self.weft(home, "account", "set-password", f"p{number}.{account}@example.org", "--password-stdin",
                                  given="canary horse battery\n" * 2)
                child.stdout.read()
                done = 0 if child.wait() == 0 else TOP_UPS_PER_ACCOUNT
                continue
            done += 1
            self.buy(home)

    def buy(self, home):
        child = self.weft(home, "wallet", "top-up", "500", "--no-browser")
        for line in child.stdout:
            page = re.search(r"/(cs_test_\w+)", line)
            if page:
                self.fake.post(f"sessions/{page.group(1)}/pay", card="4242424242424242")
        if child.wait() == 0:
            self.paid += 1

    def stop(self):
        self.ending.set()
        for thread in self.threads:
            thread.join(60)
        self.fake.wait_idle(60)

    def verify(self, books, command):
        wrong = []
        sessions = [one for one in self.fake.get("state?kind=checkout.session").get("checkout.session", []) if one["payment_status"] == "paid"]
        bought = [one for one in books["transfers"] if one["debit"] == "relay:stripe" and one["credit"].endswith(":credits")]
        if len(sessions) != len(bought) or self.paid > len(bought):
            wrong.append(f"Stripe was paid {len(sessions)} times, {self.paid} were told so, the ledger has {len(bought)} top ups")
        check = command("admin", "reconcile", *self.stripe())
        if check.returncode != 0:
            wrong.append(f"reconcile: {check.stdout}{check.stderr}")
        print(f"{len(sessions)} top ups paid, {self.paid} told", flush=True)
        return wrong

    def close(self):
        self.ending.set()
        for child in self.children:
            child.kill()
        self.fake.stop()


def companion():
    return Buyers()
