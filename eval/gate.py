"""The gate: what the measures may not fall below, so that a change for the worse is seen when it is made."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.questions import Question, Split, read_questions

FILE = Path(__file__).with_name("gate.toml")
# Refusals stand apart in a summary; their names in the gate begin so.
_REFUSAL = "refusals."


@dataclass(frozen=True)
class Gate:
    """The questions to ask, and for each measure the least average (`least`) or the highest (`most`)."""

    questions: tuple[Question, ...]
    least: dict[str, float]
    most: dict[str, float]


@dataclass(frozen=True)
class Shortfall:
    """A measure that is on the wrong side of its threshold."""

    measure: str
    measured: float
    threshold: float

    def __str__(self) -> str:
        difference = self.measured - self.threshold
        return f"{self.measure}: {self.measured:.3f}, threshold {self.threshold:.3f} ({difference:+.3f})"


def load_gate(name: str) -> Gate:
    """The gate of this name in gate.toml: `digest` or `papers`. Without a list of questions, the whole dev split."""
    found = tomllib.loads(FILE.read_text("utf-8"))[name]
    dev = read_questions(split=Split.DEV)
    chosen = set(found.get("questions", [question.id for question in dev]))
    return Gate(tuple(q for q in dev if q.id in chosen), found.get("least", {}), found.get("most", {}))


def shortfalls(gate: Gate, summary: dict) -> Sequence[Shortfall]:
    """The measures of a run's summary that do not pass."""
    low = [(name, bound) for name, bound in gate.least.items() if _measured(summary, name) < bound]
    high = [(name, bound) for name, bound in gate.most.items() if _measured(summary, name) > bound]
    return [Shortfall(name, _measured(summary, name), bound) for name, bound in (*low, *high)]


def _measured(summary: dict, name: str) -> float:
    """A measure's average; a measure that was not taken counts as 0."""
    if name.startswith(_REFUSAL):
        found = summary["refusals"].get(name.removeprefix(_REFUSAL))
    else:
        found = summary["measures"].get(name)
    return found["value"] if found else 0.0
