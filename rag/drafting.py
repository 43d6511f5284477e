"""The pieces of an answer: what is said of its statements, in which order, and under which edition's name."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from rag.antecedents import SAYS_OF_WHAT
from rag.asked import Asked
from rag.excerpts import excerpt
from rag.ranking import Ranking
from rag.saying import said, said_next
from rag.spans import answer_chances
from rag.statements import Statement
from rag.trimming import may_be_cut

MAX_CHARACTERS = 300
_MARK_LENGTH = 4
# So many statements may be said.
_CANDIDATES = 14
# A statement that names its own source.
_TELLS_SOURCE = re.compile(r"^[^。]{1,60}によ(?:ると|れば)")
# The passage that a statement stands in, and where.
Place = tuple[str, int]


@dataclass(frozen=True)
class Piece:
    """A statement as it is said in an answer.

    `number`: its place in the evidence; `score`: how well it answers what is `asked`, the question or a part of it.
    """

    statement: Statement
    text: str
    number: int
    score: float
    asked: Asked

    @property
    def edition(self) -> str | None:
        return self.statement.passage.chunk.section.document.edition

    @property
    def length(self) -> int:
        return len(self.text) + _MARK_LENGTH

    @property
    def place(self) -> Place:
        """What tells a piece from the others, whatever the order of the passages."""
        return place_of(self.statement)


def place_of(statement: Statement) -> Place:
    return statement.passage.chunk.id, statement.place


def pieces_of(ranking: Ranking) -> list[Piece]:
    """What can be said of the best statements, best first."""
    pieces = (piece_of(ranking, number) for number in ranking.order[:_CANDIDATES])
    return [piece for piece in pieces if piece.text and piece.length <= MAX_CHARACTERS - 2 * _MARK_LENGTH]


def piece_of(ranking: Ranking, number: int) -> Piece:
    """What can be said of one statement."""
    statement, asked = ranking.evidence.statements[number], ranking.evidence.asked
    return Piece(statement, said(statement, asked), number, float(ranking.scores[number]), asked)


def trimmed_to_answer(piece: Piece) -> Piece:
    """A piece cut down to what answers."""
    statement = piece.statement
    if statement.is_value or statement.is_entry or not may_be_cut(statement.text, piece.asked):
        return piece
    text = said(statement, piece.asked, answers=answer_chances(statement, piece.asked))
    return replace(piece, text=text) if text and len(text) < len(piece.text) else piece


def cut_to(piece: Piece, longest: int) -> Piece:
    """A piece of at most so many characters with its mark, as it was where it cannot be cut."""
    if piece.length <= longest or piece.statement.is_value or piece.statement.is_entry:
        return piece
    text = excerpt(piece.text, piece.asked, longest - _MARK_LENGTH)
    return replace(piece, text=text) if text else piece


def in_order(chosen: Sequence[Piece], firsts: Sequence[Piece]) -> list[Piece]:
    """The answer first, or what it points back to, then what qualifies it, as it stands in the paper; the editions one
    after another. Of several answers those that stand side by side stay so."""
    editions = list(dict.fromkeys(piece.edition for piece in chosen))
    passages = list(dict.fromkeys(piece.place[0] for piece in chosen))
    turns = _turns(firsts)

    def order(piece: Piece) -> tuple[int, int, bool, int, int]:
        led = next((turns[first.place] for first in firsts if _leads(piece, first)), len(firsts))
        edition, (passage, place) = editions.index(piece.edition), piece.place
        return edition, turns.get(piece.place, led), piece.place in turns, passages.index(passage), place

    return sorted(chosen, key=order)


def _turns(firsts: Sequence[Piece]) -> dict[Place, int]:
    """Which of the first pieces comes when; the neighbours of one come with it."""
    turns: dict[Place, int] = {}
    for turn, first in enumerate(firsts):
        passage, place = first.place
        beside = (turns[near] for near in ((passage, place - 1), (passage, place + 1)) if near in turns)
        turns[first.place] = next(beside, turn)
    return turns


def _leads(piece: Piece, first: Piece) -> bool:
    """Whether a piece says what the first one points back to, or what it is about without saying so."""
    (passage, place), statement = first.place, first.statement
    needs_more = statement.follows or not SAYS_OF_WHAT.search(statement.text)
    return needs_more and piece.place == (passage, place - 1)


def draft_of(pieces: Sequence[Piece], asked: Asked, numbers: Mapping[str, int]) -> str:
    """The pieces with their marks; where an edition begins to speak, its name."""
    draft, before = "", None
    for piece in pieces:
        goes_on = before is not None and piece.edition == before.edition
        frame = "" if goes_on else frame_of(piece, asked)
        text = said_next(piece.text, piece.statement, before.statement) if before and goes_on else piece.text
        draft += f"{frame}{marked([replace(piece, text=text)], numbers)}"
        before = piece
    return draft


def marked(pieces: Sequence[Piece], numbers: Mapping[str, int]) -> str:
    """The pieces, each with the number of its passage."""
    return "".join(f"{p.text.rstrip('。')}[{numbers[p.statement.passage.chunk.id]}]。" for p in pieces)


def frame_of(piece: Piece, asked: Asked) -> str:
    """Says which edition speaks, as figures differ between editions."""
    if not piece.edition:
        return ""
    if not asked.english:
        return f"{piece.edition}では、" if _TELLS_SOURCE.search(piece.text) else f"{piece.edition}によると、"
    return f"According to the {piece.statement.passage.chunk.section.document.year} edition ({piece.edition}): "
