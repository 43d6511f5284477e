"""Reads the statements for a question, and says how well each answers it.

All of them by late interaction (`rag.late`); those that seem best after that are read with the question as one text
(MacAvaney et al. 2020, PreTTR), which adds to the score and to whether it answers. What words alone cannot tell is told
here: who does what, which of two years a figure belongs to, whether a statement that speaks of the same thing says what
is asked of it.

`reader/` was made with the encoder, by `python -m eval.reader`. Whatever it makes of a question is a number; it says
nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from index.encoder import DIMENSION, Encoded, session
from rag.late import FOLDER, TOLD, Late, late, late_log_odds, late_scores, levels

MODEL = FOLDER / "reader.onnx"
# What is said of each statement: its score, what late interaction tells of it, and the log odds that it answers.
READINGS = ("score", *TOLD, "answers")
_ADDED = [READINGS.index("score"), READINGS.index("answers")]
# Reading more together changes little: of 1,804 train questions (cross-validated) the best statement says all in .649
# with 2, .651 with 3, .653 with 8, and .655 with 2 where what these gain counts for the others; which questions have
# no answer is told alike (AUC .904).
_TOGETHER = 2


@dataclass(frozen=True)
class Readings:
    """`rows`: READINGS of each statement, float32 of shape (statements, len(READINGS)); `late`: what most of them are
    made of."""

    rows: np.ndarray
    late: Late

    def and_then(self, further: "Readings") -> "Readings":
        """With those of further statements for the same question."""
        return Readings(np.concatenate([self.rows, further.rows]), self.late.and_then(further.late))


def readings(question: Encoded, statements: Sequence[Encoded], scores: np.ndarray) -> Readings:
    """How well each statement answers.

    `scores`: what each has unread, shape (statements,); these and late interaction say which are read together.
    """
    found = late(question, statements)
    told = found.told
    rows = np.column_stack([late_scores(told), told, late_log_odds(told)])
    best = np.argsort(-(scores + rows[:, 0]), kind="stable")[:_TOGETHER]
    if len(best):
        read = padded([question, *(statements[place] for place in best)])
        added = _session().run(None, read | {"levels": levels(told[best])})[0]
        # Reading together adds much to all; what it would add to the others is taken to be the mean.
        of_each = np.repeat(added.mean(axis=0, keepdims=True), len(rows), axis=0)
        of_each[best] = added
        rows[:, _ADDED] += of_each
    return Readings(rows, found)


def padded(texts: Sequence[Encoded]) -> dict[str, np.ndarray]:
    """Texts as rows of one length, float32: their vectors, where they have tokens, and which of those are their own."""
    shape = len(texts), max(len(text.own) for text in texts)
    there, own = np.zeros((2, *shape), np.float32)
    lower = np.zeros((*shape, DIMENSION), np.float32)
    for row, text in enumerate(texts):
        length = len(text.own)
        there[row, :length], own[row, :length], lower[row, :length] = 1.0, text.own, text.lower.vectors
    return {"lower": lower, "there": there, "own": own}


@cache
def _session() -> Any:
    return session(MODEL)
