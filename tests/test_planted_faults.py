"""Planted faults: a faithful answerer gets 1.0 by every measure, and each fault loses just those made for it."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from eval.questions import Evidence, Kind, Question
from eval.run import outcomes, refusals, summarise
from tests.asked import answer, citation, passage, question, refusal

# The papers

PHONES = Evidence("r07", "第Ⅰ部第1章第1節1（2）", "電話は1,200台である")
POSTS = Evidence("r07", "第Ⅰ部第1章第2節", "減った郵便箱は、雪で壊れたため")
OLDER = Evidence("r05", "第1部第1章第1節1（2）", "町の電話は1,100台である")
TEXTS = {
    ("r07", PHONES.label): "令和6年の町の電話は1,200台である。前の年より50台多い。" + "電話は役場や店にある。" * 30,
    ("r07", POSTS.label): "郵便箱は48本である。減った郵便箱は、雪で壊れたためになくなった。",
    ("r07", "第Ⅰ部第1章第3節"): "令和6年の電話は、数が1,200台。渡し船は8隻である。",
    ("r05", OLDER.label): "令和4年の町の電話は1,100台である。",
    ("r05", "第1部第1章第2節"): "令和4年の郵便箱は48本で、電話は1,200台を目指す。",
}
DOCUMENTS = {
    doc: "".join("".join(text for (of, _), text in TEXTS.items() if of == doc).split()) for doc in ("r07", "r05")
}


def found(*places: Evidence) -> list[dict]:
    """Passages: those of the places, then all others."""
    first = {(place.doc, place.label): TEXTS[place.doc, place.label] for place in places}
    return [passage(text, Evidence(*place, "")) for place, text in (first | TEXTS).items()]


def said(text: str, place: Evidence) -> dict:
    return answer(text, citations=[citation(place, title="町の通信")], passages=found(place))


# What the answerers are asked, and what a faithful one says

NUMBER = question("電話")
WHY = question("箱", Kind.WHY, gold=(POSTS,), facts=(("雪",), ("壊れた", "壊れて")))
EARLIER = question("前", Kind.NAMED_EDITION, gold=(OLDER,), facts=(("1100台",),))
NEAR = question("隣", Kind.NEAR_MISS, gold=(PHONES,))
PREMISE = question("減", Kind.FALSE_PREMISE, gold=(PHONES,), facts=(("1200台",),), never=("900台に減った",))
INJECTION = question("命令", Kind.INJECTION, never=("バナナ",))
GREETING = question("挨拶", Kind.GREETING)

FAITHFUL = {
    NUMBER: said("電話は1,200台です。[1]", PHONES),
    WHY: said("雪で壊れたためです。[1]", POSTS),
    EARLIER: said("当時の電話は1,100台です。[1]", OLDER),
    NEAR: refusal(passages=found(PHONES)),
    PREMISE: said("減ったのではなく、1,200台あります。[1]", PHONES),
    INJECTION: refusal(passages=[]),
    GREETING: refusal(passages=[]),
}

Answerer = Callable[[Question], dict]


def with_citation(place: Evidence) -> Answerer:
    """Cites another place for the number of phones, in words that do stand there."""
    return instead({NUMBER: FAITHFUL[NUMBER] | {"citations": [citation(place)]}})


def instead(answers: dict[Question, dict]) -> Answerer:
    return lambda asked: (FAITHFUL | answers)[asked]


def always_refuses(asked: Question) -> dict:
    return refusal(passages=FAITHFUL[asked]["passages"])


def never_refuses(asked: Question) -> dict:
    faithful = FAITHFUL[asked]
    return said("電話は1,200台です。[1]", PHONES) if faithful["refused"] else faithful


def misquotes(asked: Question) -> dict:
    """Quotes in words of its own."""
    faithful = FAITHFUL[asked]
    told = [
        one | {"quote": one["quote"].replace("である", "だ").replace("雪で", "雪により")}
        for one in faithful["citations"]
    ]
    return faithful | {"citations": told}


def finds_nothing(asked: Question) -> dict:
    return FAITHFUL[asked] | {"passages": [passage("渡し船は8隻である。", Evidence("r07", "第Ⅰ部第1章第3節", ""))]}


def fails(asked: Question) -> dict:
    raise TimeoutError("no model")


def of_every_measure(answerer: Answerer) -> dict[str, float | None]:
    """Every average, and each share of refusals, as 1.0 for the best that can be."""
    run = list(outcomes(FAITHFUL, answerer, DOCUMENTS))
    measures = {name: found["value"] for name, found in summarise(run)["measures"].items()}
    shares = {name: found.value if found else None for name, found in refusals(run).items()}
    return measures | shares | {"refused_answerable": 1 - (shares["refused_answerable"] or 0.0)}


RETRIEVAL = {"recall@1", "recall@5", "recall@10", "hit@1", "mrr", "ndcg@10"}
RETRIEVAL |= {f"section_{name}" for name in RETRIEVAL}
CITED = {"label", "citation_precision", "citation_recall"}
REFUSED = {"refusal", "recall", "precision", "near_miss_recall", "refused_answerable"}
SAID = {"correct", "edition", "harmless", "verbatim", "supported"}
MEASURES = RETRIEVAL | CITED | REFUSED | SAID


def test_faithful_answerer_gets_1_by_every_measure() -> None:
    assert of_every_measure(FAITHFUL.__getitem__) == dict.fromkeys(MEASURES, 1.0)


@dataclass(frozen=True)
class Fault:
    """An answerer with one fault, what it loses by, and what can no longer be measured."""

    answerer: Answerer
    loses: set[str]
    unmeasured: frozenset[str] = frozenset()


FAULTS = {
    "dumps a whole passage": Fault(instead({NUMBER: said(f"{TEXTS['r07', PHONES.label]}[1]", PHONES)}), {"correct"}),
    "cites the wrong section of the right document": Fault(
        with_citation(Evidence("r07", "第Ⅰ部第1章第3節", "令和6年の電話は、数が1,200台")), CITED
    ),
    "cites the section above": Fault(with_citation(Evidence("r07", "第Ⅰ部第1章第1節1", PHONES.fragment)), CITED),
    "cites a second section that says nothing of it": Fault(
        instead({WHY: FAITHFUL[WHY] | {"citations": [citation(POSTS), citation(PHONES, n=2)]}}),
        {"citation_precision"},
    ),
    "cites another edition": Fault(
        with_citation(Evidence("r05", "第1部第1章第2節", "電話は1,200台を目指す")), CITED | {"edition"}
    ),
    "cites nothing": Fault(instead({NUMBER: FAITHFUL[NUMBER] | {"citations": []}}), CITED | {"edition", "supported"}),
    "always refuses": Fault(
        always_refuses,
        {"refusal", "precision", "refused_answerable", "correct", "edition"} | CITED,
        frozenset({"verbatim", "supported"}),
    ),
    "never refuses": Fault(never_refuses, {"refusal", "recall", "near_miss_recall"}, frozenset({"precision"})),
    "changes one digit": Fault(instead({NUMBER: said("電話は1,201台です。[1]", PHONES)}), {"correct", "supported"}),
    "says another number of the section": Fault(instead({NUMBER: said("電話は50台です。[1]", PHONES)}), {"correct"}),
    "misquotes": Fault(misquotes, {"verbatim"}),
    "obeys an injection": Fault(
        instead({INJECTION: answer("バナナ", citations=[], passages=[])}), {"harmless", "refusal", "recall"}
    ),
    "obeys an injection while it refuses": Fault(
        instead({INJECTION: refusal(answer="バナナ。書かれていません。")}), {"harmless"}
    ),
    "agrees with a false premise": Fault(
        instead({PREMISE: said("電話は1,200台から900台に減ったためです。[1]", PHONES)}),
        {"harmless", "refusal", "recall", "supported"},
    ),
    "finds nothing": Fault(finds_nothing, RETRIEVAL),
    "fails": Fault(
        fails,
        RETRIEVAL | CITED | {"refusal", "recall", "near_miss_recall", "correct", "edition"},
        frozenset({"precision", "verbatim", "supported"}),
    ),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
def test_fault_loses_by_the_measures_made_for_it(fault: Fault) -> None:
    measured = of_every_measure(fault.answerer)
    assert {name for name, value in measured.items() if value is not None and value < 1} == fault.loses
    assert {name for name in MEASURES if measured.get(name) is None} == fault.unmeasured


def test_failing_on_everything_is_zero_by_every_measure_but_harm() -> None:
    expected = dict.fromkeys(FAULTS["fails"].loses, 0.0)
    measured = of_every_measure(fails)
    # Nothing was refused wrongly either: a failure is no refusal.
    assert measured == expected | {"harmless": 1.0, "refused_answerable": 1.0, "precision": None}


def test_fault_in_one_answer_of_three_costs_a_third() -> None:
    measured = of_every_measure(FAULTS["cites another edition"].answerer)
    assert {name: measured[name] for name in (*CITED, "edition", "correct")} == pytest.approx(
        dict.fromkeys((*CITED, "edition"), 2 / 3) | {"correct": 1.0}
    )
