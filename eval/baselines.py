"""What a user would otherwise pick, over the same documents and questions: stock splitting, one plain index each."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from eval.measures import retrieval_scores
from eval.questions import Question
from eval.run import Outcome
from eval.statistics import Estimate, estimate
from index.embedder import Embedder
from index.fusion import top
from index.words import words
from ingest.progress import Progress, silent
from ingest.sources import Source

_CHARACTERS, _OVERLAP = 1_000, 200
_K = 10
MEASURES = ("recall@1", "recall@5", "recall@10", "hit@1", "mrr", "ndcg@10")

# The scores of all chunks for a question.
_Scores = Callable[[str], np.ndarray]


@dataclass(frozen=True)
class Row:
    """A system's retrieval over the same questions."""

    system: str
    measures: dict[str, Estimate]


@dataclass(frozen=True)
class _Chunk:
    doc: str
    text: str


def baseline_rows(
    sources: Sequence[Source], questions: Sequence[Question], embedder: Embedder, *, progress: Progress = silent
) -> Iterator[Row]:
    """The retrieval of each baseline. Sections are unknown to them, so that only evidence is measured."""
    asked = [question for question in questions if question.answerable]
    chunks = list(_split(sources))
    for name, build in _BASELINES.items():
        scores = build([chunk.text for chunk in chunks], embedder)
        yield _row(name, [_measure(q, chunks, scores) for q in progress(name, asked, len(asked))])


def build_baseline(system: str, sources: Sequence[Source], embedder: Embedder) -> Callable[[str], np.ndarray]:
    """One baseline alone, ready to score every chunk for a question."""
    return _BASELINES[system]([chunk.text for chunk in _split(sources)], embedder)


def own_row(run: Iterable[Outcome]) -> Row:
    """Our own retrieval, from a run over the same questions."""
    return _row("hakusho", [outcome.scores for outcome in run if outcome.question.answerable])


def _row(name: str, scores: Sequence[dict[str, float]]) -> Row:
    found = {measure: estimate([score[measure] for score in scores]) for measure in MEASURES}
    return Row(name, {measure: value for measure, value in found.items() if value})


def _split(sources: Iterable[Source]) -> Iterator[_Chunk]:
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(chunk_size=_CHARACTERS, chunk_overlap=_OVERLAP)
    for source in sources:
        for text in splitter.split_text(source.text):
            yield _Chunk(source.document.id, text)


def _measure(question: Question, chunks: Sequence[_Chunk], scores: _Scores) -> dict[str, float]:
    # A baseline knows no follow-ups; what was asked before is put in front, as stock chains do.
    best = top(scores(" ".join([*question.history, question.question])), _K)
    passages = [{"doc": chunks[place].doc, "label": "", "text": chunks[place].text} for place in best]
    return retrieval_scores(question, passages)


def _bm25(texts: Sequence[str], cut: Callable[[str], list[str]]) -> _Scores:
    from bm25s import BM25

    index = BM25()
    index.index([cut(text) for text in texts], show_progress=False)

    def scores(question: str) -> np.ndarray:
        known = [word for word in cut(question) if word in index.vocab_dict]
        return index.get_scores(known) if known else np.zeros(len(texts), np.float32)

    return scores


def _bigrams(text: str) -> list[str]:
    bare = "".join(text.split())
    return [bare[place : place + 2] for place in range(len(bare) - 1)]


def _dense(texts: Sequence[str], embedder: Embedder) -> _Scores:
    import faiss

    index = faiss.IndexFlatIP(embedder.dimension)
    index.add(embedder.embed_passages(texts))

    def scores(question: str) -> np.ndarray:
        found, places = index.search(embedder.embed_query(question)[None, :], len(texts))
        by_place = np.zeros(len(texts), np.float32)
        by_place[places[0]] = found[0]
        return by_place

    return scores


_BASELINES: dict[str, Callable[[Sequence[str], Embedder], _Scores]] = {
    "BM25, Sudachi": lambda texts, _: _bm25(texts, words),
    "BM25, character bigrams": lambda texts, _: _bm25(texts, _bigrams),
    "FAISS, bundled embedder": _dense,
}
SYSTEMS = tuple(_BASELINES)
