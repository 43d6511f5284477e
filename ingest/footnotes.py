"""Footnotes: their marks in the text, and which note belongs to which mark.

Numbers count anew in every 節 or small file, so a note belongs to the nearest mark of its number before
it; on a page whose columns were extracted out of order, to the first one after it.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from ingest.events import Line, TextKind
from ingest.sections import Paper

# ＊1, （注1）, ^{*1}: marks that can be nothing else.
_SIGNED_MARK = re.compile(r"[＊*](\d{1,3})|（注(\d{1,2})）|※(\d{1,2})")
# A bare number between spaces, or stuck to the word before it.
_BARE_MARK = re.compile(
    r"(?<=[^\s\d]) (\d{1,2})(?= [^\s\d]|$)"
    r"|(?<=[ぁ-ゖァ-ヺ一-鿿）」])(?<!第)(\d{1,2})(?=[、。はがをにでとのもや）」（]|$)"
)
# One that counts nothing and numbers nothing.
_BARE_MARK_APART = re.compile(r"(?<=[ぁ-ゖァ-ヺ一-鿿）」])(?<![第約成和表]) (\d{1,2}) (?=[はがをにでともや、。）」（])")
_NOTE_NUMBER = re.compile(r"\D{0,3}(\d{1,3})")

# A note stands at the end of its page or of its small file.
_FARTHEST_BEFORE = 400
_FARTHEST_AFTER = 80


@dataclass(frozen=True)
class Note:
    """A footnote: its number, if it has one, its section's place in the paper, and its lines."""

    number: int | None
    section: int
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Mark:
    """A footnote's number in the text, the line it stands in, and which of the bearers it is of."""

    number: int
    line: int
    bearer: int


def bare_marks(text: str) -> list[int]:
    """The numbers that stand in a text as footnote marks do in the ministry's own text files."""
    return [int(found[1] or found[2]) for found in _BARE_MARK.finditer(text)]


def strip_bare_marks(text: str, numbers: Collection[int]) -> str:
    """The text without the marks of the notes with these numbers, as far as they can be nothing else."""
    return _BARE_MARK_APART.sub(lambda found: "" if int(found[1]) in numbers else found[0], text)


def notes_of(paper: Paper) -> list[Note]:
    """The footnotes of a paper, in reading order."""
    notes = []
    for block in paper.blocks:
        if block.kind is TextKind.FOOTNOTE:
            number = _NOTE_NUMBER.match(block.lines[0].text.strip())
            notes.append(Note(int(number[1]) if number else None, block.section, block.lines))
    return notes


def marks_in(text: str, *, line: int, bearer: int, bare: bool) -> Iterator[Mark]:
    """The marks of a text. `bare`: the paper's notes begin with a bare number, and so do their marks."""
    for found in _SIGNED_MARK.finditer(text):
        yield Mark(int(next(filter(None, found.groups()))), line, bearer)
    if bare:
        for number in bare_marks(text):
            yield Mark(number, line, bearer)


def has_bare_numbers(notes: Sequence[Note]) -> bool:
    """Whether the notes begin with a bare number, as in the ministry's own text files."""
    return any(note.lines[0].text.lstrip()[:1].isdigit() for note in notes)


def tie(notes: Sequence[Note], marks: Sequence[Mark]) -> dict[int, list[Note]]:
    """The notes of each bearer. A note whose mark is not found is in none of the lists."""
    by_number: dict[int, list[Mark]] = {}
    for mark in sorted(marks, key=lambda mark: mark.line):
        by_number.setdefault(mark.number, []).append(mark)
    tied: dict[int, list[Note]] = {}
    used: set[int] = set()
    for note in notes:
        nearest = _nearest(note, by_number.get(note.number or 0, []), used)
        if nearest:
            used.add(id(nearest))
            tied.setdefault(nearest.bearer, []).append(note)
    return tied


def _nearest(note: Note, marks: Sequence[Mark], used: set[int]) -> Mark | None:
    """The last free mark before the note, else the first one after it, within reach."""
    line = note.lines[0].number
    first = bisect_left(marks, line - _FARTHEST_BEFORE, key=lambda mark: mark.line)
    middle = bisect_right(marks, line, key=lambda mark: mark.line)
    past = bisect_right(marks, line + _FARTHEST_AFTER, key=lambda mark: mark.line)
    nearby = (*reversed(marks[first:middle]), *marks[middle:past])
    return next((mark for mark in nearby if id(mark) not in used), None)
