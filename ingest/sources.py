"""Find documents: a manifest.json, a folder, or files of text, PDF or HTML."""

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.calendar import western_year
from ingest.documents import Document, DocumentKind
from ingest.errors import InputError
from ingest.html import html_text, html_title

MANIFEST = "manifest.json"
# The longest volume is 1.5 MB; forty times that is no white paper.
MAX_BYTES = 64_000_000
# Slides have bullets from private fonts, up to 3 in 1,000 characters; bytes read as Shift_JIS have 50 and more.
_MOST_ODD_CHARACTERS = 0.01

_EDITION = re.compile(r"(令和|平成|昭和)\s*(\d{1,2}|元)\s*年版\s*(?:情報)?通信白書")


class SourceError(InputError):
    """A source is missing, empty, not text, or its manifest is broken. The message names it."""


@dataclass(frozen=True)
class Source:
    """A document with its text and the official addresses of its parts, in reading order.

    `page_starts` are the numbers of the lines with which its pages begin, from 1; empty where it has no pages.
    """

    document: Document
    text: str
    addresses: tuple[str, ...] = ()
    page_starts: tuple[int, ...] = ()


@dataclass(frozen=True)
class _Content:
    """What a file holds. `title` is what it calls itself outside of its text."""

    text: str
    title: str = ""
    page_starts: tuple[int, ...] = ()


def read_sources(paths: Iterable[Path]) -> list[Source]:
    """Read every document that the paths name, in order.

    Raises SourceError for the first path that cannot be read, and for two documents with one id.
    """
    sources = [source for path in paths for source in _read_path(path)]
    seen: set[str] = set()
    for source in sources:
        if source.document.id in seen:
            raise SourceError(
                f"同じ id {source.document.id!r} の文書が二つあります。ファイル名か id を変えてください。"
            )
        seen.add(source.document.id)
    if not sources:
        raise SourceError(
            "文書がありません。manifest.json、フォルダー、ファイル（テキスト、PDF、HTML）のいずれかを指定してください。"
        )
    return sources


def _read_path(path: Path) -> Iterator[Source]:
    if not path.exists():
        raise SourceError(f"{path}: ファイルもフォルダーもありません。")
    if path.is_dir():
        yield from _read_folder(path)
    elif path.suffix == ".json":
        yield from _read_manifest(path)
    else:
        yield _read_file(path)


def _read_folder(folder: Path) -> Iterator[Source]:
    manifest = folder / MANIFEST
    if manifest.exists():
        yield from _read_manifest(manifest)
        return
    files = sorted(file for file in folder.rglob("*") if file.suffix.lower() in _READERS and file.is_file())
    if not files:
        raise SourceError(f"{folder}: PDF も HTML も、{MANIFEST} も .txt ファイルもありません。")
    for file in files:
        yield _read_file(file)


def _read_file(path: Path) -> Source:
    content = _read_content(path)
    document = _describe(path, f"{content.title}\n{content.text[:2000]}")
    return Source(document, content.text, page_starts=content.page_starts)


def _describe(path: Path, opening: str) -> Document:
    """What a bare file says about itself in its title and on its first page."""
    named = _EDITION.search(opening)
    if not named:
        return Document(path.stem, path.stem, None, None, DocumentKind.TEXT)
    era, count = named.groups()
    year = western_year(era, count)
    edition = f"{era}{count}年版"
    return Document(path.stem, f"{edition}情報通信白書", edition, year, DocumentKind.WHITE_PAPER)


def _read_manifest(path: Path) -> Iterator[Source]:
    try:
        entries = json.loads(read_text(path))["documents"]
        for entry in entries:
            urls = entry.get("urls")
            addresses = tuple(read_text(path.parent / urls).split()) if urls else ()
            content = _read_content(path.parent / entry["path"])
            yield Source(_document(entry), content.text, addresses, content.page_starts)
    except (json.JSONDecodeError, RecursionError, KeyError, TypeError, AttributeError) as error:
        raise SourceError(f"{path}: 文書の一覧として読めません（{type(error).__name__}: {error}）。") from error


def _document(entry: dict) -> Document:
    kind = entry.get("kind", DocumentKind.TEXT)
    if kind not in list(DocumentKind):
        raise SourceError(
            f"文書 {entry['id']!r} の kind {kind!r} は使えません。使えるのは {'、'.join(DocumentKind)} です。"
        )
    from pydantic import TypeAdapter, ValidationError

    try:
        return TypeAdapter(Document).validate_json(
            json.dumps({"edition": None, "year": None, **entry, "kind": kind}), strict=True
        )
    except ValidationError as error:
        reason = error.errors()[0]
        place = ".".join(str(part) for part in reason["loc"])
        raise SourceError(f"文書 {entry['id']!r} の {place} は使えません（{reason['msg']}）。") from error


# Kinds of files


def _read_content(path: Path) -> _Content:
    """What the file holds, read as its name ends; under any other name it is text."""
    return _READERS.get(path.suffix.lower(), _read_plain)(path)


def _read_plain(path: Path) -> _Content:
    return _Content(read_text(path))


def _read_html(path: Path) -> _Content:
    data = read_bytes(path)
    text = html_text(data)
    if not _is_text(text):
        raise SourceError(f"{path}: HTML ファイルではありません。")
    if not text.strip():
        raise SourceError(f"{path}: HTML に本文がありません。")
    return _Content(text, html_title(data))


def _read_pdf(path: Path) -> _Content:
    from ingest.pdf import read_pdf  # here, because it raises SourceError, which this module defines

    pdf = read_pdf(path)
    return _Content(pdf.text, page_starts=pdf.page_starts)


_READERS: dict[str, Callable[[Path], _Content]] = {
    ".txt": _read_plain,
    ".pdf": _read_pdf,
    ".html": _read_html,
    ".htm": _read_html,
}


def read_text(path: Path) -> str:
    """Read a text file in UTF-8 or, failing that, Shift_JIS, with line ends made "\\n".

    Raises SourceError if it is missing, empty, too large or not text.
    """
    data = read_bytes(path)
    if b"\0" in data:
        raise SourceError(f"{path}: テキストファイルではありません。")
    for encoding in ("utf-8-sig", "cp932"):
        try:
            text = data.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError:
            continue
        if not _is_text(text):
            raise SourceError(f"{path}: テキストファイルではありません。")
        return text
    raise SourceError(f"{path}: UTF-8 か Shift_JIS のテキストファイルではありません。")


def read_bytes(path: Path) -> bytes:
    """Read a file of any kind. Raises SourceError if it is missing, empty or too large."""
    if not path.is_file():
        raise SourceError(f"{path}: ファイルがありません。")
    if path.stat().st_size > MAX_BYTES:
        raise SourceError(f"{path}: {MAX_BYTES // 1_000_000} MB を超えています。")
    data = path.read_bytes()
    if not data.strip():
        raise SourceError(f"{path}: ファイルが空です。")
    return data


def _is_text(text: str) -> bool:
    """Whether people wrote it: almost any bytes can be read as Shift_JIS, but then they are full of odd characters."""
    odd = sum(unicodedata.category(character) in ("Cc", "Co") for character in text if character not in "\t\n\f")
    return odd <= _MOST_ODD_CHARACTERS * len(text)
