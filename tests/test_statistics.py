"""Statistics: intervals against their formulas and against distributions small enough to write down."""

from math import comb, sqrt
from statistics import NormalDist, mean

import pytest

from eval.statistics import Difference, Estimate, difference, estimate


def wilson(right: int, count: int) -> tuple[float, float]:
    """Wilson (1927) as it stands in textbooks."""
    z, share = NormalDist().inv_cdf(0.975), right / count
    middle = (share + z**2 / (2 * count)) / (1 + z**2 / count)
    half = z / (1 + z**2 / count) * sqrt(share * (1 - share) / count + z**2 / (4 * count**2))
    return middle - half, middle + half


@pytest.mark.parametrize(("right", "count"), [(0, 1), (1, 1), (0, 9), (9, 9), (1, 2), (3, 10), (81, 263), (400, 401)])
def test_scores_of_0_and_1_have_wilsons_interval(right: int, count: int) -> None:
    found = estimate([1.0] * right + [0.0] * (count - right))
    assert found is not None
    assert (found.value, found.count) == (pytest.approx(right / count), count)
    assert (found.low, found.high) == pytest.approx(wilson(right, count), abs=1e-9)
    assert 0 <= found.low <= found.value <= found.high <= 1


def resampled(low_score: float, high_score: float, share_high: float, count: int) -> tuple[float, float]:
    """The percentile interval of the mean of `count` draws of two scores: how many are high is binomial."""
    chances = [comb(count, n) * share_high**n * (1 - share_high) ** (count - n) for n in range(count + 1)]
    up_to = [sum(chances[: n + 1]) for n in range(count + 1)]
    ends = [next(n for n, chance in enumerate(up_to) if chance >= level) for level in (0.025, 0.975)]
    low, high = (low_score + (high_score - low_score) * n / count for n in ends)
    return low, high


@pytest.mark.parametrize(
    "scores",
    [
        [0.5, 0.5, 0.5, 1.0],
        [0.5, 1.0, 1.0, 1.0],
        [0.5] * 6 + [1.0] * 6,
        [1 / 3] * 2 + [1.0] * 10,
    ],
)
def test_shares_have_the_interval_of_their_resampled_means(scores: list[float]) -> None:
    found = estimate(scores)
    interval = resampled(min(scores), 1.0, scores.count(1.0) / len(scores), len(scores))
    assert found is not None
    assert (found.value, found.count) == (pytest.approx(mean(scores)), len(scores))
    assert (found.low, found.high) == pytest.approx(interval)


def test_scores_that_are_all_the_same_share_have_no_spread() -> None:
    assert estimate([0.5, 0.5, 0.5]) == Estimate(0.5, 0.5, 0.5, 3)
    assert estimate([0.25]) == Estimate(0.25, 0.25, 0.25, 1)


def test_no_scores_have_no_estimate() -> None:
    assert estimate([]) is None


def test_same_scores_give_the_same_interval() -> None:
    scores = [n % 7 / 7 for n in range(50)]
    assert estimate(scores) == estimate(scores)
    assert difference(scores, scores[::-1]) == difference(scores, scores[::-1])


def test_difference_is_of_pairs() -> None:
    # Gains of 1, 0, 0 and 0: of four draws, the number of gains is binomial.
    low, high = resampled(0.0, 1.0, 1 / 4, 4)
    assert difference([1.0, 1.0, 0.0, 0.0], [0.0, 1.0, 0.0, 0.0]) == Difference(0.25, low, high, 1, 0)


def test_difference_counts_better_and_worse() -> None:
    found = difference([1.0, 0.5, 0.0, 1.0], [0.0, 1.0, 1.0, 1.0])
    assert (found.value, found.better, found.worse, found.sure) == (-0.125, 1, 2, False)


@pytest.mark.parametrize(
    ("gained", "lost", "same", "sure"), [(20, 0, 20, True), (0, 20, 20, True), (10, 10, 20, False), (1, 0, 39, False)]
)
def test_difference_is_sure_if_its_interval_does_not_hold_0(gained: int, lost: int, same: int, sure: bool) -> None:
    found = difference([1.0] * gained + [0.0] * (lost + same), [0.0] * gained + [1.0] * lost + [0.0] * same)
    assert found.sure is sure
    assert found.low <= found.value <= found.high


def test_same_runs_do_not_differ() -> None:
    assert difference([1.0, 0.0], [1.0, 0.0]) == Difference(0, 0, 0, 0, 0)


def test_runs_of_different_lengths_cannot_be_paired() -> None:
    with pytest.raises(ValueError):
        difference([1.0], [1.0, 0.0])
