"""The prompt: numbered excerpts in rank order, as many as the budget holds, and nothing that has no label."""

import pytest

from ingest.events import TextKind
from rag.chain import Found, fitting, messages
from rag.tokens import count_tokens
from tests.passages import passage

QUESTION = "町の電話は何台？"


def found(*passages, history: tuple[str, ...] = (), budget: int = 6_000) -> Found:
    put = Found(question=QUESTION, search=QUESTION, history=history, passages=passages, given=0)
    return {**put, "given": fitting(put, budget)}


def excerpts(*passages, budget: int = 6_000) -> str:
    return messages(found(*passages, budget=budget))[0].content.partition("抜粋:\n")[2]


def test_excerpts_are_numbered_and_name_their_section() -> None:
    assert excerpts(
        passage("電話は1,200台である。", rank=1), passage("郵便箱は48本である。", rank=2, label="第2節")
    ) == (
        "[1] 令和7年版 第Ⅰ部第1章第1節「町の通信」\n電話は1,200台である。\n\n"
        "[2] 令和7年版 第2節「町の通信」\n郵便箱は48本である。"
    )


@pytest.mark.parametrize("budget", [700, 1_500, 3_000])
def test_prompt_stays_within_its_budget(budget: int) -> None:
    long = [passage(f"{rank}番目の町では電話が増えた。" * 12, rank=rank) for rank in range(1, 40)]
    prompt = messages(found(*long, budget=budget))
    assert sum(count_tokens(str(message.content)) for message in prompt) <= budget


def test_best_excerpt_is_there_whatever_the_budget() -> None:
    assert "[1] " in excerpts(passage("電話は1,200台である。" * 100, rank=1), passage("次。", rank=2), budget=500)
    assert "[2] " not in excerpts(passage("電話は1,200台である。" * 100, rank=1), passage("次。", rank=2), budget=500)


def test_numbers_of_a_picture_are_not_shown_to_the_model() -> None:
    picture = passage("図表Ⅰ-1-1-1 電話の数\n1,200 48\n2023 2024", kind=TextKind.FIGURE)
    assert excerpts(picture).splitlines()[1:] == [
        "図表Ⅰ-1-1-1 電話の数",
        "（図の中の数値は、どの項目の値か確かでないため載せていない）",
    ]


def test_earlier_questions_come_before_the_question() -> None:
    asked = messages(found(passage("電話は1,200台である。"), history=("町はどこ？",)))[1].content
    assert asked == f"（前の質問）町はどこ？\n{QUESTION}"


def test_braces_in_a_paper_are_text() -> None:
    assert "{question} {0}" in excerpts(passage("{question} {0}である。"))
