"""What 同年, 同法 and 同会議 point back to, said beside them where a statement stands alone: 同年5月〔2023年5月〕."""

import re

# What has a name of its own; of 同社, 同システム or 同地域 the last one named is too often another.
_NAMED = (
    r"法|法律|会議|検討会|研究会|審議会|懇談会|協議会|委員会|部会|ガイドライン|指針|計画|戦略|大綱|方針|報告書|宣言|協定|条約"
    r"|勧告|制度|基金|センター|研究所|機構|プロジェクト|プログラム|構想|パッケージ|プラン"
)
_POINTS_BACK = re.compile(
    r"(?<![共合協異混賛大一前年帯])同"
    rf"(?:(?P<time>年度?|月|日)(?![一-龥])|(?P<name>[一-龥ァ-ヴー々・]{{0,8}}(?:{_NAMED})(?![一-龥ァ-ヴー])))"
)
_YEAR = r"(?:\d{4}|(?:平成|令和|昭和)(?:\d{1,2}|元))年"
_OTHERWISE = r"(?:[（(][^）)]{3,8}年[）)])?"
_TIMES = {
    # Of a law's number, an edition or a goal no year is meant.
    "年": re.compile(rf"{_YEAR}{_OTHERWISE}(?![版代間度頃]|まで|以降|法律|政令|条例|.{{0,4}}省令|.{{0,4}}告示)"),
    "年度": re.compile(rf"{_YEAR}度"),
    "月": re.compile(rf"{_YEAR}{_OTHERWISE}\d{{1,2}}月|(?<!毎年)(?<![\d~～〜\-])\d{{1,2}}月(?!期|間|分)"),
    "日": re.compile(rf"(?:{_YEAR})?\d{{1,2}}月\d{{1,2}}日"),
}
# The row of a table: what it is of, a range of values, and a sentence about it.
_A_ROW = r"\s*(?!図|表|\d)([^\s。、]{0,11}[^\s。、ぁ-ん\d年月])[ 　]\d[\d,.]*[^\s。、\d]{0,4}[～〜~]\d[^\s。、]*[ 　]"
_ROW, _BEGINS_A_ROW = re.compile(rf"(?:^|[。\n]){_A_ROW}[^。]{{4,}}。\s*$"), re.compile(_A_ROW)
_LONGEST_ROW = 300
# Marks what a statement is about, or who acts in it.
SAYS_OF_WHAT = re.compile("[はがも]")
_QUOTED_LAST = re.compile(r"「([^「」]{2,40})」$")
# What is no name: an amount, a date.
_COUNTS = re.compile(r"\d[^\d]{0,3}$")
# What makes a date of it: 同年5月, 同年度末, 同月3日.
_REST_OF_DATE = re.compile(r"(?:\d{1,2}月)?(?:\d{1,2}日)?末?")
_GOES_ON = re.compile(r"(?!第\d)[一-龥ァ-ヴー]")
_NOUN_BEFORE = re.compile(r"(?:[一-龥ァ-ヴー々A-Za-z0-9・&．.\-]|(?<=[一-龥ァ-ヴー])の(?=[一-龥ァ-ヴーA-Za-z]))+$")
# Begins in the middle of something, or is another word: 方法 is no 法.
_NO_NAME = re.compile(r"^(?:[年月日同]|度の)|[方手用]法$")
_SAYS_MORE, _LONGEST = 3, 40
# A name is looked for among so many characters, of which の may cut off the first ones.
_REACH = 2 * _LONGEST
# Tells one 同年 of a statement from another.
_AROUND = 3


def with_antecedents(said: str, whole: str, before: str) -> str:
    """What is said of a statement, with what it points back to in 〔 〕, as it stands in the text before it.

    `whole`: the statement, of which a part may be said; `before`: what stands before it. Unchanged where it points to
    nothing there, or to what is said already.
    """
    for found in reversed(list(_POINTS_BACK.finditer(said))):
        place = whole.find(said[found.start() : found.end() + _AROUND])
        earlier = f"{before}{whole[:place]}" if place >= 0 else ""
        meant = _time(found["time"], earlier) if found["time"] else _named(found["name"], earlier)
        if meant and meant not in said:
            rest = _rest_of_date(said[found.end() :]) if found["time"] else ""
            end = found.end() + len(rest)
            said = f"{said[:end]}〔{meant}{rest}〕{said[end:]}"
    return said


def last_name(text: str) -> str:
    """The name that a text ends in: what its last quotation holds, or as far back as no particle stands."""
    if quoted := _QUOTED_LAST.search(text[-_REACH:]):
        return quoted[1]
    run = _NOUN_BEFORE.search(text[-_REACH:])
    name = run[0].strip("の・") if run and len(run[0]) <= _LONGEST else ""
    return "" if _COUNTS.search(name) else name


def row_name(text: str, before: str) -> str:
    """What the row of a table is of that a text goes on with: 長波, after 長波 1～10km 遠くまで届く。 "" where it says
    itself of what it is, or goes on with none."""
    if SAYS_OF_WHAT.search(text) or _BEGINS_A_ROW.match(text):
        return ""
    found = _ROW.search(before[-_LONGEST_ROW:])
    return found[1] if found else ""


def _rest_of_date(text: str) -> str:
    found = _REST_OF_DATE.match(text)
    return found[0] if found else ""


def _time(unit: str, earlier: str) -> str:
    """The last year, fiscal year, month or day before; "" if there is none."""
    return next((found[0] for found in reversed(list(_TIMES[unit].finditer(earlier)))), "")


def _named(noun: str, earlier: str) -> str:
    """The last longer name before that ends in the noun; "" if there is none."""
    place = earlier.rfind(noun)
    while place >= 0:
        end = place + len(noun)
        if not _GOES_ON.match(earlier, end) and (name := _longer(earlier[max(0, end - _REACH) : end], noun)):
            return name
        place = earlier.rfind(noun, 0, place)
    return ""


def _longer(text: str, noun: str) -> str:
    """The name that a text ends in, if it says more than the noun that it ends in: since its quote was opened, or as
    far back as no particle stands."""
    _, opened, quoted = text.rpartition("「")
    if opened and "」" not in quoted:
        name = quoted
    else:
        run = _NOUN_BEFORE.search(text)
        name = run[0].strip("の・") if run else ""
        while len(name) > _LONGEST and "の" in name:
            name = name.partition("の")[2]
    says_more = len(noun) + _SAYS_MORE <= len(name) <= _LONGEST and not name.endswith(f"同{noun}")
    return name if says_more and not _NO_NAME.search(name) else ""
