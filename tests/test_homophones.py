"""Homophones: what was typed in the wrong characters, in kana or in pieces is known by its sound."""

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import index.homophones
from index.homophones import FILE, LONGEST, SHORTEST, homophones
from index.train.readings import write_readings

# What a word counts that only sounds alike: a short one, and one of four letters or more.
SHORT, LONG = 0.5, 0.8
READINGS = """ミナト	港
トウダイ	灯台	東大
スマトフオン	スマートフォン
"""


@pytest.fixture(autouse=True)
def few(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A few readings in place of those that ship."""
    monkeypatch.setattr(index.homophones, "FILE", tmp_path / "readings.tsv")
    for name in ("_table", "_known"):
        monkeypatch.setattr(index.homophones, name, cache(getattr(index.homophones, name).__wrapped__))
    (tmp_path / "readings.tsv").write_text(READINGS, "utf-8")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("当代の高さ", [{"灯台": LONG, "東大": LONG}]),
        ("湊の船", [{"港": SHORT}]),
        ("すまーとふぉんの数", [{"スマートフォン": LONG}]),
        ("灯台の高さ", []),
        ("港の船", []),
        ("鯨の数", []),
        ("2024", []),
        ("", []),
    ],
)
def test_words_that_sound_alike_are_found_by_what_was_typed(text: str, found: list[dict[str, float]]) -> None:
    assert homophones(text) == found


def test_word_that_is_said_too_is_not_found_again() -> None:
    assert homophones("当代と灯台と東大") == []


@settings(deadline=None)
@given(st.text(max_size=40))
def test_any_text_sounds_like_words_with_weights(text: str) -> None:
    assert all(weight in (SHORT, LONG) for found in homophones(text) for weight in found.values())


def test_readings_are_written_with_their_words_most_frequent_first(tmp_path: Path) -> None:
    # 船 sounds too short, 岬 stands in too few texts, LAN is in Latin letters.
    frequency = {"東大": 5, "灯台": 9, "港": 7, "船": 9, "岬": 4, "lan": 9}
    write_readings(frequency, tmp_path / "written.tsv")
    assert (tmp_path / "written.tsv").read_text("utf-8") == "トウダイ\t灯台\t東大\nミナト\t港\n"


def test_shipped_readings_are_told_apart_and_of_the_length_that_is_looked_up() -> None:
    lines = [line.split("\t") for line in FILE.read_text("utf-8").splitlines()]
    readings = [reading for reading, *_ in lines]
    assert len(set(readings)) == len(readings) > 1000
    assert [reading for reading in readings if not SHORTEST <= len(reading) <= LONGEST] == []
    assert [line for line in lines if not all(line[1:])] == []
