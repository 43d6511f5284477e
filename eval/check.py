"""Prove that the questions are sound: that each says what the papers say, where it says they say it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from eval.questions import Evidence, Kind, Question, Split
from eval.wording import bare, says
from index.records import Records

MIN_FRAGMENT, MAX_FRAGMENT = 10, 30
# Chunks of the same section before and after the one with the fragment in which a key fact may stand.
_NEAR = 1
# Kinds whose question may name what the answer says: which of the two is larger?
_MAY_NAME = {Kind.COMPARISON, Kind.TWO_SECTIONS, Kind.CHANGE, Kind.FOLLOW_UP}


@dataclass(frozen=True)
class Fault:
    """What is wrong with a question."""

    id: str
    what: str

    def __str__(self) -> str:
        return f"{self.id}: {self.what}"


def faults(questions: Sequence[Question], records: Records) -> Iterator[Fault]:
    """Every fault of the questions against the papers that the records hold."""
    sections = _texts(records, {evidence.doc for question in questions for evidence in question.gold})
    for question in questions:
        for what in _faults(question, sections):
            yield Fault(question.id, what)
    yield from _uneven(questions)
    yield from _leaks(questions)


_Sections = dict[tuple[str, str], list[str]]


def _texts(records: Records, documents: set[str]) -> _Sections:
    """The chunks' texts by document and label, in reading order."""
    texts: _Sections = defaultdict(list)
    for section in records.sections:
        if section.document.id in documents:
            texts[section.document.id, section.label] = []
    for place in range(len(records)):
        chunk = records.chunk(place)
        if chunk.section.document.id in documents:
            texts[chunk.section.document.id, chunk.section.label].append(chunk.text)
    return dict(texts)


def _faults(question: Question, sections: _Sections) -> Iterator[str]:
    surroundings = []
    for evidence in question.gold:
        length = len(bare(evidence.fragment))
        if not MIN_FRAGMENT <= length <= MAX_FRAGMENT:
            yield f"fragment has {length} characters, not {MIN_FRAGMENT} to {MAX_FRAGMENT}: {evidence.fragment}"
        if (evidence.doc, evidence.label) not in sections:
            yield f"{evidence.doc} has no section {evidence.label}"
            continue
        near = _around(evidence, sections[evidence.doc, evidence.label])
        if near is None:
            where = _labels_with(evidence, sections)
            yield f"{evidence.label} does not hold: {evidence.fragment}" + (f" (it stands in {where})" if where else "")
        surroundings.append(near or "")
    for fact in question.facts if question.gold else ():
        if not any(says(near, variant) for near in surroundings for variant in fact):
            yield f"key fact not near the fragment: {' / '.join(fact)}"
    for fact in question.facts if question.answerable else ():
        if not any(says(question.reference, variant) for variant in fact):
            yield f"the reference answer lacks a key fact: {' / '.join(fact)}"
        if question.kind not in _MAY_NAME and any(says(question.question, variant) for variant in fact):
            yield f"the question gives the answer away: {' / '.join(fact)}"
    for word in question.never:
        if says(question.reference, word):
            yield f"the reference answer says what no right answer says: {word}"


def _around(evidence: Evidence, texts: Sequence[str]) -> str | None:
    """The chunk with the fragment and its neighbours; None if the section does not hold it.

    A fragment may run over the end of a chunk: where chunks end is not the papers' doing.
    """
    fragment = bare(evidence.fragment)
    plain = [bare(text) for text in texts]
    whole = (place for place, text in enumerate(plain) if fragment in text)
    over_the_end = (place for place in range(len(plain)) if fragment in "".join(plain[place : place + 2]))
    place = next(chain(whole, over_the_end), None)
    return None if place is None else "\n".join(texts[max(0, place - _NEAR) : place + _NEAR + 1])


def _labels_with(evidence: Evidence, sections: _Sections) -> str:
    fragment = bare(evidence.fragment)
    of_document = ((label, texts) for (doc, label), texts in sections.items() if doc == evidence.doc)
    return "、".join([label for label, texts in of_document if fragment in bare("".join(texts))][:3])


def _uneven(questions: Iterable[Question]) -> Iterator[Fault]:
    """Kinds of which one split has far more than the other."""
    counts = Counter((question.kind, question.split) for question in questions)
    for kind in dict.fromkeys(kind for kind, _ in counts):
        dev, test = counts[kind, Split.DEV], counts[kind, Split.TEST]
        if abs(dev - test) > 1 + (dev + test) // 10:
            yield Fault(kind, f"{dev} in dev, {test} in test")


def _leaks(questions: Iterable[Question]) -> Iterator[Fault]:
    """Questions of the test split whose very evidence a question of another split has too."""
    others = {_place(evidence): q.split for q in questions if q.split is not Split.TEST for evidence in q.gold}
    for question in questions:
        if question.split is Split.TEST and (seen := [e for e in question.gold if _place(e) in others]):
            yield Fault(question.id, f"its evidence is in {others[_place(seen[0])]} too: {seen[0].fragment}")


def _place(evidence: Evidence) -> tuple[str, str, str]:
    return evidence.doc, evidence.label, bare(evidence.fragment)
