"""Consonants: a name in katakana and the same in Latin letters have the same ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.consonants import consonants, sounds_like


@pytest.mark.parametrize(
    ("kana", "latin", "both"),
    [
        ("エリクソン", "Ericsson", "arksn"),
        ("クアルコム", "Qualcomm", "krkm"),
        ("パランティア", "Palantir", "prnt"),
        ("セールスフォース", "Salesforce", "srshs"),
        ("ネットフリックス", "Netflix", "nthrks"),
        ("サムスン", "Samsung", "smsn"),
        ("ファーウェイ", "Huawei", "hw"),
        ("ディープシーク", "DeepSeek", "dpsk"),
        ("アンソロピック", "Anthropic", "ansrpk"),
        ("フィリップス", "Philips", "hrps"),
        ("ベライゾン", "Verizon", "brsn"),
        ("ガートナー", "Gartner", "gtn"),
        ("シスコ", "Cisco", "ssk"),
    ],
)
def test_name_has_the_same_consonants_in_both_scripts(kana: str, latin: str, both: str) -> None:
    assert consonants(kana) == consonants(latin) == both


@pytest.mark.parametrize(("one", "other"), [("エリクソン", "Samsung"), ("ノキア", "Cisco"), ("クアルコム", "Broadcom")])
def test_other_names_have_others(one: str, other: str) -> None:
    assert consonants(one) != consonants(other)


@pytest.mark.parametrize(
    ("name", "text"), [("エリクソン", "首位はEricsson（26％）"), ("Qualcomm", "米国のクアルコム社")]
)
def test_name_is_found_in_other_letters(name: str, text: str) -> None:
    assert sounds_like(name, text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("トルコ", "Track型の船"),
        ("オランダ", "Land Mobile"),
        ("アマゾン", "Mission"),
        ("ホンダ", "fund"),
        ("エリクソン", "ericsson"),
        ("エリクソン", "Samsung、Nokia"),
        ("ノキア", "Nokia"),
    ],
)
def test_other_words_and_short_names_are_not_found(name: str, text: str) -> None:
    assert not sounds_like(name, text)


@pytest.mark.parametrize("name", ["漁船", "漁船ABC", "さかな", "é"])
def test_other_scripts_have_none(name: str) -> None:
    assert consonants(name) == ""


@given(st.text(max_size=30))
def test_any_text_gives_small_letters(text: str) -> None:
    found = consonants(text)
    assert not found or (found.isascii() and found.islower())
