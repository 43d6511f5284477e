"""Fixtures that many tests share: an index of the digest, and the real papers where they are."""

import os
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from ingest.reading import read_paper
from ingest.sections import Paper
from ingest.sources import Source, read_sources
from rag.answers import Answer
from rag.pipeline import Assistant, open_assistant
from rag.settings import DIGEST, Settings
from tests.model_server import ModelServer, serve

CORPUS = Path(os.environ["HAKUSHO_CORPUS"]).resolve() if os.environ.get("HAKUSHO_CORPUS") else None


@pytest.fixture(autouse=True)
def own_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No test reads the settings of whoever runs it, or writes to their index."""
    for name in list(os.environ):
        if name.startswith("HAKUSHO_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HAKUSHO_HOME", str(tmp_path / "home"))


@pytest.fixture(scope="session")
def digest_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings that answer from the digest, with a home of their own for the whole session."""
    return Settings(_env_file=None, corpus=DIGEST, home=tmp_path_factory.mktemp("digest"))


@pytest.fixture(scope="session")
def digest_assistant(digest_settings: Settings) -> Assistant:
    return open_assistant(digest_settings)


@pytest.fixture(scope="session")
def model_server() -> Iterator[ModelServer]:
    """A language model's server on loopback."""
    server = ModelServer()
    running = serve(server)
    yield server
    running.should_exit = True


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of the real papers."""
    if CORPUS is None:
        pytest.skip("HAKUSHO_CORPUS is not set: the real papers are not here")
    return CORPUS


@pytest.fixture(scope="session")
def sources(corpus: Path) -> dict[str, Source]:
    """The real papers by their ids."""
    return {source.document.id: source for source in read_sources([corpus])}


@pytest.fixture(scope="session")
def papers(sources: dict[str, Source]) -> dict[str, Paper]:
    """The real papers as they are understood; reading them takes some seconds."""
    return {id: read_paper(source) for id, source in sources.items()}


@pytest.fixture(scope="session")
def corpus_settings(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(_env_file=None, corpus=corpus, home=tmp_path_factory.mktemp("corpus"))


@pytest.fixture(scope="session")
def corpus_assistant(corpus_settings: Settings) -> Assistant:
    """An assistant over all of the real papers; its index takes about half a minute to build."""
    return open_assistant(corpus_settings)


@pytest.fixture(scope="session")
def corpus_answer(corpus_assistant: Assistant) -> Callable[[str, tuple[str, ...]], Answer]:
    """What that assistant answers to a question and its history; each is asked once, however many tests look at it."""
    return cache(corpus_assistant.answer)
