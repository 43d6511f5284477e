"""What a question names that the next one may name instead: a year, an age group, a place, a company, a term.

Years, ages, sizes, ranks and countries are known by how they are written, other places and makes by SudachiDict.
Terms are the nouns that are left.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import zip_longest
from typing import TYPE_CHECKING

from index.query import EXPECTED, read_query
from index.words import EVERYDAY_LATIN, NameSort
from ingest.words import morphemes

if TYPE_CHECKING:
    from sudachipy import Morpheme


class Sort(StrEnum):
    """Words of one sort stand for each other."""

    YEAR = "year"
    AGE = "age"
    SEX = "sex"
    SIZE = "size"
    RANK = "rank"
    ORDINAL = "ordinal"
    PLACE = "place"
    MAKE = "make"
    TERM = "term"


@dataclass(frozen=True)
class Named:
    """Words that name something, and where they stand."""

    sort: Sort
    words: str
    start: int
    end: int


def _words(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


# Nouns that say what is measured or asked, not of what.
MEASURES = _words(
    "割合 シェア 数 件数 人数 金額 額 規模 売上 売上高 率 利益 数字 大きさ 全部 全体 合計 最大 順位 結果 調査",
    "理由 原因 目的 背景 内訳 内容 名前 名称 時期 種類 意味 定義 会社 企業 組織 団体 国 人 年代 年 年度 次",
    "上位 下位 首位 予定 検討 検討中 見込み 見通し 予測 台数 社数 比率 状況 水準",
)
# A year that is counted from the one named before.
RELATIVE_YEAR = re.compile(
    r"(?:さらに|もっと)?(?:その)?(?:(?P<count>\d{1,2})年度?(?:(?P<back>前(?!後))|後)"
    r"|(?P<before>前の?年度?|(?<=さらにその)前)(?![比同])|(?:翌|次の)年度?(?![比同]))"
    r"|(?P<years>\d{1,2}) years? (?:(?P<ago>ago|earlier|before)|later|after)"
    r"|(?P<previous>(?:previous|prior) year|year (?:before|earlier))|(?:next|following) year|year (?:after|later)",
    re.IGNORECASE,
)
_OF_PAPERS = re.compile(r"年版|最新版|白書|\bedition|white paper")
_TODAYS_YEAR = re.compile(
    r"昨年度?|去年|今年度?|現在|(?<![一-龥])(?:今|いま)(?=は|だと|なら|では)|last year|this year|today", re.IGNORECASE
)

_COUNTRIES = (
    r"日本周辺|日本|我が国|わが国|国内|海外|国外|諸外国|外国|他国|全?世界|全国|欧米|欧州|アジア|米国|英国"
    r"|アメリカ|イギリス|ドイツ|フランス|中国|韓国|インド|台湾|ロシア|EU|日[米英独仏中韓印豪加伊星]"
    r"|Japan|(?:the )?United States|(?:the )?(?:US|USA|UK|EU)\b|America|China|Germany|France|(?:South )?Korea"
    r"|India|Britain|Europe|Asia|overseas|abroad|world(?:wide)?"
)
# What stands behind a country's name as one word with it, and stays when another country is named: 日本企業.
_OF_A_COUNTRY = r"企業|会社|メーカー|市場|シェア|政府|全体|人|市民|国民|[^一-龥ァ-ヴーA-Za-z]|$"
_MOST = r"(?:いちばん|一番|最も|もっとも)"
_WRITTEN = (
    (
        Sort.YEAR,
        re.compile(
            r"(?:(?:令和|平成|昭和)(?:\d{1,2}|元)(?=年)|(?<![\d.,])(?:19|20)\d{2}(?![\d.,]\d|\d|[^\W\d年]|[%％]))"
            r"(?:年(?:度?末?版?|代))?(?:\d{1,2}月末?)?(?:の?時点)?|\b(?:in|by) (?:19|20)\d{2}\b"
        ),
    ),
    (Sort.YEAR, RELATIVE_YEAR),
    (Sort.YEAR, _TODAYS_YEAR),
    (
        Sort.AGE,
        re.compile(
            r"\d{1,2}(?:[歳才]?[〜~～\-－]\d{1,2})?(?:[歳才]?代|[歳才](?:以上|以下|未満)?)(?:以上|以下)?"
            r"|高齢者|お?年寄り|シニア|若者|若い(?:人|世代)|若年層|子ども|子供|[小中大]学生|高校生|現役世代"
            r"|(?:people |those )?in their \d0s|\b\d0s\b|seniors?\b|(?:the )?elderly"
            r"|(?:older|young(?:er)?) (?:people|adults)|teen(?:ager)?s?\b|children",
            re.IGNORECASE,
        ),
    ),
    (Sort.SEX, re.compile(r"男性|女性|\b(?:wo)?men\b", re.IGNORECASE)),
    (
        Sort.SIZE,
        re.compile(r"大企業|中小(?:企業)?|中堅企業|零細企業|(?:large|small|big) (?:companies|firms)", re.IGNORECASE),
    ),
    (Sort.RANK, re.compile(rf"\d+位|首位|トップ|{_MOST}(?:大き|多|高|小さ|少な|低)[いくかっ]+た?")),
    (Sort.ORDINAL, re.compile(rf"第\d[\d.]*(?:期|回|版|次|四半期)|最初の?|{_MOST}(?:新し|古)い|最新の?|直近の?")),
    (Sort.PLACE, re.compile(rf"(?<![^\W\d_ぁ-ん])(?:{_COUNTRIES})(?={_OF_A_COUNTRY})")),
    (Sort.PLACE, re.compile(r"日[米英独仏中韓印豪](?=[ァ-ヴ一-龥A-Z])")),
)

_JAPANESE = re.compile(r"[ぁ-ん一-龥]")
# Words in Latin letters that follow one another: Beyond 5G, DeepSeek-R1.
_LATIN = re.compile(r"(?<![A-Za-z])[A-Za-z][A-Za-z0-9+.\-]+(?:[ ＋+][A-Z0-9][A-Za-z0-9+.\-]*)*")
_CAPITALISED = re.compile(r"(?<=[a-z,] )[A-Z][A-Za-z0-9.\-]*\w(?: [A-Z0-9][A-Za-z0-9.\-]*\w)*")
# Those that name no product or company.
_COMMON_LATIN = EVERYDAY_LATIN | _words("ai ict it dx sns iot os ip vr xr ar llm ui ux 5g 4g 6g phs gdp ghz mhz")
_OF_A_MAKE = ("グループ", "ホールディングス", "社", "さん")
_QUOTED = re.compile(r"(?<=「)[^」]+(?=」)")
_IN_A_NOUN = ("名詞", "接頭辞", "接尾辞", "形状詞")
_NOT_A_TERM = _words("方 為 物 事 人 時 場合 内 様 的 訳 点 年 今 逆 終わり 幾つ 幾ら 白書 注 脚注 図表 コラム")

# The questions of a talk are read several times, one beside the other.
_MOST_REMEMBERED = 64


def counts_on(question: str) -> bool:
    """Whether a question counts years on, from what an edition says: 20年後は？ asks for no other edition."""
    relative = RELATIVE_YEAR.search(question)
    counted = bool(relative and relative["count"] and not relative["back"])
    return counted and not _OF_PAPERS.search(question)


_FORECAST = re.compile("予測|予想|見込|見通|forecast|project", re.IGNORECASE)


def keeps_edition(question: str, before: str) -> bool:
    """Whether a question that names a year means the edition that was named before: it counts its year from that
    edition, or from a year that was asked of it; or the edition may tell of the year."""
    asked_before, asked = read_query(before), read_query(question)
    if _OF_PAPERS.search(question) or _TODAYS_YEAR.search(question) or len(asked_before.edition_years) != 1:
        return counts_on(question)
    if RELATIVE_YEAR.search(question):
        return counts_on(question) or bool(asked_before.years)
    expected = EXPECTED.search(question) or _FORECAST.search(before)
    return bool(asked.years and (expected or max(asked.years) <= asked_before.edition_years[0]))


@lru_cache(_MOST_REMEMBERED)
def named(text: str) -> Sequence[Named]:
    """What a text names, but for terms, in order; of names within names the longest."""
    found: list[Named] = []
    for one in [*_written(text), *_places(text), *sorted(_makes(text), key=lambda one: one.start - one.end)]:
        if not any(_overlap(one, other) for other in found):
            found.append(one)
    return tuple(sorted(found, key=lambda one: one.start))


def _overlap(one: Named, other: Named) -> bool:
    return one.start < other.end and other.start < one.end


def _written(text: str) -> Iterator[Named]:
    for sort, written in _WRITTEN:
        for hit in written.finditer(text):
            yield Named(sort, hit[0], *hit.span())


def _places(text: str) -> Iterator[Named]:
    """Places by the dictionary, each at the end of its compound: 金沢市, not the 能登半島 of 能登半島地震."""
    for nouns in _compounds(text):
        last = nouns[-1]
        # The dictionary takes Amazon for the river.
        if _is_proper(last, NameSort.PLACE) and not _LATIN.match(last.surface()):
            yield Named(Sort.PLACE, last.surface(), last.begin(), last.end())


def _makes(text: str) -> Iterator[Named]:
    """Companies and products: by the dictionary, and most of what is in Latin letters; in English with a capital."""
    japanese = _JAPANESE.search(text)
    for hit in (_LATIN if japanese else _CAPITALISED).finditer(text):
        if hit[0].lower() not in _COMMON_LATIN:
            end = hit.end() + len(next((word for word in _OF_A_MAKE if text.startswith(word, hit.end())), ""))
            yield Named(Sort.MAKE, text[hit.start() : end], hit.start(), end)
    for nouns in _compounds(text) if japanese else ():
        for noun, after in zip_longest(nouns, nouns[1:]):
            if _is_proper(noun, NameSort.MAKE) and noun.normalized_form().lower() not in _COMMON_LATIN:
                end = after.end() if after and after.surface() in _OF_A_MAKE else noun.end()
                yield Named(Sort.MAKE, text[noun.begin() : end], noun.begin(), end)


def _is_proper(noun: "Morpheme", sort: NameSort) -> bool:
    return noun.part_of_speech()[1:3] == ("固有名詞", sort)


@lru_cache(_MOST_REMEMBERED)
def named_terms(text: str) -> Sequence[Named]:
    """The nouns of a Japanese text that are of no other sort, in order, compounds as one and quoted words as one."""
    if not _JAPANESE.search(text) and text.isascii():
        return ()
    found = [Named(Sort.TERM, hit[0], *hit.span()) for hit in _QUOTED.finditer(text)]
    taken = [*named(text), *found]
    for nouns in _compounds(text):
        left = [noun for noun in nouns if not any(noun.begin() < one.end and one.start < noun.end() for one in taken)]
        if left and _names_a_thing(left):
            start, end = left[0].begin(), left[-1].end()
            found.append(Named(Sort.TERM, text[start:end], start, end))
    return tuple(sorted(found, key=lambda one: one.start))


def _names_a_thing(nouns: Sequence["Morpheme"]) -> bool:
    """Whether nouns name a thing, as 何歳代, 最終的 or 3件 do not."""
    if any("何" in noun.surface() for noun in nouns) or nouns[-1].surface().endswith("的"):
        return False
    return any(
        noun.part_of_speech()[0] in ("名詞", "形状詞")
        and noun.part_of_speech()[1] != "数詞"
        and noun.part_of_speech()[2] not in ("副詞可能", "助数詞可能")
        and noun.normalized_form() not in _NOT_A_TERM
        for noun in nouns
    )


def _compounds(text: str) -> Iterator[list["Morpheme"]]:
    """Nouns that follow one another, with what is put before and behind them."""
    compound: list[Morpheme] = []
    for morpheme in morphemes(text):
        part, kind = morpheme.part_of_speech()[:2]
        if part in _IN_A_NOUN and kind != "助動詞語幹":
            compound.append(morpheme)
        elif compound:
            yield compound
            compound = []
    if compound:
        yield compound
