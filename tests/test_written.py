"""Questions in the papers' own spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.query import read_query
from index.written import written_out


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("R4白書では、局はいくつ？", "令和4年版白書では、局はいくつ？"),
        ("R4の情報通信白書", "令和4年版情報通信白書"),
        ("h28版とR元年版", "平成28年版と令和元年版"),
        ("27年版の局", "平成27年版の局"),
        ("28年の白書", "平成28年版白書"),
        ("4年版の局", "令和4年版の局"),
        ("元年版の局", "令和元年版の局"),
        ("令和四年版と平成二十八年度", "令和4年版と平成28年度"),
        ("三十年版、昭和十年の町", "平成30年版、昭和10年の町"),
        ("二〇二四年の局", "2024年の局"),
        ("二〇二五年版の局", "2025年版の局"),
        ("2019年版と20年版", "2019年版と2020年版"),
        ("R4とR5の白書", "令和4年版と令和5年版白書"),
        ("令和5、6年版", "令和5年版、令和6年版"),
        ("28～30年版の局", "平成28年版～平成30年版の局"),
        ("局は何か所？28年版から", "局は何か所？平成28年版から"),
        ("令和 4年版", "令和4年版"),
        ("the Reiwa 4 edition", "the 2022 edition"),
        ("the H28 white paper", "the 2016 white paper"),
        ("the 2020 edition (Reiwa 2)", "the 2020 edition"),
        ("サ―ビスとセンタ―", "サービスとセンター"),
    ],
)
def test_years_editions_and_words_are_written_out(asked: str, written: str) -> None:
    assert written_out(asked) == written


@pytest.mark.parametrize(
    "asked",
    [
        "令和4年版の局",
        "2019年版の局",
        "平成28年度版",
        "過去5年の白書",
        "ここ10年の白書",
        "第四年版",
        "3か年版",
        "直近の13年の白書",
        "小学6年版",
        "3年版カレンダー",
        "第二十四年版",
        "Windows R2版",
        "図表4-1-10、令和5年の局",
        "GR4年版",
        "令和2年版、30年で速さは何倍か",
        "R4年度の局",
        "White paper",
    ],
)
def test_what_names_no_edition_in_short_stays(asked: str) -> None:
    assert written_out(asked) == asked


@pytest.mark.parametrize(
    ("asked", "editions", "years"),
    [
        ("27年版の「嵐の夜」とは", (2015,), ()),
        ("H28白書、局は何か所？", (2016,), ()),
        ("R2白書、30年で速さは何倍？", (2020,), ()),
        ("令和元年版と2年版を比べて", (2019, 2020), ()),
        ("平成二十八年の局", (), (2016,)),
        ("Reiwa 4 edition: how many stations in 2021?", (2022,), (2021,)),
        ("In the 2000 (Heisei 12) white paper, how many stations?", (2000,), ()),
        ("From the Heisei 14 white paper (2002): how many stations?", (2002,), ()),
        ("In the Reiwa 5 (2023) edition, how many stations?", (2023,), ()),
    ],
)
def test_editions_named_in_short_are_read(asked: str, editions: tuple[int, ...], years: tuple[int, ...]) -> None:
    query = read_query(asked)

    assert (query.edition_years, query.years) == (editions, years)


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("れいわ5ねんばん、局は", "令和5年版、局は"),
        ("へいせい19ねんど まつに", "平成19年度 まつに"),
        ("れいわ5ねんどのくらい増えた", "令和5年どのくらい増えた"),
        ("へいせい30ねんばんぐみ", "平成30年ばんぐみ"),
        ("平成29年番　局は何か所", "平成29年版　局は何か所"),
        ("平成29年板　局は何か所", "平成29年版　局は何か所"),
        ("平成29年番組改編は", "平成29年番組改編は"),
    ],
)
def test_era_in_kana_and_a_wrong_sign_for_the_edition_are_mended(asked: str, meant: str) -> None:
    assert written_out(asked) == meant


@given(st.text("れいわへせん令和平成RHh年版白書の一二十〇元番ばどんね0123456789 -ー", max_size=60))
def test_what_is_written_out_stays_as_it_is(asked: str) -> None:
    assert written_out(written_out(asked)) == written_out(asked)
