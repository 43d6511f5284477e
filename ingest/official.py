"""Read the ministry's own text files: a paragraph a line, headings with their numbers.

Many small files were joined, at times without a line break, so that a heading can end a line of text.
A number at the start of a line may be a heading or a footnote: the count of each tells.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ingest.cleaning import clean_title, is_url
from ingest.documents import Document
from ingest.events import Dropped, Event, Heading, Level, Line, Text, TextKind, numbered_lines

_JOINED_HEADING = re.compile(
    r"(.+?)((?:(?<![、はのにで（「])第[0-9０-９]{1,2}[章節]　"
    r"|(?:(?<=[。）)」』>])|(?<=参照)|(?<=[A-Za-z0-9/]))"
    r"(?:(?<![0-9０-９])[0-9０-９]{1,2}　|（[0-9０-９]{1,2}）|[ア-コ]　|コラム[　C]))"
    r"[^。]{1,48})"
)
_PART = re.compile(r"\s*(第[0-9０-９ⅠⅡⅢ]部)[\s　]+(\S.*)")
_CHAPTER = re.compile(r"\s*(第[0-9０-９]{1,2}章|序章|終章)[\s　]+(\S.*)")
_SECTION = re.compile(r"\s*(第[0-9０-９]{1,2}節)[\s　]+(\S.*)")
_NUMBERED = re.compile(r"\s*([0-9０-９]{1,2})[\s　．]\s*(\S.*)")
_SUBITEM = re.compile(r"[\s　]*[（(]([0-9０-９]{1,2})[）)][\s　]*(\S.*)")
_KANA = re.compile(r"[\s　]*([ア-コ])[\s　]+(\S.*)")
_SUBKANA = re.compile(r"[\s　]*[（(]([ア-コ])[）)][\s　]*(\S.*)")
_BOX = re.compile(
    r"\s*(コラム|政策フォーカス|トピックス?)\s*(?:COLUMN)?[\s　]*(?:[0-9０-９]{1,2}(?:[\s　]+|$))?(\S.*)?"
)
# The mark of a footnote stands between spaces, or is stuck to the word before it.
_FOOTNOTE_MARK = re.compile(
    r"(?<=[^\s\d]) (\d{1,2})(?= [^\s\d]|$)"
    r"|(?<=[ぁ-ゖァ-ヺ一-鿿）」])(?<!第)(\d{1,2})(?=[、。はがをにでとのもや）」（]|$)"
)
_LIST_OF_FIGURES = re.compile(r"\s*(?:\d{1,2}(?:-\d{1,2}){2,3}[\s　]|（データ集）)")
_FIGURE = re.compile(r"[\s　]*図表[\s　]*\S*\d")
_SOURCE_NOTE = re.compile(r"[\s　]*(（出典|（備考|※|（注[0-9０-９]*）|注[）0-9])")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")

_LONGEST_TITLE = 60
# A run of headings and captions this long is a table of contents or a list of figures.
_LISTING_LINES = 12
# A heading can be missing, damaged, or left out of a digest.
_MOST_SKIPPED = 5


def read_official(document: Document, text: str, addresses: Sequence[str] = ()) -> Iterator[Event]:
    """Say of each line of an official text file, or of many joined, what it is."""
    lines = [piece for line in numbered_lines(text) for piece in _split_joined(line)]
    return _Reader(lines, _parts_of_chapters(addresses)).events()


def _split_joined(line: Line) -> list[Line]:
    """A line in two where a heading was stuck to the end of the text before it."""
    if found := _JOINED_HEADING.fullmatch(line.text[-400:].rstrip()):
        cut = len(line.text.rstrip()) - len(found[2])
        return [Line(line.number, line.text[:cut], cut=True), Line(line.number, line.text.rstrip()[cut:], cut=True)]
    return [line]


def _parts_of_chapters(addresses: Sequence[str]) -> dict[int, str]:
    """The part each chapter belongs to, for editions that have parts and number chapters through.

    Since there are parts, the address of a small file begins with two letters, the part and the chapter.
    """
    parts: dict[int, str] = {}
    for address in addresses:
        if found := re.search(r"/[a-z]{2}([12])([1-9])[0-9a-z]{4}\.txt$", address):
            parts.setdefault(int(found[2]), f"第{found[1]}部")
    return parts


@dataclass
class _Counts:
    """The last number seen of each kind that shares the shape `N　`."""

    item: int = 0
    footnote: int = 0
    after_footnote: bool = False
    marks: set[int] = field(default_factory=set)
    box_item: int | None = None

    def is_footnote(self, number: int) -> bool:
        """Whether a footnote of this number is due: its mark stood in the text, or it follows another."""
        follows = number == self.footnote + 1
        return number in self.marks and (follows or not self.footnote) or self.after_footnote and follows


class _Reader:
    def __init__(self, lines: list[Line], parts: dict[int, str]) -> None:
        self._lines = [line for line in lines if line.text.strip(" 　\t")]
        self._parts = parts
        self._part: str | None = None
        self._counts = _Counts()
        self._in_listing_until = -1
        self._titles_of_boxes: set[int] = set()

    def events(self) -> Iterator[Event]:
        for index, line in enumerate(self._lines):
            if index <= self._in_listing_until or self._begins_listing(index, line):
                yield Dropped(line, "table of contents")
            else:
                yield from self._heading(index, line) or [self._text(line)]

    def _begins_listing(self, index: int, line: Line) -> bool:
        """Whether this heading opens a table of contents or a list of figures; if so, where it ends."""
        if not (_PART.fullmatch(line.text) or _CHAPTER.fullmatch(line.text)):
            return False
        end = index
        while end + 1 < len(self._lines) and _is_listed(self._lines[end + 1].text):
            end += 1
        if end - index < _LISTING_LINES:
            return False
        self._in_listing_until = end
        return True

    def _heading(self, index: int, line: Line) -> list[Event]:
        if index in self._titles_of_boxes:
            return []
        for read in (self._part_or_chapter, self._section, self._item, self._lettered):
            if events := read(line):
                self._counts.after_footnote = False
                return events
        return self._box(index, line)

    def _part_or_chapter(self, line: Line) -> list[Event]:
        if (found := _PART.fullmatch(line.text)) and _is_title(found[2]):
            self._part = found[1].translate(_FULL_WIDTH)
            self._counts = _Counts()
            return [Heading(Level.PART, self._part, clean_title(found[2]), line.number)]
        if not (found := _CHAPTER.fullmatch(line.text)) or not _is_title(found[2]):
            return []
        mark, self._counts = found[1].translate(_FULL_WIDTH), _Counts()
        chapter = Heading(Level.CHAPTER, mark, clean_title(found[2]), line.number)
        part = self._parts.get(int(mark[1:-1])) if mark[1:-1].isdigit() else None
        if not part or part == self._part:
            return [chapter]
        self._part = part
        return [Heading(Level.PART, part, "", line.number), chapter]

    def _section(self, line: Line) -> list[Event]:
        found = _SECTION.fullmatch(line.text)
        if not found or not _is_title(found[2]):
            return []
        self._counts = _Counts()
        return [Heading(Level.SECTION, found[1].translate(_FULL_WIDTH), clean_title(found[2]), line.number)]

    def _box(self, index: int, line: Line) -> list[Event]:
        """A column, with its title on its own line or on the next; what is numbered in it is text."""
        found = _BOX.fullmatch(line.text)
        if not found:
            return []
        title = found[2]
        if not title and index + 1 < len(self._lines):
            title = self._lines[index + 1].text
            self._titles_of_boxes.add(index + 1)
        if not title or not _is_title(title):
            return []
        self._counts.box_item = 0
        title = clean_title(title)
        return [Heading(Level.ITEM, f"{found[1]}「{title}」", title, line.number)]

    def _item(self, line: Line) -> list[Event]:
        found, counts = _NUMBERED.fullmatch(line.text), self._counts
        if not found or not _is_title(found[2]):
            return []
        number = int(found[1].translate(_FULL_WIDTH))
        if counts.is_footnote(number) or self._is_numbered_in_box(number):
            return []
        if number != 1 and not counts.item < number <= counts.item + _MOST_SKIPPED:
            return []
        counts.item, counts.box_item = number, None
        return [Heading(Level.ITEM, str(number), clean_title(found[2]), line.number)]

    def _is_numbered_in_box(self, number: int) -> bool:
        """Whether the number goes on the count inside a column, not the count around it."""
        counts = self._counts
        if counts.box_item is None or number != counts.box_item + 1:
            return False
        counts.box_item = number
        return True

    def _lettered(self, line: Line) -> list[Event]:
        for pattern, level, mark in (
            (_SUBITEM, Level.SUBITEM, "（{}）"),
            (_KANA, Level.KANA, "{}"),
            (_SUBKANA, Level.SUBKANA, "（{}）"),
        ):
            found = pattern.fullmatch(line.text)
            if found and _is_title(found[2]) and self._counts.box_item is None:
                number = found[1].translate(_FULL_WIDTH)
                return [Heading(level, mark.format(number), clean_title(found[2]), line.number)]
        return []

    def _text(self, line: Line) -> Event:
        counts, text = self._counts, line.text
        if is_url(text) or text.lstrip().startswith("<"):
            return Dropped(line, "address or markup")
        numbered = _NUMBERED.fullmatch(text)
        if numbered and (counts.box_item is None or counts.is_footnote(int(numbered[1]))):
            counts.footnote, counts.after_footnote = int(numbered[1]), True
            counts.marks.discard(counts.footnote)
            return Text(TextKind.FOOTNOTE, line, opens=True)
        counts.after_footnote = False
        counts.marks.update(int(mark[1] or mark[2]) for mark in _FOOTNOTE_MARK.finditer(text))
        if _FIGURE.match(text) and len(text) < 2 * _LONGEST_TITLE:
            return Text(TextKind.FIGURE, line, opens=True)
        if _SOURCE_NOTE.match(text):
            return Text(TextKind.FIGURE, line)
        return Text(TextKind.BODY, line, opens=True)


def _is_listed(text: str) -> bool:
    """Whether the line could stand in a table of contents or a list of figures."""
    return bool(
        _FIGURE.match(text)
        or _LIST_OF_FIGURES.match(text)
        or ((_PART.fullmatch(text) or _CHAPTER.fullmatch(text) or _SECTION.fullmatch(text)) and _is_title(text))
        or (_NUMBERED.fullmatch(text) or _BOX.fullmatch(text) or _SUBITEM.fullmatch(text))
        and _is_title(text)
    )


def _is_title(text: str) -> bool:
    text = text.strip(" 　\t")
    if len(text) > _LONGEST_TITLE or "://" in text or text.startswith(("：", ":")):
        return False
    return not text.endswith(("。", "、", "参照", "を参照", "の略"))
