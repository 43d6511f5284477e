"""Which piece leads an answer, whatever the scores are."""

import pytest

from index.query import read_query
from ingest.events import TextKind
from ingest.tables import Cell
from rag.asked import read_asked
from rag.drafting import Piece
from rag.leading import items_asked, led
from rag.statements import statements
from tests.passages import passage


def pieces(question: str, *texts: str, scores: tuple[float, ...] = (9.0, 8.0)) -> list[Piece]:
    asked = read_asked(read_query(question), lambda word: 5.0)
    found = statements(asked, [passage(text, rank=rank) for rank, text in enumerate(texts, 1)])
    return [Piece(one, one.text, number, scores[number], asked) for number, one in enumerate(found)]


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("灯台を守る3つの方法は？", 3),
        ("柱は三本立てだったはず。その三本は？", 3),
        ("四つの課題を全部並べて", 4),
        ("3つ目の灯台はいつできた？", 0),
        ("2つの灯台は？", 0),
        ("灯台の13項目は？", 0),
        ("灯台の第4分野は？", 0),
        ("3つの灯台のうち、いちばん高いのは？", 0),
        ("3つの灯台を建てたのは誰？", 0),
    ],
)
def test_number_of_things_that_are_asked_for(question: str, count: int) -> None:
    assert items_asked(read_asked(read_query(question), lambda word: 5.0)) == count


def test_as_many_items_as_are_asked_for_lead() -> None:
    found = pieces("灯台を守る3つの方法は？", "灯台は大切に守る。", "方法は、①塗る、②磨く、③照らすことである。")
    assert [piece.number for piece in led(found)] == [1, 0]


def test_what_announces_the_items_stays_before_them() -> None:
    found = pieces("灯台を守る3つの方法は？", "灯台を守る方法は次の3つである。", "①塗る、②磨く、③照らす。")
    assert [piece.number for piece in led(found)] == [0, 1]


def test_what_falls_far_short_does_not_lead() -> None:
    texts = ("灯台は大切に守る。", "方法は、①塗る、②磨く、③照らすことである。")
    assert [piece.number for piece in led(pieces("灯台を守る3つの方法は？", *texts, scores=(19.0, 8.0)))] == [0, 1]


def test_value_with_the_name_leads() -> None:
    cells = (Cell("Ericsson", "件数", "147", "件", "Ericsson 147"),)
    asked = read_asked(read_query("Ericssonについての相談は何件？"), lambda word: 5.0)
    all_told, of_table = (
        passage("相談は、6,403件である。"),
        passage("図表Ⅰ-1-1-3 相談の内訳\nEricsson 147", rank=2, kind=TextKind.TABLE, cells=cells),
    )
    total, *rest = statements(asked, [all_told, of_table])
    value = next(one for one in rest if one.is_value)
    found = [Piece(total, total.text, 0, 9.0, asked), Piece(value, value.text, 1, 8.0, asked)]
    assert [piece.number for piece in led(found)] == [1, 0]


def test_no_pieces_have_no_lead() -> None:
    assert led([]) == []
