# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A guided call of SD1.5's UNet by Weft's bench.unet and by its peers, taking turns on one machine.

usage: unet_peer.py BENCH [--comfy DIR] [--comfy-attention pytorch|default] [--side 512] [--rounds 5] [--type fp32|bf16|fp16]
    [--device cpu|cuda]
BENCH: the program bench.unet. DIR: a ComfyUI source folder. Needs torch and diffusers; for ComfyUI einops, psutil, tqdm, pyyaml.
Prints per contender the median of its CPU-seconds (on a card: seconds) and the median ratio of ours to it, and our share of the matrix product's peak.
"""
import argparse
import os
import statistics
import subprocess
import sys
import time

os.environ.setdefault("OMP_WAIT_POLICY", "passive")
import torch  # noqa: E402

GIGAFLOP_PER_SAMPLE_64 = 803


class Ours:
    def __init__(self, bench, side, dtype, device):
        self.process = subprocess.Popen([bench, str(side), dtype, "turns", device], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, what):
        self.process.stdin.write(what + "\n")
        self.process.stdin.flush()
        return float(self.process.stdout.readline())

    def __call__(self):
        return self.ask("call")


class Peer:
    """model(x, timesteps, context) in this process."""

    def __init__(self, call, device):
        self.call, self.on_card = call, device == "cuda"

    def now(self):
        if not self.on_card:
            return time.process_time()
        torch.cuda.synchronize()
        return time.monotonic()

    def __call__(self):
        begin = self.now()
        with torch.inference_mode():
            self.call()
        return self.now() - begin


def diffusers_unet(inputs, dtype):
    from diffusers import UNet2DConditionModel

    x, t, c = inputs
    unet = UNet2DConditionModel(sample_size=64, cross_attention_dim=768, attention_head_dim=8,
                                block_out_channels=(320, 640, 1280, 1280)).to(x.device, dtype).eval()
    return lambda: unet(x, t, encoder_hidden_states=c)


def comfy_unet(directory, inputs, dtype, pytorch_attention):
    sys.path.insert(0, directory)
    x, t, c = inputs
    sys.argv = sys.argv[:1] + (["--cpu"] if x.device.type == "cpu" else []) + (["--use-pytorch-cross-attention"] if pytorch_attention else [])
    import comfy.options

    comfy.options.enable_args_parsing()
    import comfy.ops
    from comfy.ldm.modules.diffusionmodules.openaimodel import UNetModel

    unet = UNetModel(image_size=32, in_channels=4, out_channels=4, model_channels=320, num_res_blocks=[2, 2, 2, 2],
                     channel_mult=[1, 2, 4, 4], num_heads=8, use_spatial_transformer=True, context_dim=768,
                     transformer_depth=[1, 1, 1, 1, 1, 1, 0, 0],
                     transformer_depth_output=[1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0], transformer_depth_middle=1, dtype=dtype,
                     operations=comfy.ops.disable_weight_init).to(x.device).eval()
    for parameter in unet.parameters():
        torch.nn.init.normal_(parameter, std=0.02)
    return lambda: unet(x, t, context=c)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("bench")
    parser.add_argument("--comfy")
    parser.add_argument("--comfy-attention", choices=["pytorch", "default"], default="pytorch")
    parser.add_argument("--side", type=int, default=512)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--type", choices=["fp32", "bf16", "fp16"], default="fp32")
    parser.add_argument("--device", choices=["cpu", "cuda"], default="cpu")
    options = parser.parse_args()
    dtype = {"fp32": torch.float32, "bf16": torch.bfloat16, "fp16": torch.float16}[options.type]
    if options.device == "cuda":  # float32 is float32 on both sides
        torch.backends.cudnn.allow_tf32 = torch.backends.cuda.matmul.allow_tf32 = False
    side = options.side // 8
    inputs = (torch.rand(2, 4, side, side, dtype=dtype), torch.tensor([500.0, 500.0]), torch.rand(2, 77, 768, dtype=dtype))
    inputs = tuple(tensor.to(options.device) for tensor in inputs)
    ours = Ours(options.bench, options.side, options.type, options.device)
    peers = {"diffusers": Peer(diffusers_unet(inputs, dtype), options.device)}
    if options.comfy:
        call = comfy_unet(options.comfy, inputs, dtype, options.comfy_attention == "pytorch")
        peers[f"ComfyUI, {options.comfy_attention} attention"] = Peer(call, options.device)
    mine, peaks, theirs = [], [], {name: [] for name in peers}
    for n in range(options.rounds + 1):
        turn = (ours(), ours.ask("peak"), {name: peer() for name, peer in peers.items()})
        if n == 0:
            continue  # weights are converted, caches filled
        mine.append(turn[0])
        peaks.append(turn[1])
        for name, seconds in turn[2].items():
            theirs[name].append(seconds)
    unit = "CPU-s" if options.device == "cpu" else "s on the card"
    flop = 2 * GIGAFLOP_PER_SAMPLE_64 * (side / 64) ** 2
    print(f"Weft {options.type} {options.side}: {statistics.median(mine):.4g} {unit}", end="")
    print(f"; of the peak {max(flop / m for m in mine) / max(peaks):.3f}" if options.side == 512 else "")
    for name, seconds in theirs.items():
        ratio = statistics.median(m / s for m, s in zip(mine, seconds))
        print(f"{name}: {statistics.median(seconds):.4g} {unit}; ours / theirs {ratio:.3f}, least {min(mine) / min(seconds):.3f}")


main()
