"""How long a text is for a language model: tiktoken, with an encoding that ships with the project.

tiktoken's own encodings are downloaded at first use; this one needs no network. It cuts Japanese
about as finely as the common models do, so a budget measured with it holds, give or take a tenth.
"""

import base64
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tiktoken import Encoding

_FILE = Path(__file__).with_name("encoding.tiktoken")
# The cut that byte-level BPE was trained with: GPT-2's.
_PATTERN = r"'(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"


@cache
def _encoding() -> "Encoding":
    from tiktoken import Encoding

    pairs = (line.split() for line in _FILE.read_bytes().splitlines())
    ranks = {base64.b64decode(token): int(rank) for token, rank in pairs}
    return Encoding("hakusho", pat_str=_PATTERN, mergeable_ranks=ranks, special_tokens={})


def count_tokens(text: str) -> int:
    """The number of tokens in a text."""
    return len(_encoding().encode(text, disallowed_special=()))
