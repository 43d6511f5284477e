"""Lexical: what BM25 wrote is read back; unknown terms count nothing; how rare a term is."""

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csc_matrix

from index.lexical import Field, LexicalIndex, save_scores, write_field

TEXTS = [["電話", "電話", "港"], ["電波", "谷"], [], ["電話", "谷", "小包"]]
TERMS = {"電話": [0, 3], "港": [0], "電波": [1], "谷": [1, 3], "小包": [3]}


@pytest.fixture(scope="module")
def lexical(tmp_path_factory: pytest.TempPathFactory) -> LexicalIndex:
    folder = tmp_path_factory.mktemp("index")
    write_field(folder, Field.WORDS, TEXTS)
    return LexicalIndex(folder, Field.WORDS)


def lucene(term: str, place: int) -> float:
    """Lucene's BM25, k1 = 1.5 and b = 0.75; the texts have 2 terms on average."""
    idf = math.log(1 + (4 - len(TERMS[term]) + 0.5) / (len(TERMS[term]) + 0.5))
    count = TEXTS[place].count(term)
    return idf * count / (count + 1.5 * (1 - 0.75 + 0.75 * len(TEXTS[place]) / 2))


@pytest.mark.parametrize("term", TERMS)
def test_each_term_has_its_score_in_each_text_that_has_it(lexical: LexicalIndex, term: str) -> None:
    places, scores = lexical.postings(term)
    assert places.tolist() == TERMS[term]
    assert scores.tolist() == pytest.approx([lucene(term, place) for place in TERMS[term]])
    assert lexical.frequency(term) == len(TERMS[term])


def test_every_text_counts_even_one_without_terms(lexical: LexicalIndex) -> None:
    assert (len(lexical), lexical.whole) == (4, 4)


def test_terms_add_up_by_their_weights(lexical: LexicalIndex) -> None:
    expected = [2 * lucene("電話", 0), 0.5 * lucene("谷", 1), 0, 2 * lucene("電話", 3) + 0.5 * lucene("谷", 3)]
    assert lexical.scores({"電話": 2.0, "谷": 0.5}).tolist() == pytest.approx(expected)


@pytest.mark.parametrize("weights", [{}, {"宇宙船": 1.0}, {"": 1.0}, {"\0": 1.0}])
def test_unknown_terms_count_nothing(lexical: LexicalIndex, weights: dict[str, float]) -> None:
    scores = lexical.scores(weights)
    assert (scores.dtype, scores.tolist()) == (np.float32, [0, 0, 0, 0])
    np.testing.assert_array_equal(lexical.scores({"谷": 1.0} | weights), lexical.scores({"谷": 1.0}))


def test_rare_terms_have_a_high_idf_and_unknown_ones_that_of_a_single_text(lexical: LexicalIndex) -> None:
    idf = [lexical.idf(term) for term in ("電話", "小包", "宇宙船")]
    assert idf == pytest.approx([math.log(1 + 4 / 2), math.log(1 + 4 / 1), math.log(1 + 4 / 1)])


@given(st.sampled_from([*TERMS, "宇宙船"]), st.lists(st.integers(0, 3)))
def test_texts_that_have_a_term_are_known(lexical: LexicalIndex, term: str, places: list[int]) -> None:
    having = lexical.having(term, np.array(places, np.int64))
    assert having.tolist() == [place in TERMS.get(term, []) for place in places]


def test_terms_are_listed_by_their_numbers(lexical: LexicalIndex) -> None:
    listed = lexical.terms()
    assert {term for term in listed if term} == set(TERMS)
    assert [lexical.number(term) for term in TERMS] == [listed.index(term) for term in TERMS]
    assert lexical.number("宇宙船") == -1


def test_written_numbers_are_the_numbers_that_are_read(tmp_path: Path) -> None:
    numbers = write_field(tmp_path, Field.TITLES, TEXTS)
    lexical = LexicalIndex(tmp_path, Field.TITLES)
    assert {term: lexical.number(term) for term in TERMS} == {term: numbers[term] for term in TERMS}


def test_scores_by_text_are_those_by_term(lexical: LexicalIndex) -> None:
    dense = lexical.by_text().toarray()
    assert dense.shape == (4, len(lexical.terms()))
    for term in TERMS:
        np.testing.assert_array_equal(dense[:, lexical.number(term)], lexical.scores({term: 1.0}))


@pytest.mark.parametrize("texts", [[[]], [[], [], []]])
def test_texts_without_any_term_have_an_index_all_the_same(tmp_path: Path, texts: list[list[str]]) -> None:
    write_field(tmp_path, Field.GROUPS, texts)
    assert LexicalIndex(tmp_path, Field.GROUPS).scores({"電話": 1.0}).tolist() == [0.0] * len(texts)


def test_scores_that_were_computed_elsewhere_are_read_alike(tmp_path: Path) -> None:
    scores = csc_matrix(np.array([[0, 1.5], [0.25, 0], [0, 0]], np.float32))
    save_scores(tmp_path, Field.WORDS, {"電話": 0, "谷": 1}, scores)
    lexical = LexicalIndex(tmp_path, Field.WORDS)
    assert lexical.scores({"電話": 2.0, "谷": 1.0}).tolist() == [1.5, 0.5, 0]
    assert (lexical.terms(), len(lexical)) == (["電話", "谷"], 3)
