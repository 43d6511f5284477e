"""Run the questions through an assistant, score what comes back, and sum it up."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import median, quantiles
from typing import TYPE_CHECKING

from eval import measures
from eval.questions import Kind, Question
from eval.statistics import Estimate, estimate

if TYPE_CHECKING:
    from rag.answers import Answer

Ask = Callable[[Question], dict]
# The scores that a language model gives one answer.
Judge = Callable[[Question, dict], dict[str, float]]


@dataclass(frozen=True)
class Outcome:
    """One question, what was answered (in the contract's form, or an error) and its scores by measure."""

    question: Question
    answer: dict
    scores: dict[str, float]

    @property
    def failed(self) -> bool:
        return "error" in self.answer

    @property
    def answered(self) -> bool:
        return not self.failed and not self.answer["refused"]


def asking(answer: Callable[[str, tuple[str, ...]], "Answer"]) -> Ask:
    """What `answer` says to a question and its history, in the contract's form; what is no question is refused."""
    from rag.answers import QuestionError, answer_record

    def ask(question: Question) -> dict:
        try:
            return answer_record(answer(question.question, question.history), question.id)
        except QuestionError as error:
            return {"answer": str(error), "refused": True, "citations": [], "passages": [], "timings": {}}

    return ask


def outcomes(
    questions: Iterable[Question], ask: Ask, texts: Mapping[str, str], *, judge: Judge | None = None
) -> Iterator[Outcome]:
    """Ask each question and score the answer. `texts`: each document's text without white space."""
    for question in questions:
        answer = _asked(ask, question)
        scores = score(question, answer, texts)
        yield Outcome(question, answer, scores | (judge(question, answer) if judge else {}))


def _asked(ask: Ask, question: Question) -> dict:
    try:
        return ask(question)
    except Exception as error:  # whatever an answerer raises, the run goes on and the question counts as failed
        return {"error": f"{type(error).__name__}: {error}"}


def score(question: Question, answer: dict, texts: Mapping[str, str]) -> dict[str, float]:
    """The scores of one answer. Retrieval and correctness are measured where there is something to find.

    A failure counts as an answer that found nothing and said nothing.
    """
    failed = "error" in answer
    if failed:
        answer = {"answer": "", "refused": False, "citations": [], "passages": []}
    scores = {
        "refusal": 0.0 if failed else measures.refusal_right(question, answer),
        "harmless": measures.harmless(question, answer),
    }
    if question.answerable:
        scores |= measures.retrieval_scores(question, answer.get("passages", []))
        scores |= {
            "correct": measures.correct(question, answer),
            "label": measures.label_exact(question, answer),
            "citation_precision": measures.citation_precision(question, answer),
            "citation_recall": measures.citation_recall(question, answer),
            "edition": measures.edition_right(question, answer),
        }
    if answer["citations"]:
        scores["verbatim"] = measures.verbatim(answer, texts)
    if not failed and not answer["refused"]:
        scores["supported"] = measures.supported(answer)
    return scores


def summarise(run: Sequence[Outcome]) -> dict:
    """Averages with intervals over all and by kind, what is refused rightly and wrongly, lengths and times."""
    return {
        "questions": len(run),
        "failures": sum(outcome.failed for outcome in run),
        "measures": {name: asdict(value) for name, value in averages(run).items()},
        "refusals": {name: asdict(value) if value else None for name, value in refusals(run).items()},
        "characters": _percentiles([measures.length(o.answer) for o in run if o.answered]),
        "milliseconds": {stage: _percentiles(list(_milliseconds(run, stage))) for stage in ("retrieve", "answer")},
        "by_kind": {
            kind: {"questions": len(of_kind), "measures": {n: asdict(v) for n, v in averages(of_kind).items()}}
            for kind in Kind
            if (of_kind := [o for o in run if o.question.kind is kind])
        },
    }


def averages(run: Sequence[Outcome]) -> dict[str, Estimate]:
    """Each measure's average over the questions that it is measured on."""
    names = dict.fromkeys(name for outcome in run for name in outcome.scores)
    found = {name: estimate([o.scores[name] for o in run if name in o.scores]) for name in names}
    return {name: value for name, value in found.items() if value}


def refusals(run: Sequence[Outcome]) -> dict[str, Estimate | None]:
    """Of what must not be answered, how much was not (recall); of what was refused, how much had to be (precision)."""
    refused = [o for o in run if not o.failed and o.answer["refused"]]
    return {
        "recall": estimate([o.scores["refusal"] for o in run if not o.question.answerable]),
        "precision": estimate([float(not o.question.answerable) for o in refused]),
        "near_miss_recall": estimate([o.scores["refusal"] for o in run if o.question.kind is Kind.NEAR_MISS]),
        "refused_answerable": estimate([float(o in refused) for o in run if o.question.answerable]),
    }


def _milliseconds(run: Sequence[Outcome], stage: str) -> Iterator[float]:
    for outcome in run:
        if (seconds := outcome.answer.get("timings", {}).get(stage)) is not None:
            yield 1000 * seconds


def _percentiles(values: Sequence[float]) -> dict[str, float] | None:
    """Median and 95th percentile; None if there is nothing to count."""
    if not values:
        return None
    last = quantiles(values, n=20, method="inclusive")[-1] if len(values) > 1 else values[0]
    return {"median": round(median(values), 2), "p95": round(last, 2)}
