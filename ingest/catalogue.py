"""The catalogue of an edition: which pages it has, read from its contents pages on the site."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from ingest.editions import Form

# 8 characters: the volume's letters, then 部章節項目 in base 36. Nothing but zeros after the letters names the
# volume's front pages (contents, summary), which repeat the headings of all others.
_PAGE = re.compile(r"(?P<form>text|html)/(?P<name>(?=[^.]{8}\.)[A-Za-z]{1,2}\d[0-9A-Za-z]*)\.(?:txt|html)")
_FRONT = re.compile(r"[A-Za-z]{1,2}0+")
_CONTENTS = re.compile(r"[\w-]+(?:/[\w-]+)*\.html", re.ASCII)
_SUFFIX = {Form.TEXT: "txt", Form.HTML: "html"}
# A page that ends in so many zeros is a chapter's or a part's, and may list what is in it.
_CHAPTER_ENDS = "0000"

_ROOTS = ("index.html", "text/index.html", "html/index.html")
# Where else editions are known to keep their contents; asked only if the first name no page at all.
_OTHER_ROOTS = ("html/na000000.html", "html/nb000000.html", "pdf/index.html")
# A volume has about 20 chapters; we read no more pages than this only to see what they list.
_MOST_CONTENTS = 60


@dataclass(frozen=True)
class Contents:
    """A contents page: its address, redirects followed, and its links as they stand in it."""

    address: str
    links: tuple[str, ...]


ReadContents = Callable[[str], Contents | None]


def find_pages(edition: str, form: Form, read: ReadContents) -> tuple[str, ...]:
    """The addresses of an edition's pages in reading order, none where no contents page names any.

    `edition` is the address of its folder; `read` gives the page at an address, or None. Each HTML page has
    a text file of the same name, in those editions that have text files at all.
    """
    search = _Search(edition, form, read)
    for roots in (_ROOTS, _OTHER_ROOTS):
        search.explore(roots)
        if search.named():
            break
    return tuple(f"{edition}/{form}/{name}.{_SUFFIX[form]}" for name in in_order(search.listings))


def in_order(listings: Iterable[Sequence[str]]) -> list[str]:
    """Names in reading order: that of the fullest listing, the others put in by their place in the grammar.

    A contents page knows better than the grammar, which puts columns (`c`) after all numbers.
    """
    listings = list(listings)
    ordered = list(dict.fromkeys(max(listings, key=lambda names: len(set(names)), default=())))
    for name in sorted({name for names in listings for name in names} - set(ordered), key=_place):
        before = max((other for other in ordered if _place(other) < _place(name)), key=_place, default=None)
        ordered.insert(ordered.index(before) + 1 if before else 0, name)
    return ordered


def _place(name: str) -> str:
    """In this order, base 36 is the order of characters."""
    return name.lower()


class _Search:
    """Reading an edition's contents pages; each names some of the edition's pages."""

    def __init__(self, edition: str, form: Form, read: ReadContents) -> None:
        self._edition, self._form, self._read = edition, form, read
        self._seen: set[str] = set()
        self._chapters: list[str] = []
        self.listings: list[list[str]] = []

    def named(self) -> set[str]:
        return {name for listing in self.listings for name in listing}

    def explore(self, roots: Sequence[str]) -> None:
        """Read the roots and what they link to, then chapters, as far as these may list more."""
        linked = [path for root in roots for path in self._look_at(root)]
        for path in dict.fromkeys(linked):
            if not _PAGE.fullmatch(path):
                self._look_at(path)
        while chapter := next(filter(self._may_list_more, self._chapters), None):
            self._look_at(chapter)

    def _look_at(self, path: str) -> list[str]:
        """Read one contents page; returns the paths, inside the edition, of the pages that it links to."""
        if path in self._seen or len(self._seen) >= _MOST_CONTENTS:
            return []
        self._seen.add(path)
        contents = self._read(f"{self._edition}/{path}")
        if contents is None:
            return []
        linked = [inside for link in contents.links if (inside := self._inside(contents.address, link))]
        self.listings.append(list(self._names(linked)))
        linked = [inside for inside in linked if _CONTENTS.fullmatch(inside)]
        self._chapters.extend(filter(_PAGE.fullmatch, linked))
        return linked

    def _names(self, paths: Iterable[str]) -> Iterator[str]:
        """The names of the edition's pages among these paths."""
        for path in paths:
            page = _PAGE.fullmatch(path)
            if page and page["form"] in (Form.HTML, self._form) and not _FRONT.fullmatch(page["name"]):
                yield page["name"]

    def _inside(self, address: str, link: str) -> str | None:
        """The link's path inside the edition's folder, or None if it leads out of it."""
        try:
            target, edition = urlsplit(urljoin(address, link.strip())), urlsplit(self._edition)
        except ValueError:
            return None
        folder = f"{edition.path}/"
        # Old pages write http: where the site has long been https:.
        if target.scheme not in ("http", "https") or target.netloc.lower() != edition.netloc.lower():
            return None
        return target.path.removeprefix(folder) if target.path.startswith(folder) else None

    def _may_list_more(self, path: str) -> bool:
        """Whether it is a chapter's page, not read yet, of whose pages none is known."""
        name = path.rpartition("/")[2].removesuffix(".html")
        if path in self._seen or len(self._seen) >= _MOST_CONTENTS or not name.endswith(_CHAPTER_ENDS):
            return False
        within = (other for other in self.named() if other != name and other.startswith(name.rstrip("0")))
        return _FRONT.fullmatch(name) is not None or next(within, None) is None
