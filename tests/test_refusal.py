"""Saying no: what the passages lack, how it is told, and where to look instead."""

import pytest

from index.passages import Passage
from index.query import read_query
from rag.answers import Reason
from rag.asked import read_asked
from rag.evidence import ranked
from rag.refusal import (
    NOT_FOUND,
    lacking_in,
    missing,
    nearest_sections,
    not_found,
    refusal_text,
    says_not_found,
)
from tests.passages import found_for, passage

RADIO = passage("町のラジオの聴取率は2024年に61.5%である。60代の聴取率は78.0%である。", title="ラジオ")
BOATS = passage("町の漁船は35隻である。漁師は48人いる。", rank=2, score=25.0, label="第2節", title="漁船")


def every_word_alike(word: str) -> float:
    return 5.0


def lacking(question: str, *passages: Passage) -> list[str]:
    asked = read_asked(read_query(question), every_word_alike)
    found = found_for(question, passages)
    return missing(asked, ranked(asked, found), found)


@pytest.mark.parametrize(
    ("question", "lacks"),
    [
        ("2024年の町のラジオの聴取率は？", []),
        ("令和6年の町のラジオの聴取率は？", []),
        ("60代のラジオの聴取率は？", []),
        ("漁師は何人？", []),
        ("大阪のラジオの聴取率は？", ["大阪"]),
        ("40代のラジオの聴取率は？", ["40代"]),
        ("ABCラジオの聴取率は？", ["ABC"]),
        ("漁船は何社？", ["何社"]),
        ("漁船はいくらで買った？", ["金額"]),
        ("2019年のラジオの聴取率は？", ["2019年"]),
        ("大阪の40代のラジオの聴取率は？", ["大阪", "40代"]),
    ],
)
def test_what_the_question_insists_on_must_be_there(question: str, lacks: list[str]) -> None:
    assert [what.upper() for what in lacking(question, RADIO, BOATS)] == lacks


def test_nothing_found_or_nothing_near_is_about_something_else() -> None:
    assert lacking("ラジオの聴取率は？") == [""]
    assert lacking("ラジオの聴取率は？", passage(RADIO.chunk.text, score=-100.0)) == [""]


def test_number_counts_in_whatever_width_it_is_written() -> None:
    assert lacking("漁師は何人？", passage("漁師は４８人である。")) == []
    assert lacking("４０代のラジオの聴取率は？", RADIO) == ["40代"]


def test_kinds_of_mend_are_no_regular_expression() -> None:
    assert lacking("(ラジオ[*+の聴取率は何人(", RADIO) == ["何人"]


@pytest.mark.parametrize(
    ("draft", "empty"),
    [
        ("該当なし", True),
        (" 「該当なし」。\n", True),
        ("該当なし：大阪", True),
        ("", True),
        (" \n", True),
        ("あり[1]。", False),
        ("町に該当なしと書いた[1]。", False),
    ],
)
def test_draft_that_says_nothing_was_found(draft: str, empty: bool) -> None:
    assert says_not_found(draft) is empty


@pytest.mark.parametrize("lacks", [["大阪"], ["大阪", "40代", "何人"]])
def test_what_a_draft_lacks_is_read_as_it_was_written(lacks: list[str]) -> None:
    assert lacking_in(not_found(lacks)) == "、".join(lacks)


def test_draft_names_few_things_and_none_at_length() -> None:
    assert not_found([""]) == NOT_FOUND
    assert not_found(["あ" * 1_000]) == f"{NOT_FOUND}：{'あ' * 30}"
    assert not_found(["甲", "乙", "丙", "丁"]) == f"{NOT_FOUND}：甲、乙、丙"
    assert lacking_in("町の電話は1,200台：内訳[1]。") == ""


def test_nearest_sections_are_named_once_each() -> None:
    found = [
        passage("あ", rank=1, label="第1節"),
        passage("い", rank=2, label="第1節"),
        passage("う", rank=3, label="第2節"),
    ]
    assert [section.label for section in nearest_sections(found)] == ["第1節", "第2節"]


def test_near_miss_names_what_is_missing_and_the_nearest_section() -> None:
    nearest = nearest_sections([passage("あ", label="第1節")])
    section = "近い内容の節：令和7年版 第1節「町の通信」"
    assert refusal_text(Reason.NOT_FOUND, nearest, "大阪、40代") == (
        f"お探しの内容（大阪、40代）は、この資料からは見つかりませんでした。{section}"
    )
    assert refusal_text(Reason.NOT_FOUND, nearest) == f"お探しの内容は、この資料からは見つかりませんでした。{section}"
    assert refusal_text(Reason.NOT_FOUND, ()) == "お探しの内容は、この資料からは見つかりませんでした。"


@pytest.mark.parametrize("reason", [reason for reason in Reason if reason is not Reason.NOT_FOUND])
def test_other_refusals_are_fixed_courteous_sentences(reason: Reason) -> None:
    nearest = nearest_sections([passage("あ")])
    text = refusal_text(reason, nearest, "大阪")
    assert text == refusal_text(reason, ())
    assert "ください。" in text or "お調べできます。" in text
    assert len(text) <= 120
