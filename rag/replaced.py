"""What a follow-up replaces in the questions before it.

Years, ages, places and the like by another of their sort. A company or product by another one, if the follow-up is
about no other thing. A term by the one that stands in its place: before the same noun (タイムスタンプの認定制度,
eシールの認定制度), of the same kind by its last character (中級, 準上級), or what a question begins with, if the
follow-up says that it is about something else (「じゃあeシールのほうは？」). 「そのうち」 and other words
that point back narrow, and replace no thing.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import pairwise

from index.meanings import vectors_of
from index.words import words
from ingest.sentences import sentence_spans
from rag.named import MEASURES, Named, Sort, keeps_edition, named, named_terms

# Sorts that any follow-up replaces by naming another one.
_ALWAYS = frozenset(Sort) - {Sort.MAKE, Sort.TERM}
_CONTRAST = re.compile(
    r"の(?:方|ほう)(?:は|だと|では|の|も)|^.{1,12}(?:だと|なら)|^(?:それ)?じゃあ|^では、|^and\b|^(?:what|how) about\b",
    re.IGNORECASE,
)
_THAT = re.compile(r"そ[のれ]|(?<!ど)こ[のれ]|\b(?:it|its|they|their|them|that|those|these)\b", re.IGNORECASE)
_REACHES = re.compile(r"[前後]までは?|since|until", re.IGNORECASE)
_LINKS = re.compile(r"の(?:(?:方|ほう)の)?")
# What is left behind when the words before it are taken out.
_PARTICLE = re.compile(r"(?:の(?:方|ほう)|では|には|とは|との|は|が|を|に|と|で|の)?[、,]?\s*")
# What is spoken of a part of: コンテンツ市場のうち, 全体の中で.
_WHOLE = re.compile(r"の(?:うち|内|中[でのは、])")
# Asks no more than for another thing: ネットは？ after 新聞を信頼する人は？
_ONLY_NAMES = re.compile(r"^[^、。？?ぁ-ん]{1,12}(?:の(?:ほう|方))?は[？?]")
_OF_A_KIND = 0.45
_ASKS = re.compile("[？?]|か。|何|いく[つら]|いつ|どこ|ど[れのう]")
_KANJI = re.compile(r"[一-龥]")
_KATAKANA = re.compile(r"[ァ-ヴA-Za-z]")


def is_contrast(question: str) -> bool:
    """Whether a question says that it is about another thing than the one before it."""
    return bool(_CONTRAST.search(question))


def replaced(question: str, earlier: Sequence[str]) -> list[str]:
    """The earlier questions, newest first, without what the question or one that came after them names instead."""
    lines: list[str] = []
    in_its_place: list[Named] = []
    for place, text in enumerate(earlier):
        of_same_sort = [one for new in (question, *earlier[:place]) for one in _of_same_sort(new, text)]
        # The term in the place of this one stands in the newest question that has any, or in the next one, if that
        # names no more than a thing.
        here = [*_before_same_noun(question, text)]
        if not here and not in_its_place:
            here = _counterpart(question, text)
        elif not here and _ONLY_NAMES.match(earlier[place - 1]):
            here = _counterpart(earlier[place - 1], text)
        in_its_place += here
        lines.append(_without(text, [*of_same_sort, *here]))
    return lines


def _of_same_sort(new: str, old: str) -> Iterator[Named]:
    """What an older question names of the sorts that a newer one names, but for what both name."""
    now = named(new)
    kept = {one.words for one in now}
    sorts = {one.sort for one in now} & (_ALWAYS | ({Sort.MAKE} if _about_a_make(new, old) else set()))
    if _THAT.search(new):
        sorts -= {Sort.PLACE, Sort.ORDINAL, Sort.RANK}
    if _REACHES.search(new):
        sorts -= {Sort.YEAR}
    stays = keeps_edition(new, old)
    found = (one for one in named(old) if one.sort in sorts and one.words not in kept)
    return (one for one in found if not (stays and one.words.endswith("版")))


def _about_a_make(question: str, old: str) -> bool:
    """Whether a question is about a company or a product, and tells no other thing of it than an older one does."""
    if _THAT.search(question):
        return False
    told = {term.words for term in named_terms(question)} - MEASURES
    return is_contrast(question) or not told - {term.words for term in named_terms(old)}


def _before_same_noun(question: str, old: str) -> Iterator[Named]:
    """Terms that stand before a noun before which the question has another term: スマホの利用率, ラジオの利用率."""
    before = {head.words: term.words for term, head in _linked(question) if term.sort is Sort.TERM}
    for term, head in _linked(old):
        if head.words in before and term.sort is Sort.TERM and before[head.words] != term.words:
            yield term


def _linked(text: str) -> Iterator[tuple[Named, Named]]:
    """Two things of which the first belongs to the second: AのB."""
    for first, second in pairwise(sorted([*named(text), *named_terms(text)], key=lambda one: one.start)):
        if _LINKS.fullmatch(text[first.end : second.start]):
            yield first, second


def _counterpart(question: str, old: str) -> list[Named]:
    """What an older question has where this one has a term, if that is all that this one is about; at most one."""
    asked = [term for term in named_terms(question) if term.words not in MEASURES]
    if len(asked) != 1 or _THAT.search(question) or asked[0].words in old:
        return []
    term, candidates = asked[0].words, [one for one in named_terms(old) if one.words not in MEASURES]
    start, end = _asking(old)
    candidates = [one for one in candidates if start <= one.start < end] or candidates
    alike = [like for one in candidates for like in _alike(one, term[-1])]
    if not alike and _ONLY_NAMES.match(question):
        likest = max(candidates, key=partial(_likeness, term), default=None)
        alike = [likest] if likest and _likeness(term, likest) >= _OF_A_KIND else []
    if alike or not is_contrast(question) or any(one.sort is not Sort.YEAR for one in named(question)):
        return alike[:1]
    candidates = [one for one in candidates if not _WHOLE.match(old, one.end)] or candidates
    quoted = [one for one in candidates if old[one.start - 1 : one.start] == "「"]
    makes = [one for one in named(old) if one.sort is Sort.MAKE] if _KATAKANA.search(term) else []
    return (quoted or makes or candidates)[:1]


def _asking(text: str) -> tuple[int, int]:
    """Start and end of the last sentence of a text that asks for something; of all of it where none does."""
    asking = [(start, end) for start, end in sentence_spans(text) if _ASKS.search(text[start:end])]
    return asking[-1] if asking else (0, len(text))


def _likeness(term: str, other: Named) -> float:
    """How alike two terms are in meaning: the cosine of their nearest words, 0 where these are not known."""
    one, two = (vectors_of(words(text)) for text in (term, other.words))
    return float((one @ two.T).max()) if len(one) and len(two) else 0.0


def _alike(term: Named, last: str) -> Iterator[Named]:
    """The part of a term that ends with the same Chinese character as another: 中級 of 中級コース, for 準上級."""
    if _KANJI.match(last) and (found := re.search(rf"[一-龥]+{last}", term.words)):
        yield Named(term.sort, found[0], term.start + found.start(), term.start + found.end())


def _without(text: str, taken: Iterable[Named]) -> str:
    """A text without these words, and without the particles that belonged to them."""
    kept, end = "", 0
    for one in sorted(taken, key=lambda one: (one.start, -one.end)):
        if one.start >= end:
            kept += f"{text[end : one.start]} "
            after = _PARTICLE.match(text, one.end)
            end = after.end() if after else one.end
    return " ".join((kept + text[end:]).replace("「 」", " ").split())
