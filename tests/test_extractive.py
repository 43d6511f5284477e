"""Answers taken from passages: which statement, how it is said, and when there is none."""

import re
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.passages import Passage
from index.query import read_query
from ingest.events import TextKind
from ingest.tables import Cell
from rag.answering import ExtractiveAnswerer
from rag.asked import read_asked
from rag.citations import check
from rag.drafting import MAX_CHARACTERS, Piece, in_order
from rag.extractive import extract
from rag.order import by_statements, read, to_read
from rag.refusal import NOT_FOUND, says_not_found
from rag.saying import printed, said, said_next
from rag.shown import value_of
from rag.statements import statements as statements_of
from tests.passages import found_for, passage

RADIO = passage(
    "町では船が昔からの足である。例えば、ラジオの聴取率は2024年に61.5%である（図表Ⅰ-1-1-3）。60代の聴取率は78.0%＊2である。",
    rank=1,
    title="ラジオ",
)
BOATS = passage("町の漁船は35隻である。", rank=2, score=20.0, label="第2節", title="漁船")


def every_word_alike(word: str) -> float:
    return 5.0


def drafted(question: str, *passages: Passage) -> str:
    return draft_from(question, found_for(question, passages))[0]


def draft_from(question: str, found: Sequence[Passage]) -> tuple[str, Sequence[Passage]]:
    """The draft, and the passages in the order in which it numbers them."""
    ranking = read(question, found, every_word_alike)
    ordered = by_statements(ranking, found)
    return extract(ranking, ordered, every_word_alike), ordered


def statements(draft: str) -> list[str]:
    """The statements of a draft without their marks, the edition's frame taken off."""
    return [re.sub(r"^.{2}\d年版によると、", "", said) for said in re.split(r"\[\d+\]。", draft)[:-1]]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("2024年のラジオの聴取率は？", "ラジオの聴取率は2024年に61.5%である[1]。"),
        ("令和6年のラジオの聴取率は？", "ラジオの聴取率は2024年に61.5%である[1]。"),
        ("60代のラジオの聴取率は？", "60代の聴取率は78.0%である[1]。"),
        ("漁船は何隻？", "町の漁船は35隻である[1]。"),
        ("町の漁船の数は何隻？\nラジオの聴取率は？", "町の漁船は35隻である[2]。"),
        ("60代は？\nラジオの聴取率は？", "60代の聴取率は78.0%である[1]。"),
    ],
)
def test_statement_that_answers_is_said(question: str, said: str) -> None:
    assert said in drafted(question, RADIO, BOATS)


def test_statement_that_names_its_source_is_framed_otherwise() -> None:
    counted = passage("町の調べによると、漁船は35隻である。", title="漁船")
    assert drafted("漁船は何隻？", counted) == "令和7年版では、町の調べによると、漁船は35隻である[1]。"


def test_footnote_is_said_with_what_it_explains() -> None:
    noted = passage("網元＊1は谷の「手漕ぎ舟」＊2を貸す。＊1\t網元は浜に住む。＊2\t二人で漕ぐ小さなもの。", title="漁")
    asked = read_asked(read_query("手漕ぎ舟とは何ですか"), every_word_alike)
    assert [said(statement, asked) for statement in statements_of(asked, [noted])] == [
        "網元は谷の「手漕ぎ舟」を貸す。",
        "網元は浜に住む。",
        "〔手漕ぎ舟〕二人で漕ぐ小さなもの。",
    ]


def test_what_a_result_follows_from_is_said_before_it() -> None:
    for follows in ("その結果", "こうした中"):
        told = passage(f"町の漁師は海の向こうの網を買っている。{follows}、町では網を編む技が育たない。", title="網")
        draft = drafted("町で網を編む技が育たないのはなぜ？", told)
        assert draft.index("海の向こうの網") < draft.index("技が育たない")


def test_first_statements_that_are_too_long_together_are_cut_down() -> None:
    tools = "、".join(f"{n}番の網は沖の棚に並べて干しており" for n in range(1, 9))
    ships = [
        passage(f"{tools}、町の{ship}の数は{n}隻である。", rank=n, score=40.0 - n, label=f"第{n}節", title=ship)
        for n, ship in enumerate(("漁船", "荷船"), 1)
    ]
    question = "漁船の数と荷船の数はそれぞれ何隻ですか"
    halves = ("漁船の数は何隻ですか", "荷船の数は何隻ですか")
    searched = [replace(ship, query=read_query(half)) for ship, half in zip(ships, halves, strict=True)]
    draft = extract(read(question, searched, every_word_alike), searched, every_word_alike)
    assert "漁船の数は1隻" in draft
    assert "荷船の数は2隻" in draft
    assert len(draft) <= MAX_CHARACTERS + len("[1]。")


def test_further_passages_are_read_where_none_of_the_first_seems_to_answer() -> None:
    ports = [passage(f"第{n}の港は広い。", rank=n, score=40.0 - n, label=f"第{n}節", title="港") for n in range(1, 8)]
    boats = passage("町の漁船は2024年に35隻である。", rank=8, score=30.0, label="第8節", title="漁船")
    assert "35隻" in drafted("2024年に町の漁船は何隻ですか", *ports, boats)
    asked = read_asked(read_query("2024年に町の漁船は何隻ですか"), every_word_alike)
    assert [len(some) for some in to_read(asked, [*ports, boats])] == [6, 8]
    assert [len(some) for some in to_read(asked, ports[:6])] == [6]


def test_edition_that_speaks_is_named_once_at_the_beginning() -> None:
    assert drafted("漁船は何隻？", BOATS) == "令和7年版によると、町の漁船は35隻である[1]。"


@pytest.mark.parametrize(
    ("text", "said"),
    [("町の漁船は35隻であると発表した27。", "発表した[1]。"), ("町の漁船の数は35。", "町の漁船の数は35[1]。")],
)
def test_bare_number_of_a_footnote_is_left_out_and_a_value_is_not(text: str, said: str) -> None:
    assert drafted("町の漁船は何隻？", passage(text, title="漁船")).endswith(said)


def test_figure_is_named_to_whoever_asks_which_one() -> None:
    boats = passage("町の漁船の数は減ってきている（図表Ⅰ-1-1-3）。", title="漁船")
    assert "図表Ⅰ-1-1-3" in drafted("漁船の数の移り変わりは、どの図表を見ればいい？", boats)
    assert "図表" not in drafted("漁船の数はどう変わった？", boats)


def test_what_a_statement_points_back_to_is_said_with_it() -> None:
    plan = passage("港湾計画は2023年4月に定められ、岸壁が広がった。同年5月に灯台が建った。", rank=1, title="港")
    assert "同年5月〔2023年5月〕に灯台が建った[1]。" in drafted("灯台が建ったのはいつ？", plan)


def test_statement_that_answers_both_parts_of_a_question_is_not_cut_down_to_one() -> None:
    text = "町の2024年のバスの乗客は年間で12万人であり、町の2024年の連絡船の乗客は年間で35万人である。"
    draft = drafted("2024年のバスの乗客の数と、連絡船の乗客の数を教えて", passage(text, rank=1, title="乗客"))
    assert "12万人" in draft
    assert "35万人" in draft


def test_parts_of_an_undated_question_are_answered_from_the_newest_edition() -> None:
    old = replace(RADIO, chunk=passage("町の郵便局は40局である。", edition="令和5年版", year=2023).chunk)
    draft = drafted("町の漁船は何隻で、町の郵便局は何局？", BOATS, old)
    assert "40局" not in draft


def test_part_of_a_question_is_not_told_of_another_year_than_both_are_of() -> None:
    boats = passage("町の漁船は2024年に35隻である。", rank=1, title="漁船")
    post = passage("町の郵便局は12局である。町の郵便局の数は2019年に40局であった。", rank=2, title="郵便局")
    draft = drafted("2024年の漁船の数と、郵便局の数を教えて", boats, post)
    assert "12局" in draft
    assert "40局" not in draft


def test_paper_that_is_older_than_a_year_tells_of_it_only_by_naming_it() -> None:
    count = passage("町の漁船は40隻である。", edition="平成28年版", year=2016, title="漁船")
    plan = passage("町の漁船は2020年に50隻となる計画である。", edition="平成28年版", year=2016, title="漁船")
    assert says_not_found(drafted("2020年の漁船は何隻？", count))
    assert "50隻となる計画である[1]。" in drafted("2020年の漁船は何隻？", plan)
    assert "40隻である[1]。" in drafted("平成28年の漁船は何隻？", count)


def test_edition_long_after_a_year_tells_of_it_only_where_no_other_does() -> None:
    old = passage("漁船の数は80隻である。", label="旧", edition="平成25年版", year=2013, title="漁船")
    new = passage("町の漁船の数は35隻である。", rank=2, title="漁船")
    assert "80隻" in drafted("2012年の漁船の数は？", old, new)
    assert "35隻" not in drafted("2012年の漁船の数は？", old, new)


def test_paper_without_an_edition_is_not_named() -> None:
    leaflet = passage("町の漁船は35隻である。", edition=None)
    assert drafted("漁船は何隻？", leaflet) == "町の漁船は35隻である[1]。"


@pytest.mark.parametrize(
    ("question", "lacks"),
    [
        ("40代のラジオの聴取率は？", "40代"),
        ("2019年のラジオの聴取率は？", "2019年"),
        ("大阪のラジオの聴取率は？", "大阪"),
        ("漁船は何社？", "何社"),
        ("漁船はいくらで買った？", "金額"),
    ],
)
def test_near_miss_names_what_is_missing_and_offers_the_nearest_thing(question: str, lacks: str) -> None:
    first, _, nearest = drafted(question, RADIO, BOATS).partition("\n")
    assert first == f"該当なし：{lacks}"
    assert re.fullmatch(r"[^\[]+\[[12]\]。", nearest)


def test_nearest_thing_is_cut_where_it_is_long() -> None:
    long = f"町の漁船は35隻であり、{'沖で網を干す谷の人たちと' * 15}灯台を守る。"
    _, _, nearest = drafted("町の漁船は何社？", passage(long, title="漁船")).partition("\n")
    assert nearest == "町の漁船は35隻である[1]。"


def test_undated_question_is_answered_from_the_newest_edition_whatever_ranks_first() -> None:
    older = passage("町の漁船は40隻である。", score=40.0, edition="令和5年版", year=2023, title="漁船")
    assert drafted("町の漁船は何隻？", older, BOATS) == "令和7年版によると、町の漁船は35隻である[1]。"


def test_question_of_several_years_is_answered_where_but_one_of_them_is_searched() -> None:
    question = "2018年と2024年では漁船の数はどう違う？"
    only = read_query(question).of(read_query(question).mentions[1:])
    found = [passage(f"第{n}の港は広い。", rank=n, score=40.0 - n, label=f"第{n}節", title="港") for n in range(1, 9)]
    found.append(passage("町の漁船の数は2018年に35隻である。", rank=9, score=30.0, label="第9節", title="漁船"))
    draft, ordered = draft_from(question, [replace(one, query=only) for one in found])
    told = check(draft, ordered)
    assert "35隻" in told.text
    assert [(citation.section.label, citation.quote) for citation in told.citations] == [
        ("第9節", "町の漁船の数は2018年に35隻である。")
    ]


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("町の漁船は何隻？", "漁船の登録に関する条例の下に、町の漁船は35隻ある"),
        (
            "漁船の登録に関する条例の番号は？",
            "漁船の登録に関する条例（昭和59年条例第86号）の下に、町の漁船は35隻ある",
        ),
    ],
)
def test_terms_and_numbers_of_laws_are_told_where_they_are_asked_for(question: str, told: str) -> None:
    law = "漁船の登録に関する条例（昭和59年条例第86号。以下「漁船条例」という。）の下に、町の漁船は35隻ある。"
    assert statements(drafted(question, passage(law, title="漁船"))) == [told]


def test_answers_that_stand_side_by_side_stay_in_their_order() -> None:
    halves = ("町の漁船は何隻ですか。", "町の灯台は何基ですか")
    told = passage("町の灯台は岬に3基ある。町の漁船は35隻である。", rank=1, title="港")
    other = passage("浜の祭りは夏にある。", rank=2, label="第2節", title="祭り")
    searched = [replace(one, query=read_query(half)) for one, half in zip((told, other), halves, strict=True)]
    assert statements(draft_from("".join(halves), searched)[0]) == ["町の灯台は岬に3基ある", "町の漁船は35隻である"]


def test_edition_that_is_not_there_is_named_as_missing() -> None:
    assert drafted("令和6年版では漁船は何隻？", BOATS) == f"{NOT_FOUND}：令和6年版"


def test_same_statement_of_two_sections_is_said_once() -> None:
    again = passage("町の漁船は、35隻である。", rank=2, score=29.0, label="第3節", title="漁船")
    assert drafted("町の漁船は何隻？", passage("町の漁船は35隻である。", title="漁船"), again).count("35隻") == 1


def test_figure_residue_is_never_an_answer() -> None:
    residue = passage("図表1 町の船\nラジオの聴取率 61.5 78.0", kind=TextKind.FIGURE)
    assert "61.5" not in drafted("ラジオの聴取率は？", residue)


TABLE_TEXT = "図表Ⅰ-1-1-4＊1　町の電信局の数\n年 2023 2024\n浜の電信局 11 12\n聴取率 61.5% 63.0%"


def table(*cells: Cell, text: str = TABLE_TEXT) -> Passage:
    return passage(text, kind=TextKind.TABLE, title="電信局", cells=cells)


@pytest.mark.parametrize(
    ("question", "cell", "statement"),
    [
        (
            "2024年の浜の電信局の数は？",
            Cell("浜の電信局", "2024年", "12", "局", "浜の電信局 11 12"),
            "浜の電信局の2024年は12局である",
        ),
        (
            "2024年の浜の電信局の損益は？",
            Cell("浜の電信局(N=12)", "2024年", "△3", "億円", "浜の電信局(N=12) △3"),
            "浜の電信局の2024年は△3億円〔マイナス〕である",
        ),
        (
            "2023年の電信局の聴取率は？",
            Cell("聴取率", "2023年", "61.5%", "", "聴取率 61.5% 63.0%"),
            "聴取率の2023年は61.5%である",
        ),
    ],
)
def test_value_of_a_table_is_stated_with_its_caption_and_labels(question: str, cell: Cell, statement: str) -> None:
    assert f"図表Ⅰ-1-1-4「町の電信局の数」では、{statement}[1]。" in drafted(question, table(cell))


def test_work_in_english_is_no_statement_unless_sources_are_asked_for() -> None:
    work = passage("Umino, T. The lamps of Shiomi. Harbour Papers 12.", title="灯台")
    asked, sources = (
        read_asked(read_query(f"灯台{end}"), every_word_alike) for end in ("の話は？", "の資料の出典は？")
    )
    for question, told in ((asked, False), (sources, True)):
        assert any("Harbour" in said(one, question) for one in statements_of(question, [work])) is told


def test_value_without_a_unit_is_not_said() -> None:
    cell = Cell("浜の電信局", "2024年", "12", "", "浜の電信局 11 12")
    assert "12" not in drafted("2024年の浜の電信局の数は？", table(cell))


def test_other_numbers_of_a_table_are_not_said() -> None:
    assert not {"11", "12", "61.5", "63.0"} & set(re.findall(r"[\d.]+", drafted("浜の電信局の数は？", table())))


def test_value_of_a_table_without_a_caption_is_not_said() -> None:
    cell = Cell("浜の電信局", "2024年", "12", "局", "浜の電信局 11 12")
    assert "12局" not in drafted("浜の電信局の数は？", table(cell, text="2023年 2024年\n浜の電信局の数 11 12"))


@pytest.mark.parametrize("year", [2023, 2024])
def test_value_in_the_asked_year_is_said(year: int) -> None:
    numbers = {2023: 11, 2024: 12}
    cells = [Cell("浜の電信局", f"{one}年", str(n), "局", "浜の電信局 11 12") for one, n in numbers.items()]
    assert f"浜の電信局の{year}年は{numbers[year]}局である[1]。" in drafted(
        f"{year}年の浜の電信局の数は？", table(*cells)
    )


@pytest.mark.parametrize(
    ("score", "doubt", "told"), [(12.5, 0.2, True), (12.5, 0.5, False), (25.0, 0.5, True), (25.0, 0.99, False)]
)
def test_poor_passage_is_told_only_where_there_is_hardly_any_doubt(
    score: float, doubt: float, told: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rag.extractive.doubt", lambda *_: doubt)
    boats = passage("町の漁船は2024年に35隻である。", score=score, title="漁船")
    assert says_not_found(drafted("2024年の町の漁船は何隻？", boats)) is not told


def test_what_a_statement_announces_is_said_with_it() -> None:
    plan = passage(
        "港の計画には次の三つの柱がある。「船の数を増やす」「灯台を直す」「浜を守る」を進める。", title="港の計画"
    )
    assert "灯台を直す" in drafted("港の計画の三つの柱は何ですか", plan)


def test_value_of_the_rest_is_said_only_where_it_is_asked_for() -> None:
    cells = tuple(
        Cell(f"漁船の数 {what}", "2024年", value, "隻", f"{what} {value}")
        for what, value in (("その他", "12"), ("合計", "35"))
    )
    text = "図表Ⅰ-1-1-3 漁船の数\nその他 12\n合計 35"
    boats = passage(text, title="漁船", kind=TextKind.TABLE, cells=cells)
    assert "35隻" in drafted("2024年の漁船の数は何隻？", boats)
    assert "12隻" not in drafted("2024年の漁船の数は何隻？", boats)
    asked = read_asked(read_query("2024年のその他の漁船の数は何隻？"), every_word_alike)
    assert {s.told.cell.value for s in statements_of(asked, [boats]) if s.told.cell} == {"12", "35"}
    asked = read_asked(read_query("2024年の漁船の数の内訳は？"), every_word_alike)
    assert {s.told.cell.value for s in statements_of(asked, [boats]) if s.told.cell} == {"12", "35"}


def test_what_a_figure_prints_in_one_place_is_said_with_its_caption() -> None:
    text = "図表Ⅰ-1-1-3 町の電信局＊3\n浜の電信局 電信局長は浜田渚"
    figure = passage(text, kind=TextKind.FIGURE, title="電信局", entries=("浜の電信局 電信局長は浜田渚",))
    assert drafted("浜の電信局の電信局長は誰？", figure) == (
        "令和7年版によると、図表Ⅰ-1-1-3「町の電信局」には、浜の電信局 電信局長は浜田渚とある[1]。"
    )


def test_figure_that_is_named_is_read_alone() -> None:
    other = passage("浜の電信局は12局である。", rank=1)
    named = passage(TABLE_TEXT, rank=2, figures=("図表Ⅰ-1-1-3",))
    asked = read_asked(read_query("図表Ⅰ－1－1－3で、浜の電信局はいくつ？"), every_word_alike)
    assert to_read(asked, [other, named]) == [[named]]
    assert to_read(asked, [other]) == [[other]]


def test_nothing_found_is_no_answer() -> None:
    assert drafted("ラジオの聴取率は？") == NOT_FOUND


def test_undated_question_is_answered_from_one_edition() -> None:
    older = passage("ラジオの聴取率は70.0%である。", rank=2, score=29.0, edition="令和5年版", year=2023, title="ラジオ")
    _, draft = value_of(drafted("ラジオの聴取率は？", RADIO, older))
    assert draft.startswith("令和7年版によると、")
    assert "令和5年版" not in draft


def test_answer_keeps_to_its_length() -> None:
    long = passage(
        "".join(f"第{n}の塔の高さは{n}0メートルで、{'とても' * 20}目立つ。" for n in range(1, 9)), title="塔"
    )
    draft = drafted("塔の高さは何メートル？", long)
    assert draft.startswith("令和7年版によると、第")
    assert len(draft) <= MAX_CHARACTERS


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("なお、漁船は35隻である。", "漁船は35隻である"),
        ("＊3 漁船は35隻である。", "漁船は35隻である"),
        ("漁船＊3は35隻である（図表Ⅰ-1-1-3）。", "漁船は35隻である"),
        ("漁船（第2節参照）は35隻である。", "漁船は35隻である"),
        ("一方、漁船は35隻である。", "漁船は35隻である"),
        ("漁船は35隻で あ る 。", "漁船は35隻である"),
        ("漁船 （手漕ぎを除く）は35隻である。", "漁船（手漕ぎを除く）は35隻である"),
        ("漁船 2 は35隻である。2 手漕ぎを除く。", "漁船は35隻である"),
        ("令和 7 年の漁船は 35 隻である。7 年の春。", "令和 7 年の漁船は 35 隻である"),
        ("漁船[1]は35隻、[2]漁師は48人である。", "漁船は35隻、漁師は48人である"),
        ("漁船は 35隻\tである。", "漁船は 35隻 である"),
        ("漁船Blue\ufffdSeaは35隻である。", "漁船Blue Seaは35隻である"),
        ("漁船（手漕ぎを除く）は35隻である。", "漁船（手漕ぎを除く）は35隻である"),
        (
            "漁船は35隻である（町「漁船」〈https://www.example.jp/ fune?no=3〉（2025年3月12日参照））。",
            "漁船は35隻である（町「漁船」）",
        ),
        ("漁船は35隻である。＊2\t町「漁船」、https://www.example.jp/fune", "漁船は35隻である"),
        ("町（https://www.example.jp/）の漁船は2024年に35隻である。", "町の漁船は2024年に35隻である"),
        ("町の漁船は https://www.example.jp/ 2024年に35隻である。", "町の漁船は 2024年に35隻である"),
    ],
)
def test_statement_is_said_without_what_only_a_page_needs(written: str, said: str) -> None:
    assert statements(drafted("漁船は何隻？", passage(written, title="漁船"))) == [said]


def test_note_of_a_figure_is_said_and_its_source_where_it_is_asked_for() -> None:
    text = "図表1 町の船\n漁船 35 32\n※\t漁船には手漕ぎの船を含まない。\n（出典）町「漁船の調査」"
    figure = passage(text, kind=TextKind.FIGURE, title="漁船")
    assert "漁船には手漕ぎの船を含まない[1]。" in drafted("漁船に手漕ぎの船は含まれる？", figure)
    assert "漁船の調査" not in drafted("漁船に手漕ぎの船は含まれる？", figure)
    assert "町「漁船の調査」[1]。" in drafted("漁船の数の出典は？", figure)


def test_statement_that_ends_in_a_quotation_is_one() -> None:
    found = passage("漁船の最大の課題は「港の深さの確保」", title="漁船")
    assert statements(drafted("漁船の課題は？", found)) == ["漁船の最大の課題は「港の深さの確保」"]


def test_work_alone_is_no_answer_but_where_the_source_is_asked_for() -> None:
    found = passage("漁船は35隻である。＊2\t町（2024）「漁船の数の調査」", title="漁船")
    assert statements(drafted("町の漁船の数は？", found)) == ["漁船は35隻である"]
    assert "町（2024）「漁船の数の調査」" in drafted("漁船の数の出典は？", found)


def test_address_is_said_where_it_is_asked_for() -> None:
    source = passage(
        "漁船の数は町の調査による。＊2 町「漁船の調査」〈https://www.example.jp/ fune?no=3〉", title="漁船"
    )
    assert "町「漁船の調査」〈https://www.example.jp/fune?no=3〉[1]。" in drafted("漁船の調査のURLは？", source)


def test_of_a_statement_that_is_too_long_the_part_that_answers_is_said() -> None:
    tools = "、".join(f"{n}番の網は沖の{n}番の棚に並べて干す" for n in range(1, 30))
    (said, *_) = statements(drafted("漁船は何隻？", passage(f"{tools}、町の漁船は35隻である。", title="漁船")))
    assert said.endswith("町の漁船は35隻である")


SENTENCES = [
    "漁船は、[1]手漕ぎ、[2]帆掛けに分かれる[3]。",
    "漁船（手漕ぎを除く。）は35隻である。",
    "町の漁船は35隻である。",
    "なお、漁師は48人である。",
    "また、",
    "（図表Ⅰ-1-1-3）。",
    "＊2 漁船とは、海で魚をとる船をいう。",
    "漁船は2024年に35隻となり、前の年の32隻を上回ったが、漁師の会が五年ごとに定める計画の目標である40隻には届かなかった。",
    "「漁船」",
    "、漁船の数。",
    "漁船。。",
    "漁船はなぜ減ったか？そのためである。",
    "\ufffd",
]
QUESTIONS = ["漁船は何隻？", "漁船とは？", "漁船はなぜ減った？", "2024年の漁船はいくつ？", "漁師と漁船の数はそれぞれ？"]


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=5), min_size=1, max_size=4),
    st.sampled_from(QUESTIONS),
)
def test_drafts_have_whole_statements_that_begin_at_the_beginning(texts: list[list[str]], question: str) -> None:
    found = [passage("".join(text), rank=rank, score=31.0 - rank, title="漁船") for rank, text in enumerate(texts, 1)]
    draft = drafted(question, *found)
    if says_not_found(draft):
        return
    assert len(draft) <= MAX_CHARACTERS
    said = statements(draft)
    assert draft.endswith("。")
    assert said
    assert [one for one in said if not re.match(r"[^、。，．）」』\s]", one) or not re.search(r"\w", one)] == []


def test_reason_that_stands_after_what_happened_is_said_with_it() -> None:
    boats = passage("町の漁船は2024年に減っている。これは、網の値段が上がったためである。", title="漁船")
    assert statements(drafted("町の漁船が減ったのはなぜ？", boats)) == [
        "町の漁船は2024年に減っている",
        "これは、網の値段が上がったためである",
    ]


def test_source_of_a_figure_is_told_with_it_where_it_is_asked_for() -> None:
    fleet = "図表Ⅰ-1-1-3 町の漁船の数の移り変わり\n漁船 35 32\n（出典）町「漁船の調査」"
    lights = "図表Ⅰ-1-1-4 町の灯台\n灯台 3\n（出典）岬の会「灯台の記録」"
    figures = [passage(text, rank=n, kind=TextKind.FIGURE, title="漁船") for n, text in enumerate((fleet, lights), 1)]
    told = drafted("町の漁船の数の移り変わりの図は何番で、何をもとにしたもの？", *figures)
    assert told == "令和7年版によると、図表Ⅰ-1-1-3 町の漁船の数の移り変わり[1]。（出典）町「漁船の調査」[1]。"
    assert "出典" not in drafted("町の漁船の数の移り変わりの図は何番？", *figures)


def test_source_of_the_figure_that_a_statement_names_stands_under_the_figure() -> None:
    boats = passage("町の漁船の数は減ってきている（図表Ⅰ-1-1-3）。", title="漁船")
    text = "図表Ⅰ-1-1-3 町の船\n漁船 35 32\n（出典）町「漁船の調査」"
    figure = passage(text, rank=2, kind=TextKind.FIGURE, label="第2節", title="船")
    told = drafted("漁船の数は減っていますか？図と、もとの調査も", boats, figure)
    assert told.endswith("図表Ⅰ-1-1-3 町の船[2]。（出典）町「漁船の調査」[2]。")


def test_source_of_another_editions_figure_of_that_number_is_not_told() -> None:
    boats = passage("町の漁船の数は減ってきている（図表Ⅰ-1-1-3）。", title="漁船")
    text = "図表Ⅰ-1-1-3 谷の電信\n電信 35 32\n（出典）岬の会「電信の記録」"
    other = passage(text, rank=2, kind=TextKind.FIGURE, title="電信", edition="令和6年版", year=2024)
    assert "岬の会" not in drafted("漁船の数は令和7年版と令和6年版で減っていますか？図の出典は", boats, other)
    assert "岬の会" not in drafted("地元の大学が公表した町の漁船の数は減っていますか？", boats, other)


def test_figure_is_named_once_where_several_of_its_values_are_said() -> None:
    cells = [Cell(f"{place}の電信局", "2024年", "11", "局", f"{place}の電信局 11") for place in "港浜"]
    query = read_asked(read_query("港と浜の電信局の数は？"), every_word_alike)
    other = table(*cells[:1], text=TABLE_TEXT.replace("1-1-4", "1-1-5"))
    first, second, elsewhere, *_ = [s for s in statements_of(query, [table(*cells), other]) if s.is_value]
    assert said_next(said(second, query), second, first) == "浜の電信局の2024年は11局である。"
    assert said_next(said(elsewhere, query), elsewhere, first) == said(elsewhere, query)


def test_values_of_the_years_that_are_asked_for_are_said_together() -> None:
    row = ("浜の電信局", "局", "浜の電信局 11 12 14")
    cells = [Cell(row[0], f"{year}年", str(n), row[1], row[2]) for year, n in ((2022, 11), (2023, 12), (2024, 14))]
    both = "浜の電信局は、2022年が11局、2024年が14局である"
    assert drafted("浜の電信局は2022年から2024年にどう変わった？", table(*cells)).count(both) == 1
    assert both not in drafted("浜の電信局は2022年にいくつ？", table(*cells))
    many = [Cell(row[0], f"{year}年", f"{year - 2000}", row[1], row[2]) for year in range(2012, 2025)]
    assert "、2013年が" not in drafted("浜の電信局は2012年から2024年の間のいつ24局になった？", table(*many))
    elsewhere = [cells[0], replace(cells[2], quote="浜の電信局 14")]
    assert both not in drafted("浜の電信局は2022年から2024年にどう変わった？", table(*elsewhere))


def test_values_of_all_rows_that_the_question_names_are_said() -> None:
    cells = [
        Cell(f"{place}の電信局", "2024年", n, "局", f"{place}の電信局 {n}")
        for place, n in zip("港浜岬", ("11", "12", "13"), strict=True)
    ]
    draft = drafted("2024年の港と岬の電信局は何局？", table(*cells))
    assert ("11局" in draft, "12局" in draft, "13局" in draft) == (True, False, True)


@pytest.mark.parametrize(
    ("use", "first"),
    [("町の連絡船や電子の釜に利用されている。", "超波は"), ("町の連絡船はこれを利用している。", "町の連絡船は")],
)
def test_statement_that_does_not_say_of_what_comes_after_the_one_that_does(use: str, first: str) -> None:
    asked = read_asked(read_query("電子の釜に使われる波は？"), every_word_alike)
    waves = passage(f"超波は山の陰にも回り込む。{use}", title="電波")
    name, told = (Piece(s, s.text, n, 1.0, asked) for n, s in enumerate(statements_of(asked, [waves])))
    assert in_order([told, name], [told])[0].text.startswith(first)


def test_what_would_end_an_answer_within_is_not_said() -> None:
    entry = "岬の灯台は古い。高さは12mである"
    text = f"図表Ⅰ-1-1-3 町の灯台\n{entry}"
    figure = passage(text, kind=TextKind.FIGURE, title="灯台", entries=(entry,))
    asked = read_asked(read_query("岬の灯台の高さは？"), every_word_alike)
    assert [said(s, asked) for s in statements_of(asked, [figure]) if s.is_entry] == [""]


def test_what_follows_without_a_reason_is_not_said_as_one() -> None:
    boats = passage("町の漁船は2024年に減っている。この調査は、春に行われた。", title="漁船")
    assert "春に" not in drafted("町の漁船が減ったのはなぜ？", boats)


def test_figure_of_the_newest_edition_is_read_where_several_have_its_number() -> None:
    old = passage(TABLE_TEXT, rank=1, edition="令和5年版", year=2023, figures=("図表Ⅰ-1-1-3",))
    new = passage(TABLE_TEXT, rank=2, figures=("図表Ⅰ-1-1-3",))
    asked = read_asked(read_query("図表Ⅰ-1-1-3で、浜の電信局はいくつ？"), every_word_alike)
    assert to_read(asked, [old, new]) == [[new]]


def test_values_of_one_label_of_a_chart_are_said_together() -> None:
    cells = [Cell("浜の局", "", value, unit, f"浜の局 {value}") for value, unit in (("44.3兆", "円"), ("7.7", "%"))]
    asked = read_asked(read_query("浜の局の額と割合は？"), every_word_alike)
    said_of = [said(s, asked) for s in statements_of(asked, [table(*cells)]) if s.is_value]
    assert said_of == ["図表Ⅰ-1-1-4「町の電信局の数」では、浜の局は44.3兆円、7.7%である。"] * 2


def test_damaged_entry_is_not_said() -> None:
    assert printed("灯台の\ufffd明かり 2024年") == ""
    assert printed("Amazon\ufffdWeb\ufffdServices＊2\n\ufffd2024年の⽤途。") == "Amazon Web Services 2024年の用途"


def test_what_a_section_says_in_short_is_told_without_its_bullet() -> None:
    told = passage("●2016年度末の灯台は508基で、3年連続で増加\n灯台の数は図表5-1-7のとおりとなっている。", title="灯台")
    assert "、2016年度末の灯台は508基で、3年連続で増加[1]。" in drafted("2016年度末の灯台は何基？", told)


def test_what_only_says_which_figure_tells_is_no_answer() -> None:
    told = passage("2016年度末における灯台の数は図表5-1-7のとおりとなっている。", title="灯台")
    assert "図表" not in drafted("2016年度末の灯台の数は？", told)


def test_reason_is_told_alone_where_there_is_no_room_for_what_it_is_the_reason_of() -> None:
    fell = (
        "そのうち港の灯台は32基であり、町の灯台に占める割合は前の年より低くなっているものの、"
        + "ほかの町と比べて" * 12
        + "高い。"
    )
    why = (
        "割合が減少した要因は、その他の灯台が大きく増加したことであり、"
        + "特に岬の灯台の建設が進んだことの影響が" * 6
        + "大きい。"
    )
    answer = drafted(
        "町の灯台に占める港の灯台の割合が低くなったのはなぜ？", passage(f"灯台は45基ある。{fell}{why}", title="灯台")
    )
    assert "要因は" in answer


def test_end_of_a_bracket_is_no_statement() -> None:
    told = passage("灯台の売上高は42百万円）。灯台は39基ある。", title="灯台")
    assert "42百万円" not in drafted("灯台の売上高は？", told)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("灯台は508基であり、その推移は図表5-1-7のとおりである。", True),
        ("灯台の数の推移については、図表5-1-7のとおりである。", False),
        ("B）灯台を建てる事業：6.5億円（約620万ドル）", True),
        ("灯台の費用は6.5億円(前年比2％増）。", True),
        ("灯台は過去最高の508基である(図表1))。", True),
        ("灯台の費用は42百万円）。", False),
    ],
)
def test_what_only_refers_or_ends_a_bracket_is_not_said(text: str, told: bool) -> None:
    asked = read_asked(read_query("灯台の数と費用は？"), every_word_alike)
    [statement] = statements_of(asked, [passage(text, title="灯台")])
    assert bool(said(statement, asked)) is told


class _Search:
    """A search that finds what was passed in where the question is about the paper of 2006, and nothing of it else."""

    def __init__(self, found: Passage) -> None:
        self.found = found

    def search(self, question: str, k: int) -> list[Passage]:
        asked = read_query(question)
        return found_for(question, [self.found if 2006 in asked.edition_years else BOATS])


def test_what_is_not_found_alone_is_read_once_more_in_its_talk() -> None:
    told = passage(
        "世界で最初の灯台は1716年に建った。日本では灯台公園が2004年に始まった。",
        title="灯台",
        edition="平成18年版",
        year=2006,
    )
    answerer = ExtractiveAnswerer(_Search(told), 5, every_word_alike)
    question, history = "日本で灯台公園が始まったのはいつ？", ("平成18年版で、世界で最初の灯台は何年に建った？",)
    for asked_before, year in ((history, True), ((), False)):
        *_, last = answerer.stream({"question": question, "search": question, "history": asked_before})
        assert ("2004年" in last["draft"]) is year


def test_what_is_found_at_once_gives_way_to_what_is_far_less_doubtful_in_its_talk() -> None:
    told = passage("平成17年度の灯台公園の入園者は41万人である。", title="灯台公園", edition="平成18年版", year=2006)
    near = passage("公園の花壇の世話をする人は41万人いる。", title="町の公園")
    question, history = "公園の入園者は何人？", ("平成18年版の灯台公園について教えて",)
    for other, year in ((told, "平成18年版"), (near, "令和7年版")):
        answerer = ExtractiveAnswerer(_InTurn(near, other), 5, every_word_alike)
        *_, last = answerer.stream({"question": question, "search": question, "history": history})
        assert year in last["draft"]


class _InTurn:
    """A search that finds one passage at first, and then another."""

    def __init__(self, *found: Passage) -> None:
        self.found = list(found)

    def search(self, question: str, k: int) -> list[Passage]:
        return found_for(question, [self.found.pop(0)])


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("2024年の浜の電信局の数は？", True),
        ("2031年の浜の電信局の数は？", False),
        ("2024年の浜の電信局の女性の数は？", False),
    ],
)
def test_value_is_told_of_its_own_group_and_years_alone(question: str, told: bool) -> None:
    cell = Cell("浜の電信局", "2024年", "12", "局", "浜の電信局 11 12")
    assert says_not_found(drafted(question, table(cell))) is not told


def test_figure_tells_of_the_years_of_its_values() -> None:
    """The years of a grid are named in another part of the figure."""
    cells = (Cell("浜の電信局 昼", "2012年", "12", "局", "11 12"),)
    part = table(*cells, text="図表Ⅰ-1-1-4　町の電信局の数\n11 12")
    labels = passage("2012年の浜の町では局が数えられた。", rank=2, score=20.0, title="浜の電信局")
    assert "2012年は12局である" in drafted("2012年の浜の電信局の昼の数は？", part, labels)


def test_values_of_both_sexes_are_told_where_both_are_asked_for() -> None:
    cells = [
        Cell(f"電信局の{sex}", "2024年", n, "人", f"電信局の{sex} {n}") for sex, n in (("男性", "11"), ("女性", "14"))
    ]
    draft = drafted("2024年の電信局の男性と女性は何人？", table(*cells))
    assert {"11人", "14人"} == set(re.findall(r"\d\d人", draft))
    assert "14人" not in drafted("2024年の電信局の男性は何人？", table(*cells))


def test_row_is_named_where_a_further_sentence_of_it_is_said() -> None:
    rows = passage("強い灯 10～100km 遠くまで届く。船を沖へ導くために用いられている。", title="灯")
    assert "〔強い灯〕船を沖へ導くために" in drafted("船を沖へ導くために用いられているのはどの灯？", rows)


@pytest.mark.parametrize(("question", "told"), [("船の数が3位の港は？", True), ("船の数が6位の港は？", False)])
def test_rank_beyond_those_that_are_listed_is_not_found(question: str, told: bool) -> None:
    ranks = passage("船の数が多い港は、1位が浜港、2位が谷港、3位が岬港である。", title="船の数が多い港")
    assert says_not_found(drafted(question, ranks)) is not told


@pytest.mark.parametrize(("group", "told"), [("20代の", {"12分"}), ("80代の", set()), ("", {"41分"})])
def test_value_of_the_age_that_is_asked_for_is_told(group: str, told: set[str]) -> None:
    values = (("全年代", "41"), ("20代", "12"), ("40代", "33"))
    cells = [Cell(f"釣りの時間 {ages}", "2024年", n, "分", f"{ages} {n}") for ages, n in values]
    fishing = table(*cells, text="図表Ⅰ-1-1-4　町の釣りの時間\n年 2024")
    assert set(re.findall(r"\d\d分", drafted(f"2024年の{group}釣りの時間は何分？", fishing))) == told
