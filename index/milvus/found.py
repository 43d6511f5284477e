"""The rows that Milvus found for a question, as a small index of their own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import numpy as np

from index.embedder import Embedder
from index.encodings import Means
from index.lexical import Field, Lexical
from index.milvus.rows import OF_SECTIONS, PLACE, RECORD, TERMS, VECTOR, first_dimensions, unpack
from index.records import KINDS, read_chunk, read_section
from index.statements import Statements
from ingest.chunks import Chunk
from ingest.documents import Document
from ingest.events import TextKind
from ingest.sections import Section


@dataclass(frozen=True)
class Vocabulary:
    """The terms of one field by their numbers, how many texts of the index have each, and how many texts it has."""

    numbers: Mapping[str, int]
    frequencies: np.ndarray
    whole: int

    @classmethod
    def of(cls, terms: Sequence[str], frequencies: Sequence[int], whole: int) -> "Vocabulary":
        numbers = {term: number for number, term in enumerate(terms) if term}
        return cls(numbers, np.array(frequencies, np.int64), whole)


@dataclass(frozen=True)
class Whole:
    """What is the same for every question: the index's documents, its terms and its embedder."""

    documents: tuple[Document, ...]
    vocabularies: Mapping[Field, Vocabulary]
    embedder: Embedder
    means: Means

    def dimensions(self) -> dict[Field, int]:
        """Where each field's terms begin in a row's sparse vector."""
        return first_dimensions({field: len(known.frequencies) for field, known in self.vocabularies.items()})


@dataclass(frozen=True)
class Found:
    """A View of the rows that were found, in the order of their places in the whole index."""

    places: np.ndarray
    documents: tuple[Document, ...]
    records: "FoundRecords"
    statements: Statements
    dense: "FoundVectors"
    encodings: "FoundEncodings"
    lexical: Mapping[Field, Lexical]
    embedder: Embedder


def found_among(rows: Sequence[Mapping[str, Any]], whole: Whole) -> Found:
    """Put the rows together."""
    rows = sorted(rows, key=lambda row: row[PLACE])
    told = [unpack(row[RECORD]) for row in rows]
    records = FoundRecords(told, whole.documents)
    vectors = np.array([row[VECTOR] for row in rows], np.float32).reshape(len(rows), whole.embedder.dimension)
    places = np.array([row[PLACE] for row in rows], np.int64)
    return Found(
        places,
        whole.documents,
        records,
        _statements([record["statements"] for record in told]),
        FoundVectors(vectors),
        FoundEncodings(whole.means, places),
        _lexical([row[TERMS] for row in rows], records, whole),
        whole.embedder,
    )


class FoundRecords:
    """Records of the rows alone: sections count from 0 again."""

    def __init__(self, told: Sequence[dict], documents: Sequence[Document]) -> None:
        by_id = {document.id: document for document in documents}
        document_places = {id: place for place, id in enumerate(by_id)}
        chunks = [record["chunk"] for record in told]
        places = {number: place for place, number in enumerate(dict.fromkeys(chunk["section"] for chunk in chunks))}
        by_place = {places[record["chunk"]["section"]]: record["section"] for record in told}
        self._chunks = chunks
        self.sections: list[Section] = [read_section(by_place[place], by_id) for place in range(len(places))]
        self.section_of = np.array([places[chunk["section"]] for chunk in chunks], np.int32)
        self.document_of = np.array([document_places[record["section"]["document"]] for record in told], np.int32)
        self.kind_of = np.array([KINDS.index(TextKind(chunk["kind"])) for chunk in chunks], np.int8)
        self.offers = np.array([record["offers"] for record in told], np.uint8)
        self.length = np.array([len(chunk["text"]) for chunk in chunks], np.int32)

    def __len__(self) -> int:
        return len(self._chunks)

    def chunk(self, place: int) -> Chunk:
        return read_chunk(self._chunks[place], self.sections[self.section_of[place]])


class FoundVectors:
    """The vectors of the rows."""

    def __init__(self, vectors: np.ndarray) -> None:
        self._vectors = vectors

    def __len__(self) -> int:
        return len(self._vectors)

    def scores(self, query: np.ndarray, kept: np.ndarray | None = None) -> np.ndarray:
        # Row by row, so that the same vector has the same score wherever it stands.
        return (self._vectors * query).sum(axis=1)


class FoundEncodings:
    """How near the statements of the rows are; the statements themselves are read when a question finds them."""

    def __init__(self, means: Means, places: np.ndarray) -> None:
        self._means, self._places = means, places

    @property
    def kept(self) -> np.ndarray:
        return self._means.kept[self._places]

    def nearness(self, question: str) -> np.ndarray:
        return self._means.nearness(question)[self._places]

    def of(self, place: int) -> None:
        """None: Milvus keeps no vectors of single tokens."""


class FoundTerms(Lexical):
    """The scores of one field's terms in the rows, or in their sections."""

    def __init__(self, vocabulary: Vocabulary, count: int, entries: np.ndarray, scores: np.ndarray) -> None:
        """`entries`: the number of a term and the place of a text, shape (entries, 2), by place; `scores` of each."""
        order = np.argsort(entries[:, 0], kind="stable")
        self._vocabulary, self._count = vocabulary, count
        self._numbers, self._places, self._scores = entries[order, 0], entries[order, 1], scores[order]

    def __len__(self) -> int:
        return self._count

    @property
    def whole(self) -> int:
        return self._vocabulary.whole

    def number(self, term: str) -> int:
        return self._vocabulary.numbers.get(term, -1)

    def frequency(self, term: str) -> int:
        number = self.number(term)
        return 0 if number < 0 else int(self._vocabulary.frequencies[number])

    def postings(self, term: str) -> tuple[np.ndarray, np.ndarray]:
        number = self.number(term)
        start, end = np.searchsorted(self._numbers, [number, number + 1]) if number >= 0 else (0, 0)
        return self._places[start:end], self._scores[start:end]


def _statements(told: Sequence[Mapping[str, list]]) -> Statements:
    spans = [span for of_chunk in told for span in of_chunk["spans"]]
    words = [of_statement for of_chunk in told for of_statement in of_chunk["words"]]
    return Statements(
        np.array(list(accumulate((len(of_chunk["spans"]) for of_chunk in told), initial=0)), np.int64),
        np.array(spans, np.int32).reshape(-1, 2),
        np.array(list(accumulate(map(len, words), initial=0)), np.int64),
        np.array([number for of_statement in words for number in of_statement], np.int32),
        np.array([kinds for of_chunk in told for kinds in of_chunk["offers"]], np.uint8),
    )


def _lexical(vectors: Sequence[Mapping[int, float]], records: FoundRecords, whole: Whole) -> dict[Field, Lexical]:
    """Part the rows' sparse vectors into the fields that they hold. Of each section one row tells all."""
    sizes = [len(vector) for vector in vectors]
    of_row = np.repeat(np.arange(len(vectors)), sizes)
    dimensions = np.fromiter((d for vector in vectors for d in vector), np.int64, sum(sizes))
    scores = np.fromiter((s for vector in vectors for s in vector.values()), np.float32, sum(sizes))
    sections, telling = np.unique(records.section_of, return_index=True)
    tells = np.isin(of_row, telling)
    lexical: dict[Field, Lexical] = {}
    for field, first in whole.dimensions().items():
        vocabulary = whole.vocabularies[field]
        chosen = (dimensions >= first) & (dimensions < first + len(vocabulary.frequencies))
        if field in OF_SECTIONS:
            chosen &= tells
        texts = records.section_of[of_row[chosen]] if field in OF_SECTIONS else of_row[chosen]
        count = len(sections) if field in OF_SECTIONS else len(vectors)
        entries = np.stack([dimensions[chosen] - first, texts], axis=1)
        lexical[field] = FoundTerms(vocabulary, count, entries, scores[chosen])
    return lexical
