"""Which letters of a statement are of the answer: told by its tokens, and kept where letters are left out."""

import numpy as np
import pytest

from eval.questions import Kind
from eval.reader.spans import answer_tokens
from index.encoder import STATEMENT_TOKENS, letters_of_tokens, statement_tokens
from index.query import read_query
from index.told import Told
from rag.asked import read_asked
from rag.spans import answer_chances, by_letter, carried_over
from rag.statements import statements
from tests import asked
from tests.passages import passage

TEXT = "2024年の町の漁船は35隻で、去年の３３隻より多い。"


def of_answer(text: str, *variants: str) -> str:
    """The letters of the tokens that are of the answer."""
    question = asked.question(facts=(variants,))
    told = Told("漁業", "港の話。", text)
    wanted = answer_tokens(question, text, statement_tokens(told))
    chances = by_letter(text, np.where(wanted > 0, 9.0, -9.0))
    return "".join(letter for letter, chance in zip(text, chances.tolist(), strict=True) if chance > 0.5)


@pytest.mark.parametrize(
    ("variants", "found"), [(("35隻",), "35隻"), (("33隻",), "３３隻"), (("48人", "去年"), "去年")]
)
def test_letters_of_the_answer_are_those_of_the_tokens_that_say_it(variants: tuple[str, ...], found: str) -> None:
    letters = of_answer(TEXT, *variants)
    assert set(found) <= set(letters)
    assert len(letters) <= len(found) + 4


def test_statement_without_the_answer_has_none_of_it() -> None:
    assert of_answer(TEXT, "48人") == ""


def test_answer_in_other_words_teaches_nothing() -> None:
    told = Told("漁業", "", TEXT)
    question = asked.question(facts=(("令和6年",),))
    assert np.isnan(answer_tokens(question, TEXT, statement_tokens(told))).all()


def test_only_the_tokens_of_the_text_teach() -> None:
    told, question = Told("漁業", "港の話。", TEXT), asked.question("q", Kind.NEAR_MISS)
    wanted = answer_tokens(question, TEXT, statement_tokens(told))
    tokens = len(letters_of_tokens(TEXT))
    assert np.isnan(wanted).tolist() == [True] * (len(wanted) - 1 - tokens) + [False] * tokens + [True]
    assert not np.nansum(wanted)


def test_letters_beyond_what_is_read_may_be_of_the_answer() -> None:
    long = "港と谷と岬の灯台の番人の話。" * 40
    chances = by_letter(long, np.full(STATEMENT_TOKENS + 4, -9.0))
    assert chances[0] < 0.1
    assert chances[-1] == 0.5


def test_question_that_is_longer_than_the_statement_moves_no_chance() -> None:
    found = passage("町の漁船は2024年に35隻である。")
    [boats] = statements(read_asked(read_query("漁船？"), lambda word: 5.0), [found])
    for question in (
        "漁船は何隻？",
        "町の漁船と荷船と渡し船のうち、漁船の数は2024年の終わりにはいったい何隻でしたか、" * 2,
    ):
        chances = answer_chances(boats, read_asked(read_query(question), lambda word: 5.0))
        start = boats.text.index("35隻")
        assert chances[start : start + 2].min() > max(chances[:start].max(), chances[-3:].max())


def test_chances_stay_with_their_letters() -> None:
    text, said = "町の漁船＊1は（図表1）35隻である。", "町の漁船は35隻である。"
    chances = np.arange(len(text), dtype=np.float32)
    carried = carried_over(chances, text, said)
    assert [text[int(place)] for place in carried] == list(said)
    assert carried_over(chances, text, "嵐").tolist() == [0.0]


def test_chances_stay_with_their_letters_after_what_is_long_or_written_otherwise() -> None:
    text = f"⾒張りの船（{'https://example.jp/' * 8}）は35隻である。"
    carried = carried_over(np.arange(len(text), dtype=np.float32), text, "見張りの船は35隻である。")
    assert [text[int(place)] for place in carried][1:] == list("張りの船は35隻である。")
