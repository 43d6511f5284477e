"""Cross-references: where the paper names another section of its own by number and title."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ingest.cleaning import squeeze

_REFERENCE = re.compile(
    r"(?:第(?P<part>[ⅠⅡⅢ1-3])部)?(?:第(?P<chapter>\d{1,2})章)?第(?P<section>\d{1,2})節"
    r"(?P<rest>(?:\d{1,2})?(?:\(\d{1,2}\))?(?:[ア-コ](?![ァ-ヺ]))?(?:\([ア-コ]\))?)"
    r"(?:「(?P<title>(?:[^「」]|「[^「」]*」){1,60})」)?"
)
_PLACE = re.compile(r"(第[ⅠⅡⅢ\d]+部)?(第\d+章)?")
_ROMAN = {"Ⅰ", "Ⅱ", "Ⅲ"}


@dataclass(frozen=True)
class Reference:
    """A section as the paper names it. `title` is None where it is named by its number alone."""

    label: str
    title: str | None


def references_in(text: str, *, within: str = "") -> Iterator[Reference]:
    """The sections that a text names, in order. What a reference leaves out is that of the section `within`.

    >>> [r.label for r in references_in("第2節1（1）「局」参照", within="第Ⅱ部第1章第3節4")]
    ['第Ⅱ部第1章第2節1（1）']
    """
    own = _PLACE.match(within)
    part, chapter = (own[1] or "", own[2] or "") if own else ("", "")
    for found in _REFERENCE.finditer(_plain(text)):
        named_part = f"第{found['part']}部" if found["part"] else part
        named_chapter = f"第{found['chapter']}章" if found["chapter"] else chapter
        rest = found["rest"].replace("(", "（").replace(")", "）")
        yield Reference(f"{named_part}{named_chapter}第{found['section']}節{rest}", found["title"])


def _plain(text: str) -> str:
    """Full-width digits and brackets made plain, Roman part numbers and full-width quotes left as they are."""
    text = squeeze(text)
    return "".join(c if c in _ROMAN or c in "「」" else unicodedata.normalize("NFKC", c) for c in text)


def resolve(reference: Reference, titles: Mapping[str, str]) -> str | None:
    """The label of the section that is meant, if there is one of that number and, where it is named, that title.

    Where chapters are numbered through the volume, a reference need not say the part, and may lie in another.
    """
    label = reference.label if reference.label in titles else _in_another_part(reference.label, titles)
    if label is None:
        return None
    same = reference.title is None or _bare(reference.title) == _bare(titles[label])
    return label if same else None


def _in_another_part(label: str, titles: Mapping[str, str]) -> str | None:
    place = _PLACE.match(label)
    if not place or not place[2]:
        return None
    rest = label[len(place[1] or "") :]
    found = [other for other in titles if other.endswith(rest) and _PLACE.sub("", other) == _PLACE.sub("", label)]
    return found[0] if len(found) == 1 else None


def _bare(title: str) -> str:
    return unicodedata.normalize("NFKC", squeeze(title))
