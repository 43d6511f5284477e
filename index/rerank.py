"""The reranker: a weighted sum of the features, with weights learned from questions whose evidence is known.

`reranker.json` was made by `python -m eval.tune`, from the train split alone.
"""

import json
from functools import cache
from pathlib import Path

import numpy as np

from index.features import FEATURES, Candidates, features

FILE = Path(__file__).with_name("reranker.json")


def rerank(candidates: Candidates) -> np.ndarray:
    """The score of each candidate, float32 of shape (places,); higher is better."""
    return features(candidates) @ learned_weights(FILE, FEATURES)


def forget() -> None:
    """Read the weights anew when they are next needed: they were learned again."""
    learned_weights.cache_clear()


@cache
def learned_weights(file: Path, names: tuple[str, ...]) -> np.ndarray:
    """The weight of each feature, float32 of shape (names,); one that was not learned counts nothing."""
    learned = json.loads(file.read_text("utf-8"))
    return np.array([learned.get(name, 0.0) for name in names], np.float32)
