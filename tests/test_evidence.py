"""Statements of passages: what they are, what they hold of a question, and which answers best."""

from pathlib import Path

import numpy as np
import pytest

from index.passages import Passage
from index.query import read_query
from ingest.events import TextKind
from ingest.tables import Cell
from rag.asked import Asked, read_asked
from rag.evidence import Evidence
from rag.features import FEATURES, features
from rag.network import Network, learned_network
from rag.ranking import FILE, READ_FILE, known_of_read, rank, ranked, weighed
from rag.reader import READINGS
from rag.statements import statements
from tests.passages import passage

BOATS = passage("町には浜がある。町の漁船は35隻である。", title="漁船")
TABLE = passage(
    "図表1 電信局の数（局）\n年 2023 2024\n浜の局 11 12\n（出典）町役場の調べ",
    kind=TextKind.TABLE,
    title="電信局",
    cells=(
        Cell("浜の局", "2024年", "12", "局", "浜の局 11 12"),
        Cell("浜の局", "2023年", "11", "", "浜の局 11 12"),
    ),
)
PICTURE = passage("図表2 漁船の数\n35 36 37\n2022 2023 2024\n（出典）町役場の調べ", kind=TextKind.FIGURE, title="漁船")


def read(question: str) -> Asked:
    return read_asked(read_query(question), lambda word: 5.0)


def texts(*passages: Passage, question: str = "漁船は何隻？") -> list[str]:
    return [statement.text for statement in statements(read(question), passages)]


def feature(name: str, question: str, *passages: Passage) -> list[float]:
    asked = read(question)
    rows = features(Evidence(asked, statements(asked, passages)))
    return rows[:, FEATURES.index(name)].round(3).tolist()


def test_statements_are_sentences_in_their_order() -> None:
    assert texts(BOATS, passage("橋は石である。", rank=2)) == [
        "町には浜がある。",
        "町の漁船は35隻である。",
        "橋は石である。",
    ]


def test_table_states_its_labelled_values_its_caption_and_its_notes() -> None:
    assert texts(TABLE) == [
        next(cell.text for cell in TABLE.chunk.cells if cell.measured),
        "図表1 電信局の数（局）",
        "（出典）町役場の調べ",
    ]
    asked = read("局の数は？")
    assert [statement.is_value for statement in statements(asked, [TABLE])] == [True, False, False]


def test_picture_states_its_caption_and_its_notes_alone() -> None:
    assert texts(PICTURE) == ["図表2 漁船の数", "（出典）町役場の調べ"]


LABELS = passage(
    "図表1 電信局の数\n浜の局 12\n北浜の局 12",
    kind=TextKind.TABLE,
    title="電信局",
    cells=tuple(Cell(row, "", "12", "局", f"{row} 12") for row in ("浜の局", "北浜の局")),
)


def test_label_is_quoted_where_the_question_has_all_of_it() -> None:
    assert feature("label_quoted", "浜の局は何局？", LABELS) == [1.0, 0.0, 0.0]
    assert feature("label_quoted", "北浜の局は何局？", LABELS) == [1.0, 1.0, 0.0]


def test_label_that_says_something_else_is_said_less() -> None:
    whole, longer, caption = feature("label_said", "浜の局は何局？", LABELS)
    assert whole > longer > caption == 0.0


def test_statement_that_says_nothing_else_says_more_of_what_is_asked() -> None:
    short, long = feature("own_said", "漁船は35隻？", passage("漁船は35隻。漁船は35隻で港の橋は石である。"))
    assert short == 1.0 > long


def test_figure_is_named_by_what_names_it_where_one_is_asked_for() -> None:
    boats = passage("漁船は減った（図表1-2）。漁船は35隻である。")
    assert feature("names_figure", "漁船の数はどの図表？", boats) == [1.0, 0.0]
    assert feature("names_figure", "漁船の数は？", boats) == [0.0, 0.0]


def test_statement_holds_what_it_says_and_less_of_what_stands_around_it() -> None:
    asked = read("漁船の浜")
    beach, boats = statements(asked, [BOATS])
    assert beach.said.tolist() == [0.0, 1.0]
    assert boats.said.tolist() == [1.0, 0.0]
    for statement in (beach, boats):
        assert (statement.meant >= statement.said).all()
        assert (statement.meant > 0).all()
        assert (statement.meant[statement.said == 0] < 1).all()


def test_footnote_explains_the_words_that_bear_its_mark() -> None:
    marked = passage("町の灯台＊1は白い。\n＊1 明治に建てられた。", title="灯台")
    found = statements(read("灯台はいつ建てられた？"), [marked])
    note = next(statement for statement in found if "明治" in statement.text)
    assert note.explained.max() == 1.0
    assert not found[0].explained.any()


def test_newest_edition_is_known() -> None:
    older = passage("漁船は30隻である。", rank=2, edition="令和5年版", year=2023)
    assert [statement.newest for statement in statements(read("漁船は？"), [BOATS, older])] == [True, True, False]


@pytest.mark.parametrize(
    ("name", "question", "values"),
    [
        ("number", "漁船は何隻？", [0.0, 1.0]),
        ("unit", "漁船は何隻？", [0.0, 1.0]),
        ("unit", "漁船は何社？", [0.0, 0.0]),
        ("unit", "漁船はいくつ？", [0.5, 0.5]),
        ("new_number", "漁船はいくつ？", [0.0, 1.0]),
        ("new_number", "漁船が35隻なのはいつ？", [0.0, 0.0]),
        ("year", "漁船は？", [0.5, 0.5]),
        ("opens", "漁船は？", [1.0, 0.0]),
        ("place", "漁船は？", [0.0, 0.5]),
        ("ends", "漁船は？", [1.0, 1.0]),
    ],
)
def test_what_is_known_of_each_statement(name: str, question: str, values: list[float]) -> None:
    assert feature(name, question, BOATS) == values


def test_year_counts_in_both_calendars() -> None:
    both = passage("漁船は令和6年に35隻である。漁船は2024年に35隻である。漁船は2023年に30隻である。")
    assert feature("year", "2024年の漁船は？", both) == [1.0, 1.0, 0.0]
    assert feature("year", "2023年と2024年の漁船は？", both) == [0.5, 0.5, 0.5]


def test_each_feature_is_told_again_by_what_it_falls_short_of_the_best() -> None:
    asked, other = read("漁船は？"), passage("橋は石である。", rank=2, score=BOATS.score - 7.0)
    rows = features(Evidence(asked, statements(asked, [BOATS, other])))
    assert rows[:, len(FEATURES) + FEATURES.index("score")].tolist() == [0.0, 0.0, -7.0]
    np.testing.assert_allclose(rows[:, len(FEATURES) :].max(axis=0), 0.0, atol=1e-6)


def test_one_row_for_each_statement_and_none_for_nothing() -> None:
    asked = read("漁船は？")
    assert features(Evidence(asked, statements(asked, [BOATS, TABLE]))).shape == (5, 2 * len(FEATURES))
    assert features(Evidence(asked, [])).shape == (0, 2 * len(FEATURES))
    assert rank(asked, []).best == []
    assert rank(asked, []).certainty == 0.0


@pytest.mark.parametrize(
    ("question", "offers"),
    [
        ("漁船の数は何件？", [0.0, 0.0]),
        ("漁船はいくつ？", [0.0, 1.0]),
        ("漁船の割合は？", [0.0, 0.0]),
        ("漁船はどう？", [0.5, 0.5]),
    ],
)
def test_statement_offers_the_kind_of_fact_that_is_asked_for(question: str, offers: list[float]) -> None:
    asked = read(question)
    assert Evidence(asked, statements(asked, [BOATS])).offers.tolist() == offers


def test_subject_is_carried_on_by_the_statements_that_follow() -> None:
    asked = read("漁船の色")
    told = passage("漁船は港にある。三隻である。岸は白い。", title="港")
    found = statements(asked, [told])
    boats = [concept.words.get("漁船", 0) for concept in asked.concepts].index(1.0)
    carried = Evidence(asked, found).carried[:, boats]
    assert carried[0] == 1.0
    assert carried[0] > carried[1] > carried[2] > 0


def test_best_answer_comes_first_whatever_the_order_of_the_text() -> None:
    fewer = passage("町の漁船は35隻である。町には浜がある。", title="漁船")
    for one in (BOATS, fewer):
        found = rank(read("町の漁船は何隻？"), [one]).best
        assert found[0][0].text == "町の漁船は35隻である。"
        assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)


@pytest.mark.parametrize(
    ("first", "reads_on"), [("小学校では毎年、運動会を開いている。", True), ("町の漁船は35隻である。", False)]
)
def test_more_statements_are_read_where_none_of_the_first_seems_to_answer(first: str, reads_on: bool) -> None:
    asked = read("町の漁船は何隻？")
    others = "".join(f"小学校の{n}組は運動会で走る。" for n in range(1, 9))
    found = Evidence(asked, statements(asked, [passage(f"{first}{others}町の漁船は35隻である。", title="町")]))
    ranking = ranked(found, features(found), np.linspace(0.1, 0, 10))
    assert (ranking.order[0] == len(found.statements) - 1) == reads_on


def test_what_is_known_of_read_statements_is_added_to_theirs_alone() -> None:
    asked = read("町の漁船は何隻？")
    others = "".join(f"小学校の{n}組は運動会で走る。" for n in range(1, 10))
    found = Evidence(asked, statements(asked, [passage(f"町の漁船は35隻である。{others}", title="町")]))
    rows, first = features(found), np.linspace(0.1, 0, 10)
    plain = ranked(found, rows, first)
    width = known_of_read(plain).shape[1]
    place = 2 + 2 * len(READINGS) + FEATURES.index("length")
    weights = np.zeros((3, width), np.float32)
    weights[1], weights[2, place] = 1.0, -5.0
    empty = np.zeros((width, 0), np.float32), np.zeros(0, np.float32), np.zeros(0, np.float32)
    moved = weighed(plain, Network(*weights, *empty)).scores - plain.scores
    expected = -5.0 * np.clip(rows[:, FEATURES.index("length")], -4, 4)
    np.testing.assert_allclose(moved[plain.read], expected[plain.read], atol=1e-4)
    assert plain.read == list(range(8))
    assert moved[8:].tolist() == [0, 0]


@pytest.mark.parametrize(
    ("file", "columns"), [(FILE, 2 * len(FEATURES)), (READ_FILE, 2 + 2 * len(READINGS) + 2 * len(FEATURES))]
)
def test_every_feature_has_its_weight(file: Path, columns: int) -> None:
    network = learned_network(file)
    assert len(network.direct) == len(network.mean) == len(network.inner) == columns
    assert all(np.isfinite(weights).all() for weights in vars(network).values())
    assert (network.spread > 0).all()


def test_what_stands_before_a_statement_is_of_its_own_passage_though_years_are_left_out() -> None:
    cells = tuple(
        Cell(row, f"{year}年", "35", "隻", "") for row, year in (("漁船", 2023), ("漁船", 2024), ("網", 2024))
    )
    table = passage("図表1 港の数", kind=TextKind.TABLE, title="港", cells=cells, rank=2, label="第2節")
    asked = read("漁船は何隻？")
    evidence = Evidence(asked, statements(asked, [BOATS, table]))
    told = [statement.text for statement in evidence.statements]
    boats, nets = told.index("漁船 2024年 35隻"), told.index("網 2024年 35隻")
    assert evidence.before[boats].tolist() == [0.0] * len(asked.concepts)
    assert evidence.before[nets].tolist() == evidence.said[boats].tolist()
    assert evidence.carried.shape == evidence.said.shape
    assert evidence.beside(evidence.statements[nets], -1) == boats
    assert evidence.beside(evidence.statements[boats], -1) is None
