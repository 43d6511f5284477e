"""A CrossEncoder by name, for those who have one: it reads question and passage together, and ranks anew."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from index.embedder import EmbedderError, first_line
from index.passages import Passage
from index.query import read_query
from index.search import Retriever

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

# Passages that the model reads for each question, or as many as are asked for.
_DEPTH = 30


class CrossEncoderRetriever:
    """Another retriever's passages, in a CrossEncoder's order. The model is never downloaded.

    Raises EmbedderError, with the reason in one sentence, for a model that cannot be loaded.
    """

    def __init__(self, retriever: Retriever, name: str) -> None:
        self._retriever = retriever
        self._model = _load(name)

    def search(self, question: str, k: int) -> list[Passage]:
        passages = self._retriever.search(question, max(k, _DEPTH))
        ordered = sorted(zip(self._scores(question, passages), passages, strict=True), key=lambda pair: -pair[0])
        return [replace(passage, rank=rank) for rank, (_, passage) in enumerate(ordered[:k], 1)]

    def _scores(self, question: str, passages: Sequence[Passage]) -> list[float]:
        query = read_query(question)
        asked = f"{query.context} {query.text}".strip()
        pairs = [(asked, passage.chunk.text) for passage in passages]
        return [float(score) for score in self._model.predict(pairs, show_progress_bar=False)] if pairs else []


def _load(name: str) -> "CrossEncoder":
    from sentence_transformers import CrossEncoder

    try:
        return CrossEncoder(name, device="cpu", local_files_only=True)
    except Exception as error:  # whatever it raises, the reason for the user is one: no usable model of that name
        raise EmbedderError(
            f"並べ替えのモデル {name!r} を読み込めません（{first_line(error)}）。"
            "フォルダーか、すでに手元にあるモデルの名前を指定してください。"
        ) from error
