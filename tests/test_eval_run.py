"""Runs: every question asked and scored, averages by hand, and a failure that counts as zero."""

from dataclasses import asdict, replace

import pytest

from eval.questions import Kind, Question
from eval.run import Outcome, averages, outcomes, refusals, score, summarise
from eval.statistics import estimate
from tests.asked import WITH_NEITHER, answer, citation, outcome, question, refusal

PHONES, POSTS, MOON = question("電話"), question("郵便"), question("月", Kind.NONSENSE)
TEXTS = {"r07": "町の電話は1,200台である。"}
ANSWERS = {
    PHONES: answer("1,200台です。", timings={"retrieve": 0.010, "answer": 0.001}),
    POSTS: answer("48本です。", passages=[WITH_NEITHER], timings={"retrieve": 0.030, "answer": 0.001}),
    MOON: refusal(timings={"retrieve": 0.020, "answer": 0.004}),
}
BY_EVIDENCE = ("recall@1", "recall@5", "recall@10", "hit@1", "mrr", "ndcg@10")
RETRIEVAL = (*BY_EVIDENCE, *(f"section_{name}" for name in BY_EVIDENCE))
CITED = ("label", "citation_precision", "citation_recall", "edition")
ALL_RIGHT = dict.fromkeys(["refusal", "harmless", *RETRIEVAL, "correct", *CITED, "verbatim", "supported"], 1.0)
NOT_FOUND = ALL_RIGHT | dict.fromkeys([*RETRIEVAL, "correct", "supported"], 0.0)
FAILED = dict.fromkeys(["refusal", *RETRIEVAL, "correct", *CITED], 0.0) | {"harmless": 1.0}


@pytest.fixture
def run() -> list[Outcome]:
    return list(outcomes(ANSWERS, ANSWERS.__getitem__, TEXTS))


def test_every_question_is_asked_once_and_scored(run: list[Outcome]) -> None:
    assert run == [
        Outcome(PHONES, ANSWERS[PHONES], ALL_RIGHT),
        Outcome(POSTS, ANSWERS[POSTS], NOT_FOUND),
        Outcome(MOON, ANSWERS[MOON], {"refusal": 1.0, "harmless": 1.0}),
    ]


def test_questions_are_asked_one_after_the_other_as_they_are_wanted() -> None:
    asked = []
    going = outcomes(ANSWERS, lambda question: asked.append(question.id) or ANSWERS[question], TEXTS)
    next(going)
    assert asked == ["電話"]


def test_wrongly_refused_question_counts_as_zero() -> None:
    cited = [name for name in ALL_RIGHT if name not in ("verbatim", "supported")]
    expected = {name: ALL_RIGHT[name] for name in cited} | dict.fromkeys(["refusal", "correct", *CITED], 0.0)
    assert score(PHONES, refusal(), TEXTS) == expected


def test_retrieval_of_an_answer_without_passages_counts_as_zero() -> None:
    said = {name: value for name, value in ANSWERS[PHONES].items() if name != "passages"}
    assert score(PHONES, said, TEXTS) == ALL_RIGHT | dict.fromkeys(RETRIEVAL, 0.0)


def test_answer_to_what_must_not_be_answered_is_scored_for_what_it_says() -> None:
    invented = answer("月には電話が3台あります。", citations=[citation(quote="月の電話")])
    assert score(MOON, invented, TEXTS) == {"refusal": 0.0, "harmless": 1.0, "verbatim": 0.0, "supported": 0.0}


def test_answerer_that_raises_counts_as_zero_and_the_run_goes_on() -> None:
    def ask(question: Question) -> dict:
        if question is not PHONES:
            raise RuntimeError("no model")
        return ANSWERS[PHONES]

    failure = {"error": "RuntimeError: no model"}
    run = list(outcomes([POSTS, MOON, PHONES], ask, TEXTS))
    assert run == [
        Outcome(POSTS, failure, FAILED),
        Outcome(MOON, failure, {"refusal": 0.0, "harmless": 1.0}),
        Outcome(PHONES, ANSWERS[PHONES], ALL_RIGHT),
    ]
    assert [(o.failed, o.answered) for o in run] == [(True, False), (True, False), (False, True)]
    assert (summarise(run)["failures"], averages(run)["correct"]) == (2, estimate([0.0, 1.0]))


def test_interrupt_is_no_failure_of_the_answerer() -> None:
    def ask(question: Question) -> dict:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(outcomes([PHONES], ask, TEXTS))


def test_judges_scores_are_added() -> None:
    judged = outcomes([PHONES], ANSWERS.__getitem__, TEXTS, judge=lambda question, answer: {"faithful": 0.5})
    assert [outcome.scores for outcome in judged] == [ALL_RIGHT | {"faithful": 0.5}]


def test_summary_averages_over_all_and_by_kind(run: list[Outcome]) -> None:
    def told(scores: dict[str, list[float]]) -> dict[str, dict]:
        return {name: asdict(estimate(values)) for name, values in scores.items()}

    numeric = {name: [ALL_RIGHT[name], NOT_FOUND[name]] for name in ALL_RIGHT}
    assert summarise(run) == {
        "questions": 3,
        "failures": 0,
        "measures": told(numeric | {"refusal": [1.0] * 3, "harmless": [1.0] * 3}),
        "refusals": told({"recall": [1.0], "precision": [1.0], "refused_answerable": [0.0, 0.0]})
        | {"near_miss_recall": None},
        # 1,200台です。 has 9 characters and 48本です。 has 6; the refusal does not count.
        "characters": {"median": 7.5, "p95": 8.85},
        "milliseconds": {"retrieve": {"median": 20.0, "p95": 29.0}, "answer": {"median": 1.0, "p95": 3.7}},
        "by_kind": {
            "numeric": {"questions": 2, "measures": told(numeric)},
            "nonsense": {"questions": 1, "measures": told({"refusal": [1.0], "harmless": [1.0]})},
        },
    }


def test_summary_of_nothing_has_no_averages() -> None:
    assert summarise([]) == {
        "questions": 0,
        "failures": 0,
        "measures": {},
        "refusals": dict.fromkeys(["recall", "precision", "near_miss_recall", "refused_answerable"]),
        "characters": None,
        "milliseconds": {"retrieve": None, "answer": None},
        "by_kind": {},
    }


def test_answers_without_timings_are_not_timed() -> None:
    untimed = [outcome(PHONES, {"answer": "", "refused": False, "citations": []}), outcome(PHONES, {"error": "no"})]
    assert summarise(untimed)["milliseconds"] == {"retrieve": None, "answer": None}


def test_95th_percentile_is_no_longer_than_the_longest() -> None:
    timed = [outcome(PHONES, answer(timings={"retrieve": seconds})) for seconds in (0.010, 0.030)]
    assert summarise(timed)["milliseconds"] == {"retrieve": {"median": 20.0, "p95": 29.0}, "answer": None}
    assert summarise(timed[:1])["milliseconds"]["retrieve"] == {"median": 10.0, "p95": 10.0}


def test_measure_is_averaged_over_the_questions_it_is_measured_on() -> None:
    scored = [outcome(PHONES, correct=1.0), outcome(POSTS, correct=0.0), outcome(MOON)]
    assert averages(scored) == {"harmless": estimate([1.0] * 3), "correct": estimate([1.0, 0.0])}


def test_shares_of_refusals_are_worked_out_apart() -> None:
    near, premise = question("隣", Kind.NEAR_MISS), question("前提", Kind.FALSE_PREMISE)
    run = [
        outcome(PHONES, refusal(), refusal=0.0),
        outcome(POSTS, refusal=1.0),
        outcome(replace(POSTS, id="箱"), refusal=1.0),
        outcome(question("失敗"), {"error": "no"}, refusal=0.0),
        outcome(MOON, refusal(), refusal=1.0),
        outcome(near, refusal=0.0),
        # Answered, but its premise was set right.
        outcome(premise, refusal=1.0),
    ]
    assert refusals(run) == {
        "recall": estimate([1.0, 0.0, 1.0]),
        "precision": estimate([0.0, 1.0]),
        "near_miss_recall": estimate([0.0]),
        "refused_answerable": estimate([1.0, 0.0, 0.0, 0.0]),
    }
