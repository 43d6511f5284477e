"""Open an index that is in Milvus; a second machine needs nothing but the address."""

from functools import cached_property
from typing import Any

import numpy as np

from index.encodings import Means
from index.folder import FORMAT, load_built_with
from index.lexical import Field
from index.milvus import about
from index.milvus.connection import Connection, MilvusError
from index.milvus.found import Vocabulary, Whole
from index.milvus.index import MilvusIndex
from index.milvus.names import chunks_of, generations
from index.milvus.rows import PLACE
from index.records import read_document, read_section
from ingest.documents import Document
from ingest.sections import Section


def open_milvus(connection: Connection, name: str | None) -> MilvusIndex:
    """Open the index of this name, or, if none is named, the one that was completed last.

    Raises MilvusError where it is missing, not complete, damaged or of another form, and EmbedderError.
    """
    collection, header = _newest(connection, name)
    manifest = about.read(connection, collection, header, "manifest") if header.layout == about.LAYOUT else {}
    form, needed = f"{header.layout}.{manifest.get('format')}", f"{about.LAYOUT}.{FORMAT}"
    if form != needed:
        said = f"索引の形式が違います（{form}、必要なのは {needed}）。`hakusho index` で作り直してください。"
        raise _of(connection, said)
    embedder = load_built_with(manifest)
    documents = tuple(read_document(record) for record in manifest["documents"])
    vocabularies = {field: _vocabulary(about.read(connection, collection, header, f"terms/{field}")) for field in Field}
    chunks = chunks_of(collection)
    columns = _Columns(connection, collection, header, documents)
    connection.load(chunks)
    there = connection.count(chunks, f"{PLACE} >= 0")
    if not there == len(columns) == manifest["counts"]["chunks"]:
        told = f"チャンク {there:,}、あるはずなのは {manifest['counts']['chunks']:,}"
        raise _of(
            connection,
            f"索引 {header.name} は壊れています（{told}）。{chunks} を削除して `hakusho index` で作り直してください。",
        )
    means = Means.from_json(about.read(connection, collection, header, "means"))
    whole = Whole(documents, vocabularies, embedder, means)
    return MilvusIndex(connection, chunks, header.name, manifest, columns, whole)


def _newest(connection: Connection, name: str | None) -> tuple[str, about.Header]:
    """The collection about the index that was completed last, with its header."""
    complete, begun = [], []
    for collection in generations(connection, name):
        header = about.read_header(connection, collection)
        when = about.finished(connection, collection) if header else None
        if header and when:
            complete.append((when, collection, header))
        else:
            begun.append(header.name if header else collection)
    if complete:
        return max(complete, key=lambda found: found[0])[1:]
    if begun:
        raise _of(
            connection,
            f"索引 {begun[0]} は取り込みの途中です。`hakusho index` をもう一度実行すると続きから取り込みます。",
        )
    raise _of(connection, "索引がまだありません。`hakusho index` で作ってください。")


def _vocabulary(told: dict[str, Any]) -> Vocabulary:
    return Vocabulary.of(told["terms"], told["frequencies"], told["texts"])


def _of(connection: Connection, what: str) -> MilvusError:
    return MilvusError(f"Milvus（{connection.uri}）：{what}")


class _Columns:
    """Columns of all chunks. Sections are many and seldom needed, and are read when they are."""

    def __init__(
        self, connection: Connection, collection: str, header: about.Header, documents: tuple[Document, ...]
    ) -> None:
        self._connection, self._collection, self._header = connection, collection, header
        self._documents = documents
        columns = about.read(connection, collection, header, "columns")
        self.section_of = np.array(columns["section_of"], np.int32)
        self.document_of = np.array(columns["document_of"], np.int32)
        self.kind_of = np.array(columns["kind_of"], np.int8)

    def __len__(self) -> int:
        return len(self.section_of)

    @cached_property
    def sections(self) -> list[Section]:
        by_id = {document.id: document for document in self._documents}
        told = about.read(self._connection, self._collection, self._header, "sections")
        return [read_section(record, by_id) for record in told]
