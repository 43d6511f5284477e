"""Which age groups are spoken of, and which values of a table are of others than those that are asked for."""

import re
from collections.abc import Iterator, Sequence

from ingest.tables import Cell
from rag.asked import Asked, plain

# 20代, 20歳代, 20歳, 20～29歳, 20～30代: the first or only age, and all of it.
_AGES = re.compile(r"(?<![\d~〜\-])(\d{2})(?:[歳才]?[~〜\-]\d{2})?(?:[歳才]?代(?![目将])|[歳才])")
_AGE = re.compile(r"\d{2}")
_ALL_AGES = re.compile(r"全年代|全世代|全体")
# Those between are asked for, too: 20代から40代.
_RANGE = re.compile(r"代?(?:から|[~〜\-])\d{2}[歳才]?代|以上|以下|未満")


def groups_asked(asked: Asked) -> Iterator[tuple[str, str]]:
    """The age groups of a question as it calls them, each with its (first) age."""
    return ((found[0], found[1]) for found in _AGES.finditer(plain(asked.query.text)))


def ages_in(text: str) -> set[str]:
    """The ages of which a text speaks."""
    return {age for found in _AGES.finditer(plain(text)) for age in _AGE.findall(found[0])}


def other_groups(asked: Asked, cells: Sequence[Cell]) -> set[Cell]:
    """The labelled values of age groups that are not asked for, if any is."""
    wanted, question = {age for _, age in groups_asked(asked)}, plain(asked.query.text)
    if not wanted or _RANGE.search(question):
        return set()
    return {cell for cell in cells if _is_of_others(f"{cell.row} {cell.column}", wanted, question)}


def _is_of_others(label: str, wanted: set[str], question: str) -> bool:
    ages = ages_in(label)
    if not ages:
        return bool(_ALL_AGES.search(label)) and "全" not in question
    return ages.isdisjoint(wanted)
