"""A run's own folder: its settings, a record of each question, the summary and the report."""

import json
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from eval.questions import Question
from eval.run import Outcome
from ingest.errors import InputError

SETTINGS, RECORDS, SUMMARY, REPORT = "settings.json", "records.jsonl", "summary.json", "report.html"


class RunError(InputError):
    """A folder holds no run that can be read. The message names it."""


def open_run(folder: Path, settings: dict) -> Path:
    """The folder of a run with these settings that was interrupted, or a new one inside `folder`."""
    for own in sorted(folder.glob("*/"), reverse=True):
        if not (own / SUMMARY).exists() and _settings(own) == settings:
            return own
    own = _new_folder(folder)
    _write(own / SETTINGS, settings)
    return own


def recorded(own: Path, questions: Sequence[Question]) -> list[Outcome]:
    """The outcomes that a run has so far; a line that an interrupt broke off is taken back. Raises RunError."""
    file = own / RECORDS
    if not file.exists():
        return []
    whole = file.read_bytes().rpartition(b"\n")[0]
    file.write_bytes(whole + b"\n" if whole else b"")
    return _read(own, {question.id: question for question in questions})


def record(own: Path, run: Iterable[Outcome]) -> Iterator[Outcome]:
    """Pass the outcomes on, each written down first."""
    with (own / RECORDS).open("a", encoding="utf-8") as file:
        for outcome in run:
            line = {"question": asdict(outcome.question), "scores": outcome.scores, "answer": outcome.answer}
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
            file.flush()
            yield outcome


def read_run(own: Path) -> list[Outcome]:
    """Every outcome of a run. Raises RunError."""
    return _read(own, {})


def write_summary(own: Path, summary: dict) -> None:
    _write(own / SUMMARY, summary)


def _read(own: Path, known: dict[str, Question]) -> list[Outcome]:
    try:
        return list(_outcomes((own / RECORDS).read_text("utf-8"), known))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RunError(f"{own} に評価の記録がありません（{error}）。") from error


def _outcomes(lines: str, known: dict[str, Question]) -> Iterator[Outcome]:
    from pydantic import TypeAdapter

    question = TypeAdapter(Question)
    # Only "\n" ends a line: an answer may hold other separators, which splitlines() would cut at.
    for line in filter(None, lines.split("\n")):
        found = json.loads(line)
        asked = known.get(found["question"]["id"]) or question.validate_python(found["question"])
        yield Outcome(asked, found["answer"], found["scores"])


def _settings(own: Path) -> dict | None:
    try:
        return json.loads((own / SETTINGS).read_text("utf-8"))
    except (OSError, ValueError):
        return None


def _new_folder(folder: Path) -> Path:
    """A folder named by the time; of two runs in one second the second waits for its name."""
    while True:
        own = folder / time.strftime("%Y%m%d-%H%M%S")
        try:
            own.mkdir(parents=True)
            return own
        except FileExistsError:
            time.sleep(0.2)


def _write(file: Path, value: dict) -> None:
    file.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", "utf-8")
