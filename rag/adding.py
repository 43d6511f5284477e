"""How surely a further statement says what an answer still lacks, by logistic regression.

`adding.json` was made by `python -m eval.tune` from the train questions, whose facts may stand in
several statements: the reader does not know them.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from index.facts import FactKind
from rag.network import learned_chance
from rag.ranking import Ranking
from rag.reader import READINGS

FILE = Path(__file__).with_name("adding.json")
# The kinds of questions after which a neighbour of the first statement often goes on with the answer.
_TOLD_ON = (FactKind.REASON, FactKind.LIST, FactKind.MEANING)


def chance_of_more(ranking: Ranking, chosen: Sequence[int], candidate: int) -> float:
    """The chance that a statement adds to the chosen ones; all by their places in the ranking's evidence."""
    return float(learned_chance(FILE).chances(addition(ranking, chosen, candidate)[None])[0])


def addition(ranking: Ranking, chosen: Sequence[int], candidate: int) -> np.ndarray:
    """What is known of a statement beside those chosen already, the first of them the best: float32, one row."""
    evidence, scores = ranking.evidence, ranking.scores
    asked, new = evidence.asked, evidence.statements[candidate]
    others = [evidence.statements[place] for place in chosen]
    steps = {new.place - other.place for other in others if other.passage.rank == new.passage.rank}
    follows, leads = 1 in steps, -1 in steps
    short = scores[candidate] - scores[chosen[0]]
    says_more = np.maximum(new.said - evidence.said[list(chosen)].max(axis=0), 0) @ asked.worths
    means_more = np.maximum(new.alike - evidence.alike[list(chosen)].max(axis=0), 0) @ asked.worths
    offers, lacked = evidence.offers[candidate], 1 - evidence.offers[list(chosen)].max()
    kinds = [bool(asked.kinds & kind.bit) for kind in FactKind]
    return np.array(
        [
            *(short, ranking.certainty, bool(steps), follows, leads, 2 in steps, says_more, means_more),
            *(offers, lacked, offers * lacked, 1 / new.passage.rank, len(chosen), np.log(len(new.text) + 1) - 4),
            *(scores[chosen[0]], *kinds, asked.several, asked.asks_who, asked.asks_name, not asked.kinds),
            *(asked.query.asks_change, asked.asks_most),
            *(leads * evidence.statements[chosen[0]].points_back, follows * new.points_back),
            *(follows * bool(asked.kinds & kind.bit) for kind in _TOLD_ON),
            *(leads * bool(asked.kinds & FactKind.REASON.bit), asked.several * says_more, asked.several * offers),
            *(follows * lacked, leads * lacked, ranking.certainty * short, follows * ranking.certainty),
            asked.several * bool(steps),
            *(ranking.readings[candidate] - ranking.readings[chosen[0]]),
            *(ranking.readings[place, READINGS.index("answers")] for place in (candidate, chosen[0])),
            *_gained(ranking, chosen, candidate),
        ],
        np.float32,
    )


def _gained(ranking: Ranking, chosen: Sequence[int], candidate: int) -> Sequence[float]:
    """How much of what is asked a statement is nearer to than the chosen ones, and whether that is known."""
    rows = {place: row for row, place in enumerate(ranking.read)}
    if candidate not in rows:
        return 0.0, 0.0, 0.0, 0.0
    return *ranking.late.gained([rows[place] for place in chosen if place in rows], rows[candidate]), 1.0
