# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Trains Sprout in a given time: autoencoder, text encoder, UNet with both, then the judge and its verdict.

    python3 train.py --data DATA --out OUT --seconds 470       # an H100 in 8 minutes; a slower card takes what time it is given
    python3 train.py --data DATA --out OUT --smoke             # every stage, tiny: a minute on two CPU cores

Every schedule runs to the clock, so it ends in time on any machine. OUT holds the checkpoint (again every minute or so),
classifier.safetensors, evaluation.json, samples.png, reconstructions.png and log.txt. --from CHECKPOINT goes on from one.
"""
import time

BORN = time.time()

import argparse  # noqa: E402
import json  # noqa: E402
import os  # noqa: E402
import subprocess  # noqa: E402
import sys  # noqa: E402

import numpy as np  # noqa: E402
import torch  # noqa: E402
import torch.nn as nn  # noqa: E402
import torch.nn.functional as F  # noqa: E402
from safetensors.torch import load_file, save  # noqa: E402

import evaluate  # noqa: E402
import model  # noqa: E402
from data import LAYOUTS, SIDE, Renderer, Scenes, draw_scenes, load, load_world  # noqa: E402
from tokenizer import END, LENGTH, ROWS, START  # noqa: E402

TABLE = 3584      # rows of the token table while training; row 0 stands for every token never seen
DROP = 0.10       # captions left out, for guidance
AUX = 0.05        # weight of the text heads beside the UNet's loss


class Log:
    def __init__(self, path):
        self.file = open(path, "a", encoding="utf-8")

    def __call__(self, text):
        line = f"[{time.time() - BORN:6.1f}] {text}"
        print(line, flush=True)
        self.file.write(line + "\n")
        self.file.flush()


def memory(device):
    return f", {torch.cuda.max_memory_allocated() / 2 ** 30:.1f} GiB at most" if device == "cuda" else ""


def rate(progress, step, warm):
    """Share of the full learning rate: linear warm-up by steps, cosine to the deadline."""
    return min(1.0, (step + 1) / warm) * (0.5 + 0.5 * float(np.cos(np.pi * min(1.0, progress))) * 0.998 + 0.001)


class Pace:
    """Progress from 0 to 1 by the clock, and a bound on how far the host runs ahead of the device."""

    def __init__(self, seconds, device, ahead=20):
        self.start, self.seconds, self.device, self.ahead, self.step = time.time(), max(seconds, 0.1), device, ahead, 0

    def progress(self):
        return (time.time() - self.start) / self.seconds

    def tick(self):
        self.step += 1
        if self.device == "cuda" and self.step % self.ahead == 0:
            torch.cuda.synchronize()

    def per_second(self, items=1):
        return self.step * items / max(1e-6, time.time() - self.start)


# ---------------------------------------------------------------- 1. autoencoder
def scene_batch(pool, at, renderer, ground=None):
    return renderer.render(pool["thing"][at], pool["colour"][at], pool["shape"][at], ground)


def edges(x):
    return x[..., 1:, :] - x[..., :-1, :], x[..., :, 1:] - x[..., :, :-1]


def picture_loss(out, target):
    loss = F.l1_loss(out, target) + 0.5 * F.mse_loss(out, target)
    for weight, scale in ((1.0, 1), (0.5, 2), (0.5, 4)):
        a, b = (out, target) if scale == 1 else (F.avg_pool2d(out, scale), F.avg_pool2d(target, scale))
        loss = loss + weight * sum(F.l1_loss(p, q) for p, q in zip(edges(a), edges(b)))
        if scale > 1:
            loss = loss + weight * F.l1_loss(a, b)
    return loss


def train_autoencoder(vae, pool, renderer, seconds, batch, device, say, peak=1.5e-3):
    cuda = device == "cuda"
    if cuda:
        vae.to(memory_format=torch.channels_last)
    optimizer = torch.optim.AdamW(vae.parameters(), lr=peak, betas=(0.9, 0.99), weight_decay=0.0, fused=cuda)
    mean, deviation = torch.zeros(1, 4, 1, 1, device=device), torch.ones(1, 4, 1, 1, device=device)
    pace, count = Pace(seconds, device), len(pool["thing"])
    while (p := pace.progress()) < 1:
        for group in optimizer.param_groups:
            group["lr"] = peak * rate(p, pace.step, 100)
        with torch.no_grad():
            at = torch.randint(count, (batch,), device=device)
            ground = torch.where(torch.rand(batch, 1, device=device) < 0.75, 1.0, torch.rand(batch, 3, device=device))
            pictures = scene_batch(pool, at, renderer, ground)
        with torch.autocast(device, torch.bfloat16, enabled=cuda):
            z = vae.encode(pictures)
        z = z.float()
        if p < 0.8:  # unit latents by the batch's own figures, later by their running average
            on_white = z[ground.mean(1) > 0.999] if pace.step > 50 else z
            on_white = on_white if len(on_white) else z
            m, d = on_white.mean((0, 2, 3), keepdim=True), on_white.std((0, 2, 3), keepdim=True) + 1e-4
            with torch.no_grad():
                k = 1.0 if pace.step == 0 else 0.05
                mean.lerp_(m, k)
                deviation.lerp_(d, k)
        else:
            m, d = mean, deviation
        z = (z - m) / d
        z = z + 0.08 * torch.randn_like(z)
        with torch.autocast(device, torch.bfloat16, enabled=cuda):
            out = vae.decode(z)
        loss = picture_loss(out.float(), pictures)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(vae.parameters(), 1.0)
        optimizer.step()
        pace.tick()
        if pace.step % 200 == 0:
            say(f"autoencoder step {pace.step} loss {loss.item():.4f} {pace.per_second(batch):.0f} pictures/s")
    with torch.no_grad():  # the normalisation becomes part of the encoder's last layer
        last = vae.taesd_encoder[14]
        last.weight.div_(deviation.view(4, 1, 1, 1))
        last.bias.copy_((last.bias - mean.view(4)) / deviation.view(4))
    say(f"autoencoder: {pace.step} steps of {batch}, {pace.per_second():.2f} it/s, {pace.per_second(batch):.0f} pictures/s{memory(device)}")
    vae.eval().requires_grad_(False)


@torch.no_grad()
def encode_pool(vae, pool, renderer, device, chunk):
    count = len(pool["thing"])
    latents = torch.empty(count, 4, SIDE // 8, SIDE // 8, dtype=torch.float16, device=device)
    for at in range(0, count, chunk):
        rows = torch.arange(at, min(count, at + chunk), device=device)
        with torch.autocast(device, torch.bfloat16, enabled=device == "cuda"):
            latents[at:at + chunk] = vae.encode(scene_batch(pool, rows, renderer)).to(torch.float16)
    return latents


# ---------------------------------------------------------------- 2. text encoder and UNet
class Trainee(nn.Module):
    """The UNet and the text encoder, with heads that tell from the text what the scene shows; the heads are not kept."""

    def __init__(self, config, world, prediction):
        super().__init__()
        self.unet = model.UNet(**config["unet"], context=config["context"])
        self.text = model.TextModel(**config["text"], rows=TABLE)
        n, c, width = len(world["things"]), len(world["colours"]), config["text"]["width"]
        self.sizes = (n, n + 1, c + 1, c + 1, 4, len(LAYOUTS))
        self.heads = nn.Linear(width, sum(self.sizes))
        self.prediction = prediction
        a = model.alphas()
        self.register_buffer("signal", a.sqrt().float(), persistent=False)
        self.register_buffer("noise", (1 - a).sqrt().float(), persistent=False)
        with torch.no_grad():
            self.text.embeddings.token_embedding.weight[0].zero_()

    def told(self, states, ids, labels):
        """How badly the heads read the scene off the first end token, and off the last one."""
        end = (ids == 2).int().argmax(1)
        loss = 0.0
        for h in (states[torch.arange(len(ids), device=ids.device), end], states[:, -1]):
            for scores, answer in zip(self.heads(h).float().split(self.sizes, 1), labels.unbind(1)):
                loss = loss + F.cross_entropy(scores, answer, ignore_index=-100) / (2 * len(self.sizes))
        return loss

    def read(self, ids, labels):
        return self.told(self.text(ids), ids, labels)

    def forward(self, z, noise, t, ids, labels):
        states = self.text(ids)
        a, s = self.signal[t][:, None, None, None], self.noise[t][:, None, None, None]
        out = self.unet(a * z + s * noise, t, states).float()
        if self.prediction == "v":
            loss = (out - (a * noise - s * z)).square().mean()
        else:  # the same emphasis as far as it goes: noise weighs little where it is nearly all there is
            loss = ((out - noise).square().mean((1, 2, 3)) * (1 / (a * a)).flatten().clamp_max(20)).mean()
        return loss, self.told(states, ids, labels)


def groups(module, peak):
    table = [p for n, p in module.named_parameters() if "embedding" in n]
    decay = [p for n, p in module.named_parameters() if "embedding" not in n and p.ndim > 1]
    rest = [p for n, p in module.named_parameters() if "embedding" not in n and p.ndim < 2]
    return [{"params": decay, "weight_decay": 0.02, "peak": peak}, {"params": rest, "weight_decay": 0.0, "peak": peak},
            {"params": table, "weight_decay": 0.0, "peak": 2 * peak}]


def zero_unknown(trainee):
    gradient = trainee.text.embeddings.token_embedding.weight.grad
    if gradient is not None:
        gradient[0].zero_()


def captions(pool, at, empty, drop):
    ids, labels = pool["ids"][at].long(), pool["labels"][at].long()
    gone = torch.rand(len(at), 1, device=ids.device) < drop
    return torch.where(gone, empty, ids), labels.masked_fill(gone, -100)


def train_text(trainee, pool, empty, seconds, batch, device, say, heads_only=False, peak=2e-3):
    cuda = device == "cuda"
    optimizer = torch.optim.AdamW([*([] if heads_only else trainee.text.parameters()), *trainee.heads.parameters()], lr=peak, betas=(0.9, 0.98), weight_decay=0.0, fused=cuda)
    pace, count = Pace(seconds, device), len(pool["ids"])
    while (p := pace.progress()) < 1:
        for group in optimizer.param_groups:
            group["lr"] = peak * rate(p * 0.8, pace.step, 50)
        ids, labels = captions(pool, torch.randint(count, (batch,), device=device), empty, 0.0)
        with torch.autocast(device, torch.bfloat16, enabled=cuda):
            loss = trainee.read(ids, labels)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        zero_unknown(trainee)
        torch.nn.utils.clip_grad_norm_(trainee.text.parameters(), 1.0)
        optimizer.step()
        pace.tick()
        if pace.step % 100 == 0:
            say(f"text step {pace.step} loss {loss.item():.4f} {pace.per_second(batch):.0f} captions/s")
    say(f"text: {pace.step} steps of {batch}, {pace.per_second():.2f} it/s, loss {loss.item():.4f}{memory(device)}")


class Average:
    """Exponential moving average of the weights that are kept."""

    def __init__(self, trainee):
        self.live = {n: p for n, p in trainee.named_parameters() if not n.startswith("heads.")}
        self.mean = {n: p.detach().clone() for n, p in self.live.items()}

    @torch.no_grad()
    def update(self, step):
        decay = min(0.998, (1 + step) / (10 + step))
        torch._foreach_lerp_(list(self.mean.values()), [p.detach() for p in self.live.values()], 1 - decay)

    @torch.no_grad()
    def restore(self):
        for n, p in self.live.items():
            p.copy_(self.mean[n])

    def part(self, name):
        return {n[len(name) + 1:]: p for n, p in self.mean.items() if n.startswith(name + ".")}


def compiled_step(trainee, sample, say):
    """The compiled forward pass, tried once with its backward pass; the plain one if anything goes wrong."""
    started = time.time()
    try:
        fast = torch.compile(trainee, dynamic=False)
        with torch.autocast("cuda", torch.bfloat16):
            loss, aux = fast(*sample)
        (loss + AUX * aux).backward()
        trainee.zero_grad(set_to_none=True)
        torch.cuda.synchronize()
        say(f"compiled in {time.time() - started:.1f} s, loss {loss.item():.3f}")
        return fast
    except Exception as error:  # noqa: BLE001: a compiler that fails must not cost the run
        say(f"torch.compile failed after {time.time() - started:.1f} s, going on without: {type(error).__name__}: {str(error)[:600]}")
        trainee.zero_grad(set_to_none=True)
        return trainee


def train_unet(trainee, average, pool, empty, seconds, a, device, say, checkpoint):
    cuda, count, batch = device == "cuda", len(pool["ids"]), a.batch
    steps = torch.arange(batch, device=device)

    def sample():
        at = torch.randint(count, (batch,), device=device)
        ids, labels = captions(pool, at, empty, DROP)
        z = pool["latents"][at].float()
        t = ((steps + torch.rand(batch, device=device)) * (1000 / batch)).long().clamp_max(999)
        return z, torch.randn_like(z), t, ids, labels

    forward = trainee
    if cuda and a.compile:
        if a.warm_process:
            try:
                a.warm_process.wait(timeout=90)
                say(f"warm-up of the compiler ended with {a.warm_process.returncode}")
            except subprocess.TimeoutExpired:
                a.warm_process.kill()
                say("warm-up of the compiler took too long")
        forward = compiled_step(trainee, sample(), say)
    optimizer = torch.optim.AdamW(groups(trainee, a.rate), lr=a.rate, betas=(0.9, 0.99), fused=cuda)
    parameters = list(trainee.parameters())
    pace, calm, saved, total, seen = Pace(seconds(), device), 1.0, time.time(), None, 0
    while (p := pace.progress()) < 1:
        for group in optimizer.param_groups:
            group["lr"] = group["peak"] * calm * rate(p, pace.step, 200)
        with torch.autocast(device, torch.bfloat16, enabled=cuda):
            loss, aux = forward(*sample())
        optimizer.zero_grad(set_to_none=True)
        (loss + AUX * aux).backward()
        zero_unknown(trainee)
        torch.nn.utils.clip_grad_norm_(parameters, 1.0, foreach=True)
        optimizer.step()
        average.update(pace.step)
        total = loss.detach() if total is None else total + loss.detach()
        seen += 1
        pace.tick()
        if pace.step % a.every == 0:
            mean = (total / seen).item()
            say(f"unet step {pace.step} loss {mean:.4f} text {aux.item():.4f} {pace.per_second():.2f} it/s, {pace.per_second(batch):.0f} samples/s, {100 * p:.0f} %")
            total, seen = None, 0
            if not np.isfinite(mean):  # go back to the average, slower
                average.restore()
                calm *= 0.5
                optimizer = torch.optim.AdamW(groups(trainee, a.rate), lr=a.rate, betas=(0.9, 0.99), fused=cuda)
                say("the loss is not a number: back to the average, half the rate")
            if time.time() - saved > a.save_every:
                checkpoint()
                saved = time.time()
    say(f"unet: {pace.step} steps of {batch}, {pace.per_second():.2f} it/s, {pace.per_second(batch):.0f} samples/s{memory(device)}")


# ---------------------------------------------------------------- the whole run
def write_checkpoint(average, vae, used, a):
    tensors = model.to_file(average.part("unet"), average.part("text"), vae.state_dict(), used, a.prediction)
    data = save(tensors, metadata={"format": "pt", "title": "Sprout", "licence": "see the model card beside it", "prediction": a.prediction})
    size = a.split * 2 ** 20 if a.split else len(data)
    parts = [data[at:at + size] for at in range(0, len(data), size)]
    for i, part in enumerate(parts):
        path = os.path.join(a.out, f"sprout.part{i}" if a.split else "sprout.safetensors")
        with open(path + ".new", "wb") as file:
            file.write(part)
        os.replace(path + ".new", path)
    return tensors, len(data)


def bench(trainee, pool, empty, a, device, say):
    """How fast the UNet's step is without the compiler."""
    for layout in (torch.contiguous_format, torch.channels_last):
        trainee.unet.to(memory_format=layout)
        for batch in (a.batch, 2 * a.batch):
            torch.cuda.reset_peak_memory_stats()
            for i in range(9):
                if i == 3:
                    torch.cuda.synchronize()
                    start = time.time()
                ids, labels = captions(pool, torch.randint(len(pool["ids"]), (batch,), device=device), empty, DROP)
                z = torch.randn(batch, 4, SIDE // 8, SIDE // 8, device=device)
                with torch.autocast(device, torch.bfloat16):
                    loss, aux = trainee(z, torch.randn_like(z), torch.randint(1000, (batch,), device=device), ids, labels)
                (loss + AUX * aux).backward()
            torch.cuda.synchronize()
            say(f"plain step, {layout}, batch {batch}: {6 * batch / (time.time() - start):.0f} samples/s{memory(device)}")
    trainee.zero_grad(set_to_none=True)


def warm_compiler(a):
    """Fills the compiler's cache from a process of its own while the autoencoder trains."""
    config, world, device = model.FULL, load_world(), "cuda"
    torch.manual_seed(1)
    trainee = Trainee(config, world, a.prediction).to(device)
    if a.channels_last:
        trainee.unet.to(memory_format=torch.channels_last)
    z = torch.randn(a.batch, 4, SIDE // 8, SIDE // 8, device=device)
    ids = torch.full((a.batch, LENGTH), 2, dtype=torch.long, device=device)
    labels = torch.zeros(a.batch, 6, dtype=torch.long, device=device)
    compiled_step(trainee, (z, torch.randn_like(z), torch.zeros(a.batch, dtype=torch.long, device=device), ids, labels), print)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--seconds", type=float, default=470, help="for everything, counted from the start of this program")
    parser.add_argument("--vae-seconds", type=float, help="default: 15 %% of it")
    parser.add_argument("--text-seconds", type=float, help="default: 2.5 %% of it")
    parser.add_argument("--judge-seconds", type=float, help="default: 5 %% of it")
    parser.add_argument("--tail-seconds", type=float, help="for measuring and writing; default: 4.5 %% of it and 4 s")
    parser.add_argument("--pool", type=int, default=262144, help="scenes drawn and encoded once")
    parser.add_argument("--batch", type=int, default=512)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--prediction", default="v", choices=["v", "eps"])
    parser.add_argument("--compile", type=int, default=1)
    parser.add_argument("--channels-last", type=int, default=1)
    parser.add_argument("--split", type=int, default=0, help="write the checkpoint in parts of so many MiB: cat sprout.part* > sprout.safetensors")
    parser.add_argument("--from", dest="origin", help="a checkpoint to go on from; its autoencoder is kept")
    parser.add_argument("--smoke", action="store_true", help="every stage for seconds; on a CPU with tiny networks")
    parser.add_argument("--warm", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--seed", type=int, default=1)
    a = parser.parse_args()
    device = "cuda" if torch.cuda.is_available() else "cpu"
    cuda, config, limit = device == "cuda", model.FULL, None
    torch.backends.cudnn.benchmark = True
    torch.set_float32_matmul_precision("high")
    if a.warm:
        return warm_compiler(a)
    a.every, a.save_every, vae_batch, text_batch, judge_batch, chunk = 100, 100, 128, 2048, 512, 1024
    if a.smoke:
        limit, a.pool, a.every, a.save_every = 64, 16384, 10, 8
        if cuda:
            a.vae_seconds, a.text_seconds, a.judge_seconds, unet_seconds = 7, 3, 5, 10
        else:
            config, limit, a.pool, a.batch, vae_batch, text_batch, judge_batch, chunk = model.SMOKE, 4, 96, 8, 4, 16, 8, 32
            a.vae_seconds, a.text_seconds, a.judge_seconds, unet_seconds = 5, 4, 4, 15
    else:
        a.vae_seconds = 0.15 * a.seconds if a.vae_seconds is None else a.vae_seconds
        a.text_seconds = 0.025 * a.seconds if a.text_seconds is None else a.text_seconds
        a.judge_seconds = 0.05 * a.seconds if a.judge_seconds is None else a.judge_seconds
        a.tail_seconds = 0.045 * a.seconds + 4 if a.tail_seconds is None else a.tail_seconds
    os.makedirs(a.out, exist_ok=True)
    say = Log(os.path.join(a.out, "log.txt"))
    say(f"torch {torch.__version__} on {torch.cuda.get_device_name() if cuda else 'CPU'}; {json.dumps({k: v for k, v in vars(a).items()})}")
    a.warm_process = None
    if cuda and a.compile:
        extra = ["--warm", "--data", a.data, "--out", a.out, "--batch", str(a.batch), "--prediction", a.prediction, "--channels-last", str(a.channels_last)]
        a.warm_process = subprocess.Popen([sys.executable, os.path.abspath(__file__), *extra])

    # Scenes are drawn before the device is touched: processes are forked here.
    sprites, world, tokenizer = load(a.data)
    thing, colour, shape, tokens, labels = draw_scenes(Scenes(world, tokenizer), a.pool, a.seed, min(16, os.cpu_count() or 1) if a.pool > 8192 else 1)
    seen = np.unique(tokens)
    used = [-1, START, END, *[int(i) for i in seen if i >= 0 and i not in (START, END)]]
    assert len(used) <= TABLE, len(used)
    row = np.zeros(ROWS + 1, np.int32)  # the last one is index -1: the word never learnt
    row[np.array(used[1:])] = np.arange(1, len(used))
    things, colours = len(world["things"]), len(world["colours"])
    none = np.array([things, things, colours, colours, 0, 0])
    labels = np.where(labels < 0, none, labels)
    pool = {"thing": thing, "colour": colour, "shape": shape, "ids": row[tokens], "labels": labels.astype(np.int32)}
    pool = {k: torch.from_numpy(v).to(device) for k, v in pool.items()}
    empty = torch.tensor([[1] + [2] * (LENGTH - 1)], device=device)
    say(f"{a.pool} scenes of {things} things, {len(used)} tokens, {int((tokens != END).sum(1).max())} at most in a caption")

    torch.manual_seed(a.seed)
    renderer = Renderer(sprites, world, device)
    vae = model.Autoencoder(config["vae"]).to(device)
    trainee = Trainee(config, world, a.prediction).to(device)
    if a.origin:
        old = load_file(a.origin)
        vae.load_state_dict({k[len(model.V):]: v.float() for k, v in old.items() if k.startswith(model.V) and "vae_s" not in k})
        vae.eval().requires_grad_(False)
        trainee.unet.load_state_dict({k[len(model.U):]: v.float() for k, v in old.items() if k.startswith(model.U)})
        text = {k[len(model.T):]: v.float() for k, v in old.items() if k.startswith(model.T)}
        table = torch.zeros(TABLE, config["text"]["width"])
        table[1:len(used)] = text["embeddings.token_embedding.weight"][torch.tensor(used[1:])]
        text["embeddings.token_embedding.weight"] = table
        trainee.text.load_state_dict(text)
        if cuda:
            vae.to(memory_format=torch.channels_last)
    else:
        train_autoencoder(vae, pool, renderer, a.vae_seconds, vae_batch, device, say)
    started = time.time()
    pool["latents"] = encode_pool(vae, pool, renderer, device, chunk)
    some = pool["latents"][:4096].float()
    say(f"latents in {time.time() - started:.1f} s: mean {[round(v, 2) for v in some.mean((0, 2, 3)).tolist()]}, deviation {[round(v, 2) for v in some.std((0, 2, 3)).tolist()]}")
    with torch.no_grad():
        from PIL import Image
        shown = scene_batch(pool, torch.arange(32, device=device), renderer)
        both = torch.stack([shown, vae.decode(pool["latents"][:32].float()).clamp(0, 1)], 1).view(8, 8, 3, SIDE, SIDE)
        Image.fromarray((both.permute(0, 3, 1, 4, 2).reshape(8 * SIDE, 8 * SIDE, 3) * 255).byte().cpu().numpy()).save(os.path.join(a.out, "reconstructions.png"))

    train_text(trainee, pool, empty, a.text_seconds, text_batch, device, say, heads_only=bool(a.origin))
    if a.smoke and cuda:
        bench(trainee, pool, empty, a, device, say)
    if cuda:
        trainee.unet.to(memory_format=torch.channels_last if a.channels_last else torch.contiguous_format)
    average = Average(trainee)

    def checkpoint():
        begun = time.time()
        tensors, size = write_checkpoint(average, vae, used, a)
        evaluate.sheet(model.from_file(tensors, device), tokenizer, device, os.path.join(a.out, "samples.png"), prompts=evaluate.SHOWN if cuda else evaluate.SHOWN[:4],
                       steps=20 if cuda else 2)
        say(f"checkpoint of {size / 1e6:.1f} MB and samples in {time.time() - begun:.1f} s")
        return tensors

    def left():  # asked when the first step is ready to go
        return unet_seconds if a.smoke else BORN + a.seconds - a.judge_seconds - a.tail_seconds - time.time()

    train_unet(trainee, average, pool, empty, left, a, device, say, checkpoint)
    tensors = checkpoint()
    del pool["latents"]

    judge = evaluate.train_classifier(renderer, world, a.judge_seconds, device, judge_batch, say=say)
    evaluate.save_classifier(judge, os.path.join(a.out, "classifier.safetensors"))
    sprout, results = model.from_file(tensors, device), []
    for cfg in (evaluate.CFG, 2.5, 6.0):
        results.append(evaluate.measure(sprout, judge, tokenizer, world, device, renderer if cfg == evaluate.CFG else None, cfg=cfg, steps=20 if cuda else 2, limit=limit, say=say))
        with open(os.path.join(a.out, "evaluation.json"), "w", encoding="utf-8") as file:
            json.dump(results, file, ensure_ascii=False, indent=1)
        if not a.smoke and time.time() - BORN > a.seconds - 3:
            break
    say("done")


if __name__ == "__main__":
    main()
