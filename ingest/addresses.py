"""Official addresses: where on the ministry's site a section can be read."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.documents import Document, DocumentKind

SITE = "https://www.soumu.go.jp/johotsusintokei/whitepaper"

_ERAS = {"令和": "r", "平成": "h"}
_EDITION = re.compile(r"(令和|平成)(\d+)年版")
_MARKS = re.compile(
    r"(?:第(?P<part>[ⅠⅡ12])部)?(?:第(?P<chapter>\d+)章)?(?:第(?P<section>\d+)節)?"
    r"(?P<item>\d{1,2}(?!\d))?(?:（(?P<subitem>\d{1,2})）)?"
)
_PARTS = {"Ⅰ": "1", "Ⅱ": "2"}
# Since editions have parts, two letters and the part; before, one letter; then 章節項目.
_TEXT_FILE = re.compile(r"/(?:[A-Za-z]{2}(?P<part>\d)|[A-Za-z])(?P<place>[0-9a-z]{4,7})\.txt$")
_BASE_36 = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Address:
    """A page of the official site. `derived`: built by the site's grammar, not taken from its own list."""

    url: str
    derived: bool


def section_address(document: Document, label: str, listed: Sequence[str]) -> Address | None:
    """The page that holds the section with this label, or the nearest page around it.

    Listed addresses come first; for editions whose pages follow the `nd` + 部章節項目 grammar it is
    derived; else, for a white paper, the edition's contents page. None where there is no official page.
    """
    if document.kind not in (DocumentKind.WHITE_PAPER, DocumentKind.DIGEST) or not document.edition:
        return None
    edition = _EDITION.match(document.edition)
    if not edition:
        return None
    place = _place(label)
    if found := _listed(place, listed):
        return Address(found, derived=False)
    folder = f"{SITE}/ja/{_ERAS[edition[1]]}{int(edition[2]):02d}"
    if edition[1] == "令和" and place[:3].isalnum() and "0" not in place[:3]:
        return Address(f"{folder}/html/nd{place}0.html", derived=True)
    return Address(f"{folder}/pdf/index.html" if edition[1] == "令和" else f"{folder}/index.html", derived=True)


def _place(label: str) -> str:
    """部章節項目 as five base-36 digits, 0 where the label does not go so deep."""
    found = _MARKS.match(label)
    marks = found.groupdict() if found else {}
    part = marks.pop("part", None) or "0"
    numbers = [int(number or 0) for number in marks.values()]
    return _PARTS.get(part, part) + "".join(_BASE_36[min(number, 35)] for number in numbers).ljust(4, "0")


def _listed(place: str, addresses: Sequence[str]) -> str | None:
    """The listed text file that shares the longest start with the place, from its chapter on."""
    best, longest = None, 0
    for address in addresses:
        found = _TEXT_FILE.search(address)
        if not found or (place[0] != "0" and found["part"] != place[0]):
            continue
        digits = found["place"][:4]
        shared = next((n for n in range(4) if digits[n] != place[n + 1]), 4)
        nothing_more = set(digits[shared:]) <= {"0"}
        if place[1] != "0" and shared > longest and nothing_more:
            best, longest = address, shared
    return best
