#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The client of Krita's plugin for generated pictures (github: Acly/krita-ai-diffusion), as it is, without Krita, talks to `weft serve`: it connects,
says which node classes it lacks, lists the models, paints, paints over a picture and a part of one, and interrupts.

usage: krita_plugin.py BIN     WEFT_KRITA: a checkout of the plugin; WEFT_KRITA_PYTHON: an interpreter with PyQt5 and websockets;
                        WEFT_TINY_MODELS: a folder with checkpoints/tiny_sd15_taesd.safetensors
       krita_plugin.py --client URL FOLDER     what that interpreter runs, below
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

CHECKPOINT = "tiny_sd15_taesd.safetensors"
SIDE = 64


def why_not(programs):
    from peers import PROGRAM, tiny_checkpoint

    checkout, python = os.environ.get("WEFT_KRITA", ""), os.environ.get("WEFT_KRITA_PYTHON", "")
    if not checkout or not (pathlib.Path(checkout) / "ai_diffusion/backend/comfy_client.py").is_file():
        return "WEFT_KRITA names no checkout of krita-ai-diffusion"
    if not python or subprocess.run([python, "-c", "import PyQt5.QtNetwork, websockets"], capture_output=True, check=False).returncode:
        return "WEFT_KRITA_PYTHON names no interpreter with PyQt5 and websockets"
    if not tiny_checkpoint():
        return "WEFT_TINY_MODELS has no tiny_sd15_taesd.safetensors"
    return "" if (programs / PROGRAM).exists() else f"{PROGRAM} isn't in {programs}"


def plugin(folder, python):
    """A copy with the module websockets where its releases have it."""
    shutil.copytree(pathlib.Path(os.environ["WEFT_KRITA"]) / "ai_diffusion", folder / "ai_diffusion", ignore=shutil.ignore_patterns("websockets", "debugpy"))
    shutil.copytree(pathlib.Path(os.environ["WEFT_KRITA"]) / "tests/mock", folder / "tests/mock")
    where = subprocess.run([python, "-c", "import websockets; print(websockets.__path__[0])"], capture_output=True, text=True, check=True).stdout.strip()
    (folder / "ai_diffusion/websockets/src").mkdir(parents=True)
    (folder / "ai_diffusion/websockets/src/websockets").symlink_to(where)
    return folder


def run(programs):
    from peers import Weft, tiny_checkpoint

    python = os.environ["WEFT_KRITA_PYTHON"]
    with tempfile.TemporaryDirectory() as name:
        base = pathlib.Path(name)
        folder = plugin(base / "plugin", python)
        weft = Weft(programs, base / "weft")
        os.symlink(tiny_checkpoint(), weft.base / "models/checkpoints" / CHECKPOINT)
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "HOME": name, "XDG_DATA_HOME": name}
        with weft:
            return subprocess.run([python, __file__, "--client", weft.url, folder], env=environment, timeout=600, check=False).returncode


class Client:
    """The plugin's own client, with its settings' "refuse connection if nodes or models are missing" off, as its users may set it."""

    def __init__(self, url):
        from ai_diffusion.backend.comfy_client import ComfyClient
        from ai_diffusion.settings import settings

        self.settings = settings
        self.client = ComfyClient(url)
        self.url = url

    async def refused(self):
        """With that setting on: the packages that it misses."""
        from ai_diffusion.backend.client import MissingResources
        from ai_diffusion.backend.comfy_client import ComfyClient
        from ai_diffusion.backend.resources import CustomNode

        self.settings.check_server_resources = True
        try:
            await ComfyClient(self.url).connect()
        except MissingResources as missing:
            assert all(isinstance(package, CustomNode) for package in missing.missing), missing.missing
            return [package.name for package in missing.missing]
        finally:
            self.settings.check_server_resources = False
        return []

    async def connect(self):
        await self.client.connect()
        async for _ in self.client.discover_models(refresh=False):
            pass

    def lacking(self):
        from ai_diffusion.backend.resources import required_custom_nodes

        nodes = [node for package in required_custom_nodes for node in package.nodes]
        return [node for node in nodes if node not in self.client.models.node_inputs], nodes

    async def until(self, job, interrupt_at=None):
        """How a job ended: (event, images, how many times it told of progress)."""
        from ai_diffusion.backend.client import ClientEvent

        told = 0
        async for message in self.client.listen():
            if message.event is ClientEvent.error:
                raise AssertionError(message.error)
            if message.event is ClientEvent.connected and not told and job is not None and not isinstance(job, str):
                job = await self.client.enqueue(job)
            elif message.job_id == job and message.event is ClientEvent.progress:
                told += 1
                if interrupt_at is not None and message.progress > interrupt_at:
                    interrupt_at = None
                    await self.client.interrupt()
            elif message.job_id == job and message.event in (ClientEvent.finished, ClientEvent.interrupted):
                await self.client.disconnect()
                return message.event, message.images, told
        raise AssertionError("the client stopped listening")


def work(kind, steps=3, strength=1.0, **more):
    from ai_diffusion.backend.api import CheckpointInput, ConditioningInput, ImageInput, SamplingInput, WorkflowInput
    from ai_diffusion.image import Extent

    images = ImageInput.from_extent(Extent(SIDE, SIDE))
    for name in ("initial_image", "hires_mask"):
        if name in more:
            setattr(images, name, more.pop(name))
    sampling = SamplingInput("euler", "normal", cfg_scale=4.0, total_steps=steps, start_step=round(steps * (1 - strength)), seed=5)
    return WorkflowInput(kind, images=images, models=CheckpointInput(CHECKPOINT), sampling=sampling, conditioning=ConditioningInput("a cat", ""), **more)


def picture():
    """One with a slope of grey, so that a mistake in it shows."""
    from ai_diffusion.image import Extent, Image
    from PyQt5.QtGui import QColor

    image = Image.create(Extent(SIDE, SIDE))
    for y in range(SIDE):
        for x in range(SIDE):
            image._qimage.setPixelColor(x, y, QColor(4 * x, 4 * y, 128))
    return image


def expect(condition, message):
    if not condition:
        raise AssertionError(message)


async def talk(url):
    from ai_diffusion.backend.api import InpaintMode, InpaintParams, WorkflowKind
    from ai_diffusion.backend.client import ClientEvent
    from ai_diffusion.image import Bounds, Extent, Image, Mask

    client = Client(url)
    packages = await client.refused()
    await client.connect()
    lacking, required = client.lacking()
    expect(bool(packages) == bool(lacking), f"it refuses for {packages}, and lacks {lacking}")
    print(f"connected; of {len(required)} required classes {len(required) - len(lacking)} are there, and these aren't: {', '.join(lacking) or 'none'}"
          f" ({', '.join(packages)})")
    models = client.client.models.checkpoints
    expect(CHECKPOINT in models and models[CHECKPOINT].arch.name == "sd15", f"checkpoints: {models}")
    print(f"models: {', '.join(f'{name} ({info.arch.value})' for name, info in models.items())}; upscalers {client.client.models.upscalers}")

    event, images, told = await client.until(work(WorkflowKind.generate))
    expect(event is ClientEvent.finished and len(images) == 1 and images[0].extent == Extent(SIDE, SIDE), f"{event}, {images}")
    print(f"painted: {images[0].extent}, progress told {told} times")
    plain = images[0]

    event, images, _ = await client.until(work(WorkflowKind.refine, 4, 0.5, initial_image=picture()))
    expect(event is ClientEvent.finished and images[0].extent == Extent(SIDE, SIDE), f"{event}")
    expect(images[0] != plain and Image.compare(images[0], plain) > 0.01, "what was painted over a picture is what was painted without one")
    print(f"painted over a picture: {images[0].extent}")

    mask = Mask.rectangle(Bounds(16, 16, 32, 32), Bounds(0, 0, SIDE, SIDE)).to_image(Extent(SIDE, SIDE))
    params = InpaintParams(InpaintMode.fill, Bounds(0, 0, SIDE, SIDE), grow=3, feather=5, blend=4)
    event, images, _ = await client.until(work(WorkflowKind.refine_region, 4, 0.5, initial_image=picture(), hires_mask=mask, inpaint=params))
    expect(event is ClientEvent.finished, f"{event}")
    print(f"painted over a part of one: {images[0].extent}")

    event, _, told = await client.until(work(WorkflowKind.generate, 2000), interrupt_at=0.0005)
    expect(event is ClientEvent.interrupted, f"{event}")
    print(f"interrupted after progress was told {told} times")
    event, images, _ = await client.until(work(WorkflowKind.generate, 2))
    expect(event is ClientEvent.finished and images, f"after an interrupt: {event}")
    print("6 passed, 0 failed")


def converse(url, folder):
    sys.path.insert(0, folder)
    from PyQt5.QtCore import QCoreApplication, QTimer

    app = QCoreApplication([])
    from ai_diffusion import eventloop

    eventloop.setup()
    task = eventloop.run(talk(url))
    timer = QTimer()
    timer.timeout.connect(lambda: app.quit() if task.done() else None)
    timer.start(20)
    app.exec()
    if task.exception():
        raise task.exception()
    return 0


def main():
    if "--client" in sys.argv:
        return converse(*sys.argv[2:4])
    from peers import in_own_network

    return in_own_network(__file__, run, why_not)


if __name__ == "__main__":
    sys.exit(main())
