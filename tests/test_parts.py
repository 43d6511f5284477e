"""Parts: a question that asks two things is taken apart, any other is left whole."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.parts import parts, stands_alone, what_asks

TWO = [
    (
        "港の灯台は何基ありますか。また、駅前の郵便局は何局ありますか",
        "港の灯台は何基ありますか。",
        "駅前の郵便局は何局ありますか",
    ),
    ("港の灯台は何基ですか？駅前の郵便局は何局ですか？", "港の灯台は何基ですか？", "駅前の郵便局は何局ですか？"),
    ("港の灯台は何基あり、駅前の郵便局は何局ありますか", "港の灯台は何基あり", "駅前の郵便局は何局ありますか"),
    ("港の灯台の数と、駅前の郵便局の数を教えて", "港の灯台の数", "駅前の郵便局の数を教えて"),
    ("港の灯台の数は？それと駅前の郵便局の数も", "港の灯台の数は？", "駅前の郵便局の数も"),
    ("港の灯台の名前、それから駅前の郵便局の名前は何", "港の灯台の名前", "駅前の郵便局の名前は何"),
    ("港の灯台は何か。また、駅前の郵便局は何か", "港の灯台は何か。", "駅前の郵便局は何か"),
    ("港の灯台が何基かと、駅前の郵便局が何局か", "港の灯台が何基か", "駅前の郵便局が何局か"),
    (
        "港の灯台は何基ですか。北灯台と南灯台の違いは何ですか",
        "港の灯台は何基ですか。",
        "北灯台と南灯台の違いは何ですか",
    ),
    ("港の灯台は何基か、それと駅前の郵便局は何局か教えて", "港の灯台は何基か", "駅前の郵便局は何局か教えて"),
    ("港の灯台の額、及び駅前の郵便局の数を教えて", "港の灯台の額", "駅前の郵便局の数を教えて"),
    ("港の灯台は何基？ 大阪は？", "港の灯台は何基？", "大阪は？"),
    ("港に灯台が建った年と、駅前に郵便局ができた年月は？", "港に灯台が建った年", "駅前に郵便局ができた年月は？"),
    (
        "How many lighthouses stand in the harbour, and how many post offices near the station?",
        "How many lighthouses stand in the harbour",
        "how many post offices near the station?",
    ),
]
OF_TWO = [
    (
        "郵便局は、港と駅前でそれぞれ何局ですか",
        ["郵便局は、港で何局ですか", "郵便局は、駅前で何局ですか"],
    ),
    ("灯台の数は港と岬では、それぞれ何基？", ["灯台の数は港では、何基？", "岬では、何基？"]),
    (
        "港の灯台が建ったのと、駅前の郵便局ができたのは、それぞれいつ？",
        ["港の灯台が建ったのは、いつ？", "駅前の郵便局ができたのは、いつ？"],
    ),
    (
        "港の灯台の数と駅前の郵便局の数をそれぞれ教えて",
        ["港の灯台の数を教えて", "駅前の郵便局の数を教えて"],
    ),
    ("港の灯台と駅前の郵便局、それぞれの数は？", ["港の灯台、数は？", "駅前の郵便局、数は？"]),
    (
        "漁師の割合は、港と町それぞれでどのくらい？",
        ["漁師の割合は、港でどのくらい？", "漁師の割合は、町でどのくらい？"],
    ),
    ("港と町とで、それぞれの割合は？", ["港で、割合は？", "町で、割合は？"]),
    ("漁師の数は？港のものと町のもの両方", ["漁師の数は？港のもの", "漁師の数は？町のもの"]),
    (
        "港の灯台が建った年と、駅前の郵便局ができた年ではどちらが先？",
        ["港の灯台が建った年はいつですか", "駅前の郵便局ができた年はいつですか"],
    ),
    (
        "港に灯台が建ったのと、駅前に郵便局ができたのはどっちが先ですか",
        ["港に灯台が建ったのはいつですか", "駅前に郵便局ができたのはいつですか"],
    ),
    ("港の灯台は何基なのか、そして駅前の郵便局は何局か", ["港の灯台は何基なのか", "駅前の郵便局は何局か"]),
    ("港で灯台を見た人の割合と、駅前で店に寄った人の割合", ["港で灯台を見た人の割合", "駅前で店に寄った人の割合"]),
    (
        "町の灯台の数、港の2024年と岬の2023年はそれぞれ何基？",
        ["町の灯台の数、港の2024年は何基？", "町の灯台の数、岬の2023年は何基？"],
    ),
    (
        "港で灯台を見た人の割合と駅前で店に寄った人の割合は？",
        ["港で灯台を見た人の割合", "駅前で店に寄った人の割合は？"],
    ),
    (
        "灯台を見た人の割合、2017年3月時点と2020年3月時点を並べて",
        ["灯台を見た人の割合、2017年3月時点と2020年3月時点を並べて"],
    ),
    (
        "灯台を見た人の割合、2017年3月時点と2020年3月31日時点の値を教えて",
        ["灯台を見た人の割合、2017年3月時点と2020年3月31日時点の値を教えて"],
    ),
    ("港の灯台の通称は何と言い、町の何年に建ちましたか", ["港の灯台の通称は何と言い", "町の何年に建ちましたか"]),
    ("漁船と灯台の両方がある港は？", ["漁船と灯台の両方がある港は？"]),
    ("漁船と灯台の数それぞれ何件？", ["漁船と灯台の数それぞれ何件？"]),
    ("港と町それぞれ", ["港と町それぞれ"]),
    ("When was the harbour built, and why is it so deep?", ["When was the harbour built", "why is it so deep?"]),
    (
        "数を2つ教えて。港の灯台の高さと、駅前の郵便局の広さ",
        ["数を2つ教えて。港の灯台の高さ", "数を2つ教えて。駅前の郵便局の広さ"],
    ),
    ("漁船と灯台は、町に何基ずつありますか", ["漁船は、町に何基ありますか", "灯台は、町に何基ありますか"]),
    ("港の灯台の数と、駅前の郵便局の数を両方お願いします。", ["港の灯台の数", "駅前の郵便局の数"]),
    ("港の灯台の数は？港と町の両方にある店の数は？", ["港の灯台の数は？", "港と町の両方にある店の数は？"]),
    ("港の灯台は何基？どちらも見た人は何人？", ["港の灯台は何基？", "どちらも見た人は何人？"]),
    ("港の灯台は何基、駅前の郵便局は何局ありますか", ["港の灯台は何基", "駅前の郵便局は何局ありますか"]),
    ("港の灯台は何基、前年から何基増えた？", ["港の灯台は何基、前年から何基増えた？"]),
    ("港に灯台を建てた会社と、駅前の郵便局の面積の値", ["港に灯台を建てた会社", "駅前の郵便局の面積の値"]),
    ("港の灯台の数と年齢の相関係数", ["港の灯台の数と年齢の相関係数"]),
    (
        "港の灯台の割合（2024年）と、駅前の店がいつ開いたかを両方知りたいです",
        ["港の灯台の割合（2024年）", "駅前の店がいつ開いたか"],
    ),
    ("港の売上、魚は何億円で野菜は何億円？", ["港の売上、魚は何億円", "野菜は何億円？"]),
    ("灯台の利用料は月いくらで町の人は払っていますか", ["灯台の利用料は月いくらで町の人は払っていますか"]),
    ("灯台は2012年と2024年でそれぞれ何基？", ["灯台は2012年と2024年でそれぞれ何基？"]),
]
COMPARED = [
    ("港の北灯台と南灯台の違いは？", ["港の北灯台とは何ですか", "港の南灯台とは何ですか"]),
    ("北灯台と南灯台という言葉が出ました。違いを教えて", ["北灯台とは何ですか", "南灯台とは何ですか"]),
    (
        "灯台の数は、港と岬でどれほど差がありますか",
        ["灯台の数は、港でどれほど差がありますか", "灯台の数は、岬でどれほど差がありますか"],
    ),
    ("町で人が多いのは灯台と郵便局のどっち？", ["町で人が多いのは灯台？", "町で人が多いのは郵便局？"]),
    ("灯台と展望台、高さはどう違う？", ["灯台、高さはどう違う？", "展望台、高さはどう違う？"]),
    ("高さは、港の灯台と岬の灯台ではどちらが上？", ["高さは、港の灯台では上？", "高さは、岬の灯台では上？"]),
    (
        "灯台を見た人の割合、町ではバスと船でどれだけ差がある？",
        ["灯台を見た人の割合、町ではバスでどれだけ差がある？", "灯台を見た人の割合、町では船でどれだけ差がある？"],
    ),
    (
        "灯台の数は、港と町では朝と夜でどう違う？",
        ["灯台の数は、港では朝と夜でどう違う？", "灯台の数は、町では朝と夜でどう違う？"],
    ),
    ("港と町では灯台の数はどう違う？", ["港では灯台の数はどう違う？", "町では灯台の数はどう違う？"]),
    ("港と町でそれぞれ黒字と赤字のどちら？", ["港で黒字と赤字のどちら？", "町で黒字と赤字のどちら？"]),
    ("港の灯台は何基ですか。港と町のどちらが古い？", ["港の灯台は何基ですか。", "港と町のどちらが古い？"]),
]
ONE = {
    "one thing": "港の灯台は何基ありますか",
    "too little after the boundary": "港の灯台は何基ありますか。何年？",
    "nothing is asked before the boundary": "港に灯台が建ちました。駅前の郵便局は何局ありますか",
    "nothing is asked before the boundary, though a word of asking stands there": (
        "港の灯台をどうしたか聞いた調査が出ています。いちばん多い答えは何ですか"
    ),
    "only the amount of what was asked before": "港の灯台の費用はどう変わった？2001年と2024年の金額も知りたい",
    "not said that both are to be told": "港の灯台の数と駅前の郵便局の数が多い町はどこか",
    "と follows from what is said": "平成24年の資料によると、港の灯台は何基ですか",
    "a share of one": "港と駅前で灯台を見た人の割合",
    "a difference in an amount": "北の灯台数と南の灯台数の違いは",
    "editions whose names were taken out": "灯台の予測は、 と とでどう違う？",
    "why two differ": "北灯台と南灯台の違いが生じた理由は何ですか",
    "who differs": "北の大企業と南の小企業の違いは？",
    "one thing named before the question": "日本は？ 港の灯台の数はいくつ？",
    "a pair before and": "港の利用者数及び灯台の利用者数が増えているのはなぜ？教えて",
    "another attribute of the same": "港の灯台は何基？名前は？",
    "nothing": "",
}


@pytest.mark.parametrize(("question", "first", "second"), TWO)
def test_two_things_that_are_asked_are_taken_apart(question: str, first: str, second: str) -> None:
    assert parts(question) == (first, second)


@pytest.mark.parametrize(("question", "expected"), OF_TWO)
def test_one_thing_that_is_asked_of_two_is_asked_of_each(question: str, expected: list[str]) -> None:
    assert list(parts(question)) == expected


@pytest.mark.parametrize(("question", "expected"), COMPARED)
def test_what_is_compared_is_asked_of_each(question: str, expected: list[str]) -> None:
    assert list(parts(question)) == expected


@pytest.mark.parametrize(
    ("part", "alone"), [("港の灯台の数", True), ("その高さは何メートル", False), ("いくつ", False)]
)
def test_part_stands_alone_if_it_says_enough(part: str, alone: bool) -> None:
    assert stands_alone(part) == alone


@pytest.mark.parametrize("question", ONE.values(), ids=ONE)
def test_other_questions_are_left_whole(question: str) -> None:
    assert parts(question) == (question,)


@pytest.mark.parametrize(
    "question",
    [
        "港の灯台は何基？具体的に教えて。",
        "港の灯台の高さは？いつの時点の数字？",
        "港の灯台の数は？2024年は？",
        "多いのは港の灯台の数、それとも駅前の郵便局の数？",
        "港の灯台および駅前の郵便局は、どのような役割を負いますか",
        "港の灯台が消えるのかと、不安に思う人はどれくらいいるか",
        "灯台と違い、郵便局は増えた？",
        "昨年と違い、今年は灯台の人がどちらの町に多い？",
        "灯台と郵便局のどちらもある町は？",
        "灯台と郵便局のどっちもある町は？",
        "港の灯台は岬の灯台とどの点で違いますか",
        "必要と回答した割合が高いのはどちらですか",
        "灯台と郵便局では間違いが多いですか",
        "港の灯台の高さは外国と比べて町の人にはどれくらい低く見えますか",
    ],
)
def test_what_belongs_together_is_left_together(question: str) -> None:
    assert parts(question) == (question,)


@pytest.mark.parametrize("again", ["2つ。", "港と、", "何、あと", "それぞれ、", "港とで"])
def test_question_that_goes_on_and_on_is_read_to_its_end(again: str) -> None:
    question = again * (1_000 // len(again))
    assert parts(question) == (question,)


@settings(deadline=None)
@given(st.text(st.sampled_from("港灯台数何と、。？かをあり教えて ,;and")))
def test_parts_stand_in_the_question_in_their_order(question: str) -> None:
    found = parts(question)
    if len(found) == 2:
        first, second = found
        assert question.startswith(first)
        assert question.endswith(second)
        assert len(first) + len(second) <= len(question)
    else:
        assert found == (question,)


def test_two_that_are_joined_twice_are_told_apart() -> None:
    assert parts("漁船は、東の港と西の港とでどちらが多い？") == ("漁船は、東の港で多い？", "漁船は、西の港で多い？")


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("港で船を見ました。漁船の船主の割合は何％ですか。", "漁船の船主の割合は何％ですか。"),
        ("登録の仕方を知りたいのではありません。漁船の船主の割合は何％ですか。", "漁船の船主の割合は何％ですか。"),
        ("天気は自分で調べるからいいとして、漁船の船主の割合は何％ですか。", "漁船の船主の割合は何％ですか。"),
        ("スマホをなくしました。どうすればいいですか。", "スマホをなくしました。どうすればいいですか。"),
    ],
)
def test_what_asks_is_kept_where_it_is_understood_by_itself(question: str, asked: str) -> None:
    assert what_asks(question) == asked


def test_growth_of_the_same_thing_is_no_second_question() -> None:
    for question in ("漁船は2021年に何隻で、前の年より何%増えた？", "漁船は何隻？前の年度から増えてる？"):
        assert parts(question) == (question,)
