"""Late interaction: how near a statement is to a question, token by token (Khattab, Zaharia 2020, ColBERT).

Both were read apart by the encoder, which gave each token a vector in its context. Each token of the question looks for
the nearest token of the statement, and what it finds counts by what the token is worth. It costs next to nothing
beside reading the two together, and tells which statements are worth that.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from index.concepts import weighed_sum
from index.encoder import OPENING, Encoded, Rows
from rag.network import arrays_of

FOLDER = Path(__file__).with_name("reader")
FILE = FOLDER / "late.json"
# What is told of each statement. `nearest`: how near the nearest tokens are, by worth, and `needed`: by how much an
# answer needs each; `whole`: the cosine of question and statement; `least`: what that token found that found the
# least; `low`: the mean of what was found, in which the least counts most.
TOLD = ("nearest", "needed", "whole", "least", "low")
# How sharply the least stands out there.
SHARPNESS = 8.0
# What is found is told from a level on and in units of the usual size.
LEVEL, UNIT = 0.8, 0.1


@dataclass(frozen=True)
class Late:
    """What a question's tokens found in each statement.

    `cosines`: of each token and the nearest one of each statement, float32 of shape (statements, tokens); `worth` and
    `need`: what each token counts, (tokens,); `whole`: the cosine of question and statement, (statements,).
    """

    cosines: np.ndarray
    worth: np.ndarray
    need: np.ndarray
    whole: np.ndarray

    @property
    def told(self) -> np.ndarray:
        """TOLD of each statement: float32, shape (statements, len(TOLD))."""
        low = (_softmax(-SHARPNESS * self.cosines) * self.cosines).sum(axis=1)
        nearest, needed = weighed_sum(self.cosines, self.worth), weighed_sum(self.cosines, self.need)
        return np.stack([nearest, needed, self.whole, self.cosines.min(axis=1), low], axis=1)

    def gained(self, chosen: Sequence[int], candidate: int) -> np.ndarray:
        """By how much nearer a statement is than the nearest of the chosen ones, shape (3,): by worth, by need, and
        the two tokens that gain most."""
        before = self.cosines[list(chosen)].max(axis=0, initial=0.0)
        gains = np.maximum(self.cosines[candidate] - before, 0)
        return np.array(
            [weighed_sum(gains, self.worth), weighed_sum(gains, self.need), np.sort(gains)[-2:].sum()], np.float32
        )

    def and_then(self, further: "Late") -> "Late":
        """With further statements for the same question."""
        cosines = np.concatenate([self.cosines, further.cosines])
        return replace(self, cosines=cosines, whole=np.concatenate([self.whole, further.whole]))


def late(question: Encoded, statements: Sequence[Encoded]) -> Late:
    """Late interaction of a question with each statement."""
    asks = _inside(question.last).vectors
    cosines = _cosines(_unit(asks), [_inside(statement.last) for statement in statements])
    worth, need = (_softmax(weighed_sum(asks, arrays_of(FILE)[of])) for of in ("worth", "need"))
    return Late(cosines, worth, need, np.array([one.mean @ question.mean for one in statements], np.float32))


def late_scores(told: np.ndarray) -> np.ndarray:
    """How well each statement answers by what is told of it, shape (statements,)."""
    return weighed_sum(told[:, [TOLD.index("nearest"), TOLD.index("whole")]], arrays_of(FILE)["score"])


def late_log_odds(told: np.ndarray) -> np.ndarray:
    """The log odds that each statement answers, by the same, shape (statements,)."""
    return weighed_sum(levels(told), arrays_of(FILE)["answers"]) + arrays_of(FILE)["seldom"]


def levels(told: np.ndarray) -> np.ndarray:
    """What is told, from its level on, in its units."""
    return (told - LEVEL) / UNIT


def _inside(rows: Rows) -> Rows:
    """The rows of a text's own words, without those of how texts begin and end."""
    return rows[OPENING:-1] if len(rows) > OPENING + 1 else rows


def _cosines(asks: np.ndarray, statements: Sequence[Rows]) -> np.ndarray:
    """The cosine of each token of the question and the nearest one of each statement, (statements, tokens)."""
    if not statements:
        return np.zeros((0, len(asks)), np.float32)
    starts = np.cumsum([0, *map(len, statements[:-1])])
    rows = _unit(np.concatenate([statement.numbers for statement in statements]).astype(np.float32))
    return np.maximum.reduceat(rows @ asks.T, starts)


def _unit(rows: np.ndarray) -> np.ndarray:
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), np.finfo(np.float32).tiny)


def _softmax(rows: np.ndarray) -> np.ndarray:
    shares = np.exp(rows - rows.max(axis=-1, keepdims=True))
    return shares / shares.sum(axis=-1, keepdims=True)
