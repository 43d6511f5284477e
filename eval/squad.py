"""Retrieval on a file in SQuAD's form, for a comparison with published figures.

Rajpurkar et al. (2016), SQuAD; Kurihara et al. (2022), JGLUE. Each paragraph is one passage, and a question
counts as found when its own paragraph comes up.
"""

import hashlib
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.statistics import Estimate, estimate
from index.build import index_pieces
from index.embedder import Embedder
from index.folder import IndexHome
from index.pieces import Facts, piece_of
from index.search import FusedRetriever
from ingest.chunks import Chunk
from ingest.documents import Document, DocumentKind
from ingest.errors import InputError
from ingest.events import TextKind
from ingest.progress import Progress, silent
from ingest.sections import Section

CUTS = (1, 5, 10)
_NO_FACTS = Facts(figures=0, tables=0, footnotes=0, untied_footnotes=0, dropped={})


class SquadError(InputError):
    """A file is not in SQuAD's form. The message names it."""


@dataclass(frozen=True)
class _Asked:
    question: str
    chunk: str


@dataclass(frozen=True)
class SquadReport:
    """recall@k and MRR@10 over the questions, among so many paragraphs."""

    questions: int
    paragraphs: int
    measures: dict[str, Estimate]


def measure_squad(
    file: Path, embedder: Embedder, *, limit: int | None = None, progress: Progress = silent
) -> SquadReport:
    """Index the file's paragraphs and look for each question's own. Raises SquadError."""
    chunks, asked = _read(file)
    with tempfile.TemporaryDirectory() as folder:
        home = IndexHome(Path(folder))
        sections = list(dict.fromkeys(chunk.section for chunk in chunks))
        document = sections[0].document
        index_pieces(home, "squad", [piece_of(document, sections, chunks, _NO_FACTS, embedder, progress)], embedder)
        retriever = FusedRetriever(home.open("squad"))
        some = asked[:limit]
        ranks = [_rank(retriever, one) for one in progress("評価", some, len(some))]
    measures = {f"recall@{k}": [float(rank is not None and rank <= k) for rank in ranks] for k in CUTS}
    measures["mrr"] = [1 / rank if rank else 0.0 for rank in ranks]
    return SquadReport(
        len(ranks), len(chunks), {name: value for name, scores in measures.items() if (value := estimate(scores))}
    )


def _rank(retriever: FusedRetriever, asked: _Asked) -> int | None:
    passages = retriever.search(asked.question, max(CUTS))
    return next((passage.rank for passage in passages if passage.chunk.id == asked.chunk), None)


def _read(file: Path) -> tuple[list[Chunk], list[_Asked]]:
    from pydantic import TypeAdapter, ValidationError

    try:
        found = TypeAdapter(_File).validate_json(file.read_bytes())
    except OSError as error:
        raise SquadError(f"{file}: 読めません（{error.strerror}）。") from error
    except ValidationError as error:
        raise SquadError(f"{file}: SQuAD の形をしていません（{error.errors()[0]['msg']}）。") from error
    document = Document("squad", file.name, None, None, DocumentKind.TEXT)
    chunks: dict[str, Chunk] = {}
    asked: list[_Asked] = []
    for article in found.data:
        for paragraph in article.paragraphs:
            chunk = _chunk(document, article.title, paragraph.context, len(chunks))
            chunks.setdefault(chunk.id, chunk)
            asked += [_Asked(qa.question, chunk.id) for qa in paragraph.qas if not qa.is_impossible]
    if not asked:
        raise SquadError(f"{file}: 答えのある質問がありません。")
    return list(chunks.values()), asked


def _chunk(document: Document, title: str, text: str, place: int) -> Chunk:
    id = hashlib.sha256(f"{title}\0{text}".encode()).hexdigest()[:16]
    section = Section(document, f"{title} {place}", title, 1, None, place + 1, place + 1)
    return Chunk(id, section, TextKind.BODY, text, place + 1, place + 1)


@dataclass(frozen=True)
class _Qa:
    question: str
    is_impossible: bool = False


@dataclass(frozen=True)
class _Paragraph:
    context: str
    qas: Sequence[_Qa]


@dataclass(frozen=True)
class _Article:
    title: str
    paragraphs: Sequence[_Paragraph]


@dataclass(frozen=True)
class _File:
    data: Sequence[_Article]
