"""How far two stores agree: every share worked out here."""

import pytest

from eval.agreement import Agreement, agreement, overlap, report, same_rank
from eval.questions import Kind, Question, Split
from index.passages import Passage
from tests.passages import passage

QUESTION = Question("q1", Split.DEV, Kind.FACT, "電話は？", (), (), "", history=("町は？",))


class Listed:
    """A Retriever that gives the same passages for every question, and remembers the questions."""

    def __init__(self, *labels: str) -> None:
        self._labels, self.asked = labels, []  # type: ignore[var-annotated]

    def search(self, question: str, k: int) -> list[Passage]:
        self.asked.append(question)
        return [passage(label, label=label) for label in self._labels[:k]]


@pytest.mark.parametrize(
    ("first", "second", "shared", "ranked"),
    [
        ("abcd", "abcd", 1.0, 1.0),
        ("abcd", "abdc", 1.0, 0.5),
        ("abcd", "abce", 0.75, 0.75),
        ("abcd", "ab", 0.5, 0.5),
        ("ab", "abcd", 0.5, 0.5),
        ("ab", "", 0.0, 0.0),
        ("", "", 1.0, 1.0),
    ],
)
def test_shares_are_of_the_longer_list(first: str, second: str, shared: float, ranked: float) -> None:
    assert (overlap(first, second), same_rank(first, second)) == (shared, ranked)


def test_both_stores_are_asked_the_same_with_what_was_asked_before() -> None:
    one, other = Listed("a", "b"), Listed("a", "c")
    found = agreement(QUESTION, one, other, k=2)
    assert one.asked == other.asked == ["電話は？\n町は？"]
    assert (found.question, found.overlap, found.same_rank) == (QUESTION, 0.5, 0.5)
    assert min(found.milliseconds) >= 0


def test_report_names_the_questions_that_differ() -> None:
    found = [Agreement(QUESTION, 0.5, 0.25, (1.0, 20.0)), Agreement(QUESTION, 1.0, 1.0, (3.0, 40.0))]
    assert report(found) == [
        "questions       2",
        "overlap @10     0.7500  (goal 0.99)",
        "same rank @10   0.6250",
        "identical       0.5000",
        "faiss           median 2.0 ms, 95th percentile 2.9 ms",
        "other store     median 30.0 ms, 95th percentile 39.0 ms",
        "  0.50  q1  電話は？",
    ]
