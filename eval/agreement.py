"""`python -m eval.agreement`: whether two stores find the same passages for the dev questions, and how fast.

Compares FAISS with the store that HAKUSHO_STORE names, over the documents that HAKUSHO_CORPUS names.
"""

import argparse
import time
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import mean, median, quantiles

from eval.questions import Question, Split, read_questions
from index.search import FusedRetriever, Retriever
from ingest.errors import InputError
from rag.conversation import in_context

K = 10


@dataclass(frozen=True)
class Agreement:
    """One question asked of two stores.

    `overlap`: the share of the first one's passages that the second one finds too; `same_rank`: at the same rank.
    """

    question: Question
    overlap: float
    same_rank: float
    milliseconds: tuple[float, float]


def agreement(question: Question, one: Retriever, other: Retriever, *, k: int = K) -> Agreement:
    """Ask both. Two that find nothing agree."""
    asked = in_context(question.question, question.history)
    (first, first_took), (second, second_took) = (_timed(retriever, asked, k) for retriever in (one, other))
    return Agreement(question, overlap(first, second), same_rank(first, second), (first_took, second_took))


def overlap(first: Sequence[str], second: Sequence[str]) -> float:
    """The share of all that the longer list holds that both hold."""
    longer = max(len(first), len(second))
    return len(set(first) & set(second)) / longer if longer else 1.0


def same_rank(first: Sequence[str], second: Sequence[str]) -> float:
    """The share of ranks at which both lists hold the same."""
    longer = max(len(first), len(second))
    return sum(a == b for a, b in zip(first, second, strict=False)) / longer if longer else 1.0


def _timed(retriever: Retriever, asked: str, k: int) -> tuple[list[str], float]:
    """The ids of the passages, and the milliseconds that it took."""
    started = time.perf_counter()
    found = retriever.search(asked, k)
    return [passage.chunk.id for passage in found], 1000 * (time.perf_counter() - started)


def report(found: Sequence[Agreement]) -> list[str]:
    """The figures as lines."""
    lines = [
        f"questions       {len(found)}",
        f"overlap @{K}     {mean(a.overlap for a in found):.4f}  (goal 0.99)",
        f"same rank @{K}   {mean(a.same_rank for a in found):.4f}",
        f"identical       {mean(a.same_rank == 1 for a in found):.4f}",
    ]
    for number, store in enumerate(("faiss", "other store")):
        times = [a.milliseconds[number] for a in found]
        last = quantiles(times, n=20, method="inclusive")[-1] if len(times) > 1 else times[0]
        lines.append(f"{store:15} median {median(times):.1f} ms, 95th percentile {last:.1f} ms")
    differing = sorted((a for a in found if a.overlap < 1), key=lambda a: a.overlap)[:10]
    return lines + [f"  {a.overlap:.2f}  {a.question.id}  {a.question.question[:60]}" for a in differing]


def main() -> None:
    from rag.pipeline import open_index, open_store
    from rag.settings import load_settings

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=1, help="ask only every n-th question")
    chosen = parser.parse_args()
    settings = load_settings()
    if not settings.milvus:
        raise InputError("HAKUSHO_STORE に、比べる相手（milvus:アドレス）を指定してください。")
    one, other = FusedRetriever(open_index(settings)), FusedRetriever(open_store(settings))
    questions = read_questions(split=Split.DEV)[:: chosen.every]
    for retriever in (one, other):  # the first search reads files that the others find in memory
        retriever.search(questions[0].question, K)
    for line in report([agreement(question, one, other) for question in questions]):
        print(line)


if __name__ == "__main__":
    main()
