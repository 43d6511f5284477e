"""The passages in the order of what they say: one whose best statement answers comes before one that only matches."""

from collections.abc import Sequence
from dataclasses import replace

from index.passages import Passage
from index.query import read_query
from rag.asked import Idf, read_asked
from rag.evidence import ranked

# As many passages are read; what comes after them stays behind.
READ = 6
# What a passage's best statement counts beside the passage's own score; tuned on the dev split.
_STATEMENT = 0.6


def by_statements(question: str, passages: Sequence[Passage], idf: Idf) -> tuple[Passage, ...]:
    """The passages with new ranks.

    Those of several searches keep their turns, as each stands for its own part; so does another ranker's order,
    in which the scores do not fall.
    """
    scores = [passage.score for passage in passages]
    if len({passage.query for passage in passages}) > 1 or scores != sorted(scores, reverse=True):
        return tuple(passages)
    read = passages[:READ]
    best = {passage.rank: float("-inf") for passage in read}
    for statement, score in ranked(read_asked(read_query(question), idf), read):
        best[statement.passage.rank] = max(best[statement.passage.rank], score)
    ordered = sorted(read, key=lambda passage: -(passage.score + _STATEMENT * best[passage.rank]))
    return tuple(replace(p, rank=rank) for rank, p in enumerate([*ordered, *passages[READ:]], 1))
