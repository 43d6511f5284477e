"""The passages in the order of what they say: one whose best statement answers comes before one that only matches."""

from collections.abc import Sequence
from dataclasses import replace

from index.passages import Passage
from index.query import read_query
from ingest.calendar import names_year
from rag.asked import Asked, Idf, plain, read_asked
from rag.evidence import Ranking, rank

# As many passages are read; what comes after them stays behind.
READ = 6
# What a passage's best statement counts beside the passage's own score; tuned on the dev split.
_STATEMENT = 0.6


def read(question: str, passages: Sequence[Passage], idf: Idf) -> Ranking:
    """The statements of the passages that an answer may come from, ranked.

    All passages where they were found for several things, else the first; of the newest edition if no year is asked
    for.
    """
    asked = read_asked(read_query(question), idf)
    several = len({passage.query for passage in passages}) > 1
    return rank(asked, _of_its_time(asked, passages if several else passages[:READ]))


def _of_its_time(asked: Asked, passages: Sequence[Passage]) -> Sequence[Passage]:
    """The passages of the newest edition; if years are asked for and no edition, those that can tell of them."""
    query = asked.query
    if query.edition_years:
        return passages
    if query.years:
        return [passage for passage in passages if _tells_of(query.years, passage)] or passages
    newest = max((passage.chunk.section.document.year or 0 for passage in passages), default=0)
    return [passage for passage in passages if (passage.chunk.section.document.year or 0) == newest]


def _tells_of(years: Sequence[int], passage: Passage) -> bool:
    """Whether a passage can tell of one of the years: of those after its edition only by naming them."""
    written = passage.chunk.section.document.year
    if written is None or written >= min(years):
        return True
    text = plain(passage.chunk.text)
    return any(names_year(text, year) for year in years)


def by_statements(ranking: Ranking, passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """The passages with new ranks; those that were not read come after those that were.

    Those of several searches keep their turns, as each stands for its own part; so does another ranker's order,
    in which the scores do not fall.
    """
    scores = [passage.score for passage in passages]
    if len({passage.query for passage in passages}) > 1 or scores != sorted(scores, reverse=True):
        return tuple(passages)
    best: dict[str, float] = {}
    for statement, score in ranking.best:
        best.setdefault(statement.passage.chunk.id, score)
    told = [passage for passage in passages[:READ] if passage.chunk.id in best]
    others = [passage for passage in passages if passage not in told]
    ordered = sorted(told, key=lambda passage: -(passage.score + _STATEMENT * best[passage.chunk.id]))
    return tuple(replace(passage, rank=place) for place, passage in enumerate([*ordered, *others], 1))
