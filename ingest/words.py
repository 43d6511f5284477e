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

    for start in range(0, len(text), _MOST_CHARACTERS):
        yield from _tokenizer().tokenize(text[start : start + _MOST_CHARACTERS], SplitMode.C)


def split_words(text: str) -> list[str]:
    """The text cut between words; joined again, the pieces give the text."""
    return [morpheme.surface() for morpheme in morphemes(text)]
