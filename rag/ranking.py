"""The statements by how well they answer: a small network weighs their features, and of those that it puts first a
reader says what it thinks who reads them with the question."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np

from index.encoder import encoded_question
from index.passages import Passage
from rag.asked import Asked
from rag.evidence import Evidence
from rag.features import features
from rag.late import Late
from rag.network import Network, learned_network
from rag.reader import READINGS, Readings, readings
from rag.statements import Statement, statements

FILE = Path(__file__).with_name("ranking.json")
# What is added for those that were read.
READ_FILE = Path(__file__).with_name("ranking-read.json")
# Of an older edition each takes 20 ms, and reading more changes little: of 1,804 train questions (cross-validated) the
# best statement says all in .558 unread, .639 with 6 read, .640 with 8, .643 with 16.
_READ = 8
# In log odds: where none is above it, one question in four, as many more are read.
_SEEMS_TO_ANSWER = -2.0


@dataclass(frozen=True)
class Ranking:
    """Statements with their features and scores; `order` are their places, the one that answers best first.

    `readings`: what the reader says of each, shape (statements, len(READINGS)); `read`: which of them it read, and
    `late` what the question's tokens found in these.
    """

    evidence: Evidence
    features: np.ndarray
    readings: np.ndarray
    scores: np.ndarray
    order: Sequence[int]
    read: Sequence[int]
    late: Late

    @property
    def statements(self) -> list[Statement]:
        """The statements, the one that answers best first."""
        return [self.evidence.statements[place] for place in self.order]

    @property
    def best(self) -> list[tuple[Statement, float]]:
        """The statements with their scores, the best one first."""
        return [(self.evidence.statements[place], float(self.scores[place])) for place in self.order]

    @property
    def seems_to_answer(self) -> bool:
        """Whether one of the statements that were read seems to answer."""
        return bool(self.readings[:, READINGS.index("answers")].max(initial=-np.inf) >= _SEEMS_TO_ANSWER)

    @cached_property
    def certainty(self) -> float:
        """The share of the best statement when the scores are shared out (softmax)."""
        return float(1 / np.exp(self.scores - self.scores.max()).sum()) if len(self.scores) else 0.0


def rank(asked: Asked, passages: Sequence[Passage]) -> Ranking:
    """The statements of the passages, by how well they answer."""
    evidence = Evidence(asked, statements(asked, passages))
    rows = features(evidence)
    return weighed(ranked(evidence, rows, learned_network(FILE).scores(rows)), learned_network(READ_FILE))


def ranked(evidence: Evidence, rows: np.ndarray, scores: np.ndarray) -> Ranking:
    """The statements that a network scores so: what the reader says of the first ones is added.

    Where none of them seems to answer, as many more are read. Those that are not read are taken to read like the worst
    of those that are.
    """
    order = _best_first(scores)
    found = _readings(evidence, scores, order[:_READ])
    if len(order) > _READ and found.rows[:, READINGS.index("answers")].max() < _SEEMS_TO_ANSWER:
        found = found.and_then(_readings(evidence, scores, order[_READ : 2 * _READ]))
    everywhere = np.repeat(found.rows.min(axis=0, keepdims=True), len(scores), axis=0) if order else found.rows
    everywhere[order[: len(found.rows)]] = found.rows
    total = scores + everywhere[:, READINGS.index("score")]
    return Ranking(evidence, rows, everywhere, total, _best_first(total), order[: len(found.rows)], found.late)


def weighed(ranking: Ranking, of_read: Network) -> Ranking:
    """The same, with what a network makes of all that is known of the statements that were read added to theirs."""
    total = ranking.scores.copy()
    if ranking.read:
        total[ranking.read] += of_read.scores(known_of_read(ranking))
    return replace(ranking, scores=total, order=_best_first(total))


def known_of_read(ranking: Ranking) -> np.ndarray:
    """What is known of the statements that were read, one row each: their scores, what the reader says of each, by how
    much both fall short of the best, and their features. At least one must have been read."""
    scores, found, rows = (column[ranking.read] for column in (ranking.scores, ranking.readings, ranking.features))
    return np.column_stack([scores, scores - scores.max(), found, found - found.max(axis=0), rows])


def _best_first(scores: np.ndarray) -> list[int]:
    return np.argsort(-scores, kind="stable").tolist()


def _readings(evidence: Evidence, scores: np.ndarray, places: Sequence[int]) -> Readings:
    question = encoded_question(evidence.asked.query.as_read)
    return readings(question, [evidence.statements[place].encoded for place in places], scores[places])
