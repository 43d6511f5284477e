"""Doubt and additions: what was learned of them points the right way."""

import numpy as np
import pytest

from index.passages import Passage
from index.query import read_query
from rag import adding, doubt
from rag.asked import read_asked
from rag.network import learned_chance
from rag.ranking import Ranking, rank
from tests.passages import found_for, passage

BOATS = passage("町の漁船は2024年に35隻である。漁師は48人いる。", title="漁船")


def every_word_alike(word: str) -> float:
    return 5.0


def ranked(question: str, *passages: Passage) -> tuple[Ranking, list[Passage]]:
    found = found_for(question, passages)
    return rank(read_asked(read_query(question), every_word_alike), found), found


def doubt_of(question: str, *passages: Passage) -> float:
    return doubt.doubt(*ranked(question, *passages), every_word_alike)


def test_nothing_to_say_is_all_doubt() -> None:
    assert doubt_of("漁船は？") == 1.0


@pytest.mark.parametrize(
    ("lacking", "answered"),
    [
        ("町の漁船の値段はいくら？", "町の漁船は2024年にいくつ？"),
        ("町の漁船を造った大工の名前は？", "町の漁船はいくつ？"),
        ("町の灯台の職員の年収はいくら？", "漁師は何人？"),
    ],
)
def test_question_for_what_is_not_said_is_more_doubtful(lacking: str, answered: str) -> None:
    assert doubt_of(lacking, BOATS) > doubt_of(answered, BOATS)


def test_what_is_known_of_a_question_is_what_was_learned_from() -> None:
    ranking, found = ranked("町の漁船はいくつ？", BOATS)
    row = doubt.doubts(ranking, found, every_word_alike)
    assert row.shape == learned_chance(doubt.FILE).direct.shape
    assert np.isfinite(row).all()
    added = adding.addition(ranking, [ranking.order[0]], ranking.order[1])
    assert added.shape == learned_chance(adding.FILE).direct.shape
    assert np.isfinite(added).all()


def test_chance_that_a_statement_adds_is_a_chance() -> None:
    ranking, _ = ranked("町の漁船と漁師はいくつ？", BOATS)
    assert 0 < adding.chance_of_more(ranking, [ranking.order[0]], ranking.order[1]) < 1
