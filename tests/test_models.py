"""The language model path, with the real langchain-openai client against a server on loopback."""

import subprocess
import sys

import pytest

from rag.answers import Answer, Reason
from rag.models import ModelError, load_model
from rag.pipeline import LONGEST_DRAFT, open_assistant
from rag.settings import EXTRACTIVE, Settings
from tests.model_server import ModelServer

QUESTION = "郵便局の数は？"
FALLBACK = "言語モデルから答えを得られなかったため、白書の文をそのまま抜き出してお答えしています。"


@pytest.fixture
def ask(model_server: ModelServer, digest_settings: Settings, monkeypatch: pytest.MonkeyPatch):
    """Ask a question of the named model; gives the streamed pieces and the answer."""
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)

    def ask(model: str, question: str = QUESTION, history: tuple[str, ...] = ()) -> tuple[list[str], Answer]:
        update = {"model": f"openai:{model}", "base_url": model_server.url, "timeout": 2.0}
        *pieces, answer = open_assistant(digest_settings.model_copy(update=update)).stream(question, history)
        return pieces, answer

    return ask


def test_answer_is_streamed_piece_by_piece_and_then_checked(ask) -> None:
    pieces, answer = ask("good")
    assert len(pieces) > 10
    assert "".join(pieces) == "郵便局の数は、2024年度末に2万4,185局であり、横ばいで推移している[1]。"
    assert answer.text == "郵便局の数は、2024年度末に2万4,185局であり、横ばいで推移している。[1]"
    assert [(c.number, c.section.label) for c in answer.citations] == [(1, "第Ⅱ部第1章第12節1（2）")]
    assert (answer.answered_by, answer.notice, answer.reason) == ("openai:good", None, None)


def test_prompt_holds_numbered_excerpts_and_the_question_apart(ask, model_server: ModelServer) -> None:
    ask("good", history=("郵便料金はいつ上がった？",))
    system, user = model_server.requests[-1]["messages"]
    assert "[1] 令和7年版 第Ⅱ部第1章第12節1（2）「日本郵便株式会社」\n郵便局の数は" in system["content"]
    assert user["content"] == f"（前の質問）郵便料金はいつ上がった？\n{QUESTION}"


def test_own_server_is_asked_without_a_real_key(ask, model_server: ModelServer) -> None:
    ask("good")
    assert model_server.keys[-1] == "Bearer none"


@pytest.mark.parametrize("model", ["limited", "dies", "slow", "unmarked", "invents", "beyond"])
def test_model_that_fails_or_invents_ends_in_the_extractive_answer(ask, model: str) -> None:
    _, answer = ask(model)
    assert (answer.answered_by, answer.notice) == (EXTRACTIVE, FALLBACK)
    assert "2万4,185局" in answer.text
    assert answer.citations[0].section.label == "第Ⅱ部第1章第12節1（2）"


def test_statement_with_an_unknown_number_is_dropped_from_an_answer(ask) -> None:
    _, answer = ask("mixed")
    assert answer.text == "郵便局の数は2024年度末に2万4,185局である。[1]"
    assert answer.answered_by == "openai:mixed"


def test_model_that_writes_on_and_on_is_cut_off(ask) -> None:
    pieces, answer = ask("endless")
    assert sum(map(len, pieces)) == LONGEST_DRAFT
    assert len(answer.text) <= LONGEST_DRAFT


def test_model_that_finds_nothing_is_believed(ask) -> None:
    _, answer = ask("nothing")
    assert (answer.reason, answer.citations, answer.answered_by) == (Reason.NOT_FOUND, (), "openai:nothing")
    assert answer.nearest[0].label == "第Ⅱ部第1章第12節1（2）"


@pytest.mark.parametrize(
    ("model", "said"),
    [
        ("gpt-5-mini", "提供元:モデル名"),
        ("nobody:model", "nobody:model"),
        ("anthropic:claude", r"pip install 'hakusho\[anthropic\]'"),
        ("openai:gpt-5-mini", "OPENAI_API_KEY|api_key"),
    ],
)
def test_model_that_cannot_be_set_up_is_one_sentence(model: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(ModelError, match=said) as raised:
        load_model(Settings(_env_file=None, model=model))
    assert "\n" not in str(raised.value)


ASKED_ALONE = """
import sys
from rag.pipeline import open_assistant
from rag.settings import Settings
corpus, home, question = sys.argv[1:]
answer = open_assistant(Settings(_env_file=None, corpus=corpus, home=home)).answer(question)
print(answer.refused, [name for name in sys.modules if name.startswith("langchain")])
"""


def test_answer_without_a_model_needs_no_langchain(digest_settings: Settings) -> None:
    """Loading it takes longer than the whole answer."""
    open_assistant(digest_settings)
    command = [sys.executable, "-c", ASKED_ALONE, str(digest_settings.corpus), str(digest_settings.home), QUESTION]
    run = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    assert run.stdout.strip() == "False []"
