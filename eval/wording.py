"""Different ways of writing the same thing made one, so that what is said can be compared with what is expected.

2兆1,340億円, 2.134兆円 and ２１３４０億円 are one amount; 12.5パーセント is 12.5%; 令和6年 is 2024年.
"""

import re
import unicodedata
from decimal import Decimal

from ingest.calendar import western_year

_SCALES = {
    "千": 10**3,
    "万": 10**4,
    "十万": 10**5,
    "百万": 10**6,
    "千万": 10**7,
    "億": 10**8,
    "十億": 10**9,
    "百億": 10**10,
    "千億": 10**11,
    "兆": 10**12,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
}
_UNITS = {"パーセントポイント": "ポイント", "%ポイント": "ポイント", "パーセント": "%", "percent": "%", "per cent": "%"}
_YEN = re.compile(r"(?<=\d)\s*(?:yen|jpy)\b|(?:¥|jpy\s*)(\d+)", re.IGNORECASE)

_SCALE = "|".join(sorted(_SCALES, key=len, reverse=True))
_PART = rf"\d+(?:\.\d+)?(?:\s?(?:{_SCALE}))?"
_AMOUNT = re.compile(rf"{_PART}(?:(?<=[兆億万千])\d+(?:\.\d+)?(?:{_SCALE})?)*")
_PARTS = re.compile(rf"(\d+(?:\.\d+)?)\s?({_SCALE})?")
_ERA = re.compile(r"(令和|平成|昭和|(?<![a-z])[rh])(\d{1,2}|元)(?=年)")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_SPACE = re.compile(r"\s+")
_SPACE_IN_JAPANESE = re.compile(r"(?<![a-z\d.,]) | (?![a-z\d])")


def bare(text: str) -> str:
    """NFKC without white space and case: for what must stand somewhere word for word."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", text)).lower()


def normal(text: str) -> str:
    """A text with its amounts as plain numbers, its units and years in one form, and no white space.

    Words and numbers in Latin letters that white space parts stay apart.
    """
    text = _THOUSANDS.sub("", unicodedata.normalize("NFKC", text).lower())
    for unit, form in _UNITS.items():
        text = text.replace(unit, form)
    text = _ERA.sub(lambda found: str(western_year(found[1], found[2])), text)
    text = _AMOUNT.sub(lambda found: _plain_number(found[0]), text)
    text = _YEN.sub(lambda found: f"{found[1] or ''}円", text)
    return _SPACE_IN_JAPANESE.sub("", _SPACE.sub(" ", text))


def says(text: str, variant: str) -> bool:
    """Whether a text holds a variant of a fact, and not as a part of a longer number or word: 6.7% is not in 16.7%.

    Both are compared in their `normal` form; whether words stand apart makes no difference.
    """
    return bool(_whole(normal(variant)).search(normal(text)))


def _whole(variant: str) -> re.Pattern[str]:
    before = r"(?<![\d.])" if variant[:1].isdigit() else r"(?<![a-z])" if _is_latin(variant[:1]) else ""
    after = r"(?!\d|\.\d)" if variant[-1:].isdigit() else r"(?![a-z])" if _is_latin(variant[-1:]) else ""
    return re.compile(before + " ?".join(map(re.escape, variant.replace(" ", ""))) + after)


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalpha()


def _plain_number(amount: str) -> str:
    total = sum((Decimal(number) * _SCALES.get(scale, 1) for number, scale in _PARTS.findall(amount)), Decimal())
    return f"{total.normalize():f}"
