"""Questions that ask two things at once, taken apart: each may have a passage of its own."""

import re

from index.words import nouns, words

_ASKS = (
    r"何|いくつ|いくら|どれ|どこ|どちら|どの|どう|いつ|誰|だれ|なぜ|か(?:。|？|\?|$)|\?|教え|知りたい"
    r"|how|what|which|when|who"
)
_BOTH = re.compile(
    r"それぞれ|両方|どちらも|二つ|2つ|ふたつ|教え|知りたい|添え|並べ|は[?？]$|both|respectively", re.IGNORECASE
)
# What ends one thing that is asked for, when both are to be told: 数と、….
_THING = r"(?<=[数合率額比因期位人社件容名法称先者点上月日前国街局所由ア）)])"
# Where one question may end and the next begin, and whether both must ask for something.
_BOUNDARIES = (
    (re.compile(r"[。？?]\s*(?:また|それと|あと|そして)?、?|、また、?|; "), True),
    (re.compile(rf"{_THING}と、|こと(?=と、)と、|{_THING}、?(?:それから|それと|および|並びに)"), False),
    (re.compile(r"(?:て|で|く|り|し|ば)、|, and "), True),
    (re.compile(rf"{_THING}と(?=[^、。]{{5,}}(?:[をは]|それぞれ|$))"), False),
)
# One thing that is asked of two: 港と駅前で、それぞれ….
_OF_TWO = re.compile(
    r"(?P<before>|.*[、。])(?P<one>[^、。]{1,40}?)と(?P<other>[^、。]{1,40}?)"
    r"(?P<asked>(?:は|では?|には?)、?[^、。]{0,6}それぞれ.+)"
)
# Years have searches of their own.
_YEAR = re.compile(r"\d年")
_FEWEST_WORDS = 3
# A part with so many nouns, and without a word that points back, is understood by itself.
_FEWEST_NOUNS = 3
_POINTS_BACK = re.compile(r"その|それ|これ|この|同じ|そこ|対策として")


def parts(question: str) -> list[str]:
    """The two things that a question asks for, each in its own words; the question itself if it asks for one."""
    of_two = _OF_TWO.fullmatch(question)
    if of_two and not _YEAR.search(of_two["one"] + of_two["other"]):
        return [f"{of_two['before']}{of_two[one]}{of_two['asked']}" for one in ("one", "other")]
    for boundary, both_ask in _BOUNDARIES:
        for found in boundary.finditer(question):
            left, right = question[: found.start()], question[found.end() :]
            asked = _asks(left) and _asks(right) if both_ask else _BOTH.search(question)
            if asked and _tells(left) and _tells(right):
                return [left, right]
    return [question]


def stands_alone(part: str) -> bool:
    """Whether a part of a question is understood without the rest of it."""
    common, _ = nouns(part)
    return len(common) >= _FEWEST_NOUNS and not _POINTS_BACK.search(part)


def _tells(part: str) -> bool:
    """Whether a part says enough to be looked for."""
    return len(set(words(part))) >= _FEWEST_WORDS


def _asks(part: str) -> bool:
    return bool(re.search(_ASKS, part, re.IGNORECASE))
