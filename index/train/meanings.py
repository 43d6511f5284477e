"""`python -m index.train.meanings FOLDER`: make index/meanings.safetensors from chiVe.

FOLDER is the `vocab` folder of the package ja-ginza (MIT, Megagon Labs), which carries chiVe's vectors (Apache-2.0),
20,000 of them for 480,000 words. Reading it needs spaCy, which the project does not: install both by hand.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from index.meanings import FILE, key_of
from ingest.words import morphemes

DIMENSION = 96
_NOT_NAMES = {"名詞", "動詞", "形容詞", "形状詞", "副詞", "接尾辞", "接頭辞"}


def main(
    folder: Annotated[Path, typer.Argument(help="the vocab folder of ja-ginza")],
    file: Annotated[Path, typer.Option(help="where to put the vectors")] = FILE,
) -> None:
    """Keep the words that SudachiPy knows and that name nobody and no place, with shorter vectors."""
    from spacy.strings import StringStore
    from spacy.vectors import Vectors

    vectors, strings = Vectors().from_disk(folder), StringStore().from_disk(folder / "strings.json")
    row_of = {strings[key]: row for key, row in vectors.key2row.items() if key in strings}
    write_meanings(row_of, np.asarray(vectors.data, np.float32), file)


def write_meanings(row_of: Mapping[str, int], vectors: np.ndarray, file: Path, *, dimension: int = DIMENSION) -> None:
    """Write words with the rows of their vectors, float32 of shape (rows, any dimension), for `index.meanings`."""
    from safetensors.numpy import save_file

    kept: dict[str, int] = {}
    for word, row in sorted(row_of.items()):
        if normalised := _search_word(word):
            kept.setdefault(normalised, row)
    used, rows = np.unique(list(kept.values()), return_inverse=True)
    keys = np.array([key_of(word) for word in kept], np.uint64)
    order = np.argsort(keys)
    short = np.round(127 * _shorter(vectors, dimension)[used]).astype(np.int8)
    save_file({"keys": keys[order], "rows": rows[order].astype(np.uint16), "vectors": short}, file)


def _search_word(word: str) -> str | None:
    """A word as a search has it; None for a name, a sign, a number or several words."""
    found = list(morphemes(word))
    if len(found) != 1 or found[0].is_oov() or not any(c.isalpha() for c in word):
        return None
    part, kind = found[0].part_of_speech()[:2]
    is_word = part in _NOT_NAMES and kind not in ("固有名詞", "数詞")
    return found[0].normalized_form().lower() if is_word else None


def _shorter(vectors: np.ndarray, dimension: int) -> np.ndarray:
    """The first principal components of the unit vectors, made length one, shape (rows, dimension).

    Their mean is taken off first: Mu, Viswanath (2018), All-but-the-Top.
    """
    unit = _unit(vectors)
    centred = unit - unit.mean(axis=0)
    _, axes = np.linalg.eigh(centred.T @ centred)
    return _unit(centred @ axes[:, ::-1][:, :dimension])


def _unit(rows: np.ndarray) -> np.ndarray:
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


if __name__ == "__main__":
    typer.run(main)
