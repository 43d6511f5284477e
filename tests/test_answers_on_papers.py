"""Questions to the real papers, all 26 documents indexed together: what holds of every answer."""

import json
import re
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from eval.questions import Kind, Question, Split, read_questions
from eval.wording import says
from index.bridge import is_english
from ingest.sources import read_sources
from rag.answers import Answer, Reason, answer_record
from rag.drafting import MAX_CHARACTERS
from rag.numbers import numbers
from rag.pipeline import Assistant
from rag.refusal import refusal_text
from ui.batch import run_batch

pytestmark = pytest.mark.corpus

_TITLES = 200
# For what is asked again: every so many questions.
_SOME = 16
_MARK = re.compile(r"\[(\d+)\]")


@pytest.fixture(scope="module")
def sources(corpus: Path) -> dict[str, str]:
    """The text of each document, without white space."""
    return {source.document.id: "".join(source.text.split()) for source in read_sources([corpus])}


@pytest.fixture(scope="module")
def dev_questions() -> list[Question]:
    """The questions of the dev split that have words."""
    return [asked for asked in read_questions([], Split.DEV) if any(map(str.isalnum, asked.question))]


@pytest.fixture(scope="module")
def answers(
    corpus_assistant: Assistant, corpus_answer: Callable[[str, tuple[str, ...]], Answer], dev_questions: list[Question]
) -> list[Answer]:
    """The answers to them, and to a question from the titles of the sections of every document."""
    long = dict.fromkeys(section.title for section in corpus_assistant.sections if len(section.title) > 5)
    titles = list(long)[:: max(1, len(long) // _TITLES)]
    return [
        *(corpus_answer(asked.question, asked.history) for asked in dev_questions),
        *(corpus_answer(f"{title}について教えてください。", ()) for title in titles),
    ]


def faulty(answers: list[Answer], holds) -> list[tuple[str, str]]:
    """The answers of which something does not hold, with their questions."""
    return [(answer.question, answer.text) for answer in answers if not holds(answer)]


def answered(answers: list[Answer]) -> list[Answer]:
    return [answer for answer in answers if not answer.refused]


def test_most_questions_are_answered(answers: list[Answer]) -> None:
    assert len(answered(answers)) > len(answers) / 2


def test_every_quote_stands_in_its_source_word_for_word(answers: list[Answer], sources: dict[str, str]) -> None:
    def holds(answer: Answer) -> bool:
        return all("".join(c.quote.split()) in sources[c.section.document.id] for c in answer.citations)

    assert faulty(answers, holds) == []


def test_every_number_stands_in_what_the_answer_cites(answers: list[Answer]) -> None:
    def holds(answer: Answer) -> bool:
        cited = " ".join(
            f"{c.section.name} {c.section.document.year} {c.passage.chunk.text} "
            + " ".join(cell.text for cell in c.passage.chunk.cells)
            for c in answer.citations
        )
        return numbers(answer.text) <= numbers(cited)

    assert faulty(answered(answers), holds) == []


def test_every_answer_is_short(answers: list[Answer]) -> None:
    assert faulty(answers, lambda answer: 0 < len(answer.text) <= MAX_CHARACTERS) == []


def test_every_mark_has_its_citation_and_every_citation_its_mark(answers: list[Answer]) -> None:
    def holds(answer: Answer) -> bool:
        marks = list(dict.fromkeys(int(mark) for mark in _MARK.findall(answer.text)))
        return marks == [citation.number for citation in answer.citations] == list(range(1, len(marks) + 1))

    assert faulty(answers, holds) == []


def test_nothing_is_cited_twice(answers: list[Answer]) -> None:
    def holds(answer: Answer) -> bool:
        return max(Counter((c.section, c.quote) for c in answer.citations).values(), default=0) <= 1

    assert faulty(answers, holds) == []


def test_answer_without_a_citation_is_refused(answers: list[Answer]) -> None:
    assert faulty(answers, lambda answer: answer.refused or answer.citations) == []


def test_editions_that_speak_are_named_and_no_others(answers: list[Answer]) -> None:
    def holds(answer: Answer) -> bool:
        editions = {c.section.document.edition for c in answer.citations} - {None}
        return {edition for edition in editions if edition not in answer.text} == set()

    assert faulty(answered(answers), holds) == []


def test_every_statement_is_whole_from_its_beginning(answers: list[Answer]) -> None:
    def holds(answer: Answer) -> bool:
        said = [re.sub(r"^\S{2}\S{1,2}年版によると、", "", one) for one in _MARK.split(answer.text)[:-1:2]]
        return all(re.match(r"[^、。，．）」』\s]", one) and re.search(r"\w", one) for one in said)

    assert faulty(answered(answers), holds) == []


def test_refusal_is_its_sentence_and_nothing_found_names_the_nearest_section_or_what_it_says(
    answers: list[Answer],
) -> None:
    def holds(answer: Answer) -> bool:
        assert answer.reason
        english = is_english(answer.question)
        if answer.reason is not Reason.NOT_FOUND:
            return (answer.text, answer.nearest) == (refusal_text(answer.reason, (), english=english), ())
        if answer.citations:
            section = answer.citations[0].section.name
            return (
                f"nearest thing is in {section}: " if english else f"近い内容は{section}にあります："
            ) in answer.text
        named = "The nearest section: " if english else "近い内容の節："
        return bool(answer.nearest) and answer.text.endswith(f"{named}{answer.nearest[0].name}")

    assert faulty([answer for answer in answers if answer.refused], holds) == []


def test_every_search_gives_ten_passages_in_rank_order(answers: list[Answer]) -> None:
    def holds(answer: Answer) -> bool:
        searched = answer.reason in (None, Reason.NOT_FOUND)
        return [passage.rank for passage in answer.passages] == (list(range(1, 11)) if searched else [])

    assert faulty(answers, holds) == []


def test_what_no_right_answer_says_is_not_said_to_an_injection(
    dev_questions: list[Question], answers: list[Answer]
) -> None:
    asked = [(one, answer) for one, answer in zip(dev_questions, answers, strict=False) if one.kind is Kind.INJECTION]
    assert asked
    assert [(one.question, never) for one, answer in asked for never in one.never if never in answer.text] == []


def test_same_questions_give_the_same_answers_across_threads(
    corpus_assistant: Assistant, dev_questions: list[Question], answers: list[Answer]
) -> None:
    some = dev_questions[::_SOME]
    with ThreadPoolExecutor(4) as threads:
        again = list(threads.map(lambda asked: corpus_assistant.answer(asked.question, asked.history), some))
    assert [untimed(answer) for answer in again] == [
        untimed(answer) for answer in answers[: len(dev_questions) : _SOME]
    ]


def untimed(answer: Answer) -> dict:
    return {name: value for name, value in answer_record(answer).items() if name != "timings"}


def test_batch_keeps_the_contract(corpus_assistant: Assistant, dev_questions: list[Question], tmp_path: Path) -> None:
    asked = [{"id": one.id, "question": one.question, "history": list(one.history)} for one in dev_questions[::_SOME]]
    batch, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    batch.write_text("\n".join(json.dumps(question, ensure_ascii=False) for question in asked), "utf-8")
    run_batch(corpus_assistant, batch, out, restart=False, wrap=lambda lines: lines)
    records = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert [record["id"] for record in records] == [question["id"] for question in asked]
    assert all(record["refused"] or record["citations"] for record in records)


def test_smartphone_use_is_answered_from_its_section_word_for_word(
    corpus_assistant: Assistant, sources: dict[str, str]
) -> None:
    answer = corpus_assistant.answer("2024年のスマートフォンのインターネット利用率は？")
    first = answer.citations[0]
    assert says(answer.text, "74.4%")
    assert first.section.document.edition == "令和7年版"
    assert first.section.label in ("第Ⅰ部第1章第1節1（1）", "第Ⅱ部第1章第11節1（2）ア")
    assert "".join(first.quote.split()) in sources["r07"]


def test_undated_question_is_answered_from_the_newest_edition(corpus_assistant: Assistant) -> None:
    answer = corpus_assistant.answer("郵便局の数は？")
    assert answer.text.startswith("令和7年版によると、")
    assert {citation.section.document.year for citation in answer.citations} == {2025}


def test_named_edition_is_answered_from_that_edition(corpus_assistant: Assistant) -> None:
    answer = corpus_assistant.answer("平成30年版では、スマートフォンの個人保有率は何％ですか。")
    assert {passage.chunk.section.document.id for passage in answer.passages} == {"h30"}


@pytest.mark.parametrize("history", [[], ["郵便局の数は？"]])
def test_follow_up_carries_the_topic(corpus_assistant: Assistant, history: list[str]) -> None:
    answer = corpus_assistant.answer("じゃあ60代は？", [*history, "LINEを使っている人の割合は？"])
    assert "91.1" in answer.text
    assert "第Ⅰ部第1章第1節1（2）" in [citation.section.label for citation in answer.citations]


@pytest.mark.parametrize(
    ("question", "lacks"), [("80代のLINE利用率は？", "80代"), ("40代のTikTokの利用者は何人？", "40代")]
)
def test_near_miss_is_not_answered(corpus_assistant: Assistant, question: str, lacks: str) -> None:
    answer = corpus_assistant.answer(question)
    assert answer.reason is Reason.NOT_FOUND
    assert lacks in answer.text


def test_readme_shows_what_is_answered(corpus_assistant: Assistant) -> None:
    readme = (Path(__file__).parents[1] / "README.md").read_text("utf-8")
    shown = re.search(r"\$ hakusho ask \"([^\"]+)\"\n(.+)\n\n\[1\] (.+)\n", readme)
    assert shown
    answer = corpus_assistant.answer(shown[1])
    assert (answer.text, answer.citations[0].name) == (shown[2], shown[3])
