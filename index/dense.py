"""Dense retrieval with FAISS: exact for as many chunks as a laptop goes through in no time, approximate beyond that.

Beyond it, an inverted file with vectors of one byte a number (Jégou, Douze, Schmid (2011), Product Quantization for
Nearest Neighbor Search) finds the nearest chunks, which are then scored by their exact vectors.
"""

from collections.abc import Callable
from enum import StrEnum
from math import isqrt
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

if TYPE_CHECKING:
    from faiss import Index

FILE, VECTORS = "dense.faiss", "dense.vectors.npy"
# Exact scores of so many chunks take 3 ms of one core (128 dimensions); of a million, 16 ms, most of it waiting
# for memory.
FLAT_UP_TO = 200_000
# What an approximate search finds, to be scored exactly; the candidates of all signals together are far fewer.
NEAREST = 1_000
# The share of the lists that a search looks through. Of the exact best ten, it finds 99.7 % among a million chunks
# (98 % among 100,000), in a sixth of the time; `make bench` measures it.
_PROBED = 1 / 4
# Of so few chunks that a filter keeps, each is scored exactly: quicker than passing over all the others.
_FEW = 10_000
# For the clustering: more of either is not better, only slower.
_POINTS_PER_LIST, _ROUNDS, _SEED = 64, 10, 7


class DenseKind(StrEnum):
    """How the vectors are searched; stands in the manifest."""

    FLAT = "flat"
    IVF_SQ8 = "ivf-sq8"


class DenseIndex(Protocol):
    """Scores chunks by the cosine of their vector and the query's. Nothing in it changes; shared by all threads."""

    @property
    def dimension(self) -> int:
        """The length of a vector."""

    def __len__(self) -> int:
        """The number of chunks."""

    def scores(self, query: np.ndarray, kept: np.ndarray | None = None) -> np.ndarray:
        """The score of every chunk, float32 of shape (chunks,); 0 for one that is not among the nearest.

        `kept`, bool of the same shape, are those that will be looked at; the others' scores mean nothing.
        """

    def vectors(self, start: int, end: int) -> np.ndarray:
        """The vectors of the chunks from one place up to another."""


def dense_kind(chunks: int) -> DenseKind:
    """What suits so many chunks."""
    return DenseKind.FLAT if chunks <= FLAT_UP_TO else DenseKind.IVF_SQ8


def write_dense(folder: Path, vectors: np.ndarray, kind: DenseKind) -> None:
    """Write an index of the vectors, shape (chunks, dimension). The same vectors give the same index."""
    import faiss

    faiss.omp_set_num_threads(1)
    vectors = np.ascontiguousarray(vectors, dtype=np.float32)
    index = _flat(vectors) if kind is DenseKind.FLAT else _inverted_file(vectors)
    faiss.write_index(index, str(folder / FILE))
    if kind is not DenseKind.FLAT:
        np.save(folder / VECTORS, vectors)


def open_dense(folder: Path, kind: DenseKind) -> DenseIndex:
    """Open what `write_dense` wrote; memory-mapped. Raises whatever FAISS and numpy do for a damaged file."""
    kinds: dict[DenseKind, Callable[[Path], DenseIndex]] = {
        DenseKind.FLAT: FlatIndex,
        DenseKind.IVF_SQ8: InvertedFile,
    }
    return kinds[kind](folder)


class FlatIndex:
    """Every vector is compared with the query's."""

    def __init__(self, folder: Path) -> None:
        self._index = _read(folder)
        self._vectors = self._index.get_xb()

    @property
    def dimension(self) -> int:
        return int(self._index.d)

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def scores(self, query: np.ndarray, kept: np.ndarray | None = None) -> np.ndarray:
        # All at once: six times as fast as a search, which would also sort them.
        return _inner_products(self._vectors, query, len(self))

    def vectors(self, start: int, end: int) -> np.ndarray:
        return self._index.reconstruct_n(start, end - start)


class InvertedFile:
    """The nearest vectors are looked for in the lists nearest to the query, and compared exactly."""

    def __init__(self, folder: Path) -> None:
        self._index = _read(folder)
        self._vectors = np.load(folder / VECTORS, mmap_mode="r").view(np.ndarray)
        if self._vectors.shape != (len(self), self.dimension):
            raise ValueError(f"{VECTORS}: {self._vectors.shape}")

    @property
    def dimension(self) -> int:
        return int(self._index.d)

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def scores(self, query: np.ndarray, kept: np.ndarray | None = None) -> np.ndarray:
        places = self._nearest(query, kept)
        scores = np.zeros(len(self), np.float32)
        scores[places] = self.scores_at(query, places)
        return scores

    def vectors(self, start: int, end: int) -> np.ndarray:
        return self._vectors[start:end]

    def scores_at(self, query: np.ndarray, places: np.ndarray) -> np.ndarray:
        """The exact scores of the chunks at these places, float32 of shape (places,)."""
        from faiss import swig_ptr

        rows = self._vectors[places]
        return _inner_products(swig_ptr(rows), query, len(rows))

    def _nearest(self, query: np.ndarray, kept: np.ndarray | None) -> np.ndarray:
        """The places of the nearest chunks that are kept, of few all."""
        import faiss

        if kept is not None and np.count_nonzero(kept) <= _FEW:
            return np.flatnonzero(kept)
        options = {"nprobe": max(1, round(_PROBED * self._index.nlist))}
        if kept is not None and not kept.all():
            bits = np.packbits(kept, bitorder="little")
            options["sel"] = faiss.IDSelectorBitmap(len(bits), faiss.swig_ptr(bits))
        row = np.ascontiguousarray(query, np.float32)[None, :]
        found = self._index.search(row, min(NEAREST, len(self)), params=faiss.SearchParametersIVF(**options))[1][0]
        return found[found >= 0]


def _flat(vectors: np.ndarray) -> "Index":
    import faiss

    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)
    return index


def _inverted_file(vectors: np.ndarray) -> "Index":
    import faiss

    count, dimension = vectors.shape
    lists = max(1, isqrt(count))
    byte = faiss.ScalarQuantizer.QT_8bit
    centroids = faiss.IndexFlatIP(dimension)
    index = faiss.IndexIVFScalarQuantizer(centroids, dimension, lists, byte, faiss.METRIC_INNER_PRODUCT)
    index.cp.niter, index.cp.seed = _ROUNDS, _SEED
    index.cp.min_points_per_centroid, index.cp.max_points_per_centroid = 1, _POINTS_PER_LIST
    index.train(vectors)
    index.add(vectors)
    return index


def _read(folder: Path) -> Any:  # FAISS's own types do not tell one kind of index from another
    import faiss

    # One query goes through one thread: many are asked at once.
    faiss.omp_set_num_threads(1)
    return faiss.read_index(str(folder / FILE), faiss.IO_FLAG_MMAP_IFC)


def _inner_products(rows: object, query: np.ndarray, count: int) -> np.ndarray:
    """The inner product of each row with the query, float32 of shape (count,). `rows` points to float32 numbers."""
    import faiss

    query = np.ascontiguousarray(query, np.float32)
    scores = np.zeros(count, np.float32)
    ours, theirs = faiss.swig_ptr(scores), faiss.swig_ptr(query)
    faiss.fvec_inner_products_ny(ours, theirs, rows, len(query), count)  # type: ignore[attr-defined]
    return scores
