#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Graphs over three kinds of places at once: the buyer's own worker, the buyer's own ComfyUI, and a machine behind a relay with a ComfyUI
and models of its own. Each picture is compared with what one ComfyUI that has everything makes of the whole graph.

usage: comfy_mixed.py BIN MODELS [GRAPH ...]     WEFT_COMFYUI: see comfy_server.py; GRAPH: only those ("a_mask")
"""
import contextlib
import json
import pathlib
import shutil
import sys
import tempfile

from comfy import alone, furthest, pixels
from comfy_server import server
from machines import ROOT, Failed, Machines, expect

PICTURE = ROOT / "tests/data/upscale/cat_80x64.png"
NEAR = ("WeftTestScale", "WeftTestRecolour")  # on the buyer's ComfyUI
FAR = ("WeftFarMirror", "WeftFarMix", "WeftFarBright", "WeftFarTurn", "WeftFarSay", "WeftFarWeigh")  # on the other machine's
CHECKPOINT, REMOTE_CHECKPOINT = "tiny_sd15_taesd.safetensors", "only_far.safetensors"


class Graph:
    """A prompt in the making."""

    def __init__(self):
        self.nodes = {}

    def add(self, kind, *outputs, **inputs):
        """A link to its output; to each, where their numbers are given."""
        number = str(len(self.nodes) + 1)
        self.nodes[number] = {"class_type": kind, "inputs": inputs}
        return [number, 0] if not outputs else [[number, slot] for slot in outputs]

    def picture(self):
        return self.add("LoadImage", image=PICTURE.name)

    def save(self, images):
        self.add("SaveImage", images=images, filename_prefix="mixed")
        return self.nodes

    def texts(self, checkpoint=CHECKPOINT, words="a cat"):
        """(model, VAE, positive, negative)"""
        model, clip, vae = self.add("CheckpointLoaderSimple", 0, 1, 2, ckpt_name=checkpoint)
        return model, vae, self.add("CLIPTextEncode", text=words, clip=clip), self.add("CLIPTextEncode", text="", clip=clip)

    def sampled(self, model, positive, negative):
        latent = self.add("EmptyLatentImage", width=64, height=64, batch_size=1)
        return self.add("KSampler", model=model, seed=5, steps=3, cfg=4.0, sampler_name="euler", scheduler="normal", positive=positive, negative=negative,
                        latent_image=latent, denoise=1.0)

    def scaled(self, image, factor=0.5):
        return self.add("WeftTestScale", image=image, factor=factor)

    def mirrored(self, image):
        return self.add("WeftFarMirror", image=image)


def near_then_far(g):
    return g.add("ImageInvert", image=g.mirrored(g.scaled(g.picture())))


def far_then_near(g):
    return g.add("ImageScale", image=g.scaled(g.mirrored(g.picture())), upscale_method="bilinear", width=48, height=40, crop="disabled")


def both_at_once(g):
    picture = g.picture()
    return g.add("ImageBlend", image1=g.scaled(picture), image2=g.mirrored(picture), blend_factor=0.25, blend_mode="multiply")


def there_and_back(g):
    picture = g.picture()
    return g.mirrored(g.add("ImageInvert", image=g.scaled(g.mirrored(picture), 0.75)))


def a_mask(g):
    picture = g.picture()
    mask = g.add("WeftFarBright", image=picture, slope=6.0)
    return g.add("ImageCompositeMasked", destination=g.scaled(picture), source=picture, x=0, y=0, resize_source=False, mask=mask)


def a_batch(g):
    picture = g.picture()
    batch = g.add("ImageBatch", image1=picture, image2=g.add("ImageInvert", image=picture))
    return g.scaled(g.mirrored(batch), 0.8)


def a_painting(g):
    model, vae, positive, negative = g.texts()
    image = g.add("VAEDecode", samples=g.sampled(model, positive, negative), vae=vae)
    return g.add("WeftFarMix", first=image, second=g.scaled(image), share=0.5)


def a_latent(g):
    model, vae, positive, negative = g.texts()
    turned = g.add("WeftFarTurn", samples=g.sampled(model, positive, negative), strength=0.9)
    return g.scaled(g.add("VAEDecode", samples=turned, vae=vae))


def a_text(g):
    said = g.add("WeftFarSay", text="a red fox", times=2)
    words = g.add("StringConcatenate", string_a=said, string_b="in the snow", delimiter=", ")
    model, vae, positive, negative = g.texts(words=words)
    return g.scaled(g.add("VAEDecode", samples=g.sampled(model, positive, negative), vae=vae))


def near_conditioning(g):
    model, vae, positive, negative = g.texts()
    recoloured = g.add("WeftTestRecolour", conditioning=positive, strength=0.9)
    return g.add("ImageInvert", image=g.mirrored(g.add("VAEDecode", samples=g.sampled(model, recoloured, negative), vae=vae)))


def far_conditioning(g):
    model, vae, positive, negative = g.texts()
    weighed = g.add("WeftFarWeigh", conditioning=positive, weight=1.1)
    return g.add("ImageInvert", image=g.scaled(g.add("VAEDecode", samples=g.sampled(model, weighed, negative), vae=vae)))


def their_model(g):
    model, vae, positive, negative = g.texts(REMOTE_CHECKPOINT)
    return g.add("ImageInvert", image=g.scaled(g.add("VAEDecode", samples=g.sampled(model, positive, negative), vae=vae)))


GRAPHS = (near_then_far, far_then_near, both_at_once, there_and_back, a_mask, a_batch, a_painting, a_latent, a_text, near_conditioning, far_conditioning,
          their_model)


def place(engine):
    """Of an engine's name in a report: "here", "comfyui:ADDRESS", "KEY", "KEY/comfyui"."""
    if engine == "here":
        return "near worker"
    return "near ComfyUI" if engine.startswith("comfyui:") else "far ComfyUI" if engine.endswith("/comfyui") else "far worker"


def places(report):
    """Node type -> where it ran."""
    found = {}
    for node in report["nodes"]:
        found.setdefault(node["class"], set()).update(place(engine) for engine in node["engines"])
    return found


def check(title, report):
    found = places(report)
    for kind in found:
        wanted = "near ComfyUI" if kind in NEAR else "far ComfyUI" if kind in FAR else None
        expect(wanted is None or found[kind] == {wanted}, f"{title}: {kind} ran at {found[kind]}")
    everywhere = set().union(*found.values())
    expect("near worker" in everywhere and "near ComfyUI" in everywhere and any(where.startswith("far") for where in everywhere),
           f"{title}: only at {everywhere}")
    expect(float(report["totals"]["charged"]) > 0, f"{title}: nothing was charged")
    return ", ".join(f"{where}: {' '.join(sorted(kind for kind in found if where in found[kind]))}" for where in sorted(everywhere))


def run(machines, near, whole, models, make):
    title = make.__name__.replace("_", " ")
    graph = Graph()
    nodes = graph.save(make(graph))
    path = machines.home / f"{make.__name__}.json"
    path.write_text(json.dumps(nodes), encoding="utf-8")
    shutil.rmtree(machines.home / "buyer/pictures", ignore_errors=True)
    status, report, errors = machines.run(path, "buyer", "--input", PICTURE.parent, "--comfy", near.url, "--models", models)
    expect(status == 0, f"{title}: exit status {status}: {errors[-800:]}")
    where = check(title, report)
    saved = [file for output in report["outputs"] for file in output["files"]]
    off = furthest([pixels(pathlib.Path(file).read_bytes()) for file in saved], alone(whole.url, nodes))
    expect(off is not None and off <= 1, f"{title}: {off} of 255 off")
    print(f"{title}: {len(saved)} pictures, at most {off} of 255 off, charged {report['totals']['charged']}; {where}", flush=True)


def relabelled(source, target):
    """The same checkpoint with another label in its header: a file of its own to whoever goes by its hash."""
    with source.open("rb") as old, target.open("wb") as new:
        header = json.loads(old.read(int.from_bytes(old.read(8), "little")))
        header["__metadata__"] = {**header.get("__metadata__", {}), "label": target.name}
        text = json.dumps(header).encode()
        text += b" " * (-len(text) % 8)
        new.write(len(text).to_bytes(8, "little") + text)
        shutil.copyfileobj(old, new)


def main():
    models = pathlib.Path(sys.argv[2])
    with contextlib.ExitStack() as stack:
        folder = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory()))
        near = stack.enter_context(server(folder / "near", models, checkpoints=(CHECKPOINT,)))
        checkpoint = (models / "checkpoints" / CHECKPOINT).resolve()
        for owner in ("here", "there"):
            (folder / owner / "checkpoints").mkdir(parents=True)
        (folder / "here/checkpoints" / CHECKPOINT).symlink_to(checkpoint)
        relabelled(checkpoint, folder / "there/checkpoints" / REMOTE_CHECKPOINT)
        far = server(folder / "far", models, ("comfy_nodes", "comfy_nodes_far"), (CHECKPOINT,))
        (folder / "far/base/models/checkpoints" / REMOTE_CHECKPOINT).symlink_to(folder / "there/checkpoints" / REMOTE_CHECKPOINT)
        shutil.copy(PICTURE, folder / "far/base/input")
        stack.enter_context(far)
        machines = stack.enter_context(Machines(pathlib.Path(sys.argv[1]), trial_credits=100_000))
        machines.start_relay()
        machines.start_provider("host", "--price", "1", "--comfy", far.url, "--comfy-nodes", ",".join(FAR), "--models", folder / "there")
        chosen = [make for make in GRAPHS if not sys.argv[3:] or make.__name__ in sys.argv[3:]]
        for make in chosen:
            run(machines, near, far, folder / "here", make)
        machines.check_books()
    print(f"{len(chosen)} passed, 0 failed")


if __name__ == "__main__":
    try:
        main()
    except Failed as why:
        sys.exit(str(why))
