"""Join the lines of a block and cut them into sentences that remember their place.

A sentence may run over a page break, with a figure or a footnote in the source between its halves.
Such a seam is remembered, so that a quote is never taken across it.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from operator import itemgetter

from ingest.events import Line
from ingest.words import split_words

# 。！？ and the closing brackets that belong to the sentence they end.
_END = re.compile(r"[。！？!?]+[」』）)】〉]*(?:[＊*]\d+)*")
_LONGEST_END = 40
_AT_END = re.compile(rf"{_END.pattern}\s*$")
# How a line ends whose sentence does, as far as the line alone can tell.
SENTENCE_ENDS = ("。", "。」", "。）", "」", "）")
_OPENING, _CLOSING = "「『（(【〈", "」』）)】〉"
_BULLET = re.compile(r"\s*(?:[●○◆◇■□・‣※]|[①-⑳]|-\s|[－–]\s?)")
_LATIN = re.compile(r"[\x21-\x7e]")
# A sentence without an end in sight (a list, a table's rows) is cut between words at this length.
MAX_CHARACTERS = 400


@dataclass(frozen=True)
class Sentence:
    """A sentence and its place. `seams` are offsets before which the source has something else.

    `blank`: how many blank lines stand right before it; `cut`: whether its last line holds something else, too;
    `opens`: whether it begins another paragraph.
    """

    text: str
    first_line: int
    last_line: int
    seams: tuple[int, ...] = ()
    blank: int = field(default=0, compare=False)
    cut: bool = field(default=False, compare=False)
    opens: bool = field(default=False, compare=False)

    def follows(self, last_line: int) -> bool:
        """Whether the source has nothing between this line and the sentence."""
        return self.first_line - self.blank - 1 <= last_line <= self.first_line


@dataclass(frozen=True)
class _Joined:
    """Lines as one text. `starts` holds, for each line, its offset, the line and whether a seam precedes it."""

    text: str
    starts: tuple[tuple[int, Line, bool], ...]

    def sentence(self, start: int, end: int) -> Sentence:
        first = bisect_right(self.starts, start, key=itemgetter(0)) - 1
        past = bisect_left(self.starts, end, key=itemgetter(0))
        within = self.starts[first:past]
        seams = tuple(offset - start for offset, _, seam in within if seam and offset >= start)
        begins, ends = within[0][1], within[-1][1]
        blank = begins.blank if within[0][0] >= start else 0
        return Sentence(self.text[start:end], begins.number, ends.number, seams, blank, ends.cut)


def sentences(lines: tuple[Line, ...]) -> list[Sentence]:
    """The sentences of lines that read on, in order; nothing is lost but the breaks between lines."""
    joined = _join(lines)
    found = []
    for start, end in _bounds(joined):
        for piece_start, piece_end in _no_longer_than(joined.text, start, end, MAX_CHARACTERS):
            text = joined.text[piece_start:piece_end]
            piece_start += len(text) - len(text.lstrip())
            piece_end -= len(text) - len(text.rstrip())
            if piece_start < piece_end:
                found.append(joined.sentence(piece_start, piece_end))
    return found


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Start and end of each sentence of a text that was joined before."""
    return [(start, end) for start, end in _bounds(_Joined(text, ())) if text[start:end].strip()]


def ends_sentence(text: str) -> bool:
    """Whether a text is at the end of a sentence."""
    return bool(_AT_END.search(text[-_LONGEST_END:]))


def _join(lines: tuple[Line, ...]) -> _Joined:
    text, starts, before = "", [], None
    for line in lines:
        piece = line.text.strip()
        if _LATIN.match(text[-1:]) and _LATIN.match(piece):
            text += " "
        seam = line.cut or before is not None and (before.cut or line.number > before.number + line.blank + 1)
        starts.append((len(text), line, seam))
        text, before = text + piece, line
    return _Joined(text, tuple(starts))


def _bounds(joined: _Joined) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence: at an end mark outside brackets, at a line break, before a bullet's line."""
    text = joined.text
    bullets = {offset for offset, _, _ in joined.starts if _BULLET.match(text[offset : offset + 3])}
    start, depth, place = 0, 0, 0
    while place < len(text):
        if place in bullets and place > start:
            yield start, place
            start, depth = place, 0
        character = text[place]
        if character == "\n":
            yield start, place
            start, depth = place + 1, 0
        depth += (character in _OPENING) - (character in _CLOSING and depth > 0)
        end = _END.match(text, place)
        if end and (depth == 0 or place - start > MAX_CHARACTERS):
            yield start, end.end()
            start, depth, place = end.end(), 0, end.end()
        else:
            place += 1
    if start < len(text):
        yield start, len(text)


def _no_longer_than(text: str, start: int, end: int, limit: int) -> Iterator[tuple[int, int]]:
    """Cut a stretch that is too long between words."""
    if end - start <= limit:
        yield start, end
        return
    piece_start = place = start
    for word in split_words(text[start:end]):
        if place + len(word) - piece_start > limit and place > piece_start:
            yield piece_start, place
            piece_start = place
        place += len(word)
    yield piece_start, end
