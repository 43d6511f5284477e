"""The command `hakusho`: parse, call one function, print, return an exit status."""

import json
import os
import shlex
import sys
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn, TypeVar

import typer
from typer.exceptions import TyperException

from eval.questions import Split, question_files, read_questions
from ingest.editions import Form
from ingest.errors import InputError
from rag.settings import load_settings

if TYPE_CHECKING:
    from ingest.fetch import Report as FetchReport

T = TypeVar("T")

# What typer gives for Ctrl-C, as shells do.
_INTERRUPTED = 130
# More than any question may hold; enough to say how much too long it is.
_MOST_INPUT = 1_000_000

app = typer.Typer(
    help="情報通信白書に質問し、節番号つきの答えを得ます。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

AsJson = Annotated[bool, typer.Option("--json", help="JSON で出力します。")]


@app.callback()
def settings(
    context: typer.Context,
    corpus: Annotated[Path | None, typer.Option(help="文書：manifest.json のあるフォルダー、またはファイル。")] = None,
    home: Annotated[Path | None, typer.Option(help="索引を置く場所。")] = None,
    embedder: Annotated[str | None, typer.Option(help="埋め込みモデル：bundled、名前、フォルダー。")] = None,
    base_url: Annotated[str | None, typer.Option(help="OpenAI 互換サーバーのアドレス。")] = None,
    debug: Annotated[bool, typer.Option(help="失敗したとき詳しい経過を出します。")] = False,
) -> None:
    """設定は、指定、環境変数 HAKUSHO_…、.env の順に優先します。"""
    given = {"corpus": corpus, "home": home, "embedder": embedder, "base_url": base_url}
    context.obj = load_settings(**{name: value for name, value in given.items() if value is not None})


@app.command()
def index(
    context: typer.Context,
    sources: Annotated[list[Path] | None, typer.Argument(help="文書。省くと設定のもの。", show_default=False)] = None,
) -> None:
    """文書を読み、索引を作ります。変わっていなければ何もしません。"""
    from rag.pipeline import renew_index
    from ui.wording import index_report

    report = renew_index(context.obj, sources or [], progress=_progress)
    for line in index_report(report):
        typer.echo(line)


@app.command()
def fetch(
    context: typer.Context,
    editions: Annotated[
        list[str] | None, typer.Argument(help="版：r07、令和7年版、2025 など。省くと最新のもの。", show_default=False)
    ] = None,
    form: Annotated[Form | None, typer.Option(help="どの形で。省くと版に合うもの。")] = None,
    out: Annotated[Path | None, typer.Option(help="置くフォルダー。省くと HAKUSHO_HOME の中。")] = None,
    refresh: Annotated[bool, typer.Option(help="変わったものを取り直します。")] = False,
    pause: Annotated[float, typer.Option(min=0, help="一つ取得するごとに休む秒数。")] = 1.0,
) -> None:
    """公式サイトから白書を取得します。途中で止めても、もう一度実行すれば続きから取得します。"""
    from ingest.fetch import fetch_editions
    from ingest.site import Manners

    manners = Manners(pause=pause)
    reports = []
    for report in fetch_editions(
        editions or [],
        context.obj.home_folder,
        out=out,
        form=form,
        refresh=refresh,
        manners=manners,
        progress=_progress,
    ):
        _print_fetched(report)
        reports.append(report)
    if any(report.missing for report in reports):
        raise typer.Exit(1)
    folders = [shlex.quote(str(folder)) for folder in dict.fromkeys(report.folder for report in reports)]
    index = f"HAKUSHO_CORPUS={folders[0]} hakusho index" if len(folders) == 1 else f"hakusho index {' '.join(folders)}"
    typer.echo(f"次に：{index}", err=True)


@app.command()
def ask(
    context: typer.Context,
    question: Annotated[str | None, typer.Argument(help="質問。- なら標準入力から。", show_default=False)] = None,
    as_json: AsJson = False,
    edition: Annotated[str | None, typer.Option(help="この版だけから答えます（r07、令和7年版 など）。")] = None,
    model: Annotated[str | None, typer.Option(help="extractive、または 提供元:モデル名。")] = None,
    batch: Annotated[Path | None, typer.Option(help="質問のファイル（一行に一つの JSON）。")] = None,
    out: Annotated[Path | None, typer.Option(help="--batch の答えを書くファイル。")] = None,
    restart: Annotated[bool, typer.Option(help="途中までの --out を捨てて初めから行います。")] = False,
) -> None:
    """質問に、節番号つきで答えます。

    例：hakusho ask "2024年のスマートフォンのインターネット利用率は？"
    """
    from rag.pipeline import open_assistant

    if (batch is None) == (question is None) or (batch is None) != (out is None):
        raise InputError("質問を一つ書くか、--batch と --out を指定してください。")
    chosen = context.obj.model_copy(update={"model": model} if model else {})
    assistant = open_assistant(chosen, only=edition, progress=_progress)
    if batch and out:
        from ui.batch import run_batch
        from ui.wording import batch_report

        tally = run_batch(
            assistant, batch, out, restart=restart, wrap=lambda lines: _progress("回答", lines, len(lines))
        )
        typer.echo(batch_report(str(out), tally), err=True)
        return
    answer = assistant.answer(sys.stdin.read(_MOST_INPUT) if question == "-" else question or "")
    if as_json:
        from rag.answers import answer_record

        _print_json(answer_record(answer))
        return
    from ui.wording import CREDIT, answerer_in_use, documents_in_use

    typer.echo(_plain(answer.text))
    for citation in answer.citations:
        typer.echo(_plain(f"\n[{citation.number}] {citation.name}"))
        typer.echo(_plain(f"    「{citation.quote_shown}」"))
        if citation.section.address:
            typer.echo(f"    {citation.section.address.url}")
    typer.echo()
    for note in (answer.notice, documents_in_use(assistant.documents), answerer_in_use(answer.answered_by), CREDIT):
        if note:
            typer.echo(note, err=True)


@app.command()
def search(
    context: typer.Context,
    question: Annotated[str, typer.Argument(help="質問、または探す言葉。")],
    k: Annotated[int, typer.Option("-k", min=1, max=200, help="いくつまで。")] = 10,
    edition: Annotated[list[str] | None, typer.Option(help="この版だけ（r07、令和7年版、2025。何度でも）。")] = None,
    part: Annotated[str | None, typer.Option(help="この部だけ（第Ⅱ部、2 など）。")] = None,
    chapter: Annotated[str | None, typer.Option(help="この章だけ（第3章、3、序章 など）。")] = None,
    kind: Annotated[str | None, typer.Option(help="本文、図表、図、表、脚注 のどれかだけ。")] = None,
    as_json: AsJson = False,
) -> None:
    """質問に近い箇所を、近い順に並べます。

    例：hakusho search "郵便局の数" --edition 令和5年版 --edition 2022 --part 2 --kind 図表
    """
    from index.filters import Filter
    from rag.answers import passage_record
    from rag.pipeline import find

    within = Filter(tuple(edition or ()), part, chapter, kind)
    passages = find(context.obj, question, k, within=within, progress=_progress)
    if as_json:
        _print_json([passage_record(passage) for passage in passages])
        return
    for passage in passages:
        typer.echo(_plain(f"{passage.rank:3}  {passage.score:.3f}  {passage.chunk.section.name}"))
        typer.echo(_plain(f"     {passage.chunk.text[:120]}"))


@app.command()
def tree(
    context: typer.Context,
    document: Annotated[str | None, typer.Argument(help="文書の id（r07 など）。省くと全部。")] = None,
    as_json: AsJson = False,
) -> None:
    """節の木を、読み取ったとおりに示します。"""
    from rag.pipeline import sections_of

    sections = sections_of(context.obj, document, progress=_progress)
    if as_json:
        _print_json([
            {
                "doc": s.document.id,
                "label": s.label,
                "title": s.title,
                "level": s.level,
                "figures": list(s.figures),
                "references": list(s.references),
                "data": [{"title": link.title, "url": link.url} for link in s.data],
                "first_line": s.first_line,
                "last_line": s.last_line,
            }
            for s in sections
        ])  # fmt: skip
        return
    shown = None
    for section in sections:
        if section.document != shown:
            shown = section.document
            typer.echo(f"{shown.id}  {shown.title}")
        typer.echo(_plain(f"{section.first_line:6}  {'  ' * (section.level - 1)}{section.label}  {section.title}"))


@app.command(name="eval")
def evaluate(
    context: typer.Context,
    questions: Annotated[list[Path] | None, typer.Option(help="質問のファイル。省くと付属のもの。")] = None,
    split: Annotated[
        Split | None,
        typer.Option(help="read、train、dev、test の一つだけ（省くと dev と test）。test では調整をしないこと。"),
    ] = None,
    report: Annotated[Path, typer.Option(help="結果を置くフォルダー。")] = Path("runs"),
    compare: Annotated[Path | None, typer.Option(help="この評価のフォルダーと比べます。")] = None,
    answers: Annotated[Path | None, typer.Option(help="ほかの仕組みの答え（ask --json の形）を採点します。")] = None,
    model: Annotated[str | None, typer.Option(help="extractive、または 提供元:モデル名。")] = None,
    judge: Annotated[str | None, typer.Option(help="言語モデルにも判定させます（提供元:モデル名）。")] = None,
    baselines: Annotated[bool, typer.Option("--baselines", help="ありふれた検索とも比べます。")] = False,
    squad: Annotated[Path | None, typer.Option(help="SQuAD 形式のファイルで検索だけを測ります。")] = None,
    check: Annotated[bool, typer.Option("--check", help="測らずに、質問を文書と照らし合わせます。")] = False,
) -> None:
    """付属の質問に答え、どれだけ正しいかを測り、記録と報告（report.html）を残します。

    途中で止めても、同じ指定でもう一度実行すれば続きから測ります。

    例：hakusho eval --split dev --compare runs/20260101-120000
    """
    from eval import evaluation
    from ui import measured

    if squad:
        _print_lines(measured.squad_lines(evaluation.evaluate_squad(context.obj, squad, progress=_progress)))
        return
    chosen = read_questions(questions or (question_files() if check else []), split)
    if check:
        faults = evaluation.check(context.obj, chosen, progress=_progress)
        _print_lines(measured.fault_lines(len(chosen), faults))
        raise typer.Exit(1 if faults else 0)
    settings = context.obj.model_copy(update={"model": model} if model else {})
    done = evaluation.evaluate(
        settings,
        chosen,
        report,
        answers=answers,
        compared=compare,
        judge=judge,
        baselines=baselines,
        progress=_progress,
    )
    _print_lines(measured.summary_lines(done.summary))
    if done.comparison:
        _print_lines(measured.comparison_lines(done.comparison))
    _print_lines(measured.system_lines(done.summary.get("systems", [])))
    typer.echo(f"{done.folder / 'report.html'} に書きました", err=True)


@app.command()
def ui(
    context: typer.Context,
    port: Annotated[int, typer.Option(min=1, max=65535, help="画面のポート。")] = 8501,
) -> None:
    """ブラウザーで使うチャットの画面を開きます。"""
    from rag.pipeline import open_store

    open_store(context.obj, progress=_progress)
    variables = {f"HAKUSHO_{name.upper()}": str(value) for name, value in context.obj.model_dump().items() if value}
    typer.echo(f"http://127.0.0.1:{port} を開いてください（終えるには Ctrl-C）")
    sys.stdout.flush()
    options = {
        "server.headless": "true",
        "server.address": "127.0.0.1",
        "server.port": str(port),
        "server.fileWatcherType": "none",
        "browser.gatherUsageStats": "false",
        "client.showErrorDetails": "none",
        "client.toolbarMode": "minimal",
        "browser.serverAddress": "127.0.0.1",
    }
    flags = [f"--{name}={value}" for name, value in options.items()]
    script = str(Path(__file__).with_name("app.py"))
    os.execve(  # noqa: S606 - our own interpreter, no shell
        sys.executable, [sys.executable, "-m", "streamlit", "run", script, *flags], os.environ | variables
    )


@app.command()
def doctor(context: typer.Context) -> None:
    """何があり、何が足りず、どうすればよいかを調べます。"""
    from ui.doctor import examine

    findings = list(examine(context.obj))
    for finding in findings:
        typer.echo(f"{'○' if finding.well else '×'} {finding.what}：{finding.said}")
        if not finding.well and finding.advice:
            typer.echo(f"    → {finding.advice}")
    if not all(finding.well for finding in findings):
        raise typer.Exit(1)


def _plain(text: str) -> str:
    """The text without control characters, by which a paper or a model could steer the terminal."""
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) != "Cc")


def _progress(what: str, items: Iterable[T], total: int) -> Iterable[T]:
    """A progress bar on stderr, where that is a terminal."""
    from tqdm import tqdm

    return tqdm(items, desc=what, total=total, disable=None, leave=False)


def _print_json(value: object) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=1))


def _print_fetched(report: "FetchReport") -> None:
    edition = report.edition
    typer.echo(f"{edition.title}：取得 {report.fetched}、取得済み {report.already_there}（{report.folder}）")
    for what, addresses in (("サイトにないファイル", report.absent), ("読めない文字のあるファイル", report.damaged)):
        if addresses:
            typer.echo(f"  {what} {len(addresses)}：{' '.join(address.rpartition('/')[2] for address in addresses)}")
    for failure in report.failed:
        typer.echo(f"  {failure.address}：{failure.reason}", err=True)
    if report.missing:
        again = f"もう一度 `hakusho fetch {edition.code}` を実行すると続きから取得します。"
        typer.echo(f"hakusho: {edition.name}はあと {report.missing} ファイル足りません。{again}", err=True)


def _print_lines(lines: Iterable[str]) -> None:
    for line in lines:
        typer.echo(line)


def _fail(message: str, status: int) -> NoReturn:
    typer.echo(f"hakusho: {message}", err=True)
    raise SystemExit(status)


def main() -> None:
    """Run the command. Bad input ends with one sentence and status 2, a failure with one and status 1."""
    try:
        status = app(standalone_mode=False) or 0
        if status == _INTERRUPTED:
            _fail("中断しました。", status)
        raise SystemExit(status)
    except TyperException as error:
        if not str(error):  # no command at all: the help was shown
            raise SystemExit(2) from error
        _fail(f"{error}（使い方は --help で示します）", 2)
    except InputError as error:
        _fail(str(error), 2)
    except OSError as error:
        if "--debug" in sys.argv:
            raise
        _fail(f"{error.filename or ''}: {error.strerror or error}".lstrip(": "), 1)
    except Exception as error:  # whatever else went wrong is told in a sentence; --debug shows where
        if "--debug" in sys.argv:
            raise
        _fail(f"失敗しました（{type(error).__name__}: {error}）。--debug を付けると詳しい経過が出ます。", 1)


if __name__ == "__main__":
    main()
