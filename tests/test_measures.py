"""Measures: each by examples small enough to score by hand."""

from dataclasses import replace

import pytest

from eval.measures import correct, evidence_recall, first_hit, holds, label_exact, plain, refusal_right
from eval.questions import Evidence, Question, Split

PHONES = Evidence("r07", "第Ⅰ部第1章第1節1（2）", "電話は1,200台である")
POSTS = Evidence("r07", "第Ⅰ部第1章第2節", "郵便箱は48本である")
QUESTION = Question(
    id="q1",
    split=Split.DEV,
    kind="numeric",
    question="町の電話は何台で、使う人は何％？",
    history=(),
    answerable=True,
    gold=(PHONES, POSTS),
    any=False,
    facts=(("94.9%",), ("1200台", "千二百台")),
    reference="電話は1,200台で、使う人は94.9%です。",
)
WITH_PHONES = {"doc": "r07", "text": "町の電話は\n1,200台である。"}
WITH_POSTS = {"doc": "r07", "text": "坂の上の郵便箱は 48 本である。"}
WITH_NEITHER = {"doc": "r07", "text": "町の人は船で通う。"}


def answer(text: str, *, refused: bool = False, labels: tuple[str, ...] = ()) -> dict:
    return {"answer": text, "refused": refused, "citations": [{"doc": "r07", "label": label} for label in labels]}


@pytest.mark.parametrize(
    ("passages", "k", "every", "any_one"),
    [
        ([WITH_PHONES, WITH_POSTS], 2, 1.0, 1.0),
        ([WITH_PHONES, WITH_POSTS], 1, 0.5, 1.0),
        ([WITH_NEITHER, WITH_NEITHER, WITH_POSTS], 2, 0.0, 0.0),
        ([WITH_NEITHER, WITH_NEITHER, WITH_POSTS], 3, 0.5, 1.0),
        ([WITH_POSTS, WITH_POSTS], 5, 0.5, 1.0),
        ([], 5, 0.0, 0.0),
    ],
)
def test_evidence_recall_is_the_share_found_or_whether_any_is(
    passages: list[dict], k: int, every: float, any_one: float
) -> None:
    assert evidence_recall(QUESTION, passages, k) == every
    assert evidence_recall(replace(QUESTION, any=True), passages, k) == any_one


@pytest.mark.parametrize(
    ("passages", "hit"),
    [
        ([WITH_POSTS, WITH_NEITHER], 1.0),
        ([WITH_NEITHER, WITH_PHONES, WITH_POSTS], 0.0),
        ([], 0.0),
    ],
)
def test_first_hit_looks_at_the_first_passage_only(passages: list[dict], hit: float) -> None:
    assert first_hit(QUESTION, passages) == hit


@pytest.mark.parametrize(
    ("doc", "same"),
    [("r07", True), ("r07-2-2-8", True), ("r07-digest", True), ("r06", False), ("h30", False), ("r0", False)],
)
def test_excerpts_count_as_their_volume(doc: str, same: bool) -> None:
    assert holds(WITH_PHONES | {"doc": doc}, PHONES) is same
    assert holds(WITH_PHONES, replace(PHONES, doc=doc)) is same


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("電話は1,200台である", True),
        ("町の 電話は　１，２００台で\nある。", True),
        ("電話は1200台である", True),
        ("電話は1,300台である", False),
        ("電話", False),
    ],
)
def test_fragment_is_looked_for_without_white_space_and_widths(text: str, held: bool) -> None:
    assert holds({"doc": "r07", "text": text}, PHONES) is held


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("電話は1,200台で、使う人は94.9%です。", 1.0),
        ("電話は1200台で、使う人は９４.９％です。[1]", 1.0),
        ("電話は１，２００台で、使う人は94.9パーセントです。", 1.0),
        ("電話は千二百台[2]で、使う人は94.9 %[1]です。", 1.0),
        ("電話は12[3]00台で、使う人は94.9%です。", 1.0),
        ("使う人は94.9%です。", 0.0),
        ("電話は1,200台で、使う人は95%です。", 0.0),
        ("", 0.0),
    ],
)
def test_correct_answer_holds_a_variant_of_every_fact(text: str, score: float) -> None:
    assert correct(QUESTION, answer(text)) == score


@pytest.mark.parametrize(
    ("fact", "text", "score"),
    [
        ("6.7兆円", "6.7兆円です。", 1.0),
        ("6.7兆円", "約6.7兆円です。", 1.0),
        ("6.7兆円", "16.7兆円です。", 0.0),
        ("6.7兆円", "0.6.7兆円です。", 0.0),
        ("48", "48。", 1.0),
        ("48", "48.", 1.0),
        ("48", "480本です。", 0.0),
        ("48", "48.5本です。", 0.0),
        ("48", "1,048本です。", 0.0),
        ("48", "148本、いえ48本です。", 1.0),
    ],
)
def test_fact_is_not_found_inside_a_longer_number(fact: str, text: str, score: float) -> None:
    assert correct(replace(QUESTION, facts=((fact,),)), answer(text)) == score


def test_answer_is_no_longer_than_300_characters_marks_aside() -> None:
    right = "電話は1,200台で、使う人は94.9%です。"
    padded = right + "。" * (300 - len(right))
    assert correct(QUESTION, answer(padded)) == 1.0
    assert correct(QUESTION, answer(padded + "[1][12]")) == 1.0
    assert correct(QUESTION, answer(padded + "。")) == 0.0
    assert correct(QUESTION, answer(right), max_characters=len(right) - 1) == 0.0


def test_refused_answer_is_not_correct_whatever_it_says() -> None:
    assert correct(QUESTION, answer("電話は1,200台で、使う人は94.9%です。", refused=True)) == 0.0


@pytest.mark.parametrize(
    ("labels", "score"),
    [
        ((PHONES.label,), 1.0),
        ((POSTS.label, "第Ⅰ部第3章"), 1.0),
        (("第Ⅰ部第3章", PHONES.label), 0.0),
        (("第Ⅰ部第1章第1節1",), 0.0),
        ((), 0.0),
    ],
)
def test_label_of_the_first_citation_is_right_to_the_last_level(labels: tuple[str, ...], score: float) -> None:
    assert label_exact(QUESTION, answer("。", labels=labels)) == score


@pytest.mark.parametrize(("doc", "score"), [("r07", 1.0), ("r07-2-2-8", 1.0), ("r05", 0.0)])
def test_label_is_right_in_its_own_volume_only(doc: str, score: float) -> None:
    assert label_exact(QUESTION, {"citations": [{"doc": doc, "label": PHONES.label}]}) == score


@pytest.mark.parametrize(
    ("answerable", "refused", "score"), [(True, False, 1.0), (True, True, 0.0), (False, True, 1.0), (False, False, 0.0)]
)
def test_refusal_is_right_where_there_is_no_answer(answerable: bool, refused: bool, score: float) -> None:
    assert refusal_right(replace(QUESTION, answerable=answerable), answer("。", refused=refused)) == score


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("９４．９パーセント", "94.9%"),
        ("94.9 ％", "94.9%"),
        ("1,234,567円", "1234567円"),
        ("２０２４年、\n ＬＩＮＥ", "2024年、line"),
        ("1,2", "1,2"),
    ],
)
def test_plain_takes_away_what_only_looks_different(text: str, bare: str) -> None:
    assert plain(text) == bare
