"""What of an index stands in Milvus: one row for each chunk, with all that a search needs to know of it."""

import base64
import json
import zlib
from collections.abc import Mapping
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import numpy as np

from index.filters import chapter_of, part_of
from index.folder import OpenIndex
from index.lexical import Field
from index.milvus.connection import MilvusError
from index.records import chunk_record, section_record

if TYPE_CHECKING:
    from pymilvus import CollectionSchema
    from pymilvus.milvus_client import IndexParams
    from scipy.sparse import csr_matrix

# A chunk's place in the index is its row's key.
PLACE, VECTOR, TERMS, RECORD = "place", "vector", "terms", "record"
DOCUMENT, PART, CHAPTER, KIND = "document", "part", "chapter", "kind"
# Milvus keeps no longer text, in bytes.
LONGEST_TEXT = 65_535
OF_SECTIONS = (Field.SECTIONS, Field.TITLES)
# In a row without any term: Milvus keeps no empty vector.
_NO_TERM = 0


def first_dimensions(sizes: Mapping[Field, int]) -> dict[Field, int]:
    """Where the terms of each field begin in the one sparse vector that a row has: a cluster allows few vectors."""
    edges = accumulate((sizes[field] for field in Field), initial=_NO_TERM + 1)
    return dict(zip(Field, edges, strict=False))


def schema(dimension: int) -> "tuple[CollectionSchema, IndexParams]":
    """The fields of a row, and how they are searched: exactly, and by what a filter asks for."""
    from pymilvus import DataType, MilvusClient

    fields = MilvusClient.create_schema(auto_id=False, enable_dynamic_field=False)
    fields.add_field(PLACE, DataType.INT64, is_primary=True)
    fields.add_field("id", DataType.VARCHAR, max_length=64)
    fields.add_field(VECTOR, DataType.FLOAT_VECTOR, dim=dimension)
    fields.add_field(TERMS, DataType.SPARSE_FLOAT_VECTOR)
    fields.add_field("year", DataType.INT64)
    for name in (DOCUMENT, PART, CHAPTER, KIND):
        fields.add_field(name, DataType.VARCHAR, max_length=1_024)
    fields.add_field(RECORD, DataType.VARCHAR, max_length=LONGEST_TEXT)
    indexes = MilvusClient.prepare_index_params()
    indexes.add_index(VECTOR, index_type="FLAT", metric_type="IP")
    indexes.add_index(TERMS, index_type="SPARSE_INVERTED_INDEX", metric_type="IP")
    for name in (DOCUMENT, PART, CHAPTER, KIND):
        indexes.add_index(name, index_type="INVERTED")
    return fields, indexes


class ChunkRows:
    """Makes the rows of an index's chunks."""

    def __init__(self, index: OpenIndex) -> None:
        self._index = index
        self._by_text: dict[Field, csr_matrix] = {field: index.lexical[field].by_text() for field in Field}
        self._first = first_dimensions({field: found.shape[1] for field, found in self._by_text.items()})

    def between(self, start: int, end: int) -> list[dict[str, Any]]:
        """The rows of the chunks from one place up to another."""
        vectors = self._index.dense.vectors(start, end)
        return [self._row(place, vector) for place, vector in zip(range(start, end), vectors, strict=True)]

    def _row(self, place: int, vector: np.ndarray) -> dict[str, Any]:
        """The row of one chunk."""
        records = self._index.records
        chunk = records.chunk(place)
        document, section = chunk.section.document, int(records.section_of[place])
        record = {
            "chunk": chunk_record(chunk, section),
            "section": section_record(chunk.section),
            "offers": int(records.offers[place]),
            "statements": self._statements(place),
        }
        return {
            PLACE: place,
            "id": chunk.id,
            VECTOR: vector.tolist(),
            TERMS: self._terms(place, section),
            "year": document.year or 0,
            DOCUMENT: document.id,
            PART: part_of(chunk.section) or "",
            CHAPTER: chapter_of(chunk.section) or "",
            KIND: chunk.kind.value,
            RECORD: pack(record),
        }

    def _terms(self, place: int, section: int) -> dict[int, float]:
        """The score of each term in a chunk and in its section, by the term's dimension."""
        found: dict[int, float] = {}
        for field, scores in self._by_text.items():
            row = section if field in OF_SECTIONS else place
            start, end = scores.indptr[row], scores.indptr[row + 1]
            numbers = scores.indices[start:end] + self._first[field]
            found.update(zip(numbers.tolist(), scores.data[start:end].tolist(), strict=True))
        return found or {_NO_TERM: 1.0}

    def _statements(self, place: int) -> dict[str, list]:
        found = self._index.statements
        return {
            "spans": found.spans(place).tolist(),
            "words": found.words(place),
            "offers": found.offers(place).tolist(),
        }


def pack(value: object) -> str:
    """A value as text that Milvus keeps. Raises MilvusError for what is too long for it."""
    packed = base64.b64encode(zlib.compress(json.dumps(value, ensure_ascii=False).encode())).decode()
    if len(packed) > LONGEST_TEXT:
        raise MilvusError(f"チャンクが長すぎて Milvus に入りません（{len(packed):,} 文字、上限 {LONGEST_TEXT:,}）。")
    return packed


def unpack(text: str) -> Any:
    """What `pack` packed."""
    return json.loads(zlib.decompress(base64.b64decode(text)))
