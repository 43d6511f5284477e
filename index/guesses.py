"""Figures that whoever asks has only guessed or heard: 3割くらいかなと思うんだけど実際は？ asks 何割."""

import re

_DIGITS = r"(?:約|およそ|だいたい|大体|たしか)?(?:\d[\d,.]*[千万億兆]*|[一二三四五六七八九十]{1,3})"
_UNIT = r"(?:割|%|パーセント|[かカヶケ]国語?|言語|種類|倍|兆円|億円|万円|円|ドル|[千万億]*[人台件局社個本回校])"
_ABOUT = r"(?:くらい|ぐらい|ほど|程度|以上|以下|未満)?"
# …だと思うけど、実際は？ …かな。
_THINKS = (
    r"(?:(?:か(?:な[あぁー]*)?|だ|じゃないか)?(?:と|って|とか)?(?:勝手に|ばかり)?(?:思|想像|予想|聞い|記憶|認識)"
    r"[^。、？?]{0,10}(?:けど|が|のに|ので)、?(?=[^。？?]{0,8}(?:実際|本当|ほんと|正し|正確|何|いく|どう))"
    r"|かな[あぁー]*[。？?](?=.))"
)
# …を超えたって本当ですか
_ASKS_WHETHER = (
    r"[^。、？?]{0,14}?(?:って|というのは|という話は|と聞(?:いた|いて|きまし)[^。、？?]{0,6})、?"
    r"(?:本当|ほんと|マジ|まじ|事実)"
)
_GUESS = re.compile(rf"(?<![\d第.年月]){_DIGITS}(?P<unit>{_UNIT})(?P<rest>{_ABOUT}(?:{_THINKS}|{_ASKS_WHETHER}))")
_GUESS_IN_ENGLISH = re.compile(
    r"(?:\bI (?:think|guess|thought|heard)\b|\bmaybe\b)[^.?!,]{0,24}?\d[\d,.]*(?: ?(?:%|percent|people|times|yen))?"
    r"[.?!]*"
    r"|\bis it (?:about |around |maybe )?\d[\d,]*\s?[%]?[.?!]",
    re.IGNORECASE,
)


def without_guesses(question: str) -> str:
    """A question with 何 in place of each figure that is only guessed, or doubted: 8割を超えたって本当ですか."""
    return _GUESS_IN_ENGLISH.sub("", _GUESS.sub(r"何\g<unit>\g<rest>", question))
