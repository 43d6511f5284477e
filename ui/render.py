"""Answers and passages as HTML. Everything that comes from outside is escaped here."""

import html
import re

from ingest.events import TextKind
from ingest.sentences import sentence_spans
from rag.answers import Citation

_MARK = re.compile(r"\[(\d{1,3})\]")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|~<>$:&])")

STYLE = """
<style>
.hakusho-answer { font-size: 1.08rem; line-height: 1.9; overflow-wrap: anywhere; }
.hakusho-answer sup { color: #1f4e8c; font-weight: 700; padding: 0 .1em; }
.hakusho-value { font-size: 2.1rem; font-weight: 700; line-height: 1.4; color: #1f4e8c; overflow-wrap: anywhere; }
.hakusho-passage { line-height: 1.85; overflow-wrap: anywhere; white-space: pre-line; }
.hakusho-passage mark { background: #ffe9a8; padding: .1em 0; }
.hakusho-small { color: #56606e; font-size: .85rem; line-height: 1.6; }
</style>
"""


def question_html(question: str) -> str:
    return f'<div class="hakusho-answer">{html.escape(question)}</div>'


def answer_html(text: str) -> str:
    """The answer with its [1] marks raised."""
    marked = _MARK.sub(r"<sup>[\1]</sup>", html.escape(text))
    return f'<div class="hakusho-answer">{marked}</div>'


def passage_html(citation: Citation) -> str:
    """The cited passage with the sentence that the quote is of marked, or the row of a table."""
    text = citation.passage.chunk.text
    start = text.index(citation.quote)
    end = start + len(citation.quote)
    if citation.passage.chunk.kind is not TextKind.TABLE:
        start, end = next(span for span in sentence_spans(text) if span[0] <= start < span[1])
    before, marked, after = (html.escape(part) for part in (text[:start], text[start:end], text[end:]))
    return f'<div class="hakusho-passage">{before}<mark>{marked}</mark>{after}</div>'


def plain_html(text: str, *, css: str = "hakusho-small") -> str:
    return f'<div class="{css}">{html.escape(text)}</div>'


def markdown_label(text: str) -> str:
    """Text for a place that takes Markdown only, such as an expander's label, with nothing left to interpret."""
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))
