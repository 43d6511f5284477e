"""Our search as a LangChain retriever, so that it fits any chain."""

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from index.passages import Passage
from index.search import Retriever


class PassageRetriever(BaseRetriever):
    """Finds the `k` best passages; each LangChain document holds its passage in `metadata["passage"]`."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    search: Retriever
    k: int = 10

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        return [_document(passage) for passage in self.search.search(query, self.k)]


def _document(passage: Passage) -> Document:
    section = passage.chunk.section
    metadata = {"passage": passage, "doc": section.document.id, "label": section.label, "title": section.title}
    return Document(id=passage.chunk.id, page_content=passage.chunk.text, metadata=metadata)


def passages_of(documents: list[Document]) -> tuple[Passage, ...]:
    """The passages that a PassageRetriever's documents hold, in their order."""
    return tuple(document.metadata["passage"] for document in documents)
