"""Follow-up questions: what of the talk so far a question is understood by."""

from collections.abc import Sequence

_MOST_CONTEXT = 2


def in_context(question: str, history: Sequence[str]) -> str:
    """The question as it is searched: on the first line itself, below it what was asked before, newest first."""
    lines = [question, *reversed(history[-_MOST_CONTEXT:])]
    return "\n".join(" ".join(line.split()) for line in lines)
