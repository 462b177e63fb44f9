#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes OUT/index.html from what the demo left there: before and after, the window, nodes, books, three panes.

usage: report.py OUT PHOTO MILLISECONDS
Reads OUT/words.json, report.json, computed.json, books.json, ledger-check.txt, window.png, state/.
"""
import html
import json
import pathlib
import shutil
import sys

RELAY_BYTES = 1024

STYLE = """
:root { color-scheme: dark light; --bg:#16181C; --panel:#23272E; --text:#E8EAED; --dim:#A9B1BC; --line:#363C46; --ok:#3FB97B; }
@media (prefers-color-scheme: light) { :root { --bg:#ECEEF1; --panel:#FFF; --text:#1B1F24; --dim:#545D69; --line:#E3E7ED; --ok:#1B7F4D; } }
body { background:var(--bg); color:var(--text); font:14px/1.5 Inter,"Noto Sans CJK SC",sans-serif; margin:0 auto; max-width:1200px; padding:24px; }
h1 { font-size:22px } h2 { font-size:16px; margin-top:32px }
figure, .pane, table { background:var(--panel); border:1px solid var(--line); border-radius:8px; margin:0; padding:12px; }
img { max-width:100%; height:auto; display:block; image-rendering:auto } figcaption { color:var(--dim); margin-top:8px }
.row { display:grid; gap:16px } .two { grid-template-columns:1fr 2fr } .three { grid-template-columns:repeat(3,minmax(0,1fr)) } .half { grid-template-columns:repeat(2,minmax(0,1fr)); margin-bottom:16px }
table { border-collapse:collapse; width:100% } td,th { padding:6px 10px; text-align:left; border-bottom:1px solid var(--line) }
td.n, th.n { text-align:right; font-variant-numeric:tabular-nums } pre { overflow:auto; max-height:420px; font-size:11px; line-height:1.35; margin:0 }
.ok { color:var(--ok) } .dim { color:var(--dim) }
@media (max-width:900px) { .two,.three,.half { grid-template-columns:1fr } }
"""


def escaped(value):
    return html.escape(str(value))


def load(path, fallback):
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return fallback


def hex_dump(data):
    lines = []
    for start in range(0, len(data), 16):
        row = data[start:start + 16]
        text = "".join(chr(byte) if 32 <= byte < 127 else "." for byte in row)
        lines.append(f"{start:06x}  {row.hex(' '):<47}  {text}")
    return "\n".join(lines)


def table(head, rows):
    def cells(tag, row):
        return "".join(f'<{tag} class="n">{escaped(cell[1])}</{tag}>' if isinstance(cell, tuple)
                       else f"<{tag}>{escaped(cell)}</{tag}>" for cell in row)
    body = "".join(f"<tr>{cells('td', row)}</tr>" for row in rows)
    return f"<table><tr>{cells('th', head)}</tr>{body}</table>"


def figure(source, caption):
    return f'<figure><img src="{escaped(source)}" alt="{escaped(caption)}"><figcaption>{escaped(caption)}</figcaption></figure>'


def machines_of(node):
    """Each once: a node of several fragments may have run several times on one."""
    return ", ".join(dict.fromkeys(node.get("machines", [])))


def node_table(report):
    rows = []
    for node in report.get("nodes", []):
        machines = machines_of(node) or "—"
        seconds = "cached" if node.get("cached") else f"{node.get('seconds', 0):.2f}"
        rows.append([node.get("id", ""), node.get("class", ""), machines, (1, seconds), (1, node.get("credits", "0"))])
    return table(["node", "class", "machine", (1, "seconds"), (1, "credits")], rows)


def books_table(books):
    rows = []
    for account in books.get("accounts", []):
        rows.append([account.get("name", account.get("id", "")), account.get("kind", ""), (1, account.get("debits", "0")),
                     (1, account.get("credits", "0")), (1, account.get("balance", "0"))])
    return table(["account", "kind", (1, "debits"), (1, "credits"), (1, "balance")], rows)


def relative(out, path):
    return pathlib.Path(path).resolve().relative_to(out.resolve()).as_posix()


def host_pane(out):
    """What the providers recorded of the fragments that they ran: node types, settings, pictures."""
    parts = []
    for machine in ("smith", "jone"):
        folder = out / "state" / machine / "saw"
        for entry in sorted(folder.glob("*.json")):
            parts.append(f"<p><b>{escaped(machine.capitalize())}</b></p><pre>{escaped(entry.read_text(encoding='utf-8')[:3000])}</pre>")
        for picture in sorted(folder.glob("*.png"))[:2]:
            parts.append(f'<img src="{relative(out, picture)}" alt="what {machine} saw">')
    return "".join(parts) or '<p class="dim">nothing: the run was answered from the cache</p>'


def relay_pane(out):
    saw = out / "state" / "relay" / "saw.bin"
    data = b""
    if saw.exists():
        size = saw.stat().st_size
        with saw.open("rb") as file:
            file.seek(max(0, size // 2 - RELAY_BYTES))
            data = file.read(RELAY_BYTES)
        note = f"{RELAY_BYTES} of the {size:,} bytes that it forwarded, from the middle"
    else:
        note = "nothing"
    return f'<p class="dim">{note}</p><pre>{escaped(hex_dump(data))}</pre>'


def output_pictures(out, report):
    names = [name for output in report.get("outputs", []) for name in output.get("files", [])]
    paths = [pathlib.Path(name) if pathlib.Path(name).is_absolute() else out / "pictures" / name for name in names]
    return [relative(out, path) for path in paths if path.exists()]


def drawings(out):
    """The pictures from words, and where their nodes ran."""
    parts, tables = [], []
    for run, words in zip(load(out / "words.json", {}).get("runs", []), ("a red apple", "一只熊猫")):
        sampler = next((node for node in run["nodes"] if node["class"] == "KSampler"), {})
        where = machines_of(sampler) or "the cache"
        parts += [figure(picture, f"“{words}”, sampled by {where}") for picture in output_pictures(out, run)]
        tables.append(node_table(run))
    return f'<div class="row half">{"".join(parts)}</div>{"".join(tables[:1])}' if parts else ""


def main(out, photo, milliseconds):
    last = load(out / "report.json", {})
    report = load(out / "computed.json", last)
    cached = all(node.get("cached") for node in last.get("nodes", []))
    again = " This last run was answered from the cache: nothing was computed or charged; below is the one before." if cached else ""
    books = load(out / "books.json", {})
    pictures = output_pictures(out, report)
    shutil.copyfile(photo, out / "before.png")
    after = pictures[0] if pictures else "before.png"
    totals = report.get("totals", {})
    check = (out / "ledger-check.txt").read_text(encoding="utf-8").strip()
    you = "".join(f'<img src="{source}" alt="your result">' for source in pictures)
    page = f"""<!doctype html><html lang="en"><meta charset="utf-8"><title>Weft: three machines, one relay</title>
<meta name="viewport" content="width=device-width"><style>{STYLE}</style>
<h1>Three machines, one relay that can't look</h1>
<p>The photograph took {milliseconds / 1000:.2f} s. Held {escaped(totals.get('held', '0'))}, charged {escaped(totals.get('charged', '0'))}, released
{escaped(totals.get('released', '0'))} credits.{again}</p>
<h2>From words</h2>{drawings(out)}
<h2>A photograph, before and after</h2><div class="row two">{figure("before.png", "the photograph (chelsea, CC0, Stefan van der Walt)")}
{figure(after, "left: four times larger by Real-ESRGAN; right: scaled plainly and sharpened")}</div>
<h2>The window</h2>{figure("window.png", "the app, rendered off screen, with this run's result")}
<h2>Where each node ran</h2>{node_table(report)}
<h2>The books</h2>{books_table(books)}<p class="ok">{escaped(check)}</p>
<h2>Who saw what</h2><div class="row three">
<div class="pane"><h3>You</h3>{you}</div>
<div class="pane"><h3>The hosts</h3>{host_pane(out)}</div>
<div class="pane"><h3>The relay</h3>{relay_pane(out)}</div></div>
</html>"""
    (out / "index.html").write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), int(sys.argv[3]))
