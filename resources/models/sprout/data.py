# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sprout's data: emoji from a font with names from CLDR, scenes made of them, and a renderer that works on any device.

    apt-get download fonts-noto-color-emoji unicode-cldr-core    # OFL; Unicode licence. Unpack with dpkg -x
    python3 data.py --font NotoColorEmoji.ttf --cldr usr/share/unicode/cldr/common --vocabulary bpe_simple_vocab_16e6.txt.gz --out DATA

writes DATA/sprites.npz (pictures), DATA/vocabulary.gz and things.json beside this file (names, colours, what is held out).
"""
import argparse
import html
import json
import multiprocessing
import os
import random
import re
import shutil

import numpy as np

from tokenizer import LENGTH, START, END, Tokenizer

HERE = os.path.dirname(os.path.abspath(__file__))
SIDE = 128            # pixels of a picture and of a sprite
SLOTS = 4             # things in one picture, at most
HELD_OUT = 200
UNKNOWN = "\ue000"    # stands in captions for a word that Sprout never learns
LAYOUTS = ("plain", "small", "big", "left", "right", "top", "bottom", "beside", "above", "count")


# ---------------------------------------------------------------- from font and CLDR to things.json
def annotations(cldr, language):
    """Character → short name, character → keywords."""
    names, keywords = {}, {}
    text = open(f"{cldr}/annotations/{language}.xml", encoding="utf-8").read()
    for character, kind, value in re.findall(r'<annotation cp="([^"]+)"(?: type="(tts)")?>([^<]*)<', text):
        value = html.unescape(value).replace("’", "'").strip()
        if kind:
            names[character] = value
        else:
            keywords[character] = [w.strip() for w in value.split("|")]
    return names, keywords


def sprite(font, character):
    """The glyph, trimmed and fitted into SIDE x SIDE, RGBA."""
    from PIL import Image, ImageDraw
    canvas = Image.new("RGBA", (200, 200))
    ImageDraw.Draw(canvas).text((20, 20), character, font=font, embedded_color=True)
    box = canvas.getchannel("A").getbbox()
    if not box:
        return None
    glyph = canvas.crop(box)
    scale = (SIDE - 2) / max(glyph.size)
    glyph = glyph.resize([max(1, round(n * scale)) for n in glyph.size], Image.Resampling.LANCZOS)
    out = Image.new("RGBA", (SIDE, SIDE))
    out.paste(glyph, ((SIDE - glyph.width) // 2, (SIDE - glyph.height) // 2))
    return np.asarray(out)


def build(arguments):
    from PIL import ImageFont
    import things as chosen
    font = ImageFont.truetype(arguments.font, 109)  # the size of its bitmaps
    english, english_words = annotations(arguments.cldr, "en")
    chinese, chinese_words = annotations(arguments.cldr, "zh")
    things, sprites, taken = [], [], {}

    def words(character, own, name):
        own = own.get(character, "")
        out = own.lstrip("=").split(",") if own else []
        return out if own.startswith("=") else list(dict.fromkeys(([] if not own else out) + [name]))

    for kind, characters in chosen.THINGS.items():
        for character in dict.fromkeys(characters):
            picture = sprite(font, character) if character in english and character in chinese else None
            if picture is None:
                print("left out:", character)
                continue
            thing = {"emoji": character, "kind": kind,
                     "en": words(character, chosen.ENGLISH, english[character].lower()),
                     "zh": words(character, chosen.CHINESE, chinese[character])}
            for language in ("en", "zh"):  # one name, one thing: who comes first keeps it
                free = [n for n in thing[language] if (language, n) not in taken]
                for lost in set(thing[language]) - set(free):
                    print("name taken:", character, lost, "by", taken[language, lost])
                thing[language] = free
                taken.update({(language, n): character for n in free})
            if not thing["en"] or not thing["zh"]:
                print("no name left:", character)
                continue
            thing["keywords_en"] = english_words.get(character, [])
            thing["keywords_zh"] = chinese_words.get(character, [])
            names = " ".join(thing["en"]).split()
            thing["tint"] = character == "🍎" or character == "❤" or not any(c[0] in names for c in chosen.COLOURS)
            things.append(thing)
            sprites.append(picture)

    # Held out: pairs of colour and thing that look unlike the thing as it is.
    rng = random.Random(2024)
    palette = np.array([c[2:] for c in chosen.COLOURS], dtype=np.float64) / 255
    order = [i for i, t in enumerate(things) if t["tint"]]
    rng.shuffle(order)
    held = []
    for i in order:
        colour = len(held) % len(palette)
        alpha = sprites[i][..., 3:] / 255.0
        mean = (sprites[i][..., :3] / 255.0 * alpha).sum((0, 1)) / alpha.sum()
        if len(held) < HELD_OUT and np.linalg.norm(mean - palette[colour]) > 0.35:
            held.append([i, colour])
    assert len(held) == HELD_OUT
    world = {"colours": [{"en": c[0], "zh": c[1], "rgb": c[2:]} for c in chosen.COLOURS], "held_out": held, "things": things}
    with open(os.path.join(HERE, "things.json"), "w", encoding="utf-8") as file:
        file.write('{"colours": ' + json.dumps(world["colours"], ensure_ascii=False) + ',\n"held_out": ' + json.dumps(held) + ',\n"things": [\n')
        file.write(",\n".join(json.dumps(t, ensure_ascii=False) for t in things) + "\n]}\n")
    os.makedirs(arguments.out, exist_ok=True)
    np.savez_compressed(os.path.join(arguments.out, "sprites.npz"), sprites=np.stack(sprites))
    shutil.copy(arguments.vocabulary, os.path.join(arguments.out, "vocabulary.gz"))
    print(f"{len(things)} things, {len(held)} held-out pairs")


def load_world():
    return json.load(open(os.path.join(HERE, "things.json"), encoding="utf-8"))


# ---------------------------------------------------------------- captions
def article(words):
    return "an" if words[0] in "aeiou" and not words.startswith(("one", "uni", "eu")) else "a"


def plural(noun):
    head, _, tail = noun.partition(" of ")
    first, _, last = head.rpartition(" ")
    irregular = {"mouse": "mice", "fish": "fish", "sheep": "sheep", "deer": "deer", "leaf": "leaves", "knife": "knives", "wolf": "wolves", "tooth": "teeth",
                 "goose": "geese", "shrimp": "shrimp", "ox": "oxen"}
    if last in irregular:
        last = irregular[last]
    elif last.endswith(("s", "x", "ch", "sh", "z")):
        last = last if last.endswith("s") and not last.endswith("ss") else last + "es"
    elif last.endswith("y") and last[-2:-1] not in "aeiou":
        last = last[:-1] + "ies"
    else:
        last += "s"
    return (first + " " + last).strip() + (f" of {tail}" if tail else "")


class Writer:
    """Writes what a scene shows, in English or Chinese."""

    def __init__(self, world):
        from things import MEASURE
        self.things, self.colours, self.measure = world["things"], world["colours"], MEASURE

    def noun(self, rng, thing, language):
        names = self.things[thing][language]
        return names[0] if len(names) == 1 or rng.random() < 0.6 else rng.choice(names[1:])

    def one(self, rng, thing, colour, language, size="", bare=None):
        """"a small blue cat" / "一只蓝色的小猫"."""
        noun = self.noun(rng, thing, language)
        if language == "en":
            tint = self.colours[colour]["en"] if colour >= 0 else ""
            if tint == "gray" and rng.random() < 0.4:
                tint = "grey"
            words = " ".join(w for w in (size, tint, noun) if w)
            many = noun.endswith("s") and not noun.endswith(("ss", "us"))
            if bare is None:
                bare = rng.random() < (0.75 if many else 0.3)
            return words if bare else f"{article(words)} {words}"
        tint = ""
        if colour >= 0:
            c = self.colours[colour]["zh"]
            tint = rng.choice([c + "色的", c + "色的", c + "色", c if c not in "粉橙" else c + "色的"])
        kind = self.things[thing]["kind"]
        count = "" if (rng.random() < 0.35 if bare is None else bare) else "一" + rng.choice(["个", *self.measure[kind], *self.measure[kind]])
        return count + (size + tint if rng.random() < 0.5 else tint + size) + noun

    def several(self, rng, thing, colour, number, language):
        noun = self.noun(rng, thing, language)
        if language == "en":
            tint = self.colours[colour]["en"] + " " if colour >= 0 else ""
            return f"{rng.choice([('two', '2'), ('three', '3'), ('four', '4')][number - 2] if rng.random() < 0.3 else [['two', 'three', 'four'][number - 2]])} {tint}{plural(noun)}"
        tint = self.colours[colour]["zh"] + "色的" if colour >= 0 else ""
        return "两三四"[number - 2] + rng.choice(["个", *self.measure[self.things[thing]["kind"]]]) + tint + noun

    def keywords(self, rng, thing, language):
        words = self.things[thing]["keywords_" + language][:]
        rng.shuffle(words)
        words = words[:rng.randint(1, 4)]
        words.insert(rng.randint(0, len(words)), self.noun(rng, thing, language))
        return (", " if language == "en" else rng.choice([", ", "，", " "])).join(dict.fromkeys(words))

    def framed(self, rng, text, language):
        """Words around it that change nothing."""
        if rng.random() < 0.7:
            return text
        if language == "en":
            frame = rng.choice(["a picture of {}", "an emoji of {}", "a drawing of {}", "an icon of {}", "a photo of {}", "draw {}", "{}, emoji", "{} on white",
                                f"{{}}, {UNKNOWN}", f"{UNKNOWN} {{}}", f"{{}}, {UNKNOWN}, {UNKNOWN}", f"{UNKNOWN} {UNKNOWN}, {{}}", f"{UNKNOWN} of {{}}"])
        else:
            frame = rng.choice(["{}的图片", "画{}", "{}表情", "{}图标", "一张{}的照片", f"{UNKNOWN}{{}}", f"{{}}，{UNKNOWN}{UNKNOWN}", f"{UNKNOWN}{UNKNOWN}的{{}}", "可爱的{}"])
        return frame.format(text)


# ---------------------------------------------------------------- scenes
class Scenes:
    """Draws random scenes: what stands where, in which colour, and a caption for it. Held-out pairs never appear."""

    def __init__(self, world, tokenizer):
        from things import MIRROR
        self.writer, self.tokenizer, self.things = Writer(world), tokenizer, world["things"]
        self.held = {tuple(p) for p in world["held_out"]}
        self.colours = len(world["colours"])
        self.mirror = [t["kind"] in MIRROR for t in self.things]
        self.tintable = [i for i, t in enumerate(self.things) if t["tint"]]

    def place(self, rng, thing, colour, x, y, size, wobble=0.06):
        turn = rng.gauss(0, 0.08)
        flip = -1.0 if self.mirror[thing] and rng.random() < 0.5 else 1.0
        return thing, colour, x + rng.uniform(-wobble, wobble), y + rng.uniform(-wobble, wobble), size * rng.uniform(0.94, 1.06), turn, flip

    def tinted(self, rng):
        while True:
            pair = rng.choice(self.tintable), rng.randrange(self.colours)
            if pair not in self.held:
                return pair

    def maybe_tinted(self, rng, chance):
        return self.tinted(rng) if rng.random() < chance else (rng.randrange(len(self.things)), -1)

    def scene(self, rng):
        """Placements, caption, labels (first and second thing, their colours, how many, layout)."""
        w, language, roll = self.writer, rng.choice(("en", "zh")), rng.random()
        en = language == "en"
        second, second_colour, layout, number = -1, -1, "plain", 1
        if roll < 0.66:
            thing, colour = self.tinted(rng) if roll < 0.24 else (rng.randrange(len(self.things)), -1)
            placed = [self.place(rng, thing, colour, 0, 0, rng.uniform(0.66, 0.90), 0.10)]
            pick = rng.random()
            if colour < 0 and pick < 0.10:
                text = w.keywords(rng, thing, language)
            elif colour < 0 and pick < 0.13:
                text = self.things[thing]["emoji"]
            else:
                text = w.framed(rng, w.one(rng, thing, colour, language), language)
        elif roll < 0.74:
            thing, colour = self.maybe_tinted(rng, 0.3)
            layout = rng.choice(("small", "big"))
            size = rng.uniform(0.34, 0.44) if layout == "small" else rng.uniform(0.98, 1.08)
            words = {"small": (["small", "little", "tiny"], ["小", "小小的", "很小的"]), "big": (["big", "large", "huge"], ["大", "大大的", "巨大的"])}
            placed = [self.place(rng, thing, colour, 0, 0, size, 0.12 if layout == "small" else 0.03)]
            text = w.framed(rng, w.one(rng, thing, colour, language, rng.choice(words[layout][not en])), language)
        elif roll < 0.82:
            thing, colour = self.maybe_tinted(rng, 0.3)
            layout = rng.choice(("left", "right", "top", "bottom"))
            x, y = {"left": (-0.48, 0), "right": (0.48, 0), "top": (0, -0.48), "bottom": (0, 0.48)}[layout]
            placed = [self.place(rng, thing, colour, x, y, rng.uniform(0.42, 0.52), 0.07)]
            words = {"left": ("on the left", "左边"), "right": ("on the right", "右边"), "top": ("at the top", "上面"), "bottom": ("at the bottom", "下面")}[layout]
            one = w.one(rng, thing, colour, language)
            text = f"{one} {words[0]}" if en else rng.choice([f"{words[1]}有{one}", f"{one}在{words[1]}", f"{words[1]}的{one}"])
        elif roll < 0.90:
            thing, colour = self.maybe_tinted(rng, 0.3)
            layout, number = "count", rng.randint(2, 4)
            spots = {2: [(-0.5, 0), (0.5, 0)], 3: [(-0.48, 0.44), (0.48, 0.44), (0, -0.46)], 4: [(-0.49, -0.49), (0.49, -0.49), (-0.49, 0.49), (0.49, 0.49)]}[number]
            placed = [self.place(rng, thing, colour, x, y, 0.44, 0.04) for x, y in spots]
            text = w.framed(rng, w.several(rng, thing, colour, number, language), language)
        else:
            thing, colour = self.maybe_tinted(rng, 0.25)
            second, second_colour = self.maybe_tinted(rng, 0.25)
            layout = rng.choice(("beside", "beside", "above"))
            spots = [(-0.5, 0), (0.5, 0)] if layout == "beside" else [(0, -0.5), (0, 0.5)]
            size = rng.uniform(0.43, 0.48)
            placed = [self.place(rng, thing, colour, *spots[0], size, 0.05), self.place(rng, second, second_colour, *spots[1], size, 0.05)]
            a, b = w.one(rng, thing, colour, language), w.one(rng, second, second_colour, language)
            if layout == "above":
                text = f"{a} {rng.choice(['above', 'over', 'on top of'])} {b}" if en else f"{a}在{b}{rng.choice(['上面', '上方'])}"
            else:
                text = f"{a} {rng.choice(['and', 'and', 'beside', 'next to'])} {b}" if en else rng.choice([f"{a}和{b}", f"{a}与{b}", f"{a}在{b}旁边"])
        return placed, text, (thing, second, colour, second_colour, number - 1, LAYOUTS.index(layout))

    def tokens(self, text):
        """Padded ids; -1 for the word never learnt."""
        ids = []
        for i, part in enumerate(text.split(UNKNOWN)):
            ids += [-1] * (i > 0) + self.tokenizer.encode(part)
        return [START, *ids[:LENGTH - 2]] + [END] * (LENGTH - 1 - min(len(ids), LENGTH - 2))


_shared = None  # the Scenes that a drawing process inherits


def _share(scenes):
    global _shared
    _shared = scenes


def _draw(job):
    count, seed = job
    rng = random.Random(seed)
    thing = np.full((count, SLOTS), -1, np.int16)
    colour = np.full((count, SLOTS), -1, np.int16)
    shape = np.zeros((count, SLOTS, 5), np.float32)
    tokens = np.zeros((count, LENGTH), np.int32)
    labels = np.zeros((count, 6), np.int16)
    for n in range(count):
        placed, text, labels[n] = _shared.scene(rng)
        tokens[n] = _shared.tokens(text)
        for k, (t, c, *rest) in enumerate(placed):
            assert (t, c) not in _shared.held
            thing[n, k], colour[n, k], shape[n, k] = t, c, rest
    return thing, colour, shape, tokens, labels


def draw_scenes(scenes, count, seed, processes):
    """`count` scenes as arrays, the same for the same seed however many processes draw them."""
    chunk = 4096
    jobs = [(min(chunk, count - at), f"{seed}/{at}") for at in range(0, count, chunk)]
    if processes > 1 and len(jobs) > 1:
        with multiprocessing.get_context("fork").Pool(min(processes, len(jobs)), _share, (scenes,)) as pool:
            parts = pool.map(_draw, jobs, chunksize=1)
    else:
        _share(scenes)
        parts = [_draw(j) for j in jobs]
    return [np.concatenate(p) for p in zip(*parts)]


# ---------------------------------------------------------------- renderer
class Renderer:
    """Composites sprites on white, on the device that holds them: no loop over pictures."""

    def __init__(self, sprites, world, device):
        import torch
        import torch.nn.functional as F
        self.F, self.torch, self.device = F, torch, device
        rgba = torch.from_numpy(sprites).to(device).permute(0, 3, 1, 2).float() / 255
        alpha = rgba[:, 3:]
        weights = torch.tensor([0.299, 0.587, 0.114], device=device).view(1, 3, 1, 1)
        light = (rgba[:, :3] * weights).sum(1, keepdim=True)
        self.mean = ((light * alpha).sum((1, 2, 3)) / alpha.sum((1, 2, 3)).clamp_min(1e-3)).clamp(0.25, 0.85)
        full = torch.cat([rgba[:, :3] * alpha, alpha, light * alpha], 1)  # premultiplied, and its lightness
        self.levels = [full, F.avg_pool2d(full, 2)]
        self.palette = torch.tensor([c["rgb"] for c in world["colours"]], device=device).float() / 255

    def tint(self, sprites, things, colours):
        """Keeps light and dark, replaces the hue. sprites [N,5,h,w] premultiplied → [N,4,h,w]."""
        torch = self.torch
        alpha, shade = sprites[:, 3:4], sprites[:, 4:5]
        light = shade / alpha.clamp_min(1e-3)
        mean = self.mean[things].view(-1, 1, 1, 1)
        colour = self.palette[colours.clamp_min(0)].view(-1, 3, 1, 1)
        dark = colour * (light / mean).clamp(0, 1)
        pale = colour + (1 - colour) * 0.75 * ((light - mean) / (1 - mean)).clamp(0, 1)
        tinted = torch.where(light < mean, dark, pale) * alpha
        rgb = torch.where((colours >= 0).view(-1, 1, 1, 1), tinted, sprites[:, :3])
        return torch.cat([rgb, alpha], 1)

    def sample(self, thing, colour, shape):
        """Placed sprites [N,4,SIDE,SIDE]; shape = x, y (−1 to 1), size, turn, flip."""
        torch, F = self.torch, self.F
        x, y, size, turn, flip = shape.unbind(1)
        cos, sin = torch.cos(turn) / size, torch.sin(turn) / size
        # Maps a point of the picture to a point of the sprite.
        theta = torch.stack([torch.stack([cos * flip, sin * flip, -(cos * x + sin * y) * flip], 1),
                             torch.stack([-sin, cos, sin * x - cos * y], 1)], 1)
        out = torch.empty(len(thing), 4, SIDE, SIDE, device=thing.device)
        small = size < 0.6
        for level, chosen in ((0, ~small), (1, small)):
            at = chosen.nonzero().squeeze(1)
            if len(at):
                sprites = self.tint(self.levels[level][thing[at]], thing[at], colour[at])
                grid = F.affine_grid(theta[at], (len(at), 4, SIDE, SIDE), align_corners=False)
                out[at] = F.grid_sample(sprites, grid, align_corners=False)
        return out

    def render(self, thing, colour, shape, ground=None):
        """[N,SLOTS], [N,SLOTS], [N,SLOTS,5] → pictures [N,3,SIDE,SIDE] in 0..1, on white or on `ground` [N,3]."""
        out = self.torch.ones(len(thing), 3, SIDE, SIDE, device=thing.device)
        if ground is not None:
            out = out * ground[:, :, None, None]
        for k in range(thing.shape[1]):
            at = (thing[:, k] >= 0).nonzero().squeeze(1)
            if len(at):
                placed = self.sample(thing[at, k].long(), colour[at, k].long(), shape[at, k])
                out[at] = out[at] * (1 - placed[:, 3:]) + placed[:, :3]
        return out.clamp(0, 1)


def load(data):
    """Sprites, world and tokenizer of a folder that this file built."""
    return np.load(os.path.join(data, "sprites.npz"))["sprites"], load_world(), Tokenizer(os.path.join(data, "vocabulary.gz"))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("font", "cldr", "vocabulary", "out"):
        parser.add_argument("--" + name, required=True)
    build(parser.parse_args())
