"""Filters: editions, parts, chapters and kinds by any of their names; one sentence for what is not there."""

from pathlib import Path

import numpy as np
import pytest

from index.build import build_index
from index.embedder import BUNDLED, load_embedder
from index.filters import EVERYTHING, Filter, mask
from index.folder import IndexHome, OpenIndex
from index.search import FusedRetriever
from ingest.documents import Document, DocumentKind
from ingest.errors import InputError
from ingest.sources import Source

NEWEST = """第Ⅰ部　暮らし

第1章　暮らしの通信

第1節　電話

電話の数は二千台である。
図表Ⅰ-1-1-1　電話の数の移り変わり

第Ⅱ部　町の仕組み

第1章　町の電話

第1節　電話の仕組み

電話の線は谷を通る。

第2章　町の郵便

第1節　電話と郵便

郵便局は電話でも受け付ける。
"""
OLDER = """第1部　電話の広がり

第1章　電話の台数

第1節　数

電話の数は千五百台である。

第2部　電話の線

第2章　線の長さ

第1節　長さ

電話の線は十里である。
"""
LEAFLET = "電話がつながらないときは、伝言板を使う。\n"

ON_THE_PHONE = "電話の数は二千台である。"
CAPTION = "図表Ⅰ-1-1-1　電話の数の移り変わり"
LINES, POST = "電話の線は谷を通る。", "郵便局は電話でも受け付ける。"
OLD_NUMBER, OLD_LINES = "電話の数は千五百台である。", "電話の線は十里である。"
LEAFLETS = LEAFLET.strip()


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> OpenIndex:
    home = IndexHome(tmp_path_factory.mktemp("home"))
    white = DocumentKind.WHITE_PAPER
    sources = [
        Source(Document("r07", "令和7年版白書", "令和7年版", 2025, white), NEWEST),
        Source(Document("h30", "平成30年版白書", "平成30年版", 2018, white), OLDER),
        Source(Document("leaflet", "ちらし", None, None, DocumentKind.TEXT), LEAFLET),
    ]
    build_index(home, "town", sources, load_embedder(BUNDLED))
    return home.open("town")


def kept(index: OpenIndex, filter: Filter) -> set[str]:
    """The texts that a filter keeps."""
    places = np.flatnonzero(mask(filter, index.records, index.documents))
    return {index.records.chunk(int(place)).text for place in places}


def said(index: OpenIndex, filter: Filter) -> str:
    """What a filter that keeps nothing says."""
    with pytest.raises(InputError) as caught:
        mask(filter, index.records, index.documents)
    return str(caught.value)


def test_no_filter_keeps_everything(index: OpenIndex) -> None:
    everything = {ON_THE_PHONE, CAPTION, LINES, POST, OLD_NUMBER, OLD_LINES, LEAFLETS}
    assert kept(index, EVERYTHING) == everything


@pytest.mark.parametrize("given", ["h30", "平成30年版", "平成30年", "2018", "２０１８年版", "Ｈ30"])
def test_edition_goes_by_any_of_its_names(index: OpenIndex, given: str) -> None:
    assert kept(index, Filter(editions=(given,))) == {OLD_NUMBER, OLD_LINES}


def test_document_without_an_edition_goes_by_its_id(index: OpenIndex) -> None:
    assert kept(index, Filter(editions=("leaflet",))) == {LEAFLETS}


def test_each_of_several_editions_is_kept(index: OpenIndex) -> None:
    assert kept(index, Filter(editions=("2018", "leaflet"))) == {OLD_NUMBER, OLD_LINES, LEAFLETS}


@pytest.mark.parametrize("given", ["第Ⅱ部", "Ⅱ", "II", "2", "２", "第2部", "第二部", "二"])
def test_part_is_the_same_in_roman_arabic_and_kanji(index: OpenIndex, given: str) -> None:
    assert kept(index, Filter(part=given)) == {LINES, POST, OLD_LINES}


@pytest.mark.parametrize("given", ["第1章", "1", "１章", "第一章"])
def test_chapter_is_kept_in_each_part(index: OpenIndex, given: str) -> None:
    assert kept(index, Filter(chapter=given)) == {ON_THE_PHONE, CAPTION, LINES, OLD_NUMBER}


@pytest.mark.parametrize("given", ["図", "figure", "FIGURE", "図表"])
def test_kind_goes_by_its_name_in_either_language(index: OpenIndex, given: str) -> None:
    assert kept(index, Filter(kind=given)) == {CAPTION}


def test_filters_together_keep_what_each_keeps(index: OpenIndex) -> None:
    assert kept(index, Filter(editions=("r7",), part="2", chapter="2", kind="本文")) == {POST}
    assert kept(index, Filter(editions=("r7",), part="1", kind="本文")) == {ON_THE_PHONE}


@pytest.mark.parametrize(
    ("filter", "expected"),
    [
        (Filter(editions=("令和99年版",)), "令和99年版 という版はありません。指定できるのは r07、h30、leaflet です。"),
        (Filter(editions=("r07", "r06")), "r06 という版はありません。指定できるのは r07、h30、leaflet です。"),
        (Filter(editions=("",)), " という版はありません。指定できるのは r07、h30、leaflet です。"),
        (Filter(part="第5部"), "第5部 という部はありません。指定できるのは 第1部、第2部 です。"),
        (Filter(part="付録"), "付録 という部はありません。指定できるのは 第1部、第2部 です。"),
        (Filter(part=""), " という部はありません。指定できるのは 第1部、第2部 です。"),
        (Filter(("leaflet",), part="1"), "1 という部はありません。選んだ範囲に部はありません。"),
        (Filter(part="1", chapter="2"), "2 という章はありません。指定できるのは 第1章 です。"),
        (Filter(chapter="序章"), "序章 という章はありません。指定できるのは 第1章、第2章 です。"),
        (Filter(("h30",), kind="図"), "選んだ範囲に図はありません。"),
        (
            Filter(kind="写真"),
            "写真 という種類はありません。"
            "指定できるのは 本文、図、表、図表、脚注、注、body、figure、table、footnote です。",
        ),
    ],
)
def test_what_keeps_nothing_is_one_sentence(index: OpenIndex, filter: Filter, expected: str) -> None:
    assert said(index, filter) == expected


def test_introductory_chapter_goes_by_its_name(tmp_path: Path) -> None:
    text = "序章　はじめに\n\n第1節　前\n\n電話の前には狼煙があった。\n\n第1章　電話\n\n第1節　数\n\n電話は二台ある。\n"
    home = IndexHome(tmp_path)
    source = Source(Document("r03", "白書", "令和3年版", 2021, DocumentKind.WHITE_PAPER), text)
    build_index(home, "town", [source], load_embedder(BUNDLED))
    index = home.open("town")
    assert [kept(index, Filter(chapter=given)) for given in ("序章", "序", "1")] == [
        {"電話の前には狼煙があった。"},
        {"電話の前には狼煙があった。"},
        {"電話は二台ある。"},
    ]


# Searching within a filter.


def found(index: OpenIndex, question: str, filter: Filter) -> set[str]:
    return {passage.chunk.text for passage in FusedRetriever(index, within=filter).search(question, 20)}


@pytest.mark.parametrize(
    "filter",
    [
        EVERYTHING,
        Filter(("h30",)),
        Filter(part="Ⅱ"),
        Filter(chapter="1"),
        Filter(kind="図表"),
        Filter(("r7",), "2", "2"),
    ],
)
def test_search_finds_only_what_the_filter_keeps(index: OpenIndex, filter: Filter) -> None:
    # Every text has the word.
    assert found(index, "電話", filter) == kept(index, filter)


def test_only_is_short_for_one_edition(index: OpenIndex) -> None:
    only = FusedRetriever(index, only="平成30年版").search("電話の数", 20)
    assert only == FusedRetriever(index, within=Filter(("h30",))).search("電話の数", 20)
    both = FusedRetriever(index, only="h30", within=Filter(("r07",), part="2")).search("電話の数", 20)
    assert {passage.chunk.text for passage in both} == {OLD_LINES}


def test_filtered_search_keeps_the_order_of_the_whole(index: OpenIndex) -> None:
    whole = [p.chunk.text for p in FusedRetriever(index).search("電話の線", 20)]
    within = [p.chunk.text for p in FusedRetriever(index, within=Filter(part="2")).search("電話の線", 20)]
    assert within == [text for text in whole if text in within]
