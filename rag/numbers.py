"""Numbers in a text, so that an answer's can be held against its source's."""

import re
import unicodedata

_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_MARK = re.compile(r"\[\d+\]")


def numbers(text: str) -> set[str]:
    """The numbers of a text, full-width made plain, without thousands separators and citation marks."""
    plain = unicodedata.normalize("NFKC", _MARK.sub("", text))
    return {found.replace(",", "") for found in _NUMBER.findall(plain)}
