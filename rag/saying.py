"""How a statement is said in an answer: without what only a page needs, cut down to what answers, with what it points
back to."""

import re

import numpy as np

from index.figures import in_one_line, without_sample
from ingest.cleaning import normalise_radicals, strip_marks
from ingest.footnotes import strip_bare_marks
from ingest.tables import Cell
from rag.antecedents import last_name, row_name, with_antecedents
from rag.asked import Asked, plain
from rag.clauses import OPENS_WITH
from rag.excerpts import excerpt
from rag.features import FRAGMENT
from rag.spans import carried_over
from rag.statements import Statement
from rag.trimming import trimmed
from rag.years import of_asked_years

_REFERENCE = re.compile(r"（(?:図表[^（）]*|[^（）]{0,20}参照)）")
# What a law or a term is called from there on, and a law's number: for a page, not for the ear.
_CALLED = r"以下(?:、?「[^「」]{1,40}」と(?:いう|呼ぶ|総称する)|同じ)。?"
_FROM_HERE_ON = re.compile(rf"（{_CALLED}）|[。、]\s?{_CALLED}(?=）)")
_LAW_NUMBER = re.compile(r"（(?:明治|大正|昭和|平成|令和)(?:\d{1,2}|元)年[^\s（）、。\d]{2,12}第\d{1,4}号）")
_ASKS_CALLED, _ASKS_NUMBER = (
    re.compile(r"略|称|呼|名|called|name"),
    re.compile(r"番号|何号|第.{1,4}号|何年の法|何年に(?:でき|制定|成立|公布)|number"),
)
_NOTE_NUMBER = re.compile(r"^(?:※\d{0,2}[\s　]*|(?:[＊*]?\d{1,3}|（注\d*）)[\s　]+)")
# Older editions mark a footnote by its number alone: 公表した27。
_BARE_MARK = re.compile(r"(?<=[るたいう])\s?\d{1,3}(?=。?$)")
# Older editions number what they list like this, as an answer numbers its citations.
_ENUMERATION = re.compile(r"\[\d{1,3}\]")
# Stands before what a section says in short.
_BULLET = re.compile(r"^●\s*")
_CAPTION = re.compile(r"(図表\s*[ⅠⅡⅢ]?[0-9\-]+)[\s　]+(\S.*)")
# What follows a figure's name before its value, and before what it prints in one place.
_OF_VALUE, _OF_ENTRY = "では、", "には、"
# How the papers write a minus.
_MINUS = ("△", "▲")
# The address of a source, in its brackets, and when it was looked up. A line of the paper may break it.
_ADDRESS = re.compile(
    r"[〈（(<]?\s?(?:https?:|www\.)(?:[!-~]|(?<=[./\-_=])\s(?=[a-z])){1,400}[〉）]?(?:（[^（）]{1,14}(?:参照|閲覧|確認)）)?"
)
_ASKS_ADDRESS = re.compile(
    r"URL|アドレス|リンク|ドメイン|サイト|ホームページ|web ?site|web ?page|\blink", re.IGNORECASE
)
_NOTE = re.compile(r"\s*(?:※|[（(]?注)")
# 出典, どこの統計, 元になった報告書, 何をもとに; not 地元の大学.
_ASKS_SOURCE = re.compile(
    r"出典|出所|出どころ|どこの(?:調査|調べ|統計|データ|資料|レポート)"
    r"|(?:何|なん)(?:[てと]いう|って?)(?:調査|統計|資料|レポート|報告)|何の(?:調査|統計|データ|資料)(?:です|か|も|[?？、。]|$)"
    r"|による[?？]?$|何を(?:もと|元|基)に|(?<=[の、])(?:もと|元|基)に(?:した|なった)[^、。]{0,8}(?:資料|報告|データ|調査|統計|指標|大学|省|戦略)"
    r"|(?<![^\s、。？?])(?:もと|元)の(?:資料|報告|データ|調査|統計|指標|役所)|どこから持ってき"
    r"|source|(?:which|what) (?:survey|report)",
    re.IGNORECASE,
)
# A work and who wrote it, as a source is given: 総務省（2024）「通信利用動向調査」.
_WORK = re.compile(
    r"[^「」『』。、（）]{1,40}(?:（[^（）]{1,30}）)?(?<![はがをにでと])[「『][^「」『』]{4,150}[」』](?:（[^（）]{1,40}）)?[^「」『』。、ぁ-ん]{0,20}。?"
)
# The same in English, in several sentences: Boston University School of Management. Research Paper 2013-16.
_WORK_IN_ENGLISH, _KANA = re.compile(r"[a-z)]\.\s+[A-Z]"), re.compile("[ぁ-ん]")
# What only says which figure tells.
_SEE_FIGURE = re.compile(
    r"(?:[^。、]{0,60}(?<![りしれきち])、){0,3}[^。、]{0,60}(?<![一-龥])図表?\s?[^。、「」]{0,20}のとおり"
    r"(?:である|と(?:なっている|なった|なる))。?"
)
# A figure's number as older editions print it: (図表7)).
_NUMBERED_FIGURE = re.compile(r"図表\s?\d{1,2}\)")
# Letters set apart, to fill a line: お よ そ. Where some are, others are, two by two.
_SET_APART = re.compile(r"(?:[ぁ-んァ-ヴー一-龥] ){2,}[ぁ-んァ-ヴー一-龥]")
_SPACE_IN_JAPANESE = re.compile(r"(?<=[ぁ-んァ-ヴー一-龥、。「」]) | (?=[ぁ-んァ-ヴー一-龥、。「」])")
# A space beside a sign that has room of its own.
_NEEDLESS_SPACE = re.compile(r" +(?=[、。「」『』（）〈〉・])|(?<=[、。「」『』（）〈〉・]) +")
# A note that a passage ends in begins with its number.
_NOTE_BEGINS = re.compile(r"(?<=[。）」\n])(\d{1,2})[\s　]+(?=[^\s\d年月日])")
_SHORTEST_NAME = 2
# Values of one row that may stand in a sentence.
_MOST_YEARS = 5
# In characters; an answer has room for so much beside its frame, which is longer in English, and its marks.
_LONGEST, _LONGEST_IN_ENGLISH = 280, 250
_REPLACEMENT = "\ufffd"
# Between Latin letters a space stood; between others nobody knows what.
_LOST_SPACE = re.compile(rf"(?<=[!-~]){_REPLACEMENT}(?=[!-~])")
# What would end an answer's statement, or be read as its mark.
_ENDS_INSIDE = re.compile(r"[。！？!?\[]")
_DAMAGED = re.compile(rf"\w{_REPLACEMENT}\w")


def said(statement: Statement, asked: Asked, *, answers: np.ndarray | None = None) -> str:
    """A statement for a reader; "" where it is no statement: a caption, half a sentence, nothing but an address.

    `answers`: the chance that each of its letters is of the answer, shape (letters,); if given, it is cut down to what
    answers. No sentence is longer than an answer has room for.
    """
    if statement.is_value:
        return _value(statement, asked)
    if statement.is_entry:
        return _entry(statement)
    text = sentence_of(statement, asked)
    if not text:
        return ""
    longest = _LONGEST_IN_ENGLISH if asked.english else _LONGEST
    kept = text if answers is None else trimmed(text, asked, carried_over(answers, statement.text, text))
    short = excerpt(kept, asked, longest)
    if not short:
        return ""
    told = _of_what_it_is(statement, with_antecedents(short, text, _before(statement)))
    told = told if len(told) <= longest else short
    return "" if _DAMAGED.search(told) else _tidy(told)


def sentence_of(statement: Statement, asked: Asked) -> str:
    """A statement in words without what only a page needs; "" where it is none."""
    only_a_figure = _SEE_FIGURE.fullmatch(statement.text.strip()) and not asked.query.asks_which_figure
    if only_a_figure or _names_figure(statement, asked):
        return ""
    text = _without_references(strip_bare_marks(statement.text, _noted(statement)), asked)
    text = _without_terms(_without_marks(text), plain(asked.query.text))
    asks_address = _ASKS_ADDRESS.search(plain(asked.query.text))
    text = _ADDRESS.sub(lambda found: "".join(found[0].split()) if asks_address else "", text)
    text = text.strip(f" 、{_REPLACEMENT}")
    names_a_work = _WORK.fullmatch(text) or _WORK_IN_ENGLISH.search(text) and not _KANA.search(text)
    if FRAGMENT.match(text) or _ends_a_bracket(text):
        return ""
    return "" if names_a_work and not asks_source(asked) else text


def _ends_a_bracket(text: str) -> bool:
    """Whether a text ends with a bracket that it does not open."""
    letters = _NUMBERED_FIGURE.sub("", plain(text)).rstrip("。")
    opened = 0
    for letter in reversed(letters if letters.endswith(")") else ""):
        opened += (letter == "(") - (letter == ")")
        if not opened:
            return False
    return letters.endswith(")")


def _of_what_it_is(statement: Statement, told: str) -> str:
    """A footnote with the name that it explains, or a row's further sentence with that of the row, where it does not
    say it."""
    name = last_name(strip_marks(statement.bearer)) or row_name(statement.text, _before(statement))
    return f"〔{name}〕{told}" if len(name) >= _SHORTEST_NAME and name not in told else told


def _noted(statement: Statement) -> set[int]:
    """The numbers of the notes that the statement's passage ends in."""
    return {int(found[1]) for found in _NOTE_BEGINS.finditer(statement.passage.chunk.text)}


def _without_references(text: str, asked: Asked) -> str:
    """A text without what it refers to; whoever asks for a figure is told its number."""
    asks = asked.query.asks_which_figure
    return _REFERENCE.sub(lambda found: found[0] if asks and "図表" in found[0] else "", text)


def _without_marks(text: str) -> str:
    """A text without the marks, numbers and line ends of its page, and without how it goes on from another."""
    text = strip_marks(_BARE_MARK.sub("", _NOTE_NUMBER.sub("", _LOST_SPACE.sub(" ", text))))
    text = OPENS_WITH.sub("", _ENUMERATION.sub("", text))
    text = _BULLET.sub("", normalise_radicals(" ".join(text.split())).strip())
    return _NEEDLESS_SPACE.sub("", _SPACE_IN_JAPANESE.sub("", text) if _SET_APART.search(text) else text)


def _without_terms(text: str, question: str) -> str:
    """A text without its definitions of terms and its laws' numbers, unless these are asked for."""
    text = text if _ASKS_CALLED.search(question) else _FROM_HERE_ON.sub("", text)
    return text if _ASKS_NUMBER.search(question) else _LAW_NUMBER.sub("", text)


def _before(statement: Statement) -> str:
    """What stands before a statement in its passage, after the section's title."""
    chunk = statement.passage.chunk
    return f"{chunk.section.title}。{chunk.text.partition(statement.text)[0]}"


def _names_figure(statement: Statement, asked: Asked) -> bool:
    """Whether a statement only names a figure or its source, and nobody asks for that."""
    if not statement.passage.chunk.of_figure or asked.query.asks_figure:
        return False
    if "出典" in statement.text or _ADDRESS.search(statement.text):
        return not asks_source(asked)
    return not _NOTE.match(statement.text)


def asks_source(asked: Asked) -> bool:
    """Whether the source of a figure or of a work is asked for."""
    return bool(_ASKS_SOURCE.search(plain(asked.query.text)))


def _value(statement: Statement, asked: Asked) -> str:
    """A table's value in a sentence, with the table's name; of a chart's label all its values, sum and share; of
    several years all those that are asked for."""
    caption, cell, chunk = _caption(statement), statement.told.cell, statement.passage.chunk
    if not caption or not cell:
        return ""
    of_years = of_asked_years(asked, cell, chunk.cells, chunk.section.document.year)
    if 1 < len(of_years) <= _MOST_YEARS:
        each = "、".join(f"{without_sample(one.column)}が{_amount(one)}" for one in of_years)
        return f"{caption}{_OF_VALUE}{without_sample(cell.row)}は、{each}である。"
    of = without_sample(f"{cell.row}の{cell.column}" if cell.column else cell.row)
    beside = (other for other in chunk.cells if (other.row, other.column) == (cell.row, ""))
    values = [cell] if cell.column else beside
    return f"{caption}{_OF_VALUE}{of}は{'、'.join(map(_amount, values))}である。"


def _amount(cell: Cell) -> str:
    loss = "〔マイナス〕" if cell.value.startswith(_MINUS) else ""
    return f"{cell.value}{cell.unit}{loss}"


def _entry(statement: Statement) -> str:
    """What a figure prints in one place, with the figure's name; "" where that would not stand as one statement."""
    caption, text = _caption(statement), printed(statement.text)
    return f"{caption}{_OF_ENTRY}{text}とある。" if caption and text and not _ENDS_INSIDE.search(text) else ""


def printed(entry: str) -> str:
    """What a figure prints in one place as an answer says it; "" where it is damaged."""
    text = normalise_radicals(strip_marks(_LOST_SPACE.sub(" ", in_one_line(entry))))
    return "" if _DAMAGED.search(text) else _tidy(text).strip(" 。")


def said_next(text: str, statement: Statement, before: Statement) -> str:
    """What is said of a statement right after another one: of the same figure without its name."""
    caption = _caption(statement)
    if caption and caption == _caption(before):
        text = text.removeprefix(caption + _OF_VALUE).removeprefix(caption + _OF_ENTRY)
    return text


def _caption(statement: Statement) -> str:
    """The number and the name of a statement's figure; "" where it has none."""
    found = _CAPTION.match(strip_marks(statement.passage.chunk.text.partition("\n")[0]).strip())
    return f"{found[1]}「{found[2]}」" if found else ""


def _tidy(text: str) -> str:
    return text.replace(_REPLACEMENT, "").strip()
