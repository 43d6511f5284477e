"""Which ages are spoken of, and which values of a table are of others than those that are asked for."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ingest.tables import Cell
from rag.asked import Asked, plain

# 20代, 20歳代, 65歳, 20～29歳, 20代から40代, 65歳以上.
_AGES = re.compile(
    r"(?<![\d~〜\-])(?P<first>\d{2})(?:[歳才]?代?(?:[~〜\-]|から)(?P<last>\d{2}))?(?P<unit>[歳才]?代(?![目将])|[歳才])"
    r"(?P<on>以上|以降|より上|から(?!\d))?(?P<under>以下|未満|まで|より下)?"
)
_ALL_AGES = re.compile(r"全年代|全世代|全体|全員")
_OLDEST = 150
# A group of so many ages is no wide one.
_NARROW = 20


class Ages(NamedTuple):
    """The ages that a group has, both ends included, and what it is called."""

    first: int
    last: int
    called: str

    def meets(self, other: "Ages") -> bool:
        """Whether one may be of both."""
        return self.first <= other.last and other.first <= self.last

    def names(self, other: "Ages") -> bool:
        """Whether what is said of these ages is said of the other ones: nothing of 40代 by 13歳以上."""
        ends = {age // 10 for age in (self.first, self.last) if 0 < age < _OLDEST}
        at_an_end = not ends.isdisjoint((other.first // 10, other.last // 10))
        return self.meets(other) and (at_an_end or self.last - self.first < _NARROW)


def ages_in(text: str) -> Iterator[Ages]:
    """The ages of which a text speaks."""
    for found in _AGES.finditer(plain(text)):
        last = int(found["last"] or found["first"]) + (9 if found["unit"].endswith("代") else 0)
        first = 0 if found["under"] else int(found["first"])
        yield Ages(first, _OLDEST if found["on"] else last, found[0])


def other_groups(asked: Asked, cells: Sequence[Cell]) -> set[Cell]:
    """The labelled values of age groups that are not asked for, if any is."""
    wanted = list(ages_in(asked.query.text)) if cells else []
    if not wanted:
        return set()
    every = bool(_ALL_AGES.search(asked.query.text))
    return {cell for cell in cells if _is_of_others(f"{cell.row} {cell.column}", wanted, every)}


def _is_of_others(label: str, wanted: Sequence[Ages], every: bool) -> bool:
    """`every`: whether it is asked of all ages, too."""
    groups = list(ages_in(label))
    if not groups:
        return bool(_ALL_AGES.search(label)) and not every
    return not any(group.meets(ages) for group in groups for ages in wanted)
