"""Documents, sections and chunks on disk: JSON lines, chunks read one at a time from where they stand."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, astuple
from pathlib import Path

import numpy as np

from ingest.addresses import Address
from ingest.chunks import Chunk
from ingest.datalinks import DataLink
from ingest.documents import Document, DocumentKind
from ingest.events import TextKind
from ingest.sections import Section
from ingest.tables import Cell

_SECTIONS, _CHUNKS, _OFFSETS = "sections.jsonl", "chunks.jsonl", "chunks.offsets.npy"
_DOCUMENT_OF, _IS_FIGURE = "chunks.document.npy", "chunks.figure.npy"


def document_record(document: Document) -> dict:
    """A document as it stands in the manifest."""
    return asdict(document)


def read_document(record: dict) -> Document:
    return Document(**{**record, "kind": DocumentKind(record["kind"])})


def write_records(
    folder: Path, documents: Sequence[Document], sections: Sequence[Section], chunks: Sequence[Chunk]
) -> None:
    """Write sections and chunks, with a table of where each chunk starts and which document it is of."""
    document_place = {document.id: place for place, document in enumerate(documents)}
    place_of = {_key(section): place for place, section in enumerate(sections)}
    with (folder / _SECTIONS).open("w", encoding="utf-8") as file:
        for section in sections:
            file.write(_line(_section_record(section)))
    offsets = [0]
    with (folder / _CHUNKS).open("wb") as file:
        for chunk in chunks:
            offsets.append(offsets[-1] + file.write(_line(_chunk_record(chunk, place_of)).encode()))
    np.save(folder / _OFFSETS, np.array(offsets, np.int64))
    np.save(folder / _DOCUMENT_OF, np.array([document_place[c.section.document.id] for c in chunks], np.int32))
    np.save(folder / _IS_FIGURE, np.array([c.kind is TextKind.FIGURE for c in chunks], bool))


def _key(section: Section) -> tuple[str, str, int]:
    return section.document.id, section.label, section.first_line


def _line(record: dict) -> str:
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n"


def _section_record(section: Section) -> dict:
    record = asdict(section)
    record["document"] = section.document.id
    return record


def _chunk_record(chunk: Chunk, place_of: dict[tuple[str, str, int], int]) -> dict:
    record = {name: value for name, value in vars(chunk).items() if name not in ("section", "cells")}
    return record | {"section": place_of[_key(chunk.section)], "cells": [astuple(cell) for cell in chunk.cells]}


class Records:
    """Reads what `write_records` wrote.

    `document_of` gives each chunk's place in the list of documents, `is_figure` whether it is a figure's.
    """

    def __init__(self, folder: Path, documents: Iterable[Document]) -> None:
        by_id = {document.id: document for document in documents}
        with (folder / _SECTIONS).open(encoding="utf-8") as file:
            self.sections = [_read_section(json.loads(line), by_id) for line in file]
        self.document_of = np.load(folder / _DOCUMENT_OF)
        self.is_figure = np.load(folder / _IS_FIGURE)
        self._offsets = np.load(folder / _OFFSETS)
        written = (folder / _CHUNKS).stat().st_size
        self._chunks = np.memmap(folder / _CHUNKS, np.uint8, "r") if written else np.zeros(0, np.uint8)
        if len(self._chunks) != self._offsets[-1]:
            raise ValueError(f"{_CHUNKS}: {len(self._chunks)} bytes")

    def __len__(self) -> int:
        return len(self._offsets) - 1

    def chunk(self, place: int) -> Chunk:
        start, end = self._offsets[place], self._offsets[place + 1]
        record = json.loads(bytes(self._chunks[start:end]))
        return Chunk(
            **{
                **record,
                "section": self.sections[record["section"]],
                "kind": TextKind(record["kind"]),
                "seams": tuple(record["seams"]),
                "figures": tuple(record["figures"]),
                "cells": tuple(Cell(*cell) for cell in record["cells"]),
            }
        )


def _read_section(record: dict, by_id: dict[str, Document]) -> Section:
    address = record["address"]
    return Section(
        **{
            **record,
            "document": by_id[record["document"]],
            "figures": tuple(record["figures"]),
            "references": tuple(record["references"]),
            "data": tuple(DataLink(**link) for link in record["data"]),
            "address": Address(**address) if address else None,
        }
    )
