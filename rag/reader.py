"""Reads the question and a statement, and says how well the one answers the other.

Both were read apart by the encoder, which gave each token a vector in its context; each token of the question looks for
the nearest token of the statement, and what it finds counts by what the token is worth (Khattab, Zaharia 2020,
ColBERT). Beside that, some layers read question and statement as one text, and add to the score and to whether it
answers (MacAvaney et al. 2020, PreTTR). What words alone cannot tell is told here: who does what, which of two years a
figure belongs to, whether a statement that speaks of the same thing says what is asked of it.

`reader/` was made with the encoder, by `python -m eval.reader`. Whatever it makes of a question is a number; it says
nothing.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from index.encoder import DIMENSION, Encoded, session

FOLDER = Path(__file__).with_name("reader")
MODEL = "reader.onnx"
# What is told of each statement: its score, and of what it is made. `nearest`: how near the nearest tokens are, by
# worth, and `needed`: by how much an answer needs each; `whole`: the cosine of question and statement; `least`: what
# that token found that found the least; `low`: the mean of what was found, in which the least counts most; `answers`:
# the log odds that the statement answers.
READINGS = ("score", "nearest", "needed", "whole", "least", "low", "answers")
# Statements of like length are read together: padding costs as much as text. Those read together share the scale of
# their eight bits, so that the same statements are always read in the same groups.
_TOGETHER = 4


def readings(question: Encoded, statements: Sequence[Encoded]) -> np.ndarray:
    """How well each statement answers: float32, shape (statements, len(READINGS))."""
    found = np.zeros((len(statements), len(READINGS)), np.float32)
    order = sorted(range(len(statements)), key=lambda place: _in_turn(statements[place]))
    for start in range(0, len(order), _TOGETHER):
        some = order[start : start + _TOGETHER]
        found[some] = _session().run(None, padded([question, *(statements[place] for place in some)]))[0]
    return found


def _in_turn(statement: Encoded) -> tuple[int, bytes]:
    return len(statement.own), statement.last.numbers[-1:].tobytes()


def padded(texts: Sequence[Encoded]) -> dict[str, np.ndarray]:
    """Texts as rows of one length, float32: their vectors, where they have tokens, and which of those are their own."""
    shape = len(texts), max(len(text.own) for text in texts)
    there, own = np.zeros((2, *shape), np.float32)
    lower, last = np.zeros((2, *shape, DIMENSION), np.float32)
    for row, text in enumerate(texts):
        length = len(text.own)
        there[row, :length], own[row, :length], lower[row, :length] = 1.0, text.own, text.lower.vectors
        last[row, :length][text.own] = text.last.vectors
    return {"lower": lower, "last": last, "there": there, "own": own}


@cache
def _session() -> Any:
    return session(FOLDER / MODEL)
