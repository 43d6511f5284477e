"""Tables whose rows survived extraction: values that have a sure row and a sure column.

A picture's numbers mostly come without their labels, or out of order. Only what reads as a row of a
table (a label, then just as many values as the line of column names above has names) is a value with
labels; every other number stays residue, which nobody may present as the value of something.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ingest.events import Line

_NUMBER = re.compile(r"[△▲−－-]?[0-9][0-9,]*(?:\.[0-9]+)?[%％]?|[－―-]")
_DIGITS, _MINUS = re.compile(r"\d[\d,]*(?:\.\d+)?"), ("△", "▲", "−", "－", "-")
_SIGN_APART = re.compile(r"([△▲])\s+(?=\d)")
_ARROW = re.compile(r"[↗↘→⇒]")
UNIT = re.compile(r"[（(](\d*[十百千万億兆]*(?:円|ドル|件|台|人|社|者|局|世帯|通|個|万|％|%|時間|分|回))[）)]")
_YEAR = re.compile(r"(?:19|20)\d{2}(?:年(?:度末?|末)?)?(?:[（(].{1,4}[）)])?")
_HEADS_OF_YEARS = ("年度", "年度末", "年", "年末")
# Rows whose label says nothing without the group that it closes.
_SUBTOTAL = re.compile(r"小\s*計|計")
_OF_ITS_GROUP = re.compile(r"合\s*計|総\s*計|全体|その他")
# The first line of a label that was broken over two.
_BROKEN_OFF = re.compile(r"[のをにとはがや、・（(]$")
_CAPTION = re.compile(r"図表\s*[ⅠⅡⅢ0-9０-９]")
_SHARE, _PERCENT = re.compile("割合|構成比|シェア"), re.compile("[%％]")
_NOTE = re.compile(r"（出典|※|（注|注[）\d]")

_FEWEST_COLUMNS, _COUNT_AND_SHARE = 2, 2
_FEWEST_ROWS_UNDER_NAMES = 3


@dataclass(frozen=True)
class Cell:
    """A value with its sure labels; `column` is "" where there is but one. `quote` is the row as it stands."""

    row: str
    column: str
    value: str
    unit: str
    quote: str

    @property
    def measured(self) -> bool:
        """Whether the unit of the value is known."""
        return bool(self.unit) or self.value.endswith(("%", "％"))

    @property
    def number(self) -> Decimal | None:
        """The value as a number without its scale, less than 0 after a minus or a triangle; None for a dash."""
        found = _DIGITS.search(self.value)
        number = decimal_of(found[0]) if found else None
        return -number if number and self.value.startswith(_MINUS) else number

    @property
    def text(self) -> str:
        """The value in words: テレビ 全年代 58.2%."""
        return " ".join((*filter(None, (self.row, self.column)), f"{self.value}{self.unit}"))


@dataclass(frozen=True)
class _Row:
    """A line as a table would have it: words, then values."""

    words: tuple[str, ...]
    values: tuple[str, ...]
    line: Line

    @property
    def label(self) -> str:
        return " ".join(self.words)


@dataclass(frozen=True)
class _Header:
    """Column names, and what they are all columns of, where the line says so."""

    columns: tuple[str, ...]
    group: str
    of_years: bool


def decimal_of(digits: str) -> Decimal:
    """A number as it is printed, 26,642.5."""
    return Decimal(digits.replace(",", ""))


def read_cells(lines: Sequence[Line]) -> list[Cell]:
    """The labelled values of a figure's lines; none where the labels are not sure."""
    rows = _rows(lines)
    places = [place for place, row in enumerate(rows) if _header(row)]
    cells: list[Cell] = []
    for place, end in zip(places, [*places[1:], len(rows)], strict=False):
        unit = _unit(_head(rows[place:end])) or _unit(lines)
        for header in _readings(_header(rows[place])):
            body = list(_sure_rows(rows[place + 1 : end], header))
            if len(body) >= (1 if header.of_years else _FEWEST_ROWS_UNDER_NAMES):
                cells.extend(cell for label, row in body for cell in _cells(label, row, header, unit))
                break
    return cells


def inside(lines: Sequence[Line]) -> Iterator[Line]:
    """A figure's lines between its caption and its notes."""
    for line in lines:
        if _NOTE.match(line.text.strip()):
            return
        if not _CAPTION.match(line.text.strip()):
            yield line


def _readings(header: _Header | None) -> Iterator[_Header]:
    """A line of names as it stands, then with its first name read as the head of the column of labels."""
    if header:
        yield header
        if not header.of_years:
            yield replace(header, columns=header.columns[1:])


def _rows(lines: Sequence[Line]) -> list[_Row]:
    """The lines between the caption and the notes, each parted into words and values."""
    rows = []
    for line in inside(lines):
        tokens = _SIGN_APART.sub(r"\1", _ARROW.sub(" ", line.text.strip())).split()
        first = next((n for n, token in enumerate(tokens) if _NUMBER.fullmatch(token)), len(tokens))
        rows.append(_Row(tuple(tokens[:first]), tuple(tokens[first:]), line))
    return rows


def _header(row: _Row) -> _Header | None:
    """The line read as column names: years, or three names or more without any number; None if it is none."""
    tokens = (*row.words, *row.values)
    years = tuple(token for token in tokens if _YEAR.fullmatch(token))
    rest = [token for token in tokens if not _YEAR.fullmatch(token)]
    if len(set(tokens)) < len(tokens):
        return None
    if len(years) >= _FEWEST_COLUMNS and len(rest) <= 1:
        head = rest[0] if rest else ""
        if head in _HEADS_OF_YEARS:
            return _Header(tuple(year + head if year.isdigit() else year for year in years), "", of_years=True)
        years = tuple(year + "年" if year.isdigit() else year for year in years)
        return _Header(years, "" if UNIT.fullmatch(head) else head, of_years=True)
    if row.values or len(row.words) <= _FEWEST_COLUMNS or any(UNIT.search(word) for word in row.words):
        return None
    return _Header(row.words, "", of_years=False)


def _sure_rows(rows: Sequence[_Row], header: _Header) -> Iterator[tuple[str, _Row]]:
    """Rows with as many values as there are columns, and their labels.

    A line with another count of values puts the rows beside it in doubt: they may be one row whose cells
    were joined. A line of words right over a row begins its label, or names the group that follows.
    """
    valued = [row for row in rows if row.values]
    whole = [row for row in valued if len(row.values) == len(header.columns)]
    alone = [row for row in valued if _is_count_alone(row)] if _has_shares(header, whole) else []
    counts = {row.line.number for row in alone}
    fits = dict.fromkeys((row.line.number for row in valued), False)
    fits |= {row.line.number: True for row in (*whole, *alone) if row.words}
    doubtful = {
        beside.line.number
        for row, other in zip(valued, valued[1:], strict=False)
        for beside, neighbour in ((row, other), (other, row))
        if not fits[neighbour.line.number]
    } - counts
    group, of_header, parted = header.group, True, False
    above: _Row | None = None
    last = 0
    for row in rows:
        adjacent = row.line.number == last + 1
        last = row.line.number
        if not adjacent and not of_header:
            group = ""
        if not row.values:
            if row.words and row.label not in group and not UNIT.search(row.label) and not (above and adjacent):
                group, of_header, parted = "", False, True
            above = row if row.words and not UNIT.search(row.label) else None
            continue
        label = row.label
        if above and adjacent and _BROKEN_OFF.search(above.label):
            label = above.label + label
        elif above and adjacent and above.label not in group:
            group, of_header = above.label, False
        above = None
        says_little = parted and not group and _OF_ITS_GROUP.fullmatch(label)
        if fits[row.line.number] and row.line.number not in doubtful and not says_little:
            yield f"{group} {label}".strip(), row


def _has_shares(header: _Header, whole: Sequence[_Row]) -> bool:
    """Whether a table is of counts and their shares, which have a sign in all its whole rows."""
    of_shares = len(header.columns) == _COUNT_AND_SHARE and bool(_SHARE.search(header.columns[-1]))
    return of_shares and all(_PERCENT.search(row.values[-1]) for row in whole)


def _is_count_alone(row: _Row) -> bool:
    """Whether a row of such a table has but its count."""
    labelled = bool(row.words) and not _PERCENT.search(row.label)
    return labelled and len(row.values) == 1 and row.values[0][-1].isdigit()


def _head(rows: Sequence[_Row]) -> Iterator[Line]:
    """The lines of a table from its header to its first row."""
    for place, row in enumerate(rows):
        if place and row.values:
            return
        yield row.line


def _unit(lines: Iterable[Line]) -> str:
    """The unit that stands in brackets of its own in these lines, if there is just one."""
    units = {found[1] for line in lines for found in UNIT.finditer(line.text)}
    return units.pop() if len(units) == 1 else ""


def _cells(label: str, row: _Row, header: _Header, unit: str) -> Iterator[Cell]:
    if _SUBTOTAL.fullmatch(row.label) or not any(character.isalnum() for character in label):
        return
    # A count alone is of the first column.
    for column, value in zip(header.columns[: len(row.values)], row.values, strict=True):
        if _NUMBER.fullmatch(value) and any(character.isdigit() for character in value):
            own_unit = value.endswith(("%", "％"))
            yield Cell(label, column, value, "" if own_unit else unit, row.line.text.strip())
