"""Read official HTML pages in the shape of the ministry's own text files: what stands alone is a line.

Nothing is fetched, and no script is run: the page is only parsed.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ingest.cleaning import BEFORE_AN_EXPONENT, EXPONENT

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

_BYTE_ORDER_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
# Declared as Shift_JIS, a page may hold the characters that Windows adds to it.
_ENCODINGS = {
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "sjis": "cp932",
    "windows-31j": "cp932",
    "ms_kanji": "cp932",
    "euc-jp": "euc_jp",
    "x-euc-jp": "euc_jp",
}
_NEVER_WRITTEN = re.compile("[\x80-\x9f\ue000-\uf8ff\ufffd]")
# A declaration stands in the first kilobytes, or it is none; scripts may stand before a title.
_HEAD_BYTES = 4_096
_HEAD_LENGTH = 50_000
# A line on more than half of so many pages is the site's.
_FEWEST_PAGES = 3

_HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]
_DROPPED = re.compile(
    r"head|script|style|noscript|template|nav|img|svg|canvas|audio|video|object|iframe|map|button|select|input|textarea"
    r"|rt|rp"
)
_BLOCK = re.compile(
    r"html|body|main|section|article|aside|header|footer|address|div|center|p|pre|blockquote|hr|br|h[1-6]|ul|ol|li|dl|dt"
    r"|dd|table|caption|thead|tbody|tfoot|tr|th|td|figure|figcaption|form|fieldset|details|summary"
)
_NAVIGATION = re.compile(
    r"(?:(?:g|global|local|side|foot|head|main|sub|page)?[-_]?(?:nav|navi|navigation|menu)"
    r"|bread[-_]?crumbs?|topic[-_]?path|pan(?:kuzu|list)|skip.*|pager|page[-_]?top|to[-_]?top)",
    re.IGNORECASE,
)
_EDGE = re.compile(r"(?:(?:page|site|global)[-_]?)?(?:header|footer)", re.IGNORECASE)
# What holds content may be styled by any name.
_NEVER_NAVIGATION = frozenset(["html", "body", "main", "table", "tr", "td", "th", *_HEADINGS])
_NOTES = re.compile(r"(?:foot|end)?[-_]?notes?|footnote.*|(?:kyaku)?chu(?:shaku)?", re.IGNORECASE)
_HEADING_MARK = re.compile(r"第[0-9０-９ⅠⅡⅢ]{1,2}[部章節]|[0-9０-９]{1,2}|[ア-コ]")
# Headings, captions and sources may say the same in many places.
_OF_THE_PAPER = re.compile(r"[第0-9０-９（(ア-コ※注]|図表|コラム")
_NOTE_MARK = re.compile(r"[\[(（]?([0-9]{1,2})[\])）.．:：]?")
_NUMBERED = re.compile(r"[0-9０-９＊*※（(\[]|注")
_BREAKS_IN_SOURCE = re.compile(r" ?\n[ \n]*")
_BREAK_AT_KANJI = re.compile(r"(?<=[^\x00-\x7f])\n|\n(?=[^\x00-\x7f])")
# A cell may span 1,000 columns and 65,534 rows; what spans so much is said no further than this.
_MOST_COLUMNS = 60


def html_text(data: bytes) -> str:
    """The text of a page, or of several pages in `<section data-address>` one after the other.

    A heading, a paragraph, a caption, a source, a footnote or a table's row is a line; the cells of a row
    are parted by tabs. Navigation, the site's header and footer, scripts and ruby are left out. Any bytes
    give a text; it is empty where they hold none.
    """
    page = _parse(_decode(data))
    _drop(page)
    _drop_repeated_headings(page)
    _glue_footnote_marks(page)
    _number_footnotes(page)
    _keep_headings_on_one_line(page)
    pages = page.find_all(_is_downloaded) or [page]
    return "".join(f"{line}\n" for line in _said_once([list(_lines(page)) for page in pages]))


def html_title(data: bytes) -> str:
    """What the page's `<title>` says: an official page often names its edition nowhere else. Empty without one."""
    title = _parse(_decode(data)[:_HEAD_LENGTH]).title
    return " ".join(title.get_text().split()) if title else ""


def _decode(data: bytes) -> str:
    """The page's characters. Text that is valid UTF-8 is UTF-8, whatever an old declaration says."""
    named = _DECLARED.search(data[:_HEAD_BYTES])
    declared = _ENCODINGS.get(named[1].decode("ascii", errors="replace").lower()) if named else None
    marked = next((encoding for mark, encoding in _BYTE_ORDER_MARKS.items() if data.startswith(mark)), None)
    # ISO-2022-JP is written in plain ASCII with escapes, so it would pass for UTF-8.
    escaped = "iso2022_jp" if b"\x1b$" in data else None
    for encoding in (marked, escaped, "utf-8", declared):
        try:
            if encoding:
                return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    # Damaged, or undeclared: what gives fewer characters that nobody writes.
    return min((data.decode(encoding, "replace") for encoding in ("utf-8", declared or "cp932")), key=_damage)


def _damage(text: str) -> int:
    return len(_NEVER_WRITTEN.findall(text))


def _parse(text: str) -> "BeautifulSoup":
    from bs4 import BeautifulSoup

    # With its root element first, no text is taken for a file name or for XML, of which bs4 would warn.
    return BeautifulSoup("<html>" + text.replace("\0", ""), "lxml")


# What is no content


def _drop(page: "BeautifulSoup") -> None:
    for tag in page.find_all(_is_dropped):
        tag.extract()


def _is_dropped(tag: "Tag") -> bool:
    if _DROPPED.fullmatch(tag.name) or tag.has_attr("hidden"):
        return True
    names = _names(tag) if tag.name not in _NEVER_NAVIGATION else []
    if any(_NAVIGATION.fullmatch(name) for name in names):
        return True
    return any(_EDGE.fullmatch(name) for name in [tag.name, *names]) and tag.find_parent(_is_part_of_a_page) is None


def _is_part_of_a_page(tag: "Tag") -> bool:
    """Whether a header in here is that of a part. A whole page is put in a section by whoever downloaded it."""
    return tag.name in ("main", "article", "section") and not _is_downloaded(tag)


def _is_downloaded(tag: "Tag") -> bool:
    """Whether it is one of several pages in a file, as `ingest.joining` writes them."""
    return tag.name == "section" and tag.has_attr("data-address")


def _names(tag: "Tag") -> list[str]:
    """What the page calls an element: its classes, its id and its role."""
    values = [tag.get(key) or "" for key in ("class", "id", "role")]
    return [name for value in values for name in (value.split() if isinstance(value, str) else value)]


def _drop_repeated_headings(page: "BeautifulSoup") -> None:
    """Of many pages in one file, each says again under which headings it stands."""
    standing: dict[str, str] = {}
    for part in page.find_all(_is_downloaded):
        for heading in part.find_all(_HEADINGS):
            title = "".join(heading.get_text().split())
            if standing.get(heading.name) == title:
                heading.extract()
            else:
                standing = {rank: said for rank, said in standing.items() if rank < heading.name}
                standing[heading.name] = title


def _said_once(pages: list[list[str]]) -> Iterator[str]:
    """The lines of all pages; of what the site says on most of them only the first."""
    counts = Counter(line for lines in pages for line in set(lines))
    fewest = max(_FEWEST_PAGES, len(pages) // 2 + 1)
    said: set[str] = set()
    for line in (line for lines in pages for line in lines):
        if line not in said:
            yield line
        if counts[line] >= fewest and not _OF_THE_PAPER.match(line):
            said.add(line)


# Footnotes and headings, as the text files have them


def _glue_footnote_marks(page: "BeautifulSoup") -> None:
    """A raised number goes to the word before it; after a number or a unit it is an exponent and stays one.

    A link to a note that stands after a number is marked as such: two numbers would become one.
    """
    from bs4 import NavigableString

    for raised in page.find_all("sup"):
        before, after = raised.previous_sibling, raised.next_sibling
        text = "".join(raised.get_text().split())
        said = _said_before(raised)
        if raised.find("a") is None and BEFORE_AN_EXPONENT.search(said):
            text = text.translate(EXPONENT)
        elif number := _NOTE_MARK.fullmatch(text):
            text = number[1] if not said[-1:].isdigit() else f"（注{number[1]}）"
        if type(before) is NavigableString and before.strip():
            before.replace_with(before.rstrip(" \t\r\n"))
        if type(after) is NavigableString:
            after.replace_with(after.lstrip(" \t\r\n"))
        raised.replace_with(text)


def _said_before(tag: "Tag") -> str:
    before = tag.previous_sibling
    return before.get_text().rstrip()[-3:] if before is not None else ""


def _number_footnotes(page: "BeautifulSoup") -> None:
    """A browser numbers the notes of a list itself; other lists get no numbers, which would look like headings."""
    for notes in page.find_all(_holds_notes):
        for items in [notes, *notes.find_all(["ol", "ul"])]:
            first = _number(items, "start") if items.name == "ol" else None
            for place, item in enumerate(items.find_all("li", recursive=False)):
                _begin_with(item, None if first is None else str(first + place))
        for term in notes.find_all("dt"):
            number = _NOTE_MARK.fullmatch(term.get_text().strip())
            text = term.find_next_sibling("dd")
            if number and text:
                _begin_with(text, number[1])
                term.extract()


def _holds_notes(tag: "Tag") -> bool:
    return tag.name not in ("html", "body") and any(
        _NOTES.fullmatch(name) or name in ("doc-footnotes", "doc-endnotes") for name in _names(tag)
    )


def _begin_with(item: "Tag", number: str | None) -> None:
    """Have the note begin with its number and a space; a number that it begins with already is its own."""
    first = next((string for string in item.find_all(string=True) if string.strip()), None)
    own = _NOTE_MARK.fullmatch(first.strip()) if first else None
    if first and own:
        first.replace_with(f"{own[1]}　")
    elif number and not _NUMBERED.match(item.get_text().strip()):
        item.insert(0, f"{number}　")


def _keep_headings_on_one_line(page: "BeautifulSoup") -> None:
    """A heading's number may be parted from its title by its markup alone."""
    for heading in page.find_all(_HEADINGS):
        for line_break in heading.find_all("br"):
            line_break.replace_with("　")
        first = next((string for string in heading.find_all(string=True) if string.strip()), None)
        if first and _HEADING_MARK.fullmatch(first.strip()):
            first.replace_with(f"{first.strip()}　")


# From the tree to lines


def _lines(root: "Tag") -> Iterator[str]:
    line = ""
    for piece in _pieces(root):
        if piece is not None:
            line += piece
            continue
        yield from _tidy(line)
        line = ""
    yield from _tidy(line)


def _tidy(line: str) -> list[str]:
    """The line without the white space of the page's source; a source named after a caption stands alone."""
    line = _BREAKS_IN_SOURCE.sub("\n", re.sub(r" {2,}", " ", line))
    line = _BREAK_AT_KANJI.sub("", line).replace("\n", " ")
    line = re.sub(r" ?　[ 　]*", "　", line).strip(" 　")
    if line.startswith("図表"):
        line = line.replace("（出典）", "\n（出典）")
    return [text for part in line.split("\n") if (text := part.rstrip(" 　\t"))]


def _pieces(root: "Tag") -> Iterator[str | None]:
    """Text, and None where a line ends. Not recursive: pages are nested as deep as they like."""
    from bs4 import NavigableString, Tag

    waiting: list[object] = [root]
    while waiting:
        item = waiting.pop()
        if item is None:
            yield None
        elif type(item) is NavigableString:  # its subclasses are comments and the like
            yield re.sub(r"[ \t\r\f\xa0]+", " ", item)
        elif isinstance(item, Tag) and item.name == "table" and _holds_values(item):
            yield from _table(item)
        elif isinstance(item, Tag):
            edge = [None] if _BLOCK.fullmatch(item.name) else []
            waiting.extend([*edge, *reversed(item.contents), *edge])


def _holds_values(table: "Tag") -> bool:
    """Whether it is a table, not a page laid out by means of one."""
    if table.find(["table", *_HEADINGS]) is not None:
        return False
    return any(len(_cells(row)) > 1 for row in table.find_all("tr"))


def _table(table: "Tag") -> Iterator[str | None]:
    """Captions and rows, each on a line of its own; a row of one cell is text, which may be several lines."""
    yield None
    for caption in table.find_all("caption"):
        yield from (piece for line in _lines(caption) for piece in (line, None))
    spanning: dict[int, tuple[int, str]] = {}
    for row in table.find_all("tr"):
        cells = _cells(row)
        if len(cells) == 1 and not spanning:
            yield from (piece for line in _lines(cells[0]) for piece in (line, None))
        else:
            texts, spanning = _row(cells, spanning)
            yield from ("\t".join(texts), None)


def _row(cells: list["Tag"], spanning: dict[int, tuple[int, str]]) -> tuple[list[str], dict[int, tuple[int, str]]]:
    """The texts of a row, and the cells that reach down to the next: by column, for how many rows, and their text.

    A cell that spans several rows or columns is said again in each, so that no value loses its label.
    """
    texts: list[str] = []
    below: dict[int, tuple[int, str]] = {}
    waiting = cells[::-1]
    while waiting or len(texts) in spanning:
        if len(texts) in spanning:
            rows, text = spanning[len(texts)]
            columns = 1
        else:
            cell = waiting.pop()
            rows, columns = _number(cell, "rowspan"), min(_number(cell, "colspan"), _MOST_COLUMNS)
            text = "".join(_tidy("\n".join(_lines(cell))))
        for _ in range(columns):
            if rows > 1 and len(texts) < _MOST_COLUMNS:
                below[len(texts)] = (rows - 1, text)
            texts.append(text)
    return texts, below


def _number(tag: "Tag", attribute: str) -> int:
    said = str(tag.get(attribute, ""))
    return int(said) if re.fullmatch(r"[0-9]{1,4}", said) else 1


def _cells(row: "Tag") -> list["Tag"]:
    return row.find_all(["td", "th"], recursive=False)
