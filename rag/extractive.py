"""Answer without a language model: the statements of the passages that answer best, each cited.

The best statement comes first; others are added where they say more of what was asked, as long as the whole
stays short. A question that needs several editions gets a statement of each, with its edition's name.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from index.passages import Passage
from index.query import Query, read_query
from ingest.cleaning import normalise_radicals, strip_marks
from rag.asked import Asked, Idf, read_asked
from rag.evidence import FRAGMENT, Statement, ranked
from rag.refusal import NOT_FOUND, missing, not_found
from rag.trimming import trimmed

MAX_CHARACTERS = 300
_PASSAGES_READ = 6
_MOST_STATEMENTS = 4
_MARK_LENGTH = 4
# A further statement may score so much less than the best one, more where several things are asked for.
_NEXT_BEST, _NEXT_OF_SEVERAL = 2.5, 3.5
# What it is worth that a statement says more of the question than those before it, and that it stands beside one.
_SAYS_MORE, _BESIDE = 6.0, 1.0
# How much of the question a further statement must hold, with what stands around it, beside those before it.
_LEAST_MEANT = 0.7

_OPENS_WITH = re.compile(
    r"^(?:例えば|たとえば|また|一方で?|なお|さらに|更に|加えて|その上で|このうち|具体的には|ただし|他方で?)、"
)
_REFERENCE = re.compile(r"（(?:図表[^（）]*|[^（）]{0,20}参照)）")
_NOTE_NUMBER = re.compile(r"^(?:[＊*]?\d{1,3}|（注\d*）)[\s　]+")
# Older editions number what they list like this, as an answer numbers its citations.
_ENUMERATION = re.compile(r"\[\d{1,3}\]")
_CAPTION = re.compile(r"(図表\s*[ⅠⅡⅢ]?[0-9\-]+)[\s　]+(\S.*)")
_REPLACEMENT = "\ufffd"


@dataclass(frozen=True)
class Piece:
    """A statement as it is said in an answer, and its score."""

    statement: Statement
    text: str
    score: float

    @property
    def edition(self) -> str | None:
        return self.statement.passage.chunk.section.document.edition

    @property
    def length(self) -> int:
        return len(self.text) + _MARK_LENGTH

    def beside(self, other: "Piece") -> bool:
        """Whether the two stand next to each other in one passage."""
        one, two = self.statement, other.statement
        return one.passage.rank == two.passage.rank and abs(one.place - two.place) == 1


def extract(question: str, passages: Sequence[Passage], idf: Idf) -> str:
    """A draft: one to four statements marked with the ranks of their passages, or NOT_FOUND."""
    asked = read_asked(read_query(question), idf)
    parts = [read_asked(query, idf) for query in _parts(asked, passages)]
    best = ranked(asked, passages if parts else passages[:_PASSAGES_READ])
    if lacking := missing(asked, best, passages):
        return not_found(lacking)
    pieces = _pieces(asked, best)
    if not pieces:
        return NOT_FOUND
    return _draft(_in_order(_chosen(asked, pieces, _firsts(asked, parts, pieces))), asked)


def _parts(asked: Asked, passages: Sequence[Passage]) -> list[Query]:
    """What the passages were found for beside the question itself."""
    return [query for query in dict.fromkeys(passage.query for passage in passages) if query != asked.query]


def _pieces(asked: Asked, best: Sequence[tuple[Statement, float]]) -> list[Piece]:
    """What can be said, best first."""
    found = ((statement, trimmed(_said(statement), asked), score) for statement, score in best)
    return [Piece(*piece) for piece in found if piece[1] and len(piece[1]) <= MAX_CHARACTERS - 3 * _MARK_LENGTH]


def _firsts(asked: Asked, parts: Sequence[Asked], pieces: Sequence[Piece]) -> list[Piece]:
    """The best piece, or the best one for each of the things that are asked for."""
    best = [piece for part in parts if (piece := _best_for(part, asked, pieces))]
    return list({piece.text: piece for piece in best}.values()) or [pieces[0]]


def _best_for(part: Asked, asked: Asked, pieces: Sequence[Piece]) -> Piece | None:
    """The best piece for one part of the question: of its own edition where it is about another year."""
    own_edition = part.query.mentions != asked.query.mentions
    among = [p.statement.passage for p in pieces if not own_edition or p.statement.passage.query == part.query]
    same = {_place(piece): piece for piece in pieces}
    found = _pieces(part, ranked(part, list({passage.rank: passage for passage in among}.values())))
    whole = same.get(_place(found[0])) if found else None
    return replace(whole, text=found[0].text) if whole else None


def _chosen(asked: Asked, pieces: Sequence[Piece], firsts: Sequence[Piece]) -> list[Piece]:
    """The first pieces, and those that say more of what was asked, while there is room."""
    chosen, room = [], MAX_CHARACTERS
    for piece in firsts:
        if len(_frame(piece, asked)) + piece.length <= room:
            chosen.append(piece)
            room -= piece.length + len(_frame(piece, asked))
    least = pieces[0].score - (_NEXT_OF_SEVERAL if asked.several else _NEXT_BEST)
    while chosen and len(chosen) < _MOST_STATEMENTS:
        worths = ((_worth(asked, piece, chosen), piece) for piece in pieces if _fits(asked, piece, chosen, room))
        worth, best = max(worths, key=lambda pair: pair[0], default=(-np.inf, None))
        if best is None or worth < least:
            break
        chosen.append(best)
        room -= best.length
    return chosen


def _fits(asked: Asked, piece: Piece, chosen: Sequence[Piece], room: int) -> bool:
    """Whether a piece is new, short enough, of an edition that speaks already, and about the question at all."""
    new = _place(piece) not in {_place(other) for other in chosen}
    most = max(float(other.statement.meant @ asked.worths) for other in chosen)
    told = float(piece.statement.meant @ asked.worths) >= _LEAST_MEANT * most
    return new and told and piece.length <= room and piece.edition in {other.edition for other in chosen}


def _place(piece: Piece) -> tuple[int, int]:
    """What tells a piece from the others: its passage, and where it stands in it."""
    return piece.statement.passage.rank, piece.statement.place


def _worth(asked: Asked, piece: Piece, chosen: Sequence[Piece]) -> float:
    """What a piece is worth beside those that were chosen."""
    said = np.max([other.statement.said for other in chosen], axis=0)
    more = float(np.maximum(piece.statement.said - said, 0.0) @ asked.worths)
    return piece.score + _SAYS_MORE * more + _BESIDE * any(piece.beside(other) for other in chosen)


def _in_order(chosen: Sequence[Piece]) -> list[Piece]:
    """The answer first, then what qualifies it, as it stands in the paper; the editions one after another."""
    editions = list(dict.fromkeys(piece.edition for piece in chosen))
    ranks = list(dict.fromkeys(piece.statement.passage.rank for piece in chosen))

    def order(piece: Piece) -> tuple[int, bool, int, int]:
        rank, place = _place(piece)
        return editions.index(piece.edition), piece is not chosen[0], ranks.index(rank), place

    return sorted(chosen, key=order)


def _draft(pieces: Sequence[Piece], asked: Asked) -> str:
    """The pieces with their marks; where an edition begins to speak, its name."""
    said, before = "", None
    for piece in pieces:
        frame = _frame(piece, asked) if piece.edition != before else ""
        said += f"{frame}{piece.text.rstrip('。')}[{piece.statement.passage.rank}]。"
        before = piece.edition
    return said


def _frame(piece: Piece, asked: Asked) -> str:
    """Says which edition speaks, as figures differ between editions."""
    if not piece.edition:
        return ""
    if not asked.english:
        return f"{piece.edition}によると、"
    return f"According to the {piece.statement.passage.chunk.section.document.year} edition ({piece.edition}): "


def _said(statement: Statement) -> str:
    """A statement for a reader: without note marks, references to figures and an opening conjunction."""
    if statement.is_value:
        return _value(statement)
    text = strip_marks(_NOTE_NUMBER.sub("", statement.text)).replace(_REPLACEMENT, "")
    text = _OPENS_WITH.sub("", _ENUMERATION.sub("", _REFERENCE.sub("", text)))
    text = normalise_radicals(" ".join(text.split())).strip()
    return "" if FRAGMENT.match(text) else text


def _value(statement: Statement) -> str:
    """A table's value in a sentence, with the table's name."""
    chunk = statement.passage.chunk
    caption = _CAPTION.match(strip_marks(chunk.text.partition("\n")[0]))
    cell = next((cell for cell in chunk.cells if cell.text == statement.text), None)
    if not caption or not cell:
        return ""
    return f"{caption[1]}「{caption[2]}」では、{cell.row}の{cell.column}は{cell.value}{cell.unit}である。"
