"""Lexical retrieval: BM25 (bm25s) over Sudachi's words.

Robertson, Zaragoza (2009), The Probabilistic Relevance Framework: BM25 and Beyond.
"""

import math
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

FOLDER = "lexical"


def write_lexical(folder: Path, texts: Iterable[Sequence[str]]) -> None:
    """Write a BM25 index of the chunks' words."""
    from bm25s import BM25

    index = BM25()
    index.index([list(words) for words in texts], show_progress=False)
    index.save(str(folder / FOLDER), show_progress=False)


class LexicalIndex:
    """Scores chunks by BM25 of the query's words; memory-mapped, shared by all threads."""

    def __init__(self, folder: Path) -> None:
        from bm25s import BM25

        self._index = BM25.load(str(folder / FOLDER), mmap=True, show_progress=False)
        self._vocabulary = self._index.vocab_dict

    def __len__(self) -> int:
        return int(self._index.scores["num_docs"])

    def idf(self, word: str) -> float:
        """log(1 + N / df): how rare a word is. A word that no chunk has counts as found in one."""
        starts, number = self._index.scores["indptr"], self._vocabulary.get(word)
        found = int(starts[number + 1] - starts[number]) if number is not None else 1
        return math.log(1 + len(self) / max(1, found))

    def scores(self, words: Sequence[str]) -> np.ndarray:
        """The score of every chunk, float32 of shape (chunks,). Unknown words count nothing."""
        known = [word for word in words if word in self._vocabulary]
        if not known:
            return np.zeros(len(self), np.float32)
        return np.asarray(self._index.get_scores(known), dtype=np.float32)
