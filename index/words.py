"""Search words of a text: SudachiPy's units in modes C and A, in their normalized form.

The same for passages and questions. A compound gives itself and its parts (`携帯電話`: 携帯電話, 携帯,
電話); `サーバ` and `サーバー` give one word; particles, auxiliaries and signs give none.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ingest.words import morphemes

if TYPE_CHECKING:
    from sudachipy import Morpheme

_SILENT = {"助詞", "助動詞", "補助記号", "記号", "空白", "接続詞", "代名詞"}
# 為る, 有る, 居る and their like carry no subject.
_EMPTY_VERBS = {"為る", "有る", "居る", "成る", "出来る", "因る", "於く", "言う", "行う", "教える", "下さる", "知れる"}
_ASKING = {
    "何",
    "幾ら",
    "幾つ",
    "何れ",
    "どの",
    "どれ",
    "どう",
    "何故",
    "何時",
    "誰",
    "何処",
    "何の",
    "どんな",
    "どういう",
}
# Words set with a space after each letter, to fill a line: 指 標.
_LETTER_SPACED = re.compile(r"(?<![^\s])[^\x00-\x7f](?: [^\x00-\x7f]){2,}")
_DIGIT_GROUPS = re.compile(r"(?<=\d),(?=\d{3})")


def words(text: str) -> list[str]:
    """The search words of a text, in order, repeated where they are repeated."""
    return [word for morpheme in morphemes(_plain(text)) for word in _forms(morpheme)]


def nouns(text: str) -> tuple[set[str], set[str]]:
    """The search words of a text that are nouns, and those among them that are proper names."""
    common: set[str] = set()
    proper: set[str] = set()
    for morpheme in morphemes(_plain(text)):
        part, kind = morpheme.part_of_speech()[:2]
        if part == "名詞":
            (proper if kind == "固有名詞" else common).update(_forms(morpheme))
    return common | proper, proper


def _plain(text: str) -> str:
    """Full-width made half-width; thousands separators, letter spacing and lone surrogates taken out."""
    text = text.encode("utf-8", "ignore").decode("utf-8")
    text = _LETTER_SPACED.sub(lambda found: found[0].replace(" ", ""), text)
    return _DIGIT_GROUPS.sub("", unicodedata.normalize("NFKC", text))


def _forms(morpheme: "Morpheme") -> Iterator[str]:
    from sudachipy import SplitMode

    if not _speaks(morpheme):
        return
    yield morpheme.normalized_form().lower()
    for part in morpheme.split(SplitMode.A, add_single=False):
        if _speaks(part):
            yield part.normalized_form().lower()


def _speaks(morpheme: "Morpheme") -> bool:
    part, kind = morpheme.part_of_speech()[:2]
    if part in _SILENT or kind == "助動詞語幹":
        return False
    form = morpheme.normalized_form()
    return form not in _EMPTY_VERBS and form not in _ASKING and any(c.isalnum() for c in form)
