# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A real ComfyUI on this computer's CPU, with the test's node pack and tiny models; WEFT_COMFYUI names its checkout
(tests/app/engines/comfy/server/RealServer.h)."""
import contextlib
import json
import os
import pathlib
import urllib.request

from servers import Server, free_port, skip

HERE = pathlib.Path(__file__).resolve().parent


def interpreter(checkout):
    places = [os.environ.get("WEFT_COMFYUI_PYTHON", ""), *(checkout / p for p in ("venv/bin/python", ".venv/bin/python", "../venv/bin/python"))]
    return next((str(p) for p in places if str(p) and os.access(p, os.X_OK)), None)


def ask(url, path, body=None):
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(url + path, data, timeout=60) as reply:
        return reply.read()


def found():
    """(checkout, interpreter), or the test is skipped."""
    if "WEFT_COMFYUI" not in os.environ:
        skip("WEFT_COMFYUI doesn't name a checkout of ComfyUI")
    checkout = pathlib.Path(os.environ["WEFT_COMFYUI"])
    python = interpreter(checkout)
    if not python or not (checkout / "main.py").is_file():
        skip(f"no ComfyUI, or no interpreter for it, at {checkout}")
    return checkout, python


def server(folder, models, packs=("comfy_nodes",), checkpoints=("tiny_sd15_taesd.safetensors", "only_there.safetensors")):
    """One with folders of its own below `folder`, not started yet. `models`: the folder of the tiny models; its one checkpoint goes by
    the names `checkpoints`. `packs`: of tests/fakes."""
    checkout, python = found()
    os.environ |= {"QT_QPA_PLATFORM": "offscreen", "OMP_WAIT_POLICY": "passive", "PYTHONDONTWRITEBYTECODE": "1"}
    port = free_port()
    for name in ("custom_nodes", "models/checkpoints", "input"):
        (folder / "base" / name).mkdir(parents=True)
    for pack in packs:
        (folder / "base/custom_nodes" / pack).symlink_to(HERE.parent / "fakes" / pack)
    for checkpoint in checkpoints:
        (folder / "base/models/checkpoints" / checkpoint).symlink_to((models / "checkpoints/tiny_sd15_taesd.safetensors").resolve())
    arguments = [python, "main.py", "--cpu", "--disable-metadata", "--disable-api-nodes", "--port", port, "--base-directory", folder / "base",
                 "--database-url", "sqlite:///:memory:"]
    return Server(arguments, port, "/system_stats", folder / "log", 120, cwd=checkout)


@contextlib.contextmanager
def running(folder, models):
    """Its address."""
    with server(folder, models) as started:
        yield started.url
