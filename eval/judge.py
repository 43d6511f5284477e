"""A language model's second opinion: are the claims of an answer proved by its quotes, and is it complete?

Faithfulness by claims after Es et al. (2023), RAGAS. Optional; everything else is measured without it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from eval.questions import Question
from eval.run import Judge, Outcome
from ingest.errors import InputError
from rag.settings import Settings

_PROMPT = Path(__file__).with_name("judge.md")
_OBJECT = re.compile(r"\{.*\}", re.DOTALL)
_ENOUGH = 0.999


class JudgeError(InputError):
    """The judging model did not answer, or not in the form that it was asked for."""


@dataclass(frozen=True)
class _Claim:
    claim: str
    supported: bool


@dataclass(frozen=True)
class _Fact:
    fact: str
    stated: bool


@dataclass(frozen=True)
class _Verdict:
    claims: tuple[_Claim, ...]
    facts: tuple[_Fact, ...]


def load_judge(settings: Settings, model: str) -> Judge:
    """A judge by `provider:model`. Raises ModelError for a model that cannot be set up.

    The judge raises JudgeError: a run that a judge broke off is taken up where it stopped.
    """
    from rag.models import load_model

    chat = load_model(settings.model_copy(update={"model": model}))

    def judge(question: Question, answer: dict) -> dict[str, float]:
        if "error" in answer or answer["refused"]:
            return {}
        try:
            said = str(chat.invoke(_prompt(question, answer)).content)
        except Exception as error:  # each provider's client raises its own
            raise JudgeError(f"判定モデル {model} から返事がありません（{error}）。") from error
        return _scores(_read(said, model))

    return judge


def _prompt(question: Question, answer: dict) -> str:
    cited = enumerate(answer["citations"], 1)
    return _PROMPT.read_text("utf-8").format(
        question=question.question,
        expected="\n".join(" / ".join(fact) for fact in question.facts) or "-",
        quotes="\n".join(f"[{citation.get('n', n)}] {citation['quote']}" for n, citation in cited),
        answer=answer["answer"],
    )


def _read(said: str, model: str) -> _Verdict:
    from pydantic import TypeAdapter, ValidationError

    found = _OBJECT.search(said)
    try:
        return TypeAdapter(_Verdict).validate_json(found[0] if found else said)
    except ValidationError as error:
        raise JudgeError(f"判定モデル {model} の返事を読めません（{said[:80]!r}）。") from error


def _scores(verdict: _Verdict) -> dict[str, float]:
    scores = {"faithful": mean(float(claim.supported) for claim in verdict.claims) if verdict.claims else 0.0}
    if verdict.facts:
        scores["complete"] = mean(float(fact.stated) for fact in verdict.facts)
    return scores


def agreement(run: Sequence[Outcome]) -> dict[str, float | int] | None:
    """How the judge's opinion of completeness agrees with `correct`: share and Cohen's kappa (1960).

    None if there is nothing that both have judged.
    """
    both = [(o.scores["correct"], o.scores["complete"]) for o in run if {"correct", "complete"} <= o.scores.keys()]
    if not both:
        return None
    from sklearn.metrics import cohen_kappa_score

    correct = [int(score) for score, _ in both]
    complete = [int(score > _ENOUGH) for _, score in both]
    same = mean(float(a == b) for a, b in zip(correct, complete, strict=True))
    one_class = len({*correct, *complete}) == 1
    return {"answers": len(both), "share": same, "kappa": 1.0 if one_class else cohen_kappa_score(correct, complete)}
