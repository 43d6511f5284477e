"""Links to the paper's data collection (データ集), which stand beside the text with a title of their own."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ingest.cleaning import squeeze
from ingest.events import Line

# Between the title and the address stands URL：, at times with a sign that was lost.
_LINK = re.compile(
    r"関連データ(?P<title>.{2,120}?)\ufffd?URL：?\ufffd?(?P<url>https?://[\x21-\x7e]+?)(?=（データ集）|$)"
)


@dataclass(frozen=True)
class DataLink:
    """Data that the paper points to: its title and its page in the data collection."""

    title: str
    url: str


def data_links(lines: Iterable[Line]) -> Iterator[DataLink]:
    """The links that stand in these lines, whose titles and addresses run over several of them."""
    text = squeeze("".join(line.text for line in lines)).replace("（データ集）", "（データ集）\n")
    for found in _LINK.finditer(text):
        yield DataLink(found["title"].strip("\ufffd"), found["url"])
