"""A large index made from a small one: where nothing is crossed it is the small one, and beyond that as it is said."""

from pathlib import Path

import numpy as np
import pytest

from eval.perturb import Lists, crossed_vectors, crosses, grow
from index.build import MAX_TOKENS, build_index
from index.embedder import BUNDLED, load_embedder
from index.encodings import to_encode
from index.features import Probe
from index.folder import IndexHome, OpenIndex
from index.lexical import Field
from index.pieces import Piece, load_piece, piece_digest
from index.query import read_query
from index.search import FusedRetriever
from ingest.documents import Document, DocumentKind
from ingest.sources import Source

PAPER = """第1章　暮らしの通信

第1節　電話

1　携帯電話

携帯電話の契約数は二千件である。前の年より百件多い。
図表1-1-1　契約数の移り変わり

2　固定電話

固定電話を置く家は三軒に一軒である。公衆電話は駅前に残っている。

第2節　郵便

1　郵便局

郵便局では小包を出す人が多い。
"""
SOURCES = [
    Source(Document("r07", "令和7年版白書", "令和7年版", 2025, DocumentKind.WHITE_PAPER), PAPER),
    Source(Document("leaflet", "ちらし", None, None, DocumentKind.TEXT), "台風のときはラジオで避難所を知らせる。\n"),
]
QUESTIONS = ["携帯電話の契約数", "郵便局で出すもの", "台風の日のラジオ", "第1節 電話", "宇宙船"]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> IndexHome:
    home = IndexHome(tmp_path_factory.mktemp("home"))
    build_index(home, "town", SOURCES, load_embedder(BUNDLED))
    return home


def pieces(home: IndexHome) -> list[Piece]:
    embedder = load_embedder(BUNDLED)
    of_each = zip(SOURCES, to_encode(SOURCES), strict=True)
    digests = [piece_digest(source, embedder, MAX_TOKENS, encoded=encoded) for source, encoded in of_each]
    found = [load_piece(home.piece(digest), s.document) for digest, s in zip(digests, SOURCES, strict=True)]
    return [piece for piece in found if piece]


def grown(home: IndexHome, chunks: int) -> OpenIndex:
    grow(home, "town", "grown", pieces(home), chunks)
    return home.open("grown")


def test_half_of_one_list_and_half_of_another() -> None:
    lists = Lists.of([[1, 2, 3, 4], [], [5, 6, 7], [8]])
    # Of an odd number the first half is the longer one: 5, 6 | 7 and 8 |.
    crossed = lists.crossed(np.array([0, 2, 1, 3, 0]), np.array([2, 0, 3, 1, 0]))
    listed = [crossed.values[a:b].tolist() for a, b in zip(crossed.starts, crossed.starts[1:], strict=False)]
    assert listed == [[1, 2, 7], [5, 6, 3, 4], [], [8], [1, 2, 3, 4]]


def test_first_copy_is_as_it_was_and_the_others_are_crossed() -> None:
    cross = crosses(5, 12)
    assert cross.copies.tolist() == [0] * 5 + [1] * 5 + [2] * 2
    assert cross.ones.tolist() == [0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 1]
    assert cross.others[:5].tolist() == [0, 1, 2, 3, 4]
    assert sorted(cross.others[5:10].tolist()) == [0, 1, 2, 3, 4]


def test_crossed_vector_lies_between_the_two() -> None:
    vectors = np.array([[1, 0], [0, 1], [0, 0]], np.float32)
    cross = crosses(3, 3)
    np.testing.assert_array_equal(crossed_vectors(vectors, cross), vectors)
    half = np.sqrt(0.5)
    between = crossed_vectors(vectors, type(cross)(cross.copies, np.array([0, 1, 2]), np.array([1, 2, 2])))
    np.testing.assert_allclose(between, [[half, half], [0, 1], [0, 0]], atol=1e-6)


@pytest.mark.parametrize("question", QUESTIONS)
def test_index_of_as_many_chunks_is_the_one_it_is_made_from(home: IndexHome, question: str) -> None:
    base = home.open("town")
    same = grown(home, len(base.records))
    for field in Field:
        weights = Probe(read_query(question), base).asked[field]
        np.testing.assert_allclose(same.lexical[field].scores(weights), base.lexical[field].scores(weights), rtol=1e-5)
        assert [same.lexical[field].idf(t) for t in weights] == [base.lexical[field].idf(t) for t in weights]
    query = base.embedder.embed_query(question)
    np.testing.assert_allclose(same.dense.scores(query), base.dense.scores(query), atol=1e-6)
    assert list(same.records.sections) == list(base.records.sections)
    found, expected = (FusedRetriever(index).search(question, 3) for index in (same, base))
    assert [p.chunk.id for p in found] == [p.chunk.id for p in expected]


def statements(index: OpenIndex, chunk: int) -> list[str]:
    text = index.records.chunk(chunk).text
    return [text[start:end] for start, end in index.statements.spans(chunk)]


def test_statements_are_those_of_the_two_chunks(home: IndexHome) -> None:
    base, index = home.open("town"), grown(home, 13)
    count = len(base.records)
    cross = crosses(count, 13)
    for place in range(13):
        one, other = (statements(base, int(made[place])) for made in (cross.ones, cross.others))
        expected = one[: (len(one) + 1) // 2] + other[(len(other) + 1) // 2 :]
        assert statements(index, place) == expected
        said = [index.lexical[Field.WORDS].number(word) for word in ("携帯電話", "電話", "郵便局")]
        held = index.statements.having(place, np.array(said)).tolist()
        assert held == [["携帯電話" in text, "電話" in text, "郵便局" in text] for text in expected]


def test_copies_are_documents_of_their_own(home: IndexHome) -> None:
    base, index = home.open("town"), grown(home, 13)
    assert len(base.records) == 5
    assert [document.id for document in index.documents] == [
        "r07",
        "leaflet",
        "r07-1",
        "leaflet-1",
        "r07-2",
        "leaflet-2",
    ]
    assert index.manifest["counts"] | {"figures": 0} == base.manifest["counts"] | {
        "documents": 6,
        "sections": 3 * len(base.records.sections),
        "chunks": 13,
        "figures": 0,
    }
    chunks = [index.records.chunk(place) for place in range(13)]
    assert [chunk.section.document.id for chunk in chunks] == [
        *["r07"] * 4, "leaflet", *["r07-1"] * 4, "leaflet-1", *["r07-2"] * 3
    ]  # fmt: skip
    assert len({chunk.id for chunk in chunks}) == 13


def test_small_index_is_left_as_it_was(home: IndexHome, tmp_path: Path) -> None:
    before = home.manifest("town")
    grown(home, 13)
    assert home.manifest("town") == before
