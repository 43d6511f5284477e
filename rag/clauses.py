"""The runs of whole clauses of a sentence that may stand for it; what is left stands as it stood, but for its last
ending.

A clause that goes on is closed in its sentence's tense: …しており becomes …している or …していた. Numbers and names are
never touched.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ingest.words import morphemes
from rag.values import TOPIC

_BRACKETS = {"（": 1, "(": 1, "「": 1, "『": 1, "〈": 1, "）": -1, ")": -1, "」": -1, "』": -1, "〉": -1}
_OPENS, _CLOSES = "（", "）"
# What stands in brackets and is no longer may be a name for what stands before it.
_LONGEST_NAME = 12
# A shorter run says too little.
_SHORTEST = 10
# What joins a finished clause to the next one, and is left out at the end.
_JOINS = re.compile(r"(?<=[るたいだうくすむつ])(?:が|ものの|一方で?|ほか|とともに|と同時に|中で?)$")
# A clause may also end in the amount of what it is about; a list of things goes on after one.
_AMOUNT_END = re.compile(r"(?:\d[^\s、ぁ-ん]{0,4}|[%％]|増|減)[）)]?$")
_OF_A_TOPIC = re.compile(r"[はが][^、はが]*$")
_ASIDE = re.compile(r"（[^（）]*）")
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
# What a sentence begins with holds for all that comes after: when, where, by whom it is said.
_SCENE = re.compile(
    r"(?:[^、。（）]{0,30}(?:年|年度|月|日|時点|末|現在|以降|から|まで)(?:に|には|は|で|では|の)?、"
    r"|[^、。]{1,60}?(?:(?:で|に|について|に関して|において|にとって)は|によ(?:ると|れば))、)+"
)
_LONGEST_SCENE = 90
# What a sentence is about inside its first clause, where no comma follows.
_INNER_TOPIC = re.compile(r"[^、。（）「」]{2,40}?(?<![にでとへ])は(?![あいっくけ])")
BEGINS_WITH_TOPIC = re.compile(r"[^、。]{1,60}?(?<![にでとへ])(?:は|が)(?![あいっくけ])")
# A clause that tells beside what else, before what or for what the rest is: the rest holds without it.
_BACKGROUND = re.compile(
    r"(?:を踏まえ(?:て|た上で|つつ)?|に(?:も)?向け(?:て)?|に伴い|に加え(?:て)?|を通じ(?:て)?|に基づ(?:き|いて)|を受け(?:て)?"
    r"|を目指し(?:て)?|[るたのい]ため(?:に)?も?|べく|とともに|と同時に|ほか|つつも?|ながらも?|ことから|ものの|(?<=[るたい])一方で?"
    r"|(?:取組|一環|目的|対応|施策|対策|事業|機関|会合|契機)として|と連携して|を経て|に(?:併|合わ)せて|を(?:背景|契機)に|に際し(?:て)?|に[当あ]たり|を[見み]ると|を用い(?:て)?|を活用し(?:て)?|たところ|こともあり)$"
)
# A clause that only leads to the next one.
_LEADS = re.compile(
    r"(?:ば|ると|たところ|に(?:つい|関し|対し|おい|よ)[てり]|は|も|年|月|年度|末|以降|以来|まで|時点|頃|ため|から|ので|場合"
    r"|に(?:対し|伴い|向け|加え|応じ|基づき|関し|際し|わたり|かけ)|を(?:踏まえ|受け|通じ|目指し|含め|始め)|と比べ)$"
)
# What something is stands at the end.
DEFINES = re.compile(r"[^。]{1,100}?とは、")
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
# So many letters tell how a clause ends.
_LONGEST_ENDING = 30
# What a sentence goes on to may be said of the verbs before it: 投資し、整備する計画である tells of no investment.
_GOVERNS = re.compile(
    r"(?:計画|予定|検討|目標|見込み?|方針|約束|中止|断念|可能性|予測|予想|想定|期待|必要|こと)(?:である|であっ|だ|があ[るりっ]|を(?:発表|示|決)|と[さしな]|[さしすま]|中)"
    r"|見通し|おそれ|恐れ|とみられ|べき|目指|求め|(?:ない|なかった)。?$"
)


@dataclass(frozen=True)
class Run:
    """A part of a sentence that may stand for it.

    `text`: as it is said; `kept`: which of the sentence's letters that says, bool of shape (letters,); `end`: the place
    in the sentence where it ends.
    """

    text: str
    kept: np.ndarray
    end: int


def runs(text: str) -> Iterator[Run]:
    """The runs of whole clauses that may stand alone, each also without what it says in brackets; the sentence itself
    comes first.

    A run that begins later is told of what the whole sentence is told of: its scene, and its topic where the run has
    none of its own.
    """
    for run in _runs(text):
        yield run
        if (bare := _without_asides(run, text)) is not run:
            yield bare


def _runs(text: str) -> Iterator[Run]:
    yield Run(text, np.ones(len(text), bool), len(text))
    places, past = [0, *commas(text), len(text)], tells_of_what_was(text)
    scene = _scene(text)
    topic, about = _topic(text, scene)
    for start in places[:-1]:
        if start and (start <= scene or not _may_be_left_out(text[scene:start])):
            continue
        begins = start + len(text[start:]) - len(OPENS_WITH.sub("", text[start:]))
        own = BEGINS_WITH_TOPIC.match(text, begins)
        if start and not own and about is None and _finished(text[:start]):
            continue
        # Of what a sentence is about, a part may be told: …は、Aが…、Bが….
        borrows = about is not None and (not own or own[0].endswith("が") and topic == text[scene:about])
        borrowed = text[:scene] + (topic if borrows else "") if start else ""
        kept = np.zeros(len(text), bool)
        kept[: about if borrows else scene] = bool(start)
        for end in (place for place in places if place > begins):
            if (start or end < len(text)) and (run := _said(text, begins, end, past=past)):
                kept_here = kept.copy()
                kept_here[begins:end] = True
                yield Run(f"{borrowed}{run.strip('、')}", kept_here, end)


def _said(text: str, start: int, end: int, *, past: bool) -> str:
    """A run of clauses, closed; "" if it cannot stand alone."""
    run = text[start:] if end == len(text) else cut(text, start, end, past=past)
    return run if len(run) >= _SHORTEST else ""


def _scene(text: str) -> int:
    """How far what holds for the whole sentence goes."""
    found = _SCENE.match(text)
    return found.end() if found and found.end() <= _LONGEST_SCENE else 0


def _topic(text: str, scene: int) -> tuple[str, int | None]:
    """What a clause after the scene may borrow as its topic, and how far it goes; None where there is nothing to."""
    if DEFINES.match(text):
        return "", None
    if found := TOPIC.match(text, scene):
        return found[0], found.end()
    if found := _INNER_TOPIC.match(text, scene):
        return f"{found[0]}、", found.end()
    return "", None


def _may_be_left_out(before: str) -> bool:
    """Whether what stands before a comma is a finished clause, or one without which the rest holds."""
    return _finished(before) or bool(_BACKGROUND.search(before.rstrip("、")))


def _without_asides(run: Run, text: str) -> Run:
    """The run without what it says in brackets but short names; the same if there is nothing."""
    asides = [aside for aside in _asides(text[: run.end]) if run.kept[slice(*aside)].all()]
    if not asides:
        return run
    kept, said = run.kept.copy(), run.text
    for start, end in asides:
        kept[start:end] = False
        said = said.replace(text[start:end], "", 1)
    return Run(said, kept, run.end)


def _asides(text: str) -> Iterator[tuple[int, int]]:
    """Where brackets that stand in no others begin and end, those of short names left out."""
    opened: list[int] = []
    for place, character in enumerate(text):
        turn = _BRACKETS.get(character, 0)
        if turn > 0:
            opened.append(place)
        elif turn < 0 and opened:
            start = opened.pop()
            round_ones = text[start] == _OPENS and character == _CLOSES
            if not opened and round_ones and _is_aside(text[:start], text[start + 1 : place], text[place + 1 :]):
                yield start, place + 1


def _is_aside(before: str, text: str, after: str) -> bool:
    """Whether what stands in brackets is more than a name, and parts no number."""
    says_more = len(text) > _LONGEST_NAME or any(character.isdigit() for character in text)
    return says_more and not (before[-1:].isdigit() and after[:1].isdigit())


def in_brackets(text: str, longest: int) -> set[int]:
    """The places inside brackets that are closed, and after so many letters at most."""
    opened: list[int] = []
    inside: set[int] = set()
    for place, character in enumerate(text):
        turn = _BRACKETS.get(character, 0)
        if turn > 0:
            opened.append(place)
        elif turn < 0 and opened:
            start = opened.pop() + 1
            inside.update(range(start, place + 1) if place - start <= longest else ())
    return inside


def commas(text: str) -> Sequence[int]:
    """The places after commas that stand in no brackets."""
    places, depth = [], 0
    for place, character in enumerate(text):
        depth = max(0, depth + _BRACKETS.get(character, 0))
        if character == "、" and not depth:
            places.append(place + 1)
    return places


def tells_of_what_was(text: str) -> bool:
    return bool(_PAST.search(text))


def _finished(before: str) -> bool:
    """Whether what stands before a comma is a clause by itself, after which a new one may begin."""
    return bool(_closed(before.rstrip("、"), past=True))


def cut(text: str, start: int, end: int, *, past: bool) -> str:
    """A run of clauses, closed; "" if it cannot end here. `past`: its sentence tells of what was."""
    if DEFINES.match(text, start):
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
        listed = _SHARED_END.search(clause) or _LISTS.search(clause) or not _OF_A_TOPIC.search(_ASIDE.sub("", clause))
        return "" if listed else clause + _IS[past]
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
    last = clause[-_LONGEST_ENDING:]
    closed = _closed_ending(last, past=past)
    return clause.removesuffix(last) + closed if closed else ""


@lru_cache(maxsize=4_096)
def _closed_ending(ending: str, *, past: bool) -> str:
    *_, before, last = [None, None, *morphemes(ending)]
    if last is None or before is None:
        return ""
    part, *_, conjugation, form = last.part_of_speech()
    if part not in ("動詞", "形容詞") or not form.startswith("連用形"):
        return ""
    stem, whole = ending.removesuffix(last.surface()), last.dictionary_form()
    if not past:
        return stem + whole
    if part == "形容詞":
        return f"{stem}{whole.removesuffix('い')}かった"
    if conjugation.startswith("五段"):
        past_form = "った" if _GOES.search(whole) else _PAST_OF.get(whole[-1])
        return f"{stem}{whole[:-1]}{past_form}" if past_form else ""
    return f"{ending}た"
