"""The runs of whole clauses of a sentence that may stand for it; what is left stands as it stood, but for its last
ending.

A clause that goes on is closed in its sentence's tense: …しており becomes …している or …していた. Numbers and names are
never touched.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property, lru_cache

import numpy as np

from ingest.words import morphemes
from rag.numbers import numbers
from rag.values import TOPIC

_BRACKETS = {"（": 1, "(": 1, "「": 1, "『": 1, "〈": 1, "）": -1, ")": -1, "」": -1, "』": -1, "〉": -1}
# What stands in brackets and is no longer may be a name for what stands before it; what tells of when, of what or of
# which version is no aside, nor is a part of a name.
_LONGEST_NAME = 12
_NEEDED = re.compile(r"\d[年月]|現在|時点|除|限|含|異な|第\d+版|^\d*$")
_GOES_ON_AS_NAME = re.compile(r"[一-龥ァ-ヴーA-Za-z\d]")
# A shorter run says too little.
_SHORTEST = 10
# What joins a finished clause to the next one, and is left out at the end.
_JOINS = re.compile(r"(?<=[るたいだうくすむつ])(?:が|ものの|一方で?|ほか|とともに|と同時に|中で?)$")
# A clause may also end in the amount of what it is about; a list of things goes on after one.
_AMOUNT_END = re.compile(r"(?:\d[^\s、ぁ-ん]{0,4}|[%％]|増|減)[）)]?$")
_OF_A_TOPIC = re.compile(r"[はが][^、はが]*$")
# An amount after another one shares what both are amounts of.
_ONE_MORE = re.compile(r"(?:約|[▲△])?\d+(?![\d年月位歳代])")
_ASIDE = re.compile(r"（[^（）]*）")
_SHARED_END = re.compile(r"それぞれ|順に|いずれも")
# An amount after を waits for its verb; an age is one of a list.
_LISTS = re.compile(r"を[^をがは]{0,8}$|[代歳]$")
# What joins a sentence to the one before it.
OPENS_WITH = re.compile(
    r"^(?:(?:例えば|たとえば|また|(?:その)?一方で?|なお|さらに|更に|加えて|その上で|[こそ]の(?:うち|内)|具体的には|実際に|ただし|しかし"
    r"|他方で?|ほか|特に|今後も?|ここでは|そのほか|この(?:ため|ほか|ように|結果)|そのため|その(?:後も?|結果)|そこで"
    r"|このような(?:中|背景(?:から|の下)|状況(?:の中|の下|では|を踏まえ))"
    r"|こうした(?:中|[^、]{1,8}を?も?踏まえ)|これ(?:を踏まえ|に対して|に加え))、|また(?=(?:19|20)\d{2}年))+"
)
# What a sentence begins with holds for all that comes after: when, where, by whom it is said.
_SCENE = re.compile(
    r"(?:[^、。（）]{0,30}(?:(?<!近)年|年度|月|日|時点|末|現在)(?:に|には|は|で|では|の)?、"
    r"|[^、。]{1,60}?(?:(?:で|に|について|に関して|において|にとって)は|によ(?:ると|れば)|を[見み]ると)、)+"
)
_LONGEST_SCENE = 90
# Marks what a clause is about; は and が may be a part of another word.
_TOPIC_MARK, _MARK = (rf"(?<![にでとへを])(?<!また){mark}(?!じめ|[あいっくけ])" for mark in ("は", "[はが]"))
# What a sentence is about where no comma follows, and its subject where one does. What is not there is not what the
# rest is about: 定義はないが.
_INNER_TOPIC = re.compile(rf"[^、。（）「」]{{2,40}}?{_TOPIC_MARK}(?!な[いくかし])")
_SUBJECT = re.compile(r"[^、。]{2,60}?(?<![るたうくすつぬむぶい])が、")
BEGINS_WITH_TOPIC = re.compile(rf"[^、。]{{1,60}}?{_MARK}")
# A list of names before the mark; a date or an age, of which something else is told.
_OWN_TOPIC = re.compile(rf"(?:[^、。は]{{1,12}}、){{0,3}}[^、。]{{1,60}}?{_MARK}")
# が may stand within what tells of a noun, AIが作った画像: nobody knows whether it marks who acts in the clause.
_WITHIN = re.compile(r"(?<=が)[^、。がは]{1,20}?(?:(?<!よ)[たるす]|ない)(?=[一-龥ァ-ヴーA-Za-z\d「])")
_WHEN = re.compile(r"^(?:19|20)?\d{1,4}(?:年度?|歳?代|月)(?:末|時点|頃)?は$")
_POINTS_BACK = re.compile(r"これ|それ|その|この|同(?![時様])")
# A value whose 同 points to those of the one before it.
_SAME = re.compile(r"同[▲△\d]")
# A clause that tells beside what else, before what or for what the rest is: the rest holds without it.
_BACKGROUND = re.compile(
    r"(?:を踏まえ(?:て|た上で|つつ)?|に(?:も)?向け(?:て)?|に伴い|に加え(?:て)?|を通じ(?:て)?|に基づ(?:き|いて)|を受け(?:て)?"
    r"|を目指し(?:て)?|[るたのい]ため(?:に)?も?|べく|とともに|と同時に|ほか|つつも?|ながらも?|ことから|ものの|(?<=[るたい])一方で?"
    r"|(?:取組|一環|対応|施策|対策|契機)として|と連携して|を経て|に(?:併|合わ)せて|を(?:背景|契機)に"
    r"|を用い(?:て)?|を活用し(?:て)?|こともあり)$"
)
# A clause that only leads to the next one.
_LEADS = re.compile(
    r"(?:ば|ると|たところ|に(?:つい|関し|対し|おい|よ)[てり]|は|も|年|月|(?<=\d)日|年度|末|以降|以来|まで|時点|頃|ため|から|ので|場合"
    r"|に(?:対し|伴い|向け|加え|応じ|基づき|関し|際し|わたり|かけ)|を(?:踏まえ|受け|通じ|目指し|含め|始め)|と比べ)$"
)
# What something is stands at the end.
DEFINES = re.compile(r"[^。]{1,100}?とは、")


class Tense(Enum):
    """What a sentence tells of: what is or will be, what goes on, what was."""

    IS = auto()
    GOES_ON = auto()
    WAS = auto()


_IS = {Tense.IS: "である", Tense.GOES_ON: "である", Tense.WAS: "であった"}
# What goes on after these is another statement.
_SETS_AGAINST = ("が", "ものの", "一方", "一方で")
_SAYS_WHAT_IS = ("であり", "おり")
_CLOSED = {
    "であり": _IS,
    "おり": {Tense.IS: "いる", Tense.GOES_ON: "いる", Tense.WAS: "いた"},
    "なり": {Tense.IS: "なる", Tense.GOES_ON: "なっている", Tense.WAS: "なった"},
}
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
_TE = {"た": "て", "だ": "で"}
_NOW = re.compile(r"(?:て|で)い(?:る|ます)(?:（[^（）]{1,40}）)?。?$")
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
    """The runs of whole clauses that may stand alone, and those of the sentence without its asides; the sentence itself
    comes first.

    A run that begins later is told of what the whole sentence is told of: its scene, and its topic where the run has
    none of its own.
    """
    yield from _Sentence(text).runs()
    places = _without_asides(text)
    bare = "".join(text[place] for place in places)
    if 0 < len(bare) < len(text) and numbers(bare) <= numbers(text):
        for run in _Sentence(bare).runs():
            kept = np.zeros(len(text), bool)
            kept[places] = run.kept
            yield Run(run.text, kept, places[run.end - 1] + 1)


@dataclass(frozen=True)
class _Sentence:
    text: str

    def runs(self) -> Iterator[Run]:
        yield Run(self.text, np.ones(len(self.text), bool), len(self.text))
        for start in self._places[:-1]:
            begins = start + len(self.text[start:]) - len(OPENS_WITH.sub("", self.text[start:]))
            borrowed = self._borrowed(start, begins) if start else ("", 0)
            if borrowed is not None:
                yield from self._from(start, begins, *borrowed)

    def _from(self, start: int, begins: int, borrowed: str, known: int) -> Iterator[Run]:
        """The runs that begin at a place. `borrowed`: what stands before them, from so many letters of the sentence."""
        ends = [place for place in self._places if place > begins]
        for end in ends[:1] if start and self._listed(start) else ends:
            if (start, end) == (0, len(self.text)):
                continue
            run = self.text[begins:] if end == len(self.text) else cut(self.text, begins, end, tense=self._tense)
            if len(run) < _SHORTEST or start and _SAME.search(run):
                continue
            kept = np.zeros(len(self.text), bool)
            kept[:known], kept[begins:end] = True, True
            yield Run(f"{borrowed}{run.strip('、')}", kept, end)

    def _borrowed(self, start: int, begins: int) -> tuple[str, int] | None:
        """What a run that begins at a place is told of, and how far that goes; None where none may begin there."""
        before = self.text[self._scene : start]
        if start <= self._scene or not _may_be_left_out(before) or _POINTS_BACK.match(self.text, begins):
            return None
        scene, topic = (self.text[: self._scene], self._scene), self._topic
        own = _OWN_TOPIC.match(self.text, begins)
        if own and _WITHIN.match(self.text, own.end()):
            own = BEGINS_WITH_TOPIC.match(self.text, own.end())
            if own is None:
                return None
        if self._listed(start):
            return topic if topic and own and own[0].endswith("が") else None
        if own and not _WHEN.match(own[0]):
            return scene
        if topic is None:
            return None if own or _finished(before) else scene
        return None if self._speaks_of_another(topic[1], start) else topic

    def _listed(self, start: int) -> bool:
        """Whether what stands before a place is one of a list of values."""
        last = max(place for place in self._places if place < start)
        return bool(_AMOUNT_END.search(self.text[last : start - 1]))

    def _speaks_of_another(self, since: int, until: int) -> bool:
        """Whether a clause between two places has a topic of its own."""
        found = (BEGINS_WITH_TOPIC.match(self.text, place) for place in self._places if since <= place < until)
        return any(topic and topic[0].endswith("は") for topic in found)

    @cached_property
    def _places(self) -> Sequence[int]:
        """Where clauses may begin and end."""
        return [0, *commas(self.text), len(self.text)]

    @cached_property
    def _tense(self) -> Tense:
        return tense_of(self.text)

    @cached_property
    def _scene(self) -> int:
        """How far what holds for the whole sentence goes."""
        found = _SCENE.match(self.text)
        return found.end() if found and found.end() <= _LONGEST_SCENE and found.end() in self._places else 0

    @cached_property
    def _topic(self) -> tuple[str, int] | None:
        """What a clause may borrow, with the scene, as what it is about, and how far it goes."""
        if DEFINES.match(self.text):
            return None
        for topic in (TOPIC, _SUBJECT):
            found = topic.match(self.text, self._scene)
            if found and found.end() in self._places:
                return self.text[: found.end()], found.end()
        found = _INNER_TOPIC.match(self.text, self._scene)
        return (f"{self.text[: found.end()]}、", found.end()) if found else None


def _may_be_left_out(before: str) -> bool:
    """Whether what stands before a comma is a finished clause, or one without which the rest holds."""
    return _finished(before) or bool(_BACKGROUND.search(before.rstrip("、")))


def _without_asides(text: str) -> list[int]:
    """The places of a text that are in no aside: round brackets that stand in no others, but with more than a name."""
    left_out: set[int] = set()
    for start, end, depth in _brackets(text):
        inside, after = text[start + 1 : end - 1], text[end : end + 1]
        is_name = len(inside) <= _LONGEST_NAME and not any(map(str.isdigit, inside)) or _GOES_ON_AS_NAME.match(after)
        if not depth and text[start] == "（" and not is_name and not _NEEDED.search(inside):
            left_out.update(range(start, end))
    return [place for place in range(len(text)) if place not in left_out]


def _brackets(text: str) -> Iterator[tuple[int, int, int]]:
    """Where brackets begin and end that are closed, and in how many others they stand."""
    opened: list[int] = []
    for place, character in enumerate(text):
        turn = _BRACKETS.get(character, 0)
        if turn > 0:
            opened.append(place)
        elif turn < 0 and opened:
            start = opened.pop()
            yield start, place + 1, len(opened)


def in_brackets(text: str, longest: int) -> set[int]:
    """The places inside brackets that are closed, and after so many letters at most."""
    inside = (range(start + 1, end) for start, end, _ in _brackets(text) if end - start <= longest + 2)
    return set().union(*inside)


def commas(text: str) -> Sequence[int]:
    """The places after commas that stand in no brackets."""
    places, depth = [], 0
    for place, character in enumerate(text):
        depth = max(0, depth + _BRACKETS.get(character, 0))
        if character == "、" and not depth:
            places.append(place + 1)
    return places


def tense_of(text: str) -> Tense:
    return Tense.WAS if _PAST.search(text) else Tense.GOES_ON if _NOW.search(text) else Tense.IS


def _finished(before: str) -> bool:
    """Whether what stands before a comma is a clause by itself, after which a new one may begin."""
    return bool(_closed(before.rstrip("、"), tense=Tense.WAS))


def cut(text: str, start: int, end: int, *, tense: Tense) -> str:
    """A run of clauses, closed in its sentence's tense; "" if it cannot end here."""
    if DEFINES.match(text, start) or _ONE_MORE.match(text, end):
        return ""
    governed = bool(_GOVERNS.search(text, end, text.find("。", end) + 1 or len(text)))
    return _closed(text[start:end].strip("、"), tense=tense, governed=governed)


def _closed(clause: str, *, tense: Tense, governed: bool = False) -> str:
    """A clause with an ending that closes it; "" if it cannot end here.

    `governed`: what comes after it may be said of its verb, too.
    """
    was = tense is Tense.WAS
    if _LEADS.search(clause):
        return ""
    if joins := _JOINS.search(clause):
        finished = clause[: joins.start()]
        undone = governed and joins[0] not in _SETS_AGAINST
        return "" if undone or was and _ACTS.search(finished) else finished
    if _AMOUNT_END.search(clause):
        listed = _SHARED_END.search(clause) or _LISTS.search(clause) or not _OF_A_TOPIC.search(_ASIDE.sub("", clause))
        return "" if listed else clause + _IS[tense]
    if governed and not clause.endswith(_SAYS_WHAT_IS):
        return ""
    if not was and not clause.endswith(_ADJECTIVE) and _DATED.search(clause):
        return ""
    for going_on, closed in _CLOSED.items():
        if clause.endswith(going_on):
            return clause.removesuffix(going_on) + closed[tense]
    return _with_verb_closed(clause, tense)


def _with_verb_closed(clause: str, tense: Tense) -> str:
    """The clause with the verb or adjective that it ends in closed; "" if it does not end in one that goes on."""
    last = clause[-_LONGEST_ENDING:]
    closed = _closed_ending(last, tense)
    return clause.removesuffix(last) + closed if closed else ""


@lru_cache(maxsize=4_096)
def _closed_ending(ending: str, tense: Tense) -> str:
    *_, before, last = [None, None, *morphemes(ending)]
    if last is None or before is None:
        return ""
    part, *_, conjugation, form = last.part_of_speech()
    if part not in ("動詞", "形容詞") or not form.startswith("連用形"):
        return ""
    stem, whole = ending.removesuffix(last.surface()), last.dictionary_form()
    if tense is Tense.IS or part == "形容詞" and tense is Tense.GOES_ON:
        return stem + whole
    if part == "形容詞":
        return f"{stem}{whole.removesuffix('い')}かった"
    was = f"{ending}た"
    if conjugation.startswith("五段"):
        past_form = "った" if _GOES.search(whole) else _PAST_OF.get(whole[-1])
        was = f"{stem}{whole[:-1]}{past_form}" if past_form else ""
    return f"{was[:-1]}{_TE[was[-1]]}いる" if was and tense is Tense.GOES_ON else was
