"""Measuring: what is measured is what is there; no test says how long anything takes."""

from dataclasses import astuple
from pathlib import Path

import numpy as np
import pytest

from eval import latency
from eval.baselines import SYSTEMS
from eval.bench import Figure, Heading
from eval.latency import Agreement
from index.embedder import BUNDLED
from index.folder import IndexHome
from rag.pipeline import Assistant
from rag.settings import DIGEST, Settings

QUESTIONS = ["郵便局は全国にいくつある？", "5Gとは何ですか", "火星の人口は？", "テレワークの導入率"]


@pytest.fixture
def home(digest_settings: Settings, digest_assistant: Assistant) -> Path:
    return digest_settings.home_folder


def test_index_is_measured_in_a_process_of_its_own(home: Path) -> None:
    found = latency.of_index(home, IndexHome.name_of([DIGEST]), QUESTIONS)
    assert all(figure > 0 for figure in astuple(found))
    assert found.median <= found.p95
    # In MB: more than Python and numpy, less than all of the machine's.
    assert 50 < found.memory < 5_000


def test_baseline_is_measured_alike() -> None:
    found = latency.of_baseline(SYSTEMS[0], [DIGEST], BUNDLED, QUESTIONS)
    assert all(figure > 0 for figure in astuple(found))


def test_eight_threads_are_compared_with_one(home: Path) -> None:
    agreed = latency.of_threads(home, IndexHome.name_of([DIGEST]), QUESTIONS, seconds=0.5)
    assert agreed == Agreement(agreed.answers, different=0)
    assert agreed.answers >= 8


def test_quality_is_the_share_of_the_exact_best_ten() -> None:
    vectors = np.random.default_rng(1).standard_normal((3_000, 8)).astype(np.float32)
    found = latency.quality(vectors, list(vectors[:30]))
    assert 0.9 < found.recall <= 1
    assert min(found.exact, found.approximate) > 0
    # With one list there is nothing that could be missed.
    assert latency.quality(vectors[:3], list(vectors[:3])).recall == 0.3


def test_percentile_lies_below_the_highest_twentieth() -> None:
    assert latency.percentile([float(value) for value in range(101)]) == 95
    assert latency.percentile([7.0]) == 7


def test_figure_stands_beside_its_goal_with_the_ratio() -> None:
    assert str(Figure("search, median", 6.0, "ms", 15.0)).split() == ["search,", "median", "6.00", "ms", "15.0", "0.40"]
    assert str(Figure("searches a second", 1234.5, "")).split() == ["searches", "a", "second", "1,234.50"]
    assert str(Heading("All documents", "goal")).split() == ["All", "documents", "goal", "ratio"]
