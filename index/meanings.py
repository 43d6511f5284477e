"""How near in meaning two words are, by vectors that were learned from the web: お年寄り is near 高齢者.

`meanings.safetensors` was made by `python -m index.train.meanings` from chiVe (Works Applications, NINJAL): for each
word, known by a hash, the row of its vector. Names have none: a town or a company is what it is, not what it is like.
"""

import hashlib
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

FILE = Path(__file__).with_name("meanings.safetensors")
# What vectors of bytes are multiplied by to have about length one.
_SCALE = 1 / 127


class _Table(NamedTuple):
    """`keys`, sorted, and `rows`, both of shape (words,); `vectors`, int8 of shape (rows, dimension)."""

    keys: np.ndarray
    rows: np.ndarray
    vectors: np.ndarray


def key_of(word: str) -> int:
    """What a word is known by: 64 bits of its BLAKE2b hash."""
    return int.from_bytes(hashlib.blake2b(word.encode("utf-8", "ignore"), digest_size=8).digest())


def vectors_of(words: Iterable[str]) -> np.ndarray:
    """The vectors, of length one, of those words that have any, float32 of shape (known words, dimension)."""
    rows = [row for word in words if (row := _row(word)) >= 0]
    return _table().vectors[rows].astype(np.float32) * _SCALE


def nearest(groups: Sequence[np.ndarray], others: np.ndarray) -> np.ndarray:
    """The cosine of the nearest two among each group's vectors and the others, float32 of shape (groups,).

    0 where there are none.
    """
    found = np.zeros(len(groups), np.float32)
    filled = [place for place, group in enumerate(groups) if len(group)]
    if filled and len(others):
        of_each = (np.concatenate([groups[place] for place in filled]) @ others.T).max(axis=1)
        found[filled] = np.maximum.reduceat(of_each, np.cumsum([0, *(len(groups[place]) for place in filled[:-1])]))
    return found


@lru_cache(maxsize=100_000)
def _row(word: str) -> int:
    """The row of a word's vector, −1 if it has none."""
    keys, rows, _ = _table()
    place = int(np.searchsorted(keys, np.uint64(key_of(word))))
    return int(rows[place]) if place < len(keys) and keys[place] == key_of(word) else -1


@cache
def _table() -> _Table:
    from safetensors.numpy import load_file

    return _Table(**load_file(FILE))
