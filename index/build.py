"""Build an index: a piece for each document, put together in a folder that is swapped in when whole."""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.dense import dense_kind, write_dense
from index.embedder import Embedder, fingerprint
from index.encoder import DIGEST
from index.encodings import joined, to_encode, write_encodings
from index.folder import FORMAT, MANIFEST, IndexHome
from index.lexical import Field, write_field
from index.pieces import Piece, load_piece, make_piece, piece_digest, save_piece
from index.records import document_record, section_key, write_records
from index.statements import write_statements
from index.titles import title_words
from index.words import Terms, sounds
from ingest.chunks import Chunk
from ingest.errors import InputError
from ingest.progress import Progress, silent
from ingest.sections import Section
from ingest.sources import Source, SourceError

# In the embedder's own tokens; the bundled one has about two characters to a token.
MAX_TOKENS = 400


@dataclass(frozen=True)
class Report:
    """What a build found. `dropped` counts source lines left out, by reason.

    `changed` is false if the old index was kept; `read_anew` counts the documents that had to be read.
    """

    documents: int
    sections: int
    chunks: int
    figures: int
    tables: int
    footnotes: int
    untied_footnotes: int
    dropped: dict[str, int]
    changed: bool
    read_anew: int


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

    Only documents that changed are read again; if nothing changed, the index is left as it is. What was
    done before an interrupt is not done again.
    """
    encoded = to_encode(sources)
    of_each = zip(sources, encoded, strict=True)
    digests = [piece_digest(source, embedder, max_tokens, encoded=is_encoded) for source, is_encoded in of_each]
    digest = hashlib.sha256(f"{FORMAT} {' '.join(digests)}".encode()).hexdigest()
    with home.lock(name, progress):
        if kept := _unchanged(home, name, digest):
            return kept
        pieces, read_anew = _pieces(home, sources, encoded, digests, embedder, max_tokens, progress)
        report = _report(pieces, read_anew)
        _put(home, name, digest, digests, pieces, embedder, max_tokens, report)
        home.prune_pieces()
        return report


def index_pieces(home: IndexHome, name: str, pieces: Sequence[Piece], embedder: Embedder) -> None:
    """Put an index together from pieces that were made by hand, such as texts that are no papers."""
    report = _report(pieces, read_anew=len(pieces))
    with home.lock(name):
        _put(home, name, name, [], pieces, embedder, MAX_TOKENS, report)


def _put(
    home: IndexHome,
    name: str,
    digest: str,
    digests: Sequence[str],
    pieces: Sequence[Piece],
    embedder: Embedder,
    max_tokens: int,
    report: Report,
) -> None:
    """Write a generation beside the current one and swap it in."""
    folder = home.partial(name, digest[:12])
    _write(folder, pieces)
    _write_manifest(folder, digest, digests, pieces, embedder, max_tokens, report)
    home.swap_in(name, folder)


def _pieces(
    home: IndexHome,
    sources: Sequence[Source],
    encoded: Sequence[bool],
    digests: Sequence[str],
    embedder: Embedder,
    max_tokens: int,
    progress: Progress,
) -> tuple[list[Piece], int]:
    """The piece of each document, and how many of them were not there yet."""
    pieces, read_anew = [], 0
    of_each = list(zip(sources, encoded, digests, strict=True))
    for source, is_encoded, digest in progress("文書", of_each, len(sources)):
        folder = home.piece(digest)
        piece = load_piece(folder, source.document)
        if piece is None:
            piece = make_piece(source, embedder, max_tokens, progress, encoded=is_encoded)
            save_piece(folder, piece)
            read_anew += 1
        pieces.append(piece)
    if not any(piece.chunks for piece in pieces):
        raise SourceError("文書に読み取れる文がありません。")
    return pieces, read_anew


def _write(folder: Path, pieces: Sequence[Piece]) -> None:
    sections = [section for piece in pieces for section in piece.sections]
    chunks = [chunk for piece in pieces for chunk in piece.chunks]
    found = [terms for piece in pieces for terms in piece.terms]
    write_records(folder, sections, chunks)
    write_dense(folder, np.concatenate([piece.vectors for piece in pieces]), dense_kind(len(chunks)))
    write_encodings(folder, joined(piece.encodings for piece in pieces))
    number_of = write_field(folder, Field.WORDS, [terms.words for terms in found])
    write_statements(folder, chunks, (of_chunk for piece in pieces for of_chunk in piece.statements), number_of)
    write_field(folder, Field.GROUPS, [terms.groups for terms in found])
    write_field(folder, Field.SOUNDS, [sounds(terms.reading) for terms in found])
    write_field(folder, Field.TITLES, title_words(sections))
    write_field(folder, Field.SECTIONS, _section_words(sections, chunks, found))


def _section_words(sections: Sequence[Section], chunks: Sequence[Chunk], found: Sequence[Terms]) -> list[list[str]]:
    """The words of each section's own chunks."""
    of_section: dict[tuple, list[str]] = defaultdict(list)
    for chunk, terms in zip(chunks, found, strict=True):
        of_section[section_key(chunk.section)].extend(terms.words)
    return [of_section[section_key(section)] for section in sections]


def _unchanged(home: IndexHome, name: str, digest: str) -> Report | None:
    """The report of the current index, if it was made from just this and is sound."""
    try:
        manifest = home.open(name).manifest
    except InputError:
        return None
    counts, dropped = {name: manifest["counts"].get(name) for name in _COUNTS}, manifest.get("dropped")
    if manifest.get("digest") != digest or None in counts.values() or dropped is None:
        return None
    return Report(**counts, dropped=dropped, changed=False, read_anew=0)


def _report(pieces: Sequence[Piece], read_anew: int) -> Report:
    facts = [piece.facts for piece in pieces]
    return Report(
        documents=len(pieces),
        sections=sum(len(piece.sections) for piece in pieces),
        chunks=sum(len(piece.chunks) for piece in pieces),
        figures=sum(fact.figures for fact in facts),
        tables=sum(fact.tables for fact in facts),
        footnotes=sum(fact.footnotes for fact in facts),
        untied_footnotes=sum(fact.untied_footnotes for fact in facts),
        dropped=dict(sum((Counter(fact.dropped) for fact in facts), Counter())),
        changed=True,
        read_anew=read_anew,
    )


_COUNTS = ("documents", "sections", "chunks", "figures", "tables", "footnotes", "untied_footnotes")


def _write_manifest(
    folder: Path,
    digest: str,
    digests: Sequence[str],
    pieces: Sequence[Piece],
    embedder: Embedder,
    max_tokens: int,
    report: Report,
) -> None:
    manifest = {
        "format": FORMAT,
        "digest": digest,
        "embedder": {
            "name": embedder.name,
            "dimension": embedder.dimension,
            "fingerprint": fingerprint(embedder),
        },
        "encoder": DIGEST,
        "dense": dense_kind(report.chunks),
        "chunking": {"max_tokens": max_tokens},
        "counts": {name: getattr(report, name) for name in _COUNTS},
        "dropped": report.dropped,
        "pieces": list(digests),
        "documents": [document_record(piece.document) for piece in pieces],
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1), "utf-8")
