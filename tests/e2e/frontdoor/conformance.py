#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The same requests to a real ComfyUI and to `weft serve`: the same status, the same JSON, the same order of messages, but for what
docs/frontdoor.md lists.

usage: conformance.py BIN [--requests N] [--seed N]     WEFT_COMFYUI: a checkout of ComfyUI with an interpreter
"""
import argparse
import json
import pathlib
import random
import re
import sys
import tempfile

from peers import Comfy, Socket, Weft, ask, idle, skip, why_not

# What a request may hold in place of what is right.
ODD_VALUES = [None, True, False, 0, -1, 1, 8, 64, 64.7, 1e30, -0.5, "", "64", " 16 ", "1_0", "64.0", "abc", "it's", "\n\t\\", "é漢", [], [1, 2, 3], ["1"],
              {}, {"a": [1, "x", None, True, 1.5]}, {"__value__": 8}, {"__value__": [1, 2]}, {"__value__": None}]
ODD_LINKS = [["1", 0], ["1", -1], ["1", 1], ["1", "0"], ["1", 0.0], ["1", None], ["1", True], [["1"], 0], [{}, 0], [1, 0], [None, 0], ["9", 0], ["2", 0], [1.5, 0]]
ODD_NODES = [{}, {"inputs": {}}, {"class_type": "NoSuchNode", "inputs": {}}, {"class_type": 5, "inputs": {}}, {"class_type": None}, {"class_type": "EmptyImage"},
             {"class_type": "PreviewImage", "inputs": None}, {"class_type": "PreviewImage", "inputs": []}, {"class_type": "PreviewImage", "inputs": "images"},
             {"class_type": "PreviewImage", "inputs": ["images"]}, "abc", []]


def image(**changes):
    return {"class_type": "EmptyImage", "inputs": {"width": 16, "height": 16, "batch_size": 1, "color": 255, **changes}}


def preview(node):
    return {"class_type": "PreviewImage", "inputs": {"images": [node, 0]}}


def bases():
    """Prompts that are right; each runs in milliseconds."""
    return [
        {"1": image(), "2": preview("1")},
        {"1": image(color=7), "2": {"class_type": "ImageInvert", "inputs": {"image": ["1", 0]}}, "3": preview("2")},
        {"1": image(), "2": {"class_type": "ImageScale", "inputs": {"image": ["1", 0], "upscale_method": "bilinear", "width": 8, "height": 8, "crop": "disabled"}},
         "3": {"class_type": "SaveImage", "inputs": {"images": ["2", 0], "filename_prefix": "sub/a"}}},
        {"1": {"class_type": "LoadImage", "inputs": {"image": "in.png"}}, "2": preview("1")},
        {"1": {"class_type": "EmptyLatentImage", "inputs": {"width": 64, "height": 64, "batch_size": 1}},
         "2": {"class_type": "LatentUpscale", "inputs": {"samples": ["1", 0], "upscale_method": "nearest-exact", "width": 128, "height": 64, "crop": "center"}},
         "3": {"class_type": "SaveLatent", "inputs": {"samples": ["2", 0], "filename_prefix": "l/x"}}},
        {"1": {"class_type": "SolidMask", "inputs": {"value": 0.5, "width": 16, "height": 16}},
         "2": {"class_type": "MaskToImage", "inputs": {"mask": ["1", 0]}}, "3": preview("2")},
        {"1": image(), "2": preview("1"), "3": image(color=3), "4": preview("3")},
        {"1": {"class_type": "KSamplerSelect", "inputs": {"sampler_name": "euler"}}, "2": {"class_type": "PreviewAny", "inputs": {"source": ["1", 0]}}},
    ]


def mutated(prompt, rng):
    """One thing of it made odd."""
    prompt = json.loads(json.dumps(prompt))
    node = rng.choice(list(prompt))
    inputs = prompt[node].get("inputs", {})
    inputs = inputs if isinstance(inputs, dict) else {}
    kind = rng.randrange(8)
    if kind == 0:
        prompt[node] = rng.choice(ODD_NODES)
    elif kind == 1 and inputs:
        inputs.pop(rng.choice(list(inputs)))
    elif kind == 2:
        prompt[node].pop("inputs", None)
    elif kind == 3:
        inputs["unknown"] = rng.choice(ODD_VALUES)
    elif inputs:
        name = rng.choice(list(inputs))
        is_link = isinstance(inputs[name], list)
        inputs[name] = rng.choice(ODD_LINKS if is_link and rng.random() < 0.8 else ODD_VALUES)
    return prompt


def bodies(count, rng):
    odd = [{}, [], {"x": 1}, {"prompt": {}}, {"prompt": []}, {"prompt": None}, {"prompt": 5}, {"prompt": "abc"}, {"prompt": [1]}, None, 5, "prompt",
           {"number": "x", "prompt": {}}, {"number": None, "prompt": {}}]
    for i in range(count):
        if i < len(odd):
            yield odd[i]
            continue
        prompt = rng.choice(bases())
        for _ in range(rng.choice((0, 1, 1, 1, 2))):
            prompt = mutated(prompt, rng) if all(isinstance(n, dict) for n in prompt.values()) else prompt
        body = {"prompt": prompt, "prompt_id": f"request-{i}"}
        if rng.random() < 0.1:
            body["partial_execution_targets"] = rng.choice((None, ["2"], ["3"], ["77"], [], "2"))
        if rng.random() < 0.1:
            body["number"] = rng.choice((5, -1, 2.5, "7"))
        if rng.random() < 0.1:
            body["front"] = rng.choice((True, False, 0, 1))
        if rng.random() < 0.1:
            body["extra_data"] = {"extra_pnginfo": {"workflow": {"id": "w"}}}
        yield body


def plain(value, without_dependents=False):
    """Without what docs/frontdoor.md lists: texts of help, tracebacks, the order of sets, the first choice as a default."""
    if isinstance(value, dict):
        value = {key: plain(entry, without_dependents) for key, entry in value.items() if key not in ("tooltip", "traceback")}
        if "dependent_outputs" in value:
            value["dependent_outputs"] = [] if without_dependents else sorted(value["dependent_outputs"])
        if "errors" in value:
            value["errors"] = sorted(value["errors"], key=json.dumps)
        config = value.get("input_config")
        if isinstance(config, list) and len(config) == 2 and isinstance(config[0], list) and config[0]:
            if config[1].get("default") == config[0][0]:
                del config[1]["default"]
            config[1].pop("image_upload", None)
        if isinstance(value.get("details"), str):
            value["details"] = "\n".join(sorted(value["details"].split("\n")))
        return value
    return [plain(entry, without_dependents) for entry in value] if isinstance(value, list) else value


def is_listed(theirs, ours):
    """Differences that docs/frontdoor.md lists."""
    if theirs[0] == 500:  # it broke
        return ours[0] == 400 and "error" in ours[1]
    errors = [answer[1].get("node_errors", {}) if isinstance(answer[1], dict) else {} for answer in (theirs, ours)]
    if len(errors[0]) > 1 and theirs[0] == ours[0] and plain(errors[0], True) == plain(errors[1], True):
        return True  # which outputs are named at which node hangs on the order of a set there
    text = json.dumps(ours[1])
    return ours[0] == 400 and "dependency_cycle" in text and "prompt_outputs_failed_validation" in json.dumps(theirs[1])


def compare_requests(comfy, weft, count, seed):
    failures, statuses = [], {}
    for i, body in enumerate(bodies(count, random.Random(seed))):
        theirs, ours = (ask(peer.url, "/prompt", body) for peer in (comfy, weft))
        statuses[theirs[0]] = statuses.get(theirs[0], 0) + 1
        if (theirs[0], plain(theirs[1])) != (ours[0], plain(ours[1])) and not is_listed(theirs, ours):
            failures.append(f"request {i}: {json.dumps(body)}\n  ComfyUI: {theirs[0]} {json.dumps(plain(theirs[1]))}\n  Weft:    {ours[0]} {json.dumps(plain(ours[1]))}")
    return failures, statuses


def shape(entry):
    """What of a history's entry must be the same: how it ended, and what its nodes showed, without names of files."""
    shown = {node: {key: [(item.get("subfolder"), item.get("type")) if isinstance(item, dict) else item for item in items] for key, items in ui.items()}
             for node, ui in entry["outputs"].items()}
    return entry["status"]["status_str"], shown, sorted(entry["meta"]), entry["prompt"][0], entry["prompt"][3], sorted(entry["prompt"][4])


def compare_histories(comfy, weft):
    if not idle(weft, 240):
        return ["weft serve doesn't come to an end"], 0
    whole = idle(comfy)
    theirs, ours = (ask(peer.url, "/history")[1] for peer in (comfy, weft))
    if not whole:
        stuck = ask(comfy.url, "/queue")[1]["queue_running"]
        print(f"ComfyUI died of a prompt that it had accepted; compared is what ended before: {json.dumps(stuck)[:400]}")
    failures = [f"history: only in one: {name}" for name in (set(theirs) ^ set(ours) if whole else set(theirs) - set(ours))]
    for name in set(theirs) & set(ours):
        if shape(theirs[name]) != shape(ours[name]):
            failures.append(f"history {name}: {json.dumps(theirs[name]['prompt'][2])}\n  ComfyUI: {shape(theirs[name])}\n  Weft:    {shape(ours[name])}")
    return failures, len(theirs)


def shortened(message):
    kind, data = message["type"], message["data"]
    if kind == "status":
        return f"status {data['status']['exec_info']['queue_remaining']}" + (" sid" if "sid" in data else "")
    if kind == "progress_state":
        return "states " + " ".join(f"{node}:{state['state']}:{state['value']}/{state['max']}" for node, state in data["nodes"].items())
    if kind == "execution_cached":
        return "cached " + " ".join(sorted(data["nodes"]))
    if kind in ("executing", "executed"):
        return f"{kind} {data['node']} " + " ".join(sorted(data))
    return kind + " " + " ".join(sorted(data))


def messages_of(peer, prompt):
    with Socket(peer.port, "me") as socket:
        lines = [shortened(socket.message())]
        ask(peer.url, "/prompt", {"prompt": prompt, "client_id": "me"})
        while not lines[-1].startswith("executing None"):
            lines.append(shortened(socket.message()))
    return lines


def compare_messages(comfy, weft):
    """Chains, so that there is one order; each twice: the second one is known."""
    failures, prompts = [], [prompt for prompt in bases() if "4" not in prompt]
    prompts += [{"1": image(width=32), "2": image(width=8), "3": {"class_type": "ImageBatch", "inputs": {"image1": ["1", 0], "image2": ["1", 0]}}, "4": preview("3")}]
    for number, prompt in enumerate(prompts):
        for node in prompt.values():  # Weft remembers what older prompts made, too
            if node["class_type"] == "EmptyImage":
                node["inputs"]["color"] = 1000 + number
        for turn in ("new", "known"):
            theirs, ours = messages_of(comfy, prompt), messages_of(weft, prompt)
            if theirs != ours:
                failures.append(f"messages, {turn}: {json.dumps(prompt)}\n  ComfyUI: {theirs}\n  Weft:    {ours}")
    return failures, 2 * len(prompts)


def compare_users(comfy, weft):
    """Users of a server for one user; the random part of an id is left out."""
    failures, asked = [], [{"username": "A cat!"}, {"username": "A cat!"}, {"username": " A dog "}, {"username": "default"}, {"username": "é漢_-9"}, {"username": ""},
                           {"username": " "}, {"username": 3}, {"username": ["x"]}, {}, []]
    for body in asked:
        theirs, ours = (ask(peer.url, "/users", body) for peer in (comfy, weft))
        theirs, ours = ((status, re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "ID", json.dumps(answer)) if status < 500 else "") for status, answer in (theirs, ours))
        if theirs != ours:
            failures.append(f"users: {json.dumps(body)}\n  ComfyUI: {theirs}\n  Weft:    {ours}")
    return failures, len(asked)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("bin", type=pathlib.Path)
    parser.add_argument("--requests", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    if why := why_not(given.bin):
        skip(why)
    with tempfile.TemporaryDirectory() as folder, Comfy(pathlib.Path(folder) / "comfy") as comfy, Weft(given.bin, pathlib.Path(folder) / "weft") as weft:
        failures, statuses = compare_requests(comfy, weft, given.requests, given.seed)
        print(f"{given.requests} requests, ComfyUI's answers: {statuses}, {len(failures)} differences", *failures, sep="\n", flush=True)
        more, ended = compare_histories(comfy, weft)
        print(f"{ended} prompts in the history")
        print(*more, sep="\n", flush=True)
        failures += more
        more, asked = compare_users(comfy, weft)
        print(f"{asked} users")
        print(*more, sep="\n", flush=True)
        failures += more
    with tempfile.TemporaryDirectory() as folder, Comfy(pathlib.Path(folder) / "comfy") as comfy, Weft(given.bin, pathlib.Path(folder) / "weft") as weft:
        more, runs = compare_messages(comfy, weft)
        print(f"{runs} runs, message by message")
        print(*more, sep="\n")
        failures += more
    print(f"{len(failures)} differences")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
