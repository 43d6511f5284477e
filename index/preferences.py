"""Which documents a question is about: an edition or another paper that it names, or else the newest edition.

White papers report on the year before them: a question about 2012 is answered by 平成25年版 (2013).
"""

import re
from collections.abc import Sequence

from index.query import RECENT, Query
from ingest.documents import Document, DocumentKind

# How much the score of a passage from a document that was not asked for counts.
_OTHER = 0.6
# An excerpt that was extracted apart says the same as its volume, with less of the section tree around it.
_EXCERPT = 0.95
# How people speak of what stands in papers that are no white papers: パンフレットでは, 説明資料に載っている.
_STANDS_IN = (
    r"(?:で(?:は|の)?(?=、|[^、。]{0,30}[?？。]|$)|に(?:は|よる|よれ|載|のっ|書|ある|あり)|の(?:中|写真|図)|から|[)）])"
)
_IN_THE = r"\b(?:in|from|to|by) the (?:[\w']+ ){0,4}"
_SPOKEN_OF = {
    kind: re.compile(rf"(?:{called}){_STANDS_IN}|{_IN_THE}(?:{in_english})\b|\b(?:{in_english})(?=,)", re.IGNORECASE)
    for kind, called, in_english in (
        (DocumentKind.PAMPHLET, "パンフ(?:レット)?|リーフレット|組織案内", "pamphlet|leaflet|brochure"),
        (DocumentKind.SLIDES, "スライド|説明資料", "slides"),
    )
}
_WHITE_PAPER = re.compile("白書|white paper", re.IGNORECASE)


def document_weights(query: Query, documents: Sequence[Document]) -> list[float]:
    """For each document, what its scores are multiplied by: 0 keeps it out.

    A named edition excludes the others. Else the newest edition is preferred, or a pamphlet or slides where the
    question speaks of these, and for a year that is long past, the editions that reported on it. Of a volume and an
    excerpt of it the volume goes first.
    """
    years = [document.year or 0 for document in documents]
    named = [_is_named(document, query.in_full) for document in documents]
    if query.edition_years and set(query.edition_years) & set(years):
        weights = [1.0 if year in query.edition_years else 0.0 for year in years]
    elif any(named):
        weights = [1.0 if of_it else _OTHER for of_it in named]
    else:
        newest, reporting = max(years, default=0), _reporting_years(query.years, years)
        weights = [_preference(document, newest, reporting) for document in documents]
    return [weight * (_EXCERPT if document.part else 1.0) for weight, document in zip(weights, documents, strict=True)]


def _is_named(document: Document, question: str) -> bool:
    spoken_of = _SPOKEN_OF.get(document.kind)
    return bool(spoken_of and spoken_of.search(question) and not _WHITE_PAPER.search(question))


def _reporting_years(years: Sequence[int], editions: Sequence[int]) -> set[int]:
    """The editions that report on years which the newest edition need not reach back to: the next one after each."""
    newest = max(editions, default=0)
    old = [year for year in years if year < newest - RECENT]
    if not old or len(old) != len(years):
        return set()
    return {min(edition for edition in editions if edition > year) for year in old}


def _preference(document: Document, newest: int, reporting: set[int]) -> float:
    if document.year == newest and document.edition:
        return 1.0
    return 1.0 if document.year in reporting else _OTHER
