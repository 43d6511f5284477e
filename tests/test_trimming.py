"""Long statements are cut after the clause that answers; what is left stands as it stood."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.query import read_query
from rag.asked import Asked, read_asked
from rag.trimming import trimmed

BOATS = (
    "町の漁船の数は2024年に35隻、漁師の会が五年ごとに定める計画の目標は40隻であるが、その数にはまだ届かず、"
    "谷から移ってきた若い人が隣の浜で新しい船を造りはじめている。"
)


def asked(question: str) -> Asked:
    return read_asked(read_query(question), lambda word: 5.0)


def test_amount_is_told_up_to_its_clause() -> None:
    assert trimmed(BOATS, asked("2024年の町の漁船の数はいくつ？")) == "町の漁船の数は2024年に35隻"


def test_amount_that_the_question_names_itself_is_no_answer() -> None:
    assert trimmed(BOATS, asked("町の漁船の数が35隻になったのは2024年だが、目標はいくつ？")).startswith(
        "町の漁船の数は2024年に35隻、漁師の会が五年ごとに定める計画の目標は40隻"
    )


@pytest.mark.parametrize(
    "question",
    [
        "町の漁船が40隻に届かないのはなぜ？",
        "町の漁船とは？",
        "町の漁船と漁師の数はそれぞれ何？",
        "どんな人が船を造る？",
    ],
)
def test_other_questions_than_for_one_amount_get_the_whole(question: str) -> None:
    assert trimmed(BOATS, asked(question)) == BOATS


def test_short_statement_is_said_whole() -> None:
    short = "町の漁船は35隻となり、去年より3隻多い。"
    assert trimmed(short, asked("町の漁船はいくつ？")) == short


def test_comma_in_brackets_ends_no_clause() -> None:
    text = f"町の漁船（35隻、うち3隻は手漕ぎ）の数は、{'谷の' * 15}人たちが毎年の春に数え、2024年には36隻であった。"
    assert trimmed(text, asked("2024年の町の漁船の数は？")) == text


@pytest.mark.parametrize(
    "question", ["漁船の数は？", "2024年の漁船はいくつ？", "目標はいくつ？", "漁船の割合は？", "いつ？", ""]
)
def test_what_is_left_is_the_beginning(question: str) -> None:
    assert BOATS.startswith(trimmed(BOATS, asked(question or "船")))


@settings(deadline=None, max_examples=80)
@given(st.text(alphabet="町の漁船は35隻、。（）「」が2024年%", max_size=200))
def test_any_text_is_cut_to_a_beginning_that_is_not_empty(text: str) -> None:
    left = trimmed(text, asked("2024年の町の漁船はいくつ？"))
    assert text.startswith(left)
    assert bool(left) == bool(text)
