"""The questions that answers are measured by, and what a right answer to each must hold."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from ingest.errors import InputError

QUESTIONS = Path(__file__).with_name("questions")


class Split(StrEnum):
    """`dev` is for looking and tuning; `test` is only measured."""

    DEV = "dev"
    TEST = "test"


class QuestionFileError(InputError):
    """A file of questions is missing or holds a line that is no question. The message names it."""


@dataclass(frozen=True)
class Evidence:
    """A place that holds the answer: a section, and a few words that stand there verbatim."""

    doc: str
    label: str
    fragment: str


@dataclass(frozen=True)
class Question:
    """`facts` are key facts, each a list of accepted variants. `any_evidence`: one of the places is enough."""

    id: str
    split: Split
    kind: str
    question: str
    history: tuple[str, ...]
    answerable: bool
    gold: tuple[Evidence, ...]
    any_evidence: bool
    facts: tuple[tuple[str, ...], ...]
    reference: str


def read_questions(files: Iterable[Path] = (), split: Split | None = None) -> list[Question]:
    """The questions of the files, or of every file that ships, in order; of one split if it is given."""
    chosen = list(files) or sorted(QUESTIONS.glob("*.jsonl"))
    questions = [question for file in chosen for question in _read(file)]
    return [question for question in questions if split in (None, question.split)]


def _read(file: Path) -> Iterator[Question]:
    try:
        lines = file.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionFileError(f"{file}: 質問のファイルを読めません（{error}）") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield _question(json.loads(line))
        except (ValueError, KeyError, TypeError) as error:
            raise QuestionFileError(f"{file}:{number}: 質問の形をしていません（{error!r}）") from error


def _question(record: dict) -> Question:
    return Question(
        id=record["id"],
        split=Split(record["split"]),
        kind=record["kind"],
        question=record["question"],
        history=tuple(record.get("history", ())),
        answerable=record["answerable"],
        gold=tuple(Evidence(**evidence) for evidence in record["gold"]),
        any_evidence=record.get("any", False),
        facts=tuple(tuple(variants) for variants in record["facts"]),
        reference=record["reference"],
    )
