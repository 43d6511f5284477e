"""Teach the reader to put the right one of a question's statements first, and to tell when none answers.

ListNet's softmax (Cao et al. 2007) over what the network of rag/ranking.py gives and what the reader adds to it, so
that the reader learns what the network cannot tell; and, for each statement alone, the cross entropy of whether it
answers, over questions that the papers answer and others that look like them.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import torch
from torch import nn
from torch.nn.functional import binary_cross_entropy_with_logits
from tqdm import tqdm

from eval.reader.encoder import Reader, rows_of
from index.encoder import Tokens
from rag.reader import READINGS

# Of the wrong statements of a list the best ones are read, and some others; of right ones, one of the first few.
_BEST, _OTHERS, _WRONG, _RIGHT = 3, 3, 14, 3
# Of the statements for a question without an answer: the best ones, and one more.
_BEST_OF_NONE, _ONE_MORE, _OF_NONE = 3, 1, 8
# A question whose answer was not found teaches nothing.
_LEAST_RIGHT = 0.5
_QUESTIONS_A_STEP = 4
RATE = 4e-5
_TOGETHER_RATE, _HEAD_RATE, _DECAY, _WARM_UP, _LAST, _LONGEST_STEP = 3, 20, 0.01, 0.06, 0.05, 1.0
# The lowest layers stay as they are; what telling an answer counts beside the order of the statements.
_KEPT_LAYERS, _ANSWERS = 3, 2.0
# What the base gives; the rest begins anew.
_GIVEN = ("words.", "places.", "norm.", "layers.", "together.layers.")
_SEED = 0


Example = TypeVar("Example")


@dataclass(frozen=True)
class Reading:
    """A question and its statements as tokens; what the network gives each, and how right it is, from 0 to 1.

    `answerable`: whether the papers answer it; if not, no statement is right.
    """

    question: Tokens
    statements: Sequence[Tokens]
    scores: np.ndarray
    right: np.ndarray
    answerable: bool = True

    @property
    def teaches(self) -> bool:
        """Whether its answer, if it has one, is among the statements."""
        return len(self.statements) > 0 and (not self.answerable or self.right.max() >= _LEAST_RIGHT)

    def places(self, chance: random.Random) -> list[int]:
        """The statements to read this time: if there is an answer, it comes first."""
        order = np.argsort(-self.scores).tolist()
        if not self.answerable:
            return order[:_BEST_OF_NONE] + _some(order[_BEST_OF_NONE:_OF_NONE], _ONE_MORE, chance)
        right = [place for place in order if self.right[place] == self.right.max()][:_RIGHT]
        wrong = [place for place in order if self.right[place] < self.right.max() / 2][:_WRONG]
        first = chance.choice([right[0], chance.choice(right)])
        return [first, *wrong[:_BEST], *_some(wrong[_BEST:], _OTHERS, chance)]


def _some(places: Sequence[int], number: int, chance: random.Random) -> list[int]:
    return chance.sample(places, min(number, len(places)))


def teach(reader: Reader, readings: Sequence[Reading], epochs: int = 1, rate: float = RATE) -> None:
    """Fine-tune the reader at a learning rate.

    The vectors of words and places stay as they are, and what the first layers make of them.
    """
    torch.manual_seed(_SEED)
    chance = random.Random(_SEED)  # noqa: S311 - which statements are read is no secret
    body, together = list(reader.layers[_KEPT_LAYERS:].parameters()), list(reader.together.layers.parameters())
    head = [parameter for name, parameter in reader.named_parameters() if not name.startswith(_GIVEN)]
    optimiser = torch.optim.AdamW(
        [
            {"params": body, "lr": rate, "weight_decay": _DECAY},
            {"params": together, "lr": _TOGETHER_RATE * rate, "weight_decay": _DECAY},
            {"params": head, "lr": _HEAD_RATE * rate, "weight_decay": 0},
        ]
    )
    told = [reading for reading in readings if reading.teaches]
    steps = epochs * (len(told) // _QUESTIONS_A_STEP)
    slower = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: pace(step, steps))
    for some in tqdm(batches(told, _QUESTIONS_A_STEP, epochs, chance), total=steps, desc="reader"):
        optimiser.zero_grad()
        for reading in some:
            (_loss(reader, reading, chance) / len(some)).backward()
        nn.utils.clip_grad_norm_([*body, *together], _LONGEST_STEP)
        optimiser.step()
        slower.step()


def pace(step: int, steps: int) -> float:
    """The share of the full rate that a step is taken at: slow at first and at last."""
    return min(1.0, (step + 1) / (_WARM_UP * steps)) * max(_LAST, 1 - step / steps)


def batches(told: Sequence[Example], size: int, epochs: int, chance: random.Random) -> Iterator[Sequence[Example]]:
    """So many examples at a time, each once an epoch but for those that are left over."""
    for _ in range(epochs):
        order = chance.sample(told, len(told))
        for start in range(0, len(order) - size + 1, size):
            yield order[start : start + size]


def _loss(reader: Reader, reading: Reading, chance: random.Random) -> torch.Tensor:
    """−log of the chance that the right statement is drawn first, and of whether each answers."""
    places = reading.places(chance)
    rows = rows_of([reading.question, *(reading.statements[place] for place in places)])
    with torch.autocast("cpu", dtype=torch.bfloat16):
        read = reader(*rows)
    score, answers = (read[:, READINGS.index(name)].float() for name in ("score", "answers"))
    right = torch.tensor(reading.right[places], dtype=torch.float32)
    loss = _ANSWERS * binary_cross_entropy_with_logits(answers, right)
    if reading.answerable:
        loss = loss - torch.log_softmax(score + torch.tensor(reading.scores[places]), 0)[0]
    return loss
