"""Teach the reader to put the right one of a question's statements first.

ListNet's softmax (Cao et al. 2007) over what the network of rag/evidence.py gives and what the reader adds to it, so
that the reader learns what the network cannot tell.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import nn
from tqdm import tqdm

from eval.reader.encoder import Reader
from rag.reader import padded

# Of the wrong statements of a list the best ones are read, and some others.
_BEST, _OTHERS, _WRONG = 3, 3, 14
_QUESTIONS_A_STEP = 3
_RATE, _HEAD_RATE, _DECAY, _WARM_UP, _LAST, _LONGEST_STEP = 4e-5, 8e-4, 0.01, 0.06, 0.05, 1.0
_SEED = 0


@dataclass(frozen=True)
class Reading:
    """A question and its statements as tokens; what the network gives each, and how right it is, from 0 to 1."""

    question: Sequence[int]
    statements: Sequence[Sequence[int]]
    scores: np.ndarray
    right: np.ndarray

    @property
    def wrong(self) -> list[int]:
        """The places of the statements less than half as right as the best, those that seem to answer first."""
        return [place for place in np.argsort(-self.scores).tolist() if self.right[place] < self.right.max() / 2]


def teach(reader: Reader, readings: Sequence[Reading], epochs: int = 1) -> None:
    """Fine-tune the reader; the vectors of words and places stay as they are."""
    torch.manual_seed(_SEED)
    chance = random.Random(_SEED)  # noqa: S311 - which statements are read is no secret
    head = [*reader.worth.parameters(), reader.nearest, reader.whole]
    body = [*reader.norm.parameters(), *reader.layers.parameters()]
    optimiser = torch.optim.AdamW(
        [{"params": body, "lr": _RATE, "weight_decay": _DECAY}, {"params": head, "lr": _HEAD_RATE, "weight_decay": 0}]
    )
    told = [reading for reading in readings if reading.right.any()]
    steps = epochs * (len(told) // _QUESTIONS_A_STEP)
    slower = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: _pace(step, steps))
    for some in tqdm(_batches(told, epochs, chance), total=steps, desc="reader"):
        optimiser.zero_grad()
        for reading in some:
            (_loss(reader, reading, chance) / len(some)).backward()
        nn.utils.clip_grad_norm_(body, _LONGEST_STEP)
        optimiser.step()
        slower.step()


def _pace(step: int, steps: int) -> float:
    return min(1.0, (step + 1) / (_WARM_UP * steps)) * max(_LAST, 1 - step / steps)


def _batches(told: Sequence[Reading], epochs: int, chance: random.Random) -> Iterator[Sequence[Reading]]:
    for _ in range(epochs):
        order = chance.sample(told, len(told))
        for start in range(0, len(order) - _QUESTIONS_A_STEP + 1, _QUESTIONS_A_STEP):
            yield order[start : start + _QUESTIONS_A_STEP]


def _loss(reader: Reader, reading: Reading, chance: random.Random) -> torch.Tensor:
    """−log of the chance that the right statement is drawn before the wrong ones that are read."""
    right = chance.choice(np.flatnonzero(reading.right == reading.right.max()).tolist())
    wrong = reading.wrong[:_WRONG]
    others = chance.sample(wrong[_BEST:], min(_OTHERS, len(wrong[_BEST:])))
    places = [right, *wrong[:_BEST], *others]
    rows, there = padded([reading.question, *(reading.statements[place] for place in places)])
    with torch.autocast("cpu", dtype=torch.bfloat16):
        read = reader(torch.tensor(rows), torch.tensor(there))[:, 0]
    return -torch.log_softmax(read.float() + torch.tensor(reading.scores[places]), 0)[0]
