"""Values of the kind that is asked for: the rates, sums, dates and counts of a statement, with their units."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.facts import FactKind
from rag.asked import Asked, plain
from rag.numbers import numbers
from rag.statements import spoken

_SCALE = "[百千万億兆]"
_NUMBER = rf"(?:(?<![\d%％])[▲△\-−])?\d[\d,]*(?:\.\d+)?(?:{_SCALE}+\d[\d,]*(?:\.\d+)?)*{_SCALE}*"
_YEAR = r"(?:(?:19|20)\d{2}|(?:令和|平成|昭和)(?:\d{1,2}|元))年(?:度末?|末)?"
_MONTH = r"\d{1,2}月(?:\d{1,2}日)?"
# What counts nothing although a character follows the number: years, rates, sums, places in a list or a figure.
_NO_COUNTER = r"(?![\s\d年月日代%％割円ドポ章節条号項,.、。）)」』\]・~〜～\-－])"
_FORMS = {
    FactKind.RATE: rf"{_NUMBER}\s?(?:[%％]|割|倍|ポイント)(?:ポイント)?",
    FactKind.MONEY: rf"{_NUMBER}\s?(?:円|米?ドル|ユーロ)",
    FactKind.DATE: rf"(?:{_YEAR}(?:{_MONTH})?|同年{_MONTH}|\d{{1,2}}月\d{{1,2}}日)",
    FactKind.COUNT: rf"{_NUMBER}{_NO_COUNTER}(?:[かカヶヵケ箇]?[一-龥]|[A-Za-z]{{1,4}}|[ァ-ヴー]+)(?:・[一-龥])?",
}
_PATTERNS = {kind: re.compile(form) for kind, form in _FORMS.items()}
# In front of a number that numbers a figure, a note, a chapter.
_NUMBERED = re.compile(r"(?:図表|第|[＊*注]|[ⅠⅡⅢ\d][-‐－])\s*$")
# So many characters before and after a value are what it is a value of.
_BEFORE, _AFTER = 35, 12
# A year in either calendar, and a western one without its 年.
A_YEAR = re.compile(_YEAR)
WESTERN = re.compile(r"(?<!\d)((?:19|20)\d{2})(?=年)")
_MOST = re.compile(r"最も|最多|最大|首位|1位|トップ|最高")
# Amounts of change stand beside those that changed.
_COMPARES = re.compile(r"(?:前年度?末?|同期)[^、。（]{0,4}[比べらに][^、。]*$")
# What a sentence is about, and with it each of its values.
TOPIC = re.compile(r"[^、。]{2,60}?は、")
_ASKS_RATE = re.compile(r"何(?:[%割]|パーセント|ポイント)")
_ASKS_AMOUNT = re.compile(r"何(?![%割パポ])[^ぁ-ん?]|何か国|いく[つら]")
# A comma after which something else is told of; after a topic it is told on.
_CLAUSE_BEGINS = re.compile(r"(?<![はがでにも])、")
# What belongs to a value when it stands alone: the start of a range, a minus, 以上 and its like.
_FROM = re.compile(rf"(?:{_NUMBER}\s?(?:[%％割倍円人件社台]|ポイント)?(?:から|[~～〜－–\-])|マイナス)\s?$")
_LIMIT = re.compile(
    r"(?:ポイント)?(?:未満|以下|以上|超|弱(?!い)|強(?![化い力制調])|前後|近く|余り?|減|増)|を(?:下回|上回)る"
)
_RIGHT_YEAR, _MOST_NEAR, _COMPARISON = 0.4, 0.2, 0.4
_CLEAR = 0.3
AMOUNTS = sum(kind.bit for kind in _FORMS)


@dataclass(frozen=True)
class Value:
    """A value as it stands in a text: where, and of which kind."""

    text: str
    start: int
    kind: FactKind

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def values(asked: Asked, text: str) -> list[Value]:
    """The values of the kinds that are asked for, those that the question has itself left out, in their order."""
    question = plain(asked.query.text)
    rates_alone = _ASKS_RATE.search(question) and not _ASKS_AMOUNT.search(question)
    kinds = FactKind.RATE.bit if rates_alone else asked.kinds
    found = {
        match.start(): Value(match[0], match.start(), kind)
        for kind, pattern in _PATTERNS.items()
        if kinds & kind.bit
        for match in pattern.finditer(text)
        if numbers(match[0]) - asked.numbers
        and not _NUMBERED.search(text[max(0, match.start() - 4) : match.start()])
        and _counts(asked, kind, match[0])
    }
    return [found[place] for place in sorted(found)]


def near_value(asked: Asked, text: str, value: Value) -> float:
    """How much of the question stands around a value of a text."""
    around = text[max(0, value.start - _BEFORE) : value.end + _AFTER]
    return float(asked.held(spoken(around)[0]) @ asked.worths)


def best_value(asked: Asked, text: str) -> Value | None:
    """The value that the question asks for, as far as its place tells, the first of several; None if there is none."""
    found = values(asked, text)
    return max(found, key=lambda value: _belongs(asked, text, value, found), default=None)


def sure_value(asked: Asked, text: str) -> Value | None:
    """The best value if it is the only one, or if its own part speaks clearly more of the question than any other's.

    None where it is of an older year than another, and no year is asked for.
    """
    found, best = values(asked, text), best_value(asked, text)
    scores = sorted((_belongs(asked, text, value, found) for value in found), reverse=True)
    if best is None or len(scores) > 1 and scores[0] - scores[1] < _CLEAR:
        return None
    outdated = not asked.query.years and _year_of(best, text, found) < max(WESTERN.findall(text), default="")
    return None if outdated and len(scores) > 1 else best


def in_full(value: Value, text: str) -> str:
    """A value of a text as it may stand alone: with the start of its range, its minus and its limit."""
    before, limit = _FROM.search(text[: value.start]), _LIMIT.match(text, value.end)
    return text[before.start() if before else value.start : limit.end() if limit else value.end]


def _year_of(value: Value, text: str, found: Sequence[Value]) -> str:
    """The year that a value is of, "" if none is named."""
    return max(WESTERN.findall(_own_part(text, value, found)) or WESTERN.findall(text[: value.start])[-1:], default="")


def own_part(asked: Asked, text: str, value: Value) -> str:
    """The part of a text that says what a value is the value of."""
    return _own_part(text, value, values(asked, text))


def _own_part(text: str, value: Value, found: Sequence[Value]) -> str:
    """What stands between the value before and an amount says what it is of; what comes after a date, of what."""
    if value.kind is FactKind.DATE:
        return text[value.start : min((other.start for other in found if other.start > value.start), default=None)]
    since = max((other.end for other in found if other.end <= value.start), default=0)
    begins = [clause.end() for clause in _CLAUSE_BEGINS.finditer(text, since, value.start)]
    return text[begins[-1] if begins else since : value.end]


def _belongs(asked: Asked, text: str, value: Value, found: Sequence[Value]) -> float:
    """How surely a value is that of what is asked, by its own part of the text, its sentence's topic and its year."""
    own = _own_part(text, value, found)
    about, before = TOPIC.match(text), text[: value.start]
    in_brackets = before.count("（") > before.count("）")
    topic = about[0] if about and value.start >= about.end() and not in_brackets else ""
    score = float(asked.held(spoken(own)[0] | spoken(topic)[0]) @ asked.worths)
    years = set(WESTERN.findall(own)) or set(WESTERN.findall(before)[-1:])
    if years and asked.query.years:
        score += _RIGHT_YEAR if years & {f"{year}" for year in asked.query.years} else -_RIGHT_YEAR
    if asked.asks_most:
        score += _MOST_NEAR * bool(_MOST.search(own))
    return score - _COMPARISON * (bool(_COMPARES.search(own)) and not asked.query.asks_change)


def _counts(asked: Asked, kind: FactKind, text: str) -> bool:
    """Whether a count is one of what is asked for: 何社 asks for 社."""
    return kind is not FactKind.COUNT or not asked.counter or asked.counter[0] in text
