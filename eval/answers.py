"""Answers that another system gave, in the contract's form, so that they can be scored like ours."""

import json
from pathlib import Path

from eval.questions import QuestionFileError

_NEEDED = {"id", "answer", "refused", "citations"}
_NEEDED_OF_CITATION = {"doc", "label", "quote"}
_NEEDED_OF_PASSAGE = {"doc", "label", "text"}


def read_answers(file: Path) -> dict[str, dict]:
    """The answers of a file of JSON lines by question id.

    An answer without passages counts as having found none. Raises QuestionFileError.
    """
    try:
        lines = file.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionFileError(f"{file}: 答えのファイルを読めません（{error}）。") from error
    answers = {}
    for number, line in enumerate(lines, 1):
        if line.strip():
            answer = _answer(line)
            if answer is None:
                raise QuestionFileError(f"{file}:{number}: 答えの形をしていません（README の ask --json と同じ形）。")
            if answer["id"] in answers:
                raise QuestionFileError(f"{file}:{number}: {answer['id']} の答えが二つあります。")
            answers[answer["id"]] = answer
    return answers


def _answer(line: str) -> dict | None:
    """One answer, or an object with an error; None if the line is neither."""
    try:
        answer = json.loads(line)
        # Half a surrogate pair is no character and could not be written down.
        json.dumps(answer, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return None
    if not isinstance(answer, dict) or not isinstance(answer.get("id"), str):
        return None
    if "error" in answer:
        return answer
    whole = answer.keys() >= _NEEDED and isinstance(answer["answer"], str) and isinstance(answer["refused"], bool)
    cited = _are_objects(answer.get("citations"), _NEEDED_OF_CITATION)
    found = _are_objects(answer.get("passages", []), _NEEDED_OF_PASSAGE)
    return answer if whole and cited and found and _are_seconds(answer.get("timings", {})) else None


def _are_objects(values: object, needed: set[str]) -> bool:
    """Whether this is a list of objects that each have the texts that are needed."""
    return isinstance(values, list) and all(
        isinstance(value, dict) and all(isinstance(value.get(key), str) for key in needed) for value in values
    )


def _are_seconds(values: object) -> bool:
    return isinstance(values, dict) and all(isinstance(value, int | float) for value in values.values())
