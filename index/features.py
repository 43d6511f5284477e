"""What tells a passage that answers from one that merely matches: one row of numbers for each candidate."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np

from index.bridge import bridged
from index.concepts import Concept, concepts, flat, weighed_sum
from index.facts import FactKind
from index.fusion import share_of_best
from index.lexical import Field
from index.preferences import document_weights
from index.query import Query
from index.records import KINDS
from index.view import View
from index.words import nouns, sounds, terms, words
from ingest.calendar import era_year
from ingest.events import TextKind

# Rarer words than this say no more.
_MOST_IDF = 8.0
_QUANTITIES = FactKind.RATE.bit | FactKind.MONEY.bit | FactKind.DATE.bit
# Where a question leaves open what a feature compares.
_OPEN = 0.5


@dataclass(frozen=True)
class Signals:
    """The scores of every chunk, each of shape (chunks,), by what it was found by.

    `near`: how near its nearest statement is that was read when the index was built.
    """

    words: np.ndarray
    groups: np.ndarray
    sounds: np.ndarray
    dense: np.ndarray
    sections: np.ndarray
    titles: np.ndarray
    near: np.ndarray


@dataclass(frozen=True)
class Probe:
    """A query made ready for one index. `allowed`, bool of shape (chunks,), is false for those that are kept out."""

    query: Query
    index: View
    allowed: np.ndarray | None = None

    @cached_property
    def concepts(self) -> list[Concept]:
        return concepts(self.query.searched, self.query.context)

    @cached_property
    def names(self) -> list[Concept]:
        """The proper names among the concepts."""
        _, proper = nouns(self.query.text)
        return [concept for concept in self.concepts if concept.words.keys() & proper]

    @cached_property
    def weights(self) -> np.ndarray:
        """What the scores of each chunk count, by the edition it is of."""
        weights = np.array(document_weights(self.query, self.index.documents), np.float32)
        weights = weights[self.index.records.document_of]
        return weights if self.allowed is None else weights * self.allowed

    @cached_property
    def vector(self) -> np.ndarray:
        """The vector of the question with its context, English words in Japanese."""
        translated = " ".join(word for known in bridged(self.query.text) for word in known)
        return self.index.embedder.embed_query(f"{self.query.searched} {self.query.context} {translated}".strip())

    @cached_property
    def asked(self) -> dict[Field, dict[str, float]]:
        """What is looked up in each field: terms with their weights."""
        found, spoken = terms(self.query.searched), flat(self.concepts)
        return {
            Field.WORDS: spoken,
            Field.GROUPS: dict.fromkeys(found.groups, 1.0),
            Field.SOUNDS: dict.fromkeys(sounds(found.reading), 1.0),
            Field.SECTIONS: spoken,
            Field.TITLES: spoken,
        }

    @cached_property
    def signals(self) -> Signals:
        scores = {field: self.index.lexical[field].scores(weights) for field, weights in self.asked.items()}
        of_section = self.index.records.section_of
        return Signals(
            words=scores[Field.WORDS],
            groups=scores[Field.GROUPS],
            sounds=scores[Field.SOUNDS],
            dense=self.index.dense.scores(self.vector, self.weights > 0),
            sections=scores[Field.SECTIONS][of_section],
            titles=scores[Field.TITLES][of_section],
            near=self.index.encodings.nearness(self.query.as_read),
        )


@dataclass(frozen=True)
class Candidates:
    """Chunks that may answer, by their places in the index, with what the features have in common."""

    probe: Probe
    places: np.ndarray

    @cached_property
    def sections(self) -> np.ndarray:
        return self.probe.index.records.section_of[self.places]

    @cached_property
    def kinds(self) -> np.ndarray:
        return self.probe.index.records.kind_of[self.places]

    @cached_property
    def offers(self) -> np.ndarray:
        return self.probe.index.records.offers[self.places]

    @cached_property
    def kept(self) -> np.ndarray:
        """Of which chunks the statements were read when the index was built."""
        return self.probe.index.encodings.kept[self.places]

    @cached_property
    def worths(self) -> np.ndarray:
        """What each concept counts, by the idf of its most telling word, shape (concepts,); their sum is 1."""
        idf = self.probe.index.lexical[Field.WORDS].idf
        worths = [
            max(weight * min(idf(word), _MOST_IDF) for word, weight in c.words.items()) for c in self.probe.concepts
        ]
        return np.array(worths, np.float32) / (sum(worths) or 1.0)

    @cached_property
    def here(self) -> np.ndarray:
        """How well each chunk holds each concept, shape (places, concepts)."""
        return self._held(self.probe.concepts, Field.WORDS, self.places)

    @cached_property
    def above(self) -> np.ndarray:
        """How well the titles over each chunk hold each concept, shape (places, concepts)."""
        return self._held(self.probe.concepts, Field.TITLES, self.sections)

    @cached_property
    def around(self) -> np.ndarray:
        """How well the section of each chunk holds each concept, shape (places, concepts)."""
        return self._held(self.probe.concepts, Field.SECTIONS, self.sections)

    @cached_property
    def said(self) -> np.ndarray:
        """How well each statement of the chunks holds each concept, shape (statements, concepts)."""
        field = self.probe.index.lexical[Field.WORDS]
        spoken = list(flat(self.probe.concepts))
        numbers = np.array([field.number(word) for word in spoken], np.int32)
        held = self.probe.index.statements.having_all(self.places, numbers)
        return _strongest(held, [[c.words.get(word, 0.0) for word in spoken] for c in self.probe.concepts])

    @cached_property
    def bearer(self) -> np.ndarray:
        """For each statement, which of the chunks it stands in, shape (statements,)."""
        return np.repeat(np.arange(len(self.places)), self.probe.index.statements.counts(self.places))

    @cached_property
    def shares(self) -> np.ndarray:
        """The share of the question in each statement, title words given, shape (statements,)."""
        return self._share(self.said)

    @cached_property
    def best_said(self) -> np.ndarray:
        """The share of the question in each chunk's best statement, shape (places,)."""
        return self._best(self.shares)

    @cached_property
    def best_offer(self) -> np.ndarray:
        """The same of the best statement that offers the kind of fact that is asked for."""
        asked = self.probe.query.kinds
        if not asked:
            return self.best_said
        return self._best(self.shares * ((self.probe.index.statements.offers_all(self.places) & asked) > 0))

    @cached_property
    def best_pair(self) -> np.ndarray:
        """The same of the best two statements that follow each other."""
        before = np.roll(self.said, 1, axis=0)
        before[np.flatnonzero(np.diff(self.bearer, prepend=-1))] = 0
        return self._best(self._share(np.maximum(self.said, before)))

    def _share(self, said: np.ndarray) -> np.ndarray:
        return weighed_sum(np.maximum(said, _TITLE * self.above[self.bearer]), self.worths)

    def _best(self, of_statements: np.ndarray) -> np.ndarray:
        """The best of each chunk's statements, shape (places,); 0 for a chunk without any."""
        best = np.zeros(len(self.places), np.float32)
        np.maximum.at(best, self.bearer, of_statements)
        return best

    def _held(self, found: Sequence[Concept], field: Field, places: np.ndarray) -> np.ndarray:
        index = self.probe.index.lexical[field]
        held = np.zeros((len(places), len(found)), np.float32)
        for number, concept in enumerate(found):
            for word, weight in concept.words.items():
                held[:, number] = np.maximum(held[:, number], weight * index.having(word, places))
        return held


# What a concept counts that only a title over the statement holds.
_TITLE = 0.7


def _strongest(held: np.ndarray, weights: Sequence[Sequence[float]]) -> np.ndarray:
    """Of each concept's words that are there, the highest weight, shape (statements, concepts)."""
    found = np.zeros((len(held), len(weights)), np.float32)
    for concept, of_words in enumerate(weights):
        for word, weight in enumerate(of_words):
            if weight:
                found[:, concept] = np.maximum(found[:, concept], weight * held[:, word])
    return found


Feature = Callable[[Candidates], np.ndarray]


def _signal(name: str) -> Feature:
    """A signal as its share of the best candidate's."""
    return lambda candidates: share_of_best(getattr(candidates.probe.signals, name)[candidates.places])


def _is(kind: TextKind) -> Feature:
    return lambda candidates: candidates.kinds == KINDS.index(kind)


def _offers(kind: FactKind) -> Feature:
    def offers(candidates: Candidates) -> np.ndarray:
        asked = bool(candidates.probe.query.kinds & kind.bit)
        return ((candidates.offers & kind.bit) > 0) * asked

    return offers


def _offers_quantity(candidates: Candidates) -> np.ndarray:
    wanted = candidates.probe.query.kinds & _QUANTITIES
    return (candidates.offers & wanted) > 0 if wanted else np.full(len(candidates.places), _OPEN)


def _names(candidates: Candidates) -> np.ndarray:
    """The share of the question's proper names that each chunk or its titles hold."""
    named = [candidates.probe.concepts.index(name) for name in candidates.probe.names]
    if not named:
        return np.ones(len(candidates.places))
    return np.maximum(candidates.here, candidates.above)[:, named].mean(axis=1)


def _year(candidates: Candidates) -> np.ndarray:
    """The share of the question's years that each chunk speaks of, in either calendar."""
    field, years = candidates.probe.index.lexical[Field.WORDS], candidates.probe.query.years
    if not years:
        return np.full(len(candidates.places), _OPEN)
    held = [field.having(str(year), candidates.places) | _era(year, candidates) for year in years]
    return np.mean(held, axis=0)


def _era(year: int, candidates: Candidates) -> np.ndarray:
    """Which chunks have the words of a year of an era: 令和 and 6; 令和 and 元年."""
    field, said = candidates.probe.index.lexical[Field.WORDS], (word for word in words(era_year(year)) if word != "年")
    return np.logical_and.reduce([field.having(word, candidates.places) for word in said])


def _newest(candidates: Candidates) -> np.ndarray:
    years = np.array([document.year or 0 for document in candidates.probe.index.documents])
    return (years == years.max())[candidates.probe.index.records.document_of[candidates.places]]


def _behind(candidates: Candidates) -> np.ndarray:
    """By how much each chunk's nearest statement is less near than the nearest of all candidates."""
    near = candidates.probe.signals.near[candidates.places]
    return near - near.max(initial=0.0)


def _level(candidates: Candidates) -> np.ndarray:
    sections = candidates.probe.index.records.sections
    return np.array([sections[place].level for place in candidates.sections]) / 5


_FEATURES: dict[str, Feature] = {
    **{signal.name: _signal(signal.name) for signal in fields(Signals) if signal.name != "dense"},
    "dense": lambda c: c.probe.signals.dense[c.places],
    "cosine": lambda c: c.probe.signals.near[c.places],
    "kept": lambda c: c.kept,
    "behind": _behind,
    "kept_behind": lambda c: _behind(c) * c.kept,
    "coverage": lambda c: weighed_sum(c.here, c.worths),
    "coverage_with_titles": lambda c: weighed_sum(np.maximum(c.here, c.above), c.worths),
    "coverage_with_section": lambda c: weighed_sum(np.maximum(np.maximum(c.here, c.above), c.around), c.worths),
    "best_statement": lambda c: c.best_said,
    "best_pair": lambda c: c.best_pair,
    "best_offer": lambda c: c.best_offer,
    "names": _names,
    "year": _year,
    "weight": lambda c: c.probe.weights[c.places],
    "newest": _newest,
    "figure": _is(TextKind.FIGURE),
    "table": _is(TextKind.TABLE),
    "footnote": _is(TextKind.FOOTNOTE),
    "figure_asked": lambda c: (c.kinds == KINDS.index(TextKind.FIGURE)) * c.probe.query.asks_figure,
    "offers_quantity": _offers_quantity,
    "offers_reason": _offers(FactKind.REASON),
    "offers_meaning": _offers(FactKind.MEANING),
    "offers_list": _offers(FactKind.LIST),
    "length": lambda c: np.log(np.maximum(c.probe.index.records.length[c.places], 20)) - 5,
    "level": _level,
}
FEATURES = tuple(_FEATURES)


def features(candidates: Candidates) -> np.ndarray:
    """One row for each candidate, float32 of shape (places, len(FEATURES))."""
    columns = [np.asarray(feature(candidates), np.float32) for feature in _FEATURES.values()]
    return np.stack(columns, axis=1)
