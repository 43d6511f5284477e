"""Answer without a language model: the sentences of the passages that answer best, each cited.

A sentence is judged by the share of the question's words that it and its surroundings hold, weighted
by how rare they are (idf), by whether it offers what is asked for, and by the rank of its passage.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.passages import Passage
from index.query import read_query
from index.words import words
from ingest.calendar import era_year
from ingest.chunks import Chunk
from ingest.cleaning import normalise_radicals, strip_marks
from ingest.events import TextKind
from ingest.sentences import sentence_spans
from rag.asked import Asked, Idf, plain, read_asked
from rag.refusal import NOT_FOUND

MAX_CHARACTERS = 300
_PASSAGES_READ = 4
_MOST_SENTENCES = 3
_MARK_LENGTH = 4
# 令和元年版によると、 and the first mark.
_LONGEST_FRAME = 16

# Weights of the parts of a sentence's score beside the share of the question that it holds itself.
_SURROUNDINGS = 0.45
_OFFERS = 0.25
_RANK = 0.35
# A further sentence must be nearly as good as the best one.
_NEXT_BEST = 0.75
# The share of the question that the best sentence and its surroundings must hold, or there is no answer.
LEAST_COVERED = 0.55

_OPENS_WITH = re.compile(
    r"^(?:例えば|たとえば|また|一方で?|なお|さらに|更に|加えて|その上で|このうち|具体的には|ただし)、"
)
_REFERENCE = re.compile(r"（(?:図表[^（）]*|[^（）]{0,20}参照)）")
_CAPTION = re.compile(r"(図表\s*[ⅠⅡⅢ]?[0-9\-]+)[\s　]+(\S.*)")
_NOTE_NUMBER = re.compile(r"^(?:[＊*]?\d{1,3}|（注\d*）)[\s　]+")
_REPLACEMENT = "\ufffd"


@dataclass(frozen=True)
class _Candidate:
    """A sentence that may answer.

    `found`: the question's words in it; `covered`: their share, together with those around it.
    """

    passage: Passage
    text: str
    found: frozenset[str]
    covered: float
    score: float

    @property
    def edition(self) -> str | None:
        return self.passage.chunk.section.document.edition


def extract(question: str, passages: Sequence[Passage], idf: Idf) -> str:
    """A draft: one to three sentences marked with the ranks of their passages, or NOT_FOUND."""
    asked = read_asked(read_query(question), idf)
    readable = [p for p in passages if p.chunk.kind is not TextKind.FIGURE][:_PASSAGES_READ]
    candidates = [
        candidate
        for passage in readable
        if _holds(passage, asked)
        for candidate in _candidates(passage, asked, passages[0].score)
    ]
    candidates.sort(key=lambda candidate: -candidate.score)
    if not candidates or candidates[0].covered < LEAST_COVERED:
        return NOT_FOUND
    return _draft(_choose(candidates))


def _holds(passage: Passage, asked: Asked) -> bool:
    """Whether the passage speaks of the years and names that the question insists on."""
    text = plain(f"{passage.chunk.section.name} {passage.chunk.text}").lower()
    if not all(_speaks_of(text, year, passage) for year in asked.query.years):
        return False
    present = set(words(text))
    held = [name in present or name in text for name in asked.names]
    return not held or (any(held) if asked.several else all(held))


def _speaks_of(text: str, year: int, passage: Passage) -> bool:
    return str(year) in text or era_year(year) in text or passage.chunk.section.document.year == year


def _candidates(passage: Passage, asked: Asked, best_score: float) -> Iterator[_Candidate]:
    whole = sum(asked.weights.values())
    if not whole:
        return
    around = asked.weights.keys() & set(words(f"{passage.chunk.section.title} {passage.chunk.text}"))
    for text in _statements(passage.chunk):
        if not text or len(text) > MAX_CHARACTERS - _LONGEST_FRAME:
            continue
        found = frozenset(asked.weights.keys() & set(words(text)))
        inside = sum(asked.weights[word] for word in found) / whole
        nearby = sum(asked.weights[word] for word in around - found) / whole
        score = inside + _SURROUNDINGS * nearby + _OFFERS * asked.offered_by(text) + _RANK * passage.score / best_score
        yield _Candidate(passage, text, found, inside + nearby, score)


def _statements(chunk: Chunk) -> Iterator[str]:
    """What a chunk states: its sentences, or its table's values with their labels.

    A value whose unit is not known says nothing: 34 may be 34万.
    """
    if chunk.kind is not TextKind.TABLE:
        yield from (_readable(chunk.text[start:end]) for start, end in sentence_spans(chunk.text))
        return
    caption = _CAPTION.match(strip_marks(chunk.text.partition("\n")[0]))
    if caption:
        for cell in chunk.cells:
            if cell.measured:
                yield f"{caption[1]}「{caption[2]}」では、{cell.row}の{cell.column}は{cell.value}{cell.unit}である。"


def _choose(candidates: Sequence[_Candidate]) -> list[_Candidate]:
    """The best sentence, and others of its edition that are nearly as good and say more of what was asked."""
    best = candidates[0]
    chosen, said = [best], best.found | set(words(best.passage.chunk.section.title))
    length = len(_frame(best)) + len(best.text) + _MARK_LENGTH
    for candidate in candidates[1:]:
        longer = length + len(candidate.text) + _MARK_LENGTH
        good = candidate.edition == best.edition and candidate.score >= _NEXT_BEST * best.score
        if good and candidate.found - said and longer <= MAX_CHARACTERS and len(chosen) < _MOST_SENTENCES:
            chosen.append(candidate)
            said |= candidate.found
            length = longer
    return chosen


def _draft(chosen: Sequence[_Candidate]) -> str:
    sentences = (f"{candidate.text.rstrip('。')}[{candidate.passage.rank}]。" for candidate in chosen)
    return _frame(chosen[0]) + "".join(sentences)


def _frame(candidate: _Candidate) -> str:
    """Says which edition speaks, as figures differ between editions."""
    return f"{candidate.edition}によると、" if candidate.edition else ""


def _readable(sentence: str) -> str:
    """The sentence for a reader: without note marks, references to figures and an opening conjunction."""
    text = strip_marks(_NOTE_NUMBER.sub("", sentence.strip())).replace(_REPLACEMENT, "")
    return normalise_radicals(_OPENS_WITH.sub("", _REFERENCE.sub("", text))).strip()
