"""Fetching editions: names, catalogues, and a site on loopback that answers well or badly."""

import json
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from ingest.catalogue import Contents, find_pages, in_order
from ingest.downloads import Downloads, Outcome
from ingest.editions import Edition, Form, parse_edition
from ingest.errors import InputError
from ingest.fetch import Failure, Report, fetch_editions
from ingest.joining import Page, join_html, join_texts, links, read_page
from ingest.reading import read_paper
from ingest.site import USER_AGENT, FetchError, Manners, Site, SiteError
from ingest.sources import read_sources
from tests.site_server import SiteServer, as_html, half, running, slow, status, unmeasured, wrong_range

PAPER = "/johotsusintokei/whitepaper"
R05 = f"{PAPER}/ja/r05"
R07 = f"{PAPER}/ja/r07"
AT_ONCE = Manners(pause=0, timeout=10, attempts=3, first_wait=0)

TEXTS = {
    "nd110000": "第1章　灯台をつなぐ回線\r\n本章では、潮見町の灯台をつなぐ回線を述べる。",
    "nd111100": "第1節　光の届く距離\r\n1　島の中継所\r\n島の中継所は①北と②南の二つである。",
    "nd111200": "2　沖の中継所\r\n（1）浮き台\r\n浮き台は三つある。\r\n図表1-1-1-1　浮き台の数\r\n",
    "nd11120c": "コラム　髙﨑さんの日記\r\n嵐の夜に灯がともった。",
    "nd222100": "第2章　町の電信\r\n第1節　電信の利用\r\n1　利用する人\r\n町の人の半分が電信を使う。",
}
ADDRESSES = [f"{R05}/text/{name}.txt" for name in TEXTS]


def contents(*links: str) -> bytes:
    anchors = "".join(f'<li><a href="{link}">頁</a></li>' for link in links)
    return f"<!DOCTYPE html><html><body><ul>{anchors}</ul></body></html>".encode("cp932")


def html_page(title: str, text: str) -> bytes:
    head = '<head><meta http-equiv="Content-Type" content="text/html; charset=Shift_JIS"></head>'
    return f"<html>{head}<body><h1>{title}</h1><p>{text}</body></html>".encode("cp932")


@pytest.fixture
def site() -> Iterator[SiteServer]:
    """A site with 令和5年版 as text files and 令和7年版 as HTML and PDF."""
    pages = {
        "/robots.txt": b"User-agent: *\nDisallow: /johotsusintokei/whitepaper/ja/r04/\n",
        f"{R05}/index.html": contents(
            "text/index.html", "../../../menu/index.html", "https://example.com/nd111300.txt"
        ),
        f"{R05}/text/index.html": contents(*(f"{name}.txt" for name in TEXTS)),
        f"{R05}/html/index.html": contents(),
        **{f"{R05}/text/{name}.txt": text.encode("cp932") for name, text in TEXTS.items()},
        f"{R07}/index.html": contents("html/index.html"),
        f"{R07}/html/index.html": contents("nd110000.html", "nd210000.html"),
        f"{R07}/html/nd110000.html": contents("nd111110.html", "nd111120.html"),
        f"{R07}/html/nd111110.html": html_page("1　港の電信", "港から髙台まで届く。"),
        f"{R07}/html/nd111120.html": html_page("2　浜の電信", "浜から島まで届く。"),
        f"{R07}/html/nd210000.html": html_page("第Ⅱ部　町の今", "町の今を述べる。"),
        f"{R07}/pdf/00zentai.pdf": b"%PDF-1.7\n" + bytes(range(256)) * 400,
    }
    with running(pages) as server:
        yield server


def fetch(site: SiteServer, out: Path, *editions: str, **options: object) -> list[Report]:
    options = {"manners": AT_ONCE, **options}
    return list(fetch_editions(editions or ["r05"], out / "home", out=out, base=site.url + PAPER, **options))  # type: ignore[arg-type]


def sent(out: Path, address: str) -> Path:
    """Where the file at this path of the site is kept."""
    return out / "pages" / address.removeprefix(f"{PAPER}/ja/")


# Names of editions


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("r07", "r07"),
        ("R7", "r07"),
        ("令和7年版", "r07"),
        ("令和7", "r07"),
        ("令和７年版情報通信白書", "r07"),
        ("2025", "r07"),
        ("令和元年版", "r01"),
        ("2019", "r01"),
        ("2018", "h30"),
        ("平成25年版", "h25"),
        ("h25", "h25"),
        ("2013年", "h25"),
        ("2000", "h12"),
    ],
)
def test_edition_is_understood_as_people_write_it(given: str, code: str) -> None:
    assert parse_edition(given).code == code


@pytest.mark.parametrize("given", ["", "白書", "r0", "h11", "h31", "1999", "r07-2-2-8", "昭和48年版", "2025-07"])
def test_unknown_edition_is_named_in_the_error(given: str) -> None:
    with pytest.raises(InputError, match=repr(given)):
        parse_edition(given)


def test_edition_knows_its_title_year_publisher_and_best_form() -> None:
    def known(edition: Edition) -> tuple:
        return edition.name, edition.title, edition.year, edition.publisher, edition.best_form

    assert [known(parse_edition(code)) for code in ("h12", "r01", "r05", "r06")] == [
        ("平成12年版", "平成12年版通信白書", 2000, "郵政省", Form.TEXT),
        ("令和元年版", "令和元年版情報通信白書", 2019, "総務省", Form.TEXT),
        ("令和5年版", "令和5年版情報通信白書", 2023, "総務省", Form.TEXT),
        ("令和6年版", "令和6年版情報通信白書", 2024, "総務省", Form.HTML),
    ]


# The catalogue of an edition

EDITION = "https://site.example/w/ja/r05"


def names(form: Form, pages: dict[str, Iterable[str]]) -> tuple[list[str], list[str]]:
    """The pages found in an edition with these contents pages, and the contents pages that were read."""
    read = []

    def contents_at(address: str) -> Contents | None:
        path = address.removeprefix(f"{EDITION}/")
        read.append(path)
        return Contents(address, tuple(pages[path])) if path in pages else None

    return [address.removeprefix(f"{EDITION}/") for address in find_pages(EDITION, form, contents_at)], read


def test_pages_keep_the_order_of_the_fullest_contents_page() -> None:
    found, _ = names(
        Form.TEXT,
        {
            "index.html": ["text/j1124000.txt", "text/index.html"],
            "text/index.html": ["j1121000.txt", "j1122000.txt", "j112c000.txt", "j1123000.txt"],
        },
    )
    in_its_order = ["j1121000", "j1122000", "j112c000", "j1123000", "j1124000"]
    assert found == [f"text/{name}.txt" for name in in_its_order]


def test_pages_of_many_contents_pages_stand_in_base_36_order() -> None:
    chapters = ["nd110000", "nd1a0000", "nd120000"]
    assert in_order([["nd1a1000"], chapters, ["nd119000", "nd111000"], ["nd121000"], ["nd100000"]]) == [
        "nd100000",
        "nd110000",
        "nd111000",
        "nd119000",
        "nd1a0000",
        "nd1a1000",
        "nd120000",
        "nd121000",
    ]


def test_chapters_are_read_for_pages_that_no_other_contents_page_names() -> None:
    found, read = names(
        Form.HTML,
        {
            "index.html": ["html/nd110000.html", "html/nd120000.html", "html/nd121000.html"],
            "html/nd110000.html": ["nd111000.html", "nd112000.html", "../index.html"],
            "html/nd120000.html": ["nd121000.html", "nd122000.html"],
        },
    )
    wanted = ["nd110000", "nd111000", "nd112000", "nd120000", "nd121000"]
    assert found == [f"html/{name}.html" for name in wanted]
    assert "html/nd120000.html" not in read


def test_text_files_are_those_of_the_html_pages() -> None:
    found, _ = names(Form.TEXT, {"index.html": ["html/nd111000.html", "text/nd112000.txt", "html/nd113000.html"]})
    assert found == ["text/nd111000.txt", "text/nd112000.txt", "text/nd113000.txt"]


def test_links_out_of_the_edition_and_to_other_things_name_no_page() -> None:
    links = [
        "nd111000.html#f1",
        "http://site.example/w/ja/r05/html/nd112000.html?from=top",
        "https://other.example/w/ja/r05/html/nd113000.html",
        "../../r04/html/nd114000.html",
        "../../../../../etc/nd115000.html",
        "nb000000.html",
        "datashu.html",
        "contents.html",
        "../pdf/n1116000.pdf",
        "mailto:nd117000@site.example",
        "http://[nd118000.html",
        "",
    ]
    found, _ = names(Form.HTML, {"html/index.html": links})
    assert found == ["html/nd111000.html", "html/nd112000.html"]


def test_contents_are_looked_for_elsewhere_only_if_the_first_name_nothing() -> None:
    first = ["index.html", "text/index.html", "html/index.html"]
    assert names(Form.HTML, {"index.html": ["html/nd111000.html"]})[1] == first
    found, read = names(Form.HTML, {"html/nb000000.html": ["nd111000.html"]})
    assert (found, read[:3]) == (["html/nd111000.html"], first)
    assert names(Form.HTML, {})[0] == []


def test_no_more_contents_pages_are_read_than_a_volume_has_chapters() -> None:
    chapters = [f"html/nd{number:02d}0000.html" for number in range(10, 99)]
    found, read = names(Form.HTML, {"index.html": chapters})
    assert (len(found), len(read)) == (89, 60)


@pytest.mark.corpus
def test_grammar_takes_in_every_official_address_in_its_order(corpus: Path) -> None:
    for file in sorted((corpus / "urls").glob("*.txt")):
        listed = list(dict.fromkeys(file.read_text("utf-8").split()))
        edition = listed[0].partition("/text/")[0]
        pages = {"text/index.html": [address.removeprefix(f"{edition}/text/") for address in listed]}
        found, _ = names(Form.TEXT, pages)
        front = [address for address in listed if address.rpartition("/")[2].rstrip("0.tx").isalpha()]
        assert found == [address.removeprefix(f"{edition}/") for address in listed if address not in front]
        assert len(front) <= 3


def test_frames_and_areas_are_links_as_well() -> None:
    text = '<frame src="a.html"><map><area href="b.html"></map><a href="c.html">c</a><a name="d">d</a>'
    assert set(links(Page("", text))) == {"a.html", "b.html", "c.html"}
    assert links(Page("", '<?xml version="1.0"?><html><body><a href="e.html">e</a></body></html>')) == ("e.html",)
    assert links(Page("", "")) == ()


# A fetched edition


def test_text_edition_is_joined_and_read_back_as_a_section_tree(site: SiteServer, tmp_path: Path) -> None:
    (report,) = fetch(site, tmp_path, "令和5年版")

    assert report == Report(parse_edition("r05"), Form.TEXT, tmp_path, fetched=5, already_there=0)
    (source,) = read_sources([tmp_path])
    assert source.addresses == tuple(site.url + address for address in ADDRESSES)
    assert source.text == "".join(f"{text}\n".replace("\r\n", "\n") for text in TEXTS.values()).replace("\n\n", "\n")
    assert [(section.label, section.title) for section in read_paper(source).sections] == [
        ("第1部", ""),
        ("第1部第1章", "灯台をつなぐ回線"),
        ("第1部第1章第1節", "光の届く距離"),
        ("第1部第1章第1節1", "島の中継所"),
        ("第1部第1章第1節2", "沖の中継所"),
        ("第1部第1章第1節2（1）", "浮き台"),
        ("第1部第1章第1節コラム「髙﨑さんの日記」", "髙﨑さんの日記"),
        ("第2部", ""),
        ("第2部第2章", "町の電信"),
        ("第2部第2章第1節", "電信の利用"),
        ("第2部第2章第1節1", "利用する人"),
    ]


def test_manifest_describes_the_edition_and_files_stay_as_sent(site: SiteServer, tmp_path: Path) -> None:
    fetch(site, tmp_path)

    assert json.loads((tmp_path / "manifest.json").read_text("utf-8")) == {
        "documents": [
            {
                "id": "r05",
                "path": "r05.txt",
                "urls": "urls/r05.txt",
                "kind": "white-paper",
                "title": "令和5年版情報通信白書",
                "edition": "令和5年版",
                "year": 2018 + 5,
                "publisher": "総務省",
                "scope": "本文全体（公式テキスト版 5 ファイルを結合したもの）",
                "source": f"{site.url}{R05}/",
            }
        ]
    }
    assert [sent(tmp_path, address).read_bytes() for address in ADDRESSES] == [
        text.encode("cp932") for text in TEXTS.values()
    ]
    assert list(tmp_path.rglob("*.part")) == []


def test_html_edition_is_one_document_with_a_section_for_each_page(site: SiteServer, tmp_path: Path) -> None:
    (report,) = fetch(site, tmp_path, "r07")

    assert (report.form, report.fetched, report.missing) == (Form.HTML, 4, 0)
    soup = BeautifulSoup((tmp_path / "r07.html").read_bytes(), "lxml")
    sections = soup.select("html > body > section")
    addresses = [f"{site.url}{R07}/html/{name}.html" for name in ("nd110000", "nd111110", "nd111120", "nd210000")]
    assert [section["data-address"] for section in sections] == addresses
    assert [(section.h1.text, section.p.text) for section in sections[1:] if section.h1 and section.p] == [
        ("1　港の電信", "港から髙台まで届く。"),
        ("2　浜の電信", "浜から島まで届く。"),
        ("第Ⅱ部　町の今", "町の今を述べる。"),
    ]
    entry = json.loads((tmp_path / "manifest.json").read_text("utf-8"))["documents"][0]
    assert (entry["path"], entry["year"]) == ("r07.html", 2018 + 7)
    assert (tmp_path / entry["urls"]).read_text("utf-8").split() == addresses
    (source,) = read_sources([tmp_path])
    texts = ["港から髙台まで届く。", "浜から島まで届く。", "町の今を述べる。"]
    assert [line for line in source.text.splitlines() if line in texts] == texts
    # The chapter's page was read for its links, and not asked for again as a page.
    assert site.asked().count(f"{R07}/html/nd110000.html") == 1


def test_pdf_is_the_whole_volume_as_it_was_sent(site: SiteServer, tmp_path: Path) -> None:
    fetch(site, tmp_path, "r07", form=Form.PDF)

    entry = json.loads((tmp_path / "manifest.json").read_text("utf-8"))["documents"][0]
    assert (tmp_path / entry["path"]).read_bytes() == site.pages[f"{R07}/pdf/00zentai.pdf"]
    assert site.asked() == ["/robots.txt", f"{R07}/pdf/00zentai.pdf"]


def test_editions_fetched_into_one_folder_share_its_manifest(site: SiteServer, tmp_path: Path) -> None:
    other = {"id": "mine", "path": "mine.txt", "title": "私の文書"}
    (tmp_path / "mine.txt").write_text("覚え書き。", encoding="utf-8")
    (tmp_path / "manifest.json").write_text(json.dumps({"documents": [other]}), encoding="utf-8")
    fetch(site, tmp_path, "r05", "r07", "2023")
    fetch(site, tmp_path, "r07", form=Form.PDF)

    documents = json.loads((tmp_path / "manifest.json").read_text("utf-8"))["documents"]
    assert documents[0] == other
    assert [entry["path"] for entry in documents] == ["mine.txt", "r05.txt", "pages/r07/pdf/00zentai.pdf"]


def test_without_a_folder_each_edition_goes_into_its_own_in_the_home(site: SiteServer, tmp_path: Path) -> None:
    reports = fetch_editions(["r05", "r07"], tmp_path, base=site.url + PAPER, manners=AT_ONCE)
    folders = [report.folder for report in reports]
    assert folders == [tmp_path / "editions" / "r05", tmp_path / "editions" / "r07"]
    assert all((folder / "manifest.json").is_file() for folder in folders)


def test_damaged_manifest_stops_before_anything_is_asked(site: SiteServer, tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text("[]", encoding="utf-8")
    with pytest.raises(InputError, match="manifest.json"):
        fetch(site, tmp_path)
    assert site.asked() == []


def test_two_runs_at_once_do_not_share_a_folder(site: SiteServer, tmp_path: Path) -> None:
    def and_again(what: str, items: Iterable, total: int) -> Iterable:
        with pytest.raises(InputError, match="別の hakusho fetch"):
            fetch(site, tmp_path)
        return items

    assert fetch(site, tmp_path, progress=and_again)[0].missing == 0


# Pages and their text


def test_utf_8_and_shift_jis_pages_are_told_apart(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    for data in ("灯台①\r\n髙台".encode("cp932"), "灯台①\n髙台".encode(), "灯台①\r髙台".encode("utf-8-sig")):
        page.write_bytes(data)
        assert read_page("a", page) == Page("a", "灯台①\n髙台")


def test_damaged_pages_are_kept_and_reported(site: SiteServer, tmp_path: Path) -> None:
    site.pages[ADDRESSES[0]] = "第1章　灯台\n".encode("cp932") + b"\x81\x00\xff\n" + "町の灯。".encode("cp932")
    (report,) = fetch(site, tmp_path)
    assert report.damaged == (site.url + ADDRESSES[0],)
    text = (tmp_path / "r05.txt").read_text("utf-8")
    assert text.startswith("第1章　灯台\n")
    assert "\ufffd" in text


def test_joined_pages_each_end_their_line() -> None:
    assert join_texts([Page("a", "海"), Page("b", "山\n"), Page("c", "")]) == "海\n山\n\n"


def test_joined_html_keeps_marks_that_mean_something_in_html() -> None:
    page = Page('https://a.example/?a=1&b="2"', "<body><p>1 &lt; 2 &amp; 3<div>開いたまま")
    soup = BeautifulSoup(join_html("題 <1>", [page]), "lxml")
    assert [(s["data-address"], s.text) for s in soup.select("section")] == [(page.address, "1 < 2 & 3開いたまま")]
    assert soup.title
    assert soup.title.text == "題 <1>"


# Manners


def test_requests_come_one_at_a_time_with_a_name_and_a_pause(site: SiteServer, tmp_path: Path) -> None:
    slept: list[float] = []
    fetch(site, tmp_path, manners=Manners(pause=1.5), sleep=slept.append)

    assert site.connections == 1
    assert {headers["user-agent"] for _, headers in site.requests} == {USER_AGENT}
    contents_pages = [f"{R05}/index.html", f"{R05}/text/index.html", f"{R05}/html/index.html"]
    assert site.asked() == ["/robots.txt", *contents_pages, *ADDRESSES]
    assert slept == [1.5] * (3 + 5)


def test_longer_pause_of_robots_txt_is_kept(site: SiteServer, tmp_path: Path) -> None:
    site.pages["/robots.txt"] = b"User-agent: hakusho\nCrawl-delay: 7\n"
    slept: list[float] = []
    fetch(site, tmp_path, manners=Manners(pause=1.5), sleep=slept.append)
    assert set(slept) == {7.0}


def test_edition_that_robots_txt_forbids_is_not_asked_for(site: SiteServer, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="robots.txt が取得を認めていません"):
        fetch(site, tmp_path, "r04")
    assert site.asked() == ["/robots.txt"]


def test_page_that_robots_txt_forbids_is_reported_and_not_asked_for(site: SiteServer, tmp_path: Path) -> None:
    site.pages["/robots.txt"] = f"User-agent: *\nDisallow: {ADDRESSES[1]}\n".encode()
    (report,) = fetch(site, tmp_path)
    assert report.failed == (Failure(site.url + ADDRESSES[1], "サイトの robots.txt が取得を認めていません"),)
    assert ADDRESSES[1] not in site.asked()


def test_site_without_robots_txt_allows_everything(site: SiteServer, tmp_path: Path) -> None:
    del site.pages["/robots.txt"]
    assert fetch(site, tmp_path)[0].missing == 0


def test_nothing_is_fetched_if_robots_txt_cannot_be_read(site: SiteServer, tmp_path: Path) -> None:
    site.misbehave("/robots.txt", *[status(503)] * 3)
    with pytest.raises(SiteError, match="robots.txt を確かめられない"):
        fetch(site, tmp_path)
    assert site.asked() == ["/robots.txt"] * 3


def test_waits_grow_and_keep_to_what_the_site_asks(site: SiteServer, tmp_path: Path) -> None:
    slept: list[float] = []
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)
    site.misbehave(
        ADDRESSES[0], status(500), status(429, Retry_After="7"), status(503, Retry_After="soon"), status(502)
    )
    site.misbehave(ADDRESSES[1], status(503, Retry_After=later))
    manners = Manners(pause=0, attempts=5, first_wait=2, longest_wait=61)

    assert fetch(site, tmp_path, manners=manners, sleep=slept.append)[0].missing == 0
    assert slept[:4] == [2, 7, 8, 16]
    assert 50 < slept[4] <= 60
    assert len(slept) == 5


def test_site_that_asks_for_a_long_wait_is_left_alone(site: SiteServer, tmp_path: Path) -> None:
    site.misbehave(ADDRESSES[1], status(429, Retry_After="3600"))
    (report,) = fetch(site, tmp_path)

    reason = "サイトが 3600 秒後まで待つよう求めています"
    assert report.failed == (Failure(site.url + ADDRESSES[1], reason),)
    assert (report.fetched, report.untried, report.missing) == (1, 3, 4)
    assert ADDRESSES[2] not in site.asked()


def test_site_that_is_down_is_not_asked_for_every_page(site: SiteServer, tmp_path: Path) -> None:
    for address in ADDRESSES[1:]:
        site.misbehave(address, *[status(500)] * 3)
    (report,) = fetch(site, tmp_path)
    assert [failure.reason for failure in report.failed] == ["サイトの誤り（500）です"] * 3
    assert (report.fetched, report.untried) == (1, 1)
    assert ADDRESSES[4] not in site.asked()


def test_other_host_is_never_asked(site: SiteServer, tmp_path: Path) -> None:
    with running({"/stolen.txt": b"1"}) as other:
        site.misbehave(ADDRESSES[2], status(302, Location=f"{other.url}/stolen.txt"))
        (report,) = fetch(site, tmp_path)
        host = other.url.removeprefix("http://")
        assert report.failed == (Failure(site.url + ADDRESSES[2], f"別のサイト（{host}）へ転送されました"),)
        assert other.asked() == []


def test_redirects_within_the_host_are_followed_to_an_end(site: SiteServer, tmp_path: Path) -> None:
    # Links of a contents page count from where it was found.
    site.misbehave(f"{R05}/index.html", status(301, Location="html/contents.html"))
    site.pages[f"{R05}/html/contents.html"] = contents("nd222200.html")
    site.pages[f"{R05}/text/nd222200.txt"] = b"2"
    site.misbehave(ADDRESSES[0], *[status(302, Location=ADDRESSES[0])] * 6)
    (report,) = fetch(site, tmp_path)
    assert report.failed == (Failure(site.url + ADDRESSES[0], "転送が終わりません"),)
    assert report.fetched == 5


def test_redirect_to_what_robots_txt_forbids_is_not_followed(site: SiteServer, tmp_path: Path) -> None:
    site.misbehave(ADDRESSES[0], status(302, Location="/johotsusintokei/whitepaper/ja/r04/text/nd110000.txt"))
    (report,) = fetch(site, tmp_path)
    assert [failure.reason for failure in report.failed] == ["サイトの robots.txt が取得を認めていません"]
    assert not any("r04" in path for path in site.asked())


# What goes wrong


def test_passing_errors_leave_no_trace(site: SiteServer, tmp_path: Path) -> None:
    site.misbehave(f"{R05}/index.html", status(500))
    site.misbehave(ADDRESSES[0], status(503), half)
    site.misbehave(ADDRESSES[1], half, half)
    site.misbehave(ADDRESSES[3], slow)
    manners = Manners(pause=0, timeout=1, attempts=3, first_wait=0)
    assert fetch(site, tmp_path, manners=manners)[0].fetched == 5
    text = (tmp_path / "r05.txt").read_bytes()

    fetch(site, tmp_path / "again")
    assert (tmp_path / "again" / "r05.txt").read_bytes() == text


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (status(500), "サイトの誤り（500）です"),
        (status(403), "サイトの返事が 403 です"),
        (half, "返事が途中で切れました"),
        (slow, "時間内に返事がありません"),
        (as_html, ".txt のはずが HTML が返されました"),
    ],
)
def test_page_that_fails_leaves_the_manifest_unwritten_until_it_comes(
    site: SiteServer, tmp_path: Path, fault, reason: str
) -> None:
    site.misbehave(ADDRESSES[2], fault)
    manners = Manners(pause=0, timeout=1, attempts=1)
    (report,) = fetch(site, tmp_path, manners=manners)
    assert (report.fetched, report.missing) == (4, 1)
    assert report.failed == (Failure(site.url + ADDRESSES[2], reason),)
    assert not (tmp_path / "manifest.json").exists()

    site.asked()
    (report,) = fetch(site, tmp_path, manners=manners)
    assert (report.fetched, report.already_there, report.missing) == (1, 4, 0)
    assert [path for path in site.asked() if "/text/n" in path] == [ADDRESSES[2]]
    assert len(read_sources([tmp_path])) == 1


def test_contents_page_that_cannot_be_had_is_a_failure_not_an_empty_edition(site: SiteServer, tmp_path: Path) -> None:
    site.misbehave(f"{R05}/text/index.html", *[status(500)] * 3)
    with pytest.raises(FetchError, match="令和5年版の目次"):
        fetch(site, tmp_path)


def test_edition_without_contents_is_one_sentence_with_its_name(site: SiteServer, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="令和12年版の目次が見つかりません"):
        fetch(site, tmp_path, "r12")
    with pytest.raises(InputError, match="令和6年版の公式 PDF 版は"):
        fetch(site, tmp_path, "r06", form=Form.PDF)


def test_unknown_edition_stops_all_before_anything_is_asked(site: SiteServer, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="'x99'"):
        fetch(site, tmp_path, "r05", "x99")
    assert site.asked() == []


def test_page_that_the_site_does_not_have_is_left_out_and_told(site: SiteServer, tmp_path: Path) -> None:
    del site.pages[ADDRESSES[1]]
    (report,) = fetch(site, tmp_path)
    assert (report.fetched, report.missing, report.absent) == (4, 0, (site.url + ADDRESSES[1],))
    (source,) = read_sources([tmp_path])
    assert source.addresses == tuple(site.url + a for a in ADDRESSES if a != ADDRESSES[1])


def test_edition_that_is_mostly_not_there_is_refused(site: SiteServer, tmp_path: Path) -> None:
    for address in ADDRESSES[1:4]:
        del site.pages[address]
    with pytest.raises(InputError, match="5 ファイルのうち 3 がサイトにありません"):
        fetch(site, tmp_path)
    assert not (tmp_path / "manifest.json").exists()


def test_hundreds_of_pages_that_are_not_there_are_not_all_asked_for(site: SiteServer, tmp_path: Path) -> None:
    site.pages[f"{R05}/text/index.html"] = contents(*(f"nd3{number}00.txt" for number in range(100, 200)))
    with pytest.raises(InputError, match="20 ファイルのうち 20 がサイトにありません"):
        fetch(site, tmp_path)


def test_file_that_is_too_large_is_refused_whether_it_says_so_or_not(site: SiteServer, tmp_path: Path) -> None:
    site.pages[ADDRESSES[0]] = site.pages[ADDRESSES[3]] = bytes(100_000)
    site.misbehave(ADDRESSES[3], unmeasured)
    manners = Manners(pause=0, attempts=3, first_wait=0, largest=50_000)
    (report,) = fetch(site, tmp_path, manners=manners)
    too_large = [Failure(site.url + ADDRESSES[n], "0.05 MB を超えています") for n in (0, 3)]
    assert list(report.failed) == too_large
    assert site.asked().count(ADDRESSES[0]) == 1
    assert list(tmp_path.rglob("*.part")) == []


# Taking up again


def test_interrupted_fetch_goes_on_with_the_rest(site: SiteServer, tmp_path: Path) -> None:
    def until_the_third(what: str, items: Iterable, total: int) -> Iterator:
        for number, item in enumerate(items):
            if number == 3:
                raise KeyboardInterrupt
            yield item

    with pytest.raises(KeyboardInterrupt):
        fetch(site, tmp_path, progress=until_the_third)
    assert not (tmp_path / "manifest.json").exists()
    site.asked()

    (report,) = fetch(site, tmp_path)
    assert (report.fetched, report.already_there) == (2, 3)
    assert [path for path in site.asked() if "/text/n" in path] == ADDRESSES[3:]


def test_second_run_asks_only_for_robots_and_unchanged_contents(site: SiteServer, tmp_path: Path) -> None:
    fetch(site, tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    site.asked()

    assert fetch(site, tmp_path) == [Report(parse_edition("r05"), Form.TEXT, tmp_path, fetched=0, already_there=5)]
    assert all("if-none-match" in headers for path, headers in site.requests if path != "/robots.txt")
    roots = [f"{R05}/index.html", f"{R05}/text/index.html", f"{R05}/html/index.html"]
    assert site.asked() == ["/robots.txt", *roots]
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_refresh_brings_only_what_changed(site: SiteServer, tmp_path: Path) -> None:
    fetch(site, tmp_path)
    site.pages[ADDRESSES[1]] = "第1節　光の届かない距離\n".encode("cp932")
    del site.pages[ADDRESSES[3]]
    (report,) = fetch(site, tmp_path, refresh=True)
    assert (report.fetched, report.already_there, report.absent) == (1, 3, (site.url + ADDRESSES[3],))
    (source,) = read_sources([tmp_path])
    assert "光の届かない距離" in source.text
    assert "日記" not in source.text


def test_refresh_that_fails_leaves_the_edition_as_it_was(site: SiteServer, tmp_path: Path) -> None:
    fetch(site, tmp_path)
    before = read_sources([tmp_path])
    site.pages[ADDRESSES[0]] = "第1章　別の章\n".encode("cp932")
    site.misbehave(ADDRESSES[1], *[status(500)] * 3)
    assert fetch(site, tmp_path, refresh=True)[0].missing == 1
    assert read_sources([tmp_path]) == before


PDF = f"{R07}/pdf/00zentai.pdf"


@pytest.fixture
def downloads(site: SiteServer, tmp_path: Path) -> Iterator[Downloads]:
    with Site(site.url, AT_ONCE) as polite:
        yield Downloads(polite, site.url + R07, tmp_path / "pages" / "r07")


def begin(site: SiteServer, tmp_path: Path) -> int:
    """Fetch the PDF, of which only a half comes; returns how many bytes are there."""
    site.misbehave(PDF, half)
    fetch(site, tmp_path, "r07", form=Form.PDF, manners=Manners(pause=0, attempts=1))
    size = sent(tmp_path, PDF + ".part").stat().st_size
    site.asked()
    return size


def test_half_a_file_is_gone_on_with_where_it_stopped(site: SiteServer, tmp_path: Path) -> None:
    size = begin(site, tmp_path)
    whole = site.pages[PDF]
    assert size == len(whole) // 2

    fetch(site, tmp_path, "r07", form=Form.PDF)
    assert [headers.get("range") for path, headers in site.requests if path == PDF] == [f"bytes={size}-"]
    assert sent(tmp_path, PDF).read_bytes() == whole


def test_interrupt_in_the_middle_of_a_file_keeps_what_came(site: SiteServer, tmp_path: Path) -> None:
    def interrupted(seconds: float) -> None:
        raise KeyboardInterrupt

    site.misbehave(PDF, half)
    with pytest.raises(KeyboardInterrupt):
        fetch(site, tmp_path, "r07", form=Form.PDF, sleep=interrupted)
    size = len(site.pages[PDF]) // 2
    assert sent(tmp_path, PDF + ".part").read_bytes() == site.pages[PDF][:size]
    site.asked()

    fetch(site, tmp_path, "r07", form=Form.PDF)
    assert [headers.get("range") for path, headers in site.requests if path == PDF] == [f"bytes={size}-"]
    assert sent(tmp_path, PDF).read_bytes() == site.pages[PDF]


def test_half_a_file_that_changed_since_is_fetched_anew(site: SiteServer, tmp_path: Path) -> None:
    begin(site, tmp_path)
    site.pages[PDF] = b"%PDF-1.7\nanother"
    fetch(site, tmp_path, "r07", form=Form.PDF)
    assert sent(tmp_path, PDF).read_bytes() == b"%PDF-1.7\nanother"


def test_half_a_file_of_unknown_version_is_fetched_anew(site: SiteServer, tmp_path: Path) -> None:
    site.knows_versions = False
    begin(site, tmp_path)
    fetch(site, tmp_path, "r07", form=Form.PDF)
    assert [headers.get("range") for path, headers in site.requests if path == PDF] == [None]
    assert sent(tmp_path, PDF).read_bytes() == site.pages[PDF]


@pytest.mark.parametrize("fault", [wrong_range, status(416)])
def test_rest_that_does_not_fit_is_thrown_away_with_the_half(site: SiteServer, tmp_path: Path, fault) -> None:
    begin(site, tmp_path)
    site.misbehave(PDF, fault)
    fetch(site, tmp_path, "r07", form=Form.PDF)
    assert sent(tmp_path, PDF).read_bytes() == site.pages[PDF]


def test_lost_notes_on_versions_cost_only_another_download(site: SiteServer, tmp_path: Path) -> None:
    fetch(site, tmp_path)
    (tmp_path / "pages" / "r05" / "validators.json").write_text("{", encoding="utf-8")
    assert fetch(site, tmp_path, refresh=True)[0].fetched == 5


def test_file_is_asked_for_once_however_often_it_is_wanted(site: SiteServer, downloads: Downloads) -> None:
    outcomes = [downloads.bring(site.url + PDF, renew=renew).outcome for renew in (False, True, False)]
    assert outcomes == [Outcome.FETCHED] * 3
    assert site.asked() == ["/robots.txt", PDF]


# The command


@pytest.fixture
def hakusho(site: SiteServer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Run the command in this process, with the loopback site for the official one."""
    from ui.cli import main

    monkeypatch.setattr("ingest.fetch.SITE", site.url + PAPER)

    def run(*arguments: str) -> tuple[object, str, str]:
        monkeypatch.setattr(sys, "argv", ["hakusho", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return ended.value.code, said.out, said.err

    return run


def test_command_tells_what_it_fetched_and_what_comes_next(hakusho, tmp_path: Path) -> None:
    folder = tmp_path / "home" / "editions" / "r05"
    code, out, err = hakusho("fetch", "令和5年版", "--pause", "0")
    assert (code, out) == (0, f"令和5年版情報通信白書：取得 5、取得済み 0（{folder}）\n")
    assert err == f"次に：HAKUSHO_CORPUS={folder} hakusho index\n"
    code, _, err = hakusho("fetch", "r05", "r07", "--pause", "0")
    assert (code, err) == (0, f"次に：hakusho index {folder} {folder.parent / 'r07'}\n")


def test_command_says_how_many_are_missing_and_ends_with_1(hakusho, site: SiteServer) -> None:
    site.misbehave(ADDRESSES[4], status(403))
    code, _, err = hakusho("fetch", "r05", "--pause", "0")
    assert code == 1
    assert err.splitlines() == [
        f"  {site.url}{ADDRESSES[4]}：サイトの返事が 403 です",
        "hakusho: 令和5年版はあと 1 ファイル足りません。もう一度 `hakusho fetch r05` を実行すると続きから取得します。",
    ]


def test_command_ends_with_2_and_a_sentence_for_an_unknown_edition(hakusho) -> None:
    code, out, err = hakusho("fetch", "明治8年版")
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert "'明治8年版'" in err
