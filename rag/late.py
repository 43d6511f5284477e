"""Late interaction: how near a statement is to a question, token by token (Khattab, Zaharia 2020, ColBERT).

Both were read apart by the encoder, which gave each token a vector in its context. Each token of the question looks for
the nearest token of the statement, and what it finds counts by what the token is worth. It costs next to nothing
beside reading the two together, and tells which statements are worth that.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from index.encoder import OPENING, Encoded, Rows
from rag.network import learned

FILE = Path(__file__).with_name("reader") / "late.json"
# What is told of each statement. `nearest`: how near the nearest tokens are, by worth, and `needed`: by how much an
# answer needs each; `whole`: the cosine of question and statement; `least`: what that token found that found the
# least; `low`: the mean of what was found, in which the least counts most.
TOLD = ("nearest", "needed", "whole", "least", "low")
# How sharply the least stands out there.
SHARPNESS = 8.0
# What is found is told from a level on and in units of the usual size.
LEVEL, UNIT = 0.8, 0.1


def late(question: Encoded, statements: Sequence[Encoded]) -> np.ndarray:
    """TOLD of each statement: float32, shape (statements, len(TOLD))."""
    asks = _inside(question.last).vectors
    found = _found(_unit(asks), [_inside(statement.last) for statement in statements])
    worth, need = (found @ _softmax(asks @ learned(FILE)[of]) for of in ("worth", "need"))
    whole = np.array([statement.mean @ question.mean for statement in statements], np.float32)
    low = (_softmax(-SHARPNESS * found) * found).sum(axis=1)
    return np.stack([worth, need, whole, found.min(axis=1), low], axis=1)


def late_scores(told: np.ndarray) -> np.ndarray:
    """How well each statement answers by what is told of it, shape (statements,)."""
    return told[:, [TOLD.index("nearest"), TOLD.index("whole")]] @ learned(FILE)["score"]


def late_log_odds(told: np.ndarray) -> np.ndarray:
    """The log odds that each statement answers, by the same, shape (statements,)."""
    return levels(told) @ learned(FILE)["answers"] + learned(FILE)["seldom"]


def levels(told: np.ndarray) -> np.ndarray:
    """What is told, from its level on, in its units."""
    return (told - LEVEL) / UNIT


def _inside(rows: Rows) -> Rows:
    """The rows of a text's own words, without those of how texts begin and end."""
    return rows[OPENING:-1] if len(rows) > OPENING + 1 else rows


def _found(asks: np.ndarray, statements: Sequence[Rows]) -> np.ndarray:
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
