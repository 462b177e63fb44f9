# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A headless Chromium for tests, spoken to by WebDriver (W3C) over urllib: Debian's packages chromium and chromium-driver.

    with Browser() as browser:
        browser.open(url)
        browser.fill("number", "4242 4242 4242 4242")
        browser.click("pay")
        browser.wait_for_url("success")
"""
import base64
import json
import pathlib
import re
import shutil
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # the name that WebDriver gives to an element's id
CONTROL = "\ue009"  # WebDriver's name of the key
START_SECONDS = 60
WAIT_SECONDS = 20


class BrowserError(Exception):
    """The driver said no, or what was waited for didn't come."""


def missing():
    """Why there can be no browser here, or None."""
    lacking = [name for name in ("chromium", "chromedriver") if not shutil.which(name)]
    return f"{' and '.join(lacking)} not installed (Debian: chromium, chromium-driver)" if lacking else None


class Browser:
    """One browser with a profile of its own, gone with `close`. Elements are named by their id attribute, or on pages that give them
    none by a CSS selector (`choose`, `type_over`, `count`)."""

    def __init__(self, width=1200, height=900):
        self.profile = tempfile.TemporaryDirectory(prefix="weft-browser-", ignore_cleanup_errors=True)
        self.log = open(pathlib.Path(self.profile.name) / "driver.log", "w+", encoding="utf-8")
        self.driver = subprocess.Popen(["chromedriver", "--port=0"], stdout=self.log, stderr=self.log)
        self.session = None
        try:
            self.base = f"http://127.0.0.1:{self.wait(self.driver_port, START_SECONDS, 'chromedriver to start')}"
            self.session = self.send("POST", "/session", {"capabilities": {"alwaysMatch": self.wishes(width, height)}})["sessionId"]
        except BaseException:
            self.close()
            raise

    def wishes(self, width, height):
        # A shared machine's root has no sandbox of Chromium's, and /dev/shm may be small; the pages are the tests' own.
        switches = ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--no-first-run",
                    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-proxy-server",
                    "--hide-scrollbars", f"--window-size={width},{height}", f"--user-data-dir={self.profile.name}/profile"]
        return {"browserName": "chrome", "goog:chromeOptions": {"args": switches, "binary": shutil.which("chromium")}}

    def driver_port(self):
        found = re.search(r"started successfully on port (\d+)", pathlib.Path(self.log.name).read_text(encoding="utf-8"))
        if not found and self.driver.poll() is not None:
            raise BrowserError("chromedriver ended: " + pathlib.Path(self.log.name).read_text(encoding="utf-8")[-500:])
        return found and found.group(1)

    def send(self, method, path, value=None):
        body = None if method != "POST" else json.dumps(value or {}).encode()
        request = urllib.request.Request(self.base + path, body, {"Content-Type": "application/json"}, method=method)
        try:
            # Without a proxy, whatever the environment says: the driver is on this machine.
            opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
            with opener.open(request, timeout=START_SECONDS) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as problem:
            raise BrowserError(json.load(problem)["value"]["message"].split("\n")[0]) from problem

    def command(self, method, path, value=None):
        return self.send(method, f"/session/{self.session}{path}", value)

    def wait(self, condition, seconds, what):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            value = condition()
            if value:
                return value
            time.sleep(0.03)
        raise BrowserError(f"{what}: not within {seconds} s" + (f"; at {self.url()}: {self.text()[:300]}" if self.session else ""))

    # What a person does.
    def open(self, url):
        self.command("POST", "/url", {"url": url})

    def find(self, identifier):
        return self.wait(lambda: self.look(identifier), WAIT_SECONDS, f"an element with the id {identifier}")

    def look(self, identifier):
        """The element's handle if it is there now."""
        return next(iter(self.all(f"[id={json.dumps(identifier)}]")), None)

    def all(self, selector):
        """The handles of what is there now."""
        return [found[ELEMENT] for found in self.command("POST", "/elements", {"using": "css selector", "value": selector})]

    def fill(self, identifier, text):
        """Types in place of what stands in the field."""
        handle = self.find(identifier)
        self.command("POST", f"/element/{handle}/clear")
        self.command("POST", f"/element/{handle}/value", {"text": text})

    def click(self, identifier):
        self.command("POST", f"/element/{self.find(identifier)}/click")

    def choose(self, selector, seconds=WAIT_SECONDS):
        """Clicks the first element of a CSS selector, once it is there and nothing lies over it."""
        def clicked():
            try:
                return [self.command("POST", f"/element/{handle}/click") for handle in self.all(selector)[:1]]
            except BrowserError:  # it moves, or something is over it
                return []
        self.wait(clicked, seconds, f"something to click at {selector}")

    def type_over(self, selector, text):
        """Types in place of what stands in the first field of a CSS selector, key by key."""
        self.choose(selector)
        control = {"type": "key", "id": "keys", "actions": [{"type": kind, "value": key} for kind, key in
                                                            (("keyDown", CONTROL), ("keyDown", "a"), ("keyUp", "a"), ("keyUp", CONTROL))]}
        self.command("POST", "/actions", {"actions": [control]})
        self.command("POST", f"/element/{self.all(selector)[0]}/value", {"text": text})

    def reload(self):
        self.command("POST", "/refresh")

    def script(self, body, *arguments):
        """What the page's JavaScript returns."""
        return self.command("POST", "/execute/sync", {"script": body, "args": list(arguments)})

    # What a person sees.
    def url(self):
        return self.command("GET", "/url")

    def text(self, identifier=None):
        handle = self.find(identifier) if identifier else self.command("POST", "/element", {"using": "css selector", "value": "body"})[ELEMENT]
        return self.command("GET", f"/element/{handle}/text")

    def wait_for_url(self, part, seconds=WAIT_SECONDS):
        return self.wait(lambda: part in self.url() and self.url(), seconds, f"an address with {part}")

    def wait_for_text(self, text, seconds=WAIT_SECONDS):
        self.wait(lambda: text in self.text_or_nothing(), seconds, f"the text {text!r}")

    def text_or_nothing(self):
        try:
            return self.text()
        except BrowserError:  # the page changed while it was read
            return ""

    def screenshot(self, path):
        """Writes a PNG of what is in view."""
        pathlib.Path(path).write_bytes(base64.b64decode(self.command("GET", "/screenshot")))

    def close(self):
        if self.session:
            try:
                self.send("DELETE", f"/session/{self.session}")
            except (BrowserError, OSError):
                pass
            self.session = None
        self.driver.terminate()
        self.driver.wait(10)
        self.log.close()
        self.profile.cleanup()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
