"""Years in both calendars: 令和7年 is 2025年."""

# The year before each era's first, newest era first.
_BEGINS = {"令和": 2018, "平成": 1988, "昭和": 1925}
_LETTERS = {"R": "令和", "H": "平成", "S": "昭和"}
FIRST = "元"


def western_year(era: str, count: str) -> int:
    """The western year of a year of an era, written 令和 or R, 7 or 元."""
    return _BEGINS[_LETTERS.get(era.upper(), era)] + (1 if count == FIRST else int(count))


def names_year(text: str, year: int) -> bool:
    """Whether a text speaks of a western year, in either calendar."""
    return str(year) in text or era_year(year) in text


def era_year(year: int) -> str:
    """A western year in the Japanese calendar: 2024 is 令和6年. Before 1926 the western year itself."""
    for era, begins in _BEGINS.items():
        if year > begins:
            return f"{era}{year - begins if year - begins > 1 else FIRST}年"
    return f"{year}年"
