"""Tuning: examples from questions whose evidence is known, and weights that put what is right first."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import index.rerank
from eval.questions import Evidence, Kind, Question, Split
from eval.tune import Example, cross_validated, learn, main, passage_examples
from index.features import FEATURES, Candidates, Probe, features
from index.folder import OpenIndex
from index.query import read_query
from index.search import candidate_places, candidate_scores
from rag import adding, doubt, ranking, trimming
from rag.features import FEATURES as OF_STATEMENTS
from rag.network import learned_chance, learned_network
from tests import asked
from tests.town import OLD_PHONES, PHONES, chunks, town

LABEL = "第1章第1節1"
PENALTY = 0.01


@pytest.fixture(scope="module")
def index_(tmp_path_factory: pytest.TempPathFactory) -> OpenIndex:
    return town(tmp_path_factory.mktemp("home"))


def question(
    id: str = "q1", text: str = "携帯電話の契約数は何件ですか", label: str = LABEL, **other: object
) -> Question:
    """A question that the town's newest paper answers."""
    gold = (Evidence("r07", label, "二千件である"),)
    return replace(asked.question(id), question=text, gold=gold, facts=(("二千件",),), **other)


def example(right: list[float], rows: list[list[float]], label: str = LABEL) -> Example:
    return Example(question(label=label), np.array(rows, np.float32), np.array(right))


# Passages.


def test_candidates_that_hold_the_evidence_are_right(index_: OpenIndex) -> None:
    [found] = passage_examples([question()], index_)
    probe = Probe(read_query("携帯電話の契約数は何件ですか"), index_)
    places = candidate_places(probe, candidate_scores(probe))
    texts = [chunks(index_)[place].text for place in places]
    assert found.right.tolist() == [float(text == PHONES) for text in texts]
    assert sum(found.right) == 1
    np.testing.assert_array_equal(found.features, features(Candidates(probe, places)))


def test_question_about_two_editions_gives_a_list_for_each(index_: OpenIndex) -> None:
    both = question(text="平成30年版と令和7年版では携帯電話の契約数はどう違うか")
    lists = list(passage_examples([both, question("q2")], index_))
    assert [found.question.id for found in lists] == ["q1", "q1", "q2"]
    assert [found.right.max() for found in lists] == [0, 1, 1]


def test_question_is_understood_by_what_was_asked_before(index_: OpenIndex) -> None:
    follow = question(text="それは何件ですか", history=("携帯電話の契約数は増えた？",))
    [found] = passage_examples([follow], index_)
    assert found.right.sum() == 1


# Learning.


def test_weights_put_what_is_right_first() -> None:
    # What is right has more of the first feature; the second says nothing, the third is always the same.
    lists = [example([0, 1, 0], [[n, 1 - n, 5], [n + 1, n, 5], [n - 1, n, 5]]) for n in range(4)]
    weights = learn(lists)
    assert weights[0] > 0
    assert weights[2] == pytest.approx(0, abs=1e-6)
    assert [int(np.argmax(found.features @ weights)) for found in lists] == [1, 1, 1, 1]


def test_learning_finds_the_least_loss() -> None:
    # One list of two items, one feature, 0 and 1 (spread 1/2, so that the rows are 0 and 2): the loss is
    # 0.01 w² + log(1 + exp(−2w)), whose slope is 0.02 w − 2 / (1 + exp(2w)).
    [weight] = learn([example([0, 1], [[0], [1]])])
    scaled = weight / 2
    assert 2 * PENALTY * scaled == pytest.approx(2 / (1 + np.exp(2 * scaled)), abs=1e-4)


def test_unit_of_a_feature_makes_no_difference() -> None:
    rows = np.array([[0.0, 3], [1, 1], [0.5, 2]])
    one, other = (learn([example([0, 1, 0], (rows * scale).tolist())]) for scale in ([1, 1], [1, 100]))
    np.testing.assert_allclose(one, other * [1, 100], atol=1e-3)


def test_items_that_are_nearly_as_right_as_the_best_are_neither_best_nor_worse() -> None:
    # 0.5 is not less than half of 1: where its item stands makes no difference to the loss.
    lists = [example([1, 0.5, 0], [[1, 0], [middle, 0], [0, 0]]) for middle in (1.0, 0.0)]
    spread = [np.array([1, middle, 0]).std() for middle in (1.0, 0.0)]
    weights = [learn([found])[0] * s for found, s in zip(lists, spread, strict=True)]
    gaps = [1 / s for s in spread]
    for weight, gap in zip(weights, gaps, strict=True):
        assert 2 * PENALTY * weight == pytest.approx(gap / (1 + np.exp(gap * weight)), abs=1e-4)


def test_list_without_anything_right_teaches_nothing() -> None:
    told, untold = example([0, 1], [[0, 1], [1, 0]]), example([0, 0], [[9, 9], [7, 5]])
    np.testing.assert_array_equal(learn([told, untold]), learn([told]))


def test_learning_twice_gives_the_same_weights() -> None:
    random = np.random.default_rng(3)
    lists = [example([1, 0, 0, 0], random.normal(size=(4, 5)).tolist()) for _ in range(10)]
    np.testing.assert_array_equal(learn(lists), learn(lists))


def test_cross_validation_counts_how_often_what_is_right_comes_first_or_among_five() -> None:
    # Ten sections of one rule: what is right has the most of the feature. One list is without anything right,
    # in one the rule puts it second, in one seventh.
    lists = [example([0, 1, 0], [[0], [1], [0.5]], f"第{n}章") for n in range(10)]
    lists += [
        example([0, 0], [[0], [1]], "第1章"),
        example([0, 1, 0], [[2], [1], [0]], "第2章"),
        example([1, *[0] * 6], [[0], *[[1]] * 6], "第3章"),
    ]
    assert cross_validated(lists) == {"first": round(10 / 13, 3), "among five": round(11 / 13, 3)}


# The command.


def test_command_writes_all_that_is_learned_and_says_what_it_is_worth(
    index_: OpenIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked_ = [
        question("q1"),
        question("q2", "携帯電話はどれだけ契約された？", "第1章第1節2"),
        question("q3", "携帯電話の契約は人口より多い？", "第1章第2節1"),
        question("q4", "町の携帯電話の数", "第1章第2節2"),
        replace(question("q5", "固定電話を置く家はどれだけ？", "第1章第1節2"), facts=(("三軒に一軒",),)),
        replace(question("q6", "携帯電話を契約した社長の名前は？"), kind=Kind.NEAR_MISS, facts=()),
    ]
    written = {}
    monkeypatch.setattr(trimming, "LONG", 10)
    learned = {"passages": index.rerank, "statements": ranking, "adding": adding, "trimming": trimming, "doubt": doubt}
    for name, module in learned.items():
        written[name] = tmp_path / f"{name}.json"
        monkeypatch.setattr(module, "FILE", written[name])
    written["read"] = tmp_path / "read.json"
    monkeypatch.setattr(ranking, "READ_FILE", written["read"])
    examples = tmp_path / "intents.tsv"
    examples.write_text("".join(f"greeting\tこんにちは{number}\n" for number in range(3)), "utf-8")
    monkeypatch.setattr("eval.tune.INTENTS", examples)
    monkeypatch.setattr("rag.classifier.FILE", tmp_path / "intents.json")
    monkeypatch.setattr("eval.tune.read_questions", lambda split: asked_ if split is Split.TRAIN else [])
    monkeypatch.setattr("rag.pipeline.open_index", lambda settings: index_)
    index.rerank.forget()
    main()
    monkeypatch.undo()
    index.rerank.forget()
    assert list(json.loads(written["passages"].read_text("utf-8"))) == list(FEATURES)
    assert len(learned_network(written["statements"]).direct) == 2 * len(OF_STATEMENTS)
    assert np.isfinite(learned_network(written["read"]).direct).all()
    assert np.isfinite(learned_chance(written["adding"]).direct).all()
    assert np.isfinite(learned_chance(written["trimming"]).direct).all()
    assert np.isfinite(learned_chance(written["doubt"]).direct).all()
    said = capsys.readouterr().out
    assert said.startswith("passages: 5 lists, cross-validated {'first': ")
    assert "\nstatements: 5 questions, the first one says all of it in " in said
    assert said.endswith("doubt: 6 questions, 0.167 of them without an answer\n")


def test_older_edition_is_not_the_evidence_of_the_newest(index_: OpenIndex) -> None:
    [found] = passage_examples([replace(question(), gold=(Evidence("r07", LABEL, OLD_PHONES),))], index_)
    assert not found.right.any()
