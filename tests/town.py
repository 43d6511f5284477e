"""Papers of a small town, and the indexes of them that the tests of searching share."""

from pathlib import Path

from index.build import build_index
from index.embedder import BUNDLED, load_embedder
from index.folder import IndexHome, OpenIndex
from ingest.chunks import Chunk
from ingest.documents import Document, DocumentKind
from ingest.sources import Source

NEWEST = """第1章　暮らしの通信

第1節　電話

1　携帯電話

携帯電話の契約数は、町の人口よりも多い二千件である。

2　固定電話

固定電話を置く家は減り、いまは三軒に一軒である。

3　公衆電話

公衆電話は駅前と港に一台ずつ残っている。

第2節　郵便と放送

1　郵便

郵便局では、はがきよりも小包を出す人が多い。
図表1-2-1　郵便局で出した小包の数

2　放送

町の放送局は、台風の日には夜通し放送する。
"""
OLDER = """第1章　通信のいま

第1節　電話

1　携帯電話の広がり

携帯電話の契約数は千五百件で、はじめて固定電話を超えた。

2　公衆電話の数

公衆電話は駅前と港に一台ずつ残っている。

第2節　電波

1　電波の届く所

山の上の基地局ができて、電波は谷の奥まで届くようになった。
"""
LEAFLET = """台風のときは、町の放送局とラジオで避難所を知らせる。
電話がつながらないときは、災害用の伝言板を使う。
"""
PHONES, OLD_PHONES = (
    "携帯電話の契約数は、町の人口よりも多い二千件である。",
    "携帯電話の契約数は千五百件で、はじめて固定電話を超えた。",
)
# In both editions.
BOOTHS = "公衆電話は駅前と港に一台ずつ残っている。"
PARCELS, WAVES = (
    "郵便局では、はがきよりも小包を出す人が多い。",
    "山の上の基地局ができて、電波は谷の奥まで届くようになった。",
)
SOURCES = [
    Source(Document("h30", "平成30年版白書", "平成30年版", 2018, DocumentKind.WHITE_PAPER), OLDER),
    Source(Document("r07", "令和7年版白書", "令和7年版", 2025, DocumentKind.WHITE_PAPER), NEWEST),
    Source(Document("leaflet", "ちらし", None, None, DocumentKind.TEXT), LEAFLET),
]


def town(home: Path, *sources: Source) -> OpenIndex:
    """An index of some sources, or of the town's papers."""
    build_index(IndexHome(home), "town", sources or SOURCES, load_embedder(BUNDLED))
    return IndexHome(home).open("town")


def index_of(home: Path, *texts: str) -> OpenIndex:
    """An index of texts, each a document of its own."""
    documents = [Document(f"d{n}", f"紙{n}", None, None, DocumentKind.TEXT) for n in range(len(texts))]
    return town(home, *(Source(document, text) for document, text in zip(documents, texts, strict=True)))


def chunks(index: OpenIndex) -> list[Chunk]:
    return [index.records.chunk(place) for place in range(len(index.records))]


def place_of(index: OpenIndex, text: str, document: str = "r07") -> int:
    """Where the chunk of a document stands that has just this text."""
    [place] = [n for n, c in enumerate(chunks(index)) if (c.text, c.section.document.id) == (text, document)]
    return place
