"""The section tree, built from what a reader says of each line."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from ingest.addresses import Address, AddressBook, section_address
from ingest.datalinks import DataLink, data_links
from ingest.documents import Document
from ingest.events import LINK_TO_DATA, Dropped, Event, Heading, Level, Line, Text, TextKind
from ingest.labels import label
from ingest.references import references_in, resolve

# A caption stands at the start of its line or after a space; within text a figure is only mentioned.
_CAPTION = re.compile(r"(?:^|(?<=[\s　]))図表[\s　]*\[?([ⅠⅡⅢ]?[0-9０-９\-－‐]*\d)\]?")


@dataclass(frozen=True)
class Section:
    """A section of a paper: its label, title and place. Lines count from 1, both ends included.

    `references` are the labels of other sections of the paper that its text points to; `data` what it
    points to in the data collection; `above` the title of the section that it is part of, "" if of none.
    """

    document: Document
    label: str
    title: str
    level: int
    parent: str | None
    first_line: int
    last_line: int
    figures: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    data: tuple[DataLink, ...] = ()
    address: Address | None = None
    above: str = ""

    @property
    def name(self) -> str:
        """For a person: edition, label and title."""
        number = "" if self.label == self.title else self.label
        title = f"「{self.title}」" if self.title and self.title not in self.label else ""
        return f"{self.document.name} {number}{title or ('' if number else self.title)}".strip()


@dataclass(frozen=True)
class Block:
    """Lines of one kind that read on, in the section with this place in the paper's list."""

    section: int
    kind: TextKind
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Paper:
    """A document as it was understood.

    Every line of the source that is not blank is in a heading, in a block, or left out for a reason.
    `page_starts` are the lines with which the pages of the source begin, if it has pages.
    """

    document: Document
    sections: tuple[Section, ...]
    blocks: tuple[Block, ...]
    heading_lines: tuple[Line, ...]
    left_out: tuple[Dropped, ...]
    page_starts: tuple[int, ...] = ()

    @property
    def dropped(self) -> dict[str, int]:
        """How many lines were left out, by reason."""
        return dict(Counter(dropped.reason for dropped in self.left_out))


def build_paper(
    document: Document, events: Iterable[Event], *, last_line: int, book: AddressBook | None = None
) -> Paper:
    """Put the events of a reader together. Text before the first heading gets a section of its own.

    `book` holds the official addresses of the document's small files, where they are known.
    """
    builder = _Builder(document)
    for event in (*_place_of_excerpt(document), *events):
        match event:
            case Heading():
                builder.open(event)
            case Text():
                builder.add(event)
            case Dropped():
                builder.leave_out(event)
    return builder.paper(last_line, book or AddressBook(()))


def _linked(sections: tuple[Section, ...], blocks: Sequence[Block]) -> tuple[Section, ...]:
    """The sections, with the references that their text makes and that lead to one of them."""
    titles = {section.label: section.title for section in sections}
    found: dict[int, dict[str, None]] = {}
    for block in blocks:
        text = "".join(line.text.strip() for line in block.lines)
        for reference in references_in(text, within=sections[block.section].label):
            if label := resolve(reference, titles):
                found.setdefault(block.section, {})[label] = None
    return tuple(replace(section, references=tuple(found.get(place, ()))) for place, section in enumerate(sections))


def _place_of_excerpt(document: Document) -> list[Heading]:
    """The part and chapter that an excerpt stands in but does not print."""
    headings = []
    if document.part:
        headings.append(Heading(Level.PART, f"第{document.part}部", "", 1))
    if document.chapter:
        headings.append(Heading(Level.CHAPTER, f"第{document.chapter}章", "", 1))
    return headings


@dataclass
class _Builder:
    document: Document
    sections: list[Section] = field(default_factory=list)
    path: list[Heading] = field(default_factory=list)
    # Where the paper was when a column began.
    interrupted: list[Heading] = field(default_factory=list)
    blocks: list[tuple[int, TextKind, list[Line]]] = field(default_factory=list)
    figures: dict[int, list[str]] = field(default_factory=dict)
    heading_lines: list[Line] = field(default_factory=list)
    left_out: list[Dropped] = field(default_factory=list)
    data_lines: dict[int, list[Line]] = field(default_factory=dict)

    def open(self, heading: Heading) -> None:
        if heading.of_box and not any(above.of_box for above in self.path):
            self.interrupted = list(self.path)
        if heading.resumes:
            self.path = list(self.interrupted)
        while self.path and self.path[-1].level >= heading.level:
            self.path.pop()
        parent = label([h.mark for h in self.path]) or None
        above = self.path[-1].title if self.path else ""
        self.path.append(heading)
        self.heading_lines.extend(heading.lines)
        name, line = label([h.mark for h in self.path]), heading.line
        section = Section(self.document, name, heading.title, int(heading.level), parent, line, line, above=above)
        self.sections.append(section)

    def add(self, text: Text) -> None:
        if not self.sections:
            title = self.document.title
            self.open(Heading(Level.PART, title, title, text.line.number))
        here = len(self.sections) - 1
        if text.kind is TextKind.FIGURE and text.opens:
            captions = _CAPTION.findall(text.line.text)
            self.figures.setdefault(here, []).extend(f"図表{number}" for number in captions)
        last = self._last(text.kind)
        if last and last[0] == here and not text.opens:
            last[2].append(text.line)
        else:
            self.blocks.append((here, text.kind, [text.line]))

    def _last(self, kind: TextKind) -> tuple[int, TextKind, list[Line]] | None:
        """The block that goes on: body text goes on across the figures and footnotes between."""
        for block in reversed(self.blocks[-12:]):
            if block[1] is kind:
                return block
        return None

    def leave_out(self, dropped: Dropped) -> None:
        self.left_out.append(dropped)
        if dropped.reason == LINK_TO_DATA:
            self.data_lines.setdefault(len(self.sections) - 1, []).append(dropped.line)

    def paper(self, last_line: int, book: AddressBook) -> Paper:
        starts = [section.first_line for section in self.sections]
        ends = [start - 1 for start in starts[1:]] + [last_line]
        sections = tuple(
            replace(
                section,
                last_line=max(end, section.first_line),
                figures=tuple(self.figures.get(place, ())),
                data=tuple(data_links(self.data_lines.get(place, ()))),
                address=section_address(self.document, section.label, book),
            )
            for place, (section, end) in enumerate(zip(self.sections, ends, strict=False))
        )
        blocks = tuple(Block(place, kind, tuple(lines)) for place, kind, lines in self.blocks)
        sections = _linked(sections, blocks)
        return Paper(self.document, sections, blocks, tuple(self.heading_lines), tuple(self.left_out))
