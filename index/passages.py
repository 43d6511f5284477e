"""A passage: a chunk that was found for a query."""

from dataclasses import dataclass, field

from index.encodings import Read
from index.query import Query
from ingest.chunks import Chunk


@dataclass(frozen=True)
class Passage:
    """`rank` counts from 1; `score` is the reranker's weighted sum, higher is better: what is little depends on its
    weights (`rag.refusal.LEAST_PASSAGE`, `rag.doubt`).

    `query` is what it was found for: the question, or one of the searches that it needed. `read` gives its statements
    as they were read when the index was built, if they are kept.
    """

    chunk: Chunk
    rank: int
    score: float
    query: Query = Query("")
    read: Read | None = field(default=None, compare=False, repr=False)
