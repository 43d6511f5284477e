"""Search: a question to the passages that answer it, best first."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, replace
from itertools import zip_longest
from typing import NamedTuple, Protocol, runtime_checkable

import numpy as np

from index.duplicates import Shingles
from index.encodings import Read
from index.features import Candidates, Probe, Signals
from index.filters import EVERYTHING, Filter, mask
from index.folder import OpenIndex
from index.fusion import fuse, top
from index.passages import Passage
from index.query import Query, read_query, searches
from index.rerank import rerank
from index.view import Searchable
from ingest.chunks import Chunk

# What each signal counts among the candidates, before they are ranked by all that is known of them.
WEIGHTS = {"words": 0.5, "groups": 0.15, "sounds": 0.3, "dense": 0.3, "sections": 0.1, "titles": 0.05}
# Candidates by all signals together, and by each one alone.
_TOGETHER, ALONE = 80, 20


class _Scored(NamedTuple):
    """A chunk, its score, and what it was found for."""

    chunk: Chunk
    score: float
    query: Query
    read: Read | None = None


@runtime_checkable
class Retriever(Protocol):
    """Anything that finds passages looks like this from outside."""

    def search(self, question: str, k: int) -> list[Passage]:
        """At most k passages, best first, no two of them the same text but in editions that are both asked for."""


class SignalRetriever:
    """Passages by one signal alone: `words` (BM25), `dense` (vectors) and so on."""

    def __init__(self, index: OpenIndex, signal: str) -> None:
        self._index, self._signal = index, signal

    def search(self, question: str, k: int) -> list[Passage]:
        query = read_query(question)
        scores = getattr(Probe(query, self._index).signals, self._signal)
        best = (int(place) for place in top(scores, 4 * max(k, 0) + 10) if scores[place] > 0)
        return _passages((_Scored(self._index.records.chunk(place), float(scores[place]), query) for place in best), k)


class FusedRetriever:
    """All signals together, reranked, with the edition that the question means preferred.

    `within` keeps to a part of the papers; InputError if the index has no such one. `only` is short for one edition.
    """

    def __init__(self, index: Searchable, *, only: str | None = None, within: Filter = EVERYTHING) -> None:
        self._index = index
        self._within = replace(within, editions=(only,)) if only is not None else within
        everything = self._within == EVERYTHING
        self._allowed = None if everything else mask(self._within, index.records, index.documents)

    def search(self, question: str, k: int) -> list[Passage]:
        asked = searches(read_query(question), self._index.documents)
        return _passages(_in_turn([self._ranked(query) for query in asked]), k)

    def _ranked(self, query: Query) -> Iterator[_Scored]:
        """The candidates, reranked, best first."""
        view = self._index.near(query, self._within)
        probe = Probe(query, view, None if self._allowed is None else self._allowed[view.places])
        places = candidate_places(probe, candidate_scores(probe))
        reranked = rerank(Candidates(probe, places))
        order = np.argsort(-reranked, kind="stable")
        found = ((int(places[place]), float(reranked[place])) for place in order)
        return (_Scored(view.records.chunk(at), score, query, view.encodings.of(at)) for at, score in found)


def candidate_scores(probe: Probe) -> np.ndarray:
    """All signals together, shape (chunks,); 0 for what the question's edition keeps out."""
    found = probe.signals
    return fuse([(weight, getattr(found, name)) for name, weight in WEIGHTS.items()]) * probe.weights


def candidate_places(probe: Probe, scores: np.ndarray) -> np.ndarray:
    """The places of the chunks that may answer: the best by all signals, and by each one."""
    alone = [top(getattr(probe.signals, field.name) * probe.weights, ALONE) for field in fields(Signals)]
    places = np.unique(np.concatenate([top(scores, _TOGETHER), *alone]))
    return places[scores[places] > 0]


def _in_turn(lists: Sequence[Iterator[_Scored]]) -> Iterator[_Scored]:
    """The best of each list, then the second best of each, and so on; each chunk once."""
    seen = set()
    for row in zip_longest(*lists):
        for scored in row:
            if scored and scored.chunk.id not in seen:
                seen.add(scored.chunk.id)
                yield scored


def _passages(found: Iterable[_Scored], k: int) -> list[Passage]:
    """The first k chunks, each text once: where several years or editions are searched, once of each edition."""
    passages: list[Passage] = []
    taken: list[tuple[Shingles, Query]] = []
    for chunk, score, query, read in found:
        if len(passages) >= k:
            break
        shingles = Shingles(chunk.text, chunk.section.document.edition, chunk.section.document.id)
        apart = {other.edition for other, of in taken if of.mentions != query.mentions} - {None, shingles.edition}
        beside = (other for other, _ in taken if shingles.edition is None or other.edition not in apart)
        if not any(map(shingles.same_as, beside)):
            taken.append((shingles, query))
            passages.append(Passage(chunk, len(passages) + 1, score, query, read))
    return passages
