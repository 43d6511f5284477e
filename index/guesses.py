"""Figures that whoever asks has only guessed or heard: 3割くらいかなと思うんだけど実際は？ asks 何割."""

import re

# Asks whether it is so, or how much it is instead.
_DOUBTS = re.compile(
    r"(?:って|というのは|という話は?|[。、？?])(?:本当|ほんと|マジ|まじ)(?!に)|(?:本当|ほんと|実際)(?:は|の(?:ところ|数|値)|どう|何|いく)"
    r"|合って(?:い?(?:ます|る)|ん)|あって(?:ます|る)|よね[。？?](?:ど[のれ][くぐ]らい|いくら|[^。？?]{0,6}[くぐ]らい[？?])|じゃないかと"
    r"|(?<=[割%人件台局社個校円倍])[くぐ]らい(?:かな[あぁー]*(?:[。、？?]|と思)|[？?])|正しい(?:です|の)か"
)
_FIGURE = re.compile(
    r"(?<![\d何第.年月\-〜～])(?:約|およそ|だいたい|大体|たしか)?(?:\d[\d,.]*|[一二三四五六七八九十]{1,3}|(?=[千万億兆]))"
    r"(?P<unit>[千万億兆]*(?:円|ドル|割(?!合)|%|パーセント|[かカヶケ]国語?|言語|種類|倍|世帯|回線|団体"
    r"|[人台件局社個校](?![\dに目の]))台?)(?!以下の|以上の|未満の|[あ当]たり)"
)
_DOUBTS_IN_ENGLISH = re.compile(
    r"\b(?:right|correct|true|confirm|maybe|I (?:think|guess|heard|thought))\b", re.IGNORECASE
)
_FIGURE_IN_ENGLISH = re.compile(
    r"(?:\bI (?:think|guess|thought) )?(?:\bit is )?\b(?:maybe|about|around|something like|almost|over)"
    r" \d[\d,.]*(?:[-–]\d+)?\s?(?:%|percent)?(?: of)?[.?!,]*",
    re.IGNORECASE,
)


def without_guesses(question: str) -> str:
    """A question with 何 in place of the figures that it only guesses or doubts: 8割を超えたって本当ですか."""
    if _DOUBTS.search(question):
        question = _FIGURE.sub(r"何\g<unit>", question)
    if _DOUBTS_IN_ENGLISH.search(question):
        question = _FIGURE_IN_ENGLISH.sub("", question)
    return question
