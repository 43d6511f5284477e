"""HTML pages: what stands alone becomes a line, as the ministry's own text files have it; the rest is left out."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.documents import Document, DocumentKind
from ingest.html import html_text, html_title
from ingest.reading import read_paper
from ingest.sources import Source, SourceError, read_sources

FOLDER = Path(__file__).parent
TEXT = (FOLDER / "paper-formats.txt").read_text("utf-8")
HTML = (FOLDER / "paper-formats.html").read_text("utf-8")

TREE = [
    ("第1部", "雲居町の電信"),
    ("第1部第1章", "線の移り変わり"),
    ("第1部第1章第1節", "線の広がり"),
    ("第1部第1章第1節1", "峠の線"),
    ("第1部第1章第1節1（1）", "柱の建て替え"),
    ("第1部第1章第1節1（1）ア", "谷の柱"),
    ("第1部第1章第1節1（1）ア（ア）", "上の谷"),
    ("第1部第1章第1節1（1）ア（イ）", "下の谷"),
    ("第1部第1章第1節1（1）イ", "尾根の柱"),
    ("第1部第1章第1節1（2）", "線の見回り"),
    ("第1部第1章第1節2", "里の線"),
    ("第1部第1章第2節", "電報の使われ方"),
    ("第1部第1章第2節1", "雪の知らせ"),
    ("第1部第1章第2節2", "薬の取り寄せ"),
    ("第1部第1章第2節コラム「打鍵機を直す人」", "打鍵機を直す人"),
    ("第1部第2章", "人の移り変わり"),
    ("第1部第2章第1節", "打ち手"),
    ("第1部第2章第1節1", "打ち手の数"),
    ("第1部第2章第1節2", "打ち手の育て方"),
    ("第2部", "電信のこれから"),
    ("第2部第3章", "冬への備え"),
    ("第2部第3章第1節", "備えの課題"),
    ("第2部第3章第1節1", "線の二重化"),
    ("第2部第3章第1節2", "蓄えの電池"),
    ("第2部第3章第2節", "備えの進め方"),
    ("第2部第3章第2節1", "町の役割"),
    ("第2部第3章第2節2", "里の役割"),
]


def lines(body: str) -> list[str]:
    return html_text(f"<!DOCTYPE html><html><body>{body}</body></html>".encode()).splitlines()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", TEXT.encode()),
        ("a.txt", TEXT.encode("cp932")),
        ("a.html", HTML.encode()),
        ("a.HTM", HTML.replace("UTF-8", "Shift_JIS").encode("cp932")),
    ],
    ids=["text", "text in Shift_JIS", "HTML", "HTML in Shift_JIS"],
)
def test_paper_has_the_same_sections_in_any_form(tmp_path: Path, name: str, data: bytes):
    (tmp_path / name).write_bytes(data)
    [source] = read_sources([tmp_path / name])

    assert [(section.label, section.title) for section in read_paper(source).sections] == TREE


def test_page_gives_the_very_lines_of_the_text_file():
    assert html_text(HTML.encode()) == TEXT


def test_edition_is_taken_from_the_title_of_the_page(tmp_path: Path):
    (tmp_path / "a.html").write_text(HTML, "utf-8")

    assert read_sources([tmp_path / "a.html"]) == [
        Source(Document("a", "令和5年版情報通信白書", "令和5年版", 2023, DocumentKind.WHITE_PAPER), TEXT)
    ]


def test_title_is_one_line_and_empty_where_there_is_none():
    assert html_title("<title>雲居町\n 白書</title><p>線".encode()) == "雲居町 白書"
    assert html_title("<p>線".encode()) == ""


@pytest.mark.parametrize(
    "data",
    [
        "<p>①線路</p>".encode(),
        "\ufeff<p>①線路</p>".encode(),
        "<p>①線路</p>".encode("utf-16"),
        "<p>①線路</p>".encode("cp932"),
        '<meta charset="Shift_JIS"><p>①線路</p>'.encode("cp932"),
        '<?xml version="1.0" encoding="Shift_JIS"?><html xmlns="http://www.w3.org/1999/xhtml"><p>①線路'.encode("cp932"),
        '<meta http-equiv="Content-Type" content="text/html; charset=x-sjis"><p>①線路</p>'.encode("cp932"),
        '<meta charset="Shift_JIS"><p>①線路</p>'.encode(),
        b'<meta charset="no-such-thing"><p>' + "①線路".encode("cp932"),
    ],
    ids=[
        "UTF-8",
        "byte order mark",
        "UTF-16",
        "undeclared",
        "declared",
        "XHTML",
        "declared the old way",
        "declared and since turned into UTF-8",
        "declared as nothing known",
    ],
)
def test_characters_come_out_the_same_from_any_encoding(data: bytes):
    assert html_text(data) == "①線路\n"


@pytest.mark.parametrize("encoding", ["euc-jp", "iso-2022-jp"])
def test_older_encodings_are_read_where_they_are_declared(encoding: str):
    assert html_text(f'<meta charset="{encoding}"><p>線路</p>'.encode(encoding)) == "線路\n"


def test_damaged_byte_is_shown_and_the_rest_is_read():
    assert html_text("<p>線路".encode() + b"\xff" + "の柱</p>".encode()) == "線路\ufffdの柱\n"


def test_line_breaks_of_the_source_are_none_of_the_text():
    assert lines("<p>線は\n  谷に沿い、\n<b>12\nkm</b> ある。</p>") == ["線は谷に沿い、12 km ある。"]


def test_line_break_of_the_page_is_one_of_the_text():
    assert lines("<p>線路<br>柱<br/><br></p>谷<div>尾根</div>") == ["線路", "柱", "谷", "尾根"]


def test_entities_become_characters():
    assert lines("<p>A&amp;B&nbsp;&#12354;&lt;柱&gt;</p>") == ["A&B あ<柱>"]


def test_readings_over_kanji_are_left_out():
    assert lines("<p><ruby><rb>栗</rb><rp>(</rp><rt>くり</rt><rp>)</rp></ruby>の木</p>") == ["栗の木"]


@pytest.mark.parametrize(
    "dropped",
    [
        "<script>document.write('<p>柱</p>')</script>",
        "<style>p { color: red }</style>",
        "<noscript>柱</noscript>",
        "<template><p>柱</p></template>",
        "<nav>柱</nav>",
        "<header><p>柱</p></header>",
        "<footer>柱</footer>",
        "<!-- 柱 -->",
        '<ul class="large breadcrumb"><li>柱</li></ul>',
        '<div id="globalNavi">柱</div>',
        '<div role="navigation">柱</div>',
        '<p class="skip-link">柱</p>',
        "<p hidden>柱</p>",
        '<img src="a.png" alt="柱">',
        "<select><option>柱</option></select>",
    ],
)
def test_what_is_no_content_is_left_out(dropped: str):
    assert lines(f"<p>線</p>{dropped}<p>路</p>") == ["線", "路"]


def test_header_of_a_part_of_the_page_stays():
    assert lines("<article><header><h2>第1節　線</h2></header><p>路</p><footer>（出典）台帳</footer></article>") == [
        "第1節　線",
        "路",
        "（出典）台帳",
    ]


def test_class_named_like_navigation_drops_no_heading_and_no_cell():
    assert lines('<h2 class="header">第1節　線</h2><table><tr><th class="menu">里</th><td>1</td></tr></table>') == [
        "第1節　線",
        "里\t1",
    ]


@pytest.mark.parametrize(
    ("heading", "line"),
    [
        ("<span>第1節</span><span>線路</span>", "第1節　線路"),
        ("第1節<br>線路", "第1節　線路"),
        ("<b>1</b>線路", "1　線路"),
        ("5Gの線路", "5Gの線路"),
        ("<span>第1節　</span> 線路", "第1節　線路"),
    ],
)
def test_heading_is_one_line_with_its_number_apart(heading: str, line: str):
    assert lines(f"<h3>{heading}</h3>") == [line]


def test_caption_and_source_are_lines_of_their_own():
    assert lines("<div>図表1-1-1-1　局の数（出典）台帳</div><p>局は増えた（図表1-1-1-1）。</p>") == [
        "図表1-1-1-1　局の数",
        "（出典）台帳",
        "局は増えた（図表1-1-1-1）。",
    ]


# Tables


def test_row_is_a_line_and_an_empty_cell_keeps_its_place():
    assert lines("<table><tr><th>里</th><th></th><th>山\nの</th></tr><tr><td>東<br>西<td><p>3</p><td></table>") == [
        "里\t\t山の",
        "東西\t3",
    ]


def test_cell_that_spans_rows_or_columns_is_said_in_each():
    table = """<table><tr><th rowspan="2">里</th><th colspan="2">線</th></tr><tr><th>春</th><th>秋</th></tr>
        <tr><td>東</td><td>1</td><td>2</td></tr></table>"""

    assert lines(table) == ["里\t線\t線", "里\t春\t秋", "東\t1\t2"]


def test_row_of_one_cell_is_text():
    assert lines("<table><tr><td>里</td><td>1</td></tr><tr><td colspan=2>（注）柱を除く<br>※ 略</td></tr></table>") == [
        "里\t1",
        "（注）柱を除く",
        "※ 略",
    ]


def test_table_that_only_lays_out_the_page_is_none():
    page = "<table><tr><td>前へ</td><td><h3>第1節　線</h3><p>路</p><table><tr><td>里<td>1</table></td></tr></table>"

    assert lines(page) == ["前へ", "第1節　線", "路", "里\t1"]


# Footnotes


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('局<sup><a href="#n">1</a></sup>は', "局1は"),
        ("局 <sup>(2)</sup>\nは", "局2は"),
        ("局<sup>※3</sup>は", "局※3は"),
        ('53%<sup><a href="#n">4</a></sup>に', "53%4に"),
        ('2024<sup><a href="#n">4</a></sup>に', "2024（注4）に"),
        ("10<sup>15</sup>倍", "10¹⁵倍"),
        ("3km<sup>2</sup>", "3km²"),
        ("5G<sup>1</sup>は", "5G1は"),
    ],
)
def test_raised_number_is_glued_to_its_word_and_an_exponent_stays_one(text: str, line: str):
    assert lines(f"<p>{text}</p>") == [line]


@pytest.mark.parametrize(
    "notes",
    [
        '<ol class="footnotes"><li>柱を除く。</li><li>略</li></ol>',
        '<div class="note"><ol><li><a href="#m1">1</a> 柱を除く。</li><li>2　略</li></ol></div>',
        '<div id="footnote"><ul><li>[1]<span>柱を除く。</span></li><li><b>2)</b> 略</li></ul></div>',
        '<section role="doc-endnotes"><dl><dt>1</dt><dd>柱を除く。</dd><dt>2</dt><dd>略</dd></dl></section>',
    ],
    ids=["numbered by the browser", "with links", "in brackets", "as definitions"],
)
def test_footnote_is_a_line_with_its_number(notes: str):
    assert lines(notes) == ["1　柱を除く。", "2　略"]


def test_list_that_holds_no_footnotes_gets_no_numbers():
    assert lines('<ol start="3"><li>柱</li><li>線</li></ol>') == ["柱", "線"]


# Many pages in one file


def test_pages_are_read_in_order_and_say_only_once_where_they_stand():
    page = '<section data-address="https://denshin.example.jp/{n}.html"><h2>第{c}章　線</h2><h3>第{s}節　柱</h3><p>{n}'
    pages = [(1, 1, 1), (2, 1, 1), (3, 1, 2), (4, 2, 2)]

    assert lines("".join(page.format(n=n, c=c, s=s) + "</p></section>" for n, c, s in pages)) == [
        *["第1章　線", "第1節　柱", "1", "2"],
        *["第2節　柱", "3"],
        *["第2章　線", "第2節　柱", "4"],
    ]


def test_what_the_site_says_on_most_pages_is_kept_once_but_a_source_is_kept():
    page = '<section data-address="a"><div>雲居町白書</div><p>柱{}</p><p>（出典）台帳</p></section>'

    assert lines("".join(page.format(n) for n in "一二三")) == [
        *["雲居町白書", "柱一", "（出典）台帳"],
        *["柱二", "（出典）台帳"],
        *["柱三", "（出典）台帳"],
    ]


# What cannot be read, and properties


def test_page_without_text_is_an_error_that_names_it(tmp_path: Path):
    (tmp_path / "a.html").write_text("<html><body><img src='a.png'></body></html>")

    with pytest.raises(SourceError, match=r"a\.html: HTML に本文がありません"):
        read_sources([tmp_path / "a.html"])


def test_bytes_that_are_no_page_are_an_error(tmp_path: Path):
    (tmp_path / "a.html").write_bytes(bytes(range(1, 256)))

    with pytest.raises(SourceError, match=r"a\.html: HTML ファイルではありません"):
        read_sources([tmp_path / "a.html"])


def test_deeply_nested_page_is_read():
    assert lines("<div>" * 5_000 + "線" + "</div>" * 5_000 + "路") == ["線", "路"]


TAGS = """<table> <tr> <td/rowspan=3> <td/colspan=99999999999> </table> <h2>第1章 <h3> </h3> <p> 図表1（出典）
<sup>1</sup> <sup> <ol/class=footnote/start=9> <li> <dl/id=notes> <dt>1 <dd> <section/data-address=x> </section>
<header> <nav> <ruby> <rt> <!-- <![CDATA[ <?xml?> <br> <svg> <template> <title> &#0; &#xd800; \x00 線 <plaintext>"""


@settings(deadline=None, max_examples=100)
@given(
    st.lists(st.sampled_from(TAGS.split()), max_size=30).map(" ".join), st.sampled_from(["utf-8", "cp932", "utf-16"])
)
def test_any_mixture_of_tags_gives_a_text(page: str, encoding: str):
    data = page.encode(encoding)
    text = html_text(data)

    assert text == "" or text.endswith("\n") and "\n\n" not in text
    assert "\n" not in html_title(data)


@settings(deadline=None, max_examples=100)
@given(st.binary(max_size=300))
def test_random_bytes_give_a_text(data: bytes):
    assert isinstance(html_text(data), str)
    assert isinstance(html_title(data), str)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from([line for line in TEXT.splitlines() if "\t" not in line]), max_size=20))
def test_no_paragraph_is_lost_and_order_is_kept(paragraphs: list[str]):
    assert lines("".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)) == paragraphs
