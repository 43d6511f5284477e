"""What a question asks: its concepts, what each counts, and what it insists on."""

import re

import pytest

from index.facts import FactKind
from index.query import read_query
from rag import asked as module
from rag.asked import Asked, plain, read_asked

RARE = {"漁船": 8.0, "町": 2.0}


def read(question: str) -> Asked:
    return read_asked(read_query(question), lambda word: RARE.get(word, 1.0))


def test_concepts_count_by_how_rare_they_are() -> None:
    asked = read("町の漁船")
    worth = {
        next(iter(one.words)): round(float(share), 3) for one, share in zip(asked.concepts, asked.worths, strict=True)
    }
    assert worth == {"町": round(2 / 10, 3), "漁船": round(8 / 10, 3)}


@pytest.mark.parametrize(
    "question", ["町の漁船は何隻？", "じゃあ60代は？\n漁船は？", "What share of boats?", "割合はどれくらい？", "😀"]
)
def test_worths_are_shares(question: str) -> None:
    asked = read(question)
    assert len(asked.worths) == len(asked.concepts)
    assert float(asked.worths.sum()) == pytest.approx(1.0) or not asked.worths.any()
    assert (asked.worths >= 0).all()


def test_words_of_asking_count_nothing() -> None:
    asked = read("漁船の割合を教えて")
    worth = {word: float(share) for one, share in zip(asked.concepts, asked.worths, strict=True) for word in one.words}
    assert (worth["割合"], worth["漁船"]) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("漁船の割合は？", FactKind.RATE),
        ("漁船はいくら？", FactKind.MONEY),
        ("漁船はいつ来た？", FactKind.DATE),
        ("漁船はいくつ？", FactKind.COUNT),
        ("漁船はなぜ減った？", FactKind.REASON),
        ("漁船とは？", FactKind.MEANING),
        ("どんな漁船がある？", FactKind.LIST),
    ],
)
def test_kind_of_fact_is_read_from_the_question(question: str, kind: FactKind) -> None:
    assert read(question).kinds & kind.bit


@pytest.mark.parametrize(
    ("question", "counter"),
    [("漁船は何隻？", "隻"), ("会社は何社？", "社"), ("灯台は何か所？", "か所"), ("漁船はいくつ？", "")],
)
def test_counter_is_what_is_counted(question: str, counter: str) -> None:
    assert read(question).counter == counter


def test_names_are_kept_apart() -> None:
    assert {"abc", "60代"} <= read("ABC放送の60代の聴取率は？").names
    assert read("２０２４年の漁船は35隻？").numbers == {"2024", "35"}


@pytest.mark.parametrize(
    ("question", "name", "who", "most", "several"),
    [
        ("その漁船は何という名前？", True, True, False, False),
        ("一番多いのはどこ？", False, True, True, False),
        ("漁船と灯台の数はそれぞれ？", False, False, False, True),
        ("Which town has the most boats?", False, True, True, False),
        ("漁船は何隻？", False, False, False, False),
    ],
)
def test_what_sort_of_answer_is_asked_for(question: str, name: bool, who: bool, most: bool, several: bool) -> None:
    asked = read(question)
    assert (asked.asks_name, asked.asks_who, asked.asks_most, asked.several) == (name, who, most, several)


def test_widths_are_one() -> None:
    assert plain("２０２４ＬＩＮＥ㌫") == "2024LINEパーセント"


PATTERNS = [value for value in vars(module).values() if isinstance(value, re.Pattern)]
UNITS = ["と", "何か所", "A-", "a.", "どの", "1位", "何", "と比べ", "60代", "which ", "\\", "何カ"]


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("pattern", PATTERNS, ids=range(len(PATTERNS)))
def test_no_pattern_goes_astray_over_repetitions(pattern: re.Pattern[str], unit: str) -> None:
    text = (unit * 1_000)[:1_000]
    for tried in (text, f"{text}\0", f"。{text[:-1]}。"):
        pattern.findall(tried)


@pytest.mark.parametrize("unit", UNITS)
def test_any_repetition_can_be_read(unit: str) -> None:
    assert read((unit * 1_000)[:1_000]).query.text
