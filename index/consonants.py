"""The consonants of a name, so that エリクソン is found to be Ericsson: what both scripts tell of how it sounds.

Vowels differ too much to be compared, and so do consonants that Japanese does not tell apart (l and r, v and b).
"""

import re

# A name with fewer consonants sounds like too many others.
_FEWEST = 4
_OF_KANA = {
    kana: consonant
    for consonant, line in {
        "": "アイウエオァィゥェォャュョッー・",
        "k": "カキクケコ",
        "g": "ガギグゲゴ",
        "s": "サシスセソザジズゼゾヂヅ",
        "t": "タチツテト",
        "d": "ダデド",
        "n": "ナニヌネノン",
        "h": "ハヒフヘホ",
        "b": "バビブベボヴ",
        "p": "パピプペポ",
        "m": "マミムメモ",
        "y": "ヤユヨ",
        "r": "ラリルレロ",
        "w": "ワヲ",
    }.items()
    for kana in line
}
_VOWEL = re.compile(r"[アイエオ]|ウ(?![ァィェォ])|[aeiou]", re.IGNORECASE)
_KATAKANA, _LATIN = re.compile(r"[ァ-ヴー]{2,}"), re.compile(r"(?<![A-Za-z])[A-Z][A-Za-z]{2,}")
_W_SOUND = re.compile(r"ウ(?=[ァィェォ])")
# Spellings and how Japanese writes what is heard, in this order: an r is not heard before a consonant or at the end.
_SPELLINGS = tuple(
    (re.compile(spelling), heard)
    for spelling, heard in (
        (r"r(?![aeiouyr])", ""),
        (r"ng\b", "n"),
        (r"sch|sh|th|c(?=[eiy])|j|z", "s"),
        (r"(?<=[aeiou])h\b", ""),
        (r"ck|c(?!h)|q", "k"),
        (r"ch", "t"),
        (r"x", "ks"),
        (r"l", "r"),
        (r"ph|f", "h"),
        (r"v", "b"),
        (r"[aeiou]|y(?![aeiou])", " "),
        (r"([a-z])\1", r"\1"),
        (r"[^a-z]", ""),
    )
)


def consonants(name: str) -> str:
    """The consonants of a name in katakana or in Latin letters, in a form that both share; "" for another script.

    A name that begins with a vowel begins with a in it.
    """
    begins = "a" if _VOWEL.match(name) else ""
    if all(kana in _OF_KANA for kana in name):
        return begins + "".join(_OF_KANA[kana] for kana in _W_SOUND.sub("ワ", name))
    if not name.isascii():
        return ""
    heard = name.lower()
    for spelling, sound in _SPELLINGS:
        heard = spelling.sub(sound, heard)
    return begins + heard


def sounds_like(name: str, text: str) -> bool:
    """Whether a text has a name of katakana in Latin letters, with a capital, or the other way round."""
    heard = consonants(name)
    others = (_LATIN if _KATAKANA.fullmatch(name) else _KATAKANA).finditer(text) if len(heard) >= _FEWEST else ()
    return any(consonants(other[0]) == heard for other in others)
