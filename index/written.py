"""A question as the papers would write it: long vowels, years in figures, editions with their era.

People name an edition in short: R4白書, H28版, 28年版, 令和四年版, the Reiwa 4 edition.
"""

import re

from index.numerals import FIGURES, TEN, number_in_kanji
from ingest.calendar import FIRST, era_year, western_year
from ingest.words import morphemes

# A word of katakana with dashes in it or after it, typed perhaps for the sign of a long vowel: サ―ビス, センタ―.
_DASHED = re.compile(r"[ァ-ヴー]+(?:[‐–—―−─\-][ァ-ヴー]*)+")
_DASH = re.compile(r"[‐–—―−─\-]")
_COUNT = rf"(?:[{FIGURES[1:]}]?{TEN}[{FIGURES[1:]}]?|[{FIGURES[1:]}]{{1,2}})"
# 令和四年, 二十八年版, but not 第四年版; and 二〇二四年.
_COUNTED = re.compile(
    rf"(?:(?<=令和)|(?<=平成)|(?<=昭和)){_COUNT}(?=年)|(?<![第百千万数{FIGURES}{TEN}]){_COUNT}(?=年版)"
)
_WESTERN = re.compile(rf"(?<![{FIGURES}{TEN}])(?:一九|二〇)[{FIGURES}]{{2}}(?=年)")
_ERA_APART = re.compile(rf"(令和|平成|昭和)\s+(?=\d|{FIRST})")
# れいわ5ねんばん, and 平成29年番 or 平成29年板 for 平成29年版.
_IN_KANA = re.compile(
    r"(?P<era>れいわ|へいせい|しょうわ)\s?(?P<count>\d{1,2}|がん)(?:年|ねん)"
    r"(?P<unit>ばん(?=[\s、。？?のではに]|$)|ど(?!の(?:くらい|ぐらい|よう|ほど))(?=[\s、。？?のでにはま]|$))?"
)
_AS_WRITTEN = {"れいわ": "令和", "へいせい": "平成", "しょうわ": "昭和", "がん": FIRST, "ばん": "版", "ど": "度"}
_MISWRITTEN = re.compile(rf"((?:令和|平成)(?:\d{{1,2}}|{FIRST})年)[番板](?=[\s、。？?のではに]|$)")
_IN_ENGLISH = re.compile(r"\b(?P<era>Reiwa|Heisei|Showa)\s?(?P<count>\d{1,2})\b", re.IGNORECASE)
# the 2022 edition (Reiwa 4), the 2000 (Heisei 12) communications white paper, each with its years in one calendar
_YEAR_TWICE = re.compile(
    r"(\d{4})((?:\s+(?:(?:(?:information and )?communications?|ICT) )?(?:edition|white paper))?)\s?\(\1\s?\)",
    re.IGNORECASE,
)
# 2019年版と20年版: the second year is of the same century.
_SAME_CENTURY = re.compile(r"(?<!\d)(19|20)(\d{2}年版?[^。\d]{0,3}?(?:と|から|や|、|・|[~〜～]|→))(\d{2})(?=年版)")
# How people call the paper.
PAPER = r"(?:情報)?(?:通信)?白書"
_EDITION = rf"\s?(?:年?版|年?の?(?={PAPER}))"
# R4とR5の白書, 令和5、6年版: the first one is an edition, too.
_FIRST_OF_TWO = re.compile(
    rf"(?:(?P<era>令和|平成|(?<![A-Za-z])[RH]\s?)|(?<![A-Za-z\d.\-第]))(?P<count>[1-9]\d?|{FIRST})年?"
    rf"(?P<joined>と|、|・|や|及び|および|から|[\-~〜～])(?=(?(era)(?:令和|平成|[RH]\s?)?)(?:[1-9]\d?|{FIRST})\s?"
    rf"(?:年版|(?(era)年?の?{PAPER}|年版)))",
    re.IGNORECASE,
)
# R4版, but not Windows R2版.
_LETTERED = re.compile(
    rf"(?<![A-Za-z\d])(?P<era>[RH])\s?0?(?P<count>[1-9]\d?|{FIRST})"
    rf"(?:(?<![A-Za-z\d]\s[A-Za-z]\d)(?<![A-Za-z\d]\s[A-Za-z]\d\d){_EDITION}"
    r"|年?\s?(?P<english>(?=edition|white paper)))",
    re.IGNORECASE,
)
_ALONE = r"(?<![^\s、。・,，「（(~〜～ぁ-ん?？!！])"
# 28年版, where it stands by itself: not 小学6年版, 3年版カレンダー.
_BARE = re.compile(
    rf"{_ALONE}(?P<count>[1-9]\d?|{FIRST})\s?年版(?=[\s、。・,，」）)ぁ-ん~〜～→?？!！]|{PAPER}|コラム|特集|及び|$)"
)
# 28年の白書; fewer years may be a number of years.
_BARE_PAPER = re.compile(rf"{_ALONE}(?<!の)(?<!ここ)(?<!この)(?P<count>1[2-9]|2\d|30)年の?(?={PAPER})")
# The first edition that the papers have is 平成12年版: 28年版 is of 平成, 4年版 of 令和.
_FIRST_EDITION, _LAST_OF_HEISEI = 12, 31


def written_out(text: str) -> str:
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
    for written in (_COUNTED, _WESTERN):
        text = written.sub(lambda found: str(number_in_kanji(found[0])), text)
    return text


def _with_western_years(text: str) -> str:
    """Reiwa 4 is 2022 in English."""
    text = _IN_ENGLISH.sub(lambda found: f"{western_year(found['era'][0], found['count'])}", text)
    return _YEAR_TWICE.sub(r"\1\2", text)


def _with_eras(text: str) -> str:
    """With the editions that have but a letter for their era, or none, named as the papers name them."""
    text = _MISWRITTEN.sub(r"\1版", _IN_KANA.sub(_in_kanji, text))
    text = _SAME_CENTURY.sub(r"\1\2\1\3", _ERA_APART.sub(r"\1", text))
    text = _FIRST_OF_TWO.sub(lambda found: f"{found['era'] or ''}{found['count']}年版{found['joined']}", text)
    text = _LETTERED.sub(_lettered, text)
    return _BARE_PAPER.sub(_bare, _BARE.sub(_bare, text))


def _in_kanji(found: re.Match[str]) -> str:
    era, count, unit = (_AS_WRITTEN.get(word, word) for word in found.group("era", "count", "unit"))
    return f"{era}{count}年{unit or ''}"


def _lettered(found: re.Match[str]) -> str:
    if found["english"] is not None:
        return f"{western_year(found['era'], found['count'])} "
    return f"{era_year(western_year(found['era'], found['count']))}版"


def _bare(found: re.Match[str]) -> str:
    count = 1 if found["count"] == FIRST else int(found["count"])
    if count > _LAST_OF_HEISEI:
        return found[0]
    return f"{era_year(western_year('R' if count < _FIRST_EDITION else 'H', found['count']))}版"
