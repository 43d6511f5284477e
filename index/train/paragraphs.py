"""The text to learn from: paragraphs of the papers, as the reader understands them."""

from collections.abc import Iterable, Iterator

from ingest.events import TextKind
from ingest.reading import read_paper
from ingest.sources import Source

# Shorter ones are captions and fragments, whose words stand together by chance.
_SHORTEST = 80


def paragraphs(sources: Iterable[Source]) -> Iterator[str]:
    """Paragraphs of running text, at least 80 characters each, in reading order."""
    for source in sources:
        for block in read_paper(source).blocks:
            text = "".join(line.text.strip() for line in block.lines)
            if block.kind is TextKind.BODY and len(text) >= _SHORTEST:
                yield text
