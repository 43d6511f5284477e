"""What a text is found by: SudachiPy's words, the groups of synonyms they are in, and how they are read.

The same for passages and questions. A compound gives itself and its parts (`携帯電話`: 携帯電話, 携帯, 電話);
`サーバ` and `サーバー` give one word; particles, auxiliaries and signs give none.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
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

_JAPANESE = re.compile(r"[ぁ-ん一-龥]")
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9.+\-]+")
# What is named as an example: PayPayのような決済, アマゾンや楽天みたいな店.
_AS_EXAMPLE = re.compile(r"(?:[や・][^\s、。はがをにで]{1,20})?(?<!ど)(?:のような|みたい[なに]|といった|をはじめ)")
# Names that say nothing in papers about this country.
_EVERYWHERE = {"日本", "国内"}
# Words in Latin letters for which there are others: an ID, a TV.
EVERYDAY_LATIN = frozenset(("id", "pc", "tv", "cm", "ok", "ng", "url", "web", "pr", "qr"))
# What looks like a name and is a sound: ダダ漏れ.
_SHORT_KANA = re.compile(r"[ぁ-んァ-ヴー]{1,2}")

_GRAM = 3
_NOT_KANA = re.compile(r"[^ァ-ヴa-z]+")
# A long vowel more or less, a small letter written large, ヂ and ヅ: one sound, written as people type it.
_SOUNDS = str.maketrans("ァィゥェォャュョッヮヂヅヲ", "アイウエオヤユヨツワジズオ", "ー")


@dataclass(frozen=True)
class Terms:
    """`words` in order, repeated where they are repeated; `groups`: ids of synonym groups; `reading` in katakana."""

    words: Sequence[str]
    groups: Sequence[str]
    reading: str


def together(parts: Iterable[Terms]) -> Terms:
    """The terms of texts that follow one another."""
    found = list(parts)
    return Terms(
        [word for part in found for word in part.words],
        [group for part in found for group in part.groups],
        " ".join(part.reading for part in found),
    )


def terms(text: str) -> Terms:
    """All that a text is found by."""
    found = list(morphemes(_plain(text)))
    speaking = [morpheme for morpheme in found if _speaks(morpheme)]
    return Terms(
        [word for morpheme in speaking for word in _forms(morpheme)],
        [f"{group}" for morpheme in speaking for group in morpheme.synonym_group_ids()],
        "".join(_reading(morpheme) for morpheme in found),
    )


def words(text: str) -> list[str]:
    """The search words of a text, in order, repeated where they are repeated."""
    return [word for morpheme in morphemes(_plain(text)) if _speaks(morpheme) for word in _forms(morpheme)]


def words_and_names(text: str) -> tuple[set[str], set[str]]:
    """The search words of a text, and those among them that are proper names."""
    found: set[str] = set()
    proper: set[str] = set()
    for morpheme in morphemes(_plain(text)):
        if _speaks(morpheme):
            forms = set(_forms(morpheme))
            found |= forms
            proper |= forms if morpheme.part_of_speech()[1] == "固有名詞" else set()
    return found, proper


@dataclass(frozen=True)
class Heard:
    """A morpheme as it sounds, with its search words, if it has any."""

    reading: str
    words: tuple[str, ...]


def heard(text: str) -> list[Heard]:
    """The morphemes of a text by their readings."""
    return [
        Heard(_reading(morpheme), tuple(_forms(morpheme)) if _speaks(morpheme) else ())
        for morpheme in morphemes(_plain(text))
    ]


class NameSort(StrEnum):
    """What a proper name names, as SudachiDict has it."""

    PLACE = "地名"
    PERSON = "人名"
    MAKE = "一般"


def names(text: str, sort: NameSort) -> set[str]:
    """The proper names of a sort in a text, as they are written."""
    found = set()
    for morpheme in morphemes(_plain(text)):
        part, kind, of_sort = morpheme.part_of_speech()[:3]
        if part == "名詞" and kind == "固有名詞" and of_sort == sort:
            found.add(morpheme.surface())
    return found


def insisted(text: str) -> dict[str, frozenset[str]]:
    """Names that a Japanese text insists on, each with its search words: places, makes, words in Latin letters.

    None of an English text, all of whose words are in Latin letters; nor what is named as an example.
    """
    if not _JAPANESE.search(text):
        return {}
    found, text = {}, _plain(text)
    for morpheme in morphemes(text):
        is_name = _speaks(morpheme) and (_is_name(morpheme) or _is_latin_name(morpheme.surface()))
        if is_name and not _AS_EXAMPLE.match(text, morpheme.end()):
            found[morpheme.surface()] = frozenset(_forms(morpheme))
    return found


def _is_latin_name(surface: str) -> bool:
    return bool(_LATIN.fullmatch(surface)) and surface.lower() not in EVERYDAY_LATIN


def _is_name(morpheme: "Morpheme") -> bool:
    part, kind, sort = morpheme.part_of_speech()[:3]
    named = part == "名詞" and kind == "固有名詞" and sort in ("地名", "一般")
    surface = morpheme.surface()
    return named and not morpheme.is_oov() and surface not in _EVERYWHERE and not _SHORT_KANA.fullmatch(surface)


def nouns(text: str) -> tuple[set[str], set[str]]:
    """The search words of a text that are nouns, and those among them that are proper names."""
    common: set[str] = set()
    proper: set[str] = set()
    for morpheme in morphemes(_plain(text)):
        part, kind = morpheme.part_of_speech()[:2]
        if part == "名詞" and _speaks(morpheme):
            (proper if kind == "固有名詞" else common).update(_forms(morpheme))
    return common | proper, proper


def sounds(reading: str) -> list[str]:
    """Each three letters of a reading: what is left of a word that was mistyped or put into the wrong characters."""
    return [
        run[place : place + _GRAM] for run in _NOT_KANA.split(reading) for place in range(max(0, len(run) - _GRAM + 1))
    ]


def _plain(text: str) -> str:
    """Full-width made half-width; thousands separators, letter spacing and lone surrogates taken out."""
    text = text.encode("utf-8", "ignore").decode("utf-8")
    text = _LETTER_SPACED.sub(lambda found: found[0].replace(" ", ""), text)
    return _DIGIT_GROUPS.sub("", unicodedata.normalize("NFKC", text))


def _forms(morpheme: "Morpheme") -> Iterator[str]:
    from sudachipy import SplitMode

    yield morpheme.normalized_form().lower()
    for part in morpheme.split(SplitMode.A, add_single=False):
        if _speaks(part):
            yield part.normalized_form().lower()


def _reading(morpheme: "Morpheme") -> str:
    """How a morpheme sounds: in katakana, words in Latin letters as they are; a blank for signs and digits."""
    surface = morpheme.surface().lower()
    if surface.isascii():
        return surface if surface.isalpha() else " "
    if not any(character.isalpha() for character in surface):
        return " "
    return morpheme.reading_form().translate(_SOUNDS)


def _speaks(morpheme: "Morpheme") -> bool:
    part, kind = morpheme.part_of_speech()[:2]
    if part in _SILENT or kind == "助動詞語幹":
        return False
    form = morpheme.normalized_form()
    return form not in _EMPTY_VERBS and form not in _ASKING and any(c.isalnum() for c in form)
