"""From a question to the draft of its answer, in parts as they are ready.

Without a language model these are plain calls: LangChain, which `rag/chain.py` builds on, takes longer to load than an
answer takes.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Protocol, TypedDict

from index.search import Retriever
from rag.asked import Idf
from rag.extractive import extract
from rag.order import by_statements, read


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
        found = tuple(self._retriever.search(put["search"], self._k))
        ranking = read(put["search"], found, self._idf)
        passages = by_statements(ranking, found)
        yield {"passages": passages}
        yield {"draft": extract(ranking, passages, self._idf)}
