"""The statements of the newest edition as the encoder reads them, kept so that a question finds them read.

The statements of other editions are read when a question finds them: there are twenty times as many, and reading all
would take an hour.
"""

import base64
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import numpy as np

from index.encoder import DIMENSION, Encoded, Rows, encode, encoded_question, statement_tokens
from index.told import told_in
from ingest.chunks import Chunk
from ingest.progress import Progress, silent
from ingest.sources import Source

# A chunk's statement of this place, as it was read.
Read = Callable[[int], Encoded]

# A longer edition is not read: of the longest one there is so many characters take five minutes and 1 GB.
MOST_CHARACTERS = 2_000_000
_FIRST, _TOKENS, _OWNED, _OWN, _MEANS = (f"encoded.{name}.npy" for name in ("first", "tokens", "owned", "own", "means"))
_LOWER, _LAST = (tuple(f"encoded.{name}{of}.npy" for of in ("", ".scales")) for name in ("lower", "last"))
_WORKERS = 2


def to_encode(sources: Sequence[Source]) -> list[bool]:
    """Which documents' statements are to be kept: those of the newest edition; none where none is of a year."""
    years = [source.document.year for source in sources]
    newest = max((year for year in years if year), default=None)
    chosen = [newest is not None and year == newest for year in years]
    length = sum(len(source.text) for source, of_newest in zip(sources, chosen, strict=True) if of_newest)
    return chosen if length <= MOST_CHARACTERS else [False] * len(sources)


@dataclass(frozen=True)
class Encodings:
    """Statements as they were read, one below the other.

    `first`: of each chunk its first statement, shape (chunks + 1,); `tokens` and `owned`: of each statement its first
    token, and its first own one, (statements + 1,); `own`, which tokens are own ones, and the rows of all of them;
    `means`, float32 of shape (statements, DIMENSION).
    """

    first: np.ndarray
    tokens: np.ndarray
    owned: np.ndarray
    own: np.ndarray
    lower: Rows
    last: Rows
    vectors: np.ndarray

    def __len__(self) -> int:
        """The number of chunks."""
        return len(self.first) - 1

    def of(self, chunk: int) -> Read | None:
        """What gives the statements of a chunk; None if they are not kept."""
        start, end = (int(edge) for edge in self.first[chunk : chunk + 2])
        return partial(self._statement, start) if end > start else None

    def _statement(self, start: int, place: int) -> Encoded:
        tokens, owned = (
            slice(*(int(edge) for edge in edges[start + place : start + place + 2]))
            for edges in (self.tokens, self.owned)
        )
        return Encoded(self.own[tokens], self.lower[tokens], self.last[owned])

    @property
    def kept(self) -> np.ndarray:
        """Of which chunks the statements are kept, bool of shape (chunks,)."""
        return self.means.kept

    def nearness(self, question: str) -> np.ndarray:
        """What `Means.nearness` says."""
        return self.means.nearness(question)

    @cached_property
    def means(self) -> "Means":
        chunk_of = np.repeat(np.arange(len(self)), np.diff(self.first))
        return Means(Rows.of(self.vectors), chunk_of, len(self))


@dataclass(frozen=True)
class Means:
    """The mean vectors of statements: `rows`, and `chunk_of` the place of each one's chunk.

    `chunks`: how many the index has.
    """

    rows: Rows
    chunk_of: np.ndarray
    chunks: int

    def nearness(self, question: str) -> np.ndarray:
        """The cosine of a question and each chunk's nearest statement, float32 of shape (chunks,).

        0 where it is less, for a chunk of which no statement is kept, and for a question without a letter.
        """
        found = np.zeros(self.chunks, np.float32)
        if len(self.chunk_of) and any(map(str.isalpha, question)):
            np.maximum.at(found, self.chunk_of, self._vectors @ encoded_question(question).mean)
        return found

    def as_json(self) -> dict:
        """As `from_json` reads it."""
        numbers = base64.b64encode(self.rows.numbers.tobytes()).decode()
        columns = {"scales": self.rows.scales.tolist(), "chunk_of": self.chunk_of.tolist()}
        return {"numbers": numbers, "chunks": self.chunks, **columns}

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> "Means":
        numbers = np.frombuffer(base64.b64decode(told["numbers"]), np.int8).reshape(-1, DIMENSION)
        rows = Rows(numbers, np.array(told["scales"], np.float32))
        return cls(rows, np.array(told["chunk_of"], np.int64), told["chunks"])

    @cached_property
    def kept(self) -> np.ndarray:
        """Of which chunks there are any, bool of shape (chunks,)."""
        found = np.zeros(self.chunks, bool)
        found[self.chunk_of] = True
        return found

    @cached_property
    def _vectors(self) -> np.ndarray:
        return self.rows.vectors


def encodings_of(chunks: Sequence[Chunk], progress: Progress = silent) -> Encodings:
    """Read every statement of the chunks."""
    told = [told_in(chunk) for chunk in chunks]
    texts = [statement_tokens(one) for of_chunk in told for one in of_chunk]
    # A thread for each core, each on a text of its own, is twice as fast as both on one.
    threads = ThreadPoolExecutor(_WORKERS)
    try:
        read = threads.map(partial(encode, threads=1), texts)
        return _columns(list(progress("文の読み込み", read, len(texts))), [len(of_chunk) for of_chunk in told])
    finally:
        threads.shutdown(cancel_futures=True)


def no_encodings(chunks: int) -> Encodings:
    """Those of so many chunks of which nothing is kept."""
    return _columns([], [0] * chunks)


def _columns(read: Sequence[Encoded], counts: Sequence[int]) -> Encodings:
    return Encodings(
        first=np.cumsum([0, *counts]),
        tokens=np.cumsum([0, *(len(one.own) for one in read)]),
        owned=np.cumsum([0, *(len(one.last.scales) for one in read)]),
        own=np.concatenate([np.zeros(0, bool), *(one.own for one in read)]),
        lower=Rows.joined(one.lower for one in read),
        last=Rows.joined(one.last for one in read),
        vectors=np.array([one.mean for one in read], np.float32).reshape(-1, DIMENSION),
    )


def joined(encodings: Iterable[Encodings]) -> Encodings:
    """Those of several documents as one."""
    of_all = list(encodings)
    return Encodings(
        first=_joined_edges([one.first for one in of_all]),
        tokens=_joined_edges([one.tokens for one in of_all]),
        owned=_joined_edges([one.owned for one in of_all]),
        own=np.concatenate([one.own for one in of_all]),
        lower=Rows.joined(one.lower for one in of_all),
        last=Rows.joined(one.last for one in of_all),
        vectors=np.concatenate([one.vectors for one in of_all]),
    )


def _joined_edges(edges: Sequence[np.ndarray]) -> np.ndarray:
    return np.cumsum([0, *(length for one in edges for length in np.diff(one).tolist())])


def write_encodings(folder: Path, encodings: Encodings) -> None:
    """Write the columns."""
    columns = {_FIRST: encodings.first, _TOKENS: encodings.tokens, _OWNED: encodings.owned, _OWN: encodings.own}
    for rows, files in ((encodings.lower, _LOWER), (encodings.last, _LAST)):
        columns |= dict(zip(files, (rows.numbers, rows.scales), strict=True))
    for file, column in (columns | {_MEANS: encodings.vectors}).items():
        np.save(folder / file, column)


def open_encodings(folder: Path) -> Encodings:
    """Read what `write_encodings` wrote; the rows are memory-mapped. Raises ValueError where they do not fit."""
    first, tokens, owned, own, vectors = (np.load(folder / file) for file in (_FIRST, _TOKENS, _OWNED, _OWN, _MEANS))
    lower, last = (
        Rows(*(np.load(folder / file, mmap_mode="r").view(np.ndarray) for file in files)) for files in (_LOWER, _LAST)
    )
    statements = int(first[-1])
    if not len(tokens) == len(owned) == statements + 1 or len(vectors) != statements:
        raise ValueError(f"{_TOKENS}: {len(tokens)}, {statements}")
    if not len(own) == len(lower) == tokens[-1] or len(last) != owned[-1]:
        raise ValueError(f"{_OWN}: {len(own)}, {len(lower)}, {len(last)}")
    return Encodings(first, tokens, owned, own, lower, last, vectors)
