# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A second node pack for tests: what only the machine on the other side of the relay has."""
import torch

CATEGORY = "weft/far"


class Mirror:
    """Left becomes right."""

    CATEGORY = CATEGORY
    FUNCTION = "run"
    RETURN_TYPES = ("IMAGE",)

    @classmethod
    def INPUT_TYPES(cls):
        return {"required": {"image": ("IMAGE",)}}

    def run(self, image):
        return (image.flip(2),)


class Mix:
    CATEGORY = CATEGORY
    FUNCTION = "run"
    RETURN_TYPES = ("IMAGE",)

    @classmethod
    def INPUT_TYPES(cls):
        return {"required": {"first": ("IMAGE",), "second": ("IMAGE",), "share": ("FLOAT", {"default": 0.5, "min": 0.0, "max": 1.0})}}

    def run(self, first, second, share):
        return (first * (1 - share) + second * share,)


class Bright:
    """Where a picture is bright, softly."""

    CATEGORY = CATEGORY
    FUNCTION = "run"
    RETURN_TYPES = ("MASK",)

    @classmethod
    def INPUT_TYPES(cls):
        return {"required": {"image": ("IMAGE",), "slope": ("FLOAT", {"default": 4.0})}}

    def run(self, image, slope):
        return (torch.sigmoid((image.mean(3) - 0.5) * slope),)


class Turn:
    """A latent, upside down and somewhat louder."""

    CATEGORY = CATEGORY
    FUNCTION = "run"
    RETURN_TYPES = ("LATENT",)

    @classmethod
    def INPUT_TYPES(cls):
        return {"required": {"samples": ("LATENT",), "strength": ("FLOAT", {"default": 1.0})}}

    def run(self, samples, strength):
        return ({**samples, "samples": samples["samples"].flip(2) * strength},)


class Say:
    CATEGORY = CATEGORY
    FUNCTION = "run"
    RETURN_TYPES = ("STRING",)

    @classmethod
    def INPUT_TYPES(cls):
        return {"required": {"text": ("STRING", {"default": ""}), "times": ("INT", {"default": 2, "min": 1, "max": 9})}}

    def run(self, text, times):
        return (" ".join([text] * times),)


class Weigh:
    """A conditioning that only it makes: it can't leave its server."""

    CATEGORY = CATEGORY
    FUNCTION = "run"
    RETURN_TYPES = ("CONDITIONING",)

    @classmethod
    def INPUT_TYPES(cls):
        return {"required": {"conditioning": ("CONDITIONING",), "weight": ("FLOAT", {"default": 1.0})}}

    def run(self, conditioning, weight):
        return ([[tensor * weight, extra] for tensor, extra in conditioning],)


class OutOfMemory:
    """Planted: what a card too small says."""

    CATEGORY = CATEGORY
    FUNCTION = "run"
    RETURN_TYPES = ("IMAGE",)

    @classmethod
    def INPUT_TYPES(cls):
        return {"required": {"image": ("IMAGE",)}}

    def run(self, image):
        raise torch.OutOfMemoryError("Tried to allocate 80.00 GiB")


class Sleep:
    """Planted: takes its time, without a sign of life; an interrupt ends it."""

    CATEGORY = CATEGORY
    FUNCTION = "run"
    RETURN_TYPES = ("IMAGE",)

    @classmethod
    def INPUT_TYPES(cls):
        return {"required": {"image": ("IMAGE",), "seconds": ("INT", {"default": 1, "max": 100_000})}}

    def run(self, image, seconds):
        import time

        import comfy.model_management

        for _ in range(seconds * 10):
            time.sleep(0.1)
            comfy.model_management.throw_exception_if_processing_interrupted()
        return (image,)


NODE_CLASS_MAPPINGS = {
    "WeftFarMirror": Mirror,
    "WeftFarMix": Mix,
    "WeftFarBright": Bright,
    "WeftFarTurn": Turn,
    "WeftFarSay": Say,
    "WeftFarWeigh": Weigh,
    "WeftFarOutOfMemory": OutOfMemory,
    "WeftFarSleep": Sleep,
}
