"""The typeset paper, with the damage that extraction leaves: its tree, its text, and what is dropped."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.documents import Document, DocumentKind
from ingest.events import Dropped, Heading, Level, Line, Text, TextKind, numbered_lines
from ingest.reading import read_paper
from ingest.sections import Block, Paper
from ingest.sources import Source
from ingest.typeset import is_typeset, read_typeset

TEXT = (Path(__file__).parent / "paper-typeset.txt").read_text(encoding="utf-8")
DOCUMENT = Document("typeset", "潮見町電信白書", "令和7年版", 2025, DocumentKind.WHITE_PAPER)
EXCERPT = Document(
    "excerpt", "潮見町電信白書", "令和7年版", 2025, DocumentKind.WHITE_PAPER, part="Ⅱ", chapter=2, section=8
)


def read(text: str, document: Document = DOCUMENT) -> Paper:
    return read_paper(Source(document, text))


def tree(paper: Paper) -> list[tuple[str, str, int]]:
    return [(section.label, section.title, section.first_line) for section in paper.sections]


def texts(paper: Paper, label: str) -> list[tuple[TextKind, list[int]]]:
    """Kind and line numbers of each block of a section."""
    return [
        (block.kind, [line.number for line in block.lines])
        for block in paper.blocks
        if paper.sections[block.section].label == label
    ]


def test_whole_tree_with_its_lost_numbers_and_chapters():
    assert tree(read(TEXT)) == [
        ("潮見町電信白書の公表にあたって", "潮見町電信白書の公表にあたって", 1),
        ("潮見町電信白書の概要", "潮見町電信白書の概要", 7),
        ("凡例", "凡例", 21),
        ("第Ⅰ部", "特集 町をつなぐ電信", 24),
        ("第Ⅰ部第1章", "電信の広がり", 27),
        ("第Ⅰ部第1章第1節", "局と線の移り変わり", 29),
        ("第Ⅰ部第1章第1節1", "局の数の移り変わり", 34),
        ("第Ⅰ部第1章第1節1（1）", "海側の局", 35),
        ("第Ⅰ部第1章第1節1（2）", "山側の局", 60),
        ("第Ⅰ部第1章第1節2", "打鍵機の移り変わり", 63),
        ("第Ⅰ部第1章第1節2ア", "はじめの型", 71),
        ("第Ⅰ部第1章第1節2ア（ア）", "港の倉庫の一台", 74),
        ("第Ⅰ部第1章第1節2ア（イ）", "役場の一台", 77),
        ("第Ⅰ部第1章第1節2イ", "いまの型", 80),
        ("第Ⅰ部第1章第2節", "電報の数", 83),
        ("第Ⅰ部第1章第2節1", "TSUSHIN", 84),
        ("第Ⅰ部第2章", "電信のこれから", 92),
        ("第Ⅰ部第2章第1節", "人手", 95),
        ("第Ⅰ部第2章第2節", "線の傷み", 98),
        ("第Ⅰ部第2章第2節1", "潮風の害", 101),
        ("第Ⅰ部第2章第2節政策フォーカス「嵐の夜を支えた人々」", "嵐の夜を支えた人々", 109),
        ("第Ⅱ部", "電信の現状", 121),
        ("第Ⅱ部第1章", "電信局の動き", 121),
        ("第Ⅱ部第1章第1節", "電信局の動き", 121),
        ("第Ⅱ部第1章第1節1", "局の数", 122),
        ("付注1", "聞き取りの方法", 127),
        ("付注1 ア", "浜の聞き取り", 128),
        ("付注1 イ", "山の聞き取り", 130),
    ]


def test_each_section_names_the_one_around_it():
    parents = {section.label: section.parent for section in read(TEXT).sections}

    assert {
        label: parents[label]
        for label in ("凡例", "第Ⅰ部", "第Ⅰ部第2章", "第Ⅰ部第1章第1節2ア（イ）", "第Ⅰ部第1章第2節", "付注1 イ")
    } == {
        "凡例": None,
        "第Ⅰ部": None,
        "第Ⅰ部第2章": "第Ⅰ部",
        "第Ⅰ部第1章第1節2ア（イ）": "第Ⅰ部第1章第1節2ア",
        "第Ⅰ部第1章第2節": "第Ⅰ部第1章",
        "付注1 イ": "付注1",
    }


def test_section_ends_where_the_next_begins_and_the_last_with_the_file():
    paper = read(TEXT)
    lines = {section.label: (section.first_line, section.last_line) for section in paper.sections}

    assert lines["第Ⅰ部第1章第1節1（1）"] == (35, 60 - 1)
    assert lines["第Ⅱ部第1章"] == (121, 121)  # the part, its chapter and its first 節 share a line
    assert lines["付注1 イ"] == (130, TEXT.count("\n") + 1)


def test_figures_belong_to_the_section_that_shows_them():
    assert {s.label: s.figures for s in read(TEXT).sections if s.figures} == {
        "第Ⅰ部第1章第1節1（1）": ("図表Ⅰ-1-1-1",),
        "第Ⅰ部第1章第2節1": ("図表Ⅰ-1-2-1",),
        "第Ⅰ部第2章第2節1": ("図表Ⅰ-2-2-1",),
        "第Ⅰ部第2章第2節政策フォーカス「嵐の夜を支えた人々」": ("図表1",),
        "第Ⅱ部第1章第1節1": ("図表Ⅱ-1-1-1",),
    }


def test_sentence_reads_on_over_a_page_break_with_its_footnote_and_figure_set_apart():
    assert texts(read(TEXT), "第Ⅰ部第1章第1節1（1）") == [
        (TextKind.BODY, [36, 37, 43]),
        (TextKind.FOOTNOTE, [39, 41]),
        (TextKind.FIGURE, [49, 54, 56, 58]),
    ]


@pytest.mark.parametrize("heading", ["2 \t夜明けのあと", "（2）\t夜明けのあと", "（2）夜明けのあと"])
def test_numbered_heading_inside_a_box_opens_a_block_of_text(heading: str):
    text = TEXT.replace("2 \t夜明けのあと", heading)

    assert heading in text
    assert texts(read(text), "第Ⅰ部第2章第2節政策フォーカス「嵐の夜を支えた人々」") == [
        (TextKind.BODY, [110, 111]),
        (TextKind.FIGURE, [115]),
        (TextKind.BODY, [117]),
        (TextKind.BODY, [118]),
        (TextKind.FOOTNOTE, [120]),
    ]


def test_what_is_dropped_is_counted_by_its_reason():
    assert read(TEXT).dropped == {
        "page number": 4,  # lines 42, 50, 52 and 126
        "link to data": 3,  # 45 to 47
        "running head": 3,  # 67, 68 and 69
        "printed twice": 1,  # 113
        "print mark": 1,  # 82
    }


def test_reader_says_one_thing_of_every_line_that_is_not_blank():
    said = [event.line if isinstance(event, Heading) else event.line.number for event in read_typeset(DOCUMENT, TEXT)]

    # Where a part or a chapter has lost its heading, the line that opens it is told of more than once.
    assert sorted(set(said)) == [line.number for line in numbered_lines(TEXT) if line.text.strip()]
    assert sorted(n for n in said if said.count(n) > 1) == [24, 24, 27, 27, 92, 92, 121, 121, 121]


def test_doubled_level_1_headings_tell_a_typeset_paper():
    heading = " 1 1\t 局の数\t 局の数\n"

    assert is_typeset(TEXT)
    assert is_typeset(heading * 3)
    assert not is_typeset(heading * 2)
    assert not is_typeset("1　局の数\n" * 9)


def test_excerpt_stands_where_its_document_says():
    text = "第8節 電信の国際戦略\n 1 1\t 概要\t 概要\n\t これまでの取組\n線を海の向こうへ延ばしてきた。\n"

    assert tree(read(text + " 2 2 海底線 海底線\n 3 3 電柱 電柱\n", EXCERPT)) == [
        ("第Ⅱ部", "", 1),
        ("第Ⅱ部第2章", "", 1),
        ("第Ⅱ部第2章第8節", "電信の国際戦略", 1),
        ("第Ⅱ部第2章第8節1", "概要", 2),
        ("第Ⅱ部第2章第8節1（1）", "これまでの取組", 3),
        ("第Ⅱ部第2章第8節2", "海底線", 5),
        ("第Ⅱ部第2章第8節3", "電柱", 6),
    ]


def test_typeset_paper_without_a_section_heading_is_read():
    assert tree(read(" 1 1 局 局\n 2 2 線 線\n 3 3 人 人\n局は浜にある。\n")) == [
        ("1", "局", 1),
        ("2", "線", 2),
        ("3", "人", 3),
    ]


def test_chapter_of_one_section_ends_where_section_1_begins_anew():
    events = read_typeset(DOCUMENT, "第1節 線\n図表Ⅰ-1-1-1 線\n第1節 局\n図表Ⅰ-2-1-1 局\n 1 1 局 局\n")

    assert [(event.mark, event.line) for event in events if isinstance(event, Heading)] == [
        ("第Ⅰ部", 1),
        ("第1章", 1),
        ("第1節", 1),
        ("第2章", 3),
        ("第1節", 3),
        ("1", 5),
    ]


def test_chapters_are_counted_where_no_figure_names_them():
    text = "第1節 線\n第2節 局\n第1節 人\n第2節 時\n"
    events = read_typeset(Document("a", "電信", None, None, DocumentKind.TEXT), text)

    assert [(event.mark, event.line) for event in events if isinstance(event, Heading)] == [
        ("第Ⅰ部", 1),
        ("第1章", 1),
        ("第1節", 1),
        ("第2節", 2),
        ("第2章", 3),
        ("第1節", 3),
        ("第2節", 4),
    ]


def test_title_that_runs_over_a_full_line_takes_its_rest_from_the_next():
    first = "浜の線の張り替えと山の線の見回りを一つの掛にまとめるための取決めに係る"
    text = f"第8節 線\nア　{first}\n制度の在り方\nはじめに浜の掛に尋ねた。\n"

    assert list(read_typeset(EXCERPT, text)) == [
        Heading(Level.SECTION, "第8節", "線", 1, (Line(1, "第8節 線"),)),
        Heading(Level.KANA, "ア", f"{first}制度の在り方", 2, (Line(2, f"ア　{first}"), Line(3, "制度の在り方"))),
        Text(TextKind.BODY, Line(4, "はじめに浜の掛に尋ねた。")),
    ]


@pytest.mark.parametrize(
    "line",
    ["\t 臨時の局を除く。", "\t https://denshin.example.jp/", "\t ● 局と線", "\t " + "長" * 49],
    ids=["a sentence", "an address", "a bullet", "too long"],
)
def test_tabbed_line_that_is_no_title_is_no_heading(line: str):
    events = read_typeset(EXCERPT, "第8節 線\n 1 1\t 局\t 局\n局は浜にある。\n\n" + line)

    assert [event.mark for event in events if isinstance(event, Heading)] == ["第8節", "1"]


def test_tabbed_line_inside_a_footnote_is_no_heading():
    text = "第8節 線\n 1 1\t 局\t 局\n局は浜にある＊1。\n\n＊1\t 時期：2024年\n\t 方法：聞き取り\n"

    assert list(read_typeset(EXCERPT, text))[2:] == [
        Text(TextKind.BODY, Line(3, "局は浜にある＊1。")),
        Text(TextKind.FOOTNOTE, Line(5, "＊1\t 時期：2024年"), opens=True),
        Text(TextKind.FOOTNOTE, Line(6, "\t 方法：聞き取り")),
    ]


def test_footnote_reads_on_over_a_blank_line_until_its_sentence_ends():
    first = "＊1\t 臨時の局を除く。臨時の局は2024年に2か所あり、いずれも浜の社の前に"
    rest = "置かれて、夕方には閉じることになっている。"
    text = f"第8節 線\n 1 1\t 局\t 局\n局は浜にある＊1。\n\n{first}\n\n{rest}\n\n線は海を渡り、島の局へつながる。\n"

    assert list(read_typeset(EXCERPT, text))[2:] == [
        Text(TextKind.BODY, Line(3, "局は浜にある＊1。")),
        Text(TextKind.FOOTNOTE, Line(5, first), opens=True),
        Text(TextKind.FOOTNOTE, Line(7, rest)),
        Text(TextKind.BODY, Line(9, "線は海を渡り、島の局へつながる。")),
    ]


def test_paragraph_opens_after_a_finished_one_only():
    unfinished, rest, next_one = "線が延びるにつれて局は増え、町の", "暮らしに欠かせなくなった。", "夜も人がいる。"

    assert list(read_typeset(EXCERPT, f"第8節 線\n{unfinished}\n\n{rest}\n\n{next_one}\n"))[1:] == [
        Text(TextKind.BODY, Line(2, unfinished)),
        Text(TextKind.BODY, Line(4, rest)),
        Text(TextKind.BODY, Line(6, next_one), opens=True),
    ]


def test_no_paragraph_opens_with_a_particle():
    counted, rest = (
        "線につながる局は、町の暮らしに欠かせない浜の局（手回しの電話の局を含む）",
        "が12局、島の局が3局ある。",
    )

    assert list(read_typeset(EXCERPT, f"第8節 線\n{counted}\n\n{rest}\n"))[1:] == [
        Text(TextKind.BODY, Line(2, counted)),
        Text(TextKind.BODY, Line(4, rest)),
    ]


def test_numbered_heading_inside_a_box_ends_a_footnote():
    text = "第8節 線\n 1 1 局 局\n 1 \t嵐の夜\n嵐の夜には、電報が打たれた。\n\n＊1\t https://a.example/\n"

    assert list(read_typeset(EXCERPT, f"{text} 2 \t夜明け\n（1）\t浜\n\n浜では、打鍵機を干した。\n"))[3:] == [
        Text(TextKind.BODY, Line(4, "嵐の夜には、電報が打たれた。")),
        Text(TextKind.FOOTNOTE, Line(6, "＊1\t https://a.example/"), opens=True),
        Text(TextKind.BODY, Line(7, " 2 \t夜明け"), opens=True),
        Text(TextKind.BODY, Line(8, "（1）\t浜"), opens=True),
        Text(TextKind.BODY, Line(10, "浜では、打鍵機を干した。"), opens=True),
    ]


def test_sentence_reads_on_over_a_blank_line_and_a_page_whatever_it_counts_up():
    begins, goes_on, ends = (
        "局の",
        "（浜の局）の数は、上町が31か所（12局）、中町が26か所（14局）、谷町が",
        "二か所であった。線は海を渡る。",
    )
    text = f"第8節 線\n{begins}\n\n{goes_on}\n\n＊1\t https://a.example/\n\n12\n\n{ends}\n"

    assert [event for event in read_typeset(EXCERPT, text) if isinstance(event, Text)] == [
        Text(TextKind.BODY, Line(2, begins)),
        Text(TextKind.BODY, Line(4, goes_on)),
        Text(TextKind.FOOTNOTE, Line(6, "＊1\t https://a.example/"), opens=True),
        Text(TextKind.BODY, Line(10, ends)),
    ]


@pytest.mark.parametrize(
    ("line", "figures"),
    [
        ("9 図表Ⅰ-1-1-1 局の数", ("図表Ⅰ-1-1-1",)),
        ("図表Ⅰ-1-1-2 線の数 図表Ⅰ-1-1-1 局の数", ("図表Ⅰ-1-1-2", "図表Ⅰ-1-1-1")),
    ],
    ids=["after a page number", "after another"],
)
def test_caption_that_does_not_begin_its_line_names_its_figure(line: str, figures: tuple[str, ...]):
    paper = read(f"第8節 線\n 1 1 局 局\n 2 2 線 線\n 3 3 人 人\n局は浜にある。\n\n{line}\n", EXCERPT)

    assert {s.label: s.figures for s in paper.sections if s.figures} == {"第Ⅱ部第2章第8節3": figures}


def test_thousands_of_lines_without_a_blank_one_are_text():
    line = "浜の局には夜も人がいて、灯をともしている。"
    events = list(read_typeset(EXCERPT, "第8節 線\n" + f"{line}\n" * 4000))

    assert events[1:] == [Text(TextKind.BODY, Line(number, line)) for number in range(2, 4000 + 2)]


def test_section_heading_that_repeats_is_a_running_head():
    events = list(read_typeset(EXCERPT, "第8節 海底線\n線は海を渡る。\n第8節 海底線\n"))

    assert events[-1] == Dropped(Line(3, "第8節 海底線"), "running head")


def test_line_of_spaces_before_a_section_is_no_page():
    text = " 1 1 局 局\n 2 2 線 線\n 3 3 人 人\n \n\n第1節 浜\n局は浜にある。\n"
    assert tree(read(text))[-1] == ("第Ⅰ部第1章第1節", "浜", 6)


def test_form_feed_counts_as_a_page_break():
    assert numbered_lines("一\n\f二") == [Line(1, "一"), Line(2, " 二")]


def test_text_before_the_first_heading_gets_a_section_of_its_own():
    paper = read("局は浜にある。\n線は海を渡る。\n", Document("a", "電信", None, None, DocumentKind.TEXT))

    assert tree(paper) == [("電信", "電信", 1)]
    assert paper.blocks == (
        Block(0, TextKind.BODY, (Line(1, "局は浜にある。"),)),
        Block(0, TextKind.BODY, (Line(2, "線は海を渡る。"),)),
    )


# Properties: whatever the text, a paper comes out, and every line number lies within the file.

LINES = TEXT.split("\n")


def assert_lines_lie_within(paper: Paper, text: str) -> None:
    last = text.count("\n") + 1
    numbers = [line.number for block in paper.blocks for line in block.lines]
    assert all(1 <= number <= last for number in numbers)
    assert all(1 <= s.first_line <= s.last_line <= last for s in paper.sections)
    assert all(0 <= block.section < len(paper.sections) for block in paper.blocks)


def assert_any_reader_copes(text: str) -> None:
    for document in (DOCUMENT, EXCERPT):
        assert_lines_lie_within(read(text, document), text)
        list(read_typeset(document, text))  # also where the text would not choose this reader


@settings(deadline=None, max_examples=40)
@given(st.integers(0, len(TEXT)), st.integers(0, len(TEXT)))
def test_paper_cut_anywhere_is_read(one: int, other: int):
    assert_any_reader_copes(TEXT[min(one, other) : max(one, other)])


@settings(deadline=None, max_examples=30)
@given(st.permutations(LINES))
def test_paper_with_shuffled_lines_is_read(lines: list[str]):
    assert_any_reader_copes("\n".join(lines))


@settings(deadline=None, max_examples=30)
@given(st.lists(st.sampled_from(LINES), min_size=1, max_size=200))
def test_paper_with_lines_doubled_and_lost_is_read(lines: list[str]):
    assert_any_reader_copes("\n".join(lines))


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=400))
def test_random_bytes_are_read(data: bytes):
    for encoding in ("utf-8", "cp932", "latin-1"):
        assert_any_reader_copes(data.decode(encoding, errors="replace"))


@settings(deadline=None, max_examples=60)
@given(st.text("第ⅠⅡ部章節付注図表アイ（）＊10１ \t　。\n", min_size=1, max_size=200))
def test_any_mixture_of_marks_is_read(text: str):
    assert_any_reader_copes(text)


@pytest.mark.parametrize("line", ["電信の線。" * 20_000, "局" * 100_000, " " * 100_000, "1 " * 50_000])
def test_one_huge_line_is_read(line: str):
    assert_any_reader_copes(line)
