"""Cut a statement down to the clauses that answer: the shortest run of them that seems to lack nothing of the answer.

Which letters of a statement are of the answer, `rag.spans` says; that and what else is known of what a run leaves out
is weighed by logistic regression. `trimming.json` was made by `python -m eval.tune` from the train questions.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from index.facts import FactKind
from rag.asked import Asked
from rag.clauses import Run, runs
from rag.evidence import NAMED
from rag.network import learned_chance
from rag.numbers import numbers
from rag.statements import spoken
from rag.values import AMOUNTS, Value, best_value, sure_value, values

FILE = Path(__file__).with_name("trimming.json")
# Shorter statements are said whole, and so are longer ones than a sentence can be.
LONG, _TOO_LONG = 50, 500
# Reasons and definitions need the whole.
_WHOLE = FactKind.REASON.bit | FactKind.MEANING.bit
# How likely it may be that a run lacks a part of the answer, and how much of the question's words may be lost with it.
_MAY_LACK, _MAY_LOSE = 0.08, 0.2
_MOST = re.compile(r"最も|最多|最大|首位|1位|トップ|最高|最小|最低")
_LIST = re.compile(r"など|等|及び|や|・|①")


@dataclass(frozen=True)
class Sentence:
    """A statement that may be cut, and what is asked of it.

    `answers`: the chance that each letter is of the answer, float32 of shape (letters,).
    """

    text: str
    asked: Asked
    answers: np.ndarray

    @cached_property
    def holds(self) -> np.ndarray:
        """How well it holds each concept of the question, shape (concepts,)."""
        return _holds(self.text, self.asked)

    @cached_property
    def values(self) -> list[Value]:
        """Its values of the kind that is asked for."""
        return values(self.asked, self.text) if self.asked.kinds & AMOUNTS else []

    @cached_property
    def best(self) -> Value | None:
        return best_value(self.asked, self.text) if self.values else None

    @cached_property
    def sure(self) -> Value | None:
        return sure_value(self.asked, self.text) if self.values else None

    def left_out(self, run: Run) -> str:
        """What a run leaves out, as one text."""
        return "".join(letter for letter, kept in zip(self.text, run.kept.tolist(), strict=True) if not kept)

    def loses(self, run: Run) -> float:
        """How much of the question a run no longer holds."""
        return float(self._lost(run) @ self.asked.worths)

    def _lost(self, run: Run) -> np.ndarray:
        return np.maximum(self.holds - _holds(run.text, self.asked), 0)

    def lacks(self, run: Run) -> np.ndarray:
        """What is known of what a run leaves out: float32, one row."""
        asked, out = self.asked, self.left_out(run)
        share, cut_off, late = 1 - run.kept.mean(), 1 - run.end / len(self.text), not run.kept[0]
        lost, out_holds = self._lost(run), float(_holds(out, asked) @ asked.worths)
        names = set(NAMED.findall(out)) - set(NAMED.findall(run.text)) - set(NAMED.findall(asked.query.text))
        left = len(values(asked, run.text)) if self.values else 0
        amounts = bool(asked.kinds & AMOUNTS)
        dates, lists = (bool(asked.kinds & kind.bit) for kind in (FactKind.DATE, FactKind.LIST))
        wants = [dates, lists, not asked.kinds, asked.several, asked.english, asked.query.asks_change]
        wants.append(bool(asked.query.context))
        new = numbers(out) - asked.numbers - numbers(run.text)
        row = [share, np.log(len(out) + 1), cut_off, cut_off > 0, late, np.log(len(self.text)) - 4]
        row += [lost @ asked.worths, lost.max(initial=0), out_holds, out_holds * cut_off]
        row += [amounts, amounts * (not self.values), len(self.values) - left, bool(self.values) and not left]
        row += [bool(self.best and self.best.text not in run.text), bool(self.sure and self.sure.text in run.text)]
        row += [amounts * share, amounts * cut_off, len(new), len(new) * dates]
        row += [(asked.asks_who or asked.asks_name) * known for known in (len(names), share, cut_off)]
        row += ["「" in out, asked.asks_name * ("「" in out), asked.asks_most * bool(_MOST.search(out))]
        row += [lists * bool(_LIST.search(out))]
        row += [want * known for want in wants for known in (share, cut_off)]
        return np.array([*row, *self._answers_lost(run)], np.float32)

    def _answers_lost(self, run: Run) -> list[float]:
        """What is known of the letters of the answer that a run leaves out."""
        out, here = (self.answers[of] for of in (~run.kept, run.kept))
        most_out, most_here = (_log_odds(chances.max(initial=0.0)) for chances in (out, here))
        total = float(self.answers.sum()) + 1e-6
        return [
            *(most_out, most_here, most_out - most_here, most_out > most_here),
            *(out.sum() / total, np.log1p(out.sum()), out.max(initial=0.0)),
        ]


def trimmed(text: str, asked: Asked, answers: np.ndarray) -> str:
    """The shortest run of clauses that seems to lack nothing of the answer, and holds what is asked.

    `answers`: as of `Sentence`.
    """
    if not may_be_cut(text, asked):
        return text
    sentence = Sentence(text, asked, answers)
    whole, *parts = runs(text)
    if not parts:
        return text
    chances = learned_chance(FILE).chances(np.array([sentence.lacks(run) for run in parts]))
    likely = [run for run, chance in zip(parts, chances, strict=True) if chance <= _MAY_LACK]
    enough = (run.text for run in (whole, *likely) if sentence.loses(run) <= _MAY_LOSE)
    return min(enough, key=len)


def may_be_cut(text: str, asked: Asked) -> bool:
    """Whether a statement is long enough to be cut, and what is asked for does not need the whole."""
    return LONG < len(text) <= _TOO_LONG and not asked.kinds & _WHOLE


def held(text: str, asked: Asked) -> float:
    """The share of the question that a text holds."""
    return float(_holds(text, asked) @ asked.worths)


def _holds(text: str, asked: Asked) -> np.ndarray:
    """How well a text holds each concept, clause by clause, as runs of clauses have most of them in common."""
    spoken_there = frozenset[str]().union(*(spoken(clause)[0] for clause in text.split("、")))
    return asked.held(spoken_there)


def _log_odds(chance: float) -> float:
    return float(np.log((chance + 1e-4) / (1 - chance + 1e-4)))
