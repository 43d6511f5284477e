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
