"""An evaluation from beginning to end: questions in, a folder with records, a summary and a report out."""

import hashlib
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from eval.answers import read_answers
from eval.check import Fault, faults
from eval.comparison import Comparison, compare
from eval.folder import REPORT, open_run, read_run, record, recorded, write_summary
from eval.judge import agreement, load_judge
from eval.questions import Question
from eval.report import report
from eval.run import Ask, Outcome, asking, outcomes, summarise
from ingest.errors import InputError
from ingest.progress import Progress, silent
from ingest.sources import read_sources
from rag.settings import Settings

if TYPE_CHECKING:
    from eval.baselines import Row
    from eval.squad import SquadReport

_ROOT = Path(__file__).resolve().parents[1]
# Where a change of code may change an answer or its score.
_CODE = ("ingest", "index", "rag", "eval")


@dataclass(frozen=True)
class Evaluation:
    """A finished run in its folder."""

    folder: Path
    outcomes: list[Outcome]
    summary: dict
    comparison: Comparison | None


def evaluate(
    settings: Settings,
    questions: Sequence[Question],
    folder: Path,
    *,
    answers: Path | None = None,
    compared: Path | None = None,
    judge: str | None = None,
    baselines: bool = False,
    progress: Progress = silent,
) -> Evaluation:
    """Ask the questions, or take the answers of a file, and write the run into a folder of its own in `folder`.

    An interrupted run with the same settings, code and questions is taken up where it stopped.
    Raises InputError for answers, a run to compare with or a judge that cannot be used.
    """
    other = read_run(compared) if compared else None
    judged = load_judge(settings, judge) if judge else None
    ask, about = _answers_of(answers) if answers else _assistant(settings, progress)
    about |= {
        "questions": _digest(repr(question) for question in questions),
        "judge": judge,
        "code": _digest(file.read_text("utf-8") for folder in _CODE for file in sorted((_ROOT / folder).rglob("*.py"))),
        "commit": _commit(),
    }
    texts = _texts(settings)
    own = open_run(folder, about)
    run = recorded(own, questions)
    left = questions[len(run) :]
    run += record(own, outcomes(progress("評価", left, len(left)), ask, texts, judge=judged))
    summary = {"settings": about, **summarise(run), "judge": agreement(run) if judge else None}
    comparison = compare(run, other) if other is not None else None
    if comparison:
        summary["compared"] = {"with": str(compared), **asdict(comparison)}
    if baselines:
        summary["systems"] = [asdict(row) for row in _baselines(settings, run, progress)]
    (own / REPORT).write_text(report(run, summary, comparison), "utf-8")
    write_summary(own, summary)
    return Evaluation(own, run, summary, comparison)


def _baselines(settings: Settings, run: Sequence[Outcome], progress: Progress) -> "list[Row]":
    """Our retrieval, and below it that of each baseline over the same documents and questions."""
    from eval.baselines import baseline_rows, own_row
    from index.embedder import BUNDLED, load_embedder

    sources, asked = read_sources(settings.sources()), [outcome.question for outcome in run]
    return [own_row(run), *baseline_rows(sources, asked, load_embedder(BUNDLED), progress=progress)]


def evaluate_squad(settings: Settings, file: Path, *, progress: Progress = silent) -> "SquadReport":
    """Our retrieval on a file in SQuAD's form. Raises SquadError."""
    from eval.squad import measure_squad
    from index.embedder import load_embedder

    return measure_squad(file, load_embedder(settings.embedder), progress=progress)


def check(settings: Settings, questions: Sequence[Question], *, progress: Progress = silent) -> list[Fault]:
    """What is wrong with the questions, held against the documents of the settings."""
    from rag.pipeline import open_index

    return list(faults(questions, open_index(settings, progress=progress).records))


def _texts(settings: Settings) -> dict[str, str]:
    """Each document's text without white space, for quotes to be held against. Raises InputError."""
    from rag.pipeline import index_in_use

    name, home = index_in_use(settings)
    if name != home.name_of(settings.sources()):
        raise InputError("索引を何から作ったか分かりません。HAKUSHO_CORPUS か --corpus で文書を指定してください。")
    return {source.document.id: "".join(source.text.split()) for source in read_sources(settings.sources())}


def _assistant(settings: Settings, progress: Progress) -> tuple[Ask, dict]:
    """The assistant that the settings name, and all that its answers depend on."""
    from rag.pipeline import open_assistant

    assistant = open_assistant(settings, progress=progress)
    about = {
        "answerer": assistant.answered_by,
        "settings": settings.model_dump(mode="json", exclude={"base_url", "home", "corpus"}),
        "index": assistant.manifest,
    }
    return asking(assistant.answer), about


def _answers_of(file: Path) -> tuple[Ask, dict]:
    """Answers that another system gave."""
    given = read_answers(file)
    return lambda question: given[question.id], {"answerer": str(file), "answers": _digest([file.read_text("utf-8")])}


def _digest(texts: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for text in texts:
        digest.update(text.encode() + b"\0")
    return digest.hexdigest()[:16]


def _commit() -> str | None:
    """The commit of the code, with a + where files differ from it; None where there is no git."""
    command = ["git", "-C", str(_ROOT), "describe", "--always", "--abbrev=12", "--dirty=+"]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()  # noqa: S603
    except (OSError, subprocess.CalledProcessError):
        return None
