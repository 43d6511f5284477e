"""Answer without a language model: the statements of the passages that answer best, each cited.

The best statement comes first; others are added where they are likely to say what it lacks, as long as the whole
stays short. A question that needs several editions gets a statement of each, with its edition's name.
"""

from collections.abc import Sequence

from index.parts import parts
from index.passages import Passage
from rag.asked import Idf
from rag.choice import chosen_of
from rag.doubt import doubt
from rag.drafting import Piece, cut_to, draft_of, in_order, marked, pieces_of, trimmed_to_answer
from rag.lacking import (
    beyond_what_is_listed,
    editions_lacking,
    lacking,
    lacking_anew,
    names_elsewhere,
    not_of_value,
    surely_lacking,
)
from rag.leading import led
from rag.ranking import Ranking
from rag.refusal import LEAST_PASSAGE, NOT_FOUND, not_found
from rag.several import firsts_of, of_parts
from rag.shown import value_line
from rag.values import in_full, sure_value

# Of 100 questions that can be answered, about four are more doubtful, of near misses 57 are (train, cross-
# validated). What no answer can do without is said to be lacking even where there is little doubt; a name may stand
# there as another word.
_MOST_DOUBT, _SURE_DOUBT, _NAMED_DOUBT = 0.76, 0.35, 0.5
# A follow-up asks for little else than what it names.
_ANEW_DOUBT = 0.1
# What little is known of may be told where there is hardly any doubt.
_POOR_DOUBT = 0.35
_LONGEST_NEAREST = 150
# Of the values of dev and train answers that are so sure 34 of 40 are right.
_SURE_OF_VALUE, _LEAST_DOUBT = 0.98, 0.3


def extract(ranking: Ranking, passages: Sequence[Passage], idf: Idf, *, most_doubt: float = _MOST_DOUBT) -> str:
    """A draft: one to five statements marked with the ranks of their passages, or NOT_FOUND.

    `most_doubt`: how doubtful it may be that the passages hold what is asked, from 0 to 1. The statements are those of
    these passages, in whatever order the passages were when they were read.
    """
    asked, numbers = ranking.evidence.asked, {passage.chunk.id: passage.rank for passage in passages}
    doubtful = doubt(ranking, passages, idf)
    best = max((passage.score for passage in passages), default=0.0)
    if not ranking.order or (best < LEAST_PASSAGE and doubtful > _POOR_DOUBT):
        return NOT_FOUND
    if absent := editions_lacking(asked, passages):
        return not_found(absent)
    pieces = led(pieces_of(ranking))
    of_each = of_parts(asked, passages, idf)
    if not pieces or _lacks(ranking, passages, doubtful, most_doubt) and not _tells(of_each, passages, idf, most_doubt):
        cut = [cut_to(piece, _LONGEST_NEAREST) for piece in pieces[:1]]
        near = [piece for piece in cut if piece.length <= _LONGEST_NEAREST]
        return not_found(lacking(asked, ranking.statements, passages), marked(near, numbers))
    firsts = [trimmed_to_answer(piece) for piece in firsts_of(ranking, of_each) or pieces[:1]]
    shown = _value(ranking, firsts) if len(firsts) == 1 and doubtful <= _LEAST_DOUBT else ""
    return shown + draft_of(in_order(chosen_of(ranking, pieces, firsts), firsts), asked, numbers)


def _lacks(ranking: Ranking, passages: Sequence[Passage], doubtful: float, most_doubt: float) -> bool:
    """Whether it is too doubtful that the passages hold what is asked."""
    return not ranking.statements or doubtful > min(most_doubt, _most_doubt(ranking, passages))


def _most_doubt(ranking: Ranking, passages: Sequence[Passage]) -> float:
    """How doubtful it may be, by what seems to be lacking."""
    asked, best = ranking.evidence.asked, ranking.statements
    if not_of_value(asked, best[0]) or beyond_what_is_listed(asked, best[0]):
        return 0.0
    if lacking_anew(asked, best[0], passages):
        return _ANEW_DOUBT
    if surely_lacking(asked, best, passages):
        return _SURE_DOUBT
    # Of several things each may have a statement of its own.
    asks_one = len(parts(asked.query.text)) == 1
    if (asks_one or best[0].is_value) and names_elsewhere(asked, best[0]):
        return _SURE_DOUBT if best[0].is_value else _NAMED_DOUBT
    return _MOST_DOUBT


def _tells(of_each: Sequence[Ranking], passages: Sequence[Passage], idf: Idf, most_doubt: float) -> bool:
    """Whether each of several things that are asked for is told, even if together they seem too much."""
    return bool(of_each) and not any(_lacks(part, passages, doubt(part, passages, idf), most_doubt) for part in of_each)


def _value(ranking: Ranking, firsts: Sequence[Piece]) -> str:
    """The line of a draft that gives the asked-for value, to be shown large; "" where it is not quite sure."""
    asked = ranking.evidence.asked
    if asked.several or asked.asks_who or asked.query.asks_change or ranking.certainty < _SURE_OF_VALUE:
        return ""
    value = sure_value(asked, firsts[0].text)
    return value_line(in_full(value, firsts[0].text)) if value else ""
