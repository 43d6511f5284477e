"""Entries: what a figure prints in one place, and all that is none."""

import pytest

from ingest.entries import read_entries
from ingest.events import Line
from ingest.tables import Cell


def lines(*texts: str) -> list[Line]:
    """Lines in a row, after a caption and a gap; an empty text stands for a gap."""
    found, blank = [Line(1, "図表1-1-1 港の道具")], 1
    for number, text in enumerate(texts, 3):
        if text:
            found.append(Line(number, text, blank=blank))
        blank = 0 if text else blank + 1
    return found


def told(*texts: str) -> list[str]:
    return read_entries(lines(*texts))


def test_lines_without_a_gap_are_one_entry_as_printed() -> None:
    assert told("灯台 岬の上", "高さは12m", "", "網の修理 2024年に済んだ") == [
        "灯台 岬の上\n高さは12m",
        "網の修理 2024年に済んだ",
    ]


@pytest.mark.parametrize(
    "entry",
    [
        "浮標局長（浜田渚（潮見町））  担当",
        "A1.灯台の電球 $52 B",
        "X組 上級 夜の見張り番 東の港・西の港 11月～翌年1月",
        "魚群探知機 220",
    ],
)
def test_row_of_words_and_what_goes_with_them_is_an_entry(entry: str) -> None:
    assert told(entry) == [entry]


@pytest.mark.parametrize(
    ("texts", "why"),
    [
        (("電信局 無線電話局 海岸局",), "names alone"),
        (("灯台",), "one name"),
        (("2,389 2,346 2,667",), "numbers alone"),
        (("漁船の数 35 41 44 52",), "numbers whose columns nobody knows"),
        (("1.3％ 谷の局の無線",), "a value that is of another label"),
        (("灯灯台台のの明明かかりり 2024年",), "bold letters, printed twice"),
        (("浜の局の電話は" + "とても" * 60 + " 12台",), "too long for an answer"),
    ],
)
def test_what_says_nothing_of_itself_is_none(texts: tuple[str, ...], why: str) -> None:
    assert told(*texts) == [], why


def test_lines_that_say_something_each_but_not_together_are_apart() -> None:
    assert told("魚群探知機 220", "自動操舵装置 114", "航海用レーダー 69") == [
        "魚群探知機 220",
        "自動操舵装置 114",
        "航海用レーダー 69",
    ]


def test_caption_that_goes_on_and_notes_are_none() -> None:
    caption = [Line(1, "図表1-1-1 港の道具の"), Line(2, "数と値段 2024年"), Line(4, "※ 漁船の道具を除く数", blank=1)]
    assert read_entries(caption) == []
    assert read_entries([]) == []


def test_line_with_sure_values_is_none_besides() -> None:
    cell = Cell("浜の局", "", "35", "隻", "浜の局の船 35隻")
    assert read_entries(lines("浜の局の船 35隻", "", "谷の局の船 41隻"), [cell]) == ["谷の局の船 41隻"]


def test_part_of_a_line_is_no_part_of_an_entry() -> None:
    cut = [
        Line(1, "図表1-1-1 港の道具"),
        Line(3, "岬の灯台 2024年に", cut=True, blank=1),
        Line(4, "浜の局 2023年に済んだ"),
    ]
    assert read_entries(cut) == ["岬の灯台 2024年に", "浜の局 2023年に済んだ"]
