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
from rag.features import MOST
from rag.lacking import says_most
from rag.network import learned_chance
from rag.numbers import amounts, numbers
from rag.statements import spoken
from rag.values import AMOUNTS, Value, best_value, sure_value, values

FILE = Path(__file__).with_name("trimming.json")
# Shorter statements are said whole, and so are longer ones than a sentence can be.
LONG, _TOO_LONG = 50, 500
# Reasons and definitions need the whole.
_WHOLE = FactKind.REASON.bit | FactKind.MEANING.bit
# How likely it may be that a run lacks a part of the answer, and how much of the question's words may be lost with it.
_MAY_LACK, _MAY_LOSE = 0.08, 0.2
_LIST = re.compile(r"など|等|及び|や|・|①")
# Who does it, or is it, by a name; what is no question for one.
_ACTS = re.compile(rf"({NAMED.pattern})(?:（[^（）]{{1,40}}）)?(?:等|など)?[がは]")
_NOT_WHO = re.compile(r"どこ(?:まで|から)|どちら")
# By how much it grew, where that is asked for.
_ASKS_GROWTH = re.compile(
    r"(?:増減|伸び|増加|減少|成長|変化)率|[前昨]年(?:度|同期)?比|対前年|前の?年度?(?:から|より|と比べ|に比べ)|growth"
)
_GROWTH = re.compile(r"前年|前期|前回|成長率|\bCAGR\b")
# Which way it went, where that is asked for, or taken for granted: 増えたそうですが何台.
_ASKS_WHICH_WAY = re.compile(r"増え|減っ|減る|伸び|増加|減少|増減|(?<!以)[上下]が[っり]|変わ|変化|推移|横ばい")
_WHICH_WAY = re.compile(
    r"[増減](?:[え加少っりると、。）]|$)|伸び|上昇|低下|拡大|縮小|横ばい|(?<!以)[上下]が[っり]|[上下]回"
)
# Asks for how much, without a word for what is counted.
_HOW_FAR = re.compile(
    r"どこまで|どれ(?:くらい|ぐらい|だけ|ほど)|どの(?:くらい|程度)|\bhow (?:much|far)\b", re.IGNORECASE
)
_OF_EACH = re.compile(r"それぞれ|各々|ずつ|\brespectively\b|\beach\b")


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


@dataclass(frozen=True)
class Cut:
    """A run of a sentence, beside what it leaves out."""

    sentence: Sentence
    run: Run

    @property
    def known(self) -> np.ndarray:
        """What is known of it: float32, one row."""
        parts = (self._of_length, self._of_words, self._of_values, self._of_names, self._of_kinds, self._of_the_answer)
        return np.array([value for part in parts for value in part()], np.float32)

    @cached_property
    def left_out(self) -> str:
        """What is left out, as one text."""
        kept = self.run.kept.tolist()
        return "".join(letter for letter, here in zip(self.sentence.text, kept, strict=True) if not here)

    @property
    def loses(self) -> float:
        """How much of the question is no longer held."""
        return float(self._lost @ self._asked.worths)

    @property
    def drops(self) -> bool:
        """Whether it leaves out what may be the answer whatever the chances are: who does it, by how much it grew or
        which way it went where that is asked for, a value where those of each or the most are, all amounts where it is
        asked how far it went."""
        asked, question = self._asked, self._asked.query.in_full
        if _GROWTH.search(self.left_out) and _ASKS_GROWTH.search(question):
            return True
        if (
            _WHICH_WAY.search(self.left_out)
            and not _WHICH_WAY.search(self.run.text)
            and _ASKS_WHICH_WAY.search(question)
        ):
            return True
        if _HOW_FAR.search(question) and amounts(self.left_out) and not amounts(self.run.text):
            return True
        asks_most = asked.asks_most and not asked.kinds & FactKind.DATE.bit
        if asks_most and self._values_left_out and not says_most(self.run.text):
            return True
        asks_who = (asked.asks_who or asked.asks_name) and not _NOT_WHO.search(asked.query.text)
        if asks_who and self._names_left_out & set(_ACTS.findall(self.left_out)):
            return True
        return bool(_OF_EACH.search(question)) and self._values_left_out > 0

    @cached_property
    def _values_left_out(self) -> int:
        """How many values of the kind that is asked for the run lacks."""
        sentence = self.sentence.values
        return len(sentence) - len(values(self._asked, self.run.text)) if sentence else 0

    @cached_property
    def _names_left_out(self) -> set[str]:
        """Names that neither the run nor the question has."""
        out, *known = (set(NAMED.findall(text)) for text in (self.left_out, self.run.text, self._asked.query.text))
        return out.difference(*known)

    @cached_property
    def _lost(self) -> np.ndarray:
        """How much less of each concept is held, shape (concepts,)."""
        return np.maximum(self.sentence.holds - _holds(self.run.text, self._asked), 0)

    @property
    def _asked(self) -> Asked:
        return self.sentence.asked

    @cached_property
    def _share(self) -> float:
        return 1 - float(self.run.kept.mean())

    @cached_property
    def _cut_off(self) -> float:
        """The share of the sentence that stands after the run."""
        return 1 - self.run.end / len(self.sentence.text)

    def _asks(self, kind: FactKind) -> bool:
        return bool(self._asked.kinds & kind.bit)

    def _of_length(self) -> list[float]:
        lengths = np.log(len(self.left_out) + 1), np.log(len(self.sentence.text)) - 4
        return [self._share, lengths[0], self._cut_off, self._cut_off > 0, not self.run.kept[0], lengths[1]]

    def _of_words(self) -> list[float]:
        out = held(self.left_out, self._asked)
        return [self.loses, self._lost.max(initial=0), out, out * self._cut_off]

    def _of_values(self) -> list[float]:
        sentence, run, asked = self.sentence, self.run.text, self._asked
        left, amounts = len(sentence.values) - self._values_left_out, bool(asked.kinds & AMOUNTS)
        new = len(numbers(self.left_out) - asked.numbers - numbers(run))
        there = bool(sentence.values)
        return [
            *(amounts, amounts * (not there), self._values_left_out, there and not left),
            *(bool(sentence.best and sentence.best.text not in run), bool(sentence.sure and sentence.sure.text in run)),
            *(amounts * self._share, amounts * self._cut_off, new, new * self._asks(FactKind.DATE)),
        ]

    def _of_names(self) -> list[float]:
        asked, out = self._asked, self.left_out
        wanted = asked.asks_who or asked.asks_name
        return [
            *(wanted * told for told in (len(self._names_left_out), self._share, self._cut_off)),
            *("「" in out, asked.asks_name * ("「" in out), asked.asks_most * bool(MOST.search(out))),
            self._asks(FactKind.LIST) * bool(_LIST.search(out)),
        ]

    def _of_kinds(self) -> list[float]:
        asked = self._asked
        wants = [self._asks(FactKind.DATE), self._asks(FactKind.LIST), not asked.kinds, asked.several, asked.english]
        wants += [asked.query.asks_change, bool(asked.query.context)]
        return [want * share for want in wants for share in (self._share, self._cut_off)]

    def _of_the_answer(self) -> list[float]:
        out, here = (self.sentence.answers[of] for of in (~self.run.kept, self.run.kept))
        most_out, most_here = (_log_odds(chances.max(initial=0.0)) for chances in (out, here))
        total = float(self.sentence.answers.sum()) + 1e-6
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
    sentence, (_, *parts) = Sentence(text, asked, answers), runs(text)
    if not parts:
        return text
    cuts = [Cut(sentence, run) for run in parts]
    chances = learned_chance(FILE).chances(np.array([cut.known for cut in cuts]))
    told = zip(cuts, chances, strict=True)
    likely = (cut for cut, chance in told if chance <= _MAY_LACK and cut.loses <= _MAY_LOSE)
    enough = (cut.run.text for cut in likely if not cut.drops)
    return min((text, *enough), key=len)


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
