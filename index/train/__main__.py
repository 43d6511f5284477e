"""`python -m index.train CORPUS DATA`: make again what ships: the embedder, English words, readings, token encoding."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from index.bridge import FILE as BRIDGE
from index.concepts import EVERYDAY
from index.homophones import FILE as READINGS
from index.train.bridge import Table, bridge_table, write_bridge
from index.train.contrast import STEPS, contrast
from index.train.encoding import train_encoding
from index.train.pairs import Pair, lexicon_pairs, paper_pairs, translation_pairs
from index.train.paragraphs import paragraphs
from index.train.readings import write_readings
from index.train.tokenizer import says_nothing, train_tokenizer
from index.train.vectors import piece_vectors
from index.words import words
from ingest.sources import read_sources

DIMENSION = 128
_HERE = Path(__file__).resolve().parents[1]
_GLOSSARY = Path(__file__).with_name("glossary.tsv")


def main(
    corpus: Annotated[Path, typer.Argument(help="the folder with the papers and their manifest.json")],
    data: Annotated[Path, typer.Argument(help="the folder with sudachi-synonyms.txt and enja-train.en and .ja")],
    embedder: Annotated[Path, typer.Option(help="where to put the embedder")] = _HERE / "bundled",
    bridge: Annotated[Path, typer.Option(help="where to put the English words")] = BRIDGE,
    readings: Annotated[Path, typer.Option(help="where to put the readings")] = READINGS,
    encoding: Annotated[Path, typer.Option(help="where to put the token encoding")] = _HERE.parent
    / "rag"
    / "encoding.tiktoken",
    steps: Annotated[int, typer.Option(help="of contrastive training; fewer are quicker and worse")] = STEPS,
) -> None:
    """Train the bundled embedder (a StaticEmbedding folder), the English words and the token encoding."""
    sources = read_sources([corpus])
    texts = list(paragraphs(sources))
    typer.echo(f"{len(texts)} paragraphs")
    train_encoding(texts, encoding)
    typer.echo(f"encoding: {encoding}")
    frequency = Counter(word for text in texts for word in set(words(text)))
    write_bridge(_bridge(texts, data, frequency), bridge)
    typer.echo(f"English words: {bridge}")
    write_readings(frequency, readings)
    typer.echo(f"readings: {readings}")
    translations = translation_pairs(data / "enja-train.en", data / "enja-train.ja")
    pairs = paper_pairs(sources)
    pairs |= {"lexicon": lexicon_pairs(EVERYDAY, bridge), "translations": translations}
    typer.echo("pairs: " + ", ".join(f"{name} {len(found)}" for name, found in pairs.items()))
    tokenizer, vectors = _train(texts, translations, pairs, steps)
    _save(tokenizer, vectors, embedder)
    typer.echo(f"embedder: {embedder}")


def _bridge(texts: Sequence[str], data: Path, frequency: Mapping[str, int]) -> Table:
    english, japanese = data / "enja-train.en", data / "enja-train.ja"
    return bridge_table(_GLOSSARY, data / "sudachi-synonyms.txt", english, japanese, texts, frequency)


def _train(texts: Sequence[str], translations: Sequence[Pair], pairs: dict[str, list[Pair]], steps: int):
    """A tokenizer and the vectors of its pieces, from what stands together, then from what means the same.

    A sentence and its translation count as one text, so that English words keep Japanese company.
    """
    learned = [*texts, *(f"{english} {japanese}" for english, japanese in translations)]
    tokenizer = train_tokenizer(learned)
    pieces = [tokenizer.id_to_token(number) or "" for number in range(tokenizer.get_vocab_size())]
    silent = np.array([says_nothing(piece) for piece in pieces])

    def encode(some: Sequence[str]) -> list[list[int]]:
        return [encoded.ids for encoded in tokenizer.encode_batch(list(some), add_special_tokens=False)]

    vectors = piece_vectors(encode(learned), pieces=len(pieces), dimension=DIMENSION, silent=silent)
    return tokenizer, contrast(vectors, pairs, encode, silent=silent, steps=steps)


def _save(tokenizer, vectors: np.ndarray, folder: Path) -> None:
    """Write the folder that `SentenceTransformer(folder)` opens."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding

    module = StaticEmbedding(tokenizer, embedding_weights=vectors)
    module.half()
    SentenceTransformer(modules=[module, Normalize()], device="cpu").save(str(folder), create_model_card=False)


if __name__ == "__main__":
    typer.run(main)
