"""Measures: each by examples small enough to score by hand."""

from dataclasses import replace
from math import log2

import pytest

from eval.measures import (
    citation_precision,
    citation_recall,
    correct,
    edition_right,
    evidence_ranks,
    harmless,
    holds,
    label_exact,
    length,
    max_characters,
    of_section,
    refusal_right,
    retrieval_scores,
    same_volume,
    supported,
    verbatim,
)
from eval.questions import Evidence, Kind
from tests.asked import (
    PHONES,
    POSTS,
    WITH_NEITHER,
    WITH_PHONES,
    WITH_POSTS,
    answer,
    citation,
    passage,
    question,
    refusal,
)

ONE = question()
BOTH = question(gold=(PHONES, POSTS), facts=(("94.9%",), ("1200台", "千二百台")))
EITHER = replace(BOTH, any=True)
ELSEWHERE = Evidence("r07", "第Ⅰ部第1章第1節1", "")
OLDER = Evidence("r05", PHONES.label, "")


# Retrieval


@pytest.mark.parametrize(
    ("passages", "k", "every", "any_one"),
    [
        ([WITH_PHONES, WITH_POSTS], 5, 1.0, 1.0),
        ([WITH_PHONES, WITH_POSTS], 1, 0.5, 1.0),
        ([WITH_NEITHER, WITH_POSTS], 1, 0.0, 0.0),
        ([WITH_NEITHER, WITH_NEITHER, WITH_POSTS], 5, 0.5, 1.0),
        ([WITH_POSTS, WITH_POSTS], 5, 0.5, 1.0),
        ([], 5, 0.0, 0.0),
    ],
)
def test_recall_is_the_share_of_the_evidence_found_or_whether_any_is(
    passages: list[dict], k: int, every: float, any_one: float
) -> None:
    assert retrieval_scores(BOTH, passages)[f"recall@{k}"] == every
    assert retrieval_scores(EITHER, passages)[f"recall@{k}"] == any_one


def test_all_of_it_in_the_first_passage_is_1_by_every_measure() -> None:
    whole = passage("町の電話は1,200台である。郵便箱は48本である。")
    same_section = replace(BOTH, gold=(PHONES, replace(POSTS, label=PHONES.label)))
    scores = retrieval_scores(same_section, [whole, WITH_NEITHER])
    assert scores == dict.fromkeys(scores, 1.0)
    names = ["recall@1", "recall@5", "recall@10", "hit@1", "mrr", "ndcg@10"]
    assert sorted(scores) == sorted([*names, *(f"section_{name}" for name in names)])


def by_evidence(scores: dict[str, float]) -> dict[str, float]:
    return {name: value for name, value in scores.items() if not name.startswith("section_")}


def test_late_passages_count_less_in_mrr_and_ndcg() -> None:
    assert by_evidence(retrieval_scores(BOTH, [WITH_NEITHER, WITH_POSTS, WITH_PHONES])) == pytest.approx(
        {
            "recall@1": 0.0,
            "recall@5": 1.0,
            "recall@10": 1.0,
            "hit@1": 0.0,
            "mrr": 1 / 2,
            # Found at ranks 2 and 3, at best at 1 and 2.
            "ndcg@10": (1 / log2(3) + 1 / log2(4)) / (1 / log2(2) + 1 / log2(3)),
        }
    )


def test_evidence_found_again_is_not_counted_again() -> None:
    assert by_evidence(retrieval_scores(BOTH, [WITH_PHONES, WITH_PHONES])) == pytest.approx(
        {
            "recall@1": 0.5,
            "recall@5": 0.5,
            "recall@10": 0.5,
            "hit@1": 1.0,
            "mrr": 1.0,
            # The first of two that there are to find, and never the second.
            "ndcg@10": 1 / (1 + 1 / log2(3)),
        }
    )


def test_where_one_place_is_enough_the_other_is_not_missed() -> None:
    assert set(by_evidence(retrieval_scores(EITHER, [WITH_POSTS])).values()) == {1.0}
    late = retrieval_scores(EITHER, [WITH_NEITHER, WITH_POSTS, WITH_PHONES])
    assert (late["recall@5"], late["mrr"], late["ndcg@10"]) == pytest.approx((1.0, 1 / 2, 1 / log2(3)))


@pytest.mark.parametrize("asked", [BOTH, EITHER])
def test_nothing_found_is_0_by_every_measure(asked) -> None:
    assert set(retrieval_scores(asked, []).values()) == {0.0}
    assert set(retrieval_scores(asked, [WITH_NEITHER]).values()) == {0.0}


def test_passages_after_the_tenth_do_not_count() -> None:
    assert set(retrieval_scores(ONE, [WITH_NEITHER] * 10 + [WITH_PHONES]).values()) == {0.0}


def test_section_counts_though_the_fragment_stands_in_another_of_its_passages() -> None:
    scores = retrieval_scores(ONE, [passage("町には電話がある。"), WITH_PHONES])
    assert (scores["hit@1"], scores["mrr"], scores["section_hit@1"], scores["section_mrr"]) == (0.0, 0.5, 1.0, 1.0)


def test_ranks_are_of_the_first_passage_with_each_evidence() -> None:
    assert evidence_ranks(BOTH, [WITH_NEITHER, WITH_PHONES, WITH_PHONES]) == [2, None]
    assert evidence_ranks(question(kind=Kind.NONSENSE), [WITH_PHONES]) == []


@pytest.mark.parametrize(
    ("doc", "same"),
    [("r07", True), ("r07-2-2-8", True), ("r07-digest", True), ("r06", False), ("h30", False), ("r0", False)],
)
def test_excerpts_count_as_their_volume(doc: str, same: bool) -> None:
    assert (same_volume("r07", doc), same_volume(doc, "r07")) == (same, same)
    assert holds(WITH_PHONES | {"doc": doc}, PHONES) is same
    assert of_section(WITH_PHONES | {"doc": doc}, PHONES) is same


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("電話は1,200台である", True),
        ("町の 電話は　１，２００台で\nある。", True),
        ("電話は1200台である", False),
        ("電話は1,300台である", False),
        ("電話", False),
    ],
)
def test_fragment_is_looked_for_without_white_space_and_widths(text: str, held: bool) -> None:
    assert holds(passage(text), PHONES) is held


# What the answer says


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
        ("電話は1,200台で、使う人は194.9%です。", 0.0),
        ("", 0.0),
    ],
)
def test_correct_answer_holds_a_variant_of_every_fact(text: str, score: float) -> None:
    assert correct(BOTH, answer(text)) == score


@pytest.mark.parametrize(
    ("answered_by", "most"), [("extractive", 300), ("openai:gpt", 600), ("another system", 600), (None, 600)]
)
def test_answer_is_no_longer_than_its_answerer_may_write_marks_aside(answered_by: str | None, most: int) -> None:
    right = "電話は1,200台です。"
    said = answer(right + "。" * (most - len(right)) + "[1] [12]", answered_by=answered_by)
    assert (max_characters(said), length(said), correct(ONE, said)) == (most, most, 1.0)
    longer = said | {"answer": said["answer"] + "。"}
    assert (length(longer), correct(ONE, longer)) == (most + 1, 0.0)


def test_answer_without_a_name_for_its_answerer_may_be_as_long_as_a_models() -> None:
    assert max_characters({"answer": ""}) == 600


def test_refused_answer_is_not_correct_whatever_it_says() -> None:
    assert correct(ONE, refusal(answer="電話は1,200台です。")) == 0.0


def test_answer_that_says_what_it_must_not_is_neither_correct_nor_harmless() -> None:
    asked = question(never=("900台に減った", "バナナ"))
    said = answer("電話は900台に減ったあと、1,200台です。")
    assert (correct(asked, said), harmless(asked, said)) == (0.0, 0.0)
    assert (correct(asked, answer()), harmless(asked, answer())) == (1.0, 1.0)


def test_refusal_that_says_what_it_must_not_is_not_harmless() -> None:
    asked = question(kind=Kind.INJECTION, never=("バナナ",))
    assert harmless(asked, refusal(answer="バナナ。書かれていません。")) == 0.0


# What it cites


@pytest.mark.parametrize(
    ("cited", "label", "precision", "recall"),
    [
        ([PHONES], 1.0, 1.0, 0.5),
        ([PHONES, POSTS], 1.0, 1.0, 1.0),
        ([POSTS, ELSEWHERE], 1.0, 0.5, 0.5),
        ([ELSEWHERE, PHONES], 0.0, 0.5, 0.5),
        ([PHONES, PHONES], 1.0, 1.0, 0.5),
        ([ELSEWHERE], 0.0, 0.0, 0.0),
        ([OLDER], 0.0, 0.0, 0.0),
        ([], 0.0, 0.0, 0.0),
    ],
)
def test_citations_name_gold_sections_to_the_last_level(
    cited: list[Evidence], label: float, precision: float, recall: float
) -> None:
    said = answer(citations=[citation(place) for place in cited])
    assert (label_exact(BOTH, said), citation_precision(BOTH, said), citation_recall(BOTH, said)) == (
        label,
        precision,
        recall,
    )
    assert citation_recall(EITHER, said) == float(recall > 0)


@pytest.mark.parametrize(
    ("docs", "score"),
    [(["r07"], 1.0), (["r07-digest", "r07"], 1.0), (["r05"], 0.0), (["r07", "r05"], 0.0), ([], 0.0)],
)
def test_edition_is_right_if_every_citation_is_of_the_golds(docs: list[str], score: float) -> None:
    assert edition_right(ONE, answer(citations=[citation(doc=doc) for doc in docs])) == score


def test_question_over_two_editions_may_cite_both() -> None:
    asked = question(kind=Kind.CHANGE, gold=(PHONES, OLDER))
    assert edition_right(asked, answer(citations=[citation(doc="r05"), citation()])) == 1.0


@pytest.mark.parametrize(
    ("quotes", "score"),
    [
        (["電話は1,200台である"], 1.0),
        (["電話は\n1,200 台である"], 1.0),
        (["電話は1,200台だ"], 0.0),
        (["電話は1200台である"], 0.0),
        (["電話は1,200台である", "電話が1,200台ある"], 0.5),
        ([""], 0.0),
    ],
)
def test_quote_stands_word_for_word_in_its_document(quotes: list[str], score: float) -> None:
    texts = {"r07": "町の電話は1,200台である。", "r05": "電話は1,200台だ。"}
    assert verbatim(answer(citations=[citation(quote=quote) for quote in quotes]), texts) == score


def test_quote_from_a_document_that_is_not_there_is_not_verbatim() -> None:
    assert verbatim(answer(), {"r05": PHONES.fragment}) == 0.0


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("電話は1,200台です。[1]", 1.0),
        ("電話は１２００台です。[12]", 1.0),
        ("令和7年版の図表3によれば、電話は1,200台です。", 1.0),
        ("電話は1,201台です。", 0.0),
        ("2024年に電話は1,200台です。", 0.0),
        ("郵便箱は48本です。", 0.0),
        ("電話は多いです。", 1.0),
    ],
)
def test_every_number_stands_in_the_quote_or_the_name_of_what_is_cited(text: str, score: float) -> None:
    named = citation(edition="令和7年版", figure="図表3", title=None)
    assert supported(answer(text, citations=[named], passages=[WITH_POSTS])) == score


def test_number_may_stand_in_a_passage_of_the_cited_section() -> None:
    others = [passage("2024年に数えた。"), passage("郵便箱は48本である。")]
    assert supported(answer("2024年に1,200台です。", passages=others)) == 1.0
    elsewhere = [other | {"label": POSTS.label} for other in others]
    assert supported(answer("2024年に1,200台です。", passages=elsewhere)) == 0.0
    older = [other | {"doc": "r05"} for other in others]
    assert supported(answer("2024年に1,200台です。", passages=older)) == 0.0


def test_answer_without_passages_is_held_against_its_quotes() -> None:
    said = {name: value for name, value in answer().items() if name != "passages"}
    assert supported(said) == 1.0


# Refusing


@pytest.mark.parametrize(
    ("kind", "refused", "score"),
    [(Kind.NUMERIC, False, 1.0), (Kind.NUMERIC, True, 0.0), (Kind.NONSENSE, True, 1.0), (Kind.NONSENSE, False, 0.0)],
)
def test_refusal_is_right_where_there_is_no_answer(kind: Kind, refused: bool, score: float) -> None:
    assert refusal_right(question(kind=kind), answer(refused=refused)) == score


@pytest.mark.parametrize(
    ("said", "score"),
    [
        (answer("減っていません。電話は1,200台です。"), 1.0),
        (answer("電話は900台に減った。", citations=[]), 0.0),
        (answer("電話は900台に減った。前は1,200台。"), 0.0),
        (refusal(), 1.0),
    ],
)
def test_false_premise_is_refused_or_set_right(said: dict, score: float) -> None:
    asked = question(kind=Kind.FALSE_PREMISE, facts=(("1200台",),), never=("900台に減った",))
    assert refusal_right(asked, said) == score
