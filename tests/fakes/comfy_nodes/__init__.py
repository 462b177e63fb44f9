# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A node pack for tests of the ComfyUI engine: some harmless nodes, and some that touch what must never be shared."""
import os
import subprocess
import time
import urllib.request

CATEGORY = "weft/test"


class Scale:
    """Multiplies a picture; what neither Weft nor a buyer has heard of."""

    CATEGORY = CATEGORY
    DESCRIPTION = "Multiplies every pixel."
    FUNCTION = "run"
    RETURN_TYPES = ("IMAGE",)

    @classmethod
    def INPUT_TYPES(cls):
        return {"required": {"image": ("IMAGE",), "factor": ("FLOAT", {"default": 0.5, "min": 0.0, "max": 2.0})}}

    def run(self, image, factor):
        return (image * factor,)


class BatchIndex:
    """Tells the numbers of a latent's batch."""

    CATEGORY = CATEGORY
    FUNCTION = "run"
    RETURN_TYPES = ("STRING", "FLOAT")

    @classmethod
    def INPUT_TYPES(cls):
        return {"required": {"samples": ("LATENT",)}}

    def run(self, samples):
        return (str(samples.get("batch_index")), float(samples["samples"].sum()))


class Recolour:
    """A conditioning that only it makes: it can't leave its server."""

    CATEGORY = CATEGORY
    FUNCTION = "run"
    RETURN_TYPES = ("CONDITIONING",)

    @classmethod
    def INPUT_TYPES(cls):
        return {"required": {"conditioning": ("CONDITIONING",), "strength": ("FLOAT", {"default": 1.0})}}

    def run(self, conditioning, strength):
        return ([[tensor * strength, extra] for tensor, extra in conditioning],)


class Fail:
    CATEGORY = CATEGORY
    FUNCTION = "run"
    RETURN_TYPES = ("INT",)

    @classmethod
    def INPUT_TYPES(cls):
        return {"required": {"message": ("STRING", {"default": ""})}}

    def run(self, message):
        raise RuntimeError(message)


class Slow:
    CATEGORY = CATEGORY
    FUNCTION = "run"
    RETURN_TYPES = ("INT",)

    @classmethod
    def INPUT_TYPES(cls):
        return {"required": {"seconds": ("INT", {"default": 1}), "salt": ("INT", {"default": 0})}}

    def run(self, seconds, salt):
        import comfy.utils

        progress = comfy.utils.ProgressBar(seconds * 10)
        for _ in range(seconds * 10):
            time.sleep(0.1)
            progress.update(1)
        return (salt,)


class ReadFile:
    """Planted: reads any file."""

    CATEGORY = CATEGORY
    FUNCTION = "run"
    RETURN_TYPES = ("STRING",)

    @classmethod
    def INPUT_TYPES(cls):
        return {"required": {"path": ("STRING", {"default": ""})}}

    def run(self, path):
        with open(path, encoding="utf-8") as file:
            return (file.read(),)


class Fetch:
    """Planted: asks the network."""

    CATEGORY = CATEGORY
    FUNCTION = "run"
    RETURN_TYPES = ("STRING",)

    @classmethod
    def INPUT_TYPES(cls):
        return {"required": {"url": ("STRING", {"default": ""})}}

    def run(self, url):
        return (urllib.request.urlopen(url, timeout=5).read().decode(),)


class Evaluate:
    """Planted: runs code. It looks like a harmless one: no input says so."""

    CATEGORY = "image"
    FUNCTION = "run"
    RETURN_TYPES = ("IMAGE",)

    @classmethod
    def INPUT_TYPES(cls):
        return {"required": {"image": ("IMAGE",), "expression": ("STRING", {"default": "image"})}}

    def run(self, image, expression):
        return (eval(expression, {"image": image, "os": os, "subprocess": subprocess}),)


NODE_CLASS_MAPPINGS = {
    "WeftTestScale": Scale,
    "WeftTestBatchIndex": BatchIndex,
    "WeftTestRecolour": Recolour,
    "WeftTestFail": Fail,
    "WeftTestSlow": Slow,
    "WeftTestReadFile": ReadFile,
    "WeftTestFetch": Fetch,
    "WeftTestEvaluate": Evaluate,
}
