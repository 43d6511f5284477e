"""Follow-up questions: what of the talk so far a question is understood by.

Dropped: the talk so far, where a question says enough itself and points back to nothing.
Carried: the questions back to the one that began the subject, and from them the year that 翌年 or 5年前 means, and
いつ, 何％ or いくら, where a question does not say what it asks (「チリは？」).
Replaced, and so taken out of them: what a newer question names instead; rag/replaced.py says what.
"""

import re
from collections.abc import Sequence

from index.bridge import is_english, stems_of
from index.query import read_query
from index.words import words
from index.written import written_out
from ingest.calendar import era_year
from rag.named import MEASURES, RELATIVE_YEAR, Sort, counts_on, named, named_terms
from rag.replaced import is_contrast, replaced

# A question that tells as much needs no other one; one that says のほうは tells of something more.
_ENOUGH, _ENOUGH_IN_CONTRAST = 3, 5
# What a name or a compound tells, beside a plain noun, and how long a compound is.
_OF_A_NAME, _COMPOUND = 2, 4
_DETAILS = frozenset({Sort.YEAR, Sort.AGE, Sort.PLACE})
# Of what a question tells, the share that a question before it has too, if the two are about one subject.
_SAME_SUBJECT = 0.5
_MOST_CONTEXT = 4

# What is a thing of any sort.
_GENERIC = frozenset(("サービス", "サービス名", "事業", "制度", "取組", "場所", "方法", "地域", "話", "具体例", "例"))

# How a question goes on with a talk, and how it speaks of what was named before.
_GOES_ON = re.compile(
    r"(?:それ)?じゃあ?|で、|では、|では(?=\d)|それ(?:では|なら|で)|そうすると|すると|逆に|反対に|ちなみに|あとは?、|(?:他|ほか)に"
    r"|(?:and|but|so|then|or|ok(?:ay)?|also)\b|(?:what|how) about\b",
    re.IGNORECASE,
)
_THAT = re.compile(
    r"(?<!お)(?:その|それ(?!ぞれ)|そこ|そちら|そう(?:した|いう)|この(?!白書|資料|数|\d|年|頃|ごろ)|これ(?!から|まで)|あの"
    r"|同じ|同年|同社|前者|後者)|^(?:翌|前の?|次の?|残り)(?:年|期|月|版|分|は|の)|^\d+年(?:前|後)"
    r"|^\W*(?:\w+\W+){0,3}(?:it|its|they|their|them|that|those|these|he|she)\b",
    re.IGNORECASE,
)
_MEANING = re.compile(
    r"(?:とは|って)(?:何|なに|なん)?(?:です|でしょう)?か?[。？?]*$|とはどう|って(?:どう|どん)|の?(?:意味|定義)は?[。？?]*$",
    re.IGNORECASE,
)

# How a question goes back to what was asked first, and how one begins another subject.
_BACK_TO_FIRST = re.compile(
    r"^[^。、？?]{0,4}(?:最初|はじめ|初め)の(?:話|質問|件|ほう|方)(?:(?:に|へ)(?:戻|もど)[^。、？?]{0,6}|(?:だ|です)(?:けど|が)|で)[、。\s]*"
    r"|^(?:back to|about) (?:my|the) first (?:question|topic)[,.:]?\s*",
    re.IGNORECASE,
)
_BACK = re.compile(r"(?:さっき|さきほど|先ほど|先程)(?![^、。？?]{0,16}(?:[見観聞読]|言って))|の話に(?:戻|もど)")
_ANOTHER = re.compile(
    r"^(?:(?:すみません|すいません|えっと|あの)、?)?(?:ちょっと)?(?:(?:話|話題)(?:は|が|を|、)?(?:変わ|かわ|変え)[^。、？?]{0,8}|別の(?:話|件|質問)(?:です|だ|で|になり)[^。、？?]{0,6}"
    r"|ところで)[、。\s]*|^(?:by the way|on another (?:topic|subject)|changing the subject)\b[,.:]?\s*",
    re.IGNORECASE,
)

_HOW = re.compile("ど(?:う|んな|[のれ][くぐ]らい|れだけ)")
# Only says what was told: 18.8％なんですね.
_ECHOES = re.compile(r"^(?!.*(?:知りた|教え|聞き|気にな|たい|ください)).*(?:です|ます|だ)ね[。！!]?$")
_FURTHER = re.compile(r"さらに|もっと|その|[そこ]こから|それから")
_TODAY = re.compile(
    r"最新|現在|新しい|(?<!昨)今[のは]|いま[のは]|去年|昨年|\b(?:latest|newest|today|now)\b", re.IGNORECASE
)

_UNIT = r"[カヶか箇]?[^\s、。？?ぁ-ん\d]{1,2}"
# What asks, and for what.
_ASKS = re.compile(
    rf"(?:割合|シェア|件数|人数|金額|売上高?|規模)(?=[はをが]|って)|第?何{_UNIT}|いくら|いくつ|いつ(?:から|まで)?"
    r"|どこの[^\s、。？?ぁ-ん]{1,3}|どこ|誰|だれ|なぜ|どうして|(?<!な)どの[^\s、。？?ぁ-ん]{1,6}|どう(?:変わ|違)[^\s、。？?]{0,4}"
    r"|何(?=と|が|を|で)"
    r"|\b(?:percentage|share|how (?:many|much)|what (?:percentage|share|year)|when|where|who|why)\b",
    re.IGNORECASE,
)
_MOST_ASKS = 2
# What the last noun of a question ends with that asks for it: 利用率は？
_MEASURED = re.compile(
    rf"(?:{'|'.join(map(re.escape, sorted(MEASURES)))}|[率数量額費値比高さ名]|(?<![拠])点|(?<![有無])料|時間|理由|件)$"
)
# A question that ends with what it is about, or asks with no more than どう.
_BARE = re.compile(
    r"(?:は|だと|なら|とは|も|が)、?(?:どう|どんな|ど[のれん]くらい|ど[のれ]ぐらい|どれだけ)?"
    r"(?:です|でした|だった|でしょう|になり?|なって|いる|ます|まし|た|る|の|か|な|ん|ね)*[。？?！!\s]*$"
)
# Asks no more than how it is with whoever asks, or with one like that: うちのような町はどう？
_HOW_ABOUT = re.compile(
    r"(?:うち|私|わたし|地元|のような|みたいな)[^。？?]{0,20}(?:は|って|だと|なら)、?どう(?:です|でしょう|なん|か|だ|な|の)*+[。？?！!\s]*$"
)
# Digits and letters of full width.
_HALF_WIDTH = {code: code - 0xFEE0 for first, last in ("０９", "Ａｚ") for code in range(ord(first), ord(last) + 1)}


def in_context(question: str, history: Sequence[str]) -> str:
    """The question as it is searched, and below it what it is understood by, newest first.

    On the first line the question itself, with the year and the kind of question that it leaves unsaid.
    """
    question, earlier = _written_out(question, history)
    about = _about(question, earlier)
    return _understood_by(question, [*about, *_edition_kept([question, *about], earlier)])


def in_talk(question: str, history: Sequence[str]) -> str:
    """The same as if the question went on with the whole talk: for one that seems to say enough and does not."""
    question, earlier = _written_out(question, history)
    goes_on = _told(question) < _ENOUGH_IN_CONTRAST or _may_have(question, earlier)
    return _understood_by(question, earlier[:_MOST_CONTEXT] if goes_on else [])


def _written_out(question: str, history: Sequence[str]) -> tuple[str, list[str]]:
    """The question and the earlier ones, newest first."""
    question, *earlier = (
        " ".join(written_out(text.translate(_HALF_WIDTH)).split()) for text in (question, *reversed(history))
    )
    return question, earlier


def _understood_by(question: str, about: Sequence[str]) -> str:
    years = _years_meant([question, *about])
    said = " ".join([question, *years, *_asks_meant(question, about)])
    return "\n".join([said, *_context(question, about)])


def _about(question: str, earlier: Sequence[str]) -> list[str]:
    """The earlier questions that a question is about, newest first; none if it begins a subject."""
    subjects = _subjects(earlier)
    if _BACK_TO_FIRST.search(question):
        return list(earlier[-1:])
    spoken = set(words(question))
    if _BACK.search(question) and any(spoken.intersection(words(text)) for text in earlier):
        subjects.sort(key=lambda subject: -len(spoken.intersection(words("。".join(subject)))))
    elif stands_alone(question):
        subjects = [subject for subject in subjects if _same_subject(question, subject)]
    elif not _THAT.search(question):
        # Of two subjects the one that has what is asked about, if the newest has not.
        subjects.sort(key=lambda subject: not _may_have(question, subject))
    return subjects[0][:_MOST_CONTEXT] if subjects else []


def _edition_kept(subject: Sequence[str], earlier: Sequence[str]) -> list[str]:
    """The edition that the talk is about, if a subject, its newest question first, was begun by naming no more than a
    thing: 小学生のゲーム機は？ after what was asked of 平成26年版."""
    began = subject[-1]
    if (
        not _BARE.search(began)
        or _ANOTHER.match(began)
        or any(read_query(text).mentions or _TODAY.search(text) for text in subject)
    ):
        return []
    before = earlier[earlier.index(began) + 1 :] if began in earlier else earlier
    told = (text for text in before if read_query(text).mentions or _TODAY.search(text))
    editions = read_query(next(told, "")).edition_years
    return [f"{era_year(editions[0])}版で"] if len(editions) == 1 else []


def _subjects(earlier: Sequence[str]) -> list[list[str]]:
    """The earlier questions by subject, both newest first: each subject ends with the question that began it."""
    subjects: list[list[str]] = [[]]
    for place, text in enumerate(earlier):
        subjects[-1].append(text)
        if stands_alone(text) and not _ECHOES.search(text) and not _shares(text, earlier[place + 1 :]):
            subjects.append([])
    return [subject for subject in subjects if subject]


def stands_alone(question: str) -> bool:
    """Whether a question says enough itself and points back to nothing."""
    that = _THAT.search(question)
    if (another := _ANOTHER.match(question)) and not that:
        return bool(_told(question[another.end() :]))
    if _GOES_ON.match(question) or (that and not _told(question[: that.start()])):
        return False
    elliptical = is_contrast(question) or _HOW_ABOUT.search(question) or _only_names(question)
    enough = _ENOUGH_IN_CONTRAST if elliptical else _ENOUGH
    spoken = set(words(question))
    if _makes(question) and spoken & MEASURES and len(spoken - MEASURES) >= _OF_A_NAME:
        return True
    return _told(question) >= enough or bool(_MEANING.search(question) and _told(question))


def _only_names(question: str) -> bool:
    """Whether a question names a thing and asks nothing of it: 新しいラジオが聴けるやつは？"""
    bare = _BARE.search(question) and not (_ASKS.search(question) or _HOW.search(question) or is_english(question))
    return bool(bare) and not any(_MEASURED.search(term.words) for term in named_terms(question)[-1:])


def _told(text: str) -> int:
    """How much a text tells: a name or a compound more than a plain noun, a noun that says what is measured nothing."""
    if is_english(text):
        return len(stems_of(text))
    details = {one.sort for one in named(text)} & _DETAILS
    nouns = sum(_OF_A_NAME if len(noun) >= _COMPOUND else 1 for noun in _subject_words(text) - _GENERIC)
    return _OF_A_NAME * len(_makes(text)) + nouns + len(details)


def _subject_words(text: str) -> set[str]:
    return {term.words for term in named_terms(text)} - MEASURES


def _about_words(text: str) -> set[str]:
    """The terms and makes of a text; of an English one the stems."""
    if is_english(text):
        return set(stems_of(text))
    return _subject_words(text) | _makes(text)


def _makes(text: str) -> set[str]:
    return {one.words for one in named(text) if one.sort is Sort.MAKE}


def _shares(question: str, others: Sequence[str]) -> bool:
    return bool(_about_words(question) & _about_words("。".join(others)))


def _may_have(question: str, others: Sequence[str]) -> bool:
    """Whether a question may be about the subject of others: by a word, or as they name a company or a product too."""
    return _shares(question, others) or bool(_makes(question) and _makes("。".join(others)))


def _same_subject(question: str, others: Sequence[str]) -> bool:
    said = _about_words(question)
    return len(said & _about_words("。".join(others))) >= _SAME_SUBJECT * len(said)


def _years_meant(newest_first: Sequence[str]) -> list[str]:
    """The year that the newest question means by 翌年 or 5年前, counted from the one before; none if none is named."""
    year, since, unit, meant = 0, 0, "", False
    for text in reversed(newest_first):
        mentions, relative = read_query(text).mentions, RELATIVE_YEAR.search(text)
        of_edition = unit.endswith("版") and counts_on(text)
        meant = not mentions and bool(relative) and bool(year) and not of_edition
        if mentions:
            year = since = mentions[-1].year
            unit = _unit(text, mentions[-1].words)
        elif relative and year and not of_edition:
            # 5年前 counts from the year that was named, その5年前 from the one that was told of last.
            counts_anew = (relative["back"] or relative["ago"]) and not _FURTHER.search(text[: relative.end()])
            year = (since if counts_anew else year) + _distance(relative)
    return [f"{year}{unit}"] if meant else []


def _unit(text: str, year: str) -> str:
    """What stands behind a year: 年, 年度, 年版; nothing in English."""
    named_unit = re.search(r"年(?:度末?|末|版)?", text[text.find(year) :])
    return named_unit[0] if named_unit else ""


def _distance(relative: re.Match[str]) -> int:
    back = any(relative[name] for name in ("back", "before", "ago", "previous"))
    return int(relative["count"] or relative["years"] or 1) * (-1 if back else 1)


def _asks_meant(question: str, about: Sequence[str]) -> list[str]:
    """What the newest question before asks, if this one only names what it is about."""
    english = is_english(question)
    bare = not _ASKS.search(question) and (_GOES_ON.match(question) if english else _BARE.search(question))
    if not bare or any(term.words in MEASURES for term in named_terms(question)[-1:]):
        return []
    asked = (_ASKS.findall(text) for text in about if is_english(text) == english)
    return next((list(dict.fromkeys(found))[:_MOST_ASKS] for found in asked if found), [])


def _context(question: str, about: Sequence[str]) -> list[str]:
    """The earlier questions without what newer ones replaced, and without what they ask if this one asks itself."""
    lines = replaced(question, about)
    return [line for line in lines if words(line)]
