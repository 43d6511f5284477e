"""The reader: statements that answer read better, and what it is given is bounded."""

import numpy as np
import pytest

from rag.reader import (
    BEGIN,
    CONTEXT_TOKENS,
    END,
    PAD,
    QUESTION_TOKENS,
    READINGS,
    STATEMENT_TOKENS,
    TITLE_TOKENS,
    Tokens,
    Told,
    padded,
    question_tokens,
    readings,
    statement_tokens,
)

BOATS = Told("漁業", "", "町の漁船は2024年に35隻である。")
OLDER = Told("漁業", "", "町の漁船は2010年に80隻であった。")
FISHERS = Told("漁業", "", "町の漁師は2024年に48人である。")
SCHOOL = Told("教育", "", "小学校では毎年、運動会を開いている。")


def scores(question: str, *statements: Told) -> np.ndarray:
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
def test_what_answers_reads_best(question: str, best: Told) -> None:
    found = scores(question, BOATS, OLDER, FISHERS, SCHOOL)
    assert (BOATS, OLDER, FISHERS, SCHOOL)[int(found.argmax())] == best


def test_nothing_to_read_is_no_reading() -> None:
    assert readings("漁船は？", []).shape == (0, len(READINGS))


def test_each_reading_is_a_number_whatever_the_texts() -> None:
    odd = [
        Told("", "", ""),
        Told("漁業", "。", "。"),
        Told("漁" * 1_000, "港" * 10_000, "船" * 10_000),
        Told("\0", "\0", "￼ \ud83d\udc1f".encode("utf-16", "ignore").decode("utf-16")),
    ]
    for question in ("", "？", "漁" * 10_000, "漁船は何隻？"):
        assert np.isfinite(readings(question, odd)).all()


def test_statements_are_read_in_any_order_and_number() -> None:
    together = scores("漁船は何隻？", BOATS, OLDER, FISHERS, SCHOOL, BOATS, OLDER, FISHERS)
    turned = scores("漁船は何隻？", FISHERS, OLDER, BOATS, SCHOOL, FISHERS, OLDER, BOATS)
    np.testing.assert_allclose(together, turned[[2, 1, 0, 3, 6, 5, 4]], atol=1e-4)


def test_statement_reads_better_after_what_names_its_subject() -> None:
    bare = Told("漁業", "", "2024年には35隻であった。")
    of_boats = Told("漁業", "町の漁船の数を港ごとにみる。", bare.text)
    of_crates = Told("漁業", "町に届いた木箱の数を港ごとにみる。", bare.text)
    first = readings("2024年に町の漁船は何隻ですか", [of_boats, bare, of_crates])[:, READINGS.index("answers")]
    assert first.argmax() == 0


def test_tokens_are_bounded() -> None:
    assert len(question_tokens("漁船 " * 1_000)) == QUESTION_TOKENS + 2
    longest = statement_tokens(Told("港 " * 1_000, "網 " * 1_000, "漁船 " * 1_000))
    assert len(longest) == TITLE_TOKENS + CONTEXT_TOKENS + STATEMENT_TOKENS + 3
    assert longest.own.count(False) == CONTEXT_TOKENS + 1


def test_of_what_is_said_before_a_statement_the_end_is_read() -> None:
    near, far = (statement_tokens(Told("港", before, "船。")) for before in ("網。", "箱。" * 1_000 + "網。"))
    assert near.numbers[-7:] == far.numbers[-7:]


def test_rows_are_filled_up_to_one_length() -> None:
    tokens, there, own = padded([Tokens([BEGIN, 5, END], [True, False, True]), Tokens([BEGIN, END], [True] * 2)])
    assert tokens.tolist() == [[BEGIN, 5, END], [BEGIN, END, PAD]]
    assert there.tolist() == [[1, 1, 1], [1, 1, 0]]
    assert own.tolist() == [[1, 0, 1], [1, 1, 0]]
