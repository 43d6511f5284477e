"""Where the parts are chosen and put together: settings in, an assistant that answers out."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.bridge import is_english
from index.build import Report, build_index
from index.embedder import load_embedder
from index.filters import EVERYTHING, Filter
from index.folder import IndexFolderError, IndexHome, OpenIndex
from index.homophones import papers_have
from index.lexical import Field
from index.passages import Passage
from index.search import FusedRetriever, Retriever
from index.view import Searchable
from ingest.documents import Document
from ingest.errors import InputError
from ingest.progress import Progress, silent
from ingest.sections import Section
from ingest.sources import read_sources
from rag.answering import Answerer, ExtractiveAnswerer, Put
from rag.answers import Answer, QuestionError, Reason
from rag.citations import NOTHING, Checked, check
from rag.conversation import in_context
from rag.intents import intent, likely_intent
from rag.refusal import (
    MOST_NEAREST,
    lacking_in,
    may_say_not_found,
    nearest_in,
    nearest_sections,
    outweighs,
    refusal_text,
    says_not_found,
)
from rag.settings import DIGEST, EXTRACTIVE, Settings
from rag.shown import value_of

LONGEST_QUESTION = 1_000
# Ten times what a model is asked for; one that writes on and on is cut off here.
LONGEST_DRAFT = 4_000
PASSAGES = 10
_MOST_HISTORY = 5


def renew_index(settings: Settings, sources: Sequence[Path] = (), *, progress: Progress = silent) -> Report:
    """Index the sources, or those that the settings name, and use that index from now on.

    It is built in HAKUSHO_HOME, and put into Milvus from there if the settings name Milvus.
    """
    home, paths = IndexHome(settings.home_folder), list(sources) or settings.sources()
    name = home.name_of(paths)
    report = build_index(home, name, read_sources(paths), load_embedder(settings.embedder), progress=progress)
    home.set_latest(name)
    if settings.milvus:
        from index.milvus.connection import connect
        from index.milvus.upload import upload

        upload(connect(settings.milvus), name, home.open(name), progress=progress)
    return report


def index_in_use(settings: Settings) -> tuple[str, IndexHome]:
    """The name of the index to answer from, whether it is there or not, and where indexes live."""
    home = IndexHome(settings.home_folder)
    named = home.name_of(settings.sources())
    return (home.latest() or named if _names_no_sources(settings) else named), home


def _names_no_sources(settings: Settings) -> bool:
    return not settings.corpus and settings.sources() == [DIGEST]


def open_store(settings: Settings, *, progress: Progress = silent) -> Searchable:
    """The index to answer from, wherever the settings keep it.

    In Milvus, HAKUSHO_CORPUS decides, else ./corpus, else what was put there last. A question never puts one there.
    """
    if not settings.milvus:
        return open_index(settings, progress=progress)
    from index.milvus.connection import connect
    from index.milvus.opening import open_milvus

    named = IndexHome.name_of(settings.sources())
    index = open_milvus(connect(settings.milvus), None if _names_no_sources(settings) else named)
    _check_embedder(index.manifest["embedder"]["name"], settings)
    return index


def open_index(settings: Settings, *, progress: Progress = silent) -> OpenIndex:
    """The index to answer from, built first if it is not there yet.

    HAKUSHO_CORPUS decides, else ./corpus, else the index that `hakusho index` made last, else the digest.
    """
    name, home = index_in_use(settings)
    paths = settings.sources()
    built_with = home.manifest(name)["embedder"]["name"] if home.exists(name) else None
    # The digest may have come anew with the program, and is checked in no time.
    ours = paths == [DIGEST] and name == home.name_of(paths) and built_with == settings.embedder
    if ours or not built_with:
        build_index(home, name, read_sources(paths), load_embedder(settings.embedder), progress=progress)
    else:
        _check_embedder(built_with, settings)
    return home.open(name)


def _check_embedder(built_with: str, settings: Settings) -> None:
    if built_with != settings.embedder:
        raise IndexFolderError(
            f"索引は埋め込みモデル {built_with} で作られていますが、設定は {settings.embedder} です。"
            "`hakusho index` で作り直してください。"
        )


def open_assistant(settings: Settings, *, only: str | None = None, progress: Progress = silent) -> "Assistant":
    """An assistant over the index and with the answerer that the settings name.

    `only` keeps to one document, by its id or its edition's name.
    """
    return Assistant(open_store(settings, progress=progress), settings, only=only)


def find(
    settings: Settings, question: str, k: int, *, within: Filter = EVERYTHING, progress: Progress = silent
) -> list[Passage]:
    """The k passages nearest to a question, in a part of the papers. Raises QuestionError."""
    checked = _check(question, ())
    return _retriever(open_store(settings, progress=progress), settings, within=within).search(checked.search, k)


def _retriever(
    index: Searchable, settings: Settings, *, only: str | None = None, within: Filter = EVERYTHING
) -> Retriever:
    """Our own ranking, or on top of it that of the CrossEncoder that the settings name."""
    fused = FusedRetriever(index, only=only, within=within)
    if settings.reranker is None:
        return fused
    from index.crossencoder import CrossEncoderRetriever

    return CrossEncoderRetriever(fused, settings.reranker)


def sections_of(settings: Settings, document: str | None, *, progress: Progress = silent) -> list[Section]:
    """The sections of one document, by its id, or of all, in reading order. InputError if there is none."""
    index = open_store(settings, progress=progress)
    if document and document not in (known := [d.id for d in index.documents]):
        raise InputError(f"{document} という文書はありません。あるのは {'、'.join(known)} です。")
    return [section for section in index.records.sections if document in (None, section.document.id)]


@dataclass(frozen=True)
class _CheckedQuestion:
    """A question that passed the checks."""

    question: str
    search: str
    history: tuple[str, ...]

    @property
    def put(self) -> Put:
        return {"question": self.question, "search": self.search, "history": self.history}


class Assistant:
    """Answers questions. Safe to share between threads: nothing in it changes."""

    def __init__(self, index: Searchable, settings: Settings, *, only: str | None = None) -> None:
        self._index = index
        self.answered_by = settings.model
        self._retriever = _retriever(index, settings, only=only)
        self._extractive: Answerer = ExtractiveAnswerer(self._retriever, PASSAGES, self._idf)
        self._answerer = self._extractive if settings.model == EXTRACTIVE else self._with_model(settings)

    def _with_model(self, settings: Settings) -> Answerer:
        from rag.chain import build_chain
        from rag.models import load_model
        from rag.retriever import PassageRetriever

        retriever = PassageRetriever(search=self._retriever, k=PASSAGES)
        return build_chain(retriever, load_model(settings), self._idf, prompt_tokens=settings.prompt_tokens)

    @property
    def manifest(self) -> dict:
        """What the index was made from, and how."""
        return self._index.manifest

    @property
    def documents(self) -> tuple[Document, ...]:
        return self._index.documents

    @property
    def sections(self) -> Sequence[Section]:
        """Every section of the documents, in reading order."""
        return self._index.records.sections

    def answer(self, question: str, history: Sequence[str] = ()) -> Answer:
        """The answer to a question, given the earlier questions of the talk. Raises QuestionError."""
        *_, answer = self.stream(question, history)
        assert isinstance(answer, Answer)
        return answer

    def stream(self, question: str, history: Sequence[str] = ()) -> Iterator[str | Answer]:
        """Pieces of a model's draft as they are written, and last the Answer, checked. Raises QuestionError.

        The draft may hold what the check then takes out: show it as it comes, then put the Answer in its place.
        A language model that fails is replaced by the extractive answerer, and the Answer says so.
        """
        asked = _check(question, history)
        if reason := intent(asked.question, self._known) or self._likely_intent(asked):
            yield _refusal(asked, reason, (), self.answered_by, {"retrieve": 0.0, "answer": 0.0})
            return
        try:
            yield from self._run(self._answerer, asked, self.answered_by, None)
        except Exception:
            # The client of each provider raises its own errors; whichever it is, the reader still gets an answer.
            if self._answerer is self._extractive:
                raise
            notice = "言語モデルから答えを得られなかったため、白書の文をそのまま抜き出してお答えしています。"
            yield from self._run(self._extractive, asked, EXTRACTIVE, notice)

    def _likely_intent(self, asked: _CheckedQuestion) -> Reason | None:
        """Why it seems to be no question to the papers, where no passage speaks strongly enough for it."""
        suspicion = likely_intent(asked.search)
        if not suspicion:
            return None
        best = self._retriever.search(asked.search, 1)
        return suspicion.reason if not best or outweighs(suspicion.log_odds, best[0].score) else None

    def _known(self, word: str) -> bool:
        """Whether any paper has the word, also of those that are not in this index."""
        return self._index.lexical[Field.WORDS].frequency(word) > 0 or papers_have(word)

    def _idf(self, word: str) -> float:
        return self._index.lexical[Field.WORDS].idf(word)

    def _run(
        self, answerer: Answerer, asked: _CheckedQuestion, answered_by: str, notice: str | None
    ) -> Iterator[str | Answer]:
        started = time.perf_counter()
        found_at, passages, given = started, (), None
        draft, shown = "", 0
        for part in answerer.stream(asked.put):
            if "passages" in part:
                found_at, passages = time.perf_counter(), part["passages"]
            given = part.get("given", given)
            draft += part.get("draft", "")[: LONGEST_DRAFT - len(draft)]
            # What is extracted is there at once, checked.
            if answered_by != EXTRACTIVE and len(draft) > shown and not may_say_not_found(draft):
                yield draft[shown:]
                shown = len(draft)
            if len(draft) >= LONGEST_DRAFT:
                break
        value, draft = value_of(draft)
        refused = says_not_found(draft)
        written = nearest_in(draft) if refused else draft
        checked = check(written, passages[:given], english=is_english(asked.question))
        timings = {"retrieve": found_at - started, "answer": time.perf_counter() - found_at}
        if refused or not checked.citations:
            if answered_by != EXTRACTIVE and not refused:
                raise _UnsupportedError
            lacking = lacking_in(draft)
            yield _refusal(asked, Reason.NOT_FOUND, passages, answered_by, timings, notice, lacking, checked)
            return
        yield Answer(
            question=asked.question,
            text=checked.text,
            reason=None,
            citations=checked.citations,
            passages=passages,
            nearest=(),
            answered_by=answered_by,
            timings=timings,
            notice=notice,
            value=value if value and value in checked.text else None,
        )


class _UnsupportedError(Exception):
    """A language model wrote an answer of which no statement stands in the passages."""


def _check(question: str, history: Sequence[str]) -> _CheckedQuestion:
    question = _characters(question).strip()
    if not question:
        raise QuestionError("質問が空です。知りたいことを文で入力してください。")
    if len(question) > LONGEST_QUESTION:
        raise QuestionError(
            f"質問が長すぎます（{len(question):,} 文字）。{LONGEST_QUESTION:,} 文字以内で入力してください。"
        )
    if not any(character.isalnum() for character in question):
        raise QuestionError("質問に文字がありません。知りたいことを文で入力してください。")
    earlier = tuple(_characters(h).strip()[:LONGEST_QUESTION] for h in history if h.strip())[-_MOST_HISTORY:]
    return _CheckedQuestion(question, in_context(question, earlier), earlier)


def _characters(text: str) -> str:
    """The text without half surrogate pairs, which broken JSON can carry and which are no characters."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _refusal(
    asked: _CheckedQuestion,
    reason: Reason,
    passages: tuple[Passage, ...],
    answered_by: str,
    timings: dict[str, float],
    notice: str | None = None,
    lacking: str = "",
    near: Checked = NOTHING,
) -> Answer:
    """`near`: the nearest thing that was found, if it is worth telling."""
    told = [citation.section for citation in near.citations]
    nearest = tuple(dict.fromkeys([*told, *nearest_sections(passages)]))[:MOST_NEAREST]
    text = refusal_text(reason, nearest, lacking, near.text, english=is_english(asked.question))
    return Answer(
        question=asked.question,
        text=text,
        reason=reason,
        citations=near.citations if near.text and near.text in text else (),
        passages=passages,
        nearest=nearest,
        answered_by=answered_by,
        timings=timings,
        notice=notice,
    )
