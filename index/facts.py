"""Kinds of facts: what a question asks for, and what a text offers."""

import re
import unicodedata
from enum import Enum
from functools import lru_cache

# About as many as the newest edition has statements.
_KEPT = 8_192
_CIRCLED = re.compile(r"[①-⑳]")


class FactKind(Enum):
    """A kind of fact, with what a question that asks for it says and what a text that offers it holds."""

    RATE = (
        r"割合|率|何割|%|パーセント|シェア|半分|半数|過半|percent|percentage|share|rate|proportion",
        r"\d\s*(?:%|割|ポイント)",
    )
    MONEY = (
        r"いくら|金額|額|市場規模|売上|収入|予算|費用|円|ドル|赤字|黒字|how much|revenue|yen|cost|spend|worth|price"
        r"|\bfees?\b",
        r"\d\s*[千万億兆]?\s*(?:円|ドル|ユーロ)",
    )
    DATE = (r"いつ|何年|何月|何日|時期|when|(?:which|what) (?:fiscal )?(?:year|month|date|day)", r"\d\s*[年月]|元年")
    COUNT = (
        r"いくつ|何[局社台人件回位本か箇カヶ者機基国種校店名組]|何世帯|何契約|数は|件数|人数|どのくらい|どれくらい|どれだけ"
        r"|どんくらい|[総台社局個者約設回]数(?:[とをも、。?]|$)|how many|number of",
        # A number of something, not of a year, a share or a sum.
        r"\d[\d,.]*[千万億兆]*+\s*+(?![\d年月日%割円ドポ章節条号項,.])[^\s、。）)\]・~〜\-－]",
    )
    REASON = (
        r"なぜ|何故|(?:なん|何)で(?!(?:す|しょう|した)(?:か|が|けど|よ|ね|っ[けて]|[。?]|$)|あ(?:る|った)の?か)|理由|原因|どうして|わけ|背景|目的|何のため|(?<=[。？?、])何が(?:起き|起こっ|あっ)た(?=の|ん|で|[?？。]|$)|why|reason|cause",
        r"ため|から|背景|要因|により|ことで|理由|目的|狙い",
    )
    MEANING = (
        r"とは|って何|ってなに|定義|意味|どういうもの|どんなもの|どういうこと"
        r"|^(?!名称|名前|単位)[ァ-ヴー一-龥a-z0-9・ \-]{2,20}は(?:何|なん)(?:です|でしょう)|what is|what does"
        r"|mean|define",
        r"とは|である|をいう|を指す|のこと|という",
    )
    LIST = (
        r"どんな|どのような|何が|挙げ|種類|一覧|すべて|全て|全部|代表的|主な|which|what are|list|name the"
        r"|[2-9二三四五六]つの[^。、?]{1,30}?(?:何(?:[?か。と]|です|でしょ|だ|$)|どれ)",
        r"、.*(?:、|及び|や|など|等)|⚫|・",
    )

    def __init__(self, asks: str, offers: str) -> None:
        self.asks, self.offers = re.compile(asks), re.compile(offers)
        self.bit = 1 << len(type(self).__members__)


def asked_kinds(question: str) -> int:
    """The kinds that a question asks for, as a sum of bits."""
    plain = _plain(question)
    return sum(kind.bit for kind in FactKind if kind.asks.search(plain))


@lru_cache(maxsize=_KEPT)
def offered_kinds(text: str) -> int:
    """The kinds that a text offers, as a sum of bits."""
    plain = _plain(text)
    return sum(kind.bit for kind in FactKind if kind.offers.search(plain))


def _plain(text: str) -> str:
    # NFKC would make a number of the mark of an item.
    return unicodedata.normalize("NFKC", _CIRCLED.sub("⚫", text)).lower()
