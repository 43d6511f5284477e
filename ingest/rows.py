"""The rows of a printed page: what stands side by side in one column, in the order of reading."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import groupby
from statistics import median
from typing import TYPE_CHECKING

from ingest.cleaning import BEFORE_AN_EXPONENT, EXPONENT, normalise_radicals

if TYPE_CHECKING:
    from pdfminer.layout import LTTextBox, LTTextLine

# A glyph whose font does not say which character it is.
UNKNOWN = "\ufffd"
_NUMBER_OF_GLYPH = re.compile(r"\(cid:\d+\)")

# Lengths are in units of the type's size, which is the width of a kanji.
_SPACE = 0.5
_SPACE_BETWEEN_LATIN = 0.15
_GAP_BETWEEN_PIECES = 1.0
_GAP_BETWEEN_CELLS = 2.0
_GUTTER = 0.8

_RAISED = 0.8  # of the size of its row: a footnote mark or an exponent
_LARGE = 1.15  # of the usual size: a heading

_PLACES_TRIED = 60  # for a gutter, in the middle third of the page
_MOST_CROSSING = 0.4  # of a page's characters: headings, wide figures
_FEWEST_LINES = 3

_HEADING_MARK = re.compile(r"第[0-9０-９ⅠⅡⅢ]{1,2}[部章節]|[0-9０-９]{1,2}|[（(][0-9０-９ア-コ]{1,2}[)）]|[ア-コ]")
_CHAPTER_MARK = re.compile(r"第[0-9０-９ⅠⅡⅢ]{1,2}[部章節]")
_RAISED_NUMBER = re.compile(r"[(（\[]?([0-9]{1,3})[)）\]]?")


class Side(Enum):
    """Which column of a page; whole where the page has one, and for what spans both."""

    LEFT = "left"
    RIGHT = "right"
    WHOLE = "whole"


@dataclass(frozen=True)
class Row:
    """A printed line of one column. `column` counts those of its page; `left` is where the column begins."""

    text: str
    page: int
    column: int
    side: Side
    left: float
    x0: float
    x1: float
    y0: float
    size: float


@dataclass(frozen=True)
class _Glyph:
    """A character and where it stands. `spaced`: white space is printed before it."""

    text: str
    spaced: bool
    x0: float
    x1: float
    y0: float
    size: float


@dataclass(frozen=True)
class _Piece:
    """Glyphs of one line without a wide gap."""

    glyphs: tuple[_Glyph, ...]
    x0: float
    x1: float
    y0: float
    y1: float
    size: float

    @property
    def middle(self) -> float:
        return (self.y0 + self.y1) / 2


def rows_of(boxes: Iterable["LTTextBox"], *, page: int) -> Iterator[Row]:
    """The rows of a page in reading order, each printed character once.

    Cells of a table are parted by tabs. A raised number becomes a footnote mark as the newest papers
    print it, ＊1, so that nobody takes it for a part of the number or the word before.
    """
    pieces = [piece for box in boxes for line in box for piece in _pieces(line)]
    for column, (side, members) in enumerate(_columns(pieces)):
        left = min(piece.x0 for piece in members)
        for row in _side_by_side(members):
            glyphs = sorted((glyph for piece in row for glyph in piece.glyphs), key=lambda glyph: glyph.x0)
            size, y0 = median(glyph.size for glyph in glyphs), median(glyph.y0 for glyph in glyphs)
            text = _text(_printed_once(glyphs), size, y0)
            yield Row(text, page, column, side, left, glyphs[0].x0, glyphs[-1].x1, y0, size)


# From lines to pieces


def _pieces(line: "LTTextLine") -> Iterator[_Piece]:
    piece: list[_Glyph] = []
    for glyph in sorted(_glyphs(line), key=lambda glyph: glyph.x0):
        if piece and glyph.x0 - max(before.x1 for before in piece[-3:]) >= _GAP_BETWEEN_PIECES * glyph.size:
            yield _piece(piece)
            piece = []
        piece.append(glyph)
    if piece:
        yield _piece(piece)


def _glyphs(line: "LTTextLine") -> Iterator[_Glyph]:
    """The characters that can be seen and stand upright; labels set on their side are left out."""
    from pdfminer.layout import LTChar

    spaced = False
    for char in line:
        if not isinstance(char, LTChar) or not char.upright or char.size <= 0:
            continue
        text = normalise_radicals(_NUMBER_OF_GLYPH.sub(UNKNOWN, char.get_text()).strip("\0"))
        if text.strip():
            yield _Glyph(text, spaced, char.x0, char.x1, char.y0, char.size)
        spaced = not text.strip()


def _piece(glyphs: Sequence[_Glyph]) -> _Piece:
    size, y0 = median(glyph.size for glyph in glyphs), median(glyph.y0 for glyph in glyphs)
    return _Piece(tuple(glyphs), glyphs[0].x0, max(glyph.x1 for glyph in glyphs), y0, y0 + size, size)


# From pieces to columns


def _columns(pieces: Sequence[_Piece]) -> list[tuple[Side, list[_Piece]]]:
    """The pieces of a page by column, in reading order. What spans both columns parts those above from those below."""
    gutter = _gutter(pieces)
    if gutter is None:
        return [(Side.WHOLE, list(pieces))] if pieces else []
    headings = _headings_over_both(pieces, gutter)
    columns: list[tuple[Side, list[_Piece]]] = []
    band: dict[Side, list[_Piece]] = {}
    for piece in sorted(pieces, key=lambda piece: -piece.middle):
        side = Side.LEFT if piece.x1 <= gutter else Side.RIGHT
        if piece.x0 < gutter < piece.x1 or any(heading.y0 < piece.middle < heading.y1 for heading in headings):
            side = Side.WHOLE
        if band and (side is Side.WHOLE) != (Side.WHOLE in band):
            columns.extend((side, band[side]) for side in Side if side in band)
            band = {}
        band.setdefault(side, []).append(piece)
    columns.extend((side, band[side]) for side in Side if side in band)
    return columns


def _gutter(pieces: Sequence[_Piece]) -> float | None:
    """Where the gap between two columns is, if the page has two: few lines cross it, and those beside it are long."""
    if not pieces:
        return None
    left, right = min(piece.x0 for piece in pieces), max(piece.x1 for piece in pieces)
    third, middle = (right - left) / 3, (left + right) / 2
    reach = _GUTTER / 2 * _usual_size(pieces)

    def crossing(place: float) -> int:
        return _count(piece for piece in pieces if piece.x0 < place + reach and piece.x1 > place - reach)

    places = (left + third + third * step / _PLACES_TRIED for step in range(_PLACES_TRIED + 1))
    gutter = min(places, key=lambda place: (crossing(place), abs(place - middle)))
    if crossing(gutter) > _MOST_CROSSING * _count(pieces):
        return None
    before, after = ([p for p in pieces if p.x1 <= gutter], [p for p in pieces if p.x0 >= gutter])
    return gutter if _is_column(before, gutter - left) and _is_column(after, right - gutter) else None


def _is_column(pieces: Sequence[_Piece], width: float) -> bool:
    """Whether these are lines of text: most characters stand in lines about as long as the column is wide."""
    long = _count(piece for piece in pieces if piece.x1 - piece.x0 > width / 2)
    return len(pieces) >= _FEWEST_LINES and long > _count(pieces) / 2


def _headings_over_both(pieces: Sequence[_Piece], gutter: float) -> list[_Piece]:
    """Headings of a chapter or 節 too short to reach over the gutter: beside them, the right column is parted."""
    large = _LARGE * _usual_size(pieces)
    right = [piece for piece in pieces if piece.x0 >= gutter]
    return [
        piece
        for piece in pieces
        if piece.x1 <= gutter
        and piece.size > large
        and _CHAPTER_MARK.match("".join(glyph.text for glyph in piece.glyphs))
        and any(other.y0 >= piece.y1 for other in right)
        and any(other.y1 <= piece.y0 for other in right)
        and not any(other.y0 < piece.y1 and other.y1 > piece.y0 for other in right)
    ]


def _usual_size(pieces: Iterable[_Piece]) -> float:
    """The size of type that most characters have."""
    sizes: Counter[float] = Counter()
    for piece in pieces:
        sizes[piece.size] += len(piece.glyphs)
    return sizes.most_common(1)[0][0]


def _count(pieces: Iterable[_Piece]) -> int:
    return sum(len(piece.glyphs) for piece in pieces)


# From a column to the text of its rows


def _side_by_side(pieces: Iterable[_Piece]) -> list[list[_Piece]]:
    """The pieces of each row, from the top. A raised number stands beside the word that bears it."""
    rows: list[list[_Piece]] = []
    for piece in sorted(pieces, key=lambda piece: -piece.middle):
        largest = max(rows[-1], key=lambda other: other.size) if rows else None
        if largest and abs(largest.middle - piece.middle) < max(largest.size, piece.size) / 2:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return rows


def _printed_once(glyphs: Iterable[_Glyph]) -> list[_Glyph]:
    """The glyphs without the second copy that makes type look bold."""
    once: list[_Glyph] = []
    for glyph in glyphs:
        if not any(glyph.text == other.text and glyph.x0 - other.x0 < glyph.size / 10 for other in once[-3:]):
            once.append(glyph)
    return once


def _text(glyphs: Sequence[_Glyph], size: float, y0: float) -> str:
    text = ""
    pairs = [(_between(before, glyph, size), glyph) for before, glyph in zip([None, *glyphs], glyphs, strict=False)]
    for raised, run in groupby(pairs, lambda pair: pair[1].size < _RAISED * size and pair[1].y0 > y0 + size / 10):
        said = "".join(between + glyph.text for between, glyph in run)
        text += _raised(said, text) if raised else said
    head, *cells = text.split("\t")
    return f"{head}　{cells[0]}" if len(cells) == 1 and _HEADING_MARK.fullmatch(head) else text


def _between(before: _Glyph | None, glyph: _Glyph, size: float) -> str:
    """What white space the gap between two glyphs is."""
    if before is None:
        return ""
    gap = (glyph.x0 - before.x1) / size
    if gap >= _GAP_BETWEEN_CELLS:
        return "\t"
    if before.text.isascii() and glyph.text.isascii():
        return " " if glyph.spaced or gap >= _SPACE_BETWEEN_LATIN else ""
    if gap >= _SPACE:
        return "　"
    return " " if glyph.spaced else ""


def _raised(said: str, before: str) -> str:
    """A raised number: an exponent after a number or a unit, else the mark or the number of a footnote."""
    if BEFORE_AN_EXPONENT.search(before):
        return said.translate(EXPONENT)
    number = _RAISED_NUMBER.fullmatch(said.strip())
    if not number or before.endswith(("＊", "*", "※", "注")):
        return said
    return f"＊{number[1]}" if before else f"＊{number[1]}　"
