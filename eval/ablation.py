"""`python -m eval.ablation`: what each part of the retrieval is worth, by leaving it out.

Without a part the reranker learns again from the train questions, and dev and test are measured: a part that
makes no difference there does not pay.
"""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from unittest.mock import patch

import numpy as np

from eval.measures import retrieval_scores
from eval.questions import MEASURED, Question, Split, read_questions
from eval.statistics import Estimate, estimate
from eval.tune import learn, passage_examples
from index import concepts, features, query, search
from index.folder import OpenIndex
from index.query import Query
from ingest.documents import Document
from rag.answers import passage_record
from rag.conversation import in_context

_MEASURES = ("recall@1", "recall@5", "recall@10", "hit@1")


@dataclass(frozen=True)
class Without:
    """A part, and what to put in its place: (module, name, replacement)."""

    part: str
    replaced: tuple[tuple[object, str, object], ...]
    learns: bool = True


def _no_signal(*names: str) -> tuple[tuple[object, str, object], ...]:
    """A signal neither finds candidates nor is a feature."""
    weights = {name: 0.0 if name in names else weight for name, weight in search.WEIGHTS.items()}
    kept = {name: feature for name, feature in features._FEATURES.items() if name not in names}
    silent = {name: lambda candidates: np.zeros(len(candidates.places)) for name in names}
    return ((search, "WEIGHTS", weights), (features, "_FEATURES", {**kept, **silent} if names else kept))


def _no_features(*names: str) -> tuple[tuple[object, str, object], ...]:
    zero = {name: lambda candidates: np.zeros(len(candidates.places)) for name in names}
    return ((features, "_FEATURES", features._FEATURES | zero),)


def _in_order_found(candidates: features.Candidates) -> np.ndarray:
    """The candidates as all signals together have them."""
    return search.candidate_scores(candidates.probe)[candidates.places]


def _evenly(asked: Query, documents: Sequence[Document]) -> list[float]:
    return [1.0] * len(documents)


PARTS = (
    Without("nothing", ()),
    Without("synonym groups", _no_signal("groups")),
    Without("sounds (typing errors)", (*_no_signal("sounds"), (concepts, "homophones", lambda text: []))),
    Without("homophones", ((concepts, "homophones", lambda text: []),)),
    Without("everyday words", ((concepts, "_everyday", lambda spoken: {}),)),
    Without("English words", ((concepts, "bridged", lambda text: []), (features, "bridged", lambda text: []))),
    Without("embedder", _no_signal("dense")),
    Without("statements read beforehand", _no_signal("near", "cosine", "kept", "behind", "kept_behind")),
    Without("sections and titles", _no_signal("sections", "titles")),
    Without("statements", _no_features("best_statement", "best_pair", "best_offer")),
    Without("two questions in one", ((query, "parts", lambda text: [text]),)),
    Without(
        "edition logic", ((features, "document_weights", _evenly), (query, "by_editions", lambda asked, _: [asked]))
    ),
    Without("reranker", ((search, "rerank", _in_order_found),), learns=False),
)


@contextmanager
def _left_out(without: Without) -> Iterator[None]:
    with ExitStack() as stack:
        for module, name, replacement in without.replaced:
            stack.enter_context(patch.object(module, name, replacement))
        yield


def measure(
    index: OpenIndex, without: Without, questions: dict[Split, list[Question]]
) -> dict[Split, dict[str, Estimate]]:
    """The splits that measure, without a part; the reranker is taught again from the train split."""
    with _left_out(without), ExitStack() as stack:
        if without.learns:
            weights = learn(list(passage_examples(questions[Split.TRAIN], index))).astype(np.float32)
            stack.enter_context(
                patch.object(search, "rerank", lambda candidates: features.features(candidates) @ weights)
            )
        retriever = search.FusedRetriever(index)
        return {split: _measured(retriever, questions[split]) for split in MEASURED}


def _measured(retriever: search.FusedRetriever, questions: Sequence[Question]) -> dict[str, Estimate]:
    scores = []
    for question in questions:
        passages = retriever.search(in_context(question.question, question.history), 10)
        scores.append(retrieval_scores(question, [passage_record(passage) for passage in passages]))
    found = {name: estimate([score[name] for score in scores]) for name in _MEASURES}
    return {name: value for name, value in found.items() if value}


def main() -> None:
    from rag.pipeline import open_index
    from rag.settings import load_settings

    index = open_index(load_settings())
    questions = {split: [q for q in read_questions(split=split) if q.answerable] for split in Split}
    columns = [f"{split} {name}" for split in MEASURED for name in _MEASURES]
    print(f"{'without':24}" + "".join(f"{column:>15}" for column in columns))
    for without in PARTS:
        measured = measure(index, without, questions)
        values = [measured[split][name].value for split in MEASURED for name in _MEASURES]
        print(f"{without.part:24}" + "".join(f"{value:15.3f}" for value in values), flush=True)


if __name__ == "__main__":
    main()
