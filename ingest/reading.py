"""Read a source: choose the reader that fits the shape of its text, and build the paper."""

from ingest.official import read_official
from ingest.sections import Paper, build_paper
from ingest.sources import Source
from ingest.typeset import is_typeset, read_typeset


def read_paper(source: Source) -> Paper:
    """The document's section tree and text. Any text gives a paper; at worst a flat one."""
    document, text = source.document, source.text
    events = read_typeset(document, text) if is_typeset(text) else read_official(document, text, source.addresses)
    return build_paper(document, events, last_line=text.count("\n") + 1, addresses=source.addresses)
