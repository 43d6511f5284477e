"""Files in SQuAD's form: paragraphs indexed and found again, and other files one sentence each."""

import json
from pathlib import Path

import pytest

from eval.squad import SquadError, SquadReport, measure_squad
from eval.statistics import estimate
from index.embedder import BUNDLED, Embedder, load_embedder

PHONES = "町の電話は、2024年に数えたところ1,200台あった。前の年より50台多い。"
POSTS = "坂の上の郵便箱は48本である。毎朝、集配の人が鍵を開けて回る。"
SHIPS = "浜と島を結ぶ渡し船は8隻で、学校のある日は朝に4回通う。"
RADIO = "台風の夜には、役場のラジオが避難所の場所を知らせる。"


def paragraph(context: str, *questions: str, **other: object) -> dict:
    asked = [{"id": q, "question": q, "answers": [{"text": "", "answer_start": 0}], **other} for q in questions]
    return {"context": context, "qas": asked}


ARTICLES = [
    {
        "title": "町の通信",
        "paragraphs": [paragraph(PHONES, "電話は何台あった？", "電話は前の年より増えた？"), paragraph(POSTS)],
    },
    {
        "title": "町の暮らし",
        "paragraphs": [paragraph(SHIPS, "渡し船は何隻？"), paragraph(RADIO, "避難所を知らせるのは？")],
    },
]
NAMES = ("recall@1", "recall@5", "recall@10", "mrr")


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return load_embedder(BUNDLED)


def squad(folder: Path, articles: object) -> Path:
    file = folder / "squad.json"
    file.write_text(json.dumps({"version": "1.0", "data": articles}, ensure_ascii=False), "utf-8")
    return file


def test_each_question_finds_its_own_paragraph(tmp_path: Path, embedder: Embedder) -> None:
    expected = SquadReport(4, 4, {name: estimate([1.0] * 4) for name in NAMES})
    assert measure_squad(squad(tmp_path, ARTICLES), embedder) == expected


def test_only_the_own_paragraph_counts(tmp_path: Path, embedder: Embedder) -> None:
    misplaced = [{"title": "町", "paragraphs": [paragraph(PHONES), paragraph(POSTS, "電話は何台あった？")]}]
    found = measure_squad(squad(tmp_path, misplaced), embedder)
    assert (found.measures["recall@1"], found.paragraphs) == (estimate([0.0]), 2)


def test_limit_keeps_to_the_first_questions_among_all_paragraphs(tmp_path: Path, embedder: Embedder) -> None:
    found = measure_squad(squad(tmp_path, ARTICLES), embedder, limit=1)
    assert found == SquadReport(1, 4, {name: estimate([1.0]) for name in NAMES})


def test_questions_without_an_answer_are_not_asked(tmp_path: Path, embedder: Embedder) -> None:
    impossible = {"title": "月", "paragraphs": [paragraph(POSTS, "月の電話は何台？", is_impossible=True)]}
    found = measure_squad(squad(tmp_path, [*ARTICLES, impossible]), embedder)
    assert (found.questions, found.paragraphs) == (4, 5)


def test_paragraph_that_stands_twice_is_one(tmp_path: Path, embedder: Embedder) -> None:
    twice = {"title": "町の通信", "paragraphs": [paragraph(PHONES, "2024年の電話は？")]}
    found = measure_squad(squad(tmp_path, [*ARTICLES, twice]), embedder)
    assert found == SquadReport(5, 4, {name: estimate([1.0] * 5) for name in NAMES})


BROKEN = {
    "no JSON": b"{",
    "not UTF-8": b"\x83\x4a\xff",
    "list": b"[]",
    "no paragraphs": b'{"data": [{"title": "a"}]}',
    "context is a number": b'{"data": [{"title": "a", "paragraphs": [{"context": 1, "qas": []}]}]}',
    "question without text": b'{"data": [{"title": "a", "paragraphs": [{"context": "a", "qas": [{"id": "1"}]}]}]}',
}


@pytest.mark.parametrize("data", BROKEN.values(), ids=BROKEN.keys())
def test_file_in_another_form_is_a_sentence_with_its_name(tmp_path: Path, embedder: Embedder, data: bytes) -> None:
    file = tmp_path / "squad.json"
    file.write_bytes(data)
    with pytest.raises(SquadError) as caught:
        measure_squad(file, embedder)
    assert str(caught.value).startswith(f"{file}: SQuAD の形をしていません（")


def test_missing_file_is_a_sentence_with_its_name(tmp_path: Path, embedder: Embedder) -> None:
    with pytest.raises(SquadError) as caught:
        measure_squad(tmp_path / "missing.json", embedder)
    assert str(caught.value) == f"{tmp_path / 'missing.json'}: 読めません（No such file or directory）。"


@pytest.mark.parametrize("articles", [[], [{"title": "町", "paragraphs": [paragraph(PHONES)]}]])
def test_file_without_questions_is_a_sentence(tmp_path: Path, embedder: Embedder, articles: list) -> None:
    with pytest.raises(SquadError) as caught:
        measure_squad(squad(tmp_path, articles), embedder)
    assert str(caught.value) == f"{tmp_path / 'squad.json'}: 答えのある質問がありません。"
