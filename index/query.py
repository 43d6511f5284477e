"""What a question says of editions and years, so that the right edition is searched first.

White papers report on the year before them: a question about 2012 is answered by 平成25年版 (2013).
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

from index.facts import asked_kinds
from index.figures import FIGURE, figures_named
from index.guesses import without_guesses
from index.parts import parts, stands_alone
from index.written import PAPER, written_out
from ingest.calendar import LAST_BY_ERA, era_year, western_year
from ingest.documents import Document

_PAPER_IN_ENGLISH = r"(?:(?:(?:information and |info-?)?communications?|ICT) )?(?:white paper|edition)"
_YEAR = re.compile(
    r"(?:(?P<era>令和|平成|昭和|(?<![A-Za-z])[RH])(?P<count>\d{1,2}|元)|(?<!\d)(?P<west>(?:19|20)\d{2}))"
    rf"(?=年|[-~〜～から]{{1,2}}\d|\s*{_PAPER_IN_ENGLISH}|(?<=\d{{4}})(?!\d|[.,]\d))",
    re.IGNORECASE,
)
# 平成15年度と16年度, 平成16年版と翌17年版: the second year is of the same era, but not in 令和2年版、30年で, nor in
# 平成19年度末と、15年後の.
_SAME_ERA = re.compile(
    r"(令和|平成|昭和)(\d{1,2}|元)(年(?!版[^。\d]{0,3}、)(?:度末|度|末|版)?[^。\d]{0,3}?(?:と|から|、|・|~|→)翌?)(\d{1,2})"
    r"(?=年(?!後|前|間|ぶ|連続|目|以上|以内|余|ほど|くらい|ごと|も))"
)
# A number of four digits that ends a name is no year: IMT-2030, 整備計画2030.
_ENDS_A_NAME = re.compile(r"(?:(?<!FY)(?<!CY)(?<=[A-Za-z])|(?<![年暦書])(?<=[一-龥ァ-ヴー]))[\-‐]?\Z", re.IGNORECASE)
_EDITION_AFTER = re.compile(
    rf"年(?:版(?:の?{PAPER})?|の?{PAPER})(?:では|によると|によれば|で|の|は)?、?"
    rf"|\s*{_PAPER_IN_ENGLISH}",
    re.IGNORECASE,
)
# 平成28年版 is the first one that counts in the western calendar, and tells of the year before it.
_WESTERN_SINCE = LAST_BY_ERA
_ERA = re.compile(r"^(?:令和|平成|[RHrh])(?:\d{1,2}|元)")
# What is left between two editions, and after them, where their names were: のころと…とで, から…の間に.
_BETWEEN_EDITIONS = re.compile(
    r" (?:の?(?:ころ|頃|時点?))?(?:と|から|や|、)(?:最新の|今の)? "
    r"(?:の間[にで]?|と?の間で|とで|で|と|まで[にの]?)?[はも]?、?"
)
_CHANGE = re.compile(
    r"変わ|変化|推移|比べ|比較|増え|増加|減っ|減少|伸び|伸ば|差|どう(?:な|動)|どれ(?:だけ|くらい|ほど)|何倍|から.*(?:まで|にかけて)"
    r"|それぞれ|change|compare|grow|increase|decrease|between|from .* to ",
    re.IGNORECASE,
)
_LAST = r"(?:一番|いちばん|最も|もっとも)新しい"
_NOW = re.compile(rf"最新|{_LAST}|現在|今|いま|このごろ|最近|now|today|latest|current", re.IGNORECASE)
_NEWEST = re.compile(
    rf"(?:(?<!では)(?:最新|今回|{_LAST})|(?:^|(?<=[と、,。？?]))(?:今|いま|現在))"
    r"の?(?:年?版|(?:情報通信)?白書)(?!です)"
    r"|(?:(?<=[頃時]と)|(?<=[こご]ろと))(?:今|いま|現在|最新)(?=[とでを])"
)
# What is said not to be meant: モバイルの方ではありません, 総額じゃなくて; not 文字だけじゃなく, 小包ではなくなった.
# What comes before って, a year or a word of asking is meant all the same.
_NOT_MEANT = re.compile(
    r"(?<![^。、？?（(\s])(?:(?!って|年度?の|なぜ|どうして|いつ|何)[^。、？?\sはがをにで]){1,12}"
    r"(?<!だけ)(?<!のみ)(?<!ばかり)(?<!ばっかり)(?<!ん)"
    r"(?:では?|じゃ)(?:なくて?+(?![なもといは])|(?:ない(?:です|よ)?|ありません)(?=[、。]|$))[、。]?"
)
# What is not yet so is told by the edition that expected it.
EXPECTED = re.compile(r"予測|予想|見込|見通|推計|目標|計画|予定|\bforecast|\bexpect|\bprojected", re.IGNORECASE)
_FIGURE = re.compile(r"図|表|グラフ|出典|figure|chart|table", re.IGNORECASE)
_A_FIGURE = rf"(?:{FIGURE}(?!書)|グラフ|(?<![公発代図])表(?![現示彰]))"
_WHICH_FIGURE = re.compile(
    rf"{_A_FIGURE}の?番号|{_A_FIGURE}は?(?:何番|どれ(?![くほだ])|[？?]?$)|(?:どの|何番の){_A_FIGURE}"
    r"|which (?:figure|chart|table)",
    re.IGNORECASE,
)
# The newest edition reaches so many years back.
RECENT = 2
_MOST_YEARS = 4


@dataclass(frozen=True)
class Mention:
    """A year that a question names, with the words that do: of an edition, or another one."""

    year: int
    words: str
    edition: bool


@dataclass(frozen=True)
class Query:
    """A question as it is searched: `text` is what it asks, without the words that only name an edition.

    `context` is what was asked before it, in which it may have to be understood.
    """

    text: str
    context: str = ""
    mentions: tuple[Mention, ...] = ()

    @property
    def edition_years(self) -> tuple[int, ...]:
        """The editions it names, by their years."""
        return _years(mention for mention in self.mentions if mention.edition)

    @property
    def years(self) -> tuple[int, ...]:
        """Other years it speaks of."""
        return _years(mention for mention in self.mentions if not mention.edition)

    @property
    def in_full(self) -> str:
        """What it asks, after what was asked before it."""
        return f"{self.context} {self.text}".strip()

    @property
    def as_read(self) -> str:
        """The same with the years by which calendar the papers tell of them: 令和6年 is 2024年 there."""
        text = self.in_full
        for mention in self.mentions:
            if mention.year >= _WESTERN_SINCE and not mention.edition:
                text = text.replace(mention.words, _ERA.sub(f"{mention.year}", mention.words))
        return text

    @property
    def asks_which_figure(self) -> bool:
        """Whether it asks for a figure, not for what one shows."""
        return bool(_WHICH_FIGURE.search(self.text))

    @property
    def asks_figure(self) -> bool:
        return bool(_FIGURE.search(self.text))

    @property
    def figures(self) -> frozenset[str]:
        """The figures that it names, by their numbers."""
        return figures_named(self.text)

    @property
    def kinds(self) -> int:
        """The kinds of facts that it asks for, as bits; a follow-up that names none asks for what was asked before."""
        return asked_kinds(self.text) or asked_kinds(self.context)

    @property
    def asks_change(self) -> bool:
        """Whether it asks how something changed, or compares."""
        return bool(_CHANGE.search(self.text))

    @property
    def searched(self) -> str:
        """The text with each year in both calendars: papers up to 平成27年版 count in 平成."""
        both = [form for year in self.years for form in (f"{year}年", era_year(year)) if form not in self.text]
        return " ".join([self.text, *both])

    def part(self, text: str) -> "Query":
        """A part of the question, to be understood by the whole of it where it does not stand alone."""
        alone = stands_alone(text)
        own = tuple(mention for mention in self.mentions if mention.edition or mention.words in text)
        of_all = own + tuple(m for m in self.mentions if m not in own and (not alone or self._opens_with(m)))
        context = self.context if alone else f"{self.text} {self.context}".strip()
        return Query(text, context, own if any(not mention.edition for mention in own) else of_all)

    def _opens_with(self, mention: Mention) -> bool:
        """Whether a year stands at the beginning, or was asked for before, so that it is of all that is asked."""
        return self.text.startswith(mention.words) or mention.words not in self.text

    def of(self, mentions: Sequence[Mention]) -> "Query":
        """The same question about these of its years alone."""
        text = self.text
        for mention in self.mentions:
            if mention not in mentions and not mention.edition:
                text = text.replace(mention.words, " ")
        return replace(self, text=text, mentions=tuple(mentions))


def _years(mentions: Iterable[Mention]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(mention.year for mention in mentions))


def read_query(text: str) -> Query:
    """Read a question. 令和7年 and 2025年, full-width or half-width, are the same year.

    Lines after the first are what was asked before it. Half a surrogate pair, which JSON can hold, is no character.
    """
    text = text.encode("utf-8", "ignore").decode("utf-8")
    text, _, context = without_guesses(written_out(unicodedata.normalize("NFKC", text).strip())).partition("\n")
    topic, mentions = _read(_SAME_ERA.sub(r"\1\2\3\1\4", _NOT_MEANT.sub("", text)))
    context, earlier = _read(context.replace("\n", " "))
    topic = topic if any(character.isalnum() for character in topic) else text
    if _NEWEST.search(topic):
        earlier = []
    # A year is asked of the edition that was named before it, where the talk has kept to that.
    kept = [] if any(mention.edition for mention in mentions) else [mention for mention in earlier if mention.edition]
    return Query(topic.strip(), context.strip(), tuple([*mentions, *kept] if mentions else earlier))


def _read(text: str) -> tuple[str, list[Mention]]:
    """The text without the words that only name an edition, and the years that it names, each once."""
    mentions, topic = [], text
    for found in _YEAR.finditer(text):
        named = _EDITION_AFTER.match(text, found.end())
        if found["west"] and not text[found.end() :].startswith("年") and _ENDS_A_NAME.search(text[: found.start()]):
            continue
        mentions.append(Mention(_year(found), found[0] if named else _with_unit(text, found), bool(named)))
        if named:
            topic = topic.replace(text[found.start() : named.end()], " ")
    editions = {mention.year for mention in mentions if mention.edition}
    return _BETWEEN_EDITIONS.sub(" ", topic) if len(editions) > 1 else topic, list(dict.fromkeys(mentions))


def _with_unit(text: str, found: re.Match[str]) -> str:
    unit = re.match(r"年度?末?", text[found.end() :])
    return found[0] + (unit[0] if unit else "")


def _year(found: re.Match[str]) -> int:
    if found["west"]:
        return int(found["west"])
    return western_year(found["era"], found["count"])


def searches(query: Query, documents: Sequence[Document]) -> list[Query]:
    """The question as the searches that it needs.

    A question that asks two things at once is searched as a whole, and for each of them in the light of the whole.
    """
    asked = parts(query.text)
    halves = [query.part(one) for one in asked] if len(asked) > 1 else []
    if halves and all(any(mention.words in half.text for mention in query.mentions) for half in halves):
        return [query, *halves]
    by_edition = by_editions(query, documents)
    return by_edition + (halves if len(by_edition) == 1 else [])


def by_editions(query: Query, documents: Sequence[Document]) -> list[Query]:
    """The question as one search for each edition that it needs: change over time is told by several of them.

    Where so many are named that nobody would be told of each, one search for all.
    """
    of_editions = [mention for mention in query.mentions if mention.edition]
    others = [mention for mention in query.mentions if not mention.edition]
    newest = max((document.year or 0 for document in documents), default=0)
    if of_editions and newest not in _years(of_editions) and (named := _NEWEST.search(query.text)):
        of_editions.append(Mention(newest, named[0], edition=True))
    if max(len(_years(of_editions)), len(_years(others))) > _MOST_YEARS:
        return [query]
    tells_of_change = query.asks_change and not EXPECTED.search(query.text)
    if len(of_editions) == 1 and tells_of_change and (later := _of_newest(newest, of_editions[0], others)):
        return [query.of([mention for mention in query.mentions if mention not in later]), query.of(later)]
    if len(_years(of_editions)) > 1:
        return [query.of([mention, *_of_edition(mention, of_editions, others)]) for mention in of_editions]
    if not of_editions and len(_years(others)) > 1 and min(_years(others)) < newest - RECENT:
        return [query.of([mention]) for mention in others]
    if not query.asks_change or of_editions:
        return [query]
    if len(others) == 1 and _NOW.search(query.text):
        return [query, query.of([])]
    return [query]


def _of_newest(newest: int, edition: Mention, others: Sequence[Mention]) -> list[Mention]:
    """The year before the newest edition, if the named one is too old to tell of it and other years are asked, too."""
    later = [mention for mention in others if edition.year < mention.year == newest - 1]
    return later if len(later) < len(others) else []


def _of_edition(edition: Mention, editions: Sequence[Mention], others: Sequence[Mention]) -> Sequence[Mention]:
    """The years that are asked of an edition: its own if each has one, the earlier one that of the earlier edition."""
    if len(editions) != len(others):
        return others
    turn = sorted(editions, key=attrgetter("year")).index(edition)
    return [sorted(others, key=attrgetter("year"))[turn]]
