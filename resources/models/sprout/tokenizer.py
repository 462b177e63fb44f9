# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""CLIP's byte-level BPE as SD1.x checkpoints expect it: lower case, spaces around CJK characters, no ftfy.

The merges come from `bpe_simple_vocab_16e6.txt.gz` (MIT; shipped by the Python package open-clip-torch).
Check against recorded token ids: python3 tokenizer.py VOCAB direct_tokens.json
"""
import functools
import gzip
import unicodedata

START, END, LENGTH, ROWS = 49406, 49407, 77, 49408
CONTRACTIONS = ("'s", "'t", "'re", "'ve", "'m", "'ll", "'d")
CJK = ((0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F), (0x2B740, 0x2B81F),
       (0x2B820, 0x2CEAF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F))


def byte_letters():
    """The 256 printable characters that stand for bytes, in the vocabulary's order."""
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    letters = {b: chr(b) for b in plain}
    for b in range(256):
        if b not in letters:
            letters[b] = chr(256 + len(letters) - len(plain))
    return letters


def cleaned(text):
    """Words of `text`: control characters dropped, CJK characters apart, NFC, lower case."""
    out = []
    for c in text:
        kind = unicodedata.category(c)
        if c in " \t\n\r" or kind == "Zs":
            out.append(" ")
        elif c in "\0\ufffd" or kind.startswith("C"):
            continue
        elif any(low <= ord(c) <= high for low, high in CJK):
            out.append(f" {c} ")
        else:
            out.append(c)
    return [w.lower() for w in unicodedata.normalize("NFC", "".join(out)).split()]


def pieces(word):
    """A word's runs of letters, single digits, runs of anything else, and English contractions."""
    def kind(c):
        return unicodedata.category(c)[0] if unicodedata.category(c)[0] in "LN" else "-"

    at = 0
    while at < len(word):
        end = next((at + len(c) for c in CONTRACTIONS if word.startswith(c, at)), None)
        if end is None:
            end = at + 1
            while kind(word[at]) != "N" and end < len(word) and kind(word[end]) == kind(word[at]):
                end += 1
        yield word[at:end]
        at = end


class Tokenizer:
    def __init__(self, vocabulary):
        with gzip.open(vocabulary, "rt", encoding="utf-8") as file:
            merges = [tuple(line.split()) for line in file.read().split("\n")[1:49152 - 256 - 2 + 1]]
        self.letters = byte_letters()
        words = list(self.letters.values())
        words += [w + "</w>" for w in words] + ["".join(m) for m in merges]
        self.ids = {w: i for i, w in enumerate(words)}
        self.rank = {m: i for i, m in enumerate(merges)}
        self.word = functools.lru_cache(maxsize=None)(self._word)

    def _merge(self, piece):
        parts = [self.letters[b] for b in piece.encode("utf-8")]
        parts[-1] += "</w>"
        while len(parts) > 1:
            best = min(zip(parts, parts[1:]), key=lambda p: self.rank.get(p, 1 << 30))
            if best not in self.rank:
                break
            out, i = [], 0
            while i < len(parts):
                if tuple(parts[i:i + 2]) == best:
                    out.append(parts[i] + parts[i + 1])
                    i += 2
                else:
                    out.append(parts[i])
                    i += 1
            parts = out
        return [self.ids[p] for p in parts]

    def _word(self, word):
        return [i for piece in pieces(word) for i in self._merge(piece)]

    def encode(self, text):
        """Token ids without start, end and padding."""
        return [i for w in cleaned(text) for i in self.word(w)]

    def padded(self, text):
        """77 ids: start, at most 75 of the text, end, padded with end (as SD1.x does)."""
        ids = [START, *self.encode(text)[:LENGTH - 2]]
        return ids + [END] * (LENGTH - len(ids))


def main():
    import json
    import sys
    tokenizer, checked = Tokenizer(sys.argv[1]), 0
    for name, case in json.load(open(sys.argv[2], encoding="utf-8")).items():
        expected = case["sd1"]["l"]
        # Weights in parentheses, escapes and embeddings belong to the prompt's parser, not to the tokenizer.
        if any(s in case["text"] for s in ("(", ")", "\\", "embedding:")) or len(expected) > 1:
            continue
        assert tokenizer.padded(case["text"]) == [t[0] for t in expected[0]], name
        checked += 1
    print(f"{checked} texts agree")


if __name__ == "__main__":
    main()
