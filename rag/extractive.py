"""Answer without a language model: the statements of the passages that answer best, each cited.

The best statement comes first; others are added where they are likely to say what it lacks, as long as the whole
stays short. A question that needs several editions gets a statement of each, with its edition's name.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from index.passages import Passage
from index.query import Query
from ingest.calendar import era_year
from rag.adding import chance_of_more
from rag.asked import Asked, Idf, plain, read_asked
from rag.doubt import doubt
from rag.evidence import Ranking, rank
from rag.lacking import lacking, surely_lacking
from rag.refusal import LEAST_PASSAGE, NOT_FOUND, not_found
from rag.saying import said
from rag.shown import value_line
from rag.statements import Statement
from rag.values import sure_value

MAX_CHARACTERS = 300
_MOST_STATEMENTS = 5
_MARK_LENGTH = 4
# Statements that may be said, and how likely it must be that one adds to the first ones.
_CANDIDATES, _LIKELY = 14, 0.05
# Of 100 questions that can be answered, about four are more doubtful (train, cross-validated); what the rules say is
# lacking is not, where there is next to no doubt.
_MOST_DOUBT, _SURE_DOUBT = 0.82, 0.3
_LONGEST_NEAREST = 150
_SAME = 0.7
# Of the values of dev and train answers that are so sure 34 of 40 are right.
_SURE_OF_VALUE, _LEAST_DOUBT = 0.98, 0.3
# A part of a question takes its next statement where another part has its best one.
_NEXT_OF_PART = 2.0


@dataclass(frozen=True)
class Piece:
    """A statement as it is said in an answer; `number`: its place in the evidence of the whole question."""

    statement: Statement
    text: str
    number: int

    @property
    def edition(self) -> str | None:
        return self.statement.passage.chunk.section.document.edition

    @property
    def length(self) -> int:
        return len(self.text) + _MARK_LENGTH

    @property
    def place(self) -> tuple[int, int]:
        """What tells a piece from the others: its passage, and where it stands in it."""
        return self.statement.passage.rank, self.statement.place


def extract(ranking: Ranking, passages: Sequence[Passage], idf: Idf) -> str:
    """A draft: one to five statements marked with the ranks of their passages, or NOT_FOUND.

    The statements are those of these passages, in whatever order the passages were when they were read.
    """
    asked, numbers = ranking.evidence.asked, {passage.chunk.id: passage.rank for passage in passages}
    if not ranking.order or passages[0].score < LEAST_PASSAGE:
        return NOT_FOUND
    pieces = _pieces(ranking)
    sure, doubtful = surely_lacking(asked, ranking.statements, passages), doubt(ranking, passages, idf)
    if not pieces or doubtful > (_SURE_DOUBT if sure else _MOST_DOUBT):
        near = [piece for piece in pieces[:1] if piece.length <= _LONGEST_NEAREST]
        return not_found(sure or lacking(asked, ranking.statements, passages), _marked(near, numbers))
    parts = [read_asked(query, idf) for query in _parts(asked, passages)]
    firsts = _firsts(ranking, parts, passages) or pieces[:1]
    shown = _value(ranking, firsts) if len(firsts) == 1 and doubtful <= _LEAST_DOUBT else ""
    return shown + _draft(_in_order(_chosen(ranking, pieces, firsts)), asked, numbers)


def _parts(asked: Asked, passages: Sequence[Passage]) -> list[Query]:
    """What the passages were found for, if it was several things: years and editions, or the halves of the question."""
    searches = list(dict.fromkeys(passage.query for passage in passages))
    several_years = len({query.mentions for query in searches}) > 1
    return searches if several_years else [query for query in searches if query != asked.query]


def _value(ranking: Ranking, firsts: Sequence[Piece]) -> str:
    """The line of a draft that gives the asked-for value, to be shown large; "" where it is not quite sure."""
    asked = ranking.evidence.asked
    if asked.several or asked.query.asks_change or ranking.certainty < _SURE_OF_VALUE:
        return ""
    value = sure_value(asked, firsts[0].text)
    return value_line(value.text) if value else ""


def _pieces(ranking: Ranking) -> list[Piece]:
    """What can be said of the best statements, best first."""
    found = ((number, ranking.evidence.statements[number]) for number in ranking.order[:_CANDIDATES])
    pieces = (Piece(statement, said(statement, ranking.evidence.asked), number) for number, statement in found)
    return [piece for piece in pieces if piece.text and piece.length <= MAX_CHARACTERS - 2 * _MARK_LENGTH]


def _firsts(ranking: Ranking, parts: Sequence[Asked], passages: Sequence[Passage]) -> list[Piece]:
    """The best piece for each of the things that are asked for, no statement twice."""
    whole = {(s.passage.rank, s.place): number for number, s in enumerate(ranking.evidence.statements)}
    firsts: dict[tuple[int, int], Piece] = {}
    for part in parts:
        of_part = _for_part(part, ranking.evidence.asked, passages)
        # Where but one of several searches found anything, fewer passages were read for the whole.
        found = [piece for piece in _of_its_year(_pieces(of_part), part.query) if piece.place in whole]
        if found and found[0].place in firsts:
            firsts[found[0].place] = _uncut(firsts[found[0].place], ranking.evidence.asked)
        least = of_part.scores[found[0].number] - _NEXT_OF_PART if found else 0.0
        near = (piece for piece in found if of_part.scores[piece.number] >= least and piece.place not in firsts)
        if new := next(near, None):
            number = whole[new.place]
            firsts[new.place] = replace(new, statement=ranking.evidence.statements[number], number=number)
    return list(firsts.values())


def _uncut(piece: Piece, asked: Asked) -> Piece:
    """A piece that answers several parts: as the whole question wants it, not cut down to one of them."""
    text = said(piece.statement, asked)
    return replace(piece, text=text) if len(text) + _MARK_LENGTH <= MAX_CHARACTERS else piece


def _for_part(part: Asked, asked: Asked, passages: Sequence[Passage]) -> Ranking:
    """The statements for one part of a question: if it is about an edition or the present, those of its edition."""
    query = part.query
    newest = max(p.chunk.section.document.year or 0 for p in passages)
    of_time = query.mentions != asked.query.mentions
    editions = query.edition_years or ((newest,) if of_time and not query.years else ())
    return rank(part, [p for p in passages if not editions or p.chunk.section.document.year in editions])


def _of_its_year(pieces: Sequence[Piece], query: Query) -> Sequence[Piece]:
    """The pieces whose statements name a year of the query, in either calendar; all if none does."""
    years = [form for year in query.years for form in (f"{year}", era_year(year).removesuffix("年"))]
    return [p for p in pieces if any(year in plain(p.statement.text) for year in years)] or pieces


def _chosen(ranking: Ranking, pieces: Sequence[Piece], firsts: Sequence[Piece]) -> list[Piece]:
    """The first pieces, and those that are likely to say what they lack, while there is room."""
    asked = ranking.evidence.asked
    chosen, room = [], MAX_CHARACTERS
    for piece in firsts:
        if (length := len(_frame(piece, asked)) + piece.length) <= room:
            chosen.append(piece)
            room -= length
    while chosen and len(chosen) < _MOST_STATEMENTS:
        numbers = [piece.number for piece in chosen]
        chances = (
            (chance_of_more(ranking, numbers, piece.number), piece) for piece in pieces if _fits(piece, chosen, room)
        )
        chance, best = max(chances, key=lambda pair: pair[0], default=(0.0, None))
        if best is None or chance < _LIKELY:
            break
        chosen.append(best)
        room -= best.length
    return chosen


def _fits(piece: Piece, chosen: Sequence[Piece], room: int) -> bool:
    """Whether a piece is new, short enough, and of an edition that speaks already."""
    new = not any(piece.place == other.place or _same(piece.text, other.text) for other in chosen)
    return new and piece.length <= room and piece.edition in {other.edition for other in chosen}


def _same(text: str, other: str) -> bool:
    """Whether two statements say the same, by the character pairs that they share: two sections often do."""
    one, two = ({said[n : n + 2] for n in range(len(said) - 1)} for said in (text, other))
    return len(one & two) >= _SAME * max(1, min(len(one), len(two)))


def _in_order(chosen: Sequence[Piece]) -> list[Piece]:
    """The answer first, then what qualifies it, as it stands in the paper; the editions one after another."""
    editions = list(dict.fromkeys(piece.edition for piece in chosen))
    ranks = list(dict.fromkeys(piece.statement.passage.rank for piece in chosen))

    def order(piece: Piece) -> tuple[int, bool, int, int]:
        rank, place = piece.place
        return editions.index(piece.edition), piece is not chosen[0], ranks.index(rank), place

    return sorted(chosen, key=order)


def _draft(pieces: Sequence[Piece], asked: Asked, numbers: Mapping[str, int]) -> str:
    """The pieces with their marks; where an edition begins to speak, its name."""
    said, before = "", None
    for piece in pieces:
        frame = _frame(piece, asked) if piece.edition != before else ""
        said += f"{frame}{_marked([piece], numbers)}"
        before = piece.edition
    return said


def _marked(pieces: Sequence[Piece], numbers: Mapping[str, int]) -> str:
    """The pieces, each with the number of its passage."""
    return "".join(f"{p.text.rstrip('。')}[{numbers[p.statement.passage.chunk.id]}]。" for p in pieces)


def _frame(piece: Piece, asked: Asked) -> str:
    """Says which edition speaks, as figures differ between editions."""
    if not piece.edition:
        return ""
    if not asked.english:
        return f"{piece.edition}によると、"
    return f"According to the {piece.statement.passage.chunk.section.document.year} edition ({piece.edition}): "
