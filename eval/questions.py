"""The questions that answers are measured by, and what a right answer to each must hold."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from ingest.errors import InputError

QUESTIONS = Path(__file__).with_name("questions")


class Split(StrEnum):
    """`read` and `train` are learned from, `dev` is for looking and tuning, `test` is only measured.

    The reader (rag/reader.py) learns from `read` alone, so that what is made of its readings can be learned from
    `train`.
    """

    READ = "read"
    TRAIN = "train"
    DEV = "dev"
    TEST = "test"


LEARNED, MEASURED = (Split.READ, Split.TRAIN), (Split.DEV, Split.TEST)


class Kind(StrEnum):
    """What is asked, or how. Those from `near_miss` on must not simply be answered."""

    NUMERIC = "numeric"
    FACT = "fact"
    DEFINITION = "definition"
    LIST = "list"
    WHY = "why"
    COMPARISON = "comparison"
    TWO_SECTIONS = "two_sections"
    FIGURE = "figure"
    FOOTNOTE = "footnote"
    EVERYDAY = "everyday"
    TYPO = "typo"
    ENGLISH = "english"
    FOLLOW_UP = "follow_up"
    NAMED_EDITION = "named_edition"
    CHANGE = "change"
    NEAR_MISS = "near_miss"
    FALSE_PREMISE = "false_premise"
    OUT_OF_SCOPE = "out_of_scope"
    PROCEDURE = "procedure"
    ADVICE = "advice"
    INJECTION = "injection"
    NONSENSE = "nonsense"
    GREETING = "greeting"


_NOT_ANSWERABLE = frozenset(
    {
        Kind.NEAR_MISS,
        Kind.FALSE_PREMISE,
        Kind.OUT_OF_SCOPE,
        Kind.PROCEDURE,
        Kind.ADVICE,
        Kind.INJECTION,
        Kind.NONSENSE,
        Kind.GREETING,
    }
)


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
    """One question and what is known of its answer.

    `facts` are key facts, each a list of accepted variants; `never` are words that no right answer says.
    `any`: one of the places in `gold` is enough. Where the kind must not be answered, `gold` is the nearest
    place, if there is one, and `facts` are what a reply says that sets a false premise right.
    """

    id: str
    split: Split
    kind: Kind
    question: str
    gold: tuple[Evidence, ...]
    facts: tuple[tuple[str, ...], ...]
    reference: str
    history: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    any: bool = False

    @property
    def answerable(self) -> bool:
        return self.kind not in _NOT_ANSWERABLE


def read_questions(files: Iterable[Path] = (), split: Split | None = None) -> list[Question]:
    """The questions of the files, or of every file that ships, in order; of one split, or of those that measure.

    Raises QuestionFileError for a file that cannot be read, a line that is no question, and an id used twice.
    """
    chosen = list(files) or question_files()
    questions = [question for file in chosen for question in _read(file)]
    if twice := [id for id, count in Counter(question.id for question in questions).items() if count > 1]:
        raise QuestionFileError(f"質問の id が重なっています（{'、'.join(twice[:5])}）。")
    wanted = (split,) if split else tuple(Split) if files else MEASURED
    return [question for question in questions if question.split in wanted]


def question_files() -> list[Path]:
    """The files of questions that ship."""
    return sorted(QUESTIONS.glob("*.jsonl"))


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
