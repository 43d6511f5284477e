"""What was learned, read from JSON: arrays, a small network, and a chance by logistic regression."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

# Where a feature is so many standard deviations off, it is no farther: the unheard-of is not extrapolated.
FARTHEST = 4.0


@dataclass(frozen=True)
class Network:
    """A weighted sum of features, and one hidden layer, which may be empty, for how they play together.

    `mean`, `spread` and `direct`, shape (features,); `inner`, (features, hidden); `bias` and `outer`, (hidden,)."""

    mean: np.ndarray
    spread: np.ndarray
    direct: np.ndarray
    inner: np.ndarray
    bias: np.ndarray
    outer: np.ndarray

    def scores(self, rows: np.ndarray) -> np.ndarray:
        """The score of each row of features, shape (rows,)."""
        usual = _usual(rows, self.mean, self.spread)
        return usual @ self.direct + np.tanh(usual @ self.inner + self.bias) @ self.outer


@dataclass(frozen=True)
class Logistic:
    """Logistic regression. `mean`, `spread` and `direct`, shape (features,); `intercept`, shape ()."""

    mean: np.ndarray
    spread: np.ndarray
    direct: np.ndarray
    intercept: np.ndarray

    def chances(self, rows: np.ndarray) -> np.ndarray:
        """The chance of each row of features, shape (rows,)."""
        return 1 / (1 + np.exp(-(_usual(rows, self.mean, self.spread) @ self.direct + self.intercept)))


def _usual(rows: np.ndarray, mean: np.ndarray, spread: np.ndarray) -> np.ndarray:
    return np.clip((rows - mean) / spread, -FARTHEST, FARTHEST)


def learned_network(file: Path) -> Network:
    """The network of a file."""
    return Network(**arrays_of(file))


def learned_chance(file: Path) -> Logistic:
    """The logistic regression of a file."""
    return Logistic(**arrays_of(file))


@cache
def arrays_of(file: Path) -> Mapping[str, np.ndarray]:
    """The arrays of a file by name, float32. `arrays_of.cache_clear()` reads it anew."""
    told = json.loads(file.read_text("utf-8"))
    return {name: np.array(values, np.float32) for name, values in told.items()}


def write_learned(file: Path, told: Mapping[str, Any]) -> None:
    """Write what was learned, so that it is read from now on."""
    file.write_text(json.dumps(told) + "\n", "utf-8")
    arrays_of.cache_clear()
