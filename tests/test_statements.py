"""Statements: which of a chunk's sentences or lines has which words."""

from pathlib import Path

import numpy as np
import pytest

from index.ranges import ranges
from index.statements import Statements, open_statements, save_statements

# Four chunks: two statements, none, one without a word, three.
WORDS = [[[3, 1], [2]], [], [[]], [[1], [4, 3], [1, 2, 5]]]


@pytest.fixture
def statements(tmp_path: Path) -> Statements:
    of_all = [words for chunk in WORDS for words in chunk]
    first = np.cumsum([0, *map(len, WORDS)])
    words_from = np.cumsum([0, *map(len, of_all)])
    spans = np.array([(10 * n, 10 * n + 5) for n in range(len(of_all))])
    save_statements(
        tmp_path, first, spans, words_from, [word for words in of_all for word in words], [1, 2, 3, 4, 5, 6]
    )
    return open_statements(tmp_path)


def held(chunk: int, numbers: list[int]) -> list[list[bool]]:
    return [[number in words for number in numbers] for words in WORDS[chunk]]


@pytest.mark.parametrize("numbers", [[1], [2, 1, 5], [9], [-1, 3, -1], [3, 3], [5, -1, 4, 3, 2, 1]])
@pytest.mark.parametrize("chunk", range(4))
def test_words_of_each_statement(statements: Statements, chunk: int, numbers: list[int]) -> None:
    assert statements.having(chunk, np.array(numbers)).tolist() == held(chunk, numbers)


def test_no_words_are_held_by_none(statements: Statements) -> None:
    assert statements.having(3, np.zeros(0, np.int32)).shape == (3, 0)
    assert statements.having(1, np.array([1, 2])).shape == (0, 2)


@pytest.mark.parametrize("chunks", [[0, 1, 2, 3], [3, 0], [1], [2, 2], []])
def test_several_chunks_are_one_below_the_other(statements: Statements, chunks: list[int]) -> None:
    numbers, places = [5, 1, -1, 3], np.array(chunks, np.int64)
    expected = [row for chunk in chunks for row in held(chunk, numbers)]
    assert statements.having_all(places, np.array(numbers)).tolist() == expected
    assert statements.counts(places).tolist() == [len(WORDS[chunk]) for chunk in chunks]
    offers = [statements.offers(chunk).tolist() for chunk in chunks]
    assert statements.offers_all(places).tolist() == [bits for of_chunk in offers for bits in of_chunk]


def test_columns_are_read_as_they_were_written(statements: Statements) -> None:
    assert len(statements) == 4
    assert statements.spans(3).tolist() == [[30, 35], [40, 45], [50, 55]]
    assert statements.offers(0).tolist() == [1, 2]


def test_ranges_follow_one_another() -> None:
    assert ranges(np.array([2, 7, 7, 0]), np.array([5, 7, 9, 1])).tolist() == [2, 3, 4, 7, 8, 0]
