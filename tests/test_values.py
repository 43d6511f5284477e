"""Values: those of the kind that is asked for, and the one that the question means."""

import pytest

from index.query import read_query
from rag.asked import Asked, read_asked
from rag.values import best_value, in_full, near_value, own_part, values

SHARES = "2024年の船の数の割合は、首位が漁船（34.2%）、2位が荷船（25.7%）、渡し船は合計で1.4%を占めている。"


def asked(question: str) -> Asked:
    return read_asked(read_query(question), lambda word: 5.0)


@pytest.mark.parametrize(
    ("question", "text", "found"),
    [
        ("船の割合は？", SHARES, ["34.2%", "25.7%", "1.4%"]),
        ("船はいくら？", "船は2兆7,185億円、桟橋は約3千円で、35隻ある。", ["2兆7,185億円", "3千円"]),
        ("いつできた？", "2024年4月1日に灯台、同年6月に桟橋ができた。3隻ある。", ["2024年4月1日", "同年6月"]),
        ("船はいくつ？", "図表1-2の船は35隻、橋は12本である。", ["35隻", "12本"]),
        ("局は何局？", "局は2万4,185局、社は12社である。", ["2万4,185局"]),
        ("35隻の船はいくつの港にある？", "船は35隻、港は3港である。", ["3港"]),
        ("荷船は何%？", "荷船は35隻で、3億円、割合は25.7%である。", ["25.7%"]),
        ("何人？", "20代は35人である。", ["35人"]),
        ("船とは？", "船は35隻である。", []),
    ],
)
def test_values_are_of_the_kind_that_is_asked_for(question: str, text: str, found: list[str]) -> None:
    assert [value.text for value in values(asked(question), text)] == found


def test_values_know_where_they_stand() -> None:
    for value in values(asked("船の割合は？"), SHARES):
        assert SHARES[value.start : value.end] == value.text


@pytest.mark.parametrize(
    ("question", "text", "best"),
    [
        ("漁船の割合は？", SHARES, "34.2%"),
        ("荷船の割合は？", SHARES, "25.7%"),
        ("渡し船の割合は？", SHARES, "1.4%"),
        ("2030年の市場はいくら？", "市場は2024年に10億円、2030年には40億円となる。", "40億円"),
        ("2024年の市場はいくら？", "市場は2024年に10億円、2030年には40億円となる。", "10億円"),
        ("2024年の荷船の割合は？", "2024年の町の船の割合は、「漁船」で97.0%であり、「荷船」は90.5%である。", "90.5%"),
        ("桟橋ができたのはいつ？", "2023年3月に灯台ができ、2025年5月に桟橋ができた。", "2025年5月"),
    ],
)
def test_value_is_the_one_whose_own_part_speaks_of_the_question(question: str, text: str, best: str) -> None:
    found = best_value(asked(question), text)
    assert found is not None
    assert found.text == best


def test_own_part_of_an_amount_ends_with_it_and_that_of_a_date_begins_with_it() -> None:
    rate = asked("荷船の割合は？")
    second = values(rate, SHARES)[1]
    assert own_part(rate, SHARES, second) == "2位が荷船（25.7%"
    when, text = asked("桟橋ができたのはいつ？"), "2023年3月に灯台ができ、2025年5月に桟橋ができた。"
    assert own_part(when, text, values(when, text)[1]) == "2025年5月に桟橋ができた。"


def test_what_stands_around_a_value_is_the_share_of_the_question_there() -> None:
    question = asked("荷船の割合")
    here, far = values(asked("荷船の割合は？"), "荷船の割合は25.7%である。" + "海" * 60 + "12.0%")
    text = "荷船の割合は25.7%である。" + "海" * 60 + "12.0%"
    assert near_value(question, text, here) == pytest.approx(1.0)
    assert near_value(question, text, far) == 0.0


def test_no_value_is_no_best_one() -> None:
    assert best_value(asked("船の割合は？"), "船は多い。") is None


@pytest.mark.parametrize(
    ("asks", "text", "whole"),
    [
        ("何％", "町のラジオの聴取率は20～30％である。", "20～30％"),
        ("何台", "町の電話は20から30台である。", "20から30台"),
        ("何％", "町の漁獲の伸びはマイナス5.2％である。", "マイナス5.2％"),
        ("いくら", "町の船の料金は5,000円未満である。", "5,000円未満"),
        ("何％", "町のラジオの聴取率は30％を下回る。", "30％を下回る"),
        ("何％", "町の漁獲は5.2％減となった。", "5.2％減"),
        ("何台", "町の電話は1,200台である。", "1,200台"),
    ],
)
def test_value_that_stands_alone_keeps_its_range_its_minus_and_its_limit(asks: str, text: str, whole: str) -> None:
    value = best_value(asked(f"それは{asks}？"), text)
    assert value and in_full(value, text) == whole
