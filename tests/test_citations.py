"""Drafts against their passages: what is kept, what is dropped, and what is quoted."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.events import TextKind
from ingest.tables import Cell
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


def test_frame_and_footnotes_say_nothing_of_the_quote() -> None:
    cited = passage("坂の道は長い＊7。町の足は船である。")
    (citation,) = check("令和7年版によると、〔町〕町の足は船である[1]。", [cited]).citations
    assert citation.quote == "町の足は船である。"


def test_citations_are_numbered_in_order_of_use() -> None:
    checked = check("郵便箱は48本である[2]。電話は1,200台である[1]。郵便箱は48本である[2]。", [PHONES, POSTS])
    assert checked.text == "郵便箱は48本である。[1]電話は1,200台である。[2]郵便箱は48本である。[1]"
    assert [citation.section.label for citation in checked.citations] == ["第1節1（2）", "第1節1（1）"]


def test_same_quote_of_a_section_is_cited_once() -> None:
    again = passage(PHONES.chunk.text, rank=3, label=PHONES.chunk.section.label)
    checked = check(
        "電話は1,200台である[1]。町の電話は1,200台である[3]。電話は1,200台である[1][3]。", [PHONES, POSTS, again]
    )
    assert checked.text == "電話は1,200台である。[1]町の電話は1,200台である。[1]電話は1,200台である。[1]"
    assert [citation.section.label for citation in checked.citations] == ["第1節1（1）"]


def test_citation_that_only_a_dropped_statement_used_is_not_there() -> None:
    checked = check("郵便箱は49本である[2]。電話は1,200台である[1]。", [PHONES, POSTS])
    assert (checked.text, checked.dropped) == ("電話は1,200台である。[1]", 1)
    assert [citation.section.label for citation in checked.citations] == ["第1節1（1）"]


def test_edition_and_section_may_be_named() -> None:
    assert check("令和7年版の第1節によると、郵便箱は48本である[2]。", [PHONES, POSTS]).dropped == 0
    assert check("令和6年版によると、郵便箱は48本である[2]。", [PHONES, POSTS]).dropped == 1


@pytest.mark.parametrize(
    "statement",
    [
        "町の電話は2024年に1台である",
        "町の電話は7％増えた",
        "町の電話は2024年に[98765]台である",
        "町の電話は三割増えた",
        "町の電話は2024年に約千五百台である",
        "町の電話は2024年に1,200億台である",
        "町の電話は前年より-3.5％増えた",
        "町の電話は2024年に1,200台である（https://example.jp/phones）",
        "The town abolished its 1,200 phones",
    ],
)
def test_numbers_addresses_and_words_that_the_passage_lacks_are_dropped(statement: str) -> None:
    assert check(f"{statement}[1]。", [PHONES, POSTS]).text == ""


@pytest.mark.parametrize(
    "statement",
    [
        "令和7年の白書では、町の電話は1,200台である",
        "情報通信白書（2025年）によると、町の電話は 1,200 台である",
        "令和７年（2025年）版の第１節1（1）によると、町の電話は1,200台である",
        "図表Ⅰ－1－1－2によると、町の電話は1,200台である",
        "第三者によると、町の電話は1,200台である",
        "The 2025 White Paper counts 1,200 phones (電話)",
    ],
)
def test_edition_section_and_figure_may_be_called_otherwise(statement: str) -> None:
    assert check(f"{statement}[1]。", [PHONES], english=True).dropped == 0


def test_english_answer_writes_a_number_in_its_own_scale() -> None:
    cited = passage("町の魚の市場は7.7兆円である。")
    frame = "According to the 2025 edition (令和7年版): "
    assert check(f"{frame}The market is 7.7 trillion yen [1].", [cited], english=True).dropped == 0
    assert check("The market is 7.7 trillion yen [1].", [cited]).dropped == 1


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


@pytest.mark.parametrize(
    "statement",
    [
        "町の電話（手回しのものを除く。）は1,200台である",
        "町の電話（「手回し。」と呼ぶものを除く。以下同じ）は1,200台である",
        "「電話を増やそう。」と町の電話は1,200台になった",
        "報告は「町の電話は1,200台である。」等と述べている",
        "報告は「町の電話は1,200台である。」など、町の通信について述べている",
        "町の電話は1,200台である〈https://www.example.jp/phones?no=3〉",
        "町の電話の頁はhttps://www.example.jp/phones?no=3",
    ],
)
def test_full_stop_inside_brackets_or_an_address_ends_no_statement(statement: str) -> None:
    told = passage(f"{statement}。")
    assert check(f"令和7年版によると、{statement}[1]。", [told]).text == f"令和7年版によると、{statement}。[1]"


@pytest.mark.parametrize(
    "draft", ["町の電話（1,300台である。郵便箱は48本である[2]。", "「電話は1,300台だ。」郵便箱は48本である[2]。"]
)
def test_unmarked_statement_does_not_join_the_next_one(draft: str) -> None:
    assert check(draft, [PHONES, POSTS]).text == "郵便箱は48本である。[1]"


def test_statement_without_a_word_is_none() -> None:
    assert check("電話は1,200台である[1]。。[2]", [PHONES, POSTS]).text == "電話は1,200台である。[1]"


def test_statement_about_something_else_is_dropped() -> None:
    assert check("鉄道の切符を値上げすると決めた[2]。", [PHONES, POSTS]).text == ""


def test_english_statement_is_held_to_its_numbers() -> None:
    assert check("The town has 1,200 phones [1]. It has 49 boxes [2].", [PHONES, POSTS], english=True).text == (
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


ROWS = "図表Ⅰ-1-1-3 町の通信（局）\n年 2023 2024\n浜の電信局 11 12\n山の電信局 5 6\n（出典）町役場、2025年3月"
TABLE = passage(
    ROWS,
    label="第1節1（3）",
    kind=TextKind.TABLE,
    cells=tuple(
        Cell(row, f"{year}年", value, "局", quote)
        for row, quote, values in (
            ("浜の電信局", "浜の電信局 11 12", ("11", "12")),
            ("山の電信局", "山の電信局 5 6", ("5", "6")),
        )
        for year, value in zip((2023, 2024), values, strict=True)
    ),
)


@pytest.mark.parametrize(
    ("statement", "quote"),
    [
        ("図表Ⅰ-1-1-3「町の通信」では、浜の電信局の2024年は12局である", "浜の電信局 11 12"),
        ("図表Ⅰ-1-1-3「町の通信」では、山の電信局の2023年は5局である", "山の電信局 5 6"),
        ("町の通信を、山の電信局では2024年に6局が担う", "山の電信局 5 6"),
    ],
)
def test_quote_of_a_statement_from_a_table_is_its_row(statement: str, quote: str) -> None:
    citations = check(f"{statement}[1]。", [TABLE]).citations
    assert [(c.quote, c.figure) for c in citations] == [(quote, "図表Ⅰ-1-1-3" if "図表" in statement else None)]


def test_quote_from_a_table_is_never_more_than_one_line() -> None:
    checked = check("浜の電信局は12局である[1]。町役場が2025年3月に町の通信を調べた[1]。", [TABLE])
    assert [citation.quote for citation in checked.citations] == ["浜の電信局 11 12", "（出典）町役場、2025年3月"]


def test_numbers_of_a_picture_support_no_statement() -> None:
    picture = passage(ROWS, label="第1節1（3）", kind=TextKind.FIGURE)
    assert check("浜の電信局は2024年に12局である[1]。", [picture]).text == ""
    assert check("浜の電信局は12局である[1]。", [TABLE]).text == "浜の電信局は12局である。[1]"


def test_caption_of_a_picture_supports_its_numbers() -> None:
    picture = passage("図表Ⅰ-1-1-3 2023年の町の電信局\n浜 11", label="第1節1（3）", kind=TextKind.FIGURE)
    checked = check("図表Ⅰ-1-1-3は、2023年の町の電信局を示す[1]。町の電信局は11である[1]。", [picture])
    assert (checked.text, checked.dropped) == ("図表Ⅰ-1-1-3は、2023年の町の電信局を示す。[1]", 1)
    assert [(c.quote, c.figure) for c in checked.citations] == [("図表Ⅰ-1-1-3 2023年の町の電信局", "図表Ⅰ-1-1-3")]


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
    assert {int(mark) for mark in re.findall(r"\[(\d+)\]", checked.text)} == {c.number for c in checked.citations}
    assert all(citation.quote in citation.passage.chunk.text for citation in checked.citations)


def test_quote_is_the_row_of_the_whole_label_and_value() -> None:
    rows = (("局", "局 1 2", "2"), ("浜の局", "浜の局 11 12", "12"))
    text = "図表1 局の数（局）\n年 2023 2024\n局 1 2\n浜の局 11 12"
    table = passage(
        text, kind=TextKind.TABLE, cells=tuple(Cell(row, "2024年", value, "局", quote) for row, quote, value in rows)
    )
    assert [c.quote for c in check("浜の局の2024年は12局である[1]。", [table]).citations] == ["浜の局 11 12"]


def test_quote_of_what_a_figure_prints_in_one_place_is_its_lines() -> None:
    entry = "岬の電信局\n局長（浜田渚（潮見町））＊2 12人"
    figure = passage(f"図表1-1 町の通信\n{entry}\n35", kind=TextKind.FIGURE, entries=(entry,))
    checked = check(
        "図表1-1「町の通信」には、岬の電信局 局長（浜田渚（潮見町）） 12人とある[1]。町の局は35である[1]。", [figure]
    )
    assert ([c.quote for c in checked.citations], checked.dropped) == ([entry], 1)


def test_bare_number_of_a_section_takes_nothing_from_a_statement() -> None:
    posts = passage(
        "1998年度の1人当たりの手紙は、我が国の約3.6倍で世界第18位である。", label="1", edition="平成12年版", year=2000
    )
    for statement in (
        "1998年度の1人当たりの手紙は、我が国の約3.6倍で世界第18位である[1]。",
        "平成12年版 1「町の通信」によると、手紙は世界第18位である[1]。",
    ):
        assert check(statement, [posts]).citations
    assert not check("手紙は世界第17位である[1]。", [posts]).citations
