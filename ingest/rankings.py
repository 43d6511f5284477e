"""Rankings: under a header that names the last column with its unit, each entry ends in its value, the largest first.

Entries may run over several lines, so a picture's text could have lost which value belongs to which; that the values
fall from the first to the last shows that it did not.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.events import Line
from ingest.tables import UNIT, Cell, inside

_HEADER = re.compile(rf"^(?:\S+\s+)+([^\s（(]+){UNIT.pattern}$")
_YEAR = re.compile(r"(?:19|20)\d{2}年(?:度末?|末)?")
_VALUE = re.compile(r"(?:^|\s)(\d[\d,]*(?:\.\d+)?)$")
# How a place changed stands before the name.
_MARK = re.compile(r"^(?:[↑↓→↗↘]|new\b)\s*")
_NUMBER = re.compile(r"(?:^|\s)[\d,.]+(?:\s|$)")
_LATIN = re.compile(r"[A-Za-z0-9/]$")
_FEWEST = 5


@dataclass
class _Entry:
    """The lines of one entry; `value` stands at the end of the last one."""

    lines: list[Line] = field(default_factory=list)
    label: str = ""
    value: str = ""

    def reads(self, line: Line) -> None:
        """Take one more line."""
        said = line.text.strip()
        if found := _VALUE.search(said):
            said, self.value = said[: found.start()], found[1]
        said = _MARK.sub("", said).strip()
        self.label += (" " if _LATIN.search(self.label) and said else "") + said
        self.lines.append(line)

    @property
    def amount(self) -> float:
        return float(self.value.replace(",", ""))


@dataclass
class _Ranking:
    """What its values are, in which unit, of which year, and its entries."""

    column: str
    unit: str
    entries: list[_Entry]

    @property
    def is_sure(self) -> bool:
        found = [entry for entry in self.entries if entry.value]
        labelled = all(entry.label and not _NUMBER.search(entry.label) for entry in found)
        return len(found) >= _FEWEST and labelled and all(a.amount >= b.amount for a, b in pairwise(found))


def read_rankings(lines: Sequence[Line]) -> list[Cell]:
    """The values of a figure's rankings with what they are values of; none of a ranking whose order is not sure."""
    return [cell for ranking in _rankings(lines) if ranking.is_sure for cell in _cells(ranking)]


def _rankings(lines: Sequence[Line]) -> Iterator[_Ranking]:
    ranking, year = None, ""
    for line in inside(lines):
        said = line.text.strip()
        if found := _HEADER.match(said):
            if ranking:
                yield ranking
            ranking, year = _Ranking(f"{year} {found[1]}".strip(), found[2], [_Entry()]), ""
        elif _YEAR.fullmatch(said):
            year = said
        elif ranking:
            ranking.entries[-1].reads(line)
            if ranking.entries[-1].value:
                ranking.entries.append(_Entry())
    if ranking:
        yield ranking


def _cells(ranking: _Ranking) -> Iterator[Cell]:
    for entry in ranking.entries:
        if entry.value:
            quote = "\n".join(line.text.strip() for line in entry.lines)
            yield Cell(entry.label, ranking.column, entry.value, ranking.unit, quote)
