"""English to Japanese, word by word: what an English question is searched by.

`bridge.tsv` was made by `index.train`: an English phrase as stems, then Japanese words with their weights.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("bridge.tsv")
# In words of the longest phrase that is looked up.
LONGEST_PHRASE = 5

_JAPANESE = re.compile(r"[ぁ-ヺ㐀-鿿]")
# Words, and what is counted in letters: 5G, 60s, 8K.
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9+\-]*|\d+[A-Za-z]\b")
_SAYS_NOTHING = frozenset(
    [
        "a",
        "about",
        "according",
        "all",
        "also",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "be",
        "been",
        "being",
        "between",
        "by",
        "can",
        "could",
        "did",
        "do",
        "does",
        "doing",
        "done",
        "each",
        "ever",
        "exactly",
        "for",
        "from",
        "get",
        "giant",
        "give",
        "given",
        "had",
        "has",
        "have",
        "how",
        "huge",
        "i",
        "if",
        "in",
        "is",
        "it",
        "its",
        "itself",
        "just",
        "kind",
        "kindly",
        "know",
        "like",
        "likely",
        "list",
        "made",
        "make",
        "makes",
        "many",
        "me",
        "more",
        "most",
        "much",
        "my",
        "name",
        "named",
        "of",
        "off",
        "on",
        "one",
        "or",
        "other",
        "our",
        "out",
        "over",
        "paper",
        "please",
        "report",
        "s",
        "said",
        "says",
        "should",
        "since",
        "so",
        "some",
        "sort",
        "such",
        "t",
        "tell",
        "than",
        "that",
        "the",
        "their",
        "them",
        "there",
        "these",
        "they",
        "think",
        "this",
        "those",
        "thought",
        "to",
        "under",
        "up",
        "us",
        "used",
        "using",
        "was",
        "we",
        "were",
        "what",
        "when",
        "where",
        "which",
        "while",
        "white",
        "who",
        "whom",
        "whose",
        "why",
        "will",
        "with",
        "would",
        "you",
        "your",
    ]
)


def is_english(text: str) -> bool:
    """Whether a text is in Latin letters alone."""
    return not _JAPANESE.search(text) and bool(_WORD.search(text))


def bridged(text: str) -> list[dict[str, float]]:
    """For each English phrase of a text that is known, Japanese search words with their weights, at most 1."""
    found = []
    stems = stems_of(text)
    place = 0
    while place < len(stems):
        length, known = _longest(stems[place : place + LONGEST_PHRASE])
        if known:
            found.append(known)
        place += length
    return found


def stems_of(text: str) -> list[str]:
    """The English words of a text that say something, as stems (Snowball)."""
    spoken = [word.lower() for word in _WORD.findall(text)]
    return [_stem(word) for word in spoken if word not in _SAYS_NOTHING]


def _longest(stems: Sequence[str]) -> tuple[int, dict[str, float]]:
    """How many of the stems make the longest known phrase at their beginning, and its Japanese words."""
    for length in range(len(stems), 0, -1):
        if known := _table().get(" ".join(stems[:length])):
            return length, dict(_weights(known))
    return 1, {}


def _weights(entry: str) -> Iterator[tuple[str, float]]:
    for part in entry.split("\t"):
        word, _, weight = part.rpartition(":")
        yield word, float(weight)


@cache
def _stem(word: str) -> str:
    from Stemmer import Stemmer

    return Stemmer("english").stemWord(word)


@cache
def _table() -> dict[str, str]:
    lines = FILE.read_text("utf-8").splitlines()
    return dict(line.split("\t", 1) for line in lines)
