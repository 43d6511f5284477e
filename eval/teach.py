"""Teach a network of rag/network.py to put the right items of lists first.

ListNet's softmax with one target (Cao et al. 2007, Learning to Rank: From Pairwise Approach to Listwise Approach);
dropout on the features, so that none is relied on alone (Srivastava et al. 2014).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rag.network import FARTHEST

_HIDDEN = 32
_STEPS, _RATE, _DECAY, _DROPPED = 150, 5e-3, 1e-2, 0.2
_SEED = 0
_NO_SPREAD, _DIGITS = 1e-4, 4
# How much large weights cost beside scores that are given (train, cross-validated: .003 to .03 differ little).
_BESIDE_PENALTY, _SMALLEST = 0.01, 1e-12
# The log odds of what was never seen to happen.
_NEVER = -5.0


@dataclass(frozen=True)
class Items:
    """A list to be ranked: features, shape (items, features), and how right each item is, shape (items,), 0 to 1."""

    features: np.ndarray
    right: np.ndarray


def teach(lists: Sequence[Items]) -> dict[str, list]:
    """The weights of a network that puts the most right items before those that are less than half as right."""
    import torch

    torch.manual_seed(_SEED)
    told = [items for items in lists if items.right.any()]
    rows = np.concatenate([items.features for items in told])
    mean, spread = _usual(rows)
    usual = torch.tensor(np.clip((rows - mean) / spread, -FARTHEST, FARTHEST), dtype=torch.float32)
    of_list = torch.tensor(np.repeat(np.arange(len(told)), [len(items.right) for items in told]))
    best = torch.tensor(np.concatenate([items.right == items.right.max() for items in told]))
    worse = torch.tensor(np.concatenate([items.right < items.right.max() / 2 for items in told]))

    direct = torch.zeros(usual.shape[1], requires_grad=True)
    inner = (torch.randn(usual.shape[1], _HIDDEN) / usual.shape[1] ** 0.5).requires_grad_()
    bias, outer = torch.zeros(_HIDDEN, requires_grad=True), torch.zeros(_HIDDEN, requires_grad=True)
    weights = [direct, inner, bias, outer]
    optimiser = torch.optim.AdamW(weights, lr=_RATE, weight_decay=_DECAY)
    slower = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, _STEPS)

    for _ in range(_STEPS):
        seen = torch.nn.functional.dropout(usual, _DROPPED)
        scores = seen @ direct + torch.tanh(seen @ inner + bias) @ outer
        chances = torch.exp(scores - scores.detach().max()).clamp(min=1e-26)
        first = torch.zeros(len(told)).index_add(0, of_list, chances * best)
        rest = torch.zeros(len(told)).index_add(0, of_list, chances * worse)
        loss = -(torch.log(first) - torch.log(first + rest)).mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        slower.step()

    learned = {"mean": mean, "spread": spread} | dict(
        zip(("direct", "inner", "bias", "outer"), (weight.detach().numpy() for weight in weights), strict=True)
    )
    return _rounded(learned)


def teach_beside(lists: Sequence[Items], given: Sequence[np.ndarray]) -> dict[str, list]:
    """The weights of features that put the most right items first when their sum is added to scores that are given.

    The same loss as `teach`, without a hidden layer. `given`: of each list, shape (items,).
    """
    from scipy.optimize import minimize

    rows = np.concatenate([items.features for items in lists])
    mean, spread = _usual(rows)
    told = [
        (np.clip((items.features - mean) / spread, -FARTHEST, FARTHEST), scores, *_sides(items.right))
        for items, scores in zip(lists, given, strict=True)
        if items.right.any()
    ]

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        whole, slope = _BESIDE_PENALTY * weights @ weights, 2 * _BESIDE_PENALTY * weights
        for usual, scores, best, counted in told:
            chances = _softmax(scores + usual @ weights, counted)
            right = max(float(chances @ best), _SMALLEST)
            first = chances * best / right
            whole -= float(np.log(right)) / len(told)
            slope -= usual.T @ (first - chances) / len(told)
        return whole, slope

    learned = minimize(loss, np.zeros(rows.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 200}).x
    nothing = {"inner": np.zeros((rows.shape[1], 0)), "bias": np.zeros(0), "outer": np.zeros(0)}
    return _rounded({"mean": mean, "spread": spread, "direct": learned} | nothing)


def _sides(right: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Which items are the most right, and those and the ones less than half as right, shape (items,) each."""
    best = right == right.max()
    return best, best | (right < right.max() / 2)


def _softmax(scores: np.ndarray, counted: np.ndarray) -> np.ndarray:
    chances = np.exp(scores - scores[counted].max()) * counted
    return chances / chances.sum()


def teach_chance(rows: np.ndarray, happened: np.ndarray, *, strength: float) -> dict[str, list]:
    """The weights of a logistic regression. `rows`: shape (cases, features); `strength`: sklearn's C."""
    from sklearn.linear_model import LogisticRegression

    mean, spread = _usual(rows)
    usual = np.clip((rows - mean) / spread, -FARTHEST, FARTHEST)
    learned = {"mean": mean, "spread": spread, "direct": np.zeros(len(mean)), "intercept": np.array(_NEVER)}
    if len(set(happened.tolist())) > 1:
        model = LogisticRegression(C=strength, max_iter=5_000).fit(usual, happened)
        learned |= {"direct": model.coef_[0], "intercept": model.intercept_[0]}
    return _rounded(learned)


def _usual(rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The mean and the spread of each feature; what never varies is left as it is."""
    spread = rows.std(axis=0)
    return rows.mean(axis=0), np.where(spread > _NO_SPREAD, spread, 1.0)


def _rounded(learned: dict[str, np.ndarray]) -> dict[str, list]:
    return {name: np.round(np.asarray(values, float), _DIGITS).tolist() for name, values in learned.items()}
