"""The reader: statements that answer read better, whatever else is read beside them."""

import numpy as np
import pytest

from index.encoder import DIMENSION, Encoded, Rows, encoded_question, encoded_statement
from index.told import Told
from rag.late import late, late_log_odds
from rag.reader import READINGS, padded, readings

BOATS = Told("漁業", "", "町の漁船は2024年に35隻である。")
OLDER = Told("漁業", "", "町の漁船は2010年に80隻であった。")
FISHERS = Told("漁業", "", "町の漁師は2024年に48人である。")
SCHOOL = Told("教育", "", "小学校では毎年、運動会を開いている。")


def read(question: str, *statements: Told) -> np.ndarray:
    encoded = [encoded_statement(told) for told in statements]
    return readings(encoded_question(question), encoded, np.zeros(len(encoded), np.float32)).rows


def scores(question: str, *statements: Told) -> np.ndarray:
    return read(question, *statements)[:, READINGS.index("score")]


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
    assert read("漁船は？").shape == (0, len(READINGS))


def test_each_reading_is_a_number_whatever_the_texts() -> None:
    odd = [
        Told("", "", ""),
        Told("漁業", "。", "。"),
        Told("漁" * 1_000, "港" * 10_000, "船" * 10_000),
        Told("\0", "\0", "￼ \ud83d\udc1f".encode("utf-16", "ignore").decode("utf-16")),
    ]
    for question in ("", "？", "漁" * 10_000, "漁船は何隻？"):
        assert np.isfinite(read(question, *odd)).all()


def test_statements_are_read_in_any_order_and_number() -> None:
    together = scores("漁船は何隻？", BOATS, OLDER, FISHERS, SCHOOL, BOATS, OLDER, FISHERS)
    turned = scores("漁船は何隻？", FISHERS, OLDER, BOATS, SCHOOL, FISHERS, OLDER, BOATS)
    np.testing.assert_array_equal(together, turned[[2, 1, 0, 3, 6, 5, 4]])


def test_only_those_that_seem_best_are_read_together() -> None:
    texts = [encoded_statement(told) for told in (BOATS, OLDER, FISHERS, SCHOOL)]
    question = encoded_question("漁船は何隻？")
    by_itself = late_log_odds(late(question, texts).told)
    for best in ([0, 1], [0, 3], [1, 2]):
        scores = np.zeros(4, np.float32)
        scores[best] = 99.0
        added = readings(question, texts, scores).rows[:, READINGS.index("answers")] - by_itself
        others = [place for place in range(4) if place not in best]
        np.testing.assert_allclose(added[others], added[best].mean(), atol=1e-5)
        assert abs(added[best[0]] - added[best[1]]) > 1e-3


def test_statement_reads_better_after_what_names_its_subject() -> None:
    bare = Told("漁業", "", "2024年には35隻であった。")
    of_boats = Told("漁業", "町の漁船の数を港ごとにみる。", bare.text)
    of_crates = Told("漁業", "町に届いた木箱の数を港ごとにみる。", bare.text)
    first = read("2024年に町の漁船は何隻ですか", of_boats, bare, of_crates)[:, READINGS.index("answers")]
    assert first.argmax() == 0


def test_texts_are_filled_up_to_one_length() -> None:
    def text(own: list[bool]) -> Encoded:
        rows = np.arange(1, len(own) + 1, dtype=np.float32)[:, None] * np.ones(DIMENSION, np.float32)
        return Encoded(np.array(own), Rows.of(rows), Rows.of(-rows[own]))

    found = padded([text([True, False, True]), text([True, True])])
    assert found["there"].tolist() == [[1, 1, 1], [1, 1, 0]]
    assert found["own"].tolist() == [[1, 0, 1], [1, 1, 0]]
    np.testing.assert_allclose(found["lower"][..., 0], [[1, 2, 3], [1, 2, 0]], rtol=1e-6)
