"""Entries of a figure: what it prints in one place, words and what goes with them.

A picture's text has lost where it stood, but lines that follow each other without a gap stood together: the row of a
table, a box with its name. An entry says what the figure says as it is printed, and no more: a number alone has lost
whose it is, and so have several in a row under a header that is not sure.
"""

import re
from collections.abc import Iterator, Sequence

from ingest.events import Line
from ingest.tables import Cell, inside

_LETTERS = re.compile(r"[A-Za-zぁ-んァ-ヶー一-龥々]")
_NUMBER = re.compile(r"(?<![A-Za-z\d.\-])[△▲+\-−－]?\d[\d,]*(?:\.\d+)?(?![\dA-Za-z])")
# What says of a number what it is a number of.
_COUNTED = re.compile(r"\s?[%％十百千万億兆]|[^\s\d（）()、。,.:：~～\-]")
# A value that comes before any words is that of a label before it.
_BEGINS_WITH_VALUE = re.compile(
    r"[（(]?[△▲+\-−－]?[\d,.]+\s?(?:[%％]|[兆億万千百]*(?:円|米?ドル|[kcm]?m|[kMGT]?Hz))(?![がはのを])|[\d,.]+\s"
)
# Bold letters are printed twice: 郵郵便便局局.
_DOUBLED = re.compile(r"(?:(\S)\1){3}")
_BREAKS = re.compile(r"\s+")
# What names alone have not: a number, a particle, something in brackets.
_SAYS_MORE = re.compile(
    r"\d|[一-龥ァ-ヴーA-Za-z）」][のをがはにでとへ][一-龥ァ-ヴーA-Za-z（「]|[（(][^（）()]{3,}[）)]|する|した"
)
# In characters without white space; longer ones fill an answer, shorter ones say nothing.
_SHORTEST, _LONGEST = 8, 160
# So many numbers without anything beside them may stand in an entry.
_MOST_BARE = 1
_FEWEST_LETTERS = 4


def read_entries(lines: Sequence[Line], cells: Sequence[Cell] = ()) -> list[str]:
    """The entries of a figure's lines, each as printed, its lines apart; none of a line that has sure values."""
    sure = {line for cell in cells for line in cell.quote.split("\n")}
    found = ([line.text.strip() for line in group] for group in _groups(lines))
    return ["\n".join(texts) for texts in found if sure.isdisjoint(texts)]


def _groups(lines: Sequence[Line]) -> Iterator[Sequence[Line]]:
    """The lines that say something together, or alone where together they do not."""
    for group in _together(lines):
        yield from [group] if _says_something(group) else ([line] for line in group if _says_something([line]))


def _together(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Whole lines that follow each other without a gap, those that so follow the caption left out."""
    caption = next(iter(lines), None)
    group: list[Line] = []
    for line in inside(lines):
        if caption and _goes_on(caption, line):
            caption = line
            continue
        caption = None
        if group and not _goes_on(group[-1], line):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _goes_on(before: Line, line: Line) -> bool:
    """Whether a line follows another one without a gap, and neither is a part of a line."""
    return line.number == before.number + 1 and not (line.blank or line.cut or before.cut)


def _says_something(group: Sequence[Line]) -> bool:
    texts = [line.text.strip() for line in group]
    if any(not _LETTERS.search(text) or _DOUBLED.search(text) for text in texts) or _BEGINS_WITH_VALUE.match(texts[0]):
        return False
    text = " ".join(texts)
    bare = sum(not _COUNTED.match(text, found.end()) for found in _NUMBER.finditer(text))
    return (
        _SHORTEST <= _length(group) <= _LONGEST
        and len(_LETTERS.findall(text)) >= _FEWEST_LETTERS
        and bare <= _MOST_BARE
        and len(_BREAKS.split(text)) > 1
        and bool(_SAYS_MORE.search(text))
    )


def _length(group: Sequence[Line]) -> int:
    return sum(len(_BREAKS.sub("", line.text)) for line in group)
