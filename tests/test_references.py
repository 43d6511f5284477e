"""Cross-references: which section a text names, and whether the paper has it under that title."""

from pathlib import Path

import pytest

from ingest.documents import Document, DocumentKind
from ingest.reading import read_paper
from ingest.references import Reference, references_in, resolve
from ingest.sources import Source

TITLES = {
    "第Ⅰ部第1章第1節": "局と線の移り変わり",
    "第Ⅰ部第1章第1節1（2）": "山側の局",
    "第Ⅱ部第1章第1節": "電信局の動き",
    "第Ⅱ部第1章第2節": "電報の数",
    "第Ⅱ部第4章第3節2": "IP「電話」の普及",
}


def said(text: str, within: str = "") -> list[tuple[str, str | None]]:
    return [(reference.label, reference.title) for reference in references_in(text, within=within)]


@pytest.mark.parametrize(
    ("text", "label", "title"),
    [
        ("第Ⅰ部第1章第1節1（2）「山側の局」を参照。", "第Ⅰ部第1章第1節1（2）", "山側の局"),
        ("第2部第5章第8節6（2）イ（ア）「英国」", "第2部第5章第8節6（2）イ（ア）", "英国"),
        ("第１章第１０節１「浜の線」", "第1章第10節1", "浜の線"),
        ("第1節1(1)「浜辺」", "第1節1（1）", "浜辺"),
        ("第 1 章 第 2\n節 3 「浜の\n線」", "第1章第2節3", "浜の線"),
        ("第3節2ア「浜辺」", "第3節2ア", "浜辺"),
        ("第3節2アジアの線", "第3節2", None),
        ("第3節で見たように", "第3節", None),
        ("第Ⅰ部第1章第1節2、", "第Ⅰ部第1章第1節2", None),
    ],
)
def test_section_is_named_by_its_number_and_perhaps_its_title(text: str, label: str, title: str | None) -> None:
    assert said(text) == [(label, title)]


@pytest.mark.parametrize("text", ["", "第1章では", "前節を参照", "二節の歌", "図表1-2-3", "第Ⅰ部", "節「浜」"])
def test_other_text_names_no_section(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    ("within", "text", "label"),
    [
        ("第Ⅱ部第1章第3節4", "第2節1（1）", "第Ⅱ部第1章第2節1（1）"),
        ("第Ⅱ部第1章第3節4", "第2章第2節", "第Ⅱ部第2章第2節"),
        ("第Ⅱ部第1章第3節4", "第Ⅰ部第2章第2節", "第Ⅰ部第2章第2節"),
        ("第1章第3節", "第2節", "第1章第2節"),
        ("第Ⅱ部", "第2節", "第Ⅱ部第2節"),
        ("付注1 ア", "第2節", "第2節"),
    ],
)
def test_what_a_reference_leaves_out_is_that_of_the_section_it_stands_in(within: str, text: str, label: str) -> None:
    assert said(text, within) == [(label, None)]


def test_references_come_in_the_order_of_the_text() -> None:
    assert said("第2節「浜の線」、第1節及び第2章第3節1「打ち手」を参照", "第1章第4節") == [
        ("第1章第2節", "浜の線"),
        ("第1章第1節", None),
        ("第2章第3節1", "打ち手"),
    ]


@pytest.mark.parametrize(
    ("reference", "label"),
    [
        (Reference("第Ⅰ部第1章第1節1（2）", "山側の局"), "第Ⅰ部第1章第1節1（2）"),
        (Reference("第Ⅰ部第1章第1節1（2）", None), "第Ⅰ部第1章第1節1（2）"),
        (Reference("第Ⅱ部第4章第3節2", "ＩＰ「電話」の 普及"), "第Ⅱ部第4章第3節2"),
        (Reference("第Ⅰ部第1章第1節1（2）", "海側の局"), None),
        (Reference("第Ⅰ部第1章第1節1（3）", None), None),
        # Chapter 4 is in part Ⅱ alone, so part Ⅰ or none may be said.
        (Reference("第4章第3節2", None), "第Ⅱ部第4章第3節2"),
        (Reference("第Ⅰ部第4章第3節2", "IP「電話」の普及"), "第Ⅱ部第4章第3節2"),
        (Reference("第Ⅰ部第1章第2節", None), "第Ⅱ部第1章第2節"),
        # 第1章第1節 is in both parts.
        (Reference("第1章第1節", None), None),
        # Without a chapter it could be anywhere.
        (Reference("第3節2", None), None),
        (Reference("第Ⅱ部第3節2", None), None),
    ],
)
def test_reference_leads_to_the_section_of_its_number_and_title(reference: Reference, label: str | None) -> None:
    assert resolve(reference, TITLES) == label


def test_sections_of_a_paper_hold_what_their_text_points_to_each_once() -> None:
    text = (
        "第1章　線の町\n第1節　線\n1　浜の線\n第2節「電報」と第2節を参照。第9節「海底線」も参照。\n第1節に戻る。\n"
        "第2節　電報\n電報は、第1節1「浜の線」と第1節1「山の線」で見た。\n1　魚の値段\n第1節1「山の線」を参照。\n"
    )
    paper = read_paper(Source(Document("town", "町の白書", None, None, DocumentKind.TEXT), text))

    assert {section.label: section.references for section in paper.sections} == {
        "第1章": (),
        "第1章第1節": (),
        "第1章第1節1": ("第1章第2節", "第1章第1節"),
        "第1章第2節": ("第1章第1節1",),
        "第1章第2節1": (),
    }


def test_reference_broken_over_lines_of_one_paragraph_is_found() -> None:
    text = (Path(__file__).parent / "paper-typeset.txt").read_text("utf-8")
    broken = text.replace("第Ⅰ部第1章第1節1（2）「山側の局」", "第Ⅰ部第1章第1\n節1（2）「山側\nの局」")
    for said_so in (text, broken):
        paper = read_paper(Source(Document("town", "町の白書", "令和7年版", 2025, DocumentKind.WHITE_PAPER), said_so))
        assert {s.label: s.references for s in paper.sections if s.references} == {
            "第Ⅰ部第2章第2節1": ("第Ⅰ部第1章第1節1（2）",)
        }


def test_title_with_a_quote_inside_is_read_whole() -> None:
    assert list(references_in("第3節「IP「電話」の普及」参照")) == [Reference("第3節", "IP「電話」の普及")]
