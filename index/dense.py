"""Dense retrieval: exact inner product with FAISS over the chunks' vectors."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from faiss import Index

FILE = "dense.faiss"


def write_dense(folder: Path, vectors: np.ndarray) -> None:
    """Write a flat index of the vectors, shape (chunks, dimension)."""
    import faiss

    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(np.ascontiguousarray(vectors, dtype=np.float32))
    faiss.write_index(index, str(folder / FILE))


class DenseIndex:
    """Scores chunks by the cosine of their vector and the query's."""

    def __init__(self, folder: Path) -> None:
        import faiss

        faiss.omp_set_num_threads(1)
        self._index: Index = faiss.read_index(str(folder / FILE))

    @property
    def dimension(self) -> int:
        return int(self._index.d)

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def scores(self, query: np.ndarray) -> np.ndarray:
        """The score of every chunk, float32 of shape (chunks,)."""
        scores, places = self._index.search(query[None, :].astype(np.float32), len(self))
        by_place = np.zeros(len(self), np.float32)
        by_place[places[0]] = scores[0]
        return by_place
