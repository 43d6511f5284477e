"""Training of the bridge: where its words come from, and what each of them counts."""

from collections.abc import Iterable, Mapping
from functools import cache
from math import log1p
from pathlib import Path

import pytest

import index.bridge
from index.bridge import bridged
from index.train.bridge import Table, bridge_table, write_bridge

# In how many texts each word stands.
FREQUENCY = {"灯台": 3, "岬": 7, "港": 1, "船": 15, "海": 1}


def table(
    folder: Path,
    *,
    glossary: Iterable[str] = (),
    synonyms: Iterable[str] = (),
    translations: Iterable[tuple[str, str]] = (),
    texts: Iterable[str] = (),
    frequency: Mapping[str, int] = FREQUENCY,
) -> Table:
    english, japanese = zip(*translations, strict=True) if translations else ((), ())
    sources = {"glossary": glossary, "synonyms": synonyms, "english": english, "japanese": japanese}
    for name, lines in sources.items():
        (folder / name).write_text("".join(f"{line}\n" for line in lines), "utf-8")
    return bridge_table(*(folder / name for name in sources), texts, frequency)


def form(group: int, word: str, flag: int = 0) -> str:
    """A line of SudachiDict's synonyms."""
    return f"{group:06},1,{flag},1,0,0,0,(),{word},0,0"


def test_next_term_of_the_glossary_counts_less_and_a_frequent_one_more(tmp_path: Path) -> None:
    # 岬: 0.6 × log(1 + 7) / log(1 + 3) = 0.6 × 3 / 2
    expected = {"lighthous": {"灯台": 1.0, "岬": pytest.approx(0.9)}}
    assert table(tmp_path, glossary=["lighthouses\t灯台|岬"]) == expected


def test_phrase_is_kept_as_its_stems_without_words_that_say_nothing(tmp_path: Path) -> None:
    assert table(tmp_path, glossary=["the keepers of lighthouses\t灯台", "of the\t岬"]) == {
        "keeper lighthous": {"灯台": 1.0}
    }


def test_word_that_the_papers_do_not_use_is_left_out(tmp_path: Path) -> None:
    assert table(tmp_path, glossary=["lighthouse\t灯台|宇宙船", "spaceship\t宇宙船"]) == {"lighthous": {"灯台": 1.0}}


def test_synonyms_of_a_group_count_by_their_rank(tmp_path: Path) -> None:
    group = [form(7, "ship"), form(7, "船"), form(7, "灯台"), form(8, "cape"), form(8, "岬", flag=2), form(9, "港")]
    # 灯台 is the second: log(1 + 3) / 2 beside log(1 + 15), 2 / 4 / 2. 岬 is marked as not to be used.
    assert table(tmp_path, synonyms=group) == {"ship": {"船": 1.0, "灯台": pytest.approx(0.25)}}


def test_english_that_the_papers_explain_a_term_with_is_its_translation(tmp_path: Path) -> None:
    texts = ["島の灯台（LH：Light House）は高い。", "船（Ship）は速い。", "灯台（Tower of Light and Sea）もある。"]
    # A single English word may be anything.
    assert table(tmp_path, texts=texts) == {"light hous": {"灯台": 1.0}, "tower light sea": {"灯台": 1.0}}


def test_translations_are_learned_from_sentences_in_both_languages(tmp_path: Path) -> None:
    pairs = (
        [("a lighthouse", "灯台")] * 3 + [("lighthouse by the harbour", "港 の 灯台")] * 3 + [("rare cape", "岬")] * 2
    )
    found = table(tmp_path, translations=pairs)
    assert set(found) == {"lighthous", "harbour"}
    assert found["lighthous"] == {"灯台": 1.0}
    assert max(found["harbour"], key=found["harbour"].__getitem__) == "港"


def test_five_words_are_the_most_and_small_weights_are_left_out(tmp_path: Path) -> None:
    # 0.6 to the power of 4 is 0.13; 0.6 ** 3 is 0.22.
    even = dict.fromkeys(FREQUENCY, 1)
    found = table(tmp_path, glossary=["sea\t灯台|岬|港|船|海"], frequency=even)
    assert found == {"sea": pytest.approx({"灯台": 1, "岬": 0.6, "港": 0.36, "船": 0.216})}


def test_sources_add_up(tmp_path: Path) -> None:
    found = table(tmp_path, glossary=["ship\t港"], synonyms=[form(7, "ship"), form(7, "船")])
    assert found == {"ship": pytest.approx({"港": 1.0, "船": log1p(15) / (6 * log1p(1))})}


def test_written_table_is_what_questions_are_bridged_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_bridge({"lighthous": {"灯台": 1.0, "岬": 0.456}, "keeper lighthous": {"船": 1.0}}, tmp_path / "bridge.tsv")
    monkeypatch.setattr(index.bridge, "FILE", tmp_path / "bridge.tsv")
    monkeypatch.setattr(index.bridge, "_table", cache(index.bridge._table.__wrapped__))
    assert bridged("Lighthouses and keepers of lighthouses") == [{"灯台": 1.0, "岬": 0.46}, {"船": 1.0}]


def test_nothing_to_learn_from_is_an_empty_table(tmp_path: Path) -> None:
    assert table(tmp_path) == {}
    write_bridge({}, tmp_path / "bridge.tsv")
    assert (tmp_path / "bridge.tsv").read_text("utf-8") == ""


def test_same_sources_give_the_same_table(tmp_path: Path) -> None:
    pairs = [("a lighthouse", "灯台"), ("the sea by a lighthouse", "海 灯台"), ("sea and lighthouse", "灯台 の 海")] * 3
    one, other = (table(tmp_path, glossary=["sea\t海"], translations=pairs) for _ in range(2))
    assert list(one.items()) == list(other.items())
