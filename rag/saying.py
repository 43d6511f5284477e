"""How a statement is said in an answer: without what only a page needs, cut down to what answers, with what it points
back to."""

import re

from ingest.cleaning import normalise_radicals, strip_marks
from ingest.events import TextKind
from rag.antecedents import with_antecedents
from rag.asked import Asked, plain
from rag.evidence import FRAGMENT
from rag.statements import Statement
from rag.trimming import OPENS_WITH, excerpt, trimmed

_REFERENCE = re.compile(r"（(?:図表[^（）]*|[^（）]{0,20}参照)）")
_NOTE_NUMBER = re.compile(r"^(?:※\d{0,2}[\s　]*|(?:[＊*]?\d{1,3}|（注\d*）)[\s　]+)")
# Older editions mark a footnote by its number alone: 公表した27。
_BARE_MARK = re.compile(r"(?<=[るたいう])\s?\d{1,3}(?=。?$)")
# Older editions number what they list like this, as an answer numbers its citations.
_ENUMERATION = re.compile(r"\[\d{1,3}\]")
# In older editions a heading runs into the sentence after it.
_HEADING = re.compile(r"^●[^。]{5,80}?(?=(?:平成|令和|昭和|(?:19|20)\d\d年)|$)")
_CAPTION = re.compile(r"(図表\s*[ⅠⅡⅢ]?[0-9\-]+)[\s　]+(\S.*)")
# The address of a source, in its brackets, and when it was looked up. A line of the paper may break it.
_ADDRESS = re.compile(
    r"[〈（(<]?\s?(?:https?:|www\.)(?:[!-~]|(?<=[./\-_=])\s(?=[a-z])){1,400}[〉）]?(?:（[^（）]{1,14}(?:参照|閲覧|確認)）)?"
)
_ASKS_ADDRESS = re.compile(
    r"URL|アドレス|リンク|ドメイン|サイト|ホームページ|web ?site|web ?page|\blink", re.IGNORECASE
)
_NOTE = re.compile(r"\s*(?:※|[（(]?注)")
_ASKS_SOURCE = re.compile(
    r"出典|出所|どこの(?:調査|調べ|統計|データ|資料|レポート)|(?:何|なん)(?:という|て)(?:調査|統計|資料|レポート|報告)|による[?？]?$"
    r"|source|(?:which|what) (?:survey|report)",
    re.IGNORECASE,
)
# Letters set apart, to fill a line: お よ そ.
_SET_APART = re.compile(r"(?:[ぁ-ん] ){2,}[ぁ-ん]")
# In characters; an answer has room for so much beside its frame and its marks.
_LONGEST = 250
_REPLACEMENT = "\ufffd"
# Between Latin letters a space stood; between others nobody knows what.
_LOST_SPACE = re.compile(rf"(?<=[!-~]){_REPLACEMENT}(?=[!-~])")
_DAMAGED = re.compile(rf"\w{_REPLACEMENT}\w")


def said(statement: Statement, asked: Asked) -> str:
    """A statement for a reader; "" where it is no statement: a caption, half a sentence, nothing but an address."""
    if statement.is_value:
        return _value(statement)
    if _names_figure(statement, asked):
        return ""
    text = _without_marks(statement.text)
    asks_address = _ASKS_ADDRESS.search(plain(asked.query.text))
    text = _ADDRESS.sub(lambda found: "".join(found[0].split()) if asks_address else "", text).strip(" 、")
    if FRAGMENT.match(text):
        return ""
    told = with_antecedents(excerpt(trimmed(text, asked), asked, _LONGEST), text, _before(statement))
    return "" if _DAMAGED.search(told) else told.replace(_REPLACEMENT, "").strip()


def _without_marks(text: str) -> str:
    """A text without the marks, numbers and line ends of its page, and without how it goes on from another."""
    text = strip_marks(_BARE_MARK.sub("", _NOTE_NUMBER.sub("", _LOST_SPACE.sub(" ", text))))
    text = OPENS_WITH.sub("", _ENUMERATION.sub("", _REFERENCE.sub("", text)))
    text = _HEADING.sub("", normalise_radicals(" ".join(text.split())).strip())
    return _SET_APART.sub(lambda found: found[0].replace(" ", ""), text)


def _before(statement: Statement) -> str:
    """What stands before a statement in its passage, after the section's title."""
    chunk = statement.passage.chunk
    return f"{chunk.section.title}。{chunk.text.partition(statement.text)[0]}"


def _names_figure(statement: Statement, asked: Asked) -> bool:
    """Whether a statement only names a figure or its source, and nobody asks for that."""
    of_figure = statement.passage.chunk.kind in (TextKind.FIGURE, TextKind.TABLE)
    if not of_figure or asked.query.asks_figure:
        return False
    if "出典" in statement.text or _ADDRESS.search(statement.text):
        return not _ASKS_SOURCE.search(plain(asked.query.text))
    return not _NOTE.match(statement.text)


def _value(statement: Statement) -> str:
    """A table's value in a sentence, with the table's name."""
    chunk = statement.passage.chunk
    caption = _CAPTION.match(strip_marks(chunk.text.partition("\n")[0]))
    cell = next((cell for cell in chunk.cells if cell.text == statement.text), None)
    if not caption or not cell:
        return ""
    of = f"{cell.row}の{cell.column}" if cell.column else cell.row
    return f"{caption[1]}「{caption[2]}」では、{of}は{cell.value}{cell.unit}である。"
