"""From a question to a cited answer, over the digest that ships with the project."""

from pathlib import Path

import pytest

from index.folder import IndexFolderError, IndexHome
from index.search import FusedRetriever
from rag.answers import Answer, QuestionError, Reason, answer_record
from rag.pipeline import LONGEST_QUESTION, Assistant, index_in_use, open_index, renew_index
from rag.retriever import PassageRetriever, passages_of
from rag.settings import DIGEST, EXTRACTIVE, Settings, SettingsError, load_settings


@pytest.mark.parametrize(
    ("question", "said", "label"),
    [
        ("スマートフォンの利用率がパソコンを追い越したのはいつ？", "2017年", "第Ⅰ部第1章第1節1（1）"),
        ("郵便局は全国にいくつある？", "2万4,185局", "第Ⅱ部第1章第12節1（2）"),
        ("生成AIを使ったことがある人の割合は？", "26.7%", "第Ⅰ部第1章第2節2（1）"),
        ("重大な通信事故は何件あった？", "18件", "第Ⅱ部第1章第2節2（9）"),
    ],
)
def test_digest_answers_with_value_and_section(
    digest_assistant: Assistant, question: str, said: str, label: str
) -> None:
    answer = digest_assistant.answer(question)
    assert said in answer.text
    assert answer.text.startswith("令和7年版によると、")
    assert answer.citations[0].section.label == label
    assert any(said in citation.quote for citation in answer.citations)


def test_follow_up_is_understood_from_the_question_before(digest_assistant: Assistant) -> None:
    answer = digest_assistant.answer("じゃあ60代は？", ["LINEを使っている人の割合は？"])
    assert "91.1%" in answer.text


@pytest.mark.parametrize(
    "question", ["肉じゃがの作り方は？", "火星の人口は？", "80代のLINE利用率は？", "asdf qwer zxcv"]
)
def test_what_the_documents_do_not_say_is_refused_with_a_pointer(digest_assistant: Assistant, question: str) -> None:
    answer = digest_assistant.answer(question)
    assert (answer.refused, answer.reason, answer.citations) == (True, Reason.NOT_FOUND, ())


def test_greeting_is_returned_without_a_search(digest_assistant: Assistant) -> None:
    answer = digest_assistant.answer("こんにちは")
    assert (answer.reason, answer.passages, answer.nearest) == (Reason.GREETING, (), ())


@pytest.mark.parametrize("question", ["", "  \n　", "？？！", "あ" * (LONGEST_QUESTION + 1), "5G" * 50_000])
def test_question_that_cannot_be_asked_is_one_sentence(digest_assistant: Assistant, question: str) -> None:
    with pytest.raises(QuestionError) as raised:
        digest_assistant.answer(question)
    assert len(str(raised.value)) < 80


def test_same_question_gives_the_same_answer_whatever_came_before(digest_assistant: Assistant) -> None:
    def asked() -> dict:
        record = answer_record(digest_assistant.answer("5Gの人口カバー率は？"))
        return {name: value for name, value in record.items() if name != "timings"}

    first = asked()
    digest_assistant.answer("郵便局は全国にいくつある？")
    assert asked() == first


def test_stream_ends_with_the_answer_that_answer_gives(digest_assistant: Assistant) -> None:
    *pieces, last = digest_assistant.stream("郵便局は全国にいくつある？")
    assert isinstance(last, Answer)
    assert all(isinstance(piece, str) for piece in pieces)
    assert last.text == digest_assistant.answer("郵便局は全国にいくつある？").text


def test_langchain_retriever_gives_what_the_search_gives(digest_settings: Settings) -> None:
    search = FusedRetriever(open_index(digest_settings))
    documents = PassageRetriever(search=search, k=5).invoke("量子暗号通信")
    assert passages_of(documents) == tuple(search.search("量子暗号通信", 5))
    assert [document.page_content for document in documents] == [p.chunk.text for p in passages_of(documents)]


def test_sources_are_corpus_then_folder_here_then_digest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert load_settings().sources() == [DIGEST]
    (tmp_path / "corpus").mkdir()
    assert load_settings().sources() == [Path("corpus")]
    monkeypatch.setenv("HAKUSHO_CORPUS", "/papers")
    assert load_settings().sources() == [Path("/papers")]
    assert load_settings(corpus=Path("/others")).sources() == [Path("/others")]


def test_setting_that_cannot_be_used_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HAKUSHO_TIMEOUT", "soon")
    with pytest.raises(SettingsError, match="HAKUSHO_TIMEOUT.*soon"):
        load_settings()


def test_index_that_was_asked_for_last_is_used_until_a_corpus_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    paper = tmp_path / "paper.txt"
    paper.write_text("第1章　町の電話\n\n町の電話は1,200台である。\n", "utf-8")
    settings = Settings(_env_file=None, home=tmp_path / "home")
    renew_index(settings, [paper])
    assert [document.id for document in open_index(settings).documents] == ["paper"]
    named = settings.model_copy(update={"corpus": DIGEST})
    assert [document.id for document in open_index(named).documents] == ["r07-digest"]
    assert [document.id for document in open_index(settings).documents] == ["paper"]


def test_index_of_another_embedder_is_not_searched(tmp_path: Path) -> None:
    settings = Settings(_env_file=None, corpus=DIGEST, home=tmp_path)
    open_index(settings)
    with pytest.raises(IndexFolderError, match="bundled.*other-model.*hakusho index"):
        open_index(settings.model_copy(update={"embedder": "other-model"}))


def test_default_answerer_needs_no_model(digest_assistant: Assistant, digest_settings: Settings) -> None:
    assert digest_assistant.answered_by == digest_settings.model == EXTRACTIVE
    name, home = index_in_use(digest_settings)
    assert isinstance(home, IndexHome)
    assert home.exists(name)
