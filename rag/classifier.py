"""What a text wants, by a classifier over its character n-grams: logistic regression on tf-idf.

`intents.json` was made by `python -m eval.tune` from eval/intents.tsv: for each n-gram its idf and its weight
for each class.
"""

import json
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from rag.answers import Reason

FILE = Path(__file__).with_name("intents.json")
# In characters.
GRAMS = (1, 3)
QUESTION = "question"
# How sure it must be that a text is no question. The search is asked, too, so that of the 340 dev questions to
# the papers one or two are taken for something else.
_SURE = 0.85


@dataclass(frozen=True)
class _Model:
    classes: tuple[str, ...]
    intercept: np.ndarray
    places: dict[str, int]
    idf: np.ndarray
    weights: np.ndarray


def learned_intent(text: str) -> Reason | None:
    """Why a text, in lower case, is no question to the papers; None if it may be one."""
    chances = _chances(text, _model())
    if 1.0 - chances.pop(QUESTION) < _SURE:
        return None
    return Reason(max(chances, key=lambda name: chances[name]))


def grams(text: str) -> list[str]:
    """The character n-grams of a text, white space made one blank."""
    bare = " ".join(text.split())
    return [bare[start : start + n] for n in range(GRAMS[0], GRAMS[1] + 1) for start in range(len(bare) - n + 1)]


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
