"""Documents, sections and chunks on disk: JSON lines, each read when it is asked for."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, astuple
from pathlib import Path
from typing import Protocol, overload

import numpy as np

from index.facts import offered_kinds
from ingest.addresses import Address
from ingest.chunks import Chunk
from ingest.datalinks import DataLink
from ingest.documents import Document, DocumentKind
from ingest.events import TextKind
from ingest.sections import Section
from ingest.tables import Cell

_SECTIONS, _DOCUMENT_OF = "sections.jsonl", "sections.document.npy"
_CHUNKS, _OFFSETS = "chunks.jsonl", "chunks.offsets.npy"
_SECTION_OF, _KIND_OF, _OFFERS, _LENGTH = (f"chunks.{column}.npy" for column in ("section", "kind", "offers", "length"))
# The kinds by their place in the column.
KINDS = tuple(TextKind)


def document_record(document: Document) -> dict:
    """A document as it stands in the manifest."""
    return asdict(document)


def read_document(record: dict) -> Document:
    return Document(**{**record, "kind": DocumentKind(record["kind"])})


def write_records(folder: Path, sections: Sequence[Section], chunks: Sequence[Chunk]) -> None:
    """Write sections and chunks, with columns of what a search needs to know of each chunk."""
    place_of = {section_key(section): place for place, section in enumerate(sections)}
    with (folder / _SECTIONS).open("w", encoding="utf-8") as file:
        for section in sections:
            file.write(_line(section_record(section)))
    np.save(folder / _DOCUMENT_OF, np.array([section.document.id for section in sections], np.str_))
    offsets = [0]
    with (folder / _CHUNKS).open("wb") as file:
        for chunk in chunks:
            record = chunk_record(chunk, place_of[section_key(chunk.section)])
            offsets.append(offsets[-1] + file.write(_line(record).encode()))
    np.save(folder / _OFFSETS, np.array(offsets, np.int64))
    np.save(folder / _SECTION_OF, np.array([place_of[section_key(c.section)] for c in chunks], np.int32))
    np.save(folder / _KIND_OF, np.array([KINDS.index(c.kind) for c in chunks], np.int8))
    np.save(folder / _OFFERS, np.array([offered_kinds(c.text) for c in chunks], np.uint8))
    np.save(folder / _LENGTH, np.array([len(c.text) for c in chunks], np.int32))


def section_key(section: Section) -> tuple[str, str, int]:
    """What tells a section from every other one of an index."""
    return section.document.id, section.label, section.first_line


def _line(record: dict) -> str:
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n"


def section_record(section: Section) -> dict:
    """A section as it stands in its line."""
    record = asdict(section)
    record["document"] = section.document.id
    return record


def chunk_record(chunk: Chunk, section: int) -> dict:
    """A chunk as it stands in its line, with the place of its section."""
    record = {name: value for name, value in vars(chunk).items() if name not in ("section", "cells")}
    return record | {"section": section, "cells": [astuple(cell) for cell in chunk.cells]}


class Columns(Protocol):
    """What a filter needs to know of every chunk of an index."""

    @property
    def sections(self) -> Sequence[Section]: ...
    @property
    def section_of(self) -> np.ndarray: ...
    @property
    def document_of(self) -> np.ndarray: ...
    @property
    def kind_of(self) -> np.ndarray: ...
    def __len__(self) -> int: ...


class Sections(Sequence[Section]):
    """Sections, each read from its line when it is asked for, and kept."""

    def __init__(self, lines: Sequence[bytes], by_id: Mapping[str, Document]) -> None:
        self._lines, self._by_id = lines, by_id
        self._read: list[Section | None] = [None] * len(lines)
        # A file that was cut short shows it here, not when somebody asks.
        _ = self[-1:]

    def __len__(self) -> int:
        return len(self._lines)

    @overload
    def __getitem__(self, place: int) -> Section: ...
    @overload
    def __getitem__(self, place: slice) -> list[Section]: ...
    def __getitem__(self, place: int | slice) -> Section | list[Section]:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        section = self._read[place]
        if section is None:
            section = self._read[place] = read_section(json.loads(self._lines[place]), self._by_id)
        return section


class Records:
    """Reads what `write_records` wrote.

    Columns, an entry for each chunk: `section_of` and `document_of`, places in the lists of sections and of
    documents; `kind_of`, a place in KINDS; `offers`, the kinds of facts in it; `length` in characters.
    """

    def __init__(self, folder: Path, documents: Iterable[Document]) -> None:
        by_id = {document.id: document for document in documents}
        self.sections = Sections((folder / _SECTIONS).read_bytes().splitlines(), by_id)
        self.section_of, self.kind_of, self.offers, self.length = (
            np.load(folder / column) for column in (_SECTION_OF, _KIND_OF, _OFFERS, _LENGTH)
        )
        places = {id: place for place, id in enumerate(by_id)}
        ids, number = np.unique(np.load(folder / _DOCUMENT_OF), return_inverse=True)
        self.document_of_section = np.array([places[id] for id in ids.tolist()], np.int32)[number]
        self.document_of = self.document_of_section[self.section_of]
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
        return read_chunk(record, self.sections[record["section"]])


def read_chunk(record: dict, section: Section) -> Chunk:
    return Chunk(
        **{
            **record,
            "section": section,
            "kind": TextKind(record["kind"]),
            "seams": tuple(record["seams"]),
            "figures": tuple(record["figures"]),
            "cells": tuple(Cell(*cell) for cell in record["cells"]),
            "entries": tuple(record["entries"]),
        }
    )


def read_section(record: dict, by_id: Mapping[str, Document]) -> Section:
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
