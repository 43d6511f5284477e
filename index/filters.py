"""Filters: the parts of the papers that a search is kept to."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from index.numerals import number_in_kanji
from index.records import KINDS, Columns
from ingest.documents import Document
from ingest.editions import parse_edition
from ingest.errors import InputError
from ingest.events import TextKind
from ingest.sections import Section

_PART = re.compile(r"第([0-9ⅠⅡⅢ]+)部")
_CHAPTER = re.compile(r"(?:第[0-9ⅠⅡⅢ]+部)?(?:第(\d+)章|([序終])章)")
_GIVEN = re.compile(r"第?(?:(\d{1,2}|I{1,3})|([一二三四五六七八九]|十[一二]?)|(?P<named>[序終]))(?:部|章)?")
_ROMAN = {"I": 1, "II": 2, "III": 3}
# Kinds of text as people call them.
_KINDS = {
    "本文": (TextKind.BODY,),
    "図": (TextKind.FIGURE,),
    "表": (TextKind.TABLE,),
    "図表": (TextKind.FIGURE, TextKind.TABLE),
    "脚注": (TextKind.FOOTNOTE,),
    "注": (TextKind.FOOTNOTE,),
}


@dataclass(frozen=True)
class Filter:
    """What a search is kept to, as a person says it; what is not said keeps everything.

    `editions`: any of them, each by its name or year (r5, 令和5年版, 2023) or a document's id. `part` and `chapter`:
    第Ⅱ部, 2, 第三章, 序章. `kind`: 本文, 図表, 図, 表, 脚注, or body, figure, table, footnote.
    """

    editions: tuple[str, ...] = ()
    part: str | None = None
    chapter: str | None = None
    kind: str | None = None


EVERYTHING = Filter()


def mask(kept: Filter, records: Columns, documents: Sequence[Document]) -> np.ndarray:
    """Which chunks a filter keeps, bool of shape (chunks,).

    Raises InputError for what keeps none, with what would keep some.
    """
    allowed = np.ones(len(records), bool)
    if kept.editions:
        allowed &= _of_editions(kept.editions, documents)[records.document_of]
    for given, number_of, written in ((kept.part, part_of, "部"), (kept.chapter, chapter_of, "章")):
        if given is not None:
            allowed &= _numbered(given, number_of, written, records, allowed)
    if kept.kind is not None:
        allowed &= _of_kind(kept.kind, records, allowed)
    return allowed


def part_of(section: Section) -> str | None:
    """The number of the 部 that a section stands in: 2 for 第Ⅱ部 and for 第2部. None if it stands in none."""
    found = _PART.match(section.label)
    return _number(found[0]) if found else None


def chapter_of(section: Section) -> str | None:
    """The number of the 章 that a section stands in; 序 and 終 have none, and stand for themselves."""
    found = _CHAPTER.match(section.label)
    return (found[1] or found[2]) if found else None


def is_of_edition(document: Document, given: str) -> bool:
    """Whether a document goes by this id or by this name of an edition: r5, r05, 令和5年版, 2023."""
    if given in (document.id, document.edition):
        return True
    try:
        return document.edition is not None and parse_edition(given).name == document.edition
    except InputError:
        return False


def _of_editions(given: Iterable[str], documents: Sequence[Document]) -> np.ndarray:
    """Which documents are of these editions, bool of shape (documents,)."""
    meant = np.zeros(len(documents), bool)
    for edition in given:
        of_this = np.array([is_of_edition(document, edition) for document in documents], bool)
        if not of_this.any():
            known = "、".join(document.id for document in documents)
            raise InputError(f"{edition} という版はありません。指定できるのは {known} です。")
        meant |= of_this
    return meant


def _numbered(
    given: str, number_of: Callable[[Section], str | None], written: str, records: Columns, allowed: np.ndarray
) -> np.ndarray:
    """Which chunks stand in the 部 or 章 of this number, bool of shape (chunks,)."""
    numbers = np.array([number_of(section) or "" for section in records.sections])[records.section_of]
    number = _number(given)
    of_this = numbers == number if number else np.zeros(len(numbers), bool)
    if not (of_this & allowed).any():
        known = [
            f"第{number}{written}" if number.isdigit() else f"{number}{written}" for number in _known(numbers[allowed])
        ]
        here = f"指定できるのは {'、'.join(known)} です。" if known else f"選んだ範囲に{written}はありません。"
        raise InputError(f"{given} という{written}はありません。{here}")
    return of_this


def _of_kind(given: str, records: Columns, allowed: np.ndarray) -> np.ndarray:
    """Which chunks are of this kind, bool of shape (chunks,)."""
    plain = _plain(given)
    kinds = _KINDS.get(plain) or tuple(kind for kind in TextKind if kind == plain)
    if not kinds:
        raise InputError(f"{given} という種類はありません。指定できるのは {'、'.join([*_KINDS, *TextKind])} です。")
    of_this = np.isin(records.kind_of, [KINDS.index(kind) for kind in kinds])
    if not (of_this & allowed).any():
        raise InputError(f"選んだ範囲に{given}はありません。")
    return of_this


def _number(given: str) -> str | None:
    """The number that a person or a label means: 2 for 第Ⅱ部, 第二部, ２ and 2."""
    found = _GIVEN.fullmatch(_plain(given).upper())
    if not found:
        return None
    if found["named"]:
        return found["named"]
    digits, kanji = found[1], found[2]
    return str(number_in_kanji(kanji) if kanji else _ROMAN.get(digits) or int(digits))


def _known(numbers: np.ndarray) -> list[str]:
    """The numbers that there are, in order; what has a name goes last."""
    return sorted({str(number) for number in numbers if number}, key=lambda n: (not n.isdigit(), n.zfill(3)))


def _plain(given: str) -> str:
    return unicodedata.normalize("NFKC", given).strip().lower()
