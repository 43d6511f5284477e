"""Cut a long statement after the clause that answers; what is left stands as it stood."""

import re
from collections.abc import Sequence

import numpy as np

from index.facts import FactKind, offered_kinds
from index.words import words
from rag.asked import Asked, plain
from rag.numbers import numbers

# Shorter statements are said whole.
_LONG = 70
_QUANTITY = FactKind.RATE.bit | FactKind.MONEY.bit | FactKind.DATE.bit | FactKind.COUNT.bit
_BRACKETS = {"（": 1, "(": 1, "「": 1, "『": 1, "）": -1, ")": -1, "」": -1, "』": -1}
# A clause may end an answer if it ends in an amount, a name or a finished predicate; others go on.
_CLOSED_END = re.compile(r"(?:[）)」』%％]|[ァ-ヴーA-Za-z0-9０-９]|[一-龥]|[たるいだ])$")
_OPEN_END = re.compile(
    r"(?:前|間|時|化|ため|場合|結果|中|上|際|後|以降|うち|ほか|一方|もの|こと|とき|ところ|末|度|年|月|日|時点)$"
)


def trimmed(text: str, asked: Asked) -> str:
    """The text up to the clause by which it holds all that it holds of the question and the amount that is asked for.

    Only a question for one amount is answered by a clause; a reason, a list or two things need the whole.
    """
    if len(text) <= _LONG or not asked.kinds & _QUANTITY or asked.several or asked.kinds & FactKind.REASON.bit:
        return text
    ends = _clause_ends(text)
    whole = _held(text, asked)
    for end in ends[:-1]:
        part = text[:end]
        if _held(part, asked) >= whole and _answers(part, asked) and _may_end(part):
            return part
    return text


def _may_end(part: str) -> bool:
    return bool(_CLOSED_END.search(part)) and not _OPEN_END.search(part)


def _clause_ends(text: str) -> Sequence[int]:
    """Where each clause ends, the comma left out; commas inside brackets end none."""
    ends, depth = [], 0
    for place, character in enumerate(text):
        depth = max(0, depth + _BRACKETS.get(character, 0))
        if character == "、" and not depth:
            ends.append(place)
    return [*ends, len(text)]


def _held(text: str, asked: Asked) -> float:
    """The share of the question that the text holds."""
    present = set(words(text))
    held = [max((w for word, w in c.words.items() if word in present), default=0.0) for c in asked.concepts]
    return float(np.array(held) @ asked.worths) + 1e-6 if held else 0.0


def _answers(text: str, asked: Asked) -> bool:
    """Whether the text has an amount of the kind that is asked for, and that the question does not have itself."""
    return bool(offered_kinds(text) & asked.kinds & _QUANTITY) and bool(numbers(plain(text)) - asked.numbers)
