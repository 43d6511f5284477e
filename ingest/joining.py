"""One document from an edition's many pages."""

import html
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

_ENCODINGS = ("utf-8-sig", "cp932")
_UNREADABLE = "\ufffd"


@dataclass(frozen=True)
class Page:
    """A page's characters, with its official address."""

    address: str
    text: str

    @property
    def damaged(self) -> bool:
        """Whether some of its bytes are no character in its encoding."""
        return _UNREADABLE in self.text


def read_page(address: str, path: Path) -> Page:
    """Read a page in UTF-8 or Shift_JIS, line ends made "\\n".

    Where neither fits, the one that fits better, with U+FFFD for what it cannot read.
    """
    data = path.read_bytes()
    for encoding in _ENCODINGS:
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        text = min((data.decode(name, "replace") for name in _ENCODINGS), key=lambda t: t.count(_UNREADABLE))
    return Page(address, text.replace("\r\n", "\n").replace("\r", "\n"))


def links(page: Page) -> tuple[str, ...]:
    """The addresses that an HTML page links to, as they stand in it, those of its frames included."""
    found = _parse(page).select("a[href], area[href], frame[src], iframe[src]")
    return tuple(str(element.get("href") or element.get("src")) for element in found)


def join_texts(pages: Iterable[Page]) -> str:
    """The pages one after the other, each ended by a line break."""
    return "".join(page.text if page.text.endswith("\n") else f"{page.text}\n" for page in pages)


def join_html(title: str, pages: Iterable[Page]) -> str:
    """One HTML document: the body of each page in a section that names its address."""
    head = f'<html lang="ja"><head><meta charset="utf-8"><title>{html.escape(title)}</title></head>'
    return "\n".join(["<!DOCTYPE html>", head, "<body>", *_sections(pages), "</body></html>", ""])


def _sections(pages: Iterable[Page]) -> Iterator[str]:
    for page in pages:
        soup = _parse(page)
        section = soup.new_tag("section", attrs={"data-address": page.address})
        body = soup.body or soup
        for element in list(body.contents):
            section.append(element.extract())
        yield str(section)


def _parse(page: Page) -> "BeautifulSoup":
    from bs4 import BeautifulSoup

    with warnings.catch_warnings():
        # Old pages call themselves XML, and an empty one looks like a file's name: both are parsed all the same.
        warnings.simplefilter("ignore")
        return BeautifulSoup(page.text, "lxml")
