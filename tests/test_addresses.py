"""Official addresses: listed ones first, then the grammar of the site, then the contents page."""

import pytest

from ingest.addresses import SITE, Address, AddressBook, section_address
from ingest.documents import Document, DocumentKind

R07 = Document("r07", "令和7年版情報通信白書", "令和7年版", 2025, DocumentKind.WHITE_PAPER)
R05 = Document("r5", "令和5年版情報通信白書", "令和5年版", 2023, DocumentKind.WHITE_PAPER)
H30 = Document("h30", "平成30年版情報通信白書", "平成30年版", 2018, DocumentKind.WHITE_PAPER)


@pytest.mark.parametrize(
    ("label", "page"),
    [
        ("第Ⅰ部第1章第1節", "html/nd111000.html"),
        ("第Ⅰ部第1章第2節2", "html/nd112200.html"),
        ("第Ⅰ部第1章第2節2（1）", "html/nd112210.html"),
        ("第Ⅰ部第1章第2節2（1）ア（イ）", "html/nd112210.html"),
        ("第Ⅱ部第1章第12節1（2）", "html/nd21c120.html"),
        ("第Ⅱ部第2章第8節5（11）", "html/nd2285b0.html"),
        ("第Ⅱ部第1章第11節コラム「嵐の夜の電信」", "html/nd21b000.html"),
        ("第Ⅱ部第1章第11節コラム「2024年の嵐」", "html/nd21b000.html"),
    ],
)
def test_page_of_a_reiwa_edition_is_derived_from_the_label(label: str, page: str):
    assert section_address(R07, label, AddressBook(())) == Address(f"{SITE}/ja/r07/{page}", derived=True)


@pytest.mark.parametrize("label", ["第Ⅰ部", "第Ⅰ部第1章", "凡例", "付注1 ア", ""])
def test_label_without_a_page_of_its_own_leads_to_the_contents(label: str):
    assert section_address(R07, label, AddressBook(())) == Address(f"{SITE}/ja/r07/pdf/index.html", derived=True)


def test_one_digit_year_is_padded():
    assert section_address(R05, "第2部第4章第1節", AddressBook(())) == Address(
        f"{SITE}/ja/r05/html/nd241000.html", derived=True
    )


def test_heisei_edition_without_a_listed_page_leads_to_its_contents():
    assert section_address(H30, "第1部第1章第1節", AddressBook(())) == Address(
        f"{SITE}/ja/h30/index.html", derived=True
    )


LISTED = tuple(
    f"{SITE}/ja/r05/text/{name}.txt" for name in ("nd110000", "nd111000", "nd111100", "nd111120", "nd21c000")
)


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("第1部第1章", "nd110000"),
        ("第1部第1章第1節", "nd111000"),
        ("第1部第1章第1節1", "nd111100"),
        ("第1部第1章第1節1（2）", "nd111120"),
        ("第1部第1章第1節1（2）ア", "nd111120"),
        ("第1部第1章第1節1（3）", "nd111100"),
        ("第1部第1章第1節2", "nd111000"),
        ("第1部第1章第9節", "nd110000"),
        ("第2部第1章第12節3", "nd21c000"),
    ],
)
def test_listed_page_around_the_section_is_taken_as_it_stands(label: str, name: str):
    assert section_address(R05, label, AddressBook(LISTED)) == Address(f"{SITE}/ja/r05/text/{name}.txt", derived=False)


@pytest.mark.parametrize(
    ("label", "name"),
    [("第1章第2節1", "k1210000"), ("第1章第2節1（2）", "k1210000"), ("第3章第1節1", "k3110000")],
)
def test_pages_of_an_edition_without_parts_begin_with_the_chapter(label: str, name: str):
    edition = Document("h20", "平成20年版情報通信白書", "平成20年版", 2008, DocumentKind.WHITE_PAPER)
    listed = tuple(f"{SITE}/ja/h20/text/{page}.txt" for page in ("k1110000", "k1210000", "k3110000"))

    assert section_address(edition, label, AddressBook(listed)) == Address(
        f"{SITE}/ja/h20/text/{name}.txt", derived=False
    )


def test_listed_pages_of_another_chapter_are_not_taken():
    assert section_address(R05, "第1部第2章第1節", AddressBook(LISTED)) == Address(
        f"{SITE}/ja/r05/html/nd121000.html", derived=True
    )


@pytest.mark.parametrize(
    "document",
    [
        Document("a", "潮見町の電信", None, None, DocumentKind.TEXT),
        Document("a", "潮見町の電信", "令和7年版", 2025, DocumentKind.PAMPHLET),
        Document("a", "潮見町の電信", "令和7年版", 2025, DocumentKind.SLIDES),
        Document("a", "潮見町の電信", None, 2025, DocumentKind.WHITE_PAPER),
        Document("a", "潮見町の電信", "初版", 2025, DocumentKind.WHITE_PAPER),
    ],
    ids=["text", "pamphlet", "slides", "no edition", "edition of no era"],
)
def test_document_that_is_no_edition_of_the_paper_has_no_official_page(document: Document):
    assert section_address(document, "第1部第1章第1節", AddressBook(LISTED)) is None


def test_digest_leads_to_the_pages_of_its_edition():
    digest = Document("r07", "令和7年版情報通信白書", "令和7年版", 2025, DocumentKind.DIGEST)

    assert section_address(digest, "第Ⅰ部第1章第1節", AddressBook(())) == Address(
        f"{SITE}/ja/r07/html/nd111000.html", derived=True
    )


def test_address_of_another_scheme_is_no_page():
    book = AddressBook(["javascript:alert(1)//x/nd111000.txt", "https://example.jp/x/nd112000.txt"])
    assert [book.find("1", place) for place in ("1100", "1200")] == [None, "https://example.jp/x/nd112000.txt"]
