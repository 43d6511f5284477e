"""Read a source: choose the reader that fits the shape of its text, and build the paper."""

from dataclasses import replace

from ingest.addresses import AddressBook
from ingest.official import read_official
from ingest.sections import Paper, build_paper
from ingest.sources import Source
from ingest.typeset import is_typeset, read_typeset


def read_paper(source: Source) -> Paper:
    """The document's section tree and text. Any text gives a paper; at worst a flat one."""
    document, text = source.document, source.text
    book = AddressBook(source.addresses)
    events = read_typeset(document, text) if is_typeset(text) else read_official(text, book)
    paper = build_paper(document, events, last_line=text.count("\n") + 1, book=book)
    return replace(paper, page_starts=source.page_starts)
