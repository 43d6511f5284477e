"""Cut a long statement down to the clauses that answer; what is left stands as it stood, but for its last ending.

A clause that goes on is closed: …しており becomes …している, …であり …である. Numbers and names are never touched.
"""

import re
from collections.abc import Iterator, Sequence

from index.facts import FactKind
from ingest.words import morphemes
from rag.asked import Asked
from rag.statements import held, spoken
from rag.values import AMOUNTS, sure_value

# Shorter statements are said whole.
_LONG = 50
_SHORTEST = 18
_BRACKETS = {"（": 1, "(": 1, "「": 1, "『": 1, "〈": 1, "）": -1, ")": -1, "」": -1, "』": -1, "〉": -1}
_WHOLE = FactKind.REASON.bit | FactKind.MEANING.bit
# What may be lost of the question's words by cutting.
_LOST = 0.02
# What joins a finished clause to the next one, and is left out at the end.
_JOINS = re.compile(r"(?<=[るたいだうくすむつ])(?:が|ものの|一方で?|ほか|とともに|と同時に|中で?)$")
# A clause may also end in an amount; a list of things goes on after one.
_AMOUNT_END = re.compile(r"(?:\d[^\s、ぁ-ん]{0,4}|[%％]|増|減)[）)]?$")
_SHARED_END = re.compile(r"それぞれ|順に|いずれも")
# What joins a sentence to the one before it.
OPENS_WITH = re.compile(
    r"^(?:(?:例えば|たとえば|また|その?一方で?|なお|さらに|更に|加えて|その上で|このうち|具体的には|ただし|しかし|他方で?|特に"
    r"|今後も?|この(?:ため|ほか|ような(?:中|背景の下|状況の中))|そのため|そこで|こうした(?:中|状況を踏まえ)|これ(?:を踏まえ|に対して|に加え))、)+"
)
# The topic of a sentence, and a clause that has one of its own.
_TOPIC = re.compile(r"[^、。]{2,50}?は、")
_HAS_TOPIC = re.compile(r"^[^。]{1,60}?(?<![にでとへ])(?:は|が)(?![あいっくけ])")
# A clause that only leads to the next one.
_LEADS = re.compile(
    r"(?:ば|ると|たところ|に(?:つい|関し|対し|おい|よ)[てり]|は|も|年|月|年度|末|以降|以来|まで|時点|頃|ため|から|ので|場合"
    r"|に(?:対し|伴い|向け|加え|応じ|基づき|関し|際し|わたり|かけ)|を(?:踏まえ|受け|通じ|目指し|含め|始め)|と比べ)$"
)
# Where a text that is too long may be cut.
_SEAM = re.compile(r"(?<=[。、])|(?=[●※①-⑳])")
_CLOSED = {"おり": "いる", "であり": "である", "なり": "なる"}


def trimmed(text: str, asked: Asked) -> str:
    """The shortest run of clauses that holds all that the text holds of the question, and the value that is asked for.

    Where no value is asked for, nobody knows which clause answers: only what comes before is cut, if it holds nothing
    of the question. Reasons and definitions need the whole; a follow-up or a question in English says too little of
    what it asks in the paper's words.
    """
    if len(text) <= _LONG or asked.several or asked.kinds & _WHOLE or asked.query.context or asked.english:
        return text
    value, least = sure_value(asked, text) if asked.kinds & AMOUNTS else None, _held(text, asked) - _LOST
    if value is None and asked.kinds & AMOUNTS:
        return text
    kept = (part for part in _runs(text) if _held(part, asked) >= least)
    answers = (part for part in kept if (value.text in part if value else text.endswith(part)))
    return min(answers, key=len, default=text)


def excerpt(text: str, asked: Asked, longest: int) -> str:
    """The text, or where it is longer than so many characters the run of its parts that holds most of the question."""
    if len(text) <= longest:
        return text
    places = [0, *(seam.start() for seam in _SEAM.finditer(text) if seam.start()), len(text)]
    ends = (max(place for place in places if place <= start + longest) for start in places)
    runs = (text[start:end].strip("、") for start, end in zip(places, ends, strict=True))
    return max(runs, key=lambda run: (_held(run, asked), len(run)))


def _runs(text: str) -> Iterator[str]:
    """The runs of whole clauses that may stand alone, with the sentence's topic where they have none of their own."""
    places = [0, *_commas(text), len(text)]
    topic = found[0] if (found := _TOPIC.match(text)) else None
    for start in places[:-1]:
        if start and not _finished(text[:start]):
            continue
        begins = OPENS_WITH.sub("", text[start:])
        borrowed = "" if not start or _HAS_TOPIC.match(begins) else topic
        if borrowed is None:
            continue
        for end in (place for place in places if place > start):
            run = _closed(text[len(text) - len(begins) : end].strip("、"), last=end == len(text))
            if len(run) >= _SHORTEST:
                yield f"{borrowed}{run}"


def _commas(text: str) -> Sequence[int]:
    """The places after commas that stand in no brackets."""
    places, depth = [], 0
    for place, character in enumerate(text):
        depth = max(0, depth + _BRACKETS.get(character, 0))
        if character == "、" and not depth:
            places.append(place + 1)
    return places


def _finished(before: str) -> bool:
    """Whether what stands before a comma is a clause by itself, after which a new one may begin."""
    return bool(_closed(before.rstrip("、"), last=False))


def _closed(clause: str, *, last: bool) -> str:
    """A clause with an ending that closes it; "" if it cannot end here."""
    if last:
        return clause
    if _LEADS.search(clause):
        return ""
    if _JOINS.search(clause):
        return _JOINS.sub("", clause)
    if _AMOUNT_END.search(clause):
        return "" if _SHARED_END.search(clause) else clause
    for going_on, closed in _CLOSED.items():
        if clause.endswith(going_on):
            return clause.removesuffix(going_on) + closed
    return _in_dictionary_form(clause)


def _in_dictionary_form(clause: str) -> str:
    """The clause with the verb or adjective that it ends in closed; "" if it does not end in one that goes on."""
    *_, before, last = [None, None, *morphemes(clause)]
    if last is None or before is None:
        return ""
    part, form = last.part_of_speech()[0], last.part_of_speech()[5]
    if part not in ("動詞", "形容詞") or not form.startswith("連用形"):
        return ""
    return clause.removesuffix(last.surface()) + last.dictionary_form()


def _held(text: str, asked: Asked) -> float:
    """The share of the question that a text holds, clause by clause, as runs of clauses have most of them in common."""
    spoken_there = frozenset[str]().union(*(spoken(clause)[0] for clause in text.split("、")))
    return float(held(asked.concepts, spoken_there) @ asked.worths)
