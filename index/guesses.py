"""Figures that whoever asks has only guessed or heard: 3割くらいかなと思うんだけど実際は？ asks 何割."""

import re

# Asks whether it is so, or how much it is instead.
_DOUBTS = re.compile(
    r"(?:って|というのは|という話は?|[。、？?])(?:本当|ほんと|マジ|まじ)(?!に)|(?:本当|ほんと|実際)(?:は|の(?:ところ|数|値)|どう|何|いく)"
    r"|合って(?:い?(?:ます|る)|ん)|あって(?:ます|る)|よね[。？?](?:ど[のれ][くぐ]らい|いくら|[^。？?]{0,6}[くぐ]らい[？?])|じゃないかと"
    r"|(?<=[割%人件台局社個校円倍])[くぐ]らい(?:かな[あぁー]*(?:[。、？?]|と思)|[？?])|正しい(?:です|の)か"
)
# A whole number; one in kanji counts nothing but tenths, times, countries and large sums: 一人ひとり, 一局集中.
_IN_FIGURES = (
    r"(?:\d[\d,.]*[千万億兆]*)+"
    r"(?P<unit>(?:円|ドル|割(?!合)|%|パーセント|[かカヶケ]国語?|言語|種類|倍|世帯|回線|団体|[人台件局社個校](?![\dにの目])))"
)
_IN_KANJI = r"[一二三四五六七八九十百千]+(?P<kanji>割(?!合)|倍|[かカヶケ]国語?|[万億兆]+円)"
# What is told of whom it is asked, and no guess: 従業員300人を超える企業, 2人以上世帯.
_CONDITION = r"(?!以上(?:[のい]|世帯)|以下の|未満[のでい]|を超える(?![のとか])|[あ当]たり|家族|世帯|規模)"
_FIGURE = re.compile(
    rf"(?<![\d何数第.年月千万億兆百十一二三四五六七八九\-〜～~])(?<!大手)(?<!上位)(?<!従業員)(?<!人に)"
    rf"(?:約|およそ|だいたい|大体|たしか)?(?:{_IN_FIGURES}|{_IN_KANJI}){_CONDITION}"
)
_DOUBTS_IN_ENGLISH = re.compile(
    r"\b(?:(?:is|was) (?:that|it) (?:right|correct|true)|right\?|can you confirm|maybe"
    r"|I (?:think|guess|heard|thought))",
    re.IGNORECASE,
)
_FIGURE_IN_ENGLISH = re.compile(
    r"(?:\bI (?:think|guess|thought) )?(?:\bit is )?\b(?:maybe|about|around|something like|almost|over)"
    r" (?!(?:19|20)\d\d\b)\d[\d,.]*(?:[-–]\d+)?\s?(?:%|percent)?(?: of)?(?=\s*(?:[.?!,]|$|the\b))[.?!,]*",
    re.IGNORECASE,
)


def without_guesses(question: str) -> str:
    """A question with 何 in place of the figures that it only guesses or doubts: 8割を超えたって本当ですか."""
    if _DOUBTS.search(question):
        question = _FIGURE.sub(lambda found: f"何{found['unit'] or found['kanji']}", question)
    if _DOUBTS_IN_ENGLISH.search(question):
        question = _FIGURE_IN_ENGLISH.sub("", question)
    return question
