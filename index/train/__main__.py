"""`python -m index.train CORPUS`: make index/bundled/ and rag/encoding.tiktoken again."""

from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from index.train.encoding import train_encoding
from index.train.paragraphs import paragraphs
from index.train.tokenizer import says_nothing, train_tokenizer
from index.train.vectors import piece_vectors
from ingest.sources import read_sources

DIMENSION = 128
_HERE = Path(__file__).resolve().parents[1]


def main(
    corpus: Annotated[Path, typer.Argument(help="the folder with the papers and their manifest.json")],
    embedder: Annotated[Path, typer.Option(help="where to put the embedder")] = _HERE / "bundled",
    encoding: Annotated[Path, typer.Option(help="where to put the token encoding")] = _HERE.parent
    / "rag"
    / "encoding.tiktoken",
) -> None:
    """Train the bundled embedder (a StaticEmbedding folder) and the token encoding on CORPUS."""
    texts = list(paragraphs(read_sources([corpus])))
    typer.echo(f"{len(texts)} paragraphs")
    train_encoding(texts, encoding)
    typer.echo(f"encoding: {encoding}")
    tokenizer = train_tokenizer(texts)
    pieces = [tokenizer.id_to_token(number) or "" for number in range(tokenizer.get_vocab_size())]
    typer.echo(f"{len(pieces)} pieces")
    ids = [encoded.ids for encoded in tokenizer.encode_batch(texts, add_special_tokens=False)]
    silent = np.array([says_nothing(piece) for piece in pieces])
    vectors = piece_vectors(ids, pieces=len(pieces), dimension=DIMENSION, silent=silent)
    _save(tokenizer, vectors, embedder)
    typer.echo(f"embedder: {embedder}")


def _save(tokenizer, vectors: np.ndarray, folder: Path) -> None:
    """Write the folder that `SentenceTransformer(folder)` opens."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding

    module = StaticEmbedding(tokenizer, embedding_weights=vectors)
    module.half()
    SentenceTransformer(modules=[module, Normalize()], device="cpu").save(str(folder), create_model_card=False)


if __name__ == "__main__":
    typer.run(main)
