# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Real-ESRGAN by Weft's bench.upscale and by PyTorch eager, taking turns on one card.

usage: upscale_peer.py BENCH SOURCE_DIR      BENCH: the program bench.upscale of a CUDA build. Needs torch, numpy, pillow, safetensors.
"""
import statistics
import subprocess
import sys
import tempfile
import time

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from safetensors.torch import load_file

BENCH, ROOT = sys.argv[1], sys.argv[2]
PICTURE = f"{ROOT}/resources/photos/astronaut.png"
ROUNDS = {"network": 15, "tile": 9, "node": 5}
MODELS = {"compact": "realesr-animevideov3", "rrdb": "realesrgan-x4plus-anime"}


class Compact:
    def __init__(self, w):
        self.w = w
        self.last = max(int(k.split(".")[1]) for k in w)

    def __call__(self, x):
        w, y = self.w, x
        for i in range(0, self.last, 2):
            y = F.prelu(F.conv2d(y, w[f"body.{i}.weight"], w[f"body.{i}.bias"], padding=1), w[f"body.{i + 1}.weight"])
        y = F.conv2d(y, w[f"body.{self.last}.weight"], w[f"body.{self.last}.bias"], padding=1)
        return F.pixel_shuffle(y, 4) + F.interpolate(x, scale_factor=4, mode="nearest")


class Rrdb:
    def __init__(self, w):
        self.w = w
        self.blocks = 1 + max(int(k.split(".")[1]) for k in w if k.startswith("body."))

    def conv(self, name, x):
        return F.conv2d(x, self.w[name + ".weight"], self.w[name + ".bias"], padding=1)

    def dense(self, name, x):
        parts = [x]
        for i in range(1, 5):
            parts.append(F.leaky_relu(self.conv(f"{name}.conv{i}", torch.cat(parts, 1)), 0.2, inplace=True))
        return self.conv(f"{name}.conv5", torch.cat(parts, 1)) * 0.2 + x

    def __call__(self, x):
        first = self.conv("conv_first", x)
        y = first
        for b in range(self.blocks):
            z = y
            for d in range(1, 4):
                z = self.dense(f"body.{b}.rdb{d}", z)
            y = z * 0.2 + y
        y = first + self.conv("conv_body", y)
        for name in ("conv_up1", "conv_up2"):
            y = F.leaky_relu(self.conv(name, F.interpolate(y, scale_factor=2, mode="nearest")), 0.2, inplace=True)
        return self.conv("conv_last", F.leaky_relu(self.conv("conv_hr", y), 0.2, inplace=True))


def eager_node(net, picture, dtype, fmt, tile=512, overlap=32, scale=4):
    """As ComfyUI's ImageUpscaleWithModel: tiles computed on the card, joined on the CPU; its masks computed once."""
    x = picture.permute(0, 3, 1, 2)
    h, w = x.shape[2:]

    def run(part):
        return net(part.to("cuda", dtype).contiguous(memory_format=fmt)).float()

    if h <= tile and w <= tile:
        return run(x).clamp(0, 1).permute(0, 2, 3, 1).contiguous().cpu()
    spans = lambda n: [(b, min(tile, n - b)) for b in range(0, n - overlap, tile - overlap)] if n > tile else [(0, n)]
    total = torch.zeros(1, 3, h * scale, w * scale)
    weight = torch.zeros(1, 1, h * scale, w * scale)
    for top, height in spans(h):
        for left, width in spans(w):
            part = run(x[:, :, top:top + height, left:left + width]).cpu()
            mask = eager_mask(height * scale, width * scale, overlap * scale)
            place = (slice(None), slice(None), slice(top * scale, (top + height) * scale), slice(left * scale, (left + width) * scale))
            total[place] += part * mask
            weight[place] += mask
    return (total / weight).clamp(0, 1).permute(0, 2, 3, 1).contiguous()


MASKS = {}


def eager_mask(h, w, feather):
    if (h, w) not in MASKS:
        def axis(n):
            a = torch.ones(n)
            if feather < n:
                ramp = (torch.arange(feather) + 1) / feather
                a[:feather] *= ramp
                a[n - feather:] *= ramp.flip(0)
            return a
        MASKS[(h, w)] = axis(h).view(1, 1, h, 1) * axis(w).view(1, 1, 1, w)
    return MASKS[(h, w)]


def timed(work):
    torch.cuda.synchronize()
    begin = time.perf_counter()
    work()
    torch.cuda.synchronize()
    return (time.perf_counter() - begin) * 1e3


def start(model, precision, saved):
    return subprocess.Popen([BENCH, f"{ROOT}/resources/models/upscale_models/{MODELS[model]}.safetensors", PICTURE, "--device",
                             "cuda", "--precision", precision, "--repeat", "2", "--save", saved, "--by-line"],
                            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def ask(bench, word):
    bench.stdin.write(word + "\n")
    bench.stdin.flush()
    return float(bench.stdout.readline())


def compare(bench, word, peers):
    """Takes turns; -> ours' median, and per peer its median and the median of ours/its."""
    for _ in range(2):
        ask(bench, word)
        for work in peers.values():
            timed(work)
    ours, theirs = [], {name: [] for name in peers}
    for _ in range(ROUNDS[word]):
        ours.append(ask(bench, word))
        for name, work in peers.items():
            theirs[name].append(timed(work))
    line = f"ours {statistics.median(ours):8.3f} ms (min {min(ours):.3f})"
    for name, times in theirs.items():
        ratio = statistics.median(o / t for o, t in zip(ours, times))
        line += f" | {name} {statistics.median(times):8.3f} ms (min {min(times):.3f}), ours/it {ratio:.3f}, of minima {min(ours) / min(times):.3f}"
    return line


def exactly(tf32):
    torch.backends.cudnn.allow_tf32 = tf32
    torch.backends.cuda.matmul.allow_tf32 = tf32


def with_tf32(work):
    def run():
        exactly(True)
        work()
        exactly(False)
    return run


def measure(model, precision, bench, folder, picture):
    tile = picture[:, :512, :512].contiguous()
    dtype = torch.float32 if precision == "fp32" else torch.float16
    weights = load_file(f"{ROOT}/resources/models/upscale_models/{MODELS[model]}.safetensors", device="cuda")
    weights = {k: v.to(dtype) for k, v in weights.items()}
    last = {k: v.contiguous(memory_format=torch.channels_last) if v.dim() == 4 else v for k, v in weights.items()}
    make = Compact if model == "compact" else Rrdb
    nets = {"eager": (make(weights), torch.contiguous_format), "eager channels-last": (make(last), torch.channels_last)}
    works = {"network": {}, "tile": {}, "node": {}}
    for name, (net, fmt) in nets.items():
        x = tile.permute(0, 3, 1, 2).to("cuda", dtype).contiguous(memory_format=fmt)
        works["network"][name] = lambda net=net, x=x: net(x)
        works["tile"][name] = lambda net=net, fmt=fmt: eager_node(net, tile, dtype, fmt)
        if name == "eager":
            works["node"][name] = lambda net=net, fmt=fmt: eager_node(net, picture, dtype, fmt)
    if precision == "fp32":
        works["network"]["eager TF32 (not exact)"] = with_tf32(works["network"]["eager"])
    for word, peers in works.items():
        print(f"{model} {precision} {word:8}", compare(bench, word, peers), flush=True)
    theirs = eager_node(nets["eager"][0], picture, dtype, torch.contiguous_format)
    ours = torch.from_numpy(np.fromfile(f"{folder}/{model}.{precision}", dtype=np.float32)).view_as(theirs)
    print(f"{model} {precision} largest difference of the 4096 x 4096 pictures: {(ours - theirs).abs().max().item():.3e}", flush=True)
    if model == "compact":
        for word in ("epilogue", "operators"):
            ask(bench, word)
        times = {word: [] for word in ("epilogue", "operators")}
        for _ in range(15):
            for word in times:
                times[word].append(ask(bench, word))
        ours, theirs = (statistics.median(times[word]) for word in ("epilogue", "operators"))
        size = 64 * 512 * 512 * (4 if precision == "fp32" else 2) * 2
        print(f"kernel {precision}: bias and PReLU of 64 x 512 x 512: {ours * 1e3:.1f} us ({size / ours / 1e9:.2f} TB/s), "
              f"libtorch's two operators {theirs * 1e3:.1f} us, ratio {ours / theirs:.3f}", flush=True)
    bench.stdin.close()
    bench.wait()


@torch.inference_mode()
def main():
    exactly(False)
    folder = tempfile.mkdtemp()
    benches = {}
    for model in MODELS:
        for precision in ("fp32", "fp16"):
            benches[model, precision] = start(model, precision, f"{folder}/{model}.{precision}")
    for bench in benches.values():
        ask(bench, "ready")  # so that none starts up while another is measured
    print("torch", torch.__version__, "cudnn", torch.backends.cudnn.version(), torch.cuda.get_device_name(0))
    picture = torch.from_numpy(np.asarray(Image.open(PICTURE).convert("RGB"), dtype=np.float32) / 255)[None].repeat(1, 2, 2, 1).contiguous()
    failed = False
    for (model, precision), bench in benches.items():
        try:
            measure(model, precision, bench, folder, picture)
        except Exception as problem:  # the others still count
            failed = True
            print(f"FAILED {model} {precision}: {type(problem).__name__}: {problem}", flush=True)
            bench.kill()
    sys.exit(1 if failed else 0)


main()
