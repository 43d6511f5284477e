"""Runs: every question asked and scored, averages by hand, and what a run leaves behind."""

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from eval.questions import Evidence, Question, Split
from eval.run import Outcome, outcomes, score, summarise, write_run


def question(identity: str, kind: str, *, answerable: bool = True) -> Question:
    gold = (Evidence("r07", "第1章", "電話は1,200台である"),) if answerable else ()
    facts = (("1200台",),) if answerable else ()
    return Question(
        id=identity,
        split=Split.DEV,
        kind=kind,
        question=f"{identity}？",
        answerable=answerable,
        gold=gold,
        facts=facts,
        reference="",
    )


def answer(text: str, *, refused: bool = False, found: bool = True, seconds: float = 0.01) -> dict:
    return {
        "answer": text,
        "refused": refused,
        "citations": [] if refused else [{"doc": "r07", "label": "第1章"}],
        "passages": [{"doc": "r07", "text": "電話は1,200台である。" if found else "船で通う。"}],
        "timings": {"retrieve": seconds / 2, "answer": seconds / 2},
    }


PHONES, POSTS, MOON = (
    question("電話", "numeric"),
    question("郵便", "numeric"),
    question("月", "nonsense", answerable=False),
)
ANSWERS = {
    PHONES: answer("1,200台です。", seconds=0.010),
    POSTS: answer("48本です。", found=False, seconds=0.030),
    MOON: answer("書かれていません。", refused=True, seconds=0.020),
}
ALL_RIGHT = {"refusal": 1.0, "hit@1": 1.0, "recall@5": 1.0, "recall@10": 1.0, "correct": 1.0, "label": 1.0}
NOT_FOUND = {"refusal": 1.0, "hit@1": 0.0, "recall@5": 0.0, "recall@10": 0.0, "correct": 0.0, "label": 1.0}
SUMMARY = {
    "questions": 3,
    "measures": {"refusal": 1.0, "hit@1": 0.5, "recall@5": 0.5, "recall@10": 0.5, "correct": 0.5, "label": 1.0},
    "refuses_unanswerable": 1.0,
    "refuses_answerable": 0.0,
    # 1,200台です。 has 9 characters and 48本です。 has 6; the refusal does not count.
    "median_characters": 7.5,
    "median_milliseconds": 20.0,
    "by_kind": {
        "numeric": {
            "questions": 2,
            "refusal": 1.0,
            "hit@1": 0.5,
            "recall@5": 0.5,
            "recall@10": 0.5,
            "correct": 0.5,
            "label": 1.0,
        },
        "nonsense": {"questions": 1, "refusal": 1.0},
    },
}


@pytest.fixture
def run() -> list[Outcome]:
    return list(outcomes(ANSWERS, ANSWERS.__getitem__))


def test_every_question_is_asked_once_and_scored(run: list[Outcome]) -> None:
    assert run == [
        Outcome(PHONES, ANSWERS[PHONES], ALL_RIGHT),
        Outcome(POSTS, ANSWERS[POSTS], NOT_FOUND),
        Outcome(MOON, ANSWERS[MOON], {"refusal": 1.0}),
    ]


def test_wrongly_refused_question_counts_as_zero() -> None:
    refused = answer("書かれていません。", refused=True)
    assert score(PHONES, refused) == ALL_RIGHT | {"refusal": 0.0, "correct": 0.0, "label": 0.0}


def test_recall_counts_as_many_passages_as_its_name_says() -> None:
    elsewhere = {"doc": "r07", "text": "船で通う。"}
    late = ANSWERS[PHONES] | {"passages": [elsewhere] * 6 + ANSWERS[PHONES]["passages"]}
    assert score(PHONES, late) == ALL_RIGHT | {"hit@1": 0.0, "recall@5": 0.0}


def test_summary_averages_over_all_and_by_kind(run: list[Outcome]) -> None:
    assert summarise(run) == SUMMARY


def test_shares_of_refusals_are_worked_out_apart() -> None:
    refused, given = answer("", refused=True), answer("1,200台です。")
    asked = [(PHONES, refused), (POSTS, given), (POSTS, given), (MOON, refused), (MOON, given)]
    summary = summarise([Outcome(question, said, {}) for question, said in asked])
    assert (summary["refuses_answerable"], summary["refuses_unanswerable"]) == (0.3333, 0.5)


def test_summary_of_nothing_has_no_averages() -> None:
    assert summarise([]) == {
        "questions": 0,
        "measures": {},
        "refuses_unanswerable": None,
        "refuses_answerable": None,
        "median_characters": 0,
        "median_milliseconds": 0,
        "by_kind": {},
    }


def test_run_leaves_records_and_summary_in_its_own_folder(run: list[Outcome], tmp_path: Path) -> None:
    own = write_run(tmp_path / "runs", run, {"model": "extractive"})
    assert own.parent == tmp_path / "runs"
    assert sorted(file.name for file in own.iterdir()) == ["records.jsonl", "summary.json"]
    assert json.loads((own / "summary.json").read_text("utf-8")) == {"settings": {"model": "extractive"}, **SUMMARY}
    records = [json.loads(line) for line in (own / "records.jsonl").read_text("utf-8").splitlines()]
    expected = [{"question": asdict(o.question), "scores": o.scores, "answer": o.answer} for o in run]
    assert records == json.loads(json.dumps(expected))
    assert records[0]["question"]["question"] == "電話？"


def test_runs_of_one_second_have_folders_of_their_own(tmp_path: Path) -> None:
    own = [write_run(tmp_path, [], {}) for _ in range(3)]
    assert sorted(own) == sorted(tmp_path.iterdir())
    assert len(set(own)) == 3
