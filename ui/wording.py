"""What the screen and the command line say about the documents and the answerer in use."""

from collections.abc import Sequence

from ingest.documents import Document, DocumentKind
from rag.settings import EXTRACTIVE

CREDIT = "出典：「情報通信白書」（総務省）https://www.soumu.go.jp/johotsusintokei/whitepaper/ を加工して作成"
EXAMPLES = (
    "2024年のスマートフォンのインターネット利用率は？",
    "生成AIを使ったことがある人の割合は？",
    "郵便局は全国にいくつある？",
    "デジタル赤字とは何ですか。",
)


def is_digest(documents: Sequence[Document]) -> bool:
    """Whether answers come from the digest that ships with the project, not from the paper itself."""
    return any(document.kind is DocumentKind.DIGEST for document in documents)


def documents_in_use(documents: Sequence[Document]) -> str:
    """One sentence about which documents answers come from."""
    if is_digest(documents):
        return f"{documents[0].edition}情報通信白書の要約（白書の本文ではありません）からお答えします。"
    newest = max(documents, key=lambda document: document.year or 0)
    if len(documents) == 1:
        return f"{newest.title}からお答えします。"
    return f"{newest.title}ほか、あわせて {len(documents)} 文書からお答えします。"


def answerer_in_use(name: str) -> str:
    """One sentence about how answers are made."""
    if name == EXTRACTIVE:
        return "言語モデルは使わず、資料の文を抜き出してお答えします。"
    return f"言語モデル {name} が資料をもとに書いた文を、資料と照らし合わせてお答えします。"
