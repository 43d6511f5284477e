"""What a reader says of each line: a heading, text of some kind, or something dropped for a reason."""

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum


class Level(IntEnum):
    """Depth of a heading: 部 章 節 項 目 ア （ア）. Boxes and front matter stand where they are found."""

    PART = 1
    CHAPTER = 2
    SECTION = 3
    ITEM = 4
    SUBITEM = 5
    KANA = 6
    SUBKANA = 7


class TextKind(StrEnum):
    """A reader says body, figure or footnote; a figure whose values have sure labels becomes a table."""

    BODY = "body"
    FIGURE = "figure"
    TABLE = "table"
    FOOTNOTE = "footnote"


@dataclass(frozen=True)
class Line:
    """A line of the source, counted from 1. `cut`: the text is only a part of what the line holds; `blank`: how many
    blank lines stand right before it."""

    number: int
    text: str
    cut: bool = False
    blank: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Heading:
    """`mark` is the heading's own piece of the label: 第1節, 3, （2）, ア, 凡例, コラム「題」.

    `line` is where its section begins; `lines` are those it is printed in, none for a heading that was lost.
    `resumes`: whether it goes on with what a column has interrupted.
    """

    level: Level
    mark: str
    title: str
    line: int
    lines: tuple[Line, ...] = ()
    resumes: bool = False

    @property
    def of_box(self) -> bool:
        """Whether it is that of a column or a 政策フォーカス."""
        return self.mark.endswith("」")


@dataclass(frozen=True)
class Text:
    """A line of text. `opens` is true where a new paragraph, figure or footnote begins."""

    kind: TextKind
    line: Line
    opens: bool = False


# The reason of lines that point to the data collection.
LINK_TO_DATA = "link to data"


@dataclass(frozen=True)
class Dropped:
    """A line that is no content, and why."""

    line: Line
    reason: str


Event = Heading | Text | Dropped


def numbered_lines(text: str) -> list[Line]:
    """The lines of a text, counted from 1; a form feed counts as the space of a page break."""
    lines, blank = [], 0
    for number, line in enumerate(text.split("\n"), 1):
        lines.append(Line(number, line.replace("\f", " "), blank=blank))
        blank = 0 if line.strip() else blank + 1
    return lines
