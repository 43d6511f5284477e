"""What of a figure's text is sure: its caption and its notes. Nobody knows what the rest belongs to."""

import re

# How many were asked, beside a label.
_SAMPLE = re.compile(r"[（(][Nn]=[\d,]{1,9}[）)]")
_NOTE = re.compile(r"出典|^\s*(?:※|（?注)")


def is_sure(line: str, place: int) -> bool:
    """Whether a line of a figure's text says what it says: the first, which is the caption, or a note."""
    return place == 0 or bool(_NOTE.search(line))


def without_sample(label: str) -> str:
    """A label without how many were asked."""
    return _SAMPLE.sub("", label)


def sure_text(text: str) -> str:
    """The sure lines of a figure's text."""
    return "\n".join(line for place, line in enumerate(text.split("\n")) if is_sure(line, place))
