"""Saying no: what is no question to the paper, and the words for having found nothing."""

import re
from collections.abc import Sequence

from index.passages import Passage
from ingest.sections import Section
from rag.answers import Reason

# What an answerer writes, alone, where the passages do not hold the answer.
NOT_FOUND = "該当なし"

_GREETING = re.compile(
    r"(?:こんにち[はわ]|こんばん[はわ]|おはよう(?:ございます)?|はじめまして|ありがとう(?:ございま(?:す|した))?"
    r"|どうも|やあ|もしもし|hello|hi|thank you|thanks)[、。！!？?\s]*"
)
_MOST_NEAREST = 3

_TEXTS = {
    Reason.NOT_FOUND: "お探しの内容は、この資料からは見つかりませんでした。",
    Reason.OUT_OF_SCOPE: "この案内は情報通信白書の内容についてのご質問にお答えするものです。",
    Reason.GREETING: "こんにちは。情報通信白書について、知りたいことをご質問ください。"
    "例：「2024年のスマートフォンのインターネット利用率は？」",
}


def before_search(question: str) -> Reason | None:
    """The reason not to search at all, if there is one."""
    return Reason.GREETING if _GREETING.fullmatch(question.strip().lower()) else None


def says_not_found(draft: str) -> bool:
    """Whether an answerer's draft says that the passages do not hold the answer."""
    return not draft.strip() or draft.strip().strip("「」。 ").startswith(NOT_FOUND)


def nearest_sections(passages: Sequence[Passage]) -> tuple[Section, ...]:
    """The sections to point to instead of an answer: those of the best passages, each once."""
    sections = list(dict.fromkeys(passage.chunk.section for passage in passages))
    return tuple(sections[:_MOST_NEAREST])


def refusal_text(reason: Reason, nearest: Sequence[Section]) -> str:
    """A courteous sentence for the reason, with the nearest sections where they may help."""
    text = _TEXTS[reason]
    if reason is Reason.NOT_FOUND and nearest:
        text += f"近い内容の節：{nearest[0].name}"
    return text
