"""Pairs of texts that say the same thing, found in the structure of the papers: what to learn nearness from."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from ingest.chunks import FIGURE_MENTION
from ingest.events import TextKind
from ingest.reading import read_paper
from ingest.sections import Paper, Section
from ingest.sentences import sentence_spans
from ingest.sources import Source

Pair = tuple[str, str]

_SHORTEST = 60
_LONGEST = 400
_SHORTEST_SENTENCE = 15
_MOST_SENTENCES = 4
_MOST_OF_A_GROUP = 4
_NUMBERED = re.compile(r"^[0-9０-９（(）)ア-ンⅠ-Ⅹ.．\s]+")


def paper_pairs(sources: Iterable[Source]) -> dict[str, list[Pair]]:
    """Pairs by where they come from. The first text of a pair is the one that stands for a question."""
    papers = [read_paper(source) for source in sources]
    return {
        "headings": [pair for paper in papers for pair in _headings(paper)],
        "captions": [pair for paper in papers for pair in _captions(paper)],
        "sentences": [pair for paper in papers for pair in _sentences(paper)],
        "editions": list(_editions(papers)),
    }


def _paragraphs(paper: Paper) -> Iterator[tuple[Section, str]]:
    for block in paper.blocks:
        text = "".join(line.text.strip() for line in block.lines)
        if block.kind is TextKind.BODY and len(text) >= _SHORTEST:
            yield paper.sections[block.section], text[:_LONGEST]


def _headings(paper: Paper) -> Iterator[Pair]:
    """A title, with the one above it, and a paragraph under it."""
    for section, text in _paragraphs(paper):
        title = _NUMBERED.sub("", section.title)
        if len(title) > 2:
            yield title, text
            yield f"{section.above} {title}", text


def _captions(paper: Paper) -> Iterator[Pair]:
    """A figure's caption and the paragraph that names the figure."""
    captions = {}
    for block in paper.blocks:
        first = block.lines[0].text.strip() if block.lines else ""
        if block.kind is not TextKind.BODY and (found := FIGURE_MENTION.match(first)):
            captions[found[1]] = first[found.end() :].strip()
    for _, text in _paragraphs(paper):
        for found in FIGURE_MENTION.finditer(text):
            if len(caption := captions.get(found[1], "")) > 5:
                yield caption, text


def _sentences(paper: Paper) -> Iterator[Pair]:
    """A sentence and the rest of its paragraph."""
    for _, text in _paragraphs(paper):
        spans = sentence_spans(text)
        for start, end in spans[:_MOST_SENTENCES]:
            rest = text[:start] + text[end:]
            if end - start >= _SHORTEST_SENTENCE and len(rest) >= _SHORTEST:
                yield text[start:end], rest


def _editions(papers: Sequence[Paper]) -> Iterator[Pair]:
    """Paragraphs under the same title in two editions that follow each other."""
    by_title: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for paper in papers:
        seen = set()
        for section, text in _paragraphs(paper):
            if section.label not in seen and len(section.title) > 4:
                seen.add(section.label)
                by_title[section.title].append((paper.document.year or 0, text))
    for found in by_title.values():
        ordered = sorted(found)
        for (year, text), (other, later) in zip(ordered, ordered[1:], strict=False):
            if year != other:
                yield text, later


def lexicon_pairs(everyday: Path, bridge: Path) -> list[Pair]:
    """What people say and what the papers say; English and Japanese words."""
    pairs = []
    for file in (everyday, bridge):
        for line in file.read_text("utf-8").splitlines():
            said, *meant = re.split(r"[\t|]", line)
            pairs += [(said, re.sub(r":[\d.]+$", "", term)) for term in meant[:_MOST_OF_A_GROUP]]
    return pairs


def translation_pairs(english: Path, japanese: Path) -> list[Pair]:
    """Sentences in English and the same in Japanese."""
    with english.open(encoding="utf-8") as sources, japanese.open(encoding="utf-8") as targets:
        return [
            (source.strip(), target.replace(" ", "").strip()) for source, target in zip(sources, targets, strict=True)
        ]
