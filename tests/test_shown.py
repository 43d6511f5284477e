"""The value that an answer is about stands before the draft, and nothing else does."""

import pytest

from rag.shown import value_line, value_of


@pytest.mark.parametrize(
    ("draft", "value", "rest"),
    [
        (f"{value_line('35隻')}漁船は35隻である[1]。", "35隻", "漁船は35隻である[1]。"),
        ("漁船は35隻である[1]。", None, "漁船は35隻である[1]。"),
        ("値：35隻", None, "値：35隻"),
        ("漁船の値：35隻\n[1]。", None, "漁船の値：35隻\n[1]。"),
        ("", None, ""),
    ],
)
def test_value_is_read_off_the_first_line(draft: str, value: str | None, rest: str) -> None:
    assert value_of(draft) == (value, rest)
