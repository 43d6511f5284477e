"""Slips of typing: they change a text, little, the same for the same seed."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.reader.slips import with_slips

QUESTION = "通信の利用に関する割合は何パーセントですか"


def test_slips_change_a_question_and_leave_most_of_it() -> None:
    slipped = {with_slips(QUESTION, np.random.default_rng(seed)) for seed in range(20)}
    assert len(slipped) > 10
    assert QUESTION not in slipped
    assert all(len(set(QUESTION) - set(one)) <= 6 for one in slipped)


def test_same_seed_gives_the_same_slips() -> None:
    assert with_slips(QUESTION, np.random.default_rng(3)) == with_slips(QUESTION, np.random.default_rng(3))


@pytest.mark.parametrize("text", ["", "2024", "？"])
def test_text_without_letters_stays_as_it_is(text: str) -> None:
    assert with_slips(text, np.random.default_rng(0)) == text


@given(st.text(max_size=40), st.integers(0, 1_000))
def test_any_text_can_have_slips(text: str, seed: int) -> None:
    assert isinstance(with_slips(text, np.random.default_rng(seed)), str)
