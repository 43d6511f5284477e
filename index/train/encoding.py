"""A byte-level BPE encoding for tiktoken, so that prompts can be measured without a download."""

import base64
from collections.abc import Iterable
from pathlib import Path

TOKENS = 16_000


def train_encoding(texts: Iterable[str], file: Path) -> None:
    """Train merges on the texts and write them in tiktoken's own form: base64 of the bytes, then the rank."""
    from tokenizers import Tokenizer, models, pre_tokenizers, trainers

    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(vocab_size=TOKENS, initial_alphabet=alphabet, show_progress=False)
    tokenizer.train_from_iterator(texts, trainer)
    to_byte = _byte_of_character()
    ranked = sorted(tokenizer.get_vocab().items(), key=lambda item: item[1])
    tokens = [bytes(to_byte[c] for c in piece) for piece, _ in ranked]
    # tiktoken wants every single byte ranked before the merges that are built from them.
    tokens.sort(key=lambda token: len(token) > 1)
    lines = (base64.b64encode(token) + b" %d\n" % rank for rank, token in enumerate(tokens))
    file.write_bytes(b"".join(lines))


def _byte_of_character() -> dict[str, int]:
    """The inverse of the printable alphabet that byte-level BPE writes bytes in."""
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = [byte for byte in range(256) if byte not in printable]
    return {chr(byte): byte for byte in printable} | {chr(256 + place): byte for place, byte in enumerate(others)}
