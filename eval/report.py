"""The report of a run: one HTML page that stands alone, opens offline and reads without JavaScript."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import mean
from typing import TYPE_CHECKING

from eval.comparison import TOLD, Comparison
from eval.measures import DEPTH, evidence_ranks
from eval.questions import Kind, Question
from eval.run import Outcome

if TYPE_CHECKING:
    from jinja2 import Template

_TEMPLATE = Path(__file__).with_name("report.html")
_MOST_SHOWN = 60
_PASSAGES_SHOWN = 5
_PASSAGE_CHARACTERS = 160

# Measures on the headline, with what a reader calls them.
HEADLINE = {
    "correct": "正しい答え",
    "label": "節番号が正確",
    "recall@5": "根拠が 5 件以内",
    "hit@1": "1 件目が正しい",
    "verbatim": "引用が原文どおり",
    "supported": "数値に裏付け",
    "harmless": "無害",
}
KINDS = {
    Kind.NUMERIC: "数値",
    Kind.FACT: "事実",
    Kind.DEFINITION: "定義",
    Kind.LIST: "列挙",
    Kind.WHY: "理由・方法",
    Kind.COMPARISON: "比較",
    Kind.TWO_SECTIONS: "二つの節",
    Kind.FIGURE: "図表",
    Kind.FOOTNOTE: "脚注",
    Kind.EVERYDAY: "日常の言葉",
    Kind.TYPO: "誤字",
    Kind.ENGLISH: "英語",
    Kind.FOLLOW_UP: "続きの質問",
    Kind.NAMED_EDITION: "版の指定",
    Kind.CHANGE: "版の間の変化",
    Kind.NEAR_MISS: "惜しい質問",
    Kind.FALSE_PREMISE: "誤った前提",
    Kind.OUT_OF_SCOPE: "範囲外",
    Kind.PROCEDURE: "手続き",
    Kind.ADVICE: "助言",
    Kind.INJECTION: "命令の混入",
    Kind.NONSENSE: "意味のない文",
    Kind.GREETING: "あいさつ",
}
_BY_KIND = ("recall@5", "hit@1", "correct", "label", "refusal")


@dataclass(frozen=True)
class _Point:
    """Share of the evidence found within the first `k` passages."""

    k: int
    recall: float


@dataclass(frozen=True)
class _Worst:
    """A question that went wrong, with what went wrong, what was found and where the evidence stood."""

    outcome: Outcome
    wrong: tuple[str, ...]
    ranks: list[int | None]
    passages: list[dict]


def report(run: Sequence[Outcome], summary: dict, comparison: Comparison | None) -> str:
    """The page. Whatever comes from questions, documents or models is escaped."""
    worst = _worst(run)
    return _template().render(
        summary=summary,
        headline=HEADLINE,
        by_kind=_BY_KIND,
        kinds=KINDS,
        curve=_curve(run),
        confusion=_confusion(run),
        worst=worst[:_MOST_SHOWN],
        wrong=len(worst),
        comparison=comparison,
        told=TOLD,
        questions={outcome.question.id: outcome.question for outcome in run},
    )


@cache
def _template() -> "Template":
    from jinja2 import Environment, StrictUndefined

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(_TEMPLATE.read_text("utf-8"))


def _curve(run: Sequence[Outcome]) -> list[_Point]:
    asked = [outcome for outcome in run if outcome.question.answerable]
    ranked = [(o.question, evidence_ranks(o.question, o.answer.get("passages", []))) for o in asked]
    return [_Point(k, mean(_found(*pair, k) for pair in ranked)) for k in range(1, DEPTH + 1) if ranked]


def _found(question: Question, ranks: list[int | None], k: int) -> float:
    within = [rank is not None and rank <= k for rank in ranks]
    return float(any(within)) if question.any else mean(within)


def _confusion(run: Sequence[Outcome]) -> dict[tuple[bool, bool], int]:
    """How many questions, by whether they can be answered and whether they were."""
    counts = {(answerable, refused): 0 for answerable in (True, False) for refused in (False, True)}
    for outcome in run:
        if not outcome.failed:
            counts[outcome.question.answerable, outcome.answer["refused"]] += 1
    return counts


def _worst(run: Sequence[Outcome]) -> list[_Worst]:
    """The questions that went wrong, the most harmful first, then by how many measures are missed."""
    wrong = [(outcome, missed) for outcome in run if (missed := tuple(_missed(outcome)))]
    wrong.sort(key=lambda pair: (_badness(pair[0]), len(pair[1])), reverse=True)
    return [_Worst(outcome, missed, *_looked_at(outcome)) for outcome, missed in wrong]


def _missed(outcome: Outcome) -> list[str]:
    return [name for name in (*TOLD, "verbatim", "supported", "harmless") if outcome.scores.get(name, 1.0) < 1.0]


def _badness(outcome: Outcome) -> int:
    """A wrong answer with a confident face is worse than a missing one."""
    if outcome.failed or outcome.scores["harmless"] < 1:
        return 2
    return int(not outcome.answer["refused"])


def _looked_at(outcome: Outcome) -> tuple[list[int | None], list[dict]]:
    passages = outcome.answer.get("passages", [])
    shown = [passage | {"text": passage["text"][:_PASSAGE_CHARACTERS]} for passage in passages[:_PASSAGES_SHOWN]]
    return evidence_ranks(outcome.question, passages), shown
