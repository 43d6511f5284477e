"""What was asked, beside the statements that may answer it: what each of them says of it, means and offers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from index.facts import FactKind, offered_kinds
from rag.asked import Asked
from rag.statements import Statement
from rag.values import AMOUNTS, Value, values

NAMED = re.compile(
    r"[A-Z][A-Za-z0-9&.\-]+|[ァ-ヴー]{3,}|[一-龥]{2,}(?:社|省|庁|局|機構|会社|大学|協会|財団|銀行|党|市|県|都|府|町|国)"
)
_REASON = re.compile(r"ため|から(?!の|、?\d)|背景|要因|により|によって|ことで|理由|目的|狙い|影響|懸念|おそれ|可能")
# A kind of fact is offered the more surely, the less else its signs may be signs of.
_NAMES_ONE, _GIVES_A_REASON, _LISTS, _EXPLAINS, _OPEN = 0.8, 0.8, 0.7, 0.7, 0.5
# What is said of a subject some sentences back counts less with each one.
_FADES, _FADED = 0.8, 0.3


@dataclass(frozen=True)
class Evidence:
    """What was asked, and the statements that may answer. Arrays have a row for each statement."""

    asked: Asked
    statements: Sequence[Statement]

    @cached_property
    def said(self) -> np.ndarray:
        return self._stacked([s.said for s in self.statements])

    @cached_property
    def alike(self) -> np.ndarray:
        return self._stacked([s.alike for s in self.statements])

    @cached_property
    def meant(self) -> np.ndarray:
        return self._stacked([s.meant for s in self.statements])

    def _stacked(self, rows: Sequence[np.ndarray]) -> np.ndarray:
        return np.array(rows, np.float32).reshape(len(self.statements), len(self.asked.concepts))

    @cached_property
    def values(self) -> list[list[Value]]:
        """The values of the kind that is asked for, of each statement."""
        return [values(self.asked, statement.text) for statement in self.statements]

    @cached_property
    def offers(self) -> np.ndarray:
        """How surely each offers the kind of fact that is asked for, from 0 to 1."""
        return np.array([_offers(self.asked, *pair) for pair in zip(self.statements, self.values, strict=True)])

    @cached_property
    def _rows(self) -> dict[tuple[str, int], int]:
        return {(s.passage.chunk.id, s.place): row for row, s in enumerate(self.statements)}

    def beside(self, statement: Statement, step: int) -> int | None:
        """The row of the statement so many places further in a statement's passage; None where none is told there."""
        return self._rows.get((statement.passage.chunk.id, statement.place + step))

    @cached_property
    def before(self) -> np.ndarray:
        """What the statement before each one in its passage says, shape (statements, concepts)."""
        rows = [self.beside(statement, -1) for statement in self.statements]
        nothing = np.zeros(len(self.asked.concepts), np.float32)
        return self._stacked([nothing if row is None else self.said[row] for row in rows])

    @cached_property
    def carried(self) -> np.ndarray:
        """What each means when those before it in its passage are read, too, shape (statements, concepts)."""
        found = self.meant.copy()
        for place, statement in enumerate(self.statements):
            share, back = _FADES, 1
            while back <= statement.place and share > _FADED:
                if (row := self.beside(statement, -back)) is not None:
                    found[place] = np.maximum(found[place], share * self.said[row])
                share, back = share * _FADES, back + 1
        return found


def _offers(asked: Asked, statement: Statement, found: Sequence[Value]) -> float:
    kinds, text = asked.kinds, statement.text
    if found:
        return 1.0
    if kinds & AMOUNTS:
        return 0.0
    if asked.asks_who or asked.asks_name:
        return _NAMES_ONE if set(NAMED.findall(text)) - set(NAMED.findall(asked.query.text)) else 0.0
    if kinds & FactKind.REASON.bit:
        return _GIVES_A_REASON if _REASON.search(text) else 0.0
    if kinds & FactKind.LIST.bit:
        return _LISTS if offered_kinds(text) & FactKind.LIST.bit else 0.0
    if kinds & FactKind.MEANING.bit:
        return _EXPLAINS if offered_kinds(text) & FactKind.MEANING.bit else 0.0
    return _OPEN
