"""Dense retrieval: exact below a size, and above it as good as exact for what is near; the same in every thread."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from index import dense
from index.build import build_index
from index.dense import FLAT_UP_TO, NEAREST, DenseKind, dense_kind, open_dense, write_dense
from index.embedder import BUNDLED, load_embedder
from index.folder import IndexHome
from index.search import FusedRetriever
from ingest.documents import Document, DocumentKind
from ingest.sources import Source

CHUNKS, DIMENSION = 20_000, 16
every_kind = pytest.mark.parametrize("kind", list(DenseKind))


def units(rows: int, seed: int) -> np.ndarray:
    """Unit vectors around 50 others, as texts lie around subjects."""
    numbers = np.random.default_rng(seed)
    subjects = np.random.default_rng(1).standard_normal((50, DIMENSION))
    vectors = subjects[numbers.integers(0, 50, rows)] + 0.5 * numbers.standard_normal((rows, DIMENSION))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


VECTORS, QUERIES = units(CHUNKS, 2), units(20, 3)


@pytest.fixture(scope="module", params=list(DenseKind))
def index(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dense.DenseIndex:
    folder = tmp_path_factory.mktemp("dense")
    write_dense(folder, VECTORS, request.param)
    return open_dense(folder, request.param)


@pytest.fixture(scope="module")
def approximate(tmp_path_factory: pytest.TempPathFactory) -> dense.DenseIndex:
    folder = tmp_path_factory.mktemp("approximate")
    write_dense(folder, VECTORS, DenseKind.IVF_SQ8)
    return open_dense(folder, DenseKind.IVF_SQ8)


def best(scores: np.ndarray, k: int) -> list[int]:
    return np.argsort(-scores, kind="stable")[:k].tolist()


def test_exact_up_to_the_stated_number_of_chunks() -> None:
    assert [dense_kind(chunks) for chunks in (1, FLAT_UP_TO, FLAT_UP_TO + 1)] == ["flat", "flat", "ivf-sq8"]


def test_index_knows_its_size(index: dense.DenseIndex) -> None:
    assert (len(index), index.dimension) == VECTORS.shape


def test_flat_scores_are_the_inner_products_of_all(tmp_path: Path) -> None:
    write_dense(tmp_path, VECTORS, DenseKind.FLAT)
    for query in QUERIES:
        scores = open_dense(tmp_path, DenseKind.FLAT).scores(query)
        np.testing.assert_allclose(scores, VECTORS @ query, atol=1e-6)
        assert (scores.dtype, scores.shape) == (np.float32, (CHUNKS,))


def test_approximate_scores_are_exact_for_the_nearest_and_0_for_all_others(approximate: dense.DenseIndex) -> None:
    for query in QUERIES:
        scores = approximate.scores(query)
        found = np.flatnonzero(scores)
        assert (scores.dtype, scores.shape, len(found)) == (np.float32, (CHUNKS,), NEAREST)
        np.testing.assert_allclose(scores[found], (VECTORS @ query)[found], atol=1e-6)


def test_approximate_search_finds_nearly_all_of_the_exact_best_ten(approximate: dense.DenseIndex) -> None:
    shared = [len({*best(approximate.scores(query), 10)} & {*best(VECTORS @ query, 10)}) for query in QUERIES]
    assert sum(shared) / (10 * len(QUERIES)) >= 0.97


@pytest.mark.parametrize("share", [0.01, 0.6])
def test_chunks_that_are_kept_are_found_among_themselves(index: dense.DenseIndex, share: float) -> None:
    kept = np.random.default_rng(4).random(CHUNKS) < share
    shared = 0
    for query in QUERIES:
        shared += len({*best(index.scores(query, kept) * kept, 10)} & {*best((VECTORS @ query) * kept, 10)})
    assert shared / (10 * len(QUERIES)) >= 0.97


def test_nothing_kept_is_nothing_found(index: dense.DenseIndex) -> None:
    none = np.zeros(CHUNKS, bool)
    assert not (index.scores(QUERIES[0], none) * none).any()


def test_query_of_zeros_scores_nothing(index: dense.DenseIndex) -> None:
    assert not index.scores(np.zeros(DIMENSION, np.float32)).any()


@every_kind
def test_same_vectors_give_the_same_files(tmp_path: Path, kind: DenseKind) -> None:
    written = []
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        write_dense(tmp_path / name, VECTORS, kind)
        written.append({file.name: file.read_bytes() for file in (tmp_path / name).iterdir()})
    assert written[0] == written[1]


@every_kind
@pytest.mark.parametrize("count", [1, 2, 30])
def test_few_vectors_are_all_found(tmp_path: Path, kind: DenseKind, count: int) -> None:
    write_dense(tmp_path, VECTORS[:count], kind)
    scores = open_dense(tmp_path, kind).scores(VECTORS[0])
    assert scores[0] == pytest.approx(1.0)


def test_eight_threads_score_the_same_as_one(index: dense.DenseIndex) -> None:
    asked = [*QUERIES] * 10
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(index.scores, asked))
    np.testing.assert_array_equal(together, [index.scores(query) for query in asked])


def test_vectors_of_another_shape_are_refused(tmp_path: Path) -> None:
    write_dense(tmp_path, VECTORS[:40], DenseKind.IVF_SQ8)
    np.save(tmp_path / dense.VECTORS, VECTORS[:39])
    with pytest.raises(ValueError, match=r"^dense.vectors.npy: \(39, 16\)$"):
        open_dense(tmp_path, DenseKind.IVF_SQ8)


def test_search_over_an_approximate_index_answers_alike(tmp_path: Path) -> None:
    texts = [
        "携帯電話の契約数は二千件である。",
        "郵便局では小包を出す人が多い。",
        "台風のときはラジオで避難所を知らせる。",
    ]
    sources = [Source(Document(f"d{n}", f"紙{n}", None, None, DocumentKind.TEXT), text) for n, text in enumerate(texts)]
    home, embedder = IndexHome(tmp_path), load_embedder(BUNDLED)
    build_index(home, "town", sources, embedder)
    exact = FusedRetriever(home.open("town")).search("携帯電話の契約数", 3)
    pointer = json.loads((tmp_path / "indexes" / "town.json").read_text("utf-8"))
    folder = tmp_path / "indexes" / pointer["generation"]
    vectors = embedder.embed_passages([f"紙{n} {text}" for n, text in enumerate(texts)])
    write_dense(folder, vectors, DenseKind.IVF_SQ8)
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert manifest["dense"] == "flat"
    (folder / "manifest.json").write_text(json.dumps(manifest | {"dense": "ivf-sq8"}), "utf-8")
    found = FusedRetriever(home.open("town")).search("携帯電話の契約数", 3)
    assert [(p.chunk, p.rank) for p in found] == [(p.chunk, p.rank) for p in exact]
    assert [p.score for p in found] == pytest.approx([p.score for p in exact], abs=0.02)
