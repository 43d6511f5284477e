"""The one amount that was asked for, so that a screen can show it large."""

import re
from collections.abc import Mapping

from index.facts import FactKind
from rag.asked import Asked, plain
from rag.numbers import numbers

_SIGN = r"(?:約|およそ|▲)?"
_NUMBER = r"\d[\d,]*(?:\.\d+)?"
_AMOUNTS: Mapping[FactKind, re.Pattern[str]] = {
    FactKind.RATE: re.compile(rf"{_SIGN}{_NUMBER}\s?(?:%|割|ポイント)"),
    FactKind.MONEY: re.compile(rf"{_SIGN}(?:{_NUMBER}[百千万億兆]*)+(?:円|米?ドル|ユーロ)"),
    FactKind.COUNT: re.compile(
        rf"{_SIGN}(?:{_NUMBER}[千万億兆]*)+(?:人|社|者|局|件|台|回|校|本|個|か所|種類|団体|世帯|歳|位|倍|時間|分|か国|カ国|契約|名|通)"
    ),
    FactKind.DATE: re.compile(r"(?:令和|平成|昭和)?\d{1,4}年(?:度|\d{1,2}月(?:\d{1,2}日)?)?"),
}


def asked_value(asked: Asked, text: str) -> str | None:
    """The first amount of the kind that is asked for and that the question does not have itself.

    As it stands in the text, full-width made half-width. None where several things or no amount are asked for.
    """
    if asked.several or asked.query.asks_change:
        return None
    for kind, amount in _AMOUNTS.items():
        if asked.kinds & kind.bit:
            found = (match[0] for match in amount.finditer(plain(text)))
            if value := next((value for value in found if numbers(value) - asked.numbers), None):
                return value
    return None
