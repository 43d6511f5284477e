"""Facts: the kinds that a question asks for, and those that a text offers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.facts import FactKind, asked_kinds, offered_kinds

ASKED = {
    "町の人の何割が船で通うか": FactKind.RATE,
    "船で通う人はもう半分いますか": FactKind.RATE,
    "What percentage of the town goes by boat?": FactKind.RATE,
    "切手はいくらか": FactKind.MONEY,
    "How much does a stamp cost?": FactKind.MONEY,
    "灯台はいつ建ったか": FactKind.DATE,
    "In which year was the lighthouse built?": FactKind.DATE,
    "灯台はいくつあるか": FactKind.COUNT,
    "港の船の総数を教えて": FactKind.COUNT,
    "港の船の台数": FactKind.COUNT,
    "How many lighthouses are there?": FactKind.COUNT,
    "船が減ったのはなぜか": FactKind.REASON,
    "Why are there fewer boats?": FactKind.REASON,
    "灯台守とは": FactKind.MEANING,
    "灯台守って何ですか": FactKind.MEANING,
    "船にはどのような種類があるか": FactKind.LIST,
    "灯台の三つの役目は何ですか": FactKind.LIST,
    "ローカル5Gは何ですか": FactKind.MEANING,
    "なんですぐ船は減ったの": FactKind.REASON,
    "何であっという間に広まったのか": FactKind.REASON,
}
# Questions that sound like one for a reason or a meaning.
NEITHER = [
    "いちばん高い灯台は何でしょうか",
    "灯台守の名前は何ですか",
    "去年の船は何隻なんでしょう",
    "町の花は何でしたか",
]
OFFERED = {
    "町の人の３割が船で通う。": FactKind.RATE,
    "12.5％に当たる。": FactKind.RATE,
    "切手は八十円、速達は 300円": FactKind.MONEY,
    "予算は２億円": FactKind.MONEY,
    "2024年に建った": FactKind.DATE,
    "平成元年に建った": FactKind.DATE,
    "灯台は3基": FactKind.COUNT,
    "船が減ったのは、橋ができたためだ": FactKind.REASON,
    "灯台守とは、灯をともす人をいう": FactKind.MEANING,
    "漁船、渡し船、巡視船など": FactKind.LIST,
    "・漁船・渡し船": FactKind.LIST,
    "①漁船②渡し船": FactKind.LIST,
}


@pytest.mark.parametrize(("question", "kind"), ASKED.items(), ids=ASKED)
def test_question_asks_for_its_kind(question: str, kind: FactKind) -> None:
    assert asked_kinds(question) & kind.bit


@pytest.mark.parametrize(("text", "kind"), OFFERED.items(), ids=OFFERED)
def test_text_offers_its_kind(text: str, kind: FactKind) -> None:
    assert offered_kinds(text) & kind.bit


def test_kinds_of_a_question_are_told_apart() -> None:
    assert asked_kinds("灯台はいつ建ち、船はなぜ減ったか") == FactKind.DATE.bit | FactKind.REASON.bit
    assert asked_kinds("灯台の話") == 0
    assert asked_kinds("") == 0


def test_kinds_of_a_text_are_told_apart() -> None:
    assert offered_kinds("町の3割に灯台が7基") == FactKind.RATE.bit | FactKind.COUNT.bit
    assert offered_kinds("灯台は高い") == 0
    assert offered_kinds("") == 0


@pytest.mark.parametrize("text", ["2024年", "12％", "３割", "2億円", "1,200 円", "12 ドル", "第3章", "①"])
def test_years_shares_sums_and_marks_are_no_counts(text: str) -> None:
    assert not offered_kinds(text) & FactKind.COUNT.bit


@pytest.mark.parametrize("text", ["灯台は7基", "1,200 人", "12万人", "３隻"])
def test_number_of_something_is_a_count(text: str) -> None:
    assert offered_kinds(text) & FactKind.COUNT.bit


def test_width_of_letters_makes_no_difference() -> None:
    assert asked_kinds("ＨＯＷ ＭＡＮＹ") == asked_kinds("how many")
    assert offered_kinds("１２％") == offered_kinds("12%")


def test_each_kind_has_a_bit_of_its_own_and_all_fit_into_a_byte() -> None:
    assert sum(kind.bit for kind in FactKind) == 2 ** len(FactKind) - 1 < 256


@given(st.text(), st.text())
def test_two_texts_together_ask_for_what_each_asks_for(one: str, other: str) -> None:
    together = asked_kinds(f"{one}\n{other}")
    assert together & asked_kinds(one) == asked_kinds(one)
    assert together & asked_kinds(other) == asked_kinds(other)


@pytest.mark.parametrize("question", NEITHER)
def test_question_what_something_is_asks_for_no_reason_and_no_meaning(question: str) -> None:
    assert not asked_kinds(question) & (FactKind.REASON.bit | FactKind.MEANING.bit)


def test_why_is_asked_with_what_too() -> None:
    assert asked_kinds("何で船は減ったのか") & FactKind.REASON.bit
