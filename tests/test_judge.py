"""A judging model, asked with the real client over loopback: its verdict scored, its nonsense told."""

import json
from collections.abc import Callable

import pytest

from eval.judge import JudgeError, agreement, load_judge
from eval.questions import Kind
from eval.run import Judge, Outcome
from rag.models import ModelError
from rag.settings import Settings
from tests.asked import answer, citation, outcome, question, refusal
from tests.model_server import SAYS, ModelServer

ASKED = question(facts=(("1200台", "千二百台"), ("94.9%",)))


@pytest.fixture
def judge(model_server: ModelServer, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Judge]:
    """The judge that is the named model on the server."""
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    settings = Settings(_env_file=None, base_url=model_server.url, timeout=2.0)
    return lambda name: load_judge(settings, f"openai:{name}")


def test_verdict_gives_the_share_of_proved_claims_and_of_stated_facts(judge) -> None:
    assert judge("judge")(ASKED, answer()) == {"faithful": 0.5, "complete": 1.0}


def test_prompt_holds_question_facts_quotes_and_answer(judge, model_server: ModelServer) -> None:
    cited = [citation(n=3), {"doc": "r05", "label": "第1章", "quote": "{question}は900台"}]
    judge("judge")(ASKED, answer("1,200台{です}。[3]", citations=cited))
    ((message,), model) = (model_server.requests[-1][name] for name in ("messages", "model"))
    assert (message["role"], model) == ("user", "judge")
    assert "Reply with one JSON object" in message["content"]
    assert message["content"].endswith(
        "<question>\nq1の電話は何台？\n</question>\n"
        "<expected>\n1200台 / 千二百台\n94.9%\n</expected>\n"
        "<quotes>\n[3] 電話は1,200台である\n[2] {question}は900台\n</quotes>\n"
        "<answer>\n1,200台{です}。[3]\n</answer>\n"
    )
    assert '{"claims": [{"claim": "…", "supported": true}]' in message["content"]


def test_refusals_and_failures_are_not_judged(judge, model_server: ModelServer) -> None:
    before = len(model_server.requests)
    assert judge("judge")(ASKED, refusal()) == {}
    assert judge("judge")(ASKED, {"error": "no model"}) == {}
    assert len(model_server.requests) == before


@pytest.mark.parametrize(
    ("verdict", "scores"),
    [
        ({"claims": [], "facts": []}, {"faithful": 0.0}),
        ({"claims": [{"claim": "a", "supported": True}], "facts": []}, {"faithful": 1.0}),
        (
            {
                "claims": [{"claim": name, "supported": name != "c"} for name in "abc"],
                "facts": [{"fact": name, "stated": name == "a"} for name in "abcd"],
            },
            {"faithful": 2 / 3, "complete": 1 / 4},
        ),
    ],
)
def test_shares_are_of_the_claims_and_facts_that_the_model_found(
    judge, monkeypatch: pytest.MonkeyPatch, verdict: dict, scores: dict[str, float]
) -> None:
    monkeypatch.setitem(SAYS, "judge", json.dumps(verdict))
    assert judge("judge")(ASKED, answer()) == pytest.approx(scores)


@pytest.mark.parametrize(
    "said",
    [SAYS["rambling"], "", "[]", '{"claims": []}', '{"claims": [{"claim": "a"}], "facts": []}', '{"claims": 1}'],
)
def test_nonsense_is_a_sentence_with_the_model(judge, monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    monkeypatch.setitem(SAYS, "rambling", said)
    with pytest.raises(JudgeError) as caught:
        judge("rambling")(ASKED, answer())
    assert str(caught.value) == f"判定モデル openai:rambling の返事を読めません（{said!r}）。"


def test_model_that_does_not_answer_is_a_sentence(judge) -> None:
    with pytest.raises(JudgeError, match="判定モデル openai:limited から返事がありません（"):
        judge("limited")(ASKED, answer())


@pytest.mark.parametrize("model", ["extractive", "gpt", "nobody:gpt"])
def test_judge_that_is_no_model_is_a_sentence(model: str) -> None:
    with pytest.raises(ModelError):
        load_judge(Settings(_env_file=None), model)


def test_loading_a_judge_asks_nothing(judge, model_server: ModelServer) -> None:
    before = len(model_server.requests)
    judge("judge")
    assert len(model_server.requests) == before


# Agreement with `correct`


def run(pairs: list[tuple[float, float]]) -> list[Outcome]:
    return [outcome(question(f"q{n}"), correct=c, complete=j) for n, (c, j) in enumerate(pairs)]


def test_agreement_is_the_share_and_what_is_beyond_chance() -> None:
    # 20 both, 5 only correct, 10 only complete, 15 neither; the textbook's example.
    pairs = [(1.0, 1.0)] * 20 + [(1.0, 0.5)] * 5 + [(0.0, 1.0)] * 10 + [(0.0, 0.0)] * 15
    share, chance = 35 / 50, (25 / 50) * (30 / 50) + (25 / 50) * (20 / 50)
    assert agreement(run(pairs)) == pytest.approx(
        {"answers": 50, "share": share, "kappa": (share - chance) / (1 - chance)}
    )


@pytest.mark.parametrize("both", [1.0, 0.0])
def test_agreement_on_one_verdict_for_all_is_whole(both: float) -> None:
    assert agreement(run([(both, both)] * 3)) == {"answers": 3, "share": 1.0, "kappa": 1.0}


def test_agreement_that_is_no_better_than_chance_is_0() -> None:
    assert agreement(run([(1.0, 0.5), (1.0, 0.0)])) == {"answers": 2, "share": 0.0, "kappa": 0.0}


def test_only_answers_that_both_judged_count() -> None:
    others = [outcome(question("月", Kind.NONSENSE)), outcome(question("箱"), correct=0.0)]
    assert agreement(others) is None
    assert agreement([*others, *run([(1.0, 1.0)])]) == {"answers": 1, "share": 1.0, "kappa": 1.0}
