"""What a search sees of an index: all of its chunks, or only those that a store found near the question."""

from collections.abc import Mapping
from typing import Protocol

import numpy as np

from index.embedder import Embedder
from index.encodings import Read
from index.filters import Filter
from index.lexical import Field, Lexical
from index.query import Query
from index.records import Columns
from index.statements import Statements
from ingest.chunks import Chunk
from ingest.documents import Document


class SeenRecords(Columns, Protocol):
    """Chunks and sections by their places in the view; of each chunk what `index.records.Records` says."""

    @property
    def offers(self) -> np.ndarray: ...
    @property
    def length(self) -> np.ndarray: ...
    def chunk(self, place: int) -> Chunk: ...


class SeenVectors(Protocol):
    """The vectors of the chunks."""

    def __len__(self) -> int: ...
    def scores(self, query: np.ndarray, kept: np.ndarray | None = None) -> np.ndarray: ...


class SeenEncodings(Protocol):
    """The statements that were read when the index was built: what `index.encodings.Encodings` says."""

    @property
    def kept(self) -> np.ndarray: ...
    def nearness(self, question: str) -> np.ndarray: ...
    def of(self, place: int) -> Read | None: ...


class View(Protocol):
    """Chunks with all that tells them apart. How rare a word is, and the documents, are the whole index's.

    `places` picks them out of an array that has an entry for each chunk of the whole index.
    """

    @property
    def places(self) -> np.ndarray | slice: ...
    @property
    def documents(self) -> tuple[Document, ...]: ...
    @property
    def records(self) -> SeenRecords: ...
    @property
    def statements(self) -> Statements: ...
    @property
    def dense(self) -> SeenVectors: ...
    @property
    def encodings(self) -> SeenEncodings: ...
    @property
    def lexical(self) -> Mapping[Field, Lexical]: ...
    @property
    def embedder(self) -> Embedder: ...


class Searchable(Protocol):
    """An index, wherever it is kept."""

    @property
    def manifest(self) -> dict: ...
    @property
    def documents(self) -> tuple[Document, ...]: ...
    @property
    def records(self) -> Columns: ...
    @property
    def lexical(self) -> Mapping[Field, Lexical]: ...

    def near(self, query: Query, within: Filter) -> View:
        """The chunks that may answer a query, at least those that a filter keeps."""
