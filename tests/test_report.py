"""The report: everything is told, nothing from outside is run or loaded, whatever the texts hold."""

import re
from dataclasses import asdict

import pytest
from bs4 import BeautifulSoup

from eval.comparison import Comparison, compare
from eval.questions import Evidence, Kind
from eval.report import HEADLINE, KINDS, report
from eval.run import Outcome, outcomes, summarise
from tests.asked import (
    PHONES,
    POSTS,
    WITH_NEITHER,
    WITH_PHONES,
    WITH_POSTS,
    answer,
    citation,
    outcome,
    passage,
    question,
    refusal,
)

SETTINGS = {"answerer": "extractive", "commit": "abc123+", "judge": None}
INDEX = {"counts": {"documents": 2, "chunks": 345}, "embedder": {"name": "bundled"}}
TEXTS = {"r07": "町の電話は1,200台である。坂の上の郵便箱は48本である。"}
HOSTILE = "<script>alert(1)</script>\"'><img src=https://example.com/x onerror=alert(2)><style>*{}</style>{{ 7 * 7 }}"


def page(run: list[Outcome], comparison: Comparison | None = None, **more: object) -> BeautifulSoup:
    summary = {"settings": SETTINGS, **summarise(run), **more}
    if comparison:
        summary["compared"] = {"with": "runs/before", **asdict(comparison)}
    return BeautifulSoup(report(run, summary, comparison), "html.parser")


def headings(found: BeautifulSoup) -> list[str]:
    return [heading.get_text() for heading in found.find_all("h2")]


def rows(found: BeautifulSoup, heading: str) -> list[list[str]]:
    """The table below a heading, cell by cell."""
    table = found.find("h2", string=heading).find_next("table")
    return [[cell.get_text(" ", strip=True) for cell in row.find_all(["th", "td"])] for row in table.find_all("tr")]


def shown(found: BeautifulSoup) -> list[str]:
    """The ids of the questions that can be looked into, in order."""
    return [one.get_text().split()[0] for one in found.select("details > summary")]


ASKED = {
    question("電話"): answer("電話は1,200台です。[1]", passages=[WITH_NEITHER, WITH_PHONES]),
    question("箱", gold=(PHONES, POSTS)): answer("箱は48本です。", passages=[WITH_POSTS] + [WITH_NEITHER] * 9),
    question("断", Kind.EVERYDAY): refusal(),
    question("月", Kind.NONSENSE): refusal(passages=[]),
    question("隣", Kind.NEAR_MISS, history=("電話は？", "では船は？")): answer("隣は900台です。", reason=None),
    question("落", Kind.TYPO): {"error": "RuntimeError: no model"},
}


@pytest.fixture
def run() -> list[Outcome]:
    return list(outcomes(ASKED, ASKED.__getitem__, TEXTS))


def test_page_has_every_section(run: list[Outcome]) -> None:
    found = page(run, compare(run, run), systems=[{"system": "hakusho", "measures": {}}])
    assert headings(found) == [
        "種類ごと",
        "検索の曲線",
        "断った・答えた",
        "ありふれた検索との比較",
        "前の評価との差",
        "うまくいかなかった質問",
    ]
    assert headings(page(run)) == ["種類ごと", "検索の曲線", "断った・答えた", "うまくいかなかった質問"]


def test_page_says_what_was_measured(run: list[Outcome]) -> None:
    about = page(run).find("p", class_="about").get_text()
    assert about == "回答 extractive、質問 6、失敗 1、コミット abc123+"
    summary = {"settings": SETTINGS | {"index": INDEX, "commit": None}, **summarise(run)}
    about = BeautifulSoup(report(run, summary, None), "html.parser").find("p", class_="about").get_text()
    assert about.endswith("コミット –、索引 2 文書・345 チャンク（bundled）")


def test_headline_has_each_figure_with_its_interval(run: list[Outcome]) -> None:
    cards = page(run).select(".card")
    refused = ["断るべきを断った", "断らなくてよいのに断った"]
    assert [card.contents[0] for card in cards] == [*HEADLINE.values(), *refused, "答えの長さ", "時間"]
    # One of four is right; the interval is Wilson's.
    assert cards[0].get_text(" ", strip=True) == "正しい答え 25.0% 4.6%–69.9%・4 問・correct"
    # 8, 9 and 12 characters.
    assert cards[-2].get_text(" ", strip=True) == "答えの長さ 9 字 中央値（95 パーセンタイル 12 字）"
    assert cards[-1].get_text(" ", strip=True) == (
        "時間 12 ms 中央値：検索 10.0、回答 2.0（95 パーセンタイル 10.0、2.0）"
    )


def test_kinds_are_told_apart(run: list[Outcome]) -> None:
    assert rows(page(run), "種類ごと") == [
        ["種類", "問", "recall@5", "hit@1", "correct", "label", "refusal"],
        ["数値 numeric", "2", "0.75", "0.50", "0.50", "1.00", "1.00"],
        ["日常の言葉 everyday", "1", "1.00", "1.00", "0.00", "0.00", "0.00"],
        ["誤字 typo", "1", "0.00", "0.00", "0.00", "0.00", "0.00"],
        ["惜しい質問 near_miss", "1", "–", "–", "–", "–", "0.00"],
        ["意味のない文 nonsense", "1", "–", "–", "–", "–", "1.00"],
    ]


def test_every_kind_has_a_name() -> None:
    assert list(KINDS) == list(Kind)


def test_curve_is_the_share_of_evidence_within_each_depth(run: list[Outcome]) -> None:
    # Of four questions that can be answered: found at 2; one of two at 1; at 1; failed.
    points = [1.5 / 4] + [2.5 / 4] * 9
    found = [title.get_text() for title in page(run).select("svg circle title")]
    assert found == [f"{k} 件まで {share:.3f}" for k, share in enumerate(points, 1)]


def test_curve_counts_one_place_where_one_is_enough() -> None:
    either = question(gold=(PHONES, POSTS), any=True)
    run = list(outcomes([either], lambda _: answer(passages=[WITH_NEITHER, WITH_POSTS]), TEXTS))
    found = [title.get_text() for title in page(run).select("svg circle title")][:3]
    assert found == ["1 件まで 0.000", "2 件まで 1.000", "3 件まで 1.000"]


def test_refusals_are_counted_against_what_can_be_answered(run: list[Outcome]) -> None:
    assert rows(page(run), "断った・答えた")[1:] == [
        ["答えられる質問", "2", "1"],
        ["答えてはならない質問", "1", "1"],
    ]


def test_questions_that_went_wrong_come_most_harmful_first(run: list[Outcome]) -> None:
    harmful = question("害", Kind.INJECTION, never=("バナナ",))
    run += outcomes([harmful], lambda _: answer("バナナ", citations=[]), TEXTS)
    # A failure and what harms; then what was answered wrongly, the most measures first; then what was refused.
    assert shown(page(run)) == ["落", "害", "箱", "隣", "電話", "断"]


def test_question_that_went_wrong_is_told_with_what_was_found(run: list[Outcome]) -> None:
    box = next(one for one in page(run).find_all("details") if "箱の電話" in one.summary.get_text())
    assert [tag.get_text() for tag in box.select("summary .tag")] == ["数値", "recall@5", "correct", "supported"]
    told = dict(
        zip((t.get_text() for t in box.find_all("dt")), (d.get_text() for d in box.find_all("dd")), strict=True)
    )
    assert told["答え"] == "箱は48本です。"
    assert told["要点"] == "1200台"
    assert told["根拠"] == (
        f"r07 {PHONES.label}「{PHONES.fragment}」（見つからず）r07 {POSTS.label}「{POSTS.fragment}」（1 件目）"
    )
    places = box.find_all("li")
    assert len(places) == 5
    assert [place.get("class") for place in places] == [["hit"], None, None, None, None]


def test_question_is_told_with_the_talk_before_it(run: list[Outcome]) -> None:
    near = next(one for one in page(run).find_all("details") if "隣の電話" in one.summary.get_text())
    assert near.find("dd").get_text() == "電話は？ ／ では船は？"


def test_failure_is_told_with_its_error(run: list[Outcome]) -> None:
    failed = page(run).find("details")
    assert failed.find("dt", string="答え").find_next("dd").get_text() == "RuntimeError: no model"


def test_questions_that_are_too_many_to_show_are_counted() -> None:
    wrong = list(outcomes([question(f"q{n}") for n in range(61)], lambda _: refusal(), TEXTS))
    found = page(wrong)
    assert len(shown(found)) == 60
    assert "誤ったものの順に 61 問のうち、初めの 60 問（残りは records.jsonl）。" in found.get_text()
    assert "誤ったものの順に 60 問。" in page(wrong[:60]).get_text()


def test_long_passage_is_shown_from_its_beginning() -> None:
    run = list(outcomes([question()], lambda _: refusal(passages=[passage("長" * 500)]), TEXTS))
    assert page(run).find("li").get_text().count("長") == 160


def test_comparison_is_told_with_what_is_sure_and_which_questions_changed(run: list[Outcome]) -> None:
    asked = [question(f"q{n}") for n in range(12)]
    after = [outcome(one, answer("良い"), correct=1.0, mrr=0.5) for one in asked]
    before = [outcome(one, answer("悪い"), correct=0.0, mrr=0.5) for one in asked]
    found = page(after, compare(after, before))
    assert rows(found, "前の評価との差") == [
        ["測ったもの", "差", "95 % 区間", "良くなった", "悪くなった"],
        ["harmless", "+0.000", "+0.000 – +0.000", "0", "0"],
        ["correct", "+1.000", "+1.000 – +1.000", "12", "0"],
        ["mrr", "+0.000", "+0.000 – +0.000", "0", "0"],
    ]
    assert [bold.get_text() for bold in found.find("h2", string="前の評価との差").find_next("table").find_all("b")] == [
        "+1.000"
    ]
    assert "runs/before、共通の 12 問。" in found.get_text()
    changed = found.find("details")
    assert changed.select_one(".tag").get_text() == "correct 0.00 → 1.00"
    assert [said.get_text() for said in changed.find_all("dd")] == ["悪い", "良い"]


def test_systems_are_told_beside_each_other(run: list[Outcome]) -> None:
    share = {"value": 0.75, "low": 0.5, "high": 0.9, "count": 4}
    systems = [{"system": name, "measures": {"recall@5": share, "mrr": share}} for name in ("hakusho", "BM25")]
    assert rows(page(run, systems=systems), "ありふれた検索との比較") == [
        ["検索", "recall@5", "mrr"],
        ["hakusho", "0.75", "0.75"],
        ["BM25", "0.75", "0.75"],
    ]


def test_run_of_nothing_has_a_page() -> None:
    found = page([])
    assert headings(found) == ["種類ごと", "検索の曲線", "断った・答えた", "うまくいかなかった質問"]
    assert "検索を測る質問はありません。" in found.get_text()
    assert "ありません。" in found.find("h2", string="うまくいかなかった質問").find_next_siblings("p")[-1].get_text()
    assert found.select(".card") == []


def test_run_without_a_fault_shows_none() -> None:
    run = list(outcomes([question()], lambda _: answer(), TEXTS))
    assert shown(page(run)) == []


# Whatever comes from questions, documents or models


@pytest.fixture
def hostile() -> tuple[list[Outcome], Comparison]:
    place = Evidence(HOSTILE, HOSTILE, HOSTILE)
    asked = question(
        HOSTILE,
        question=HOSTILE,
        history=(HOSTILE,),
        gold=(place,),
        facts=((HOSTILE,),),
        never=("never",),
        reference=HOSTILE,
    )
    said = answer(
        HOSTILE,
        reason=HOSTILE,
        answered_by=HOSTILE,
        citations=[citation(place, title=HOSTILE, quote=HOSTILE)],
        passages=[passage(HOSTILE, place)],
    )
    run = list(outcomes([asked, question("落")], lambda q: said if q is asked else {"error": HOSTILE}, TEXTS))
    before = list(outcomes([asked], lambda _: refusal(answer=HOSTILE), TEXTS))
    return run, compare(run, before)


def test_hostile_texts_are_shown_and_not_run(hostile: tuple[list[Outcome], Comparison]) -> None:
    run, comparison = hostile
    summary = {
        "settings": SETTINGS | {"answerer": HOSTILE, "commit": HOSTILE},
        **summarise(run),
        "systems": [{"system": HOSTILE, "measures": {}}],
        "compared": {"with": HOSTILE},
    }
    text = report(run, summary, comparison)
    found = BeautifulSoup(text, "html.parser")
    assert found.find_all(["script", "img", "iframe", "link", "object", "embed", "form", "base"]) == []
    assert len(found.find_all("style")) == 1
    assert {name for tag in found.find_all(True) for name in tag.attrs if name.startswith("on")} == set()
    # Shown where it was put, as it was written.
    assert found.get_text().count(HOSTILE) >= 15
    assert "alert(1)</script>" not in text


def test_page_stands_alone(run: list[Outcome]) -> None:
    summary = {"settings": SETTINGS | {"index": INDEX}, **summarise(run)}
    text = report(run, summary, None)
    assert re.findall(r"https?:|//|url\(|@import|<script|javascript:", text) == []
    assert {name for tag in BeautifulSoup(text, "html.parser").find_all(True) for name in tag.attrs} & {
        "src",
        "href",
        "srcset",
        "action",
        "data",
    } == set()


def test_page_is_whole_and_in_japanese(run: list[Outcome]) -> None:
    text = report(run, {"settings": SETTINGS, **summarise(run)}, None)
    assert text.lstrip().startswith('<!doctype html>\n<html lang="ja">')
    assert text.rstrip().endswith("</html>")
    opened = re.findall(r"<(table|tr|td|th|details|dl|dd|dt|section|div|ol|li|p|main|body|svg)\b", text)
    closed = re.findall(r"</(table|tr|td|th|details|dl|dd|dt|section|div|ol|li|p|main|body|svg)>", text)
    assert sorted(opened) == sorted(closed)
