"""Contrastive training: a text comes to lie nearest to its partner; silent pieces stay silent."""

from collections.abc import Sequence

import numpy as np
import pytest

from index.train.contrast import contrast

PIECES, DIMENSION = 9, 8
# Pieces 0 to 3 mean 4 to 7, one each; piece 8 says nothing.
PAIRS = [(f"{piece}", f"{piece + 4}") for piece in range(4)]
SILENT = np.arange(PIECES) == 8
# Short vectors turn quickly.
START = 0.1 * np.random.default_rng(5).normal(size=(PIECES, DIMENSION)).astype(np.float32)
START[SILENT] = 0


def encode(texts: Sequence[str]) -> list[list[int]]:
    return [[int(piece) for piece in text.split()] for text in texts]


def trained(pairs: dict[str, list[tuple[str, str]]] | None = None, steps: int = 150) -> np.ndarray:
    return contrast(START, pairs or {"town": PAIRS}, encode, silent=SILENT, steps=steps)


def nearest(vectors: np.ndarray) -> list[int]:
    """For each of pieces 0 to 3 the nearest of 4 to 7."""
    units = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return (4 + (units[:4] @ units[4:8].T).argmax(axis=1)).tolist()


@pytest.mark.parametrize("dimension", [DIMENSION, DIMENSION // 2], ids=["whole vectors", "the first half of them"])
def test_each_text_is_nearest_to_its_partner(dimension: int) -> None:
    assert nearest(START[:, :dimension]) != [4, 5, 6, 7]
    assert nearest(trained()[:, :dimension]) == [4, 5, 6, 7]


def test_silent_pieces_keep_their_zeros_and_teach_nothing() -> None:
    with_silence = [(f"8 {said} 8", f"{meant} 8") for said, meant in PAIRS]
    vectors = trained({"town": with_silence}, steps=20)
    assert vectors[8].tolist() == [0] * DIMENSION
    np.testing.assert_array_equal(vectors, trained(steps=20))


def test_pair_of_which_one_side_says_nothing_is_left_out() -> None:
    np.testing.assert_array_equal(
        trained({"town": [*PAIRS, ("8", "1"), ("2", ""), ("", "")]}, steps=20), trained(steps=20)
    )


def test_source_without_pairs_is_passed_over() -> None:
    np.testing.assert_array_equal(
        trained({"town": PAIRS, "none": [], "silent": [("8", "8")]}, steps=20), trained(steps=20)
    )


def test_same_pairs_give_the_same_vectors_and_leave_the_first_ones_as_they_were() -> None:
    before = START.copy()
    np.testing.assert_array_equal(trained(steps=20), trained(steps=20))
    np.testing.assert_array_equal(START, before)


def test_pieces_that_no_pair_has_stay_where_they_are() -> None:
    np.testing.assert_array_equal(trained({"town": PAIRS[:2]}, steps=20)[[2, 3, 6, 7]], START[[2, 3, 6, 7]])


def test_vectors_have_the_shape_and_the_kind_of_those_that_were_given() -> None:
    vectors = trained(steps=2)
    assert (vectors.shape, vectors.dtype) == ((PIECES, DIMENSION), np.float32)
    assert np.isfinite(vectors).all()
