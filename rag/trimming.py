"""Cut a long statement down to the clauses that answer; what is left stands as it stood, but for its last ending.

A clause that goes on is closed in its sentence's tense: …しており becomes …している or …していた. Numbers and names are
never touched.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from index.facts import FactKind
from ingest.words import morphemes
from rag.asked import Asked
from rag.statements import spoken
from rag.values import AMOUNTS, TOPIC, best_value, sure_value

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
# An amount after を waits for its verb; an age is one of a list.
_LISTS = re.compile(r"を[^をがは]{0,8}$|[代歳]$")
# What joins a sentence to the one before it.
OPENS_WITH = re.compile(
    r"^(?:(?:例えば|たとえば|また|(?:その)?一方で?|なお|さらに|更に|加えて|その上で|[こそ]の(?:うち|内)|具体的には|実際に|ただし|しかし"
    r"|他方で?|ほか|特に|今後も?|ここでは|そのほか|この(?:ため|ほか|ように)|そのため|そこで"
    r"|このような(?:中|背景(?:から|の下)|状況(?:の中|の下|では|を踏まえ))"
    r"|こうした(?:中|[^、]{1,8}を?も?踏まえ)|これ(?:を踏まえ|に対して|に加え))、|また(?=(?:19|20)\d{2}年))+"
)
# A clause that has a topic of its own.
_HAS_TOPIC = re.compile(r"^[^。]{1,60}?(?<![にでとへ])(?:は|が)(?![あいっくけ])")
_BEGINS_WITH_TOPIC = re.compile(r"[^、。]{1,60}?(?<![にでとへ])(?:は|が)(?![あいっくけ])")
# A clause that only leads to the next one.
_LEADS = re.compile(
    r"(?:ば|ると|たところ|に(?:つい|関し|対し|おい|よ)[てり]|は|も|年|月|年度|末|以降|以来|まで|時点|頃|ため|から|ので|場合"
    r"|に(?:対し|伴い|向け|加え|応じ|基づき|関し|際し|わたり|かけ)|を(?:踏まえ|受け|通じ|目指し|含め|始め)|と比べ)$"
)
# Where a text that is too long may be cut.
_SEAM = re.compile(r"(?<=。)|(?=[●※①-⑳])")
# So much of it is looked at, and so many ends are tried from each place.
_LONGEST_READ, _ENDS = 1_000, 8
# A quotation that is longer has sentences of its own.
_LONGEST_IN_BRACKETS = 120
# What something is stands at the end.
_DEFINES = re.compile(r"[^。]{1,100}?とは、")
# A list of ranks goes on.
_NEXT_RANK = re.compile(r"[2-9]位|次いで|第[2-9]位")
_IS = ("である", "であった")
# What goes on after these is another statement.
_SETS_AGAINST = ("が", "ものの", "一方", "一方で")
_SAYS_WHAT_IS = ("であり", "おり")
_CLOSED = {"であり": _IS, "おり": ("いる", "いた"), "なり": ("なる", "なった")}
# Where the sentence does not tell of what was, a clause with a date may; of what is high then, the paper says so.
_DATED = re.compile(r"\d年度?(?:\d{1,2}月)?(?:\d{1,2}日)?[末頃]?(?:[に、]|から|より)")
_PAST, _ACTS = re.compile(r"(?:た|(?<=[んい])だ)(?:（[^（）]{1,40}）)?。?$"), re.compile(r"(?:する|れる)$")
# How the past of a verb ends, by the end of its dictionary form, where it is not one of one stem.
_PAST_OF = {
    **dict.fromkeys("うつる", "った"),
    **dict.fromkeys("ぬぶむ", "んだ"),
    "く": "いた",
    "ぐ": "いだ",
    "す": "した",
}
_ADJECTIVE = "く"
_GOES = re.compile(r"(?:行|い|ゆ)く$")
# What a sentence goes on to may be said of the verbs before it: 投資し、整備する計画である tells of no investment.
_GOVERNS = re.compile(
    r"(?:計画|予定|検討|目標|見込み?|方針|約束|中止|断念|可能性|予測|予想|想定|期待|必要|こと)(?:である|であっ|だ|があ[るりっ]|を(?:発表|示|決)|と[さしな]|[さしすま]|中)"
    r"|見通し|おそれ|恐れ|とみられ|べき|目指|求め|(?:ない|なかった)。?$"
)


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
    value = best_value(asked, text) if asked.kinds & AMOUNTS else None

    def worth(run: str) -> tuple[bool, float, int]:
        return value is None or value.text in run, _held(run, asked), len(run)

    return max(_excerpts(text, longest), key=worth, default="")


def _excerpts(text: str, longest: int) -> Iterator[str]:
    """From each place where a text may be cut, the longest run whose end can be one, with the text's topic where its
    first clause has none."""
    text = text[:_LONGEST_READ]
    topic = _topic(text) or ""
    inside = _in_brackets(text)
    seams = (seam.start() for seam in _SEAM.finditer(text) if seam.start() and seam.start() not in inside)
    places = sorted({0, *_commas(text), *seams, len(text)})
    stops = [place for place in places if place and text[place - 1] == "。"]
    past = bool(_PAST.search(text))
    for start in places[:-1]:
        # A run goes on over no full stop, be it inside a quotation that is nowhere closed.
        of_itself = not start or any(stop <= start for stop in stops) or _BEGINS_WITH_TOPIC.match(text, start)
        borrowed = "" if of_itself else topic
        last = min([start + longest - len(borrowed), len(text), *(stop for stop in stops if stop > start)])
        ends = islice((end for end in reversed(places) if start < end <= last), _ENDS)
        ended = (_cut(text, start, end, past=past) if text[end - 1] == "、" else text[start:end] for end in ends)
        # Closed, a clause is longer: …であり becomes …である, …増 becomes …増である.
        if run := next((run for run in ended if run and len(borrowed) + len(run) <= longest), ""):
            yield f"{borrowed}{run}"


def _topic(text: str) -> str | None:
    """The topic that a clause of the text may borrow; a definition's goes with its end alone."""
    found = TOPIC.match(text)
    return found[0] if found and not _DEFINES.match(text) else None


def _in_brackets(text: str) -> set[int]:
    """The places inside brackets that are closed, and not long after."""
    opened: list[int] = []
    inside: set[int] = set()
    for place, character in enumerate(text):
        turn = _BRACKETS.get(character, 0)
        if turn > 0:
            opened.append(place)
        elif turn < 0 and opened:
            start = opened.pop() + 1
            inside.update(range(start, place + 1) if place - start <= _LONGEST_IN_BRACKETS else ())
    return inside


def _runs(text: str) -> Iterator[str]:
    """The runs of whole clauses that may stand alone, with the sentence's topic where they have none of their own."""
    places = [0, *_commas(text), len(text)]
    past = bool(_PAST.search(text))
    topic = _topic(text)
    for start in places[:-1]:
        if start and not _finished(text[:start]):
            continue
        begins = OPENS_WITH.sub("", text[start:])
        borrowed = "" if not start or _HAS_TOPIC.match(begins) else topic
        if borrowed is None:
            continue
        since = len(text) - len(begins)
        for end in (place for place in places if place > start and not _NEXT_RANK.match(text, place)):
            run = text[since:] if end == len(text) else _cut(text, since, end, past=past)
            if len(run) >= _SHORTEST:
                yield f"{borrowed}{run.strip('、')}"


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
    return bool(_closed(before.rstrip("、"), past=True))


def _cut(text: str, start: int, end: int, *, past: bool) -> str:
    """A run of clauses, closed; "" if it cannot end here. `past`: its sentence tells of what was."""
    if _DEFINES.match(text, start):
        return ""
    governed = bool(_GOVERNS.search(text, end, text.find("。", end) + 1 or len(text)))
    return _closed(text[start:end].strip("、"), past=past, governed=governed)


def _closed(clause: str, *, past: bool, governed: bool = False) -> str:
    """A clause with an ending that closes it; "" if it cannot end here.

    `past`: its sentence tells of what was; `governed`: what comes after it may be said of its verb, too.
    """
    if _LEADS.search(clause):
        return ""
    if joins := _JOINS.search(clause):
        finished = clause[: joins.start()]
        undone = governed and joins[0] not in _SETS_AGAINST
        return "" if undone or past and _ACTS.search(finished) else finished
    if _AMOUNT_END.search(clause):
        return "" if _SHARED_END.search(clause) or _LISTS.search(clause) else clause + _IS[past]
    if governed and not clause.endswith(_SAYS_WHAT_IS):
        return ""
    if not past and not clause.endswith(_ADJECTIVE) and _DATED.search(clause):
        return ""
    for going_on, closed in _CLOSED.items():
        if clause.endswith(going_on):
            return clause.removesuffix(going_on) + closed[past]
    return _with_verb_closed(clause, past=past)


def _with_verb_closed(clause: str, *, past: bool) -> str:
    """The clause with the verb or adjective that it ends in closed; "" if it does not end in one that goes on."""
    *_, before, last = [None, None, *morphemes(clause)]
    if last is None or before is None:
        return ""
    part, *_, conjugation, form = last.part_of_speech()
    if part not in ("動詞", "形容詞") or not form.startswith("連用形"):
        return ""
    stem, whole = clause.removesuffix(last.surface()), last.dictionary_form()
    if not past:
        return stem + whole
    if part == "形容詞":
        return f"{stem}{whole.removesuffix('い')}かった"
    if conjugation.startswith("五段"):
        ending = "った" if _GOES.search(whole) else _PAST_OF.get(whole[-1])
        return f"{stem}{whole[:-1]}{ending}" if ending else ""
    return f"{clause}た"


def _held(text: str, asked: Asked) -> float:
    """The share of the question that a text holds, clause by clause, as runs of clauses have most of them in common."""
    spoken_there = frozenset[str]().union(*(spoken(clause)[0] for clause in text.split("、")))
    return float(asked.held(spoken_there) @ asked.worths)
