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
_SHARPNESS = 20.0


class _Layer(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.attention = nn.Linear(DIMENSION, 3 * DIMENSION)
        self.attended = nn.Linear(DIMENSION, DIMENSION)
        self.attended_norm = nn.LayerNorm(DIMENSION, _EPSILON)
        self.inner = nn.Linear(DIMENSION, INNER)
        self.outer = nn.Linear(INNER, DIMENSION)
        self.outer_norm = nn.LayerNorm(DIMENSION, _EPSILON)

    def forward(self, rows: Tensor, mask: Tensor) -> Tensor:
        texts, tokens, _ = rows.shape
        heads = self.attention(rows).view(texts, tokens, 3, HEADS, DIMENSION // HEADS).permute(2, 0, 3, 1, 4)
        near = heads[0] @ heads[1].transpose(-1, -2) * (DIMENSION // HEADS) ** -0.5 + mask
        mixed = (torch.softmax(near, -1) @ heads[2]).transpose(1, 2).reshape(texts, tokens, DIMENSION)
        rows = self.attended_norm(rows + self.attended(mixed))
        return self.outer_norm(rows + self.outer(functional.gelu(self.inner(rows))))


class Reader(nn.Module):
    """`vocabulary`: the number of different tokens; `layers`: of the encoder."""

    def __init__(self, vocabulary: int, layers: int) -> None:
        super().__init__()
        self.words = nn.Embedding(vocabulary, DIMENSION)
        self.places = nn.Embedding(LONGEST, DIMENSION)
        self.norm = nn.LayerNorm(DIMENSION, _EPSILON)
        self.layers = nn.ModuleList(_Layer() for _ in range(layers))
        self.worth = nn.Linear(DIMENSION, 1)
        nn.init.zeros_(self.worth.weight)
        nn.init.zeros_(self.worth.bias)
        self.nearest, self.whole = nn.Parameter(torch.tensor(_NEAREST)), nn.Parameter(torch.tensor(_WHOLE))

    def forward(self, tokens: Tensor, there: Tensor) -> Tensor:
        """`rag.reader.READINGS` of each statement, shape (statements, readings).

        `tokens`, and `there`, where a text has any: shape (1 + statements, tokens), the question first.
        """
        rows = self._vectors(tokens, there)
        inside = functional.pad(there[:, OPENING + 1 :], (OPENING, 1))
        asks, asked, said = inside[0], rows[0], rows[1:]
        worth = torch.softmax(self.worth(asked)[:, 0] + (1 - asks) * _NOWHERE, 0)
        cosines = _unit(asked) @ _unit(said).transpose(1, 2) + (1 - inside[1:, None]) * _NOWHERE
        found = cosines.max(2).values
        nearest = found @ worth
        mean = _unit((rows * there[..., None]).sum(1) / there.sum(1, keepdim=True))
        whole = mean[1:] @ mean[0]
        least = (found - (1 - asks) * _NOWHERE).min(1).values
        low = -torch.log((torch.exp(-_SHARPNESS * found) * asks).sum(1) / asks.sum()) / _SHARPNESS
        return torch.stack([self.nearest * nearest + self.whole * whole, nearest, whole, least, low], 1)

    def _vectors(self, tokens: Tensor, there: Tensor) -> Tensor:
        rows = self.norm(self.words(tokens) + self.places(torch.arange(tokens.shape[1]))[None])
        mask = ((1 - there) * _NOWHERE)[:, None, None, :]
        for layer in self.layers:
            rows = layer(rows, mask)
        return rows.float()


def _unit(rows: Tensor) -> Tensor:
    return functional.normalize(rows, dim=-1)
