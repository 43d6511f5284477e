"""Pieces: what is computed per document, when it is made anew, and that a damaged one is no piece."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import index.pieces
from index.build import MAX_TOKENS, build_index
from index.embedder import BUNDLED, load_embedder
from index.encoder import Rows
from index.encodings import to_encode
from index.folder import IndexHome
from index.lexical import Field
from index.pieces import Facts, Piece, load_piece, make_piece, piece_digest, piece_of, save_piece
from index.statements import Statement
from index.words import terms, together, words
from ingest.chunks import Chunk, chunk_paper
from ingest.documents import Document, DocumentKind
from ingest.events import TextKind
from ingest.progress import silent
from ingest.reading import read_paper
from ingest.sources import Source
from tests.fakes import WordEmbedder

PAPER = Source(
    Document("r07", "令和7年版白書", "令和7年版", 2025, DocumentKind.WHITE_PAPER),
    "第1章　暮らしの通信\n1　携帯電話\n携帯電話の契約数は、局1の調べで二千件である。\nhttps://example.jp/phones\n"
    "図表1-1-1　契約数（件）\n図表1-1-2　郵便の数\n2　郵便\n郵便局では、小包を出す人が多い。\n"
    "1　役場による。\n2　町の調べ。\n",
)
# A table needs what the typeset paper has: the caption and the rows that a picture held.
TYPESET = Source(
    PAPER.document,
    "第1節 電話\n 1 1 契約 契約\n 2 2 郵便 郵便\n 3 3 放送 放送\n図表Ⅰ-1-1-1 契約数（件）\n"
    "年度 2023 2024\n浜の町 11 12\n",
)
EMPTY = Source(Document("links", "行き先", None, None, DocumentKind.TEXT), "https://example.jp/links\n")
NO_FACTS = Facts(figures=0, tables=0, footnotes=0, untied_footnotes=0, dropped={})
SOURCES = {"paper": PAPER, "table": TYPESET, "empty": EMPTY}


def piece(source: Source) -> Piece:
    return make_piece(source, WordEmbedder(), 200, silent, encoded=source is PAPER)


def as_told(piece: Piece) -> dict:
    """A piece with its vectors as numbers, so that two can be compared."""
    return vars(piece) | {
        "sections": list(piece.sections),
        "chunks": list(piece.chunks),
        "terms": list(piece.terms),
        "vectors": (piece.vectors.dtype, piece.vectors.tolist()),
        "encodings": {name: _numbers(column) for name, column in vars(piece.encodings).items()},
    }


def _numbers(column: np.ndarray | Rows) -> tuple:
    numbers, scales = (column.numbers, column.scales) if isinstance(column, Rows) else (column, np.zeros(0))
    return numbers.dtype, numbers.tolist(), scales.tolist()


def test_piece_holds_sections_and_chunks_as_they_are_read_from_the_document() -> None:
    paper = read_paper(PAPER)
    chunks = chunk_paper(paper, max_tokens=200, count_tokens=len)
    made = piece(PAPER)

    assert (made.document, list(made.sections), list(made.chunks)) == (PAPER.document, list(paper.sections), chunks)


def test_chunk_is_found_by_its_title_its_text_and_its_values_in_words() -> None:
    [table] = piece(TYPESET).chunks
    made = piece(TYPESET)
    around = ["放送", "浜の町 2023年度 11件", "浜の町 2024年度 12件"]
    searched = f"放送 {table.text} {' '.join(around[1:])}"

    assert made.terms == [together(map(terms, [*around, *table.text.splitlines()]))]
    assert sorted(made.terms[0].words) == sorted(words(searched))
    np.testing.assert_array_equal(made.vectors, WordEmbedder().embed_passages([searched]))


@pytest.mark.parametrize(
    ("kind", "statements"),
    [
        (TextKind.BODY, [(0, 6, ["電波", "届く"]), (6, 8, ["港"]), (9, 12, ["浜", "12"]), (14, 17, ["山", "7"])]),
        (TextKind.FIGURE, [(0, 8, ["電波", "届く", "港"]), (9, 12, ["浜", "12"]), (14, 17, ["山", "7"])]),
    ],
)
def test_statements_of_running_text_are_its_sentences_and_of_a_figure_its_lines(
    kind: TextKind, statements: list[tuple[int, int, list[str]]]
) -> None:
    text = "電波は届く。港は\n浜12\n\n山 7"
    section = piece(PAPER).sections[0]
    made = piece_of(PAPER.document, [section], [Chunk("one", section, kind, text, 1, 4)], NO_FACTS, WordEmbedder())
    assert made.statements == [[Statement(*fields) for fields in statements]]


@pytest.mark.parametrize("name", SOURCES)
def test_statements_stand_in_the_text_one_after_the_other_and_have_its_words(name: str) -> None:
    made = piece(SOURCES[name])
    for chunk, of_chunk in zip(made.chunks, made.statements, strict=True):
        edges = [edge for statement in of_chunk for edge in (statement.start, statement.end)]
        assert edges == sorted(edges)
        assert 0 <= min(edges) <= max(edges) <= len(chunk.text)
        assert of_chunk == [Statement(s.start, s.end, words(chunk.text[s.start : s.end])) for s in of_chunk]
        told = "".join(chunk.text[s.start : s.end] for s in of_chunk)
        assert "".join(told.split()) == "".join(chunk.text.split())


def test_facts_count_figures_tables_footnotes_and_what_was_left_out() -> None:
    assert {name: piece(source).facts for name, source in SOURCES.items()} == {
        "paper": Facts(figures=2, tables=0, footnotes=2, untied_footnotes=1, dropped={"address or markup": 1}),
        "table": Facts(figures=1, tables=1, footnotes=0, untied_footnotes=0, dropped={}),
        "empty": Facts(figures=0, tables=0, footnotes=0, untied_footnotes=0, dropped={"address or markup": 1}),
    }


def test_document_without_text_has_no_rows() -> None:
    made = piece(EMPTY)

    assert (made.chunks, made.terms, made.statements, made.vectors.shape) == ([], [], [], (0, 32))


@pytest.mark.parametrize("name", ["paper", "table"])
def test_saved_piece_is_loaded_as_it_was(tmp_path: Path, name: str) -> None:
    made = piece(SOURCES[name])
    save_piece(tmp_path / "pieces" / "one", made)

    loaded = load_piece(tmp_path / "pieces" / "one", made.document)

    assert loaded is not None
    assert as_told(loaded) == as_told(made)
    assert [file.name for file in (tmp_path / "pieces").iterdir()] == ["one"]


def test_piece_is_saved_over_an_old_one(tmp_path: Path) -> None:
    save_piece(tmp_path / "one", piece(TYPESET))
    save_piece(tmp_path / "one", piece(PAPER))
    loaded = load_piece(tmp_path / "one", PAPER.document)
    assert loaded is not None
    assert as_told(loaded) == as_told(piece(PAPER))
    assert [file.name for file in tmp_path.iterdir()] == ["one"]


def test_what_a_broken_save_left_is_removed_once_it_is_old(tmp_path: Path) -> None:
    old, new = tmp_path / "pieces" / "a.partial", tmp_path / "pieces" / "b.partial"
    old.mkdir(parents=True)
    new.mkdir()
    os.utime(old, (0, 0))
    IndexHome(tmp_path).prune_pieces()
    assert [folder.name for folder in (tmp_path / "pieces").iterdir()] == ["b.partial"]


def test_piece_that_was_never_saved_is_none(tmp_path: Path) -> None:
    assert load_piece(tmp_path / "one", PAPER.document) is None


def empty(file: Path) -> None:
    file.write_bytes(b"")


def halve(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


@pytest.mark.parametrize("damage", [Path.unlink, empty, halve])
def test_piece_with_any_file_damaged_is_none(tmp_path: Path, damage: Callable[[Path], object]) -> None:
    save_piece(tmp_path, piece(PAPER))
    files, taken = sorted(tmp_path.iterdir()), []
    for file in files:
        whole = file.read_bytes()
        damage(file)
        if load_piece(tmp_path, PAPER.document) is not None:
            taken.append(file.name)
        file.write_bytes(whole)

    assert {file.stem.partition(".")[0] for file in files} == {
        *("sections", "chunks", "vectors", "terms", "statements", "facts", "encoded"),
    }
    assert taken == []
    assert load_piece(tmp_path, PAPER.document) is not None


def test_piece_with_rows_for_other_chunks_is_none(tmp_path: Path) -> None:
    made = piece(PAPER)
    save_piece(tmp_path / "rows", replace(made, vectors=made.vectors[1:]))
    save_piece(tmp_path / "terms", replace(made, terms=[*made.terms, terms("電話")]))
    save_piece(tmp_path / "statements", replace(made, statements=made.statements[1:]))

    assert [load_piece(tmp_path / name, PAPER.document) for name in ("rows", "terms", "statements")] == [None] * 3


def test_digest_is_the_same_for_the_same_document() -> None:
    again = Source(replace(PAPER.document), str(PAPER.text), tuple(PAPER.addresses))

    assert piece_digest(PAPER, WordEmbedder(), 200) == piece_digest(again, WordEmbedder(), 200)


def test_digest_changes_with_everything_that_a_piece_is_made_from(monkeypatch: pytest.MonkeyPatch) -> None:
    digests = [
        piece_digest(PAPER, WordEmbedder(), 200),
        piece_digest(replace(PAPER, text=PAPER.text + " "), WordEmbedder(), 200),
        piece_digest(replace(PAPER, document=replace(PAPER.document, year=2024)), WordEmbedder(), 200),
        piece_digest(replace(PAPER, addresses=("https://example.jp/1",)), WordEmbedder(), 200),
        piece_digest(PAPER, WordEmbedder(), 100),
        piece_digest(PAPER, WordEmbedder(), 200, encoded=True),
        piece_digest(PAPER, WordEmbedder(name="another"), 200),
        piece_digest(PAPER, WordEmbedder(dimension=7), 200),
    ]
    monkeypatch.setattr(index.pieces, "VERSION", index.pieces.VERSION + 1)
    digests.append(piece_digest(PAPER, WordEmbedder(), 200))

    assert len(set(digests)) == 9


# Pieces in the home of an index.

OTHER = Source(Document("leaflet", "ちらし", None, None, DocumentKind.TEXT), "台風のときは、ラジオで知らせる。\n")


def build(home: IndexHome, *sources: Source, name: str = "town") -> int:
    """How many documents were read anew."""
    return build_index(home, name, sources, load_embedder(BUNDLED)).read_anew


def kept(tmp_path: Path) -> set[str]:
    return {folder.name for folder in (tmp_path / "pieces").iterdir()}


def names(*sources: Source) -> set[str]:
    of_each = zip(sources, to_encode(sources), strict=True)
    return {piece_digest(s, load_embedder(BUNDLED), MAX_TOKENS, encoded=encoded)[:32] for s, encoded in of_each}


def test_only_what_changed_is_read_anew(tmp_path: Path) -> None:
    home, changed = IndexHome(tmp_path), replace(OTHER, text="台風が来る。\n")

    assert [
        build(home, PAPER, OTHER),
        build(home, PAPER, OTHER),
        build(home, PAPER, changed),
        build(home, changed, PAPER),
        build(home, PAPER),
    ] == [2, 0, 1, 0, 0]


def test_index_put_together_from_kept_pieces_is_the_one_built_at_once(tmp_path: Path) -> None:
    one, other = IndexHome(tmp_path / "one"), IndexHome(tmp_path / "other")
    build(one, PAPER, OTHER)
    build(other, OTHER)
    build(other, PAPER, OTHER)

    indexes = [home.open("town") for home in (one, other)]
    [first, second] = [
        ([i.records.chunk(place) for place in range(len(i.records))], list(i.records.sections), i.manifest)
        for i in indexes
    ]
    assert first[:2] == second[:2]
    assert first[2] == second[2]
    query = load_embedder(BUNDLED).embed_query("郵便局の小包")
    np.testing.assert_array_equal(*(i.dense.scores(query) for i in indexes))
    for field, term in [(Field.WORDS, "郵便局"), (Field.SOUNDS, "デンワ"), (Field.TITLES, "郵便")]:
        np.testing.assert_array_equal(*(i.lexical[field].scores({term: 1.0}) for i in indexes))


def test_damaged_piece_is_made_anew(tmp_path: Path) -> None:
    home = IndexHome(tmp_path)
    build(home, PAPER, OTHER)
    [name] = names(PAPER)
    (tmp_path / "pieces" / name / "terms.json").write_text("[")

    assert build(home, OTHER, PAPER) == 1
    assert load_piece(tmp_path / "pieces" / name, PAPER.document) is not None


def test_pieces_that_no_index_was_made_from_are_removed(tmp_path: Path) -> None:
    home = IndexHome(tmp_path)
    build(home, PAPER, OTHER)
    build(home, OTHER, name="village")
    assert kept(tmp_path) == names(PAPER, OTHER)

    build(home, TYPESET)

    assert kept(tmp_path) == names(TYPESET, OTHER)
