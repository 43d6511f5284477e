"""The bridge: English phrases, however they are inflected, in Japanese; the longest known phrase first."""

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import index.bridge
from index.bridge import FILE, LONGEST_PHRASE, bridged, is_english, stems_of

TABLE = """harbour	港:1.00
ferri	渡し船:1.00	船:0.60
ferri timet	時刻表:1.00
night ferri timet	夜行:1.00	時刻表:0.80
5g	5:1.00	g:0.63
"""
FERRY = {"渡し船": 1.0, "船": 0.6}


@pytest.fixture
def few(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bridge of a few words in place of the one that ships."""
    monkeypatch.setattr(index.bridge, "FILE", tmp_path / "bridge.tsv")
    monkeypatch.setattr(index.bridge, "_table", cache(index.bridge._table.__wrapped__))
    (tmp_path / "bridge.tsv").write_text(TABLE, "utf-8")


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ferry", [FERRY]),
        ("The Ferries of the HARBOUR?", [FERRY, {"港": 1.0}]),
        ("ferry timetables", [{"時刻表": 1.0}]),
        ("the night ferry timetable", [{"夜行": 1.0, "時刻表": 0.8}]),
        ("ferry night timetable", [FERRY]),
        ("ferries and how many of them", [FERRY]),
        ("港のferry", [FERRY]),
        ("5G", [{"5": 1.0, "g": 0.63}]),
        ("lighthouse", []),
        ("how many are there", []),
        ("渡し船の数", []),
        ("", []),
    ],
)
def test_longest_known_phrases_are_found_in_japanese(text: str, found: list[dict[str, float]]) -> None:
    assert bridged(text) == found


@pytest.mark.usefixtures("few")
def test_words_that_say_nothing_do_not_part_a_phrase() -> None:
    assert bridged("the timetable of the ferry") == [FERRY]
    assert bridged("ferry and its timetable") == [{"時刻表": 1.0}]


@pytest.mark.parametrize(
    ("text", "stems"),
    [
        ("How many ferries are running?", ["ferri", "run"]),
        ("5G and 60s, 2024, 8K", ["5g", "60s", "8k"]),
        ("3D-printing Wi-Fi", ["3d", "print", "wi-fi"]),
        ("渡し船", []),
    ],
)
def test_stems_are_those_of_words_that_say_something(text: str, stems: list[str]) -> None:
    assert stems_of(text) == stems


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("ferries in 2024", True),
        ("5G", True),
        ("渡し船 ferry", False),
        ("ひらがな", False),
        ("2024", False),
        ("", False),
    ],
)
def test_text_in_latin_letters_alone_is_english(text: str, english: bool) -> None:
    assert is_english(text) == english


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_bridged_to_words_with_weights(text: str) -> None:
    assert all(word and 0 < weight <= 1 for known in bridged(text) for word, weight in known.items())


def test_shipped_bridge_has_each_phrase_once_as_stems_that_can_be_looked_up() -> None:
    phrases = [line.partition("\t")[0] for line in FILE.read_text("utf-8").splitlines()]
    assert len(set(phrases)) == len(phrases) > 1000
    assert [phrase for phrase in phrases if not 1 <= len(phrase.split()) <= LONGEST_PHRASE] == []


def test_best_word_of_every_shipped_phrase_counts_1() -> None:
    weights = [
        [float(entry.rpartition(":")[2]) for entry in line.split("\t")[1:]]
        for line in FILE.read_text("utf-8").splitlines()
    ]
    assert [found for found in weights if found[0] != 1.0 or min(found) <= 0 or found != sorted(found)[::-1]] == []
