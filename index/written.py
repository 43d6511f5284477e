"""A question as the papers would write it: long vowels, years in figures, editions with their era.

People name an edition in short: R4白書, H28版, 28年版, 令和四年版, the Reiwa 4 edition.
"""

import re

from ingest.calendar import FIRST, western_year
from ingest.words import morphemes

# A word of katakana with dashes in it or after it, typed perhaps for the sign of a long vowel: サ―ビス, センタ―.
_DASHED = re.compile(r"[ァ-ヴー]+(?:[‐–—―−─\-][ァ-ヴー]*)+")
_DASH = re.compile(r"[‐–—―−─\-]")
_FIGURES = {figure: str(number) for number, figure in enumerate("〇一二三四五六七八九")}
_TEN = "十"
_COUNT = "[一二三四五六七八九十]{1,3}"
# 令和四年, 二十八年版, but not 第四年版; and 二〇二四年.
_COUNTED = re.compile(rf"(?:(?<=令和)|(?<=平成)|(?<=昭和)){_COUNT}(?=年)|(?<![第百千万〇一-九十]){_COUNT}(?=年版)")
_WESTERN = re.compile(r"(?<![〇一二三四五六七八九十])(?:一九|二〇)[〇一二三四五六七八九]{2}(?=年)")
_IN_ENGLISH = re.compile(r"\b(?P<era>Reiwa|Heisei|Showa)\s?(?P<count>\d{1,2})\b", re.IGNORECASE)
# the 2022 edition (Reiwa 4)
_SAID_TWICE = re.compile(r"(?P<named>edition|white paper)\s?\((?:Reiwa|Heisei)\s?\d{1,2}\)", re.IGNORECASE)
# 2019年版と20年版: the second year is of the same century.
_SAME_CENTURY = re.compile(r"(?<!\d)(19|20)(\d{2}年版?[^。\d]{0,3}?(?:と|から|や|、|・|~|→))(\d{2})(?=年版)")
_OF_PAPER = r"の?(?=(?:情報)?(?:通信)?白書)"
_LETTERED = re.compile(
    rf"(?<![A-Za-z\d])(?P<era>[RH])\s?0?(?P<count>[1-9]\d?|{FIRST})"
    rf"(?:年?版|年?{_OF_PAPER}|年?\s?(?P<english>(?=edition|white paper)))",
    re.IGNORECASE,
)
# Not 過去5年の白書, and no number or era before it.
_NO_COUNT = r"(?<![A-Za-z\d.~〜\-和成治正第])(?<!過去)(?<!ここ)(?<!最近)(?<!直近)(?<!今後)(?<!約)(?<!この)"
_BARE = re.compile(rf"{_NO_COUNT}(?P<count>[1-9]\d?|{FIRST})(?:年版|年{_OF_PAPER})")
# The papers begin with 平成12年版: 28年版 is of 平成, 4年版 of 令和.
_FIRST_OF_HEISEI = 12


def in_full(text: str) -> str:
    """A text with its words, years and editions written out; what is written out stays as it is."""
    for mended in (_with_long_vowels, _with_figures, _with_western_years, _with_eras):
        text = mended(text)
    return text


def _with_long_vowels(text: str) -> str:
    """With the sign of a long vowel in place of dashes that make a known word then: not グーグル-アマゾン."""

    def mended(found: re.Match[str]) -> str:
        word = _DASH.sub("ー", found[0])
        return found[0] if any(morpheme.is_oov() for morpheme in morphemes(word)) else word

    return _DASHED.sub(mended, text)


def _with_figures(text: str) -> str:
    text = _COUNTED.sub(lambda found: _counted(found[0]), text)
    return _WESTERN.sub(lambda found: "".join(_FIGURES[letter] for letter in found[0]), text)


def _counted(written: str) -> str:
    """A number below a hundred: 二十八 is 28."""
    if _TEN not in written:
        return "".join(_FIGURES[letter] for letter in written)
    tens, _, ones = written.partition(_TEN)
    return f"{_FIGURES.get(tens, '1')}{_FIGURES.get(ones, '0')}"


def _with_western_years(text: str) -> str:
    """Reiwa 4 is 2022 in English."""
    text = _SAID_TWICE.sub(r"\g<named>", text)
    return _IN_ENGLISH.sub(lambda found: f"{western_year(found['era'][0], found['count'])}", text)


def _with_eras(text: str) -> str:
    """With the editions that have but a letter for their era, or none, named as the papers name them."""

    def lettered(found: re.Match[str]) -> str:
        if found["english"] is not None:
            return f"{western_year(found['era'], found['count'])} "
        return _edition(found["era"], found["count"])

    def bare(found: re.Match[str]) -> str:
        early = found["count"] == FIRST or int(found["count"]) < _FIRST_OF_HEISEI
        return _edition("R" if early else "H", found["count"])

    text = _SAME_CENTURY.sub(r"\1\2\1\3", text)
    return _BARE.sub(bare, _LETTERED.sub(lettered, text))


def _edition(letter: str, count: str) -> str:
    return f"{'令和' if letter.upper() == 'R' else '平成'}{count}年版"
