#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""ComfyUI's own page, in a headless Chromium, against `weft serve`: load a template, change a text, queue, see progress, a preview and
the picture, interrupt a long run, reload and see the history.

usage: frontend.py BIN [--pages FOLDER] [--shots FOLDER] [--url URL]
       --pages: where comfyui-frontend-package and comfyui-workflow-templates are installed (WEFT_FRONTEND); else pip fetches them
       --shots: a screenshot of each step     --url: what is looked at instead of a `weft serve` of this test's, such as a ComfyUI
WEFT_TINY_MODELS: a folder with checkpoints/tiny_sd15_taesd.safetensors
"""
import argparse
import contextlib
import os
import pathlib
import subprocess
import sys
import tempfile

from peers import PROGRAM, Weft, ask, skip, tiny_checkpoint

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "fakes"))
import browser  # noqa: E402

PACKAGES = ("comfyui-frontend-package==1.27.10", "comfyui-workflow-templates==0.1.95")  # those that ComfyUI 0.3.64 requires
CHECKPOINT = "v1-5-pruned-emaonly-fp16.safetensors"  # the one that the template names
TEXT = "a red fox in the snow"
SECONDS = 120  # for a run of a few steps, and for the page's first look at everything
SIDE, STEPS, ENDLESS = 64, 12, 5000
PREVIEW = 512  # pixels: as wide as ComfyUI sends them

# What the page hears and shows, written down from inside it.
WATCH = """
window.heard = [];
const api = window.comfyAPI.api.api;
for (const kind of ['status', 'execution_start', 'executing', 'progress_state', 'b_preview', 'executed', 'execution_success', 'execution_error',
                    'execution_interrupted'])
    api.addEventListener(kind, event => window.heard.push([kind, kind === 'progress_state' ? event.detail.nodes : null]));
window.titles = [];
new MutationObserver(() => window.titles.push(document.title)).observe(document.querySelector('title'), {childList: true});
"""
SET = """
for (const node of app.graph._nodes)
    for (const widget of node.widgets ?? [])
        if (widget.name in arguments[0]) widget.value = arguments[0][widget.name];
"""
HEARD = "return window.heard.filter(([kind]) => kind === arguments[0]).length"
PICTURES = "return app.graph._nodes.filter(n => n.type === arguments[0]).flatMap(n => (n.imgs ?? []).map(i => [i.src, i.naturalWidth]))"


class Wrong(Exception):
    """The page didn't show what it should."""


def expect(condition, message):
    if not condition:
        raise Wrong(message)


@contextlib.contextmanager
def pages(given):
    """The folder of the page's files."""
    if given:
        yield pathlib.Path(given)
        return
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", folder, *PACKAGES], capture_output=True, text=True,
                              check=False)
        if done.returncode:
            skip(f"{' and '.join(PACKAGES)} can't be had: {done.stderr.strip().splitlines()[-1] if done.stderr.strip() else 'pip failed'}")
        yield pathlib.Path(folder)


class Visit:
    """One person at the page."""

    def __init__(self, page, url, shots):
        self.page, self.url, self.shots = page, url, shots
        self.number = 0

    def shot(self, name):
        self.number += 1
        if self.shots:
            self.page.screenshot(self.shots / f"{self.number}-{name}.png")

    def wait(self, script, what, *arguments, seconds=SECONDS):
        return self.page.wait(lambda: self.page.script(script, *arguments), seconds, what)

    def heard(self, kind, least=1):
        return self.wait(HEARD + " >= arguments[1]", f"the message {kind}", kind, least)

    def queue(self):
        self.page.choose("[data-testid=queue-button] button")

    def load_template(self):
        self.page.open(self.url)
        self.wait("return !!window.app?.graph && !!document.querySelector('[aria-label=Templates]')", "the page")
        if not self.page.all("[data-testid=template-workflow-default]"):  # it opens by itself on a first visit, after a while
            with contextlib.suppress(browser.BrowserError):
                self.wait("return !!document.querySelector('[data-testid=template-workflow-default]')", "the templates", seconds=5)
        if not self.page.all("[data-testid=template-workflow-default]"):
            self.page.choose("[aria-label=Templates]")
        self.wait("return !!document.querySelector('[data-testid=template-workflow-default] img')?.naturalWidth", "the template's picture")
        self.shot("templates")
        self.page.choose("[data-testid=template-workflow-default]")
        self.wait("return app.graph._nodes.length === 7 && !document.querySelector('[data-testid=template-workflows-content]')", "the template's 7 nodes")
        lost = self.page.script("return app.graph._nodes.filter(n => n.has_errors || !LiteGraph.registered_node_types[n.type]).map(n => n.type)")
        expect(lost == [], f"nodes that the page doesn't know: {lost}")
        self.shot("loaded")
        print("a template: 7 nodes, all known")

    def change_text(self):
        boxes = self.page.script("return [...document.querySelectorAll('textarea.comfy-multiline-input')].map(box => box.value)")
        at = next(i for i, text in enumerate(boxes) if "bottle" in text)
        self.page.script("document.querySelectorAll('textarea.comfy-multiline-input')[arguments[0]].id = 'what-is-painted'", at)
        self.page.type_over("#what-is-painted", TEXT)
        texts = self.page.script("return app.graph._nodes.filter(n => n.type === 'CLIPTextEncode').map(n => n.widgets[0].value)")
        expect(TEXT in texts, f"the graph says {texts}")
        self.shot("text")
        print(f"a text: {texts}")

    def run(self):
        self.page.script(WATCH)
        self.page.script(SET, {"width": SIDE, "height": SIDE, "steps": STEPS, "seed": 5})
        self.queue()
        self.heard("b_preview")
        self.shot("preview")
        self.heard("execution_success")
        source, width = self.wait(PICTURES + ".find(([source, width]) => width > 0 && source.includes('/view?'))", "the picture in its node", "SaveImage")
        expect(width == SIDE and "type=output" in source, f"{source} is {width} wide")
        steps = self.page.script("return window.heard.flatMap(([kind, nodes]) => nodes ? Object.values(nodes).map(n => n.value) : [])")
        expect(STEPS in steps and len(set(steps)) > STEPS // 2, f"progress of {sorted(set(steps))}")
        titles = self.page.script("return window.titles")
        expect(any("KSampler" in title and "%" in title for title in titles), f"the page's title said {titles[-8:]}")
        self.shot("picture")
        print(f"a run: {len(set(steps))} different values of progress, {self.page.script(HEARD, 'b_preview')} previews, {source}")

    def interrupt(self):
        before = self.page.script(HEARD, "b_preview")
        self.page.script(SET, {"steps": ENDLESS})
        self.queue()
        self.heard("b_preview", before + 2)
        source, width = self.wait(PICTURES + ".find(([, width]) => width > 0)", "a preview in the sampler's node", "KSampler")
        expect(source.startswith("blob:") and width == PREVIEW, f"the sampler's node shows {source}, {width} wide")
        self.shot("long")
        self.page.choose("[aria-label='Cancel current run']")
        self.heard("execution_interrupted")
        self.wait("return !document.title.includes('%')", "the title of a page that waits")
        expect(ask(self.url, "/prompt")[1]["exec_info"]["queue_remaining"] == 0, "something is still in the queue")
        expect(self.page.script(HEARD, "execution_error") == 0, "the page heard of an error")
        self.shot("interrupted")
        print("an interrupt: the sampler showed a preview, then the page is idle again")

    def history(self):
        told = ask(self.url, "/history")[1]
        expect([entry["status"]["status_str"] for entry in told.values()] == ["success", "error"], f"/history says {[e['status'] for e in told.values()]}")
        self.page.reload()
        self.wait("return !!window.app?.graph && app.graph._nodes.length === 7", "the workflow after a reload")
        texts = self.page.script("return app.graph._nodes.filter(n => n.type === 'CLIPTextEncode').map(n => n.widgets[0].value)")
        expect(TEXT in texts, f"after the reload the graph says {texts}")
        self.page.choose(".queue-tab-button")
        shown = "return [...document.querySelectorAll('.task-item img')].filter(i => i.naturalWidth > 0 && i.src.includes('/view?')).map(i => i.src)"
        pictures = self.wait(shown + ".concat([]).length && " + shown.removeprefix("return "), "the picture in the history")
        tasks = self.page.script("return [...document.querySelectorAll('.task-item')].map(task => task.innerText.replace(/\\s+/g, ' ').trim())")
        expect(len(tasks) == 2, f"the history shows {tasks}")
        self.shot("history")
        print(f"a reload: the text is still there, {len(tasks)} tasks ({'; '.join(tasks)}), {pictures[0]}")

    def all(self):
        for step in (self.load_template, self.change_text, self.run, self.interrupt, self.history):
            try:
                step()
            except (Wrong, browser.BrowserError):
                self.shot(f"{step.__name__}-failed")
                raise


def visit(url, shots):
    with browser.Browser(1500, 950) as page:
        Visit(page, url, shots).all()
    print("5 passed, 0 failed")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("bin", type=pathlib.Path)
    parser.add_argument("--pages", default=os.environ.get("WEFT_FRONTEND"))
    parser.add_argument("--shots", type=pathlib.Path)
    parser.add_argument("--url")
    options = parser.parse_args()
    if browser.missing():
        skip(browser.missing())
    if options.shots:
        options.shots.mkdir(parents=True, exist_ok=True)
    if options.url:
        return visit(options.url, options.shots)
    if not tiny_checkpoint():
        skip("WEFT_TINY_MODELS has no tiny_sd15_taesd.safetensors")
    if not (options.bin / PROGRAM).exists():
        skip(f"{PROGRAM} isn't in {options.bin}")
    with pages(options.pages) as folder, tempfile.TemporaryDirectory() as base:
        weft = Weft(options.bin, pathlib.Path(base), options=("--frontend", folder))
        os.symlink(tiny_checkpoint(), weft.base / "models/checkpoints" / CHECKPOINT)
        with weft:
            visit(weft.url, options.shots)


if __name__ == "__main__":
    try:
        main()
    except (Wrong, browser.BrowserError) as why:
        sys.exit(str(why))
