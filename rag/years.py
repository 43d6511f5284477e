"""Which years of a table are asked for: those that the question names, or the newest; for a change, or for what was
most of all, others."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from ingest.tables import Cell
from rag.asked import Asked, plain

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?![\d万億千,.])")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
# Asks when it was so, not how it is.
_ASKS_WHEN = re.compile(
    r"何年(?!ぶり)|いつ(?!も|でも)|どの年|(?<![今前昨毎])年度[はとをに]|時期|ピーク|過去最|これまで|今まで"
)
_LEAST = re.compile(r"少な|最小|最少|最低|低[いかく]|小さ|落ち込")


def other_years(asked: Asked, cells: Sequence[Cell], edition: int | None = None) -> set[str]:
    """The labelled values, in words, of years that are not asked for. `edition`: the year of the paper, beyond which
    its tables forecast."""
    rows = defaultdict(list)
    for cell in cells:
        if _year(cell):
            rows[cell.row].append(cell)
    wanted = {cell.text for row in rows.values() for cell in _wanted(asked, row, edition)}
    return {cell.text for row in rows.values() for cell in row} - wanted


def _wanted(asked: Asked, row: Sequence[Cell], edition: int | None) -> Iterable[Cell]:
    """The values of a row that are asked for."""
    if _ASKS_WHEN.search(plain(asked.query.text)) and not asked.query.years:
        return _extreme(asked, row) if asked.asks_most else row
    years = _years(asked, {_year(cell) for cell in row}, edition)
    return [cell for cell in row if _year(cell) in years]


def _years(asked: Asked, there: set[int], edition: int | None) -> set[int]:
    """The years that are named; where none of them is there, the newest, and the oldest, too, if a change is asked
    for."""
    newest = max({year for year in there if not edition or year <= edition} or there)
    named = there.intersection(asked.query.years)
    if not named:
        return {newest, min(there)} if asked.query.asks_change else {newest}
    return named | {newest} if len(named) == 1 and asked.query.asks_change else named


def _extreme(asked: Asked, row: Sequence[Cell]) -> Sequence[Cell]:
    """The largest value of a row, or the smallest; none where it has no number."""
    numbered = [cell for cell in row if _NUMBER.search(cell.value)]
    choose = min if _LEAST.search(asked.query.text) else max
    return [choose(numbered, key=_amount)] if numbered else []


def _year(cell: Cell) -> int:
    """The year of a value's column; 0 where it is of none."""
    found = _YEAR.search(cell.column)
    return int(found[0]) if found else 0


def _amount(cell: Cell) -> Decimal:
    found = _NUMBER.search(cell.value)
    amount = Decimal(found[0].replace(",", "")) if found else Decimal()
    return -amount if cell.value.startswith(("△", "▲", "-", "−", "－")) else amount
