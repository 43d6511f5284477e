"""What of a figure's text is sure: its caption and its notes."""

from index.figures import is_sure, sure_text

FIGURE = "図表1-1-1 町の電話の数\n1,200 48\n船 坂\n※ 2024年の値\n（出典）町役場「電話帳2024」"


def test_caption_and_notes_are_sure_and_the_picture_is_not() -> None:
    assert [is_sure(line, place) for place, line in enumerate(FIGURE.split("\n"))] == [True, False, False, True, True]


def test_sure_text_keeps_the_lines_as_they_stand() -> None:
    assert sure_text(FIGURE) == "図表1-1-1 町の電話の数\n※ 2024年の値\n（出典）町役場「電話帳2024」"
    assert sure_text("") == ""
