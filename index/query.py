"""What a question says of editions and years, so that the right edition is searched first.

White papers report on the year before them: a question about 2012 is answered by 平成25年版 (2013).
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.calendar import era_year, western_year
from ingest.documents import Document

_YEAR = re.compile(
    r"(?:(?P<era>令和|平成|昭和|(?<![A-Za-z])[RH])(?P<count>\d{1,2}|元)|(?<!\d)(?P<west>(?:19|20)\d{2}))(?=年)"
)
_EDITION_AFTER = re.compile(
    r"年(?:版(?:の?(?:情報)?(?:通信)?白書)?|の?(?:情報)?(?:通信)?白書)(?:では|によると|によれば|で|の|は)?、?"
)
# How much the score of a passage from an edition that was not asked for counts.
_OTHER_EDITION = 0.6
# An excerpt that was extracted apart says the same as its volume, with less of the section tree around it.
_EXCERPT = 0.95


@dataclass(frozen=True)
class Query:
    """A question as it is searched: `text` is what it asks, without the words that only name an edition.

    `edition_years`: editions it names; `years`: other years it speaks of.
    """

    text: str
    edition_years: tuple[int, ...] = ()
    years: tuple[int, ...] = ()

    @property
    def searched(self) -> str:
        """The text with each year in both calendars: papers up to 平成27年版 count in 平成."""
        both = [form for year in self.years for form in (f"{year}年", era_year(year)) if form not in self.text]
        return " ".join([self.text, *both])


def read_query(text: str) -> Query:
    """Read a question. 令和7年 and 2025年, full-width or half-width, are the same year."""
    text = unicodedata.normalize("NFKC", text)
    editions, years, topic = [], [], text
    for found in _YEAR.finditer(text):
        year = _year(found)
        if named := _EDITION_AFTER.match(text, found.end()):
            editions.append(year)
            topic = topic.replace(text[found.start() : named.end()], " ")
        else:
            years.append(year)
    topic = topic if any(character.isalnum() for character in topic) else text
    return Query(topic.strip(), tuple(dict.fromkeys(editions)), tuple(dict.fromkeys(years)))


def _year(found: re.Match[str]) -> int:
    if found["west"]:
        return int(found["west"])
    return western_year(found["era"], found["count"])


def document_weights(query: Query, documents: Sequence[Document]) -> list[float]:
    """For each document, what its scores are multiplied by: 0 keeps it out.

    A named edition excludes the others. Else the newest edition is preferred, and for a year that is
    long past, the editions that reported on it. Of a volume and an excerpt of it the volume goes first.
    """
    years = [document.year or 0 for document in documents]
    newest = max(years, default=0)
    if query.edition_years and set(query.edition_years) & set(years):
        weights = [1.0 if year in query.edition_years else 0.0 for year in years]
    else:
        reporting = _reporting_years(query.years, newest)
        weights = [_preference(document, newest, reporting) for document in documents]
    return [weight * (_EXCERPT if document.part else 1.0) for weight, document in zip(weights, documents, strict=True)]


def _reporting_years(years: Sequence[int], newest: int) -> set[int]:
    """Editions that report on years which the newest edition need not reach back to."""
    old = [year for year in years if year < newest - 2]
    return {year + 1 for year in old} if old and len(old) == len(years) else set()


def _preference(document: Document, newest: int, reporting: set[int]) -> float:
    if document.year == newest and document.edition:
        return 1.0
    return 1.0 if document.year in reporting else _OTHER_EDITION
