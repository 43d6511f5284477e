"""What a question insists on and the evidence lacks."""

import pytest

from index.passages import Passage
from index.query import read_query
from ingest.events import TextKind
from ingest.tables import Cell
from rag.asked import read_asked
from rag.lacking import beyond_what_is_listed, lacking, lacking_anew, names_elsewhere
from rag.ranking import rank
from rag.statements import statements
from tests.passages import found_for, passage

RADIO = passage("町のラジオの聴取率は2024年に61.5%である。60代の聴取率は78.0%である。", title="ラジオ")
BOATS = passage("町の漁船は35隻である。漁師は48人いる。", rank=2, score=20.0, label="第2節", title="漁船")


def every_word_alike(word: str) -> float:
    return 5.0


def lacks_of(question: str, *passages: Passage) -> list[str]:
    asked = read_asked(read_query(question), every_word_alike)
    found = found_for(question, passages)
    return lacking(asked, rank(asked, found).statements, found)


@pytest.mark.parametrize(
    ("question", "lacks"),
    [
        ("2024年の町のラジオの聴取率は？", []),
        ("令和6年の町のラジオの聴取率は？", []),
        ("60代のラジオの聴取率は？", []),
        ("漁師は何人？", []),
        ("大阪のラジオの聴取率は？", ["大阪"]),
        ("40代のラジオの聴取率は？", ["40代"]),
        ("ABCラジオの聴取率は？", ["ABC"]),
        ("漁船は何社？", ["何社"]),
        ("漁船は何個？", []),
        ("漁船はいくらで買った？", ["金額"]),
        ("2019年のラジオの聴取率は？", ["2019年"]),
        ("大阪の40代のラジオの聴取率は？", ["大阪", "40代"]),
    ],
)
def test_what_the_question_insists_on_must_be_there(question: str, lacks: list[str]) -> None:
    assert [what.upper() for what in lacks_of(question, RADIO, BOATS)] == lacks


def test_name_in_a_story_before_the_question_is_not_insisted_on() -> None:
    assert lacks_of("大阪へ行く予定です。町のラジオの聴取率は？", RADIO) == []
    assert lacks_of("大阪の聴取率を調べています。町のラジオの聴取率は？", RADIO) == ["大阪"]
    assert lacks_of("母が大阪のラジオを聴いています。聴取率は？", RADIO) == ["大阪"]


def test_name_with_a_slip_is_not_lacking() -> None:
    port = passage("町の地域SECUNITYは11の港にある。", title="港")
    assert lacks_of("SECUNTYは町のいくつの港にある？", port) == []
    phones = passage("町のphoneは11の港にある。", title="電話")
    assert [name.lower() for name in lacks_of("iPhoneは町のいくつの港にある？", phones)] == ["iphone"]


def test_what_was_most_of_all_is_told_by_the_value_of_that_year() -> None:
    cells = tuple(Cell("漁船", f"{year}年度", n, "隻", "漁船 35 52") for year, n in ((2023, "52"), (2024, "35")))
    table = passage("図表Ⅰ-1-1-3 町の漁船\n漁船 52 35", title="漁船", kind=TextKind.TABLE, cells=cells)
    assert lacks_of("漁船がいちばん多かったのは何年度？", table) == []


def test_groups_are_counted_by_any_of_their_names() -> None:
    assert lacks_of("答えたのは何団体？", passage("町の会など19組織が答えた。", title="答え")) == []


def test_how_many_times_more_is_told_by_both_years() -> None:
    grew = passage("町の漁船は2014年に12隻、2024年に36隻である。", title="漁船")
    assert lacks_of("町の漁船は2014年から2024年で何倍になった？", grew) == []
    assert lacks_of("町の漁船は隣の町の何倍？", grew) == ["何倍"]
    few = passage("町の漁船は少ない。2014年も2024年も同じである。", title="漁船")
    assert lacks_of("町の漁船は平成26年版と令和7年版で何倍？", grew) == []
    assert lacks_of("町の漁船は何倍になった？", few) == ["何倍"]


def test_unit_may_end_a_longer_word() -> None:
    assert lacks_of("灯台は何局に置かれた？", passage("灯台は36郵便局に置かれた。", title="灯台")) == []
    assert lacks_of("灯台は何社が建てた？", passage("2024年同社は灯台を建てた。", title="灯台")) == ["何社"]


def test_anything_may_be_counted_piece_by_piece_but_years_and_shares() -> None:
    assert lacks_of("ラジオは何個？", passage("ラジオは2024年に61.5%で聴かれた。", title="ラジオ")) == ["何個"]


@pytest.mark.parametrize(
    ("question", "lacks"),
    [
        ("船の数が4位の港は？", ["4位"]),
        ("船の数が6番目に多い港は？", ["6番目"]),
        ("船の数が3位の港は？", []),
        ("船の数の4位までの港は？", []),
        ("船の数が4位の港と比べた首位の港は？", []),
    ],
)
def test_rank_beyond_what_is_listed_is_lacking(question: str, lacks: list[str]) -> None:
    asked = read_asked(read_query(question), every_word_alike)
    for text, listed in (
        ("船の数は首位が浜港、2位が谷港、3位が岬港である。", True),
        ("船の数は浜港が3位に上がった。", False),
    ):
        (best,) = statements(asked, found_for(question, [passage(text, title="船の数")]))
        assert beyond_what_is_listed(asked, best) == (lacks if listed else [])


def test_many_of_them_are_no_number_that_is_asked_for() -> None:
    assert lacks_of("なぜ漁船を何基も動かす？", passage("漁船は小さいため、多くを動かす。", title="漁船")) == []


@pytest.mark.parametrize(
    ("text", "lacks"), [("漁船は燃料高を受けて減った。", []), ("漁船は町が申請を受け付けた。", ["理由"])]
)
def test_what_was_followed_is_a_reason_and_what_was_received_is_none(text: str, lacks: list[str]) -> None:
    assert lacks_of("漁船はなぜ減った？", passage(text, title="漁船")) == lacks


def test_number_of_a_figure_is_no_amount() -> None:
    assert lacks_of("漁船の図は何番？", BOATS) == []


def test_name_that_stands_there_in_full_is_not_lacking() -> None:
    assert lacks_of("日銀がラジオについて調べたことは？", passage("日本銀行はラジオを調べた。", title="ラジオ")) == []
    assert lacks_of("東証がラジオについて調べたことは？", passage("日本銀行はラジオを調べた。", title="ラジオ")) == [
        "東証"
    ]


def test_name_in_other_letters_is_not_lacking() -> None:
    assert lacks_of("エリクソンのラジオの数は？", passage("Ericssonのラジオは12台である。")) == []
    assert lacks_of("Ericssonのラジオの数は？", passage("エリクソンのラジオは12台である。")) == []
    assert lacks_of("エリクソンのラジオの数は？", passage("Samsungのラジオは12台である。")) == ["エリクソン"]


@pytest.mark.parametrize(
    ("question", "lacks"),
    [
        ("20代のラジオの聴取率は？", []),
        ("30代のラジオの聴取率は？", ["30代"]),
        ("ラジオを一番聴くのは何代？", ["順位"]),
        ("ラジオの聴取率が下がったのはなぜ？", ["理由"]),
        ("どこの大学がラジオを調べた？", ["大学の名前"]),
        ("ラジオ局の所長のお名前は？", ["人の名前"]),
        ("What is the monthly fee for the radio?", ["金額"]),
    ],
)
def test_sort_of_fact_that_is_asked_for_must_be_there(question: str, lacks: list[str]) -> None:
    assert lacks_of(question, passage("町のラジオの聴取率は、20歳代で40%である。", title="ラジオ")) == lacks


def test_number_counts_in_whatever_width_it_is_written() -> None:
    assert lacks_of("漁師は何人？", passage("漁師は４８人である。")) == []
    assert lacks_of("４０代のラジオの聴取率は？", RADIO) == ["40代"]


def test_kinds_of_mend_are_no_regular_expression() -> None:
    assert lacks_of("(ラジオ[*+の聴取率は何人(", RADIO) == ["何人"]


def test_name_that_stands_in_another_statement_is_elsewhere() -> None:
    asked = read_asked(read_query("Ericssonのラジオの数は？"), every_word_alike)
    one, other = (passage(text, title="ラジオ") for text in ("Ericssonは大きな会社である。", "ラジオは町に12台ある。"))
    [named, unnamed] = statements(asked, [one, other])
    assert names_elsewhere(asked, named) == []
    assert [name.lower() for name in names_elsewhere(asked, unnamed)] == ["ericsson"]


def test_name_before_or_over_a_statement_is_there() -> None:
    asked = read_asked(read_query("Ericssonのラジオの数は？"), every_word_alike)
    before = passage("Ericssonはラジオを作る会社である。町には12台ある。", title="ラジオ")
    over = passage("ラジオは町に12台ある。", title="Ericsson")
    found = statements(asked, [before, over])
    assert [names_elsewhere(asked, statement) for statement in found] == [[], [], []]


def test_group_may_stand_as_a_range_of_years() -> None:
    told = passage("ラジオの聴取率は、30～39歳（62.5％）、20～29歳（61.0％）の順に多い。", title="ラジオ")
    assert lacks_of("20代と30代のラジオの聴取率は？", told) == []
    assert lacks_of("50代のラジオの聴取率は？", told) == ["50代"]
    assert lacks_of("50～59歳のラジオの聴取率は？", told) == ["50~59歳"]
    assert lacks_of("20～30代のラジオの聴取率は？", told) == []


def test_peak_says_what_was_most() -> None:
    assert (
        lacks_of("漁船が一番多かった頃は何隻？", passage("漁船は35隻で、ピーク時の80隻から減った。", title="漁船"))
        == []
    )


@pytest.mark.parametrize(
    ("question", "lacks"),
    [
        ("大阪だと？\n町の漁師は何人？", ["大阪"]),
        ("女性は？\n町の漁師は何人？", ["女性"]),
        ("2045年は？\n町の漁師は何人？", ["2045年"]),
        ("男性は？\n町の漁師は何人？", []),
        ("And men?\n町の漁師は何人？", []),
        ("大阪の漁師は何人？", []),
    ],
)
def test_what_a_follow_up_names_anew_must_be_there(question: str, lacks: list[str]) -> None:
    asked = read_asked(read_query(question), every_word_alike)
    found = found_for(question, [passage("町の男性の漁師は48人いる。", title="漁師")])
    assert lacking_anew(asked, statements(asked, found)[0], found) == lacks


def test_tenths_and_hundredths_are_a_share() -> None:
    assert lacks_of("漁船は船の何割何分？", passage("漁船は船の79.4％である。", title="漁船")) == []


def test_money_of_other_countries_is_money() -> None:
    assert lacks_of("漁船はいくらで買った？", passage("漁船は453億ポンドで買った。", title="漁船")) == []
