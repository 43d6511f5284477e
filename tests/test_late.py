"""Late interaction: what the tokens of a question find, and what a further statement adds to that."""

import numpy as np
import pytest

from rag.late import TOLD, Late

# A question of three tokens: the first is worth most, an answer needs the last.
LATE = Late(
    cosines=np.array([[0.9, 0.4, 0.2], [0.5, 0.4, 0.8], [0.9, 0.6, 0.3]], np.float32),
    worth=np.array([0.6, 0.2, 0.2], np.float32),
    need=np.array([0.0, 0.0, 1.0], np.float32),
    whole=np.array([0.7, 0.6, 0.5], np.float32),
)


def test_what_is_told_counts_each_token_by_its_worth() -> None:
    told = dict(zip(TOLD, LATE.told[0], strict=True))
    assert told.pop("low") == pytest.approx(np.average([0.9, 0.4, 0.2], weights=np.exp([-7.2, -3.2, -1.6])), abs=1e-6)
    expected = {"nearest": 0.6 * 0.9 + 0.2 * 0.4 + 0.2 * 0.2, "needed": 0.2, "whole": 0.7, "least": 0.2}
    assert told == pytest.approx(expected, abs=1e-6)


def test_further_statement_gains_where_it_is_nearer() -> None:
    assert LATE.gained([0], 1).tolist() == pytest.approx([0.2 * 0.6, 0.6, 0.6])
    assert LATE.gained([0], 2).tolist() == pytest.approx([0.2 * 0.2 + 0.2 * 0.1, 0.1, 0.3])
    assert LATE.gained([0, 1], 2).tolist() == pytest.approx([0.2 * 0.2, 0, 0.2])
    assert LATE.gained([], 0).tolist() == pytest.approx([0.66, 0.2, 1.3])


def test_further_statements_follow_the_others() -> None:
    first = Late(LATE.cosines[:1], LATE.worth, LATE.need, LATE.whole[:1])
    rest = Late(LATE.cosines[1:], LATE.worth, LATE.need, LATE.whole[1:])
    np.testing.assert_array_equal(first.and_then(rest).told, LATE.told)
