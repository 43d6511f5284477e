"""Questions: those that ship are sound, and a broken file of them is one sentence with its place."""

import json
from pathlib import Path

import pytest

from eval.questions import QUESTIONS, Evidence, Question, QuestionFileError, Split, read_questions

PHONES = {
    "id": "q1",
    "split": "dev",
    "kind": "numeric",
    "question": "町の電話は何台？",
    "history": ["町の通信について教えて"],
    "answerable": True,
    "gold": [{"doc": "r07", "label": "第1章第1節1", "fragment": "電話は1,200台である"}],
    "any": True,
    "facts": [["1200台", "千二百台"]],
    "reference": "町の電話は1,200台です。",
}
MOON = {
    "id": "q2",
    "split": "test",
    "kind": "out_of_scope",
    "question": "月の電話は何台？",
    "answerable": False,
    "gold": [],
    "facts": [],
    "reference": "書かれていません。",
}


def write(file: Path, *lines: str) -> Path:
    file.write_text("\n".join(lines), "utf-8")
    return file


def test_every_field_of_a_question_is_read(tmp_path: Path) -> None:
    file = write(tmp_path / "q.jsonl", json.dumps(PHONES, ensure_ascii=False), "", json.dumps(MOON))
    assert read_questions([file]) == [
        Question(
            id="q1",
            split=Split.DEV,
            kind="numeric",
            question="町の電話は何台？",
            history=("町の通信について教えて",),
            answerable=True,
            gold=(Evidence("r07", "第1章第1節1", "電話は1,200台である"),),
            any=True,
            facts=(("1200台", "千二百台"),),
            reference="町の電話は1,200台です。",
        ),
        Question(
            id="q2",
            split=Split.TEST,
            kind="out_of_scope",
            question="月の電話は何台？",
            history=(),
            answerable=False,
            gold=(),
            any=False,
            facts=(),
            reference="書かれていません。",
        ),
    ]


def test_files_are_read_in_order_and_one_split_if_asked(tmp_path: Path) -> None:
    moon, phones = write(tmp_path / "1", json.dumps(MOON)), write(tmp_path / "2", json.dumps(PHONES))
    assert [question.id for question in read_questions([phones, moon])] == ["q1", "q2"]
    assert [question.id for question in read_questions([phones, moon], Split.TEST)] == ["q2"]


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "電話",
        "[]",
        '"q1"',
        "null",
        json.dumps({name: value for name, value in PHONES.items() if name != "gold"}),
        json.dumps(PHONES | {"split": "train"}),
        json.dumps(PHONES | {"gold": [{"doc": "r07"}]}),
        json.dumps(PHONES | {"gold": ["r07"]}),
        json.dumps(PHONES | {"gold": None}),
        json.dumps(PHONES | {"history": None}),
        json.dumps(PHONES | {"history": "町の通信について教えて"}),
        json.dumps(PHONES | {"facts": "1200台"}),
        json.dumps(PHONES | {"facts": ["1200台"]}),
        json.dumps(PHONES | {"answerable": "false"}),
    ],
)
def test_broken_line_is_a_sentence_with_file_and_line(tmp_path: Path, line: str) -> None:
    file = write(tmp_path / "q.jsonl", json.dumps(MOON), "", line)
    with pytest.raises(QuestionFileError) as caught:
        read_questions([file])
    assert str(caught.value).startswith(f"{file}:3: 質問の形をしていません（")


@pytest.mark.parametrize("missing", ["gold", "facts"])
def test_answerable_question_without_evidence_or_facts_is_a_sentence_with_its_place(
    tmp_path: Path, missing: str
) -> None:
    file = write(tmp_path / "q.jsonl", json.dumps(MOON), json.dumps(PHONES | {missing: []}))
    with pytest.raises(QuestionFileError) as caught:
        read_questions([file])
    assert str(caught.value) == f"{file}:2: 答えのある質問には gold と facts が要ります。"


def test_line_separator_inside_a_question_ends_no_line(tmp_path: Path) -> None:
    asked = "町の電話は\u2028何台？"
    file = write(tmp_path / "q.jsonl", json.dumps(MOON | {"question": asked}, ensure_ascii=False))
    assert [question.question for question in read_questions([file])] == [asked]


@pytest.mark.parametrize("data", [None, b"\x83\x4a\xff"], ids=["missing", "not UTF-8"])
def test_unreadable_file_is_a_sentence_with_its_name(tmp_path: Path, data: bytes | None) -> None:
    file = tmp_path / "q.jsonl"
    if data is not None:
        file.write_bytes(data)
    with pytest.raises(QuestionFileError) as caught:
        read_questions([file])
    assert str(caught.value).startswith(f"{file}: 質問のファイルを読めません（")


# The questions that ship.


def test_no_files_are_all_that_ship() -> None:
    assert read_questions() == read_questions(sorted(QUESTIONS.glob("*.jsonl")))


def test_ids_are_unique() -> None:
    ids = [question.id for question in read_questions()]
    assert sorted(ids) == sorted(set(ids))


def test_halves_are_of_one_size() -> None:
    dev, test = read_questions(split=Split.DEV), read_questions(split=Split.TEST)
    assert abs(len(dev) - len(test)) <= 2
    assert len(dev) + len(test) == len(read_questions())


def test_answerable_questions_have_evidence_and_facts_and_the_others_neither() -> None:
    wrong = [
        question.id
        for question in read_questions()
        if not question.answerable == bool(question.gold) == bool(question.facts and all(question.facts))
    ]
    assert wrong == []


def test_fragments_are_short_and_of_one_line() -> None:
    fragments = [evidence.fragment for question in read_questions() for evidence in question.gold]
    assert [f for f in fragments if not 10 <= len(f) <= 30 or "\n" in f or f != f.strip()] == []


def test_references_hold_every_fact() -> None:
    from eval.measures import correct

    said = [(q, {"refused": False, "answer": q.reference}) for q in read_questions() if q.answerable]
    assert [question.id for question, answer in said if not correct(question, answer)] == []
