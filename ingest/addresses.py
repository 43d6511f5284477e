"""Official addresses: where on the ministry's site a section can be read."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.documents import Document, DocumentKind

SITE = "https://www.soumu.go.jp/johotsusintokei/whitepaper"

_ERAS = {"令和": "r", "平成": "h"}
_EDITION = re.compile(r"(令和|平成)(\d+|元)年版")
_MARKS = re.compile(
    r"(?:第(?P<part>[ⅠⅡ123])部)?(?:第(?P<chapter>\d+)章)?(?:第(?P<section>\d+)節)?"
    r"(?P<item>\d{1,2}(?!\d))?(?:（(?P<subitem>\d{1,2})）)?"
)
_PARTS = {"Ⅰ": "1", "Ⅱ": "2"}
_TEXT_FILE = re.compile(r"https?://\S+/([A-Za-z]{1,2})([0-9a-z]{5,8})\.txt")
_BASE_36 = "0123456789abcdefghijklmnopqrstuvwxyz"
# 章, 節, 項, 目: so many digits name the place of a page.
_DEPTH = 4


@dataclass(frozen=True)
class Address:
    """A page of the official site. `derived`: built by the site's grammar, not taken from its own list."""

    url: str
    derived: bool


@dataclass(frozen=True)
class _Page:
    """A listed text file: its part, if its name has one, and its place as 章節項目 in base 36."""

    part: str | None
    place: str
    url: str


class AddressBook:
    """The official text files of an edition, by the place that their names give: `nd111200` is 部章節項目.

    Names begin with one letter up to 平成21年版 and then with two; most of those with two have a digit for
    the part before the chapter. Other letters than the commonest name tables and appendices.
    """

    def __init__(self, listed: Sequence[str]) -> None:
        named = [(found[1], found[2], url) for url in listed if (found := _TEXT_FILE.fullmatch(url))]
        commonest = Counter(letters for letters, _, _ in named).most_common(1)
        letters = commonest[0][0] if commonest else ""
        of_letters = [name for name in named if name[0] == letters]
        self._has_parts = len(letters) == 2 and all(digits[0] in "0123" for _, digits, _ in of_letters)
        chosen = of_letters if self._has_parts else [name for name in named if len(name[0]) == len(letters)]
        self._pages = [self._page(digits, url) for _, digits, url in chosen]

    def _page(self, digits: str, url: str) -> _Page:
        start = 1 if self._has_parts else 0
        return _Page(digits[0] if self._has_parts else None, digits[start : start + _DEPTH].ljust(_DEPTH, "0"), url)

    @property
    def parts(self) -> dict[int, str]:
        """The part of each chapter, where the names have parts and chapters are numbered through."""
        found: dict[int, str] = {}
        for page in self._pages:
            if page.part in ("1", "2", "3") and page.place[0] != "0":
                found.setdefault(int(page.place[0], 36), f"第{page.part}部")
        return found

    def items(self, chapter: int, section: int) -> set[int]:
        """The numbers of the 項 of a 節 that have pages; empty where none is known."""
        start = _digits(chapter, section)
        numbers = {int(page.place[2], 36) for page in self._pages if page.place.startswith(start)}
        return numbers - {0}

    def find(self, part: str, place: str) -> str | None:
        """The page of a place (章節項目 in base 36), or the nearest around it, from its chapter on."""
        best, longest = None, 0
        for page in self._pages:
            if page.part and part != "0" and page.part != part:
                continue
            shared = next((n for n in range(_DEPTH) if page.place[n] != place[n]), _DEPTH)
            nothing_more = set(page.place[shared:]) <= {"0"}
            if place[0] != "0" and shared > longest and nothing_more:
                best, longest = page.url, shared
        return best


def section_address(document: Document, label: str, book: AddressBook) -> Address | None:
    """The page that holds the section with this label, or the nearest page around it.

    Listed addresses come first; for editions whose pages follow the `nd` + 部章節項目 grammar it is
    derived; else, for a white paper, the edition's contents page. None where there is no official page.
    """
    if document.kind not in (DocumentKind.WHITE_PAPER, DocumentKind.DIGEST) or not document.edition:
        return None
    edition = _EDITION.match(document.edition)
    if not edition:
        return None
    part, place = _place(label)
    if found := book.find(part, place):
        return Address(found, derived=False)
    count = 1 if edition[2] == "元" else int(edition[2])
    folder = f"{SITE}/ja/{_ERAS[edition[1]]}{count:02d}"
    if edition[1] == "令和" and "0" not in part + place[:2]:
        return Address(f"{folder}/html/nd{part}{place}0.html", derived=True)
    return Address(f"{folder}/pdf/index.html" if edition[1] == "令和" else f"{folder}/index.html", derived=True)


def _place(label: str) -> tuple[str, str]:
    """The part of a label and its 章節項目 as base-36 digits, 0 where the label does not go so deep."""
    found = _MARKS.match(label)
    marks = found.groupdict() if found else {}
    part = marks.pop("part", None) or "0"
    return _PARTS.get(part, part), _digits(*(int(number or 0) for number in marks.values())).ljust(_DEPTH, "0")


def _digits(*numbers: int) -> str:
    return "".join(_BASE_36[min(number, 35)] for number in numbers)
