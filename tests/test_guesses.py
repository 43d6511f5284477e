"""What is only guessed is asked for."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.guesses import without_guesses


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        (
            "港で魚を買う人は3割くらいかなと思うんだけど、実際は?",
            "港で魚を買う人は何割くらいかなと思うんだけど、実際は?",
        ),
        ("船は1億2,345万件って本当ですか", "船は何件って本当ですか"),
        ("魚の売上は二百億円って本当ですか", "魚の売上は何億円って本当ですか"),
        ("灯台を見た人が8割を超えたって本当ですか", "灯台を見た人が何割を超えたって本当ですか"),
        ("案内は十か国語くらいかなあ。実際はいくつ?", "案内は何か国語くらいかなあ。実際はいくつ?"),
        ("漁師は48人だと聞きましたが、本当の数は?", "漁師は何人だと聞きましたが、本当の数は?"),
        (
            "灯台を見た人は五割を超えたんですよね？どのくらいですか",
            "灯台を見た人は何割を超えたんですよね？どのくらいですか",
        ),
        ("港の船は半年で千隻、売上は200億円くらい？", "港の船は半年で千隻、売上は何円くらい？"),
        ("How many boats are there? I think maybe 1000?", "How many boats are there? "),
    ],
)
def test_what_is_only_guessed_is_asked_for(question: str, asked: str) -> None:
    assert without_guesses(question) == asked


@pytest.mark.parametrize(
    "question",
    [
        "灯台は2020年に建ったと聞きましたが本当ですか",
        "20代の漁師は何割くらいかなと思うんだけど、実際は?",
        "3割の人が見た灯台はどれ?",
        "漁師は48人いるようですが、船は何隻?",
        "300人以下の店は1人あたりいくらくらい？売上は本当に多い？",
        "灯台は10か国に建つんですよね。何位ですか",
        "2人以上世帯の船賃は実際いくら？",
        "従業員300人を超える店の実際の数は",
        "一人ひとりの漁師は実際どう働く？",
        "10人に1人が船を持つって本当？",
        "How many boats are there in 2024?",
        "I heard that around 2019 there were boats. How many?",
    ],
)
def test_what_is_known_is_left_as_it_is(question: str) -> None:
    assert without_guesses(question) == question


@settings(deadline=None)
@given(st.text("約3割人くらいかなだと思聞いたって本当実際けど、。?0123456789 I think maybe", max_size=60))
def test_nothing_is_left_to_ask_twice(question: str) -> None:
    asked = without_guesses(question)
    assert without_guesses(asked) == asked
