"""Finding and reading documents: manifests, folders, bare files, and what is wrong with them."""

import json
import re
from pathlib import Path

import pytest

from ingest.documents import Document, DocumentKind
from ingest.sources import MAX_BYTES, Source, SourceError, read_sources, read_text


def manifest(folder: Path, *documents: dict) -> Path:
    path = folder / "manifest.json"
    path.write_text(json.dumps({"documents": list(documents)}, ensure_ascii=False), encoding="utf-8")
    return path


def test_manifest_gives_documents_with_their_text_and_addresses_in_order(tmp_path: Path):
    (tmp_path / "a.txt").write_text("海の電信\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text("山の電信\n", encoding="utf-8")
    (tmp_path / "urls.txt").write_text("https://a.example/1.txt\nhttps://a.example/2.txt\n", encoding="utf-8")
    path = manifest(
        tmp_path,
        {"id": "b", "path": "b.txt", "title": "山"},
        {
            "id": "a",
            "path": "a.txt",
            "urls": "urls.txt",
            "kind": "white-paper",
            "title": "海",
            "edition": "令和5年版",
            "year": 2023,
            "publisher": "潮見町",
            "part": "Ⅱ",
            "chapter": 2,
            "section": 8,
        },
    )

    assert read_sources([path]) == [
        Source(Document("b", "山", None, None, DocumentKind.TEXT), "山の電信\n"),
        Source(
            Document("a", "海", "令和5年版", 2023, DocumentKind.WHITE_PAPER, "潮見町", "Ⅱ", 2, 8),
            "海の電信\n",
            ("https://a.example/1.txt", "https://a.example/2.txt"),
        ),
    ]


@pytest.mark.parametrize(
    ("field", "value"), [("year", "2024"), ("edition", 5), ("title", None), ("chapter", "x"), ("section", 1.5)]
)
def test_field_of_the_wrong_kind_is_named(tmp_path: Path, field: str, value: object):
    (tmp_path / "a.txt").write_text("海", "utf-8")
    entry = {"id": "a", "path": "a.txt", "title": "海", field: value}
    (tmp_path / "manifest.json").write_text(json.dumps({"documents": [entry]}), "utf-8")
    with pytest.raises(SourceError, match=f"文書 'a' の {field} は使えません"):
        read_sources([tmp_path])


def test_folder_with_a_manifest_is_read_by_its_manifest(tmp_path: Path):
    (tmp_path / "a.txt").write_text("海", encoding="utf-8")
    (tmp_path / "not-listed.txt").write_text("山", encoding="utf-8")
    manifest(tmp_path, {"id": "a", "path": "a.txt", "title": "海"})

    assert read_sources([tmp_path]) == [Source(Document("a", "海", None, None, DocumentKind.TEXT), "海")]


def test_folder_without_a_manifest_gives_its_text_files_by_name(tmp_path: Path):
    (tmp_path / "inner").mkdir()
    (tmp_path / "b.txt").write_text("二", encoding="utf-8")
    (tmp_path / "a.txt").write_text("一", encoding="utf-8")
    (tmp_path / "inner" / "c.txt").write_text("三", encoding="utf-8")
    (tmp_path / "notes.md").write_text("読まない", encoding="utf-8")

    assert [(s.document.id, s.text) for s in read_sources([tmp_path])] == [("a", "一"), ("b", "二"), ("c", "三")]


def test_folder_without_a_manifest_takes_pages_of_html_and_pdf_too(tmp_path: Path):
    (tmp_path / "a.txt").write_text("一", encoding="utf-8")
    (tmp_path / "b.HTML").write_text("<p>二</p>", encoding="utf-8")
    (tmp_path / "c.htm").write_text("<p>三</p>", encoding="utf-8")
    (tmp_path / "d.html").mkdir()
    (tmp_path / "e.Pdf").write_bytes(b"")

    with pytest.raises(SourceError, match=r"e\.Pdf: ファイルが空です"):
        read_sources([tmp_path])
    (tmp_path / "e.Pdf").unlink()
    assert [(s.document.id, s.text) for s in read_sources([tmp_path])] == [("a", "一"), ("b", "二\n"), ("c", "三\n")]


def test_manifest_may_list_html(tmp_path: Path):
    (tmp_path / "a.html").write_text("<title>令和5年版情報通信白書</title><p>海</p>", encoding="utf-8")
    manifest(tmp_path, {"id": "a", "path": "a.html", "title": "海"})

    assert read_sources([tmp_path]) == [Source(Document("a", "海", None, None, DocumentKind.TEXT), "海\n")]


@pytest.mark.parametrize(
    ("first_page", "title", "edition", "year"),
    [
        (" 令和 7 年版 情報通信白書の公表にあたって", "令和7年版情報通信白書", "令和7年版", 2018 + 7),
        ("平成12年版通信白書", "平成12年版情報通信白書", "平成12年版", 1988 + 12),
        ("令和元年版　情報通信白書", "令和元年版情報通信白書", "令和元年版", 2018 + 1),
        ("昭和48年版通信白書", "昭和48年版情報通信白書", "昭和48年版", 1925 + 48),
    ],
)
def test_bare_white_paper_is_described_by_its_first_page(
    tmp_path: Path, first_page: str, title: str, edition: str, year: int
):
    (tmp_path / "paper.txt").write_text(first_page, encoding="utf-8")

    [source] = read_sources([tmp_path / "paper.txt"])

    assert source.document == Document("paper", title, edition, year, DocumentKind.WHITE_PAPER)


def test_other_bare_file_is_a_text_named_after_the_file(tmp_path: Path):
    (tmp_path / "潮見町.txt").write_text("潮見町の電信", encoding="utf-8")

    [source] = read_sources([tmp_path / "潮見町.txt"])

    assert source.document == Document("潮見町", "潮見町", None, None, DocumentKind.TEXT)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("潮見町の電信①".encode("cp932"), "潮見町の電信①"),
        ("潮見町\r\nの\r電信\n".encode(), "潮見町\nの\n電信\n"),
        ("\ufeff潮見町".encode(), "潮見町"),
    ],
    ids=["Shift_JIS", "line ends", "byte order mark"],
)
def test_text_comes_out_the_same_from_any_encoding_and_line_end(tmp_path: Path, data: bytes, text: str):
    (tmp_path / "a.txt").write_bytes(data)

    assert read_text(tmp_path / "a.txt") == text


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "a.txt: ファイルが空です"),
        (b" \n\t\n", "a.txt: ファイルが空です"),
        (b"%PDF-1.7\n\0\0", "a.txt: テキストファイルではありません"),
        (b"caf\xe9 \x81", "a.txt: UTF-8 か Shift_JIS のテキストファイルではありません"),
    ],
    ids=["empty", "only white space", "binary", "neither encoding"],
)
def test_file_without_text_is_an_error_that_names_it(tmp_path: Path, data: bytes, message: str):
    (tmp_path / "a.txt").write_bytes(data)

    with pytest.raises(SourceError, match=re.escape(message)):
        read_sources([tmp_path / "a.txt"])


@pytest.mark.parametrize("odd", ["\x08", "\x1b", "\x85", "\ue000"], ids=["backspace", "escape", "C1", "private"])
def test_text_full_of_characters_that_nobody_writes_is_no_text(tmp_path: Path, odd: str):
    (tmp_path / "few.txt").write_text("潮" * 99 + odd, encoding="utf-8")
    (tmp_path / "many.txt").write_text("潮" * 98 + odd * 2, encoding="utf-8")

    assert read_text(tmp_path / "few.txt") == "潮" * 99 + odd
    with pytest.raises(SourceError, match=r"many\.txt: テキストファイルではありません"):
        read_text(tmp_path / "many.txt")


def test_bytes_that_happen_to_be_shift_jis_are_no_text(tmp_path: Path):
    (tmp_path / "a.txt").write_bytes(bytes(range(1, 0x80)) * 3 + bytes(range(0xA1, 0xE0)))

    with pytest.raises(SourceError, match=r"a\.txt: テキストファイルではありません"):
        read_text(tmp_path / "a.txt")


def test_white_space_of_any_kind_is_text(tmp_path: Path):
    (tmp_path / "a.txt").write_text("\t局\r\n\f線\n", encoding="utf-8", newline="")

    assert read_text(tmp_path / "a.txt") == "\t局\n\f線\n"


def test_file_over_the_limit_is_an_error_with_the_limit(tmp_path: Path):
    with (tmp_path / "a.txt").open("wb") as file:
        file.truncate(MAX_BYTES + 1)

    with pytest.raises(SourceError, match=r"a\.txt: 64 MB を超えています"):
        read_text(tmp_path / "a.txt")


def test_missing_path_is_an_error_that_names_it(tmp_path: Path):
    with pytest.raises(SourceError, match=r"nowhere: ファイルもフォルダーもありません"):
        read_sources([tmp_path / "nowhere"])


def test_folder_without_text_files_is_an_error(tmp_path: Path):
    with pytest.raises(SourceError, match=r"manifest\.json も \.txt ファイルもありません"):
        read_sources([tmp_path])


def test_no_paths_is_an_error():
    with pytest.raises(SourceError, match="文書がありません"):
        read_sources([])


def test_manifest_that_lists_nothing_is_an_error(tmp_path: Path):
    with pytest.raises(SourceError, match="文書がありません"):
        read_sources([manifest(tmp_path)])


def test_file_that_the_manifest_lists_but_is_missing_is_an_error(tmp_path: Path):
    path = manifest(tmp_path, {"id": "a", "path": "gone.txt", "title": "海"})

    with pytest.raises(SourceError, match=r"gone\.txt: ファイルがありません"):
        read_sources([path])


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ('{"documents": [', "文書の一覧として読めません（JSONDecodeError"),
        ('{"papers": []}', "文書の一覧として読めません（KeyError: 'documents'"),
        ("[]", "文書の一覧として読めません（TypeError"),
        ('{"documents": ["a.txt"]}', "文書の一覧として読めません（AttributeError"),
        ('{"documents": [{"id": "a", "title": "海"}]}', "文書の一覧として読めません（KeyError: 'path'"),
        ('{"documents": [{"path": "a.txt", "title": "海"}]}', "文書の一覧として読めません（KeyError: 'id'"),
    ],
    ids=["broken JSON", "no documents", "a list", "a string for a document", "no path", "no id"],
)
def test_broken_manifest_is_an_error_that_names_it_and_says_why(tmp_path: Path, written: str, message: str):
    (tmp_path / "a.txt").write_text("海", encoding="utf-8")
    (tmp_path / "manifest.json").write_text(written, encoding="utf-8")

    with pytest.raises(SourceError, match=r"manifest\.json: " + re.escape(message)):
        read_sources([tmp_path])


def test_unknown_kind_is_an_error_that_names_the_known_ones(tmp_path: Path):
    (tmp_path / "a.txt").write_text("海", encoding="utf-8")
    path = manifest(tmp_path, {"id": "a", "path": "a.txt", "title": "海", "kind": "novel"})

    with pytest.raises(SourceError, match=r"文書 'a' の kind 'novel' は使えません。使えるのは white-paper、digest"):
        read_sources([path])


def test_two_documents_of_one_id_are_an_error(tmp_path: Path):
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text(folder, encoding="utf-8")

    with pytest.raises(SourceError, match="同じ id 'a' の文書が二つあります"):
        read_sources([tmp_path / "one" / "a.txt", tmp_path / "two" / "a.txt"])
