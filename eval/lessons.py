"""What answering learns from: the statements for each question, what further ones add, what of them may be left out,
and when there is no answer.

Lessons on additions, cuts and doubt are taken from rankings by networks that never saw a question of the same section,
as certain as they will be of questions to come. The reader is too sure of the questions that it was taught with: those
teach the statements' network alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from eval.measures import of_section
from eval.questions import Kind, Question, Split
from eval.teach import Items, teach, teach_beside, teach_chance
from eval.wording import says
from index.folder import OpenIndex
from index.lexical import Field
from index.passages import Passage
from index.query import read_query
from index.search import FusedRetriever
from rag import adding, doubt, ranking, trimming
from rag.answers import record_of_passage
from rag.asked import Idf, read_asked
from rag.clauses import runs
from rag.conversation import in_context
from rag.evidence import Evidence
from rag.features import features
from rag.network import Network, write_learned
from rag.order import to_read
from rag.ranking import Ranking, known_of_read, ranked, weighed
from rag.saying import sentence_of
from rag.spans import answer_chances, carried_over
from rag.statements import Statement, statements
from rag.trimming import Cut, Sentence

_FOLDS, _SEED = 5, 0
# Questions that look as if the papers answered them.
LACKING = (Kind.NEAR_MISS, Kind.FALSE_PREMISE, Kind.OUT_OF_SCOPE)
_PASSAGES = 10
# What half of the truth is worth that stands outside the section where the answer stands.
_ELSEWHERE = 0.5
# Statements that may be added, how many times, and how freely the regressions follow the examples (sklearn's C).
_CANDIDATES, _ADDED = 14, 2
_ADDING_STRENGTH, _TRIMMING_STRENGTH, _DOUBT_STRENGTH = 0.1, 0.1, 0.03
# Of so many statements it is learned how they may be cut.
_CUT = 3


@dataclass(frozen=True)
class Lesson:
    """A question, the passages found for it, and the statements of those that are read first.

    `further`: the statements of all passages, for where none of the first seems to answer; None where there are no
    more. `features`: of the first ones, shape (statements, features).
    """

    question: Question
    passages: Sequence[Passage]
    evidence: Evidence
    further: Evidence | None
    features: np.ndarray

    @property
    def section(self) -> str:
        return self.question.gold[0].label if self.question.gold else self.question.id

    @property
    def right(self) -> np.ndarray:
        """How right each of the first statements is, shape (statements,), from 0 to 1."""
        return rightness(self.question, self.evidence)

    def ranked_by(self, network: Network) -> Ranking:
        found = ranked(self.evidence, self.features, network.scores(self.features))
        if found.seems_to_answer or self.further is None:
            return found
        rows = features(self.further)
        return ranked(self.further, rows, network.scores(rows))


def lessons(questions: Sequence[Question], index: OpenIndex) -> Iterator[Lesson]:
    """A lesson from each question."""
    retriever, idf = FusedRetriever(index), index.lexical[Field.WORDS].idf
    for question in questions:
        text = in_context(question.question, question.history)
        passages = retriever.search(text, _PASSAGES)
        asked = read_asked(read_query(text), idf)
        found, *further = (Evidence(asked, statements(asked, some)) for some in to_read(asked, passages))
        yield Lesson(question, passages, found, further[0] if further else None, features(found))


def facts_told(question: Question, evidence: Evidence) -> list[frozenset[int]]:
    """The key facts of a question that each statement says, by number."""
    return [_facts(question, statement) for statement in evidence.statements]


def rightness(question: Question, evidence: Evidence) -> np.ndarray:
    """How right each statement is, shape (statements,), from 0 to 1."""
    pairs = zip(evidence.statements, facts_told(question, evidence), strict=True)
    return np.array([_rightness(question, *pair) for pair in pairs])


def _facts(question: Question, statement: Statement) -> frozenset[int]:
    said = (number for number, fact in enumerate(question.facts) if any(says(statement.text, v) for v in fact))
    return frozenset(said)


def _rightness(question: Question, statement: Statement, facts: frozenset[int]) -> float:
    """The share of the key facts that a statement says, half as good where it stands in another section."""
    place = record_of_passage(statement.passage.chunk)
    here = any(of_section(place, gold) for gold in question.gold)
    return len(facts) / max(1, len(question.facts)) * (1.0 if here else _ELSEWHERE)


def cross_ranked(found: Sequence[Lesson]) -> tuple[list[tuple[Lesson, Ranking]], dict[str, list]]:
    """Each lesson that the reader was not taught, its statements ranked by networks that saw none of its section; and
    what is learned of all statements that were read."""
    random = np.random.default_rng(_SEED)
    sections = sorted({lesson.section for lesson in found})
    fold = dict(zip(sections, random.integers(0, _FOLDS, len(sections)), strict=True))
    networks = [_network([lesson for lesson in found if fold[lesson.section] != number]) for number in range(_FOLDS)]
    new = [lesson for lesson in found if lesson.question.split is not Split.READ and lesson.evidence.statements]
    once = [(lesson, lesson.ranked_by(networks[fold[lesson.section]])) for lesson in new]
    others = [[pair for pair in once if fold[pair[0].section] != number] for number in range(_FOLDS)]
    of_read = [_as_network(_of_read(pairs)) for pairs in others]
    return [(lesson, weighed(ranking, of_read[fold[lesson.section]])) for lesson, ranking in once], _of_read(once)


def _of_read(found: Sequence[tuple[Lesson, Ranking]]) -> dict[str, list]:
    """What is learned of the statements that were read, from rankings without it."""
    told = [pair for pair in found if pair[0].question.answerable and pair[1].read]
    lists = [Items(known_of_read(r), rightness(lesson.question, r.evidence)[r.read]) for lesson, r in told]
    return teach_beside(lists, [ranking.scores[ranking.read] for _, ranking in told])


def _network(found: Sequence[Lesson]) -> Network:
    return _as_network(teach([Items(lesson.features, lesson.right) for lesson in found if lesson.question.answerable]))


def _as_network(learned: dict[str, list]) -> Network:
    return Network(**{name: np.array(values, np.float32) for name, values in learned.items()})


def additions(ranking: Ranking, lesson: Lesson) -> Iterator[tuple[np.ndarray, bool]]:
    """What is known of each statement that might be added to the best ones, and whether it says what they lack."""
    chosen, facts = ranking.order[:1], facts_told(lesson.question, ranking.evidence)
    for _ in range(_ADDED):
        said = frozenset[int]().union(*(facts[place] for place in chosen))
        candidates = [place for place in ranking.order[:_CANDIDATES] if place not in chosen]
        new = [place for place in candidates if facts[place] - said]
        yield from ((adding.addition(ranking, chosen, place), place in new) for place in candidates)
        chosen = [*chosen, *(new or candidates)[:1]]


def cuts(ranking: Ranking, lesson: Lesson) -> Iterator[tuple[np.ndarray, bool]]:
    """What is known of each run of clauses that one of the first statements may be cut down to, and whether it lacks a
    key fact that the statement says."""
    asked = ranking.evidence.asked
    for place in ranking.order[:_CUT]:
        statement = ranking.evidence.statements[place]
        text = "" if statement.is_value or statement.is_entry else sentence_of(statement, asked)
        facts = [fact for fact in lesson.question.facts if any(says(text, variant) for variant in fact)]
        if not trimming.may_be_cut(text, asked) or not facts:
            continue
        answers = carried_over(answer_chances(statement, asked), statement.text, text)
        sentence, (_, *parts) = Sentence(text, asked, answers), runs(text)
        for run in parts:
            yield Cut(sentence, run).known, not all(any(says(run.text, variant) for variant in fact) for fact in facts)


def learn_answers(questions: Sequence[Question], index: OpenIndex) -> None:
    """Write what the statements' network, the additions and the doubt learn from the questions, and say its worth."""
    idf = index.lexical[Field.WORDS].idf
    found = list(lessons([q for q in questions if q.answerable or q.kind in LACKING], index))
    answerable = [lesson for lesson in found if lesson.question.answerable]
    write_learned(ranking.FILE, teach([Items(lesson.features, lesson.right) for lesson in answerable]))
    ranked, of_read = cross_ranked(found)
    write_learned(ranking.READ_FILE, of_read)
    first = [
        bool(rightness(lesson.question, ranking.evidence)[ranking.order[0]] == 1.0)
        for lesson, ranking in ranked
        if lesson.question.answerable
    ]
    print(f"statements: {len(first)} questions, the first one says all of it in {np.mean(first):.3f} (cross-validated)")
    _learn_adding(ranked, adding.FILE)
    _learn_trimming(ranked, trimming.FILE)
    _learn_doubt(ranked, idf, doubt.FILE)


def _learn_adding(ranked: Sequence[tuple[Lesson, Ranking]], file: Path) -> None:
    told = [pair for lesson, ranking in ranked if lesson.question.answerable for pair in additions(ranking, lesson)]
    rows, adds = np.array([row for row, _ in told]), np.array([says_more for _, says_more in told])
    write_learned(file, teach_chance(rows, adds, strength=_ADDING_STRENGTH))
    print(f"additions: {len(adds)} cases, {adds.mean():.3f} of them add")


def _learn_trimming(ranked: Sequence[tuple[Lesson, Ranking]], file: Path) -> None:
    told = [pair for lesson, ranking in ranked if lesson.question.answerable for pair in cuts(ranking, lesson)]
    if not told:
        print("trimming: no statement could be cut, nothing learned")
        return
    rows, lack = np.array([row for row, _ in told]), np.array([lacks for _, lacks in told])
    write_learned(file, teach_chance(rows, lack, strength=_TRIMMING_STRENGTH))
    print(f"trimming: {len(lack)} runs of clauses, {lack.mean():.3f} of them lack a part of the answer")


def _learn_doubt(ranked: Sequence[tuple[Lesson, Ranking]], idf: Idf, file: Path) -> None:
    rows = np.array([doubt.doubts(ranking, lesson.passages, idf) for lesson, ranking in ranked])
    lacking = np.array([not lesson.question.answerable for lesson, _ in ranked])
    write_learned(file, teach_chance(rows, lacking, strength=_DOUBT_STRENGTH))
    print(f"doubt: {len(lacking)} questions, {lacking.mean():.3f} of them without an answer")
