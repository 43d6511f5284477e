"""The command line as a person or a script meets it: contracts, one-sentence errors, batches taken up again."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ingest.sources import read_sources
from rag.settings import DIGEST

KEYS = {"id", "question", "answer", "refused", "reason", "citations", "passages", "answered_by", "timings"}


def hakusho(*arguments: str | Path, home: Path, given: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a process of its own; it finds the digest unless told otherwise."""
    environment = os.environ | {"HAKUSHO_CORPUS": str(DIGEST), "HAKUSHO_HOME": str(home), "NO_COLOR": "1"} | variables
    command = [sys.executable, "-m", "ui.cli", *map(str, arguments)]
    return subprocess.run(command, input=given, capture_output=True, text=True, env=environment, timeout=120)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with an index of the digest."""
    home = tmp_path_factory.mktemp("home")
    assert hakusho("index", home=home).returncode == 0
    return home


def test_index_says_what_it_made_and_then_that_nothing_changed(tmp_path: Path) -> None:
    assert hakusho("index", home=tmp_path).stdout.startswith("索引を作りました：1 文書（読み直し 1）、")
    assert hakusho("index", home=tmp_path).stdout.startswith("変更はありません：1 文書（読み直し 0）、")


def test_ask_prints_answer_section_quote_and_address(home: Path) -> None:
    ran = hakusho("ask", "郵便局は全国にいくつある？", home=home)
    assert ran.returncode == 0
    assert "2万4,185局" in ran.stdout
    assert "[1] 令和7年版 第Ⅱ部第1章第12節1（2）「日本郵便株式会社」" in ran.stdout
    assert "https://www.soumu.go.jp/johotsusintokei/whitepaper/ja/r07/html/nd21c120.html" in ran.stdout
    assert "要約（白書の本文ではありません）" in ran.stderr


def test_ask_json_keeps_the_contract(home: Path) -> None:
    record = json.loads(hakusho("ask", "郵便局は全国にいくつある？", "--json", home=home).stdout)
    assert record.keys() >= KEYS
    assert record["citations"][0].keys() >= {"n", "doc", "label", "title", "figure", "quote", "url"}
    assert (record["refused"], record["reason"], record["answered_by"]) == (False, None, "extractive")
    assert len(record["passages"]) == 10
    assert record["passages"][0].keys() >= {"doc", "label", "text", "score"}
    source = "".join(read_sources([DIGEST])[0].text.split())
    assert all("".join(citation["quote"].split()) in source for citation in record["citations"])


def test_edition_keeps_to_one_document(home: Path) -> None:
    record = json.loads(hakusho("ask", "--edition", "r07-digest", "5Gとは？", "--json", home=home).stdout)
    assert {passage["doc"] for passage in record["passages"]} == {"r07-digest"}
    ran = hakusho("ask", "--edition", "r99", "5Gとは？", home=home)
    assert (ran.returncode, ran.stderr) == (2, "hakusho: r99 という版はありません。指定できるのは r07-digest です。\n")


def test_search_lists_passages_best_first(home: Path) -> None:
    found = json.loads(hakusho("search", "量子暗号通信", "-k", "3", "--json", home=home).stdout)
    assert len(found) == 3
    assert found[0]["label"].startswith("第Ⅱ部第2章第7節4")
    assert [passage["score"] for passage in found] == sorted((p["score"] for p in found), reverse=True)


def test_search_keeps_to_what_its_filters_say(home: Path) -> None:
    filters = ("--edition", "2025", "--part", "2", "--chapter", "第1章", "--kind", "本文")
    found = json.loads(hakusho("search", "サービスの動向", *filters, "--json", home=home).stdout)
    assert found
    assert {passage["label"][:6] for passage in found} == {"第Ⅱ部第1章"}


@pytest.mark.parametrize(
    ("filters", "said"),
    [
        (["--edition", "r99"], "r99 という版はありません。指定できるのは r07-digest です。"),
        (["--part", "9"], "9 という部はありません。指定できるのは 第1部、第2部 です。"),
        (["--part", "1", "--chapter", "9"], "9 という章はありません。指定できるのは 第1章、第2章、第3章 です。"),
        (["--kind", "脚注"], "選んだ範囲に脚注はありません。"),
    ],
)
def test_filter_that_keeps_nothing_is_one_sentence(home: Path, filters: list[str], said: str) -> None:
    ran = hakusho("search", "電話", *filters, home=home)
    assert (ran.returncode, ran.stderr) == (2, f"hakusho: {said}\n")


def test_tree_lists_sections_in_reading_order(home: Path) -> None:
    sections = json.loads(hakusho("tree", "r07-digest", "--json", home=home).stdout)
    assert sections[0] == {
        "doc": "r07-digest",
        "label": "第Ⅰ部",
        "title": "特集 広がりゆく「社会基盤」としてのデジタル",
        "level": 1,
        "figures": [],
        "references": [],
        "data": [],
        "first_line": 1,
        "last_line": 2,
    }
    assert [s["first_line"] for s in sections] == sorted(s["first_line"] for s in sections)


def test_doctor_finds_everything_well(home: Path) -> None:
    ran = hakusho("doctor", home=home)
    assert ran.returncode == 0
    assert "○ 埋め込みモデル：bundled（128 次元）" in ran.stdout


# A question that the digest answers, and one that it does not.
POSTS = {
    "id": "a",
    "split": "dev",
    "kind": "fact",
    "question": "郵便局は全国にいくつある？",
    "gold": [{"doc": "r07-digest", "label": "第Ⅱ部第1章第12節1（2）", "fragment": "2万4,185局であり、横ばい"}],
    "facts": [["2万4,185局"]],
    "reference": "2万4,185局です。",
}
MARS = POSTS | {"id": "b", "split": "test", "kind": "near_miss", "question": "火星の人口は？", "gold": [], "facts": []}


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    file = tmp_path / "questions.jsonl"
    file.write_text("\n".join(map(json.dumps, [POSTS, MARS])), "utf-8")
    return file


def test_eval_writes_a_run_of_its_own(home: Path, tmp_path: Path, questions: Path) -> None:
    runs = tmp_path / "runs"
    ran = hakusho("eval", "--questions", questions, "--split", "dev", "--report", runs, home=home)
    (run,) = runs.iterdir()
    assert (ran.returncode, ran.stderr) == (0, f"{run / 'report.html'} に書きました\n")
    assert ran.stdout.startswith("質問 1、失敗 0\n  recall@1             1.000  0.207–1.000  1 問\n")
    measures = json.loads((run / "summary.json").read_text("utf-8"))["measures"]
    assert {measures[name]["value"] for name in ("refusal", "hit@1", "recall@5", "correct", "label")} == {1.0}


def test_eval_scores_and_compares_the_answers_of_another_system(home: Path, tmp_path: Path, questions: Path) -> None:
    answers, runs = tmp_path / "answers.jsonl", tmp_path / "runs"
    given = {"answer": "書かれていません。", "refused": True, "citations": []}
    answers.write_text("\n".join(json.dumps({"id": id, **given}) for id in "ab"), "utf-8")
    theirs = ("eval", "--questions", questions, "--answers", answers, "--report", runs)
    assert hakusho(*theirs, home=home).returncode == 0
    (before,) = runs.iterdir()
    ran = hakusho(*theirs, "--compare", before, "--baselines", home=home)
    lines = ran.stdout.splitlines()
    assert (ran.returncode, lines[0]) == (0, "質問 2、失敗 0")
    assert "前の評価との差（共通の 2 問、* は 95 % 区間が 0 を含まない）" in lines
    assert [line.split()[0] for line in lines[-4:]] == ["hakusho", "BM25,", "BM25,", "FAISS,"]


def test_eval_check_tells_faults_and_fails_if_there_are_any(home: Path, tmp_path: Path, questions: Path) -> None:
    ran = hakusho("eval", "--check", "--questions", questions, "--report", tmp_path / "runs", home=home)
    assert (ran.returncode, ran.stdout) == (0, "質問 2、誤り 0\n")
    gold = [POSTS["gold"][0] | {"label": "第9部"}]
    questions.write_text(json.dumps(POSTS | {"gold": gold, "facts": [["185局"]]}), "utf-8")
    ran = hakusho("eval", "--check", "--questions", questions, "--report", tmp_path / "runs", home=home)
    assert (ran.returncode, ran.stdout.splitlines()[0]) == (1, "a: r07-digest has no section 第9部")
    assert not (tmp_path / "runs").exists()


def test_eval_measures_a_file_in_squads_form(home: Path, tmp_path: Path) -> None:
    squad = tmp_path / "squad.json"
    paragraph = {"context": "町の電話は1,200台。", "qas": [{"question": "電話は何台？"}]}
    squad.write_text(json.dumps({"data": [{"title": "町", "paragraphs": [paragraph]}]}), "utf-8")
    ran = hakusho("eval", "--squad", squad, home=home)
    assert (ran.returncode, ran.stdout.splitlines()[0]) == (0, "質問 1、段落 1")


def test_question_may_come_from_standard_input(home: Path) -> None:
    assert "2万4,185局" in hakusho("ask", "-", home=home, given="郵便局は全国にいくつある？\n").stdout
    assert "質問が長すぎます（100,000 文字）。" in hakusho("ask", "-", home=home, given="あ" * 100_000).stderr


def files(folder: Path) -> dict[Path, int]:
    """Every file below a folder, with the time it was written."""
    return {file: file.stat().st_mtime_ns for file in folder.rglob("*") if file.is_file()}


BAD_INPUT = [
    (["index", "missing.txt"], "missing.txt: ファイルもフォルダーもありません。"),
    (["index", "empty.txt"], "empty.txt: ファイルが空です。"),
    (["index", "binary.txt"], "binary.txt: テキストファイルではありません。"),
    (["index", "broken.json"], "broken.json: 文書の一覧として読めません"),
    (["ask", ""], "質問が空です。"),
    (["ask", "a" * 100_000], "質問が長すぎます（100,000 文字）。"),
    (["search", " "], "質問が空です。"),
    (["ask", "--batch", "missing.jsonl", "--out", "o.jsonl"], "missing.jsonl: ファイルがありません。"),
    (["--embedder", "no-such-model", "ask", "5Gとは？"], "埋め込みモデル"),
    (["ask", "--model", "gpt", "5Gとは？"], "提供元:モデル名"),
    (["tree", "r99"], "r99 という文書はありません。"),
    (["eval", "--questions", "missing.jsonl"], "missing.jsonl: 質問のファイルを読めません"),
    (["eval", "--questions", "broken.json"], "broken.json:1: 質問の形をしていません"),
    (["eval", "--answers", "broken.json"], "broken.json:1: 答えの形をしていません"),
    (["eval", "--compare", "missing"], "missing に評価の記録がありません"),
    (["eval", "--judge", "gpt"], "言語モデル 'gpt' は使えません。"),
    (["eval", "--squad", "broken.json"], "broken.json: SQuAD の形をしていません"),
]


@pytest.mark.parametrize(("arguments", "said"), BAD_INPUT, ids=[said[:16] for _, said in BAD_INPUT])
def test_bad_input_is_one_sentence_and_loses_nothing(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("empty.txt").write_bytes(b"")
    Path("binary.txt").write_bytes(bytes(range(256)))
    Path("broken.json").write_text('{"documents": [', "utf-8")
    before = files(home)
    ran = hakusho(*arguments, home=home)
    assert ran.returncode == 2
    assert said in ran.stderr
    assert len(ran.stderr.strip().splitlines()) == 1
    assert files(home) == before


def test_broken_setting_is_one_sentence(home: Path) -> None:
    ran = hakusho("ask", "5Gとは？", home=home, HAKUSHO_PROMPT_TOKENS="many")
    assert (ran.returncode, len(ran.stderr.splitlines())) == (2, 1)
    assert "HAKUSHO_PROMPT_TOKENS" in ran.stderr


def test_failure_is_one_sentence_unless_debugged(home: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("x")
    ran = hakusho("ask", "5Gとは？", home=blocked)
    assert (ran.returncode, len(ran.stderr.strip().splitlines())) == (1, 1)
    assert "Traceback" in hakusho("--debug", "ask", "5Gとは？", home=blocked).stderr


@pytest.fixture
def batch(tmp_path: Path) -> Path:
    lines = [
        json.dumps({"id": "a", "question": "郵便局は全国にいくつある？"}, ensure_ascii=False),
        "これは JSON ではない",
        json.dumps({"id": "c", "question": ""}),
        json.dumps({"id": "d", "question": "じゃあ60代は？", "history": ["LINEの利用率は？"]}, ensure_ascii=False),
        json.dumps({"id": "e"}),
        json.dumps({"id": "f", "question": "火星の郵便局の数は？"}, ensure_ascii=False),
    ]
    file = tmp_path / "in.jsonl"
    file.write_text("\n".join(lines) + "\n", "utf-8")
    return file


def records(file: Path) -> list[dict]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def test_batch_keeps_order_and_count_and_tells_bad_lines(home: Path, tmp_path: Path, batch: Path) -> None:
    out = tmp_path / "out.jsonl"
    assert hakusho("ask", "--batch", batch, "--out", out, home=home).returncode == 0
    answered = records(out)
    assert [record["id"] for record in answered] == ["a", None, "c", "d", "e", "f"]
    assert ["error" in record for record in answered] == [False, True, True, False, True, False]
    assert "91.1%" in answered[3]["answer"]
    assert (answered[5]["refused"], answered[5]["reason"]) == (True, "not_found")


def test_interrupted_batch_is_taken_up_where_it_stopped(home: Path, tmp_path: Path, batch: Path) -> None:
    whole, torn = tmp_path / "whole.jsonl", tmp_path / "torn.jsonl"
    hakusho("ask", "--batch", batch, "--out", whole, home=home)
    lines = whole.read_bytes().splitlines(keepends=True)
    torn.write_bytes(b"".join(lines[:3]) + lines[3][:40])
    ran = hakusho("ask", "--batch", batch, "--out", torn, home=home)
    assert "前に済んでいたもの 3 件" in ran.stderr
    assert torn.read_bytes().splitlines(keepends=True)[:3] == lines[:3]
    assert [record["id"] for record in records(torn)] == ["a", None, "c", "d", "e", "f"]


def test_output_of_another_batch_is_not_overwritten(home: Path, tmp_path: Path, batch: Path) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text('{"id": "z", "answer": "別"}\n', "utf-8")
    ran = hakusho("ask", "--batch", batch, "--out", out, home=home)
    assert (ran.returncode, out.read_text("utf-8")) == (2, '{"id": "z", "answer": "別"}\n')
    assert hakusho("ask", "--batch", batch, "--out", out, "--restart", home=home).returncode == 0
    assert len(records(out)) == 6


def test_line_that_breaks_a_reader_is_an_error_of_its_own(home: Path, tmp_path: Path) -> None:
    lines = ["[" * 100_000, '{"id": "b", "question": "じゃあ60代は？", "history": ["\\ud800LINEの利用率は？"]}']
    batch, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    batch.write_text("\n".join(lines), "utf-8")
    ran = hakusho("ask", "--batch", batch, "--out", out, home=home)
    assert (ran.returncode, ["error" in record for record in records(out)]) == (0, [True, False])
    assert ran.stderr == f"{out} に書きました：答え 1 件、質問として読めなかった行 1 件\n"


def test_answers_to_other_questions_are_not_taken_for_this_batch(home: Path, tmp_path: Path) -> None:
    batch, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    batch.write_text('{"question": "5Gとは？"}\n', "utf-8")
    assert hakusho("ask", "--batch", batch, "--out", out, home=home).returncode == 0
    batch.write_text('{"question": "郵便局は全国にいくつある？"}\n', "utf-8")
    assert hakusho("ask", "--batch", batch, "--out", out, home=home).returncode == 2


def test_control_characters_of_a_paper_do_not_reach_the_terminal(tmp_path: Path) -> None:
    paper = tmp_path / "paper.txt"
    paper.write_text("第1章　町の\x1b]0;電話\x07\n\n" + "町の電話は2024年に1,200台である。\n" * 20, "utf-8")
    ran = hakusho("tree", home=tmp_path / "home", HAKUSHO_CORPUS=str(paper))
    assert "町の]0;電話" in ran.stdout
    assert "\x1b" not in ran.stdout
