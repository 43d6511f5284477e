"""Accounting: every character of a source is in one heading, block or left-out line, and of a block in one chunk."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.chunks import chunk_paper
from ingest.cleaning import squeeze
from ingest.documents import Document, DocumentKind
from ingest.events import Line, numbered_lines
from ingest.reading import read_paper
from ingest.sections import Paper
from ingest.sources import Source

TEXTS = {
    name: (Path(__file__).parent / f"paper-{name}.txt").read_text(encoding="utf-8") for name in ("typeset", "official")
}
DOCUMENT = Document("paper", "潮見町電信白書", "令和7年版", 2025, DocumentKind.WHITE_PAPER)


def characters(texts: Iterable[str]) -> Counter[str]:
    """The characters of texts, white space aside, and how often each is there."""
    return Counter(squeeze("".join(texts)))


def accounted(paper: Paper) -> list[Line]:
    """Every line that the paper says something of, in the order of the source."""
    blocks = [line for block in paper.blocks for line in block.lines]
    left_out = [dropped.line for dropped in paper.left_out]
    return sorted([*paper.heading_lines, *blocks, *left_out], key=lambda line: line.number)


def assert_nothing_is_lost_or_doubled(text: str, paper: Paper) -> None:
    lines = [line for line in numbered_lines(text) if line.text.strip()]
    found = accounted(paper)
    cut = {line.number for line in found if line.cut}
    assert [line for line in found if not line.cut] == [line for line in lines if line.number not in cut]
    for number in cut:
        parts = [line.text for line in found if line.number == number]
        [whole] = [line.text for line in lines if line.number == number]
        assert characters(parts) == characters([whole])
    chunks = chunk_paper(paper, max_tokens=60, count_tokens=len)
    assert characters(chunk.text.removeprefix(chunk.caption) for chunk in chunks) == characters(
        line.text for block in paper.blocks for line in block.lines
    )


def assert_paper_is_accounted_for(text: str) -> None:
    assert_nothing_is_lost_or_doubled(text, read_paper(Source(DOCUMENT, text)))


@pytest.mark.parametrize("name", TEXTS)
def test_every_character_of_a_paper_is_in_one_place(name: str) -> None:
    assert_paper_is_accounted_for(TEXTS[name])


@pytest.mark.corpus
def test_every_character_of_the_real_papers_is_in_one_place(
    sources: dict[str, Source], papers: dict[str, Paper]
) -> None:
    assert len(papers) == 26
    for id, paper in papers.items():
        assert_nothing_is_lost_or_doubled(sources[id].text, paper)


# The same for papers that are cut, shuffled, or have lines doubled and lost.

PAPERS = st.sampled_from(sorted(TEXTS)).map(TEXTS.__getitem__)
LINES = PAPERS.map(lambda text: text.split("\n"))


@settings(deadline=None, max_examples=60)
@given(PAPERS, st.data())
def test_every_character_of_a_cut_paper_is_in_one_place(text: str, data: st.DataObject) -> None:
    one, other = data.draw(st.tuples(st.integers(0, len(text)), st.integers(0, len(text))))
    assert_paper_is_accounted_for(text[min(one, other) : max(one, other)])


@settings(deadline=None, max_examples=60)
@given(LINES.flatmap(st.permutations), st.sampled_from(["\n", ""]))
def test_every_character_of_a_shuffled_paper_is_in_one_place(lines: list[str], between: str) -> None:
    assert_paper_is_accounted_for(between.join(lines))


@settings(deadline=None, max_examples=60)
@given(LINES.flatmap(lambda lines: st.lists(st.sampled_from(lines), max_size=120)))
def test_every_character_of_a_paper_with_lines_doubled_and_lost_is_in_one_place(lines: list[str]) -> None:
    assert_paper_is_accounted_for("\n".join(lines))


@settings(deadline=None, max_examples=40)
@given(st.lists(st.sampled_from([line for text in TEXTS.values() for line in text.split("\n")]), max_size=120))
def test_every_character_of_two_papers_mixed_is_in_one_place(lines: list[str]) -> None:
    assert_paper_is_accounted_for("\n".join(lines))
