"""Follow-up questions: what of the talk so far a question needs to be understood."""

import re
from collections.abc import Sequence

# A question that points back, or is too short to say what it is about.
_POINTS_BACK = re.compile(
    r"^(?:じゃあ?|では|それ|その|そこ|これ|この|あと|他|ほか|また|ちなみに|同じ)|そのうち|について(?:も|は)[？?]?$"
)
_TOO_SHORT = 12


def standalone(question: str, history: Sequence[str]) -> str:
    """The question as it is searched: with the one before it, where it cannot stand alone."""
    if not history or not (_POINTS_BACK.search(question) or len(question) <= _TOO_SHORT):
        return question
    return f"{history[-1]} {question}"
