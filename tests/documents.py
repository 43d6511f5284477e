"""Documents and the years that a question names, made by hand, for the tests of what is searched."""

from index.query import Mention
from ingest.documents import Document, DocumentKind


def paper(year: int | None, edition: str | None) -> Document:
    kind = DocumentKind.WHITE_PAPER if edition else DocumentKind.TEXT
    return Document(edition or "leaflet", edition or "ちらし", edition, year, kind)


def edition(year: int, words: str) -> Mention:
    return Mention(year, words, edition=True)


def other(year: int, words: str) -> Mention:
    return Mention(year, words, edition=False)


PAPERS = [
    paper(2025, "令和7年版"),
    paper(2018, "平成30年版"),
    paper(2013, "平成25年版"),
    paper(2025, None),
    paper(None, None),
]
