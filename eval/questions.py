"""The questions that answers are measured by, and what a right answer to each must hold."""

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
    """`facts` are key facts, each a list of accepted variants. `any`: one of the places in `gold` is enough."""

    id: str
    split: Split
    kind: str
    question: str
    answerable: bool
    gold: tuple[Evidence, ...]
    facts: tuple[tuple[str, ...], ...]
    reference: str
    history: tuple[str, ...] = ()
    any: bool = False


def read_questions(files: Iterable[Path] = (), split: Split | None = None) -> list[Question]:
    """The questions of the files, or of every file that ships, in order; of one split if it is given.

    Raises QuestionFileError for a file that cannot be read and for a line that is no question.
    """
    chosen = list(files) or sorted(QUESTIONS.glob("*.jsonl"))
    questions = [question for file in chosen for question in _read(file)]
    return [question for question in questions if split in (None, question.split)]


def _read(file: Path) -> Iterator[Question]:
    from pydantic import TypeAdapter, ValidationError

    question = TypeAdapter(Question)
    try:
        lines = file.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionFileError(f"{file}: 質問のファイルを読めません（{error}）。") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            read = question.validate_json(line, strict=True)
        except ValidationError as error:
            reason = error.errors()[0]
            place = ".".join(str(part) for part in reason["loc"])
            raise QuestionFileError(f"{file}:{number}: 質問の形をしていません（{place} {reason['msg']}）。") from error
        if read.answerable and not (read.gold and read.facts):
            raise QuestionFileError(f"{file}:{number}: 答えのある質問には gold と facts が要ります。")
        yield read
