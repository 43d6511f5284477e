"""Vectors for subword pieces from what stands near what: PPMI, then a truncated SVD.

Levy, Goldberg, Dagan (2015), Improving Distributional Similarity with Lessons Learned from Word
Embeddings, TACL 3: context distribution smoothing .75 and eigenvalue weighting one half.
"""

from collections.abc import Sequence

import numpy as np

_WINDOW = 8
_SMOOTHING = 0.75


def piece_vectors(texts: Sequence[Sequence[int]], *, pieces: int, dimension: int, silent: np.ndarray) -> np.ndarray:
    """One vector for each piece, shape (pieces, dimension): direction from company, length from idf.

    `texts` are token ids; `silent` is a mask of pieces that are no one's company. They, and pieces that
    are never seen with another, get a zero row.
    """
    counts = _cooccurrence(texts, pieces, silent)
    vectors = _truncated_svd(_ppmi(counts), dimension)
    vectors[np.asarray(counts.sum(axis=1)).ravel() == 0] = 0.0
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors = np.divide(vectors, norms, out=np.zeros_like(vectors), where=norms > 0)
    return np.ascontiguousarray(vectors * _idf(texts, pieces)[:, None], dtype=np.float32)


def _cooccurrence(texts: Sequence[Sequence[int]], pieces: int, silent: np.ndarray):
    """Counts of pairs within the window, each weighted by 1/√distance; silent pieces keep their place."""
    from scipy.sparse import coo_matrix, csr_matrix

    ids = np.concatenate([np.append(np.asarray(text, dtype=np.int32), [-1] * _WINDOW) for text in texts])
    spoken = (ids >= 0) & ~silent[ids]
    total = csr_matrix((pieces, pieces), dtype=np.float32)
    for distance in range(1, _WINDOW + 1):
        both = spoken[:-distance] & spoken[distance:]
        left, right = ids[:-distance][both], ids[distance:][both]
        weights = np.full(len(left), distance**-0.5, dtype=np.float32)
        total = total + coo_matrix((weights, (left, right)), shape=(pieces, pieces)).tocsr()
    return total + total.T


def _ppmi(counts):
    """Positive pointwise mutual information, with the context distribution smoothed."""
    from scipy.sparse import csr_matrix

    pairs = counts.tocoo()
    words = np.asarray(counts.sum(axis=1)).ravel()
    contexts = words**_SMOOTHING
    expected = words[pairs.row] * contexts[pairs.col] / contexts.sum()
    values = np.log(pairs.data / expected)
    kept = values > 0
    return csr_matrix((values[kept], (pairs.row[kept], pairs.col[kept])), shape=counts.shape)


def _truncated_svd(matrix, dimension: int) -> np.ndarray:
    """U·√S of the matrix, largest singular value first."""
    from scipy.sparse.linalg import svds

    start = np.ones(min(matrix.shape)) / np.sqrt(min(matrix.shape))
    left, values, _ = svds(matrix.astype(np.float64), k=dimension, v0=start)
    order = np.argsort(-values)
    return left[:, order] * np.sqrt(values[order])


def _idf(texts: Sequence[Sequence[int]], pieces: int) -> np.ndarray:
    """log(N / df), at least 0, of each piece."""
    seen = np.zeros(pieces)
    for text in texts:
        seen[np.unique(np.asarray(text, dtype=np.int64))] += 1
    return np.log(len(texts) / np.maximum(seen, 1))
