"""What is computed from one document alone, kept on disk so that only a changed document is done again."""

import hashlib
import json
import shutil
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, astuple, dataclass, replace
from pathlib import Path

import numpy as np

from index.embedder import Embedder, fingerprint
from index.encoder import DIGEST
from index.encodings import Encodings, encodings_of, no_encodings, open_encodings, write_encodings
from index.records import Records, write_records
from index.statements import Statement, statement_spans
from index.words import Terms, terms, together
from ingest.chunks import Chunk, chunk_paper
from ingest.documents import Document
from ingest.events import TextKind
from ingest.footnotes import notes_of
from ingest.progress import Progress, silent
from ingest.reading import read_paper
from ingest.sections import Paper, Section
from ingest.sources import Source

# Part of each piece's digest: to be raised when reading, chunking or the words of a text change.
VERSION = 24

_VECTORS, _TERMS, _STATEMENTS, _FACTS = "vectors.npy", "terms.json", "statements.json", "facts.json"
_BATCH = 256


@dataclass(frozen=True)
class Facts:
    """What is worth knowing of how a document was read. `dropped` counts lines left out, by reason."""

    figures: int
    tables: int
    footnotes: int
    untied_footnotes: int
    dropped: dict[str, int]


@dataclass(frozen=True)
class Piece:
    """One document, ready to be put into an index.

    Row n of `vectors`, `terms`, `statements` and `encodings` is of chunk n.
    """

    document: Document
    sections: Sequence[Section]
    chunks: Sequence[Chunk]
    vectors: np.ndarray
    terms: Sequence[Terms]
    statements: Sequence[Sequence[Statement]]
    encodings: Encodings
    facts: Facts


def piece_digest(source: Source, embedder: Embedder, max_tokens: int, *, encoded: bool = False) -> str:
    """Changes when anything that the piece is made from does."""
    made_with = VERSION, embedder.name, fingerprint(embedder), max_tokens, DIGEST if encoded else ""
    digest = hashlib.sha256(" ".join(map(str, made_with)).encode())
    digest.update(json.dumps(asdict(source.document), sort_keys=True).encode())
    digest.update(source.text.encode())
    digest.update("\n".join(source.addresses).encode())
    return digest.hexdigest()


def make_piece(
    source: Source, embedder: Embedder, max_tokens: int, progress: Progress, *, encoded: bool = False
) -> Piece:
    """Read, chunk and embed one document; `encoded`: read its statements, too."""
    paper = read_paper(source)
    chunks = chunk_paper(paper, max_tokens=max_tokens, count_tokens=embedder.count_tokens)
    chunks = list({chunk.id: chunk for chunk in chunks}.values())
    piece = piece_of(paper.document, paper.sections, chunks, _facts(paper, chunks), embedder, progress)
    return replace(piece, encodings=encodings_of(chunks, progress)) if encoded else piece


def piece_of(
    document: Document,
    sections: Sequence[Section],
    chunks: Sequence[Chunk],
    facts: Facts,
    embedder: Embedder,
    progress: Progress = silent,
) -> Piece:
    """Embed chunks and list their terms."""
    vectors = _embed(embedder, [_searched(chunk) for chunk in chunks], progress)
    stated = [_stated(chunk) for chunk in chunks]
    found = [
        together([*_around(chunk), *(terms for _, terms in of_chunk)])
        for chunk, of_chunk in zip(chunks, stated, strict=True)
    ]
    statements = [[Statement(*span, terms.words) for span, terms in of_chunk] for of_chunk in stated]
    return Piece(document, sections, chunks, vectors, found, statements, no_encodings(len(chunks)), facts)


def save_piece(folder: Path, piece: Piece) -> None:
    """Write a piece, so that it is there whole or not at all, whoever else writes the same one."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=folder.name, suffix=".partial", dir=folder.parent))
    write_records(beside, piece.sections, piece.chunks)
    np.save(beside / _VECTORS, piece.vectors)
    write_encodings(beside, piece.encodings)
    (beside / _TERMS).write_text(json.dumps([astuple(found) for found in piece.terms], ensure_ascii=False), "utf-8")
    listed = [[astuple(statement) for statement in of_chunk] for of_chunk in piece.statements]
    (beside / _STATEMENTS).write_text(json.dumps(listed, ensure_ascii=False), "utf-8")
    (beside / _FACTS).write_text(json.dumps(asdict(piece.facts), ensure_ascii=False), "utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    try:
        beside.rename(folder)
    except OSError:  # another build was quicker; what it wrote is the same
        shutil.rmtree(beside, ignore_errors=True)


def load_piece(folder: Path, document: Document) -> Piece | None:
    """The piece that was saved here, or None if there is none or it is damaged."""
    try:
        records = Records(folder, [document])
        chunks = [records.chunk(place) for place in range(len(records))]
        vectors = np.load(folder / _VECTORS)
        found = [Terms(*fields) for fields in json.loads((folder / _TERMS).read_text("utf-8"))]
        listed = json.loads((folder / _STATEMENTS).read_text("utf-8"))
        statements = [[Statement(*fields) for fields in of_chunk] for of_chunk in listed]
        encodings = open_encodings(folder)
        facts = Facts(**json.loads((folder / _FACTS).read_text("utf-8")))
    except Exception:  # whatever is wrong with it, it can be made again
        return None
    if not len(chunks) == len(vectors) == len(found) == len(statements) == len(encodings):
        return None
    return Piece(document, list(records.sections), chunks, vectors, found, statements, encodings, facts)


def _stated(chunk: Chunk) -> list[tuple[tuple[int, int], Terms]]:
    """Each statement's span and terms."""
    return [((start, end), terms(chunk.text[start:end])) for start, end in statement_spans(chunk)]


def _around(chunk: Chunk) -> list[Terms]:
    """The terms of a chunk that are not in its text as it stands: its title, and its labelled values in words."""
    return [terms(text) for text in (chunk.section.title, *(cell.text for cell in chunk.cells))]


def _searched(chunk: Chunk) -> str:
    """What a chunk is found by: its title, its text, and its labelled values in words."""
    return " ".join((chunk.section.title, chunk.text, *(cell.text for cell in chunk.cells)))


def _embed(embedder: Embedder, texts: Sequence[str], progress: Progress) -> np.ndarray:
    starts = range(0, len(texts), _BATCH)
    batches = [
        embedder.embed_passages(texts[start : start + _BATCH]) for start in progress("埋め込み", starts, len(starts))
    ]
    return np.concatenate(batches) if batches else np.zeros((0, embedder.dimension), np.float32)


def _facts(paper: Paper, chunks: Sequence[Chunk]) -> Facts:
    kinds = Counter(chunk.kind for chunk in chunks)
    return Facts(
        figures=sum(len(section.figures) for section in paper.sections),
        tables=kinds[TextKind.TABLE],
        footnotes=len(notes_of(paper)),
        untied_footnotes=kinds[TextKind.FOOTNOTE],
        dropped=paper.dropped,
    )
