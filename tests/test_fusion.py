"""Fusion: scores brought to one scale and summed, and the best places picked from them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.fusion import fuse, min_max, top


@pytest.mark.parametrize(
    ("scores", "scaled"),
    [
        # (4 − 2) / (6 − 2) = 0.5
        ([2.0, 6.0, 4.0], [0.0, 1.0, 0.5]),
        # (0 − −3) / (1 − −3) = 0.75
        ([-3.0, 1.0, 0.0], [0.0, 1.0, 0.75]),
        # Equal scores: found by all alike, or by none.
        ([5.0, 5.0], [1.0, 1.0]),
        ([5.0], [1.0]),
        ([0.0, 0.0], [0.0, 0.0]),
        ([-5.0, -5.0], [0.0, 0.0]),
        ([], []),
    ],
)
def test_min_max_brings_the_lowest_to_0_and_the_highest_to_1(scores: list[float], scaled: list[float]) -> None:
    assert min_max(np.array(scores)).tolist() == scaled


def test_fuse_sums_weighted_scaled_scores() -> None:
    words, vectors = np.array([0.0, 8.0, 2.0]), np.array([0.9, 0.5, 0.7])
    # words scaled: 0, 1, 1/4; vectors scaled: 1, 0, 1/2
    expected = [0.75 * 0 + 0.25 * 1, 0.75 * 1 + 0.25 * 0, 0.75 * 0.25 + 0.25 * 0.5]
    assert fuse([(0.75, words), (0.25, vectors)]).tolist() == pytest.approx(expected)


def test_equal_scores_of_one_list_leave_the_order_to_the_other() -> None:
    assert fuse([(0.7, np.zeros(3)), (0.3, np.array([1.0, 3.0, 2.0]))]).tolist() == pytest.approx([0, 0.3, 0.15])


def test_top_gives_places_best_first_and_the_earlier_of_equals_first() -> None:
    scores = np.array([0.2, 0.9, 0.5, 0.9, 0.5], np.float32)
    assert top(scores, 4).tolist() == [1, 3, 2, 4]


def test_top_of_0_is_empty() -> None:
    assert top(np.array([1.0, 2.0]), 0).tolist() == []


def test_top_beyond_the_end_gives_every_place() -> None:
    assert top(np.array([1.0, 3.0, 2.0]), 99).tolist() == [1, 2, 0]
    assert top(np.zeros(0), 99).tolist() == []


@given(st.lists(st.integers(0, 5) | st.floats(-10, 10, width=32)), st.integers(0, 40))
def test_top_equals_a_full_stable_sort(scores: list[float], k: int) -> None:
    array = np.array(scores, np.float32)
    assert top(array, k).tolist() == np.argsort(-array, kind="stable")[:k].tolist()
