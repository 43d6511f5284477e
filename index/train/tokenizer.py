"""A Unigram subword tokenizer that cuts at changes of script, so that pieces are words or parts of words."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tokenizers import Tokenizer

PIECES = 24_000
_LONGEST_PIECE = 8
UNKNOWN, PADDING = "[UNK]", "[PAD]"

_SCRIPTS = r"[ァ-ヺー]+|[ぁ-ゖ]+|[㐀-䶿一-鿿々〆]+|\p{Latin}+|[0-9]+|\s+|[^ァ-ヺーぁ-ゖ㐀-䶿一-鿿々〆\p{Latin}0-9\s]+"
_SAYS_NOTHING = re.compile(r"[ぁ-ゖー]+|[\W\d_]+|[a-z]", re.IGNORECASE)


def train_tokenizer(texts: Iterable[str]) -> "Tokenizer":
    """Train the tokenizer. It normalises by NFKC and lower case before cutting."""
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Split(Regex(_SCRIPTS), behavior="isolated"), pre_tokenizers.WhitespaceSplit()]
    )
    trainer = trainers.UnigramTrainer(
        vocab_size=PIECES,
        unk_token=UNKNOWN,
        special_tokens=[PADDING, UNKNOWN],
        max_piece_length=_LONGEST_PIECE,
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer


def says_nothing(piece: str) -> bool:
    """Whether a piece alone tells nothing of a text's subject: hiragana, digits, signs, a single letter."""
    return piece in (UNKNOWN, PADDING) or bool(_SAYS_NOTHING.fullmatch(piece)) or not any(c.isalpha() for c in piece)
