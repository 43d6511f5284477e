"""Teach which tokens of a statement are of the answer: those that say a key fact of the question."""

import random
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import nn
from torch.nn.functional import binary_cross_entropy_with_logits
from tqdm import tqdm

from eval.questions import Question
from eval.reader.encoder import Reader, Spans, rows_of
from eval.reader.learn import batches, pace
from eval.wording import says
from index.encoder import Tokens, letters_of_tokens

_EPOCHS, _QUESTIONS_A_STEP = 2, 6
_RATE, _HEAD_RATE, _DECAY, _LONGEST_STEP, _SEED = 1.5e-4, 1e-3, 0.01, 1.0, 0


@dataclass(frozen=True)
class Marked:
    """A question and statements that say some of its answer; `wanted`: as `answer_tokens` tells of each."""

    question: Tokens
    statements: Sequence[Tokens]
    wanted: Sequence[np.ndarray]


def teach_spans(spans: Spans, reader: Reader, marked: Sequence[Marked], *, epochs: int = _EPOCHS) -> None:
    """Teach by the cross entropy of each token. The reader's lower layers stay as they are."""
    torch.manual_seed(_SEED)
    chance = random.Random(_SEED)  # noqa: S311 - which questions come when is no secret
    reader.eval()
    head = [*spans.tells.parameters(), *spans.says.parameters()]
    groups = [{"params": [*spans.layers.parameters(), spans.sides], "lr": _RATE}, {"params": head, "lr": _HEAD_RATE}]
    optimiser = torch.optim.AdamW(groups, weight_decay=_DECAY)
    steps = epochs * (len(marked) // _QUESTIONS_A_STEP)
    slower = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: pace(step, steps))
    spans.train()
    for some in tqdm(batches(marked, _QUESTIONS_A_STEP, epochs, chance), total=steps, desc="spans"):
        optimiser.zero_grad()
        for one in some:
            (_loss(spans, reader, one) / len(some)).backward()
        nn.utils.clip_grad_norm_(spans.parameters(), _LONGEST_STEP)
        optimiser.step()
        slower.step()


def _loss(spans: Spans, reader: Reader, marked: Marked) -> torch.Tensor:
    tokens, there, own = rows_of([marked.question, *marked.statements])
    with torch.autocast("cpu", dtype=torch.bfloat16):
        with torch.no_grad():
            alone, _ = reader.apart(tokens, there)
        found = spans(alone, there, own).float()
    return torch.stack([_of_tokens(*pair) for pair in zip(found, marked.wanted, strict=True)]).sum()


def _of_tokens(log_odds: torch.Tensor, wanted: np.ndarray) -> torch.Tensor:
    counts = torch.tensor(~np.isnan(wanted))
    return binary_cross_entropy_with_logits(log_odds[: len(wanted)][counts], torch.tensor(wanted)[counts])


def answer_tokens(question: Question, text: str, tokens: Tokens) -> np.ndarray:
    """1 for each token that is of the answer and 0 for others of the statement's text, nan for those before and after
    it; all nan where the statement says a fact in other words than any that are given."""
    places, wanted = letters_of_tokens(text), np.full(len(tokens), np.nan, np.float32)
    found = [list(_places(text, fact)) for fact in _told(question, text)]
    if all(found):
        start = len(tokens) - 1 - len(places)
        wanted[start:-1] = [float(any(_overlap(place, span) for spans in found for span in spans)) for place in places]
    return wanted


def _told(question: Question, text: str) -> Iterator[list[str]]:
    """Of each key fact that a text says, the variants that it says."""
    facts = question.facts if question.answerable else ()
    return filter(None, ([variant for variant in fact if says(text, variant)] for fact in facts))


def _places(text: str, variants: list[str]) -> Iterator[tuple[int, int]]:
    """Where a text has one of the variants letter for letter, whatever its width and spaces."""
    letters, places = _letters(text)
    for variant in variants:
        wanted, _ = _letters(variant)
        start = letters.find(wanted)
        while wanted and start >= 0:
            yield places[start], places[start + len(wanted) - 1] + 1
            start = letters.find(wanted, start + 1)


def _letters(text: str) -> tuple[str, list[int]]:
    """The plain letters of a text without spaces and thousands' commas, and where each stands."""
    plain = ((letter, place) for place, own in enumerate(text) for letter in unicodedata.normalize("NFKC", own).lower())
    kept = [(letter, place) for letter, place in plain if not letter.isspace() and letter != ","]
    return "".join(letter for letter, _ in kept), [place for _, place in kept]


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]
