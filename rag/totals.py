"""Which values of a table are of a part of a total that is asked for as a whole: 合計, not 不法アマチュア局."""

import re
from collections.abc import Sequence

import numpy as np

from index.words import words
from ingest.tables import Cell
from rag.asked import Asked, plain

_TOTAL = re.compile(r"合計|総?計|総数|全体|全国|全(?:年代|世代)")
_OF_TIME = frozenset(("年", "年度", "年末", "月", "末", "時点", "現在", "期"))
_ASKS_PARTS = re.compile(
    r"内訳|それぞれ|別に|別の|ごと|どの|どれ|どこ|どちら|どんな|何が|何の|だけ|のみ|うち|順|以外|\beach\b|\bwhich\b|\bbreakdown\b"
)


def parts_of_totals(asked: Asked, cells: Sequence[Cell], around: str) -> set[Cell]:
    """The values of rows beside that of a total, if the question says nothing of such a part: all that it names stands
    in `around`, what the table is about, or in the name of the group."""
    groups = {_group(cell.row) for cell in cells if _TOTAL.fullmatch(_part(cell.row))}
    if not groups or asked.asks_most or _ASKS_PARTS.search(plain(asked.query.in_full)):
        return set()
    return {
        cell
        for cell in cells
        if (group := _group(cell.row)) in groups
        and not _TOTAL.fullmatch(_part(cell.row))
        and not _named(asked, _part(cell.row), f"{around} {group}")
        and _says_all(asked, f"{around} {group} {cell.column}")
    }


def _named(asked: Asked, part: str, around: str) -> bool:
    """Whether a question names a part: by a word of its own, or by all of its words where it has none."""
    spoken = set(words(part))
    own = spoken - set(words(around))
    return any(map(asked.says, own)) if own else all(map(asked.says, spoken))


def _says_all(asked: Asked, text: str) -> bool:
    """Whether a text says all things that a question names, but for its years."""
    of_time = [all(word.isdecimal() or word in _OF_TIME for word in concept.words) for concept in asked.concepts]
    things = asked.nouns & (asked.worths > 0) & ~np.array(of_time, bool)
    return bool(np.all(asked.held(set(words(text)))[things] > 0))


def _group(row: str) -> str:
    """What a row's name begins with, as those of its group do."""
    return row.rpartition(" ")[0]


def _part(row: str) -> str:
    return row.rpartition(" ")[2]
