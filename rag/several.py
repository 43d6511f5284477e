"""What answers a question that asks for several things: a statement for each, chosen together.

A paper tells of like things in like words, in each edition and of each country. What is best for each part alone may
stand beside each other and compare nothing: 207.1万契約 in one edition, a share of 27.3% in the next.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations, product
from statistics import fmean

from index.parts import parts
from index.passages import Passage
from index.query import RECENT, Query
from ingest.calendar import names_year
from rag.asked import Asked, Idf, plain, read_asked
from rag.drafting import MAX_CHARACTERS, Piece, Place, pieces_of, place_of
from rag.numbers import amounts
from rag.ranking import Ranking, rank
from rag.saying import said
from rag.values import A_YEAR

# All of these were chosen on 748 train questions with several parts: all facts are told by a statement for each part in
# 584, when each part chose alone in 558.
# What a statement's score for the whole question counts beside that for a part of it.
_OF_WHOLE = 0.15
# What it costs to answer two parts with one statement, and what two are worth that share all their words.
_TWICE, _ALIKE = 2.5, 4.0
# Two of one edition are one that stands in two sections, where they share all their amounts and so many of their words.
_ONE, _ONE_WITHOUT_AMOUNTS = 0.7, 0.95
# What it costs to name no year where one is asked for: nothing in the edition of the year after, which tells of it,
# more in that year's own, and more in any later one; and to name other years, or to stand in an earlier edition.
_SAME_YEAR, _NO_YEAR, _OTHER_YEARS = 2.0, 4.0, 8.0
# Statements that each part may be answered with, and parts.
_CANDIDATES, _PARTS = 4, 4
_NUMBER = re.compile(r"[\d.,]+")


@dataclass(frozen=True)
class _Candidate:
    """A piece that may answer a part; `worth`: how well it does; `place`: where it stands first, if in two sections."""

    piece: Piece
    worth: float
    place: Place

    @cached_property
    def pairs(self) -> frozenset[str]:
        """The character pairs of its statement, all numbers taken for one."""
        text = _NUMBER.sub("0", plain(self.piece.statement.text))
        return frozenset(text[place : place + 2] for place in range(len(text) - 1))


def of_parts(asked: Asked, passages: Sequence[Passage], idf: Idf) -> list[Ranking]:
    """The statements for each of the things that a question asks for, ranked; none where it asks for one."""
    return [_for_part(read_asked(query, idf), asked, passages) for query in _parts(asked, passages)]


def _parts(asked: Asked, passages: Sequence[Passage]) -> list[Query]:
    """The several things that a question asks for: its halves in their order, even if the passages of both were all
    found for one of them; or the years and editions that the passages were found for."""
    searches, halves = list(dict.fromkeys(passage.query for passage in passages)), parts(asked.query.text)
    by_editions = len({query.mentions for query in searches}) > 1
    if len(halves) > 1 and (not by_editions or any(query.text in halves for query in searches)):
        return [asked.query.part(half) for half in halves]
    return searches if by_editions else []


def _for_part(part: Asked, asked: Asked, passages: Sequence[Passage]) -> Ranking:
    """The statements for one part of a question: if it is about an edition or the present, those of its edition."""
    query = part.query
    newest = max(p.chunk.section.document.year or 0 for p in passages)
    of_time = query.mentions != asked.query.mentions
    editions = query.edition_years or ((newest,) if of_time and not query.years else ())
    return rank(part, [p for p in passages if not editions or p.chunk.section.document.year in editions])


def firsts_of(ranking: Ranking, of_each: Sequence[Ranking]) -> list[Piece]:
    """The pieces that answer the parts best together, in the order of the parts."""
    candidates = _each_once([found for of_part in of_each if (found := _candidates(ranking, of_part))][:_PARTS])
    if not candidates:
        return []
    told: dict[Place, list[Piece]] = {}
    for candidate in max(product(*candidates), key=_worth):
        told.setdefault(candidate.place, []).append(candidate.piece)
    asked = ranking.evidence.asked
    return [_uncut(of_place[0], asked) if len(of_place) > 1 else of_place[0] for of_place in told.values()]


def _candidates(ranking: Ranking, of_part: Ranking) -> list[_Candidate]:
    """What may answer a part, best first, as the statements of the whole question."""
    evidence, query = ranking.evidence, of_part.evidence.asked.query
    # Where but one of several searches found anything, fewer passages were read for the whole.
    whole = {place_of(statement): number for number, statement in enumerate(evidence.statements)}
    found = []
    for piece in pieces_of(of_part):
        if (number := whole.get(piece.place)) is None:
            continue
        worth = (
            piece.score + _OF_WHOLE * float(ranking.scores[number]) - _out_of_time(piece, query, evidence.asked.query)
        )
        of_whole = replace(piece, statement=evidence.statements[number], number=number)
        found.append(_Candidate(of_whole, worth, of_whole.place))
    return sorted(found, key=lambda candidate: -candidate.worth)[:_CANDIDATES]


def _each_once(of_parts: Sequence[Sequence[_Candidate]]) -> list[list[_Candidate]]:
    """The candidates of each part; what stands in two sections has one place for all parts."""
    known: list[_Candidate] = []

    def in_one_place(candidate: _Candidate) -> _Candidate:
        same = next((other for other in known if _is_one(candidate, other)), candidate)
        known.append(same)
        return replace(candidate, place=same.place)

    return [[in_one_place(candidate) for candidate in of_part] for of_part in of_parts]


def _is_one(one: _Candidate, other: _Candidate) -> bool:
    """Whether two statements, of two sections of one edition, say the same."""
    of_one, of_other = (candidate.piece.statement for candidate in (one, other))
    if one.piece.edition != other.piece.edition:
        return False
    if of_one.passage.chunk.section.label == of_other.passage.chunk.section.label:
        return False
    told, told_there = amounts(of_one.text), amounts(of_other.text)
    return told == told_there and _alike(one, other) >= (_ONE if told else _ONE_WITHOUT_AMOUNTS)


def _out_of_time(piece: Piece, part: Query, whole: Query) -> float:
    """What it costs a piece not to name a year that its part of a question asks for, in either calendar.

    What names no year is of the years named before it, of those of the whole question, or of the edition's.
    """
    told, written = piece.statement.told, piece.statement.passage.chunk.section.document.year
    text, before = plain(told.text), plain(told.context)
    if not part.years or any(names_year(text, year, written) for year in part.years):
        return 0.0
    if A_YEAR.search(text):
        return _OTHER_YEARS
    if not written or any(names_year(before, year, written) for year in part.years):
        return 0.0
    if part.years == whole.years and written <= max(part.years) + RECENT:
        return 0.0
    if written < min(part.years):
        return _OTHER_YEARS
    if written - 1 in part.years:
        return 0.0
    return _SAME_YEAR if written in part.years else _NO_YEAR


def _worth(candidates: Sequence[_Candidate]) -> float:
    """How well candidates answer together: by what each is worth, and by how alike they are."""
    told = {candidate.place: candidate for candidate in candidates}
    alike = [_alike(one, other) for one, other in combinations(told.values(), 2)]
    twice = len(candidates) - len(told)
    return sum(candidate.worth for candidate in candidates) - _TWICE * twice + _ALIKE * fmean(alike or [0.0])


def _alike(one: _Candidate, other: _Candidate) -> float:
    """How alike two statements are, from 0 to 1: the Dice coefficient (1945) of their character pairs."""
    return 2 * len(one.pairs & other.pairs) / max(1, len(one.pairs) + len(other.pairs))


def _uncut(piece: Piece, asked: Asked) -> Piece:
    """A piece that answers several parts: as the whole question wants it, not cut down to one of them."""
    whole = replace(piece, text=said(piece.statement, asked), asked=asked)
    return whole if whole.text and whole.length <= MAX_CHARACTERS else piece
