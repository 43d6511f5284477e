"""Read the ministry's own text files: a paragraph a line, headings with their numbers.

Many small files were joined, at times without a line break, so that a heading can end a line of text.
A number at the start of a line may be a heading or a footnote: the count of each tells.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ingest.addresses import AddressBook
from ingest.cleaning import clean_title, is_url
from ingest.events import Dropped, Event, Heading, Level, Line, Text, TextKind, numbered_lines
from ingest.footnotes import bare_marks
from ingest.joins import split_joined

_PART = re.compile(r"\s*(第[0-9０-９ⅠⅡⅢ]部)[\s　]+(\S.*)")
_CHAPTER = re.compile(r"\s*(第[0-9０-９]{1,2}章|序章|終章)[\s　]+(\S.*)")
_SECTION = re.compile(r"\s*(第[0-9０-９]{1,2}節)[\s　]+(\S.*)")
_NUMBERED = re.compile(r"\s*([0-9０-９]{1,2})[\s　．]\s*(\S.*)")
_SUBITEM = re.compile(r"[\s　]*[（(]([0-9０-９]{1,2})[）)][\s　]*(\S.*)")
_KANA_ORDER = "アイウエオカキクケコ"
_KANA = re.compile(rf"[\s　]*([{_KANA_ORDER}])[\s　]+(\S.*)")
_SUBKANA = re.compile(rf"[\s　]*[（(]([{_KANA_ORDER}])[）)][\s　]*(\S.*)")
_BOX = re.compile(
    r"\s*((?:読者参加)?コラム|政策フォーカス|トピックス?)\s*(?:COLUMN)?[\s　]*(?:[0-9０-９]{1,2}(?:[\s　]+|$))?(\S.*)?"
)
_MARK_AFTER_TITLE = re.compile(r"(?<=[^\s\x00-\x7f])[\s　]\d{1,2}[\s　]*$")
# A note whose mark is signed, as a PDF's are; a row of a table, its cells apart by tabs.
_SIGNED_NOTE = re.compile(r"\s*[＊*][0-9]{1,3}[\s　]")
_TABLE_ROW = re.compile(r"(?![0-9０-９]{1,2}　)[^\t]*\S\t\S.*")
_LIST_OF_FIGURES = re.compile(r"\s*(?:\d{1,2}(?:-\d{1,2}){2,3}[\s　]|（データ集）)")
_FIGURE = re.compile(r"[\s　]*図表[\s　]*\S*\d")
_SOURCE_NOTE = re.compile(r"[\s　]*(（出典|（備考|※|（注[0-9０-９]*）|注[）0-9])")
# Brackets; the one after a number, 1), opens nowhere.
_OPENING, _CLOSING = re.compile("[（(]"), re.compile(r"(?<![0-9０-９])[）)]")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")

_LONGEST_TITLE = 60
# A run of headings and captions this long is a table of contents or a list of figures.
_LISTING_LINES = 12
_CIRCLED_ONE, _MOST_CIRCLED = ord("①"), 20
# Where circled numbers were lost, numbers begin anew 27 to 90 times a volume; elsewhere at most 7 times.
_FEWEST_RESTARTS = 12
# A heading can be missing, damaged, or left out of a digest.
_MOST_SKIPPED = 5


def read_official(text: str, book: AddressBook | None = None) -> Iterator[Event]:
    """Say of each line of an official text file, or of many joined, what it is."""
    lines = [piece for line in numbered_lines(text) for piece in split_joined(line)]
    return _Reader(lines, book or AddressBook(())).events()


@dataclass
class _Counts:
    """The last number seen of each kind that shares the shape `N　`."""

    item: int = 0
    footnote: int = 0
    after_footnote: bool = False
    marks: set[int] = field(default_factory=set)
    box_item: int | None = None
    circled: int = 0
    # Of （N）, ア and （ア）; and of those in a column.
    letters: dict[Level, int] = field(default_factory=dict)
    box_letters: dict[Level, int] = field(default_factory=dict)

    def is_footnote(self, number: int) -> bool:
        """Whether a footnote of this number is due: its mark stood in the text, or it follows another."""
        follows = number == self.footnote + 1
        return number in self.marks and (follows or not self.footnote) or self.after_footnote and follows

    def lettered(self, level: Level, number: int) -> None:
        """Count a letter; those of the levels below it begin anew."""
        self.letters = {one: last for one, last in self.letters.items() if one < level} | {level: number}

    def resumes(self, level: Level, number: int) -> bool:
        """Whether a letter goes on with those from before a column, and not with the column's own."""
        before = self.letters.get(level)
        return before is not None and number == before + 1 and number != self.box_letters.get(level, 0) + 1


class _Reader:
    def __init__(self, lines: list[Line], book: AddressBook) -> None:
        self._lines = [line for line in lines if line.text.strip(" 　\t")]
        self._book, self._parts = book, book.parts
        self._chapter = self._section_number = 0
        self._after_heading = False
        self._stands_free = _free_standing(lines)
        self._has_circled = _has_circled_numbers(self._lines, self._stands_free)
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
        if index in self._titles_of_boxes or _TABLE_ROW.fullmatch(line.text):
            return []
        for read in (self._part_or_chapter, self._section, self._item, self._lettered):
            if events := read(index, line):
                self._counts.after_footnote, self._after_heading = False, True
                return events
        events = self._box(index, line)
        self._after_heading = bool(events)
        return events

    def _part_or_chapter(self, index: int, line: Line) -> list[Event]:
        if (found := _PART.fullmatch(line.text)) and _is_title(found[2]):
            self._part = found[1].translate(_FULL_WIDTH)
            self._counts = _Counts()
            return [Heading(Level.PART, self._part, _title(found[2]), line.number, (line,))]
        if not (found := _CHAPTER.fullmatch(line.text)) or not _is_title(found[2]):
            return []
        mark, self._counts = found[1].translate(_FULL_WIDTH), _Counts()
        self._chapter, self._section_number = int(mark[1:-1]) if mark[1:-1].isdigit() else 0, 0
        chapter = Heading(Level.CHAPTER, mark, _title(found[2]), line.number, (line,))
        part = self._parts.get(int(mark[1:-1])) if mark[1:-1].isdigit() else None
        if not part or part == self._part:
            return [chapter]
        self._part = part
        return [Heading(Level.PART, part, "", line.number), chapter]

    def _section(self, index: int, line: Line) -> list[Event]:
        found = _SECTION.fullmatch(line.text)
        if not found or not _is_title(found[2]):
            return []
        self._counts = _Counts()
        mark = found[1].translate(_FULL_WIDTH)
        self._section_number = int(mark[1:-1])
        return [Heading(Level.SECTION, mark, _title(found[2]), line.number, (line,))]

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
        self._counts.box_item, self._counts.box_letters = 0, {}
        title = clean_title(title)
        return [Heading(Level.ITEM, f"{found[1]}「{title}」", title, line.number, (line,))]

    def _item(self, index: int, line: Line) -> list[Event]:
        found, counts = _NUMBERED.fullmatch(line.text), self._counts
        if not found or not _is_title(found[2]):
            return []
        number = int(found[1].translate(_FULL_WIDTH))
        if self._is_circled(line, number):
            counts.circled = number
            return [Heading(Level.KANA, chr(_CIRCLED_ONE + number - 1), _title(found[2]), line.number, (line,))]
        known = self._book.items(self._chapter, self._section_number)
        if known and number not in known:
            return []
        if not self._is_due(index, number):
            if counts.is_footnote(number) or self._is_numbered_in_box(number):
                return []
            if number != 1 and not counts.item < number <= counts.item + _MOST_SKIPPED:
                return []
        counts.item, counts.box_item, counts.circled, counts.letters = number, None, 0, {}
        return [Heading(Level.ITEM, str(number), _title(found[2]), line.number, (line,))]

    def _is_circled(self, line: Line, number: int) -> bool:
        """Whether the number was printed in a circle: a level below （N） that stands free in the text."""
        if not self._has_circled or self._after_heading or line.number not in self._stands_free or line.cut:
            return False
        return number in (1, self._counts.circled + 1) and number <= _MOST_CIRCLED

    def _is_due(self, index: int, number: int) -> bool:
        """Whether the item is the next one and opens with its （1）: no footnote does."""
        if number != self._counts.item + 1 or self._counts.box_item is not None or index + 1 >= len(self._lines):
            return False
        following = _SUBITEM.fullmatch(self._lines[index + 1].text)
        return bool(following and following[1].translate(_FULL_WIDTH) == "1")

    def _is_numbered_in_box(self, number: int) -> bool:
        """Whether the number goes on the count inside a column, not the count around it."""
        counts = self._counts
        if counts.box_item is None or number != counts.box_item + 1:
            return False
        counts.box_item = number
        return True

    def _lettered(self, index: int, line: Line) -> list[Event]:
        for pattern, level, mark in (
            (_SUBITEM, Level.SUBITEM, "（{}）"),
            (_KANA, Level.KANA, "{}"),
            (_SUBKANA, Level.SUBKANA, "（{}）"),
        ):
            found = pattern.fullmatch(line.text)
            if not found:
                continue
            letter = found[1].translate(_FULL_WIDTH)
            number = int(letter) if letter.isdigit() else _KANA_ORDER.index(letter) + 1
            counts = self._counts
            in_box = counts.box_item is not None
            if in_box and not counts.resumes(level, number):
                counts.box_letters[level] = number
                continue
            if not _is_title(found[2]):
                continue
            counts.lettered(level, number)
            counts.circled, counts.box_item = 0, None
            return [Heading(level, mark.format(letter), _title(found[2]), line.number, (line,), resumes=in_box)]
        return []

    def _text(self, line: Line) -> Event:
        counts, text = self._counts, line.text
        if is_url(text) or text.lstrip().startswith("<"):
            return Dropped(line, "address or markup")
        if _SIGNED_NOTE.match(text):
            return Text(TextKind.FOOTNOTE, line, opens=True)
        if _TABLE_ROW.fullmatch(text):
            return Text(TextKind.FIGURE, line)
        numbered = _NUMBERED.fullmatch(text)
        if numbered and (counts.box_item is None or counts.is_footnote(int(numbered[1]))):
            counts.footnote, counts.after_footnote = int(numbered[1]), True
            counts.marks.discard(counts.footnote)
            return Text(TextKind.FOOTNOTE, line, opens=True)
        counts.after_footnote = False
        counts.marks.update(bare_marks(text))
        if _FIGURE.match(text) and len(text) < 2 * _LONGEST_TITLE:
            return Text(TextKind.FIGURE, line, opens=True)
        if _SOURCE_NOTE.match(text):
            return Text(TextKind.FIGURE, line)
        return Text(TextKind.BODY, line, opens=True)


def _free_standing(lines: list[Line]) -> set[int]:
    """The numbers of the lines that have a blank line before them."""
    pairs = zip(lines, lines[1:], strict=False)
    return {line.number for before, line in pairs if not before.text.strip(" 　\t") and before.number < line.number}


def _has_circled_numbers(lines: list[Line], stands_free: set[int]) -> bool:
    """Whether circled numbers became plain ones: item numbers begin anew again and again inside a 節."""
    restarts, last, sections, after_heading = 0, 0, 0, True
    for line in lines:
        if _SECTION.fullmatch(line.text):
            sections, last, after_heading = sections + 1, 0, True
            continue
        found = _NUMBERED.fullmatch(line.text)
        if found and _is_title(found[2]):
            number = int(found[1].translate(_FULL_WIDTH))
            free = line.number in stands_free and not line.cut and not after_heading
            restarts += number == 1 and last > 0 and free
            last, after_heading = number, True
        else:
            after_heading = bool(_SUBITEM.fullmatch(line.text))
    return sections > 0 and restarts >= _FEWEST_RESTARTS


def _is_listed(text: str) -> bool:
    """Whether the line could stand in a table of contents or a list of figures."""
    return bool(
        _FIGURE.match(text)
        or _LIST_OF_FIGURES.match(text)
        or ((_PART.fullmatch(text) or _CHAPTER.fullmatch(text) or _SECTION.fullmatch(text)) and _is_title(text))
        or (_NUMBERED.fullmatch(text) or _BOX.fullmatch(text) or _SUBITEM.fullmatch(text))
        and _is_title(text)
    )


def _title(text: str) -> str:
    """A title without the footnote mark that may follow it after a space."""
    return clean_title(_MARK_AFTER_TITLE.sub("", text))


def _is_title(text: str) -> bool:
    text = text.strip(" 　\t")
    if len(text) > _LONGEST_TITLE or "://" in text or text.startswith(("：", ":")):
        return False
    if len(_CLOSING.findall(text)) > len(_OPENING.findall(text)):
        return False
    return not text.endswith(("。", "、", "：", ":", "参照", "を参照", "の略"))
