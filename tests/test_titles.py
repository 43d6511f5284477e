"""Titles: each section has its own words and those of the sections that it stands in."""

from index.titles import title_words
from ingest.documents import Document, DocumentKind
from ingest.sections import Section

TOWN, HILL = (Document(id, "白書", None, None, DocumentKind.TEXT) for id in ("town", "hill"))


def section(title: str, level: int, document: Document = TOWN) -> Section:
    return Section(document, title, title, level, None, 1, 9)


def test_section_has_the_words_of_its_title_and_of_those_above_it() -> None:
    sections = [
        section("通信", 1),
        section("電話", 2),
        section("郵便局", 3),
        section("電波", 2),
        section("放送", 1),
        section("灯台", 3),
    ]
    assert title_words(sections) == [
        ["通信"],
        ["通信", "電話"],
        ["通信", "電話", "郵便局", "郵便", "局"],
        ["通信", "電波"],
        ["放送"],
        ["放送", "灯台"],
    ]


def test_title_of_one_document_is_not_above_another() -> None:
    assert title_words([section("通信", 1), section("電話", 2, HILL)]) == [["通信"], ["電話"]]


def test_title_without_words_leaves_those_above() -> None:
    assert title_words([section("通信", 1), section("（1）", 2), section("―", 3)])[2] == ["通信", "1"]


def test_no_sections_have_no_titles() -> None:
    assert title_words([]) == []
