"""Read PDF: in pdfminer's own shape if its headings are printed twice, else as the ministry's text files are.

Typeset papers print headings twice, one copy over the other, and `ingest.typeset` reads the text that this
gives. Any other paper is put together by its layout, a heading or a paragraph a line, for `ingest.official`.
"""

import logging
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.cleaning import squeeze
from ingest.paragraphs import paragraphs
from ingest.rows import UNKNOWN, Row, rows_of
from ingest.sources import SourceError, read_bytes
from ingest.typeset import is_typeset

if TYPE_CHECKING:
    from pdfminer.layout import LTPage, LTTextBox, LTTextLine

# The longest volume has 600 pages.
MAX_PAGES = 3_000
# Where a font does not say which characters its shapes are, hardly any is known; a few are strange bullets.
_MOST_UNKNOWN = 0.3


@dataclass(frozen=True)
class PdfText:
    """The text, and the number of the line with which each page begins, counted from 1.

    The first line of each page but the first begins with a form feed. A page without text begins where
    the next one does.
    """

    text: str
    page_starts: tuple[int, ...]


@dataclass(frozen=True)
class _Page:
    """A page's text in pdfminer's shape, and its rows by layout."""

    raw: str
    rows: tuple[Row, ...]


def read_pdf(path: Path) -> PdfText:
    """The text of a PDF.

    Raises SourceError if it cannot be opened, is locked with a password, has too many pages, or has no
    text that can be read.
    """
    pages = _read_pages(path)
    raw = [page.raw for page in pages]
    letters = squeeze("".join(raw))
    if not letters:
        raise SourceError(
            f"{path}: PDF に文字がありません。画像だけの PDF は、文字認識（OCR）をしてからお使いください。"
        )
    if letters.count(UNKNOWN) > _MOST_UNKNOWN * len(letters):
        raise SourceError(f"{path}: PDF の文字を取り出せません。フォントに文字との対応が書かれていません。")
    return _paged(raw if is_typeset("\n".join(raw)) else paragraphs([page.rows for page in pages]))


def _paged(pages: Iterable[str]) -> PdfText:
    """The pages as one text. Each is empty or ends with a line's end."""
    parts: list[str] = []
    starts: list[int] = []
    line = 1
    for page in pages:
        starts.append(line)
        parts.append("\f" + page if page and len(starts) > 1 else page)
        line += page.count("\n")
    return PdfText("".join(parts), tuple(starts))


def _read_pages(path: Path) -> list[_Page]:
    from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect

    data = read_bytes(path)
    try:
        with _no_warnings():
            pages = [_read_page(page, number) for number, page in enumerate(_layouts(data))]
    except (PDFPasswordIncorrect, PDFEncryptionError) as error:
        raise SourceError(f"{path}: 暗号化された PDF は読めません。") from error
    except Exception as error:  # in a damaged file pdfminer stumbles over anything: KeyError, TypeError, struct.error
        raise SourceError(f"{path}: PDF として読めません（{type(error).__name__}）。") from error
    if len(pages) > MAX_PAGES:
        raise SourceError(f"{path}: {MAX_PAGES:,} ページを超えています。")
    return pages


def _layouts(data: bytes) -> Iterator["LTPage"]:
    """The pages as pdfminer lays them out; of too many only the first, and one more."""
    from pdfminer.converter import PDFPageAggregator
    from pdfminer.layout import LAParams
    from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
    from pdfminer.pdfpage import PDFPage

    resources = PDFResourceManager()
    # Text inside a form counts too: some programs put whole pages into one.
    device = PDFPageAggregator(resources, laparams=LAParams(all_texts=True))
    interpreter = PDFPageInterpreter(resources, device)
    for page in islice(PDFPage.get_pages(BytesIO(data)), MAX_PAGES + 1):
        interpreter.process_page(page)
        yield device.get_result()


@contextmanager
def _no_warnings() -> Iterator[None]:
    """pdfminer tells of every small fault of a file, though it reads on; its errors are still told."""
    logger = logging.getLogger("pdfminer")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(level)


def _read_page(page: "LTPage", number: int) -> _Page:
    boxes = list(_boxes(page))
    raw = "".join(_raw(box) + "\n" for box in boxes)
    return _Page(re.sub(r"\(cid:\d+\)", UNKNOWN, raw), tuple(rows_of(boxes, page=number)))


def _boxes(container: Iterable[object]) -> Iterator["LTTextBox"]:
    from pdfminer.layout import LTFigure, LTTextBox

    for item in container:
        if isinstance(item, LTTextBox):
            yield item
        elif isinstance(item, LTFigure):
            yield from _boxes(item)


def _raw(box: "LTTextBox") -> str:
    """The box in pdfminer's shape; what is printed over a line stands beside it, as other extractors have it."""
    text = ""
    before: LTTextLine | None = None
    for line in sorted(box, key=lambda line: (-round(line.y0), line.x0)):
        if before is not None and abs(line.y0 - before.y0) < 1 and line.x0 < before.x1:
            text = text.removesuffix("\n")
        text += line.get_text()
        before = line
    return text
