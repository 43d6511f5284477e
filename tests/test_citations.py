"""Drafts against their passages: what is kept, what is dropped, and what is quoted."""

from hypothesis import given
from hypothesis import strategies as st

from rag.citations import check
from rag.numbers import numbers
from tests.passages import passage

PHONES = passage("町の電話は2024年に1,200台である。前年より3.5%増えた（図表Ⅰ-1-1-2）。", rank=1, label="第1節1（1）")
POSTS = passage("町の郵便箱は48本である。坂の上に多い。", rank=2, label="第1節1（2）")


def test_statement_gets_the_sentence_that_says_it_as_its_quote() -> None:
    checked = check("町の電話は1,200台である[1]。郵便箱は48本である[2]。", [PHONES, POSTS])
    assert checked.text == "町の電話は1,200台である。[1]郵便箱は48本である。[2]"
    assert [(c.number, c.section.label, c.quote, c.figure) for c in checked.citations] == [
        (1, "第1節1（1）", "町の電話は2024年に1,200台である。", None),
        (2, "第1節1（2）", "町の郵便箱は48本である。", None),
    ]


def test_citations_are_numbered_in_order_of_use() -> None:
    checked = check("郵便箱は48本である[2]。電話は1,200台である[1]。郵便箱は48本である[2]。", [PHONES, POSTS])
    assert checked.text == "郵便箱は48本である。[1]電話は1,200台である。[2]郵便箱は48本である。[1]"
    assert [citation.section.label for citation in checked.citations] == ["第1節1（2）", "第1節1（1）"]


def test_mark_may_stand_after_the_full_stop() -> None:
    assert check("電話は1,200台である。[1] 郵便箱は48本である。 [2]", [PHONES, POSTS]).text == (
        "電話は1,200台である。[1] 郵便箱は48本である。[2]"
    )


def test_marker_beyond_last_passage_is_ignored() -> None:
    assert check("電話は1,200台である[0][1][7]。", [PHONES, POSTS]).text == "電話は1,200台である。[1]"
    assert check("電話は1,200台である[3]。", [PHONES, POSTS]).text == ""


def test_statement_without_a_mark_is_dropped() -> None:
    checked = check("電話は1,200台である。郵便箱は48本である[2]。", [PHONES, POSTS])
    assert (checked.text, checked.dropped) == ("郵便箱は48本である。[1]", 1)


def test_statement_with_a_number_its_passage_lacks_is_dropped() -> None:
    checked = check("電話は1,300台である[1]。郵便箱は48本である[1]。郵便箱は48本である[2]。", [PHONES, POSTS])
    assert (checked.text, checked.dropped) == ("郵便箱は48本である。[1]", 2)


def test_statement_about_something_else_is_dropped() -> None:
    assert check("鉄道の切符を値上げすると決めた[2]。", [PHONES, POSTS]).text == ""


def test_english_statement_is_held_to_its_numbers() -> None:
    assert check("The town has 1,200 phones [1]. It has 49 boxes [2].", [PHONES, POSTS]).text == (
        "The town has 1,200 phones.[1]"
    )


def test_figure_of_the_quoted_sentence_is_named() -> None:
    citation = check("電話は前年より3.5%増えた[1]。", [PHONES]).citations[0]
    assert citation.figure == "図表Ⅰ-1-1-2"


def test_quote_never_crosses_a_seam() -> None:
    text = "町の電話は2024年に1,200台となり、前年の1,159台を上回った。"
    broken = passage(text, seams=(text.index("前年"),))
    assert (
        check("町の電話は2024年に1,200台となった[1]。", [broken]).citations[0].quote
        == "町の電話は2024年に1,200台となり、"
    )


def test_full_width_numbers_and_separators_are_one() -> None:
    assert numbers("１，２００台、4,699万、3.5％、[1]") == {"1200", "4699", "3.5"}


@given(st.text(alphabet="町電話郵便箱は12,345.。[]0129 \n", max_size=200))
def test_every_number_kept_stands_in_a_cited_passage(draft: str) -> None:
    checked = check(draft, [PHONES, POSTS])
    known = set().union(
        *(numbers(c.passage.chunk.text) | numbers(c.section.name) | {"2025"} for c in checked.citations)
    )
    assert numbers(checked.text) <= known
    assert [citation.number for citation in checked.citations] == list(range(1, len(checked.citations) + 1))
    assert all(citation.quote in citation.passage.chunk.text for citation in checked.citations)
