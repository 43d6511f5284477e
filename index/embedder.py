"""Embedders: text to unit vectors, with the bundled model or any sentence-transformers model."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from ingest.errors import InputError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BUNDLED = "bundled"
BUNDLED_FOLDER = Path(__file__).with_name("bundled")


class EmbedderError(InputError):
    """The named embedder cannot be loaded."""


class Embedder(Protocol):
    """Rows have length one; a text without any known word gives a row of zeros."""

    name: str
    dimension: int

    def embed_passages(self, texts: Sequence[str]) -> np.ndarray:
        """Vectors of passages, float32 of shape (len(texts), dimension)."""

    def embed_query(self, text: str) -> np.ndarray:
        """The vector of a query, float32 of shape (dimension,)."""

    def count_tokens(self, text: str) -> int:
        """The length of a text in this model's own tokens."""


def load_embedder(name: str) -> Embedder:
    """The bundled embedder, or a sentence-transformers model by name or folder.

    A model is never downloaded: it must lie in a folder or in the local cache already.
    Raises EmbedderError, with the reason in one sentence, where it cannot be loaded.
    """
    return StaticEmbedder(BUNDLED_FOLDER, name=BUNDLED) if name == BUNDLED else ModelEmbedder(name)


class StaticEmbedder:
    """Reads a StaticEmbedding folder without torch: the mean of its tokens' vectors, made length one."""

    def __init__(self, folder: Path, *, name: str) -> None:
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        self.name = name
        try:
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            self._vectors = load_file(folder / "model.safetensors")["embedding.weight"]
        except Exception as error:  # tokenizers raises bare Exception for a missing or damaged file
            raise EmbedderError(f"埋め込みモデル {folder} を読めません（{error}）。") from error
        self.dimension = int(self._vectors.shape[1])

    def embed_passages(self, texts: Sequence[str]) -> np.ndarray:
        encoded = self._tokenizer.encode_batch(list(texts), add_special_tokens=False)
        return _units(np.array([self._mean(e.ids) for e in encoded], np.float32).reshape(-1, self.dimension))

    def embed_query(self, text: str) -> np.ndarray:
        return self.embed_passages([text])[0]

    def count_tokens(self, text: str) -> int:
        return len(self._tokenizer.encode(text, add_special_tokens=False).ids)

    def _mean(self, ids: list[int]) -> np.ndarray:
        if not ids:
            return np.zeros(self.dimension, np.float32)
        return self._vectors[ids].astype(np.float32).mean(axis=0)


class ModelEmbedder:
    """Any sentence-transformers model, with the prompts it was trained with."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._model = _load_model(name)
        self.dimension = int(self._model.get_embedding_dimension() or 0)

    def embed_passages(self, texts: Sequence[str]) -> np.ndarray:
        vectors = self._model.encode_document(list(texts), batch_size=32, show_progress_bar=False)
        return _units(np.asarray(vectors, np.float32).reshape(-1, self.dimension))

    def embed_query(self, text: str) -> np.ndarray:
        return _units(np.asarray(self._model.encode_query(text, show_progress_bar=False), np.float32)[None])[0]

    def count_tokens(self, text: str) -> int:
        encoded = self._model.tokenizer.encode(text, add_special_tokens=False)
        # transformers gives a list of ids, tokenizers an object that holds one.
        return len(getattr(encoded, "ids", encoded))


def fingerprint(embedder: Embedder) -> str:
    """Changes when the model behind the name does, so that vectors of two models are never compared."""
    probe = embedder.embed_query("情報通信白書 2025 ICT")
    return hashlib.sha256(np.round(probe, 2).astype(np.float16).tobytes()).hexdigest()[:16]


def _load_model(name: str) -> "SentenceTransformer":
    from sentence_transformers import SentenceTransformer

    try:
        return SentenceTransformer(name, device="cpu", local_files_only=True)
    except Exception as error:  # whatever it raises, the reason for the user is one: no usable model of that name
        raise EmbedderError(
            f"埋め込みモデル {name!r} を読み込めません（{first_line(error)}）。"
            "フォルダーか、すでに手元にあるモデルの名前を指定してください。"
        ) from error


def first_line(error: Exception) -> str:
    """What an error says, in one line."""
    return str(error).splitlines()[0] if str(error) else type(error).__name__


def _units(vectors: np.ndarray) -> np.ndarray:
    """Rows made length one. A row without any direction (zeros; NaN, as some models give) becomes zeros."""
    vectors = np.nan_to_num(vectors)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)
