"""An index that is kept in Milvus: a question fetches the rows that may answer it, and they are ranked here."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from index.features import Probe
from index.filters import EVERYTHING, Filter, chapter_of, mask, part_of
from index.fusion import top
from index.lexical import Field, Lexical
from index.milvus.connection import Connection
from index.milvus.found import Found, Whole, found_among
from index.milvus.rows import CHAPTER, DOCUMENT, KIND, PART, PLACE, RECORD, TERMS, VECTOR
from index.preferences import document_weights
from index.query import Query
from index.records import KINDS, Columns
from index.search import ALONE, WEIGHTS
from index.view import View
from ingest.documents import Document

# What Milvus is asked for by each signal, and what is fetched whole of all that it names. With these, of 8,600
# candidates of FAISS 5 are missed.
EACH, FETCHED = 500, 300
# Documents whose scores count so nearly the same are asked for together.
_NEARLY = 0.9

_SIGNALS = tuple(WEIGHTS)
_DENSE = _SIGNALS.index("dense")


@dataclass(frozen=True)
class MilvusIndex:
    """An index in Milvus, ready to be searched. Immutable; shared by all threads."""

    connection: Connection
    collection: str
    name: str
    manifest: dict
    records: Columns
    whole: Whole

    @property
    def documents(self) -> tuple[Document, ...]:
        return self.whole.documents

    @property
    def lexical(self) -> Mapping[Field, Lexical]:
        return self._nothing.lexical

    def near(self, query: Query, within: Filter) -> View:
        """The chunks that may answer a query, and of each signal the best chunk of all, which the others count by."""
        probe = Probe(query, self._nothing)
        counts = np.array(document_weights(query, self.documents), np.float32) * self._documents_in(within)
        hits = list(self._hits(probe, counts, within))
        counts = counts[self.records.document_of]
        # Milvus is not asked for the nearest statements: so few are kept that they are looked through here.
        nearness = self.whole.means.nearness(query.as_read)
        near = top(nearness * counts * mask(within, self.records, self.documents), ALONE)
        places = np.union1d(chosen(hits, counts, limit=FETCHED), near[counts[near] > 0])
        condition = f"{PLACE} in {places.tolist()}"
        rows = self.connection.rows(self.collection, condition, [PLACE, VECTOR, TERMS, RECORD]) if len(places) else []
        return found_among(rows, self.whole)

    @cached_property
    def _nothing(self) -> Found:
        """The view of no rows: it still knows the words and the documents."""
        return found_among([], self.whole)

    def _documents_in(self, within: Filter) -> np.ndarray:
        """Which documents a filter leaves something of, bool of shape (documents,)."""
        if within == EVERYTHING:
            return np.ones(len(self.documents), bool)
        kept = self.records.document_of[mask(within, self.records, self.documents)]
        return np.isin(np.arange(len(self.documents)), kept)

    def _hits(self, probe: Probe, counts: np.ndarray, within: Filter) -> Iterator["Hits"]:
        """What each signal finds: among the documents that count most, among those that count less, and at all."""
        conditions = self._conditions(within)
        thresholds = bands(counts)
        for threshold in thresholds:
            among = counts >= threshold
            ids = [self.documents[place].id for place in np.flatnonzero(among)]
            named = [] if among.all() else [_one_of(DOCUMENT, ids)]
            yield from self._search(probe, [*named, *conditions], EACH, threshold)
        if conditions or not (counts > 0).all():
            yield from self._search(probe, [], 1, None)

    def _search(self, probe: Probe, conditions: Sequence[str], k: int, threshold: float | None) -> Iterator["Hits"]:
        condition = " and ".join(conditions)
        asked = {_SIGNALS.index(field): self._terms(field, words) for field, words in probe.asked.items()}
        asked = {signal: vector for signal, vector in asked.items() if vector}
        found: dict[int, list[tuple[int, float]]] = {}
        if asked:
            lists = self._nearest(TERMS, list(asked.values()), k, condition)
            found |= dict(zip(asked, lists, strict=True))
        if probe.vector.any():
            found[_DENSE] = self._nearest(VECTOR, [probe.vector.tolist()], k, condition)[0]
        for signal, scored in found.items():
            places = np.array([place for place, _ in scored], np.int64)
            scores = np.array([score for _, score in scored], np.float32)
            yield Hits(signal, threshold, places, scores, len(scored) < k)

    def _nearest(self, field: str, vectors: list, k: int, condition: str) -> list[list[tuple[int, float]]]:
        return self.connection.nearest(self.collection, field, vectors, k=k, condition=condition, key=PLACE)

    def _terms(self, field: Field, weights: Mapping[str, float]) -> dict[int, float]:
        """The terms of a field that the index knows, as a sparse vector."""
        numbers, first = self.whole.vocabularies[field].numbers, self._first[field]
        return {first + numbers[term]: float(weight) for term, weight in weights.items() if term in numbers}

    @cached_property
    def _first(self) -> dict[Field, int]:
        return self.whole.dimensions()

    def _conditions(self, within: Filter) -> list[str]:
        """A filter as Milvus reads it."""
        if within == EVERYTHING:
            return []
        kept = mask(within, self.records, self.documents)
        sections = [self.records.sections[place] for place in np.unique(self.records.section_of[kept])]
        present = {
            DOCUMENT: (within.editions, (section.document.id for section in sections)),
            PART: (within.part, (part_of(section) or "" for section in sections)),
            CHAPTER: (within.chapter, (chapter_of(section) or "" for section in sections)),
            KIND: (within.kind, (KINDS[kind].value for kind in np.unique(self.records.kind_of[kept]))),
        }
        return [_one_of(name, list(values)) for name, (given, values) in present.items() if given]


@dataclass(frozen=True)
class Hits:
    """What one signal found among the documents that count at least the threshold; None: among all.

    `everything`: a chunk that is not here has a score of 0.
    """

    signal: int
    threshold: float | None
    places: np.ndarray
    scores: np.ndarray
    everything: bool


def bands(counts: np.ndarray) -> list[float]:
    """Thresholds that part documents by what they count, highest first; those that count nearly the same together."""
    thresholds: list[float] = []
    highest = 0.0
    for count in sorted({float(count) for count in counts if count > 0}, reverse=True):
        if thresholds and count >= _NEARLY * highest:
            thresholds[-1] = count
        else:
            thresholds.append(count)
            highest = count
    return thresholds


def chosen(hits: Sequence[Hits], counts: np.ndarray, *, limit: int) -> np.ndarray:
    """The places of the chunks to be fetched, ascending; `counts`: what each chunk of the index counts.

    The best by each signal alone, and those that may be best by all of them: a chunk that a signal did not name
    scores at most what the last one did that it named (Fagin, Lotem, Naor (2003), Optimal aggregation algorithms).
    """
    if not hits:
        return np.zeros(0, np.int64)
    places = np.unique(np.concatenate([hit.places for hit in hits]))
    weight = counts[places]
    most = np.zeros((len(places), len(_SIGNALS)), np.float32)
    seen = np.zeros_like(most)
    best = np.zeros(len(_SIGNALS), np.float32)
    # The highest threshold last: among the documents that count most, its lists say more.
    for hit in sorted(hits, key=lambda hit: hit.threshold or 0.0):
        at, column = np.searchsorted(places, hit.places), hit.signal
        if hit.threshold is not None:
            most[weight >= hit.threshold, column] = 0.0 if hit.everything else hit.scores[-1]
        seen[at, column] = hit.scores
        best[column] = max(best[column], hit.scores.max(initial=0.0))
    most = np.where(seen > 0, seen, most)
    shares = np.maximum(most, 0) / np.where(best > 0, best, 1)
    together = top(shares @ np.array(list(WEIGHTS.values()), np.float32) * weight, limit)
    alone = [top(seen[:, column] * weight, ALONE) for column in range(len(_SIGNALS))]
    first = [np.flatnonzero((seen[:, c] == best[c]) & (best[c] > 0))[:1] for c in range(len(_SIGNALS))]
    return places[np.unique(np.concatenate([together, *alone, *first]))]


def _one_of(name: str, values: Sequence[str]) -> str:
    return f"{name} in {json.dumps(sorted(set(values)), ensure_ascii=False)}"
