"""Questions that ask two things at once, taken apart: each may have a passage of its own."""

import re

from index.words import words

_ASKS = (
    r"何|いくつ|いくら|どれ|どこ|どちら|どの|どう|いつ|誰|だれ|なぜ|か(?:。|？|\?|$)|\?|教え|知りたい"
    r"|how|what|which|when|who"
)
_BOTH = re.compile(r"それぞれ|両方|どちらも|二つ|2つ|ふたつ|教え|知りたい|添え|both|respectively", re.IGNORECASE)
# What ends one thing that is asked for, when both are to be told: 数と、….
_THING = r"(?<=[数合率額比因期位人社件容名法称先者点上ア）)」か度間円％%高と])"
# Where one question may end and the next begin, and whether both must ask for something.
_BOUNDARIES = (
    (re.compile(r"[。？?]\s*(?:また|それと|あと|そして)?、?|、また、?|; "), True),
    (re.compile(rf"{_THING}と、|こと(?=と、)と、"), False),
    (re.compile(r"(?:て|で|く|り|し|ば)、|, and "), True),
    (re.compile(rf"{_THING}と(?=[^、。]{{5,}}(?:[をは]|それぞれ|$))"), False),
)
_FEWEST_WORDS = 3


def parts(question: str) -> list[str]:
    """The two things that a question asks for, each in its own words; the question itself if it asks for one."""
    for boundary, both_ask in _BOUNDARIES:
        for found in boundary.finditer(question):
            left, right = question[: found.start()], question[found.end() :]
            asked = _asks(left) and _asks(right) if both_ask else _BOTH.search(question)
            if asked and _tells(left) and _tells(right):
                return [left, right]
    return [question]


def _tells(part: str) -> bool:
    """Whether a part says enough to be looked for."""
    return len(set(words(part))) >= _FEWEST_WORDS


def _asks(part: str) -> bool:
    return bool(re.search(_ASKS, part, re.IGNORECASE))
