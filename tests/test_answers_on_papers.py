"""Questions to the real papers, all 26 documents indexed together."""

import json
from pathlib import Path

import pytest

from ingest.sources import read_sources
from rag.answers import answer_record
from rag.numbers import numbers
from rag.pipeline import Assistant
from ui.batch import run_batch

pytestmark = pytest.mark.corpus


@pytest.fixture(scope="module")
def sources(corpus: Path) -> dict[str, str]:
    """The text of each document, without white space."""
    return {source.document.id: "".join(source.text.split()) for source in read_sources([corpus])}


def test_smartphone_use_is_answered_from_its_section_word_for_word(
    corpus_assistant: Assistant, sources: dict[str, str]
) -> None:
    answer = corpus_assistant.answer("2024年のスマートフォンのインターネット利用率は？")
    first = answer.citations[0]
    assert "74.4%" in answer.text
    assert (first.section.document.edition, first.section.label) == ("令和7年版", "第Ⅰ部第1章第1節1（1）")
    assert "".join(first.quote.split()) in sources["r07"]


def test_undated_question_is_answered_from_the_newest_edition(corpus_assistant: Assistant) -> None:
    answer = corpus_assistant.answer("郵便局の数は？")
    assert answer.text.startswith("令和7年版によると、")
    assert {citation.section.document.year for citation in answer.citations} == {2025}


def test_named_edition_is_answered_from_that_edition(corpus_assistant: Assistant) -> None:
    answer = corpus_assistant.answer("平成30年版では、スマートフォンの個人保有率は何％ですか。")
    assert {passage.chunk.section.document.id for passage in answer.passages} == {"h30"}


def test_hundreds_of_questions_keep_the_contract(
    corpus_assistant: Assistant, sources: dict[str, str], tmp_path: Path
) -> None:
    """A question from the title of every section of the newest edition, first three hundred of them."""
    titles = dict.fromkeys(s.title for s in corpus_assistant.sections if s.document.id == "r07" and len(s.title) > 5)
    asked = [{"id": f"q{n}", "question": f"{title}について教えてください。"} for n, title in enumerate(titles)][:300]
    batch, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    batch.write_text("\n".join(json.dumps(question, ensure_ascii=False) for question in asked), "utf-8")
    run_batch(corpus_assistant, batch, out, restart=False, wrap=lambda lines: lines)
    answered = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert [record["id"] for record in answered] == [question["id"] for question in asked]
    for record in answered:
        assert len(record["passages"]) >= 10
        assert record["refused"] == (not record["citations"])
        assert len(record["answer"]) <= 300
        for citation in record["citations"]:
            assert "".join(citation["quote"].split()) in sources[citation["doc"]]


def test_numbers_of_an_answer_stand_in_what_it_cites(corpus_assistant: Assistant) -> None:
    for question in (
        "デジタル赤字はいくら？",
        "5Gの人口カバー率は？",
        "世界のICT市場の規模は？",
        "CYDERの受講者は何人？",
    ):
        answer = corpus_assistant.answer(question)
        cited = " ".join(f"{c.section.name} {c.passage.chunk.text}" for c in answer.citations)
        assert numbers(answer.text) <= numbers(cited)
        assert answer_record(answer)["citations"]
