"""Tables: rows whose values have a sure label and a sure column, and all that must give no value."""

from decimal import Decimal

import pytest

from ingest.events import Line
from ingest.tables import Cell, read_cells


def lines(*texts: str) -> list[Line]:
    """Lines in a row; an empty text stands for a line that the source has in between."""
    return [Line(number, text) for number, text in enumerate(texts, 1) if text]


def told(*texts: str) -> list[str]:
    """The labelled values of the lines, in words."""
    return [cell.text for cell in read_cells(lines(*texts))]


def test_value_has_its_row_column_unit_and_the_row_as_it_stands() -> None:
    found = read_cells(lines("図表1 局の数（局）", "年度 2023 2024", " 浜の局  1,011 12 "))

    assert found == [
        Cell("浜の局", "2023年度", "1,011", "局", "浜の局  1,011 12"),
        Cell("浜の局", "2024年度", "12", "局", "浜の局  1,011 12"),
    ]
    assert [cell.measured for cell in found] == [True, True]


@pytest.mark.parametrize(
    ("value", "unit", "measured", "text"),
    [
        ("12", "局", True, "浜の局 2024年 12局"),
        ("12", "", False, "浜の局 2024年 12"),
        ("12.5%", "", True, "浜の局 2024年 12.5%"),
        ("12.5％", "", True, "浜の局 2024年 12.5％"),
    ],
)
def test_value_is_measured_where_its_unit_is_known(value: str, unit: str, measured: bool, text: str) -> None:
    cell = Cell("浜の局", "2024年", value, unit, "")

    assert (cell.measured, cell.text) == (measured, text)


# Column names that are years.


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        ("年度 2023 2024", ["2023年度", "2024年度"]),
        ("年度末 2023 2024", ["2023年度末", "2024年度末"]),
        ("2023 2024 年度", ["2023年度", "2024年度"]),
        ("年 2023 2024", ["2023年", "2024年"]),
        ("年末 2023 2024", ["2023年末", "2024年末"]),
        ("2023 2024", ["2023年", "2024年"]),
        ("2023年 2024年", ["2023年", "2024年"]),
        ("2023年度 2024年度", ["2023年度", "2024年度"]),
        ("1990年 2050(推計）", ["1990年", "2050(推計）"]),
        ("（局） 2023 2024", ["2023年", "2024年"]),
    ],
)
def test_years_are_column_names_in_every_way_of_writing_them(header: str, columns: list[str]) -> None:
    assert [(cell.row, cell.column, cell.value) for cell in read_cells(lines("図表1 局", header, "浜の局 11 12"))] == [
        ("浜の局", columns[0], "11"),
        ("浜の局", columns[1], "12"),
    ]


def test_line_of_years_names_the_group_of_its_rows() -> None:
    assert told("浜の局数 2023 2024", "夜の局 3 4", "昼の局 5 6", "合計 8 10") == [
        "浜の局数 夜の局 2023年 3",
        "浜の局数 夜の局 2024年 4",
        "浜の局数 昼の局 2023年 5",
        "浜の局数 昼の局 2024年 6",
        "浜の局数 合計 2023年 8",
        "浜の局数 合計 2024年 10",
    ]


def test_each_line_of_years_begins_a_table_of_its_own() -> None:
    assert told("年度 2022 2023", "浜の局 1 2", "", "年度末 2023 2024", "山の線 3 4") == [
        "浜の局 2022年度 1",
        "浜の局 2023年度 2",
        "山の線 2023年度末 3",
        "山の線 2024年度末 4",
    ]


# Column names that are words.


def test_names_are_columns_where_three_rows_fit() -> None:
    assert told("ラジオ 新聞 電報", "10代 1.5% 20% 3%", "20代 4% 5% 6%", "全年代（N=30） 7% 8% 9%") == [
        "10代 ラジオ 1.5%",
        "10代 新聞 20%",
        "10代 電報 3%",
        "20代 ラジオ 4%",
        "20代 新聞 5%",
        "20代 電報 6%",
        "全年代（N=30） ラジオ 7%",
        "全年代（N=30） 新聞 8%",
        "全年代（N=30） 電報 9%",
    ]


def test_first_name_is_the_head_of_the_labels_where_rows_have_a_value_less() -> None:
    assert told("局名 件数 割合", "浜の局 147 2.1%", "山の局 115 1.6%", "島の局 66 0.9%") == [
        "浜の局 件数 147",
        "浜の局 割合 2.1%",
        "山の局 件数 115",
        "山の局 割合 1.6%",
        "島の局 件数 66",
        "島の局 割合 0.9%",
    ]


# Labels.


@pytest.mark.parametrize(
    ("first", "second", "label"),
    [
        ("祭りの日だけに開く臨時の", "浜の局", "祭りの日だけに開く臨時の浜の局"),
        ("三つの町以外の", "地域", "三つの町以外の地域"),
        ("ラジオ放送・", "テレビジョン放送", "ラジオ放送・テレビジョン放送"),
        ("ラジオ放送（", "兼営）", "ラジオ放送（兼営）"),
    ],
)
def test_label_broken_over_two_lines_is_one(first: str, second: str, label: str) -> None:
    assert told("年 2023 2024", first, f"{second} 11 12") == [f"{label} 2023年 11", f"{label} 2024年 12"]


def test_line_of_words_right_over_rows_names_their_group() -> None:
    assert told("年 2023 2024", "浜の電信局", "夜に開く局 3 4", "昼に開く局 5 6") == [
        "浜の電信局 夜に開く局 2023年 3",
        "浜の電信局 夜に開く局 2024年 4",
        "浜の電信局 昼に開く局 2023年 5",
        "浜の電信局 昼に開く局 2024年 6",
    ]


def test_line_of_words_set_apart_ends_the_group() -> None:
    assert told("浜の局 2023 2024", "夜の局 3 4", "", "山の局", "", "昼の局 5 6") == [
        "浜の局 夜の局 2023年 3",
        "浜の局 夜の局 2024年 4",
        "昼の局 2023年 5",
        "昼の局 2024年 6",
    ]


@pytest.mark.parametrize("label", ["合計", "合 計", "総計", "全体", "その他"])
def test_total_of_a_group_that_is_not_known_is_left_out(label: str) -> None:
    assert told("年 2023 2024", "", "山の局", "", "昼の局 5 6", f"{label} 8 10") == [
        "昼の局 2023年 5",
        "昼の局 2024年 6",
    ]


def test_total_of_the_whole_table_is_kept() -> None:
    assert told("年 2023 2024", "昼の局 5 6", "合計 8 10")[2:] == ["合計 2023年 8", "合計 2024年 10"]


@pytest.mark.parametrize("label", ["小計", "小 計", "計"])
def test_subtotal_says_nothing_without_its_part(label: str) -> None:
    assert told("年 2023 2024", "昼の局 5 6", f"{label} 8 10") == ["昼の局 2023年 5", "昼の局 2024年 6"]


# Values.


@pytest.mark.parametrize(
    ("row", "values"),
    [
        ("浜の局 △688 △ 383", ["△688", "△383"]),
        ("浜の局 ▲ 1,688 5", ["▲1,688", "5"]),
        ("浜の局 -2,788 −3", ["-2,788", "−3"]),
        ("浜の局 23.0% ↗ 29.3%", ["23.0%", "29.3%"]),
        ("浜の局 23.0% ↘29.3％", ["23.0%", "29.3％"]),
        ("浜の局 － 139", ["139"]),
        ("浜の局 - ―", []),
    ],
)
def test_signs_and_arrows_are_read_and_dashes_are_no_value(row: str, values: list[str]) -> None:
    found = read_cells(lines("年 2023 2024", row))

    assert ([cell.value for cell in found], {cell.quote for cell in found} - {row}) == (values, set())


@pytest.mark.parametrize(
    ("texts", "unit"),
    [
        (("図表1 収益（億円）", "年 2023 2024", "浜の局 1 2"), "億円"),
        (("図表1 収益", "年 2023 2024", "(千件)", "浜の局 1 2"), "千件"),
        (("図表1 収益", "（千円） 2023 2024", "浜の局 1 2"), "千円"),
        (("図表1 収益", "年 2023 2024", "浜の局（局） 1 2", "山の局（局） 3 4"), "局"),
        (("図表1 収益", "年 2023 2024", "浜の局 1 2"), ""),
        (("図表1 収益（億円）", "年 2023 2024", "浜の局 1 2", "山の局（人） 3 4"), ""),
        (("図表1 収益（連結）", "年 2023 2024", "浜の局 1 2"), ""),
    ],
    ids=["caption", "own line", "header", "labels", "none", "two", "other brackets"],
)
def test_unit_is_the_only_one_in_brackets(texts: tuple[str, ...], unit: str) -> None:
    assert {cell.unit for cell in read_cells(lines(*texts))} == {unit}


def test_percentage_keeps_its_own_unit() -> None:
    assert told("図表1 局（局）", "年 2023 2024", "浜の局 11 12", "割合 5% 6%") == [
        "浜の局 2023年 11局",
        "浜の局 2024年 12局",
        "割合 2023年 5%",
        "割合 2024年 6%",
    ]


# What must give no value at all.


@pytest.mark.parametrize(
    "texts",
    [
        (),
        ("図表1 局の数",),
        ("図表1 局の数", "1990 2024", "（出典）潮見町"),
        ("図表1 局の数", "2023 2024", "11 12", "13 14"),
        ("図表1 局の数", "浜の局 11 12", "山の局 13 14"),
        ("図表1 局の数", "浜の局", "山の局", "11 12", "13 14", "2023 2024"),
        ("図表1 局の数", "2023 2024", "浜の局 11", "山の局 12"),
        ("図表1 局の数", "2023 2024", "浜の局 11 12 13 14"),
        ("図表1 局の数", "浜の局 山の局", "0 10 20 30", "2022 2023 2024", "春 11 12", "夏 13 14", "秋 15 16"),
        ("図表1 局の数", "浜の局 山の局", "春 11 12", "夏 13 14", "秋 15 16"),
        ("図表1 局の数", "浜の局 山の局 島の局", "春 11 12 13", "夏 13 14 15"),
        ("図表1 局の数", "（局） 浜の局 山の局", "春 11 12", "夏 13 14", "秋 15 16"),
        ("図表1 局の数", "0 10 20 30 40", "2020 2021 2022 2023", "（年）"),
        ("図表1 局の数", "2023 2024", "― 11 12", "・ 13 14"),
        ("図表1 局の数", "（出典）潮見町", "2023 2024", "浜の局 11 12"),
        ("図表1 局の数", "2023 2024", "※ 浜の局 11 12"),
        ("図表1 局の数", "2023 2024", "浜の局 約11 多数"),
    ],
    ids=[
        "nothing",
        "caption",
        "years alone",
        "values without labels",
        "rows without column names",
        "labels apart from values",
        "a value too few",
        "joined cells",
        "axis with words that fit nothing",
        "legend of two names",
        "two rows under names",
        "unit among names",
        "axes of a chart",
        "labels of signs",
        "after the source",
        "note",
        "words for values",
    ],
)
def test_labels_that_are_not_sure_give_no_value(texts: tuple[str, ...]) -> None:
    assert read_cells(lines(*texts)) == []


def test_count_alone_is_of_the_first_column_where_the_other_one_has_shares() -> None:
    table = ("図表1 局の内訳", "局 件数 割合", "浜の局 70 70.0%", "うち北 40", "丘の局 20 20.0%", "山の局 10 10.0%")
    assert "うち北 件数 40" in told(*table)
    assert "丘の局 割合 20.0%" in told(*table)


@pytest.mark.parametrize(
    "change",
    [("割合", "人数"), ("%", ""), ("うち北", "0.8%うち北")],
    ids=["no shares", "no sign", "a share ran into it"],
)
def test_value_alone_is_of_no_column_where_it_may_be_a_share(change: tuple[str, str]) -> None:
    table = ("図表1 局の内訳", "局 件数 割合", "浜の局 70 70.0%", "丘の局 20 20.0%", "山の局 10 10.0%", "", "うち北 40")
    assert not any("うち北" in text for text in told(*(line.replace(*change) for line in table)))
    assert any("うち北" in text for text in told(*table))


def test_joined_cells_put_the_rows_beside_them_in_doubt() -> None:
    assert told("年 2023 2024", "浜の局 1 2", "山の局 3 4", "島の局 5 6 7", "船の局 8 9", "丘の局 10 11") == [
        "浜の局 2023年 1",
        "浜の局 2024年 2",
        "丘の局 2023年 10",
        "丘の局 2024年 11",
    ]


def test_values_without_a_label_put_the_rows_beside_them_in_doubt() -> None:
    assert told("年 2023 2024", "浜の局 1 2", "3 4", "島の局 5 6", "丘の局 7 8") == [
        "丘の局 2023年 7",
        "丘の局 2024年 8",
    ]


def test_notes_under_a_table_are_no_rows() -> None:
    assert told("年 2023 2024", "浜の局 1 2", "（注）山の局を除く。", "山の局 3 4") == [
        "浜の局 2023年 1",
        "浜の局 2024年 2",
    ]


def test_words_of_a_caption_are_no_column_names() -> None:
    assert told("図表1 局の数 推移", "春 11 12", "夏 13 14", "秋 15 16") == []


def test_unit_of_two_words_is_a_unit() -> None:
    assert told("図表1 収益（百万円）", "年 2023 2024", "浜の局 1 2") == [
        "浜の局 2023年 1百万円",
        "浜の局 2024年 2百万円",
    ]


def test_unit_of_something_else_does_not_take_the_place_of_an_unknown_one() -> None:
    assert told("図表1 収益（百万円）", "前年比（％）", "年 2023 2024", "浜の局 100 200") == [
        "浜の局 2023年 100",
        "浜の局 2024年 200",
    ]


def test_group_of_a_row_with_a_short_label_is_kept_for_the_rows_after_it() -> None:
    assert told("年 2023 2024", "不法局の措置件数", "告発 1 2", "指導 3 4") == [
        "不法局の措置件数 告発 2023年 1",
        "不法局の措置件数 告発 2024年 2",
        "不法局の措置件数 指導 2023年 3",
        "不法局の措置件数 指導 2024年 4",
    ]


def test_column_name_that_stands_twice_is_not_sure() -> None:
    assert told("年 2023 2024 2023 2024", "浜の局 1 2 3 4") == []


@pytest.mark.parametrize(
    ("value", "number"), [("1,011", 1011), ("12.5%", Decimal("12.5")), ("△3", -3), ("-1,482", -1482), ("－", None)]
)
def test_value_is_a_number_with_its_sign(value: str, number: Decimal | int | None) -> None:
    assert Cell("浜の局", "2024年", value, "局", "").number == number
