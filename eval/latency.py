"""How long searches take and how much memory they need: each measured in a process of its own, by `make bench`."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from functools import partial
from itertools import cycle
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

import numpy as np

from index.folder import IndexHome
from index.fusion import top
from index.search import FusedRetriever

K = 10
_THREADS = 8


@dataclass(frozen=True)
class Latency:
    """What one process took: seconds to open and for all else milliseconds of a search, memory in MB at its highest.

    `busy` is the median of the processor's time, which other work on the machine does not lengthen.
    """

    opened: float
    first: float
    median: float
    p95: float
    busy: float
    memory: float


@dataclass(frozen=True)
class Quality:
    """Of the exact best ten by vector, the share that the approximate index finds; milliseconds of either search."""

    recall: float
    exact: float
    approximate: float


@dataclass(frozen=True)
class Agreement:
    """What eight threads were answered, and how many answers were not what one thread alone is given."""

    answers: int
    different: int


def of_index(home: Path, name: str, questions: Sequence[str]) -> Latency:
    """Search an index in a fresh process, its files read anew from the disk."""
    return Latency(**_in_a_process("index", str(home), name, questions=questions))


def of_baseline(system: str, corpus: Sequence[Path], embedder: str, questions: Sequence[str]) -> Latency:
    """Index and search the papers with a baseline in a fresh process; `opened` is the time to index."""
    paths = os.pathsep.join(str(path) for path in corpus)
    return Latency(**_in_a_process("baseline", system, paths, embedder, questions=questions))


def of_threads(home: Path, name: str, questions: Sequence[str], seconds: float) -> Agreement:
    """Ask from eight threads for so long, and compare with what one thread alone is answered."""
    search = FusedRetriever(IndexHome(home).open(name)).search
    alone = {question: search(question, K) for question in questions}
    end = time.monotonic() + seconds

    def ask(first: int) -> list[bool]:
        same = []
        for question in cycle([*questions[first:], *questions[:first]]):
            same.append(search(question, K) == alone[question])
            if time.monotonic() > end:
                break
        return same

    with ThreadPoolExecutor(_THREADS) as threads:
        starts = [place * len(questions) // _THREADS for place in range(_THREADS)]
        same = [one for of_thread in threads.map(ask, starts) for one in of_thread]
    return Agreement(len(same), same.count(False))


def quality(vectors: np.ndarray, queries: Sequence[np.ndarray]) -> Quality:
    """Search the vectors by either kind of index, and compare."""
    from index.dense import DenseKind, open_dense, write_dense

    best: dict[DenseKind, list[set[int]]] = {}
    took: dict[DenseKind, float] = {}
    for kind in DenseKind:
        with TemporaryDirectory() as folder:
            write_dense(Path(folder), vectors, kind)
            scores = open_dense(Path(folder), kind).scores
            best[kind] = [set(top(scores(query), K).tolist()) for query in queries]
            took[kind] = median([milliseconds(partial(scores, query)) for query in queries])
    shared = [len(exact & found) / K for exact, found in zip(*best.values(), strict=True)]
    return Quality(sum(shared) / len(shared), took[DenseKind.FLAT], took[DenseKind.IVF_SQ8])


def milliseconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - started)


def percentile(values: Sequence[float]) -> float:
    """The 95th percentile."""
    return quantiles(values, n=20, method="inclusive")[-1] if len(values) > 1 else values[0]


def _in_a_process(*arguments: str, questions: Sequence[str]) -> dict[str, float]:
    command = [sys.executable, "-m", "eval.latency", *arguments]
    given = json.dumps(list(questions))
    ran = subprocess.run(command, input=given, stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603 - ourselves
    return json.loads(ran.stdout)


def _search_an_index(home: str, name: str) -> tuple[float, Callable[[str], object]]:
    _forget(Path(home))
    started = time.perf_counter()
    search = FusedRetriever(IndexHome(Path(home)).open(name)).search
    return time.perf_counter() - started, lambda question: search(question, K)


def _search_a_baseline(system: str, corpus: str, embedder: str) -> tuple[float, Callable[[str], object]]:
    from eval.baselines import build_baseline
    from index.embedder import load_embedder
    from ingest.sources import read_sources

    sources, model = read_sources([Path(path) for path in corpus.split(os.pathsep)]), load_embedder(embedder)
    started = time.perf_counter()
    scores = build_baseline(system, sources, model)
    return time.perf_counter() - started, lambda question: top(scores(question), K)


def _measure(opened: float, search: Callable[[str], object], questions: Sequence[str]) -> Latency:
    first = milliseconds(partial(search, questions[0]))
    for question in questions[: len(questions) // 10]:
        search(question)
    times, busy = [], []
    for question in questions:
        started = time.process_time()
        times.append(milliseconds(partial(search, question)))
        busy.append(1000 * (time.process_time() - started))
    return Latency(opened, first, median(times), percentile(times), median(busy), _most_memory())


def _forget(folder: Path) -> None:
    """Have the system forget what it keeps of the files, so that they are read from the disk; where it can."""
    if not hasattr(os, "posix_fadvise"):
        return
    for file in folder.rglob("*.*"):
        if file.is_file():
            with file.open("rb") as opened:
                os.posix_fadvise(opened.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _most_memory() -> float:
    """The most memory that this process held, in MB, with the pages of files that it looked at."""
    status = Path("/proc/self/status")
    if status.is_file():
        # What getrusage says would count the process that began this one.
        lines = status.read_text("utf-8").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024
    import resource

    unit = 1024**2 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def _main(what: str, *arguments: str) -> None:
    questions = json.load(sys.stdin)
    searches: dict[str, Callable[..., tuple[float, Callable[[str], object]]]] = {
        "index": _search_an_index,
        "baseline": _search_a_baseline,
    }
    opened, search = searches[what](*arguments)
    print(json.dumps(asdict(_measure(opened, search, questions))))


if __name__ == "__main__":
    _main(*sys.argv[1:])
