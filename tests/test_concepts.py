"""Concepts: what was said, the papers' words for it, English over the bridge, and the context for less."""

from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import index.bridge
import index.concepts
import index.homophones
from index.concepts import EVERYDAY, Concept, concepts, flat, weighed_sum
from index.words import words

# What another word counts, and the next one beside it; what the context counts.
OTHER, NEXT, CONTEXT = 0.7, 0.8, 0.5
LEXICON = """渡し船	定期船|客船
船の便	時刻表
灯台守	灯台
、。	灯台
"""


@pytest.fixture
def lexicon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A lexicon, a bridge and readings of a few words, in place of those that ship."""
    monkeypatch.setattr(index.concepts, "EVERYDAY", tmp_path / "everyday.tsv")
    monkeypatch.setattr(index.concepts, "_lexicon", cache(index.concepts._lexicon.__wrapped__))
    monkeypatch.setattr(index.bridge, "FILE", tmp_path / "bridge.tsv")
    monkeypatch.setattr(index.bridge, "_table", cache(index.bridge._table.__wrapped__))
    monkeypatch.setattr(index.homophones, "FILE", tmp_path / "readings.tsv")
    for name in ("_table", "_known"):
        monkeypatch.setattr(index.homophones, name, cache(getattr(index.homophones, name).__wrapped__))
    (tmp_path / "readings.tsv").write_text("トウダイ\t灯台\n", "utf-8")
    (tmp_path / "everyday.tsv").write_text(LEXICON, "utf-8")
    (tmp_path / "bridge.tsv").write_text("lighthous\t灯台:1.00\t港:0.50\n", "utf-8")


def said(word: str, **others: float) -> Concept:
    return Concept({word: 1.0} | others)


pytestmark = pytest.mark.usefixtures("lexicon")


def test_each_word_is_a_concept_in_order_and_once() -> None:
    assert concepts("港の灯台と港の市場") == [said("港"), said("灯台"), said("市場")]


def test_everyday_word_stands_with_what_the_papers_say_for_it_best_first() -> None:
    [found] = [concept for concept in concepts("渡し船") if "定期船" in concept.words]
    assert found.words["定期船"] == pytest.approx(OTHER)
    assert found.words["客船"] == pytest.approx(OTHER * NEXT)
    assert max(found.words.values()) == 1.0


def test_expression_of_several_words_stands_with_its_last_one() -> None:
    assert words("船の便") == ["船", "便"]
    assert [(set(c.words) & {"船", "便"}, c.words.get("時刻表")) for c in concepts("港の船の便")][1:] == [
        ({"船"}, None),
        ({"便"}, OTHER),
    ]


def test_expression_whose_words_stand_apart_is_not_said() -> None:
    assert "時刻表" not in flat(concepts("便の船"))


def test_line_without_a_search_word_stands_for_nothing() -> None:
    assert flat(concepts("、。")) == {}


def test_english_is_looked_up_in_japanese() -> None:
    assert Concept({"灯台": 1.0, "港": 0.5}) in concepts("Where are the lighthouses?")


def test_words_that_sound_like_what_was_typed_stand_beside_it_for_less() -> None:
    assert 0 < flat(concepts("当代"))["灯台"] < 1
    assert flat(concepts("当代の灯台"))["灯台"] == 1


def test_context_comes_after_the_question_and_counts_less() -> None:
    assert concepts("灯台の高さ", "港の市場") == [
        *concepts("灯台の高さ"),
        Concept({"港": CONTEXT}),
        Concept({"市場": CONTEXT}),
    ]


def test_context_counts_as_much_as_a_question_that_names_no_thing() -> None:
    assert concepts("それはいつ始まった？", "港の灯台は？")[-1] == Concept({"灯台": 1.0})
    assert concepts("船はいつ始まった？", "港の灯台は？")[-1] == Concept({"灯台": CONTEXT})


def test_what_the_question_says_the_context_says_not_again() -> None:
    assert concepts("港の灯台", "灯台の市場") == [said("港"), said("灯台"), Concept({"市場": CONTEXT})]
    assert [c for c in concepts("渡し船", "定期船") if c.words == {"定期船": CONTEXT}] == []


@pytest.mark.parametrize("text", ["", "？", "それはなぜですか", "\n"])
def test_text_without_a_subject_has_no_concepts(text: str) -> None:
    assert concepts(text) == concepts(text, text) == []


def test_flat_keeps_the_highest_weight_of_each_word() -> None:
    assert flat([Concept({"港": 0.5, "船": 1.0}), Concept({"港": 0.7})]) == {"港": 0.7, "船": 1.0}
    assert flat([]) == {}


def test_less_of_a_concept_is_a_share_of_each_word() -> None:
    assert Concept({"港": 1.0, "船": 0.5}).less(0.5) == Concept({"港": 0.5, "船": 0.25})


@settings(deadline=None)
@given(st.text(max_size=40), st.text(max_size=40))
def test_every_weight_is_more_than_0_and_at_most_1(text: str, context: str) -> None:
    found = concepts(text, context)
    assert all(concept.words for concept in found)
    assert all(0 < weight <= 1 for weight in flat(found).values())
    assert set(words(text)) <= set(flat(found))


def test_shipped_lexicon_has_each_expression_once_with_words_for_it() -> None:
    lines = EVERYDAY.read_text("utf-8").splitlines()
    said = [line.partition("\t")[0] for line in lines]
    assert [line for line in lines if line.count("\t") != 1 or not all(line.partition("\t")[2].split("|"))] == []
    assert sorted(expression for expression in set(said) if said.count(expression) > 1) == []


def test_share_of_the_question_is_what_its_concepts_count_that_are_held() -> None:
    worths = np.array([0.5, 0.3, 0.2])
    assert weighed_sum(np.array([[1, 0, 0.5], [0, 0, 0]]), worths).tolist() == pytest.approx([0.6, 0])
    assert weighed_sum(np.zeros((0, 3)), worths).shape == (0,)
