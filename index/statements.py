"""The statements of each chunk, its sentences or the lines of its figure, each with its words; memory-mapped."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from index.facts import offered_kinds
from index.ranges import ranges
from ingest.chunks import Chunk
from ingest.sentences import sentence_spans

_FIRST, _SPANS, _WORDS_FROM, _WORDS, _OFFERS = (
    f"statements.{column}.npy" for column in ("first", "spans", "words_from", "words", "offers")
)


@dataclass(frozen=True)
class Statement:
    """A sentence of a chunk: where it stands in the chunk's text, and its search words."""

    start: int
    end: int
    words: Sequence[str]


def statement_spans(chunk: Chunk) -> list[tuple[int, int]]:
    """Start and end of each statement of a chunk: of running text the sentences, of a figure the lines."""
    if chunk.of_figure:
        return list(_lines(chunk.text))
    return sentence_spans(chunk.text)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.split("\n"):
        if line.strip():
            yield start, start + len(line)
        start += len(line) + 1


def write_statements(
    folder: Path, chunks: Sequence[Chunk], statements: Iterable[Sequence[Statement]], number_of: dict[str, int]
) -> None:
    """Write the statements of each chunk. `number_of` gives each word's number in the lexical index."""
    first, words_from = [0], [0]
    spans: list[tuple[int, int]] = []
    words: list[int] = []
    offers: list[int] = []
    for chunk, found in zip(chunks, statements, strict=True):
        first.append(first[-1] + len(found))
        for statement in found:
            spans.append((statement.start, statement.end))
            words.extend(number_of[word] for word in dict.fromkeys(statement.words))
            words_from.append(len(words))
            offers.append(offered_kinds(chunk.text[statement.start : statement.end]))
    save_statements(folder, np.array(first), np.array(spans).reshape(-1, 2), np.array(words_from), words, offers)


def save_statements(
    folder: Path,
    first: np.ndarray,
    spans: np.ndarray,
    words_from: np.ndarray,
    words: np.ndarray | Sequence[int],
    offers: np.ndarray | Sequence[int],
) -> None:
    """Write the columns: of each chunk its first statement, of each statement its span, first word and offers."""
    np.save(folder / _FIRST, first.astype(np.int64))
    np.save(folder / _SPANS, spans.astype(np.int32))
    np.save(folder / _WORDS_FROM, words_from.astype(np.int64))
    np.save(folder / _WORDS, np.asarray(words, np.int32))
    np.save(folder / _OFFERS, np.asarray(offers, np.uint8))


class Statements:
    """The statements of some chunks, from the columns that `write_statements` wrote."""

    def __init__(
        self, first: np.ndarray, spans: np.ndarray, words_from: np.ndarray, words: np.ndarray, offers: np.ndarray
    ) -> None:
        self._first, self._spans, self._words_from, self._words, self._offers = first, spans, words_from, words, offers

    def __len__(self) -> int:
        """The number of chunks."""
        return len(self._first) - 1

    def spans(self, chunk: int) -> np.ndarray:
        """Where each statement of a chunk stands in its text, shape (statements, 2)."""
        return self._spans[self._first[chunk] : self._first[chunk + 1]]

    def offers(self, chunk: int) -> np.ndarray:
        """The kinds of facts in each statement of a chunk, shape (statements,)."""
        return self._offers[self._first[chunk] : self._first[chunk + 1]]

    def words(self, chunk: int) -> list[list[int]]:
        """The numbers of the words of each statement of a chunk."""
        edges = self._words_from[self._first[chunk] : self._first[chunk + 1] + 1]
        return [self._words[left:right].tolist() for left, right in pairwise(edges)]

    def having(self, chunk: int, numbers: np.ndarray) -> np.ndarray:
        """Which statement of a chunk has which of the words: bool of shape (statements, len(numbers))."""
        return self.having_all(np.array([chunk]), numbers)

    def offers_all(self, chunks: np.ndarray) -> np.ndarray:
        """The kinds of facts in each statement of several chunks, one below the other."""
        return self._offers[ranges(self._first[chunks], self._first[chunks + 1])]

    def counts(self, chunks: np.ndarray) -> np.ndarray:
        """The number of statements of each chunk."""
        return self._first[chunks + 1] - self._first[chunks]

    def having_all(self, chunks: np.ndarray, numbers: np.ndarray) -> np.ndarray:
        """The same of several chunks at once, their statements one below the other."""
        start, end = self._first[chunks], self._first[chunks + 1]
        statements = ranges(start, end)
        lengths = self._words_from[statements + 1] - self._words_from[statements]
        spoken = self._words[ranges(self._words_from[start], self._words_from[end])]
        known, column = np.unique(numbers, return_inverse=True)
        held = np.zeros((len(statements), len(known)), bool)
        if len(known):
            places = np.minimum(np.searchsorted(known, spoken), len(known) - 1)
            found = known[places] == spoken
            held[np.repeat(np.arange(len(statements)), lengths)[found], places[found]] = True
        return held[:, column]


def open_statements(folder: Path) -> Statements:
    """Read what `write_statements` wrote. Plain views of the files: slicing a numpy.memmap takes ten times as long."""
    columns = (_FIRST, _SPANS, _WORDS_FROM, _WORDS, _OFFERS)
    return Statements(*(np.load(folder / file, mmap_mode="r").view(np.ndarray) for file in columns))
