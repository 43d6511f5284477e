"""Search: a question to the passages that answer it, best first."""

from collections.abc import Iterator
from typing import Protocol, runtime_checkable

import numpy as np

from index.duplicates import Shingles
from index.folder import OpenIndex
from index.fusion import fuse, top
from index.passages import Passage
from index.query import Query, document_weights, read_query
from index.words import words
from ingest.documents import Document
from ingest.editions import parse_edition
from ingest.errors import InputError

LEXICAL_WEIGHT = 0.7
DENSE_WEIGHT = 0.3
# A caption matches a short question better than the text that answers it.
FIGURE_WEIGHT = 0.8


@runtime_checkable
class Retriever(Protocol):
    """Anything that finds passages looks like this from outside."""

    def search(self, question: str, k: int) -> list[Passage]:
        """At most k passages, best first, no two of them the same text."""


class DenseRetriever:
    """Passages by the nearness of their vectors to the question's."""

    def __init__(self, index: OpenIndex) -> None:
        self._index = index

    def search(self, question: str, k: int) -> list[Passage]:
        return _passages(self._index, self.scores(read_query(question)), k)

    def scores(self, query: Query) -> np.ndarray:
        return self._index.dense.scores(self._index.embedder.embed_query(query.searched))


class LexicalRetriever:
    """Passages by BM25 of the question's words."""

    def __init__(self, index: OpenIndex) -> None:
        self._index = index

    def search(self, question: str, k: int) -> list[Passage]:
        return _passages(self._index, self.scores(read_query(question)), k)

    def scores(self, query: Query) -> np.ndarray:
        return self._index.lexical.scores(words(query.searched))


class FusedRetriever:
    """Both together, with the edition that the question means preferred.

    `only` keeps to one document, by its id or its edition's name; InputError if the index has no such one.
    """

    def __init__(self, index: OpenIndex, *, only: str | None = None) -> None:
        self._index = index
        self._lexical, self._dense = LexicalRetriever(index), DenseRetriever(index)
        self._allowed = np.array([_is_meant(document, only) for document in index.documents], np.float32)
        if not self._allowed.any():
            known = "、".join(document.id for document in index.documents)
            raise InputError(f"{only} という版はありません。指定できるのは {known} です。")

    def search(self, question: str, k: int) -> list[Passage]:
        query = read_query(question)
        scores = fuse([(LEXICAL_WEIGHT, self._lexical.scores(query)), (DENSE_WEIGHT, self._dense.scores(query))])
        weights = self._allowed * np.array(document_weights(query, self._index.documents), np.float32)
        records = self._index.records
        scores = scores * weights[records.document_of] * np.where(records.is_figure, FIGURE_WEIGHT, 1.0)
        return _passages(self._index, scores, k)


def _is_meant(document: Document, only: str | None) -> bool:
    """Whether a document goes by this id or by this name of an edition: r5, r05, 令和5年版, 2023."""
    if only in (None, document.id, document.edition):
        return True
    try:
        return document.edition is not None and parse_edition(str(only)).name == document.edition
    except InputError:
        return False


def _passages(index: OpenIndex, scores: np.ndarray, k: int) -> list[Passage]:
    """The k best chunks with a score above 0, each text once."""
    found: list[Passage] = []
    for place, score in _distinct(index, scores, k):
        found.append(Passage(index.records.chunk(place), len(found) + 1, score))
    return found


def _distinct(index: OpenIndex, scores: np.ndarray, k: int) -> Iterator[tuple[int, float]]:
    taken: list[Shingles] = []
    for place in _best_first(scores, 2 * max(k, 0) + 10):
        if scores[place] <= 0 or len(taken) >= k:
            return
        chunk = index.records.chunk(int(place))
        shingles = Shingles(chunk.text, chunk.section.document.edition)
        if not any(shingles.same_as(other) for other in taken):
            taken.append(shingles)
            yield int(place), float(scores[place])


def _best_first(scores: np.ndarray, at_first: int) -> Iterator[int]:
    """All places by score, best first; the first few are found without sorting the rest."""
    seen, count = 0, at_first
    while seen < len(scores):
        places = top(scores, count)
        yield from places[seen:]
        seen, count = len(places), 4 * count
