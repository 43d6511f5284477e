"""What the command line says of a measurement: one line for each figure."""

from collections.abc import Iterator, Sequence

from eval.check import Fault
from eval.comparison import Comparison
from eval.squad import SquadReport

_SHOWN = (
    "recall@1",
    "recall@5",
    "recall@10",
    "hit@1",
    "mrr",
    "ndcg@10",
    "section_recall@5",
    "correct",
    "label",
    "citation_precision",
    "citation_recall",
    "edition",
    "verbatim",
    "supported",
    "harmless",
    "faithful",
    "complete",
)
_BY_KIND = ("recall@5", "hit@1", "correct", "label", "refusal")
_REFUSALS = {
    "recall": "断るべきを断った",
    "near_miss_recall": "うち、惜しい質問",
    "precision": "断ったうち断るべき",
    "refused_answerable": "断らなくてよいのに断った",
}


def summary_lines(summary: dict) -> Iterator[str]:
    """Averages with 95 % intervals, refusals, lengths, times, and the same by kind."""
    yield f"質問 {summary['questions']}、失敗 {summary['failures']}"
    for name in _SHOWN:
        if name in summary["measures"]:
            yield _line(name, summary["measures"][name])
    for name, title in _REFUSALS.items():
        if summary["refusals"][name]:
            yield _line(title, summary["refusals"][name])
    spreads = {"answer length": (summary["characters"], "字")}
    spreads |= {name: (values, "ms") for name, values in summary["milliseconds"].items()}
    for name, (found, unit) in spreads.items():
        if found:
            yield f"  {name:20} 中央値 {found['median']:g} {unit}、95 パーセンタイル {found['p95']:g} {unit}"
    if summary.get("judge"):
        agreed = summary["judge"]
        yield f"  判定との一致 {agreed['share']:.3f}（κ {agreed['kappa']:.3f}、{agreed['answers']} 問）"
    for kind, part in summary["by_kind"].items():
        scores = "  ".join(
            f"{name} {part['measures'][name]['value']:.2f}" for name in _BY_KIND if name in part["measures"]
        )
        yield f"  {kind:14} {part['questions']:3}  {scores}"


def _line(name: str, estimate: dict) -> str:
    interval = f"{estimate['low']:.3f}–{estimate['high']:.3f}"
    return f"  {name:20} {estimate['value']:.3f}  {interval}  {estimate['count']} 問"


def comparison_lines(comparison: Comparison) -> Iterator[str]:
    """The difference to another run, with a star where its interval does not hold 0."""
    yield f"前の評価との差（共通の {comparison.questions} 問、* は 95 % 区間が 0 を含まない）"
    for name, found in comparison.measures.items():
        sure = "*" if found.sure else " "
        yield (
            f"{sure} {name:20} {found.value:+.3f}  {found.low:+.3f}–{found.high:+.3f}"
            f"  良 {found.better}  悪 {found.worse}"
        )


def system_lines(systems: Sequence[dict]) -> Iterator[str]:
    """A table of systems and their retrieval; nothing where only ours was measured."""
    if not systems:
        return
    names = list(systems[0]["measures"])
    yield f"  {'':26}" + "".join(f"{name:>10}" for name in names)
    for row in systems:
        yield f"  {row['system']:26}" + "".join(f"{row['measures'][name]['value']:10.3f}" for name in names)


def squad_lines(report: SquadReport) -> Iterator[str]:
    """Retrieval on a file in SQuAD's form."""
    yield f"質問 {report.questions}、段落 {report.paragraphs}"
    for name, found in report.measures.items():
        yield f"  {name:20} {found.value:.3f}  {found.low:.3f}–{found.high:.3f}"


def fault_lines(questions: int, faults: Sequence[Fault]) -> Iterator[str]:
    """What is wrong with the questions."""
    yield from map(str, faults)
    yield f"質問 {questions}、誤り {len(faults)}"
