"""From a question to the draft of its answer, in parts as they are ready.

Without a language model these are plain calls: LangChain, which `rag/chain.py` builds on, takes longer to load than an
answer takes.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Protocol, TypedDict

from index.passages import Passage
from index.search import Retriever
from rag.asked import Idf
from rag.conversation import in_talk
from rag.doubt import doubt
from rag.extractive import extract
from rag.order import by_statements, read
from rag.ranking import Ranking
from rag.refusal import says_not_found

# What is read once more in its talk must be less doubtful: of 200 questions without an answer, each after two that have
# nothing to do with it, .5 lets 10 more be answered, .35 7, .2 3. What was found at once gives way to what is so many
# times less doubtful: of 32 follow-ups that say enough one more is right, of 250 questions in another talk one more.
_AGAIN_DOUBT, _LESS_DOUBTFUL = 0.35, 3


class Put(TypedDict):
    """A question as put and as searched, and what was asked before."""

    question: str
    search: str
    history: Sequence[str]


class Answerer(Protocol):
    """Writes drafts."""

    def stream(self, put: Put, /) -> Iterator[dict[str, Any]]:
        """Parts of what is made of a question: `passages`, the last ones count, and `draft`, piece by piece.

        `given`: how many of the passages the writer was given, if not all.
        """
        ...


class ExtractiveAnswerer:
    """Answers in the paper's own sentences, from the `k` best passages; needs no model."""

    def __init__(self, retriever: Retriever, k: int, idf: Idf) -> None:
        self._retriever, self._k, self._idf = retriever, k, idf

    def stream(self, put: Put, /) -> Iterator[dict[str, Any]]:
        """Parts of what is made of a question."""
        ranking, passages = self._read(put["search"])
        yield {"passages": passages}
        draft = extract(ranking, passages, self._idf)
        search = in_talk(put["question"], put["history"])
        if search != put["search"]:
            found = not says_not_found(draft)
            most = doubt(ranking, passages, self._idf) / _LESS_DOUBTFUL if found else _AGAIN_DOUBT
            ranking, passages = self._read(search)
            again = extract(ranking, passages, self._idf, most_doubt=most)
            if not says_not_found(again):
                draft = again
                yield {"passages": passages}
        yield {"draft": draft}

    def _read(self, search: str) -> tuple[Ranking, Sequence[Passage]]:
        """The passages found for a question as it is searched, and their statements, ranked."""
        found = tuple(self._retriever.search(search, self._k))
        ranking = read(search, found, self._idf)
        return ranking, by_statements(ranking, found)
