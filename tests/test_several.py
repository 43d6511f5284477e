"""A question of several parts: a statement for each, chosen together."""

from dataclasses import replace

import pytest

from index.passages import Passage
from index.query import read_query, searches
from rag.asked import read_asked
from rag.drafting import Piece
from rag.ranking import rank
from rag.several import firsts_of, of_parts
from tests.passages import passage


def every_word_alike(word: str) -> float:
    return 5.0


def firsts(question: str, *passages: Passage) -> list[Piece]:
    """The first pieces, of passages that are found one after the other by the searches of each edition."""
    query = read_query(question)
    wanted = searches(query, [one.chunk.section.document for one in passages])
    found = [
        replace(one, query=search)
        for search in wanted
        for one in passages
        if one.chunk.section.document.year in (search.edition_years or {one.chunk.section.document.year})
    ]
    asked = read_asked(query, every_word_alike)
    return firsts_of(rank(asked, found), of_parts(asked, found, every_word_alike))


OLD = "渡し船は、朝の便が多い。渡し船の利用者は年間で41万人となっている。"


@pytest.mark.parametrize(
    "new",
    [
        "渡し船の利用者は年間で35万人となっている。渡し船の利用者の割合は、朝の便では27.3％である。",
        "渡し船の利用者の割合は、朝の便では27.3％である。渡し船の利用者は年間で35万人となっている。",
    ],
)
def test_editions_are_asked_for_the_same_thing(new: str) -> None:
    told = firsts(
        "令和5年版と令和7年版で、渡し船の利用者はどう変わった？",
        passage(OLD, rank=1, label="旧", edition="令和5年版", year=2023, title="渡し船"),
        passage(new, rank=2, label="新", title="渡し船"),
    )
    assert ["41万人" in piece.text or "35万人" in piece.text for piece in told] == [True, True]


def test_edition_tells_of_the_year_before_it_without_naming_it() -> None:
    told = firsts(
        "渡し船の利用者は2019年と2024年でそれぞれ何万人？",
        passage(
            "渡し船の利用者は41万人である。2019年に港が広がった。", rank=1, label="旧", edition="令和2年版", year=2020
        ),
        passage("2024年の渡し船の利用者は35万人である。", rank=2, label="新"),
    )
    assert {number for piece in told for number in ("41万人", "35万人") if number in piece.text} == {"41万人", "35万人"}


def test_edition_that_names_the_year_tells_of_it_whatever_else_is_alike() -> None:
    told = firsts(
        "渡し船の利用者は2013年と2022年でどう変わった？",
        passage("渡し船の利用者は、2013年の60万人から2015年には41万人に減っている。", rank=1, label="旧", year=2016),
        passage("渡し船の利用者は、前の年から減っている。", rank=2, label="中", edition="令和2年版", year=2020),
        passage("2022年には渡し船は35万人が乗り、港の船では二番目に多い。", rank=3, label="新"),
    )
    assert {number for piece in told for number in ("60万人", "35万人") if number in piece.text} == {"60万人", "35万人"}


def test_halves_are_both_told_though_all_was_found_for_one() -> None:
    question = "渡し船の利用者は、朝の便と夜の便でそれぞれ何万人？"
    told = passage("渡し船の利用者は、朝の便では41万人である。渡し船の利用者は、夜の便では35万人である。")
    asked = read_asked(read_query(question), every_word_alike)
    found = [replace(told, query=asked.query.part("渡し船の利用者は、朝の便で何万人？"))]
    pieces = firsts_of(rank(asked, found), of_parts(asked, found, every_word_alike))
    assert ["41万人" in pieces[0].text, "35万人" in pieces[1].text] == [True, True]


def test_year_may_stand_in_the_sentence_before() -> None:
    told = firsts(
        "渡し船の利用者は2013年と2030年でどう変わる？",
        passage("渡し船の利用者は2013年に60万人である。", label="旧", edition="平成26年版", year=2014),
        passage(
            "2030年の町の見通しを述べる。渡し船の利用者は80万人となる見込みである。渡し船の利用者は2020年に70万人であった。",
            rank=2,
            label="新",
        ),
    )
    assert "80万人" in "".join(piece.text for piece in told)


def test_halves_of_a_question_are_its_parts_though_one_names_a_year() -> None:
    told = firsts(
        "渡し船の利用者は2024年に何万人で、港の灯台は何基ありますか",
        passage("渡し船の利用者は2024年に35万人となっている。", rank=1, title="渡し船"),
        passage("港の灯台は12基である。岬の灯台は3基である。", rank=2, label="第2節", title="灯台"),
    )
    assert [piece.text for piece in told] == ["渡し船の利用者は2024年に35万人となっている。", "港の灯台は12基である。"]


def test_statement_that_tells_both_is_told_alone() -> None:
    both = "渡し船の利用者は20代では12万人、60代では35万人である。"
    told = firsts("渡し船の利用者は20代と60代でそれぞれ何万人？", passage(both + "港は広い。", title="渡し船"))
    assert [piece.text for piece in told] == [both]


def test_statement_that_stands_in_two_sections_is_told_once() -> None:
    same = "港の計画に基づき、渡し船の二つの決まりが出され、2024年5月に町の会で決まった。"
    told = firsts(
        "渡し船の決まりは町の会でいつ決まり、何という港の計画に基づきますか",
        passage(same + "港は広い。", rank=1, label="第1節", title="渡し船"),
        passage("町は小さい。" + same.replace("町の会で", "町の会で正しく"), rank=2, label="第2節", title="渡し船"),
    )
    assert len(told) == 1


def test_like_statements_of_two_are_no_copies() -> None:
    told = firsts(
        "渡し船の利用で、男性と女性はそれぞれ何が多いですか",
        passage("渡し船の利用では、男性は朝の便が最も多くなっている。", rank=1, label="第1節", title="渡し船"),
        passage("渡し船の利用では、女性は朝の便が最も多くなっている。", rank=2, label="第2節", title="渡し船"),
    )
    assert {sex for piece in told for sex in ("男性", "女性") if sex in piece.text} == {"男性", "女性"}


def test_question_that_asks_for_one_thing_has_no_parts() -> None:
    assert firsts("渡し船の利用者は何万人？", passage(OLD, title="渡し船")) == []
