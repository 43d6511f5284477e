"""Numbers in a text, so that an answer's can be held against its source's."""

import re
import unicodedata

# How an answer names a passage, by its rank.
MARK = re.compile(r"\[(\d{1,3})\]")
_DIGITS = r"\d+(?:,\d{3})*(?:\.\d+)?"
_NUMBER = re.compile(_DIGITS)
# A hyphen after a letter, a number or what is counted joins; elsewhere it is a minus, as the papers' triangles are.
_MINUS = r"(?<![A-Za-z0-9)\]%年月日度代位円人件社台時分万億兆])[-−▲△]"
_AMOUNT = re.compile(rf"({_MINUS})?({_DIGITS})\s?([百千万億兆]*)")
_KANJI = "〇一二三四五六七八九十百千万億兆"
# 一 alone is seldom a count, nor 万 or 第三: 一人ひとり, 万人, 第三者.
_IN_KANJI = re.compile(
    rf"(?<![\d第{_KANJI}])(?<!\d\s)(?!一(?![{_KANJI}])|[百千万億兆]+(?![{_KANJI}]))[{_KANJI}]+"
    r"(?=[割倍台人円社件局者]|パーセント|ポイント)"
)


def numbers(text: str) -> set[str]:
    """The numbers of a text, full-width made plain, without thousands separators and citation marks."""
    return {found.replace(",", "") for found in _NUMBER.findall(_plain(text))}


def amounts(text: str) -> set[str]:
    """The same with their scale (万, 億) and a minus before them; besides, those in kanji before what they count."""
    text = _plain(text)
    found = _AMOUNT.findall(text)
    return {f"{'-' if sign else ''}{digits.replace(',', '')}{scale}" for sign, digits, scale in found} | set(
        _IN_KANJI.findall(text)
    )


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", MARK.sub("", text))
