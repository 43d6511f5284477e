"""The statements of the newest edition, kept as they were read: the same as read anew, and only theirs."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import numpy as np
import pytest

import index.encodings
import index.folder
import index.pieces
from index.build import build_index
from index.embedder import BUNDLED, load_embedder
from index.encoder import encoded_question, encoded_statement
from index.encodings import Means, encodings_of, no_encodings, open_encodings, to_encode, write_encodings
from index.folder import IndexFolderError, IndexHome, OpenIndex
from index.search import FusedRetriever
from index.told import told_in
from ingest.chunks import Chunk
from ingest.documents import Document, DocumentKind
from ingest.sources import Source
from tests.passages import passage
from tests.town import PARCELS, PHONES, SOURCES, chunks, place_of, town


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def index_(home: Path) -> OpenIndex:
    return town(home)


def test_statements_of_the_newest_edition_are_kept_and_no_others(index_: OpenIndex) -> None:
    newest = [chunk.section.document.id == "r07" for chunk in chunks(index_)]
    assert index_.encodings.kept.tolist() == newest
    assert [index_.encodings.of(place) is not None for place in range(len(newest))] == newest


def test_kept_statement_is_the_statement_read_anew(index_: OpenIndex) -> None:
    for place, chunk in enumerate(chunks(index_)):
        read = index_.encodings.of(place)
        for number, told in enumerate(told_in(chunk) if read else ()):
            kept, anew = read(number), encoded_statement(told)
            np.testing.assert_array_equal(kept.own, anew.own)
            for rows, again in ((kept.lower, anew.lower), (kept.last, anew.last)):
                np.testing.assert_array_equal(rows.numbers, again.numbers)
                np.testing.assert_array_equal(rows.scales, again.scales)


def test_nearness_is_the_cosine_of_the_nearest_statement(index_: OpenIndex) -> None:
    question = "小包を出す人は？"
    vector, found = encoded_question(question).mean, index_.encodings.nearness(question)
    place = place_of(index_, PARCELS)
    assert found.argmax() == place
    told = told_in(index_.records.chunk(place))
    assert found[place] == pytest.approx(max(vector @ encoded_statement(one).mean for one in told), abs=0.01)
    assert (found[~index_.encodings.kept] == 0).all()


@pytest.mark.parametrize("question", ["", "？", "2,024"])
def test_nothing_is_near_a_question_without_a_letter(index_: OpenIndex, question: str) -> None:
    assert not index_.encodings.nearness(question).any()


def test_passages_carry_what_was_read(index_: OpenIndex) -> None:
    found = {p.chunk.text: p for p in FusedRetriever(index_).search("携帯電話の契約数は？", 10)}
    newer, older = (next(p for text, p in found.items() if of in text) for of in (PHONES, "千五百件"))
    assert newer.read is not None
    assert older.read is None
    assert newer.read(0).own.all()


def test_statements_are_read_once_for_all_indexes_of_a_home(
    home: Path, index_: OpenIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index.pieces, "encodings_of", None)
    build_index(IndexHome(home), "again", SOURCES, load_embedder(BUNDLED))
    again = IndexHome(home).open("again")
    assert again.encodings.kept.tolist() == index_.encodings.kept.tolist()


@pytest.mark.parametrize("damage", [lambda file: file.unlink(), lambda file: file.write_bytes(b"no vectors")])
@pytest.mark.parametrize("column", ["first", "own", "lower", "last.scales", "means"])
def test_damaged_column_is_a_damaged_index_and_is_mended_by_a_build(
    tmp_path: Path, column: str, damage: Callable[[Path], object]
) -> None:
    sound = town(tmp_path).encodings.kept.tolist()
    for file in [*tmp_path.glob(f"indexes/*/encoded.{column}.npy"), *tmp_path.glob(f"pieces/*/encoded.{column}.npy")]:
        damage(file)
    with pytest.raises(IndexFolderError, match="壊れています"):
        IndexHome(tmp_path).open("town")
    assert town(tmp_path).encodings.kept.tolist() == sound


def test_columns_that_do_not_fit_are_damaged(tmp_path: Path) -> None:
    write_encodings(tmp_path, no_encodings(3))
    np.save(tmp_path / "encoded.tokens.npy", np.array([0, 7]))
    with pytest.raises(ValueError, match="tokens"):
        open_encodings(tmp_path)


def test_index_that_another_encoder_read_is_to_be_built_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    town(tmp_path)
    monkeypatch.setattr(index.folder, "DIGEST", "another")
    with pytest.raises(IndexFolderError, match="モデルが変わりました"):
        IndexHome(tmp_path).open("town")


def test_means_are_the_same_when_they_were_written_as_json(index_: OpenIndex) -> None:
    means = index_.encodings.means
    again = Means.from_json(means.as_json())
    np.testing.assert_array_equal(again.nearness("電話"), means.nearness("電話"))
    assert again.kept.tolist() == means.kept.tolist()


def test_without_any_statement_nothing_is_near(tmp_path: Path) -> None:
    write_encodings(tmp_path, no_encodings(3))
    nothing = open_encodings(tmp_path)
    assert nothing.nearness("電話").tolist() == [0, 0, 0]
    assert not nothing.kept.any()
    assert nothing.of(1) is None


def test_statements_of_the_newest_edition_are_to_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def sources(*years: int | None) -> list[Source]:
        documents = [Document(f"{n}", "白書", None, year, DocumentKind.TEXT) for n, year in enumerate(years)]
        return [Source(document, "漁船。") for document in documents]

    assert to_encode(sources(2018, 2025, None, 2025)) == [False, True, False, True]
    assert to_encode(sources(None, None)) == [False, False]
    assert to_encode([]) == []
    monkeypatch.setattr(index.encodings, "MOST_CHARACTERS", 5)
    assert to_encode(sources(2018, 2025, 2025)) == [False, False, False]
    assert to_encode(sources(2018, 2025)) == [False, True]


def test_what_is_read_stops_at_an_interrupt() -> None:
    def interrupted(what: str, items: Iterable, total: int) -> Iterator:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        encodings_of(chunks_of("漁船は35隻である。" * 200), interrupted)


def chunks_of(text: str) -> list[Chunk]:
    return [passage(text).chunk]
