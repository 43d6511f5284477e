"""Answers of another system: read by question id, and a file in any other form is one sentence."""

import json
from pathlib import Path

import pytest

from eval.answers import read_answers
from eval.questions import QuestionFileError
from tests.asked import answer, citation, refusal

SHORTEST = {"id": "q3", "answer": "", "refused": True, "citations": []}


def write(folder: Path, *lines: object) -> Path:
    file = folder / "answers.jsonl"
    texts = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
    file.write_text("\n".join(texts), "utf-8")
    return file


def test_answers_are_found_by_their_id(tmp_path: Path) -> None:
    given = [answer(id="q1"), refusal(id="q2"), SHORTEST, {"id": "q4", "error": "no model"}]
    assert read_answers(write(tmp_path, given[0], "", *given[1:], "")) == {said["id"]: said for said in given}


def test_line_separator_inside_an_answer_ends_no_line(tmp_path: Path) -> None:
    said = answer("1,200\u2028台です。", id="q1")
    assert read_answers(write(tmp_path, said)) == {"q1": said}


def without(name: str) -> dict:
    return {key: value for key, value in answer(id="q1").items() if key != name}


BROKEN = {
    "no JSON": "{",
    "too deep": "[" * 100_000,
    "no object": "[]",
    "null": "null",
    "no id": without("id"),
    "id is a number": answer(id=1),
    "no answer": without("answer"),
    "answer is null": answer(None, id="q1"),
    "no refused": without("refused"),
    "refused is a word": answer(id="q1", refused="false"),
    "no citations": without("citations"),
    "citations are null": answer(id="q1", citations=None),
    "citation is a text": answer(id="q1", citations=["r07"]),
    "citation without quote": answer(id="q1", citations=[{"doc": "r07", "label": "第1章"}]),
    "quote is null": answer(id="q1", citations=[citation(quote=None)]),
    "passages are null": answer(id="q1", passages=None),
    "passage without text": answer(id="q1", passages=[{"doc": "r07", "label": "第1章"}]),
    "timings are null": answer(id="q1", timings=None),
    "time is a text": answer(id="q1", timings={"retrieve": "0.1"}),
    "half a surrogate pair": '{"id": "q1", "answer": "\\ud800", "refused": false, "citations": []}',
}


@pytest.mark.parametrize("line", BROKEN.values(), ids=BROKEN.keys())
def test_line_in_another_form_is_a_sentence_with_its_place(tmp_path: Path, line: object) -> None:
    file = write(tmp_path, SHORTEST, "", line)
    with pytest.raises(QuestionFileError) as caught:
        read_answers(file)
    assert str(caught.value) == f"{file}:3: 答えの形をしていません（README の ask --json と同じ形）。"


def test_second_answer_to_a_question_is_a_sentence_with_its_place(tmp_path: Path) -> None:
    file = write(tmp_path, SHORTEST, SHORTEST)
    with pytest.raises(QuestionFileError) as caught:
        read_answers(file)
    assert str(caught.value) == f"{file}:2: q3 の答えが二つあります。"


@pytest.mark.parametrize("data", [None, b"\x83\x4a\xff"], ids=["missing", "not UTF-8"])
def test_unreadable_file_is_a_sentence_with_its_name(tmp_path: Path, data: bytes | None) -> None:
    file = tmp_path / "answers.jsonl"
    if data is not None:
        file.write_bytes(data)
    with pytest.raises(QuestionFileError) as caught:
        read_answers(file)
    assert str(caught.value).startswith(f"{file}: 答えのファイルを読めません（")
