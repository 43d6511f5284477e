"""Questions about a small town and answers to them, made by hand, for the tests of what measures answers."""

from typing import Any

from eval.questions import Evidence, Kind, Question, Split
from eval.run import Outcome

PHONES = Evidence("r07", "第Ⅰ部第1章第1節1（2）", "電話は1,200台である")
POSTS = Evidence("r07", "第Ⅰ部第1章第2節", "郵便箱は48本である")


def question(id: str = "q1", kind: Kind = Kind.NUMERIC, **other: Any) -> Question:
    """A question that the phones answer, unless it is told otherwise or must not be answered."""
    asked = Question(id, Split.DEV, kind, f"{id}の電話は何台？", (), (), "電話は1,200台です。")
    known: dict[str, Any] = {"gold": (PHONES,), "facts": (("1200台",),)} if asked.answerable else {}
    return Question(**(vars(asked) | known | other))


def passage(text: str, place: Evidence = PHONES) -> dict:
    return {"doc": place.doc, "label": place.label, "text": text}


WITH_PHONES = passage("町の電話は\n1,200台である。")
WITH_POSTS = passage("坂の上の郵便箱は 48 本である。", POSTS)
WITH_NEITHER = passage("町の人は船で通う。", Evidence("r07", "第Ⅰ部第3章", ""))


def citation(place: Evidence = PHONES, **other: Any) -> dict:
    return {"n": 1, "doc": place.doc, "label": place.label, "title": "町の通信", "quote": place.fragment} | other


def answer(text: str = "電話は1,200台です。[1]", **other: Any) -> dict:
    """An answer in the contract's form that finds and cites the phones, unless it is told otherwise."""
    return {
        "answer": text,
        "refused": False,
        "reason": None,
        "citations": [citation()],
        "passages": [WITH_PHONES],
        "answered_by": "extractive",
        "timings": {"retrieve": 0.010, "answer": 0.002},
    } | other


def refusal(**other: Any) -> dict:
    return answer("書かれていません。", **{"refused": True, "reason": "not_found", "citations": []} | other)


def outcome(asked: Question, said: dict | None = None, **scores: float) -> Outcome:
    """An outcome with just these scores."""
    return Outcome(asked, said or answer(), {"harmless": 1.0} | scores)
