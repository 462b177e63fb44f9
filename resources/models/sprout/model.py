# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sprout's three networks with the key names of a single-file SD1.x checkpoint, its noise schedule and two samplers.

UNet               model.diffusion_model.*                        LDM names, 8 heads everywhere, 1x1 convolutions around attention
text encoder       cond_stage_model.transformer.text_model.*      CLIP names, heads = width / 64, quick GELU
autoencoder        first_stage_model.taesd_{encoder,decoder}.*    TAESD layout; first_stage_model.vae_scale, .vae_shift
prediction         v_pred (an empty tensor) marks v-prediction; without it the output is the noise
"""
import math

import torch
import torch.nn as nn
import torch.nn.functional as F

from tokenizer import END, LENGTH, ROWS

HEADS = 8
SCALE = 0.18215  # SD1.x: what samplers see = latent x SCALE
FULL = {"unet": {"channels": 96, "mult": (1, 2), "blocks": 2, "attention_in": (0, 0, 0, 1), "attention_out": (1, 0, 1, 0, 0, 0)},
        "text": {"width": 128, "layers": 4}, "vae": 48, "context": 128}
SMOKE = {"unet": {"channels": 32, "mult": (1, 2), "blocks": 1, "attention_in": (0, 1), "attention_out": (1, 1, 0, 0)},
         "text": {"width": 64, "layers": 2}, "vae": 16, "context": 64}


# ---------------------------------------------------------------- UNet
class Residual(nn.Module):
    def __init__(self, inputs, outputs, time):
        super().__init__()
        self.in_layers = nn.Sequential(nn.GroupNorm(32, inputs), nn.SiLU(), nn.Conv2d(inputs, outputs, 3, padding=1))
        self.emb_layers = nn.Sequential(nn.SiLU(), nn.Linear(time, outputs))
        self.out_layers = nn.Sequential(nn.GroupNorm(32, outputs), nn.SiLU(), nn.Identity(), nn.Conv2d(outputs, outputs, 3, padding=1))
        self.skip_connection = nn.Identity() if inputs == outputs else nn.Conv2d(inputs, outputs, 1)
        nn.init.zeros_(self.out_layers[3].weight)
        nn.init.zeros_(self.out_layers[3].bias)

    def forward(self, x, time):
        h = self.in_layers(x) + self.emb_layers(time)[:, :, None, None]
        return self.skip_connection(x) + self.out_layers(h)


class Attention(nn.Module):
    def __init__(self, width, context):
        super().__init__()
        self.to_q = nn.Linear(width, width, bias=False)
        self.to_k = nn.Linear(context, width, bias=False)
        self.to_v = nn.Linear(context, width, bias=False)
        self.to_out = nn.Sequential(nn.Linear(width, width))

    def forward(self, x, context):
        b, n, width = x.shape
        q, k, v = (m(y).view(b, -1, HEADS, width // HEADS).transpose(1, 2) for m, y in ((self.to_q, x), (self.to_k, context), (self.to_v, context)))
        return self.to_out(F.scaled_dot_product_attention(q, k, v).transpose(1, 2).reshape(b, n, width))


class Gated(nn.Module):
    def __init__(self, width, inner):
        super().__init__()
        self.proj = nn.Linear(width, 2 * inner)

    def forward(self, x):
        value, gate = self.proj(x).chunk(2, dim=-1)
        return value * F.gelu(gate)


class FeedForward(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.net = nn.Sequential(Gated(width, 4 * width), nn.Identity(), nn.Linear(4 * width, width))

    def forward(self, x):
        return self.net(x)


class Block(nn.Module):
    def __init__(self, width, context):
        super().__init__()
        self.norm1, self.norm2, self.norm3 = (nn.LayerNorm(width) for _ in range(3))
        self.attn1, self.attn2, self.ff = Attention(width, width), Attention(width, context), FeedForward(width)

    def forward(self, x, context):
        h = self.norm1(x)
        x = x + self.attn1(h, h)
        x = x + self.attn2(self.norm2(x), context)
        return x + self.ff(self.norm3(x))


class Spatial(nn.Module):
    def __init__(self, width, context):
        super().__init__()
        self.norm = nn.GroupNorm(32, width, eps=1e-6)
        self.proj_in = nn.Conv2d(width, width, 1)
        self.transformer_blocks = nn.ModuleList([Block(width, context)])
        self.proj_out = nn.Conv2d(width, width, 1)
        nn.init.zeros_(self.proj_out.weight)
        nn.init.zeros_(self.proj_out.bias)

    def forward(self, x, context):
        b, c, h, w = x.shape
        y = self.proj_in(self.norm(x)).flatten(2).transpose(1, 2)
        for block in self.transformer_blocks:
            y = block(y, context)
        return x + self.proj_out(y.transpose(1, 2).reshape(b, c, h, w))


class Down(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.op = nn.Conv2d(width, width, 3, stride=2, padding=1)

    def forward(self, x):
        return self.op(x)


class Up(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.conv = nn.Conv2d(width, width, 3, padding=1)

    def forward(self, x):
        return self.conv(F.interpolate(x, scale_factor=2.0, mode="nearest"))


def apply(modules, x, time, context):
    for m in modules:
        x = m(x, time) if isinstance(m, Residual) else m(x, context) if isinstance(m, Spatial) else m(x)
    return x


class UNet(nn.Module):
    """x [B,4,h,w], timesteps [B] (0 to 999), context [B,77,C] → [B,4,h,w]."""

    def __init__(self, channels, mult, blocks, attention_in, attention_out, context):
        super().__init__()
        self.channels, time = channels, 4 * channels
        self.time_embed = nn.Sequential(nn.Linear(channels, time), nn.SiLU(), nn.Linear(time, time))
        self.input_blocks = nn.ModuleList([nn.ModuleList([nn.Conv2d(4, channels, 3, padding=1)])])
        width, skips, attend = channels, [channels], list(attention_in)
        for level, m in enumerate(mult):
            for _ in range(blocks):
                parts = [Residual(width, m * channels, time)]
                width = m * channels
                if attend.pop(0):
                    parts.append(Spatial(width, context))
                self.input_blocks.append(nn.ModuleList(parts))
                skips.append(width)
            if level + 1 < len(mult):
                self.input_blocks.append(nn.ModuleList([Down(width)]))
                skips.append(width)
        self.middle_block = nn.ModuleList([Residual(width, width, time), Spatial(width, context), Residual(width, width, time)])
        self.output_blocks, attend = nn.ModuleList(), list(attention_out)
        for level in reversed(range(len(mult))):
            for i in range(blocks + 1):
                parts = [Residual(width + skips.pop(), mult[level] * channels, time)]
                width = mult[level] * channels
                if attend.pop(0):
                    parts.append(Spatial(width, context))
                if level and i == blocks:
                    parts.append(Up(width))
                self.output_blocks.append(nn.ModuleList(parts))
        self.out = nn.Sequential(nn.GroupNorm(32, width), nn.SiLU(), nn.Conv2d(width, 4, 3, padding=1))
        nn.init.zeros_(self.out[2].weight)
        nn.init.zeros_(self.out[2].bias)

    def forward(self, x, timesteps, context):
        half = self.channels // 2
        rates = torch.exp(torch.arange(half, device=x.device, dtype=torch.float32) * (-math.log(10000) / half))
        angles = timesteps.float()[:, None] * rates
        time = self.time_embed(torch.cat([angles.cos(), angles.sin()], 1))
        skips = []
        for block in self.input_blocks:
            x = apply(block, x, time, context)
            skips.append(x)
        x = apply(self.middle_block, x, time, context)
        for block in self.output_blocks:
            x = apply(block, torch.cat([x, skips.pop()], 1), time, context)
        return self.out(x)


# ---------------------------------------------------------------- text encoder
class SelfAttention(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.heads = max(1, width // 64)
        self.q_proj, self.k_proj, self.v_proj, self.out_proj = (nn.Linear(width, width) for _ in range(4))

    def forward(self, x):
        b, n, width = x.shape
        q, k, v = (m(x).view(b, n, self.heads, width // self.heads).transpose(1, 2) for m in (self.q_proj, self.k_proj, self.v_proj))
        return self.out_proj(F.scaled_dot_product_attention(q, k, v, is_causal=True).transpose(1, 2).reshape(b, n, width))


class QuickMlp(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.fc1, self.fc2 = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def forward(self, x):
        h = self.fc1(x)
        return self.fc2(h * torch.sigmoid(1.702 * h))


class Layer(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.layer_norm1, self.self_attn = nn.LayerNorm(width), SelfAttention(width)
        self.layer_norm2, self.mlp = nn.LayerNorm(width), QuickMlp(width)

    def forward(self, x):
        x = x + self.self_attn(self.layer_norm1(x))
        return x + self.mlp(self.layer_norm2(x))


class TextModel(nn.Module):
    """Token ids [B,77] → [B,77,width]. `rows`: a table may hold only the tokens in use while it is trained; row 0 stays zero."""

    def __init__(self, width, layers, rows=ROWS):
        super().__init__()
        self.embeddings = nn.Module()
        self.embeddings.token_embedding = nn.Embedding(rows, width)
        self.embeddings.position_embedding = nn.Embedding(LENGTH, width)
        self.encoder = nn.Module()
        self.encoder.layers = nn.ModuleList([Layer(width) for _ in range(layers)])
        self.final_layer_norm = nn.LayerNorm(width)
        nn.init.normal_(self.embeddings.token_embedding.weight, std=0.1)
        nn.init.normal_(self.embeddings.position_embedding.weight, std=0.05)

    def forward(self, ids):
        x = self.embeddings.token_embedding(ids) + self.embeddings.position_embedding.weight
        for layer in self.encoder.layers:
            x = layer(x)
        return self.final_layer_norm(x)


# ---------------------------------------------------------------- autoencoder, TAESD layout
class Tiny(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.conv = nn.Sequential(*[m for _ in range(3) for m in (nn.Conv2d(width, width, 3, padding=1), nn.ReLU())][:-1])

    def forward(self, x):
        return F.relu(self.conv(x) + x)


class Clamp(nn.Module):
    def forward(self, x):
        return torch.tanh(x / 3) * 3


class Autoencoder(nn.Module):
    """Pictures [B,3,8h,8w] in 0..1 to latents [B,4,h,w] as samplers see them, and back."""

    def __init__(self, width):
        super().__init__()
        def halve():
            return nn.Conv2d(width, width, 3, stride=2, padding=1, bias=False)

        def double():
            return [nn.Upsample(scale_factor=2), nn.Conv2d(width, width, 3, padding=1, bias=False)]

        three = [lambda: Tiny(width)] * 3
        self.taesd_encoder = nn.Sequential(nn.Conv2d(3, width, 3, padding=1), Tiny(width), halve(), *[t() for t in three], halve(), *[t() for t in three],
                                           halve(), *[t() for t in three], nn.Conv2d(width, 4, 3, padding=1))
        self.taesd_decoder = nn.Sequential(Clamp(), nn.Conv2d(4, width, 3, padding=1), nn.ReLU(), *[t() for t in three], *double(), *[t() for t in three],
                                           *double(), *[t() for t in three], *double(), Tiny(width), nn.Conv2d(width, 3, 3, padding=1))

    def encode(self, pictures):
        return self.taesd_encoder(pictures)

    def decode(self, latents):
        return self.taesd_decoder(latents)


# ---------------------------------------------------------------- schedule and samplers
def alphas(device="cpu"):
    betas = torch.linspace(0.00085 ** 0.5, 0.012 ** 0.5, 1000, dtype=torch.float64) ** 2
    return torch.cumprod(1 - betas, 0).to(device)


def sigma_table():
    a = alphas()
    return ((1 - a) / a).sqrt().float()


def karras(steps, table, rho=7.0):
    low, high = float(table[0]) ** (1 / rho), float(table[-1]) ** (1 / rho)
    return torch.cat([(high + torch.linspace(0, 1, steps) * (low - high)) ** rho, torch.zeros(1)])


class Sprout:
    """The whole checkpoint, for sampling."""

    def __init__(self, unet, text, vae, prediction):
        self.unet, self.text, self.vae, self.prediction = unet.eval(), text.eval(), vae.eval(), prediction
        self.table = sigma_table()
        self.log_table = ((1 - alphas()) / alphas()).sqrt().log().float()

    def denoised(self, x, sigma, context):
        t = (math.log(sigma) - self.log_table).abs().argmin().item()
        out = self.unet(x / math.sqrt(sigma ** 2 + 1), torch.full((len(x),), t, device=x.device), context).float()
        if self.prediction == "v":
            return x / (sigma ** 2 + 1) - out * sigma / math.sqrt(sigma ** 2 + 1)
        return x - sigma * out

    @torch.no_grad()
    def sample(self, ids, seeds, steps=20, cfg=4.0, sampler="dpmpp_2m", size=16, empty=None):
        """ids [B,77] on the device; one seed per picture. Latents as samplers see them, [B,4,size,size]."""
        device = ids.device
        noise = torch.stack([torch.randn(4, size, size, generator=torch.Generator().manual_seed(s)) for s in seeds]).to(device)
        context = self.text(torch.cat([empty.expand_as(ids), ids])).float()
        sigmas = [float(s) for s in karras(steps, self.table)]
        x, before = noise * math.sqrt(1 + sigmas[0] ** 2), None
        for i in range(steps):
            s, n = sigmas[i], sigmas[i + 1]
            free, bound = self.denoised(torch.cat([x, x]), s, context).chunk(2)
            d = free + (bound - free) * cfg
            if sampler == "euler" or n == 0:
                x = x + (x - d) / s * (n - s)
            else:
                h = math.log(s / n)
                mixed = d
                if before is not None:
                    r = math.log(sigmas[i - 1] / s) / h
                    mixed = d * (1 + 1 / (2 * r)) - before / (2 * r)
                x = n / s * x - math.expm1(-h) * mixed
            before = d
        return x

    @torch.no_grad()
    def pictures(self, ids, seeds, **options):
        return self.vae.decode(self.sample(ids, seeds, **options)).float().clamp(0, 1)


# ---------------------------------------------------------------- files
U, T, V = "model.diffusion_model.", "cond_stage_model.transformer.text_model.", "first_stage_model."


def to_file(unet, text, vae, used, prediction):
    """Tensors for the single file, fp16. `used`: the token id of each row of the text model's table (row 0: none)."""
    out = {U + k: v for k, v in unet.items()}
    out |= {V + k: v for k, v in vae.items()}
    for k, v in text.items():
        if k == "embeddings.token_embedding.weight":
            table = torch.zeros(ROWS, v.shape[1])
            table[torch.tensor(used[1:])] = v[1:len(used)].float().cpu()
            v = table
        out[T + k] = v
    out = {k: v.detach().cpu().to(torch.float16).contiguous() for k, v in out.items()}
    out[V + "vae_scale"], out[V + "vae_shift"] = torch.tensor(SCALE), torch.tensor(0.0)
    if prediction == "v":
        out["v_pred"] = torch.zeros(0)
    return out


def from_file(tensors, device="cpu"):
    """Reads every shape from the weights, as an engine must."""
    def part(prefix):
        return {k[len(prefix):]: v.float() for k, v in tensors.items() if k.startswith(prefix)}

    u, t, v = part(U), part(T), part(V)
    v.pop("vae_scale"), v.pop("vae_shift")
    channels = u["input_blocks.0.0.weight"].shape[0]
    count = 1 + max(int(k.split(".")[1]) for k in u if k.startswith("input_blocks."))
    mult, blocks, attention, run = [], 0, [], 0
    for i in range(1, count):
        if f"input_blocks.{i}.0.op.weight" in u:
            run = 0
            continue
        run += 1
        blocks = max(blocks, run)
        width = u[f"input_blocks.{i}.0.out_layers.3.weight"].shape[0] // channels
        mult += [width] if run == 1 else []
        attention.append(int(f"input_blocks.{i}.1.norm.weight" in u))
    outputs = 1 + max(int(k.split(".")[1]) for k in u if k.startswith("output_blocks."))
    attention_out = [int(f"output_blocks.{i}.1.norm.weight" in u) for i in range(outputs)]
    context = next(w for k, w in u.items() if k.endswith("attn2.to_k.weight")).shape[1]
    unet = UNet(channels, mult, blocks, attention, attention_out, context)
    text = TextModel(t["final_layer_norm.weight"].shape[0], 1 + max(int(k.split(".")[2]) for k in t if k.startswith("encoder.")))
    vae = Autoencoder(v["taesd_encoder.0.weight"].shape[0])
    for module, weights in ((unet, u), (text, t), (vae, v)):
        module.load_state_dict(weights)
        module.to(device).requires_grad_(False)
    return Sprout(unet, text, vae, "v" if "v_pred" in tensors else "eps")
