# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures a Sprout checkpoint with a small classifier that was trained on renderings alone.

    python3 evaluate.py --checkpoint sprout.safetensors --classifier classifier.safetensors --vocabulary VOCABULARY --out DIR

writes DIR/evaluation.json and DIR/samples.png. A graphics card is used where there is one. With --data DATA (see data.py) and
without --classifier, the classifier is trained first (--seconds) and written to DIR/classifier.safetensors.
"""
import argparse
import json
import os
import random
import time

import torch
import torch.nn as nn
import torch.nn.functional as F
from safetensors.torch import load_file, save_file

import model as sprout_model
from data import SIDE, Renderer, Writer, load, load_world
from tokenizer import Tokenizer

CFG, STEPS, BATCH = 4.0, 20, 128
SHOWN = ["a red apple", "一只熊猫", "a cat", "一只狗", "an elephant", "玫瑰", "a car", "火箭", "sun", "下雨", "pizza", "西瓜", "a guitar", "书", "happy face", "机器人",
         "a blue cat", "绿色的狮子", "a purple car", "粉色的大象", "a yellow book", "红色的鱼", "a small tree", "一只大鸟", "a dog on the left", "右边有一朵花",
         "two bananas", "三只鸭子", "an apple beside a cat", "一只狗和一把伞", "a star above a house", "four strawberries"]


# ---------------------------------------------------------------- the judge
class Step(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.body = nn.Sequential(nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(),
                                  nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False), nn.BatchNorm2d(outputs))
        self.skip = nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        return F.relu(self.body(x) + self.skip(x))


class Classifier(nn.Module):
    """Pictures [B,3,128,128] in 0..1 → scores of things and of colours (the last: as it is)."""

    def __init__(self, things, colours):
        super().__init__()
        self.body = nn.Sequential(nn.Conv2d(3, 32, 3, 1, 1), nn.ReLU(), Step(32, 64, 2), Step(64, 96, 2), Step(96, 128, 2), Step(128, 192, 2))
        self.thing, self.colour = nn.Linear(192, things), nn.Linear(192, colours + 1)

    def forward(self, pictures):
        h = self.body(F.avg_pool2d(pictures, 2) * 2 - 1).mean((2, 3))
        return self.thing(h), self.colour(h)


def renderings(renderer, world, count, device, plain=0.45):
    """Single things as the classifier's lessons: any tint, many sizes, places and turns."""
    things = world["things"]
    tint = torch.tensor([t["tint"] for t in things], device=device)
    mirror = torch.tensor([t["kind"] in ("animal", "plant", "food", "vehicle") for t in things], device=device)
    def rand(): return torch.rand(count, device=device)
    thing = torch.randint(len(things), (count,), device=device)
    colour = torch.randint(len(world["colours"]), (count,), device=device)
    colour = torch.where((rand() < plain) | ~tint[thing], torch.full_like(colour, -1), colour)
    size = 0.55 + 0.5 * rand()
    reach = (1.12 - size).clamp_min(0.08)
    flip = torch.where(mirror[thing] & (rand() < 0.5), -1.0, 1.0)
    shape = torch.stack([(rand() * 2 - 1) * reach, (rand() * 2 - 1) * reach, size, torch.randn(count, device=device) * 0.1, flip], 1)
    return renderer.render(thing[:, None], colour[:, None], shape[:, None]), thing, colour


def roughened(pictures):
    """Soft, noisy, a little off in colour, as generated pictures may be."""
    count, device = len(pictures), pictures.device
    soft = F.interpolate(F.avg_pool2d(pictures, 2), scale_factor=2.0, mode="bilinear")
    pictures = torch.lerp(pictures, soft, torch.rand(count, 1, 1, 1, device=device))
    pictures = pictures * (0.92 + 0.16 * torch.rand(count, 3, 1, 1, device=device))
    coarse = F.interpolate(torch.randn(count, 3, SIDE // 4, SIDE // 4, device=device), scale_factor=4.0, mode="bilinear")
    return pictures + coarse * 0.08 * torch.rand(count, 1, 1, 1, device=device) + torch.randn_like(pictures) * 0.04 * torch.rand(count, 1, 1, 1, device=device)


def train_classifier(renderer, world, seconds, device, batch=512, rate=3e-3, say=print):
    cuda = device == "cuda"
    judge = Classifier(len(world["things"]), len(world["colours"])).to(device)
    if cuda:
        judge = judge.to(memory_format=torch.channels_last)
    optimizer = torch.optim.AdamW(judge.parameters(), lr=rate, weight_decay=0.02, fused=cuda)
    start, step, p = time.time(), 0, 0.0
    while p < 1:
        for group in optimizer.param_groups:
            group["lr"] = rate * min(1.0, (step + 1) / 50) * max(1e-3, 1 - p)
        with torch.no_grad():
            pictures, thing, colour = renderings(renderer, world, batch, device)
            pictures = roughened(pictures)
        with torch.autocast(device, torch.bfloat16, enabled=cuda):
            things, colours = judge(pictures)
            loss = F.cross_entropy(things, thing, label_smoothing=0.05) + 0.3 * F.cross_entropy(colours, torch.where(colour < 0, len(world["colours"]), colour))
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        step += 1
        if step % 100 == 0:
            say(f"classifier step {step} loss {loss.item():.3f} {step * batch / (time.time() - start):.0f} pictures/s")
        if cuda and step % 10 == 0:
            torch.cuda.synchronize()
        p = (time.time() - start) / seconds
    say(f"classifier: {step} steps of {batch}")
    return judge.eval()


# ---------------------------------------------------------------- what is asked, and how it is judged
def questions(world, singles=300, seed=7):
    """(prompt, thing, colour) for single things and held-out pairs, every second one Chinese."""
    rng, writer = random.Random(seed), Writer(world)
    chosen = rng.sample(range(len(world["things"])), min(singles, len(world["things"])))
    single = [(writer.one(rng, t, -1, ("en", "zh")[i % 2], bare=False), t, -1) for i, t in enumerate(chosen)]
    held = [(writer.one(rng, t, c, ("en", "zh")[i % 2], bare=False), t, c) for i, (t, c) in enumerate(world["held_out"])]
    return single, held


@torch.no_grad()
def draw(sprout, tokenizer, prompts, seeds, device, **options):
    empty = torch.tensor([tokenizer.padded("")], device=device)
    out = []
    for at in range(0, len(prompts), BATCH):
        ids = torch.tensor([tokenizer.padded(p) for p in prompts[at:at + BATCH]], device=device)
        out.append(sprout.pictures(ids, seeds[at:at + BATCH], empty=empty, **options))
    return torch.cat(out)


@torch.no_grad()
def judged(judge, pictures):
    parts = [judge(p) for p in pictures.split(256)]
    return torch.cat([p[0] for p in parts]).float(), torch.cat([p[1] for p in parts]).float()


def right(scores, answers, k):
    return (scores.topk(min(k, scores.shape[1]), 1).indices == answers[:, None]).any(1)


def measure(sprout, judge, tokenizer, world, device, renderer=None, cfg=CFG, steps=STEPS, sampler="dpmpp_2m", limit=None, say=print):
    single, held = questions(world)
    single, held = single[:limit], held[:limit]
    result = {"steps": steps, "sampler": sampler, "scheduler": "karras", "cfg": cfg, "prediction": sprout.prediction}
    options = {"cfg": cfg, "steps": steps, "sampler": sampler}

    pictures = draw(sprout, tokenizer, [q[0] for q in single], list(range(1000, 1000 + len(single))), device, **options)
    answers = torch.tensor([q[1] for q in single], device=device)
    scores, _ = judged(judge, pictures)
    one, five = right(scores, answers, 1).float(), right(scores, answers, 5).float()
    result["single"] = {"prompts": len(single), "top1": one.mean().item(), "top5": five.mean().item(),
                        "top1_en": one[0::2].mean().item(), "top1_zh": one[1::2].mean().item(), "top5_en": five[0::2].mean().item(), "top5_zh": five[1::2].mean().item(),
                        "missed": [q[0] for q, ok in zip(single, one.tolist()) if not ok][:80]}

    pictures = draw(sprout, tokenizer, [q[0] for q in held], list(range(5000, 5000 + len(held))), device, **options)
    scores, tints = judged(judge, pictures)
    thing = right(scores, torch.tensor([q[1] for q in held], device=device), 1)
    colour = right(tints[:, :-1], torch.tensor([q[2] for q in held], device=device), 1)
    result["held_out"] = {"prompts": len(held), "thing": thing.float().mean().item(), "colour": colour.float().mean().item(),
                          "both": (thing & colour).float().mean().item()}

    names = [q[0] for q in single[:25]]
    many = draw(sprout, tokenizer, [n for n in names for _ in range(4)], list(range(4 * len(names))), device, **options).view(len(names), 4, -1)
    apart = torch.stack([(many[:, i] - many[:, j]).abs().mean(1) for i in range(4) for j in range(i)])
    result["seeds"] = {"prompts": len(names), "mean_difference": apart.mean().item(), "least_difference": apart.min().item()}
    if renderer:
        torch.manual_seed(99)
        with torch.no_grad():
            fresh, thing, colour = renderings(renderer, world, 8 if limit else 2000, device)
            again = torch.cat([sprout.vae.decode(sprout.vae.encode(p)).float().clamp(0, 1) for p in fresh.split(250)])
        for name, shown in (("judge_on_renderings", fresh), ("judge_on_reconstructions", again)):
            scores, tints = judged(judge, shown)
            tinted = colour >= 0
            result[name] = {"top1": right(scores, thing, 1).float().mean().item(), "top5": right(scores, thing, 5).float().mean().item(),
                            "colour": right(tints[tinted, :-1], colour[tinted], 1).float().mean().item()}
        result["reconstruction_psnr"] = -10 * ((again - fresh) ** 2).mean().log10().item()
    say(json.dumps({k: {n: v for n, v in d.items() if n != "missed"} if isinstance(d, dict) else d for k, d in result.items()}))
    return result


def sheet(sprout, tokenizer, device, path, prompts=SHOWN, seeds=4, **options):
    """A picture of pictures: four prompts a row, each with several seeds."""
    from PIL import Image
    pictures = draw(sprout, tokenizer, [p for p in prompts for _ in range(seeds)], list(range(seeds)) * len(prompts), device, **options)
    across = 4 * seeds if len(prompts) % 4 == 0 else seeds
    grid = pictures.view(-1, across, 3, SIDE, SIDE).permute(0, 3, 1, 4, 2).reshape(-1, across * SIDE, 3)
    Image.fromarray((grid * 255).byte().cpu().numpy()).save(path)


def save_classifier(judge, path):
    save_file({k: (v.half() if v.is_floating_point() else v).contiguous().cpu() for k, v in judge.state_dict().items()}, path)


def load_classifier(path, world, device):
    judge = Classifier(len(world["things"]), len(world["colours"]))
    judge.load_state_dict({k: v.float() if v.is_floating_point() else v for k, v in load_file(path).items()})
    return judge.to(device).eval()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checkpoint", required=True)
    parser.add_argument("--classifier")
    parser.add_argument("--vocabulary", help="CLIP's merges (bpe_simple_vocab_16e6.txt.gz); DATA has them too")
    parser.add_argument("--data")
    parser.add_argument("--seconds", type=float, default=1200, help="for training the classifier")
    parser.add_argument("--cfg", type=float, default=CFG)
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--sampler", default="dpmpp_2m", choices=["dpmpp_2m", "euler"])
    parser.add_argument("--limit", type=int, help="only the first N prompts of each kind")
    parser.add_argument("--out", required=True)
    a = parser.parse_args()
    device, world, renderer = "cuda" if torch.cuda.is_available() else "cpu", load_world(), None
    os.makedirs(a.out, exist_ok=True)
    if a.data:
        sprites, world, tokenizer = load(a.data)
        renderer = Renderer(sprites, world, device)
    if a.vocabulary:
        tokenizer = Tokenizer(a.vocabulary)
    if a.classifier:
        judge = load_classifier(a.classifier, world, device)
    else:
        judge = train_classifier(renderer, world, a.seconds, device)
        save_classifier(judge, os.path.join(a.out, "classifier.safetensors"))
    sprout = sprout_model.from_file(load_file(a.checkpoint), device)
    result = measure(sprout, judge, tokenizer, world, device, renderer, a.cfg, a.steps, a.sampler, a.limit)
    ids = torch.tensor([tokenizer.padded("a red apple")], device=device)
    empty = torch.tensor([tokenizer.padded("")], device=device)
    times = []
    for seed in range(4):
        start = time.time()
        sprout.pictures(ids, [seed], empty=empty, steps=a.steps, cfg=a.cfg, sampler=a.sampler)
        if device == "cuda":
            torch.cuda.synchronize()
        times.append(time.time() - start)
    result["seconds_for_one_picture"] = {"device": device, "threads": torch.get_num_threads(), "best": min(times), "all": times}
    json.dump(result, open(os.path.join(a.out, "evaluation.json"), "w", encoding="utf-8"), ensure_ascii=False, indent=1)
    sheet(sprout, tokenizer, device, os.path.join(a.out, "samples.png"), cfg=a.cfg, steps=a.steps, sampler=a.sampler)
    print(json.dumps(result["seconds_for_one_picture"]))


if __name__ == "__main__":
    main()
