"""Years: a text may speak of one in either calendar."""

import pytest

from ingest.calendar import names_year


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("2019年に建った", True),
        ("令和元年に建った", True),
        ("令和11年に建つ", False),
        ("平成19年に建った", False),
        ("", False),
    ],
)
def test_year_is_named_in_either_calendar(text: str, named: bool) -> None:
    assert names_year(text, 2019) == named


@pytest.mark.parametrize(
    ("text", "written", "named"),
    [
        ("灯台は、平成11年の24基から16年には39基となった。", 2005, True),
        ("16年度末の灯台は39基である。", 2005, True),
        ("16年間で39基になった。", 2005, False),
        ("16年の歳月をかけて建った。", 2005, False),
        ("16年度末の灯台は39基である。", 2025, False),
        ("16年度末の灯台は39基である。", None, False),
        ("116年には39基となった。", 2005, False),
        ("過去16年の灯台", 2005, False),
        ("明治16年に灯台が建った。", 2005, False),
        ("16年で2倍になった。", 2005, False),
    ],
)
def test_older_papers_leave_the_era_out(text: str, written: int | None, named: bool) -> None:
    assert names_year(text, 2004, written) == named
