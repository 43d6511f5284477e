"""Which piece leads an answer where something that the question insists on decides, whatever the scores are: a table's
value of what is named, as many items as are asked for, the year in which it was most."""

import re
from collections.abc import Sequence

from index.numerals import FIGURES, number_in_kanji
from rag.asked import Asked, plain
from rag.drafting import Piece
from rag.lacking import names_elsewhere, says_most
from rag.values import AMOUNTS
from rag.years import asks_peak

# By how much a piece may fall short of the best and lead all the same. Of train questions for three things or more
# four are answered by an enumeration within that, three of them rightly, where the best was right once.
_NEAR = 6.0
_FEWEST_ITEMS = 3
_ITEMS = re.compile(
    rf"(?<![\d.,、第数十百一-九])([3-9]|[{FIGURES[3:]}])(?:つ(?!目|め)|点(?!数)|本(?:柱|立て|の柱)|本(?=は)|項目|分野|種類|か条|類型|原則)"
)
# Of all of them one is asked for, or each by itself.
_OF_THEM = re.compile("のうち|の中で|それぞれ")
_ITEM = re.compile(r"[①-⑳]|[\[［]\d[\]］]|[（(]\d[)）]|(?<!\d)\d[)）]|第[一二三四五]に")
# What only says that they follow: 次の3つの柱.
_ANNOUNCES = re.compile(r"(?:次|以下)の(?:とおり|通り|[^。、]{0,12}?[\d一二三四五六七八九](?:つ|点|本|項目))")


def led(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces, best first, with the one that leads before them."""
    if not pieces:
        return []
    best = pieces[0]
    near = [piece for piece in pieces if best.score - piece.score <= _NEAR]
    here = [piece for piece in near if _section(piece) == _section(best)]
    rules = ((_needs_name, _has_names, near), (_needs_items, _has_items, near), (_needs_peak, _has_peak, here))
    found = (next(filter(has, some), None) for needs, has, some in rules if needs(best))
    first = next((piece for piece in found if piece), best)
    return [first, *(piece for piece in pieces if piece is not first)]


def items_asked(asked: Asked) -> int:
    """How many things are asked for, if three or more are: その三本は？ 0 where no number is said."""
    found = _ITEMS.search(plain(asked.query.text))
    if not found or asked.asks_who or asked.asks_most or _OF_THEM.search(asked.query.text):
        return 0
    return int(found[1]) if found[1].isdecimal() else number_in_kanji(found[1])


def announces(text: str) -> bool:
    """Whether a text says that the things follow which it does not name."""
    return bool(_ANNOUNCES.search(text))


def _items(piece: Piece) -> int:
    """How many things a piece enumerates."""
    return len(set(_ITEM.findall(piece.statement.text)))


def _section(piece: Piece) -> tuple[str, str]:
    section = piece.statement.passage.chunk.section
    return section.document.id, section.label


def _needs_items(best: Piece) -> bool:
    return not announces(best.statement.text) and items_asked(best.asked) > max(_FEWEST_ITEMS - 1, _items(best))


def _has_items(piece: Piece) -> bool:
    return _items(piece) == items_asked(piece.asked)


def _needs_name(best: Piece) -> bool:
    return bool(best.asked.kinds & AMOUNTS and names_elsewhere(best.asked, best.statement))


def _has_names(piece: Piece) -> bool:
    return piece.statement.is_value and not names_elsewhere(piece.asked, piece.statement)


def _needs_peak(best: Piece) -> bool:
    return asks_peak(best.asked) and not best.statement.is_value and not says_most(best.statement.text)


def _has_peak(piece: Piece) -> bool:
    return piece.statement.is_value
