"""Which years of a table are asked for."""

import pytest

from index.query import read_query
from ingest.tables import Cell
from rag.asked import read_asked
from rag.years import later_years, other_years

TABLE = [
    Cell("漁船", f"{year}年度", value, "隻", "")
    for year, value in ((2021, "35"), (2022, "△41"), (2023, "52"), (2024, "44"))
]


def years(question: str, cells: list[Cell] = TABLE) -> list[str]:
    """The years whose values may be told."""
    others = other_years(read_asked(read_query(question), lambda word: 5.0), cells, edition=2025)
    return [cell.column[:4] for cell in cells if cell not in others]


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("漁船は何隻？", ["2024"]),
        ("2022年度の漁船は何隻？", ["2022"]),
        ("令和4年度の漁船は何隻？", ["2022"]),
        ("1990年の漁船は何隻？", ["2024"]),
        ("2021年から2023年まで、漁船はどう変わった？", ["2021", "2023"]),
        ("漁船は2022年からどれだけ増えた？", ["2022", "2024"]),
        ("漁船はどれだけ増えた？", ["2021", "2024"]),
        ("漁船がいちばん多かったのはいつ？", ["2023"]),
        ("漁船がいちばん少なかったのは何年？", ["2022"]),
        ("漁船が赤字だったのは何年？", ["2022"]),
        ("漁船が赤字から黒字に転じたのはいつ？", ["2021", "2022", "2023", "2024"]),
        ("漁船が黒字だったのは何年？", ["2021", "2023", "2024"]),
        ("漁船が52隻になったのは何年？", ["2021", "2022", "2023", "2024"]),
        ("2021～2024年度で漁船がいちばん多かったのは何年度？", ["2023"]),
        ("2021年から2022年の間で漁船がいちばん多かったのはいつ？", ["2021"]),
        ("2021年と2024年で漁船が多かったのはどの年？", ["2021", "2024"]),
        ("2021年度から2024年度は漁船はどう変わった？", ["2021", "2024"]),
    ],
)
def test_values_are_of_the_years_that_are_asked_for(question: str, asked: list[str]) -> None:
    assert years(question) == asked


def test_newest_year_is_no_forecast_where_another_is_there() -> None:
    table = [Cell("漁船", column, "35", "隻", "") for column in ("1990年", "2024年", "2050(推計）")]
    assert years("漁船は何隻？", table) == ["2024"]
    assert years("2050年の漁船は何隻？", table) == ["2050"]
    assert years("漁船は何隻？", table[2:]) == ["2050"]


def test_each_row_has_years_of_its_own() -> None:
    rows = [Cell("漁船", "2023年", "35", "隻", ""), Cell("網", "2024年", "12", "枚", "")]
    assert years("漁船は何隻？", rows) == ["2023", "2024"]


@pytest.mark.parametrize("question", ["今年度は漁船は何隻？", "漁船はいつも何隻？"])
def test_word_that_only_looks_like_asking_when_is_none(question: str) -> None:
    assert years(question) == ["2024"]


def test_largest_loss_is_the_farthest_below_zero() -> None:
    losses = [Cell("漁船", f"{year}年", value, "円", "") for year, value in ((2022, "△41"), (2023, "△7"), (2024, "3"))]
    assert years("漁船の赤字がいちばん大きかったのは何年？", losses) == ["2022"]


def test_values_of_no_year_stay() -> None:
    undated = [Cell("漁船", "", "35", "隻", ""), Cell("網", "東の港", "12", "枚", "")]
    assert other_years(read_asked(read_query("漁船は？"), lambda word: 5.0), undated) == set()


def test_row_without_a_number_is_no_most_of_all() -> None:
    assert years("いちばん多かったのは何年？", [Cell("漁船", "2024年", "－", "隻", "")]) == []


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("漁船のピークは何年度でしたか？", ["2023"]),
        ("2021年度以降で漁船がいちばん多かった年度は？", ["2023"]),
        ("2024年度以降で漁船がいちばん多かった年度は？", ["2024"]),
        ("2021年度からの中で漁船が底だったのは何年度？", ["2022"]),
    ],
)
def test_peak_is_the_most_of_the_years_that_are_asked_for(question: str, asked: list[str]) -> None:
    assert years(question) == asked


@pytest.mark.parametrize(
    ("question", "later"),
    [
        ("2031年の漁船の数は？", [2031]),
        ("2031年に向けた2024年の漁船の数は？", []),
        ("2025年3月末の漁船の数は？", []),
        ("漁船の数は？", []),
    ],
)
def test_years_after_those_of_a_table_are_told_by_none(question: str, later: list[int]) -> None:
    cells = [Cell("漁船 2024年", "2015年比", "+11", "%", "漁船 +11")]
    assert later_years(read_asked(read_query(question), lambda word: 5.0), cells) == later
