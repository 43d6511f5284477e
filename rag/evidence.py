"""The statements of the passages, each with how well it answers: sentences, and labelled values of tables."""

import re
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from index.concepts import Concept
from index.facts import FactKind, offered_kinds
from index.passages import Passage
from index.rerank import learned_weights
from index.statements import statement_spans
from index.words import words, words_and_names
from ingest.calendar import era_year
from ingest.events import TextKind
from rag.asked import Asked, plain
from rag.figures import is_sure
from rag.numbers import numbers

FILE = Path(__file__).with_name("evidence.json")

_QUANTITIES = FactKind.RATE.bit | FactKind.MONEY.bit | FactKind.DATE.bit | FactKind.COUNT.bit
_AMOUNTS = FactKind.RATE.bit | FactKind.MONEY.bit | FactKind.COUNT.bit
_NUMBER = re.compile(r"\d")
_MOST = re.compile(r"最も|最多|最大|首位|1位|トップ|第1|最高|最小|最低")
_SOURCE = re.compile(r"^\s*[（(※＊*]|出典|https?:|URL")
# How a statement begins whose first half stands elsewhere.
FRAGMENT = re.compile(
    r"[、。，．）)」』]|(?:において|における|に対し|に関し|について|によ[りる]|と比較|とともに|が約|の|を|は、|で、|へ|も、)"
)
_WESTERN = re.compile(r"(?<!\d)((?:19|20)\d{2})(?=年)")
_LAST_YEARS = 2
# Not learned: nearly all questions of the dev split name their year, and those that do not mean the last one.
_RECENT = 1.0
_POINTS_BACK = re.compile(
    r"^(?:同|この|その|これ|それ|また|さらに|なお|一方|このうち|この内|うち|次いで|他方|日本は|我が国は)"
)
_OPENING_MARK = re.compile(r"[＊*](\d{1,3})")
_CLOSING_MARK = re.compile(r"[＊*](\d{1,3})\s*$")
# So many characters before a footnote's mark are what it explains.
_BEARER = 14
# What a concept counts that only the titles over a statement hold, the sentence before it (more where it points
# back to that), or its passage.
_TITLE, _BEFORE, _CARRIED, _PASSAGE = 0.7, 0.6, 0.85, 0.4


@dataclass(frozen=True)
class Statement:
    """A sentence of a passage, or a labelled value of its table in words.

    `newest`: whether no other passage is of a newer edition. `said`: how well it holds each concept of the question,
    shape (concepts,); `meant`: the same with what stands around it. `explained`: the same of the words whose footnote
    it is. `names`: the proper names in it.
    """

    passage: Passage
    text: str
    place: int
    of: int
    newest: bool
    said: np.ndarray
    meant: np.ndarray
    explained: np.ndarray
    names: frozenset[str]

    @property
    def is_value(self) -> bool:
        """Whether it is a labelled value of a table."""
        return self.text in {cell.text for cell in self.passage.chunk.cells}


def statements(asked: Asked, passages: Sequence[Passage]) -> list[Statement]:
    """Every statement of the passages, in their order."""
    newest = max((_year_of(passage) for passage in passages), default=0)
    return [s for passage in passages for s in _of_passage(asked, passage, newest=_year_of(passage) == newest)]


def _year_of(passage: Passage) -> int:
    return passage.chunk.section.document.year or 0


def _of_passage(asked: Asked, passage: Passage, *, newest: bool) -> Iterator[Statement]:
    titles = _held(asked.concepts, _spoken(passage.chunk.section.title)[0])
    texts = list(_texts(passage))
    spoken = [_spoken(text) for text in texts]
    said = [_held(asked.concepts, found) for found, _ in spoken]
    together = np.max(said, axis=0) if said else titles
    for place, (text, here) in enumerate(zip(texts, said, strict=True)):
        before = said[place - 1] if place else titles
        carried = _POINTS_BACK.search(text) and place
        explained = _explained(texts, place, asked)
        around = [_TITLE * titles, (_CARRIED if carried else _BEFORE) * before, _PASSAGE * together, explained]
        yield Statement(
            passage,
            text,
            place,
            len(texts),
            newest,
            here,
            np.max([here, *around], axis=0),
            explained,
            spoken[place][1],
        )


# The same passages are read to order them and to answer from them; some questions' worth of statements is kept.
@lru_cache(maxsize=2_048)
def _spoken(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """The words of a text, and the names among them."""
    found, names = words_and_names(text)
    return frozenset(found), frozenset(names)


def _explained(texts: Sequence[str], place: int, asked: Asked) -> np.ndarray:
    """The concepts in the words that bear the mark of the footnote that a statement begins."""
    mark = _OPENING_MARK.match(texts[place]) or (_CLOSING_MARK.search(texts[place - 1]) if place else None)
    bearers = [text[: found.start()] for text in texts[:place] if mark and (found := re.search(_mark(mark[1]), text))]
    words_before = set(words(bearers[0][-_BEARER:])) if bearers else set()
    return _held(asked.concepts, words_before)


def _mark(number: str) -> str:
    return rf"[＊*]{number}(?!\d)"


def _texts(passage: Passage) -> Iterator[str]:
    """What a passage states; of a picture's text only what stands around it: nobody knows the rest's labels."""
    chunk = passage.chunk
    spans = statement_spans(chunk)
    if chunk.kind is TextKind.TABLE:
        yield from (cell.text for cell in chunk.cells if cell.measured)
    for place, (start, end) in enumerate(spans):
        text = chunk.text[start:end].strip()
        if chunk.kind not in (TextKind.FIGURE, TextKind.TABLE) or is_sure(text, place):
            yield text


def _held(concepts: Sequence[Concept], present: Set[str]) -> np.ndarray:
    """How well a text with these words holds each concept."""
    return np.array(
        [max((weight for word, weight in c.words.items() if word in present), default=0.0) for c in concepts],
        np.float32,
    )


Feature = Callable[[Asked, Statement], float]


def _asks(kind: FactKind) -> Feature:
    """Whether the kind of fact is asked for and the statement offers it."""
    return lambda asked, s: float(bool(asked.kinds & kind.bit) and bool(offered_kinds(s.text) & kind.bit))


def _year(asked: Asked, statement: Statement) -> float:
    years = asked.query.years
    text = plain(statement.text)
    return sum(str(year) in text or era_year(year) in text for year in years) / len(years) if years else 0.5


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
    return float(bool(asked.kinds & _QUANTITIES) and bool(numbers(statement.text) - asked.numbers))


def _recent(asked: Asked, statement: Statement) -> float:
    """Of an amount asked for without a year: 1 if it is of the last years before its edition, −1 if of older ones."""
    edition = statement.passage.chunk.section.document.year
    years = [int(year) for year in _WESTERN.findall(plain(statement.text))]
    if asked.query.years or not asked.kinds & _AMOUNTS or not edition or not years:
        return 0.0
    return 1.0 if max(years) >= edition - _LAST_YEARS else -1.0


def _defines(asked: Asked, statement: Statement) -> float:
    """Whether the statement says what the term is whose meaning is asked for."""
    if not asked.term:
        return 0.0
    begins = rf"{re.escape(asked.term)}[」』）)]*(?:[＊*]\d+)?(?:（[^）]*）)?"
    says = rf"{begins}(?:とは|は、|と呼|という|をい|を指|の略|と定義|のこと)"
    return float(bool(re.search(says, plain(statement.text))))


_FEATURES: dict[str, Feature] = {
    "said": lambda asked, s: float(s.said @ asked.worths),
    "meant": lambda asked, s: float(s.meant @ asked.worths),
    "names": _names,
    "year": _year,
    "unit": _unit,
    "first_rank": lambda asked, s: float(s.passage.rank == 1),
    "rank": lambda asked, s: 1 / s.passage.rank,
    "score": lambda asked, s: s.passage.score,
    "rate": _asks(FactKind.RATE),
    "money": _asks(FactKind.MONEY),
    "date": _asks(FactKind.DATE),
    "count": _asks(FactKind.COUNT),
    "reason": _asks(FactKind.REASON),
    "meaning": _asks(FactKind.MEANING),
    "list": _asks(FactKind.LIST),
    "most": lambda asked, s: float(bool(asked.asks_most and _MOST.search(s.text))),
    "number": lambda asked, s: float(bool(_NUMBER.search(plain(s.text)))),
    "source": lambda asked, s: float(bool(_SOURCE.search(s.text))),
    "defines": _defines,
    "fragment": lambda asked, s: float(bool(FRAGMENT.match(s.text))),
    "newest": lambda asked, s: float(s.newest),
    "opens": lambda asked, s: float(s.place == 0),
    "explained": lambda asked, s: float(s.explained @ asked.worths),
    "new_name": _new_name,
    "new_number": _new_number,
    "quoted": lambda asked, s: float(asked.asks_name and "「" in s.text),
    "place": lambda asked, s: s.place / max(1, s.of),
    "length": lambda asked, s: float(np.log(max(10, len(s.text)))) - 4,
    "ends": lambda asked, s: float(s.text.endswith(("。", "」", "）"))),
    "figure": lambda asked, s: float(s.passage.chunk.kind is TextKind.FIGURE),
    "value": lambda asked, s: float(s.is_value),
    "footnote": lambda asked, s: float(s.passage.chunk.kind is TextKind.FOOTNOTE),
}
FEATURES = tuple(_FEATURES)


def features(asked: Asked, found: Sequence[Statement]) -> np.ndarray:
    """One row for each statement, float32 of shape (statements, len(FEATURES))."""
    rows = [[feature(asked, statement) for feature in _FEATURES.values()] for statement in found]
    table = np.array(rows, np.float32).reshape(-1, len(FEATURES))
    best = FEATURES.index("score")
    table[:, best] -= table[:, best].max(initial=-np.inf) if len(table) else 0
    return table


def ranked(asked: Asked, passages: Sequence[Passage]) -> list[tuple[Statement, float]]:
    """The statements with their scores, the one that answers best first."""
    found = statements(asked, passages)
    scores = features(asked, found) @ learned_weights(FILE, FEATURES) + _RECENT * np.array(
        [_recent(asked, s) for s in found]
    )
    return [(found[place], float(scores[place])) for place in np.argsort(-scores, kind="stable")]
