"""Baselines: each finds what its way of searching finds in a few tiny documents."""

from collections.abc import Iterable
from typing import TypeVar

import pytest

from eval.baselines import MEASURES, Row, baseline_rows, own_row
from eval.questions import Evidence, Kind
from eval.statistics import estimate
from ingest.documents import Document, DocumentKind
from ingest.sources import Source
from tests.asked import WITH_NEITHER, answer, outcome, question
from tests.fakes import WordEmbedder

T = TypeVar("T")
SYSTEMS = ["BM25, Sudachi", "BM25, character bigrams", "FAISS, bundled embedder"]


def source(id: str, text: str) -> Source:
    return Source(Document(id, id, None, None, DocumentKind.TEXT), text)


# Parted by spaces, which is where the embedder by hand parts words.
SOURCES = [
    source("phones", "町の 電話 は 1,200台 である"),
    source("posts", "坂の 上の 郵便箱 は 48本 である"),
    source("ships", "浜の 渡し船 は 8隻 である"),
]
POSTS = Evidence("posts", "第1章", "郵便箱は48本である")
SHIPS = Evidence("ships", "第1章", "渡し船は8隻である")


def rows(*asked, sources: Iterable[Source] = SOURCES) -> dict[str, Row]:
    return {row.system: row for row in baseline_rows(list(sources), asked, WordEmbedder(dimension=512))}


@pytest.mark.parametrize("system", SYSTEMS)
def test_text_that_shares_the_questions_words_is_found_first(system: str) -> None:
    row = rows(question(question="坂の 郵便箱 は 何本", gold=(POSTS,)))[system]
    assert row == Row(system, {name: estimate([1.0]) for name in MEASURES})


def test_every_baseline_has_a_row() -> None:
    assert list(rows(question())) == SYSTEMS


@pytest.mark.parametrize("system", SYSTEMS)
def test_what_was_asked_before_is_searched_too(system: str) -> None:
    row = rows(question(question="では 何隻", history=("浜の 渡し船 は",), gold=(SHIPS,)))[system]
    assert row.measures["hit@1"] == estimate([1.0])


@pytest.mark.parametrize("system", SYSTEMS)
def test_each_question_counts_and_only_what_has_an_answer(system: str) -> None:
    found = question("箱", question="坂の 郵便箱 は", gold=(POSTS,))
    missed = question("月", question="坂の 郵便箱 は", gold=(Evidence("moon", "第1章", "月の電話は3台である"),))
    row = rows(found, missed, question("空", Kind.NONSENSE))[system]
    assert row == Row(system, {name: estimate([1.0, 0.0]) for name in MEASURES})


@pytest.mark.parametrize("system", ["BM25, Sudachi", "BM25, character bigrams"])
def test_question_without_a_known_word_scores_all_texts_alike(system: str) -> None:
    row = rows(question(question="xyzzy", gold=(SHIPS,)))[system]
    # Of equal scores the earlier text comes first, so that the third document is third.
    expected = {"recall@1": 0.0, "recall@5": 1.0, "recall@10": 1.0, "hit@1": 0.0, "mrr": 1 / 3, "ndcg@10": 1 / 2}
    assert {name: found.value for name, found in row.measures.items()} == pytest.approx(expected)


@pytest.mark.parametrize("system", SYSTEMS)
def test_long_text_is_cut_as_stock_splitters_do(system: str) -> None:
    long = source("posts", "\n\n".join(["町の 人は 船で 通う 。" * 40] * 5) + "\n\n" + SOURCES[1].text)
    row = rows(question(question="坂の 郵便箱", gold=(POSTS,)), sources=[SOURCES[0], long])[system]
    assert row.measures["recall@5"] == estimate([1.0])


def test_no_questions_have_no_figures() -> None:
    assert rows(question("空", Kind.NONSENSE)) == {system: Row(system, {}) for system in SYSTEMS}


def test_progress_shows_each_baseline() -> None:
    seen = []

    def progress(what: str, items: Iterable[T], total: int) -> Iterable[T]:
        seen.append((what, total))
        return items

    list(baseline_rows(SOURCES, [question(), question("空", Kind.NONSENSE)], WordEmbedder(), progress=progress))
    assert seen == [(system, 1) for system in SYSTEMS]


def test_own_row_is_taken_from_the_run() -> None:
    right, wrong = dict.fromkeys(MEASURES, 1.0), dict.fromkeys(MEASURES, 0.0)
    run = [
        outcome(question("電話"), answer(), correct=1.0, **right),
        outcome(question("箱"), answer(passages=[WITH_NEITHER]), correct=0.0, **wrong),
        outcome(question("月", Kind.NONSENSE), answer(), refusal=0.0),
    ]
    assert own_row(run) == Row("hakusho", {name: estimate([1.0, 0.0]) for name in MEASURES})
