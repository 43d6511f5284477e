"""A run's folder: what is written is read again, an interrupt loses one question at most, damage is told."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pytest

from eval.folder import RunError, open_run, read_run, record, recorded, write_summary
from eval.questions import Kind
from eval.run import Outcome
from tests.asked import answer, outcome, question, refusal

SETTINGS = {"answerer": "extractive", "index": {"counts": {"chunks": 3}}, "judge": None}
QUESTIONS = [question("電話", history=("町の通信について教えて",)), question("月", Kind.NONSENSE), question("箱")]
RUN = [
    outcome(QUESTIONS[0], answer(), correct=1.0, mrr=1 / 3),
    outcome(QUESTIONS[1], refusal(), refusal=1.0),
    outcome(QUESTIONS[2], {"error": "RuntimeError: no model"}, correct=0.0),
]


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return open_run(tmp_path / "runs", SETTINGS)


def write(own: Path, run: list[Outcome]) -> list[Outcome]:
    return list(record(own, run))


def test_new_run_has_a_folder_with_its_settings(own: Path, tmp_path: Path) -> None:
    assert own.parent == tmp_path / "runs"
    assert [file.name for file in own.iterdir()] == ["settings.json"]
    assert json.loads((own / "settings.json").read_text("utf-8")) == SETTINGS


def test_outcomes_are_passed_on_and_read_again(own: Path) -> None:
    assert write(own, RUN) == RUN
    assert recorded(own, QUESTIONS) == RUN
    assert read_run(own) == RUN


def test_each_record_is_a_line_of_json(own: Path) -> None:
    write(own, RUN)
    lines = (own / "records.jsonl").read_text("utf-8").split("\n")
    expected = [{"question": asdict(o.question), "scores": o.scores, "answer": o.answer} for o in RUN]
    assert [json.loads(line) for line in lines[:-1]] == json.loads(json.dumps(expected))
    assert (lines[-1], "電話" in lines[0]) == ("", True)


def test_outcome_is_on_disk_before_the_next_question_is_asked(own: Path) -> None:
    def asking() -> Iterator[Outcome]:
        for place, one in enumerate(RUN):
            assert recorded(own, QUESTIONS) == RUN[:place]
            yield one

    assert list(record(own, asking())) == RUN


def test_run_without_records_has_none_so_far(own: Path) -> None:
    assert recorded(own, QUESTIONS) == []


def test_interrupted_run_with_the_same_settings_is_taken_up(own: Path, tmp_path: Path) -> None:
    write(own, RUN[:2])
    again = open_run(tmp_path / "runs", json.loads(json.dumps(SETTINGS)))
    assert (again, recorded(again, QUESTIONS)) == (own, RUN[:2])
    write(again, RUN[2:])
    assert read_run(again) == RUN


def test_other_settings_or_a_finished_run_make_a_new_folder(own: Path, tmp_path: Path) -> None:
    other = open_run(tmp_path / "runs", SETTINGS | {"judge": "openai:gpt"})
    write_summary(own, {"questions": 3})
    assert json.loads((own / "summary.json").read_text("utf-8")) == {"questions": 3}
    fresh = open_run(tmp_path / "runs", SETTINGS)
    assert sorted((tmp_path / "runs").iterdir()) == sorted({own, other, fresh})


def test_folder_that_is_no_run_is_left_alone(tmp_path: Path) -> None:
    for name, settings in {"9 empty": None, "9 broken": "{", "9 other": "[]"}.items():
        (tmp_path / name).mkdir()
        if settings:
            (tmp_path / name / "settings.json").write_text(settings, "utf-8")
    (tmp_path / "9 file").write_text("x")
    own = open_run(tmp_path, SETTINGS)
    assert not own.name.startswith("9")
    assert json.loads((own / "settings.json").read_text("utf-8")) == SETTINGS


@pytest.mark.parametrize("bytes_left", [1, 22, -1], ids=["one byte", "half a character", "all but the line end"])
def test_line_that_an_interrupt_broke_off_is_taken_back(own: Path, bytes_left: int) -> None:
    write(own, RUN)
    file = own / "records.jsonl"
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join(lines[:2]) + lines[2][:bytes_left])
    assert recorded(own, QUESTIONS) == RUN[:2]
    assert file.read_bytes() == b"".join(lines[:2])
    write(own, RUN[2:])
    assert file.read_bytes() == b"".join(lines)


def test_first_line_that_was_broken_off_is_taken_back_too(own: Path) -> None:
    (own / "records.jsonl").write_bytes('{"question": {"id": "電'.encode()[:-1])
    assert recorded(own, QUESTIONS) == []
    assert write(own, RUN) == read_run(own)


@pytest.mark.parametrize("separator", ["\u2028", "\x85", "\x0b", "\r", "\r\n"])
def test_line_separators_inside_an_answer_end_no_line(own: Path, separator: str) -> None:
    odd = [outcome(question(question=f"何{separator}台？"), answer(f"1,200{separator}台"), correct=1.0)]
    write(own, odd)
    assert recorded(own, [odd[0].question]) == odd
    assert read_run(own) == odd


BROKEN = {
    "no JSON": "{",
    "no object": "[]",
    "no question": '{"answer": {}, "scores": {}}',
    "no scores": json.dumps({"question": json.loads(json.dumps(asdict(QUESTIONS[0]))), "answer": {}}),
    "not a question": '{"question": {"id": "q1"}, "answer": {}, "scores": {}}',
}


@pytest.mark.parametrize("line", BROKEN.values(), ids=BROKEN.keys())
def test_damaged_record_is_a_sentence_with_the_folder(own: Path, line: str) -> None:
    (own / "records.jsonl").write_text(line + "\n", "utf-8")
    for read in (read_run, lambda folder: recorded(folder, [])):
        with pytest.raises(RunError) as caught:
            read(own)
        assert str(caught.value).startswith(f"{own} に評価の記録がありません（")


def test_record_that_is_no_text_is_a_sentence(own: Path) -> None:
    (own / "records.jsonl").write_bytes(b"\x83\x4a\xff\n")
    with pytest.raises(RunError):
        read_run(own)


def test_folder_without_records_cannot_be_read(own: Path, tmp_path: Path) -> None:
    for folder in (own, tmp_path / "missing"):
        with pytest.raises(RunError) as caught:
            read_run(folder)
        assert str(caught.value).startswith(f"{folder} に評価の記録がありません（")
