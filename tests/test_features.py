"""Features: one finite row for each candidate, each number as its name says."""

import math
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from index.features import FEATURES, Candidates, Probe, Signals, features
from index.folder import OpenIndex
from index.fusion import share_of_best
from index.lexical import Field
from index.query import read_query
from index.search import candidate_places, candidate_scores
from ingest.documents import Document, DocumentKind
from ingest.sources import Source
from tests.town import BOOTHS, OLD_PHONES, PARCELS, PHONES, WAVES, chunks, index_of, place_of, town

CAPTION = "図表1-2-1　郵便局で出した小包の数"
# What a concept counts that only a title holds; what a question leaves open.
TITLE, OPEN = 0.7, 0.5


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> OpenIndex:
    return town(tmp_path_factory.mktemp("home"))


def candidates(index: OpenIndex, question: str, places: Sequence[int] | None = None) -> Candidates:
    """Every chunk of the index, or those at some places."""
    chosen = np.arange(len(index.records)) if places is None else np.array(places, np.int64)
    return Candidates(Probe(read_query(question), index), chosen)


def column(index: OpenIndex, question: str, feature: str) -> dict[tuple[str, str], float]:
    """A feature of every chunk, by its document and its text."""
    found = features(candidates(index, question))[:, FEATURES.index(feature)]
    keys = [(chunk.section.document.id, chunk.text) for chunk in chunks(index)]
    return dict(zip(keys, found.tolist(), strict=True))


def of(index: OpenIndex, question: str, feature: str, text: str, document: str = "r07") -> float:
    return column(index, question, feature)[document, text]


ODD = [
    "",
    "？",
    "？？？",
    "電" * 1000,
    "電話" * 500,
    "How many phones?",
    "ABC",
    "2024",
    "12 34",
    "令和元年",
    "\ud800",
    "。",
]


@pytest.mark.parametrize("question", ODD, ids=lambda question: question[:10].encode("unicode_escape").decode())
def test_odd_questions_have_finite_features(index: OpenIndex, question: str) -> None:
    found = features(candidates(index, question))
    assert (found.shape, found.dtype) == ((len(index.records), len(FEATURES)), np.float32)
    assert np.isfinite(found).all()


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(max_size=40), st.text(max_size=40))
@example("電話", "2012年の電波")
def test_any_question_with_any_context_has_finite_features(index: OpenIndex, question: str, context: str) -> None:
    assert np.isfinite(features(candidates(index, f"{question}\n{context}"))).all()


@pytest.mark.parametrize("question", ["携帯電話の契約数は？", "2012年の東京の電話", "？", ""])
def test_no_candidates_have_no_rows(index: OpenIndex, question: str) -> None:
    assert features(candidates(index, question, [])).shape == (0, len(FEATURES))


def test_features_are_the_same_twice_and_of_each_candidate_alone(index: OpenIndex) -> None:
    question = "携帯電話の契約数は何件ですか"
    everything = features(candidates(index, question))
    np.testing.assert_array_equal(everything, features(candidates(index, question)))
    # Shares of the best depend on the others.
    relative = {s.name for s in fields(Signals)} - {"dense"} | {"behind", "kept_behind"}
    alone = [n for n, name in enumerate(FEATURES) if name not in relative]
    one = features(candidates(index, question, [3]))
    np.testing.assert_allclose(everything[3:4, alone], one[:, alone], atol=1e-6)


@pytest.mark.parametrize("signal", [field.name for field in fields(Signals) if field.name != "dense"])
def test_signal_is_its_share_of_the_best_candidates(index: OpenIndex, signal: str) -> None:
    found = candidates(index, "携帯電話の契約数")
    expected = share_of_best(getattr(found.probe.signals, signal))
    assert list(column(index, "携帯電話の契約数", signal).values()) == expected.tolist()
    assert max(expected) == 1


def test_dense_is_the_cosine_itself(index: OpenIndex) -> None:
    vector = index.embedder.embed_query("電波の届く所")
    rows = index.embedder.embed_passages([f"{chunk.section.title} {chunk.text}" for chunk in chunks(index)])
    found = list(column(index, "電波の届く所", "dense").values())
    np.testing.assert_allclose(found, rows @ vector, atol=1e-5)


def test_vector_knows_english_words_in_japanese_and_what_was_asked_before(index: OpenIndex) -> None:
    plain, embed = Probe(read_query("電波"), index).vector, index.embedder.embed_query
    np.testing.assert_array_equal(plain, embed("電波"))
    np.testing.assert_array_equal(Probe(read_query("電波\n小包"), index).vector, embed("電波 小包"))
    assert Probe(read_query("radio waves"), index).vector @ embed("電波") > embed("radio waves") @ embed("電波")


def test_what_is_kept_out_counts_nothing(index: OpenIndex) -> None:
    allowed = np.arange(len(index.records)) % 2 == 0
    probe = Probe(read_query("電話"), index, allowed)
    assert probe.weights[~allowed].tolist() == [0.0] * int((~allowed).sum())
    np.testing.assert_array_equal(probe.weights[allowed], Probe(read_query("電話"), index).weights[allowed])
    assert not set(candidate_places(probe, candidate_scores(probe))) & set(np.flatnonzero(~allowed))


# What a question and a chunk have in common. Neither 灯台 nor 岬 stands in the everyday lexicon.

LIGHTHOUSE = "第1章　灯台\n\n岬は高い。空は青い。海は深い。\n"


@pytest.fixture(scope="module")
def cape(tmp_path_factory: pytest.TempPathFactory) -> OpenIndex:
    """A chunk of three sentences under the title 灯台, and another one."""
    white = DocumentKind.WHITE_PAPER
    sources = [
        Source(Document("r07", "白書", "令和7年版", 2025, white), LIGHTHOUSE),
        Source(Document("h30", "白書", "平成30年版", 2018, white), "第1章　灯台守\n\n灯台の岬は青い。\n"),
    ]
    return town(tmp_path_factory.mktemp("cape"), *sources)


def worths(index: OpenIndex, *words: str) -> list[float]:
    """Each word's idf, as a share of all."""
    idf = [min(index.lexical[Field.WORDS].idf(word), 8.0) for word in words]
    return [value / sum(idf) for value in idf]


def test_each_concept_is_worth_its_idf(cape: OpenIndex) -> None:
    found = candidates(cape, "灯台の岬の空")
    assert found.worths.tolist() == pytest.approx(worths(cape, "灯台", "岬", "空"))
    assert candidates(cape, "？").worths.tolist() == []


def row(index: OpenIndex, question: str, document: str) -> dict[str, float]:
    [found] = features(candidates(index, question, [[c.section.document.id for c in chunks(index)].index(document)]))
    return dict(zip(FEATURES, found.tolist(), strict=True))


def test_coverage_is_the_worth_of_the_concepts_that_a_chunk_its_titles_or_its_section_hold(cape: OpenIndex) -> None:
    # The title is part of what the chunk is found by; 船 is nowhere.
    lighthouse, point, ship = worths(cape, "灯台", "岬", "船")
    found = row(cape, "灯台の岬の船", "r07")
    assert found["coverage"] == pytest.approx(lighthouse + point)
    assert found["coverage_with_titles"] == pytest.approx(lighthouse + point)
    assert found["coverage_with_section"] == pytest.approx(lighthouse + point)


def test_best_statement_is_one_sentence_with_the_title_for_less(cape: OpenIndex) -> None:
    lighthouse, point, sky = worths(cape, "灯台", "岬", "空")
    best = TITLE * lighthouse + max(point, sky)
    assert row(cape, "灯台の岬の空", "r07")["best_statement"] == pytest.approx(best)


def test_best_pair_is_two_sentences_that_follow_each_other(cape: OpenIndex) -> None:
    point, sky, _ship = worths(cape, "岬", "空", "船")
    assert row(cape, "岬の空の船", "r07")["best_pair"] == pytest.approx(point + sky)
    assert row(cape, "岬の空の船", "r07")["best_statement"] == pytest.approx(max(point, sky))


def test_last_and_first_statement_are_no_pair_and_neither_are_those_of_two_chunks(cape: OpenIndex) -> None:
    point, sea = worths(cape, "岬", "海")
    found = features(candidates(cape, "岬の海", [0, 1]))[:, FEATURES.index("best_pair")]
    assert found.tolist() == pytest.approx([max(point, sea), point])


def test_statement_that_offers_what_is_asked_for_is_told_from_one_that_does_not(tmp_path: Path) -> None:
    index = index_of(tmp_path, "灯台は岬に立つ。\n灯台は三基、岬は2つある。", "山には鳥がいる。")
    found = dict(zip(FEATURES, features(candidates(index, "灯台のある岬はいくつ", [0]))[0].tolist(), strict=True))
    assert found["best_offer"] == pytest.approx(found["best_statement"])
    asked = dict(zip(FEATURES, features(candidates(index, "灯台はなぜ岬に立つ", [0]))[0].tolist(), strict=True))
    assert asked["best_offer"] == 0 < asked["best_statement"]
    plain = dict(zip(FEATURES, features(candidates(index, "灯台と岬", [0]))[0].tolist(), strict=True))
    assert plain["best_offer"] == plain["best_statement"]


def test_names_are_the_share_of_proper_names_that_a_chunk_holds(tmp_path: Path) -> None:
    index = index_of(tmp_path, "東京の電話は多い。", "大阪と東京の電話は多い。", "港の電話は多い。")
    names = {
        question: features(candidates(index, question))[:, FEATURES.index("names")].tolist()
        for question in ("東京と大阪の電話", "電話の数")
    }
    assert names == {"東京と大阪の電話": pytest.approx([0.5, 1, 0], abs=1e-6), "電話の数": [1, 1, 1]}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("2019年の電話", [1, 1, 0, 0]),
        ("令和元年の電話", [1, 1, 0, 0]),
        ("2024年の電話", [0, 0, 1, 0]),
        ("2019年と2024年の電話", [0.5, 0.5, 0.5, 0]),
        ("電話", [OPEN] * 4),
    ],
)
def test_year_is_the_share_of_years_that_a_chunk_speaks_of_in_either_calendar(
    tmp_path: Path, question: str, expected: list[float]
) -> None:
    texts = ["2019年の電話の話。", "令和元年の郵便の話。", "令和6年の電波の話。", "いつかの放送の話。"]
    found = features(candidates(index_of(tmp_path, *texts), question))
    assert found[:, FEATURES.index("year")].tolist() == expected


# What a chunk is.


def test_weight_and_newest_are_those_of_the_edition(index: OpenIndex) -> None:
    question = "携帯電話の契約数"
    assert of(index, question, "weight", PHONES) == of(index, question, "newest", PHONES) == 1
    assert of(index, question, "weight", OLD_PHONES, "h30") == pytest.approx(0.6)
    assert of(index, question, "newest", OLD_PHONES, "h30") == 0
    assert of(index, f"平成30年版の{question}", "weight", PHONES) == 0


def test_kind_is_told_and_whether_it_is_asked_for(index: OpenIndex) -> None:
    for question, asked in (("小包の数の図", 1), ("小包の数", 0)):
        assert of(index, question, "figure", CAPTION) == 1
        assert of(index, question, "figure_asked", CAPTION) == asked
        assert of(index, question, "figure", PARCELS) == of(index, question, "figure_asked", PARCELS) == 0
    assert set(column(index, "小包", "table").values()) == set(column(index, "小包", "footnote").values()) == {0}


@pytest.mark.parametrize(
    ("feature", "asking", "other", "text"),
    [
        ("offers_reason", "船が減ったのはなぜか", "船の話", "橋ができたため船は減った。"),
        ("offers_meaning", "灯台守とは", "灯台守の話", "灯台守とは、灯をともす人をいう。"),
        ("offers_list", "どのような船があるか", "船の話", "漁船、渡し船、巡視船などがある。"),
    ],
)
def test_kind_of_fact_counts_where_it_is_asked_for_and_offered(
    tmp_path: Path, feature: str, asking: str, other: str, text: str
) -> None:
    index = index_of(tmp_path, text, "灯台の上は寒い。")
    found = [features(candidates(index, question))[:, FEATURES.index(feature)].tolist() for question in (asking, other)]
    assert found == [[1, 0], [0, 0]]


def test_quantity_counts_where_it_is_asked_for_and_is_open_elsewhere(tmp_path: Path) -> None:
    index = index_of(tmp_path, "町の3割が船で通う。", "船は岬を回る。")
    found = [
        features(candidates(index, question))[:, FEATURES.index("offers_quantity")].tolist()
        for question in ("船で通う人の割合", "岬を回る船")
    ]
    assert found == [[1, 0], [OPEN, OPEN]]


def test_length_is_logarithmic_and_level_is_a_fifth_of_the_sections(index: OpenIndex) -> None:
    [wave] = [chunk for chunk in chunks(index) if chunk.text == WAVES]
    assert of(index, "電波", "length", WAVES, "h30") == pytest.approx(math.log(len(WAVES)) - 5)
    assert of(index, "電波", "level", WAVES, "h30") == pytest.approx(wave.section.level / 5)
    # Shorter than twenty characters is as good as twenty.
    assert len(CAPTION) < 20
    assert of(index, "電波", "length", CAPTION) == pytest.approx(math.log(20) - 5)


def test_said_is_how_well_each_statement_holds_each_concept(cape: OpenIndex) -> None:
    assert candidates(cape, "岬の海", [0]).said.tolist() == [[1, 0], [0, 0], [0, 1]]
    assert candidates(cape, "岬の海", [1, 0]).bearer.tolist() == [0, 1, 1, 1]
    assert candidates(cape, "？", [0]).said.shape == (3, 0)


def test_place_of_a_text_is_its_row(index: OpenIndex) -> None:
    place = place_of(index, BOOTHS)
    np.testing.assert_allclose(
        features(candidates(index, "公衆電話", [place]))[0, FEATURES.index("weight")],
        of(index, "公衆電話", "weight", BOOTHS),
    )
