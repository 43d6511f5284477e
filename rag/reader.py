"""Reads the statements for a question, and says how well each answers it.

All of them by late interaction (`rag.late`); those that seem best after that are read with the question as one text
(MacAvaney et al. 2020, PreTTR), which adds to the score and to whether it answers. What words alone cannot tell is told
here: who does what, which of two years a figure belongs to, whether a statement that speaks of the same thing says what
is asked of it.

`reader/` was made with the encoder, by `python -m eval.reader`. Whatever it makes of a question is a number; it says
nothing.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from index.encoder import DIMENSION, Encoded, session
from rag.late import TOLD, late, late_log_odds, late_scores, levels

FOLDER = Path(__file__).with_name("reader")
MODEL = "reader.onnx"
# What is said of each statement: its score, what late interaction tells of it, and the log odds that it answers.
READINGS = ("score", *TOLD, "answers")
# Reading more together changes nothing: of 1,804 train questions (cross-validated) the best statement says all in .651
# with 3, .653 with 8; of the questions without an answer as many are told.
_TOGETHER = 3


def readings(question: Encoded, statements: Sequence[Encoded], scores: np.ndarray) -> np.ndarray:
    """How well each statement answers: float32, shape (statements, len(READINGS)).

    `scores`: what each has unread, shape (statements,); these and late interaction say which are read together.
    """
    told = late(question, statements)
    found = np.column_stack([late_scores(told), told, late_log_odds(told)])
    best = np.argsort(-(scores + found[:, 0]), kind="stable")[:_TOGETHER]
    if len(best):
        read = padded([question, *(statements[place] for place in best)])
        found[best[:, None], [0, -1]] += _session().run(None, read | {"levels": levels(told[best])})[0]
    return found


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
    return session(FOLDER / MODEL)
