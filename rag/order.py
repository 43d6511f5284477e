"""The passages in the order of what they say: one whose best statement answers comes before one that only matches."""

from collections.abc import Sequence
from dataclasses import replace

from index.figures import figures_named
from index.passages import Passage
from index.query import Query, read_query
from ingest.calendar import names_year
from rag.asked import Asked, Idf, plain, read_asked
from rag.ranking import Ranking, rank

# An edition tells of the years before it without naming them, and hardly of those long before it.
_SOON = 2
# As many passages are read at first.
_READ = 6
# What a passage's best statement counts beside the passage's own score; tuned on the dev split.
_STATEMENT = 0.6


def read(question: str, passages: Sequence[Passage], idf: Idf) -> Ranking:
    """The statements of the passages that an answer may come from, ranked: of more where none seems to answer."""
    asked = read_asked(read_query(question), idf)
    first, *further = to_read(asked, passages)
    found = rank(asked, first)
    return rank(asked, further[0]) if further and not found.seems_to_answer else found


def to_read(asked: Asked, passages: Sequence[Passage]) -> list[Sequence[Passage]]:
    """The passages that an answer may come from: the first ones, and, should none of them seem to answer, all.

    Those of a figure that the question names, if it was found. At once all where they were found for several things;
    of the newest edition if no year is asked for.
    """
    searches, named = {passage.query for passage in passages}, asked.query.figures
    if len(searches) > 1:
        wanted = (_of_its_time(query, passages, within=None) for query in (asked.query, *searches))
        told = {passage.chunk.id for some in wanted for passage in some}
        return [[passage for passage in passages if passage.chunk.id in told]]
    if of_figures := [p for p in passages if named and named & figures_named(" ".join(p.chunk.figures))]:
        return [_of_its_time(asked.query, of_figures, within=None)]
    first, further = (_of_its_time(asked.query, some, within=_SOON) for some in (passages[:_READ], passages))
    return [first, further] if len(further) > len(first) else [first]


def _of_its_time(query: Query, passages: Sequence[Passage], within: int | None) -> Sequence[Passage]:
    """The passages of the newest edition; if years are asked for and no edition, those that can tell of them.

    `within`: how long after a year an edition tells of it without naming it, if another does.
    """
    if query.edition_years:
        return passages
    if query.years:
        return _telling(query.years, passages, within) or _telling(query.years, passages) or passages
    newest = max((passage.chunk.section.document.year or 0 for passage in passages), default=0)
    return [passage for passage in passages if (passage.chunk.section.document.year or 0) == newest]


def _telling(years: Sequence[int], passages: Sequence[Passage], within: int | None = None) -> list[Passage]:
    """The passages that name one of the years, or whose edition came out after one, so many years at most."""
    return [passage for passage in passages if _tells_of(years, passage, within)]


def _tells_of(years: Sequence[int], passage: Passage, within: int | None) -> bool:
    written = passage.chunk.section.document.year
    if within is None and written is None:
        return True
    if written and any(written - year >= 0 and (within is None or written - year <= within) for year in years):
        return True
    text = plain(f"{passage.chunk.text} {passage.chunk.columns}")
    return any(names_year(text, year, written) for year in years)


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
    told = [passage for passage in passages if passage.chunk.id in best]
    others = [passage for passage in passages if passage not in told]
    ordered = sorted(told, key=lambda passage: -(passage.score + _STATEMENT * best[passage.chunk.id]))
    return tuple(replace(passage, rank=place) for place, passage in enumerate([*ordered, *others], 1))
