"""Duplicates: the same passage extracted twice is known again, another passage is not."""

import pytest

from index.duplicates import Shingles

TEXT = "光回線の整備は山間部や離島でも進み、ほとんどの世帯で使えるようになった。"


@pytest.mark.parametrize(
    "other",
    [
        TEXT,
        TEXT.replace("、", "、\n　"),
        f"概要　{TEXT}残る地域では無線で補う計画である。",
        TEXT.replace("ようになった。", "ようになる。"),
    ],
    ids=["itself", "other white space", "contained", "another ending"],
)
def test_the_same_passage_is_known_again(other: str) -> None:
    assert Shingles(TEXT).same_as(Shingles(other))
    assert Shingles(other).same_as(Shingles(TEXT))


@pytest.mark.parametrize(
    "other",
    [
        "光回線の整備は山間部で遅れており、離島では衛星を使う方法が検討されている。",
        "郵便局の数はこの五年で少し減った。",
        "",
    ],
    ids=["the same beginning", "another subject", "nothing"],
)
def test_another_passage_is_another(other: str) -> None:
    assert not Shingles(TEXT).same_as(Shingles(other))
    assert not Shingles(other).same_as(Shingles(TEXT))


def test_four_fifths_of_the_shorter_text_are_enough() -> None:
    # 15 characters have ten 6-grams; changing the last two leaves eight of them, the last three seven.
    fifteen = "あいうえおかきくけこさしすせそ"
    assert Shingles(fifteen).same_as(Shingles(fifteen[:13] + "１２" + "三四五六七"))
    assert not Shingles(fifteen).same_as(Shingles(fifteen[:12] + "１２３" + "四五六七八"))


@pytest.mark.parametrize(
    ("edition", "other", "same"),
    [
        ("令和7年版", "令和7年版", True),
        ("令和7年版", "令和6年版", False),
        ("令和7年版", None, False),
        (None, None, False),
    ],
)
def test_two_fifths_are_enough_within_one_edition(edition: str | None, other: str | None, same: bool) -> None:
    # Fifteen characters have ten 6-grams; nine of them in common leave four, eight three.
    fifteen = "あいうえおかきくけこさしすせそ"
    four, three = (Shingles(fifteen[:kept] + "１２三四五六七八九十", other, "part") for kept in (9, 8))
    volume = Shingles(fifteen, edition, "volume")
    assert volume.same_as(four) == four.same_as(volume) == same
    assert not volume.same_as(three)


def test_figures_of_one_document_may_have_as_much_in_common() -> None:
    fifteen = "あいうえおかきくけこさしすせそ"
    other = fifteen[:9] + "１２三四五六七八九十"
    assert not Shingles(fifteen, "令和7年版", "volume").same_as(Shingles(other, "令和7年版", "volume"))
    assert Shingles(fifteen, "令和7年版", "volume").same_as(Shingles(other, "令和7年版", "part"))


def test_texts_without_any_letter_are_the_same() -> None:
    assert Shingles("").same_as(Shingles(" \n　"))
