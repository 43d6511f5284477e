"""Check a drafted answer against its passages, and give each statement its citation.

A draft is text with marks like [2] that name passages by rank. A statement survives only if it is
marked, its marks name passages that were given, and each of its numbers stands, in the same scale, in a passage it
cites.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index.figures import in_one_line, sure_text, without_sample
from index.passages import Passage
from ingest.calendar import era_year
from ingest.chunks import FIGURE_MENTION
from ingest.cleaning import squeeze, strip_marks
from ingest.sentences import sentence_spans
from rag.answers import Citation
from rag.asked import plain
from rag.numbers import MARK, amounts, numbers
from rag.saying import printed

_MARK = re.compile(rf"\s{{0,4}}{MARK.pattern}")
_MARKS_AFTER_END = re.compile(r"([。！？!?.])((?:\s{0,4}\[\d{1,3}\])+)")
_STATEMENT = re.compile(r".+?(?:[。！？!?\n]+[」』）]*|\.(?=\s|$)|$)", re.DOTALL)
# Brackets, and what goes on after a quotation's closing one; a full stop inside such brackets ends no statement.
_CLOSES = {"）": "（", ")": "(", "」": "「", "』": "『"}
_GOES_ON = re.compile(r"[）)]+(?=[^\s\[。])|[」』]+(?=[とのをはがにでやもへ等、]|など|から|まで)")
_FULL_STOPS = re.compile(r"[。！？!?.]")
_ADDRESS = re.compile(r"https?://[!-~]+")
# What an answer says beside a statement: which edition speaks, and what is meant by a word.
_BESIDE = re.compile(
    r"^(?:[^、。]{1,16}版(?:によると|では)、|According to the \d{4} edition(?: \([^()]{1,16}\))?: )|〔[^〕]{1,60}〕"
)
# A section's label, or the beginning of one, and how an edition may be called; both in plain characters.
_LABEL = re.compile(r"(?:第[0-9I]+[部章節]){1,3}[0-9]*(?![0-9,.])(?:\([0-9]+\))?")
_EDITION = (
    r"(?:{era}|{year}年?)(?:\({year}年?\))?(?:版|\s?の?(?:情報通信)?白書|\s(?:edition|white paper))"
    r"|(?:white paper|白書)[\s(]{{1,2}}{year}年?\)?"
)
_JAPANESE = re.compile(r"[ぁ-ヺ㐀-鿿]")
# One in so many letters is Japanese in a text that is.
_JAPANESE_SHARE = 3
# A statement in Japanese that shares fewer of its character pairs with what it cites says something else.
_LEAST_OVERLAP = 0.15


@dataclass(frozen=True)
class Checked:
    """What is left of a draft. `dropped` counts the statements that no passage supported."""

    text: str
    citations: tuple[Citation, ...]
    dropped: int


NOTHING = Checked("", (), 0)


def check(draft: str, passages: Sequence[Passage], *, english: bool = False) -> Checked:
    """Keep the supported statements of a draft, and number their citations from 1 in order of use.

    `english`: whether the question is, so that the answer need not be in the paper's words.
    """
    kept: list[str] = []
    citations: list[Citation] = []
    dropped = 0
    for statement, marks in _statements(draft):
        cited = [passages[number - 1] for number in marks if 1 <= number <= len(passages)]
        found = [citation for passage in cited if (citation := _support(statement, passage, english=english))]
        if not found or _unsupported(statement, [citation.passage for citation in found]):
            dropped += 1
            continue
        kept.append(_with_marks(statement, [_number(citation, citations) for citation in found]))
    return Checked("".join(kept).strip(), tuple(citations), dropped)


def _statements(draft: str) -> Iterator[tuple[str, list[int]]]:
    """Each statement without its marks, and the marks, whether they stand before or after its full stop."""
    draft = _MARKS_AFTER_END.sub(r"\2\1", draft)
    for found in _STATEMENT.finditer(_without_inner_stops(draft)):
        piece = draft[found.start() : found.end()]
        marks = [int(mark) for mark in _MARK.findall(piece)]
        statement = _MARK.sub("", piece)
        if any(character.isalnum() for character in statement):
            yield statement, list(dict.fromkeys(marks))


def _without_inner_stops(draft: str) -> str:
    """The draft, character for character, with something else for the full stops inside addresses and brackets."""
    draft = _ADDRESS.sub(lambda found: _FULL_STOPS.sub("、", found[0]), draft)
    opened: list[int] = []
    for place, character in enumerate(draft):
        if character == "\n":
            opened.clear()
        elif character in _CLOSES.values():
            opened.append(place)
        elif opened and _CLOSES.get(character) == draft[opened[-1]]:
            start = opened.pop()
            if _GOES_ON.match(draft, place):
                draft = draft[:start] + _FULL_STOPS.sub("、", draft[start:place]) + draft[place:]
    return draft


def _support(statement: str, passage: Passage, *, english: bool) -> Citation | None:
    """The citation of a passage for a statement, with the quote that says it; None if it does not."""
    quotes = list(_quotes(passage))
    if not quotes:
        return None
    best = (
        _row_of(statement, passage)
        or _entry_of(statement, passage)
        or max(quotes, key=lambda quote: _closeness(statement, quote))
    )
    in_its_words = _is_japanese(_BESIDE.sub("", statement)) or not english
    if in_its_words and _overlap(statement, passage.chunk.text) < _LEAST_OVERLAP:
        return None
    figure = FIGURE_MENTION.search(best) or FIGURE_MENTION.search(statement)
    return Citation(0, passage.chunk.section, f"図表{figure[1]}" if figure else None, best, passage)


def _row_of(statement: str, passage: Passage) -> str | None:
    """The row of the passage's table that holds the labelled value that the statement says, if it says one."""
    said = [
        cell
        for cell in passage.chunk.cells
        if without_sample(cell.row) in statement
        and without_sample(cell.column) in statement
        and numbers(cell.value) <= numbers(statement)
    ]
    return max(said, key=lambda cell: len(cell.row)).quote if said else None


def _entry_of(statement: str, passage: Passage) -> str | None:
    """What the passage's figure prints in one place, if the statement says it."""
    bare = squeeze(statement)
    said = [entry for entry in passage.chunk.entries if (text := squeeze(printed(entry))) and text in bare]
    return max(said, key=len, default=None)


def _quotes(passage: Passage) -> Iterator[str]:
    """The sentences of a passage, or the lines of its table, cut where the source has something else between."""
    text = passage.chunk.text
    for start, end in sentence_spans(text):
        cuts = [start, *(seam for seam in passage.chunk.seams if start < seam < end), end]
        for left, right in zip(cuts, cuts[1:], strict=False):
            if quote := text[left:right].strip():
                yield quote


def _closeness(statement: str, quote: str) -> tuple[int, float]:
    """How well a quote says a statement: by the numbers that both hold, those of figures and footnotes aside, then by
    the words."""
    statement = _BESIDE.sub("", statement)
    said, quoted = (numbers(strip_marks(FIGURE_MENTION.sub("", text))) for text in (statement, quote))
    return len(said & quoted), _overlap(statement, quote)


def _overlap(statement: str, text: str) -> float:
    """The share of the statement's character pairs that the text has too."""
    pairs = _pairs(statement)
    return len(pairs & _pairs(text)) / len(pairs) if pairs else 0.0


def _pairs(text: str) -> set[str]:
    bare = "".join(text.split())
    return {bare[place : place + 2] for place in range(len(bare) - 1)}


def _unsupported(statement: str, cited: Sequence[Passage]) -> set[str]:
    """The numbers of a statement, and the addresses, that stand in none of the passages that it cites."""
    bare, told = _without_names(statement, cited), [_told(passage) for passage in cited]
    # Another language writes a number in another scale.
    read = amounts if _is_japanese(bare) else numbers
    known = {number for text in told for number in read(text)}
    known |= {number.removeprefix("-") for number in known}
    there = "".join("".join(text.split()) for text in told)
    return (read(bare) - known) | {address for address in _addresses(statement) if address not in there}


def _is_japanese(statement: str) -> bool:
    """Whether a statement is in Japanese, not just one of its words."""
    letters = sum(character.isalpha() for character in statement)
    return _JAPANESE_SHARE * len(_JAPANESE.findall(statement)) > letters


def _addresses(statement: str) -> Iterator[str]:
    """The addresses of a statement, without the punctuation after them."""
    return (address.rstrip(".,;:)]>\"'") for address in _ADDRESS.findall(statement))


def _without_names(statement: str, cited: Sequence[Passage]) -> str:
    """A statement without what names the editions, the sections and the figures that it cites."""
    told = plain("".join(passage.chunk.text for passage in cited))
    statement = plain(FIGURE_MENTION.sub(lambda found: "" if plain(found[0]) in told else found[0], statement))
    for section in dict.fromkeys(passage.chunk.section for passage in cited):
        label = plain(section.label)
        if label.isdecimal():
            # The label of a section without a chapter, 1, is a number in other places.
            statement = re.sub(rf"(?<=版)\s*{label}(?=[\s「])", "", statement)
        if year := section.document.year:
            statement = re.sub(_EDITION.format(year=year, era=era_year(year)), "", statement, flags=re.IGNORECASE)
        names = [label, *(part for part in _LABEL.findall(statement) if part in label)]
        for name in names if label and not label.isdecimal() else []:
            statement = statement.replace(name, "")
    return statement


def _told(passage: Passage) -> str:
    """What a statement that cites the passage may take its numbers from.

    Of a picture only its caption and notes count, what it prints in one place, and of a table the labelled values:
    nobody knows what the other numbers are values of.
    """
    chunk, text = passage.chunk, passage.chunk.text
    if chunk.of_figure:
        text = " ".join([sure_text(text), *(cell.text for cell in chunk.cells), *map(in_one_line, chunk.entries)])
    return f"{chunk.section.title} {chunk.section.above} {strip_marks(FIGURE_MENTION.sub('', text))}"


def _number(citation: Citation, citations: list[Citation]) -> int:
    """The number of this citation: the one it has already, or the next."""
    for other in citations:
        if other.quote == citation.quote and other.section == citation.section:
            return other.number
    citations.append(replace(citation, number=len(citations) + 1))
    return len(citations)


def _with_marks(statement: str, marks: list[int]) -> str:
    """The statement with its marks before the full stop's white space, after the full stop."""
    body = statement.rstrip()
    return body + "".join(f"[{mark}]" for mark in dict.fromkeys(marks)) + (" " if body.endswith(".") else "")
