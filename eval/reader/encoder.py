"""The reader as a torch module: an encoder in BERT's form and, over it, late interaction."""

import torch
from torch import Tensor, nn
from torch.nn import functional

from rag.reader import OPENING

# As of multilingual-e5-small.
DIMENSION, HEADS, INNER, LONGEST, _EPSILON = 384, 12, 1_536, 512, 1e-12
# What the cosines count at first: of 5, 12 and 20 for the nearest tokens 12 did best before any teaching.
_NEAREST, _WHOLE = 12.0, 4.0
_NOWHERE = -1e4
# How sharply the low readings of a question's tokens stand out in their mean.
_SHARPNESS = 8.0
# Whether a statement answers is told by what is found, from a level on and in units of the usual size: what it counts
# at first, in the order of the readings, each of the cosines first.
_LEVEL, _UNIT = 0.8, 0.1
_ANSWERS, _SELDOM = (0.0, 1.0, 0.2, 0.0, 0.5), -2.0
# The share of what the layers make that is left out while teaching.
_DROPPED = 0.1


class _Layer(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.attention = nn.Linear(DIMENSION, 3 * DIMENSION)
        self.attended = nn.Linear(DIMENSION, DIMENSION)
        self.attended_norm = nn.LayerNorm(DIMENSION, _EPSILON)
        self.inner = nn.Linear(DIMENSION, INNER)
        self.outer = nn.Linear(INNER, DIMENSION)
        self.outer_norm = nn.LayerNorm(DIMENSION, _EPSILON)
        self.drop = nn.Dropout(_DROPPED)

    def forward(self, rows: Tensor, mask: Tensor) -> Tensor:
        texts, tokens, _ = rows.shape
        heads = self.attention(rows).view(texts, tokens, 3, HEADS, DIMENSION // HEADS).permute(2, 0, 3, 1, 4)
        near = heads[0] @ heads[1].transpose(-1, -2) * (DIMENSION // HEADS) ** -0.5 + mask
        mixed = (torch.softmax(near, -1) @ heads[2]).transpose(1, 2).reshape(texts, tokens, DIMENSION)
        rows = self.attended_norm(rows + self.drop(self.attended(mixed)))
        return self.outer_norm(rows + self.drop(self.outer(functional.gelu(self.inner(rows)))))


class Reader(nn.Module):
    """`vocabulary`: the number of different tokens; `layers`: of the encoder."""

    def __init__(self, vocabulary: int, layers: int) -> None:
        super().__init__()
        self.words = nn.Embedding(vocabulary, DIMENSION)
        self.places = nn.Embedding(LONGEST, DIMENSION)
        self.norm = nn.LayerNorm(DIMENSION, _EPSILON)
        self.layers = nn.ModuleList(_Layer() for _ in range(layers))
        self.worth, self.need = _even(nn.Linear(DIMENSION, 1)), _even(nn.Linear(DIMENSION, 1))
        self.nearest, self.whole = nn.Parameter(torch.tensor(_NEAREST)), nn.Parameter(torch.tensor(_WHOLE))
        self.answers = nn.Linear(len(_ANSWERS), 1)
        self.answers.weight.data, self.answers.bias.data = torch.tensor([_ANSWERS]), torch.tensor([_SELDOM])

    def forward(self, tokens: Tensor, there: Tensor) -> Tensor:
        """`rag.reader.READINGS` of each statement, shape (statements, readings).

        `tokens`, and `there`, where a text has any: shape (1 + statements, tokens), the question first.
        """
        rows = self._vectors(tokens, there)
        inside = functional.pad(there[:, OPENING + 1 :], (OPENING, 1))
        asks, asked, said = inside[0], rows[0], rows[1:]
        worth, need = (torch.softmax(of(asked)[:, 0] + (1 - asks) * _NOWHERE, 0) for of in (self.worth, self.need))
        cosines = _unit(asked) @ _unit(said).transpose(1, 2) + (1 - inside[1:, None]) * _NOWHERE
        found = cosines.max(2).values
        nearest, needed = found @ worth, found @ need
        mean = _unit((rows * there[..., None]).sum(1) / there.sum(1, keepdim=True))
        whole = mean[1:] @ mean[0]
        least = (found - (1 - asks) * _NOWHERE).min(1).values
        low = (torch.softmax(-_SHARPNESS * found + (1 - asks) * _NOWHERE, 1) * found).sum(1)
        told = torch.stack([nearest, needed, whole, least, low], 1)
        score = self.nearest * nearest + self.whole * whole
        return torch.cat([score[:, None], told, self.answers((told - _LEVEL) / _UNIT)], 1)

    def _vectors(self, tokens: Tensor, there: Tensor) -> Tensor:
        rows = self.norm(self.words(tokens) + self.places(torch.arange(tokens.shape[1]))[None])
        mask = ((1 - there) * _NOWHERE)[:, None, None, :]
        for layer in self.layers:
            rows = layer(rows, mask)
        return rows.float()


def _even(layer: nn.Linear) -> nn.Linear:
    """A layer that tells nothing apart before it is taught."""
    nn.init.zeros_(layer.weight)
    nn.init.zeros_(layer.bias)
    return layer


def _unit(rows: Tensor) -> Tensor:
    return functional.normalize(rows, dim=-1)
