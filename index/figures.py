"""Figures: how they are named, and what of their text says what it says by itself, the caption and the notes.

What else is sure are the labelled values and what stands together, which come from `ingest`.
"""

import re
import unicodedata

# How many were asked, beside a label.
_SAMPLE = re.compile(r"[（(][Nn]=[\d,]{1,9}[）)]")
_NOTE = re.compile(r"出典|^\s*(?:※|（?注)")
# A map is no figure, nor an intention; a figure's number has parts.
FIGURE = r"(?<![地構意企])図表?"
_NAMED = re.compile(rf"{FIGURE}\s*([IV]{{0,3}}-?[0-9]{{1,3}}(?:-[0-9]{{1,3}}){{1,5}})(?![0-9\-年])")
_DASH = re.compile(r"[−‐‑–—ー]")
# A line that ends, or begins, like this goes on in the next one; others may be the cells of a table.
_GOES_ON = re.compile(r"(?<=[ぁ-ん、。「（・ー])\n|\n(?=[ぁ-ん、。）」ー])")


def figures_named(text: str) -> frozenset[str]:
    """The numbers of the figures that a text names, however they are written: 図表Ⅱ-1-2-5, 図 II−1−2−5."""
    return frozenset(_NAMED.findall(_DASH.sub("-", unicodedata.normalize("NFKC", text).upper())))


def in_one_line(entry: str) -> str:
    """What a figure prints in one place, its lines put together."""
    return " ".join(_GOES_ON.sub("", entry).split())


def is_sure(line: str, place: int) -> bool:
    """Whether a line of a figure's text says what it says: the first, which is the caption, or a note."""
    return place == 0 or bool(_NOTE.search(line))


def without_sample(label: str) -> str:
    """A label without how many were asked."""
    return _SAMPLE.sub("", label)


def sure_text(text: str) -> str:
    """The sure lines of a figure's text."""
    return "\n".join(line for place, line in enumerate(text.split("\n")) if is_sure(line, place))
