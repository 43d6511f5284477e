"""How sure a figure is: intervals, and whether one run is better than another."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import mean

_CONFIDENCE = 0.95
_RESAMPLES = 2_000
_SEED = 20_250_708


@dataclass(frozen=True)
class Estimate:
    """An average over `count` scores, with its 95 % interval."""

    value: float
    low: float
    high: float
    count: int


@dataclass(frozen=True)
class Difference:
    """How much a run's average is above another's over the same questions, with its 95 % interval.

    `sure` is true if the interval does not hold 0.
    """

    value: float
    low: float
    high: float
    better: int
    worse: int

    @property
    def sure(self) -> bool:
        return self.low > 0 or self.high < 0


def estimate(scores: Sequence[float]) -> Estimate | None:
    """The average of scores between 0 and 1; None if there are none.

    The interval is Wilson's (1927), Probable Inference, for scores that are all 0 or 1; for shares the
    percentile bootstrap's.
    """
    if not scores:
        return None
    if set(scores) <= {0.0, 1.0}:
        from scipy.stats import binomtest

        low, high = binomtest(int(sum(scores)), len(scores)).proportion_ci(_CONFIDENCE, method="wilson")
    else:
        low, high = _bootstrap(scores)
    return Estimate(mean(scores), float(low), float(high), len(scores))


def difference(scores: Sequence[float], others: Sequence[float]) -> Difference:
    """Paired bootstrap: Efron, Tibshirani (1993); scores[n] and others[n] are of one question."""
    gains = [score - other for score, other in zip(scores, others, strict=True)]
    low, high = _bootstrap(gains)
    return Difference(mean(gains), low, high, sum(gain > 0 for gain in gains), sum(gain < 0 for gain in gains))


def _bootstrap(scores: Sequence[float]) -> tuple[float, float]:
    """The 95 % interval of an average, from resampling; the same scores give the same interval."""
    if len(set(scores)) == 1:
        return scores[0], scores[0]
    import numpy as np
    from scipy.stats import bootstrap

    found = bootstrap(
        (np.asarray(scores),),
        np.mean,
        n_resamples=_RESAMPLES,
        confidence_level=_CONFIDENCE,
        method="percentile",
        rng=np.random.default_rng(_SEED),
    )
    return float(found.confidence_interval.low), float(found.confidence_interval.high)
