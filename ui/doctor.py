"""`hakusho doctor`: what is there, what is missing, what to do."""

import platform
import shutil
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.errors import InputError
from rag.settings import DIGEST, EXTRACTIVE, Settings


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. `advice` says what to do where it is not well."""

    what: str
    well: bool
    said: str
    advice: str = ""


def examine(settings: Settings) -> Iterator[Finding]:
    """Look at each thing that an answer needs, in the order in which it is needed."""
    yield Finding("Python", True, platform.python_version())
    yield _dictionary()
    yield _sources(settings)
    yield _embedder(settings)
    yield _index(settings)
    yield _model(settings)
    yield _browser()


def _dictionary() -> Finding:
    from ingest.words import split_words

    try:
        split_words("情報通信白書")
    except Exception as error:  # sudachipy raises its own and plain errors for a missing dictionary
        return Finding("辞書（SudachiDict）", False, str(error), "pip install sudachidict-core")
    return Finding("辞書（SudachiDict）", True, "使えます")


def _sources(settings: Settings) -> Finding:
    paths = settings.sources()
    if missing := [path for path in paths if not path.exists()]:
        return Finding("文書", False, f"{missing[0]} がありません", "HAKUSHO_CORPUS を直してください")
    if paths == [DIGEST]:
        return Finding("文書", True, "付属の要約（白書本文は HAKUSHO_CORPUS で指定できます）")
    return Finding("文書", True, "、".join(str(path) for path in paths))


def _embedder(settings: Settings) -> Finding:
    from index.embedder import load_embedder

    try:
        embedder = load_embedder(settings.embedder)
    except InputError as error:
        return Finding("埋め込みモデル", False, str(error), "HAKUSHO_EMBEDDER を直してください")
    return Finding("埋め込みモデル", True, f"{embedder.name}（{embedder.dimension} 次元）")


def _index(settings: Settings) -> Finding:
    from rag.pipeline import index_in_use, open_store

    name, home = index_in_use(settings)
    if not settings.milvus and not home.exists(name):
        return Finding("索引", True, "まだありません（最初の質問のときに作ります）")
    try:
        index = open_store(settings) if settings.milvus else home.open(name)
    except InputError as error:
        return Finding("索引", False, str(error), "hakusho index")
    where = f"（Milvus {settings.milvus}）" if settings.milvus else ""
    newest = max(index.documents, key=lambda document: document.year or 0)
    said = f"{newest.title}ほか" if len(index.documents) > 1 else newest.title
    return Finding("索引", True, f"{said} {len(index.documents)} 文書、{len(index.records):,} チャンク{where}")


def _model(settings: Settings) -> Finding:
    if settings.model == EXTRACTIVE:
        return Finding("答え方", True, "抜き出し（言語モデルなし）")
    from rag.models import load_model

    try:
        load_model(settings)
    except InputError as error:
        return Finding("答え方", False, str(error), "HAKUSHO_MODEL を直してください")
    return Finding("答え方", True, settings.model)


def _browser() -> Finding:
    found = shutil.which("chromium") or shutil.which("google-chrome")
    return Finding("ブラウザー（試験用）", True, found or "ありません（画面の試験だけを飛ばします）")
