"""Fusion of score lists: a weighted sum of each score's share of the best one in its list."""

from collections.abc import Sequence

import numpy as np


def share_of_best(scores: np.ndarray) -> np.ndarray:
    """Scores brought to at most 1: each divided by the best. Scores below 0 say nothing, and count 0."""
    best = float(scores.max(initial=0.0))
    return np.maximum(scores, 0.0) / best if best > 0 else np.zeros_like(scores)


def fuse(weighted: Sequence[tuple[float, np.ndarray]]) -> np.ndarray:
    """The sum of weight × share of the best. All arrays have the shape (chunks,)."""
    (weight, scores), *others = weighted
    fused = weight * share_of_best(scores)
    for weight, scores in others:
        fused += weight * share_of_best(scores)
    return fused


def top(scores: np.ndarray, k: int) -> np.ndarray:
    """Places of the k highest scores, best first; of equal scores the earlier place first."""
    k = min(k, len(scores))
    if k <= 0:
        return np.zeros(0, np.int64)
    # Most scores of words are 0: what is above is looked through alone, if it is enough.
    above = np.flatnonzero(scores > 0)
    among = above if len(above) >= k else np.arange(len(scores))
    threshold = np.partition(scores[among], -k)[-k]
    places = among[scores[among] >= threshold]
    return places[np.lexsort((places, -scores[places]))][:k]
