"""Questions that ask two things at once, taken apart: each may have a passage of its own."""

import re
from collections.abc import Callable
from functools import lru_cache
from itertools import islice

from index.words import nouns, words

_ASKS = re.compile(
    r"何|いくつ|いくら|どれ|どこ|どちら(?!も)|どの|どう|どんな|どっち|いつ|誰|だれ|なぜ|か(?:。|？|\?|$)|[?？]|教え|知りたい"
    r"|how|what|which|when|who|why|where",
    re.IGNORECASE,
)
_BOTH = re.compile(
    r"それぞれ|両方|どちらも|二つ|2つ|ふたつ|教え|知りたい|添え|並べ|(?<![とに])(?:比べ|くらべ)て|あわせて|まとめて|[てで]ほしい|お願い"
    r"|(?:確認し|確かめ|把握し)たい|は[?？]$|各々|(?<![係関])[数率額値益][)）]?$|both|respectively",
    re.IGNORECASE,
)
# A sentence that only tells, though it has a word of asking: どうしたか聞いた調査が出ています。 Not 知りたいです。
_ONLY_TELLS = re.compile(r"(?:ます|です|ました|でした|ません|[てで]る|[てで]いる|[たっい]た|んだ|けど)。$")
_WANTS = re.compile(r"教え|知りた|たい(?:です|と)|たく|ほし[いく]|欲し|お願い|気に(?:な|かか)|伺|お聞|頼|いただ|くださ")
_ASKS_LAST = re.compile(r"(?:何|いく[つら]|どこ|いつ|誰)[^、。]{0,6}(?:です|でした|だった|ました|った)。$")
_OF_WHO_ASKS = re.compile(
    r"(?:行く|行き|旅行|引っ越|住んで|勤め|働いて|赴任|通って|予定)|[父母妻夫娘](?:が|は|と|に|の)|息子|祖[父母]|ばあ|じい|友人|友だち|友達|親戚|近所"
    r"|役員(?:です|を?して)|経営して|営んで|(?:(?<!部)屋|主婦|店主|職員|教員|教師|学生|生徒|記者|社長|大家|の者|会社員)(?:です|を?して)"
)
# A first sentence that only says that two things follow; they are to be told in its light.
_ANNOUNCED = re.compile(r"[^。？?]*?(?:(?:二|2|ふた)つ[^。？?]{0,12}|(?:数字|数|比べ)[^。？?]{0,6}たい)[。？?]\s*")
_GOES_ON = r"(?:また|それと(?!も)|それから|あと|そして|逆に)"
# What ends one thing that is asked for, when both are to be told: 数と、….
_THING = r"(?<=[数合率額比因期位人社件容益名法称先者点上月日前国街局所由号職策語種例ア）)])"
# What is doubted or thought is one thing: 奪うのかと、不安に思う.
_MINDS = "(?:不安|心配|懸念|疑|思|考|感じ|問|聞)"
# After these, と belongs to what comes: 使うと, だと, 言ったと.
_NO_THING = r"(?<![こあれるうくすつぬむぶぐだたいば\d\s、。])"
# After と、 a share that ends the question is asked for, too.
_SHARE = re.compile(r"割合[)）]?は?[?？]?$")
# A second time of what was asked for at another one: 2017年3月時点と、2020年3月時点を….
_TIME_AGAIN = re.compile(
    r"(?:\d{4}|(?:令和|平成|昭和)(?:\d{1,2}|元))年(?:度末?|末|\d{1,2}月(?:\d{1,2}日|末)?)?(?:の?時点|頃)?"
)
# What is asked for at the end: …を信頼する割合は？
_MEASURE = re.compile(r"(割合|人数|件数|金額|比率|シェア)(?:[（(][^（）()]{1,20}[)）])?は?[?？。]?$")
# The same is asked of one more thing: …は何件？ 駅前は？
_ONE_MORE = re.compile(r"[^、。？?]{2,20}(?:は|だと|なら)[?？]")
_LATIN = re.compile("[A-Za-z]{2}")
# By how much the same thing grew: …はいくらで、前の年より何％伸びた？
_GROWN = re.compile(
    r"(?:それは|そこから)?(?:前の?年度?|昨年度?|[1一]年前|前回)(?:より|から|と比べて?|に比べて?|比)(?:は|も)?"
    r"(?:何[%％割]|どれ(?:くらい|だけ|ほど)|いくつ)?、?(?:伸び|増え|減|変わ|上が|下が|増減)[ぁ-ん]{0,10}[？?。]?$"
    r"|前の?年度?[とに]比べ(?:て|ると|たら)、?[^、。？?]{0,8}どう[^、。？?]{0,10}[？?。]?$"
    r"|前の?年度?(?:から|比|と比べた|に対する)の?(?:伸び|増減|増加|減少|変化|成長)[率幅分]?"
    r"[をもはが]?(?:合わせて|併せて)?[ぁ-ん]{0,4}(?:教え|知り|確認|示し|お願い|願い)?[ぁ-ん]{0,10}[？?。]?$"
)
# Asks it of what was named before.
_OF_THEM = re.compile(r"^[^と]*それぞれ")
# Where one question may end and the next begin, and what must be so that they do.
_BOUNDARIES: tuple[tuple[re.Pattern[str], Callable[[str, str], bool]], ...] = (
    (re.compile(rf"[。？?]\s*{_GOES_ON}、?"), lambda left, _: _one_asks(left)),
    (
        re.compile(r"[。？?]\s*|、(?:また|あと|そして|それから|それと(?!も))、?|; "),
        lambda left, right: _one_asks(left) and _asks(right) and not _OF_THEM.search(right),
    ),
    (
        re.compile(rf"(?:(?<=こと)|(?<=[のか])|{_NO_THING})と、(?!{_MINDS})"),
        lambda left, right: _both(left + right) or _asks(left) and _asks(right) or bool(_SHARE.search(right)),
    ),
    (
        re.compile(
            rf"(?:{_THING}|(?<=か)(?=、))、?(?:それから|それと(?!も)|および|並びに|(?<=、)(?:及び|あわせて|合わせて))"
        ),
        lambda left, right: _both(left + right),
    ),
    (re.compile(rf"{_THING}、(?:それから|それと(?!も))"), lambda _, right: _asks(right)),
    (
        re.compile(
            r"(?<=[てでくりしばきぎびみえけげせちっれ])、|(?<=[とて][言い]い)、|(?<=[何誰][がをにで])、|, and "
            r"|(?:(?<=何[^\s、。ぁ-ん])|(?<=いく[らつ])|(?<=どこ)|(?<=いつ)|(?<=誰))、(?=[^、。？?]{2,}は)"
            r"|(?:(?<=何[^\s、。ぁ-ん])|(?<=何[千万億兆][^\s、。ぁ-ん])|(?<=何[千万億兆]ドル)|(?<=いく[らつ]))"
            r"で(?=[^、。？?]{2,16}は[^、。？?]{0,20}(?:何|いく[らつ]))"
        ),
        lambda left, right: _asks(left) and _asks(right),
    ),
    (
        re.compile(rf"(?:{_THING}|(?<!\d年)(?<=年))と(?!比べ|くらべ)(?=[^、。]{{5,}}(?:[をは]|それぞれ|$))"),
        lambda left, right: (_both(left + right) and not _is_a_time(right)) or _alike(left, right),
    ),
)
_SOON = r"(?:、[^、。]{0,16}|[^、。]{0,10})"
# Asks which of two, how far apart they are, or how they differ.
_HOW_FAR = r"(?:どれ(?:ほど|だけ|くらい|ぐらい)|どの(?:くらい|程度))の?(?:差|開き)"
_WHICH = rf"(?:(?:どちら|どっち)(?!も)|(?<![間勘])違[いうっ]|{_HOW_FAR})"
# After these と joins nothing: 前の年と比べ, 昨年と違い, 必要と回答した.
_JOINS_NONE = r"(?![の、いさし比違異同]|くらべ|ど[うこのれん]|何|回答|答え|考え|思|感じ|みら|見ら)"
# What both are: 出願先としてAとB.
_AS = r"[^、。？?]{1,30}として"
# One thing that is asked of two: 港と駅前で、それぞれ…; 荷は港と駅前でそれぞれ…; 港の灯台と、駅前の郵便局は、いつ….
_OF_TWO = tuple(
    re.compile(
        rf"(?P<before>(?:.*[、。？?])?(?:[^と、。？?]*[^\sとで]は|{_AS})||.*[、。？?])"
        r"(?P<one>[^、。？?]{1,60}?)(?<!あ)(?<!それ)"
        rf"{joined}(?P<other>[^、。？?]{{1,60}}?)(?:と(?=[はをでに]))?(?P<asked>{asked})"
    )
    for joined, asked in (
        (f"{_NO_THING}と、", rf"(?:(?:は|を|で|に|では|には){_SOON}|、[^、。]{{0,16}})?(?:それぞれ|各々).+"),
        (f"{_NO_THING}と、", "は、?(?:いつ|何|どこ|いくら|いくつ|どの|誰).+"),
        (
            r"(?<=[^\sぁ-ん、。])と(?![の、いさし])",
            rf"(?:(?:(?:は|を|で|に|では|には){_SOON}|、[^、。]{{0,16}})それぞれ|それぞれ(?=[でのに])).+",
        ),
        (
            r"(?:(?<=もの)|(?<=[^\sぁ-ん、。]))と(?![の、いさし])",
            r"(?:(?<!も)の)?両方(?:とも)?(?:を?教え[^。？?]*|を?知りたい[^。？?]*)?[。？?]?$",
        ),
        (
            r"(?<=[^\sぁ-ん、。])と(?![の、いさし])",
            r"[はがをにで]、?[^、。？?]{0,16}(?:何[^、。？?]{1,2}|いくら|いくつ)ずつ[^、。？?]*[。？?]?$",
        ),
    )
)
# The same is asked of two that are compared: …は、20代と60代でどのくらい違いますか; テレビとネットのどっち.
_COMPARED = re.compile(
    rf"(?P<before>(?:.*[、。？?])?{_AS}||.*(?:[、。？?]|[^\sとで]は)|(?:.*[、。？?])?[^、。？?と]+では)"
    rf"(?P<one>[^、。？?は]{{1,60}}?)(?<=[^\sぁ-ん、。])と{_JOINS_NONE}(?P<other>[^、。？?]{{1,60}}?)"
    r"(?P<asked>(?:(?:と?では|とで|なら|だと|で|は|の(?:うち|中で))、?|、|の(?=どちら|どっち))"
    rf"[^。？?]{{0,40}}?{_WHICH}.*)"
)
# Which of two came first: 始まった年度と、終わった年度はどちらが先; 決まったのと、始まったのはどっちが先.
_A_TIME = r"(?<=[^\s、。年])(?:(?<=[たるい])の|年度?|年月|月|日|時期|時)"
_FIRST = re.compile(
    rf"(?P<before>|.*[、。？?])(?P<one>[^、。？?]{{1,60}}?{_A_TIME})と、?(?P<other>[^、。？?]{{1,60}}?{_A_TIME})"
    r"(?P<asked>で?は、?(?:どちら|どっち)(?:の?(?:方|ほう))?が(?:先|古い|新しい|早い)(?:です|でしょう)?か?[。？?]?)"
)
# How two terms of a kind differ is told by what each is: 北灯台と南灯台の違いは？
_DIFFER = re.compile(
    r"(?P<before>|.*[、。？?のでは])(?P<one>[^、。？?\sぁ-ん]{1,28}(?P<kind>[^\sぁ-ん]{2}))と"
    r"(?P<other>[^、。？?\sぁ-ん]{1,28}(?P=kind))(?:の違い|って、?(?:何が|どう)?違う|という(?:言葉|用語)[^。]{0,20}。違い)"
    r"(?P<asked>(?:は|って|を)?、?(?:何|なん|どこ|どう)?(?:です|でしょう|なの|の|ん)*+か?|を?(?:教え|知り|説明)[^。？?]{0,16})[。？?]?"
)
# Those who differ are no terms.
_WHO_DIFFERS = re.compile("企業|会社|国民|世帯|地域|事業者|業者|自治体")
# Amounts are compared.
_AMOUNT = re.compile(r"[率数額量]$|割合|\d")
_EACH = re.compile("(?<=.)(?:それぞれ|各々)の?|^(?:それぞれ|各々)|^の?両方(?:とも)?|ずつ(?=[^、。？?]*[。？?]?$)")
_EITHER = re.compile(r"の?(?:どちら|どっち)(?!も)(?:の(?:方|ほう))?[がはのにをで]?、?")
# What says of the second thing that it is asked for with the first: …の総数を両方お願いします.
_OF_BOTH = re.compile(
    r"(?<!\d)[のを、]?(?:両方|どちらも|[二2]つ)(?:とも)?(?:を?(?:教え|知りた|お願い|答え|示し|挙げ)[^、。？?]*)?[。？?]?$"
)
# What is said not to be asked: 申し込みたいんじゃなくて, 天気は自分で調べるからいいとして.
_NOT_ASKED = re.compile(
    r"[^。、?？]{1,40}(?:(?:の|ん)(?:では|じゃ)(?:ありません|ない(?:です)?|なくて?)|(?:から|ので)いい(?:として|です|けど)(?:が)?)[。、]?"
)
# A sentence that only tells may make it an errand all the same: スマホをなくしました。
_MATTERS = re.compile(
    r"な[くか]し|無くし|失くし|忘れ|落とし|盗ま|壊れ|解約|たい(?:ん|の)?(?:です|だ|と)|白書|(?:迷って|悩んで)い?(?:ます|る)"
)
# Years have searches of their own.
_YEAR = re.compile(r"(?:令和|平成|昭和|西暦)?(?:\d+|元)年(?:度|末|度末)?(?:頃|時点)?$")
_ENDS = "。?？"
_SENTENCE = re.compile(f"(?<=[{_ENDS}])")
# Nobody asks for two things after more of a kind.
_MOST_BOUNDARIES = 12
# Words that each of two things must have to be looked for.
_FEWEST_WORDS = 3
# What is asked of the same thing once more: いつの時点の数字？
_NO_SUBJECT = frozenset(
    word
    for line in (
        "年 年度 年度末 末 数字 時点 現在 最新 一番 いちばん データ 出典 全国 国内 世界 日本",
        "具体 具体的 的 詳細 理由 内訳 割合 数 値 比較",
        "金額 件数 人数 台数 社数 回数 時間 比率 シェア 規模 答え 値段 額 例 具体例",
    )
    for word in line.split()
)
# A part with so many nouns, and without a word that points back, is understood by itself.
_FEWEST_NOUNS = 3
_POINTS_BACK = re.compile(
    r"その|それ|これ|この|同じ|そこ|対策として|\b(?:its?|they|their|them|this|these|those|there)\b", re.IGNORECASE
)


# The search and the reading both ask for the parts of a question.
@lru_cache(maxsize=64)
def parts(question: str) -> tuple[str, ...]:
    """The two things that a question asks for, each in its own words; the question itself if it asks for one."""
    found = _of_two(question) or _compared(question) or _which_first(question) or _different(question) or _two(question)
    return found or (question,)


def _of_two(question: str) -> tuple[str, ...]:
    """The question of each of two things that it is asked of."""
    matches = (pattern.fullmatch(question) for pattern in _OF_TWO)
    return next((_of_each(found, found["asked"]) for found in matches if found and not _of_years(found)), ())


def _compared(question: str) -> tuple[str, ...]:
    """The question of each of two things that are compared; none where something else is asked before."""
    found = _COMPARED.fullmatch(question)
    if not found or _of_years(found) or _asks_before(found["before"]):
        return ()
    return _of_each(found, _EITHER.sub("", found["asked"]))


def _which_first(question: str) -> tuple[str, ...]:
    """When each of two things was, of which the first is asked for."""
    found = _FIRST.fullmatch(question)
    return _of_each(found, "はいつですか") if found and not _asks_before(found["before"]) else ()


def _different(question: str) -> tuple[str, ...]:
    """What each of two terms is, between which a difference is asked for."""
    found = _DIFFER.fullmatch(question)
    if not found or _asks_before(found["before"]):
        return ()
    if any(_AMOUNT.search(found[one]) or _WHO_DIFFERS.search(found[one]) for one in ("one", "other")):
        return ()
    return _of_each(found, "とは何ですか")


def _of_years(found: re.Match[str]) -> bool:
    """Whether the two are years of one thing, which the first one may name, too: not 世界の2024年と日本の2023年."""
    return bool(_YEAR.search(found["one"]) and _YEAR.fullmatch(found["other"]))


def _of_each(found: re.Match[str], asked: str) -> tuple[str, ...]:
    # Where two editions are compared, their names have been taken out.
    if not (found["one"].strip() and found["other"].strip()):
        return ()
    asked = _EACH.sub("", re.sub("^と(?=で)", "", asked))
    return tuple(f"{found['before']}{found[one]}{asked}" for one in ("one", "other"))


def _asks_before(text: str) -> bool:
    """Whether a sentence of a text asks something of its own."""
    sentences = _SENTENCE.split(text)[:-1]
    return any(map(_asks, sentences))


def _two(question: str) -> tuple[str, ...]:
    """What stands before and after the first boundary between two things that are asked for."""
    announced = _ANNOUNCED.match(question)
    since = announced.end() if announced else 0
    for boundary, holds in _BOUNDARIES:
        for found in islice(boundary.finditer(question, since), _MOST_BOUNDARIES):
            left, rest = question[: found.start()], question[found.end() :]
            left += found[0][0] if found[0][0] in _ENDS else ""
            # That both are to be told is said by the whole, and is no part of the second.
            right = _OF_BOTH.sub("", rest)
            both_tell = _tells(left[since:], found[0]) and (_tells(right, found[0]) or _names_one_more(right))
            both_tell = both_tell and not _GROWN.match(right)
            if holds(left, rest) and both_tell:
                return left, question[:since] + right
    return ()


def stands_alone(part: str) -> bool:
    """Whether a part of a question is understood without the rest of it."""
    common, _ = nouns(part)
    return len(common) >= _FEWEST_NOUNS and not _POINTS_BACK.search(part)


def _tells(part: str, boundary: str) -> bool:
    """Whether a part says enough to be looked for: where a sentence ends beside it, fewer words, but a thing."""
    found = set(words(part))
    if boundary[0] not in _ENDS:
        return len(found) >= _FEWEST_WORDS
    return len(found) >= _FEWEST_WORDS - 1 and names_a_thing(part)


def _names_one_more(part: str) -> bool:
    """Whether a part only names another thing, of which the same is asked."""
    return bool(_ONE_MORE.fullmatch(part) and (nouns(part)[1] or _LATIN.search(part)))


def names_a_thing(text: str) -> bool:
    """Whether a text has a noun for what is asked about, not for when it was or how it is told."""
    common, _ = nouns(text)
    return any(not noun.isdecimal() for noun in common - _NO_SUBJECT)


def _is_a_time(part: str) -> bool:
    """Whether a part names no thing, but a second time of what was asked for at another one."""
    found = _TIME_AGAIN.match(part)
    return found is not None and not names_a_thing(part[found.end() :])


def _alike(left: str, right: str) -> bool:
    """Whether both ask for the same measure: …を信頼する割合と…を信頼する割合."""
    one, other = (_MEASURE.search(part) for part in (left, right))
    return bool(one and other and one[1] == other[1])


def _asks(part: str) -> bool:
    return bool(_ASKS.search(part))


def _one_asks(text: str) -> bool:
    """Whether one of the sentences of a text asks, and does not only tell what something is asked about."""
    return any(_asks(one) and not _only_tells(one) for one in _SENTENCE.split(text))


def _only_tells(sentence: str) -> bool:
    """Whether a sentence tells something, and neither asks nor wants anything."""
    tells = _ONLY_TELLS.search(sentence) and not _ASKS_LAST.search(sentence)
    return bool(tells) and not _WANTS.search(sentence)


def without_stories(question: str) -> str:
    """A question without the sentences that only tell of whoever asks; all of it where the rest names no thing."""
    rest = "".join(one for one in _SENTENCE.split(question) if not (_only_tells(one) and _OF_WHO_ASKS.search(one)))
    return rest if rest != question and stands_alone(rest) else question


def what_asks(question: str) -> str:
    """A question without the sentences that only tell and without what is said not to be asked; all of it where the
    rest is not understood by itself."""
    sentences = _SENTENCE.split(_NOT_ASKED.sub("", question))
    rest = "".join(one for one in sentences if _MATTERS.search(one) or not _only_tells(one))
    return rest if rest != question and stands_alone(rest) else question


def _both(question: str) -> bool:
    """Whether a question says that two things are to be told."""
    return bool(_BOTH.search(question))
