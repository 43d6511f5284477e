"""Of a table whose rows are age groups, those that are asked for count."""

import pytest

from index.query import read_query
from ingest.tables import Cell
from rag.ages import Ages, ages_in, other_groups
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
        ("80代の釣りは平均何分？", ["60歳以上", "大人"]),
        ("12歳の釣りは何分？", ["大人"]),
        ("45歳の人の安全な釣りは何分？", ["40代", "大人"]),
        ("40代までの釣りは何分？", ["20代", "40代", "大人"]),
        ("40代以降の釣りは何分？", ["40代", "60歳以上", "大人"]),
        ("15~49歳の釣りは何分？", ["20代", "40代", "大人"]),
        ("40代の釣りは全体より何分短い？", ["全年代", "40代", "大人"]),
        ("20代から60代の釣りは何分？", ["20代", "40代", "60歳以上", "大人"]),
        ("釣りは何分？", ["全年代", "20代", "40代", "60歳以上", "大人"]),
    ],
)
def test_groups_that_are_not_asked_for_are_no_answer(question: str, left: list[str]) -> None:
    unwanted = other_groups(read_asked(read_query(question), lambda word: 5.0), CELLS)
    assert [cell.row.removeprefix("釣り ") for cell in CELLS if cell not in unwanted] == left


def test_group_has_all_ages_between_its_ends() -> None:
    assert [(ages.first, ages.last) for ages in ages_in("20～29歳、40代、65歳以上、19歳以下")] == [
        (20, 29),
        (40, 49),
        (65, 150),
        (0, 19),
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [("30歳代", True), ("30～34歳", True), ("10代から50代", False), ("13歳以上", False), ("30歳以上", True)],
)
def test_wide_group_names_its_ends_alone(text: str, names: bool) -> None:
    (ages,) = ages_in(text)
    assert ages.names(Ages(30, 39, "30代")) is names


def test_all_from_an_age_on_name_none_but_the_first_of_them() -> None:
    (all_over_60,), (all_over_80,) = ages_in("60歳以上"), ages_in("80歳以上")
    assert not all_over_60.names(all_over_80)
    assert all_over_80.names(all_over_80)
