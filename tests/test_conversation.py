"""Follow-up questions: the question itself first, and below it what was asked before it."""

import pytest

from index.query import read_query
from rag.asked import read_asked
from rag.conversation import in_context


@pytest.mark.parametrize(
    ("question", "history", "searched"),
    [
        ("漁船は何隻？", [], "漁船は何隻？"),
        ("じゃあ60代は？", ["ラジオの聴取率は？"], "じゃあ60代は？\nラジオの聴取率は？"),
        ("それはいつ？", ["橋の長さは？", "塔の高さは？"], "それはいつ？\n塔の高さは？\n橋の長さは？"),
        ("海外では？", ["ずっと前", "橋の長さは？", "塔の高さは？"], "海外では？\n塔の高さは？\n橋の長さは？"),
    ],
)
def test_newest_questions_stand_below_the_question(question: str, history: list[str], searched: str) -> None:
    assert in_context(question, history) == searched


def test_question_in_several_lines_is_one_line() -> None:
    assert in_context("漁船は\n  何隻？", ["ラジオの\r\n聴取率は？\n"]) == "漁船は 何隻？\nラジオの 聴取率は？"


@pytest.mark.parametrize(
    ("question", "years"),
    [("じゃあ60代は？", (2024,)), ("じゃあ2019年は？", (2019,)), ("その前の年、2023年は？", (2023,))],
)
def test_year_is_carried_over_unless_the_question_names_one(question: str, years: tuple[int, ...]) -> None:
    assert read_query(in_context(question, ["2024年のラジオの聴取率は？"])).years == years


def test_topic_is_carried_over_and_counts_less_than_what_is_asked() -> None:
    asked = read_asked(read_query(in_context("じゃあ60代の漁師は？", ["ラジオの聴取率は？"])), lambda word: 5.0)
    worth = {word: worth for one, worth in zip(asked.concepts, asked.worths, strict=True) for word in one.words}
    assert worth["漁師"] > worth["ラジオ"] > 0
