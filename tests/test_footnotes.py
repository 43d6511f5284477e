"""Footnotes: what is a mark of one, where a note begins, and which mark each note belongs to."""

import pytest

from ingest.documents import Document, DocumentKind
from ingest.events import Line, TextKind
from ingest.footnotes import Mark, Note, bare_marks, has_bare_numbers, marks_in, notes_of, tie
from ingest.sections import Block, Paper


def numbers_marked(text: str, *, bare: bool = False) -> list[int]:
    return [mark.number for mark in marks_in(text, line=1, bearer=0, bare=bare)]


def note(number: int | None, line: int) -> Note:
    return Note(number, 0, (Line(line, f"＊{number} 注である。"),))


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("局は12局＊1になった＊20。", [1, 20]),
        ("局は12局*3になった。", [3]),
        ("局は12局^{*4}になった。", [4]),
        ("局は12局（注5）になった。", [5]),
        ("局は12局※6になった。", [6]),
        ("局は（注）12局になった※。", []),
        ("局は12局1になった。", []),
    ],
)
def test_signed_mark_is_one_in_any_paper(text: str, numbers: list[int]) -> None:
    assert numbers_marked(text) == numbers


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("2000年には8局1をつないだ。", [1]),
        ("浜の線は五年ごとに張り替えられている2。", [2]),
        ("浜の「線」3は海を渡る。", [3]),
        ("打鍵機 4 は十年ごとに替わる。", [4]),
        ("打鍵機 5", [5]),
        ("局6、線7、船", [6, 7]),
        ("局は12局である。", []),
        ("第2の局を開いた。", []),
        ("局は 12局である。", []),
        ("1990 12 2024", []),
        ("2 局の線", []),
    ],
)
def test_bare_mark_stands_between_spaces_or_after_a_word(text: str, numbers: list[int]) -> None:
    assert bare_marks(text) == numbers
    assert numbers_marked(text, bare=True) == numbers


def test_marks_know_their_line_and_bearer() -> None:
    assert list(marks_in("局＊1と線2。", line=7, bearer=3, bare=True)) == [Mark(1, 7, 3), Mark(2, 7, 3)]


def test_notes_of_a_paper_have_their_number_section_and_lines() -> None:
    first = (Line(3, "＊1\t 臨時の局を除く。"), Line(4, "祭りの日だけ開く。"))
    rest = [
        Line(6, "（注2）浜の局。"),
        Line(7, "3　線路掛の日誌"),
        Line(8, " ※4 山の局。"),
        Line(9, "町の台帳による。"),
    ]
    blocks = [Block(0, TextKind.BODY, (Line(1, "局＊1。"),)), Block(0, TextKind.FOOTNOTE, first)]
    blocks += [Block(1, TextKind.FOOTNOTE, (line,)) for line in rest]
    document = Document("town", "町の白書", None, None, DocumentKind.TEXT)

    assert notes_of(Paper(document, (), tuple(blocks), (), ())) == [
        Note(1, 0, first),
        *(Note(number, 1, (line,)) for number, line in zip((2, 3, 4, None), rest, strict=True)),
    ]


def test_notes_have_bare_numbers_where_one_begins_with_a_digit() -> None:
    signed, bare = Note(1, 0, (Line(1, "＊1 注。"),)), Note(2, 0, (Line(2, " 2　注。"),))

    assert [has_bare_numbers(notes) for notes in ([], [signed], [signed, bare])] == [False, False, True]


def test_note_belongs_to_the_last_mark_of_its_number_before_it() -> None:
    marks = [Mark(1, 10, 0), Mark(2, 11, 1), Mark(1, 20, 2), Mark(1, 40, 3)]

    assert tie([note(1, 30)], marks) == {2: [note(1, 30)]}


def test_numbers_that_begin_anew_are_tied_in_their_own_section() -> None:
    marks = [Mark(1, 50, 2), Mark(1, 10, 0), Mark(2, 12, 1)]
    notes = [note(1, 20), note(2, 21), note(1, 60)]

    assert tie(notes, marks) == {0: [note(1, 20)], 1: [note(2, 21)], 2: [note(1, 60)]}


def test_notes_of_one_bearer_keep_their_order() -> None:
    assert tie([note(1, 5), note(2, 6)], [Mark(2, 4, 0), Mark(1, 3, 0)]) == {0: [note(1, 5), note(2, 6)]}


def test_mark_has_one_note_only() -> None:
    assert tie([note(1, 5), note(1, 6)], [Mark(1, 4, 0)]) == {0: [note(1, 5)]}


def test_note_without_a_mark_before_it_belongs_to_the_first_one_after() -> None:
    assert tie([note(1, 5)], [Mark(1, 30, 1), Mark(1, 9, 0)]) == {0: [note(1, 5)]}


@pytest.mark.parametrize(
    ("mark", "tied"),
    [(1000 - 400, True), (1000 - 401, False), (1000 + 80, True), (1000 + 81, False), (1000, True)],
)
def test_mark_is_within_400_lines_before_its_note_or_80_after(mark: int, tied: bool) -> None:
    assert tie([note(1, 1000)], [Mark(1, mark, 0)]) == ({0: [note(1, 1000)]} if tied else {})


def test_note_whose_mark_is_not_found_is_tied_to_nothing() -> None:
    assert tie([note(3, 5), note(None, 6)], [Mark(1, 4, 0)]) == {}
