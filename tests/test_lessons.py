"""Lessons: what the statements for a question are worth, what further ones add, and rankings that saw no answer."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from eval.lessons import additions, cross_ranked, cuts, facts_told, lessons
from eval.questions import Evidence, Question
from index.folder import OpenIndex
from rag import trimming
from rag.clauses import runs
from rag.features import FEATURES
from rag.late import Late
from rag.network import arrays_of, learned_network
from rag.ranking import FILE, Ranking
from rag.reader import READINGS
from tests import asked
from tests.town import town

LABEL = "第1章第1節1"

NOTHING_READ = Late(np.zeros((0, 1)), np.ones(1), np.ones(1), np.zeros(0))


@pytest.fixture(scope="module")
def index_(tmp_path_factory: pytest.TempPathFactory) -> OpenIndex:
    return town(tmp_path_factory.mktemp("home"))


def question(id: str = "q1", label: str = LABEL, *facts: str) -> Question:
    gold = (Evidence("r07", label, "二千件である"),)
    told = tuple((fact,) for fact in facts or ("二千件",))
    return replace(asked.question(id), question="携帯電話の契約数は何件ですか", gold=gold, facts=told)


def test_statement_is_as_right_as_the_share_of_the_facts_that_it_says(index_: OpenIndex) -> None:
    # 二千件 stands in the section of the evidence; 三軒に一軒, the other fact, elsewhere: half of a half.
    [found] = lessons([question("q1", LABEL, "二千件", "三軒に一軒")], index_)
    assert sorted(found.right.tolist())[-3:] == [0, 0.25, 0.5]
    assert found.features.shape == (len(found.right), 2 * len(FEATURES))
    assert sorted(facts_told(found.question, found.evidence), key=sorted)[-2:] == [frozenset({0}), frozenset({1})]


def test_statement_that_says_the_facts_elsewhere_is_half_as_right(index_: OpenIndex) -> None:
    for label, best in ((LABEL, 1.0), ("第1章第2節1", 0.5)):
        [found] = lessons([question("q1", label)], index_)
        assert found.right.max() == best


def test_addition_says_what_the_best_statements_lack(index_: OpenIndex) -> None:
    [found] = lessons([question("q1", LABEL, "二千件", "三軒に一軒")], index_)
    facts = facts_told(found.question, found.evidence)
    first = facts.index(frozenset({0}))
    others = [place for place in range(len(facts)) if place != first]
    readings, scores = np.zeros((len(facts), len(READINGS)), np.float32), np.zeros(len(facts), np.float32)
    ranking = Ranking(found.evidence, found.features, readings, scores, [first, *others], [], NOTHING_READ)
    adds = [says_more for _, says_more in additions(ranking, found)]
    assert adds[: len(others)] == [facts[place] == {1} for place in others]
    assert not any(adds[len(others) :])


def test_run_of_clauses_lacks_what_the_statement_alone_says(index_: OpenIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trimming, "LONG", 10)
    text = "固定電話を置く家は減り、いまは三軒に一軒である。"
    for fact, lacking in (("置く家", {"いまは三軒に一軒である。"}), ("三軒に一軒", {"固定電話を置く家は減る"})):
        [found] = lessons([question("q1", "第1章第1節2", fact)], index_)
        place = [statement.text for statement in found.evidence.statements].index(text)
        told = list(cuts(replace(found.ranked_by(learned_network(FILE)), order=[place]), found))
        assert [lacks for _, lacks in told] == [run.text in lacking for run in list(runs(text))[1:]]
        assert {row.shape for row, _ in told} == {(len(arrays_of(trimming.FILE)["direct"]),)}


def test_every_question_is_ranked_once_by_what_did_not_see_its_section(index_: OpenIndex, tmp_path: Path) -> None:
    found = list(lessons([question(f"q{n}", f"第1章第1節{n}") for n in range(1, 8)], index_))
    ranked, of_read = cross_ranked(found)
    assert sorted(lesson.question.id for lesson, _ in ranked) == [f"q{n}" for n in range(1, 8)]
    assert all(sorted(ranking.order) == list(range(len(ranking.scores))) for _, ranking in ranked)
    assert len(of_read["direct"]) == 2 + 2 * len(READINGS) + 2 * len(FEATURES)
