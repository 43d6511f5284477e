"""Words that sound like what was typed: a wrong conversion, hiragana for kanji, a word cut in two.

`readings.tsv` was made by `index.train`: a reading, then the papers' words that are read so, most frequent first.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

from index.words import Heard, heard

FILE = Path(__file__).with_name("readings.tsv")
# A shorter reading is that of too many words.
SHORTEST, LONGEST = 3, 14
# Words that are looked at together: す・まー・と・ふぉん.
_MOST_TOGETHER = 5
_MOST_WORDS = 3
# What a word counts that only sounds alike: a short one may well do so by chance.
_SHORT, _LONG = 0.5, 0.8
_LONG_FROM = 4


def homophones(text: str) -> list[dict[str, float]]:
    """For each stretch of a text that sounds like words that it does not hold, these words with their weights."""
    morphemes = heard(text)
    spoken = {word for morpheme in morphemes for word in morpheme.words}
    found = []
    for start in range(len(morphemes)):
        for end in range(start + 1, min(start + _MOST_TOGETHER, len(morphemes)) + 1):
            others = [word for word in _sounding_like(morphemes[start:end]) if word not in spoken]
            if others:
                weight = _LONG if len(_reading(morphemes[start:end])) >= _LONG_FROM else _SHORT
                found.append(dict.fromkeys(others[:_MOST_WORDS], weight))
    return found


def papers_have(word: str) -> bool:
    """Whether the papers have a Japanese word more than a few times, whatever an index holds of them."""
    return word in _known()


def sounding_like(reading: str) -> Sequence[str]:
    """The papers' words that are read so, most frequent first."""
    return _table().get(reading, ())


def _sounding_like(stretch: Sequence[Heard]) -> Sequence[str]:
    """The papers' words that a stretch sounds like; none for a single word that the papers have."""
    if len(stretch) == 1 and any(word in _known() for word in stretch[0].words):
        return ()
    return sounding_like(_reading(stretch))


def _reading(stretch: Iterable[Heard]) -> str:
    return "".join(morpheme.reading for morpheme in stretch)


@cache
def _table() -> Mapping[str, tuple[str, ...]]:
    lines = (line.split("\t") for line in FILE.read_text("utf-8").splitlines())
    return {reading: tuple(words) for reading, *words in lines}


@cache
def _known() -> frozenset[str]:
    return frozenset(word for words in _table().values() for word in words)
