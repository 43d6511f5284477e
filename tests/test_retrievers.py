"""Retrievers: one set of tests for all three, by value against exact search worked out here with numpy."""

import math
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Protocol

import numpy as np
import pytest

from index.build import build_index
from index.embedder import BUNDLED, load_embedder
from index.folder import IndexHome, OpenIndex
from index.passages import Passage
from index.query import document_weights, read_query
from index.search import (
    DENSE_WEIGHT,
    FIGURE_WEIGHT,
    LEXICAL_WEIGHT,
    DenseRetriever,
    FusedRetriever,
    LexicalRetriever,
    Retriever,
)
from index.words import words
from ingest.chunks import Chunk
from ingest.documents import Document, DocumentKind
from ingest.errors import InputError
from ingest.events import TextKind
from ingest.sources import Source

NEWEST = """第1章　暮らしの通信

第1節　電話

1　携帯電話

携帯電話の契約数は、町の人口よりも多い二千件である。

2　固定電話

固定電話を置く家は減り、いまは三軒に一軒である。

3　公衆電話

公衆電話は駅前と港に一台ずつ残っている。

第2節　郵便と放送

1　郵便

郵便局では、はがきよりも小包を出す人が多い。
図表1-2-1　郵便局で出した小包の数

2　放送

町の放送局は、台風の日には夜通し放送する。
"""
OLDER = """第1章　通信のいま

第1節　電話

1　携帯電話の広がり

携帯電話の契約数は千五百件で、はじめて固定電話を超えた。

2　公衆電話の数

公衆電話は駅前と港に一台ずつ残っている。

第2節　電波

1　電波の届く所

山の上の基地局ができて、電波は谷の奥まで届くようになった。
"""
LEAFLET = """台風のときは、町の放送局とラジオで避難所を知らせる。
電話がつながらないときは、災害用の伝言板を使う。
"""
SOURCES = [
    Source(Document("h30", "平成30年版白書", "平成30年版", 2018, DocumentKind.WHITE_PAPER), OLDER),
    Source(Document("r07", "令和7年版白書", "令和7年版", 2025, DocumentKind.WHITE_PAPER), NEWEST),
    Source(Document("leaflet", "ちらし", None, None, DocumentKind.TEXT), LEAFLET),
]
QUESTIONS = [
    "携帯電話の契約数は何件ですか",
    "公衆電話はどこにありますか",
    "台風のときに放送はありますか",
    "電波はどこまで届きますか",
    "はがきと小包では、小包が多いですか",
]
EVERYTHING = 1000


class Scores(Protocol):
    """Exact scores of every chunk, worked out another way."""

    def __call__(self, index: OpenIndex, question: str) -> np.ndarray: ...


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> OpenIndex:
    home = IndexHome(tmp_path_factory.mktemp("home"))
    build_index(home, "town", SOURCES, load_embedder(BUNDLED))
    return home.open("town")


def index_of(home: Path, *texts: str) -> OpenIndex:
    """An index of texts, each a document of its own."""
    documents = [Document(f"d{n}", f"紙{n}", None, None, DocumentKind.TEXT) for n in range(len(texts))]
    sources = [Source(document, text) for document, text in zip(documents, texts, strict=True)]
    build_index(IndexHome(home), "papers", sources, load_embedder(BUNDLED))
    return IndexHome(home).open("papers")


def chunks(index: OpenIndex) -> list[Chunk]:
    return [index.records.chunk(place) for place in range(len(index.records))]


def searched(index: OpenIndex) -> list[str]:
    return [f"{chunk.section.title} {chunk.text}" for chunk in chunks(index)]


def cosines(index: OpenIndex, question: str) -> np.ndarray:
    return index.embedder.embed_passages(searched(index)) @ index.embedder.embed_query(question)


def bm25(index: OpenIndex, question: str) -> np.ndarray:
    """Lucene's form, k1 = 1.5 and b = 0.75."""
    bags = [Counter(words(text)) for text in searched(index)]
    lengths = [bag.total() for bag in bags]
    average = sum(lengths) / len(lengths)
    scores = np.zeros(len(bags))
    for word in words(question):
        found = sum(word in bag for bag in bags)
        idf = math.log(1 + (len(bags) - found + 0.5) / (found + 0.5))
        for place, bag in enumerate(bags):
            scores[place] += idf * bag[word] / (bag[word] + 1.5 * (1 - 0.75 + 0.75 * lengths[place] / average))
    return scores


def fused(index: OpenIndex, question: str) -> np.ndarray:
    """Words and vectors, each from 0 to 1, by what their weights are, the document's and that of its kind."""

    def scaled(scores: np.ndarray) -> np.ndarray:
        return (scores - scores.min()) / (scores.max() - scores.min())

    of_document = dict(zip(index.documents, document_weights(read_query(question), index.documents), strict=True))
    weights = [
        of_document[chunk.section.document] * (FIGURE_WEIGHT if chunk.kind is TextKind.FIGURE else 1)
        for chunk in chunks(index)
    ]
    return np.array(weights) * (
        LEXICAL_WEIGHT * scaled(bm25(index, question)) + DENSE_WEIGHT * scaled(cosines(index, question))
    )


def exact(index: OpenIndex, scores: np.ndarray, k: int) -> list[tuple[str, float]]:
    """The k best texts with their scores, each text once."""
    ranked = sorted(zip(chunks(index), scores.tolist(), strict=True), key=lambda found: -found[1])
    best: dict[str, float] = {}
    for chunk, score in ranked:
        if score > 0:
            best.setdefault(chunk.text, score)
    return list(best.items())[:k]


every_retriever = pytest.mark.parametrize("kind", [DenseRetriever, LexicalRetriever, FusedRetriever])


@every_retriever
def test_is_a_retriever(index: OpenIndex, kind: type[Retriever]) -> None:
    assert isinstance(kind(index), Retriever)


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("k", [1, 3, EVERYTHING])
@pytest.mark.parametrize(
    ("kind", "scores"), [(DenseRetriever, cosines), (LexicalRetriever, bm25), (FusedRetriever, fused)]
)
def test_search_equals_exact_search(
    index: OpenIndex, kind: type[Retriever], scores: Scores, k: int, question: str
) -> None:
    expected = exact(index, scores(index, question), k)
    found = kind(index).search(question, k)
    assert [passage.chunk.text for passage in found] == [text for text, _ in expected]
    assert [passage.score for passage in found] == pytest.approx([score for _, score in expected], abs=1e-5)


@every_retriever
def test_passages_hold_the_chunks_of_the_index(index: OpenIndex, kind: type[Retriever]) -> None:
    by_id = {chunk.id: chunk for chunk in chunks(index)}
    found = [passage.chunk for passage in kind(index).search("電話", EVERYTHING)]
    assert found == [by_id[chunk.id] for chunk in found]


@every_retriever
@pytest.mark.parametrize("question", QUESTIONS)
def test_ranks_count_from_1_and_scores_fall(index: OpenIndex, kind: type[Retriever], question: str) -> None:
    found = kind(index).search(question, EVERYTHING)
    scores = [passage.score for passage in found]
    assert [passage.rank for passage in found] == list(range(1, len(found) + 1))
    assert scores == sorted(scores, reverse=True)
    assert min(scores) > 0


@every_retriever
def test_fewer_passages_are_the_first_of_more(index: OpenIndex, kind: type[Retriever]) -> None:
    retriever = kind(index)
    everything = retriever.search("公衆電話と携帯電話", EVERYTHING)
    for k in range(len(everything) + 2):
        assert retriever.search("公衆電話と携帯電話", k) == everything[:k]


@every_retriever
def test_fewer_passages_than_none_are_none(index: OpenIndex, kind: type[Retriever]) -> None:
    assert kind(index).search("公衆電話と携帯電話", -1) == []


@every_retriever
def test_no_text_comes_twice(index: OpenIndex, kind: type[Retriever]) -> None:
    twice = "公衆電話は駅前と港に一台ずつ残っている。"
    assert [chunk.text for chunk in chunks(index)].count(twice) == 2
    found = [passage.chunk.text for passage in kind(index).search("公衆電話の数", EVERYTHING)]
    assert found.count(twice) == 1
    assert len(set(found)) == len(found)


@every_retriever
def test_the_same_text_in_many_documents_leaves_room_for_others(tmp_path: Path, kind: type[Retriever]) -> None:
    same, other = "携帯電話の契約数は年々増えている。", "テレビで携帯電話の契約数を伝えた日があり、視聴した人は多い。"
    index = index_of(tmp_path, *[same] * 16, other, "山の上には鳥の声が聞こえる小屋がある。")
    assert [passage.chunk.text for passage in kind(index).search("携帯電話の契約数", 2)] == [same, other]


@every_retriever
@pytest.mark.parametrize("question", ["", "　", "？？？", "です。", "2,024"])
def test_question_without_a_known_word_finds_nothing(index: OpenIndex, kind: type[Retriever], question: str) -> None:
    assert kind(index).search(question, 5) == []


@every_retriever
def test_same_question_has_the_same_answer_whatever_was_asked_before(index: OpenIndex, kind: type[Retriever]) -> None:
    retriever = kind(index)
    first = {question: retriever.search(question, 5) for question in QUESTIONS}
    again = {question: retriever.search(question, 5) for question in reversed(QUESTIONS)}
    assert again == first == {question: kind(index).search(question, 5) for question in QUESTIONS}


@every_retriever
def test_eight_threads_find_the_same_as_one(index: OpenIndex, kind: type[Retriever]) -> None:
    retriever, asked = kind(index), QUESTIONS * 20

    def search(question: str) -> list[Passage]:
        return retriever.search(question, 5)

    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(search, asked))
    assert together == [search(question) for question in asked]


# Editions: only the fused retriever knows them.


def documents_of(found: list[Passage]) -> list[str]:
    return [passage.chunk.section.document.id for passage in found]


def test_undated_question_has_the_newest_edition_first(index: OpenIndex) -> None:
    best = FusedRetriever(index).search("携帯電話の契約数は何件ですか", 2)
    assert [(p.chunk.section.document.id, p.chunk.text) for p in best] == [
        ("r07", "携帯電話の契約数は、町の人口よりも多い二千件である。"),
        ("h30", "携帯電話の契約数は千五百件で、はじめて固定電話を超えた。"),
    ]


def test_text_of_two_editions_comes_from_the_newest(index: OpenIndex) -> None:
    assert documents_of(FusedRetriever(index).search("公衆電話はどこにありますか", 1)) == ["r07"]


@pytest.mark.parametrize("named", ["平成30年版では", "2018年の白書で", "Ｈ３０年版によると"])
def test_named_edition_excludes_the_others(index: OpenIndex, named: str) -> None:
    found = FusedRetriever(index).search(f"{named}携帯電話の契約数は何件ですか", EVERYTHING)
    assert set(documents_of(found)) == {"h30"}
    assert found[0].chunk.text == "携帯電話の契約数は千五百件で、はじめて固定電話を超えた。"


def test_year_long_past_is_looked_up_in_the_edition_that_reported_on_it(index: OpenIndex) -> None:
    found = FusedRetriever(index).search("2017年の電波の届く所", 1)
    assert [(p.chunk.section.document.id, p.score) for p in found] == [("h30", pytest.approx(1.0))]


@pytest.mark.parametrize(
    ("only", "document"), [("h30", "h30"), ("平成30年版", "h30"), ("令和7年版", "r07"), ("leaflet", "leaflet")]
)
def test_only_keeps_to_one_document(index: OpenIndex, only: str, document: str) -> None:
    found = FusedRetriever(index, only=only).search("台風と電話", EVERYTHING)
    assert set(documents_of(found)) == {document}


def test_only_of_an_unknown_edition_names_those_that_are_here(index: OpenIndex) -> None:
    with pytest.raises(InputError) as caught:
        FusedRetriever(index, only="令和99年版")
    assert str(caught.value) == "令和99年版 という版はありません。指定できるのは h30、r07、leaflet です。"


# An index of one chunk or two, where scores have no room to differ.


def test_only_chunk_of_an_index_is_found(tmp_path: Path) -> None:
    only = "携帯電話の契約数は年々増えている。"
    found = FusedRetriever(index_of(tmp_path, only)).search("携帯電話の契約数", 5)
    assert [passage.chunk.text for passage in found] == [only]


def test_second_of_two_chunks_that_fit_is_found(tmp_path: Path) -> None:
    phones, broadcasts = "携帯電話の契約数は年々増えている。", "テレビの視聴時間は減っている。"
    found = FusedRetriever(index_of(tmp_path, phones, broadcasts)).search("携帯電話の契約数とテレビの視聴時間", 5)
    assert {passage.chunk.text for passage in found} == {phones, broadcasts}


# What the retrievers stand on.


def test_unknown_words_count_nothing(index: OpenIndex) -> None:
    zeros = np.zeros(len(index.records), np.float32)
    np.testing.assert_array_equal(index.lexical.scores([]), zeros)
    np.testing.assert_array_equal(index.lexical.scores(["宇宙船"]), zeros)
    np.testing.assert_array_equal(index.lexical.scores(["電波", "宇宙船"]), index.lexical.scores(["電波"]))


def test_rare_words_have_a_high_idf(index: OpenIndex) -> None:
    whole = len(index.records)
    with_phones = sum("電話" in words(text) for text in searched(index))
    assert index.lexical.idf("電話") == pytest.approx(math.log(1 + whole / with_phones))
    assert index.lexical.idf("小包") == pytest.approx(math.log(1 + whole / 1))
    assert index.lexical.idf("宇宙船") == pytest.approx(math.log(1 + whole / 1))
