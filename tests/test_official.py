"""The ministry's own text files: a paragraph a line, headings with their numbers, many files joined."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.documents import Document, DocumentKind
from ingest.events import Dropped, Event, Heading, Level, Line, Text, TextKind
from ingest.official import read_official
from ingest.reading import read_paper
from ingest.sections import Block, Paper
from ingest.sources import Source

TEXT = (Path(__file__).parent / "paper-official.txt").read_text(encoding="utf-8")
DOCUMENT = Document("official", "潮見町電信白書", "令和5年版", 2023, DocumentKind.WHITE_PAPER)


def read(text: str, *addresses: str) -> Paper:
    return read_paper(Source(DOCUMENT, text, addresses))


def tree(paper: Paper) -> list[tuple[str, str, int]]:
    return [(section.label, section.title, section.first_line) for section in paper.sections]


def events(text: str) -> list[Event]:
    return list(read_official(text))


def test_whole_tree_without_the_table_of_contents_at_the_end():
    assert tree(read(TEXT)) == [
        ("第1章", "線の町", 1),
        ("第1章第1節", "線の広がり", 3),
        ("第1章第1節1", "浜の線", 4),
        ("第1章第1節1（1）", "張り替え", 8),
        ("第1章第1節1（1）ア", "春の張り替え", 10),
        ("第1章第1節1（1）ア（ア）", "浜の北", 12),
        ("第1章第1節1（1）ア（イ）", "浜の南", 14),
        ("第1章第1節1（1）イ", "秋の張り替え", 16),
        ("第1章第1節2", "山の線", 20),
        ("第1章第2節", "電報の使われ方", 23),
        ("第1章第2節1", "魚の値段", 24),
        ("第1章第2節コラム「嵐の夜の電信」", "嵐の夜の電信", 26),
        ("第2章", "人の町", 28),
        ("第2章第1節", "打ち手", 29),
        ("第2章第1節1", "打ち手の数", 30),
    ]


def test_figures_belong_to_the_section_that_shows_them():
    assert {s.label: s.figures for s in read(TEXT).sections if s.figures} == {"第1章第1節1": ("図表1-1-1-1",)}


def test_what_is_dropped_is_counted_by_its_reason():
    assert read(TEXT).dropped == {"address or markup": 1, "table of contents": 44 - 32 + 1}


def test_footnotes_that_look_like_items_are_told_by_their_count():
    paper = read(TEXT)

    assert [(paper.sections[b.section].label, b.lines) for b in paper.blocks if b.kind is TextKind.FOOTNOTE] == [
        ("第1章第1節1（1）イ", (Line(18, "1　祭りの日だけに開く局を除く。"),)),
        ("第1章第1節1（1）イ", (Line(19, "2　線路掛の日誌"),)),
        ("第1章第1節1（1）イ", (Line(20, "3　https://denshin.example.jp/shiomi/nisshi.html", cut=True),)),
    ]


def test_heading_stuck_to_the_end_of_a_line_is_split_off():
    paper = read(TEXT)

    assert [b for b in paper.blocks if b.lines[0].number == 3] == [
        Block(0, TextKind.BODY, (Line(3, "本章では、線の広がりと電報の使われ方を述べる。", cut=True),))
    ]


@pytest.mark.parametrize(
    ("text", "heading", "mark"),
    [
        ("浜の線は潮風にさらされるため、五年ごとに張り替える。", "第2節　山の線", "第2節"),
        ("浜の線は潮風にさらされるため、五年ごとに張り替える。", "第２章　山の線", "第2章"),
        ("浜の線については、第1章第2節の図を参照", "2　山の線", "2"),
        ("線路掛の日誌（2024年の春から秋まで）", "（2）山の線", "（2）"),
        ("3　https://denshin.example.jp/nisshi", "（2）　山の線", "（2）"),
        ("浜の線は潮風にさらされるため、五年ごとに張り替える。", "イ　山の線", "イ"),
        ("浜の線は潮風にさらされるため、五年ごとに張り替える。", "コラム　山の線", "コラム「山の線」"),
        ("図表1-2-3-4　打ち手の数の推移", "第2章　山の線", "第2章"),
        ("線路掛の日誌による聞き取りは2024年の春に浜で行われている", "第2節　山の線", "第2節"),
        ("電信台帳の写しは役場の二階にて公表", "第2節　山の線", "第2節"),
        ("4　日誌による。", "2　山の線", "2"),
    ],
)
def test_heading_of_any_level_can_be_stuck_to_a_line(text: str, heading: str, mark: str):
    found = events(f"1　浜の線\n{text}{heading}\n")

    assert [(event.mark, event.line) for event in found if isinstance(event, Heading)] == [("1", 1), (mark, 2)]
    assert [event.line for event in found if isinstance(event, Text)] == [Line(2, text, cut=True)]


def test_chapter_may_begin_with_all_its_headings_and_its_first_paragraph_in_one_line():
    text = (
        "第1章　線の町第1節　線の広がり1　浜の線（1）張り替え　浜の線は五年ごとに張り替える。（2）手入れ\n毎月する。\n"
    )
    assert tree(read(text)) == [
        ("第1章", "線の町", 1),
        ("第1章第1節", "線の広がり", 1),
        ("第1章第1節1", "浜の線", 1),
        ("第1章第1節1（1）", "張り替え", 1),
        ("第1章第1節1（2）", "手入れ", 1),
    ]


BOX = "第1節　線\n1　浜\n（1）春\nア　北\nコラム　嵐の夜\n嵐が来た。\n"


@pytest.mark.parametrize(
    ("after", "labels"),
    [
        ("（2）秋\nア　南\n秋も張る。\n", ["第1節1（2）", "第1節1（2）ア"]),
        ("イ　南\n秋も張る。\n", ["第1節1（1）イ"]),
        ("（1）夜\n暗い。\n（2）朝\n明るい。\n（2）秋\n秋も張る。\n", ["第1節1（2）"]),
        ("（1）夜は暗い。\n（2）朝\n明るい。\n（3）昼\n晴れた。\n", []),
        ("ア　夜\n暗い。\nイ　朝\n明るい。\n2　山\n山にもある。\n", ["第1節2"]),
        ("（3）夜\n暗い。\n", []),
        ("コラム　嵐の朝\n晴れた。\n（2）秋\n秋も張る。\n", ["第1節コラム「嵐の朝」", "第1節1（2）"]),
    ],
)
def test_text_goes_on_after_a_column_where_the_count_from_before_it_does(after: str, labels: list[str]):
    before = ["第1節", "第1節1", "第1節1（1）", "第1節1（1）ア", "第1節コラム「嵐の夜」"]
    assert [label for label, *_ in tree(read(BOX + after))] == [*before, *labels]


def test_end_of_a_reference_is_no_heading():
    text = "浜の線は五年ごとに張り替える。（→第2節3（1）北と同じ調べ）"
    assert tree(read(f"第1節　線\n1　浜\n{text}\n")) == [("第1節", "線", 1), ("第1節1", "浜", 2)]


def test_column_of_readers_is_one():
    assert (
        tree(read("第1節　線\n1　浜\n読者参加コラム　嵐の夜\n嵐が来た。\n"))[-1][0] == "第1節読者参加コラム「嵐の夜」"
    )


def test_number_inside_a_sentence_is_no_heading():
    line = "浜の線は1990年に（3）局だったが、そののち第2節で述べるように12　局まで増えた。"

    assert events(line) == [Text(TextKind.BODY, Line(1, line), opens=True)]


def test_full_width_numbers_become_plain_in_labels():
    assert tree(read("第１章　線\n第１０節　浜\n１　春\n（２）　夏\n")) == [
        ("第1章", "線", 1),
        ("第1章第10節", "浜", 2),
        ("第1章第10節1", "春", 3),
        ("第1章第10節1（2）", "夏", 4),
    ]


def test_part_that_is_not_printed_is_taken_from_the_addresses():
    chapters = "第1章　線\n第2章　局\n第3章　人\n"
    addresses = [f"https://a.example/text/nd{digits}0000.txt" for digits in ("11", "12", "23")]

    assert tree(read(chapters, *addresses)) == [
        ("第1部", "", 1),
        ("第1部第1章", "線", 1),
        ("第1部第2章", "局", 2),
        ("第2部", "", 3),
        ("第2部第3章", "人", 3),
    ]
    assert tree(read(chapters)) == [("第1章", "線", 1), ("第2章", "局", 2), ("第3章", "人", 3)]


def test_opening_and_closing_chapters_have_no_number():
    assert tree(read("序章　線のはじまり\n第1節　浜\n終章　線のゆくえ\n")) == [
        ("序章", "線のはじまり", 1),
        ("序章第1節", "浜", 2),
        ("終章", "線のゆくえ", 3),
    ]


def test_item_whose_number_skips_is_still_a_heading():
    assert tree(read("第1節　線\n1　春\n4　夏\n")) == [("第1節", "線", 1), ("第1節1", "春", 2), ("第1節4", "夏", 3)]


def test_item_whose_number_leaps_is_a_footnote():
    assert events("第1節　線\n1　春\n25　線路掛の日誌\n") == [
        Heading(Level.SECTION, "第1節", "線", 1, (Line(1, "第1節　線"),)),
        Heading(Level.ITEM, "1", "春", 2, (Line(2, "1　春"),)),
        Text(TextKind.FOOTNOTE, Line(3, "25　線路掛の日誌"), opens=True),
    ]


def test_footnote_1_that_looks_like_a_title_is_no_item():
    text = "第1節　線\n1　浜\n局は浜1にある。\n（1）　春\n局は浜2にある。\n1　線路掛の日誌\n2　電信台帳\n"

    assert events(text)[4:] == [
        Text(TextKind.BODY, Line(5, "局は浜2にある。"), opens=True),
        Text(TextKind.FOOTNOTE, Line(6, "1　線路掛の日誌"), opens=True),
        Text(TextKind.FOOTNOTE, Line(7, "2　電信台帳"), opens=True),
    ]


def test_column_takes_its_title_from_the_next_line_and_its_numbers_are_text():
    text = "第1節　線\n1　浜\nコラムCOLUMN　1\n嵐の夜の電信\n嵐の夜には、電報が打たれた。\n1　浜の局\n"

    assert tree(read(text))[2:] == [("第1節コラム「嵐の夜の電信」", "嵐の夜の電信", 3)]
    assert events(text)[3:] == [
        Text(TextKind.BODY, Line(4, "嵐の夜の電信"), opens=True),
        Text(TextKind.BODY, Line(5, "嵐の夜には、電報が打たれた。"), opens=True),
        Text(TextKind.BODY, Line(6, "1　浜の局"), opens=True),
    ]


def test_numbered_sentence_is_no_heading():
    assert events("1　浜の線は五年ごとに張り替える。\n2　詳しくは第1章を参照\n") == [
        Text(TextKind.FOOTNOTE, Line(1, "1　浜の線は五年ごとに張り替える。"), opens=True),
        Text(TextKind.FOOTNOTE, Line(2, "2　詳しくは第1章を参照"), opens=True),
    ]


def test_lines_that_are_no_content_are_dropped():
    assert events("https://denshin.example.jp/\n<table border=0>\n　\n") == [
        Dropped(Line(1, "https://denshin.example.jp/"), "address or markup"),
        Dropped(Line(2, "<table border=0>"), "address or markup"),
    ]


@pytest.mark.parametrize(
    ("text", "dropped"),
    [
        ("", {}),
        ("　\n \n", {}),
        ("https://denshin.example.jp/\n", {"address or markup": 1}),
        ("第1章　線\n" * 13, {"table of contents": 13}),
    ],
    ids=["nothing", "white space", "an address", "a table of contents"],
)
def test_text_without_content_gives_an_empty_paper(text: str, dropped: dict[str, int]):
    paper = read(text)

    assert (paper.sections, paper.blocks, paper.dropped) == ((), (), dropped)


def test_caption_and_source_are_a_figure():
    assert events("図表1-2-1-3　局の数\n（出典）潮見町「電信台帳」\n※　臨時の局を除く\n局は浜にある。\n") == [
        Text(TextKind.FIGURE, Line(1, "図表1-2-1-3　局の数"), opens=True),
        Text(TextKind.FIGURE, Line(2, "（出典）潮見町「電信台帳」")),
        Text(TextKind.FIGURE, Line(3, "※　臨時の局を除く")),
        Text(TextKind.BODY, Line(4, "局は浜にある。"), opens=True),
    ]


def test_short_run_of_headings_is_no_table_of_contents():
    text = "第1章　線\n" + "".join(f"第{n}節　第{n}の線\n" for n in range(1, 12))

    assert [type(event) for event in events(text)] == [Heading] * 12


def test_long_run_of_headings_is_a_table_of_contents():
    text = "第1章　線\n" + "".join(f"第{n}節　第{n}の線\n" for n in range(1, 13))

    assert [event.reason for event in events(text) if isinstance(event, Dropped)] == ["table of contents"] * 13


def test_list_of_figures_after_a_chapter_is_dropped():
    text = "第1章　線の町\n" + "".join(f"1-1-1-{n}　局の数{n}\n" for n in range(1, 15)) + "（データ集）　局の数\n"

    assert events(text) == [
        Dropped(Line(number, line), "table of contents") for number, line in enumerate(text.splitlines(), 1)
    ]


# Properties: whatever the text, a paper comes out, and every line number lies within the file.

LINES = TEXT.split("\n")


def assert_is_read(text: str) -> None:
    paper, last = read(text), text.count("\n") + 1
    numbers = [line.number for block in paper.blocks for line in block.lines]
    assert numbers == [] or 1 <= min(numbers) <= max(numbers) <= last
    assert all(1 <= s.first_line <= s.last_line <= last for s in paper.sections)
    assert [s.first_line for s in paper.sections] == sorted(s.first_line for s in paper.sections)


@settings(deadline=None, max_examples=60)
@given(st.integers(0, len(TEXT)), st.integers(0, len(TEXT)))
def test_paper_cut_anywhere_is_read(one: int, other: int):
    assert_is_read(TEXT[min(one, other) : max(one, other)])


@settings(deadline=None, max_examples=40)
@given(st.permutations(LINES), st.sampled_from(["\n", ""]))
def test_paper_with_shuffled_or_joined_lines_is_read(lines: list[str], between: str):
    assert_is_read(between.join(lines))


@settings(deadline=None, max_examples=40)
@given(st.lists(st.sampled_from(LINES), min_size=1, max_size=200))
def test_paper_with_lines_doubled_and_lost_is_read(lines: list[str]):
    assert_is_read("\n".join(lines))


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=400))
def test_random_bytes_are_read(data: bytes):
    for encoding in ("utf-8", "cp932", "latin-1"):
        assert_is_read(data.decode(encoding, errors="replace"))


@settings(deadline=None, max_examples=100)
@given(st.text("第序部章節コラムア（）図表１2。」　\n", max_size=200))
def test_any_mixture_of_marks_is_read(text: str):
    assert_is_read(text)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(LINES), max_size=12))
def test_no_text_is_lost_and_order_is_kept(lines: list[str]):
    """What a reader says of the lines holds all their text, in order."""
    body = [line for line in lines if line.endswith("。") and len(line) > 20]
    found = events("\n".join(body))

    assert "".join(event.line.text for event in found if isinstance(event, Text)) == "".join(body)


@pytest.mark.parametrize("line", ["電信の線。" * 20_000, "局" * 100_000, "（1）" * 30_000, "第1節　" * 20_000])
def test_one_huge_line_is_read(line: str):
    assert_is_read(line)
