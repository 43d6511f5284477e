"""How a statement is said in an answer: without what only a page needs, cut down to what answers, with what it points
back to."""

import re

from ingest.cleaning import normalise_radicals, strip_marks
from ingest.events import TextKind
from rag.antecedents import with_antecedents
from rag.asked import Asked
from rag.evidence import FRAGMENT
from rag.statements import Statement
from rag.trimming import OPENS_WITH, trimmed

_REFERENCE = re.compile(r"（(?:図表[^（）]*|[^（）]{0,20}参照)）")
_NOTE_NUMBER = re.compile(r"^(?:[＊*]?\d{1,3}|（注\d*）)[\s　]+")
# Older editions mark a footnote by its number alone: 公表した27。
_BARE_MARK = re.compile(r"(?<=[るたいう])\d{1,3}(?=。?$)")
# Older editions number what they list like this, as an answer numbers its citations.
_ENUMERATION = re.compile(r"\[\d{1,3}\]")
# In older editions a heading runs into the sentence after it.
_HEADING = re.compile(r"^●[^。]{5,80}?(?=(?:平成|令和|昭和|(?:19|20)\d\d年)|$)")
_CAPTION = re.compile(r"(図表\s*[ⅠⅡⅢ]?[0-9\-]+)[\s　]+(\S.*)")
_ADDRESS = re.compile(r"https?:|www\.")
# Letters set apart, to fill a line: お よ そ.
_SET_APART = re.compile(r"(?:[ぁ-ん] ){2,}[ぁ-ん]")
_REPLACEMENT = "\ufffd"
# Nobody knows what stood between two characters.
_DAMAGED = re.compile(rf"\w{_REPLACEMENT}\w")


def said(statement: Statement, asked: Asked) -> str:
    """A statement for a reader; "" where it is no statement: a caption, half a sentence, an address."""
    if statement.is_value:
        return _value(statement)
    if _is_caption(statement) and not asked.query.asks_figure or _DAMAGED.search(statement.text):
        return ""
    text = strip_marks(_BARE_MARK.sub("", _NOTE_NUMBER.sub("", statement.text))).replace(_REPLACEMENT, "")
    text = OPENS_WITH.sub("", _ENUMERATION.sub("", _REFERENCE.sub("", text)))
    text = _HEADING.sub("", normalise_radicals(" ".join(text.split())).strip())
    text = _SET_APART.sub(lambda found: found[0].replace(" ", ""), text)
    if FRAGMENT.match(text) or _ADDRESS.search(text):
        return ""
    return with_antecedents(trimmed(text, asked), text, _before(statement))


def _before(statement: Statement) -> str:
    """What stands before a statement in its passage, after the section's title."""
    chunk = statement.passage.chunk
    return f"{chunk.section.title}。{chunk.text.partition(statement.text)[0]}"


def _is_caption(statement: Statement) -> bool:
    """Whether a statement only names a figure."""
    return statement.passage.chunk.kind in (TextKind.FIGURE, TextKind.TABLE)


def _value(statement: Statement) -> str:
    """A table's value in a sentence, with the table's name."""
    chunk = statement.passage.chunk
    caption = _CAPTION.match(strip_marks(chunk.text.partition("\n")[0]))
    cell = next((cell for cell in chunk.cells if cell.text == statement.text), None)
    if not caption or not cell:
        return ""
    of = f"{cell.row}の{cell.column}" if cell.column else cell.row
    return f"{caption[1]}「{caption[2]}」では、{of}は{cell.value}{cell.unit}である。"
