"""Chunks: whole sentences of one section, short enough to embed and long enough to understand."""

import hashlib
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from ingest.entries import read_entries
from ingest.events import Line, TextKind
from ingest.footnotes import Note, has_bare_numbers, marks_in, notes_of, tie
from ingest.grids import read_grids
from ingest.rankings import read_rankings
from ingest.sections import Paper, Section
from ingest.sentences import Sentence, ends_sentence, sentences
from ingest.shares import read_shares
from ingest.tables import Cell, read_cells
from ingest.units import with_units

TokenCounter = Callable[[str], int]

# How a paragraph ends that reads on in the next one, and how one begins that goes on with the last one, or is listed.
_READS_ON = re.compile(r"[、，（「『はがのにをでとて]\s*$")
_GOES_ON = re.compile(r"[\s　]*(?:及び|並びに|又は|若しくは|、)")
_LISTED = re.compile(r"[\s　]*(?:[●○◆◇■□・‣※＊*－–\-]|[①-⑳]|\[\d|[（(][\dア-ンa-zⅰ-ⅹivx]{1,3}[）)](?!\t))")
FIGURE_MENTION = re.compile(r"図表\s*([ⅠⅡⅢ]?[0-9０-９\-－‐]*\d)")


@dataclass(frozen=True)
class Chunk:
    """A stretch of one section's text.

    `seams` are offsets in `text` where the source has something else between: a quote that crosses
    none of them is found in the source, white space aside. `figures` are those that it shows or names.
    `cells` are a table's values with sure labels; numbers of a figure that are not there have none. `entries` is what
    a figure prints in one place, as it stands. `caption`: what a part of a figure begins with that stands over another.
    `page` is where it begins, counted from 1, if the source has pages.
    """

    id: str
    section: Section
    kind: TextKind
    text: str
    first_line: int
    last_line: int
    seams: tuple[int, ...] = ()
    figures: tuple[str, ...] = ()
    cells: tuple[Cell, ...] = ()
    entries: tuple[str, ...] = ()
    caption: str = ""
    page: int | None = None

    @property
    def columns(self) -> str:
        """The columns of its labelled values, each once: the years of a table are named far from its rows."""
        return " ".join(dict.fromkeys(cell.column for cell in self.cells))

    @property
    def of_figure(self) -> bool:
        """Whether it is what a figure or a table holds, not running text."""
        return self.kind in (TextKind.FIGURE, TextKind.TABLE)


def chunk_paper(paper: Paper, *, max_tokens: int, count_tokens: TokenCounter) -> list[Chunk]:
    """The chunks of a paper in reading order: body text and figures, each with its footnotes.

    A chunk holds at most `max_tokens`, unless one sentence alone is longer; a footnote is added to
    the chunk that bears its mark, and a figure's caption to each part of it, over that length, so that both are found
    together. A footnote without a mark is a chunk of its own.
    """
    drafts = [*_body_drafts(paper, max_tokens, count_tokens), *_figure_drafts(paper, max_tokens, count_tokens)]
    notes = notes_of(paper)
    tied = _tie(notes, drafts)
    chunks = [_chunk(paper, draft, tied.get(place, [])) for place, draft in enumerate(drafts)]
    found = {id(note) for of_one in tied.values() for note in of_one}
    for note in notes:
        if id(note) not in found:
            groups = _groups(sentences(note.lines), max_tokens, count_tokens)
            chunks.extend(_chunk(paper, _Draft(note.section, TextKind.FOOTNOTE, group), []) for group in groups)
    return sorted(chunks, key=lambda chunk: (chunk.first_line, chunk.last_line))


@dataclass(frozen=True)
class _Draft:
    """A chunk to be, before its footnotes are added. `caption`: that of a figure which began in another chunk."""

    section: int
    kind: TextKind
    sentences: Sequence[Sentence]
    cells: tuple[Cell, ...] = ()
    entries: tuple[str, ...] = ()
    caption: Sentence | None = None


def _body_drafts(paper: Paper, max_tokens: int, count: TokenCounter) -> Iterator[_Draft]:
    """Of each section's body its paragraphs together: one is often too short to stand alone."""
    body = (block for block in paper.blocks if block.kind is TextKind.BODY)
    for section, blocks in groupby(body, key=lambda block: block.section):
        for group in _groups(list(_sentences(block.lines for block in blocks)), max_tokens, count):
            yield _Draft(section, TextKind.BODY, group)


def _sentences(paragraphs: Iterable[Sequence[Line]]) -> Iterator[Sentence]:
    """The sentences of paragraphs; one that was not ended, a heading or a label, does not run into the next."""
    for number, lines in enumerate(_whole(paragraphs)):
        for place, sentence in enumerate(sentences(tuple(lines))):
            yield replace(sentence, opens=number > 0 and place == 0)


def _whole(paragraphs: Iterable[Sequence[Line]]) -> Iterator[Sequence[Line]]:
    """The paragraphs, those put together that read on or list what was announced."""
    whole: list[Line] = []
    for lines in paragraphs:
        first = lines[0].text
        if whole and not (_READS_ON.search(whole[-1].text) or _GOES_ON.match(first) or _LISTED.match(first)):
            yield whole
            whole = []
        whole.extend(lines)
    if whole:
        yield whole


def _figure_drafts(paper: Paper, max_tokens: int, count: TokenCounter) -> Iterator[_Draft]:
    """Figures: under their caption what text the picture held, line by line, and what is sure of it."""
    text_of = _body_of(paper)
    for block in paper.blocks:
        if block.kind is not TextKind.FIGURE:
            continue
        told = text_of.get(block.section, "")
        cells = with_units(_cells(block.lines, told), told)
        entries = read_entries(block.lines, cells)
        rows = [_row(line, before) for line, before in zip(block.lines, (None, *block.lines), strict=False)]
        caption = rows[0]
        for number, group in enumerate(_groups(_of_one_label(rows, cells), max_tokens, count)):
            text = "\n".join(row.text for row in group)
            own = tuple(cell for cell in cells if cell.quote in text)
            printed = tuple(entry for entry in entries if entry in text)
            kind = TextKind.TABLE if own else TextKind.FIGURE
            yield _Draft(block.section, kind, group, own, printed, caption if number else None)


def _of_one_label(rows: Sequence[Sentence], cells: Sequence[Cell]) -> list[Sentence]:
    """A figure's lines, those put together whose values are of the same rows, in one year after the other."""
    labels: dict[str, set[str]] = defaultdict(set)
    for cell in cells:
        labels[cell.quote].add(cell.row)
    together: list[Sentence] = []
    for row in rows:
        last = together[-1] if together else None
        if last and labels[row.text] and labels[row.text] == labels[last.text.rpartition("\n")[2]]:
            seams = (*last.seams, *(len(last.text) + 1 + seam for seam in row.seams))
            together[-1] = Sentence(f"{last.text}\n{row.text}", last.first_line, row.last_line, seams)
        else:
            together.append(row)
    return together


def _cells(lines: Sequence[Line], text: str) -> list[Cell]:
    """The labelled values of a figure, read as what it can be read as; `text`: that of its section."""
    return read_cells(lines) or read_shares(lines) or read_rankings(lines) or read_grids(lines, text)


def _body_of(paper: Paper) -> dict[int, str]:
    """The running text of each section, by its place."""
    texts: dict[int, str] = defaultdict(str)
    for block in paper.blocks:
        if block.kind is TextKind.BODY:
            texts[block.section] += "".join(line.text for line in block.lines)
    return texts


def _row(line: Line, before: Line | None) -> Sentence:
    """A line of a figure as it stands; a seam before it where its source line holds something else."""
    parted = line.cut or bool(before and before.cut)
    return Sentence(line.text.strip(), line.number, line.number, (0,) if parted else ())


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


def _tie(notes: Sequence[Note], drafts: Sequence[_Draft]) -> dict[int, list[Note]]:
    """The notes of each draft, by its place."""
    bare = has_bare_numbers(notes)
    marks = [
        mark
        for place, draft in enumerate(drafts)
        for sentence in draft.sentences
        for mark in marks_in(sentence.text, line=sentence.last_line, bearer=place, bare=bare)
    ]
    return tie(notes, marks)


def _chunk(paper: Paper, draft: _Draft, notes: Sequence[Note]) -> Chunk:
    section = paper.sections[draft.section]
    units = [draft.sentences, *(sentences(note.lines) for note in notes)]
    parts = [part for unit in units for part in unit]
    head = [[draft.caption]] if draft.caption else []
    text, seams = _put_together([*head, *units], in_lines=draft.kind not in (TextKind.BODY, TextKind.FOOTNOTE))
    figures = tuple(dict.fromkeys(f"図表{mention[1]}" for mention in FIGURE_MENTION.finditer(text)))
    first_line = min(part.first_line for part in parts)
    return Chunk(
        id=_identity(section, text),
        section=section,
        kind=draft.kind,
        text=text,
        first_line=first_line,
        last_line=max(part.last_line for part in parts),
        seams=seams,
        figures=figures,
        cells=draft.cells,
        entries=draft.entries,
        caption=draft.caption.text if draft.caption else "",
        page=bisect_right(paper.page_starts, first_line) or None,
    )


def _put_together(units: Sequence[Sequence[Sentence]], *, in_lines: bool) -> tuple[str, tuple[int, ...]]:
    """The units as one text, and the offsets at which the source has something else between their parts.

    Each part has a line of its own, or at least what follows one without an end.
    """
    text = ""
    seams: set[int] = set()
    for unit in units:
        before: Sentence | None = None
        for part in unit:
            broken = in_lines or (before is None or part.opens) and not ends_sentence(text)
            text += "\n" if text and broken else ""
            if before is None or before.cut or not part.follows(before.last_line):
                seams.add(len(text))
            seams.update(len(text) + seam for seam in part.seams)
            text, before = text + part.text, part
    return text, tuple(sorted(seams - {0}))


def _identity(section: Section, text: str) -> str:
    """The same text in the same section keeps its id from run to run."""
    content = "\0".join((section.document.id, section.label, text))
    return hashlib.sha256(content.encode()).hexdigest()[:16]
