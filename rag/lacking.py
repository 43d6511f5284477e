"""What a question insists on and the evidence lacks: a name, an age group, a counted unit, a sort of name, a year."""

import re
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from typing import NamedTuple

from index.consonants import sounds_like
from index.facts import FactKind
from index.parts import without_stories
from index.passages import Passage
from index.words import NameSort, insisted, names, terms
from ingest.calendar import era_year, names_year
from rag.ages import ages_in
from rag.asked import Asked, plain
from rag.named import Sort, named
from rag.statements import Statement
from rag.years import asks_when, later_years

# Passages in which a name that the question insists on must stand; statements in which a unit or a sort of name must.
_NAMES_IN, _UNITS_IN, _SORTS_IN = 3, 3, 2

_NUMBER = re.compile(r"\d")
_LATIN = "[A-Za-z]+"
# A name that is not quite a word of the text: so long, and so alike (Ratcliff, Obershelp 1988).
_SHORTEST_MISSPELT, _ALIKE = 6, 0.85
_COUNTED = re.compile(
    r"(?<!割)何(?:[千万億]+)?(人|社|者|局|件|台|回|校|本|個|[箇かカ]所|種類|団体|世帯|歳|位|番|軒|倍|時間|分|[かカヶ]国|機関|基|組織|契約)(?!目|め|号|も(?!ら))"
)
# Units that the papers use for another one.
_SAME_UNIT = {
    "人": "[人名者]",
    "社": "[社者]",
    "者": "[者社]",
    "歳": "[歳才代]",
    "番": "[番位]",
    "軒": "[軒局社店者]",
    "時間": "(?:時間|分)",
    "組織": "(?:組織|社|団体|[かカヶヵケ]国)",
    "団体": "(?:団体|組織|社|者|法人|機関|自治体|市町村)",
}
# Children count anything piece by piece.
_A_PIECE = re.compile(r"\d[\d,.]*[千万億兆]*+(?![年月日時分秒割円位倍章節条号点代歳度])[一-龥つ]")
# How many there are is told by a list of them.
_PILLARS = re.compile(r"(?<![電支円])柱は?(?:何本|いくつ)")
_HOW_MUCH = re.compile(
    r"いくら|何円|何[千万億兆]+円|何ドル|費用は|料金は"
    r"|how much (?:money|did .{1,80} (?:cost|spend|pay))|what (?:is|was|are|were) .{0,40}\b(?:fees?|price)\b"
    r"|what did .{1,80} (?:cost|spend|pay)\b",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"\d\s*[百千万億兆]*\s*(?:円|米?ドル|ユーロ|ポンド|ウォン|元(?![年中的素化])|クローネ|クローナ|フラン|マルク|ルピー|バーツ)|[$€£]\s?\d"
)
_SEXES, _IS_OF_WOMEN = (r"男|(?i:\bmen\b)", r"女|婦|(?i:\bwomen\b)"), re.compile("女|wom", re.IGNORECASE)
_MOST_SAID = re.compile(r"最も|最多|最大|首位|1位|トップ|最高|最小|最低|一番|筆頭|ピーク")
_WHY_SAID = re.compile(
    r"ため|から、|背景|要因|原因|理由|により|によって|ことで|ことから|ので|目的|狙い|懸念|おそれ|影響|貢献|寄与"
    r"|に伴[いっう]|を受け(?:て|、)|に起因|を反映し|を踏まえ|好感され|追い風|に支えられ|後押し|奏功"
)
# A rank, and what a list of ranks begins with, or goes on with.
_RANK = re.compile(r"(?<!\d)(\d{1,2})(?:位|番目)(?!ま|以)")
_FIRST = re.compile(r"首位|(?<!\d)1位")
_GOES_ON = re.compile(r"続[いく]|次い|など|等")
# Asks for more than what has one rank.
_OF_OTHERS = re.compile(r"首位|1位|トップ|上位|位から|比べ")
# What says of itself that it is the reason of what was said before.
_IS_THE_REASON = re.compile(
    r"^(?:こ(?:れ|の[^。、]{1,12})は、|(?:その|この|[^。、]{2,20}[たの])?(?:背景|要因|理由|原因)(?:には|として|は)|これらの)"
    r"|ためである|(?:要因|貢献|寄与|影響)[^。]{0,8}(?:考え|み|見)られ"
)


class _Sort(NamedTuple):
    """A sort of name: what it is called, how it is asked for, and how to find those of a text."""

    called: str
    asks: re.Pattern[str]
    found: Callable[[str], set[str]]


def _sort(called: str, asks: str, found: str | NameSort) -> _Sort:
    if isinstance(found, NameSort):
        return _Sort(called, re.compile(asks, re.IGNORECASE), lambda text: names(text, found))
    pattern = re.compile(found)
    return _Sort(called, re.compile(asks, re.IGNORECASE), lambda text: set(pattern.findall(text)))


_NAMED_MAKE = (
    r"[A-Z][A-Za-z&.\-]+|[ァ-ヴー]{3,}|[一-龥]{2,}(?:社|会社|銀行|電気|電機|通信|放送|テレビ|新聞|製作所|グループ)"
)
_SORTS = (
    _sort(
        "都道府県や都市の名前",
        r"(?:どの|どこの)(?:都道府県|県|都市|市|自治体|町|村)|(?:都道府県|県|都市|市町村|自治体)(?:は|って)?(?:どこ|の名前)",
        NameSort.PLACE,
    ),
    _sort(
        "人の名前",
        r"氏名|人の名前|お名前|創業者|所長|社長は誰|大臣は誰|誰が(?:創業|社長|大臣|務め|書い|発明|開発)|誰です|何さん"
        r"|\bwho (?:founded|heads|is the (?:ceo|president|minister|head))",
        NameSort.PERSON,
    ),
    _sort("大学の名前", r"(?:どの|どこの|何)大学|大学(?:は|の名前)", r"[一-龥ァ-ヴー]{2,}大学"),
    _sort(
        "会社の名前",
        r"(?:どの|どこの|何という)(?:会社|企業|メーカー|事業者|社)|(?:会社|企業|事業者|社)の?名前?(?:は|を)?(?:どこ|全部|すべて|具体)"
        r"|(?:会社|企業)の名前|社名|企業名|メーカーはどこ|which compan",
        _NAMED_MAKE,
    ),
)


def lacking_by_rule(asked: Asked, best: Sequence[Statement], passages: Sequence[Passage]) -> list[list[str]]:
    """What each rule finds lacking, by the words for it; nothing where it finds all. `best`: the best one first."""
    texts = [statement.text for statement in best]
    return [
        _names(asked, passages[:_NAMES_IN]),
        _ages(asked, passages[:1]),
        *_surely_by_rule(asked, best, passages),
        [] if best[0].is_value and asks_when(asked) else _most(asked, texts[:_UNITS_IN]),
        _reason(asked, [*texts[:_SORTS_IN], *(s.after for s in best[:1] if is_the_reason(s.after))]),
    ]


def _surely_by_rule(asked: Asked, best: Sequence[Statement], passages: Sequence[Passage]) -> list[list[str]]:
    texts = [statement.text for statement in best]
    return [
        _ages(asked, [*passages[:_NAMES_IN], best[0].passage]),
        _unit(asked, texts[:_UNITS_IN]),
        _sorts(asked, texts[:_SORTS_IN]),
        _money(asked, texts[:1]),
        _years(asked, passages),
    ]


def surely_lacking(asked: Asked, best: Sequence[Statement], passages: Sequence[Passage]) -> list[str]:
    """What no answer can do without: age groups and years that no passage has, units, sums, sorts of names."""
    return _each_once(_surely_by_rule(asked, best, passages))


def beyond_what_is_listed(asked: Asked, best: Statement) -> list[str]:
    """The rank that is asked for, if the best statement lists the first ones and ends before it."""
    text, question = plain(best.text), plain(asked.query.text)
    wanted, listed = list(_RANK.finditer(question)), [int(rank) for rank in _RANK.findall(text)]
    if len(wanted) != 1 or _OF_OTHERS.search(question) or not _FIRST.search(text) or _GOES_ON.search(text):
        return []
    return [wanted[0][0]] if listed and max(listed) < int(wanted[0][1]) else []


def lacking_anew(asked: Asked, best: Statement, passages: Sequence[Passage]) -> list[str]:
    """What a follow-up names in place of another one, if the best statement's passage does not have it, nor any passage
    the year: モンゴルは？ 女性は？ 2045年は？"""
    if not asked.query.context:
        return []
    text = _text_of([best.passage])
    return [*_absent(asked, text), *_years(asked, passages), *_sexes(asked, text)]


def not_of_value(asked: Asked, best: Statement) -> list[str]:
    """The sex or the later year of a question that a table's value is not of, if the best statement is one."""
    if not best.is_value:
        return []
    sexes = _sexes(asked, _told(best))
    of_both = len(sexes) < sum(one.sort is Sort.SEX for one in named(asked.query.text))
    return [*([] if of_both else sexes), *(f"{year}年" for year in later_years(asked, best.passage.chunk.cells))]


def _sexes(asked: Asked, text: str) -> list[str]:
    """Men or women of the question that a text does not have."""
    sexes = (one.words for one in named(asked.query.text) if one.sort is Sort.SEX)
    return [sex for sex in sexes if not re.search(_SEXES[_IS_OF_WOMEN.search(sex) is not None], text)]


def lacking(asked: Asked, best: Sequence[Statement], passages: Sequence[Passage]) -> list[str]:
    """All that the rules find lacking, each once."""
    found = lacking_by_rule(asked, best, passages)
    return _each_once([*found, not_of_value(asked, best[0]), beyond_what_is_listed(asked, best[0])])


def _each_once(found: Sequence[Sequence[str]]) -> list[str]:
    return list(dict.fromkeys(word for words in found for word in words))


def names_elsewhere(asked: Asked, statement: Statement) -> list[str]:
    """Places and names of the question that stand neither in a statement nor before or over it."""
    return _absent(asked, _told(statement))


def _told(statement: Statement) -> str:
    """A statement with what stands before and over it."""
    told, section = statement.told, statement.passage.chunk.section
    return plain(f"{told.heading} {section.name} {told.context} {told.text}")


def _names(asked: Asked, passages: Sequence[Passage]) -> list[str]:
    """Places and names of the question that none of these passages has."""
    return _absent(asked, _text_of(passages))


def _absent(asked: Asked, text: str) -> list[str]:
    """Places and names of the question that a text does not have, by whatever word."""
    small = text.lower()
    names_asked_for = insisted(without_stories(asked.query.text))
    absent = {name: forms for name, forms in names_asked_for.items() if name.lower() not in small}
    # Cutting passages into words takes longer than all the rest.
    present = terms(small if absent else "")
    there, groups = set(present.words), set(present.groups)
    return [
        name
        for name, forms in absent.items()
        if not _synonyms(asked, forms) & there
        and groups.isdisjoint(terms(name).groups)
        and not sounds_like(name, text)
        and not _misspells(name, small)
    ]


def _misspells(name: str, text: str) -> bool:
    """Whether a name in Latin letters is a word of a text but for a slip inside it."""
    name = name.lower()
    if len(name) < _SHORTEST_MISSPELT or not re.fullmatch(_LATIN, name):
        return False
    words = {word for word in re.findall(_LATIN, text) if (word[0], word[-1]) == (name[0], name[-1])}
    return bool(get_close_matches(name, words, n=1, cutoff=_ALIKE))


def _ages(asked: Asked, passages: Sequence[Passage]) -> list[str]:
    """Age groups of the question that no passage has: 20代 stands as 20歳代, too."""
    there = list(ages_in(_text_of(passages)))
    return [asks.called for asks in ages_in(asked.query.text) if not any(ages.names(asks) for ages in there)]


def _text_of(passages: Sequence[Passage]) -> str:
    return " ".join(plain(f"{p.chunk.section.name} {p.chunk.text}") for p in passages)


def _sorts(asked: Asked, texts: Sequence[str]) -> list[str]:
    """The sorts of names that are asked for and that no statement has: a town, a person, a company."""
    question = plain(asked.query.text)
    wanted = (sort for sort in _SORTS if sort.asks.search(question))
    return [sort.called for sort in wanted if not any(sort.found(text) - sort.found(question) for text in texts)]


def _synonyms(asked: Asked, forms: frozenset[str]) -> set[str]:
    """The words, and those that stand for the same concept."""
    return set(forms).union(*(concept.words for concept in asked.concepts if concept.words.keys() & forms))


def _unit(asked: Asked, texts: Sequence[str]) -> list[str]:
    """What is counted, if no statement has a number of it."""
    counted = _COUNTED.search(plain(asked.query.text))
    if not counted or counted[1] == "番" and asked.query.asks_which_figure or _PILLARS.search(asked.query.text):
        return []
    # How many times more it is in another year is told by what it is in both.
    of_both = max(len(asked.query.years), len(asked.query.edition_years)) > 1
    if counted[1] == "倍" and of_both and any(map(_NUMBER.search, texts)):
        return []
    if counted[1] == "個" and any(_A_PIECE.search(plain(text)) for text in texts):
        return []
    unit = _SAME_UNIT.get(counted[1], re.sub("[箇かカヶ]", "[箇かカヶヵケ]", counted[1]))
    number = re.compile(rf"\d[\d,.]*\s*[千万億兆]*\s*(?:(?![年月日代歳])[一-龥]{{1,4}}?)?{unit}")
    return [] if any(number.search(plain(text)) for text in texts) else [counted[0]]


def _money(asked: Asked, texts: Sequence[str]) -> list[str]:
    """An amount of money, if one is asked for and no statement has any."""
    if not (asked.kinds & FactKind.MONEY.bit and _HOW_MUCH.search(plain(asked.query.text))):
        return []
    return [] if any(_MONEY.search(plain(text)) for text in texts) else ["金額"]


def editions_lacking(asked: Asked, passages: Sequence[Passage]) -> list[str]:
    """The editions that the question names, if there is a passage of none of them."""
    named, there = asked.query.edition_years, {passage.chunk.section.document.year for passage in passages}
    return [] if there.intersection(named) else [f"{era_year(year)}版" for year in named]


def _years(asked: Asked, passages: Sequence[Passage]) -> list[str]:
    """The years of the question of which no passage speaks."""
    # A section's name has its edition's year, which says nothing of that year.
    chunks = [passage.chunk for passage in passages]
    texts = [(plain(f"{c.section.title} {c.text} {c.columns}"), c.section.document.year) for c in chunks]
    return [
        f"{year}年" for year in asked.query.years if not any(names_year(text, year, written) for text, written in texts)
    ]


def _most(asked: Asked, texts: Sequence[str]) -> list[str]:
    """What comes first, if that is asked for and no statement says of anything that it does."""
    return ["順位"] if asked.asks_most and not any(map(says_most, texts)) else []


def says_most(text: str) -> bool:
    """Whether a text says of something that it comes first or last."""
    return bool(_MOST_SAID.search(plain(text)))


def _reason(asked: Asked, texts: Sequence[str]) -> list[str]:
    """A reason, if one is asked for and no statement gives any."""
    asks = asked.kinds & FactKind.REASON.bit
    return ["理由"] if asks and not any(map(gives_reason, texts)) else []


def is_the_reason(text: str) -> bool:
    """Whether a text is told as the reason of what was said before it."""
    return bool(_IS_THE_REASON.search(plain(text))) and gives_reason(text)


def gives_reason(text: str) -> bool:
    """Whether a text gives a reason for something."""
    return bool(_WHY_SAID.search(plain(text)))
