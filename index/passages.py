"""A passage: a chunk that was found for a query."""

from dataclasses import dataclass

from ingest.chunks import Chunk


@dataclass(frozen=True)
class Passage:
    """`rank` counts from 1; `score` is comparable within one search only, higher is better."""

    chunk: Chunk
    rank: int
    score: float
