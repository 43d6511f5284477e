"""PDF: the lines of two columns put together again, headings printed twice, and what cannot be read."""

import logging
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

import ingest.pdf
import ingest.sources
from ingest.pdf import PdfText, read_pdf
from ingest.reading import read_paper
from ingest.sources import Source, SourceError, read_sources

FORMATS = Path(__file__).parent / "paper-formats.txt"
IPA_GOTHIC = Path("/usr/share/fonts/opentype/ipaexfont-gothic/ipaexg.ttf")
GOTHIC = "HeiseiKakuGo-W5"
WIDTH, HEIGHT, MARGIN = 420, 595, 50
COLUMN, GUTTER = 150, 20
TOP, BOTTOM = HEIGHT - 60, 60

BODY, NOTE = 9.0, 7.0
# How each kind of line is set: its size, and whether it goes over both columns. Other lines are text.
STYLES = (
    (r"第\d部　", 16.0, True),
    (r"第\d章　", 14.0, True),
    (r"第\d節　", 12.0, False),
    (r"\d　|コラム　", 10.5, False),
    (r"（.）　|[アイ]　", BODY, False),
    (r"図表", 8.0, False),
    (r"（出典）", NOTE, False),
)
FOOTNOTE = re.compile(r"\d　.+。")
RAISED = re.compile(r"(?<=[局る])(\d)(?=[を。])")


def tree(source: Source) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(section.label, section.title, section.figures) for section in read_paper(source).sections]


def canvas(path: Path, **options: object) -> Canvas:
    pdfmetrics.registerFont(UnicodeCIDFont(GOTHIC))
    made = Canvas(str(path), pagesize=(WIDTH, HEIGHT), **options)
    made.setFont(GOTHIC, BODY)
    return made


def drawn(path: Path, *pages: Iterable[tuple[float, float, str] | tuple[float, float, str, float]]) -> Path:
    """A PDF with each text at its place, in the body's size or its own."""
    made = canvas(path)
    for page in pages:
        for x, y, text, *size in page:
            made.setFont(GOTHIC, *(size or [BODY]))
            made.drawString(x, y, text)
        made.showPage()
    made.save()
    return path


def column(left: float, top: float, lines: Iterable[str], size: float = BODY) -> list[tuple[float, float, str, float]]:
    return [(left, top - 1.6 * size * place, line, size) for place, line in enumerate(lines)]


class Typesetter:
    """Sets a paper in two columns, each footnote at the foot of the column that bears its mark."""

    def __init__(self, path: Path, paper: str) -> None:
        self.canvas = canvas(path)
        self.lines = [line for line in paper.splitlines() if not FOOTNOTE.fullmatch(line)]
        self.notes = {line[0]: line for line in paper.splitlines() if FOOTNOTE.fullmatch(line)}
        self.page, self.column, self.top, self.y, self.foot = 1, 0, TOP, TOP, list[str]()

    def save(self) -> None:
        for line in self.lines:
            size, wide = next(((s, w) for pattern, s, w in STYLES if re.match(pattern, line)), (None, False))
            if wide:
                self.heading(line, size or BODY)
            elif "\t" in line:
                self.cells(line.split("\t"))
            else:
                self.paragraph(line if size else f"　{line}", size or BODY)
        self.end_page()
        self.canvas.save()

    def heading(self, text: str, size: float) -> None:
        """Over both columns, on a new page unless it follows another."""
        if self.column or self.y < self.top:
            self.end_page()
        self.write(MARGIN, self.top - size, text, size)
        self.top = self.y = self.top - 2 * size

    def paragraph(self, text: str, size: float) -> None:
        self.y -= 0.4 * (size if size != BODY else 0)
        for line in wrapped(text, size):
            marked = [part for mark in RAISED.findall(line) for part in wrapped(self.notes[mark], NOTE)]
            self.take(1.6 * size, marked)
            self.write(self.left, self.y, line, size)

    def cells(self, texts: list[str]) -> None:
        self.take(13, [])
        for place, text in enumerate(texts):
            self.write(self.left + 50 * place, self.y, text, 8)

    @property
    def left(self) -> float:
        return MARGIN + self.column * (COLUMN + GUTTER)

    def take(self, height: float, notes: list[str]) -> None:
        """Go down by this height, or to the next column where it and the notes do not fit."""
        if self.y - height < BOTTOM + 11 * len([*self.foot, *notes]):
            self.end_column()
        self.y -= height
        self.foot += notes

    def end_column(self) -> None:
        for place, note in enumerate(reversed(self.foot)):
            self.write(self.left, BOTTOM + 11 * place, note, NOTE)
        self.column, self.y, self.foot = self.column + 1, self.top, []
        if self.column == 2:
            self.end_page()

    def end_page(self) -> None:
        if self.column < 2 and self.foot:
            self.end_column()
        self.write(MARGIN, HEIGHT - 40, "雲居町電信白書", 8)
        self.write(WIDTH / 2, 30, str(self.page), 8)
        self.canvas.showPage()
        self.page, self.column, self.top, self.y = self.page + 1, 0, TOP, TOP

    def write(self, x: float, y: float, text: str, size: float) -> None:
        """The text with its footnote marks small and raised."""
        for part in RAISED.split(text) if size == BODY else [text]:
            small = size == BODY and part.isdecimal() and len(part) == 1
            self.canvas.setFont(GOTHIC, size * (0.6 if small else 1))
            self.canvas.drawString(x, y + (0.4 * size if small else 0), part)
            x += pdfmetrics.stringWidth(part, GOTHIC, size * (0.6 if small else 1))


def wrapped(text: str, size: float) -> Iterator[str]:
    """The text in lines as wide as a column; a mark that may not begin a line hangs over the edge."""
    line = ""
    for character in text:
        full = pdfmetrics.stringWidth(line + character, GOTHIC, size) > COLUMN
        if full and character not in "、。」）":
            yield line
            line = ""
        line += character
    yield line


@pytest.fixture(scope="session")
def formats_pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The paper in two columns, called as its text file is."""
    path = tmp_path_factory.mktemp("pdf") / "paper-formats.pdf"
    Typesetter(path, FORMATS.read_text("utf-8")).save()
    return path


def test_paper_in_two_columns_has_the_sections_of_its_text(formats_pdf: Path):
    assert tree(*read_sources([formats_pdf])) == tree(*read_sources([FORMATS]))


def test_every_line_of_the_paper_is_put_together_again(formats_pdf: Path):
    lines = read_pdf(formats_pdf).text.replace("\f", "").splitlines()
    written = [RAISED.sub(r"＊\1", line) for line in FORMATS.read_text("utf-8").splitlines()]
    notes = [line for line in written if FOOTNOTE.fullmatch(line)]

    assert [line for line in lines if not line.startswith("＊")] == [line for line in written if line not in notes]
    assert [line for line in lines if line.startswith("＊")] == [f"＊{note}" for note in notes]


def test_pages_begin_where_a_form_feed_stands(formats_pdf: Path):
    [source] = read_sources([formats_pdf])
    lines = source.text.split("\n")

    assert [number for number, line in enumerate(lines, 1) if line.startswith("\f")] == list(source.page_starts[1:])
    assert [lines[start - 1].strip("\f") for start in source.page_starts] == [
        "第1部　雲居町の電信",
        "（出典）雲居町「線路台帳」を基に作成",
        "第2章　人の移り変わり",
        "第2部　電信のこれから",
    ]


def test_page_without_text_begins_where_the_next_one_does(tmp_path: Path):
    path = drawn(tmp_path / "a.pdf", [], [(50, 500, "浜の線")], [], [(50, 500, "山の線")], [])

    assert read_pdf(path) == PdfText("\f浜の線\n\f山の線\n", (1, 1, 2, 2, 3))


LEFT_COLUMN, RIGHT_COLUMN = MARGIN, MARGIN + COLUMN + GUTTER
FULL = "浜の線は潮風にさらされて傷むため五"  # seventeen characters, as wide as a column holds


def test_sentence_reads_on_in_the_next_column_and_page_with_notes_and_figures_between(tmp_path: Path):
    first, second, third, fourth = ([f"{n}{FULL[1:]}" for n in mark * 6] for mark in "一二三四")
    page = [
        *column(LEFT_COLUMN, 500, first),
        *column(LEFT_COLUMN, 300, ["※　線路掛の日誌による。"], NOTE),
        *column(RIGHT_COLUMN, 500, second),
    ]
    caption = column(LEFT_COLUMN, 500, ["図表1-1-1-1　線の長さ"], 8)
    rest = [*caption, *column(LEFT_COLUMN, 450, third), *column(RIGHT_COLUMN, 500, fourth)]

    assert read_pdf(drawn(tmp_path / "a.pdf", page, rest)) == PdfText(
        "".join([*first, *second, *third, *fourth]) + "\n※　線路掛の日誌による。\n\f図表1-1-1-1　線の長さ\n", (1, 3)
    )


def test_new_paragraph_begins_where_a_row_is_indented_or_short_or_farther_down(tmp_path: Path):
    ended = FULL[:-1] + "。"
    rows = [FULL, ended, "　" + FULL[:-1], "短い。", FULL, FULL]
    apart = column(LEFT_COLUMN, 300, [FULL, FULL])

    assert read_pdf(drawn(tmp_path / "a.pdf", [*column(LEFT_COLUMN, 500, rows), *apart])).text.splitlines() == [
        FULL + ended,
        FULL[:-1] + "短い。",
        FULL + FULL,
        FULL + FULL,
    ]


def test_short_heading_over_both_columns_comes_after_what_stands_above_it(tmp_path: Path):
    columns = [[f"{n}{FULL[1:-1]}。" for n in mark * 4] for mark in "一二三四"]
    page = [
        *column(LEFT_COLUMN, 500, columns[0]),
        *column(RIGHT_COLUMN, 500, columns[1]),
        (LEFT_COLUMN, 400, "第2節　山の線", 14),
        *column(LEFT_COLUMN, 350, columns[2]),
        *column(RIGHT_COLUMN, 350, columns[3]),
    ]

    assert read_pdf(drawn(tmp_path / "a.pdf", page)).text.splitlines() == [
        "".join(columns[0]),
        "".join(columns[1]),
        "第2節　山の線",
        "".join(columns[2]),
        "".join(columns[3]),
    ]


def test_table_over_the_whole_page_is_read_by_rows_and_not_as_columns(tmp_path: Path):
    rows = [("里", "2008年", "2024年"), ("東の里", "14", "21"), ("西の里", "9", "17"), ("北の里", "3", "5")]
    page = [
        (50 + 120 * place, 500 - 15 * row, text) for row, cells in enumerate(rows) for place, text in enumerate(cells)
    ]

    assert read_pdf(drawn(tmp_path / "a.pdf", page)).text.splitlines() == ["\t".join(row) for row in rows]


def test_heading_whose_number_stands_apart_is_one_line(tmp_path: Path):
    page = [(50, 500, "第3節"), (110, 500, "浜の線"), (50, 470, "（2）"), (80, 470, "山の線")]

    assert read_pdf(drawn(tmp_path / "a.pdf", page)).text.splitlines() == ["第3節　浜の線", "（2）　山の線"]


def test_raised_number_is_a_footnote_mark_or_an_exponent(tmp_path: Path):
    page = [(50, 500, "局"), (59, 504, "12", 5), (66, 500, "は"), (50, 450, "1 km"), (69, 454, "2", 5)]

    assert read_pdf(drawn(tmp_path / "a.pdf", page)).text.splitlines() == ["局＊12は", "1 km²"]


def test_bold_type_printed_twice_is_read_once(tmp_path: Path):
    page = [(50 + shift, 500, "1　浜の線の長さの移り変わり") for shift in (0, 0, 0.3)]

    assert read_pdf(drawn(tmp_path / "a.pdf", page)).text == "1　浜の線の長さの移り変わり\n"


def test_running_heads_and_page_numbers_are_left_out_but_numbers_inside_stay(tmp_path: Path):
    pages = [
        [(50, 560, f"第{n}章　線"), (50, 500, word), (50, 400, "7"), (50, 360, word), (200, 30, str(n))]
        for n, word in ((11, "局"), (12, "里"), (13, "峠"))
    ]

    assert read_pdf(drawn(tmp_path / "a.pdf", *pages)).text.replace("\f", "").splitlines() == [
        line for word in ("局", "里", "峠") for line in (word, "7", word)
    ]


def test_latin_words_are_parted_where_a_row_ends_but_no_address_and_no_number(tmp_path: Path):
    rows = [
        "the telegraph wire of the bay was",
        "laid in 1991 and it was renewed in 20",
        "08 as https://denshin.example.jp/the-",
        "long-address",
    ]
    path = drawn(tmp_path / "a.pdf", column(50, 500, rows))

    assert read_pdf(path).text == (
        "the telegraph wire of the bay was laid in 1991 and it was renewed in 2008 as "
        "https://denshin.example.jp/the-long-address\n"
    )


def test_text_inside_a_form_is_read(tmp_path: Path):
    made = canvas(tmp_path / "a.pdf")
    made.beginForm("page")
    made.setFont(GOTHIC, BODY)
    made.drawString(50, 500, "浜の線")
    made.endForm()
    made.doForm("page")
    made.save()

    assert read_pdf(tmp_path / "a.pdf").text == "浜の線\n"


# Headings printed twice


TYPESET = (
    "第1節 局と線の移り変わり",
    " 1 1 局の数の移り変わり 局の数の移り変わり",
    "海側の局は、漁に出る船へ天気を知らせるために置かれた。",
    "図表Ⅰ-1-1-1 海側の局の数の推移",
    " 2 2 打鍵機 打鍵機",
    "ア　はじめの型",
    "（ア） 港の倉庫の一台",
    "第2節 電報の数",
    " 1 1 TSUSHIN TSUSHIN",
)


def test_paper_with_doubled_headings_keeps_the_shape_that_pdfminer_gives(tmp_path: Path):
    from pdfminer.high_level import extract_text

    path = drawn(
        tmp_path / "a.pdf",
        *([(50, 500 - 40 * place, line) for place, line in enumerate(lines)] for lines in (TYPESET[:4], TYPESET[4:])),
    )
    [source] = read_sources([path])

    assert source.text == extract_text(path).removesuffix("\f")
    assert source.page_starts == (1, 9)
    assert tree(source) == [
        ("第Ⅰ部", "", ()),
        ("第Ⅰ部第1章", "", ()),
        ("第Ⅰ部第1章第1節", "局と線の移り変わり", ()),
        ("第Ⅰ部第1章第1節1", "局の数の移り変わり", ("図表Ⅰ-1-1-1",)),
        ("第Ⅰ部第1章第1節2", "打鍵機", ()),
        ("第Ⅰ部第1章第1節2ア", "はじめの型", ()),
        ("第Ⅰ部第1章第1節2ア（ア）", "港の倉庫の一台", ()),
        ("第Ⅰ部第1章第2節", "電報の数", ()),
        ("第Ⅰ部第1章第2節1", "TSUSHIN", ()),
    ]


@pytest.mark.skipif(not IPA_GOTHIC.exists(), reason="IPAexGothic is not installed: a tab needs a font that has one")
def test_headings_printed_one_copy_over_the_other_stand_beside_each_other(tmp_path: Path):
    font = TTFont("IPAexGothic", str(IPA_GOTHIC))
    font.face.charToGlyph[9], font.face.charWidths[9] = font.face.charToGlyph[32], font.face.charWidths[32]
    pdfmetrics.registerFont(font)
    made = Canvas(str(tmp_path / "a.pdf"), pagesize=(WIDTH, HEIGHT))
    made.setFont("IPAexGothic", BODY)
    lines = [["第1節 局と線の移り変わり"], [" 1", "\t 局の数の移り変わり"], ["\t 海側の局"], ["\t 山側の局"]]
    for place, runs in enumerate([*lines, [" 2", "\t 打鍵機の移り変わり"], [" 3", "\t 電報"]]):
        x = 50.0
        for run in runs:
            for _ in range(len(runs)):
                made.drawString(x, 500 - 40 * place, run)
            x += pdfmetrics.stringWidth(run, "IPAexGothic", BODY)
    made.save()
    [source] = read_sources([tmp_path / "a.pdf"])

    assert source.text.splitlines()[2] == " 1 1\t 局の数の移り変わり\t 局の数の移り変わり"
    assert tree(source)[2:] == [
        ("第Ⅰ部第1章第1節", "局と線の移り変わり", ()),
        ("第Ⅰ部第1章第1節1", "局の数の移り変わり", ()),
        ("第Ⅰ部第1章第1節1（1）", "海側の局", ()),
        ("第Ⅰ部第1章第1節1（2）", "山側の局", ()),
        ("第Ⅰ部第1章第1節2", "打鍵機の移り変わり", ()),
        ("第Ⅰ部第1章第1節3", "電報", ()),
    ]


# What cannot be read


def test_scan_is_an_error_that_says_what_to_do(tmp_path: Path):
    made = canvas(tmp_path / "a.pdf")
    made.rect(50, 50, 100, 100, fill=1)
    made.save()

    with pytest.raises(SourceError, match=r"a\.pdf: PDF に文字がありません。画像だけの PDF は、文字認識（OCR）を"):
        read_pdf(tmp_path / "a.pdf")


def test_font_that_does_not_say_its_characters_is_an_error(tmp_path: Path):
    made = canvas(tmp_path / "a.pdf", pageCompression=0)
    made.drawString(50, 500, "浜の線")
    made.save()
    data = (tmp_path / "a.pdf").read_bytes()
    (tmp_path / "a.pdf").write_bytes(data.replace(b"(Japan1)", b"(Nippon)").replace(b"/Japan1", b"/Nippon"))

    with pytest.raises(SourceError, match=r"a\.pdf: PDF の文字を取り出せません"):
        read_pdf(tmp_path / "a.pdf")


def test_pdf_locked_with_a_password_is_an_error(tmp_path: Path):
    made = canvas(tmp_path / "a.pdf", encrypt=StandardEncryption("open sesame", strength=128))
    made.drawString(50, 500, "浜の線")
    made.save()

    with pytest.raises(SourceError, match=r"a\.pdf: 暗号化された PDF は読めません"):
        read_pdf(tmp_path / "a.pdf")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "ファイルが空です"),
        ("浜の線".encode(), "PDF として読めません（PDFSyntaxError）"),
        (b"%PDF-1.7\n%%EOF\n", "PDF として読めません（PDFSyntaxError）"),
    ],
    ids=["empty", "text", "nothing but a head"],
)
def test_file_that_is_no_pdf_is_an_error_that_names_it(tmp_path: Path, data: bytes, message: str):
    (tmp_path / "a.pdf").write_bytes(data)

    with pytest.raises(SourceError, match=rf"a\.pdf: {re.escape(message)}"):
        read_sources([tmp_path / "a.pdf"])


def test_pdf_with_too_many_pages_is_an_error_with_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(ingest.pdf, "MAX_PAGES", 2)
    path = drawn(tmp_path / "a.pdf", *[[(50, 500, "浜の線")]] * 3)

    with pytest.raises(SourceError, match=r"a\.pdf: 2 ページを超えています"):
        read_pdf(path)


def test_pdf_over_the_size_limit_is_an_error_with_the_limit(
    formats_pdf: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    with (tmp_path / "a.pdf").open("wb") as file:
        file.truncate(ingest.sources.MAX_BYTES + 1)

    with pytest.raises(SourceError, match=r"a\.pdf: 64 MB を超えています"):
        read_pdf(tmp_path / "a.pdf")


def test_warnings_of_pdfminer_are_silent_only_while_a_file_is_read(tmp_path: Path, caplog: pytest.LogCaptureFixture):
    path = drawn(tmp_path / "a.pdf", [(50, 500, "浜の線")])
    path.write_bytes(path.read_bytes().replace(b"/MediaBox", b"/MediaBax"))  # a fault that pdfminer warns of

    assert read_pdf(path).text == "浜の線\n"
    assert caplog.records == []
    logging.getLogger("pdfminer").warning("after")
    assert [record.getMessage() for record in caplog.records] == ["after"]


# Properties: whatever the bytes, there is a text or a SourceError.


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=300), st.booleans())
def test_random_bytes_are_no_pdf(tmp_path_factory: pytest.TempPathFactory, data: bytes, headed: bool):
    path = tmp_path_factory.getbasetemp() / "random.pdf"
    path.write_bytes(b"%PDF-1.4\n" + data if headed else data)

    with pytest.raises(SourceError):
        read_pdf(path)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_damaged_pdf_gives_a_text_or_a_source_error(
    tmp_path_factory: pytest.TempPathFactory, formats_pdf: Path, data: st.DataObject
):
    whole = bytearray(formats_pdf.read_bytes())
    for place in data.draw(st.lists(st.integers(0, len(whole) - 1), min_size=1, max_size=20)):
        whole[place] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.getbasetemp() / "damaged.pdf"
    path.write_bytes(whole[: data.draw(st.integers(len(whole) // 2, len(whole)))])
    try:
        found = read_pdf(path)
    except SourceError:
        return

    last = found.text.count("\n") + 1
    assert list(found.page_starts) == sorted(found.page_starts)
    assert all(1 <= start <= last for start in found.page_starts)
