"""The reader: statements that answer read better, and what it is given is bounded."""

import numpy as np
import pytest

from rag.reader import (
    BEGIN,
    END,
    PAD,
    QUESTION_TOKENS,
    READINGS,
    STATEMENT_TOKENS,
    TITLE_TOKENS,
    padded,
    question_tokens,
    readings,
    statement_tokens,
)

BOATS = ("漁業", "町の漁船は2024年に35隻である。")
OLDER = ("漁業", "町の漁船は2010年に80隻であった。")
FISHERS = ("漁業", "町の漁師は2024年に48人である。")
SCHOOL = ("教育", "小学校では毎年、運動会を開いている。")


def scores(question: str, *statements: tuple[str, str]) -> np.ndarray:
    return readings(question, statements)[:, READINGS.index("score")]


@pytest.mark.parametrize(
    ("question", "best"),
    [
        ("2024年に町の漁船は何隻ですか", BOATS),
        ("2010年に漁船は何隻あった？", OLDER),
        ("魚を捕る人は2024年に何人いる？", FISHERS),
        ("How many fishermen were there in 2024?", FISHERS),
        ("子どもたちの走る行事は？", SCHOOL),
    ],
)
def test_what_answers_reads_best(question: str, best: tuple[str, str]) -> None:
    found = scores(question, BOATS, OLDER, FISHERS, SCHOOL)
    assert (BOATS, OLDER, FISHERS, SCHOOL)[int(found.argmax())] == best


def test_nothing_to_read_is_no_reading() -> None:
    assert readings("漁船は？", []).shape == (0, len(READINGS))


def test_each_reading_is_a_number_whatever_the_texts() -> None:
    odd = [
        ("", ""),
        ("漁業", "。"),
        ("漁" * 1_000, "船" * 10_000),
        ("\0", "￼ \ud83d\udc1f".encode("utf-16", "ignore").decode("utf-16")),
    ]
    for question in ("", "？", "漁" * 10_000, "漁船は何隻？"):
        assert np.isfinite(readings(question, odd)).all()


def test_statements_are_read_in_any_order_and_number() -> None:
    together = scores("漁船は何隻？", BOATS, OLDER, FISHERS, SCHOOL, BOATS, OLDER, FISHERS)
    turned = scores("漁船は何隻？", FISHERS, OLDER, BOATS, SCHOOL, FISHERS, OLDER, BOATS)
    np.testing.assert_allclose(together, turned[[2, 1, 0, 3, 6, 5, 4]], atol=1e-4)


def test_tokens_are_bounded() -> None:
    assert len(question_tokens("漁船 " * 1_000)) == QUESTION_TOKENS + 2
    assert len(statement_tokens("港 " * 1_000, "漁船 " * 1_000)) == TITLE_TOKENS + STATEMENT_TOKENS + 2


def test_rows_are_filled_up_to_one_length() -> None:
    rows, there = padded([[BEGIN, 5, END], [BEGIN, END]])
    assert rows.tolist() == [[BEGIN, 5, END], [BEGIN, END, PAD]]
    assert there.tolist() == [[1, 1, 1], [1, 1, 0]]
