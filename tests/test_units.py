"""Units that a table's text has lost, and that the section's text gives back."""

import pytest

from ingest.tables import Cell
from ingest.units import with_units


def cells(*rows: tuple[str, str, str]) -> list[Cell]:
    """Two years of each row, without a unit."""
    return [
        Cell(row, year, value, "", "")
        for row, *values in rows
        for year, value in zip(("2023年", "2024年"), values, strict=True)
    ]


def units(found: list[Cell]) -> list[str]:
    return [cell.unit for cell in found]


@pytest.mark.parametrize(
    ("value", "text", "unit"),
    [
        ("1,234", "漁船は1,234隻である。", ""),
        ("1,234", "事業者は1,234者である。", "者"),
        ("26,642", "事業者は2万6,642者である。", "者"),
        ("3,057", "無線局は3,057万局となった。", "万局"),
        ("32,876", "無線局は3億2,876万局となった。", "万局"),
        ("123.5", "売上は123.5億円である。", "億円"),
        ("98.7", "その割合は98.7％である。", "%"),
        ("1２3", "事業者は123者である。", "者"),
        ("35", "事業者は35者である。", ""),
        ("2024", "2024年に2024件あった。", ""),
        ("123", "事業者は1,123者である。", ""),
    ],
)
def test_unit_and_scale_are_those_that_the_text_names_the_value_with(value: str, text: str, unit: str) -> None:
    assert units(with_units([Cell("浜の局", "2024年", value, "", "")], text)) == [unit]


def test_table_whose_named_rows_agree_has_their_unit_and_shares_have_their_own() -> None:
    table = cells(("浜の局", "120", "153"), ("山の局", "44", "34"), ("浜の局の割合", "98.4", "90.7"))

    found = with_units(table, "浜の局は153万局であり、その割合は90.7%である。")

    assert units(found) == ["万局", "万局", "万局", "万局", "%", "%"]


def test_rows_of_which_nothing_is_named_have_none_where_others_do_not_agree() -> None:
    table = cells(("浜の局", "120", "153"), ("谷の局", "210", "225"), ("山の局", "44", "34"))

    assert units(with_units(table, "浜の局は153万局、谷の局は225件である。")) == ["万局", "万局", "件", "件", "", ""]


def test_unit_that_is_known_stays() -> None:
    known = Cell("浜の局", "2024年", "153", "局", "")
    assert with_units([known], "浜の局は153万局である。") == [known]
    assert with_units([], "浜の局は153万局である。") == []


def test_column_of_counts_says_what_it_counts() -> None:
    column = [Cell("浜の局", "件数", "147", "", ""), Cell("浜の局", "割合", "2.1%", "", "")]
    assert units(with_units(column, "")) == ["件", ""]


def test_value_may_be_named_in_several_units_and_then_has_none() -> None:
    assert units(with_units([Cell("浜の局", "2024年", "153", "", "")], "船は153件、局は153者である。")) == [""]


@pytest.mark.parametrize(
    ("table", "text"),
    [
        ([("売上高", "1,234", "2,345"), ("漁船の数", "110", "120")], "売上高は2,345億円である。"),
        ([("倍率", "1.65", "1.75"), ("売上高", "1,234", "2,345")], "倍率は1.75倍である。"),
        ([("順位", "118", "120"), ("漁船の数", "1240", "1250")], "順位は120位である。"),
    ],
)
def test_unit_that_is_of_one_row_alone_is_not_that_of_another(table: list[tuple[str, str, str]], text: str) -> None:
    assert units(with_units(cells(*table), text))[2:] == ["", ""]


def test_table_without_years_takes_no_unit_from_the_text() -> None:
    table = [Cell("浜の局", "投資額", "1,234", "", ""), Cell("浜の局", "社員", "567", "", "")]
    assert units(with_units(table, "浜の局は1,234億円を投じた。")) == ["", ""]


def test_text_full_of_numbers_is_read_at_once() -> None:
    assert units(with_units([Cell("浜の局", "2024年", "123", "", "")], "1億1万" * 40_000)) == [""]
