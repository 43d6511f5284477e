"""Which years of a table are asked for: those that the question names, or the newest; for a change, or for what was
most of all, others."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from ingest.tables import Cell
from rag.asked import Asked, plain

_YEAR = re.compile(r"(?:19|20)\d{2}")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
# Asks when it was so, not how it is.
_OF_ALL_YEARS = re.compile(r"何年|いつ|どの年|年度(?:は|と|を|に|はどこ)|時期|ピーク|過去最|これまで|今まで")
_LEAST = re.compile(r"少な|低|小さ|最小|最低|落ち込")


def other_years(asked: Asked, cells: Sequence[Cell]) -> set[str]:
    """The labelled values, in words, of years that are not asked for."""
    dated = [cell for cell in cells if _year(cell)]
    if _OF_ALL_YEARS.search(plain(asked.query.text)) and not asked.query.years:
        wanted = _extremes(asked, dated) if asked.asks_most else (cell.text for cell in dated)
    else:
        wanted = _of_years(asked, dated)
    return {cell.text for cell in dated}.difference(wanted)


def _of_years(asked: Asked, dated: Sequence[Cell]) -> Iterator[str]:
    """The values of the years that are named; where none of them is there, of the newest, and of the oldest, too, if a
    change is asked for."""
    there = {_year(cell) for cell in dated}
    named = there.intersection(asked.query.years)
    if not named and there:
        named = {max(there), min(there)} if asked.query.asks_change else {max(there)}
    elif len(named) == 1 and asked.query.asks_change:
        named.add(max(there))
    return (cell.text for cell in dated if _year(cell) in named)


def _extremes(asked: Asked, dated: Sequence[Cell]) -> Iterator[str]:
    """Of each row the largest value, or the smallest."""
    rows = defaultdict(list)
    for cell in dated:
        if _NUMBER.search(cell.value):
            rows[cell.row].append(cell)
    choose = min if _LEAST.search(asked.query.text) else max
    return (choose(row, key=_amount).text for row in rows.values())


def _year(cell: Cell) -> int:
    """The year of a value's column; 0 where it is of none."""
    found = _YEAR.search(cell.column)
    return int(found[0]) if found else 0


def _amount(cell: Cell) -> Decimal:
    found = _NUMBER.search(cell.value)
    amount = Decimal(found[0].replace(",", "")) if found else Decimal()
    return -amount if cell.value.startswith(("△", "▲", "-", "−", "－")) else amount
