"""Passages made by hand, for tests of what comes after the search."""

from collections.abc import Sequence
from dataclasses import replace

from index.passages import Passage
from index.query import read_query
from ingest.chunks import Chunk
from ingest.documents import Document, DocumentKind
from ingest.events import TextKind
from ingest.sections import Section
from ingest.tables import Cell


def passage(
    text: str,
    *,
    rank: int = 1,
    score: float = 25.0,
    label: str = "第Ⅰ部第1章第1節",
    title: str = "町の通信",
    edition: str | None = "令和7年版",
    year: int = 2025,
    kind: TextKind = TextKind.BODY,
    seams: tuple[int, ...] = (),
    cells: tuple[Cell, ...] = (),
    entries: tuple[str, ...] = (),
    figures: tuple[str, ...] = (),
) -> Passage:
    document = Document(edition or "leaflet", f"{edition or ''}白書", edition, year, DocumentKind.WHITE_PAPER)
    section = Section(document, label, title, 3, None, 1, 9)
    chunk = Chunk(f"{label}-{rank}", section, kind, text, 1, 9, seams, figures, cells, entries)
    return Passage(chunk, rank, score)


def found_for(question: str, passages: Sequence[Passage]) -> list[Passage]:
    """The passages as a search gives them that was made for the question as a whole."""
    return [replace(one, query=read_query(question)) for one in passages]
