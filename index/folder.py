"""The index folder: built beside the old one, and swapped in by renaming one small file.

HOME/indexes/<name>.json          says which generation is current
HOME/indexes/<name>-<digest>/     a generation: manifest.json, records, dense and lexical index
HOME/pieces/<digest>/             what was computed from one document, kept for the next build
"""

import hashlib
import json
import os
import shutil
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from index.dense import DenseIndex, DenseKind, open_dense
from index.embedder import Embedder, fingerprint, load_embedder
from index.encoder import DIGEST
from index.encodings import Encodings, open_encodings
from index.lexical import Field, LexicalIndex
from index.records import Records, read_document
from index.statements import Statements, open_statements
from ingest.documents import Document
from ingest.errors import InputError
from ingest.progress import Progress, silent
from ingest.writing import replace_text

if TYPE_CHECKING:
    from index.filters import Filter
    from index.query import Query

FORMAT = 8
MANIFEST = "manifest.json"
_LATEST = "LATEST"
# Seconds after which a piece that is not whole yet never will be.
_LONGEST_SAVE = 3_600


class IndexFolderError(InputError):
    """The index is missing, damaged, or was built for something else. The message says what to do."""


@dataclass(frozen=True)
class OpenIndex:
    """An index ready to be searched. Immutable; shared by all threads."""

    manifest: dict
    documents: tuple[Document, ...]
    records: Records
    statements: Statements
    dense: DenseIndex
    encodings: Encodings
    lexical: Mapping[Field, LexicalIndex]
    embedder: Embedder

    @property
    def places(self) -> slice:
        """Every chunk is in view."""
        return slice(None)

    def near(self, query: "Query", within: "Filter") -> "OpenIndex":
        """Everything: nothing has to be fetched."""
        return self


class IndexHome:
    """The place where indexes live, one for each set of sources."""

    def __init__(self, home: Path) -> None:
        self._folder = home / "indexes"
        self._pieces = home / "pieces"

    @staticmethod
    def name_of(sources: Sequence[Path]) -> str:
        """The name of the index over these sources: the same paths give the same name."""
        resolved = b"\0".join(os.fsencode(path.resolve()) for path in sources)
        stem = "".join(c for c in sources[0].resolve().name if c.isalnum())[:24] or "index"
        return f"{stem}-{hashlib.sha256(resolved).hexdigest()[:8]}"

    def latest(self) -> str | None:
        """The name of the index that was asked for last by `hakusho index`."""
        file = self._folder / _LATEST
        name = file.read_text("utf-8").strip() if file.is_file() else ""
        return name if name and self._pointer(name).is_file() else None

    def set_latest(self, name: str) -> None:
        replace_text(self._folder / _LATEST, name)

    def exists(self, name: str) -> bool:
        return self._pointer(name).is_file()

    def manifest(self, name: str) -> dict:
        """The manifest of the current generation. Raises IndexFolderError."""
        return _read_manifest(self._current(name))

    def open(self, name: str) -> OpenIndex:
        """Open the current generation, with the embedder it was built with.

        Raises IndexFolderError where it is missing, damaged or of another format, and EmbedderError.
        """
        folder = self._current(name)
        try:
            return self._open(folder)
        except IndexFolderError:
            if self._current(name) == folder:
                raise
        # A newer generation was swapped in while this one was being opened.
        return self._open(self._current(name))

    @staticmethod
    def _open(folder: Path) -> OpenIndex:
        manifest = _read_manifest(folder)
        embedder = load_built_with(manifest)
        try:
            documents = tuple(read_document(record) for record in manifest["documents"])
            lexical = {field: LexicalIndex(folder, field) for field in Field}
            records, statements = Records(folder, documents), open_statements(folder)
            dense = open_dense(folder, DenseKind(manifest["dense"]))
            encodings = open_encodings(folder)
            index = OpenIndex(manifest, documents, records, statements, dense, encodings, lexical, embedder)
        except Exception as error:  # numpy, faiss, json and bm25s each raise their own for a damaged file
            raise _damaged(folder, error) from error
        of_chunks, of_sections = (Field.WORDS, Field.GROUPS, Field.SOUNDS), (Field.SECTIONS, Field.TITLES)
        chunks = {
            len(index.records),
            len(index.statements),
            len(index.dense),
            len(index.encodings),
            manifest["counts"]["chunks"],
            *_sizes(lexical, of_chunks),
        }
        sections = {len(index.records.sections), manifest["counts"]["sections"], *_sizes(lexical, of_sections)}
        if len(chunks) > 1 or len(sections) > 1 or index.dense.dimension != embedder.dimension:
            raise _damaged(folder, "数が合いません")
        return index

    @contextmanager
    def lock(self, name: str, progress: Progress = silent) -> Iterator[None]:
        """Held while an index is built, so that two processes never build the same one at once."""
        from filelock import FileLock, Timeout

        self._folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self._folder / f"{name}.lock")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            for _ in progress("別の hakusho が作り終えるのを待っています", [name], 1):
                lock.acquire()
        try:
            yield
        finally:
            lock.release()

    def piece(self, digest: str) -> Path:
        """Where what is computed from one document alone is kept."""
        return self._pieces / digest[:32]

    def prune_pieces(self) -> None:
        """Remove the pieces that no index was made from, and what broken saves left behind."""
        used = set()
        for pointer in self._folder.glob("*.json"):
            try:
                used |= {digest[:32] for digest in self.manifest(pointer.stem).get("pieces", [])}
            except IndexFolderError:
                continue
        for folder in self._pieces.glob("*"):
            being_written = folder.suffix == ".partial" and time.time() - folder.stat().st_mtime < _LONGEST_SAVE
            if folder.name not in used and not being_written:
                shutil.rmtree(folder, ignore_errors=True)

    def partial(self, name: str, digest: str) -> Path:
        """A fresh folder to build a generation in; what earlier builds left unfinished is removed."""
        for left in self._folder.glob(f"{name}-*.partial"):
            shutil.rmtree(left, ignore_errors=True)
        folder = self._folder / f"{name}-{digest}.partial"
        folder.mkdir()
        return folder

    def swap_in(self, name: str, partial: Path) -> None:
        """Make a finished folder the current generation, then remove the others."""
        final = partial.with_suffix("")
        shutil.rmtree(final, ignore_errors=True)
        partial.rename(final)
        replace_text(self._pointer(name), json.dumps({"generation": final.name}))
        for folder in self._folder.glob(f"{name}-*"):
            if folder.is_dir() and folder != final:
                shutil.rmtree(folder, ignore_errors=True)

    def _pointer(self, name: str) -> Path:
        return self._folder / f"{name}.json"

    def _current(self, name: str) -> Path:
        try:
            generation = json.loads(self._pointer(name).read_text("utf-8"))["generation"]
        except FileNotFoundError as error:
            raise IndexFolderError("索引がまだありません。`hakusho index` で作ってください。") from error
        except (ValueError, KeyError, TypeError) as error:
            raise _damaged(self._pointer(name), error) from error
        return self._folder / Path(str(generation)).name


def load_built_with(manifest: dict) -> Embedder:
    """The embedder that an index was built with. Raises IndexFolderError if it or the encoder has changed, and
    EmbedderError."""
    embedder = load_embedder(manifest["embedder"]["name"])
    if manifest["embedder"].get("fingerprint") != fingerprint(embedder):
        raise IndexFolderError(
            f"索引を作ったあとで埋め込みモデル {embedder.name} が変わりました。`hakusho index` で作り直してください。"
        )
    if manifest.get("encoder") != DIGEST:
        raise IndexFolderError("索引を作ったあとで文を読むモデルが変わりました。`hakusho index` で作り直してください。")
    return embedder


def _sizes(lexical: Mapping[Field, LexicalIndex], fields: Iterable[Field]) -> set[int]:
    return {len(lexical[field]) for field in fields}


def _read_manifest(folder: Path) -> dict:
    try:
        manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
        version = manifest["format"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _damaged(folder, error) from error
    if version != FORMAT:
        raise IndexFolderError(
            f"索引の形式が違います（{version}、必要なのは {FORMAT}）。`hakusho index` で作り直してください。"
        )
    if not _is_whole(manifest):
        raise _damaged(folder, MANIFEST)
    return manifest


def _is_whole(manifest: dict) -> bool:
    """Whether a manifest has the parts that opening an index relies on."""
    embedder, counts = manifest.get("embedder"), manifest.get("counts")
    named = isinstance(embedder, dict) and isinstance(embedder.get("name"), str)
    counted = isinstance(counts, dict) and {"documents", "sections", "chunks", "figures"} <= counts.keys()
    return named and counted and isinstance(manifest.get("documents"), list)


def _damaged(place: Path, reason: object) -> IndexFolderError:
    return IndexFolderError(f"索引 {place} は壊れています（{reason}）。`hakusho index` で作り直してください。")
