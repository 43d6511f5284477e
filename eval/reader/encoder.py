"""The reader as a torch module: an encoder in BERT's form, over it late interaction, and beside it layers that read the
question and a statement together.

The lower layers read each text alone, the last ones of those that read together both as one text (MacAvaney et al.
2020, PreTTR): these see what late interaction cannot, that the words are there but say another thing.
"""

from collections.abc import Sequence
from copy import deepcopy

import torch
from torch import Tensor, nn
from torch.nn import functional

from index.encoder import DIMENSION, OPENING, PAD, Tokens
from rag.late import LEVEL, SHARPNESS, TOLD, UNIT

# As of multilingual-e5-small.
HEADS, INNER, LONGEST, _EPSILON = 12, 1_536, 512, 1e-12
# What the cosines count at first: of 5, 12 and 20 for the nearest tokens 12 did best before any teaching.
_NEAREST, _WHOLE = 12.0, 4.0
_NOWHERE = -1e4
# What counts at first of what late interaction tells, and what each statement has before, in the log odds of an answer.
_ANSWERS, _SELDOM = (0.0, 1.0, 0.2, 0.0, 0.5), -2.0
# Beside so many of the last layers others read the texts together, and tell so many things.
TOGETHER, _TELLS = 2, 128
# So many things tell whether a token is of the answer.
_OF_SPANS = 64
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


class _Together(nn.Module):
    """Reads the question and each statement as one text."""

    def __init__(self) -> None:
        super().__init__()
        self.layers = nn.ModuleList(_Layer() for _ in range(TOGETHER))
        # Marks the tokens of the question, of the statement, and of what is said before it.
        self.sides = nn.Parameter(torch.zeros(3, DIMENSION))
        self.counts = _even(nn.Linear(DIMENSION, 1))
        self.tells = nn.Linear(3 * DIMENSION, _TELLS)

    def forward(self, alone: Tensor, there: Tensor, own: Tensor, asks: Tensor) -> Tensor:
        """What is told of each statement, shape (statements, _TELLS).

        `alone`: what the lower layers make of each text, the question first; `asks`: which of its tokens ask.
        """
        question, said = _read_as_one(self.layers, self.sides, alone, there, own)
        asked = (question * _shares(self.counts, question, asks[: question.shape[1]])[..., None]).sum(1)
        return functional.gelu(self.tells(torch.cat([asked, question[:, 0], _mean(said, own[1:])], 1)))


class Spans(nn.Module):
    """Says of each token of a statement whether it is of the answer to the question (an answer span).

    It reads both as one text, like a reader from which it is taught on.
    """

    def __init__(self, reader: "Reader") -> None:
        super().__init__()
        self.layers, self.sides = deepcopy(reader.together.layers), deepcopy(reader.together.sides)
        self.tells, self.says = nn.Linear(DIMENSION, _OF_SPANS), _even(nn.Linear(_OF_SPANS, 1))
        self.says.bias.data.fill_(_SELDOM)

    def forward(self, alone: Tensor, there: Tensor, own: Tensor) -> Tensor:
        """The log odds of each token, shape (statements, tokens). `alone`: as for the reader."""
        _, said = _read_as_one(self.layers, self.sides, alone, there, own)
        return self.says(functional.gelu(self.tells(said)))[..., 0]


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
        self.together = _Together()
        self.adds = _even(nn.Linear(_TELLS + len(_ANSWERS), 2))

    def forward(self, tokens: Tensor, there: Tensor, own: Tensor) -> Tensor:
        """`rag.reader.READINGS` of each statement, shape (statements, readings), all of them read together.

        `tokens`, `there`, where a text has any, and `own`, which are not of what is said before it: shape
        (1 + statements, tokens), the question first.
        """
        alone, rows = self.apart(tokens, there)
        told = self.late(rows, there, own)
        level = (told - LEVEL) / UNIT
        added = self.beside(alone, there, own, level)
        score = self.nearest * told[:, TOLD.index("nearest")] + self.whole * told[:, TOLD.index("whole")]
        return torch.cat([(score + added[:, 0])[:, None], told, self.answers(level) + added[:, 1:]], 1)

    def late(self, rows: Tensor, there: Tensor, own: Tensor) -> Tensor:
        """What `rag.late` tells of each statement, shape (statements, TOLD), from the vectors of the last layer."""
        inside = _inside(there, own)
        asks, asked, said = inside[0], rows[0], rows[1:]
        worth, need = (_shares(of, asked, asks) for of in (self.worth, self.need))
        cosines = _unit(asked) @ _unit(said).transpose(1, 2) + (1 - inside[1:, None]) * _NOWHERE
        found = cosines.max(2).values
        mean = _unit(_mean(rows, own))
        least = (found - (1 - asks) * _NOWHERE).min(1).values
        low = (torch.softmax(-SHARPNESS * found + (1 - asks) * _NOWHERE, 1) * found).sum(1)
        return torch.stack([found @ worth, found @ need, mean[1:] @ mean[0], least, low], 1)

    def beside(self, alone: Tensor, there: Tensor, own: Tensor, level: Tensor) -> Tensor:
        """What reading each statement with the question adds to its score and to the log odds that it answers,
        shape (statements, 2), from the vectors of the layer up to which they are read apart, and the levels of what
        `late` tells."""
        return self.adds(torch.cat([self.together(alone, there, own, _inside(there, own)[0]), level], 1))

    def late_weights(self) -> dict[str, list[float] | float]:
        """What `rag.late` knows of it."""
        score = torch.stack([self.nearest, self.whole])
        of = {"worth": self.worth.weight[0], "need": self.need.weight[0], "score": score}
        of |= {"answers": self.answers.weight[0], "seldom": self.answers.bias[0]}
        return {name: weights.detach().tolist() for name, weights in of.items()}

    def apart(self, tokens: Tensor, there: Tensor) -> tuple[Tensor, Tensor]:
        """The vectors of the layer from which on the texts are read together, and of the last one."""
        rows = self.norm(self.words(tokens) + self.places(torch.arange(tokens.shape[1]))[None])
        mask = _mask(there)
        for layer in self.layers[:-TOGETHER]:
            rows = layer(rows, mask)
        alone = rows
        for layer in self.layers[-TOGETHER:]:
            rows = layer(rows, mask)
        return alone, rows.float()


def _read_as_one(
    layers: nn.ModuleList, sides: Tensor, alone: Tensor, there: Tensor, own: Tensor
) -> tuple[Tensor, Tensor]:
    """The vectors of the tokens of the question beside each statement, and of each statement, read as one text; shape
    (statements, tokens, DIMENSION) each."""
    length, statements, mine = there[0].sum().long(), alone.shape[0] - 1, own[1:, :, None]
    question = (alone[:1, :length] + sides[0]).expand(statements, -1, -1)
    rows = torch.cat([question, alone[1:] + mine * sides[1] + (1 - mine) * sides[2]], 1)
    mask = _mask(torch.cat([there[:1, :length].expand(statements, -1), there[1:]], 1))
    for layer in layers:
        rows = layer(rows, mask)
    return rows[:, :length].float(), rows[:, length:].float()


def rows_of(texts: Sequence[Tokens]) -> tuple[Tensor, Tensor, Tensor]:
    """Texts as rows of one length: their tokens, where there are any, and which are their own, (texts, longest)."""
    shape = len(texts), max(map(len, texts))
    tokens, there, own = torch.full(shape, PAD), torch.zeros(shape), torch.zeros(shape)
    for row, text in enumerate(texts):
        tokens[row, : len(text)], there[row, : len(text)] = torch.tensor(text.numbers), 1.0
        own[row, : len(text)] = torch.tensor(text.own, dtype=torch.float32)
    return tokens, there, own


def _inside(there: Tensor, own: Tensor) -> Tensor:
    """Which tokens are of a text's own words, not of how texts begin and end."""
    return own * functional.pad(there[:, OPENING + 1 :], (OPENING, 1))


def _mask(there: Tensor) -> Tensor:
    return ((1 - there) * _NOWHERE)[:, None, None, :]


def _shares(of: nn.Linear, rows: Tensor, there: Tensor) -> Tensor:
    """What each token counts; their sum is 1."""
    return torch.softmax(of(rows)[..., 0] + (1 - there) * _NOWHERE, -1)


def _mean(rows: Tensor, there: Tensor) -> Tensor:
    return (rows * there[..., None]).sum(1) / there.sum(1, keepdim=True)


def _even(layer: nn.Linear) -> nn.Linear:
    """A layer that tells nothing apart before it is taught."""
    nn.init.zeros_(layer.weight)
    nn.init.zeros_(layer.bias)
    return layer


def _unit(rows: Tensor) -> Tensor:
    return functional.normalize(rows, dim=-1)
