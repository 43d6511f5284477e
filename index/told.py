"""The statements of a chunk as they are read, each after what is said before it, which often names its subject."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from index.figures import in_one_line, is_sure
from index.statements import statement_spans
from ingest.chunks import Chunk
from ingest.events import TextKind
from ingest.sections import Section
from ingest.tables import Cell

# Footnotes that end without a full stop run into the next one.
_NOTE_BEGINS = re.compile(r"(?=[＊*]\d{1,3}\t)")
_OPENING_MARK = re.compile(r"[＊*](\d{1,3})")
_CLOSING_MARK = re.compile(r"[＊*](\d{1,3})\s*$")
# So many statements before one are read before it.
_SENTENCES = 4


@dataclass(frozen=True)
class Told:
    """A statement as it is read: under a heading, and after what is said before it.

    `bearer`: of a footnote, what stands before its mark; `context`: what is to be read before it, that, its figure's
    caption, or what its chunk says before it. `cell`: the labelled value that it is in words; `entry`: what a figure
    prints in one place, as printed.
    """

    heading: str
    context: str
    text: str
    bearer: str = ""
    cell: Cell | None = field(default=None, compare=False)
    entry: str = field(default="", compare=False)


@lru_cache(maxsize=1_024)
def told_in(chunk: Chunk) -> tuple[Told, ...]:
    """Every statement of a chunk, in order: its table's labelled values in words and what its figure prints in one
    place, then its sentences."""
    of_figure: list[tuple[str, Cell | None, str]] = [(cell.text, cell, "") for cell in _measured(chunk)]
    of_figure += [(in_one_line(entry), None, entry) for entry in chunk.entries]
    told = [*of_figure, *((text, None, "") for text in _sentences(chunk))]
    texts, over = [text for text, *_ in told], heading(chunk.section)
    bearers = [_bearer(texts, place) for place in range(len(texts))]
    return tuple(
        Told(over, bearer or _context(texts, place, len(of_figure)), text, bearer, cell, entry)
        for place, ((text, cell, entry), bearer) in enumerate(zip(told, bearers, strict=True))
    )


def heading(section: Section) -> str:
    """What a statement is read under: its edition, its section's title, and that above it, which often tells more."""
    edition = f"{section.document.year}年版" if section.document.year else ""
    return "、".join(filter(None, (edition, section.title, section.above)))


def _measured(chunk: Chunk) -> list[Cell]:
    """A table's labelled values whose unit is known."""
    return [cell for cell in chunk.cells if cell.measured] if chunk.kind is TextKind.TABLE else []


def _sentences(chunk: Chunk) -> Iterator[str]:
    """What a chunk states; of a picture's text only what stands around it: nobody knows the rest's labels."""
    for place, (start, end) in enumerate(statement_spans(chunk)):
        text = chunk.text[start:end].strip()
        if not chunk.of_figure:
            yield from (part.strip() for part in _NOTE_BEGINS.split(text) if part.strip())
        elif is_sure(text, place):
            yield text


def _bearer(texts: Sequence[str], place: int) -> str:
    """What stands before the mark of the footnote that a statement begins, "" if it begins none."""
    closing = _CLOSING_MARK.search(texts[place - 1]) if place else None
    mark = _OPENING_MARK.match(texts[place]) or closing
    # A mark at the end of a statement is its own, or the next one's: then it is borne by another.
    before = [*texts[: place - 1], closing.string[: closing.start()]] if closing and mark is closing else texts[:place]
    found = (re.search(_mark(mark[1]), text) for text in before) if mark else ()
    return next((bearing.string[: bearing.start()] for bearing in found if bearing and bearing.start()), "")


def _context(texts: Sequence[str], place: int, of_figure: int) -> str:
    """The caption that follows what its figure tells, or else what is said before a statement."""
    since, until = (of_figure, of_figure + 1) if place < of_figure else (max(of_figure, place - _SENTENCES), place)
    return "".join(texts[since:until])


def _mark(number: str) -> str:
    return rf"[＊*]{number}(?!\d)"
