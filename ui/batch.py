"""A file of questions answered into a file of answers, line by line, so that it can be taken up again."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import InputError
from ingest.sources import read_text
from rag.answers import QuestionError, answer_record
from rag.pipeline import Assistant

# So much of a question that cannot be asked is written back.
_MOST_SHOWN = 200

Wrap = Callable[[list[str]], Iterable[str]]


class BatchError(InputError):
    """The output file holds something else than the start of this batch."""


@dataclass(frozen=True)
class Tally:
    """How many lines were done before, how many were answered now, and how many were no questions."""

    done_before: int
    answered: int
    errors: int


def run_batch(assistant: Assistant, source: Path, target: Path, *, restart: bool, wrap: Wrap) -> Tally:
    """Answer each line of `source` into `target`, in order.

    A line that is no question becomes an object with "error". Each answer is written at once, so an
    interrupted batch goes on where it stopped. Raises BatchError, and SourceError for the input.
    """
    lines = [line for line in read_text(source).split("\n") if line.strip()]
    done = 0 if restart else _done(target, lines)
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("r+b" if done else "wb") as file:
        file.seek(_length_of(target, done))
        file.truncate()
        errors = 0
        for line in wrap(lines[done:]):
            answer = _answer(assistant, line)
            errors += "error" in answer
            file.write(json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
            file.flush()
    return Tally(done, len(lines) - done - errors, errors)


def _done(target: Path, lines: list[str]) -> int:
    """How many whole lines of the output are answers to the first lines of this input."""
    if not target.exists():
        return 0
    written = target.read_bytes().split(b"\n")[:-1]
    for number, (line, asked) in enumerate(zip(written, lines, strict=False), 1):
        if _asked(line) != _asked(asked.encode()):
            raise BatchError(
                f"{target}:{number}: 別の質問への答えが入っています。--restart か別の --out を指定してください。"
            )
    if len(written) > len(lines):
        raise BatchError(
            f"{target}: 質問より多い {len(written)} 行が入っています。--restart か別の --out を指定してください。"
        )
    return len(written)


def _length_of(target: Path, lines: int) -> int:
    """The bytes that the first lines of a file take."""
    if not lines:
        return 0
    return sum(len(line) + 1 for line in target.read_bytes().split(b"\n")[:lines])


def _asked(line: bytes) -> object:
    """The id and the question of a line, whatever it is."""
    record = _read(line)
    return (record.get("id"), _start(record.get("question"))) if isinstance(record, dict) else (None, None)


def _start(question: object) -> object:
    """The start of a question as it is written, in which half a surrogate pair is a question mark."""
    if not isinstance(question, str):
        return None
    return question.encode("utf-8", "replace").decode("utf-8").strip()[:_MOST_SHOWN].strip()


def _read(line: str | bytes) -> object:
    """A line of JSON; None if it is none, or nested too deep to be read."""
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _answer(assistant: Assistant, line: str) -> dict:
    record = _read(line)
    if record is None:
        return {"id": None, "error": "JSON として読めません。"}
    id = record.get("id") if isinstance(record, dict) else None
    if not isinstance(record, dict) or not isinstance(record.get("question"), str):
        return {"id": id, "error": "question（文字列）がありません。"}
    history = record.get("history") or []
    if not isinstance(history, list) or not all(isinstance(earlier, str) for earlier in history):
        return {"id": id, "question": record["question"], "error": "history は文字列の並びで書いてください。"}
    try:
        return answer_record(assistant.answer(record["question"], history), id)
    except QuestionError as error:
        return {"id": id, "question": _start(record["question"]), "error": str(error)}
