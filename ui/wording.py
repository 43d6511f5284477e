"""What the screen and the command line say about the documents and the answerer in use."""

from collections.abc import Iterator, Sequence

from index.build import Report
from ingest.documents import Document, DocumentKind
from rag.settings import EXTRACTIVE
from ui.batch import Tally

CREDIT = "出典：「情報通信白書」（総務省）https://www.soumu.go.jp/johotsusintokei/whitepaper/ を加工して作成"
SEARCHING = "資料を調べています…"
EXAMPLES = (
    "2024年のスマートフォンのインターネット利用率は？",
    "生成AIを使ったことがある人の割合は？",
    "郵便局は全国にいくつある？",
    "デジタル赤字とは何ですか。",
)


# Why a line of a source is no content, as the readers name it.
_LEFT_OUT = {
    "table of contents": "目次・図表の一覧",
    "address or markup": "アドレス・HTML の残り",
    "address": "アドレス",
    "link to data": "関連データへのリンク",
    "page number": "ページ番号",
    "single character": "一文字だけの行",
    "running head": "柱（章・節の題の繰り返し）",
    "printed twice": "二重に印字された文字",
    "print mark": "印刷用の記号",
}


def index_report(report: Report) -> Iterator[str]:
    """What an index was made from and what was left out, a line each."""
    state = "索引を作りました" if report.changed else "変更はありません"
    documents = f"{report.documents} 文書（読み直し {report.read_anew}）"
    yield f"{state}：{documents}、{report.sections:,} 節、{report.chunks:,} チャンク"
    tied = report.footnotes - report.untied_footnotes
    yield f"  図表 {report.figures:,}（値と項目の対応が確かな表 {report.tables}）"
    yield f"  脚注 {report.footnotes:,}（本文に結べたもの {tied:,}、結べなかったもの {report.untied_footnotes:,}）"
    for reason, count in sorted(report.dropped.items(), key=lambda item: -item[1]):
        yield f"  読まなかった行 {count:6,}  {_LEFT_OUT.get(reason, reason)}"


def batch_report(target: str, tally: Tally) -> str:
    """One sentence about what a batch came to."""
    before = f"、前に済んでいたもの {tally.done_before} 件" if tally.done_before else ""
    errors = f"、質問として読めなかった行 {tally.errors} 件" if tally.errors else ""
    return f"{target} に書きました：答え {tally.answered} 件{before}{errors}"


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
