"""How doubtful it is that the passages hold what is asked, by logistic regression over the evidence.

Not that words are near each other decides, but what is missing: the thing that is asked about, the kind of fact, the
value whose own clause speaks of it. `doubt.json` was made by `python -m eval.tune` from the train questions, which
the reader does not know; four in ten ask for what the papers do not say.
"""

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from index.concepts import weighed_sum
from index.facts import FactKind
from index.passages import Passage
from rag.asked import Idf
from rag.evidence import Evidence
from rag.features import FEATURES
from rag.lacking import lacking_by_rule
from rag.network import learned_chance
from rag.ranking import Ranking
from rag.reader import READINGS
from rag.statements import spoken
from rag.values import best_value, own_part

FILE = Path(__file__).with_name("doubt.json")
_MOST_IDF = 10.0
# Statements and passages looked at beside the best one.
_STATEMENTS, _PASSAGES = 3, 5
_NOTHING = 0.5
# Who asks for a part of a total, or for one alone, asks for more than the total.
_OF_A_PART = re.compile(r"そのうち|内訳|うち[、のち]|別に|ごと")
_NARROWS = re.compile(r"だけ|のみ|単独|自体|個別|具体的")


def doubt(ranking: Ranking, passages: Sequence[Passage], idf: Idf) -> float:
    """The chance that the passages do not say what is asked, from 0 to 1."""
    if not ranking.order:
        return 1.0
    return float(learned_chance(FILE).chances(doubts(ranking, passages, idf)[None])[0])


def doubts(ranking: Ranking, passages: Sequence[Passage], idf: Idf) -> np.ndarray:
    """What speaks for and against an answer: float32, one row. There must be a statement."""
    evidence, best, few = ranking.evidence, ranking.order[0], ranking.order[:_STATEMENTS]
    asked, worths = evidence.asked, evidence.asked.worths
    statement = evidence.statements[best]
    means = np.maximum(evidence.alike, evidence.meant)
    shares = {
        "said": weighed_sum(evidence.said, worths),
        "alike": weighed_sum(evidence.alike, worths),
        "means": weighed_sum(means, worths),
        "carried": weighed_sum(evidence.carried, worths),
    }
    offered = shares["carried"] * evidence.offers
    gap = float(shares["carried"].max() - offered.max())
    row = [value for share in shares.values() for value in (share[best], share[few].max(), share.max())]
    row += [evidence.offers[best], evidence.offers[few].max(), offered[best], offered.max(), gap]
    row += [*_value(evidence, best), ranking.scores[best], ranking.certainty, statement.passage.rank == 1]
    row += [*ranking.readings[best], *ranking.readings.max(axis=0), *_answering(ranking)]
    row += [passages[0].score, passages[0].score - passages[min(_PASSAGES, len(passages)) - 1].score]
    for means_here in _held_in(ranking, passages):
        row += _lacks(evidence, means_here, idf)
    kinds = [bool(asked.kinds & kind.bit) for kind in FactKind]
    row += [*kinds, not asked.kinds, asked.asks_who, asked.asks_name, asked.asks_most, asked.several, asked.english]
    row += [bool(asked.query.context), bool(asked.query.years), len(asked.concepts) / 10, statement.newest]
    row += [gap * kind for kind in kinds] + [evidence.offers[best] * kind for kind in kinds]
    row += [*ranking.features[best, : len(FEATURES)], *ranking.features[few, : len(FEATURES)].max(axis=0)]
    best_first = [evidence.statements[place] for place in ranking.order[:_STATEMENTS]]
    row += [bool(lacking) for lacking in lacking_by_rule(asked, best_first, passages)]
    row += [bool(_OF_A_PART.search(asked.query.text)), bool(_NARROWS.search(asked.query.text))]
    row += [gap * asked.asks_who, evidence.offers[best] * asked.asks_who, gap * asked.asks_name]
    return np.array(row, np.float32)


def _answering(ranking: Ranking) -> list[float]:
    """How surely one of those statements answers that offer the kind of fact that is asked for; how much less surely
    than the surest of all."""
    answers = ranking.readings[:, READINGS.index("answers")]
    offering = float(answers[ranking.evidence.offers >= _NOTHING].max(initial=answers.min()))
    return [offering, offering - float(answers.max())]


def _value(evidence: Evidence, place: int) -> list[float]:
    """What the own part of the value that would be told speaks of: the question, its focus, its subject."""
    asked, text = evidence.asked, evidence.statements[place].text
    value = best_value(asked, text)
    if value is None:
        return [0.0, 0.0, 0.0, 0.0]
    own = asked.held(spoken(own_part(asked, text, value))[0])
    of = [float(own[place]) if place >= 0 else _NOTHING for place in (asked.focus, asked.subject)]
    return [1.0, float(own @ asked.worths), *of]


def _held_in(ranking: Ranking, passages: Sequence[Passage]) -> list[np.ndarray]:
    """How well each concept is held: by the best statement's words, with like words, by its passage, by all
    statements and the titles of all passages."""
    evidence, best = ranking.evidence, ranking.order[0]
    ranks = np.array([statement.passage.rank for statement in evidence.statements])
    near = ranks == ranks[best]
    titles = [evidence.asked.held(spoken(passage.chunk.section.title)[0]) for passage in passages]
    return [
        evidence.meant[best],
        np.maximum(evidence.alike, evidence.meant)[best],
        evidence.said[near].max(axis=0),
        evidence.alike[near].max(axis=0),
        np.max([evidence.said.max(axis=0), *titles], axis=0),
        evidence.alike.max(axis=0),
    ]


def _lacks(evidence: Evidence, means: np.ndarray, idf: Idf) -> list[float]:
    """What of the question is lacking: by what it counts, by how rare the nouns and the other words are."""
    asked = evidence.asked
    lacking = (1 - np.minimum(means, 1)) * (asked.worths > 0)
    rare = np.array([min(_MOST_IDF, idf(max(c.words, key=c.words.__getitem__))) for c in asked.concepts], np.float32)
    nouns, others = lacking * rare * asked.nouns, lacking * rare * ~asked.nouns
    named = lacking * [bool(concept.words.keys() & asked.names) for concept in asked.concepts]
    of = [float(lacking[place]) if place >= 0 else _NOTHING for place in (asked.focus, asked.subject)]
    most = [float(values.max(initial=0.0)) for values in (lacking * asked.worths, nouns, others, named)]
    return [float(lacking @ asked.worths), *most, float(nouns.sum()), float((nouns > 2).sum()), *of]
