"""Many threads at once, as in the chat and on a server: the same answers as one thread alone."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from typing import TypeVar

from index.filters import Filter
from index.folder import OpenIndex
from index.passages import Passage
from index.search import FusedRetriever
from rag.answers import Answer
from rag.pipeline import Assistant, open_assistant, open_index
from rag.settings import Settings

T = TypeVar("T")

THREADS = 8
QUESTIONS = (
    "郵便局は全国にいくつある？",
    "5Gとは何ですか",
    "2024年のスマートフォンのインターネット利用率は？",
    "How many post offices are there in Japan?",
    "生成AIを使っている人の割合",
    "量子暗号通信はなぜ必要なのか",
    "テレワークを導入した企業はどれくらい",
    "ﾌﾞﾛｰﾄﾞﾊﾞﾝﾄﾞのサービス契約数",
    "火星の人口は？",
    "NTTと楽天を比べて",
)


def in_eight_threads(ask: Callable[[str], T], questions: Sequence[str]) -> list[list[T]]:
    """What each of eight threads, begun at one moment, is answered; each begins with another question."""
    together = Barrier(THREADS)

    def answers(first: int) -> list[T]:
        together.wait()
        turned = [*questions[first:], *questions[:first]]
        found = dict(zip(turned, map(ask, turned), strict=True))
        return [found[question] for question in questions]

    with ThreadPoolExecutor(THREADS) as threads:
        return list(threads.map(answers, range(THREADS)))


def untimed(answer: Answer) -> Answer:
    return replace(answer, timings={})


def test_eight_threads_find_the_same_passages_as_one(digest_settings: Settings, digest_assistant: Assistant) -> None:
    def find(index: OpenIndex) -> Callable[[str], list[Passage]]:
        plain, part = FusedRetriever(index), FusedRetriever(index, within=Filter(part="Ⅱ"))
        return lambda question: plain.search(question, 10) + part.search(question, 10)

    # An index just opened, so that the threads also race for what is only made at first use.
    found = in_eight_threads(find(open_index(digest_settings)), QUESTIONS)
    assert found == [[*map(find(open_index(digest_settings)), QUESTIONS)]] * THREADS


def test_eight_threads_are_answered_the_same_as_one(digest_settings: Settings, digest_assistant: Assistant) -> None:
    shared = open_assistant(digest_settings)
    answered = in_eight_threads(lambda question: untimed(shared.answer(question)), QUESTIONS)
    alone = [untimed(digest_assistant.answer(question)) for question in QUESTIONS]
    assert answered == [alone] * THREADS


def test_eight_threads_that_each_open_the_index_find_the_same(
    digest_settings: Settings, digest_assistant: Assistant
) -> None:
    def ask(question: str) -> list[Passage]:
        return FusedRetriever(open_index(digest_settings)).search(question, 5)

    found = in_eight_threads(ask, QUESTIONS[:2])
    assert found == [[*map(ask, QUESTIONS[:2])]] * THREADS
