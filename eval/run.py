"""Run the questions through an assistant and score what comes back."""

import json
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import mean, median

from eval.measures import correct, evidence_recall, first_hit, label_exact, refusal_right
from eval.questions import Question

Ask = Callable[[Question], dict]


@dataclass(frozen=True)
class Outcome:
    """One question, what was answered (in the contract's form) and its scores by measure."""

    question: Question
    answer: dict
    scores: dict[str, float]


def outcomes(questions: Iterable[Question], ask: Ask) -> Iterator[Outcome]:
    """Ask each question and score the answer."""
    for question in questions:
        answer = ask(question)
        yield Outcome(question, answer, score(question, answer))


def score(question: Question, answer: dict) -> dict[str, float]:
    """The scores of one answer. Retrieval and correctness are measured where there is something to find."""
    scores = {"refusal": refusal_right(question, answer)}
    if question.answerable:
        passages = answer["passages"]
        scores |= {
            "hit@1": first_hit(question, passages),
            "recall@5": evidence_recall(question, passages, 5),
            "recall@10": evidence_recall(question, passages, 10),
            "correct": correct(question, answer),
            "label": label_exact(question, answer),
        }
    return scores


def summarise(run: Sequence[Outcome]) -> dict:
    """Averages by measure, over all and by kind, with what is refused rightly and wrongly."""
    answered = [o for o in run if not o.answer["refused"]]
    seconds = [sum(o.answer["timings"].values()) for o in run]
    return {
        "questions": len(run),
        "measures": _means(run),
        "refuses_unanswerable": _share(o.answer["refused"] for o in run if not o.question.answerable),
        "refuses_answerable": _share(o.answer["refused"] for o in run if o.question.answerable),
        "median_characters": median([len(o.answer["answer"]) for o in answered] or [0]),
        "median_milliseconds": round(1000 * median(seconds or [0]), 1),
        "by_kind": {
            kind: {"questions": len(of_kind)} | _means(of_kind)
            for kind in dict.fromkeys(o.question.kind for o in run)
            if (of_kind := [o for o in run if o.question.kind == kind])
        },
    }


def _means(run: Sequence[Outcome]) -> dict[str, float]:
    names = dict.fromkeys(name for outcome in run for name in outcome.scores)
    return {name: round(mean(o.scores[name] for o in run if name in o.scores), 4) for name in names}


def _share(flags: Iterable[bool]) -> float | None:
    """The share of true ones; None where there are none to count."""
    values = list(flags)
    return round(mean(values), 4) if values else None


def write_run(folder: Path, run: Sequence[Outcome], settings: dict) -> Path:
    """Write settings, per-question records and the summary into a folder of this run's own."""
    folder.mkdir(parents=True, exist_ok=True)
    own = Path(tempfile.mkdtemp(prefix=time.strftime("%Y%m%d-%H%M%S-"), dir=folder))
    own.chmod(0o755)
    records = ({"question": asdict(o.question), "scores": o.scores, "answer": o.answer} for o in run)
    (own / "records.jsonl").write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), "utf-8")
    summary = {"settings": settings, **summarise(run)}
    (own / "summary.json").write_text(json.dumps(summary, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return own
