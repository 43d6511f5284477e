"""Of a table whose rows are age groups, those that are asked for count."""

import pytest

from index.query import read_query
from ingest.tables import Cell
from rag.ages import ages_in, other_groups
from rag.asked import read_asked

CELLS = tuple(
    Cell(f"釣り {group}", "2024年", value, "分", f"{group} {value}")
    for group, value in (("全年代", "41"), ("20代", "12"), ("40代", "33"), ("60歳以上", "80"), ("大人", "45"))
)


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("40代の釣りは何分？", ["40代", "大人"]),
        ("20歳代と60歳の釣りは何分？", ["20代", "60歳以上", "大人"]),
        ("80代の釣りは平均何分？", ["大人"]),
        ("40代の釣りは全体より何分短い？", ["全年代", "40代", "大人"]),
        ("20代から60代の釣りは何分？", ["全年代", "20代", "40代", "60歳以上", "大人"]),
        ("釣りは何分？", ["全年代", "20代", "40代", "60歳以上", "大人"]),
    ],
)
def test_groups_that_are_not_asked_for_are_no_answer(question: str, left: list[str]) -> None:
    unwanted = other_groups(read_asked(read_query(question), lambda word: 5.0), CELLS)
    assert [cell.row.removeprefix("釣り ") for cell in CELLS if cell not in unwanted] == left


def test_group_has_both_its_ages() -> None:
    assert ages_in("20～29歳と40代") == {"20", "29", "40"}
