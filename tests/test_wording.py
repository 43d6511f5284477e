"""Wording: what only looks different is one, and what is different stays so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.wording import bare, normal, says


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("電話は\n １，２００台", "電話は1,200台"),
        ("Ｗｉ－Ｆｉ と LINE", "wi-fiとline"),
        ("第Ⅰ部", "第i部"),
        ("", ""),
    ],
)
def test_bare_text_has_one_width_no_white_space_and_no_case(text: str, plain: str) -> None:
    assert bare(text) == plain


@pytest.mark.parametrize(
    ("forms", "one"),
    [
        (["2兆1,340億円", "2.134兆円", "２１３４０億円", "2,134,000百万円", "2134 billion yen"], "2134000000000円"),
        (["1万2千台", "1.2万台", "12,000台", "12千台"], "12000台"),
        (["1万2,345人", "12345人", "１２３４５人"], "12345人"),
        (["300万", "3百万", "3 million", "3,000 thousand"], "3000000"),
        (["￥1,200", "1200円", "1,200 yen", "JPY 1,200"], "1200円"),
        (["12.5パーセント", "１２．５％", "12.5 %", "12.5 percent", "12.5 per cent"], "12.5%"),
        (["3パーセントポイント", "3％ポイント", "3.0ポイント"], "3ポイント"),
        (["令和6年", "R6年", "2024年", "２０２４ 年"], "2024年"),
        (["令和元年度", "平成31年度", "2019年度"], "2019年度"),
        (["昭和60年", "1985年"], "1985年"),
        (["94.0%", "94%"], "94%"),
        (["2023年、2024年"], "2023年、2024年"),
        (["2023,2024年"], "2023,2024年"),
        (["1,2"], "1,2"),
        (["スマート フォン\nの 利用", "スマートフォンの利用"], "スマートフォンの利用"),
        (["Local 5G and LINE"], "local 5g and line"),
        (["5 6"], "5 6"),
        (["", " \n"], ""),
    ],
)
def test_amounts_units_and_years_are_written_in_one_form(forms: list[str], one: str) -> None:
    assert [normal(form) for form in forms] == [one] * len(forms)


@given(st.integers(1, 10**16 - 1))
def test_every_amount_is_one_whether_in_figures_or_with_scales(amount: int) -> None:
    trillions, rest = divmod(amount, 10**12)
    parts = [(trillions, "兆"), (rest // 10**8, "億"), (rest // 10**4 % 10**4, "万"), (rest % 10**4, "")]
    with_scales = "".join(f"{number:,}{scale}" for number, scale in parts if number)
    assert normal(f"{with_scales}円") == normal(f"{amount:,}円") == f"{amount}円"


@pytest.mark.parametrize(
    ("variant", "text", "said"),
    [
        ("6.7兆円", "約6.7兆円です。", True),
        ("6.7兆円", "6兆7,000億円です。", True),
        ("6.7兆円", "16.7兆円です。", False),
        ("6.7兆円", "0.6.7兆円です。", False),
        ("6.7兆円", "6.7億円です。", False),
        ("48", "48。", True),
        ("48", "48.", True),
        ("48", "480本です。", False),
        ("48", "48.5本です。", False),
        ("48", "1,048本です。", False),
        ("48", "48万本です。", False),
        ("48", "148本、いえ48本です。", True),
        ("2024年", "令和6年のこと", True),
        ("2024年", "令和7年のこと", False),
        ("AI", "生成AIを使う", True),
        ("AI", "MAIL", False),
        ("AI", "AIR", False),
        ("LINE", "ｌｉｎｅで話す", True),
        ("mobile phone", "Mobilephone", True),
        ("mobilephone", "mobile phones", False),
        ("スマートフォン", "スマート フォン", True),
        ("5G", "15G", False),
        ("町（村）", "町（村）では", True),
        ("a.c", "abc", False),
    ],
)
def test_variant_is_said_whole_and_in_any_form(variant: str, text: str, said: bool) -> None:
    assert says(text, variant) is said
