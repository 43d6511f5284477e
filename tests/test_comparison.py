"""Two runs: compared question by question, over those that both asked."""

from eval.comparison import Changed, Comparison, compare
from eval.questions import Kind
from eval.statistics import Difference, difference
from tests.asked import answer, outcome, question, refusal

PHONES, POSTS, SHIPS, MOON = question("電話"), question("郵便"), question("船"), question("月", Kind.NONSENSE)
BEFORE = [
    outcome(PHONES, refusal(), correct=0.0, mrr=0.5, refusal=0.0),
    outcome(POSTS, answer("48本です。"), correct=1.0, mrr=1.0, refusal=1.0, verbatim=1.0),
    outcome(MOON, refusal(), refusal=1.0),
]
AFTER = [
    outcome(PHONES, answer(), correct=1.0, mrr=1.0, refusal=1.0, verbatim=1.0),
    outcome(POSTS, answer("49本です。"), correct=0.0, mrr=0.5, refusal=1.0, verbatim=1.0),
    outcome(MOON, refusal(), refusal=1.0),
]


def test_each_measure_is_compared_over_the_questions_that_both_were_measured_on() -> None:
    assert compare(AFTER, BEFORE).measures == {
        "harmless": Difference(0, 0, 0, 0, 0),
        "correct": difference([1.0, 0.0], [0.0, 1.0]),
        "mrr": difference([1.0, 0.5], [0.5, 1.0]),
        "refusal": difference([1.0, 1.0, 1.0], [0.0, 1.0, 1.0]),
        "verbatim": difference([1.0], [1.0]),
    }


def test_changed_questions_are_told_with_both_scores_and_answers() -> None:
    # A changed mrr alone is nothing that a reader sees.
    assert compare(AFTER, BEFORE).changed == (
        Changed("電話", {"correct": (1.0, 0.0), "refusal": (1.0, 0.0)}, answer()["answer"], refusal()["answer"]),
        Changed("郵便", {"correct": (0.0, 1.0)}, "49本です。", "48本です。"),
    )


def test_run_does_not_differ_from_itself() -> None:
    same = compare(AFTER, AFTER)
    assert (same.questions, same.changed) == (3, ())
    assert set(same.measures.values()) == {Difference(0, 0, 0, 0, 0)}


def test_only_questions_that_both_asked_in_the_same_words_count() -> None:
    reworded = outcome(question("電話", question="電話はいくつ？"), correct=0.0)
    run = [outcome(PHONES, correct=1.0), outcome(POSTS, correct=1.0), outcome(SHIPS, correct=1.0)]
    found = compare(run, [outcome(MOON), outcome(POSTS, correct=1.0), reworded])
    same = Difference(0, 0, 0, 0, 0)
    assert found == Comparison(1, {"harmless": same, "correct": same}, ())


def test_order_of_the_questions_does_not_matter() -> None:
    assert compare(AFTER, BEFORE[::-1]) == compare(AFTER, BEFORE)


def test_runs_without_common_questions_have_nothing_to_compare() -> None:
    assert compare(AFTER, [outcome(SHIPS)]) == Comparison(0, {}, ())
    assert compare([], []) == Comparison(0, {}, ())


def test_failure_says_its_error() -> None:
    failed = outcome(PHONES, {"error": "RuntimeError: no model"}, correct=0.0)
    (changed,) = compare([failed], AFTER).changed
    assert changed == Changed("電話", {"correct": (0.0, 1.0)}, "RuntimeError: no model", answer()["answer"])
