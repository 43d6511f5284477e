"""Fusion of score lists: a weighted sum after min-max normalisation."""

from collections.abc import Sequence

import numpy as np


def min_max(scores: np.ndarray) -> np.ndarray:
    """Scores brought to 0..1. Scores that are all equal say nothing of rank: 1 if they are positive, else 0."""
    if not len(scores):
        return scores
    low, high = float(scores.min()), float(scores.max())
    return (scores - low) / (high - low) if high > low else (scores > 0).astype(scores.dtype)


def fuse(weighted: Sequence[tuple[float, np.ndarray]]) -> np.ndarray:
    """The sum of weight × min-max scores. All arrays have the shape (chunks,)."""
    return np.sum([weight * min_max(scores) for weight, scores in weighted], axis=0)


def top(scores: np.ndarray, k: int) -> np.ndarray:
    """Places of the k highest scores, best first; of equal scores the earlier place first."""
    k = min(k, len(scores))
    if k <= 0:
        return np.zeros(0, np.int64)
    threshold = np.partition(scores, -k)[-k]
    places = np.flatnonzero(scores >= threshold)
    return places[np.lexsort((places, -scores[places]))][:k]
