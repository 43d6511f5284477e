"""Joins: where small files were put together without a line break, so that a heading ends a line of text."""

import re
from dataclasses import replace

from ingest.events import Line

# A heading stuck to the end of a line. A 部, 章 or 節 is known by its shape; a smaller one by what stands
# before it: the end of a sentence or an address, or any text if the line is no sentence but a caption, a
# source or a footnote.
_BIG_HEADING = r"(?<![、はのにで（「])第[0-9０-９]{1,2}[部章節]　[^。]{1,48}"
_SMALL_HEADING = (
    r"(?:(?<![0-9０-９.\-])[0-9０-９]{1,2}(?:　| (?=[ぁ-ゖァ-ヺ一-鿿A-Z「]))|[（(][0-9０-９]{1,2}[）)]|[ア-コ]　"
    r"|コラム[　C]|政策フォーカス)(?!を基|より|」)[^。：:]{1,48}"
)
_AFTER_SENTENCE = re.compile(
    rf"(.+?)({_BIG_HEADING}|(?:(?<=[。）)」』>])|(?<=参照)|(?<=[A-Za-z0-9/])){_SMALL_HEADING})"
)
_AFTER_NOTE = re.compile(rf"(.+?)({_BIG_HEADING}|(?<![、はのにで（「平成約図表注節章第]){_SMALL_HEADING})")
_IS_NOTE = re.compile(r"\s*(?:[0-9０-９]{1,2}　|図表|（出典|（備考|出典|資料|（注|※)")

# A chapter that begins with all its headings and its first paragraph in one line.
_OPENING = re.compile(
    r"(第[0-9０-９]{1,2}章　[^。]{1,45}?)(第[0-9０-９]{1,2}節　[^。]{1,45}?)([0-9０-９]{1,2}　[^。]{1,45}?)"
    r"([（(][0-9０-９]{1,2}[）)][^。　]{1,45})(　\S.*)"
)
# So much of a line's end is searched for a heading.
_LONGEST_JOIN = 400


def split_joined(line: Line) -> list[Line]:
    """A line in parts where headings were stuck to the end of the text before them."""
    text = line.text.rstrip()
    if opening := _OPENING.fullmatch(text):
        *headings, first = (replace(line, text=part, cut=True) for part in opening.groups())
        return [*headings, *split_joined(first)]
    pattern = _AFTER_NOTE if _IS_NOTE.match(text) else _AFTER_SENTENCE
    found = pattern.fullmatch(text[-_LONGEST_JOIN:])
    if not found or len(text) == len(found[2]):
        return [line]
    cut = len(text) - len(found[2])
    return [replace(line, text=line.text[:cut], cut=True), *split_joined(Line(line.number, text[cut:], cut=True))]
