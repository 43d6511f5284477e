"""Which pieces an answer has: the first ones, what they follow from, and others that say what they lack."""

import re
from collections.abc import Sequence

from index.facts import FactKind
from index.figures import figures_named
from index.words import words
from rag.adding import chance_of_more
from rag.asked import Asked
from rag.drafting import MAX_CHARACTERS, Piece, Place, cut_to, frame_of, piece_of, trimmed_to_answer
from rag.lacking import gives_reason, is_the_reason
from rag.leading import announces
from rag.numbers import amounts
from rag.ranking import Ranking
from rag.saying import asks_source
from rag.statements import Statement
from rag.values import AMOUNTS, best_value

_MOST_STATEMENTS = 5
# How likely it must be that a piece adds to the first ones. On dev (.07, .1, .15) gave 135 characters at .856 right,
# these 127 at .848, (.1, .16, .24) 123 at .846; what is left out then is missed more than what is said is too much.
_LIKELY, _LIKELY_HERE, _LIKELY_ELSEWHERE = 0.1, 0.13, 0.2
_SAME = 0.7
# What tells the same amounts says the same, if so much of it is alike.
_SAME_AMOUNTS = 0.4
_TELLING = re.compile(r"\d[\d.]")
_BUT = re.compile("以外|除[いく]")
_SOURCE = re.compile(r"\s*（出典")
# A document and the number of one of its figures: every edition has a 図表Ⅰ-1-1-3.
_Figure = tuple[str, str]


def chosen_of(ranking: Ranking, pieces: Sequence[Piece], firsts: Sequence[Piece]) -> list[Piece]:
    """The first pieces, and those that are likely to say what they lack, while there is room."""
    asked = ranking.evidence.asked
    chosen: list[Piece] = []
    grounds = _grounds(ranking, firsts)
    if _length([*firsts, *grounds], asked) > MAX_CHARACTERS and any(is_the_reason(piece.text) for piece in grounds):
        firsts, grounds = grounds, []
    for piece in (*_short(firsts, asked), *grounds, *_values_beside(ranking, firsts), *_sources(ranking, firsts)):
        if _length([*chosen, piece], asked) <= MAX_CHARACTERS:
            chosen.append(piece)
    room = MAX_CHARACTERS - _length(chosen, asked)
    while chosen and len(chosen) < _MOST_STATEMENTS:
        numbers = [piece.number for piece in chosen]
        chances = (
            (chance_of_more(ranking, numbers, piece.number) - _least_chance(piece, chosen, asked), piece)
            for piece in pieces
            if _fits(piece, chosen, room)
        )
        more, best = max(chances, key=lambda pair: pair[0], default=(-1.0, None))
        if best is None or more < 0:
            break
        chosen.append(trimmed_to_answer(best))
        room -= chosen[-1].length
    return chosen


def _least_chance(piece: Piece, chosen: Sequence[Piece], asked: Asked) -> float:
    """How likely it must be that a piece adds: less where several things are asked for, more in another passage."""
    if asked.several or asked.query.asks_change:
        return _LIKELY
    return _LIKELY_HERE if piece.place[0] == chosen[0].place[0] else _LIKELY_ELSEWHERE


def _length(pieces: Sequence[Piece], asked: Asked) -> int:
    """How long pieces are together, each edition named once."""
    first_of_each = {piece.edition: piece for piece in reversed(pieces)}
    return sum(piece.length for piece in pieces) + sum(len(frame_of(p, asked)) for p in first_of_each.values())


def _short(firsts: Sequence[Piece], asked: Asked) -> Sequence[Piece]:
    """The first pieces; where they are too long together, the longest cut down by what is too much, or the next one
    where it cannot be; where none can, each to its share of the room."""
    excess = _length(firsts, asked) - MAX_CHARACTERS
    if excess <= 0:
        return firsts
    for piece in sorted(firsts, key=lambda piece: -piece.length):
        cut = cut_to(piece, piece.length - excess)
        if cut.length <= piece.length - excess and _value_of(cut) == _value_of(piece):
            return [cut if piece is other else other for other in firsts]
    return _to_shares(firsts, MAX_CHARACTERS - _length(firsts, asked) + sum(piece.length for piece in firsts))


def _value_of(piece: Piece) -> str:
    """The value that a piece tells, if one is asked for."""
    value = best_value(piece.asked, piece.text) if piece.asked.kinds & AMOUNTS else None
    return value.text if value else ""


def _to_shares(firsts: Sequence[Piece], room: int) -> Sequence[Piece]:
    """The pieces, each cut down to its share of the room."""
    cut: dict[Place, Piece] = {}
    for left, piece in zip(range(len(firsts), 0, -1), sorted(firsts, key=lambda piece: piece.length), strict=True):
        cut[piece.place] = cut_to(piece, room // left)
        room -= cut[piece.place].length
    return [cut[piece.place] for piece in firsts]


def _grounds(ranking: Ranking, firsts: Sequence[Piece]) -> list[Piece]:
    """What a statement only announces, 次の3つの柱, or the reason that it does not give, if one is asked for: the
    statement after it, or the one before it, from which it follows."""
    if len(firsts) != 1:
        return []
    statement, step = firsts[0].statement, 0
    asks_why = ranking.evidence.asked.kinds & FactKind.REASON.bit
    reason_next = asks_why and is_the_reason(statement.after) and not gives_reason(statement.text)
    if announces(statement.text) or reason_next:
        step = 1
    elif asks_why and statement.follows:
        step = -1
    row = ranking.evidence.beside(statement, step) if step else None
    near = trimmed_to_answer(piece_of(ranking, row)) if row is not None else None
    return [near] if near and near.text else []


def _values_beside(ranking: Ranking, firsts: Sequence[Piece]) -> list[Piece]:
    """The values of the same column whose rows the question names, too: 東店と西店は何人."""
    first, asked = firsts[0].statement if len(firsts) == 1 else None, ranking.evidence.asked
    if not first or not first.told.cell or _BUT.search(asked.query.text):
        return []
    chunk, of, spoken = first.passage.chunk, first.told.cell, set(words(asked.query.text))
    known = set(words(" ".join((chunk.section.title, chunk.text.partition("\n")[0], of.row))))
    rows = (
        row
        for row, statement in enumerate(ranking.evidence.statements)
        if (cell := statement.told.cell)
        and statement.passage.chunk.id == chunk.id
        and cell.column == of.column
        and (own := set(words(cell.row)) - known)
        and own <= spoken
    )
    return [piece for row in rows if (piece := piece_of(ranking, row)).text]


def _sources(ranking: Ranking, firsts: Sequence[Piece]) -> list[Piece]:
    """The sources of the figures that the first pieces are about, if these are asked for, each under its figure."""
    if not asks_source(ranking.evidence.asked):
        return []
    figures = frozenset[_Figure]().union(*(_figures_of(piece.statement) for piece in firsts))
    told = {piece.place[0] for piece in firsts}
    found = []
    for row, statement in enumerate(ranking.evidence.statements):
        names_it = _is_caption(statement) and statement.passage.chunk.id not in told
        if (names_it or _is_source(statement)) and _figures_of(statement) & figures:
            found.append(piece_of(ranking, row))
    return [piece for piece in found if piece.text and piece.place not in {first.place for first in firsts}]


def _is_source(statement: Statement) -> bool:
    return bool(_SOURCE.match(statement.text))


def _is_caption(statement: Statement) -> bool:
    chunk = statement.passage.chunk
    return chunk.of_figure and chunk.text.startswith(statement.text)


def _figures_of(statement: Statement) -> frozenset[_Figure]:
    """The figures that a statement names, or the one that it stands under."""
    chunk = statement.passage.chunk
    named = figures_named(chunk.text.partition("\n")[0] if chunk.of_figure else statement.text)
    return frozenset((chunk.section.document.id, number) for number in named)


def _fits(piece: Piece, chosen: Sequence[Piece], room: int) -> bool:
    """Whether a piece is new, short enough, of an edition that speaks already, no footnote on something else and no
    figure's source, which is told with its figure."""
    if _is_source(piece.statement) or any(piece.place == other.place or _says(other, piece) for other in chosen):
        return False
    asked_for = not piece.statement.bearer or bool(piece.statement.explained.any())
    return asked_for and piece.length <= room and piece.edition in {other.edition for other in chosen}


def _says(said: Piece, further: Piece) -> bool:
    """Whether a piece says what a further one would: much the same words, fewer beside the same amounts, or a figure's
    value."""
    cell = further.statement.told.cell
    if further.statement.is_entry:
        return _alike(said.text, further.text) >= _SAME
    told = amounts(f"{cell.value}{cell.unit}" if cell else further.text)
    if cell:
        return _alike(said.text, further.text) >= _SAME or bool(told) and told <= amounts(said.text)
    tells_why = gives_reason(further.text) and not gives_reason(said.text)
    same_amounts = told <= amounts(said.text) and any(map(_TELLING.search, told)) and not tells_why
    return _alike(said.text, further.text) >= (_SAME_AMOUNTS if same_amounts else _SAME)


def _alike(text: str, other: str) -> float:
    """The share of the shorter statement's character pairs that the other has, too: two sections often say the same."""
    one, two = ({of[n : n + 2] for n in range(len(of) - 1)} for of in (text, other))
    return len(one & two) / max(1, min(len(one), len(two)))
