"""What the command line says of a measurement, line by line."""

from dataclasses import asdict

from eval.check import Fault
from eval.comparison import Changed, Comparison
from eval.questions import Kind
from eval.run import Outcome, outcomes, summarise
from eval.squad import SquadReport
from eval.statistics import Difference, Estimate
from tests.asked import answer, question, refusal
from ui.measured import comparison_lines, fault_lines, squad_lines, summary_lines, system_lines

HALF = Estimate(0.5, 0.25, 0.75, 12)
ASKED = {
    question("電話"): answer("電話は1,200台です。[1]"),
    question("箱"): answer("箱は48本です。"),
    question("隣", Kind.NEAR_MISS): refusal(),
}


def run() -> list[Outcome]:
    return list(outcomes(ASKED, ASKED.__getitem__, {"r07": "電話は1,200台である。"}))


def test_summary_is_a_line_for_each_figure() -> None:
    judged = {"judge": {"answers": 2, "share": 0.5, "kappa": -0.25}}
    lines = list(summary_lines({**summarise(run()), **judged}))
    # Of one, two and three scores that are all right, Wilson's lower ends.
    one, two, three = "0.207–1.000", "0.342–1.000", "0.439–1.000"
    whole = ["recall@1", "recall@5", "recall@10", "hit@1", "mrr", "ndcg@10", "section_recall@5"]
    cited = ["label", "citation_precision", "citation_recall", "edition", "verbatim"]
    assert lines == [
        "質問 3、失敗 0",
        *(f"  {name:20} 1.000  {two}  2 問" for name in whole),
        "  correct              0.500  0.095–0.905  2 問",
        *(f"  {name:20} 1.000  {two}  2 問" for name in cited),
        "  supported            0.500  0.095–0.905  2 問",
        f"  harmless             1.000  {three}  3 問",
        f"  断るべきを断った             1.000  {one}  1 問",
        f"  うち、惜しい質問             1.000  {one}  1 問",
        f"  断ったうち断るべき            1.000  {one}  1 問",
        "  断らなくてよいのに断った         0.000  0.000–0.658  2 問",
        "  answer length        中央値 10 字、95 パーセンタイル 11.8 字",
        "  retrieve             中央値 10 ms、95 パーセンタイル 10 ms",
        "  answer               中央値 2 ms、95 パーセンタイル 2 ms",
        "  判定との一致 0.500（κ -0.250、2 問）",
        "  numeric          2  recall@5 1.00  hit@1 1.00  correct 0.50  label 1.00  refusal 1.00",
        "  near_miss        1  refusal 1.00",
    ]


def test_summary_of_nothing_is_one_line() -> None:
    assert list(summary_lines({**summarise([]), "judge": None})) == ["質問 0、失敗 0"]


def test_difference_that_is_sure_has_a_star() -> None:
    comparison = Comparison(
        40,
        {"correct": Difference(0.25, 0.1, 0.4, 12, 2), "mrr": Difference(-0.01, -0.1, 0.08, 3, 4)},
        (Changed("q1", {}, "", ""),),
    )
    assert list(comparison_lines(comparison)) == [
        "前の評価との差（共通の 40 問、* は 95 % 区間が 0 を含まない）",
        "* correct              +0.250  +0.100–+0.400  良 12  悪 2",
        "  mrr                  -0.010  -0.100–+0.080  良 3  悪 4",
    ]


def test_systems_are_a_table() -> None:
    rows = [{"system": name, "measures": {"recall@5": asdict(HALF), "mrr": asdict(HALF)}} for name in ("a", "b")]
    assert list(system_lines(rows)) == [
        "                              recall@5       mrr",
        "  a                              0.500     0.500",
        "  b                              0.500     0.500",
    ]
    assert list(system_lines([])) == []


def test_squad_is_a_line_for_each_figure() -> None:
    report = SquadReport(12, 5, {"recall@1": HALF, "mrr": HALF})
    assert list(squad_lines(report)) == [
        "質問 12、段落 5",
        "  recall@1             0.500  0.250–0.750",
        "  mrr                  0.500  0.250–0.750",
    ]


def test_faults_are_told_and_counted() -> None:
    assert list(fault_lines(3, [Fault("q1", "no section"), Fault("q2", "no fact")])) == [
        "q1: no section",
        "q2: no fact",
        "質問 3、誤り 2",
    ]
    assert list(fault_lines(3, [])) == ["質問 3、誤り 0"]
