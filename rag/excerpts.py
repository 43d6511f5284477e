"""The part of a statement that says most of what is asked, where the whole is longer than an answer has room for."""

import re
from collections.abc import Iterator
from itertools import islice

from rag.asked import Asked
from rag.clauses import BEGINS_WITH_TOPIC, DEFINES, commas, cut, in_brackets, tense_of
from rag.trimming import held
from rag.values import AMOUNTS, TOPIC, best_value

# Where a text that is too long may be cut.
_SEAM = re.compile(r"(?<=。)|(?=[●※①-⑳])")
# So much of it is looked at, and so many ends are tried from each place.
_LONGEST_READ, _ENDS = 1_000, 8
# A quotation that is longer has sentences of its own.
_LONGEST_IN_BRACKETS = 120


def excerpt(text: str, asked: Asked, longest: int) -> str:
    """The text, or where it is longer than so many characters the run of its parts that holds most of the question."""
    if len(text) <= longest:
        return text
    value = best_value(asked, text) if asked.kinds & AMOUNTS else None

    def worth(run: str) -> tuple[bool, float, int]:
        return value is None or value.text in run, held(run, asked), len(run)

    return max(_excerpts(text, longest), key=worth, default="")


def _excerpts(text: str, longest: int) -> Iterator[str]:
    """From each place where a text may be cut, the longest run whose end can be one, with the text's topic where its
    first clause has none."""
    text = text[:_LONGEST_READ]
    topic = _topic(text)
    inside = in_brackets(text, _LONGEST_IN_BRACKETS)
    seams = (seam.start() for seam in _SEAM.finditer(text) if seam.start() and seam.start() not in inside)
    places = sorted({0, *commas(text), *seams, len(text)})
    stops = [place for place in places if place and text[place - 1] == "。"]
    tense = tense_of(text)
    for start in places[:-1]:
        # A run goes on over no full stop, be it inside a quotation that is nowhere closed.
        of_itself = not start or any(stop <= start for stop in stops) or BEGINS_WITH_TOPIC.match(text, start)
        borrowed = "" if of_itself else topic
        last = min([start + longest - len(borrowed), len(text), *(stop for stop in stops if stop > start)])
        ends = islice((end for end in reversed(places) if start < end <= last), _ENDS)
        ended = (cut(text, start, end, tense=tense) if text[end - 1] == "、" else text[start:end] for end in ends)
        # Closed, a clause is longer: …であり becomes …である, …増 becomes …増である.
        if run := next((run for run in ended if run and len(borrowed) + len(run) <= longest), ""):
            yield f"{borrowed}{run}"


def _topic(text: str) -> str:
    """The topic that a clause of the text may borrow, if it has one; a definition's goes with its end alone."""
    found = TOPIC.match(text)
    return found[0] if found and not DEFINES.match(text) else ""
