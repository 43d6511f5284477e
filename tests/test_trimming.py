"""Long statements are cut to the clauses that answer; what is left stands as it stood, but for its ending."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.query import read_query
from rag.asked import Asked, read_asked
from rag.numbers import numbers
from rag.trimming import excerpt, trimmed

BOATS = (
    "春の祭りも盛んになっており、町の漁船の数は2024年に35隻となり、漁師の会が五年ごとに定める計画の目標は40隻であるが、"
    "その数にはまだ届かず、谷から移ってきた若い人が隣の浜で新しい船を造りはじめた。"
)


def asked(question: str) -> Asked:
    return read_asked(read_query(question), lambda word: 5.0)


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("2024年の町の漁船の数はいくつ？", "町の漁船の数は2024年に35隻となった"),
        ("漁師の会の計画の目標はいくつ？", "漁師の会が五年ごとに定める計画の目標は40隻である"),
    ],
)
def test_value_is_told_by_its_own_clause_which_is_closed(question: str, left: str) -> None:
    assert trimmed(BOATS, asked(question)) == left


@pytest.mark.parametrize(
    "ends",
    [
        "港を広げて船を通す計画であったが、金が集まらず中止された。",
        "港を広げて船を通すことを検討している。",
        "港を広げて船を通すという会との約束は守られなかった。",
    ],
)
def test_what_was_but_planned_is_not_told_as_done(ends: str) -> None:
    said = trimmed(
        f"町は、隣の浜の古い桟橋のかけかえに1,200万円を払い、{ends}", asked("町が桟橋に払った金額はいくら？")
    )
    assert "払った" not in said and "払う" not in said


def test_topic_stands_before_a_clause_that_has_none() -> None:
    text = (
        "町の魚の市場の規模は、2024年に1,200万円となっており、これからも育ち続け、"
        "2030年には4,000万円に達すると見込まれている。"
    )
    assert trimmed(text, asked("町の魚の市場は2030年にいくら？")) == (
        "町の魚の市場の規模は、2030年には4,000万円に達すると見込まれている。"
    )


def test_values_that_share_their_ending_stay_together() -> None:
    text = "町の漁船と荷船と渡し船の去年の終わりの数をあらためて数えなおすと、それぞれ35隻、12隻、7隻となっている。"
    assert trimmed(text, asked("町の漁船はいくつ？")) == text


@pytest.mark.parametrize(
    "question", ["町の漁船が40隻に届かないのはなぜ？", "町の漁船とは？", "町の漁船と漁師の数はそれぞれ何？"]
)
def test_reasons_definitions_and_two_things_need_the_whole(question: str) -> None:
    assert trimmed(BOATS, asked(question)) == BOATS


def test_follow_up_needs_the_whole() -> None:
    assert trimmed(BOATS, asked("いくつ？\n町の漁船の数は？")) == BOATS


def test_excerpt_has_its_sentence_s_topic() -> None:
    text = (
        "町の灯台は、古くから船の目印として浜の暮らしを支えており、岬の先に立つ白い塔と赤い屋根が遠くからもよく見え、"
        "夜ごとに火をともす番人を三人おいて沖の船を導いている。"
    )
    assert excerpt(text, asked("灯台の番人は？"), 50) == (
        "町の灯台は、夜ごとに火をともす番人を三人おいて沖の船を導いている。"
    )


def test_where_no_value_is_asked_for_only_what_comes_before_is_cut() -> None:
    left = trimmed(BOATS, asked("谷から移ってきた人は浜で船を造る？"))
    assert BOATS.endswith(left)
    assert "35隻" not in left


def test_short_statement_is_said_whole() -> None:
    short = "町の漁船は35隻となり、去年より3隻多い。"
    assert trimmed(short, asked("町の漁船はいくつ？")) == short


def test_comma_in_brackets_ends_no_clause() -> None:
    text = f"町の漁船（35隻、うち3隻は手漕ぎ）の数は、{'谷の' * 15}人たちが毎年の春に数え、2024年には36隻であった。"
    assert "（35隻、うち3隻は手漕ぎ）" in trimmed(text, asked("2024年の町の漁船の数は？"))


FLEET = "町の漁船の数は2012年3月末に{verb}、その後は谷の人たちが浜の小屋のあとに新しい船を次々に{end}。"


@pytest.mark.parametrize(
    ("verb", "end", "left"),
    [
        ("12隻を数え", "建てた", "町の漁船の数は2012年3月末に12隻を数えた"),
        ("12隻となり", "建てた", "町の漁船の数は2012年3月末に12隻となった"),
        ("12隻を選び", "建てた", "町の漁船の数は2012年3月末に12隻を選んだ"),
        ("12隻を有し", "建てた", "町の漁船の数は2012年3月末に12隻を有した"),
    ],
)
def test_clause_is_closed_in_the_tense_of_its_sentence(verb: str, end: str, left: str) -> None:
    assert trimmed(FLEET.format(verb=verb, end=end), asked("2012年3月末の町の漁船の数はいくつ？")) == left


def test_what_was_is_not_told_as_what_is() -> None:
    text = FLEET.format(verb="12隻を数え", end="建てている")
    assert "数える" not in trimmed(text, asked("2012年3月末の町の漁船の数はいくつ？"))


def test_excerpt_is_of_one_sentence() -> None:
    quoted = f"会の手引きは「{'谷の浜の' * 30}網を干す。漁船は35隻である。{'沖の' * 60}灯台を守る」という。"
    assert excerpt(quoted, asked("漁船は何隻？"), 100) == "漁船は35隻である。"
    assert excerpt("谷" * 300, asked("漁船は何隻？"), 100) == ""


def test_excerpt_is_no_longer_for_being_closed() -> None:
    text = "2024年末の町の漁船は35隻（前年比2隻増）、沖で網を干す谷の人たちの小屋の数はここ20年で最も少ない12軒である。"
    closed = "2024年末の町の漁船は35隻（前年比2隻増）である"
    assert excerpt(text, asked("町の漁船は？"), len(closed)) == closed
    assert excerpt(text, asked("町の漁船は？"), len(closed) - 1) == ""


def test_list_of_ranks_is_not_cut() -> None:
    text = "町の船の2024年の数を谷ごとにみると、首位が上谷（35隻）、2位が中谷（12隻）、3位が下谷（7隻）となる。"
    left = trimmed(text, asked("2024年の町の船の数で首位の上谷は何隻？"))
    assert "下谷（7隻）" in left


@settings(deadline=None, max_examples=80)
@given(st.text(alphabet="町の漁船は35隻、。（）「」が2024年%なり", max_size=200))
def test_no_number_is_made_and_nothing_is_left_empty(text: str) -> None:
    left = trimmed(text, asked("2024年の町の漁船はいくつ？"))
    assert numbers(left) <= numbers(text)
    assert bool(left) == bool(text)
    assert len(left) <= len(text) + 2


def test_excerpt_does_not_end_inside_brackets() -> None:
    text = f"潮見の会（本部：岬（谷の浜）。194の町が加盟）は、灯台を守り、{'谷の' * 30}網を干している。"
    assert (
        excerpt(text, asked("潮見の会に加盟する町はいくつ？"), 60)
        == "潮見の会（本部：岬（谷の浜）。194の町が加盟）は、灯台を守る"
    )


def test_definition_is_not_cut_before_it_says_what_something_is() -> None:
    text = f"「潮見の会」とは、灯台を守り、漁船の数を調べ、{'谷の' * 30}網を干す人々の会である。"
    assert excerpt(text, asked("潮見の会とは？"), 60) == "灯台を守る"
    assert trimmed(text, asked("潮見の会の漁船は何隻？")) == text
