"""Find documents: a manifest.json, a folder, or files of text."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.documents import Document, DocumentKind
from ingest.errors import InputError

MANIFEST = "manifest.json"
# The longest volume is 1.5 MB; forty times that is no white paper.
MAX_BYTES = 64_000_000

_ERA_BEGINS = {"令和": 2018, "平成": 1988, "昭和": 1925}
_EDITION = re.compile(r"(令和|平成|昭和)\s*(\d{1,2}|元)\s*年版\s*(?:情報)?通信白書")


class SourceError(InputError):
    """A source is missing, empty, not text, or its manifest is broken. The message names it."""


@dataclass(frozen=True)
class Source:
    """A document with its text and the official addresses of its parts, in reading order."""

    document: Document
    text: str
    addresses: tuple[str, ...] = ()


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
        raise SourceError("文書がありません。manifest.json、フォルダー、テキストファイルのいずれかを指定してください。")
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
    files = sorted(folder.rglob("*.txt"))
    if not files:
        raise SourceError(f"{folder}: {MANIFEST} も .txt ファイルもありません。")
    for file in files:
        yield _read_file(file)


def _read_file(path: Path) -> Source:
    text = read_text(path)
    return Source(_describe(path, text), text)


def _describe(path: Path, text: str) -> Document:
    """What a bare file says about itself on its first page."""
    named = _EDITION.search(text[:2000])
    if not named:
        return Document(path.stem, path.stem, None, None, DocumentKind.TEXT)
    era, count = named.groups()
    year = _ERA_BEGINS[era] + (1 if count == "元" else int(count))
    edition = f"{era}{count}年版"
    return Document(path.stem, f"{edition}情報通信白書", edition, year, DocumentKind.WHITE_PAPER)


def _read_manifest(path: Path) -> Iterator[Source]:
    try:
        entries = json.loads(read_text(path))["documents"]
        for entry in entries:
            urls = entry.get("urls")
            addresses = tuple(read_text(path.parent / urls).split()) if urls else ()
            yield Source(_document(entry), read_text(path.parent / entry["path"]), addresses)
    except (json.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
        raise SourceError(f"{path}: 文書の一覧として読めません（{type(error).__name__}: {error}）。") from error


def _document(entry: dict) -> Document:
    kind = entry.get("kind", DocumentKind.TEXT)
    if kind not in list(DocumentKind):
        raise SourceError(
            f"文書 {entry['id']!r} の kind {kind!r} は使えません。使えるのは {'、'.join(DocumentKind)} です。"
        )
    return Document(
        id=str(entry["id"]),
        title=str(entry["title"]),
        edition=entry.get("edition"),
        year=entry.get("year"),
        kind=DocumentKind(kind),
        publisher=entry.get("publisher"),
        part=entry.get("part"),
        chapter=entry.get("chapter"),
        section=entry.get("section"),
    )


def read_text(path: Path) -> str:
    """Read a text file in UTF-8 or, failing that, Shift_JIS, with line ends made "\\n".

    Raises SourceError if it is missing, empty, too large or not text.
    """
    if not path.is_file():
        raise SourceError(f"{path}: ファイルがありません。")
    if path.stat().st_size > MAX_BYTES:
        raise SourceError(f"{path}: {MAX_BYTES // 1_000_000} MB を超えています。")
    data = path.read_bytes()
    if not data.strip():
        raise SourceError(f"{path}: ファイルが空です。")
    if b"\0" in data:
        raise SourceError(f"{path}: テキストファイルではありません。")
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return data.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError:
            continue
    raise SourceError(f"{path}: UTF-8 か Shift_JIS のテキストファイルではありません。")
