"""Fetch editions from the official site into a folder that `read_sources` reads.

FOLDER/manifest.json            the documents in this folder
FOLDER/<code>.txt or .html      an edition's pages joined; of a PDF, the one file under pages/ is the document
FOLDER/urls/<code>.txt          the official addresses of the pages, in order
FOLDER/pages/<code>/            the files as they were sent
"""

import json
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from ingest.addresses import SITE
from ingest.catalogue import Contents, find_pages
from ingest.documents import DocumentKind
from ingest.downloads import Downloads, Outcome
from ingest.editions import Edition, Form, parse_edition
from ingest.errors import InputError
from ingest.joining import Page, join_html, join_texts, links, read_page
from ingest.progress import Progress, silent
from ingest.site import POLITE, FetchError, Manners, PassingError, Site, SiteError
from ingest.sources import MANIFEST
from ingest.writing import replace_text

# The newest that this version was made for.
NEWEST = "r07"
_WHOLE_VOLUME = "00zentai.pdf"
_FORMS = {Form.TEXT: "公式テキスト版", Form.HTML: "公式 HTML 版", Form.PDF: "公式 PDF 版"}
# After so many failures one after the other it is the site that is in trouble, not a file.
_MOST_FAILURES_IN_A_ROW = 3
# A dead link or two is the site's; if more than this share of the pages is not there, we misread its contents.
_MOST_ABSENT = 0.5
# So many, and no other page: do not ask for the rest.
_MOST_ABSENT_AT_FIRST = 20


@dataclass(frozen=True)
class Failure:
    """A page that could not be had, and why."""

    address: str
    reason: str


@dataclass(frozen=True)
class Report:
    """What fetching an edition came to. The manifest names the edition only if nothing is missing.

    `absent` are pages that the contents name and the site does not have, which no second run will change;
    `untried` counts those not asked for because the site was in trouble; `damaged` are in the document, but
    not all of their characters can be read.
    """

    edition: Edition
    form: Form
    folder: Path
    fetched: int
    already_there: int
    absent: tuple[str, ...] = ()
    failed: tuple[Failure, ...] = ()
    untried: int = 0
    damaged: tuple[str, ...] = ()

    @property
    def missing(self) -> int:
        return len(self.failed) + self.untried


def fetch_editions(
    named: Sequence[str],
    home: Path,
    *,
    out: Path | None = None,
    form: Form | None = None,
    refresh: bool = False,
    base: str | None = None,
    manners: Manners = POLITE,
    progress: Progress = silent,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[Report]:
    """Fetch editions one after the other, each into a folder of its own under `home`, or all into `out`.

    What is in the folder already is not fetched again, unless to refresh it. Raises InputError for what names
    no edition (before anything is asked) or an edition that the site does not have, and FetchError.
    """
    editions = dict.fromkeys(parse_edition(name) for name in named or [NEWEST])
    base = (base or SITE).rstrip("/")
    with Site(base, manners, sleep=sleep) as site:
        for edition in editions:
            folder = out or home / "editions" / edition.code
            with _alone_in(folder):
                others = _other_entries(folder, edition)
                fetch = _Fetch(site, base, edition, form or edition.best_form, folder, refresh, progress)
                report = fetch.run(others)
            yield report


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Two runs at once would write into one another's parts."""
    from filelock import FileLock, Timeout

    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / ".fetch.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise InputError(
            f"{folder}: 別の hakusho fetch が使っています。終わってからもう一度実行してください。"
        ) from error
    try:
        yield
    finally:
        lock.release()


def _other_entries(folder: Path, edition: Edition) -> list[dict]:
    """What the folder's manifest says of other documents, which stay in it."""
    manifest = folder / MANIFEST
    if not manifest.exists():
        return []
    try:
        entries = json.loads(manifest.read_text("utf-8"))["documents"]
        return [entry for entry in entries if entry["id"] != edition.code]
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(
            f"{manifest}: 文書の一覧として読めません（{type(error).__name__}: {error}）。"
            "--out に別の場所を指定してください。"
        ) from error


@dataclass(frozen=True)
class _Fetch:
    """Fetching one edition in one form."""

    site: Site
    base: str
    edition: Edition
    form: Form
    folder: Path
    refresh: bool
    progress: Progress

    def run(self, others: list[dict]) -> Report:
        downloads = Downloads(self.site, self.address, self.folder / "pages" / self.edition.code)
        addresses = self._addresses(downloads)
        report = self._bring(downloads, addresses)
        if report.failed:
            return report
        self._check_enough(report)
        there = [address for address in addresses if address not in report.absent]
        path, damaged = self._write_document(downloads, there)
        replace_text(self.folder / "urls" / f"{self.edition.code}.txt", "".join(f"{a}\n" for a in there))
        entries = [*others, self._entry(path, len(there))]
        replace_text(self.folder / MANIFEST, json.dumps({"documents": entries}, ensure_ascii=False, indent=1))
        return replace(report, damaged=damaged)

    @property
    def address(self) -> str:
        return f"{self.base}/ja/{self.edition.code}"

    def _addresses(self, downloads: Downloads) -> tuple[str, ...]:
        """The pages of the edition, in order."""
        if self.form is Form.PDF:
            return (f"{self.address}/pdf/{_WHOLE_VOLUME}",)
        reasons: list[str] = []
        addresses = find_pages(self.address, self.form, partial(self._read_contents, downloads, reasons))
        if not addresses:
            because = f"（{reasons[0]}）" if reasons else ""
            raise InputError(
                f"{self.address}/ に{self.edition.name}の目次が見つかりません{because}。"
                "版を確かめるか、--form を変えてください。"
            )
        return addresses

    def _read_contents(self, downloads: Downloads, reasons: list[str], address: str) -> Contents | None:
        """The contents page at an address, None where there is none for us; `reasons` takes up why."""
        try:
            arrival = downloads.bring(address, renew=True)
        except SiteError:
            raise
        except PassingError as error:
            raise FetchError(f"{self.edition.name}の目次 {address} を取得できません（{error}）") from error
        except FetchError as error:
            # If it is a page of the volume as well, it is reported when its own turn comes.
            reasons.append(str(error))
            return None
        if arrival.outcome is Outcome.ABSENT:
            return None
        return Contents(arrival.address, links(read_page(address, downloads.place(address))))

    def _bring(self, downloads: Downloads, addresses: Sequence[str]) -> Report:
        """Fetch what is not there yet. A failure does not stop the others, many in a row do."""
        outcomes: dict[str, Outcome] = {}
        failed: list[Failure] = []
        in_a_row = 0
        for address in self.progress(f"{self.edition.code} の取得", addresses, len(addresses)):
            try:
                outcomes[address] = downloads.bring(address, renew=self.refresh).outcome
                in_a_row = 0
                if len(outcomes) == _MOST_ABSENT_AT_FIRST and set(outcomes.values()) == {Outcome.ABSENT}:
                    break
            except FetchError as error:
                failed.append(Failure(address, str(error)))
                in_a_row += 1
                if in_a_row == _MOST_FAILURES_IN_A_ROW or isinstance(error, SiteError):
                    break
        count = Counter(outcomes.values())
        return Report(
            self.edition,
            self.form,
            self.folder,
            fetched=count[Outcome.FETCHED],
            already_there=count[Outcome.ALREADY_THERE],
            absent=tuple(address for address, outcome in outcomes.items() if outcome is Outcome.ABSENT),
            failed=tuple(failed),
            untried=len(addresses) - len(outcomes) - len(failed),
        )

    def _check_enough(self, report: Report) -> None:
        absent = len(report.absent)
        tried = absent + report.fetched + report.already_there
        if absent > _MOST_ABSENT * tried:
            raise InputError(
                f"{self.edition.name}の{_FORMS[self.form]}は、調べた {tried} ファイルのうち {absent} が"
                f"サイトにありません（{report.absent[0]} など）。--form を変えてください。"
            )

    def _write_document(self, downloads: Downloads, addresses: Sequence[str]) -> tuple[Path, tuple[str, ...]]:
        """Join the pages; returns the document's path and the addresses of pages that cannot be read fully."""
        if self.form is Form.PDF:
            return downloads.place(addresses[0]), ()
        pages = [read_page(address, downloads.place(address)) for address in addresses]
        suffix, text = _joined(self.form, self.edition.title, pages)
        path = self.folder / f"{self.edition.code}{suffix}"
        replace_text(path, text)
        return path, tuple(page.address for page in pages if page.damaged)

    def _entry(self, path: Path, count: int) -> dict:
        edition = self.edition
        joined = "" if self.form is Form.PDF else f" {count} ファイルを結合したもの"
        return {
            "id": edition.code,
            "path": path.relative_to(self.folder).as_posix(),
            "urls": f"urls/{edition.code}.txt",
            "kind": DocumentKind.WHITE_PAPER,
            "title": edition.title,
            "edition": edition.name,
            "year": edition.year,
            "publisher": edition.publisher,
            "scope": f"本文全体（{_FORMS[self.form]}{joined}）",
            "source": f"{self.address}/",
        }


def _joined(form: Form, title: str, pages: Sequence[Page]) -> tuple[str, str]:
    """The file suffix and the text of the document that the pages make."""
    if form is Form.TEXT:
        return ".txt", join_texts(pages)
    return ".html", join_html(title, pages)
