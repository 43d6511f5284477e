"""Repairs to damaged headings, and the tests that tell page furniture from text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.cleaning import clean_title, furniture, is_url, normalise_radicals, squeeze, strip_marks, undouble


def test_squeeze_takes_out_every_kind_of_white_space():
    assert squeeze(" 電 信\t局　の\n数 ") == "電信局の数"


@pytest.mark.parametrize(
    ("doubled", "once"),
    [
        ("局の数 局の数", "局の数"),
        ("局の数\t 局の数", "局の数"),
        ("電信の広がり電信の広がり", "電信の広がり"),
        ("Key 2 Key 2", "Key 2"),
        ("電信\t 電信＊3＊3の広がりの広がり", "電信＊3の広がり"),
        ("嵐の夜嵐の夜政策政策フォフォーーカスカス", "嵐の夜政策フォーカス"),
    ],
)
def test_doubled_text_is_said_once(doubled: str, once: str):
    assert undouble(doubled) == once


@pytest.mark.parametrize("text", ["", " ", "局の数", "局の数 局の数え方", "局局の数"])
def test_text_that_is_not_doubled_gives_none(text: str):
    assert undouble(text) is None


def test_line_longer_than_any_doubled_heading_gives_none():
    assert undouble("局" * 240) == "局" * 120
    assert undouble("局" * 242) is None


@settings(deadline=None, max_examples=60)
@given(st.text("電信局の数 ＊12", min_size=1, max_size=30))
def test_any_text_printed_twice_is_undoubled_to_itself(text: str):
    once = undouble(text + "\t" + text)

    assert once == (text.strip() or None)


@pytest.mark.parametrize(
    ("title", "clean"),
    [
        ("電信＊12の広がり", "電信の広がり"),
        ("電信^{*3}の広がり", "電信の広がり"),
        ("局の数*1", "局の数"),
        ("凡　　例", "凡例"),
        ("お よ そ", "およそ"),
        ("海側の局　山側の局", "海側の局 山側の局"),
        ("Key 2 の型", "Key 2の型"),
        ("\t 打鍵機\tの 型 ", "打鍵機 の 型"),
        ("⽤⽬⼤⼊", "用目大入"),
    ],
)
def test_title_is_cleaned_of_marks_tabs_and_spacing(title: str, clean: str):
    assert clean_title(title) == clean


def test_only_radicals_are_normalised():
    assert normalise_radicals("⼤きなＡ①㎞") == "大きなＡ①㎞"


def test_marks_are_stripped_for_people():
    assert strip_marks("3局＊1と12局*20、5局^{*3}") == "3局と12局、5局"


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("12", "page number"),
        (" ３", "page number"),
        ("12 令和7年版　電信白書", "page number"),
        ("令和7年版　電信白書 12", "page number"),
        ("潮見_1-01.indd   3潮見_1-01.indd   3", "print mark"),
        ("電", "single character"),
        ("第第11章章 電信の広がり電信の広がり", "running head"),
        ("電信の広がり 第第11節節", "running head"),
        ("電信の広がり電信の広がり", "running head"),
        ("線の張り替え\t線の張り替え", "running head"),
    ],
)
def test_furniture_is_named(line: str, name: str):
    assert furniture(line) == name


@pytest.mark.parametrize(
    "line",
    [
        "局の数は12局である。",
        "1234",
        "48.548.5 48.548.5",
        "局の数局の数",
        "令和7年版の白書では局の数を数えた。",
    ],
    ids=["text", "a large number", "doubled numbers", "short doubled label", "text that names the edition"],
)
def test_text_is_no_furniture(line: str):
    assert furniture(line) is None


@pytest.mark.parametrize(
    "line", ["https://a.example/x", " 〈https://a.example/x〉", "（http://a.example）", "URL：\ufffdhttps://a.example/"]
)
def test_line_that_is_only_an_address_is_one(line: str):
    assert is_url(line)


@pytest.mark.parametrize("line", ["電信 https://a.example/x", "https://a.example/x を参照", "a.example", ""])
def test_line_with_more_than_an_address_is_none(line: str):
    assert not is_url(line)
