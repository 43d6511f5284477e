"""An evaluation from beginning to end, over the digest: what it leaves behind, resumed, compared and judged."""

import json
from collections.abc import Iterable
from dataclasses import asdict, replace
from pathlib import Path
from typing import TypeVar

import pytest

import eval.evaluation
from eval.baselines import MEASURES
from eval.check import Fault
from eval.comparison import compare
from eval.evaluation import Evaluation, check, evaluate, evaluate_squad
from eval.folder import RunError, read_run
from eval.judge import JudgeError
from eval.questions import Evidence, Kind, Question, QuestionFileError, Split
from eval.run import Outcome, score, summarise
from eval.squad import SquadError
from ingest.errors import InputError
from ingest.sources import read_sources
from rag.answers import answer_record
from rag.models import ModelError
from rag.pipeline import Assistant, renew_index
from rag.settings import DIGEST, Settings
from tests.model_server import SAYS, ModelServer

T = TypeVar("T")

POSTS = Evidence("r07", "第Ⅱ部第1章第12節1（2）", "2万4,185局であり、横ばい")
LINE = Evidence("r07", "第Ⅰ部第1章第1節1（2）", "11.3%が2024年には91.1%")
POST_OFFICES = Question(
    "p1", Split.DEV, Kind.NUMERIC, "郵便局は全国にいくつある？", (POSTS,), (("2万4,185局",),), "2万4,185局です。"
)
SIXTIES = Question(
    "p2",
    Split.DEV,
    Kind.FOLLOW_UP,
    "じゃあ60代は？",
    (LINE,),
    (("91.1%",),),
    "91.1%です。",
    history=("LINEの利用率は？",),
)
MARS = Question("p3", Split.TEST, Kind.NEAR_MISS, "火星の人口は？", (), (), "書かれていません。")
SIGNS = Question("p4", Split.TEST, Kind.NONSENSE, "！？", (), (), "質問に文字がありません。")
QUESTIONS = [POST_OFFICES, SIXTIES, MARS, SIGNS]


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    return {source.document.id: "".join(source.text.split()) for source in read_sources([DIGEST])}


@pytest.fixture(scope="module")
def done(digest_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Evaluation:
    return evaluate(digest_settings, QUESTIONS, tmp_path_factory.mktemp("runs"))


def read(own: Path, name: str) -> dict:
    return json.loads((own / name).read_text("utf-8"))


def untimed(run: Iterable[Outcome]) -> list[Outcome]:
    """The outcomes without what differs each time."""
    return [replace(outcome, answer=outcome.answer | {"timings": None}) for outcome in run]


def untimed_summary(summary: dict) -> dict:
    return summary | {"milliseconds": None}


def interrupted_after(count: int):
    """Progress that is broken off when so many questions have been asked."""

    def progress(what: str, items: Iterable[T], total: int) -> Iterable[T]:
        for place, item in enumerate(items):
            if (what, place) == ("評価", count):
                raise KeyboardInterrupt
            yield item

    return progress


def test_every_question_is_answered_by_the_assistant_and_scored(
    done: Evaluation, digest_assistant: Assistant, texts: dict[str, str]
) -> None:
    answers = {
        asked.id: answer_record(digest_assistant.answer(asked.question, asked.history), asked.id)
        for asked in (POST_OFFICES, SIXTIES, MARS)
    }
    # What cannot be asked at all is refused.
    answers["p4"] = {
        "answer": "質問に文字がありません。知りたいことを文で入力してください。",
        "refused": True,
        "citations": [],
        "passages": [],
    }
    expected = [Outcome(asked, answers[asked.id], score(asked, answers[asked.id], texts)) for asked in QUESTIONS]
    assert untimed(done.outcomes) == untimed(expected)
    assert done.outcomes[0].scores["correct"] == done.outcomes[1].scores["verbatim"] == 1.0


def test_run_leaves_settings_records_summary_and_report(done: Evaluation) -> None:
    names = ["records.jsonl", "report.html", "settings.json", "summary.json"]
    assert sorted(file.name for file in done.folder.iterdir()) == names
    assert read_run(done.folder) == done.outcomes
    settings = read(done.folder, "settings.json")
    assert done.summary == {"settings": settings, **summarise(done.outcomes), "judge": None}
    assert read(done.folder, "summary.json") == json.loads(json.dumps(done.summary))
    page = (done.folder / "report.html").read_text("utf-8")
    assert "<title>評価の報告 — extractive</title>" in page
    assert done.comparison is None


def test_settings_say_what_the_answers_depend_on(done: Evaluation, digest_assistant: Assistant) -> None:
    settings = read(done.folder, "settings.json")
    assert settings.keys() == {"answerer", "settings", "index", "questions", "judge", "code", "commit"}
    assert (settings["answerer"], settings["judge"]) == ("extractive", None)
    assert settings["index"] == digest_assistant.manifest
    # Nothing of whose machine it was.
    assert settings["settings"].keys() & {"base_url", "home", "corpus"} == set()


@pytest.mark.parametrize("asked", [0, 1, 3])
def test_interrupted_run_is_taken_up_and_ends_the_same(
    done: Evaluation, digest_settings: Settings, tmp_path: Path, asked: int
) -> None:
    with pytest.raises(KeyboardInterrupt):
        evaluate(digest_settings, QUESTIONS, tmp_path, progress=interrupted_after(asked))
    (own,) = tmp_path.iterdir()
    before = (own / "records.jsonl").read_bytes()
    assert len(before.splitlines()) == asked

    resumed = evaluate(digest_settings, QUESTIONS, tmp_path)
    assert resumed.folder == own
    assert (own / "records.jsonl").read_bytes().startswith(before)
    assert untimed(resumed.outcomes) == untimed(done.outcomes)
    assert untimed_summary(resumed.summary) == untimed_summary(done.summary)


def test_line_that_was_broken_off_is_asked_again(done: Evaluation, digest_settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        evaluate(digest_settings, QUESTIONS, tmp_path, progress=interrupted_after(3))
    (own,) = tmp_path.iterdir()
    records = own / "records.jsonl"
    records.write_bytes(records.read_bytes()[:-100])
    assert untimed(evaluate(digest_settings, QUESTIONS, tmp_path).outcomes) == untimed(done.outcomes)


def test_run_whose_report_failed_is_not_finished(
    digest_settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken, pytest.raises(TypeError):
        broken.setattr(eval.evaluation, "report", None)
        evaluate(digest_settings, QUESTIONS, tmp_path)
    (own,) = tmp_path.iterdir()
    again = evaluate(digest_settings, QUESTIONS, tmp_path)
    assert (again.folder, (own / "report.html").exists()) == (own, True)


def test_other_questions_start_a_run_of_their_own(digest_settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        evaluate(digest_settings, QUESTIONS, tmp_path, progress=interrupted_after(2))
    (interrupted,) = tmp_path.iterdir()
    other = evaluate(digest_settings, QUESTIONS[:2], tmp_path)
    assert (other.folder == interrupted, len(other.outcomes)) == (False, 2)


def test_no_questions_are_a_run_of_nothing(digest_settings: Settings, tmp_path: Path) -> None:
    nothing = evaluate(digest_settings, [], tmp_path, baselines=True)
    assert (nothing.outcomes, nothing.summary["measures"]) == ([], {})
    assert (nothing.folder / "report.html").exists()


def test_answerer_that_raises_counts_as_zero(
    digest_settings: Settings, tmp_path: Path, texts: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = Assistant.answer

    def fails_on_line(self: Assistant, question: str, history: tuple[str, ...] = ()) -> object:
        if history:
            raise ConnectionError("no route")
        return answer(self, question, history)

    monkeypatch.setattr(Assistant, "answer", fails_on_line)
    done = evaluate(digest_settings, QUESTIONS[:2], tmp_path)
    failure = {"error": "ConnectionError: no route"}
    assert done.outcomes[1] == Outcome(SIXTIES, failure, score(SIXTIES, failure, texts))
    assert (done.summary["failures"], done.summary["measures"]["correct"]["value"]) == (1, 0.5)


# Answers of another system


@pytest.fixture
def answers(done: Evaluation, tmp_path: Path) -> Path:
    """What our own system said, as another's."""
    file = tmp_path / "answers.jsonl"
    lines = [json.dumps({**outcome.answer, "id": outcome.question.id}) for outcome in done.outcomes]
    file.write_text("\n".join(lines), "utf-8")
    return file


def test_answers_of_a_file_are_scored_as_ours_are(
    done: Evaluation, digest_settings: Settings, tmp_path: Path, answers: Path
) -> None:
    theirs = evaluate(digest_settings, QUESTIONS, tmp_path / "runs", answers=answers)
    assert [outcome.scores for outcome in theirs.outcomes] == [outcome.scores for outcome in done.outcomes]
    settings = theirs.summary["settings"]
    assert settings.keys() == {"answerer", "answers", "questions", "judge", "code", "commit"}
    assert settings["answerer"] == str(answers)
    assert {**theirs.summary, "settings": None} == {**done.summary, "settings": None}


def test_answers_need_no_index(tmp_path: Path, answers: Path) -> None:
    settings = Settings(_env_file=None, corpus=DIGEST, home=tmp_path / "home")
    evaluate(settings, QUESTIONS, tmp_path / "runs", answers=answers)
    assert not (tmp_path / "home").exists()


def test_missing_answer_counts_as_zero(
    digest_settings: Settings, tmp_path: Path, texts: dict[str, str], answers: Path
) -> None:
    answers.write_text("\n".join(answers.read_text("utf-8").split("\n")[1:]), "utf-8")
    theirs = evaluate(digest_settings, QUESTIONS, tmp_path / "runs", answers=answers)
    failure = {"error": "KeyError: 'p1'"}
    assert theirs.outcomes[0] == Outcome(POST_OFFICES, failure, score(POST_OFFICES, failure, texts))
    assert theirs.summary["failures"] == 1


def test_answers_in_another_form_leave_no_run(digest_settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "answers.jsonl"
    file.write_text("{}", "utf-8")
    with pytest.raises(QuestionFileError):
        evaluate(digest_settings, QUESTIONS, tmp_path / "runs", answers=file)
    assert not (tmp_path / "runs").exists()


def test_quotes_cannot_be_checked_without_the_documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    settings = Settings(_env_file=None, home=tmp_path / "home")
    paper = tmp_path / "paper.txt"
    paper.write_text("第1章　町の電話\n\n" + "町の電話は2024年に1,200台である。\n" * 20, "utf-8")
    renew_index(settings, [paper])
    with pytest.raises(InputError, match="HAKUSHO_CORPUS か --corpus"):
        evaluate(settings, QUESTIONS, tmp_path / "runs")
    assert not (tmp_path / "runs").exists()


# Compared, beside others, judged


def test_run_is_compared_with_another(
    done: Evaluation, digest_settings: Settings, tmp_path: Path, answers: Path
) -> None:
    answers.write_text("\n".join(answers.read_text("utf-8").split("\n")[1:]), "utf-8")
    theirs = evaluate(digest_settings, QUESTIONS, tmp_path / "runs", answers=answers, compared=done.folder)
    assert theirs.comparison == compare(theirs.outcomes, done.outcomes)
    assert [changed.id for changed in theirs.comparison.changed] == ["p1"]
    assert theirs.comparison.measures["correct"].worse == 1
    told = read(theirs.folder, "summary.json")["compared"]
    assert told == json.loads(json.dumps({"with": str(done.folder), **asdict(theirs.comparison)}))
    assert "前の評価との差" in (theirs.folder / "report.html").read_text("utf-8")


def test_run_that_cannot_be_compared_with_leaves_no_run(digest_settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(RunError):
        evaluate(digest_settings, QUESTIONS, tmp_path / "runs", compared=tmp_path / "missing")
    assert not (tmp_path / "runs").exists()


def test_baselines_stand_below_our_own_retrieval(done: Evaluation, digest_settings: Settings, tmp_path: Path) -> None:
    found = evaluate(digest_settings, QUESTIONS, tmp_path, baselines=True)
    systems = found.summary["systems"]
    names = ["hakusho", "BM25, Sudachi", "BM25, character bigrams", "FAISS, bundled embedder"]
    assert [row["system"] for row in systems] == names
    assert systems[0]["measures"] == {name: done.summary["measures"][name] for name in MEASURES}
    assert [row["measures"]["mrr"]["count"] for row in systems] == [2] * 4
    assert "ありふれた検索との比較" in (found.folder / "report.html").read_text("utf-8")


def judged_by(settings: Settings, server: ModelServer, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings with which judges are asked on the server; the answers stay extractive."""
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    return settings.model_copy(update={"base_url": server.url, "timeout": 2.0})


def test_judge_adds_scores_to_what_was_answered(
    digest_settings: Settings, tmp_path: Path, model_server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = judged_by(digest_settings, model_server, monkeypatch)
    done = evaluate(settings, QUESTIONS, tmp_path, judge="openai:judge")
    answered = [outcome for outcome in done.outcomes if outcome.answered]
    verdicts = [(outcome.scores["faithful"], outcome.scores["complete"]) for outcome in answered]
    assert verdicts == [(0.5, 1.0)] * len(answered)
    assert done.summary["settings"]["judge"] == "openai:judge"
    correct = [outcome.scores["correct"] for outcome in answered if outcome.question.answerable]
    assert done.summary["judge"]["share"] == pytest.approx(sum(correct) / len(correct))


def test_run_that_a_judge_broke_off_is_taken_up(
    digest_settings: Settings, tmp_path: Path, model_server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = judged_by(digest_settings, model_server, monkeypatch)
    with pytest.raises(JudgeError):
        evaluate(settings, [MARS, POST_OFFICES], tmp_path, judge="openai:rambling")
    (own,) = tmp_path.iterdir()
    assert [outcome.question for outcome in read_run(own)] == [MARS]
    monkeypatch.setitem(SAYS, "rambling", '{"claims": [], "facts": []}')
    done = evaluate(settings, [MARS, POST_OFFICES], tmp_path, judge="openai:rambling")
    assert (done.folder, done.outcomes[1].scores["faithful"]) == (own, 0.0)


def test_judge_that_cannot_be_set_up_leaves_no_run(digest_settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(ModelError):
        evaluate(digest_settings, QUESTIONS, tmp_path / "runs", judge="nobody:gpt")
    assert not (tmp_path / "runs").exists()


# Without a run


def test_questions_are_checked_against_the_documents(digest_settings: Settings) -> None:
    of_digest = [
        replace(asked, gold=tuple(replace(evidence, doc="r07-digest") for evidence in asked.gold))
        for asked in (POST_OFFICES, SIXTIES)
    ]
    assert check(digest_settings, of_digest) == []
    misplaced = replace(of_digest[0], gold=(replace(of_digest[0].gold[0], label="第9部"),))
    assert check(digest_settings, [misplaced]) == [
        Fault("p1", "r07-digest has no section 第9部"),
        Fault("p1", "key fact not near the fragment: 2万4,185局"),
    ]


def test_squad_is_measured_with_the_settings_embedder(digest_settings: Settings, tmp_path: Path) -> None:
    qas = [{"id": "1", "question": "電話は何台？"}]
    paragraphs = [{"context": "町の電話は1,200台。", "qas": qas}, {"context": "渡し船は8隻。", "qas": []}]
    file = tmp_path / "squad.json"
    file.write_text(json.dumps({"data": [{"title": "町", "paragraphs": paragraphs}]}), "utf-8")
    found = evaluate_squad(digest_settings, file)
    assert (found.questions, found.paragraphs, found.measures["mrr"].value) == (1, 2, 1.0)
    with pytest.raises(SquadError):
        evaluate_squad(digest_settings, tmp_path / "missing.json")
