"""Typing errors as people make them, so that the reader learns to read over them: a word that sounds the same, kana for
kanji, a character lost, doubled or in the wrong place."""

import re

from numpy.random import Generator

from index.homophones import sounding_like
from ingest.words import morphemes

_KANJI, _WRITTEN = re.compile(r"[一-龥]"), re.compile(r"[ぁ-んァ-ヴー一-龥a-zA-Z]")
# How often a question has two slips, a slip is one of conversion, and that one gives another word.
_TWO, _CONVERTED, _OTHER_WORD = 0.4, 0.65, 0.65
_LOST, _DOUBLED = 0.45, 0.3
_KATAKANA_TO_HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヴ"))}


def with_slips(text: str, random: Generator) -> str:
    """The text with one or two slips."""
    for _ in range(1 + (random.random() < _TWO)):
        text = _converted(text, random) if random.random() < _CONVERTED else _mistyped(text, random)
    return text


def _converted(text: str, random: Generator) -> str:
    """One word in kanji written as another that sounds the same, or in hiragana."""
    found = list(morphemes(text))
    places = [place for place, morpheme in enumerate(found) if _KANJI.search(morpheme.surface())]
    if not places:
        return text
    place, said = places[random.integers(len(places))], [morpheme.surface() for morpheme in found]
    reading = found[place].reading_form()
    others = [word for word in sounding_like(reading) if word != said[place]]
    another = others and random.random() < _OTHER_WORD
    said[place] = others[random.integers(len(others))] if another else reading.translate(_KATAKANA_TO_HIRAGANA)
    return "".join(said)


def _mistyped(text: str, random: Generator) -> str:
    """One character lost, doubled, or after the next one."""
    places = [place for place, character in enumerate(text[:-1]) if _WRITTEN.match(character)]
    if not places:
        return text
    place, chance = places[random.integers(len(places))], random.random()
    before, one, other, after = text[:place], text[place], text[place + 1], text[place + 2 :]
    if chance < _LOST:
        return f"{before}{other}{after}"
    return f"{before}{one}{one}{other}{after}" if chance < _LOST + _DOUBLED else f"{before}{other}{one}{after}"
