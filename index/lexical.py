"""Lexical retrieval: BM25 over terms of several fields, memory-mapped.

Robertson, Zaragoza (2009), The Probabilistic Relevance Framework: BM25 and Beyond. bm25s computes each term's
score in each text once, when the index is built; a search only adds them up.
"""

import json
import math
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from scipy.sparse import csc_matrix, csr_matrix

FOLDER = "lexical"


class Field(StrEnum):
    """What BM25 counts: words, synonym groups and sounds of the chunks; words of whole sections and of their titles."""

    WORDS = "words"
    GROUPS = "groups"
    SOUNDS = "sounds"
    SECTIONS = "sections"
    TITLES = "titles"


def write_field(folder: Path, field: Field, texts: Iterable[Sequence[str]]) -> dict[str, int]:
    """Write a BM25 index of the texts' terms. Returns the number that each term has in it."""
    from bm25s import BM25

    index = BM25()
    # A list without any term in all of the texts is no index; one that no query has does no harm.
    listed = [list(terms) for terms in texts]
    index.index(listed if any(listed) else [["\0"] for _ in listed], show_progress=False)
    index.save(str(folder / FOLDER / field), show_progress=False)
    return index.vocab_dict


def save_scores(folder: Path, field: Field, numbers: Mapping[str, int], scores: "csc_matrix") -> None:
    """Write scores that were computed elsewhere, a row for each text and a column for each term, as bm25s would."""
    place = folder / FOLDER / field
    place.mkdir(parents=True, exist_ok=True)
    for name, column in (("indptr", scores.indptr), ("indices", scores.indices), ("data", scores.data)):
        np.save(place / f"{name}.csc.index.npy", column)
    (place / "vocab.index.json").write_text(json.dumps(dict(numbers), ensure_ascii=False), "utf-8")
    (place / "params.index.json").write_text(json.dumps({"num_docs": scores.shape[0]}), "utf-8")


class Lexical(ABC):
    """The BM25 scores that one field's terms have in some texts, and how many texts of the whole index have them."""

    @abstractmethod
    def __len__(self) -> int:
        """The number of texts that are scored."""

    @property
    def whole(self) -> int:
        """The number of texts in the whole index."""
        return len(self)

    @abstractmethod
    def number(self, term: str) -> int:
        """The number of a term; −1 if no text has it."""

    @abstractmethod
    def frequency(self, term: str) -> int:
        """The number of texts in the whole index that have the term."""

    @abstractmethod
    def postings(self, term: str) -> tuple[np.ndarray, np.ndarray]:
        """The places of the texts that have the term, ascending, and its score in each."""

    def idf(self, term: str) -> float:
        """log(1 + N / df): how rare a term is. A term that no text has counts as found in one."""
        return math.log(1 + self.whole / max(1, self.frequency(term)))

    def scores(self, weights: Mapping[str, float]) -> np.ndarray:
        """The score of every text, float32 of shape (texts,): the weighted sum of its terms'. Unknown ones count 0."""
        scores = np.zeros(len(self), np.float32)
        for term, weight in weights.items():
            places, found = self.postings(term)
            scores[places] += weight * found
        return scores

    def having(self, term: str, places: np.ndarray) -> np.ndarray:
        """Which of the texts at these places have the term: bool of the shape of `places`."""
        held, _ = self.postings(term)
        if not len(held):
            return np.zeros(len(places), bool)
        found = np.searchsorted(held, places)
        return held[np.minimum(found, len(held) - 1)] == places


class LexicalIndex(Lexical):
    """The scores of one field's terms in all texts; memory-mapped, shared by all threads."""

    def __init__(self, folder: Path, field: Field) -> None:
        # The files as bm25s wrote them. Importing it, and with it scipy, would take longer than a search, and
        # slicing a numpy.memmap ten times as long as slicing a plain view of it.
        folder = folder / FOLDER / field
        self._vocabulary: dict[str, int] = json.loads((folder / "vocab.index.json").read_bytes())
        # bm25s counts the empty word among the others, though no text has it.
        self._vocabulary.pop("", None)
        self._starts, self._places, self._scores = (
            np.load(folder / f"{name}.csc.index.npy", mmap_mode="r").view(np.ndarray)
            for name in ("indptr", "indices", "data")
        )
        self._count = int(json.loads((folder / "params.index.json").read_text("utf-8"))["num_docs"])

    def __len__(self) -> int:
        return self._count

    def number(self, term: str) -> int:
        return self._vocabulary.get(term, -1)

    def frequency(self, term: str) -> int:
        start, end = self._span(term)
        return end - start

    def postings(self, term: str) -> tuple[np.ndarray, np.ndarray]:
        start, end = self._span(term)
        return self._places[start:end], self._scores[start:end]

    def terms(self) -> list[str]:
        """Every term by its number; "" for a number that no term has."""
        found = [""] * (len(self._starts) - 1)
        for term, number in self._vocabulary.items():
            found[number] = term
        return found

    def by_text(self) -> "csr_matrix":
        """The same scores by text: a row for each text, a column for each term's number."""
        from scipy.sparse import csc_matrix

        shape = (self._count, len(self._starts) - 1)
        return csc_matrix((self._scores, self._places, self._starts), shape=shape).tocsr()

    def _span(self, term: str) -> tuple[int, int]:
        number = self._vocabulary.get(term)
        if number is None:
            return 0, 0
        return int(self._starts[number]), int(self._starts[number + 1])
