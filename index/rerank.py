"""The reranker: a weighted sum of the features, with weights learned from questions whose evidence is known.

`reranker.json` was made by `python -m eval.tune`, from the dev split alone.
"""

import json
from functools import cache
from pathlib import Path

import numpy as np

from index.features import FEATURES, Candidates, features

FILE = Path(__file__).with_name("reranker.json")


def rerank(candidates: Candidates) -> np.ndarray:
    """The score of each candidate, float32 of shape (places,); higher is better."""
    return features(candidates) @ _weights()


def forget() -> None:
    """Read the weights anew when they are next needed: they were learned again."""
    _weights.cache_clear()


@cache
def _weights() -> np.ndarray:
    """One weight for each feature; one that was not learned counts nothing."""
    learned = json.loads(FILE.read_text("utf-8"))
    return np.array([learned.get(name, 0.0) for name in FEATURES], np.float32)
