"""Which documents a question is about."""

from dataclasses import replace

import pytest

from index.preferences import document_weights
from index.query import Mention, Query, read_query
from ingest.documents import Document, DocumentKind
from tests.documents import PAPERS, edition, other, paper

# What a document that was not asked for counts.
OTHER = 0.6


@pytest.mark.parametrize(
    ("mentions", "weights"),
    [
        ([], [1.0, OTHER, OTHER, OTHER, OTHER]),
        ([edition(2018, "")], [0.0, 1.0, 0.0, 0.0, 0.0]),
        ([edition(2018, ""), edition(2013, "")], [0.0, 1.0, 1.0, 0.0, 0.0]),
        ([edition(1999, "")], [1.0, OTHER, OTHER, OTHER, OTHER]),
        ([other(2012, "")], [1.0, OTHER, 1.0, OTHER, OTHER]),
        ([other(2024, "")], [1.0, OTHER, OTHER, OTHER, OTHER]),
        ([other(2012, ""), other(2024, "")], [1.0, OTHER, OTHER, OTHER, OTHER]),
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
def test_documents_are_preferred_by_what_the_question_names(mentions: list[Mention], weights: list[float]) -> None:
    assert document_weights(Query("電波", mentions=tuple(mentions)), PAPERS) == weights


def test_no_documents_have_no_weights() -> None:
    assert document_weights(Query("電波"), []) == []


def test_volume_goes_before_an_excerpt_of_it() -> None:
    volume = Document("r07", "白書", "令和7年版", 2025, DocumentKind.WHITE_PAPER)
    excerpt = replace(volume, id="r07-2-2-8", part="Ⅱ")
    assert document_weights(read_query("電話は？"), [excerpt, volume]) == [0.95, 1.0]
    assert document_weights(read_query("令和7年版では電話は？"), [excerpt, volume]) == [0.95, 1.0]


@pytest.mark.parametrize(
    ("question", "weights"),
    [
        ("町のパンフレットでは、局の人は何人？", [OTHER, 1.0, OTHER]),
        ("組織案内に載っている課", [OTHER, 1.0, OTHER]),
        ("2022年の説明資料では、灯台は何か所？", [OTHER, OTHER, 1.0]),
        ("According to the slides, how many stations are there?", [OTHER, OTHER, 1.0]),
        ("それでは局の数は？\nパンフレットでは、局の人は何人？", [OTHER, 1.0, OTHER]),
        ("令和7年版とパンフレットで違う？", [1.0, 0.0, 0.0]),
        ("白書では、スライドをAIで作る人は何人？", [1.0, OTHER, OTHER]),
        ("観光パンフレットを多くの言葉にした町は？", [1.0, OTHER, OTHER]),
        ("スライド式の電話は何台？", [1.0, OTHER, OTHER]),
        ("この資料では、灯台は何か所？", [1.0, OTHER, OTHER]),
    ],
)
def test_pamphlet_or_slides_are_preferred_where_the_question_speaks_of_them(
    question: str, weights: list[float]
) -> None:
    white = paper(2025, "令和7年版")
    others = [
        replace(paper(year, None), kind=kind)
        for year, kind in ((2023, DocumentKind.PAMPHLET), (2022, DocumentKind.SLIDES))
    ]
    assert document_weights(read_query(question), [white, *others]) == weights
