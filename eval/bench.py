"""`make bench`: how fast and how large, printed beside what the project aims at. Asserts nothing."""

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

from eval.questions import read_questions
from index.build import build_index
from index.embedder import load_embedder
from index.folder import IndexHome
from index.search import FusedRetriever
from ingest.sources import read_sources
from rag.settings import Settings, load_settings

_ROUNDS = 3
_COLD_RUNS = 3


@dataclass(frozen=True)
class Figure:
    """One measured figure beside its goal, in the same unit. Smaller is better."""

    what: str
    value: float
    goal: float
    unit: str

    def __str__(self) -> str:
        ratio = self.value / self.goal
        return f"{self.what:34} {self.value:10.2f} {self.unit:3} goal {self.goal:8.0f} {self.unit:3} ratio {ratio:5.2f}"


def main() -> None:
    settings = load_settings()
    with tempfile.TemporaryDirectory() as folder:
        for figure in measure(settings, Path(folder)):
            print(figure, flush=True)


def measure(settings: Settings, home_folder: Path) -> Iterator[Figure]:
    """Build an index of the settings' documents in a folder of its own, and measure it."""
    home, paths = IndexHome(home_folder), settings.sources()
    name = home.name_of(paths)
    embedder = load_embedder(settings.embedder)
    seconds = _seconds(lambda: build_index(home, name, read_sources(paths), embedder))
    counts = home.manifest(name)["counts"]
    yield Figure(f"index {counts['documents']} documents, {counts['chunks']} chunks", seconds, 180, "s")
    yield Figure("unchanged again", _seconds(lambda: build_index(home, name, read_sources(paths), embedder)), 5, "s")
    yield Figure("index on disk", _megabytes(home_folder), 200, "MB")
    search = FusedRetriever(home.open(name)).search
    questions = [question.question for question in read_questions()]
    times = [1000 * _seconds(lambda q=q: search(q, 10)) for _ in range(_ROUNDS) for q in questions]  # type: ignore[misc]
    yield Figure("retrieve, median", median(times), 15, "ms")
    yield Figure("retrieve, 95th percentile", quantiles(times, n=20)[-1], 50, "ms")
    yield Figure("ask from a cold start, median", median(_cold(home_folder, paths[0])), 3, "s")
    yield Figure("peak memory of this run", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 2048, "MB")


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _megabytes(folder: Path) -> float:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6


def _cold(home: Path, corpus: Path) -> list[float]:
    """Seconds that `hakusho ask` takes as a process of its own."""
    environment = os.environ | {"HAKUSHO_HOME": str(home), "HAKUSHO_CORPUS": str(corpus)}
    command = [sys.executable, "-m", "ui.cli", "ask", "郵便局は全国にいくつある？"]
    run = lambda: subprocess.run(command, env=environment, capture_output=True, check=True)  # noqa: E731, S603
    return [_seconds(run) for _ in range(_COLD_RUNS)]


if __name__ == "__main__":
    main()
