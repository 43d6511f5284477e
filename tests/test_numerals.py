"""Numbers that are written in kanji."""

import pytest

from index.numerals import number_in_kanji


@pytest.mark.parametrize(
    ("written", "number"),
    [("〇", 0), ("四", 4), ("十", 10), ("十二", 12), ("三十", 30), ("二十八", 28), ("二八", 28), ("二〇二五", 2025)],
)
def test_kanji_are_read_as_numbers(written: str, number: int) -> None:
    assert number_in_kanji(written) == number
