"""A CrossEncoder by name: a real one, with random weights, ranks what our own search found."""

from dataclasses import replace
from pathlib import Path

import pytest

from index.crossencoder import CrossEncoderRetriever
from index.embedder import EmbedderError
from index.search import FusedRetriever
from rag.pipeline import Assistant, find, open_index
from rag.settings import Settings

QUESTION = "2024年のスマートフォンのインターネット利用率は？"


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A CrossEncoder of a few thousand random weights, as a folder."""
    import torch
    from sentence_transformers import CrossEncoder
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

    folder = tmp_path_factory.mktemp("crossencoder")
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *"スマートフォン利用率電話郵便局数AI年億円"]
    (folder / "vocab.txt").write_text("\n".join(dict.fromkeys(words)), "utf-8")
    torch.manual_seed(3)
    size = {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 16}
    config = BertConfig(vocab_size=len(dict.fromkeys(words)), num_labels=1, max_position_embeddings=128, **size)
    BertForSequenceClassification(config).save_pretrained(folder)
    BertTokenizerFast(vocab_file=str(folder / "vocab.txt"), model_max_length=128).save_pretrained(folder)
    assert CrossEncoder(str(folder), device="cpu")
    return folder


def test_passages_come_in_the_models_order(digest_settings: Settings, digest_assistant: Assistant, model: Path) -> None:
    fused = FusedRetriever(open_index(digest_settings))
    ranked = CrossEncoderRetriever(fused, str(model))
    found = ranked.search(QUESTION, 5)
    candidates = fused.search(QUESTION, 30)
    scores = dict(zip(candidates, ranked._scores(QUESTION, candidates), strict=True))
    expected = sorted(candidates, key=lambda passage: -scores[passage])[:5]
    assert found == [replace(passage, rank=rank) for rank, passage in enumerate(expected, 1)]


def test_settings_name_the_model(digest_settings: Settings, digest_assistant: Assistant, model: Path) -> None:
    named = digest_settings.model_copy(update={"reranker": str(model)})
    expected = CrossEncoderRetriever(FusedRetriever(open_index(digest_settings)), str(model)).search(QUESTION, 5)
    assert find(named, QUESTION, 5) == expected


def test_model_that_is_not_there_is_one_sentence(digest_settings: Settings, digest_assistant: Assistant) -> None:
    with pytest.raises(EmbedderError, match="並べ替えのモデル 'nowhere/nothing' を読み込めません"):
        CrossEncoderRetriever(FusedRetriever(open_index(digest_settings)), "nowhere/nothing")
