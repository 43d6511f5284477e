"""What a question speaks of, each thing with the words by which the papers may call it.

`everyday.tsv`: a word as people say it, then the papers' words for it, best first. English goes over the bridge.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from index.bridge import bridged
from index.homophones import homophones
from index.parts import names_a_thing
from index.words import words

EVERYDAY = Path(__file__).with_name("everyday.tsv")
# What another word for the same thing counts, and each further one beside the one before it.
_OTHER_WORD = 0.7
_NEXT_WORD = 0.8
# Who asks how many there are is told a number of them: 局数, 件数.
_HOW_MANY = re.compile(r"いくつ|何[局社件校店台本個]")
# What a word counts that was said before the question, not in it, if the question names a thing itself.
_CONTEXT = 0.5


@dataclass(frozen=True)
class Concept:
    """Search words that stand for one thing, each with its weight: 1 for what was said."""

    words: Mapping[str, float]

    def less(self, share: float) -> "Concept":
        """The same, counting for less."""
        return Concept({word: share * weight for word, weight in self.words.items()})


_NUMBER_OF = Concept({"数": 0.7})


def concepts(text: str, context: str = "") -> list[Concept]:
    """The concepts of a text, in order, each once, and after them those that only its context holds."""
    found, before = _concepts(text), _concepts(context)
    said, share = flat(found), _CONTEXT if before and names_a_thing(text) else 1.0
    return found + [concept.less(share) for concept in before if not concept.words.keys() & said.keys()]


def _concepts(text: str) -> list[Concept]:
    spoken = list(dict.fromkeys(words(text)))
    others = _everyday(spoken)
    found = [Concept({word: 1.0} | others.get(word, {})) for word in spoken]
    others_said = [Concept(others) for others in (*bridged(text), *homophones(text))]
    return found + others_said + ([_NUMBER_OF] if _HOW_MANY.search(text) and "数" not in spoken else [])


def flat(found: Sequence[Concept]) -> dict[str, float]:
    """All words of the concepts, each with its highest weight."""
    weights: dict[str, float] = {}
    for concept in found:
        for word, weight in concept.words.items():
            weights[word] = max(weight, weights.get(word, 0.0))
    return weights


def weighed_sum(rows: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """The weighted sum of each row, shape (...,), rows of shape (..., columns): what share of a question is held, of
    how well each concept is, by what it counts.

    Not a product by BLAS: of five columns OpenBLAS also works on whatever lies beside them in memory. The product is
    right, but numpy warns of invalid values that are none of ours.
    """
    return np.einsum("...c,c->...", rows, weights)


def _everyday(spoken: Sequence[str]) -> dict[str, dict[str, float]]:
    """For the last word of each everyday expression that was said, what the papers say for it."""
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for place, word in enumerate(spoken):
        for expression, meant in _lexicon().get(word, ()):
            if spoken[place : place + len(expression)] == list(expression):
                for other, weight in _meant(meant, expression).items():
                    found[expression[-1]][other] = max(weight, found[expression[-1]].get(other, 0.0))
    return found


@cache
def _lexicon() -> Mapping[str, list[tuple[tuple[str, ...], str]]]:
    """Everyday expressions as search words, by their first one, with the papers' words as they are listed."""
    lexicon = defaultdict(list)
    for line in EVERYDAY.read_text("utf-8").splitlines():
        said, _, meant = line.partition("\t")
        expression = tuple(dict.fromkeys(words(said)))
        if expression:
            lexicon[expression[0]].append((expression, meant))
    return lexicon


@cache
def _meant(listed: str, expression: tuple[str, ...]) -> Mapping[str, float]:
    """The search words of the papers' words for an expression, each with the weight of the best of them."""
    weights: dict[str, float] = {}
    for rank, term in enumerate(listed.split("|")):
        for word in words(term):
            if word not in expression:
                weights.setdefault(word, _OTHER_WORD * _NEXT_WORD**rank)
    return weights
