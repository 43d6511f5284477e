"""Read text that was extracted from the typeset paper, with the damage that this leaves.

Level 1 headings come doubled, level 2 headings have lost their number and keep a tab, chapters have
lost their heading altogether and are told from the numbers of figures and from 第1節 starting again.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from ingest.cleaning import RUNNING_HEAD, clean_title, furniture, is_url, squeeze, undouble
from ingest.documents import Document
from ingest.events import LINK_TO_DATA, Dropped, Event, Heading, Level, Line, Text, TextKind, numbered_lines
from ingest.sentences import SENTENCE_ENDS

_ITEM = re.compile(r"\s*(\d{1,2})\s+\1\s+(\S.*)")
_SECTION = re.compile(r"\s*第\s?(\d{1,2})節\s+(\S.*)")
_SUBITEM = re.compile(r" ?\t\s*(\S.*)")
_KANA = re.compile(r"\s?([ア-コ])　+\s*(\S.*)")
_SUBKANA = re.compile(r"\s?（([ア-コ])）\s*(\S.*)")
_APPENDIX = re.compile(r"\s?付注\s*(\d{1,2})　(\S.*)")
_BOX_ITEM = re.compile(r"\s?(\d{1,2}) \t(\S.*)")
_BOX_HEADING = re.compile(r"\s?(?:\d{1,2} \t|（\d{1,2}）(?:\t|(?=[^、。]{1,30}$)))\S")
_BOX_KIND = re.compile(r"(政策フォーカス|コラム)")
_FOOTNOTE = re.compile(r"\s?[＊*]\d+[\s\t]")
_FIGURE = re.compile(r"\s?(?:\d{1,2} )?図表\s*[ⅠⅡⅢ]-\d+-\d+-\d*")
_BOX_FIGURE = re.compile(r"\s?図表\s*\d+[\s　]")
_SOURCE_NOTE = re.compile(r"\s?(（出典|※|（注|注[）\d])")
_FIGURE_NUMBER = re.compile(r"図表\s*([ⅠⅡⅢ])-(\d+)-(\d+)-\d+")
_OVERVIEW_PART = re.compile(r"\s?第([ⅠⅡⅢ])部：(.+)")
_OVERVIEW_CHAPTER = re.compile(r"\s?第(\d)章[\s　]+(\S.*)")
_RUNNING_CHAPTER = re.compile(r"\s?第第(\d)\1章章\s*(.+)")
_LINKED_DATA_ENDS = "（データ集）"

_LONGEST_TITLE = 70
_LONGEST_SUBITEM = 48
_LONGEST_INTRODUCTION = 120
# Enough to tell running text from what a picture held.
_LINES_LOOKED_AT = 12
# A column of the printed page holds 44 to 50 characters; a line near that length is running text.
_TEXT_LINE = 34
_FEWEST_PARTICLES = 3
# No paragraph begins with one: the sentence before it goes on.
_PARTICLE = re.compile(r"[がをはにの](?=[一-龥々0-9０-９「、])")
_BETWEEN_PAGES = ("page number", RUNNING_HEAD)


def is_typeset(text: str) -> bool:
    """Whether the text has the doubled level 1 headings that only typeset pages give."""
    return len(re.findall(r"(?m)^\s{0,3}(\d{1,2})\s+\1[ \t]+\S", text)) >= 3


@dataclass(frozen=True)
class _Place:
    part: str
    chapter: int


@dataclass
class _State:
    """What the lines so far have said."""

    place: _Place | None = None
    section: int = 0
    item: int = 0
    subitem: int = 0
    box: bool = False
    inside: TextKind = TextKind.BODY
    linked_data: bool = False
    unfinished: bool = False
    after_heading: bool = False
    new_page: bool = False
    blank_before: bool = True
    front: bool = True
    skipped: set[int] = field(default_factory=set)


def read_typeset(document: Document, text: str) -> Iterator[Event]:
    """Say of each line of a typeset extraction what it is."""
    return _Reader(document, numbered_lines(text)).events()


class _Reader:
    def __init__(self, document: Document, lines: list[Line]) -> None:
        self._lines = lines
        self._excerpt_of = _Place(document.part, document.chapter) if document.part and document.chapter else None
        self._places = _section_places(document, lines)
        self._titles = _chapter_titles(document, lines)
        self._heads = {squeeze(title) for title in self._titles.values()} | self._section_titles()
        self._openings = self._chapter_openings()
        self._state = _State(front=self._excerpt_of is None)

    def _section_titles(self) -> set[str]:
        """The titles of 節, without white space, as running heads repeat them."""
        found = (_SECTION.fullmatch(self._lines[number - 1].text.rstrip()) for number in self._places)
        return {squeeze(heading[2]) for heading in found if heading}

    def events(self) -> Iterator[Event]:
        for index, line in enumerate(self._lines):
            if index in self._state.skipped:
                continue
            if not line.text.strip():
                self._state.blank_before = True
                continue
            if line.number in self._openings:
                yield from self._open(self._openings[line.number], line)
            yield from self._heading(index, line) or self._text(index, line)
            self._state.blank_before = False

    # Parts and chapters: their headings are missing, so they open where their introduction does.

    def _chapter_openings(self) -> dict[int, list[_Place]]:
        """By line number, the parts (chapter 0) and chapters that open there."""
        openings: dict[int, list[_Place]] = {}
        before = self._excerpt_of
        for section_line, place in self._places.items():
            if place == before:
                continue
            top = self._page_top(section_line)
            if before is None or before.part != place.part:
                openings.setdefault(top, []).append(_Place(place.part, 0))
            openings.setdefault(self._names_itself(place, top, section_line), []).append(place)
            before = place
        return openings

    def _page_top(self, section_line: int) -> int:
        """The line with which the page of this heading begins: the heading, or its introduction."""
        for number in range(section_line, max(0, section_line - _LONGEST_INTRODUCTION), -1):
            begins_page = self._lines[number - 1].text.startswith(" ")
            if begins_page and (number == section_line or self._is_prose(number - 1)):
                return number
        return section_line

    def _names_itself(self, place: _Place, top: int, section_line: int) -> int:
        """Where the introduction comes to this chapter, if it speaks of the whole part first."""
        starts = f"第{place.chapter}章では"
        lines = range(top, section_line)
        return next((n for n in lines if self._lines[n - 1].text.startswith(starts)), top)

    def _open(self, places: list[_Place], line: Line) -> Iterator[Event]:
        for place in places:
            self._state = _State(place=place, front=False, skipped=self._state.skipped)
            title = self._titles.get((place.part, place.chapter), "")
            if place.chapter:
                yield Heading(Level.CHAPTER, f"第{place.chapter}章", title, line.number)
            else:
                yield Heading(Level.PART, f"第{place.part}部", title, line.number)

    # Headings

    def _heading(self, index: int, line: Line) -> list[Event]:
        for read in (self._section, self._item, self._subitem, self._kana, self._appendix, self._box, self._front):
            if event := read(index, line):
                self._state.inside, self._state.unfinished, self._state.linked_data = TextKind.BODY, False, False
                return [event]
        return []

    def _section(self, index: int, line: Line) -> Event | None:
        state = self._state
        found = _SECTION.fullmatch(line.text.rstrip())
        if not found or line.number not in self._places:
            return None
        number, title = found.groups()
        lines = [line]
        if line.text.endswith(" ") and index + 1 < len(self._lines):
            lines.append(self._take(index + 1))
        title += "".join(wrapped.text for wrapped in lines[1:])
        state.section, state.item, state.subitem, state.box = int(number), 0, 0, False
        return Heading(Level.SECTION, f"第{number}節", clean_title(title), line.number, tuple(lines))

    def _item(self, index: int, line: Line) -> Event | None:
        found = _ITEM.fullmatch(line.text.rstrip())
        if not found or not (title := undouble(found[2])):
            return None
        state = self._state
        state.item, state.subitem, state.box = int(found[1]), 0, False
        return Heading(Level.ITEM, found[1], clean_title(title), line.number, (line,))

    def _subitem(self, index: int, line: Line) -> Event | None:
        found, state = _SUBITEM.fullmatch(line.text.rstrip()), self._state
        if not found or state.front or state.box or not state.item:
            return None
        in_footnote = state.inside is TextKind.FOOTNOTE and not state.blank_before and not line.text.startswith(" ")
        if in_footnote or not _is_title(found[1]) or len(found[1]) > _LONGEST_SUBITEM:
            return None
        state.subitem += 1
        lines = (line, *self._wrapped(index, found[1]))
        title = found[1] + "".join(wrapped.text.strip() for wrapped in lines[1:])
        return Heading(Level.SUBITEM, f"（{state.subitem}）", clean_title(title), line.number, lines)

    def _kana(self, index: int, line: Line) -> Event | None:
        text = line.text.rstrip()
        for pattern, level, mark in ((_KANA, Level.KANA, "{}"), (_SUBKANA, Level.SUBKANA, "（{}）")):
            found = pattern.fullmatch(text)
            if found and not self._state.box and _is_title(found[2]):
                lines = (line, *self._wrapped(index, text))
                title = found[2] + "".join(wrapped.text.strip() for wrapped in lines[1:])
                return Heading(level, mark.format(found[1]), clean_title(title), line.number, lines)
        return None

    def _wrapped(self, index: int, text: str) -> list[Line]:
        """The line with the rest of a title that runs over a full line, if it does."""
        if len(squeeze(text)) < _TEXT_LINE or index + 1 >= len(self._lines):
            return []
        rest = self._lines[index + 1].text.strip()
        if not rest or len(rest) > _TEXT_LINE // 2 or rest.endswith("。"):
            return []
        return [self._take(index + 1)]

    def _take(self, index: int) -> Line:
        """The line at this place, not to be read again."""
        self._state.skipped.add(index)
        return self._lines[index]

    def _appendix(self, index: int, line: Line) -> Event | None:
        found = _APPENDIX.fullmatch(line.text.rstrip())
        if not found or not self._state.blank_before and not line.text.startswith(" "):
            return None
        self._state.item = self._state.subitem = 0
        return Heading(Level.PART, f"付注{found[1]}", clean_title(found[2]), line.number, (line,))

    def _box(self, index: int, line: Line) -> Event | None:
        """A column or a 政策フォーカス: numbered on its own, with its title at its top or anywhere after."""
        found, state = _BOX_ITEM.fullmatch(line.text.rstrip()), self._state
        if not found or state.box or found[1] != "1" or not line.text.startswith(" "):
            return None
        state.box = True
        kind, title = self._box_title(index, found[2])
        return Heading(Level.ITEM, f"{kind}「{title}」", title, line.number, (line,))

    def _box_title(self, index: int, first_heading: str) -> tuple[str, str]:
        for line in self._lines[index : index + 300]:
            if line.number in self._places or _ITEM.fullmatch(line.text.rstrip()):
                break
            said = undouble(line.text)
            if said and (kind := _BOX_KIND.search(said)):
                return kind[1], clean_title(said[: kind.start()] or said[kind.end() :])
        return "コラム", clean_title(first_heading)

    def _front(self, index: int, line: Line) -> Event | None:
        """Front matter has no numbers: a page that begins with a short line of its own."""
        title = line.text.strip()
        opens_page = index == 0 or line.text.startswith(" ")
        alone = index + 1 >= len(self._lines) or not self._lines[index + 1].text.strip()
        if not self._state.front or self._state.place or not (opens_page and alone):
            return None
        if not _is_title(title) or len(squeeze(title)) > _TEXT_LINE or _FIGURE.match(title):
            return None
        title = squeeze(clean_title(title))
        return Heading(Level.PART, title, title, line.number, (line,))

    # Text

    def _text(self, index: int, line: Line) -> list[Event]:
        state = self._state
        if reason := furniture(line.text):
            state.new_page = state.new_page or reason in _BETWEEN_PAGES
            return [Dropped(line, reason if reason != RUNNING_HEAD or self._is_running_head(line) else "printed twice")]
        if line.number not in self._places and _SECTION.fullmatch(line.text.rstrip()) and state.section:
            return [Dropped(line, RUNNING_HEAD)]
        if state.linked_data or line.text.strip().startswith("関連データ"):
            state.linked_data = _LINKED_DATA_ENDS not in line.text
            return [Dropped(line, LINK_TO_DATA)]
        if _LINKED_DATA_ENDS in line.text or is_url(line.text) and state.inside is not TextKind.FOOTNOTE:
            return [Dropped(line, "address")]
        kind, opens = self._kind(index, line)
        if kind is TextKind.BODY:
            ended = state.inside is TextKind.BODY and state.blank_before and not state.unfinished
            opens = opens or ended and not _PARTICLE.match(line.text) or state.after_heading
            state.after_heading = state.box and self._is_box_heading(line)
        state.unfinished = not line.text.rstrip().endswith(SENTENCE_ENDS)
        state.inside, state.new_page = kind, False
        return [Text(kind, line, opens)]

    def _is_box_heading(self, line: Line) -> bool:
        """Whether a line is a heading of a column as a whole, not a paragraph that begins with a number."""
        return bool(_BOX_HEADING.match(line.text)) and len(squeeze(line.text)) < _TEXT_LINE

    def _is_running_head(self, line: Line) -> bool:
        """Whether a doubled line says a title of the paper; if not, it is bold text of a picture."""
        said = squeeze(undouble(line.text) or "")
        return "第第" in line.text or any(title.startswith(said) or said in title for title in self._heads)

    def _kind(self, index: int, line: Line) -> tuple[TextKind, bool]:
        """What kind of text the line is, and whether it opens a new one of that kind."""
        state, text = self._state, line.text
        if _FOOTNOTE.match(text):
            return TextKind.FOOTNOTE, True
        if _FIGURE.match(text) or _BOX_FIGURE.match(text):
            return TextKind.FIGURE, True
        if state.box and _BOX_HEADING.match(text):
            return TextKind.BODY, True
        if _SOURCE_NOTE.match(text):
            return TextKind.FIGURE, False
        if state.inside is TextKind.FOOTNOTE:
            may_end = state.new_page or text.startswith(" ") or state.blank_before and not state.unfinished
            if not may_end or not self._is_prose(index):
                return TextKind.FOOTNOTE, False
        if self._is_prose(index) or (state.inside is TextKind.BODY and not state.blank_before):
            return TextKind.BODY, False
        if state.inside is TextKind.BODY and state.unfinished and _reads_on(text):
            return TextKind.BODY, False
        return TextKind.FIGURE, False

    def _is_prose(self, index: int) -> bool:
        """Whether the lines from here to the next blank one are running text, not what a picture held."""
        block: list[str] = []
        for line in self._lines[index : index + _LINES_LOOKED_AT]:
            if not line.text.strip() or (block and line.text.startswith(" ")):
                break
            block.append(line.text.strip())
        joined = "".join(block)
        if not joined:
            return False
        kana = sum("ぁ" <= c <= "ん" for c in joined) / len(joined)
        return kana >= 0.08 and "。" in joined or kana >= 0.15 and len(block[0]) >= _TEXT_LINE


def _reads_on(text: str) -> bool:
    """Whether the line can be a part of a sentence begun before: it has kana, or it ends one."""
    kana = sum("ぁ" <= c <= "ん" for c in text)
    full = len(squeeze(text)) >= _TEXT_LINE and "、" in text and kana >= _FEWEST_PARTICLES
    return text.rstrip().endswith(("。", "、")) or kana >= 6 or full


def _is_title(text: str) -> bool:
    text = text.strip()
    if len(text) > _LONGEST_TITLE or text.endswith(("。", "、")) or is_url(text):
        return False
    return not text.startswith(("※", "●", "（出典", "・", "＊")) and "://" not in text


def _section_places(document: Document, lines: list[Line]) -> dict[int, _Place]:
    """For the line of each true 節 heading, the part and chapter it stands in.

    A 節 heading repeats as a running head; only one that follows in order counts. The figures that
    come before the next 節 name part and chapter; without figures the count of chapters does.
    """
    headings = _ordered_sections(document, lines)
    ends = [number for number, _ in headings[1:]] + [len(lines) + 1]
    places: dict[int, _Place] = {}
    place = _Place(document.part or "Ⅰ", document.chapter or 0)
    for (number, section), end in zip(headings, ends, strict=False):
        restarts = section == 1 and not document.section
        voted = _vote(lines[number - 1 : end - 1], section)
        if voted and (restarts or not places):
            place = voted
        elif restarts:
            place = _Place(place.part, place.chapter + 1)
        places[number] = place
    return places


def _ordered_sections(document: Document, lines: list[Line]) -> list[tuple[int, int]]:
    headings: list[tuple[int, int]] = []
    last_title = ""
    for line in lines:
        found = _SECTION.fullmatch(line.text.rstrip())
        if not found or len(line.text) > _LONGEST_TITLE:
            continue
        number = int(found[1])
        last = headings[-1][1] if headings else (document.section or 1) - 1
        title = squeeze(found[2])
        if number == last + 1 or number == 1 and not last_title.startswith(title):
            headings.append((line.number, number))
            last_title = title
    return headings


def _vote(lines: list[Line], section: int) -> _Place | None:
    votes = Counter(
        _Place(found[1], int(found[2]))
        for line in lines
        if (found := _FIGURE_NUMBER.match(line.text.strip())) and int(found[3]) == section
    )
    return votes.most_common(1)[0][0] if votes else None


def _chapter_titles(document: Document, lines: list[Line]) -> dict[tuple[str, int], str]:
    """Titles of parts (chapter 0) and chapters, from the overview page and the running heads."""
    titles: dict[tuple[str, int], str] = {}
    part = ""
    for line in lines:
        if found := _OVERVIEW_PART.fullmatch(line.text.rstrip()):
            part = found[1]
            titles[part, 0] = clean_title(found[2])
        elif part and (found := _OVERVIEW_CHAPTER.fullmatch(line.text.rstrip())):
            titles.setdefault((part, int(found[1])), clean_title(found[2]))
    if not titles and document.part:
        for line in lines:
            if (found := _RUNNING_CHAPTER.fullmatch(line.text.rstrip())) and (title := undouble(found[2])):
                titles.setdefault((document.part, int(found[1])), clean_title(title))
    return titles
