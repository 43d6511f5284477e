"""A large index out of a small one, to see how search holds up: the documents again and again, no two chunks alike.

In every copy but the first, each chunk is crossed with another: half of its statements, words and sounds with half
of the other's, and the vector between theirs, which is what the mean of both halves' words would give. The arrays
are written as they are, without reading, cutting or embedding a text.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.dense import dense_kind, write_dense
from index.encodings import joined, no_encodings, write_encodings
from index.facts import offered_kinds
from index.folder import MANIFEST, IndexHome
from index.lexical import Field, save_scores
from index.pieces import Piece
from index.ranges import ranges
from index.records import document_record, section_key, write_records
from index.statements import save_statements
from index.titles import title_words
from index.words import sounds
from ingest.chunks import Chunk
from ingest.documents import Document
from ingest.sections import Section

if TYPE_CHECKING:
    from scipy.sparse import csc_matrix, csr_matrix

_SEED = 7
# As bm25s has them.
_K1, _B = 1.5, 0.75


@dataclass(frozen=True)
class Lists:
    """Lists of numbers, one after the other: list n is `values[starts[n]:starts[n + 1]]`."""

    starts: np.ndarray
    values: np.ndarray

    @staticmethod
    def of(lists: Iterable[Sequence[int]]) -> "Lists":
        found = [np.asarray(numbers, np.int32) for numbers in lists]
        starts = np.concatenate([[0], np.cumsum([len(numbers) for numbers in found])]).astype(np.int64)
        return Lists(starts, np.concatenate(found) if found else np.zeros(0, np.int32))

    def crossed(self, ones: np.ndarray, others: np.ndarray) -> "Lists":
        """The first half of each of the ones with the second half of its other; of a list with itself, the list."""
        middles = (self.starts[:-1] + self.starts[1:] + 1) // 2
        starts = np.stack([self.starts[ones], middles[others]], axis=1).ravel()
        ends = np.stack([middles[ones], self.starts[others + 1]], axis=1).ravel()
        lengths = (ends - starts).reshape(-1, 2).sum(axis=1)
        return Lists(np.concatenate([[0], np.cumsum(lengths)]), self.values[ranges(starts, ends)])

    def __len__(self) -> int:
        return len(self.starts) - 1


@dataclass(frozen=True)
class Cross:
    """For each chunk of the large index: which copy it is of, and the places of the two chunks it is made from."""

    copies: np.ndarray
    ones: np.ndarray
    others: np.ndarray


def crosses(base: int, chunks: int) -> Cross:
    """How to make so many chunks from a few: first all of them as they are, then crossed in turn."""
    numbers = np.random.default_rng(_SEED)
    copies = -(-chunks // base)
    same = np.arange(base)
    others = np.concatenate([same, *(numbers.permutation(base) for _ in range(copies - 1))])
    return Cross(np.repeat(np.arange(copies), base)[:chunks], np.tile(same, copies)[:chunks], others[:chunks])


def grow(home: IndexHome, base: str, name: str, pieces: Sequence[Piece], chunks: int) -> None:
    """Put an index of so many chunks together from the pieces of the index named `base`."""
    base_chunks = sum(len(piece.chunks) for piece in pieces)
    cross = crosses(base_chunks, chunks)
    copies = int(cross.copies[-1]) + 1
    sections = [_copied(section, copy) for copy in range(copies) for piece in pieces for section in piece.sections]
    documents = [_named(piece.document, copy) for copy in range(copies) for piece in pieces]
    folder = home.partial(name, name)
    numbers = _write_fields(folder, pieces, sections, cross)
    chunk_list = _write_statements(folder, pieces, sections, numbers, cross)
    write_records(folder, sections, chunk_list)
    write_dense(folder, crossed_vectors(np.concatenate([piece.vectors for piece in pieces]), cross), dense_kind(chunks))
    write_encodings(folder, joined([*(piece.encodings for piece in pieces), no_encodings(chunks - base_chunks)]))
    _write_manifest(home, base, folder, documents, {"sections": len(sections), "chunks": chunks})
    home.swap_in(name, folder)


def crossed_vectors(vectors: np.ndarray, cross: Cross) -> np.ndarray:
    """The vector between those of the two chunks, made length one, float32 of shape (chunks, dimension)."""
    between = vectors[cross.ones] + vectors[cross.others]
    lengths = np.linalg.norm(between, axis=1, keepdims=True)
    return np.divide(between, lengths, out=np.zeros_like(between), where=lengths > 0)


def bm25(counts: "csr_matrix") -> "csc_matrix":
    """The score of each term in each text, from how often it is there (Lucene's form). `counts` is used up."""
    lengths = np.asarray(counts.sum(axis=1), np.float32).ravel()
    found = np.bincount(counts.indices, minlength=counts.shape[1])
    idf = np.log(1 + (counts.shape[0] - found + 0.5) / (found + 0.5)).astype(np.float32)
    penalties = _K1 * (1 - _B + _B * lengths / max(lengths.mean(), 1e-9)).astype(np.float32)
    often = counts.data
    often /= often + np.repeat(penalties, np.diff(counts.indptr))
    often *= idf[counts.indices]
    return counts.tocsc()


def _write_fields(folder: Path, pieces: Sequence[Piece], sections: Sequence[Section], cross: Cross) -> dict[str, int]:
    """Write what BM25 counts. Returns the number of each word."""
    found = [terms for piece in pieces for terms in piece.terms]
    numbers, words = _numbered(terms.words for terms in found)
    counts = _counts(words, len(numbers), cross)
    bearers = _bearers(pieces, cross)
    of_sections = _indicator(bearers, len(sections)) @ counts
    save_scores(folder, Field.SECTIONS, numbers, bm25(of_sections))
    save_scores(folder, Field.WORDS, numbers, bm25(counts))
    for field, lists in (
        (Field.GROUPS, (terms.groups for terms in found)),
        (Field.SOUNDS, (sounds(terms.reading) for terms in found)),
    ):
        terms_of_field, listed = _numbered(lists)
        save_scores(folder, field, terms_of_field, bm25(_counts(listed, len(terms_of_field), cross)))
    titles, listed = _numbered(title_words([section for piece in pieces for section in piece.sections]))
    whole = crosses(len(listed), len(sections))
    save_scores(folder, Field.TITLES, titles, bm25(_counts(listed, len(titles), replace(whole, others=whole.ones))))
    return numbers


def _numbered(lists: Iterable[Sequence[str]]) -> tuple[dict[str, int], Lists]:
    """Each term's number, and the lists with numbers for terms."""
    numbers: dict[str, int] = {}
    listed = Lists.of([[numbers.setdefault(term, len(numbers)) for term in terms] for terms in lists])
    return numbers, listed


def _counts(listed: Lists, terms: int, cross: Cross) -> "csr_matrix":
    """How often each term is in each text, float32 of shape (texts, terms)."""
    from scipy.sparse import csr_matrix, vstack

    copies = []
    for copy in range(int(cross.copies[-1]) + 1):
        of_copy = cross.copies == copy
        lists = listed.crossed(cross.ones[of_copy], cross.others[of_copy])
        ones = np.ones(len(lists.values), np.float32)
        counts = csr_matrix((ones, lists.values, lists.starts), shape=(len(lists), terms))
        counts.sum_duplicates()
        copies.append(counts)
    return vstack(copies, format="csr")


def _bearers(pieces: Sequence[Piece], cross: Cross) -> np.ndarray:
    """The place of each chunk's section, shape (chunks,)."""
    sections = [section_key(section) for piece in pieces for section in piece.sections]
    place_of = {key: place for place, key in enumerate(sections)}
    places = np.array([place_of[section_key(chunk.section)] for piece in pieces for chunk in piece.chunks])
    return places[cross.ones] + len(sections) * cross.copies


def _indicator(places: np.ndarray, rows: int) -> "csr_matrix":
    """A matrix with a 1 for each column, in the row at its place."""
    from scipy.sparse import csr_matrix

    columns = np.arange(len(places))
    return csr_matrix((np.ones(len(places), np.float32), (places, columns)), shape=(rows, len(places)))


def _write_statements(
    folder: Path, pieces: Sequence[Piece], sections: Sequence[Section], numbers: dict[str, int], cross: Cross
) -> list[Chunk]:
    """Write the statements of all chunks. Returns the chunks that they make."""
    chunks = [chunk for piece in pieces for chunk in piece.chunks]
    stated = [statements for piece in pieces for statements in piece.statements]
    texts = [
        chunk.text[statement.start : statement.end]
        for chunk, statements in zip(chunks, stated, strict=True)
        for statement in statements
    ]
    words = Lists.of(
        [numbers[word] for word in dict.fromkeys(statement.words)] for statements in stated for statement in statements
    )
    ends = np.cumsum([0, *(len(statements) for statements in stated)])
    held = Lists(ends, np.arange(ends[-1])).crossed(cross.ones, cross.others)
    lengths = np.array([len(text) for text in texts])[held.values]
    spans = _spans(lengths, held.starts)
    offers = np.array([offered_kinds(text) for text in texts], np.uint8)[held.values]
    starts, stops = words.starts[held.values], words.starts[held.values + 1]
    words_from = np.concatenate([[0], np.cumsum(stops - starts)])
    save_statements(folder, held.starts, spans, words_from, words.values[ranges(starts, stops)], offers)
    bearers = _bearers(pieces, cross)
    return [
        _crossed(chunks[one], sections[bearers[place]], int(copy), [texts[n] for n in held.values[start:end]])
        for place, (one, copy, start, end) in enumerate(
            zip(cross.ones, cross.copies, held.starts[:-1], held.starts[1:], strict=True)
        )
    ]


def _spans(lengths: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """Where each statement stands in its chunk's text, a line break after each, shape (statements, 2)."""
    ends = np.cumsum(lengths + 1)
    before = np.concatenate([[0], ends])[starts[:-1]]
    begins = ends - lengths - 1 - np.repeat(before, np.diff(starts))
    return np.stack([begins, begins + lengths], axis=1)


def _crossed(chunk: Chunk, section: Section, copy: int, texts: Sequence[str]) -> Chunk:
    return replace(
        chunk, id=f"{chunk.id}-{copy}" if copy else chunk.id, section=section, text="\n".join(texts), seams=(), cells=()
    )


def _copied(section: Section, copy: int) -> Section:
    return replace(section, document=_named(section.document, copy))


def _named(document: Document, copy: int) -> Document:
    return replace(document, id=f"{document.id}-{copy}") if copy else document


def _write_manifest(
    home: IndexHome, base: str, folder: Path, documents: Sequence[Document], counts: dict[str, int]
) -> None:
    manifest = home.manifest(base)
    manifest |= {
        "digest": folder.stem,
        "dense": dense_kind(counts["chunks"]),
        "counts": manifest["counts"] | counts | {"documents": len(documents)},
        "pieces": [],
        "documents": [document_record(document) for document in documents],
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False), "utf-8")
