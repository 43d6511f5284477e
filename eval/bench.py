"""`make bench`: how fast and how large, beside what the project aims at and what a user would otherwise pick.

Asserts nothing. Times are those of the clock: on a machine that does other work, look at the processor's time.
"""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import numpy as np

from eval import latency
from eval.baselines import SYSTEMS
from eval.latency import Latency
from eval.perturb import crossed_vectors, crosses, grow
from eval.questions import read_questions
from index.build import MAX_TOKENS, build_index
from index.embedder import Embedder, load_embedder
from index.encodings import to_encode
from index.folder import IndexHome
from index.pieces import Piece, load_piece, piece_digest
from ingest.sources import Source, read_sources
from rag.settings import Settings, load_settings

# As many documents as a first try, a shelf, and everything.
_DOCUMENTS = (1, 5)
_COLD_RUNS = 5
# As many questions, evenly from all of them; enough for a 95th percentile.
_QUESTIONS = 200
_SCALES = (100_000,)
# The goals of the project; of an index of another size there is none.
_GOALS = {"index": 180.0, "median": 15.0, "p95": 50.0, "memory": 600.0, "cold": 2.0}


@dataclass(frozen=True)
class Figure:
    """One measured figure. `beside` is the goal, or our own figure; the ratio to it follows. Smaller is better."""

    what: str
    value: float
    unit: str
    beside: float | None = None

    def __str__(self) -> str:
        compared = f"{self.beside:10,.1f} {self.value / self.beside:8.2f}" if self.beside else ""
        return f"  {self.what:44} {self.value:12,.2f} {self.unit:4}{compared}".rstrip()


@dataclass(frozen=True)
class Heading:
    """What the figures below are of, and what they stand beside."""

    what: str
    beside: str = ""

    def __str__(self) -> str:
        compared = f"{self.beside:>10} {'ratio':>8}" if self.beside else ""
        return f"\n{self.what:64}{compared}".rstrip()


Line = Figure | Heading


def main() -> None:
    options = _options()
    with TemporaryDirectory(prefix="hakusho-bench-") as folder:
        for line in Bench(load_settings(), Path(folder)).lines(options.scale, options.threads):
            print(line, flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m eval.bench", description="Measure speed and size.")
    scale = "an index of so many chunks made from the documents; may be repeated; 1000000 takes minutes and 10 GB"
    parser.add_argument("--scale", type=int, action="append", help=scale)
    parser.add_argument("--threads", type=float, default=5.0, help="seconds that eight threads ask for; 0 for none")
    return parser.parse_args()


class Bench:
    """Measures the documents that the settings name, in indexes of their own in a folder."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        self._paths, self._folder, self._settings = settings.sources(), folder, settings
        self._sources: list[Source] = list(read_sources(self._paths))
        self._embedder: Embedder = load_embedder(settings.embedder)
        asked = [question.question for question in read_questions()]
        self._questions = asked[:: max(1, len(asked) // _QUESTIONS)]

    def lines(self, scales: Sequence[int] | None, seconds: float) -> Iterator[Line]:
        """Every line of the table, as it is measured."""
        yield Heading(f"{len(self._questions)} questions, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
        for count in _DOCUMENTS:
            if count < len(self._sources):
                yield from self._documents(count, {})
        whole = yield from self._documents(len(self._sources), _GOALS)
        yield from self._cold()
        yield from self._baselines(whole)
        if seconds:
            yield from self._threads(seconds)
        for chunks in _SCALES if scales is None else scales:
            yield from self._scale(chunks)

    def _documents(self, count: int, goals: dict[str, float]) -> Generator[Line, None, dict[str, float]]:
        """Index the first documents from nothing, and search them. Returns the figures by what they are of."""
        home = self._home(count)
        sources = self._sources[:count]
        seconds = _seconds(lambda: build_index(home, self._name, sources, self._embedder))
        counts = home.manifest(self._name)["counts"]
        yield Heading(f"{counts['documents']} documents, {counts['chunks']:,} chunks", "goal" if goals else "")
        yield Figure("index", seconds, "s", goals.get("index"))
        yield Figure("index again, nothing changed", self._again(home, sources), "s")
        yield from _disk(self._name, self._folder / str(count))
        found = latency.of_index(self._folder / str(count), self._name, self._questions)
        yield from _searched(found, goals)
        return {"index": seconds, "median": found.median, "p95": found.p95, "busy": found.busy, "memory": found.memory}

    def _again(self, home: IndexHome, sources: Sequence[Source]) -> float:
        return _seconds(lambda: build_index(home, self._name, sources, self._embedder))

    def _cold(self) -> Iterator[Line]:
        """The commands, each as a process of its own."""
        yield Heading("From a cold start, all documents", "goal")
        for command in ("search", "ask"):
            runs = [_seconds(partial(self._run, command)) for _ in range(_COLD_RUNS)]
            yield Figure(f"hakusho {command}, median of {_COLD_RUNS}", median(runs), "s", _GOALS["cold"])

    def _run(self, command: str) -> None:
        home = self._folder / str(len(self._sources))
        environment = os.environ | {"HAKUSHO_HOME": str(home), "HAKUSHO_CORPUS": str(self._paths[0])}
        arguments = [sys.executable, "-m", "ui.cli", command, "郵便局は全国にいくつある？"]
        subprocess.run(arguments, env=environment, capture_output=True, check=True)  # noqa: S603 - ourselves

    def _baselines(self, own: dict[str, float]) -> Iterator[Line]:
        """What a user would otherwise pick, over the same documents and questions."""
        for system in SYSTEMS:
            yield Heading(f"{system}, all documents", "hakusho")
            found = latency.of_baseline(system, self._paths, self._settings.embedder, self._questions)
            yield Figure("index", found.opened, "s", own["index"])
            yield Figure("search, median", found.median, "ms", own["median"])
            yield Figure("search, 95th percentile", found.p95, "ms", own["p95"])
            yield Figure("search, median, processor", found.busy, "ms", own["busy"])
            yield Figure("most memory, indexing and searching", found.memory, "MB", own["memory"])

    def _threads(self, seconds: float) -> Iterator[Line]:
        yield Heading(f"Eight threads for {seconds:g} s, all documents")
        home = self._folder / str(len(self._sources))
        agreed = latency.of_threads(home, self._name, self._questions, seconds)
        yield Figure("searches a second", agreed.answers / seconds, "")
        yield Figure("answers that one thread alone does not give", agreed.different, "")

    def _scale(self, chunks: int) -> Iterator[Line]:
        """An index of so many chunks, and how well and how fast either kind of dense index finds the nearest."""
        home, name, pieces = self._home(len(self._sources)), f"scale-{chunks}", self._pieces()
        base = sum(len(piece.chunks) for piece in pieces)
        if chunks <= base:
            return
        seconds = _seconds(lambda: grow(home, self._name, name, pieces, chunks))
        manifest = home.manifest(name)
        documents = manifest["counts"]["documents"]
        yield Heading(f"{documents:,} documents made of these, {chunks:,} chunks, vectors {manifest['dense']}")
        yield Figure("index, arrays only", seconds, "s")
        folder = self._folder / str(len(self._sources))
        yield from _disk(name, folder)
        yield from _searched(latency.of_index(folder, name, self._questions), {})
        vectors = crossed_vectors(np.concatenate([piece.vectors for piece in pieces]), crosses(base, chunks))
        queries = [self._embedder.embed_query(question) for question in self._questions]
        found = latency.quality(vectors, queries)
        yield Figure("vectors, exact, median", found.exact, "ms")
        yield Figure("vectors, approximate, median", found.approximate, "ms")
        yield Figure("vectors, approximate, recall@10 of exact", found.recall, "")

    @property
    def _name(self) -> str:
        return IndexHome.name_of([self._paths[0]])

    def _home(self, count: int) -> IndexHome:
        return IndexHome(self._folder / str(count))

    def _pieces(self) -> list[Piece]:
        """What the index of all documents was put together from."""
        home = self._home(len(self._sources))
        of_each = zip(self._sources, to_encode(self._sources), strict=True)
        digests = [piece_digest(source, self._embedder, MAX_TOKENS, encoded=encoded) for source, encoded in of_each]
        found = [load_piece(home.piece(d), s.document) for d, s in zip(digests, self._sources, strict=True)]
        return [piece for piece in found if piece]


def _searched(found: Latency, goals: dict[str, float]) -> Iterator[Figure]:
    yield Figure("open, files not in memory", found.opened, "s")
    yield Figure("first search", found.first, "ms")
    yield Figure("search, median", found.median, "ms", goals.get("median"))
    yield Figure("search, 95th percentile", found.p95, "ms", goals.get("p95"))
    yield Figure("search, median, processor", found.busy, "ms", goals.get("median"))
    yield Figure("most memory, searching", found.memory, "MB", goals.get("memory"))


def _disk(name: str, folder: Path) -> Iterator[Figure]:
    files = [file for file in (folder / "indexes").glob(f"{name}-*/**/*") if file.is_file()]
    yield Figure("index on disk", sum(file.stat().st_size for file in files) / 1e6, "MB")


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
