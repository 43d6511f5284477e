"""Saying no: how it is told, and where to look instead."""

import pytest

from rag.answers import Reason
from rag.refusal import (
    NOT_FOUND,
    lacking_in,
    nearest_sections,
    not_found,
    outweighs,
    refusal_text,
    says_not_found,
)
from tests.passages import passage


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
    assert lacking_in(not_found([], "対象者：町に住む人（120名）[1]。")) == ""


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


def test_question_in_english_is_refused_in_english() -> None:
    nearest, phones = nearest_sections([passage("あ", label="第1節")]), "町の電話は1,200台である[1]。"
    section, not_found = "令和7年版 第1節「町の通信」", "was not found in these papers."
    told = refusal_text(Reason.NOT_FOUND, nearest, "2030", phones, english=True)
    assert told == f"What you ask for (2030) {not_found} The nearest thing is in {section}: {phones}"
    named = refusal_text(Reason.NOT_FOUND, nearest, "大阪", english=True)
    assert named == f"What you ask for {not_found} The nearest section: {section}"
    for reason in set(Reason) - {Reason.NONSENSE, Reason.NOT_FOUND}:
        assert refusal_text(reason, nearest, english=True).startswith(("Sorry", "I "))
    assert refusal_text(Reason.NONSENSE, (), english=True) == refusal_text(Reason.NONSENSE, ())


@pytest.mark.parametrize("reason", [reason for reason in Reason if reason is not Reason.NOT_FOUND])
def test_other_refusals_are_fixed_courteous_sentences(reason: Reason) -> None:
    nearest = nearest_sections([passage("あ")])
    text = refusal_text(reason, nearest, "大阪")
    assert text == refusal_text(reason, ())
    assert "ください。" in text or "お調べできます。" in text
    assert len(text) <= 120


@pytest.mark.parametrize(("log_odds", "best", "outweighed"), [(1.1, 18.0, True), (0.9, 18.0, False), (0.1, 13.0, True)])
def test_suspicion_must_outweigh_what_was_found(log_odds: float, best: float, outweighed: bool) -> None:
    # (18 - 13) / 5 = 1
    assert outweighs(log_odds, best) is outweighed
