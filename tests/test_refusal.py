"""Saying no: greetings, drafts without an answer, and where to look instead."""

import pytest

from rag.answers import Reason
from rag.refusal import before_search, nearest_sections, refusal_text, says_not_found
from tests.passages import passage


@pytest.mark.parametrize("text", ["こんにちは", "こんにちは！", "ありがとうございます。", "Hello!"])
def test_greeting_is_answered_without_a_search(text: str) -> None:
    assert before_search(text) is Reason.GREETING


@pytest.mark.parametrize("text", ["こんにちは、郵便局はいくつ？", "5Gとは？"])
def test_greeting_before_a_question_is_a_question(text: str) -> None:
    assert before_search(text) is None


@pytest.mark.parametrize(
    ("draft", "empty"), [("該当なし", True), (" 「該当なし」。\n", True), ("", True), ("あり[1]。", False)]
)
def test_draft_that_says_nothing_was_found(draft: str, empty: bool) -> None:
    assert says_not_found(draft) is empty


def test_nearest_sections_are_named_once_each() -> None:
    found = [
        passage("あ", rank=1, label="第1節"),
        passage("い", rank=2, label="第1節"),
        passage("う", rank=3, label="第2節"),
    ]
    nearest = nearest_sections(found)
    assert [section.label for section in nearest] == ["第1節", "第2節"]
    assert refusal_text(Reason.NOT_FOUND, nearest) == (
        "お探しの内容は、この資料からは見つかりませんでした。近い内容の節：令和7年版 第1節「町の通信」"
    )
    assert refusal_text(Reason.NOT_FOUND, ()) == "お探しの内容は、この資料からは見つかりませんでした。"
