"""Training: pieces, their vectors and the token encoding, made from a few dozen short sentences."""

import base64
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import tiktoken
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

import rag.tokens
from index.embedder import StaticEmbedder, load_embedder
from index.train.__main__ import DIMENSION, main
from index.train.encoding import train_encoding
from index.train.paragraphs import paragraphs
from index.train.tokenizer import PADDING, UNKNOWN, says_nothing, train_tokenizer
from index.train.vectors import piece_vectors
from ingest.documents import Document, DocumentKind
from ingest.sources import Source

SUBJECTS = [
    "携帯電話の料金",
    "海底ケーブルの修理",
    "郵便局の窓口",
    "深夜放送の聴取者",
    "衛星通信の費用",
    "個人情報の保護",
    "遠隔医療の実証",
    "自治体の防災無線",
    "農業用ドローンの操縦士",
    "量子暗号の研究",
    "図書館の電子書籍",
    "顔認証の精度",
    "偽の広告への苦情",
    "山小屋と漁船の無線",
    "翻訳機能つき補聴器",
    "宇宙望遠鏡の画像",
]
EVENTS = [
    "この十年で半分になった",
    "離島でも始まり、住民の評判が良い",
    "国と企業が協力して進める計画である",
    "新聞で大きく取り上げられた",
    "前の年より一割ほど増えたと報告された",
]
SENTENCES = [f"{subject}は、{event}。" for subject in SUBJECTS for event in EVENTS]
SYNONYMS = """000001,1,0,1,0,0,0,(),無線,0,0
000001,1,0,1,0,0,0,(),radio communication,0,0
"""
GPT2 = r"'(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"


def encoding(file: Path) -> tiktoken.Encoding:
    """Read an encoding the way tiktoken reads its own."""
    pairs = (line.split() for line in file.read_bytes().splitlines())
    ranks = {base64.b64decode(token): int(rank) for token, rank in pairs}
    return tiktoken.Encoding("test", pat_str=GPT2, mergeable_ranks=ranks, special_tokens={})


@cache
def shipped() -> tiktoken.Encoding:
    return encoding(Path(rag.tokens.__file__).with_name("encoding.tiktoken"))


def pieces_of(tokenizer: Tokenizer) -> list[str]:
    return [tokenizer.id_to_token(number) for number in range(tokenizer.get_vocab_size())]


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return train_tokenizer(SENTENCES)


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the command leaves behind, from one paper of long paragraphs and a few sentences in two languages."""
    folder = tmp_path_factory.mktemp("trained")
    shelf = ["".join(SENTENCES[start::20]) for start in range(20)]
    (folder / "paper.txt").write_text("\n".join(shelf), "utf-8")
    (folder / "sudachi-synonyms.txt").write_text(SYNONYMS, "utf-8")
    (folder / "enja-train.en").write_text("The post office is by the sea .\n" * 4, "utf-8")
    (folder / "enja-train.ja").write_text("郵便局 は 海 の そば に ある 。\n" * 4, "utf-8")
    names = ("embedder", "bridge", "readings", "encoding")
    main(folder / "paper.txt", folder, **{name: folder / name for name in names}, steps=5)
    return folder


def test_paragraphs_are_running_text_of_at_least_80_characters() -> None:
    long, other = "電波は谷の奥まで届く。" * 8, "郵便は山の上まで届く。" * 9
    text = f"第1章　通信\n\n{long}\n電波は届く。\n図表1-1　{'電波の届く所' * 14}\n{other}\n"
    source = Source(Document("paper", "白書", None, None, DocumentKind.TEXT), text)
    assert list(paragraphs([source])) == [long, other]


# The tokenizer.


def test_same_sentences_give_the_same_pieces_and_cuts(tokenizer: Tokenizer) -> None:
    again = train_tokenizer(SENTENCES)
    assert set(pieces_of(again)) == set(pieces_of(tokenizer))
    assert [again.encode(s).tokens for s in SENTENCES] == [tokenizer.encode(s).tokens for s in SENTENCES]


def test_pieces_never_cross_a_change_of_script(tokenizer: Tokenizer) -> None:
    for sentence in SENTENCES:
        assert "".join(tokenizer.encode(sentence).tokens) == sentence
    mixed = [piece for piece in pieces_of(tokenizer) if "ドローン" in piece or "料金" in piece]
    assert [piece for piece in mixed if any("ぁ" <= c <= "ん" for c in piece)] == []


def test_spellings_are_made_one_before_cutting(tokenizer: Tokenizer) -> None:
    assert tokenizer.encode("ﾄﾞﾛｰﾝの料金").tokens == tokenizer.encode("ドローンの料金").tokens


def test_unknown_characters_are_the_unknown_piece(tokenizer: Tokenizer) -> None:
    assert tokenizer.encode("鰯").ids == [tokenizer.token_to_id(UNKNOWN)]
    assert pieces_of(tokenizer)[:2] == [PADDING, UNKNOWN]


@pytest.mark.parametrize("piece", [PADDING, UNKNOWN, "の", "である", "ー", "2024", "％", "。", "a", "3.5%"])
def test_signs_digits_and_hiragana_say_nothing(piece: str) -> None:
    assert says_nothing(piece)


@pytest.mark.parametrize("piece", ["電", "電話", "ドローン", "ai", "5g", "取り"])
def test_kanji_katakana_and_latin_words_say_something(piece: str) -> None:
    assert not says_nothing(piece)


# Vectors. Pieces 1 and 2 both stand with 3 and 4, pieces 5 and 6 both with 7 and 8; 0 is silent.

PAIRS = [[1, 3], [1, 4], [2, 3], [2, 4], [5, 7], [5, 8], [6, 7], [6, 8]]
SILENT = np.arange(9) == 0


def cosines(texts: list[list[int]]) -> np.ndarray:
    """Of pieces 1 to 8; every one stands in two of the eight texts."""
    vectors = piece_vectors(texts, pieces=9, dimension=4, silent=SILENT)[1:]
    return vectors @ vectors.T / np.log(8 / 2) ** 2


@pytest.mark.parametrize(
    "texts", [PAIRS, [[one, 0, other] for one, other in PAIRS]], ids=["alone", "a silent piece between"]
)
def test_pieces_in_the_same_company_have_the_same_direction(texts: list[list[int]]) -> None:
    same = np.kron(np.eye(4), np.ones((2, 2)))
    np.testing.assert_allclose(cosines(texts), same, atol=1e-5)


def test_silent_and_unseen_pieces_have_a_zero_row() -> None:
    vectors = piece_vectors([[1, 0, 3], [1, 4], [2, 3], [2, 4]], pieces=6, dimension=3, silent=np.arange(6) == 0)
    # 0 is silent, 5 is never seen; each of the others stands in two of the four texts.
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), np.log(4 / 2) * np.array([0, 1, 1, 1, 1, 0]), rtol=1e-5)


def test_vectors_are_the_same_twice_and_as_long_as_their_idf(tokenizer: Tokenizer) -> None:
    texts, pieces = [tokenizer.encode(sentence).ids for sentence in SENTENCES], pieces_of(tokenizer)
    silent = np.array([says_nothing(piece) for piece in pieces])
    one, other = (piece_vectors(texts, pieces=len(pieces), dimension=16, silent=silent) for _ in range(2))
    assert (one.shape, one.dtype) == ((len(pieces), 16), np.float32)
    np.testing.assert_array_equal(one, other)
    found = np.array([sum(number in text for text in texts) for number in range(len(pieces))])
    idf = np.log(len(texts) / found[~silent])
    np.testing.assert_allclose(np.linalg.norm(one[~silent], axis=1), idf, rtol=1e-5)


# The token encoding.


def test_encoding_is_the_same_twice_and_ranks_bytes_first(tmp_path: Path) -> None:
    train_encoding(SENTENCES, tmp_path / "one")
    train_encoding(SENTENCES, tmp_path / "other")
    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()
    tokens = [base64.b64decode(line.split()[0]) for line in (tmp_path / "one").read_bytes().splitlines()]
    assert sorted(tokens[:256]) == [bytes([byte]) for byte in range(256)]
    assert len(set(tokens)) == len(tokens)


def test_encoding_gives_back_every_text_and_shortens_what_it_learnt(tmp_path: Path) -> None:
    train_encoding(SENTENCES, tmp_path / "encoding")
    learnt = encoding(tmp_path / "encoding")
    for text in [*SENTENCES, "学んだことのない鰯と🐟", "Wi-Fi 6E\n\t 1,200円", ""]:
        assert learnt.decode(learnt.encode(text)) == text
    assert len(learnt.encode(SENTENCES[0])) < len(SENTENCES[0])


@given(st.text())
def test_shipped_encoding_gives_back_every_text(text: str) -> None:
    assert shipped().decode(shipped().encode(text, disallowed_special=())) == text


@pytest.mark.parametrize("text", [*SENTENCES[:5], "", "Wi-Fi 6E\n 1,200円", "学んだことのない鰯と🐟", "<|endoftext|>"])
def test_count_tokens_counts_in_the_shipped_encoding(text: str) -> None:
    assert rag.tokens.count_tokens(text) == len(shipped().encode(text, disallowed_special=()))


def test_japanese_has_fewer_tokens_than_characters() -> None:
    text = "".join(SENTENCES)
    assert len(text) / 3 < rag.tokens.count_tokens(text) < len(text)


# The command.


def test_trained_folder_is_read_alike_by_both_readers(trained: Path) -> None:
    light, heavy = StaticEmbedder(trained / "embedder", name="light"), load_embedder(str(trained / "embedder"))
    assert light.dimension == heavy.dimension == DIMENSION
    np.testing.assert_allclose(light.embed_passages(SENTENCES), heavy.embed_passages(SENTENCES), atol=2e-3)
    np.testing.assert_allclose(np.linalg.norm(light.embed_passages(SENTENCES), axis=1), 1, atol=1e-6)


def test_trained_embedder_is_silent_on_digits_and_hiragana(trained: Path) -> None:
    light = StaticEmbedder(trained / "embedder", name="light")
    np.testing.assert_array_equal(light.embed_passages(["2024", "これはそれである。", "鰯"]), np.zeros((3, DIMENSION)))


def test_trained_encoding_gives_back_every_sentence(trained: Path) -> None:
    learnt = encoding(trained / "encoding")
    assert [learnt.decode(learnt.encode(sentence)) for sentence in SENTENCES] == SENTENCES


def test_trained_bridge_has_the_synonyms_and_translations_that_the_paper_uses(trained: Path) -> None:
    phrases = {line.partition("\t")[0] for line in (trained / "bridge").read_text("utf-8").splitlines()}
    # The sea is in no paragraph.
    assert {"radio communic", "post", "offic"} <= phrases
    assert not any("海:" in line for line in (trained / "bridge").read_text("utf-8").splitlines())


def test_training_writes_only_where_it_is_told_to(trained: Path) -> None:
    given = {"paper.txt", "sudachi-synonyms.txt", "enja-train.en", "enja-train.ja"}
    assert {file.name for file in trained.iterdir()} - given == {"embedder", "bridge", "readings", "encoding"}
