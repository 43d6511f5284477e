"""Small stand-ins for real parts, used by more than one test file."""

import zlib
from collections.abc import Sequence

import numpy as np


class WordEmbedder:
    """An Embedder by hand: each word adds one to the place that its hash names; rows made length one."""

    def __init__(self, *, name: str = "no-such-embedder", dimension: int = 32) -> None:
        self.name = name
        self.dimension = dimension

    def embed_passages(self, texts: Sequence[str]) -> np.ndarray:
        return np.array([self.embed_query(text) for text in texts], np.float32).reshape(len(texts), self.dimension)

    def embed_query(self, text: str) -> np.ndarray:
        row = np.zeros(self.dimension, np.float32)
        for word in text.split():
            row[zlib.crc32(word.encode()) % self.dimension] += 1
        return row / max(1.0, float(np.linalg.norm(row)))

    def count_tokens(self, text: str) -> int:
        return len(text)
