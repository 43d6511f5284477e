"""The runs of whole clauses that may stand for a sentence: what is left stands as it stood, but for its ending."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.clauses import runs
from rag.numbers import numbers

BOATS = (
    "春の祭りも盛んになっており、町の漁船の数は2024年に35隻となり、漁師の会が五年ごとに定める計画の目標は40隻であるが、"
    "その数にはまだ届かず、谷から移ってきた若い人が隣の浜で新しい船を造りはじめた。"
)
FLEET = "町の漁船の数は2012年3月末に{verb}、その後は谷の人たちが浜の小屋のあとに新しい船を次々に{end}。"


def texts(sentence: str) -> list[str]:
    return [run.text for run in runs(sentence)]


def test_sentence_itself_comes_first() -> None:
    whole, *_ = runs(BOATS)
    assert (whole.text, whole.end, whole.kept.all()) == (BOATS, len(BOATS), True)


def test_clauses_are_closed_and_known_by_their_letters() -> None:
    told = {run.text: run for run in runs(BOATS)}
    assert "漁師の会が五年ごとに定める計画の目標は40隻である" in told
    boats = told["町の漁船の数は2024年に35隻となった"]
    kept = "".join(letter for letter, kept in zip(BOATS, boats.kept.tolist(), strict=True) if kept)
    assert kept == "町の漁船の数は2024年に35隻となり、"
    assert BOATS[: boats.end].endswith(kept)


@pytest.mark.parametrize(
    "ends",
    [
        "港を広げて船を通す計画であったが、金が集まらず中止された。",
        "港を広げて船を通すことを検討している。",
        "港を広げて船を通すという会との約束は守られなかった。",
    ],
)
def test_what_was_but_planned_is_not_told_as_done(ends: str) -> None:
    assert not [
        run
        for run in texts(f"町は、隣の浜の古い桟橋のかけかえに1,200万円を払い、{ends}")
        if run.endswith(("払った", "払う"))
    ]


def test_topic_and_scene_stand_before_a_clause_that_has_none() -> None:
    text = (
        "2024年の町の調べでは、魚の市場の規模は、去年1,200万円となっており、2030年には4,000万円に達すると見込まれる。"
    )
    assert "2024年の町の調べでは、魚の市場の規模は、2030年には4,000万円に達すると見込まれる。" in texts(
        text
    ) and "2030年には4,000万円に達すると見込まれる。" not in texts(text)


@pytest.mark.parametrize(
    ("text", "never"),
    [
        (
            "町の漁船は35隻であり、隣の浜の荷船は12隻となっており、2030年には40隻に増える見込みである。",
            "町の漁船は、2030年には40隻に増える見込みである。",
        ),
        (
            "漁師の割合は80%であり、60代以上の人たちを見ると、2024年に70%となっている。",
            "漁師の割合は、2024年に70%となっている。",
        ),
        (
            "漁船をはじめとする船の数は35隻となっており、2024年には40隻に増えている。",
            "漁船をは、2024年には40隻に増えている。",
        ),
        (
            "町の船（去年は、三十隻）の数は増えており、2030年には四十隻に達している。",
            "町の船（去年は、2030年には四十隻に達している。",
        ),
        (
            "谷の会が新しい灯台を建て、これを踏まえた町の計画が2024年に定められた。",
            "これを踏まえた町の計画が2024年に定められた。",
        ),
        (
            "町の漁船については、古い船が減ってきており、町は2024年8月30日、「新しい船を造る会」を開いている。",
            "町の漁船については、町は2024年8月30日である",
        ),
        (
            "小さな船についての決まりはないが、町の船を手本としており、浜から沖までの仕事を考えて作られている。",
            "小さな船についての決まりは、浜から沖までの仕事を考えて作られている。",
        ),
    ],
)
def test_clause_is_told_of_nothing_else_than_in_its_sentence(text: str, never: str) -> None:
    assert never not in texts(text)


@pytest.mark.parametrize(
    ("text", "never"),
    [
        (
            "谷の会は、2019年に浜を守る取組として、子どもたちが描いた三千枚の絵を集めた本を出した。",
            "子どもたちが描いた三千枚の絵を集めた本を出した。",
        ),
        (
            "谷の会は2023年に浜の漁から手を引いており、岬の会が加わる見通しである。",
            "谷の会は、岬の会が加わる見通しである。",
        ),
    ],
)
def test_no_cut_begins_where_nobody_knows_who_acts(text: str, never: str) -> None:
    assert never not in texts(text)


def test_text_in_brackets_alone_has_no_runs_without_them() -> None:
    assert texts("（0、）") == ["（0、）"]


def test_topic_inside_the_first_clause_is_borrowed_too() -> None:
    text = "町の役場は古い桟橋を直し、2024年の秋に新しい灯台を岬の先に建てた。"
    assert "町の役場は、2024年の秋に新しい灯台を岬の先に建てた。" in texts(text)


@pytest.mark.parametrize(
    ("background", "left_out"),
    [
        ("嵐の被害を踏まえ、", True),
        ("船の行き来を安全にするため、", True),
        ("町の取組として、", True),
        ("魚の数として、", False),
        ("漁師の暮らしについて、", False),
        ("嵐の夜には、", False),
    ],
)
def test_background_may_be_left_out_but_not_what_a_verb_needs(background: str, left_out: bool) -> None:
    bare = "役場が新しい灯台のことを会の人たちに話した。"
    assert (bare in texts(f"{background}{bare}")) == left_out


def test_values_that_share_their_ending_stay_together() -> None:
    for shared in ("順に35隻、12隻、7隻", "35隻、12隻、7隻"):
        text = f"町の漁船と荷船と渡し船の去年の終わりの数は{shared}となっている。"
        assert texts(text) == [text]


def test_counts_of_a_list_are_not_closed_one_by_one() -> None:
    text = "町の会は2024年末までに、漁船の届け35件、荷船の届け12件の受付を行い、番人を三人おいた。"
    assert not [run for run in texts(text) if run.endswith("件である")]


def test_one_of_a_list_may_be_told_of_what_the_sentence_is_about() -> None:
    text = "谷ごとの船の数は、首位が上谷（35隻、去年は33隻）、2位が中谷（12隻）、3位が下谷（7隻）となっている。"
    told = texts(text)
    for one in ("首位が上谷（35隻、去年は33隻）である", "2位が中谷（12隻）である", "3位が下谷（7隻）となっている。"):
        assert f"谷ごとの船の数は、{one}" in told


def test_comma_in_brackets_ends_no_clause() -> None:
    text = f"町の漁船（35隻、うち3隻は手漕ぎ）の数は、{'谷の' * 15}人たちが毎年の春に数え、2024年には36隻であった。"
    assert not [run for run in texts(text) if run.count("（") != run.count("）")]


def test_asides_may_be_left_out_but_not_short_names() -> None:
    text = "潮見の会（SMK）の漁船は、2024年には35隻（前年比2隻増）であった。"
    assert texts(text) == [text, "潮見の会（SMK）の漁船は、2024年には35隻であった。"]


@pytest.mark.parametrize("needed", ["2024年度末現在", "手漕ぎの船を除く", "第8版", "1"])
def test_date_scope_or_version_in_brackets_is_no_aside(needed: str) -> None:
    text = f"潮見の会の漁船は、いまでは35隻（{needed}）である。"
    assert texts(text) == [text]


def test_asides_are_left_out_where_they_stand_and_fuse_no_numbers() -> None:
    text = "船12（前年比2増）34の数は多く、漁船は35隻（前年比2増）となっている。"
    assert not [run for run in texts(text) if not numbers(run) <= numbers(text)]


@pytest.mark.parametrize(
    ("verb", "end", "left"),
    [
        ("12隻を数え", "建てた", "町の漁船の数は2012年3月末に12隻を数えた"),
        ("12隻となり", "建てた", "町の漁船の数は2012年3月末に12隻となった"),
        ("12隻を選び", "建てた", "町の漁船の数は2012年3月末に12隻を選んだ"),
        ("12隻を有し", "建てた", "町の漁船の数は2012年3月末に12隻を有した"),
    ],
)
def test_clause_is_closed_in_the_tense_of_its_sentence(verb: str, end: str, left: str) -> None:
    assert left in texts(FLEET.format(verb=verb, end=end))


def test_what_goes_on_is_not_told_as_what_will_be() -> None:
    text = "町の役場は谷の会とともに古い桟橋を直し、新しい灯台を岬の先に造っている。"
    assert "町の役場は谷の会とともに古い桟橋を直している" in texts(text)


def test_what_was_is_not_told_as_what_is() -> None:
    assert not [run for run in texts(FLEET.format(verb="12隻を数え", end="建てている")) if run.endswith("数える")]


def test_definition_is_not_cut_before_it_says_what_something_is() -> None:
    text = f"「潮見の会」とは、灯台を守り、漁船の数を調べ、{'谷の' * 30}網を干す人々の会である。"
    assert not [run for run in texts(text) if run.startswith("「潮見の会」とは") and run != text]


@settings(deadline=None, max_examples=80)
@given(st.text(alphabet="町の漁船は35隻、。（）「」が2024年%なり踏まえため", max_size=200))
def test_no_number_is_made_and_every_letter_is_accounted_for(text: str) -> None:
    for run in runs(text):
        assert numbers(run.text) <= numbers(text)
        assert run.kept.shape == (len(text),)
        # A closed ending is of other letters.
        assert len(run.text) <= run.kept.sum() + 4
