"""What a question asks: its concepts and what each counts, the names it insists on, and the kind of fact it wants."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from index.bridge import is_english
from index.concepts import Concept, concepts
from index.facts import FactKind
from index.meanings import vectors_of
from index.parts import parts
from index.query import Query
from index.words import nouns, words
from rag.numbers import numbers

Idf = Callable[[str], float]

# Statements and passages are looked at again and again; those of some questions are kept.
_KEPT = 4_096

# Rarer words than this say no more; a verb or an adjective says less than a noun.
_MOST_IDF = 8.0
_NOT_A_NOUN = 0.35

# Words of asking, not of what is asked.
_SAYS_NOTHING = frozenset(
    word
    for line in (
        "白書 年 人 パーセント % うち 物 事 こと 方 割合 どれくらい どの位 位 数 程 時 点 様 よう 為",
        "理由 数字 現在 時点 調査 日本 我が国 国内 会社 全部 両方 其々 一番 大きさ 大きい さ さん 何人",
        "其れ 此れ 教える 知る 下さる 良い 持つ 使う 見る 出る",
        "what how many much the is are was of in a an did do does",
    )
    for word in line.split()
)
_NAMES = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*[A-Za-z0-9+]|\d{2}代")
_ASKS = re.compile(r"何|いくつ|いくら|どれ|どこ|どちら|どの|どう|どん|いつ|誰|だれ|なぜ|どなた|なに|なん")
# Words of a concept that count less say too little of its meaning.
_MEANT_WEIGHT = 0.5
_COUNTER = re.compile(r"何((?:[かカヶヵケ箇]所?)?[^\sでがをはにのもと、。？?ぁ-ん]{1,2})")
# What is counted is called by the last character of its name, in front of いくつ or of 数.
_COUNTED = re.compile(
    r"[一-龥ァ-ヴー]([局社者校国店館園院台名組])(?:は|が|って|の数|数)[^。？?]{0,20}?(?:いくつ|どれ|どの|何|は|$)"
)
_QUOTED = re.compile(r"「([^」]{2,30})」")
_MEANT = re.compile(r"([^、。\s]{2,30}?)(?:とは|って(?:何|なに|どう)|というのは|という言葉|の意味|の定義|はどういう)")
_NAME = re.compile(r"何という|なんていう|名前|名称|呼ば|題名|what is the name|called|名は")
_WHO = re.compile(
    r"どこ|誰|だれ|どの(?:国|会社|企業|社|機関|組織|団体|省|サービス|地域|県)|何という|どちら|who|which|where"
)
_MOST = re.compile(r"一番|いちばん|最も|もっとも|トップ|首位|最多|最大|1位|most|largest|biggest|highest|top|leading")
_SEVERAL = re.compile(r"それぞれ|両方|どちら|比べ|比較|違い|と.{1,25}(?:を|は|の両)|二つ|2つ|both|respectively|compare")


@dataclass(frozen=True)
class Asked:
    """`meanings`: of each concept the vectors of its words. `worths`: what each counts, shape (concepts,), their sum is
    1. `nouns`: which of them are nouns. `subject` and `focus`: the first and the last noun before the word of asking,
    by their places among the concepts; −1 where there is none. `kinds`: bits of the facts asked for.

    `names`: proper names, words in Latin letters and age groups, that an answer must not miss. `counter`: what is
    counted (社, 人), `term`: the term whose meaning is asked for; "" where there is none. `numbers` are those that
    the question has itself. `several` is true for a question about two things at once.
    """

    query: Query
    concepts: Sequence[Concept]
    meanings: Sequence[np.ndarray]
    worths: np.ndarray
    nouns: np.ndarray
    names: frozenset[str]
    kinds: int
    counter: str
    term: str
    asks_name: bool
    asks_who: bool
    subject: int
    focus: int
    numbers: frozenset[str]
    english: bool
    asks_most: bool
    several: bool

    def held(self, present: Set[str]) -> np.ndarray:
        """How well a text with these words holds each concept, float32 of shape (concepts,)."""
        found = [0.0] * len(self.concepts)
        for word, counts in self._weights.items():
            if word in present:
                for place, weight in counts:
                    found[place] = max(found[place], weight)
        return np.array(found, np.float32)

    def says(self, word: str) -> bool:
        """Whether a word stands for one of its concepts."""
        return word in self._weights

    @cached_property
    def _weights(self) -> Mapping[str, Sequence[tuple[int, float]]]:
        """The words of the concepts, each with the places of those that it stands for and how well it does."""
        weights = defaultdict(list)
        for place, concept in enumerate(self.concepts):
            for word, weight in concept.words.items():
                weights[word].append((place, weight))
        return dict(weights)


def read_asked(query: Query, idf: Idf) -> Asked:
    """Read what a question asks. `idf` tells how rare a word is in the documents."""
    common, proper = nouns(f"{query.text} {query.context}")
    found = concepts(query.text, query.context)
    text = plain(query.text)
    worths = _worths(found, idf, common)
    are_nouns = np.array([bool(concept.words.keys() & common) for concept in found], bool)
    before = _before_asking(text, found, are_nouns & (worths > 0))
    names = {name.lower() for name in _NAMES.findall(query.text)} | (proper - _SAYS_NOTHING)
    return Asked(
        query=query,
        concepts=found,
        meanings=[vectors_of(word for word, weight in c.words.items() if weight >= _MEANT_WEIGHT) for c in found],
        worths=worths,
        nouns=are_nouns,
        subject=before[0] if before else -1,
        focus=before[-1] if before else -1,
        names=frozenset(names),
        kinds=query.kinds,
        counter=_counter(text) or _counter(plain(query.context)),
        term=_term(text) if query.kinds & FactKind.MEANING.bit else "",
        asks_name=bool(_NAME.search(text.lower())),
        asks_who=bool(_WHO.search(text.lower())),
        numbers=frozenset(numbers(text)),
        english=is_english(query.text),
        asks_most=bool(_MOST.search(text)),
        several=bool(_SEVERAL.search(text)) or len(parts(text)) > 1,
    )


def _term(text: str) -> str:
    """The term whose meaning is asked for: what is quoted, or what stands before とは and its like."""
    found = _QUOTED.search(text) or _MEANT.search(text)
    return found[1].strip() if found else ""


def _counter(text: str) -> str:
    """What is counted: of 何社 社, of 郵便局はいくつ 局."""
    found = _COUNTER.search(text) or _COUNTED.search(text)
    return found[1] if found else ""


def _before_asking(text: str, found: Sequence[Concept], telling: np.ndarray) -> Sequence[int]:
    """The places of the concepts that tell something and stand before the word of asking, or of all that tell."""
    head = set(words(text[: asks.start()] if (asks := _ASKS.search(text)) else text))
    places = [int(place) for place in np.flatnonzero(telling)]
    return [place for place in places if found[place].words.keys() & head] or places


def _worths(found: Sequence[Concept], idf: Idf, common: set[str]) -> np.ndarray:
    worths = np.array([_worth(concept, idf, common) for concept in found], np.float32)
    return worths / (worths.sum() or 1.0)


def _worth(concept: Concept, idf: Idf, common: set[str]) -> float:
    """How much a concept tells: by its most telling word, less for what is no noun, nothing for words of asking."""
    telling = [
        weight * min(idf(word), _MOST_IDF) * (1.0 if word in common else _NOT_A_NOUN)
        for word, weight in concept.words.items()
        if word not in _SAYS_NOTHING
    ]
    return max(telling, default=0.0)


@lru_cache(maxsize=_KEPT)
def plain(text: str) -> str:
    """Full-width and half-width made one."""
    return unicodedata.normalize("NFKC", text)
