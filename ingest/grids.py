"""Grids: rows of numbers alone, whose groups, years and columns are named somewhere else in the figure.

The text that points to the figure tells its columns in their order, 「甲」、「乙」及び「丙」の時間と割合を示したもの;
the names that a picture prints come in any order. A grid is read only where the rest fits: as many numbers in each row
as there are columns, all of whose names the figure prints; as many rows as groups and years make, with gaps between the
groups alone; no share over 100.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ingest.cleaning import squeeze
from ingest.events import Line
from ingest.tables import Cell, inside

_NAME = r"「([^「」]{1,30})」(?:[＊*]\d+)?"
_COLUMNS = re.compile(
    rf"((?:{_NAME}(?:、|と|及び|並びに)?){{2,}})の([^「」、。]{{2,12}})と([^「」、。]{{2,12}})を示したものが?、?（?(図表[^）\s]+)"
)
_CAPTION = re.compile(r"図表\s*[ⅠⅡⅢ0-9０-９\-－‐]+")
_UNIT = r"[（(](?:単位[：:])?([^（）()]{1,4})[)）]"
_NUMBERS = re.compile(r"\d[\d,]*(?:\.\d+)?(?:\s+\d[\d,]*(?:\.\d+)?)+")
_YEAR = re.compile(r"(?:19|20)\d{2}年(?:度末?)?")
_GROUP = re.compile(r"全(?:年代|世代|体)|\d{1,2}(?:歳?代|[～〜-]\d{1,2}歳)(?:以上)?")
_PART = re.compile(r"[＜<]([^＜＞<>]{1,12})[＞>]")
_FEWEST = 2
_MOST_PERCENT = 100


@dataclass(frozen=True)
class _Columns:
    """What a text says that a figure shows: of each name each measure."""

    names: tuple[str, ...]
    measures: tuple[str, ...]


@dataclass
class _Grid:
    """The lines of labels before rows of numbers, and these."""

    labels: list[str] = field(default_factory=list)
    rows: list[Line] = field(default_factory=list)

    @property
    def part(self) -> str:
        """Which part of the figure it is, "" where that is not said."""
        return next((found[1] for label in self.labels if (found := _PART.fullmatch(label))), "")

    @property
    def groups(self) -> list[str]:
        return [label for label in self.labels if _GROUP.fullmatch(label)]

    @property
    def years(self) -> list[str]:
        return sorted({label for label in self.labels if _YEAR.fullmatch(label)})

    @property
    def header(self) -> str:
        """What it prints beside groups and years, without white space."""
        patterns = (_GROUP, _YEAR, _PART)
        return "".join(squeeze(label) for label in self.labels if not any(p.fullmatch(label) for p in patterns))

    @property
    def is_sure(self) -> bool:
        """Whether its rows are those of each group, year after year."""
        groups, years = self.groups, self.years
        if min(len(groups), len(years)) < _FEWEST or len(set(groups)) < len(groups):
            return False
        if len(self.rows) != len(groups) * len(years):
            return False
        if any(often > len(groups) for label, often in Counter(self.labels).items() if label in years):
            return False
        gaps = [place for place, line in enumerate(self.rows) if place and line.blank]
        return all(place % len(years) == 0 for place in gaps) and any(place % len(groups) for place in gaps)


def read_grids(lines: Sequence[Line], text: str) -> list[Cell]:
    """The values of a figure's grids, by the columns that the section's text tells; none where anything is unsure."""
    columns = _columns(lines, text)
    return [cell for grid in _grids(lines) for cell in _cells(grid, columns)] if columns else []


def _columns(lines: Sequence[Line], text: str) -> _Columns | None:
    caption = _CAPTION.match(lines[0].text.strip())
    for names, _, *measures, figure in _COLUMNS.findall(squeeze(text)):
        if caption and figure == squeeze(caption[0]):
            return _Columns(tuple(re.findall(_NAME, names)), tuple(measures))
    return None


def _grids(lines: Sequence[Line]) -> Iterator[_Grid]:
    grid = _Grid()
    for line in inside(lines):
        label = line.text.strip()
        if _NUMBERS.fullmatch(label):
            grid.rows.append(line)
        elif grid.rows:
            yield grid
            grid = _Grid([label])
        else:
            grid.labels.append(label)
    if grid.rows:
        yield grid


def _cells(grid: _Grid, columns: _Columns) -> list[Cell]:
    units = _units(grid.header, columns)
    rows = [line.text.split() for line in grid.rows]
    names = [(name, measure) for measure in columns.measures for name in columns.names]
    if not units or not grid.is_sure or any(len(row) != len(names) for row in rows):
        return []
    places = [(group, year) for group in grid.groups for year in grid.years]
    cells = [
        Cell(" ".join(filter(None, (grid.part, *of, group))), year, value, units[of[-1]], line.text.strip())
        for line, row, (group, year) in zip(grid.rows, rows, places, strict=True)
        for value, of in zip(row, names, strict=True)
    ]
    return [] if any(cell.unit == "％" and (cell.number or 0) > _MOST_PERCENT for cell in cells) else cells


def _units(header: str, columns: _Columns) -> dict[str, str]:
    """The unit of each measure, if a header prints nothing but these, and each name, or its end, once for each."""
    units = {}
    for measure in columns.measures:
        found = re.search(rf"{re.escape(measure)}{_UNIT}", header)
        if not found:
            return {}
        units[measure] = found[1].replace("%", "％")
        header = header.replace(found[0], "", 1)
    for name in sorted(columns.names, key=len, reverse=True):
        ends = (name[place:] for place in range(len(name) - 1))
        printed = next((end for end in ends if header.count(end) == len(columns.measures)), "")
        header = header.replace(printed, "") if printed else header + "?"
    return {} if header else units
