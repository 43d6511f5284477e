"""What a question asks: its words and what each counts, the names it insists on, and the kind of fact it wants."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from index.query import Query
from index.words import nouns, words

Idf = Callable[[str], float]

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

_RATE = re.compile(r"割合|率|何割|%|パーセント|シェア|percent")
_MONEY = re.compile(r"いくら|金額|額|市場規模|売上|収入|予算|円")
_DATE = re.compile(r"いつ|何年|何月|何日|時期")
_COUNT = re.compile(
    r"いくつ|何[局社台人件回位本か箇カ]|何世帯|何契約|数は|件数|どのくらい|どれくらい|どれだけ|how many"
)
_WHY = re.compile(r"なぜ|理由|原因|どうして|why")
_MEANING = re.compile(r"とは|って何|何ですか|定義|意味|what is")

# What a question asks for, and what a sentence must hold to offer it; the first that fits decides.
_KINDS = (
    (_RATE, re.compile(r"\d\s*(?:%|割|ポイント)")),
    (_MONEY, re.compile(r"\d\s*[万億兆]?\s*(?:円|ドル)")),
    (_DATE, re.compile(r"\d\s*[年月]")),
    (_COUNT, re.compile(r"\d")),
    (_WHY, re.compile(r"ため|から|背景|要因|により|ことで")),
    (_MEANING, re.compile(r"とは|である|をいう|を指す|のこと")),
)

_NAMES = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*[A-Za-z0-9+]|\d{2}代")
_SEVERAL = re.compile(r"それぞれ|両方|どちら|比べ|比較|違い")


@dataclass(frozen=True)
class Asked:
    """`weights`: what each word of the question counts. `names`: words that an answer's passage must hold.

    `several` is true for a question about two things at once, each of which may have a passage of its own.
    """

    query: Query
    weights: dict[str, float]
    names: frozenset[str]
    several: bool

    def offered_by(self, sentence: str) -> bool:
        """Whether a sentence holds the kind of fact that is asked for: a share, a sum, a date, a reason."""
        offers = next((offers for asks, offers in _KINDS if asks.search(self.query.text)), None)
        return bool(offers and offers.search(plain(sentence)))


def read_asked(query: Query, idf: Idf) -> Asked:
    """Read what a question asks. `idf` tells how rare a word is in the documents."""
    common, proper = nouns(query.text)
    weights = {
        word: min(idf(word), _MOST_IDF) * (1.0 if word in common else _NOT_A_NOUN)
        for word in dict.fromkeys(words(query.text))
        if word not in _SAYS_NOTHING
    }
    names = {name.lower() for name in _NAMES.findall(query.text)} | (proper - _SAYS_NOTHING)
    return Asked(query, weights, frozenset(names), bool(_SEVERAL.search(query.text)))


def plain(text: str) -> str:
    """Full-width and half-width made one."""
    return unicodedata.normalize("NFKC", text)
