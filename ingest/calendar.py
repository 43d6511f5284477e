"""Years in both calendars: 令和7年 is 2025年."""

import re
from functools import lru_cache

# The year before each era's first, newest era first.
_BEGINS = {"令和": 2018, "平成": 1988, "昭和": 1925}
_LETTERS = {"R": "令和", "H": "平成", "S": "昭和"}
FIRST = "元"
# The last edition that counts in eras.
LAST_BY_ERA = 2015


def western_year(era: str, count: str) -> int:
    """The western year of a year of an era, written 令和 or R, 7 or 元."""
    return _BEGINS[_LETTERS.get(era.upper(), era)] + (1 if count == FIRST else int(count))


def names_year(text: str, year: int, written: int | None = None) -> bool:
    """Whether a text speaks of a western year, in either calendar.

    `written`: the year of its paper; up to 平成27年版 papers leave out the era where it is plain: 平成11年から16年には.
    """
    if str(year) in text or era_year(year) in text:
        return True
    return bool(written and _BEGINS["平成"] + 1 < year <= written <= LAST_BY_ERA and _without_era(year).search(text))


@lru_cache(maxsize=64)
def _without_era(year: int) -> re.Pattern[str]:
    count = year - _BEGINS["平成"]
    return re.compile(
        rf"(?<![\d第.,和治正約去後こその期毎]){count}年"
        r"(?=度|末|中|時点|現在|に(?!1)|[のはか、。（(]|\d{1,2}月|$)(?!の(?:歳月|間))"
    )


def era_year(year: int) -> str:
    """A western year in the Japanese calendar: 2024 is 令和6年. Before 1926 the western year itself."""
    for era, begins in _BEGINS.items():
        if year > begins:
            return f"{era}{year - begins if year - begins > 1 else FIRST}年"
    return f"{year}年"
