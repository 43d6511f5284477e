"""Reranking: the weighted sum of the features, with the weights that ship."""

import json
import math
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

import index.rerank
from index.features import FEATURES, Candidates, Probe, features
from index.folder import OpenIndex
from index.query import read_query
from index.rerank import FILE, forget, rerank
from tests.town import town


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Candidates:
    index: OpenIndex = town(tmp_path_factory.mktemp("home"))
    return Candidates(Probe(read_query("携帯電話の契約数"), index), np.arange(len(index.records)))


@pytest.fixture
def weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A file of weights in place of the one that ships, empty at first."""
    file = tmp_path / "reranker.json"
    file.write_text("{}")
    monkeypatch.setattr(index.rerank, "FILE", file)
    forget()
    yield file
    monkeypatch.undo()
    forget()


def test_score_is_the_weighted_sum_of_the_features(found: Candidates) -> None:
    learned = json.loads(FILE.read_text("utf-8"))
    columns = features(found)
    expected = sum(learned[name] * columns[:, number] for number, name in enumerate(FEATURES))
    np.testing.assert_allclose(rerank(found), expected, rtol=1e-4, atol=1e-4)


def test_every_feature_has_a_shipped_weight_and_every_weight_its_feature() -> None:
    learned = json.loads(FILE.read_text("utf-8"))
    assert sorted(learned) == sorted(FEATURES)
    assert all(math.isfinite(weight) for weight in learned.values())


def test_feature_that_was_not_learned_counts_nothing(found: Candidates, weights: Path) -> None:
    assert rerank(found).tolist() == [0.0] * len(found.places)


def test_weights_are_read_anew_once_they_are_forgotten(found: Candidates, weights: Path) -> None:
    before = rerank(found)
    weights.write_text('{"newest": 2.0}')
    np.testing.assert_array_equal(rerank(found), before)
    forget()
    np.testing.assert_array_equal(rerank(found), 2 * features(found)[:, FEATURES.index("newest")])
