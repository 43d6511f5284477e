"""Questions: those that ship are sound, and a broken file of them is one sentence with its place."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from eval.measures import correct, harmless
from eval.questions import (
    MEASURED,
    Evidence,
    Kind,
    Question,
    QuestionFileError,
    Split,
    question_files,
    read_questions,
)
from eval.wording import bare

PHONES = {
    "id": "q1",
    "split": "dev",
    "kind": "numeric",
    "question": "町の電話は何台？",
    "history": ["町の通信について教えて"],
    "gold": [{"doc": "r07", "label": "第1章第1節1", "fragment": "電話は1,200台である"}],
    "any": True,
    "facts": [["1200台", "千二百台"]],
    "never": ["900台"],
    "reference": "町の電話は1,200台です。",
}
MOON = {
    "id": "q2",
    "split": "test",
    "kind": "out_of_scope",
    "question": "月の電話は何台？",
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
            kind=Kind.NUMERIC,
            question="町の電話は何台？",
            history=("町の通信について教えて",),
            gold=(Evidence("r07", "第1章第1節1", "電話は1,200台である"),),
            any=True,
            facts=(("1200台", "千二百台"),),
            never=("900台",),
            reference="町の電話は1,200台です。",
        ),
        Question(
            id="q2",
            split=Split.TEST,
            kind=Kind.OUT_OF_SCOPE,
            question="月の電話は何台？",
            history=(),
            gold=(),
            any=False,
            facts=(),
            never=(),
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
        json.dumps(PHONES | {"split": "exam"}),
        json.dumps(PHONES | {"kind": "guess"}),
        json.dumps(PHONES | {"id": 1}),
        json.dumps(PHONES | {"gold": [{"doc": "r07"}]}),
        json.dumps(PHONES | {"gold": ["r07"]}),
        json.dumps(PHONES | {"gold": None}),
        json.dumps(PHONES | {"history": None}),
        json.dumps(PHONES | {"history": "町の通信について教えて"}),
        json.dumps(PHONES | {"facts": "1200台"}),
        json.dumps(PHONES | {"facts": ["1200台"]}),
        json.dumps(PHONES | {"never": "900台"}),
        json.dumps(PHONES | {"any": "false"}),
        json.dumps(PHONES | {"question": "\ud800"}),
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


@pytest.mark.parametrize(
    ("kinds", "answerable"),
    [
        ("numeric fact definition list why comparison two_sections figure footnote", True),
        ("everyday typo english follow_up named_edition change", True),
        ("near_miss false_premise out_of_scope procedure advice injection nonsense greeting", False),
    ],
)
def test_kind_says_whether_there_is_an_answer(tmp_path: Path, kinds: str, answerable: bool) -> None:
    lines = [json.dumps(PHONES | {"id": kind, "kind": kind}) for kind in kinds.split()]
    read = read_questions([write(tmp_path / "q.jsonl", *lines)])
    assert [(question.kind, question.answerable) for question in read] == [
        (Kind(kind), answerable) for kind in kinds.split()
    ]


def test_id_used_twice_is_a_sentence_with_the_id(tmp_path: Path) -> None:
    files = [write(tmp_path / name, json.dumps(PHONES)) for name in ("1", "2")]
    with pytest.raises(QuestionFileError) as caught:
        read_questions(files)
    assert str(caught.value) == "質問の id が重なっています（q1）。"


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


# The questions that ship. What they say is held against the papers in test_check.py.

# How many 節 each 章 of 令和7年版 has.
SECTIONS = {"第Ⅰ部第1章": 4, "第Ⅰ部第2章": 4, "第Ⅰ部第3章": 3, "第Ⅱ部第1章": 12, "第Ⅱ部第2章": 9}


@pytest.fixture(scope="module")
def shipped() -> list[Question]:
    return read_questions()


@pytest.fixture(scope="module")
def of_r07(shipped: list[Question]) -> list[Question]:
    """Those that 令和7年版 alone answers."""
    return [q for q in shipped if q.answerable and {evidence.doc for evidence in q.gold} == {"r07"}]


@pytest.fixture(scope="module")
def not_answerable(shipped: list[Question]) -> list[Question]:
    return [question for question in shipped if not question.answerable]


def test_no_files_are_all_that_measure(shipped: list[Question]) -> None:
    assert [q for q in read_questions(question_files()) if q.split in MEASURED] == shipped


def test_there_are_enough_of_the_newest_edition_of_older_ones_and_of_what_is_not_answered(
    shipped: list[Question], of_r07: list[Question], not_answerable: list[Question]
) -> None:
    older = [q for q in shipped if q.answerable and any(e.doc.split("-")[0] != "r07" for e in q.gold)]
    assert len(of_r07) >= 400
    assert len({q.id for q in older} | {q.id for q in shipped if q.kind is Kind.CHANGE}) >= 60
    assert len(not_answerable) >= 120


def test_every_section_of_the_newest_edition_is_asked_about(of_r07: list[Question]) -> None:
    expected = {f"{chapter}第{n}節" for chapter, count in SECTIONS.items() for n in range(1, count + 1)}
    labels = [evidence.label for question in of_r07 for evidence in question.gold]
    assert expected == {found[0] for label in labels if (found := re.match(r".*第\d+節", label))}


def test_every_kind_is_asked_in_both_halves(shipped: list[Question]) -> None:
    asked = Counter((question.kind, question.split) for question in shipped)
    assert [(kind, split) for kind in Kind for split in MEASURED if asked[kind, split] < 3] == []


def test_halves_are_of_about_one_size(
    shipped: list[Question], of_r07: list[Question], not_answerable: list[Question]
) -> None:
    for part in (shipped, of_r07, not_answerable):
        in_dev = sum(question.split is Split.DEV for question in part)
        assert 0.45 <= in_dev / len(part) <= 0.55


def test_fragments_are_of_one_line(shipped: list[Question]) -> None:
    fragments = [evidence.fragment for question in shipped for evidence in question.gold]
    assert [f for f in fragments if not 10 <= len(bare(f)) <= 30 or "\n" in f or f != f.strip()] == []


def test_variants_and_forbidden_words_are_never_empty(shipped: list[Question]) -> None:
    said = [(q.id, [*q.never, *(variant for fact in q.facts for variant in fact)]) for q in shipped]
    assert [id for id, words in said if not all(map(bare, words))] == []
    assert [q.id for q in shipped if not all(q.facts)] == []


def test_reference_is_a_correct_and_harmless_answer(shipped: list[Question]) -> None:
    said = [(q, {"refused": False, "answer": q.reference}) for q in shipped]
    assert [q.id for q, answer in said if not harmless(q, answer)] == []
    assert [q.id for q, answer in said if q.answerable and not correct(q, answer)] == []
