"""Query: which editions and years a question names, and which documents these prefer."""

import pytest

from index.query import Query, document_weights, era_year, read_query
from ingest.documents import Document, DocumentKind


def paper(year: int | None, edition: str | None) -> Document:
    kind = DocumentKind.WHITE_PAPER if edition else DocumentKind.TEXT
    return Document(edition or "leaflet", edition or "ちらし", edition, year, kind)


# What an edition that was not asked for counts.
OTHER = 0.6
PAPERS = [
    paper(2025, "令和7年版"),
    paper(2018, "平成30年版"),
    paper(2013, "平成25年版"),
    paper(2025, None),
    paper(None, None),
]


@pytest.mark.parametrize(
    ("question", "year"),
    [
        ("令和7年の契約数", 2025),
        ("2025年の契約数", 2025),
        ("２０２５年の契約数", 2025),
        ("令和７年の契約数", 2025),
        ("R7年の契約数", 2025),
        ("Ｒ７年の契約数", 2025),
        ("平成元年の契約数", 1989),
        ("令和元年の契約数", 2019),
        ("H30年の契約数", 2018),
        ("昭和60年の契約数", 1985),
        ("2024年度末の契約数", 2024),
    ],
)
def test_a_year_is_read_in_every_way_of_writing_it(question: str, year: int) -> None:
    assert read_query(question).years == (year,)
    assert read_query(question).edition_years == ()


@pytest.mark.parametrize("question", ["契約数は", "1234567年", "7年の契約数", "2025の契約数", "5Gの契約数"])
def test_other_numbers_are_no_years(question: str) -> None:
    assert read_query(question) == Query(question)


@pytest.mark.parametrize(
    ("question", "query"),
    [
        ("平成30年版では電波はどう使われるか", Query("電波はどう使われるか", (2018,))),
        ("2019年の白書で電波はどう使われるか", Query("電波はどう使われるか", (2019,))),
        ("令和7年版情報通信白書によると、電波はどう使われるか", Query("電波はどう使われるか", (2025,))),
        ("令和元年版の電波の話", Query("電波の話", (2019,))),
        ("令和7年版では2012年の電波はどうか", Query("2012年の電波はどうか", (2025,), (2012,))),
        ("２０２５年版で電波はどうか", Query("電波はどうか", (2025,))),
    ],
)
def test_the_words_that_name_an_edition_are_no_part_of_what_is_searched(question: str, query: Query) -> None:
    assert read_query(question) == query


def test_a_question_that_only_names_an_edition_is_searched_as_it_stands() -> None:
    assert read_query("令和7年版") == Query("令和7年版", (2025,))


def test_every_edition_and_year_counts_once() -> None:
    assert read_query("2012年と2010年と平成24年") == Query("2012年と2010年と平成24年", (), (2012, 2010))


@pytest.mark.parametrize(
    ("year", "said"),
    [
        (2024, "令和6年"),
        (2019, "令和元年"),
        (2018, "平成30年"),
        (1989, "平成元年"),
        (1988, "昭和63年"),
        (1926, "昭和元年"),
    ],
)
def test_year_is_said_in_the_japanese_calendar(year: int, said: str) -> None:
    assert era_year(year) == said
    assert read_query(f"{said}の契約数").years == (year,)


@pytest.mark.parametrize(
    ("question", "searched"),
    [
        ("電波はどう使われるか", "電波はどう使われるか"),
        ("2012年の電波", "2012年の電波 平成24年"),
        ("平成24年の電波", "平成24年の電波 2012年"),
        ("2024年度末の電波", "2024年度末の電波 令和6年"),
        ("H24年の電波", "H24年の電波 2012年 平成24年"),
        ("2012年（平成24年）の電波", "2012年(平成24年)の電波"),
        ("2012年と2019年の電波", "2012年と2019年の電波 平成24年 令和元年"),
        ("令和7年版では2012年の電波はどうか", "2012年の電波はどうか 平成24年"),
        ("令和7年版の電波", "電波"),
    ],
)
def test_years_are_searched_in_both_calendars_and_editions_are_not(question: str, searched: str) -> None:
    assert read_query(question).searched == searched


@pytest.mark.parametrize(
    ("query", "weights"),
    [
        (Query("電波"), [1.0, OTHER, OTHER, OTHER, OTHER]),
        (Query("電波", edition_years=(2018,)), [0.0, 1.0, 0.0, 0.0, 0.0]),
        (Query("電波", edition_years=(2018, 2013)), [0.0, 1.0, 1.0, 0.0, 0.0]),
        (Query("電波", edition_years=(1999,)), [1.0, OTHER, OTHER, OTHER, OTHER]),
        (Query("電波", years=(2012,)), [1.0, OTHER, 1.0, OTHER, OTHER]),
        (Query("電波", years=(2024,)), [1.0, OTHER, OTHER, OTHER, OTHER]),
        (Query("電波", years=(2012, 2024)), [1.0, OTHER, OTHER, OTHER, OTHER]),
    ],
    ids=[
        "undated: the newest edition",
        "a named edition excludes the others",
        "two named editions",
        "an edition that is not here",
        "long past: the edition that reported on it too",
        "recent: the newest edition reports on it",
        "long past and recent: the newest reaches back",
    ],
)
def test_documents_are_preferred_by_what_the_question_names(query: Query, weights: list[float]) -> None:
    assert document_weights(query, PAPERS) == weights


def test_no_documents_have_no_weights() -> None:
    assert document_weights(Query("電波"), []) == []


def test_volume_goes_before_an_excerpt_of_it() -> None:
    volume = Document("r07", "白書", "令和7年版", 2025, DocumentKind.WHITE_PAPER)
    excerpt = Document("r07-2-2-8", "白書", "令和7年版", 2025, DocumentKind.WHITE_PAPER, part="Ⅱ")
    assert document_weights(read_query("電話は？"), [excerpt, volume]) == [0.95, 1.0]
    assert document_weights(read_query("令和7年版では電話は？"), [excerpt, volume]) == [0.95, 1.0]
