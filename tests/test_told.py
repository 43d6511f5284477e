"""Told: a chunk's statements as they are read, under their heading and after what is said before them."""

from dataclasses import replace

from index.told import Told, heading, told_in
from ingest.events import TextKind
from ingest.tables import Cell
from tests.passages import passage

OVER = "2025年版、漁業"


def told(text: str, kind: TextKind = TextKind.BODY, cells: tuple[Cell, ...] = ()) -> list[Told]:
    return list(told_in(passage(text, title="漁業", kind=kind, cells=cells).chunk))


def test_sentence_is_read_after_those_before_it() -> None:
    assert told("漁船は35隻である。大半は港に居る。") == [
        Told(OVER, "", "漁船は35隻である。"),
        Told(OVER, "漁船は35隻である。", "大半は港に居る。"),
    ]


def test_no_more_than_four_sentences_are_read_before_one() -> None:
    assert told("一。二。三。四。五。六。")[-1].context == "二。三。四。五。"


def test_values_of_a_table_are_read_after_its_caption_and_notes_follow_it() -> None:
    cells = (Cell("漁船", "2024年", "35", "隻", "漁船 35"), Cell("網", "", "many", "", "網 many"))
    found = told("図表1-1 漁船の数\n漁船 35\n（出典）港の調べ", TextKind.TABLE, cells)
    assert found == [
        Told(OVER, "図表1-1 漁船の数", "漁船 2024年 35隻"),
        Told(OVER, "", "図表1-1 漁船の数"),
        Told(OVER, "図表1-1 漁船の数", "（出典）港の調べ"),
    ]


def test_footnote_is_read_after_what_it_explains() -> None:
    note = told("漁船＊1は35隻である。＊1\t動力のないものを含む。")[-1]
    assert (note.text, note.context, note.bearer) == ("動力のないものを含む。", "漁船", "漁船")


def test_heading_names_the_edition_the_title_and_that_above_it() -> None:
    section = passage("港。", title="漁業").chunk.section
    assert heading(section) == OVER
    assert heading(replace(section, above="産業", document=replace(section.document, year=None))) == "漁業、産業"


def test_what_a_figure_prints_in_one_place_is_read_after_its_caption() -> None:
    text = "図表1-1 灯台\n岬の灯台\n高さは12m\n（出典）港の調べ"
    chunk = passage(text, title="漁業", kind=TextKind.FIGURE, entries=("岬の灯台\n高さは12m",)).chunk
    assert [(one.context, one.text) for one in told_in(chunk)][0] == ("図表1-1 灯台", "岬の灯台 高さは12m")
