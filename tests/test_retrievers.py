"""Retrievers: one set of tests for every one of them; each signal by value against exact search worked out here."""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from index.concepts import concepts, flat
from index.encoder import DIMENSION, Rows, encoded_question, encoded_statement
from index.features import Candidates, Probe, Signals
from index.filters import Filter
from index.folder import OpenIndex
from index.fusion import share_of_best
from index.passages import Passage
from index.preferences import document_weights
from index.query import Query, read_query
from index.rerank import rerank
from index.search import WEIGHTS, FusedRetriever, Retriever, SignalRetriever, candidate_places, candidate_scores
from index.told import told_in
from index.words import sounds, terms
from ingest.documents import Document, DocumentKind
from ingest.errors import InputError
from ingest.sources import Source
from rag.pipeline import open_index
from rag.settings import Settings
from tests.town import BOOTHS, OLD_PHONES, PARCELS, PHONES, WAVES, chunks, index_of, town

QUESTIONS = [
    "携帯電話の契約数は何件ですか",
    "公衆電話はどこにありますか",
    "台風のときに放送はありますか",
    "電波はどこまで届きますか",
    "はがきと小包では、小包が多いですか",
    "How many mobile phones are there?",
]
EVERYTHING = 1000
SIGNALS = [field.name for field in fields(Signals)]
# What BM25 of one field sees of a text.
TERMS: dict[str, Callable[[str], Iterable[str]]] = {
    "words": lambda text: terms(text).words,
    "groups": lambda text: terms(text).groups,
    "sounds": lambda text: sounds(terms(text).reading),
}

Make = Callable[[OpenIndex], Retriever]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> OpenIndex:
    return town(tmp_path_factory.mktemp("home"))


# Exact scores, worked out another way.


def searched(index: OpenIndex) -> list[str]:
    return [f"{chunk.section.title} {chunk.text}" for chunk in chunks(index)]


def bm25(bags: list[Counter[str]], asked: Mapping[str, float]) -> np.ndarray:
    """Lucene's form, k1 = 1.5 and b = 0.75, each term of the question with its weight."""
    lengths = [bag.total() for bag in bags]
    average = sum(lengths) / len(lengths)
    scores = np.zeros(len(bags))
    for term, weight in asked.items():
        found = sum(term in bag for bag in bags)
        idf = math.log(1 + (len(bags) - found + 0.5) / (found + 0.5))
        for place, bag in enumerate(bags):
            norm = 1.5 * (1 - 0.75 + 0.75 * lengths[place] / average)
            scores[place] += weight * idf * bag[term] / (bag[term] + norm)
    return scores


def of_chunks(signal: str, index: OpenIndex, question: str) -> np.ndarray:
    query = read_query(question)
    bags = [Counter(TERMS[signal](text)) for text in searched(index)]
    once = dict.fromkeys(TERMS[signal](query.searched), 1.0)
    return bm25(bags, flat(concepts(query.searched)) if signal == "words" else once)


def of_sections(index: OpenIndex, question: str) -> np.ndarray:
    """Of each chunk's section: the words of all of its chunks."""
    keys = [(chunk.section.document.id, chunk.section.first_line) for chunk in chunks(index)]
    bags = {(section.document.id, section.first_line): Counter[str]() for section in index.records.sections}
    for key, text in zip(keys, searched(index), strict=True):
        bags[key] += Counter(terms(text).words)
    scores = bm25(list(bags.values()), flat(concepts(read_query(question).searched)))
    return np.array([scores[list(bags).index(key)] for key in keys])


def of_titles(index: OpenIndex, question: str) -> np.ndarray:
    """Of the titles over each chunk: its own section's, and those of the labels that begin its label."""
    bags = []
    for section in index.records.sections:
        over = [
            other.title
            for other in index.records.sections
            if other.document == section.document and section.label.startswith(other.label)
        ]
        bags.append(Counter(word for title in over for word in terms(title).words))
    scores = bm25(bags, flat(concepts(read_query(question).searched)))
    return scores[index.records.section_of]


def cosines(index: OpenIndex, question: str) -> np.ndarray:
    return index.embedder.embed_passages(searched(index)) @ Probe(read_query(question), index).vector


def nearness(index: OpenIndex, question: str) -> np.ndarray:
    """Of the newest edition alone."""
    vector = encoded_question(question).mean
    newest = [chunk if chunk.section.document.id == "r07" else None for chunk in chunks(index)]
    means = [[encoded_statement(told).mean for told in told_in(chunk)] if chunk else [] for chunk in newest]
    kept = [Rows.of(np.array(of_chunk)).vectors if of_chunk else np.zeros((0, DIMENSION)) for of_chunk in means]
    return np.array([(of_chunk @ vector).max(initial=0.0) for of_chunk in kept])


SCORES: dict[str, Callable[[OpenIndex, str], np.ndarray]] = {
    **{signal: partial(of_chunks, signal) for signal in TERMS},
    "dense": cosines,
    "sections": of_sections,
    "titles": of_titles,
    "near": nearness,
}


def exact(index: OpenIndex, scores: np.ndarray, k: int) -> list[tuple[str, float]]:
    """The k best texts with their scores, each text once."""
    ranked = sorted(zip(chunks(index), scores.round(6).tolist(), strict=True), key=lambda found: -found[1])
    best: dict[str, float] = {}
    for chunk, score in ranked:
        if score > 0:
            best.setdefault(chunk.text, score)
    return list(best.items())[:k]


RETRIEVERS: dict[str, Make] = {
    "fused": FusedRetriever,
    **{signal: partial(SignalRetriever, signal=signal) for signal in SIGNALS},
}
every_retriever = pytest.mark.parametrize("make", RETRIEVERS.values(), ids=RETRIEVERS)


@every_retriever
def test_is_a_retriever(index: OpenIndex, make: Make) -> None:
    assert isinstance(make(index), Retriever)


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("k", [1, 3, EVERYTHING])
@pytest.mark.parametrize("signal", SIGNALS)
def test_one_signal_alone_equals_exact_search(index: OpenIndex, signal: str, k: int, question: str) -> None:
    expected = exact(index, SCORES[signal](index, question), k)
    found = SignalRetriever(index, signal).search(question, k)
    assert [passage.score for passage in found] == pytest.approx([score for _, score in expected], abs=1e-5)
    if k == EVERYTHING:
        assert {p.chunk.text: p.score for p in found} == pytest.approx(dict(expected), abs=1e-5)


@pytest.mark.parametrize("question", QUESTIONS)
def test_candidates_are_scored_by_the_weighted_shares_of_all_signals(index: OpenIndex, question: str) -> None:
    probe = Probe(read_query(question), index)
    of_document = dict(zip(index.documents, document_weights(probe.query, index.documents), strict=True))
    shares = sum(weight * share_of_best(SCORES[signal](index, question)) for signal, weight in WEIGHTS.items())
    expected = [of_document[c.section.document] for c in chunks(index)] * np.array(shares)
    np.testing.assert_allclose(candidate_scores(probe), expected, atol=1e-5)


def test_every_signal_has_its_weight_among_the_candidates_but_the_one_that_knows_one_edition() -> None:
    assert set(WEIGHTS) == set(SIGNALS) - {"near"}


@pytest.mark.parametrize("question", QUESTIONS)
def test_fused_search_is_the_candidates_reranked(index: OpenIndex, question: str) -> None:
    probe = Probe(read_query(question), index)
    # So few chunks are all candidates, but for those that nothing speaks for.
    places = np.flatnonzero(candidate_scores(probe) > 0)
    np.testing.assert_array_equal(candidate_places(probe, candidate_scores(probe)), places)
    scores = rerank(Candidates(probe, places))
    expected: dict[str, float] = {}
    for place in np.argsort(-scores, kind="stable"):
        expected.setdefault(index.records.chunk(int(places[place])).text, float(scores[place]))
    found = FusedRetriever(index).search(question, EVERYTHING)
    assert [(passage.chunk.text, passage.score) for passage in found] == list(expected.items())


@every_retriever
def test_passages_hold_the_chunks_of_the_index_and_the_query_they_were_found_for(index: OpenIndex, make: Make) -> None:
    by_id = {chunk.id: chunk for chunk in chunks(index)}
    found = make(index).search("電話", EVERYTHING)
    assert found
    assert [(p.chunk, p.query) for p in found] == [(by_id[p.chunk.id], Query("電話")) for p in found]


@every_retriever
@pytest.mark.parametrize("question", QUESTIONS)
def test_ranks_count_from_1_and_scores_fall(index: OpenIndex, make: Make, question: str) -> None:
    found = make(index).search(question, EVERYTHING)
    scores = [passage.score for passage in found]
    assert [passage.rank for passage in found] == list(range(1, len(found) + 1))
    assert scores == sorted(scores, reverse=True)


@every_retriever
def test_fewer_passages_are_the_first_of_more(index: OpenIndex, make: Make) -> None:
    retriever = make(index)
    everything = retriever.search("公衆電話と携帯電話", EVERYTHING)
    for k in range(len(everything) + 2):
        assert retriever.search("公衆電話と携帯電話", k) == everything[:k]


@every_retriever
def test_fewer_passages_than_none_are_none(index: OpenIndex, make: Make) -> None:
    assert make(index).search("公衆電話と携帯電話", -1) == []


@every_retriever
def test_no_text_comes_twice(index: OpenIndex, make: Make) -> None:
    assert [chunk.text for chunk in chunks(index)].count(BOOTHS) == 2
    found = [passage.chunk.text for passage in make(index).search("公衆電話の数", EVERYTHING)]
    assert found.count(BOOTHS) == 1
    assert len(set(found)) == len(found)


@pytest.mark.parametrize("signal", ["fused", "words", "groups", "sounds", "dense"])
def test_the_same_text_in_many_documents_leaves_room_for_others(tmp_path: Path, signal: str) -> None:
    same, other = "携帯電話の契約数は年々増えている。", "テレビで携帯電話の契約数を伝えた日があり、視聴した人は多い。"
    index = index_of(tmp_path, *[same] * 16, other, "山の上には鳥の声が聞こえる小屋がある。")
    found = RETRIEVERS[signal](index).search("携帯電話の契約数", 2)
    assert [passage.chunk.text for passage in found] == [same, other]


@every_retriever
@pytest.mark.parametrize("question", ["", "　", "\n", "？", "？？？", "…\n？", "2,024", "です。"])
def test_question_without_a_known_word_finds_nothing(index: OpenIndex, make: Make, question: str) -> None:
    found = make(index).search(question, 5)
    # です is a sound, and others of the papers have it.
    assert found == [] or question == "です。"


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.text(st.sampled_from("電話 郵便局は何？\n12年令和版5Gmail\ud83d\u3000（）、と"), max_size=60)
    | st.text(max_size=30)
)
@example("電" * 1000)
@example("郵便局の数と公衆電話の数を教えて")
@example("\ud800")
@example("20252025年版2018")
def test_whatever_is_asked_the_passages_are_of_the_index_and_their_scores_are_numbers(
    index: OpenIndex, question: str
) -> None:
    known = {chunk.id for chunk in chunks(index)}
    found = FusedRetriever(index).search(question, 5)
    assert {passage.chunk.id for passage in found} <= known
    assert all(math.isfinite(passage.score) for passage in found)
    assert found == FusedRetriever(index).search(question, 5)


@every_retriever
def test_same_question_has_the_same_answer_whatever_was_asked_before(index: OpenIndex, make: Make) -> None:
    retriever = make(index)
    first = {question: retriever.search(question, 5) for question in QUESTIONS}
    again = {question: retriever.search(question, 5) for question in reversed(QUESTIONS)}
    assert again == first == {question: make(index).search(question, 5) for question in QUESTIONS}


@every_retriever
def test_eight_threads_find_the_same_as_one(index: OpenIndex, make: Make) -> None:
    retriever, asked = make(index), QUESTIONS * 10

    def search(question: str) -> list[Passage]:
        return retriever.search(question, 5)

    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(search, asked))
    assert together == [search(question) for question in asked]


# Editions: only the fused retriever knows them.


def documents_of(found: list[Passage]) -> list[str]:
    return [passage.chunk.section.document.id for passage in found]


def test_undated_question_has_the_newest_edition_first(index: OpenIndex) -> None:
    [best, *_] = FusedRetriever(index).search("携帯電話の契約数は何件ですか", 2)
    assert (best.chunk.section.document.id, best.chunk.text) == ("r07", PHONES)


def test_text_of_two_editions_comes_from_the_newest(index: OpenIndex) -> None:
    assert documents_of(FusedRetriever(index).search("公衆電話はどこにありますか", 1)) == ["r07"]


@pytest.mark.parametrize("named", ["平成30年版では", "2018年の白書で", "Ｈ３０年版によると"])
def test_named_edition_excludes_the_others(index: OpenIndex, named: str) -> None:
    found = FusedRetriever(index).search(f"{named}携帯電話の契約数は何件ですか", EVERYTHING)
    assert set(documents_of(found)) == {"h30"}
    assert found[0].chunk.text == OLD_PHONES


def test_year_long_past_is_looked_up_in_the_edition_that_reported_on_it(index: OpenIndex) -> None:
    [best] = FusedRetriever(index).search("2017年の電波の届く所", 1)
    assert (best.chunk.section.document.id, best.chunk.text) == ("h30", WAVES)


def test_question_about_two_editions_has_the_best_of_each_in_turn(index: OpenIndex) -> None:
    question = "平成30年版と令和7年版では携帯電話の契約数はどう違うか"
    found = FusedRetriever(index).search(question, EVERYTHING)
    assert [passage.chunk.text for passage in found[:2]] == [OLD_PHONES, PHONES]
    assert [passage.query.edition_years for passage in found[:2]] == [(2018,), (2025,)]


def test_each_of_two_questions_in_one_finds_its_passage(index: OpenIndex) -> None:
    one, other = "携帯電話の契約数は何件ですか。", "郵便局で小包を出す人は多いですか。"
    found = FusedRetriever(index).search(one + other, 3)
    assert {PHONES, PARCELS} <= {passage.chunk.text for passage in found}


@pytest.mark.parametrize(
    ("before", "text"), [("公衆電話はまだある？", BOOTHS), ("小包は出せる？", PARCELS), ("電波は届く？", WAVES)]
)
def test_what_was_asked_before_tells_what_a_question_is_about(index: OpenIndex, before: str, text: str) -> None:
    [best] = FusedRetriever(index).search(f"それはどうなりましたか？\n{before}", 1)
    assert best.chunk.text == text


def test_question_counts_more_than_what_was_asked_before(index: OpenIndex) -> None:
    [best, *_] = FusedRetriever(index).search("はがきと小包は？\n携帯電話の契約数は？", 3)
    assert "小包" in best.chunk.text


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


def test_edition_that_the_question_names_and_the_search_leaves_out_finds_nothing(index: OpenIndex) -> None:
    assert FusedRetriever(index, within=Filter(("r07",))).search("平成30年版の携帯電話の契約数", 5) == []


# An index of one chunk or two, where scores have no room to differ.


def test_only_chunk_of_an_index_is_found(tmp_path: Path) -> None:
    only = "携帯電話の契約数は年々増えている。"
    found = FusedRetriever(index_of(tmp_path, only)).search("携帯電話の契約数", 5)
    assert [passage.chunk.text for passage in found] == [only]


def test_second_of_two_chunks_that_fit_is_found(tmp_path: Path) -> None:
    phones, broadcasts = "携帯電話の契約数は年々増えている。", "テレビの視聴時間は減っている。"
    found = FusedRetriever(index_of(tmp_path, phones, broadcasts)).search("携帯電話の契約数とテレビの視聴時間", 5)
    assert {passage.chunk.text for passage in found} == {phones, broadcasts}


def test_only_chunk_of_a_volume_that_says_the_same_as_its_excerpt_is_the_volumes(tmp_path: Path) -> None:
    text = "第1章　通信\n\n第1節　電話\n\n携帯電話の契約数は年々増えている。\n"
    white = DocumentKind.WHITE_PAPER
    volume = Source(Document("r07", "白書", "令和7年版", 2025, white), text)
    excerpt = Source(Document("r07-1-1", "白書", "令和7年版", 2025, white, part="Ⅰ"), text)
    assert documents_of(FusedRetriever(town(tmp_path, excerpt, volume)).search("携帯電話の契約数", 5)) == ["r07"]


def test_editions_that_say_nearly_the_same_are_both_found_where_both_are_asked_for(tmp_path: Path) -> None:
    told = (
        "町の電話会社の調べによると、公衆電話の数は{year}年3月の時点で、駅前と港と山の道を合わせて{count}台となっている。"
        "台風で携帯電話が通じないときに備えて、学校と役場の前には必ず一台ずつを残すこととしている。"
    )
    white = DocumentKind.WHITE_PAPER
    papers = [
        Source(
            Document(f"h{year}", "白書", f"平成{year}年版", year + 1988, white),
            f"第1章　通信\n\n第1節　電話\n\n{told.format(year=year + 1988, count=count)}\n",
        )
        for year, count in ((26, 48), (27, 45))
    ]
    retriever = FusedRetriever(town(tmp_path, *papers))
    assert set(documents_of(retriever.search("公衆電話の数は平成26年版と平成27年版でどう変わった？", 5))) == {
        "h26",
        "h27",
    }
    assert len(retriever.search("公衆電話の数は？", 5)) == 1


# On the real papers.


@pytest.fixture(scope="module")
def corpus_index(corpus_settings: Settings) -> OpenIndex:
    return open_index(corpus_settings)


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("question", "document"),
    [("平成30年版では、5Gはいつ始まると書いてあるか", "h30"), ("令和5年版の白書でのテレワークの導入率は", "r5")],
)
def test_edition_that_is_named_is_the_only_one_found(corpus_index: OpenIndex, question: str, document: str) -> None:
    assert set(documents_of(FusedRetriever(corpus_index).search(question, 10))) == {document}


@pytest.mark.corpus
def test_question_of_kana_alone_finds_its_section(corpus_index: OpenIndex) -> None:
    found = FusedRetriever(corpus_index).search("ゆうびんきょくのかずはいくつ", 5)
    assert any("郵便局" in passage.chunk.text for passage in found)


@pytest.mark.corpus
def test_english_question_finds_its_section(corpus_index: OpenIndex) -> None:
    found = FusedRetriever(corpus_index).search("How many post offices are there in Japan?", 5)
    assert any("郵便局" in passage.chunk.text for passage in found)


@pytest.mark.corpus
def test_question_about_change_finds_both_editions(corpus_index: OpenIndex) -> None:
    question = "平成30年版と令和7年版で、インターネット利用率はどう変わったか"
    assert set(documents_of(FusedRetriever(corpus_index).search(question, 4))) == {"h30", "r07"}
