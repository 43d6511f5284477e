"""Answer without a language model: the statements of the passages that answer best, each cited.

The best statement comes first; others are added where they are likely to say what it lacks, as long as the whole
stays short. A question that needs several editions gets a statement of each, with its edition's name.
"""

from collections.abc import Sequence
from dataclasses import replace

from index.parts import parts
from index.passages import Passage
from index.query import Query
from ingest.calendar import names_year
from rag.asked import Asked, Idf, plain, read_asked
from rag.choice import chosen_of
from rag.doubt import doubt
from rag.drafting import (
    MAX_CHARACTERS,
    Piece,
    Place,
    cut_to,
    draft_of,
    in_order,
    marked,
    pieces_of,
    place_of,
    trimmed_to_answer,
)
from rag.lacking import editions_lacking, lacking, names_elsewhere, surely_lacking
from rag.ranking import Ranking, rank
from rag.refusal import LEAST_PASSAGE, NOT_FOUND, not_found
from rag.saying import said
from rag.shown import value_line
from rag.values import A_YEAR, in_full, sure_value

# Of 100 questions that can be answered, about four are more doubtful, of near misses 57 are (train, cross-
# validated). What no answer can do without is said to be lacking even where there is little doubt; a name may stand
# there as another word.
_MOST_DOUBT, _SURE_DOUBT, _NAMED_DOUBT = 0.76, 0.35, 0.6
_LONGEST_NEAREST = 150
# Of the values of dev and train answers that are so sure 34 of 40 are right.
_SURE_OF_VALUE, _LEAST_DOUBT = 0.98, 0.3
# A part of a question takes its next statement where another part has its best one. This and the next were chosen on
# 587 train questions with several parts.
_NEXT_OF_PART = 4.5
# What a statement's score for the whole question counts beside that for a part of it.
_OF_WHOLE = 0.15


def extract(ranking: Ranking, passages: Sequence[Passage], idf: Idf) -> str:
    """A draft: one to five statements marked with the ranks of their passages, or NOT_FOUND.

    The statements are those of these passages, in whatever order the passages were when they were read.
    """
    asked, numbers = ranking.evidence.asked, {passage.chunk.id: passage.rank for passage in passages}
    if not ranking.order or max(passage.score for passage in passages) < LEAST_PASSAGE:
        return NOT_FOUND
    if absent := editions_lacking(asked, passages):
        return not_found(absent)
    pieces, doubtful = pieces_of(ranking), doubt(ranking, passages, idf)
    of_parts = [_for_part(read_asked(query, idf), asked, passages) for query in _parts(asked, passages)]
    if not pieces or _lacks(ranking, passages, doubtful) and not _tells(of_parts, passages, idf):
        cut = [cut_to(piece, _LONGEST_NEAREST) for piece in pieces[:1]]
        near = [piece for piece in cut if piece.length <= _LONGEST_NEAREST]
        return not_found(lacking(asked, ranking.statements, passages), marked(near, numbers))
    firsts = [trimmed_to_answer(piece) for piece in _firsts(ranking, of_parts) or pieces[:1]]
    shown = _value(ranking, firsts) if len(firsts) == 1 and doubtful <= _LEAST_DOUBT else ""
    return shown + draft_of(in_order(chosen_of(ranking, pieces, firsts), firsts), asked, numbers)


def _lacks(ranking: Ranking, passages: Sequence[Passage], doubtful: float) -> bool:
    """Whether it is too doubtful that the passages hold what is asked."""
    asked, best = ranking.evidence.asked, ranking.statements
    if not best:
        return True
    if surely_lacking(asked, best, passages):
        return doubtful > _SURE_DOUBT
    return doubtful > (_NAMED_DOUBT if names_elsewhere(asked, best[0]) else _MOST_DOUBT)


def _tells(of_parts: Sequence[Ranking], passages: Sequence[Passage], idf: Idf) -> bool:
    """Whether each of several things that are asked for is told, even if together they seem too much."""
    return bool(of_parts) and all(not _lacks(part, passages, doubt(part, passages, idf)) for part in of_parts)


def _parts(asked: Asked, passages: Sequence[Passage]) -> list[Query]:
    """What the passages were found for, if it was several things: years and editions, or the halves of the question in
    their order."""
    searches = list(dict.fromkeys(passage.query for passage in passages))
    if len({query.mentions for query in searches}) > 1:
        return searches
    order = parts(asked.query.text)
    halves = [query for query in searches if query != asked.query]
    return sorted(halves, key=lambda query: order.index(query.text) if query.text in order else len(order))


def _value(ranking: Ranking, firsts: Sequence[Piece]) -> str:
    """The line of a draft that gives the asked-for value, to be shown large; "" where it is not quite sure."""
    asked = ranking.evidence.asked
    if asked.several or asked.asks_who or asked.query.asks_change or ranking.certainty < _SURE_OF_VALUE:
        return ""
    value = sure_value(asked, firsts[0].text)
    return value_line(in_full(value, firsts[0].text)) if value else ""


def _firsts(ranking: Ranking, of_parts: Sequence[Ranking]) -> list[Piece]:
    """The best piece for each of the things that are asked for, no statement twice."""
    whole = {place_of(statement): number for number, statement in enumerate(ranking.evidence.statements)}
    firsts: dict[Place, Piece] = {}
    for of_part in of_parts:
        # Where but one of several searches found anything, fewer passages were read for the whole.
        pieces = _of_its_year(pieces_of(of_part), of_part.evidence.asked.query, ranking.evidence.asked.query)
        found = [replace(piece, number=whole[piece.place]) for piece in pieces if piece.place in whole]
        scores = {p.place: p.score + _OF_WHOLE * float(ranking.scores[p.number]) for p in found}
        found.sort(key=lambda piece: -scores[piece.place])
        if found and found[0].place in firsts:
            firsts[found[0].place] = _uncut(firsts[found[0].place], ranking.evidence.asked)
        least = scores[found[0].place] - _NEXT_OF_PART if found else 0.0
        near = (piece for piece in found if scores[piece.place] >= least and piece.place not in firsts)
        if new := next(near, None):
            firsts[new.place] = replace(new, statement=ranking.evidence.statements[new.number])
    return list(firsts.values())


def _uncut(piece: Piece, asked: Asked) -> Piece:
    """A piece that answers several parts: as the whole question wants it, not cut down to one of them."""
    whole = replace(piece, text=said(piece.statement, asked), asked=asked)
    return whole if whole.text and whole.length <= MAX_CHARACTERS else piece


def _for_part(part: Asked, asked: Asked, passages: Sequence[Passage]) -> Ranking:
    """The statements for one part of a question: if it is about an edition or the present, those of its edition."""
    query = part.query
    newest = max(p.chunk.section.document.year or 0 for p in passages)
    of_time = query.mentions != asked.query.mentions
    editions = query.edition_years or ((newest,) if of_time and not query.years else ())
    return rank(part, [p for p in passages if not editions or p.chunk.section.document.year in editions])


def _of_its_year(pieces: list[Piece], part: Query, whole: Query) -> list[Piece]:
    """The pieces that name a year of a part of a question, in either calendar; all if none does.

    Where the whole question is of these years, what names no year is taken to be of them, too.
    """
    undated = bool(part.years) and part.years == whole.years

    def fits(text: str) -> bool:
        return any(names_year(text, year) for year in part.years) or undated and not A_YEAR.search(text)

    return [piece for piece in pieces if fits(plain(piece.statement.text))] or pieces
