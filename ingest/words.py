"""SudachiPy, the Japanese tokenizer: one dictionary for the process, one tokenizer for each thread."""

import threading
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sudachipy import Dictionary, Morpheme, Tokenizer

# Sudachi takes at most 49,149 bytes; a character has at most 4.
_MOST_CHARACTERS = 12_000

_local = threading.local()


@cache
def _dictionary() -> "Dictionary":
    from sudachipy import Dictionary

    return Dictionary(dict="core")


def _tokenizer() -> "Tokenizer":
    if not hasattr(_local, "tokenizer"):
        _local.tokenizer = _dictionary().tokenizer()
    return _local.tokenizer


def morphemes(text: str) -> Iterator["Morpheme"]:
    """The morphemes of a text of any length, in Sudachi's longest mode (C)."""
    from sudachipy import SplitMode

    for piece in _pieces(text):
        yield from _tokenizer().tokenize(piece, SplitMode.C)


def _pieces(text: str) -> Iterator[str]:
    """The text in pieces that Sudachi takes, cut after a full stop or white space where there is one."""
    while len(text) > _MOST_CHARACTERS:
        ends = [text.rfind(end, 0, _MOST_CHARACTERS) for end in ("。", "\n", " ", "、")]
        cut = next((end + 1 for end in ends if end > 0), _MOST_CHARACTERS)
        yield text[:cut]
        text = text[cut:]
    yield text


def split_words(text: str) -> list[str]:
    """The text cut between words; joined again, the pieces give the text."""
    return [morpheme.surface() for morpheme in morphemes(text)]
