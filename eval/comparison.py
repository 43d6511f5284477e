"""Two runs over the same questions: which is better, by how much, how surely, and on which questions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from eval.run import Outcome
from eval.statistics import Difference, difference

# A question's outcome in this run and in the other one.
_Pair = tuple[Outcome, Outcome]
# The measures by which a question counts as changed for the reader.
TOLD = ("recall@5", "hit@1", "correct", "label", "refusal")


@dataclass(frozen=True)
class Changed:
    """A question on which two runs differ, with both scores of each measure that differs."""

    id: str
    scores: dict[str, tuple[float, float]]
    answer: str
    answer_before: str


@dataclass(frozen=True)
class Comparison:
    """`measures`: this run's average less the other's, over the `questions` that both asked."""

    questions: int
    measures: dict[str, Difference]
    changed: tuple[Changed, ...]


def compare(run: Sequence[Outcome], other: Sequence[Outcome]) -> Comparison:
    """What a run changed against another one. Only questions that both asked in the same words count."""
    before = {(outcome.question.id, outcome.question.question): outcome for outcome in other}
    pairs = [(o, before[key]) for o in run if (key := (o.question.id, o.question.question)) in before]
    names = dict.fromkeys(name for outcome, _ in pairs for name in outcome.scores)
    measures = {name: difference(*zip(*both, strict=True)) for name in names if (both := _scored(pairs, name))}
    return Comparison(len(pairs), measures, tuple(_changed(pairs)))


def _scored(pairs: Sequence[_Pair], name: str) -> list[tuple[float, float]]:
    """Both scores of each question that both runs measured this on."""
    return [(o.scores[name], b.scores[name]) for o, b in pairs if name in o.scores and name in b.scores]


def _changed(pairs: Sequence[_Pair]) -> Iterator[Changed]:
    for outcome, before in pairs:
        told = {name: scored[0] for name in TOLD if (scored := _scored([(outcome, before)], name))}
        differing = {name: both for name, both in told.items() if both[0] != both[1]}
        if differing:
            yield Changed(outcome.question.id, differing, _said(outcome), _said(before))


def _said(outcome: Outcome) -> str:
    return outcome.answer.get("answer") or outcome.answer.get("error", "")
