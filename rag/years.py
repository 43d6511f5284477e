"""Which years of a table are asked for: those that the question names, or the newest; for a change, or for what was
most of all, others."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import partial

from ingest.tables import Cell
from rag.asked import Asked, plain

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?![\d万億千,.])")
# Asks when it was so, not how it is.
_ASKS_WHEN = re.compile(
    r"何年(?!ぶり)|いつ(?!も|でも)|どの年|(?<![今前昨毎\d])年度[はとをに]|時期|ピーク|過去最|底だった|どん底|これまで|今まで"
)
# From one year to another, not in the one or the other.
_ALL_BETWEEN = re.compile(r"\d[年度末]{0,2}(?:[-‐–〜～~]|から)|の(?:間|うち)")
_EVER_SINCE = re.compile(r"年度?末?(?:以降|以来|から(?:あと|後|の中|今まで)?で)")
_PEAK = re.compile("ピーク|過去最|底だった|どん底")
_MONTH = re.compile(r"年\d{1,2}月")
_SIGN = re.compile("赤字|黒字")
_LEAST = re.compile(r"少な|最小|最少|最低|低[いかく]|小さ|落ち込|底だった|どん底")


def other_years(asked: Asked, cells: Sequence[Cell], edition: int | None = None) -> set[Cell]:
    """The labelled values of years that are not asked for. `edition`: the year of the paper, beyond which its tables
    forecast."""
    rows = defaultdict(list)
    for cell in cells:
        if year := _year(cell):
            rows[cell.row].append((year, cell))
    if not rows:
        return set()
    of_row = partial(_when, asked) if asks_when(asked) else partial(_of_years, asked, edition)
    wanted = {cell for row in rows.values() for cell in of_row(row)}
    return {cell for row in rows.values() for _, cell in row} - wanted


def later_years(asked: Asked, cells: Sequence[Cell]) -> list[int]:
    """The years that are asked for, if all are after those of a table; a month of the year after ends its last fiscal
    year."""
    there = {int(year) for cell in cells for year in _YEAR.findall(f"{cell.row} {cell.column}")}
    if not there or _MONTH.search(plain(asked.query.text)) or any(year <= max(there) for year in asked.query.years):
        return []
    return list(asked.query.years)


def of_asked_years(asked: Asked, cell: Cell, cells: Sequence[Cell], edition: int | None = None) -> list[Cell]:
    """A labelled value and, where several years are asked for, those of its line of the others, in their order."""
    several = len(asked.query.years) > 1 or asked.query.asks_change and not asked.query.years
    if not _year(cell) or not several:
        return [cell]
    others = other_years(asked, cells, edition)
    wanted = sorted((one for one in cells if one not in others and _line(one) == _line(cell)), key=_year)
    return wanted if cell in wanted else [cell]


def _line(cell: Cell) -> tuple[str, str, str]:
    """What a value has in common with those of other years in its line of the table."""
    return cell.row, _YEAR.sub("", cell.column), cell.quote


def asks_when(asked: Asked) -> bool:
    """Whether it is asked when it was so, at any time or in a stretch of years."""
    text = plain(asked.query.text)
    years = len(asked.query.years)
    anytime = not years or (_ALL_BETWEEN if years > 1 else _EVER_SINCE).search(text)
    return bool(anytime and _ASKS_WHEN.search(text))


def asks_peak(asked: Asked) -> bool:
    """Whether it is asked when it was most or least."""
    return asks_when(asked) and (asked.asks_most or bool(_PEAK.search(asked.query.text)))


# The values of a row, each with its year.
_Row = Sequence[tuple[int, Cell]]


def _when(asked: Asked, row: _Row) -> Iterable[Cell]:
    """The values of a row among which one is asked for: the losses or the gains, the largest or the smallest, if that
    is. When one turned into the other, all may tell."""
    signs, years = set(_SIGN.findall(asked.query.text)), asked.query.years
    until = max(years) if len(years) > 1 else None
    cells = [cell for year, cell in row if not years or min(years) <= year and (not until or year <= until)]
    if len(signs) == 1:
        side = 1 if "黒字" in signs else -1
        cells = [cell for cell in cells if cell.number is not None and side * cell.number > 0] or cells
    if not asked.asks_most and not _PEAK.search(asked.query.text):
        return cells
    # How large a loss is, is asked without its sign.
    numbers = {cell: abs(cell.number) if signs else cell.number for cell in cells if cell.number is not None}
    choose = min if _LEAST.search(asked.query.text) else max
    return [choose(numbers, key=numbers.__getitem__)] if numbers else []


def _of_years(asked: Asked, edition: int | None, row: _Row) -> Iterable[Cell]:
    """The values of a row that are of the years which are asked for."""
    years = _years(asked, {year for year, _ in row}, edition)
    return [cell for year, cell in row if year in years]


def _years(asked: Asked, there: set[int], edition: int | None) -> set[int]:
    """The years that are named; where none of them is there, the newest, and the oldest, too, if a change is asked
    for."""
    newest = max({year for year in there if not edition or year <= edition} or there)
    named = there.intersection(asked.query.years)
    if not named:
        return {newest, min(there)} if asked.query.asks_change else {newest}
    return named | {newest} if len(named) == 1 and asked.query.asks_change else named


def _year(cell: Cell) -> int:
    """The year of a value's column; 0 where it is of none."""
    found = _YEAR.search(cell.column)
    return int(found[0]) if found else 0
