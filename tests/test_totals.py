"""Which rows of a table are parts of a total that is asked for as a whole."""

import pytest

from index.query import read_query
from ingest.tables import Cell
from rag.asked import read_asked
from rag.totals import parts_of_totals

CELLS = tuple(
    Cell(row, "2024年", value, "基", f"{row} {value}")
    for row, value in (("灯台の数 港", "15"), ("灯台の数 岬", "24"), ("灯台の数 合計", "39"), ("見張り", "7"))
)


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("2024年の灯台の数は？", ["灯台の数 合計", "見張り"]),
        ("2024年の岬の灯台の数は？", ["灯台の数 港", "灯台の数 岬", "灯台の数 合計", "見張り"]),
        ("灯台の数の内訳は？", ["灯台の数 港", "灯台の数 岬", "灯台の数 合計", "見張り"]),
        ("灯台が一番多いのは？", ["灯台の数 港", "灯台の数 岬", "灯台の数 合計", "見張り"]),
    ],
)
def test_total_stands_for_the_whole(question: str, left: list[str]) -> None:
    asked = read_asked(read_query(question), lambda word: 5.0)
    unwanted = parts_of_totals(asked, CELLS, "灯台 図表Ⅰ-1-1-3 灯台の数の推移")
    assert [cell.row for cell in CELLS if cell not in unwanted] == left


def test_part_that_is_named_is_kept_though_the_caption_names_it() -> None:
    asked = read_asked(read_query("2024年の岬の灯台の数は？"), lambda word: 5.0)
    unwanted = parts_of_totals(asked, CELLS, "港と岬の灯台の数の推移")
    assert [cell.row for cell in CELLS if cell not in unwanted] == ["灯台の数 岬", "灯台の数 合計", "見張り"]


def test_parts_are_kept_where_there_is_no_total() -> None:
    asked = read_asked(read_query("2024年の灯台の数は？"), lambda word: 5.0)
    assert parts_of_totals(asked, CELLS[:2], "灯台の数") == set()


def test_all_ages_are_the_total_of_the_age_groups() -> None:
    cells = [Cell(f"釣り {ages}", "2024年", "12", "分", ages) for ages in ("全年代", "20代", "40代")]
    unwanted = parts_of_totals(read_asked(read_query("2024年の釣りは？"), lambda word: 5.0), cells, "釣り")
    assert [cell.row for cell in cells if cell not in unwanted] == ["釣り 全年代"]
