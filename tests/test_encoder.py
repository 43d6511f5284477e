"""The encoder: what of a text is read, and that its vectors in eight bits are the vectors."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.encoder import (
    BEGIN,
    CONTEXT_TOKENS,
    DIGEST,
    DIMENSION,
    END,
    QUESTION_TOKENS,
    STATEMENT_TOKENS,
    TITLE_TOKENS,
    Rows,
    digest,
    encode,
    encoded_question,
    encoded_statement,
    question_tokens,
    statement_tokens,
)
from index.told import Told

BOATS = Told("漁業", "町の漁船の数をみる。", "2024年には35隻であった。")


def test_digest_is_that_of_the_files() -> None:
    assert digest() == DIGEST


def test_tokens_are_bounded() -> None:
    assert len(question_tokens("漁船 " * 1_000)) == QUESTION_TOKENS + 2
    longest = statement_tokens(Told("港 " * 1_000, "網 " * 1_000, "漁船 " * 1_000))
    assert len(longest) == TITLE_TOKENS + CONTEXT_TOKENS + STATEMENT_TOKENS + 3
    assert longest.own.count(False) == CONTEXT_TOKENS + 1


def test_of_what_is_said_before_a_statement_the_end_is_read() -> None:
    near, far = (statement_tokens(Told("港", before, "船。")) for before in ("網。", "箱。" * 1_000 + "網。"))
    assert near.numbers[-7:] == far.numbers[-7:]


def test_text_begins_and_ends_with_its_marks() -> None:
    assert question_tokens("").numbers[0] == BEGIN
    assert [statement_tokens(BOATS).numbers[at] for at in (0, -1)] == [BEGIN, END]


def test_each_token_has_a_row_and_each_own_one_a_last_row() -> None:
    tokens, encoded = statement_tokens(BOATS), encoded_statement(BOATS)
    assert encoded.own.tolist() == list(tokens.own)
    assert encoded.lower.numbers.shape == (len(tokens), DIMENSION)
    assert encoded.last.numbers.shape == (sum(tokens.own), DIMENSION)


def test_text_is_read_the_same_with_one_thread_as_with_two() -> None:
    one, two = (encode(statement_tokens(BOATS), threads=threads) for threads in (1, 2))
    np.testing.assert_array_equal(one.lower.numbers, two.lower.numbers)
    np.testing.assert_array_equal(one.last.numbers, two.last.numbers)


def test_mean_is_of_length_one_and_nearest_to_what_answers() -> None:
    question = encoded_question("2024年に漁船は何隻？")
    school = encoded_statement(Told("教育", "", "小学校では毎年、運動会を開いている。"))
    assert np.linalg.norm(question.mean) == pytest.approx(1, abs=1e-5)
    assert question.mean @ encoded_statement(BOATS).mean > question.mean @ school.mean


@given(st.lists(st.lists(st.floats(-1e6, 1e6, width=32), min_size=3, max_size=3), max_size=4))
def test_rows_differ_from_their_vectors_by_half_a_step_at_most(rows: list[list[float]]) -> None:
    vectors = np.array(rows, np.float32).reshape(-1, 3)
    kept = Rows.of(vectors)
    assert kept.numbers.dtype == np.int8
    assert (np.abs(kept.vectors - vectors) <= kept.scales[:, None] * 0.5001).all()
