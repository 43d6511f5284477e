"""A statement is cut to the shortest run of its clauses that seems to lack nothing of the answer."""

import numpy as np
import pytest

from index.query import read_query
from rag.asked import Asked, read_asked
from rag.clauses import runs
from rag.trimming import Cut, Sentence, held, trimmed

BOATS = (
    "春の祭りも盛んになっており、町の漁船の数は2024年に35隻となり、漁師の会が五年ごとに定める計画の目標は40隻であるが、"
    "その数にはまだ届かず、谷から移ってきた若い人が隣の浜で新しい船を造りはじめた。"
)


def asked(question: str) -> Asked:
    return read_asked(read_query(question), lambda word: 5.0)


def read(text: str, answer: str) -> np.ndarray:
    """What a reader says who takes this for the answer, and nothing else."""
    start = text.index(answer)
    chances = np.full(len(text), 0.01, np.float32)
    chances[start : start + len(answer)] = 0.95
    return chances


@pytest.mark.parametrize(
    ("question", "answer", "left"),
    [
        ("2024年の町の漁船の数はいくつ？", "35隻", "町の漁船の数は2024年に35隻となった"),
        ("漁師の会の計画の目標はいくつ？", "40隻", "漁師の会が五年ごとに定める計画の目標は40隻である"),
    ],
)
def test_answer_is_told_by_its_own_clause(question: str, answer: str, left: str) -> None:
    assert trimmed(BOATS, asked(question), read(BOATS, answer)) == left


def test_what_the_reader_takes_for_the_answer_is_not_left_out() -> None:
    question = asked("町の漁船はいくつ？")
    for answer in ("35隻", "40隻", "新しい船"):
        assert answer in trimmed(BOATS, question, read(BOATS, answer))


def test_words_of_the_question_are_not_left_out() -> None:
    question = asked("祭りも盛んな町の漁船の数は2024年にいくつ？")
    left = trimmed(BOATS, question, read(BOATS, "35隻"))
    assert held(left, question) >= held(BOATS, question) - 0.15


WHO = (
    "2024年4月には、大浜銀行、西谷銀行が、古い船を直して、漁に出る人が少ない浜の船にも広く行き渡るようにし、"
    "誰でも一日から借りられる舟「はまかぜ」の貸し出しを始めた。"
)
EACH = (
    "町の会が、港の灯台の守り、浜の見張りなどを受け持っており、2024年の港の灯台の費用は約320万円であり、"
    "それを出すのは岬の会が約260万円、谷の会が約60万円となっている。"
)


def test_who_did_it_is_told_whatever_else_seems_to_answer() -> None:
    question = "誰でも一日から借りられる舟の貸し出しを始めたのはどこの会社で、何年何月？"
    left = trimmed(WHO, asked(question), read(WHO, "2024年4月"))
    assert "大浜銀行、西谷銀行が" in left


def test_values_of_each_are_told_whatever_seems_to_answer() -> None:
    for question, both in (("岬の会と谷の会はそれぞれいくら出すか", True), ("岬の会はいくら出すか", False)):
        left = trimmed(EACH, asked(question), read(EACH, "岬の会が約260万円"))
        assert ("約60万円" in left) is both


def test_growth_is_told_where_it_is_asked_for() -> None:
    text = "港の船の数は、橋ができてからは減る傾向にあるが、2024年は1,077隻（前年比10.1％減）となり、灯台は12基である。"
    for question, told in (
        ("2024年の港の船の数は何隻？前の年からの増減率も", True),
        ("2024年の港の船の数は何隻？", False),
    ):
        left = trimmed(text, asked(question), read(text, "1,077隻"))
        assert ("10.1％減" in left) is told


def test_which_way_it_went_is_told_where_it_is_taken_for_granted() -> None:
    text = BOATS.replace("35隻となり、", "35隻となり、隣の浜でも谷の浜でも前の年より減少し、")
    for question, told in (
        ("町の漁船の数が増えたそうですが2024年にいくつ？", True),
        ("2024年の町の漁船の数はいくつ？", False),
    ):
        assert ("減少" in trimmed(text, asked(question), read(text, "35隻"))) is told


def test_values_among_which_one_is_the_most_are_told() -> None:
    text = "船の利益率は、港の船が3.6％、岬の船が6.0％、沖の船が8.0％となり、いずれも前より高くなったと見ている。"
    for question, told in (("利益率がいちばん高いのはどの船で何％？", True), ("港の船の利益率は何％？", False)):
        assert ("8.0％" in trimmed(text, asked(question), read(text, "3.6％"))) is told


def test_how_far_it_went_is_told_by_an_amount() -> None:
    text = "町の港の船の市場の規模は、6兆672億円となり、これまでの年と同じように、引き続き大きく増加している。"
    assert "6兆672億円" in trimmed(text, asked("町の港の船の市場はどこまで大きくなった？"), read(text, "増加している"))


def test_short_statement_is_said_whole() -> None:
    short = "町の漁船は35隻となり、去年より3隻多い。"
    assert trimmed(short, asked("町の漁船はいくつ？"), read(short, "35隻")) == short


def test_what_a_run_leaves_out_is_known() -> None:
    question = asked("2024年の町の漁船の数はいくつ？")
    sentence, told = Sentence(BOATS, question, read(BOATS, "35隻")), {run.text: run for run in runs(BOATS)}
    boats = told["町の漁船の数は2024年に35隻となった"]
    cut = Cut(sentence, boats)
    assert cut.left_out == BOATS.replace("町の漁船の数は2024年に35隻となり、", "")
    assert cut.loses == 0
    share, log_letters, cut_off, is_cut_off, begins_late, _ = cut.known[:6]
    letters = len(BOATS) - len("町の漁船の数は2024年に35隻となり、")
    assert [share, log_letters] == pytest.approx([letters / len(BOATS), np.log(letters + 1)], abs=1e-5)
    assert cut_off == pytest.approx(1 - (BOATS.index("漁師の会")) / len(BOATS), abs=1e-5)
    assert (is_cut_off, begins_late) == (1, 1)
    # The answer's letters are all there.
    assert cut.known[-1] == pytest.approx(0.01)


@pytest.mark.parametrize("question", ["町の漁船が40隻に届かないのはなぜ？", "町の漁船とは？"])
def test_reasons_and_definitions_need_the_whole(question: str) -> None:
    assert trimmed(BOATS, asked(question), read(BOATS, "35隻")) == BOATS
