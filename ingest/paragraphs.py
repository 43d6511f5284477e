"""Paragraphs of a printed paper, put together from the rows that its columns break them into."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.cleaning import furniture, squeeze
from ingest.rows import Row, Side
from ingest.sentences import SENTENCE_ENDS

# Lengths are in units of the type's size, which is the width of a kanji.
_INDENT = 0.5
# A full row ends where the next word did not fit in, or the next character and a mark that may not begin a line.
_RAGGED = 1.0
_LATIN_WIDTH = 0.5
_WIDEST_WORD = 12.0
_NARROWEST = 10.0  # a column
_WIDEST_PITCH = 1.3  # times the usual distance of rows; wider, and a new paragraph begins
_USUAL_PITCH = 1.7

_SMALL = 0.93  # of the body's size: the type of notes
_SAME_SIZE = 0.05  # by how much, of the size, rows of one paragraph may differ
_MOST_BETWEEN = 60  # paragraphs from a column's last row of text to where it reads on
_FEWEST_HEADS = 3  # pages with the same words in the same place: a running head

# What can begin nothing but a line of its own, and what can after the end of a sentence only.
_MARK = re.compile(
    r"(?:第[0-9０-９ⅠⅡⅢ]{1,2}[部章節]|[0-9０-９]{1,2}|[（(][0-9０-９ア-コ]{1,2}[)）]|[ア-コ])[\s　]+(?![\x21-\x7e])"
    r"|図表[ⅠⅡⅢ0-9０-９][^\s　]{0,12}[\s　]"
    r"|（出典）|（備考）|[※・●○■◆◇＊*]|（注[0-9０-９]*）|注[0-9０-９]*[\s　）]"
)
_WEAK_MARK = re.compile(r"[（(][0-9０-９ア-コ]{1,2}[)）]")
_FIGURE = re.compile(r"図表|（出典）|（備考）|※|（注")
_LATIN_WORD = re.compile(r"[!-~]+")
_NOTE_NUMBER = re.compile(r"([0-9]{1,3})[.．]?[\s　]")
_NOTE_MARK = re.compile(r"＊([0-9]{1,3})")


@dataclass(frozen=True)
class _Measure:
    """What is usual in a document: the size of its type, the distance of its rows, where full rows end."""

    size: float
    pitch: float
    ends: dict[tuple[Side, int], float]

    def is_full(self, row: Row, *, before: Row) -> bool:
        """Whether the row is as long as its column allows, so that the one that it stands before may read on."""
        end = self.ends.get(_edge_of(row), row.x1)
        word = _LATIN_WORD.match(before.text)
        needed = min(_LATIN_WIDTH * len(word[0]), _WIDEST_WORD) if word else 1.0
        wide = row.x1 - row.left >= _NARROWEST * self.size
        return wide and end - row.x1 <= (needed + _RAGGED) * row.size


def paragraphs(pages: Sequence[Sequence[Row]]) -> list[str]:
    """The text of each page, a paragraph a line, without page numbers and running heads.

    A paragraph that goes on over a page break belongs to the page it begins on. A note in small type
    whose number was raised in the text begins with ＊: its plain number would look like a heading's.
    """
    rows = [row for page in _without_furniture(pages) for row in page]
    texts = ["" for _ in pages]
    marks: set[str] = set()
    measure = _measure(rows)
    for paragraph in _put_together(rows, measure):
        text = _joined(row.text for row in paragraph)
        number = _NOTE_NUMBER.match(text)
        if number and number[1] in marks and paragraph[0].size < _SMALL * measure.size:
            text = f"＊{text}"
        marks.update(_NOTE_MARK.findall(text))
        texts[paragraph[0].page] += text + "\n"
    return texts


def _measure(rows: Sequence[Row]) -> _Measure:
    sizes: Counter[float] = Counter()
    for row in rows:
        sizes[round(row.size, 1)] += len(row.text)
    size = sizes.most_common(1)[0][0] if rows else 1.0
    body = [row for row in rows if abs(row.size - size) < _SAME_SIZE * size]
    pitches = [(one.y0 - next_.y0) / size for one, next_ in pairwise(body) if _in_one_column(one, next_)]
    places: dict[tuple[Side, int], Counter[int]] = {}
    for row in body:
        places.setdefault(_edge_of(row), Counter())[round(row.x1 / size)] += 1
    ends = {edge: size * _end(counts) for edge, counts in places.items()}
    return _Measure(size, median(pitches) if pitches else _USUAL_PITCH, ends)


def _edge_of(row: Row) -> tuple[Side, int]:
    """Which columns end where this row's does: left and right pages of a book may differ."""
    return row.side, row.page % 2


def _end(counts: Counter[int]) -> int:
    """Where full rows end: the last place where many do; other rows end anywhere."""
    return max(place for place, count in counts.items() if count >= max(counts.values()) / 2)


def _in_one_column(one: Row, other: Row) -> bool:
    return (one.page, one.column) == (other.page, other.column)


def _same_size(one: Row, other: Row) -> bool:
    return abs(one.size - other.size) < _SAME_SIZE * other.size


# Where a paragraph goes on


def _put_together(rows: Iterable[Row], measure: _Measure) -> list[list[Row]]:
    found: list[list[Row]] = []
    last: list[Row] = []
    for row in rows:
        if last and _is_next_row(last, row, measure):
            last.append(row)
        elif before := _broken_off(found, row, measure):
            before.append(row)
            last = before
        else:
            last = [row]
            found.append(last)
    return found


def _broken_off(found: Sequence[list[Row]], row: Row, measure: _Measure) -> list[Row] | None:
    """The paragraph that a column or page broke off and this row goes on with.

    Between the two there may be notes, figures and tables, but no heading.
    """
    if "\t" in row.text or _MARK.match(row.text) or row.x0 - row.left > _INDENT * row.size:
        return None
    for paragraph in reversed(found[-_MOST_BETWEEN:]):
        end = paragraph[-1]
        if _is_text(paragraph) and _same_size(end, row):
            unfinished = measure.is_full(end, before=row) and not end.text.endswith(SENTENCE_ENDS)
            return paragraph if unfinished and not _in_one_column(end, row) else None
        if end.size > row.size and _is_text(paragraph):
            return None
    return None


def _is_text(paragraph: Sequence[Row]) -> bool:
    return not _FIGURE.match(paragraph[0].text) and "\t" not in paragraph[0].text


def _is_next_row(paragraph: Sequence[Row], row: Row, measure: _Measure) -> bool:
    end = paragraph[-1]
    if "\t" in end.text + row.text or _MARK.match(row.text):
        return False
    if not _in_one_column(end, row) or not _same_size(end, row) or not measure.is_full(end, before=row):
        return False
    if (end.y0 - row.y0) / row.size > _WIDEST_PITCH * measure.pitch:
        return False
    indent = (row.x0 - end.x0) / row.size
    if end.text.endswith(SENTENCE_ENDS):
        hangs = _MARK.match(paragraph[0].text)
        return not _WEAK_MARK.match(row.text) and (indent < _INDENT or bool(hangs))
    return len(paragraph) == 1 or indent > -_INDENT


def _joined(texts: Iterable[str]) -> str:
    """Rows as one text; between them a space only where it parts Latin words."""
    joined = ""
    for text in texts:
        edges = joined[-1:] + text[:1]
        latin = len(edges) == 2 and edges.isascii() and not edges.isdigit()
        in_address = "://" in joined.rpartition(" ")[2]
        joined += f" {text}" if latin and not in_address else text
    return joined


# Page furniture


def _without_furniture(pages: Sequence[Sequence[Row]]) -> list[list[Row]]:
    """The pages without page numbers and running heads: what several pages have in one place at top or bottom."""
    edges = [_edges(page) for page in pages]
    counts = Counter(place for rows in edges for place in {_place(row) for row in rows})
    repeated = {place for place, count in counts.items() if count >= max(2, min(_FEWEST_HEADS, len(pages)))}
    return [
        [row for row in page if not (row in rows and (_place(row) in repeated or furniture(row.text) == "page number"))]
        for page, rows in zip(pages, edges, strict=True)
    ]


def _edges(page: Sequence[Row]) -> list[Row]:
    """The two highest and the two lowest rows."""
    by_height = sorted(page, key=lambda row: row.y0)
    return [*by_height[:2], *by_height[-2:]]


def _place(row: Row) -> tuple[str, int]:
    """A row's words, whatever numbers they have, and its height."""
    return re.sub(r"[0-9０-９]+", "#", squeeze(row.text)), round(row.y0)
