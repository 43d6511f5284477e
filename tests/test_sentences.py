"""Sentences: lines joined and cut, with their place in the source and the seams in them."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.events import Line, numbered_lines
from ingest.sentences import MAX_CHARACTERS, Sentence, sentence_spans, sentences

PAPERS = [Path(__file__).parent / name for name in ("paper-typeset.txt", "paper-official.txt")]
LINES = [line for paper in PAPERS for line in paper.read_text(encoding="utf-8").split("\n") if line.strip()]


def lines(*texts: str) -> tuple[Line, ...]:
    return tuple(Line(number, text) for number, text in enumerate(texts, 1))


def test_sentences_run_over_lines_and_know_their_place():
    found = sentences(lines("局は浜にある。線は", "海を渡る。そして", "山へ登る。"))

    assert found == [
        Sentence("局は浜にある。", 1, 1),
        Sentence("線は海を渡る。", 1, 2),
        Sentence("そして山へ登る。", 2, 3),
    ]


def test_seam_is_where_the_source_has_something_else_between():
    # Lines 3 and 4 hold a footnote; the sentence goes on after it.
    found = sentences((Line(1, "局は浜に"), Line(2, "あり、夜も"), Line(5, "灯がともる。線は海を渡る。")))

    assert found == [
        Sentence("局は浜にあり、夜も灯がともる。", 1, 5, (len("局は浜にあり、夜も"),)),
        Sentence("線は海を渡る。", 5, 5),
    ]


def test_blank_lines_make_no_seam():
    text = "局は浜に\n\n\nあり、夜も\n〔絵〕\n\n灯がともる。"
    first, second, _, last = (line for line in numbered_lines(text) if line.text)

    assert sentences((first, second)) == [Sentence("局は浜にあり、夜も", 1, 4)]
    assert sentences((second, last)) == [Sentence("あり、夜も灯がともる。", 4, 7, (len("あり、夜も"),))]


def test_sentence_ends_where_a_text_is_broken():
    assert sentence_spans("局の数\n局は浜にある。") == [(0, 3), (4, 11)]


def test_line_that_was_cut_has_seams_at_both_ends():
    found = sentences((Line(1, "局は浜に"), Line(2, "あり、", cut=True), Line(3, "夜も灯がともる。")))

    assert found == [Sentence("局は浜にあり、夜も灯がともる。", 1, 3, (len("局は浜に"), len("局は浜にあり、")))]


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("「線が切れた。」と局は打った。船は戻った。", ["「線が切れた。」と局は打った。", "船は戻った。"]),
        ("「線が切れた。」船は戻った。", ["「線が切れた。」船は戻った。"]),
        ("線が切れた（1990年。嵐の年。）あとで局が増えた。", ["線が切れた（1990年。嵐の年。）あとで局が増えた。"]),
        ("線は延びたか？はい！延びた。", ["線は延びたか？", "はい！", "延びた。"]),
        ("局は12局になった。＊1線は延びた。", ["局は12局になった。＊1", "線は延びた。"]),
        ("線は延びた。）局は増えた。", ["線は延びた。）", "局は増えた。"]),
        ("終わりのない文", ["終わりのない文"]),
        ("  線は延びた。　局は増えた。 ", ["線は延びた。", "局は増えた。"]),
        ("", []),
        ("　 ", []),
    ],
)
def test_sentence_ends_at_its_mark_and_takes_what_belongs_to_it(text: str, cut: list[str]):
    assert [sentence.text for sentence in sentences(lines(text))] == cut


def test_bullet_at_the_start_of_a_line_begins_a_sentence():
    found = sentences(lines("次の線を引く", "● 浜の線", "・ 山の線", "① 川の線 ② 橋の線"))

    assert found == [
        Sentence("次の線を引く", 1, 1),
        Sentence("● 浜の線", 2, 2),
        Sentence("・ 山の線", 3, 3),
        Sentence("① 川の線 ② 橋の線", 4, 4),
    ]


def test_latin_words_at_a_line_break_keep_a_space_between():
    found = sentences(lines("局ではNew", "Morse", "式の鍵を使う。"))

    assert found == [Sentence("局ではNew Morse式の鍵を使う。", 1, 3)]


def test_bracket_that_never_closes_hides_no_more_than_the_limit():
    text = "（線は延びた。" + "線は延びた。" * 200

    assert max(len(sentence.text) for sentence in sentences(lines(text))) <= MAX_CHARACTERS
    assert "".join(sentence.text for sentence in sentences(lines(text))) == text


def test_text_without_an_end_in_sight_is_cut_between_words():
    words = "電信台帳と聞き取り、"
    found = sentences(lines(words * 100))

    assert "".join(sentence.text for sentence in found) == words * 100
    assert all(MAX_CHARACTERS - len(words) < len(s.text) <= MAX_CHARACTERS for s in found[:-1])


def test_spans_of_a_joined_text():
    text = "局は浜にある。線は海を渡る。 "

    assert [text[start:end] for start, end in sentence_spans(text)] == ["局は浜にある。", "線は海を渡る。"]


# Properties, on the lines of the hand-written papers and on any mixture of marks.

BITS = st.sampled_from(
    ["局", "線は", "。", "。」", "「", "（", "）", "！", "＊1", "● ", "New", " ", "　", "2024", "、"]
)
TEXTS = st.one_of(st.sampled_from(LINES), st.lists(BITS, min_size=1, max_size=30).map("".join))


@st.composite
def blocks(draw: st.DrawFn) -> tuple[Line, ...]:
    """Lines in order, with gaps between some and some cut."""
    number, found = 0, []
    for text in draw(st.lists(TEXTS, min_size=1, max_size=12)):
        number += draw(st.integers(1, 3))
        found.append(Line(number, text, cut=draw(st.booleans())))
    return tuple(found)


def bare(text: str) -> str:
    return "".join(text.split())


@settings(deadline=None, max_examples=150)
@given(blocks())
def test_nothing_is_lost_but_white_space_and_order_is_kept(block: tuple[Line, ...]):
    found = sentences(block)

    assert bare("".join(s.text for s in found)) == bare("".join(line.text for line in block))
    places = [(s.first_line, s.last_line) for s in found]
    assert places == sorted(places)


@settings(deadline=None, max_examples=150)
@given(blocks())
def test_every_sentence_knows_the_lines_it_stands_in(block: tuple[Line, ...]):
    numbers = [line.number for line in block]

    for sentence in sentences(block):
        assert sentence.first_line in numbers
        assert sentence.last_line in numbers
        own = bare("".join(x.text for x in block if sentence.first_line <= x.number <= sentence.last_line))
        assert bare(sentence.text) in own


@settings(deadline=None, max_examples=150)
@given(blocks())
def test_no_sentence_is_over_the_limit_and_seams_lie_inside(block: tuple[Line, ...]):
    for sentence in sentences(block):
        assert 0 < len(sentence.text) <= MAX_CHARACTERS
        assert list(sentence.seams) == sorted(sentence.seams)
        assert all(0 <= seam < len(sentence.text) for seam in sentence.seams)


@settings(deadline=None, max_examples=150)
@given(blocks())
def test_what_lies_between_seams_is_found_in_one_run_of_lines(block: tuple[Line, ...]):
    runs, run = [], ""
    for before, line in zip([None, *block], block, strict=False):
        if before and (before.cut or line.cut or line.number > before.number + 1):
            runs.append(run)
            run = ""
        run += bare(line.text)
    runs.append(run)

    for sentence in sentences(block):
        edges = [0, *sentence.seams, len(sentence.text)]
        for start, end in zip(edges, edges[1:], strict=False):
            assert any(bare(sentence.text[start:end]) in each for each in runs)


@settings(deadline=None, max_examples=20)
@given(st.text("電信の線と局は浜、", min_size=MAX_CHARACTERS, max_size=1500))
def test_long_text_is_cut_without_loss(text: str):
    found = sentences(lines(text))

    assert "".join(s.text for s in found) == text
    assert all(len(s.text) <= MAX_CHARACTERS for s in found)


@settings(deadline=None, max_examples=100)
@given(TEXTS)
def test_spans_follow_one_another_over_the_whole_text(text: str):
    spans = sentence_spans(text)

    assert bare("".join(text[start:end] for start, end in spans)) == bare(text)
    assert all(one[1] <= other[0] for one, other in zip(spans, spans[1:], strict=False))
