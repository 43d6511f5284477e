"""Section labels as officials write them."""

import pytest

from ingest.labels import label


@pytest.mark.parametrize(
    ("marks", "joined"),
    [
        ([], ""),
        (["第Ⅰ部"], "第Ⅰ部"),
        (["第Ⅰ部", "第1章", "第2節", "1", "（2）", "ア", "（ア）"], "第Ⅰ部第1章第2節1（2）ア（ア）"),
        (["第2部", "第5章", "第10節", "12", "（10）"], "第2部第5章第10節12（10）"),
        (["序章", "第1節", "1"], "序章第1節1"),
        (["第Ⅰ部", "第1章", "第2節", "コラム「嵐の夜」"], "第Ⅰ部第1章第2節コラム「嵐の夜」"),
        (["1", "（2）", "ア"], "1（2）ア"),
    ],
)
def test_marks_are_joined_outermost_first(marks: list[str], joined: str):
    assert label(marks) == joined


def test_appendix_number_is_set_off_by_one_space():
    assert label(["付注1"]) == "付注1"
    assert label(["付注1", "ア"]) == "付注1 ア"
    assert label(["付注12", "ア", "（イ）"]) == "付注12 ア（イ）"


def test_heading_without_a_number_is_a_label_alone_but_no_part_of_those_below():
    assert label(["凡例"]) == "凡例"
    assert label(["平成12年版通信白書", "1", "（2）"]) == "1（2）"
