"""Which letters of a statement are of the answer (an answer span; Rajpurkar et al. 2016, SQuAD), as a model says that
reads it together with the question.

`reader/spans.onnx` was made with the reader, by `python -m eval.reader`; it reads on where the encoder leaves off.
"""

from difflib import SequenceMatcher
from functools import cache
from typing import Any

import numpy as np

from index.encoder import STATEMENT_TOKENS, encoded_question, letters_of_tokens, session
from rag.asked import Asked
from rag.late import FOLDER
from rag.reader import padded
from rag.statements import Statement

MODEL = FOLDER / "spans.onnx"
_UNREAD = 0.5


def answer_chances(statement: Statement, asked: Asked) -> np.ndarray:
    """The chance that each letter of a statement's text is of the answer, float32 of shape (letters,)."""
    told = statement.encoded
    [tokens] = _session().run(None, padded([encoded_question(asked.query.as_read), told]))[0]
    return by_letter(statement.text, tokens[: len(told.own)])


def by_letter(text: str, tokens: np.ndarray) -> np.ndarray:
    """The chance of each letter of a statement's text; what is too long to be read may be of the answer as well as not.

    `tokens`: the log odds of each of the statement's tokens, of which its text's stand before the last one.
    """
    places = letters_of_tokens(text)
    chances = np.zeros(len(text), np.float32)
    for (start, end), log_odds in zip(places, tokens[len(tokens) - 1 - len(places) :], strict=False):
        chances[start:end] = np.maximum(chances[start:end], 1 / (1 + np.exp(-log_odds)))
    if len(places) == STATEMENT_TOKENS:
        chances[places[-1][1] :] = _UNREAD
    return chances


def carried_over(chances: np.ndarray, text: str, said: str) -> np.ndarray:
    """The chances of a text's letters for the same text with some of them left out or changed."""
    carried = np.zeros(len(said), np.float32)
    for block in SequenceMatcher(None, text, said, autojunk=False).get_matching_blocks():
        carried[block.b : block.b + block.size] = chances[block.a : block.a + block.size]
    return carried


@cache
def _session() -> Any:
    return session(MODEL)
