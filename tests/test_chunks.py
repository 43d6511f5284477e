"""Chunks: whole sentences of one section, with their footnotes, figures and seams."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.chunks import Chunk, chunk_paper
from ingest.documents import Document, DocumentKind
from ingest.events import Line, TextKind
from ingest.reading import read_paper
from ingest.sections import Block, Paper, Section
from ingest.sentences import sentences
from ingest.sources import Source
from ingest.tables import Cell
from tests.test_grids import GRID, TEXT

TEXTS = {
    name: (Path(__file__).parent / f"paper-{name}.txt").read_text(encoding="utf-8") for name in ("typeset", "official")
}
DOCUMENT = Document("paper", "潮見町電信白書", "令和7年版", 2025, DocumentKind.WHITE_PAPER)


def paper(*blocks: Block, sections: int = 1) -> Paper:
    """A paper made of blocks, with sections 1, 2, … in a row."""
    made = tuple(Section(DOCUMENT, f"{n}", f"題{n}", 4, None, n, n) for n in range(1, sections + 1))
    return Paper(DOCUMENT, made, blocks, (), ())


def body(section: int, first: int, *texts: str) -> Block:
    return Block(section, TextKind.BODY, tuple(Line(first + n, text) for n, text in enumerate(texts)))


def note(section: int, first: int, *texts: str) -> Block:
    return Block(section, TextKind.FOOTNOTE, tuple(Line(first + n, text) for n, text in enumerate(texts)))


def figure(section: int, first: int, *texts: str) -> Block:
    return Block(section, TextKind.FIGURE, tuple(Line(first + n, text) for n, text in enumerate(texts)))


def chunk(of: Paper, max_tokens: int = 40) -> list[Chunk]:
    return chunk_paper(of, max_tokens=max_tokens, count_tokens=len)


def told(chunks: list[Chunk]) -> list[tuple[str, TextKind, str, int, int]]:
    return [(c.section.label, c.kind, c.text, c.first_line, c.last_line) for c in chunks]


def bare(text: str) -> str:
    return "".join(text.split())


def test_sentences_are_grouped_evenly_and_never_cut():
    nine = "局は浜の北にある。"
    assert len(nine) == 9

    chunks = chunk(paper(body(0, 1, nine, nine, nine, nine, nine)))

    # 5 × 9 = 45 characters need two chunks of at most 40, of about 22 each: three sentences, then two.
    assert told(chunks) == [("1", TextKind.BODY, nine * 3, 1, 3), ("1", TextKind.BODY, nine * 2, 4, 5)]


def test_sentence_over_the_limit_stands_alone():
    long = "局は" + "浜の" * 30 + "北にある。"

    assert [c.text for c in chunk(paper(body(0, 1, "線は延びた。", long, "夜も灯る。")))] == [
        "線は延びた。",
        long,
        "夜も灯る。",
    ]


def test_paragraphs_of_one_section_are_put_together_and_sections_kept_apart():
    made = paper(body(0, 1, "局は浜にある。"), body(0, 2, "線は延びた。"), body(1, 3, "船は戻った。"), sections=2)

    assert told(chunk(made)) == [
        ("1", TextKind.BODY, "局は浜にある。線は延びた。", 1, 2),
        ("2", TextKind.BODY, "船は戻った。", 3, 3),
    ]


@pytest.mark.parametrize(
    ("before", "after", "between"),
    [
        ("●局は増える一方", "局は12局になった。", "\n"),
        ("局の数", "2024年には12局である。", "\n"),
        ("局は増えた。", "線も延びた。", ""),
        ("局では、", "夜も灯がともる。", ""),
        ("港の決まりに", "より灯がともる。", ""),
        ("次の線を引く", "① 浜の線", ""),
    ],
)
def test_paragraph_without_an_end_does_not_run_into_the_next(before: str, after: str, between: str):
    (made,) = chunk(paper(body(0, 1, before), body(0, 2, after)))

    assert made.text == before + between + after


def test_footnote_goes_with_the_sentence_that_bears_its_mark():
    made = paper(
        body(0, 1, "局は12局＊1になった。", "線は二里＊2延びた。"),
        note(0, 3, "＊1 臨時の局を除く。"),
        note(0, 4, "＊2 1990年から", "数えた。"),
    )

    [found] = chunk(made)

    assert found == Chunk(
        id=found.id,
        section=made.sections[0],
        kind=TextKind.BODY,
        text="局は12局＊1になった。線は二里＊2延びた。＊1 臨時の局を除く。＊2 1990年から数えた。",
        first_line=1,
        last_line=5,
        # After 12 + 10 characters the first note begins, and after its 11 the second.
        seams=(22, 33),
    )


def test_footnote_comes_over_the_limit_so_that_both_are_found_together():
    made = paper(body(0, 1, "局は12局＊1になった。", "線は延びた。" * 6), note(0, 3, "＊1 祭りの日だけの局を除く。"))

    # 12 and 6 × 6 characters are two chunks of 24; the note comes on top.
    assert [c.text for c in chunk(made, max_tokens=25)] == [
        "局は12局＊1になった。" + "線は延びた。" * 2 + "＊1 祭りの日だけの局を除く。",
        "線は延びた。" * 4,
    ]


def test_footnote_goes_to_the_nearest_mark_of_its_number_before_it():
    made = paper(
        body(0, 1, "局は12局＊1になった。"),
        note(0, 2, "＊1 臨時の局を除く。"),
        body(1, 3, "線は二里＊1延びた。"),
        note(1, 4, "＊1 1990年から数えた。"),
        sections=2,
    )

    assert [c.text for c in chunk(made)] == [
        "局は12局＊1になった。＊1 臨時の局を除く。",
        "線は二里＊1延びた。＊1 1990年から数えた。",
    ]


def test_footnote_without_a_mark_is_a_chunk_of_its_own():
    made = paper(body(0, 1, "局は浜にある。"), note(0, 2, "＊9 臨時の局を除く。"))

    assert told(chunk(made)) == [
        ("1", TextKind.BODY, "局は浜にある。", 1, 1),
        ("1", TextKind.FOOTNOTE, "＊9 臨時の局を除く。", 2, 2),
    ]


def test_figure_is_a_chunk_of_its_lines_with_a_caption_or_without():
    made = paper(
        body(0, 1, "局が増えた（図表Ⅰ-1-1-1、図表Ⅰ-1-1-2）。図表Ⅰ-1-1-1を参照。"),
        figure(0, 2, "図表Ⅰ-1-1-1 局の数", "1990 2024", "（出典）潮見町"),
        figure(0, 5, "（局）"),
    )

    assert [(c.kind, c.text, c.figures) for c in chunk(made, max_tokens=60)] == [
        (
            TextKind.BODY,
            "局が増えた（図表Ⅰ-1-1-1、図表Ⅰ-1-1-2）。図表Ⅰ-1-1-1を参照。",
            ("図表Ⅰ-1-1-1", "図表Ⅰ-1-1-2"),
        ),
        (TextKind.FIGURE, "図表Ⅰ-1-1-1 局の数\n1990 2024\n（出典）潮見町", ("図表Ⅰ-1-1-1",)),
        (TextKind.FIGURE, "（局）", ()),
    ]


def test_figure_whose_rows_have_sure_labels_is_a_table_with_its_values():
    made = paper(figure(0, 1, "図表Ⅰ-1-1-1 局の数（局）", "年度 2023 2024", "浜の局 11 12", "（出典）潮見町"))

    [found] = chunk(made, max_tokens=60)

    assert (found.kind, found.text) == (
        TextKind.TABLE,
        "図表Ⅰ-1-1-1 局の数（局）\n年度 2023 2024\n浜の局 11 12\n（出典）潮見町",
    )
    assert found.cells == (
        Cell("浜の局", "2023年度", "11", "局", "浜の局 11 12"),
        Cell("浜の局", "2024年度", "12", "局", "浜の局 11 12"),
    )


def test_each_part_of_a_table_that_is_cut_holds_the_caption_and_the_values_of_its_own_rows():
    made = paper(figure(0, 1, "図表1 局の数", "年度 2023 2024", "浜の局 11 12", "山の局 5 5", "（出典）潮見町"))

    # 7, 12, 9, 8 and 8 characters: the first part is full after its second line.
    assert [(c.kind, c.text, [cell.text for cell in c.cells]) for c in chunk(made, max_tokens=20)] == [
        (TextKind.FIGURE, "図表1 局の数\n年度 2023 2024", []),
        (
            TextKind.TABLE,
            "図表1 局の数\n浜の局 11 12\n山の局 5 5",
            ["浜の局 2023年度 11", "浜の局 2024年度 12", "山の局 2023年度 5", "山の局 2024年度 5"],
        ),
        (TextKind.FIGURE, "図表1 局の数\n（出典）潮見町", []),
    ]


def test_footnote_of_a_figure_goes_with_the_figure():
    made = paper(figure(0, 1, "図表1 局の数＊1", "12"), note(0, 3, "＊1 臨時の局を除く。"))

    assert [(c.kind, c.text, c.seams) for c in chunk(made)] == [
        (TextKind.FIGURE, "図表1 局の数＊1\n12\n＊1 臨時の局を除く。", (9 + 1 + 2 + 1,))
    ]


def test_footnote_with_a_bare_number_goes_with_its_bare_mark():
    made = paper(body(0, 1, "局は12局1になった。", "線は二里2延びた。"), note(0, 3, "1　臨時の局を除く。"))

    assert [c.text for c in chunk(made)] == ["局は12局1になった。線は二里2延びた。1　臨時の局を除く。"]


def test_chunks_come_in_the_order_of_the_source():
    made = paper(body(0, 5, "線は延びた。"), figure(0, 1, "図表1 局の数"), body(1, 9, "船は戻った。"), sections=2)

    assert [c.first_line for c in chunk(made)] == [1, 5, 9]


def test_seams_are_where_the_source_has_something_else_between():
    first, second = "局は浜にあり、夜も", "灯がともる。"
    made = paper(
        Block(0, TextKind.BODY, (Line(1, first), Line(6, second), Line(7, "線は延びた。"), Line(9, "船は戻った。"))),
        note(0, 3, "＊1 臨時の局を除く。"),
    )

    assert [(c.text, c.seams) for c in chunk(made) if c.kind is TextKind.BODY] == [
        (
            first + second + "線は延びた。船は戻った。",
            (len(first), len(first + second + "線は延びた。")),
        )
    ]


def test_the_same_text_in_the_same_section_keeps_its_id():
    one, other = chunk(paper(body(0, 1, "局は浜にある。"))), chunk(paper(body(0, 70, "局は浜に", "ある。")))
    elsewhere = chunk(paper(body(1, 1, "局は浜にある。"), sections=2))

    assert [c.id for c in one] == [c.id for c in other]
    assert [c.id for c in one] != [c.id for c in elsewhere]


def test_paper_without_text_has_no_chunks():
    assert chunk(paper()) == []


def test_thousands_of_lines_without_a_blank_one_are_kept_whole():
    line = "浜の局には夜も人がいて、灯をともしている。"
    assert len(line) == 21

    chunks = chunk_paper(read_paper(Source(DOCUMENT, f"{line}\n" * 4000)), max_tokens=200, count_tokens=len)

    # 4000 × 21 = 84,000 characters are 420 chunks of 200: nine lines of 21 fit into one.
    assert [(c.text, c.first_line, c.last_line) for c in chunks] == [
        (line * min(9, 4001 - first), first, min(first + 8, 4000)) for first in range(1, 4000 + 1, 9)
    ]


def test_whole_paper_as_chunks():
    read = read_paper(Source(DOCUMENT, TEXTS["official"]))

    assert told(chunk_paper(read, max_tokens=200, count_tokens=len)) == [
        (
            "第1章",
            TextKind.BODY,
            TEXTS["official"].split("\n")[1] + "本章では、線の広がりと電報の使われ方を述べる。",
            2,
            3,
        ),
        (
            "第1章第1節1",
            TextKind.BODY,
            TEXTS["official"].split("\n")[4] + "1　祭りの日だけに開く局を除く。",
            5,
            18,
        ),
        ("第1章第1節1", TextKind.FIGURE, "図表1-1-1-1　浜の局の数の推移\n（出典）潮見町「電信台帳」", 6, 7),
        ("第1章第1節1（1）", TextKind.BODY, "浜の線は五年ごとに張り替えられている2。2　線路掛の日誌", 9, 19),
        ("第1章第1節1（1）ア", TextKind.BODY, "春の張り替えは、漁の始まる前に終える。", 11, 11),
        ("第1章第1節1（1）ア（ア）", TextKind.BODY, "浜の北では、岩場に沿って線を張る。", 13, 13),
        ("第1章第1節1（1）ア（イ）", TextKind.BODY, "浜の南では、松の木を柱に使う。", 15, 15),
        ("第1章第1節1（1）イ", TextKind.BODY, "秋の張り替えは、嵐のあとに行う。", 17, 17),
        (
            "第1章第1節1（1）イ",
            TextKind.FOOTNOTE,
            "3　https://denshin.example.jp/shiomi/nisshi.html",
            20,
            20,
        ),
        ("第1章第1節2", TextKind.BODY, "山の線は、茶畑の霜を知らせるために引かれた。", 21, 21),
        ("第1章第2節1", TextKind.BODY, "魚の値段は、朝の六時に浜から役場へ送られる。", 25, 25),
        ("第1章第2節コラム「嵐の夜の電信」", TextKind.BODY, "嵐の夜には、一晩に二百通の電報が打たれた。", 27, 27),
        ("第2章第1節1", TextKind.BODY, "打ち手は、町じゅうに20人いる。", 31, 31),
    ]


def test_sentence_over_a_page_break_is_one_chunk_with_its_footnote():
    read = read_paper(Source(DOCUMENT, TEXTS["typeset"]))
    page = TEXTS["typeset"].split("\n")
    [found] = [
        c
        for c in chunk_paper(read, max_tokens=200, count_tokens=len)
        if c.kind is TextKind.BODY and c.section.label == "第Ⅰ部第1章第1節1（1）"
    ]
    before, after = page[35] + page[36], page[42].strip()

    assert found.text == f"{before}{after}{page[38]}{page[40]}"
    assert found.figures == ("図表Ⅰ-1-1-1",)
    assert (found.first_line, found.last_line) == (36, 43)
    # At the page break, and where the footnote begins.
    assert found.seams == (len(before), len(before + after))


# Properties, on cuts of the hand-written papers and on blocks of any sentences.

CUTS = st.sampled_from(sorted(TEXTS)).flatmap(
    lambda name: st.tuples(st.integers(0, len(TEXTS[name])), st.integers(0, len(TEXTS[name]))).map(
        lambda ends: TEXTS[name][min(ends) : max(ends)]
    )
)


@settings(deadline=None, max_examples=60)
@given(CUTS)
def test_every_run_between_seams_is_found_in_the_source(text: str):
    for found in chunk_paper(read_paper(Source(DOCUMENT, text)), max_tokens=60, count_tokens=len):
        edges = [0, *found.seams, len(found.text)]
        for start, end in zip(edges, edges[1:], strict=False):
            assert bare(found.text[start:end]) in bare(text)


@settings(deadline=None, max_examples=60)
@given(CUTS)
def test_chunks_lie_in_the_file_in_order_with_seams_inside(text: str):
    last = text.count("\n") + 1
    chunks = chunk_paper(read_paper(Source(DOCUMENT, text)), max_tokens=60, count_tokens=len)

    assert [c.first_line for c in chunks] == sorted(c.first_line for c in chunks)
    for found in chunks:
        assert 1 <= found.first_line <= found.last_line <= last
        assert found.text.strip()
        assert list(found.seams) == sorted(set(found.seams))
        assert all(0 < seam < len(found.text) for seam in found.seams)


@settings(deadline=None, max_examples=80)
@given(
    st.lists(
        st.sampled_from(["局は浜にある。", "線は", "海を渡り、二里延びた。", "夜も灯る。"]), min_size=1, max_size=30
    )
)
def test_body_is_kept_whole_in_order_and_within_the_limit(texts: list[str]):
    block = body(0, 1, *texts)
    chunks = chunk(paper(block))

    assert "".join(c.text for c in chunks) == "".join(texts)
    longest = max(len(sentence.text) for sentence in sentences(block.lines))
    assert all(len(c.text) <= max(40, longest) for c in chunks)


def test_years_of_one_row_stay_together() -> None:
    lines, blank = [], 0
    for number, line in enumerate(GRID.split("\n"), 10):
        if line.strip():
            lines.append(Line(number, line, blank=blank))
        blank = 0 if line.strip() else blank + 1
    chunks = chunk(paper(body(0, 1, TEXT), Block(0, TextKind.FIGURE, tuple(lines))), max_tokens=60)
    rows = [{cell.row for cell in one.cells} for one in chunks if one.cells]
    assert len(rows) > 1
    assert sum(map(len, rows)) == len(set().union(*rows)) == 12


def test_paragraph_that_begins_with_and_goes_on_with_the_last_one() -> None:
    (one,) = chunk(paper(body(0, 1, "浜の局（2つ）"), body(0, 3, "及び岬の局（3つ）は、北にある。")), max_tokens=60)
    assert one.text == "浜の局（2つ）及び岬の局（3つ）は、北にある。"
