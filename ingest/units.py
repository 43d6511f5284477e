"""Units that a table's text has lost, from what the paper says of its figures: 26,642 there is 2万6,642者 in the text.

A picture's axis, where the unit stood, is gone. Where the section's text names a value of a row with its unit and its
scale, both are the row's; where all rows of a table of years that it names agree, they are the table's.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from ingest.tables import Cell, decimal_of

_SCALES = {"兆": 10**12, "億": 10**8, "万": 10**4}
_PART = re.compile(r"(\d[\d,]*(?:\.\d+)?)([兆億万]?)")
_AMOUNT = re.compile(
    r"(?<![\d.,兆億万])((?:\d[\d,]*(?:\.\d+)?[兆億万]){0,3}(?:\d[\d,]*(?:\.\d+)?)?)"
    r"(円|米?ドル|[件社者局人台通回位倍分]|世帯|契約|時間|機関|[か箇]所|[%％])"
)
_YEAR = re.compile(r"(?:19|20)\d{2}")
# Shorter numbers stand in a text by chance.
_FEWEST_DIGITS = 3
# A row of shares has a unit of its own; these units are of their row alone, and a number of things is no sum.
_SHARE = re.compile(r"割合|率|比|シェア|順位|[%％]")
_OF_ITS_ROW, _SUM, _NUMBER_OF = re.compile(r"[%倍位回分]$"), re.compile(r"(?:円|ドル)$"), re.compile(r"数$")
# A column of counts says what it counts.
_COUNTS = re.compile(r"([件社人局台])数$")

# The columns of a table, which tell it from another one of its figure.
_Table = tuple[str, ...]


def with_units(cells: Sequence[Cell], text: str) -> list[Cell]:
    """The cells, those without a unit with the one that the section's text gives their row or their table."""
    if all(cell.measured for cell in cells):
        return list(cells)
    told, rows = _told(text), _rows(cells)
    table_of = {row: tuple(cell.column for cell in of_it) for row, of_it in rows.items()}
    dated = {row: of_it for row, of_it in rows.items() if all(map(_YEAR.search, table_of[row]))}
    of_row = {row: unit for row, of_it in dated.items() if (unit := _only(_units(of_it, told)))}
    of_table: dict[_Table, set[str]] = defaultdict(set)
    for row, unit in of_row.items():
        if not _OF_ITS_ROW.search(unit):
            of_table[table_of[row]].add(unit)
    found = {cell: _unit(cell, of_row, of_table[table_of[cell.row]]) for cell in cells if not cell.measured}
    return [replace(cell, unit=found.get(cell, cell.unit)) for cell in cells]


def _unit(cell: Cell, of_row: Mapping[str, str], of_table: set[str]) -> str:
    if named := _COUNTS.search(cell.column):
        return named[1]
    if cell.row in of_row or _SHARE.search(cell.row):
        return of_row.get(cell.row, "")
    unit = _only(of_table)
    return "" if _NUMBER_OF.search(cell.row) and _SUM.search(unit) else unit


def _only(units: Iterable[str]) -> str:
    """The unit, if there is just one."""
    found = set(units)
    return found.pop() if len(found) == 1 else ""


def _rows(cells: Sequence[Cell]) -> Mapping[str, list[Cell]]:
    """The values of each row, by its label."""
    rows: dict[str, list[Cell]] = defaultdict(list)
    for cell in cells:
        rows[cell.row].append(cell)
    return rows


def _told(text: str) -> Mapping[Decimal, set[str]]:
    """The amounts of a text: for each number that a table may print for one, what would be its scale and unit."""
    told: dict[Decimal, set[str]] = defaultdict(set)
    for digits, unit in _AMOUNT.findall("".join(text.split())):
        if not digits:
            continue
        total = sum((decimal_of(number) * _SCALES.get(scale, 1) for number, scale in _PART.findall(digits)), Decimal())
        for scale, factor in (("", 1), *_SCALES.items()):
            told[total / factor].add(f"{scale}{unit.replace('％', '%')}")
    return told


def _units(row: Iterable[Cell], told: Mapping[Decimal, set[str]]) -> Iterator[str]:
    """The units with which the text names values of a row."""
    for cell in row:
        long = sum(map(str.isdigit, cell.value)) >= _FEWEST_DIGITS and not _YEAR.fullmatch(cell.value)
        if long and not cell.measured and cell.number is not None:
            yield from told.get(abs(cell.number), ())
