"""Build an index: sources → papers → chunks → vectors and words → a folder, swapped in when whole."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol, TypeVar

import numpy as np

from index.dense import write_dense
from index.embedder import Embedder, fingerprint
from index.folder import FORMAT, MANIFEST, IndexHome
from index.lexical import write_lexical
from index.records import document_record, write_records
from index.words import words
from ingest.chunks import Chunk, chunk_paper
from ingest.errors import InputError
from ingest.reading import read_paper
from ingest.sections import Paper
from ingest.sources import Source, SourceError

# In the embedder's own tokens; the bundled one has about two characters to a token.
MAX_TOKENS = 200
_BATCH = 256

T = TypeVar("T")


class Progress(Protocol):
    """Wraps a loop to show how far it is: what, the items, how many."""

    def __call__(self, what: str, items: Iterable[T], total: int) -> Iterable[T]: ...


@dataclass(frozen=True)
class Report:
    """What a build did.

    `dropped` counts source lines left out, by reason; `changed` is false if it kept the old index.
    """

    documents: int
    sections: int
    chunks: int
    figures: int
    dropped: dict[str, int]
    changed: bool


def silent(what: str, items: Iterable[T], total: int) -> Iterable[T]:
    """Progress that shows nothing."""
    return items


def build_index(
    home: IndexHome,
    name: str,
    sources: Sequence[Source],
    embedder: Embedder,
    *,
    max_tokens: int = MAX_TOKENS,
    progress: Progress = silent,
) -> Report:
    """Build or renew the index of this name. The old one serves until the new one is whole.

    If neither sources nor settings changed since, the index is left as it is.
    """
    digest = _digest(sources, embedder, max_tokens)
    with home.lock(name):
        return _unchanged(home, name, digest) or _build(home, name, digest, sources, embedder, max_tokens, progress)


def _build(
    home: IndexHome,
    name: str,
    digest: str,
    sources: Sequence[Source],
    embedder: Embedder,
    max_tokens: int,
    progress: Progress,
) -> Report:
    papers = [read_paper(source) for source in progress("読み取り", sources, len(sources))]
    chunks = [
        chunk
        for paper in progress("分割", papers, len(papers))
        for chunk in chunk_paper(paper, max_tokens=max_tokens, count_tokens=embedder.count_tokens)
    ]
    chunks = list({chunk.id: chunk for chunk in chunks}.values())
    if not chunks:
        raise SourceError("文書に読み取れる文がありません。")
    report = _report(papers, chunks)
    folder = home.partial(name, digest[:12])
    sections = [section for paper in papers for section in paper.sections]
    write_records(folder, [paper.document for paper in papers], sections, chunks)
    write_dense(folder, _embed(embedder, chunks, progress))
    write_lexical(folder, (words(_searched(chunk)) for chunk in progress("語の索引", chunks, len(chunks))))
    _write_manifest(folder, digest, papers, embedder, max_tokens, report)
    home.swap_in(name, folder)
    return report


def _searched(chunk: Chunk) -> str:
    """What a chunk is found by: its title and its text."""
    return f"{chunk.section.title} {chunk.text}"


def _embed(embedder: Embedder, chunks: Sequence[Chunk], progress: Progress) -> np.ndarray:
    starts = range(0, len(chunks), _BATCH)
    batches = [
        embedder.embed_passages([_searched(chunk) for chunk in chunks[start : start + _BATCH]])
        for start in progress("埋め込み", starts, len(starts))
    ]
    return np.concatenate(batches) if batches else np.zeros((0, embedder.dimension), np.float32)


def _digest(sources: Sequence[Source], embedder: Embedder, max_tokens: int) -> str:
    """Changes when anything that the index is made from does."""
    digest = hashlib.sha256(f"{FORMAT} {embedder.name} {fingerprint(embedder)} {max_tokens}".encode())
    for source in sources:
        digest.update(json.dumps(asdict(source.document), sort_keys=True).encode())
        digest.update(source.text.encode())
        digest.update("\n".join(source.addresses).encode())
    return digest.hexdigest()


def _unchanged(home: IndexHome, name: str, digest: str) -> Report | None:
    """The report of the current index, if it was made from just this and is sound."""
    try:
        manifest = home.open(name).manifest
    except InputError:
        return None
    if manifest.get("digest") != digest:
        return None
    return Report(**manifest["counts"], dropped=manifest["dropped"], changed=False)


def _report(papers: Sequence[Paper], chunks: Sequence[Chunk]) -> Report:
    dropped: dict[str, int] = {}
    for paper in papers:
        for reason, count in paper.dropped.items():
            dropped[reason] = dropped.get(reason, 0) + count
    sections = [section for paper in papers for section in paper.sections]
    figures = sum(len(section.figures) for section in sections)
    return Report(len(papers), len(sections), len(chunks), figures, dropped, changed=True)


def _write_manifest(
    folder: Path, digest: str, papers: Sequence[Paper], embedder: Embedder, max_tokens: int, report: Report
) -> None:
    counts = {name: getattr(report, name) for name in ("documents", "sections", "chunks", "figures")}
    manifest = {
        "format": FORMAT,
        "digest": digest,
        "embedder": {
            "name": embedder.name,
            "dimension": embedder.dimension,
            "fingerprint": fingerprint(embedder),
        },
        "chunking": {"max_tokens": max_tokens},
        "counts": counts,
        "dropped": report.dropped,
        "documents": [document_record(paper.document) for paper in papers],
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1), "utf-8")
