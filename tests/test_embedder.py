"""Embedders: the light reader against sentence-transformers, and any other model by folder or name."""

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer, models, pre_tokenizers

from index.embedder import (
    BUNDLED,
    BUNDLED_FOLDER,
    Embedder,
    EmbedderError,
    StaticEmbedder,
    fingerprint,
    load_embedder,
)

SENTENCES = [
    "海底ケーブルの多くは太平洋の側にある。",
    "スマートフォンで動画を見る人が増えた。",
    "ＡＩ（人工知能）を使う会社は、2024年に 1,200 社であった。",
    "Wi-Fi and 5G",
    "はい",
]
# The bundled vectors are half precision: eleven bits, so about three digits.
HALF = 1e-3


@pytest.fixture(scope="module", params=[BUNDLED, str(BUNDLED_FOLDER)], ids=["light", "heavy"])
def bundled(request: pytest.FixtureRequest) -> Embedder:
    """The bundled model, read without sentence-transformers and with it."""
    return load_embedder(request.param)


@pytest.fixture(scope="module")
def two_words(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sentence-transformers folder that knows 電話 as (1, 0), 放送 as (0, 1) and 料金 as (3, 4)."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding

    vocabulary = {"[UNK]": 0, "電話": 1, "放送": 2, "料金": 3}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    vectors = np.array([[0, 0], [1, 0], [0, 1], [3, 4]], np.float32)
    folder = tmp_path_factory.mktemp("models") / "two-words"
    modules = [StaticEmbedding(tokenizer, embedding_weights=vectors), Normalize()]
    SentenceTransformer(modules=modules, device="cpu").save(str(folder), create_model_card=False)
    return folder


def test_light_reader_equals_sentence_transformers() -> None:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(BUNDLED_FOLDER), device="cpu", local_files_only=True)
    # Without はい: sentence-transformers divides by the length of its zero row.
    spoken = SENTENCES[:-1]
    np.testing.assert_allclose(load_embedder(BUNDLED).embed_passages(spoken), model.encode(spoken), atol=HALF)


def test_bundled_embedder_says_its_name_and_dimension() -> None:
    embedder = load_embedder(BUNDLED)
    assert (embedder.name, embedder.dimension) == ("bundled", 128)


def test_bundled_embedder_has_at_most_8_megabytes() -> None:
    assert sum(file.stat().st_size for file in BUNDLED_FOLDER.rglob("*") if file.is_file()) <= 8_000_000


def test_rows_have_length_one_or_are_zero(bundled: Embedder) -> None:
    rows = bundled.embed_passages(SENTENCES)
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), [1, 1, 1, 1, 0], atol=1e-6)


def test_query_and_passage_have_the_same_vector(bundled: Embedder) -> None:
    rows = np.stack([bundled.embed_query(sentence) for sentence in SENTENCES])
    np.testing.assert_allclose(bundled.embed_passages(SENTENCES), rows, atol=1e-6)


def test_full_width_and_half_width_have_the_same_vector() -> None:
    one, other = load_embedder(BUNDLED).embed_passages(["ＡＩとﾈｯﾄﾜｰｸ", "aiとネットワーク"])
    assert one.tolist() == other.tolist()
    assert np.linalg.norm(one) == pytest.approx(1)


@pytest.mark.parametrize("text", ["", " \n", "2024", "1,200 3.5%", "２０２４", "。、", "です"])
def test_text_without_a_word_of_a_subject_has_a_zero_row(text: str) -> None:
    embedder = load_embedder(BUNDLED)
    zeros = np.zeros(128, np.float32)
    np.testing.assert_array_equal(embedder.embed_query(text), zeros)
    np.testing.assert_array_equal(embedder.embed_passages([text]), zeros[None, :])


def test_no_texts_give_no_rows(bundled: Embedder) -> None:
    rows = bundled.embed_passages([])
    assert (rows.shape, rows.dtype) == ((0, 128), np.float32)


def test_tokens_of_two_sentences_add_up(bundled: Embedder) -> None:
    count = bundled.count_tokens
    assert count("") == 0
    assert count("海底ケーブル。郵便局。") == count("海底ケーブル。") + count("郵便局。")


def test_tokens_are_counted_alike_by_both_readers(bundled: Embedder) -> None:
    light = load_embedder(BUNDLED)
    assert [bundled.count_tokens(text) for text in SENTENCES] == [light.count_tokens(text) for text in SENTENCES]


def test_fingerprint_is_that_of_the_vectors_not_of_the_name(bundled: Embedder, tmp_path: Path) -> None:
    from safetensors.numpy import load_file, save_file

    shutil.copytree(BUNDLED_FOLDER, tmp_path, dirs_exist_ok=True)
    vectors = load_file(tmp_path / "model.safetensors")["embedding.weight"]
    assert fingerprint(StaticEmbedder(tmp_path, name="copy")) == fingerprint(bundled)
    save_file({"embedding.weight": vectors[:, ::-1].copy()}, tmp_path / "model.safetensors")
    assert fingerprint(StaticEmbedder(tmp_path, name=bundled.name)) != fingerprint(bundled)


def test_any_sentence_transformers_folder_is_an_embedder(two_words: Path) -> None:
    embedder = load_embedder(str(two_words))
    assert (embedder.name, embedder.dimension) == (str(two_words), 2)
    # (1, 0) + (0, 1) made length one; (3, 4) / 5; (1 + 3, 0 + 4) made length one; an unknown word.
    half = 0.5**0.5
    rows = embedder.embed_passages(["電話 放送", "料金", "電話 料金", "郵便"])
    np.testing.assert_allclose(rows, [[half, half], [0.6, 0.8], [half, half], [0, 0]], atol=1e-6)
    np.testing.assert_allclose(embedder.embed_query("料金"), [0.6, 0.8], atol=1e-6)


def test_light_reader_reads_any_static_folder(two_words: Path) -> None:
    embedder = StaticEmbedder(two_words, name="two words")
    assert (embedder.name, embedder.dimension) == ("two words", 2)
    np.testing.assert_allclose(embedder.embed_passages(["電話", "料金"]), [[1, 0], [0.6, 0.8]], atol=1e-6)
    assert embedder.count_tokens("電話 料金 郵便") == 3


@pytest.mark.parametrize("name", ["no-such-maker/no-such-model", "/no/such/folder", ""])
def test_unknown_model_is_one_sentence_with_its_name(name: str) -> None:
    with pytest.raises(EmbedderError) as caught:
        load_embedder(name)
    sentence = str(caught.value)
    assert sentence.startswith(f"埋め込みモデル {name!r} を読み込めません（")
    assert sentence.endswith("）。フォルダーか、すでに手元にあるモデルの名前を指定してください。")
    assert "\n" not in sentence


@pytest.mark.parametrize("file", ["modules.json", "model.safetensors", "tokenizer.json"])
def test_damaged_model_folder_is_one_sentence_with_its_name(two_words: Path, tmp_path: Path, file: str) -> None:
    folder = tmp_path / "damaged"
    shutil.copytree(two_words, folder)
    damaged = next(folder.rglob(file))
    damaged.write_bytes(damaged.read_bytes()[:20])
    with pytest.raises(EmbedderError) as caught:
        load_embedder(str(folder))
    assert str(caught.value).startswith(f"埋め込みモデル {str(folder)!r} を読み込めません（")


def test_missing_static_folder_is_a_sentence_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(EmbedderError, match=f"^埋め込みモデル {tmp_path / 'none'} を読めません（.+）。$"):
        StaticEmbedder(tmp_path / "none", name="none")


@pytest.mark.parametrize("file", ["tokenizer.json", "model.safetensors"])
@pytest.mark.parametrize("damage", [Path.unlink, lambda file: file.write_bytes(file.read_bytes()[:100])])
def test_damaged_static_folder_is_a_sentence_with_its_place(
    tmp_path: Path, file: str, damage: Callable[[Path], object]
) -> None:
    folder = tmp_path / "damaged"
    shutil.copytree(BUNDLED_FOLDER, folder)
    damage(folder / file)
    with pytest.raises(EmbedderError, match=f"^埋め込みモデル {folder} を読めません（"):
        StaticEmbedder(folder, name="damaged")


def test_static_folder_without_its_vectors_is_a_sentence_with_its_place(tmp_path: Path) -> None:
    from safetensors.numpy import save_file

    shutil.copy(BUNDLED_FOLDER / "tokenizer.json", tmp_path)
    save_file({"something": np.zeros((2, 2), np.float32)}, tmp_path / "model.safetensors")
    with pytest.raises(EmbedderError, match=f"^埋め込みモデル {tmp_path} を読めません（"):
        StaticEmbedder(tmp_path, name="other")
