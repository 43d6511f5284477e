"""The statements of the passages, each with what it holds of a question: sentences, and labelled values of tables."""

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from index.concepts import Concept
from index.meanings import nearness, vectors_of
from index.passages import Passage
from index.statements import statement_spans
from index.words import words, words_and_names
from ingest.chunks import Chunk
from ingest.events import TextKind
from rag.asked import Asked
from rag.figures import is_sure

# Footnotes that end without a full stop run into the next one.
_NOTE_BEGINS = re.compile(r"(?=[＊*]\d{1,3}\t)")
_OPENING_MARK = re.compile(r"[＊*](\d{1,3})")
_CLOSING_MARK = re.compile(r"[＊*](\d{1,3})\s*$")
# So many characters before a footnote's mark are what it explains.
_BEARER = 14
_POINTS_BACK = re.compile(
    r"^(?:同|この|その|これ|それ|また|さらに|なお|一方|このうち|この内|うち|次いで|他方|日本は|我が国は)"
)
_FOLLOWS = re.compile(r"^(?:同|この|その|これ|それ|こうした|そうした|このうち|この内|うち、|次いで)")
# So many statements before one are read before it.
_SENTENCES = 4
# What a concept counts that only the titles over a statement hold, the sentence before it (more where it points
# back to that), or its passage.
_TITLE, _BEFORE, _CARRIED, _PASSAGE = 0.7, 0.6, 0.85, 0.4
# Words less alike than this mean different things; those alike are never quite the same.
_LEAST_ALIKE, _MOST_ALIKE = 0.3, 0.9


@dataclass(frozen=True)
class Statement:
    """A sentence of a passage, or a labelled value of its table in words.

    `bearer`: of a footnote, what stands before its mark; `context`: what is to be read before it, that, its figure's
    caption, or what its passage says before it. `newest`: whether no other passage is of a newer edition. `names`: the
    proper names in it. How well it holds each concept of the question, each of shape (concepts,): `said` by its own
    words, `alike` also by words of like meaning, `meant` with what stands around it; `explained` are those of the words
    whose footnote it is.
    """

    passage: Passage
    text: str
    bearer: str
    context: str
    place: int
    of: int
    newest: bool
    said: np.ndarray
    alike: np.ndarray
    meant: np.ndarray
    explained: np.ndarray
    names: frozenset[str]

    @property
    def points_back(self) -> bool:
        """Whether it begins with a word for what was said before it."""
        return bool(self.place and _POINTS_BACK.search(self.text))

    @property
    def follows(self) -> bool:
        """Whether what it says follows from what was said before it, or is said of that."""
        return bool(self.place and _FOLLOWS.search(self.text))

    @property
    def is_value(self) -> bool:
        """Whether it is a labelled value of a table."""
        return self.text in {cell.text for cell in self.passage.chunk.cells}


def statements(asked: Asked, passages: Sequence[Passage]) -> list[Statement]:
    """Every statement of the passages, in their order."""
    newest = max((_year_of(passage) for passage in passages), default=0)
    return [s for passage in passages for s in _of_passage(asked, passage, newest=_year_of(passage) == newest)]


def held(concepts: Sequence[Concept], present: Set[str]) -> np.ndarray:
    """How well a text with these words holds each concept."""
    return np.array(
        [max((weight for word, weight in c.words.items() if word in present), default=0.0) for c in concepts],
        np.float32,
    )


# The parts of a question read the same passages; some questions' worth of statements is kept.
@lru_cache(maxsize=4_096)
def spoken(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """The words of a text, and the names among them."""
    found, names = words_and_names(text)
    return frozenset(found), frozenset(names)


def _year_of(passage: Passage) -> int:
    return passage.chunk.section.document.year or 0


def _of_passage(asked: Asked, passage: Passage, *, newest: bool) -> Iterator[Statement]:
    titles = held(asked.concepts, spoken(passage.chunk.section.title)[0])
    told = _values(passage.chunk)
    texts = [*told, *_sentences(passage.chunk)]
    said = [held(asked.concepts, spoken(text)[0]) for text in texts]
    together = np.max(said, axis=0) if said else titles
    for place, (text, here) in enumerate(zip(texts, said, strict=True)):
        before = said[place - 1] if place else titles
        carried = _POINTS_BACK.search(text) and place
        bearer = _bearer(texts, place)
        explained = held(asked.concepts, set(words(bearer[-_BEARER:])) if bearer else set())
        around = [_TITLE * titles, (_CARRIED if carried else _BEFORE) * before, _PASSAGE * together, explained]
        yield Statement(
            passage,
            text,
            bearer,
            bearer or _context(texts, place, len(told)),
            place,
            len(texts),
            newest,
            said=here,
            alike=np.maximum(here, _alike(asked, text)),
            meant=np.max([here, *around], axis=0),
            explained=explained,
            names=spoken(text)[1],
        )


def _values(chunk: Chunk) -> list[str]:
    """A table's labelled values in words."""
    return [cell.text for cell in chunk.cells if cell.measured] if chunk.kind is TextKind.TABLE else []


def _sentences(chunk: Chunk) -> Iterator[str]:
    """What a chunk states; of a picture's text only what stands around it: nobody knows the rest's labels."""
    for place, (start, end) in enumerate(statement_spans(chunk)):
        text = chunk.text[start:end].strip()
        if chunk.kind not in (TextKind.FIGURE, TextKind.TABLE):
            yield from (part.strip() for part in _NOTE_BEGINS.split(text) if part.strip())
        elif is_sure(text, place):
            yield text


def _bearer(texts: Sequence[str], place: int) -> str:
    """What stands before the mark of the footnote that a statement begins, "" if it begins none."""
    closing = _CLOSING_MARK.search(texts[place - 1]) if place else None
    mark = _OPENING_MARK.match(texts[place]) or closing
    # A mark at the end of a statement is its own, or the next one's: then it is borne by another.
    before = [*texts[: place - 1], closing.string[: closing.start()]] if closing and mark is closing else texts[:place]
    found = (re.search(_mark(mark[1]), text) for text in before) if mark else ()
    return next((bearing.string[: bearing.start()] for bearing in found if bearing and bearing.start()), "")


def _context(texts: Sequence[str], place: int, values: int) -> str:
    """The caption that follows a table's values, or else what is said before a statement."""
    return "".join(texts[values : values + 1] if place < values else texts[max(values, place - _SENTENCES) : place])


def _mark(number: str) -> str:
    return rf"[＊*]{number}(?!\d)"


def _alike(asked: Asked, text: str) -> np.ndarray:
    """How near the nearest word of a text is to each concept, from 0 to _MOST_ALIKE."""
    there = _meanings(text)
    near = [nearness(vectors, there) for vectors in asked.meanings]
    return _MOST_ALIKE * np.clip((np.array(near, np.float32) - _LEAST_ALIKE) / (1 - _LEAST_ALIKE), 0.0, 1.0)


@lru_cache(maxsize=4_096)
def _meanings(text: str) -> np.ndarray:
    return vectors_of(sorted(spoken(text)[0]))
