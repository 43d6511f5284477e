"""Meanings: near words are near, names have none, and what was written is read again."""

from pathlib import Path

import numpy as np
import pytest

from index import meanings
from index.meanings import key_of, nearest, vectors_of
from index.train.meanings import write_meanings


@pytest.mark.parametrize(
    ("word", "near", "far"), [("年寄り", "高齢者", "放送"), ("値段", "料金", "職員"), ("会社", "企業", "地震")]
)
def test_words_of_like_meaning_are_nearer_than_others(word: str, near: str, far: str) -> None:
    one = vectors_of([word])
    assert nearest([one], vectors_of([near])) > nearest([one], vectors_of([far])) + 0.2


@pytest.mark.parametrize("word", ["東京", "ソフトバンク", "たぬぽこ", "", "2024"])
def test_names_and_unknown_words_have_no_vector(word: str) -> None:
    assert vectors_of([word]).shape == (0, 96)
    groups = [vectors_of(of) for of in (["企業"], [word], ["会社", "企業"])]
    assert nearest(groups, vectors_of(["会社"])).round(1).tolist() == pytest.approx([0.8, 0.0, 1.0], abs=0.15)
    assert nearest(groups, vectors_of([word])).tolist() == [0.0, 0.0, 0.0]


def test_vectors_have_length_one() -> None:
    np.testing.assert_allclose(np.linalg.norm(vectors_of(["会社", "電話"]), axis=1), 1.0, atol=0.02)


def test_key_is_the_same_from_run_to_run() -> None:
    assert key_of("電話") == 6183251015771146966
    assert key_of("電話") != key_of("電波")


def test_what_is_written_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = np.eye(4, dtype=np.float32)
    file = tmp_path / "meanings.safetensors"
    write_meanings({"電話": 0, "会社": 1, "東京": 2, "電話会社": 3, "12": 3}, rows, file, dimension=3)
    monkeypatch.setattr(meanings, "FILE", file)
    meanings._table.cache_clear()
    meanings._row.cache_clear()
    found, unit = vectors_of(["電話", "会社"]), vectors_of(["電話"])
    names = vectors_of(["東京"])
    monkeypatch.undo()
    meanings._table.cache_clear()
    meanings._row.cache_clear()
    assert found.shape == (2, 3)
    # Of four orthogonal vectors the mean is taken off: their cosines are −1/3, in any three of the dimensions.
    assert nearest([found[:1]], found[1:])[0] == pytest.approx(-1 / 3, abs=0.02)
    assert nearest([unit], found)[0] == pytest.approx(1.0, abs=0.02)
    assert len(names) == 0
