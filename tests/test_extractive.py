"""Answers taken from passages: which sentence, how it is cut to size, and when there is none."""

import pytest

from index.passages import Passage
from ingest.events import TextKind
from ingest.tables import Cell
from rag.extractive import MAX_CHARACTERS, extract
from rag.refusal import NOT_FOUND
from tests.passages import passage

RADIO = passage(
    "ラジオは町で広く聞かれている。例えば、ラジオの聴取率は2024年に61.5%である（図表Ⅰ-1-1-3）。60代の聴取率は78.0%＊2である。",
    rank=1,
    title="ラジオ",
)
BOATS = passage("町の漁船は35隻である。", rank=2, score=0.4, title="漁船")


def every_word_alike(word: str) -> float:
    return 3.0


@pytest.mark.parametrize(
    ("question", "draft"),
    [
        ("2024年のラジオの聴取率は？", "令和7年版によると、ラジオの聴取率は2024年に61.5%である[1]。"),
        ("令和6年のラジオの聴取率は？", "令和7年版によると、ラジオの聴取率は2024年に61.5%である[1]。"),
        ("60代のラジオの聴取率は？", "令和7年版によると、60代の聴取率は78.0%である[1]。"),
        ("漁船は何隻？", "令和7年版によると、町の漁船は35隻である[2]。"),
        ("40代のラジオの聴取率は？", NOT_FOUND),
        ("2019年のラジオの聴取率は？", NOT_FOUND),
        ("町の桜の見頃はいつ？", NOT_FOUND),
        ("ABC放送のラジオの聴取率は？", NOT_FOUND),
    ],
)
def test_sentence_that_answers_is_chosen_or_none(question: str, draft: str) -> None:
    assert extract(question, [RADIO, BOATS], every_word_alike) == draft


def test_figure_residue_is_never_an_answer() -> None:
    residue = passage("図表1 ラジオの聴取率 61.5 78.0", kind=TextKind.FIGURE)
    assert extract("ラジオの聴取率は？", [residue], every_word_alike) == NOT_FOUND


TABLE_TEXT = "図表Ⅰ-1-1-4＊1　町の電信局の数\n年 2023 2024\n浜の電信局 11 12\n聴取率 61.5% 63.0%"


def table(*cells: Cell, text: str = TABLE_TEXT) -> Passage:
    return passage(text, kind=TextKind.TABLE, title="電信局", cells=cells)


@pytest.mark.parametrize(
    ("question", "cell", "statement"),
    [
        (
            "2024年の浜の電信局の数は？",
            Cell("浜の電信局", "2024年", "12", "局", "浜の電信局 11 12"),
            "浜の電信局の2024年は12局である",
        ),
        (
            "2023年の電信局の聴取率は？",
            Cell("聴取率", "2023年", "61.5%", "", "聴取率 61.5% 63.0%"),
            "聴取率の2023年は61.5%である",
        ),
    ],
)
def test_value_of_a_table_is_stated_with_its_caption_and_labels(question: str, cell: Cell, statement: str) -> None:
    draft = f"令和7年版によると、図表Ⅰ-1-1-4「町の電信局の数」では、{statement}[1]。"
    assert extract(question, [table(cell)], every_word_alike) == draft


def test_value_without_a_unit_is_no_answer() -> None:
    cell = Cell("浜の電信局", "2024年", "12", "", "浜の電信局 11 12")
    assert extract("2024年の浜の電信局の数は？", [table(cell)], every_word_alike) == NOT_FOUND


def test_other_text_of_a_table_is_no_answer() -> None:
    assert extract("2024年の浜の電信局の数は？", [table()], every_word_alike) == NOT_FOUND


def test_table_without_a_caption_is_no_answer() -> None:
    cell = Cell("浜の電信局", "2024年", "12", "局", "浜の電信局 11 12")
    untitled = table(cell, text="2023年 2024年\n浜の電信局の数 11 12")
    assert extract("2024年の浜の電信局の数は？", [untitled], every_word_alike) == NOT_FOUND


def test_value_in_the_asked_year_is_chosen_from_a_table() -> None:
    cells = [Cell("浜の電信局", f"{year}年", str(n), "局", "浜の電信局 11 12") for year, n in ((2023, 11), (2024, 12))]
    found = [extract(f"{year}年の浜の電信局の数は？", [table(*cells)], every_word_alike) for year in (2023, 2024)]
    assert [draft.rpartition("では、")[2] for draft in found] == [
        "浜の電信局の2023年は11局である[1]。",
        "浜の電信局の2024年は12局である[1]。",
    ]


def test_nothing_found_is_no_answer() -> None:
    assert extract("ラジオの聴取率は？", [], every_word_alike) == NOT_FOUND


def test_sentences_of_two_editions_are_not_mixed() -> None:
    older = passage(
        "ラジオの聴取率は町の北で70.0%である。", rank=2, score=0.9, edition="令和5年版", year=2023, title="ラジオ"
    )
    draft = extract("ラジオの聴取率は町の北でどれくらい？", [RADIO, older], every_word_alike)
    assert draft == "令和5年版によると、ラジオの聴取率は町の北で70.0%である[2]。"


def test_answer_keeps_to_its_length() -> None:
    long = passage(
        "".join(f"第{n}の塔の高さは{n}0メートルで、{'とても' * 20}目立つ。" for n in range(1, 9)), title="塔"
    )
    draft = extract("塔の高さは何メートル？", [long], every_word_alike)
    assert draft.startswith("令和7年版によると、第")
    assert len(draft) <= MAX_CHARACTERS
