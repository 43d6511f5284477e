"""Fusion: scores brought to one scale and summed, and the best places picked from them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.fusion import fuse, share_of_best, top


@pytest.mark.parametrize(
    ("scores", "shares"),
    [
        # 2 / 8, 8 / 8 and 4 / 8
        ([2.0, 8.0, 4.0], [0.25, 1.0, 0.5]),
        # Below 0 they say nothing.
        ([-3.0, 2.0, 0.0], [0.0, 1.0, 0.0]),
        ([5.0, 5.0], [1.0, 1.0]),
        ([0.0, 0.0], [0.0, 0.0]),
        ([-5.0, -1.0], [0.0, 0.0]),
        ([], []),
    ],
)
def test_each_score_is_its_share_of_the_best(scores: list[float], shares: list[float]) -> None:
    assert share_of_best(np.array(scores)).tolist() == shares


@given(st.lists(st.floats(-1e6, 1e6, width=32)))
def test_shares_are_from_0_to_1_and_leave_the_scores_as_they_were(scores: list[float]) -> None:
    array = np.array(scores, np.float32)
    shares = share_of_best(array)
    assert shares.min(initial=0) >= 0
    assert shares.max(initial=0) <= 1
    assert array.tolist() == scores


def test_fuse_sums_weighted_shares() -> None:
    words, vectors = np.array([0.0, 8.0, 2.0]), np.array([0.5, -0.2, 0.25])
    # words: 0, 1, 1/4; vectors: 1, 0, 1/2
    expected = [0.75 * 0 + 0.25 * 1, 0.75 * 1 + 0.25 * 0, 0.75 * 0.25 + 0.25 * 0.5]
    assert fuse([(0.75, words), (0.25, vectors)]).tolist() == pytest.approx(expected)
    assert words.tolist() == [0.0, 8.0, 2.0]


def test_equal_scores_of_one_list_leave_the_order_to_the_other() -> None:
    assert fuse([(0.7, np.zeros(3)), (0.3, np.array([1.0, 4.0, 2.0]))]).tolist() == pytest.approx([0.075, 0.3, 0.15])


def test_top_gives_places_best_first_and_the_earlier_of_equals_first() -> None:
    scores = np.array([0.2, 0.9, 0.5, 0.9, 0.5], np.float32)
    assert top(scores, 4).tolist() == [1, 3, 2, 4]


def test_top_beyond_what_was_found_goes_on_with_the_others() -> None:
    assert top(np.array([0.0, 1.0, 0.0, 2.0]), 3).tolist() == [3, 1, 0]


@pytest.mark.parametrize("k", [0, -1])
def test_top_of_none_is_empty(k: int) -> None:
    assert top(np.array([1.0, 2.0]), k).tolist() == []


def test_top_beyond_the_end_gives_every_place() -> None:
    assert top(np.array([1.0, 3.0, 2.0]), 99).tolist() == [1, 2, 0]
    assert top(np.zeros(0), 99).tolist() == []


@given(st.lists(st.integers(0, 5) | st.floats(-10, 10, width=32)), st.integers(0, 40))
def test_top_equals_a_full_stable_sort(scores: list[float], k: int) -> None:
    array = np.array(scores, np.float32)
    assert top(array, k).tolist() == np.argsort(-array, kind="stable")[:k].tolist()
