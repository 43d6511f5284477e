"""What was learned: a network's scores, a regression's chances, and that both survive being written down."""

from pathlib import Path

import numpy as np
import pytest

from eval.teach import Items, teach, teach_beside, teach_chance
from rag.network import Logistic, Network, learned_chance, learned_network, write_learned


def test_score_is_the_weighted_sum_and_what_the_hidden_layer_adds() -> None:
    network = Network(
        mean=np.array([1.0, 0.0]),
        spread=np.array([2.0, 1.0]),
        direct=np.array([3.0, 1.0]),
        inner=np.array([[1.0], [0.0]]),
        bias=np.array([0.5]),
        outer=np.array([2.0]),
    )
    # (3 - 1) / 2 = 1 and 2; 3·1 + 1·2 + 2·tanh(1·1 + 0.5)
    assert network.scores(np.array([[3.0, 2.0]]))[0] == pytest.approx(5 + 2 * np.tanh(1.5))


def test_what_is_unheard_of_is_not_extrapolated() -> None:
    network = Network(np.zeros(1), np.ones(1), np.ones(1), np.zeros((1, 1)), np.zeros(1), np.zeros(1))
    assert network.scores(np.array([[1e9], [4.0], [-1e9]])).tolist() == [4.0, 4.0, -4.0]


def test_chance_is_a_half_at_even_odds() -> None:
    logistic = Logistic(np.array([1.0]), np.array([2.0]), np.array([1.0]), np.array(-1.0))
    # (3 - 1) / 2 · 1 - 1 = 0
    assert logistic.chances(np.array([[3.0], [5.0]])).tolist() == [0.5, pytest.approx(1 / (1 + np.exp(-1)))]


def lists() -> list[Items]:
    """Lists in which what is right has the most of the first feature; the second says nothing."""
    random = np.random.default_rng(2)
    rows = [random.normal(size=(5, 2)).astype(np.float32) for _ in range(40)]
    return [Items(row, (row[:, 0] == row[:, 0].max()).astype(float)) for row in rows]


def test_network_learns_to_put_what_is_right_first(tmp_path: Path) -> None:
    file = tmp_path / "network.json"
    write_learned(file, teach(lists()))
    network = learned_network(file)
    first = [items.right[np.argmax(network.scores(items.features))] for items in lists()]
    assert np.mean(first) > 0.9


def test_learning_twice_gives_the_same_network() -> None:
    assert teach(lists()) == teach(lists())


def test_weights_beside_scores_put_first_what_the_scores_do_not(tmp_path: Path) -> None:
    file, found = tmp_path / "beside.json", lists()
    # The scores put what is right last, by a little.
    given = [-0.2 * items.right for items in found]
    write_learned(file, teach_beside(found, given))
    beside = learned_network(file)
    first = [
        items.right[np.argmax(scores + beside.scores(items.features))]
        for items, scores in zip(found, given, strict=True)
    ]
    assert np.mean(first) > 0.8
    assert beside.direct[0] > 10 * abs(beside.direct[1])


def test_weights_beside_scores_that_say_all_are_next_to_nothing() -> None:
    found = lists()
    learned = teach_beside(found, [50.0 * items.right for items in found])
    assert np.abs(learned["direct"]).max() < 0.01


def test_chance_is_higher_of_what_happened_more_often(tmp_path: Path) -> None:
    rows = np.arange(20.0).reshape(-1, 1)
    write_learned(tmp_path / "chance.json", teach_chance(rows, rows[:, 0] > 9, strength=1.0))
    low, high = learned_chance(tmp_path / "chance.json").chances(np.array([[2.0], [17.0]]))
    assert low < 0.2 < 0.8 < high


def test_what_never_happened_has_hardly_a_chance(tmp_path: Path) -> None:
    write_learned(tmp_path / "never.json", teach_chance(np.ones((3, 2)), np.zeros(3, bool), strength=1.0))
    assert learned_chance(tmp_path / "never.json").chances(np.ones((1, 2)))[0] < 0.01
