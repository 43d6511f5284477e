"""Features of each statement beside the question, from which a small network learned what answers."""

import re
from collections.abc import Callable
from functools import lru_cache

import numpy as np

from index.concepts import weighed_sum
from index.facts import FactKind, offered_kinds
from index.figures import without_sample
from ingest.calendar import names_year
from ingest.chunks import FIGURE_MENTION
from ingest.events import TextKind
from rag.asked import Asked, plain
from rag.evidence import Evidence
from rag.numbers import numbers
from rag.statements import Statement, spoken
from rag.values import AMOUNTS, WESTERN, near_value

_QUANTITIES = FactKind.RATE.bit | FactKind.MONEY.bit | FactKind.COUNT.bit
_NUMBER = re.compile(r"\d")
MOST = re.compile(r"最も|最多|最大|首位|1位|トップ|第1|最高|最小|最低")
_SOURCE = re.compile(r"^\s*[（(※＊*]|出典|https?:|URL")
# How a statement begins whose first half stands elsewhere.
FRAGMENT = re.compile(
    r"[、。，．）)」』]|(?:において|における|に対し|に関し|について|によ[りる]|と比較|とともに|が約|の|を|は、|で、|へ|も、)"
)
_LAST_YEARS = 2
_CLAUSE_ENDS = re.compile(r"[、。：；（）()「」『』,]")
_ONLY_KANA = re.compile(r"[ぁ-ん、。？?！]+")

Column = Callable[[Evidence], np.ndarray]
Feature = Callable[[Asked, Statement], float]


def _each(feature: Feature) -> Column:
    """A column from what can be told of one statement alone."""
    return lambda evidence: np.array([feature(evidence.asked, s) for s in evidence.statements], np.float32)


def _asks(kind: FactKind) -> Feature:
    """Whether the kind of fact is asked for and the statement offers it."""
    return lambda asked, s: float(bool(asked.kinds & kind.bit) and bool(offered_kinds(s.text) & kind.bit))


def _year(asked: Asked, statement: Statement) -> float:
    years, text, written = asked.query.years, plain(statement.text), statement.passage.chunk.section.document.year
    return sum(names_year(text, year, written) for year in years) / len(years) if years else 0.5


def _unit(asked: Asked, statement: Statement) -> float:
    """Whether the statement has a number with the counter that the question asks with: 何社, 何人, 何か国."""
    if not asked.counter:
        return 0.5
    return float(bool(re.search(r"\d[\d,.]*\s*[万億兆]?\s*" + re.escape(asked.counter), plain(statement.text))))


def _names(asked: Asked, statement: Statement) -> float:
    named = [number for number, concept in enumerate(asked.concepts) if concept.words.keys() & asked.names]
    return float(statement.said[named].mean()) if named else 1.0


def _new_name(asked: Asked, statement: Statement) -> float:
    """Whether the statement names somebody or some place that the question does not, where it asks for one."""
    known = {word for concept in asked.concepts for word in concept.words}
    return float(asked.asks_who and bool(statement.names - known))


def _new_number(asked: Asked, statement: Statement) -> float:
    """Whether the statement has a number that the question does not, where it asks for one."""
    return float(bool(asked.kinds & AMOUNTS) and bool(numbers(statement.text) - asked.numbers))


def _recent(asked: Asked, statement: Statement) -> float:
    """Of an amount asked for without a year: 1 if it is of the last years before its edition, −1 if of older ones."""
    edition = statement.passage.chunk.section.document.year
    years = [int(year) for year in WESTERN.findall(plain(statement.text))]
    if asked.query.years or not asked.kinds & _QUANTITIES or not edition or not years:
        return 0.0
    return 1.0 if max(years) >= edition - _LAST_YEARS else -1.0


def _defines(asked: Asked, statement: Statement) -> float:
    """Whether the statement says what the term is whose meaning is asked for."""
    if not asked.term:
        return 0.0
    begins = rf"{re.escape(asked.term)}[」』）)]*(?:[＊*]\d+)?(?:（[^）]*）)?"
    says = rf"{begins}(?:とは|は、|と呼|という|をい|を指|の略|と定義|のこと)"
    return float(bool(re.search(says, plain(statement.text))))


def _other_year(asked: Asked, statement: Statement) -> float:
    """Whether the statement is about years, and none of them is the one that is asked for."""
    text = plain(statement.text)
    found = WESTERN.findall(text)
    written = statement.passage.chunk.section.document.year
    right = any(names_year(text, year, written) for year in asked.query.years)
    return float(bool(asked.query.years and found) and not right)


def _grams(asked: Asked, statement: Statement) -> float:
    """The share of the question's character pairs that the statement has, those of hiragana alone left out."""
    pairs = _pairs(asked.query.text)
    return len(pairs & _pairs(statement.text)) / max(1, len(pairs))


@lru_cache(maxsize=4_096)
def _pairs(text: str) -> frozenset[str]:
    bare = _bare(text)
    pairs = (bare[place : place + 2] for place in range(len(bare) - 1))
    return frozenset(pair for pair in pairs if not _ONLY_KANA.fullmatch(pair))


@lru_cache(maxsize=4_096)
def _bare(text: str) -> str:
    """A text by its letters alone, without width, case and spaces."""
    return "".join(plain(text).lower().split())


def _clause(asked: Asked, statement: Statement) -> float:
    """How much of the question the best single clause holds that has a number."""
    clauses = [clause for clause in _CLAUSE_ENDS.split(statement.text) if numbers(clause) - asked.numbers]
    return max((float(asked.held(spoken(clause)[0]) @ asked.worths) for clause in clauses), default=0.0)


def _near_value(evidence: Evidence) -> np.ndarray:
    pairs = zip(evidence.statements, evidence.values, strict=True)
    return np.array([max((near_value(evidence.asked, s.text, v) for v in of[:12]), default=0.0) for s, of in pairs])


def _held_by(concept: str) -> Column:
    """How well each means the subject or the focus of the question."""

    def column(evidence: Evidence) -> np.ndarray:
        place = getattr(evidence.asked, concept)
        both = np.maximum(evidence.alike, evidence.meant)
        return both[:, place] if place >= 0 else np.full(len(evidence.statements), 0.5)

    return column


def _least(evidence: Evidence) -> np.ndarray:
    """The most telling concept that each lacks."""
    lacks = (1 - np.maximum(evidence.alike, evidence.meant)) * evidence.asked.worths
    return lacks.max(axis=1, initial=0.0)


def _share_said(asked: Asked, text: str) -> float:
    """The share of a text's words that stand for what the question says."""
    own = spoken(text)[0]
    return sum(map(asked.says, own)) / len(own) if own else 0.0


def _label_said(asked: Asked, statement: Statement) -> float:
    """How much of the labels of a figure's value, or of what it prints in one place, the question says."""
    cell = statement.told.cell
    if cell:
        return _share_said(asked, without_sample(f"{cell.row} {cell.column}"))
    return _share_said(asked, statement.text) if statement.is_entry else 0.0


def _label_quoted(asked: Asked, statement: Statement) -> float:
    """Whether the question has the name of a value's row, whatever its width, case and spaces."""
    row = _bare(without_sample(statement.told.cell.row)) if statement.told.cell else ""
    return float(bool(row) and row in _bare(asked.query.in_full))


def _names_asked_figure(evidence: Evidence) -> np.ndarray:
    """Whether each names a figure, where one is asked for."""
    asks = evidence.asked.query.asks_which_figure
    return np.array([asks and bool(FIGURE_MENTION.search(s.text)) for s in evidence.statements], float)


def _passage_said(evidence: Evidence) -> np.ndarray:
    """How much of the question the passage of each one says."""
    ranks = np.array([s.passage.rank for s in evidence.statements])
    best = {rank: evidence.said[ranks == rank].max(axis=0) @ evidence.asked.worths for rank in set(ranks.tolist())}
    return np.array([best[rank] for rank in ranks.tolist()])


def _of_others(signs: str) -> Column:
    """Whether each speaks of a group, a part or a place of which the question says nothing."""
    pattern = re.compile(signs)

    def column(evidence: Evidence) -> np.ndarray:
        if evidence.asked.english or pattern.search(plain(evidence.asked.query.in_full)):
            return np.zeros(len(evidence.statements))
        return np.array([bool(pattern.search(plain(s.text))) for s in evidence.statements], float)

    return column


def _share(worths: np.ndarray) -> np.ndarray:
    return worths / (worths.sum() or 1.0)


_FEATURES: dict[str, Column] = {
    "said": _each(lambda asked, s: float(s.said @ asked.worths)),
    "meant": _each(lambda asked, s: float(s.meant @ asked.worths)),
    "names": _each(_names),
    "year": _each(_year),
    "unit": _each(_unit),
    "first_rank": _each(lambda asked, s: float(s.passage.rank == 1)),
    "rank": _each(lambda asked, s: 1 / s.passage.rank),
    "score": _each(lambda asked, s: s.passage.score),
    "rate": _each(_asks(FactKind.RATE)),
    "money": _each(_asks(FactKind.MONEY)),
    "date": _each(_asks(FactKind.DATE)),
    "count": _each(_asks(FactKind.COUNT)),
    "reason": _each(_asks(FactKind.REASON)),
    "meaning": _each(_asks(FactKind.MEANING)),
    "list": _each(_asks(FactKind.LIST)),
    "most": _each(lambda asked, s: float(bool(asked.asks_most and MOST.search(s.text)))),
    "number": _each(lambda asked, s: float(bool(_NUMBER.search(plain(s.text))))),
    "source": _each(lambda asked, s: float(bool(_SOURCE.search(s.text)))),
    "defines": _each(_defines),
    "fragment": _each(lambda asked, s: float(bool(FRAGMENT.match(s.text)))),
    "newest": _each(lambda asked, s: float(s.newest)),
    "opens": _each(lambda asked, s: float(s.place == 0)),
    "explained": _each(lambda asked, s: float(s.explained @ asked.worths)),
    "new_name": _each(_new_name),
    "new_number": _each(_new_number),
    "quoted": _each(lambda asked, s: float(asked.asks_name and "「" in s.text)),
    "place": _each(lambda asked, s: s.place / max(1, s.of)),
    "length": _each(lambda asked, s: float(np.log(max(10, len(s.text)))) - 4),
    "ends": _each(lambda asked, s: float(s.text.endswith(("。", "」", "）")))),
    "figure": _each(lambda asked, s: float(s.passage.chunk.kind is TextKind.FIGURE)),
    "value": _each(lambda asked, s: float(s.is_value)),
    "entry": _each(lambda asked, s: float(s.is_entry)),
    "label_said": _each(_label_said),
    "label_quoted": _each(_label_quoted),
    "own_said": _each(lambda asked, s: _share_said(asked, s.text)),
    "names_figure": _names_asked_figure,
    "footnote": _each(lambda asked, s: float(s.passage.chunk.kind is TextKind.FOOTNOTE)),
    "said_nouns": lambda e: weighed_sum(e.said, _share(e.asked.worths * e.asked.nouns)),
    "said_others": lambda e: weighed_sum(e.said, _share(e.asked.worths * ~e.asked.nouns)),
    "alike": lambda e: weighed_sum(e.alike, e.asked.worths),
    "alike_meant": lambda e: weighed_sum(np.maximum(e.alike, e.meant), e.asked.worths),
    "subject": _held_by("subject"),
    "focus": _held_by("focus"),
    "least": _least,
    "before": lambda e: weighed_sum(e.before, e.asked.worths),
    "carried": lambda e: weighed_sum(e.carried, e.asked.worths),
    "offers": lambda e: e.offers,
    "said_offers": lambda e: weighed_sum(e.said, e.asked.worths) * e.offers,
    "carried_offers": lambda e: weighed_sum(e.carried, e.asked.worths) * e.offers,
    "near_value": _near_value,
    "values": lambda e: np.minimum([len(found) for found in e.values], 4) / 2,
    "clause": _each(_clause),
    "passage_said": _passage_said,
    "grams": _each(_grams),
    "other_year": _each(_other_year),
    "of_an_age": _of_others(r"\d{2}歳?代|\d{2}歳|高齢者|若者"),
    "of_a_part": _of_others(r"内訳|うち"),
    "of_elsewhere": _of_others(r"米国|中国|ドイツ|英国|韓国|欧州|EU|外国|海外|各国|世界|主要国"),
    "recent": _each(_recent),
}
FEATURES = tuple(_FEATURES)


def features(evidence: Evidence) -> np.ndarray:
    """One row for each statement, float32 of shape (statements, 2 × len(FEATURES)): each feature, and by how much it
    falls short of the best statement's."""
    if not evidence.statements:
        return np.zeros((0, 2 * len(FEATURES)), np.float32)
    own = np.stack([np.asarray(feature(evidence), np.float32) for feature in _FEATURES.values()], axis=1)
    return np.concatenate([own, own - own.max(axis=0)], axis=1)
