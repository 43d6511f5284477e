"""What of a figure's text is sure: its caption and its notes."""

from index.figures import figures_named, in_one_line, is_sure, sure_text

FIGURE = "図表1-1-1 町の電話の数\n1,200 48\n船 坂\n※ 2024年の値\n（出典）町役場「電話帳2024」"


def test_caption_and_notes_are_sure_and_the_picture_is_not() -> None:
    assert [is_sure(line, place) for place, line in enumerate(FIGURE.split("\n"))] == [True, False, False, True, True]


def test_sure_text_keeps_the_lines_as_they_stand() -> None:
    assert sure_text(FIGURE) == "図表1-1-1 町の電話の数\n※ 2024年の値\n（出典）町役場「電話帳2024」"
    assert sure_text("") == ""


def test_figure_is_named_in_any_width() -> None:
    assert figures_named("図表Ⅱ-1-2-5と図 II−1−10−3、図表1-2") == {"II-1-2-5", "II-1-10-3", "1-2"}
    assert figures_named("図を見て。図表3") == frozenset()


def test_lines_of_an_entry_go_on_or_stand_apart() -> None:
    assert in_one_line("灯台の\n明かり 2024年、\n岬の上\n（東の港）") == "灯台の明かり 2024年、岬の上 （東の港）"
