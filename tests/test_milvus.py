"""The index in Milvus, with Milvus Lite for real: the same answers as FAISS, taken up after an interrupt, one sentence
for whatever is wrong."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest

from eval.questions import read_questions
from index.build import build_index
from index.embedder import BUNDLED, load_embedder
from index.filters import Filter
from index.folder import IndexHome, OpenIndex
from index.milvus import about
from index.milvus import upload as uploading
from index.milvus.connection import Connection, MilvusError, connect
from index.milvus.index import Hits, MilvusIndex, bands, chosen
from index.milvus.names import about_of, collection_of, generations
from index.milvus.opening import open_milvus
from index.milvus.rows import CHAPTER, DOCUMENT, KIND, PART, PLACE, pack, unpack
from index.milvus.upload import upload
from index.search import FusedRetriever
from ingest.documents import Document, DocumentKind
from ingest.errors import InputError
from ingest.sources import Source
from rag.pipeline import open_index, open_store, renew_index
from rag.settings import DIGEST, Settings, SettingsError, load_settings

pytest.importorskip("pymilvus", reason="pymilvus is not installed: pip install 'hakusho[milvus]'")
pytest.importorskip("milvus_lite", reason="milvus-lite is not installed: pip install 'hakusho[milvus]'")

T = TypeVar("T")

EDITION = """第{part}部　通信のいま

第1章　暮らし

第1節　電話

1　携帯電話

携帯電話の契約数は{phones}件である。はがきよりも携帯電話で知らせる人が多い。
図表{part}-1-1-1　携帯電話の契約数の移り変わり

第2章　産業

第1節　放送

1　放送局

町の放送局は{year}年に{stations}局あり、台風の日には夜通し放送する。
"""
QUESTIONS = [
    "携帯電話の契約数は何件ですか",
    "台風のときに放送はありますか",
    "放送局の数の移り変わり",
    "図で契約数を見たい",
]


def source(id: str, edition: str, year: int, phones: str, stations: str) -> Source:
    text = "\n".join(EDITION.format(part=part, phones=phones, year=year - 1, stations=stations) for part in ("Ⅰ", "Ⅱ"))
    return Source(Document(id, f"{edition}白書", edition, year, DocumentKind.WHITE_PAPER), text)


SOURCES = [
    source("h30", "平成30年版", 2018, "千五百", "三"),
    source("r07", "令和7年版", 2025, "二千", "五"),
    Source(
        Document('a "leaflet"\\', "ちらし", None, None, DocumentKind.TEXT), "台風のときは、ラジオで避難所を知らせる。\n"
    ),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("milvus")


@pytest.fixture(scope="module")
def town(folder: Path) -> OpenIndex:
    home = IndexHome(folder)
    build_index(home, "town", SOURCES, load_embedder(BUNDLED))
    return home.open("town")


@pytest.fixture(scope="module")
def connection(folder: Path) -> Connection:
    return connect(str(folder / "town.db"))


@pytest.fixture(scope="module")
def town_in_milvus(town: OpenIndex, connection: Connection) -> MilvusIndex:
    assert upload(connection, "town", town)
    return open_milvus(connection, "town")


@pytest.fixture
def empty(tmp_path: Path) -> Connection:
    return connect(str(tmp_path / "empty.db"))


def sentence(connection: Connection, name: str | None = "town") -> str:
    """What opening the index says."""
    with pytest.raises(MilvusError) as caught:
        open_milvus(connection, name)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def found(retriever: FusedRetriever, question: str) -> list[tuple]:
    return [(p.chunk, p.rank, pytest.approx(p.score, abs=1e-5)) for p in retriever.search(question, 10)]


# The same as FAISS.


def test_digest_gives_the_same_ten_passages_as_faiss(digest_settings: Settings, tmp_path: Path) -> None:
    settings = digest_settings.model_copy(update={"store": f"milvus:{tmp_path / 'digest.db'}"})
    renew_index(settings)
    here, there = FusedRetriever(open_index(settings)), FusedRetriever(open_store(settings))
    for question in [question.question for question in read_questions()[::20]]:
        assert found(there, question) == found(here, question)


@pytest.mark.parametrize("question", [*QUESTIONS, "", "。", "2017年と2024年の放送局の数を比べて", "令和99年版では？"])
def test_editions_give_the_same_passages_as_faiss(town: OpenIndex, town_in_milvus: MilvusIndex, question: str) -> None:
    assert found(FusedRetriever(town_in_milvus), question) == found(FusedRetriever(town), question)


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize(
    "within",
    [
        Filter(editions=("h30",)),
        Filter(editions=("令和7年版", "h30")),
        Filter(editions=('a "leaflet"\\',)),
        Filter(part="2"),
        Filter(chapter="2"),
        Filter(part="第Ⅰ部", chapter="第一章", kind="図"),
        Filter(editions=("2018",), kind="本文"),
    ],
)
def test_filters_keep_the_same_as_in_faiss(
    town: OpenIndex, town_in_milvus: MilvusIndex, within: Filter, question: str
) -> None:
    expected = found(FusedRetriever(town, within=within), question)
    assert found(FusedRetriever(town_in_milvus, within=within), question) == expected
    assert expected


@pytest.mark.parametrize("within", [Filter(editions=("r99",)), Filter(part="9"), Filter(kind="表")])
def test_filter_that_keeps_nothing_says_the_same_as_in_faiss(
    town: OpenIndex, town_in_milvus: MilvusIndex, within: Filter
) -> None:
    said = []
    for index in (town, town_in_milvus):
        with pytest.raises(InputError) as caught:
            FusedRetriever(index, within=within)
        said.append(str(caught.value))
    assert said[0] == said[1]


def test_only_keeps_to_one_document(town_in_milvus: MilvusIndex) -> None:
    retriever = FusedRetriever(town_in_milvus, only="平成30年版")
    assert {p.chunk.section.document.id for p in retriever.search("台風と電話", 10)} == {"h30"}


def test_index_tells_the_same_of_itself_as_in_faiss(town: OpenIndex, town_in_milvus: MilvusIndex) -> None:
    assert town_in_milvus.manifest == town.manifest
    assert town_in_milvus.documents == town.documents
    assert list(town_in_milvus.records.sections) == list(town.records.sections)
    for field, terms in town.lexical.items():
        for word in ("電話", "放送", "宇宙船"):
            assert town_in_milvus.lexical[field].idf(word) == terms.idf(word)


def test_eight_threads_find_the_same_as_one(town_in_milvus: MilvusIndex) -> None:
    retriever = FusedRetriever(town_in_milvus)
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(lambda question: retriever.search(question, 5), QUESTIONS * 4))
    assert together == [retriever.search(question, 5) for question in QUESTIONS * 4]


def test_rows_can_be_filtered_by_whoever_else_reads_them(
    town: OpenIndex, town_in_milvus: MilvusIndex, connection: Connection
) -> None:
    condition = f'{DOCUMENT} == "h30" and year == 2018 and {PART} == "2" and {CHAPTER} == "1" and {KIND} == "body"'
    rows = connection.rows(town_in_milvus.collection, condition, [PLACE, "id"])
    chunks = {row["id"]: town.records.chunk(row[PLACE]) for row in rows}
    assert {chunk.id: chunk.section.label for chunk in chunks.values()} == dict.fromkeys(chunks, "第Ⅱ部第1章第1節1")
    assert len(chunks) == 1


# Putting it there.


class Counted(Connection):
    """A connection that remembers which rows were written."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection._client, connection.uri)
        self.written: list[int] = []

    def insert(self, collection: str, rows: list[dict]) -> None:
        self.written += [row[PLACE] for row in rows if PLACE in row]
        super().insert(collection, rows)

    def upsert(self, collection: str, rows: list[dict]) -> None:
        self.written += [row[PLACE] for row in rows if PLACE in row]
        super().upsert(collection, rows)


def interrupted(what: str, items: Iterable[T], total: int) -> Iterator[T]:
    """Progress that is broken off after two batches."""
    for number, item in enumerate(items):
        if number == 2:
            raise KeyboardInterrupt
        yield item


def test_interrupted_upload_is_taken_up_where_it_stopped(
    town: OpenIndex, empty: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploading, "BATCH", 3)
    with pytest.raises(KeyboardInterrupt):
        upload(empty, "town", town, progress=interrupted)
    assert sentence(empty).endswith(
        "索引 town は取り込みの途中です。`hakusho index` をもう一度実行すると続きから取り込みます。"
    )
    again = Counted(empty)
    assert upload(again, "town", town)
    assert again.written == list(range(6, len(town.records)))
    index = open_milvus(empty, "town")
    assert found(FusedRetriever(index), QUESTIONS[0]) == found(FusedRetriever(town), QUESTIONS[0])


def test_batch_that_was_written_in_part_does_not_come_twice(
    town: OpenIndex, empty: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploading, "BATCH", 3)
    with pytest.raises(KeyboardInterrupt):
        upload(empty, "town", town, progress=interrupted)
    collection = collection_of("town", town.manifest["digest"])
    empty._client.delete(collection, ids=[4])
    upload(empty, "town", town)
    rows = empty.rows(collection, f"{PLACE} >= 0", [PLACE])
    assert sorted(row[PLACE] for row in rows) == list(range(len(town.records)))


def test_same_index_is_not_put_there_twice(
    town: OpenIndex, town_in_milvus: MilvusIndex, connection: Connection
) -> None:
    again = Counted(connection)
    assert not upload(again, "town", town)
    assert again.written == []


def test_new_generation_takes_the_place_of_the_old_one(folder: Path, town: OpenIndex, empty: Connection) -> None:
    upload(empty, "town", town)
    home = IndexHome(folder / "newer")
    build_index(home, "town", SOURCES[:2], load_embedder(BUNDLED))
    newer = home.open("town")
    upload(empty, "town", newer)
    assert open_milvus(empty, "town").manifest == newer.manifest
    collection = collection_of("town", newer.manifest["digest"])
    assert empty.collections("hakusho_") == [collection, about_of(collection)]


def test_other_names_are_left_alone_and_the_last_one_is_in_use(town: OpenIndex, empty: Connection) -> None:
    upload(empty, "白書 2025-ab", town)
    upload(empty, "town", town)
    assert open_milvus(empty, None).name == "town"
    upload(empty, "白書 2025-ab", town)
    assert open_milvus(empty, None).name == "白書 2025-ab"
    assert open_milvus(empty, "town").name == "town"
    assert len(generations(empty, None)) == 2


def test_server_is_used_like_a_file(town: OpenIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from milvus_lite.adapter.grpc.server import start_server_in_thread

    monkeypatch.setenv("MILVUS_TOKEN", "root:Milvus")
    server, database, port = start_server_in_thread(data_dir=str(tmp_path / "server"), host="127.0.0.1", port=0)
    try:
        connection = connect(f"http://127.0.0.1:{port}")
        upload(connection, "town", town)
        index = open_milvus(connection, None)
        assert found(FusedRetriever(index), QUESTIONS[0]) == found(FusedRetriever(town), QUESTIONS[0])
    finally:
        server.stop(grace=0).wait()
        database.close()
    with pytest.raises(MilvusError, match=f"^Milvus（http://127.0.0.1:{port}）を使えません（"):
        FusedRetriever(index).search(QUESTIONS[0], 10)


# Whatever is wrong is one sentence.


def test_empty_store_says_how_to_fill_it(empty: Connection) -> None:
    assert sentence(empty) == f"Milvus（{empty.uri}）：索引がまだありません。`hakusho index` で作ってください。"
    assert sentence(empty, None) == sentence(empty)


def test_collection_of_someone_else_is_named(empty: Connection) -> None:
    empty._client.create_collection("hakusho_town_abc_about", dimension=2)
    assert "hakusho_town_abc_about" in sentence(empty)


def test_collection_with_a_strange_header_is_foreign(empty: Connection) -> None:
    about.create(empty, "hakusho_town_abc_about")
    empty.upsert("hakusho_town_abc_about", [{"key": "header", "text": "[]", "nothing": [0.0, 0.0]}])
    assert "の hakusho_town_abc_about は hakusho の索引ではありません。" in sentence(empty)


def test_index_of_another_form_names_both(town: OpenIndex, empty: Connection) -> None:
    upload(empty, "town", town)
    collection = about_of(collection_of("town", town.manifest["digest"]))
    header = {"layout": 99, "name": "town", "digest": "", "parts": {}}
    empty.upsert(collection, [{"key": "header", "text": json.dumps(header), "nothing": [0.0, 0.0]}])
    assert "索引の形式が違います（99." in sentence(empty)


def test_index_that_lost_rows_or_parts_is_damaged(town: OpenIndex, empty: Connection) -> None:
    upload(empty, "town", town)
    collection = collection_of("town", town.manifest["digest"])
    empty._client.delete(collection, ids=[0, 1])
    assert f"は壊れています（チャンク {len(town.records) - 2}、あるはずなのは {len(town.records)}）" in sentence(empty)
    empty._client.delete(about_of(collection), ids=["columns:00000"])
    assert "は壊れています（columns）" in sentence(empty)


@pytest.mark.parametrize("uri", ["town", "no-such-folder/town.db", "http://127.0.0.1:1", "ftp://example.jp"])
def test_wrong_address_is_one_sentence_without_the_token(monkeypatch: pytest.MonkeyPatch, uri: str) -> None:
    monkeypatch.setenv("MILVUS_TOKEN", "s3cret")
    with pytest.raises(MilvusError) as caught:
        connect(uri)
    assert str(caught.value).startswith(f"Milvus（{uri}）を使えません（")
    assert "s3cret" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_address_with_a_password_is_refused_without_repeating_it() -> None:
    with pytest.raises(MilvusError) as caught:
        connect("http://root:s3cret@localhost:19530")
    assert "MILVUS_TOKEN" in str(caught.value)
    assert "s3cret" not in str(caught.value)


def test_missing_package_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pymilvus", None)
    with pytest.raises(MilvusError, match=r"pip install 'hakusho\[milvus\]'"):
        connect("town.db")


def test_chunk_too_long_for_milvus_is_one_sentence() -> None:
    assert unpack(pack({"text": "あ" * 100_000})) == {"text": "あ" * 100_000}
    noise = np.random.default_rng(0).bytes(100_000).hex()
    with pytest.raises(MilvusError, match="^チャンクが長すぎて Milvus に入りません"):
        pack(noise)


@pytest.mark.parametrize("store", ["redis", "milvus:", "milvus", "faiss:x"])
def test_unknown_store_is_one_sentence(store: str) -> None:
    with pytest.raises(SettingsError, match="HAKUSHO_STORE"):
        load_settings(store=store)


# The command line.


def hakusho(*arguments: str, home: Path, store: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"HAKUSHO_HOME": str(home), "HAKUSHO_STORE": f"milvus:{store}"} | variables
    command = [sys.executable, "-m", "ui.cli", *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=environment, timeout=120)


def test_second_machine_needs_nothing_but_the_address(tmp_path: Path) -> None:
    store = tmp_path / "town.db"
    asked = ["search", "量子暗号通信", "-k", "3", "--json"]
    missing = hakusho(*asked, home=tmp_path / "second", store=store)
    assert (missing.returncode, len(missing.stderr.splitlines())) == (2, 1)
    assert "索引がまだありません" in missing.stderr
    assert hakusho("index", home=tmp_path / "first", store=store, HAKUSHO_CORPUS=str(DIGEST)).returncode == 0
    ran = hakusho(*asked, home=tmp_path / "second", store=store)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert json.loads(ran.stdout)[0]["label"].startswith("第Ⅱ部第2章第7節4")
    assert not (tmp_path / "second").exists()
    doctor = hakusho("doctor", home=tmp_path / "second", store=store)
    assert f"（Milvus {store}）" in doctor.stdout


# What is fetched, worked out by hand.


def test_documents_that_count_nearly_the_same_are_asked_for_together() -> None:
    assert bands(np.array([0.6, 1.0, 0.95, 0.57, 0.0])) == [0.95, 0.57]
    assert bands(np.array([1.0, 1.0])) == [1.0]
    assert bands(np.array([0.0])) == []


def test_best_of_all_and_best_of_each_signal_are_fetched() -> None:
    counts = np.array([1, 1, 1, 0.5, 0, 1], np.float32)
    hits = [
        # Words: 0 and 1 are named; others score at most 1. Nothing else names 5, so that it is not known.
        Hits(0, 0.5, np.array([0, 1]), np.array([4, 1], np.float32), False),
        # Sounds: 2 and 3, and nothing else has any.
        Hits(2, 0.5, np.array([2, 3]), np.array([8, 2], np.float32), True),
        # At all: 4 is the best by words, though of a document that is kept out.
        Hits(0, None, np.array([4]), np.array([5], np.float32), False),
    ]
    assert chosen(hits, counts, limit=1).tolist() == [0, 1, 2, 3, 4]
    assert chosen([], counts, limit=1).tolist() == []
