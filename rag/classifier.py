"""What a text wants, by a classifier over its n-grams of characters and of words: logistic regression on tf-idf.

`intents.json` was made by `python -m eval.tune` from eval/intents.tsv and the train split: for each n-gram its idf
and its weight for each class.
"""

import json
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from ingest.words import morphemes
from rag.answers import Reason

FILE = Path(__file__).with_name("intents.json")
# The most characters and words in an n-gram.
_CHARACTERS, _WORDS = 3, 2
# Before each word of an n-gram of words: it is no n-gram of characters. A text begins and ends with a bare one.
_WORD = "\x1f"
# Letters set apart, by which a word is hidden: 無 視 し て, i.g.n.o.r.e
_SET_APART = re.compile(r"(?<!\w)[^\W\d_](?:[\s.・_*\-][^\W\d_]){2,}(?!\w)")
_GAPS = re.compile(r"[\s.・_*\-]")
QUESTION = "question"


@dataclass(frozen=True)
class _Model:
    classes: tuple[str, ...]
    intercept: np.ndarray
    places: dict[str, int]
    idf: np.ndarray
    weights: np.ndarray


@dataclass(frozen=True)
class Suspicion:
    """Why a text may be no question, and how likely: the logarithm of the odds against its being one."""

    reason: Reason
    log_odds: float


def suspected(text: str) -> Suspicion:
    """What a folded text is, most likely, if it is no question to the papers."""
    chances = _chances(text, _model())
    question = chances.pop(QUESTION)
    against = sum(chances.values())
    return Suspicion(Reason(max(chances, key=lambda name: chances[name])), math.log(against / question))


def folded(text: str) -> str:
    """A text in one width and case, without hidden characters and with letters that are set apart put together."""
    shown = "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf")
    return _SET_APART.sub(lambda found: _GAPS.sub("", found[0]), shown).strip().lower()


def grams(text: str) -> list[str]:
    """The n-grams of a text, in characters, white space made one blank, and in words, by their normalised forms."""
    spoken = [m.normalized_form() for m in morphemes(text) if m.part_of_speech()[0] != "空白"]
    marked = [_WORD, *(_WORD + word for word in spoken), _WORD]
    return _runs(" ".join(text.split()), _CHARACTERS) + _runs(marked, _WORDS)


def _runs(parts: Sequence[str], longest: int) -> list[str]:
    """What stands one after another, up to so many together."""
    return ["".join(parts[at : at + n]) for n in range(1, longest + 1) for at in range(len(parts) - n + 1)]


def _chances(text: str, model: _Model) -> dict[str, float]:
    """The chance of each class."""
    counts = Counter(gram for gram in grams(text) if gram in model.places)
    places = np.array([model.places[gram] for gram in counts], np.int64)
    values = (1.0 + np.log(np.array(list(counts.values()), float))) * model.idf[places]
    length = float(np.linalg.norm(values)) or 1.0
    scores = model.intercept + (values / length) @ model.weights[places] if len(places) else model.intercept
    chances = np.exp(scores - scores.max())
    return dict(zip(model.classes, (chances / chances.sum()).tolist(), strict=True))


@cache
def _model() -> _Model:
    learned = json.loads(FILE.read_text("utf-8"))
    table = np.array(list(learned["grams"].values()))
    places = {gram: place for place, gram in enumerate(learned["grams"])}
    return _Model(tuple(learned["classes"]), np.array(learned["intercept"]), places, table[:, 0], table[:, 1:])
