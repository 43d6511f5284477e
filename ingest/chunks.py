"""Chunks: whole sentences of one section, short enough to embed and long enough to understand."""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ingest.events import Line, TextKind
from ingest.sections import Block, Paper, Section
from ingest.sentences import Sentence, sentences

TokenCounter = Callable[[str], int]

_FOOTNOTE_MARK = re.compile(r"(?:[＊*]|（注)(\d+)")
_FIGURE_MENTION = re.compile(r"図表\s*([ⅠⅡⅢ]?[0-9０-９\-－‐]*\d)")


@dataclass(frozen=True)
class Chunk:
    """A stretch of one section's text.

    `seams` are offsets in `text` where the source has something else between: a quote that crosses
    none of them is found in the source, white space aside. `figures` are those that it shows or names.
    """

    id: str
    section: Section
    kind: TextKind
    text: str
    first_line: int
    last_line: int
    seams: tuple[int, ...] = ()
    figures: tuple[str, ...] = ()


def chunk_paper(paper: Paper, *, max_tokens: int, count_tokens: TokenCounter) -> list[Chunk]:
    """The chunks of a paper in reading order: body text with its footnotes, and figures.

    A chunk holds at most `max_tokens`, unless one sentence alone is longer; a footnote is added to
    the chunk that bears its mark, over that length, so that both are found together.
    """
    notes = _footnotes(paper)
    tied: set[tuple[int, int]] = set()
    chunks = []
    for block in _body(paper):
        for group in _groups(sentences(block.lines), max_tokens, count_tokens):
            marked = [note for s in group for note in _notes_of(s, block.section, notes) if note not in tied]
            tied.update(marked)
            chunks.append(_chunk(paper, block, [*group, *(s for note in marked for s in notes[note])]))
    chunks.extend(_figure_chunks(paper, max_tokens, count_tokens))
    for key, note in notes.items():
        if key not in tied:
            block = Block(key[0], TextKind.FOOTNOTE, ())
            chunks.extend(_chunk(paper, block, group) for group in _groups(note, max_tokens, count_tokens))
    return sorted(chunks, key=lambda chunk: (chunk.first_line, chunk.last_line))


def _body(paper: Paper) -> Iterator[Block]:
    """Body blocks, those of one section put together: a paragraph is often too short to stand alone."""
    lines: list[Line] = []
    section: int | None = None
    for block in paper.blocks:
        if block.kind is not TextKind.BODY:
            continue
        if section is not None and block.section != section:
            yield Block(section, TextKind.BODY, tuple(lines))
            lines = []
        section = block.section
        lines.extend(block.lines)
    if section is not None:
        yield Block(section, TextKind.BODY, tuple(lines))


def _groups(found: list[Sentence], max_tokens: int, count: TokenCounter) -> Iterator[list[Sentence]]:
    """Neighbouring sentences in groups of about the same length, none over the limit."""
    sizes = [count(sentence.text) for sentence in found]
    whole = sum(sizes)
    share = whole / max(1, -(-whole // max_tokens))
    group: list[Sentence] = []
    size = 0
    for sentence, length in zip(found, sizes, strict=True):
        full = size + length > max_tokens or size >= share
        if group and full:
            yield group
            group, size = [], 0
        group.append(sentence)
        size += length
    if group:
        yield group


# Footnotes count anew in every 節, so a note belongs to the nearest mark of its number.


def _footnotes(paper: Paper) -> dict[tuple[int, int], list[Sentence]]:
    """The sentences of each footnote, by the place of its section and its number."""
    notes: dict[tuple[int, int], list[Sentence]] = {}
    for place, block in enumerate(paper.blocks):
        if block.kind is not TextKind.FOOTNOTE:
            continue
        number = re.match(r"\D{0,3}(\d+)", block.lines[0].text)
        key = (block.section, int(number[1]) if number else -place)
        notes[key if key not in notes else (block.section, -place)] = sentences(block.lines)
    return notes


def _notes_of(
    sentence: Sentence, section: int, notes: dict[tuple[int, int], list[Sentence]]
) -> Iterator[tuple[int, int]]:
    """Keys of the footnotes that a sentence bears the mark of, in this section or one of the next two."""
    for mark in _FOOTNOTE_MARK.finditer(sentence.text):
        for nearby in (section, section + 1, section + 2):
            key = (nearby, int(mark[1]))
            if key in notes and notes[key][0].first_line >= sentence.first_line:
                yield key
                break


def _figure_chunks(paper: Paper, max_tokens: int, count: TokenCounter) -> Iterator[Chunk]:
    """A chunk for each figure: its caption and what text the picture held, as found."""
    for block in paper.blocks:
        if block.kind is TextKind.FIGURE and block.lines[0].text.strip().startswith("図表"):
            for group in _groups(sentences(block.lines), max_tokens, count):
                yield _chunk(paper, block, group)


def _chunk(paper: Paper, block: Block, group: Iterable[Sentence]) -> Chunk:
    section = paper.sections[block.section]
    text, seams = "", []
    group = list(group)
    for before, sentence in zip([group[0], *group], group, strict=False):
        if sentence.first_line not in (before.last_line, before.last_line + 1):
            seams.append(len(text))
        seams.extend(len(text) + seam for seam in sentence.seams)
        text += sentence.text
    seams = sorted(set(seams) - {0})
    figures = tuple(dict.fromkeys(f"図表{mention[1]}" for mention in _FIGURE_MENTION.finditer(text)))
    return Chunk(
        id=_identity(section, text),
        section=section,
        kind=block.kind,
        text=text,
        first_line=min(s.first_line for s in group),
        last_line=max(s.last_line for s in group),
        seams=tuple(seams),
        figures=figures,
    )


def _identity(section: Section, text: str) -> str:
    """The same text in the same section keeps its id from run to run."""
    content = "\0".join((section.document.id, section.label, text))
    return hashlib.sha256(content.encode()).hexdigest()[:16]
