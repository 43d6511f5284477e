"""Contrastive learning of the pieces' vectors: of a batch, each text is nearest to its own partner.

Multiple negatives ranking: Henderson et al. (2017), Efficient Natural Language Response Suggestion;
shorter vectors learn along: Kusupati et al. (2022), Matryoshka Representation Learning.
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from index.train.pairs import Pair

Encode = Callable[[Sequence[str]], list[list[int]]]

STEPS = 1_200
_BATCH = 1_024
_RATE = 0.003
_WARM_UP = 0.1
_SCALE = 20.0
_LONGEST = 160
# How often, and with which chance each, words of a question that its partner has too are left out.
_THINNED, _DROPPED = 0.7, 0.6
_SEED = 7


def contrast(
    vectors: np.ndarray, pairs: Mapping[str, Sequence[Pair]], encode: Encode, *, silent: np.ndarray, steps: int = STEPS
) -> np.ndarray:
    """The vectors, shape (pieces, dimension), after training on the pairs. `silent` pieces keep their zeros.

    Each batch is drawn from one source, so that what tells its texts apart is what they say.
    """
    import torch

    torch.manual_seed(_SEED)
    random = np.random.default_rng(_SEED)
    encoded = {name: _encoded(found, encode, silent) for name, found in pairs.items()}
    encoded = {name: found for name, found in encoded.items() if found}
    names = list(encoded)
    shares = np.sqrt([len(encoded[name]) for name in names])
    weight = torch.nn.Parameter(torch.tensor(vectors))
    optimizer = torch.optim.Adam([weight], lr=_RATE)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _rate(step, steps))
    for _ in range(steps):
        found = encoded[names[random.choice(len(names), p=shares / shares.sum())]]
        batch = _batch(found, random)
        loss = _loss(weight, [_thinned(*pair, random) for pair in batch], [pair[1] for pair in batch])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
    trained = weight.detach().numpy().copy()
    trained[silent] = 0.0
    return trained


def _rate(step: int, steps: int) -> float:
    """Linear warm-up, then linear decay."""
    warm = _WARM_UP * steps
    return step / warm if step < warm else max(0.0, (steps - step) / (steps - warm))


def _encoded(pairs: Sequence[Pair], encode: Encode, silent: np.ndarray) -> list[tuple[list[int], list[int]]]:
    """The pieces of each pair that say something; pairs of which one side says nothing are left out."""
    sides = [
        [[piece for piece in ids if not silent[piece]][:_LONGEST] for ids in encode([pair[side] for pair in pairs])]
        for side in (0, 1)
    ]
    return [(said, meant) for said, meant in zip(*sides, strict=True) if said and meant]


def _batch(
    pairs: Sequence[tuple[list[int], list[int]]], random: np.random.Generator
) -> list[tuple[list[int], list[int]]]:
    """Pairs drawn without two of the same partner."""
    drawn = random.permutation(len(pairs))[: 2 * _BATCH]
    once = {tuple(pairs[place][1]): pairs[place] for place in drawn}
    return list(once.values())[:_BATCH]


def _thinned(said: list[int], meant: list[int], random: np.random.Generator) -> list[int]:
    if random.random() > _THINNED:
        return said
    shared = set(meant)
    kept = [piece for piece in said if piece not in shared or random.random() > _DROPPED]
    return kept or said


def _loss(weight, said: Sequence[Sequence[int]], meant: Sequence[Sequence[int]]):
    import torch
    from torch.nn.functional import cross_entropy, normalize

    questions, passages = _means(weight, said), _means(weight, meant)
    target = torch.arange(len(said))
    loss = torch.zeros(())
    for dimension in (weight.shape[1], weight.shape[1] // 2):
        scores = _SCALE * normalize(questions[:, :dimension]) @ normalize(passages[:, :dimension]).T
        loss = loss + cross_entropy(scores, target) + cross_entropy(scores.T, target)
    return loss


def _means(weight, texts: Sequence[Sequence[int]]):
    import torch
    from torch.nn.functional import embedding_bag

    flat = torch.tensor([piece for text in texts for piece in text])
    starts = torch.tensor(np.cumsum([0, *(len(text) for text in texts[:-1])]))
    return embedding_bag(flat, weight, starts, mode="mean")
