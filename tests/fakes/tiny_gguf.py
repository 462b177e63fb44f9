#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes a language model with random weights: llama's architecture, 2 layers, 64 channels, 8 heads, one token for each byte.

usage: tiny_gguf.py FILE.gguf     needs the packages gguf and numpy
"""
import sys

import gguf
import numpy

LAYERS, CHANNELS, HEADS, INNER, CONTEXT = 2, 64, 8, 128, 8192
SPECIAL = ["<unk>", "<s>", "</s>"]


def add_vocabulary(writer):
    """Three special tokens, 256 bytes, and every printable character of ASCII again as a piece of text."""
    bytes_ = [f"<0x{value:02X}>" for value in range(256)]
    plain = ["\u2581"] + [chr(code) for code in range(33, 127)]
    writer.add_tokenizer_model("llama")
    writer.add_token_list([token.encode() for token in SPECIAL + bytes_ + plain])
    writer.add_token_scores([0.0] * (3 + 256) + [-1.0] * len(plain))
    writer.add_token_types([2, 3, 3] + [6] * 256 + [1] * len(plain))
    writer.add_unk_token_id(0)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    return len(SPECIAL) + 256 + len(plain)


def add_weights(writer, words):
    random = numpy.random.default_rng(1)

    def matrix(name, rows, columns, scale=0.2):
        writer.add_tensor(name, (random.standard_normal((rows, columns)) * scale).astype(numpy.float32))

    def ones(name):
        writer.add_tensor(name, numpy.ones(CHANNELS, numpy.float32))

    matrix("token_embd.weight", words, CHANNELS, 1.0)
    ones("output_norm.weight")
    output = random.standard_normal((words, CHANNELS)).astype(numpy.float32)
    output[:3 + 256] = 0.0  # text is made of the plain tokens, mostly
    writer.add_tensor("output.weight", output)
    for layer in range(LAYERS):
        ones(f"blk.{layer}.attn_norm.weight")
        ones(f"blk.{layer}.ffn_norm.weight")
        for name in ("attn_q", "attn_k", "attn_v", "attn_output"):
            matrix(f"blk.{layer}.{name}.weight", CHANNELS, CHANNELS)
        matrix(f"blk.{layer}.ffn_gate.weight", INNER, CHANNELS)
        matrix(f"blk.{layer}.ffn_up.weight", INNER, CHANNELS)
        matrix(f"blk.{layer}.ffn_down.weight", CHANNELS, INNER)


def main():
    writer = gguf.GGUFWriter(sys.argv[1], "llama")
    writer.add_name("tiny")
    writer.add_context_length(CONTEXT)
    writer.add_embedding_length(CHANNELS)
    writer.add_block_count(LAYERS)
    writer.add_feed_forward_length(INNER)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(CHANNELS // HEADS)
    words = add_vocabulary(writer)
    writer.add_vocab_size(words)
    add_weights(writer, words)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


if __name__ == "__main__":
    main()
