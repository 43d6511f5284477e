"""Which letters of a statement are of the answer (an answer span; Rajpurkar et al. 2016, SQuAD), as a model says that
reads it together with the question.

`reader/spans.onnx` was made with the reader, by `python -m eval.reader`; it reads on where the encoder leaves off.
"""

from functools import cache
from typing import Any

import numpy as np

from index.encoder import encoded_question, letters_of_tokens, session
from rag.asked import Asked
from rag.late import FOLDER
from rag.reader import padded
from rag.statements import Statement

MODEL = FOLDER / "spans.onnx"
# A letter that is said otherwise is looked for among so many.
_REACH = 60


def answer_chances(statement: Statement, asked: Asked) -> np.ndarray:
    """The chance that each letter of a statement's text is of the answer, float32 of shape (letters,)."""
    read = padded([encoded_question(asked.query.as_read), statement.encoded])
    [tokens] = _session().run(None, read)[0]
    return by_letter(statement.text, tokens)


def by_letter(text: str, tokens: np.ndarray) -> np.ndarray:
    """The chance of each letter of a statement's text.

    `tokens`: the log odds of each of the statement's tokens, of which its text's stand before the last one.
    """
    places = letters_of_tokens(text)
    chances = np.zeros(len(text), np.float32)
    for (start, end), log_odds in zip(places, tokens[len(tokens) - 1 - len(places) :], strict=False):
        chances[start:end] = np.maximum(chances[start:end], 1 / (1 + np.exp(-log_odds)))
    return chances


def carried_over(chances: np.ndarray, text: str, said: str) -> np.ndarray:
    """The chances of a text's letters for the same text with some of them left out."""
    carried, place = np.zeros(len(said), np.float32), 0
    for number, letter in enumerate(said):
        found = text.find(letter, place, place + _REACH)
        if found >= 0:
            carried[number], place = chances[found], found + 1
    return carried


@cache
def _session() -> Any:
    return session(MODEL)
