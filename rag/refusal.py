"""Saying no: the words for it, for each reason, with what is missing and the nearest section where they may help."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from index.passages import Passage
from ingest.sections import Section
from rag.answers import Reason

# What an answerer writes, alone, where the passages do not hold the answer; what is missing may follow it.
NOT_FOUND = "該当なし"
# A survey may have 該当なし among its answers.
_SAYS_NOT_FOUND = re.compile(rf"[\s*「『“]*{NOT_FOUND}(?!、?(?:の|と(?:答|回答|し(?![てま])|の)|が|は))")
# A passage that scores lower has little to do with the question; of 500 that can be answered in the dev split one
# has no better.
LEAST_PASSAGE = 13.0
# What a passage's score above the least is worth against the log odds that a text is no question. By this 2 of
# the 821 questions of dev and test that can be answered are taken for something else.
_SPEAKS_FOR_IT = 0.2
MOST_NEAREST = 3
_MOST_MISSING, _LONGEST_MISSING = 3, 30
# In characters; beyond that the nearest section is named, not quoted.
_LONGEST = 300

_EXAMPLE = "例：「2024年のスマートフォンのインターネット利用率は？」"
_IN_JAPANESE = {
    Reason.OUT_OF_SCOPE: "恐れ入りますが、お答えできるのは総務省の情報通信白書に書かれていることだけです。"
    "そのほかのことは、担当の窓口や最新の資料でお確かめください。",
    Reason.PROCEDURE: "恐れ入りますが、手続きやお困りごとのご案内は白書に書かれていないため、お答えできません。"
    "担当の窓口（契約のことは契約先の事業者）に直接お問い合わせください。",
    Reason.ADVICE: "恐れ入りますが、何を選ぶか、どうするかのご相談にはお答えできません。"
    "総務省の情報通信白書に書かれている統計や動きについては、お調べできます。",
    Reason.INJECTION: "ご依頼の形ではお答えできません。"
    "総務省の情報通信白書に書かれていることを、ご質問の形でお尋ねください。",
    Reason.NONSENSE: "申し訳ありませんが、ご質問の意味を読み取れませんでした。"
    f"総務省の情報通信白書について、知りたいことを文でお尋ねください。{_EXAMPLE}",
    Reason.GREETING: f"総務省の情報通信白書についてのご質問にお答えします。知りたいことをお尋ねください。{_EXAMPLE}",
}
_PAPERS = "the white papers of the Ministry of Internal Affairs and Communications (情報通信白書)"
# Letters without a meaning are no English.
_IN_ENGLISH = _IN_JAPANESE | {
    Reason.OUT_OF_SCOPE: f"Sorry, I can only tell what {_PAPERS} say. "
    "For anything else, please ask the office in charge.",
    Reason.PROCEDURE: "Sorry, procedures and individual problems are not in the white papers. "
    "Please ask the office in charge, or your provider about a contract.",
    Reason.ADVICE: f"Sorry, I cannot advise you what to choose or do. I can look up what {_PAPERS} say.",
    Reason.INJECTION: f"I cannot answer a request of this form. Please ask a question about {_PAPERS}.",
    Reason.GREETING: f"I answer questions about {_PAPERS}. What would you like to know?",
}


class _NotFound(NamedTuple):
    """How it is said: `said` names in its brackets what is `lacking`, if that is known; then what the nearest section
    says is `told`, or the section `named`."""

    said: str
    lacking: str
    told: str
    named: str


_NOT_FOUND_IN_JAPANESE = _NotFound(
    "お探しの内容{}は、この資料からは見つかりませんでした。",
    "（{}）",
    "近い内容は{section}にあります：{statement}",
    "近い内容の節：{section}",
)
_NOT_FOUND_IN_ENGLISH = _NotFound(
    "What you ask for{} was not found in these papers.",
    " ({})",
    " The nearest thing is in {section}: {statement}",
    " The nearest section: {section}",
)


def outweighs(log_odds: float, best: float) -> bool:
    """Whether the odds that a text is no question outweigh the score of the best passage that was found for it."""
    return log_odds > _SPEAKS_FOR_IT * (best - LEAST_PASSAGE)


def not_found(lacking: Sequence[str], nearest: str = "") -> str:
    """The draft that says that the passages do not hold the answer, what they lack, and below it the nearest thing."""
    named = "、".join(name[:_LONGEST_MISSING] for name in lacking[:_MOST_MISSING] if name)
    said = f"{NOT_FOUND}：{named}" if named else NOT_FOUND
    return f"{said}\n{nearest}" if nearest else said


def says_not_found(draft: str) -> bool:
    """Whether an answerer's draft says that the passages do not hold the answer."""
    return not draft.strip() or bool(_SAYS_NOT_FOUND.match(draft.strip()))


def may_say_not_found(draft: str) -> bool:
    """Whether a draft that is still being written says so, or may be about to."""
    return says_not_found(draft) or NOT_FOUND.startswith(draft.strip().lstrip("「"))


def lacking_in(draft: str) -> str:
    """What a draft that says so finds missing; "" if it does not tell."""
    said, _, _ = draft.strip().partition("\n")
    _, _, named = said.partition("：")
    return named[: _MOST_MISSING * (_LONGEST_MISSING + 1)] if draft.startswith(NOT_FOUND) else ""


def nearest_in(draft: str) -> str:
    """The nearest thing that such a draft offers, a marked statement; "" if it offers none."""
    return draft.strip().partition("\n")[2].strip()


def nearest_sections(passages: Sequence[Passage]) -> tuple[Section, ...]:
    """The sections to point to instead of an answer: those of the best passages, each once."""
    sections = list(dict.fromkeys(passage.chunk.section for passage in passages))
    return tuple(sections[:MOST_NEAREST])


def refusal_text(
    reason: Reason, nearest: Sequence[Section], lacking: str = "", statement: str = "", *, english: bool = False
) -> str:
    """A courteous sentence for the reason, with what is missing and the nearest section where they may help.

    `statement`: what the first of the nearest sections says, with its mark; `english`: for a question in English.
    """
    if reason is not Reason.NOT_FOUND:
        return (_IN_ENGLISH if english else _IN_JAPANESE)[reason]
    words = _NOT_FOUND_IN_ENGLISH if english else _NOT_FOUND_IN_JAPANESE
    # What is lacking mostly has a name in Japanese alone.
    is_named = lacking and (not english or lacking.isascii())
    text = words.said.format(words.lacking.format(lacking) if is_named else "")
    if not nearest:
        return text
    section = nearest[0].name
    told = text + words.told.format(section=section, statement=statement)
    return told if statement and len(told) <= _LONGEST else text + words.named.format(section=section)
