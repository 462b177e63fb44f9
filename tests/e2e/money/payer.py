# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person does in the browser that Weft opens, in a real headless Chromium.

usage: payer.py pay|decline|3ds|cancel|onboard URL [--picture FILE]     exit status 0 done, 1 not, 77 no browser here
"""
import argparse
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "fakes"))
import browser  # noqa: E402

# The first is paid at once into what can be paid out.
CARDS = {"pay": "4000000000000077", "decline": "4000000000000002", "3ds": "4000002500003155"}


def fill_card(page, number):
    for name, text in (("email", "jenny@example.com"), ("number", number), ("expiry", "12 / 34"), ("cvc", "123"),
                       ("name", "Jenny Rosen")):
        page.fill(name, text)


def act(page, what, url):
    page.open(url)
    if what == "cancel":
        page.click("cancel")
        page.wait_for_url("/pay/")
    elif what == "onboard":
        page.fill("name", "Ada Example")
        page.fill("bank", "000123456789")
        page.click("terms")
        page.click("submit")
        page.wait_for_url("/pay/")
    else:
        fill_card(page, CARDS[what])
        page.click("pay")
        if what == "decline":
            return page.wait_for_text("Your card was declined.")
        if what == "3ds":
            page.wait_for_url("/3ds/")
            page.click("approve")
        page.wait_for_url("/pay/")
    return page.wait_for_text("close this window")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=[*CARDS, "cancel", "onboard"])
    parser.add_argument("url")
    parser.add_argument("--picture")
    words = parser.parse_args()
    if browser.missing():
        print(f"SKIPPED: {browser.missing()}")
        return 77
    with browser.Browser() as page:
        act(page, words.what, words.url)
        if words.picture:
            page.screenshot(pathlib.Path(words.picture))
    return 0


if __name__ == "__main__":
    sys.exit(main())
