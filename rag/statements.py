"""The statements of the passages, each with what it holds of a question: sentences, labelled values of tables, and what
a figure prints in one place."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from index.encoder import Encoded, encoded_statement
from index.meanings import nearest, vectors_of
from index.passages import Passage
from index.told import Told, told_in
from index.words import words, words_and_names
from ingest.tables import Cell
from rag.ages import other_groups
from rag.asked import Asked, plain
from rag.totals import parts_of_totals
from rag.years import other_years

# So many characters before a footnote's mark are what it explains.
_BEARER = 14
_POINTS_BACK = re.compile(
    r"^(?:同|この|その|これ|それ|また|さらに|なお|一方|このうち|この内|うち|次いで|他方|日本は|我が国は)"
)
_FOLLOWS = re.compile(r"^(?:同|この|その|これ|それ|こうした|そうした|このうち|この内|うち、|次いで)")
# What a table has no name for, and how it is asked for.
_NAMELESS = re.compile(r"(?:^|\s)その他(?:[（(・].*)?\s*$|^上記以外")
_REST = re.compile(
    r"(?:ほか|他)(?:[のはに]|$)|以外|残り|内訳|すべて|全て|全部|一覧|その(?:他|ほか)|\bothers?\b|\bbreakdown\b"
)
# What a concept counts that only the titles over a statement hold, the sentence before it (more where it points
# back to that), or its passage.
_TITLE, _BEFORE, _CARRIED, _PASSAGE = 0.7, 0.6, 0.85, 0.4
# Words less alike than this mean different things; those alike are never quite the same.
_LEAST_ALIKE, _MOST_ALIKE = 0.3, 0.9


@dataclass(frozen=True)
class Statement:
    """A sentence of a passage, a labelled value of its table in words, or what its figure prints in one place.

    `told`: how it is read. `newest`: whether no other passage is of a newer edition. `names`: the proper names in it.
    How well it holds each concept of the question, each of shape (concepts,): `said` by its own words, `alike` also by
    words of like meaning, `meant` with what stands around it; `explained` are those of the words whose footnote it is.
    """

    passage: Passage
    told: Told
    place: int
    of: int
    newest: bool
    said: np.ndarray
    alike: np.ndarray
    meant: np.ndarray
    explained: np.ndarray
    names: frozenset[str]

    @property
    def text(self) -> str:
        return self.told.text

    @property
    def bearer(self) -> str:
        """Of a footnote, what stands before its mark."""
        return self.told.bearer

    @property
    def encoded(self) -> Encoded:
        """As it was read when the index was built, or as it is read now."""
        return self.passage.read(self.place) if self.passage.read else encoded_statement(self.told)

    @property
    def points_back(self) -> bool:
        """Whether it begins with a word for what was said before it."""
        return bool(self.place and _POINTS_BACK.search(self.text))

    @property
    def follows(self) -> bool:
        """Whether what it says follows from what was said before it, or is said of that."""
        return bool(self.place and _FOLLOWS.search(self.text))

    @property
    def after(self) -> str:
        """What its passage says after it, "" where it ends."""
        told = told_in(self.passage.chunk)
        return told[self.place + 1].text if self.place + 1 < len(told) else ""

    @property
    def is_value(self) -> bool:
        """Whether it is a labelled value of a table."""
        return self.told.cell is not None

    @property
    def is_entry(self) -> bool:
        """Whether it is what a figure prints in one place."""
        return bool(self.told.entry)


def statements(asked: Asked, passages: Sequence[Passage]) -> list[Statement]:
    """Every statement of the passages, in their order; of a table those of the years that are asked for."""
    newest = max((_year_of(passage) for passage in passages), default=0)
    parts = _of_parts(asked, passages)
    return [s for passage in passages for s in _of_passage(asked, passage, parts, newest=_year_of(passage) == newest)]


# About as many as the newest edition has statements, and their clauses: some 65 MB.
@lru_cache(maxsize=16_384)
def spoken(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """The words of a text, and the names among them."""
    found, names = words_and_names(text)
    return frozenset(found), frozenset(names)


def _year_of(passage: Passage) -> int:
    return passage.chunk.section.document.year or 0


def _of_passage(asked: Asked, passage: Passage, unwanted: Set[Cell], *, newest: bool) -> Iterator[Statement]:
    """`unwanted`: values of tables that are no answer."""
    titles = asked.held(spoken(passage.chunk.section.title)[0])
    found, cells = told_in(passage.chunk), passage.chunk.cells
    unwanted = unwanted | _of_other_years(asked, passage) | other_groups(asked, cells) | _of_the_rest(asked, cells)
    said = [asked.held(spoken(told.text)[0]) for told in found]
    together = np.max(said, axis=0) if said else titles
    for place, (told, here) in enumerate(zip(found, said, strict=True)):
        if told.cell in unwanted:
            continue
        before = said[place - 1] if place else titles
        carried = _POINTS_BACK.search(told.text) and place
        explained = asked.held(set(words(told.bearer[-_BEARER:])) if told.bearer else set())
        around = [_TITLE * titles, (_CARRIED if carried else _BEFORE) * before, _PASSAGE * together, explained]
        yield Statement(
            passage,
            told,
            place,
            len(found),
            newest,
            said=here,
            alike=np.maximum(here, _alike(asked, told.text)),
            meant=np.max([here, *around], axis=0),
            explained=explained,
            names=spoken(told.text)[1],
        )


def _of_other_years(asked: Asked, passage: Passage) -> set[Cell]:
    """The values of its table that are of years which are not asked for."""
    return other_years(asked, passage.chunk.cells, passage.chunk.section.document.year)


def _of_the_rest(asked: Asked, cells: Sequence[Cell]) -> set[Cell]:
    """The values of its table that are of what has no name there, if nobody asks for it."""
    if _REST.search(plain(asked.query.in_full)):
        return set()
    return {cell for cell in cells if _NAMELESS.search(cell.row) or _NAMELESS.search(cell.column)}


def _of_parts(asked: Asked, passages: Sequence[Passage]) -> set[Cell]:
    """The values of tables that are of a part of what is asked for as a whole. A table may go on in another passage."""
    tables: dict[tuple[str, str, str], list[Cell]] = defaultdict(list)
    for chunk in (passage.chunk for passage in passages if passage.chunk.cells):
        caption, _, _ = chunk.text.partition("\n")
        tables[chunk.section.document.id, chunk.section.label, f"{chunk.section.title} {caption}"] += chunk.cells
    return {cell for (*_, name), cells in tables.items() for cell in parts_of_totals(asked, cells, name)}


def _alike(asked: Asked, text: str) -> np.ndarray:
    """How near the nearest word of a text is to each concept, from 0 to _MOST_ALIKE."""
    near = nearest(asked.meanings, _meanings(text))
    return _MOST_ALIKE * np.clip((near - _LEAST_ALIKE) / (1 - _LEAST_ALIKE), 0.0, 1.0)


@lru_cache(maxsize=4_096)
def _meanings(text: str) -> np.ndarray:
    return vectors_of(sorted(spoken(text)[0]))
