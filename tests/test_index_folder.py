"""The index folder: what is written is read back, and a damaged or foreign folder is one clear sentence."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from index.build import MAX_TOKENS, build_index
from index.embedder import BUNDLED, EmbedderError, fingerprint, load_embedder
from index.facts import offered_kinds
from index.filters import EVERYTHING
from index.folder import FORMAT, IndexFolderError, IndexHome
from index.lexical import Field
from index.query import Query
from index.records import KINDS
from index.statements import statement_spans
from index.words import words
from ingest.chunks import chunk_paper
from ingest.documents import Document, DocumentKind
from ingest.reading import read_paper
from ingest.sources import Source
from tests.fakes import WordEmbedder

SOURCES = [
    # Nothing of it is content, so it has neither sections nor chunks.
    Source(Document("links", "行き先", None, None, DocumentKind.TEXT), "https://example.jp/links\n"),
    Source(
        Document("r07", "令和7年版白書", "令和7年版", 2025, DocumentKind.WHITE_PAPER, publisher="町役場"),
        "第1章　暮らしの通信\n\n第1節　電話\n\n1　携帯電話\n\n携帯電話の契約数は二千件である（図表1-1-1）。\n"
        "図表1-1-1　契約数の移り変わり\n\n2　郵便\n\n郵便局では、小包を出す人が多い。\n",
        ("https://example.jp/r07/n1110000.txt",),
    ),
    Source(Document("leaflet", "ちらし", None, None, DocumentKind.TEXT), "台風のときは、ラジオで避難所を知らせる。\n"),
]


@pytest.fixture
def home(tmp_path: Path) -> IndexHome:
    """A home with an index of the sources, named town."""
    home = IndexHome(tmp_path)
    build_index(home, "town", SOURCES, load_embedder(BUNDLED))
    return home


def pointer(tmp_path: Path) -> Path:
    return tmp_path / "indexes" / "town.json"


def generation(tmp_path: Path) -> Path:
    return tmp_path / "indexes" / json.loads(pointer(tmp_path).read_text())["generation"]


def change_manifest(tmp_path: Path, **changes: object) -> None:
    file = generation(tmp_path) / "manifest.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | changes))


def sentence(home: IndexHome) -> str:
    """What opening the index says."""
    with pytest.raises(IndexFolderError) as caught:
        home.open("town")
    assert "`hakusho index`" in str(caught.value)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_open_index_holds_the_documents_sections_and_chunks_it_was_built_from(home: IndexHome) -> None:
    embedder = load_embedder(BUNDLED)
    papers = [read_paper(source) for source in SOURCES]
    chunks = [c for p in papers for c in chunk_paper(p, max_tokens=MAX_TOKENS, count_tokens=embedder.count_tokens)]
    index = home.open("town")
    assert index.documents == tuple(source.document for source in SOURCES)
    assert list(index.records.sections) == [section for paper in papers for section in paper.sections]
    assert [index.records.chunk(place) for place in range(len(index.records))] == chunks
    assert [index.documents[place] for place in index.records.document_of] == [c.section.document for c in chunks]
    assert [index.records.sections[place] for place in index.records.section_of] == [c.section for c in chunks]
    assert [KINDS[kind] for kind in index.records.kind_of] == [c.kind for c in chunks]
    assert index.records.offers.tolist() == [offered_kinds(c.text) for c in chunks]
    assert index.records.length.tolist() == [len(c.text) for c in chunks]


def test_open_index_holds_the_statements_of_each_chunk_with_the_numbers_of_their_words(home: IndexHome) -> None:
    index = home.open("town")
    words_of = index.lexical[Field.WORDS].terms()
    for place in range(len(index.records)):
        chunk, spans = index.records.chunk(place), index.statements.spans(place).tolist()
        assert [tuple(span) for span in spans] == statement_spans(chunk)
        said = [list(dict.fromkeys(words(chunk.text[start:end]))) for start, end in spans]
        assert [[words_of[number] for number in found] for found in index.statements.words(place)] == said


def test_whole_index_is_near_every_question(home: IndexHome) -> None:
    index = home.open("town")
    assert index.near(Query("電話"), EVERYTHING) is index
    assert np.arange(4)[index.places].tolist() == [0, 1, 2, 3]


def test_manifest_is_read_without_opening_the_index(home: IndexHome) -> None:
    assert home.manifest("town") == home.open("town").manifest


def test_missing_index_says_how_to_make_it(tmp_path: Path) -> None:
    home = IndexHome(tmp_path)
    assert not home.exists("town")
    assert sentence(home) == "索引がまだありません。`hakusho index` で作ってください。"


def damaged(home: IndexHome, tmp_path: Path, damage: Callable[[Path], object]) -> dict[str, str]:
    """What opening the index says where one file is damaged, for each file in turn."""
    said = {}
    for file in sorted(file for file in generation(tmp_path).rglob("*") if file.is_file()):
        whole = file.read_bytes()
        damage(file)
        said[str(file.relative_to(generation(tmp_path)))] = sentence(home)
        file.write_bytes(whole)
    return said


def empty(file: Path) -> None:
    file.write_bytes(b"")


def halve(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


@pytest.mark.parametrize("damage", [Path.unlink, empty, halve])
def test_index_with_a_damaged_file_is_one_sentence(
    home: IndexHome, tmp_path: Path, damage: Callable[[Path], object]
) -> None:
    said = damaged(home, tmp_path, damage)
    parts = {"manifest.json", "sections.jsonl", "chunks.jsonl", "statements.spans.npy", "dense.faiss"}
    assert parts | {f"lexical/{field}/vocab.index.json" for field in Field} < set(said)
    start = f"索引 {generation(tmp_path)} は壊れています（"
    assert {name: words for name, words in said.items() if not words.startswith(start)} == {}
    assert home.open("town").manifest == home.manifest("town")


def test_index_without_its_folder_is_damaged(home: IndexHome, tmp_path: Path) -> None:
    generation(tmp_path).rename(tmp_path / "elsewhere")
    assert "は壊れています（" in sentence(home)


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"generation": 5}', '{"generation": "nowhere"}'])
def test_index_with_a_damaged_pointer_is_damaged(home: IndexHome, tmp_path: Path, text: str) -> None:
    pointer(tmp_path).write_text(text)
    assert "は壊れています（" in sentence(home)


@pytest.mark.parametrize("text", ["[]", "{}", '"town"', '{"format"'])
def test_index_with_another_kind_of_manifest_is_damaged(home: IndexHome, tmp_path: Path, text: str) -> None:
    (generation(tmp_path) / "manifest.json").write_text(text)
    assert sentence(home).startswith(f"索引 {generation(tmp_path)} は壊れています（")


def test_index_of_another_format_names_both_formats(home: IndexHome, tmp_path: Path) -> None:
    change_manifest(tmp_path, format=99)
    expected = f"索引の形式が違います（99、必要なのは {FORMAT}）。`hakusho index` で作り直してください。"
    assert sentence(home) == expected


@pytest.mark.parametrize(
    "change",
    [{"embedder": {}}, {"embedder": None}, {"counts": {}}, {"counts": {"chunks": 4}}, {"documents": None}],
    ids=["no name", "no embedder", "no counts", "one count", "no documents"],
)
def test_index_whose_manifest_lost_a_part_is_damaged(home: IndexHome, tmp_path: Path, change: dict) -> None:
    change_manifest(tmp_path, **change)
    assert f"索引 {generation(tmp_path)} は壊れています（manifest.json）。" in sentence(home)


@pytest.mark.parametrize("what", ["sections", "chunks"])
def test_index_that_holds_other_counts_than_its_manifest_is_damaged(home: IndexHome, tmp_path: Path, what: str) -> None:
    change_manifest(tmp_path, counts=home.manifest("town")["counts"] | {what: 99})
    assert "は壊れています（数が合いません）" in sentence(home)


def test_index_of_another_dimension_than_its_embedder_is_damaged(tmp_path: Path) -> None:
    home = IndexHome(tmp_path)
    build_index(home, "town", SOURCES, WordEmbedder(name=BUNDLED, dimension=7))
    change_manifest(tmp_path, embedder={"name": BUNDLED, "fingerprint": fingerprint(load_embedder(BUNDLED))})
    assert "は壊れています（数が合いません）" in sentence(home)


def test_index_whose_embedder_changed_under_its_name_says_so(tmp_path: Path) -> None:
    home = IndexHome(tmp_path)
    build_index(home, "town", SOURCES, WordEmbedder(name=BUNDLED))
    expected = "索引を作ったあとで埋め込みモデル bundled が変わりました。`hakusho index` で作り直してください。"
    assert sentence(home) == expected


def test_index_whose_embedder_is_gone_names_it(tmp_path: Path) -> None:
    home = IndexHome(tmp_path)
    build_index(home, "town", SOURCES, WordEmbedder(name="no-such-embedder"))
    with pytest.raises(EmbedderError, match="^埋め込みモデル 'no-such-embedder' を読み込めません（"):
        home.open("town")


def test_latest_is_what_was_asked_for_last_and_is_still_here(home: IndexHome, tmp_path: Path) -> None:
    assert home.latest() is None
    home.set_latest("town")
    assert home.latest() == "town"
    home.set_latest("another")
    assert home.latest() is None
    home.set_latest("town")
    pointer(tmp_path).unlink()
    assert home.latest() is None


def test_same_paths_have_the_same_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    papers = tmp_path / "白書 (2025)"
    papers.mkdir()
    monkeypatch.chdir(tmp_path)
    name = IndexHome.name_of([papers])
    assert IndexHome.name_of([Path("白書 (2025)")]) == IndexHome.name_of([papers / ".." / papers.name]) == name
    assert name.rpartition("-")[0] == "白書2025"
    others = [IndexHome.name_of([tmp_path]), IndexHome.name_of([papers, tmp_path])]
    assert len({name, *others}) == 3
