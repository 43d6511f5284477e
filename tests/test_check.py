"""Checking the questions: each kind of fault is found and told, and sound questions have none."""

from dataclasses import replace

import pytest

from eval.check import Fault, faults
from eval.questions import Evidence, Kind, Question, Split, read_questions
from ingest.chunks import Chunk
from ingest.documents import Document, DocumentKind
from ingest.events import TextKind
from ingest.sections import Section
from rag.pipeline import open_index
from rag.settings import Settings
from tests.asked import PHONES, POSTS, question


class TownRecords:
    """Records by hand, from the texts of each section's chunks by document and label."""

    def __init__(self, texts: dict[tuple[str, str], list[str]]) -> None:
        self.sections: list[Section] = []
        self._chunks: list[Chunk] = []
        for (doc, label), of_section in texts.items():
            section = Section(Document(doc, doc, None, None, DocumentKind.TEXT), label, label, 1, None, 1, 1)
            self.sections.append(section)
            self._chunks += [Chunk(text, section, TextKind.BODY, text, 1, 1) for text in of_section]

    def __len__(self) -> int:
        return len(self._chunks)

    def chunk(self, place: int) -> Chunk:
        return self._chunks[place]


TEXTS = {
    ("r07", PHONES.label): [
        "町の電話の数をまとめる。",
        "昔は900台であった。",
        "今の町の電話は1,200台である。",
        "去年より50台多く、来年も増える。",
        "船は8隻である。",
    ],
    ("r07", POSTS.label): ["坂の上の郵便箱は", "48本である。"],
    ("r07", "第Ⅰ部第2章"): [],
    ("r05", PHONES.label): ["町の電話は1,100台である。"],
}


@pytest.fixture
def town() -> TownRecords:
    return TownRecords(TEXTS)


# Of each kind there is one question in either split; they do not share their evidence.
SOUND = [
    question("phones"),
    question(
        "posts",
        split=Split.TEST,
        question="郵便箱は何本？",
        gold=(POSTS,),
        facts=(("48本",),),
        reference="48本です。",
    ),
]


def of(asked: Question, town: TownRecords) -> list[str]:
    """What is wrong with a question, when it is checked alone."""
    found = list(faults([asked], town))
    assert {fault.id for fault in found} <= {asked.id}
    return [fault.what for fault in found]


def test_sound_questions_have_no_faults(town: TownRecords) -> None:
    assert list(faults(SOUND, town)) == []


def test_fault_names_its_question() -> None:
    assert str(Fault("q1", "no section")) == "q1: no section"


@pytest.mark.parametrize(("length", "right"), [(9, False), (10, True), (30, True), (31, False)])
def test_fragment_has_10_to_30_characters(town: TownRecords, length: int, right: bool) -> None:
    fragment = "".join(TEXTS["r07", PHONES.label][2:4])[:length]
    assert of(question(gold=(replace(PHONES, fragment=f" {fragment}\n"),)), town) == (
        [] if right else [f"fragment has {length} characters, not 10 to 30:  {fragment}\n"]
    )


def test_section_that_is_not_there_is_told(town: TownRecords) -> None:
    assert of(question(gold=(PHONES, replace(PHONES, label="第9章"))), town) == ["r07 has no section 第9章"]
    assert of(question(gold=(PHONES, replace(PHONES, doc="r99"))), town) == [f"r99 has no section {PHONES.label}"]


def test_fragment_that_stands_elsewhere_is_told_with_where(town: TownRecords) -> None:
    gold = (PHONES, replace(PHONES, label="第Ⅰ部第2章"))
    assert of(question(gold=gold), town) == [
        f"第Ⅰ部第2章 does not hold: {PHONES.fragment} (it stands in {PHONES.label})"
    ]


def test_fragment_that_stands_nowhere_is_told(town: TownRecords) -> None:
    fragment = "町の電話は1,300台である"
    assert of(question(gold=(PHONES, replace(PHONES, fragment=fragment))), town) == [
        f"{PHONES.label} does not hold: {fragment}"
    ]


def test_fragment_of_another_edition_does_not_count(town: TownRecords) -> None:
    older = Evidence("r07", PHONES.label, "町の電話は1,100台である")
    assert of(question(gold=(PHONES, older)), town) == [f"{PHONES.label} does not hold: {older.fragment}"]


def test_fragment_may_run_over_the_end_of_a_chunk(town: TownRecords) -> None:
    assert of(SOUND[1], town) == []


@pytest.mark.parametrize(
    ("fact", "near"),
    [("900台", True), ("50台", True), ("8隻", False), ("町の電話の数", False)],
)
def test_key_fact_stands_in_the_fragments_chunk_or_beside_it(town: TownRecords, fact: str, near: bool) -> None:
    asked = question(question="いくつ？", facts=((fact,),), reference=fact)
    assert of(asked, town) == ([] if near else [f"key fact not near the fragment: {fact}"])


def test_one_variant_of_a_key_fact_is_enough(town: TownRecords) -> None:
    assert of(question(facts=(("千二百台", "1200台"),)), town) == []
    assert of(question(facts=(("千二百台", "1300台"),), reference="千二百台です。"), town) == [
        "key fact not near the fragment: 千二百台 / 1300台"
    ]


def test_reference_says_every_key_fact(town: TownRecords) -> None:
    assert of(question(facts=(("1200台",), ("900台",))), town) == ["the reference answer lacks a key fact: 900台"]


def test_reference_says_nothing_that_no_answer_may_say(town: TownRecords) -> None:
    asked = question(never=("1200台",))
    assert of(asked, town) == ["the reference answer says what no right answer says: 1200台"]


@pytest.mark.parametrize(
    ("kind", "asked", "given_away"),
    [
        (Kind.NUMERIC, "電話は1,200台ある？", True),
        (Kind.NUMERIC, "電話は11,200台ある？", False),
        (Kind.COMPARISON, "電話は1,200台か900台か？", False),
        (Kind.FALSE_PREMISE, "電話が1,200台に減ったのはなぜ？", False),
    ],
)
def test_question_does_not_hold_its_answer(town: TownRecords, kind: Kind, asked: str, given_away: bool) -> None:
    found = of(question(kind=kind, question=asked, gold=(PHONES,), facts=(("1200台",),)), town)
    assert found == (["the question gives the answer away: 1200台"] if given_away else [])


def test_question_that_must_not_be_answered_needs_no_gold(town: TownRecords) -> None:
    assert of(question(kind=Kind.NONSENSE), town) == []
    assert of(question(kind=Kind.NEAR_MISS, gold=(PHONES,), reference="隣の町の数はありません。"), town) == []
    premise = question(kind=Kind.FALSE_PREMISE, gold=(PHONES,), facts=(("7隻",),))
    assert of(premise, town) == ["key fact not near the fragment: 7隻"]


@pytest.mark.parametrize(("dev", "test", "even"), [(1, 0, True), (2, 0, False), (11, 9, True), (12, 8, False)])
def test_each_kind_is_in_both_splits(town: TownRecords, dev: int, test: int, even: bool) -> None:
    splits = [Split.DEV] * dev + [Split.TEST] * test
    asked = [question(f"q{n}", Kind.GREETING, split=split) for n, split in enumerate(splits)]
    assert list(faults(asked, town)) == ([] if even else [Fault("greeting", f"{dev} in dev, {test} in test")])


def test_evidence_of_the_dev_split_is_not_asked_in_the_test_split(town: TownRecords) -> None:
    spaced = replace(PHONES, fragment="電話は 1,200 台である")
    leaking = question("again", split=Split.TEST, gold=(spaced,))
    assert list(faults([*SOUND, leaking], town)) == [Fault("again", f"its evidence is in dev too: {spaced.fragment}")]


@pytest.mark.corpus
def test_questions_that_ship_say_what_the_papers_say(corpus_settings: Settings) -> None:
    assert list(faults(read_questions(), open_index(corpus_settings).records)) == []
