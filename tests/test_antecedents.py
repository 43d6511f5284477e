"""Antecedents: 同年, 同法 and their like are said with what they point back to, if that stands before them."""

import pytest

from rag.antecedents import last_name, row_name, with_antecedents

BEFORE = "港湾整備計画は2023年4月に定められた。港湾利用法の一部改正法が成立した。「灯台の在り方検討会」が開かれた。"
BEFORE += "灯台新設プラン第2版が出た。"
SAID = {
    "a year": ("同年5月に灯台が建った。", "同年5月〔2023年5月〕に灯台が建った。"),
    "a fiscal year without one before it": ("同年度に灯台が建った。", "同年度に灯台が建った。"),
    "a plan": ("同計画は灯台を含む。", "同計画〔港湾整備計画〕は灯台を含む。"),
    "a law": (
        "同改正法は灯台を守る。",
        "同改正法〔港湾利用法の一部改正法〕は灯台を守る。",
    ),
    "a plan of which an edition is named": (
        "同プランは灯台を含む。",
        "同プラン〔灯台新設プラン〕は灯台を含む。",
    ),
    "a name in quotes": ("同検討会は報告した。", "同検討会〔灯台の在り方検討会〕は報告した。"),
    "what was never named": ("同基金は足りる。", "同基金は足りる。"),
    "what is said already": ("港湾整備計画を見直し、同計画を広げた。", "港湾整備計画を見直し、同計画を広げた。"),
    "words that only begin like it": ("同時に、前年同月比で同様に増えた。", "同時に、前年同月比で同様に増えた。"),
}


@pytest.mark.parametrize(("said", "expected"), SAID.values(), ids=SAID)
def test_what_points_back_is_said_with_what_it_points_to(said: str, expected: str) -> None:
    assert with_antecedents(said, said, BEFORE) == expected


def test_year_of_the_part_that_was_cut_is_meant() -> None:
    whole = "2021年3月に灯台が壊れ、同年9月に直された。"
    assert with_antecedents("同年9月に直された。", whole, BEFORE) == "同年9月〔2021年9月〕に直された。"


def test_month_without_its_year_is_meant_where_it_comes_last() -> None:
    before = "2023年5月から話し合い、9月に会合を開いた。"
    assert (
        with_antecedents("これは同月に認められた。", "これは同月に認められた。", before)
        == "これは同月〔9月〕に認められた。"
    )


def test_year_of_a_law_is_no_time() -> None:
    before = "灯台は2023年4月に建った。港湾法（平成12年法律第3号）による。"
    assert with_antecedents("同年5月に灯った。", "同年5月に灯った。", before) == "同年5月〔2023年5月〕に灯った。"


def test_another_word_with_the_same_end_is_no_name() -> None:
    before = "通知と公表の方法を平成12年法律第3号により定めた。"
    assert with_antecedents("同法は施行された。", "同法は施行された。", before) == "同法は施行された。"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("町の調べでは、港の灯台", "港の灯台"),
        ("町では、「灯台の手引き」", "灯台の手引き"),
        ("灯台を建てた", ""),
        ("", ""),
        ("灯" * 100, ""),
    ],
)
def test_name_that_a_text_ends_in(text: str, name: str) -> None:
    assert last_name(text) == name


@pytest.mark.parametrize(
    ("text", "before", "name"),
    [
        ("遠くの船に使われている。", "灯の種類。強い灯 10～100km 遠くの船まで届く。", "強い灯"),
        ("港に使われている。", "強い灯 10～100km 遠くの船まで届く。弱い灯 1～10km 港まで届く。", "弱い灯"),
        ("港に使われている。", "弱い灯 1～10km 港まで届く。港は浜の北にある。", ""),
        ("弱い灯 1～10km 港まで届く。", "強い灯 10～100km 遠くの船まで届く。", ""),
        ("港は浜の北にある。", "弱い灯 1～10km 港まで届く。", ""),
        ("港に使われている。", "2020年 10～12月期 の売上が増えた。", ""),
        ("港に使われている。", "灯台は2020～2024年に建った。", ""),
    ],
)
def test_further_sentence_of_a_row_is_of_what_the_row_is(text: str, before: str, name: str) -> None:
    assert row_name(text, before) == name
