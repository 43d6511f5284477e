"""Building: what it reports, when it keeps the old index, and that a failure loses nothing."""

import json
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import pytest

from index.build import Report, build_index
from index.embedder import BUNDLED, BUNDLED_FOLDER, fingerprint, load_embedder
from index.encoder import DIGEST
from index.folder import FORMAT, IndexHome, OpenIndex
from index.pieces import piece_digest
from index.search import SignalRetriever
from ingest.documents import Document, DocumentKind
from ingest.sources import Source
from tests.fakes import WordEmbedder

T = TypeVar("T")

PAPER = Source(
    Document("r07", "令和7年版白書", "令和7年版", 2025, DocumentKind.WHITE_PAPER),
    "第1章　暮らしの通信\n\n1　携帯電話\n\n携帯電話の契約数は二千件である。\nhttps://example.jp/phones\n"
    "図表1-1-1　契約数の移り変わり\n\n2　郵便\n\n郵便局では、小包を出す人が多い。\n",
)
LEAFLET = Source(
    Document("leaflet", "ちらし", None, None, DocumentKind.TEXT),
    "台風のときは、ラジオで避難所を知らせる。\nhttps://example.jp/storms\n",
)
# Chapter, two items, and the leaflet; their three texts and a figure.
REPORT = Report(
    documents=2,
    sections=4,
    chunks=4,
    figures=1,
    tables=0,
    footnotes=0,
    untied_footnotes=0,
    dropped={"address or markup": 2},
    changed=True,
    read_anew=2,
)
UNCHANGED = replace(REPORT, changed=False, read_anew=0)
STEPS = ["文書", "埋め込み"]


@pytest.fixture
def home(tmp_path: Path) -> IndexHome:
    return IndexHome(tmp_path)


def build(home: IndexHome, *sources: Source, **options: Any) -> Report:
    return build_index(home, "town", sources, load_embedder(BUNDLED), **options)


def texts(index: OpenIndex) -> list[str]:
    return [index.records.chunk(place).text for place in range(len(index.records))]


def files(tmp_path: Path) -> dict[str, tuple[bytes, int]]:
    """Everything in the home but the lock, with when it was written."""
    found = (file for file in tmp_path.rglob("*") if file.is_file() and file.suffix != ".lock")
    return {str(file): (file.read_bytes(), file.stat().st_mtime_ns) for file in found}


def generations(tmp_path: Path) -> list[str]:
    return [folder.name for folder in (tmp_path / "indexes").iterdir() if folder.is_dir()]


def test_report_counts_what_was_built(home: IndexHome) -> None:
    assert build(home, PAPER, LEAFLET) == REPORT


def test_document_without_content_is_counted_and_the_others_are_built(home: IndexHome) -> None:
    links = Source(Document("links", "行き先", None, None, DocumentKind.TEXT), "https://example.jp/links\n")
    expected = replace(REPORT, documents=3, dropped={"address or markup": 3}, read_anew=3)
    assert build(home, links, PAPER, LEAFLET) == expected


def test_any_model_folder_builds_an_index(home: IndexHome) -> None:
    assert build_index(home, "town", [PAPER, LEAFLET], load_embedder(str(BUNDLED_FOLDER))) == REPORT


def test_manifest_says_what_the_index_was_built_with(home: IndexHome, tmp_path: Path) -> None:
    build(home, PAPER, LEAFLET, max_tokens=50)
    manifest = home.manifest("town")
    assert generations(tmp_path) == [f"town-{manifest['digest'][:12]}"]
    assert manifest == {
        "format": FORMAT,
        "digest": manifest["digest"],
        "embedder": {"name": "bundled", "dimension": 128, "fingerprint": fingerprint(load_embedder(BUNDLED))},
        "encoder": DIGEST,
        "dense": "flat",
        "chunking": {"max_tokens": 50},
        "counts": {
            "documents": 2,
            "sections": 4,
            "chunks": 4,
            "figures": 1,
            "tables": 0,
            "footnotes": 0,
            "untied_footnotes": 0,
        },
        "dropped": {"address or markup": 2},
        "pieces": [
            piece_digest(PAPER, load_embedder(BUNDLED), 50, encoded=True),
            piece_digest(LEAFLET, load_embedder(BUNDLED), 50),
        ],
        "documents": [
            {
                "id": "r07",
                "title": "令和7年版白書",
                "edition": "令和7年版",
                "year": 2025,
                "kind": "white-paper",
                "publisher": None,
                "part": None,
                "chapter": None,
                "section": None,
            },
            {
                "id": "leaflet",
                "title": "ちらし",
                "edition": None,
                "year": None,
                "kind": "text",
                "publisher": None,
                "part": None,
                "chapter": None,
                "section": None,
            },
        ],
    }


def test_progress_is_told_every_step_and_how_long_it_is(home: IndexHome) -> None:
    told: list[tuple[str, int]] = []

    def note(what: str, items: Iterable[T], total: int) -> Iterable[T]:
        told.append((what, total))
        return items

    build(home, PAPER, LEAFLET, progress=note)
    assert told == [("文書", 2), ("埋め込み", 1), ("文の読み込み", 3), ("埋め込み", 1)]


def test_unchanged_sources_leave_the_index_as_it_is(home: IndexHome, tmp_path: Path) -> None:
    build(home, PAPER, LEAFLET)
    before = files(tmp_path)
    assert build(home, PAPER, LEAFLET) == UNCHANGED
    assert files(tmp_path) == before


@pytest.mark.parametrize(
    "changed",
    [
        replace(PAPER, text=PAPER.text.replace("二千", "三千")),
        replace(PAPER, document=replace(PAPER.document, year=2024)),
        replace(PAPER, addresses=("https://example.jp/r07/n1100000.txt",)),
    ],
    ids=["text", "document", "addresses"],
)
def test_changed_source_swaps_in_a_new_generation(home: IndexHome, tmp_path: Path, changed: Source) -> None:
    build(home, PAPER, LEAFLET)
    old = generations(tmp_path)
    assert build(home, changed, LEAFLET) == replace(REPORT, read_anew=1)
    new = generations(tmp_path)
    assert len(old) == len(new) == 1
    assert old != new
    assert home.open("town").documents == (changed.document, LEAFLET.document)
    assert texts(home.open("town"))[0] == changed.text.splitlines()[4]


def test_other_settings_build_a_new_index(home: IndexHome) -> None:
    build(home, PAPER)
    assert build(home, PAPER, max_tokens=50).changed
    assert not build(home, PAPER, max_tokens=50).changed
    assert build_index(home, "town", [PAPER], WordEmbedder(), max_tokens=50).changed
    assert build(home, PAPER, max_tokens=50).changed


def test_embedder_that_changed_under_its_name_builds_a_new_index(home: IndexHome) -> None:
    build_index(home, "town", [PAPER], WordEmbedder(name=BUNDLED))
    assert build(home, PAPER).changed
    assert not build(home, PAPER).changed


@pytest.mark.parametrize("part", ["format", "digest", "embedder", "counts", "documents"])
def test_index_whose_manifest_lost_a_part_is_built_anew(home: IndexHome, tmp_path: Path, part: str) -> None:
    build(home, PAPER, LEAFLET)
    file = tmp_path / "indexes" / generations(tmp_path)[0] / "manifest.json"
    whole = json.loads(file.read_text("utf-8"))
    file.write_text(json.dumps({name: value for name, value in whole.items() if name != part}), "utf-8")
    assert build(home, PAPER, LEAFLET) == replace(REPORT, read_anew=0)
    assert home.manifest("town") == whole


def test_damaged_index_is_built_anew_from_the_same_sources(home: IndexHome, tmp_path: Path) -> None:
    build(home, PAPER, LEAFLET)
    before = texts(home.open("town"))
    (tmp_path / "indexes" / generations(tmp_path)[0] / "dense.faiss").write_bytes(b"")
    assert build(home, PAPER, LEAFLET) == replace(REPORT, read_anew=0)
    assert texts(home.open("town")) == before


def test_indexes_of_other_names_are_left_alone(home: IndexHome) -> None:
    build_index(home, "village", [LEAFLET], load_embedder(BUNDLED))
    build(home, PAPER)
    build(home, PAPER, LEAFLET)
    assert texts(home.open("village")) == ["台風のときは、ラジオで避難所を知らせる。"]


@pytest.mark.parametrize("step", STEPS)
def test_build_that_fails_loses_nothing(home: IndexHome, tmp_path: Path, step: str) -> None:
    class PowerCutError(Exception):
        pass

    def fail(what: str, items: Iterable[T], total: int) -> Iterable[T]:
        for item in items:
            if what == step:
                raise PowerCutError
            yield item

    build(home, PAPER)
    before = texts(home.open("town"))
    with pytest.raises(PowerCutError):
        build(home, PAPER, LEAFLET, progress=fail)
    assert texts(home.open("town")) == before
    assert build(home, PAPER, LEAFLET) == replace(REPORT, read_anew=1)
    assert texts(home.open("town")) == [*before, "台風のときは、ラジオで避難所を知らせる。"]
    assert generations(tmp_path) == [json.loads((tmp_path / "indexes" / "town.json").read_text())["generation"]]


def test_open_index_answers_on_while_it_is_replaced(home: IndexHome) -> None:
    build(home, PAPER, LEAFLET)
    index = home.open("town")
    before = SignalRetriever(index, "words").search("台風の避難所", 3)
    build(home, PAPER)
    assert SignalRetriever(index, "words").search("台風の避難所", 3) == before
    assert [passage.chunk.text for passage in before] == ["台風のときは、ラジオで避難所を知らせる。"]
    assert SignalRetriever(home.open("town"), "words").search("台風の避難所", 3) == []


def test_two_builds_at_once_do_the_work_once(home: IndexHome, tmp_path: Path) -> None:
    with ThreadPoolExecutor(2) as threads:
        reports = list(threads.map(lambda _: build(home, PAPER, LEAFLET), range(2)))
    assert sorted(reports, key=lambda report: report.changed) == [UNCHANGED, REPORT]
    assert len(generations(tmp_path)) == 1


def test_same_text_in_one_section_is_one_chunk(home: IndexHome) -> None:
    twice = replace(LEAFLET, text="台風が来る。\n図表1　道\n図表1　道\n")
    build(home, twice)
    assert texts(home.open("town")) == ["台風が来る。", "図表1　道"]


def test_what_was_built_before_does_not_matter(tmp_path: Path) -> None:
    one, other = IndexHome(tmp_path / "one"), IndexHome(tmp_path / "other")
    build(one, PAPER, LEAFLET)
    build(other, LEAFLET)
    build(other, PAPER, LEAFLET)
    found = [SignalRetriever(home.open("town"), "words").search("郵便局の小包", 3) for home in (one, other)]
    assert found[0] == found[1]
    assert [passage.chunk.text for passage in found[0]] == ["郵便局では、小包を出す人が多い。"]


EMPTY = Source(Document("links", "行き先", None, None, DocumentKind.TEXT), "https://example.jp/links\n")


def test_two_indexes_that_share_a_document_are_built_at_once(home: IndexHome) -> None:
    with ThreadPoolExecutor(2) as threads:
        built = list(
            threads.map(lambda n: build_index(home, n, [PAPER, LEAFLET], load_embedder(BUNDLED)), ["town", "hill"])
        )
    assert [report.documents for report in built] == [2, 2]
    assert texts(home.open("town")) == texts(home.open("hill"))


def test_document_without_text_is_read_once(home: IndexHome) -> None:
    build(home, EMPTY, LEAFLET)
    assert build(home, EMPTY, replace(LEAFLET, text="台風が来る。\n")).read_anew == 1
