"""Saying no: whether the passages hold what was asked for, and the words for where they do not.

The decision is by evidence. What a question insists on (a place, a name, an age group, a year, a kind of
amount) must stand in what was found; that the words are near each other is not enough.
"""

import re
from collections.abc import Sequence

from index.facts import FactKind
from index.passages import Passage
from index.words import NameSort, insisted, names, words
from ingest.calendar import era_year
from ingest.sections import Section
from rag.answers import Reason
from rag.asked import Asked, plain
from rag.evidence import Statement

# What an answerer writes, alone, where the passages do not hold the answer; what is missing may follow it.
NOT_FOUND = "該当なし"

# Passages in which a name that the question insists on must stand, and statements with the counted unit.
_NAMES_IN, _UNITS_IN = 3, 3
# A passage or a statement that scores lower has little to do with the question; of 100 that can be answered
# in the dev split about one has no better.
LEAST_PASSAGE, LEAST_STATEMENT = 15.5, 3.0
# A passage that scores so high speaks of what was asked, in whatever turn of phrase.
SPEAKS_OF_IT = 22.0
_MOST_NEAREST = 3
_MOST_MISSING, _LONGEST_MISSING = 3, 30

_COUNTED = re.compile(
    r"何(?:[千万億]+)?(人|社|者|局|件|台|回|校|本|個|[箇かカ]所|種類|団体|世帯|歳|位|倍|時間|分|[かカヶ]国|機関|基|組織|契約)(?!目|め)"
)
# Units that the papers use for another one.
_SAME_UNIT = {
    "人": "[人名者]",
    "社": "[社者]",
    "者": "[者社]",
    "歳": "[歳才代]",
    "時間": "(?:時間|分)",
    "組織": "(?:組織|社|団体|[かカヶヵケ]国)",
}
_HOW_MUCH = re.compile(r"いくら|何円|何[千万億兆]+円|何ドル")
_MONEY = re.compile(r"\d\s*[百千万億兆]*\s*(?:円|米?ドル|ユーロ)")
# What is asked for, how, and the sort of names that tells it.
_SORTS = (
    (
        "都道府県の名前",
        re.compile(r"(?:どの|どこの)(?:都道府県|県|都市|市)|(?:都道府県|県)(?:は|って)?どこ"),
        NameSort.PLACE,
    ),
    ("人の名前", re.compile(r"氏名|人の名前|創業者|社長は誰|大臣は誰|誰が(?:創業|社長|大臣)|何さん"), NameSort.PERSON),
    (
        "会社の名前",
        re.compile(r"どの(?:会社|企業|メーカー)|(?:会社|企業)の名前|社名|企業名|メーカーはどこ"),
        NameSort.MAKE,
    ),
)
_NAMED_IN = 2
_AGES = re.compile(r"\d{2}(?:代|歳)")

_TEXTS = {
    Reason.NOT_FOUND: "お探しの内容は、この資料からは見つかりませんでした。",
    Reason.OUT_OF_SCOPE: "この案内は、総務省の情報通信白書に書かれていることについてのご質問にお答えするものです。"
    "そのほかのことは、それぞれの担当の窓口や資料でお確かめください。",
    Reason.PROCEDURE: "手続きの方法は、白書には書かれていないためお答えできません。"
    "お手数ですが、その手続きを受け付けている窓口にお問い合わせください。",
    Reason.ADVICE: "何を選ぶか、どうするかのご相談にはお答えできません。"
    "白書に書かれている統計や動きについては、お調べできます。",
    Reason.INJECTION: "ご依頼の形ではお答えできません。"
    "情報通信白書に書かれていることについて、ご質問の形でお尋ねください。",
    Reason.NONSENSE: "ご質問の意味を読み取れませんでした。情報通信白書について、知りたいことを文でお尋ねください。"
    "例：「2024年のスマートフォンのインターネット利用率は？」",
    Reason.GREETING: "こんにちは。情報通信白書について、知りたいことをご質問ください。"
    "例：「2024年のスマートフォンのインターネット利用率は？」",
}


def missing(asked: Asked, best: Sequence[tuple[Statement, float]], passages: Sequence[Passage]) -> list[str]:
    """What the question insists on and what was found lacks; [""] where what was found is about something else."""
    if not best or not passages or passages[0].score < LEAST_PASSAGE or best[0][1] < LEAST_STATEMENT:
        return [""]
    statements = [statement.text for statement, _ in best]
    lacking = [*_names(asked, passages), *_unit(asked, statements[:_UNITS_IN]), *_sorts(asked, statements)]
    return lacking or _money(asked, statements[:1]) or _years(asked, passages)


def _names(asked: Asked, passages: Sequence[Passage]) -> list[str]:
    """Places, names and age groups of the question that no passage has, by whatever word."""
    text = _text_of(passages[:_NAMES_IN])
    present = set(words(text))
    named = insisted(asked.query.text)
    lacking = [n for n, forms in named.items() if n.lower() not in text and not _synonyms(asked, forms) & present]
    first = _text_of(passages[:1])
    return lacking + [age for age in _AGES.findall(plain(asked.query.text)) if age not in first]


def _text_of(passages: Sequence[Passage]) -> str:
    return " ".join(plain(f"{p.chunk.section.name} {p.chunk.text}").lower() for p in passages)


def _sorts(asked: Asked, statements: Sequence[str]) -> list[str]:
    """The sorts of names that are asked for and that no statement has: a prefecture, a person, a company."""
    text = plain(asked.query.text)
    known = {sort: names(text, sort) for sort in NameSort}
    return [
        what
        for what, asks, of in _SORTS
        if asks.search(text) and not any(names(statement, of) - known[of] for statement in statements[:_NAMED_IN])
    ]


def _synonyms(asked: Asked, forms: frozenset[str]) -> set[str]:
    """The words, and those that stand for the same concept."""
    return set(forms).union(*(concept.words for concept in asked.concepts if concept.words.keys() & forms))


def _unit(asked: Asked, statements: Sequence[str]) -> list[str]:
    """What is counted, if no statement has a number of it."""
    counted = _COUNTED.search(plain(asked.query.text))
    if not counted:
        return []
    unit = _SAME_UNIT.get(counted[1], re.sub("[箇かカヶ]", "[箇かカヶヵケ]", counted[1]))
    number = re.compile(rf"\d[\d,.]*\s*[千万億兆]*\s*{unit}")
    return [] if any(number.search(plain(text)) for text in statements) else [counted[0]]


def _money(asked: Asked, statements: Sequence[str]) -> list[str]:
    """An amount of money, if one is asked for and no statement has any."""
    if not (asked.kinds & FactKind.MONEY.bit and _HOW_MUCH.search(plain(asked.query.text))):
        return []
    return [] if any(_MONEY.search(plain(text)) for text in statements) else ["金額"]


def _years(asked: Asked, passages: Sequence[Passage]) -> list[str]:
    """The years of the question of which no passage speaks."""
    text = _text_of(passages)
    return [f"{year}年" for year in asked.query.years if str(year) not in text and era_year(year) not in text]


def not_found(lacking: Sequence[str]) -> str:
    """The draft that says that the passages do not hold the answer, and what they lack."""
    named = "、".join(name[:_LONGEST_MISSING] for name in lacking[:_MOST_MISSING] if name)
    return f"{NOT_FOUND}：{named}" if named else NOT_FOUND


def says_not_found(draft: str) -> bool:
    """Whether an answerer's draft says that the passages do not hold the answer."""
    return not draft.strip() or draft.strip().strip("「」。 ").startswith(NOT_FOUND)


def lacking_in(draft: str) -> str:
    """What a draft that says so finds missing; "" if it does not tell."""
    _, _, named = draft.strip().partition("：")
    return named.split("\n")[0][: _MOST_MISSING * (_LONGEST_MISSING + 1)] if draft.startswith(NOT_FOUND) else ""


def nearest_sections(passages: Sequence[Passage]) -> tuple[Section, ...]:
    """The sections to point to instead of an answer: those of the best passages, each once."""
    sections = list(dict.fromkeys(passage.chunk.section for passage in passages))
    return tuple(sections[:_MOST_NEAREST])


def refusal_text(reason: Reason, nearest: Sequence[Section], lacking: str = "") -> str:
    """A courteous sentence for the reason, with what is missing and the nearest section where they may help."""
    if reason is not Reason.NOT_FOUND:
        return _TEXTS[reason]
    text = f"お探しの内容（{lacking}）は、この資料からは見つかりませんでした。" if lacking else _TEXTS[reason]
    return text + (f"近い内容の節：{nearest[0].name}" if nearest else "")
