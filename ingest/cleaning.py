"""Repairs to damaged headings, and the tests that tell page furniture from text."""

import re
import unicodedata

# Raised digits after a number or a unit are an exponent (10¹⁵, km²), not the mark of a footnote.
BEFORE_AN_EXPONENT = re.compile(r"(?:[0-9]|(?<![A-Za-z])[kcm]?m)\Z")
EXPONENT = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
RUNNING_HEAD = "running head"

_FOOTNOTE_MARK = re.compile(r"[＊*]\d+|\^\{\*\d+\}")
# Doubled, a heading is twice as long; a longer line is text.
_LONGEST_HEADING = 240
_SPACE_AT_KANJI = re.compile(r"(?<=[^\x00-\x7f]) (?=[\x21-\x7e])|(?<=[\x21-\x7e]) (?=[^\x00-\x7f])")
_LETTER_SPACED = re.compile(r"[^\x00-\x7f](?: [^\x00-\x7f])+")
_PAGE_NUMBER = re.compile(r"[0-9０-９]{1,3}|\d{1,3} 令和\d+年版.*|令和\d+年版.*\d{1,3}")


def squeeze(text: str) -> str:
    """The text without any white space."""
    return "".join(text.split())


def undouble(text: str) -> str | None:
    """The text said once, where every part of it is printed twice in a row; else None.

    `題 題` gives `題`; `情報＊3＊3の市場の市場`, doubled piece by piece, gives `情報＊3の市場`.
    """
    rest = squeeze(text)
    if len(rest) > _LONGEST_HEADING:
        return None
    half = len(rest) // 2
    if rest and rest == 2 * rest[:half]:
        return _leading(text, half)
    pieces = []
    while rest:
        half = next((n for n in range(len(rest) // 2, 0, -1) if rest[:n] == rest[n : 2 * n]), 0)
        if not half:
            return None
        pieces.append(rest[:half])
        rest = rest[2 * half :]
    return "".join(pieces) or None


def _leading(text: str, count: int) -> str:
    """The start of the text up to its count-th character that is not white space."""
    seen = 0
    for place, character in enumerate(text):
        seen += not character.isspace()
        if seen == count:
            return text[: place + 1].strip()
    return text.strip()


def clean_title(title: str) -> str:
    """A heading's title without footnote marks, tabs and letter spacing; Kangxi radicals made plain."""
    title = _FOOTNOTE_MARK.sub("", title.replace("\t", " "))
    title = " ".join(title.replace("　", " ").split())
    if _LETTER_SPACED.fullmatch(title):
        title = squeeze(title)
    return normalise_radicals(_SPACE_AT_KANJI.sub("", title))


def normalise_radicals(text: str) -> str:
    """Replace Kangxi radicals and CJK radical supplements, which look like kanji, by the kanji."""
    return "".join(unicodedata.normalize("NFKC", c) if "\u2e80" <= c <= "\u2fdf" else c for c in text)


def strip_marks(text: str) -> str:
    """The text without footnote marks: for people; a quote keeps them."""
    return _FOOTNOTE_MARK.sub("", text)


def furniture(text: str) -> str | None:
    """The name of the page furniture that this line is, or None if it is text."""
    bare = squeeze(text)
    if _PAGE_NUMBER.fullmatch(bare) or re.fullmatch(r"\d{1,3} 令和\d+年版.*", text.strip()):
        return "page number"
    if ".indd" in bare:
        return "print mark"
    if len(bare) == 1:
        return "single character"
    if bare.startswith("第第") or re.search(r"第第.{1,6}[章節部][章節部]$", bare):
        return RUNNING_HEAD
    if len(bare) >= 10 and undouble(text) and not any(c.isdigit() for c in bare[:1]):
        return RUNNING_HEAD
    return None


def is_url(text: str) -> bool:
    """Whether the line holds an address and next to nothing else."""
    return bool(re.fullmatch(r"[〈（(＜<]?(?:URL：\S?)?https?://\S+", text.strip()))
