"""The gate: the measures on the digest and on the real papers are no worse than they were."""

from collections.abc import Callable
from pathlib import Path

import pytest

from eval.evaluation import evaluate
from eval.gate import Gate, Shortfall, load_gate, shortfalls
from eval.run import asking, outcomes, summarise
from ingest.sources import Source
from rag.answers import Answer
from rag.pipeline import Assistant
from rag.settings import Settings

SUMMARY = {
    "measures": {"correct": {"value": 0.5}, "label": {"value": 0.8}},
    "refusals": {"recall": {"value": 0.7}, "refused_answerable": {"value": 0.1}, "precision": None},
}


def gate(least: dict[str, float] | None = None, most: dict[str, float] | None = None) -> Gate:
    return Gate((), least or {}, most or {})


def test_measures_at_their_thresholds_pass() -> None:
    assert (
        shortfalls(gate({"correct": 0.5, "refusals.recall": 0.7}, {"refusals.refused_answerable": 0.1}), SUMMARY) == []
    )


def test_measures_on_the_wrong_side_are_named_with_the_difference() -> None:
    found = shortfalls(gate({"correct": 0.6, "label": 0.8}, {"refusals.refused_answerable": 0.05}), SUMMARY)
    assert found == [Shortfall("correct", 0.5, 0.6), Shortfall("refusals.refused_answerable", 0.1, 0.05)]
    assert str(found[0]) == "correct: 0.500, threshold 0.600 (-0.100)"


def test_measure_that_was_not_taken_does_not_pass() -> None:
    assert shortfalls(gate({"edition": 0.1, "refusals.precision": 0.1}), SUMMARY) == [
        Shortfall("edition", 0.0, 0.1),
        Shortfall("refusals.precision", 0.0, 0.1),
    ]


def test_digest_is_asked_its_own_questions_and_the_papers_the_whole_dev_split() -> None:
    digest, papers = load_gate("digest"), load_gate("papers")
    assert {question.split.value for question in papers.questions} == {"dev"}
    assert set(digest.questions) < set(papers.questions)
    assert digest.least and papers.least and papers.most


def test_answers_from_the_digest_are_no_worse_than_they_were(
    digest_settings: Settings, digest_assistant: Assistant, tmp_path: Path
) -> None:
    measured = load_gate("digest")
    summary = evaluate(digest_settings, measured.questions, tmp_path).summary
    assert "\n".join(map(str, shortfalls(measured, summary))) == ""


@pytest.mark.corpus
def test_answers_from_the_papers_are_no_worse_than_they_were(
    sources: dict[str, Source], corpus_answer: Callable[[str, tuple[str, ...]], Answer]
) -> None:
    measured = load_gate("papers")
    texts = {id: "".join(source.text.split()) for id, source in sources.items()}
    summary = summarise(list(outcomes(measured.questions, asking(corpus_answer), texts)))
    assert summary["failures"] == 0
    assert "\n".join(map(str, shortfalls(measured, summary))) == ""
