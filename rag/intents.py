"""What is no question to the papers: greetings, orders to the program, errands, advice, nonsense.

Much is known by its turns of phrase alone. A classifier that learned from examples says what else
a text may be; its word is held against what the search finds.
"""

import re
from collections.abc import Callable

from index.bridge import bridged, is_english
from index.parts import what_asks
from index.words import words
from rag.answers import Reason
from rag.classifier import Suspicion, folded, suspected
from rag.phrases import phrased

Known = Callable[[str], bool]

_SIGNS = re.compile(r"[\s、。！!？?…〜~ー♪☆★・（）()「」]+")


def _any(*phrases: str) -> re.Pattern[str]:
    return re.compile("|".join(phrases), re.IGNORECASE)


_GREETING = _any(
    r"こんにち[はわ]|こんばん[はわ]|おはよう(?:ございます)?|は[じ初]めまして|初めまして|どうも|やあ|もしもし|おーい|ハロー|やっほ",
    r"お?疲れさま(?:です|でした)?|お?疲れ様(?:です|でした)?|お世話になり(?:ます|ました)|ご?苦労さま(?:です|でした)?|失礼します",
    r"ありがと(?:う(?:ございま(?:す|した))?)?|サンキュ|感謝し?(?:ます|てます)?|助かりました|勉強になりました|了解(?:です|しました)?",
    r"さよ[うお]なら|またね|じゃあ?ね|バイバイ|おやすみ(?:なさい)?|あけましておめでとう(?:ございます)?|メリークリスマス|よいお年を",
    r"すみません|すいません|ごめん(?:なさい|ね)?|申し訳(?:ありません|ございません)|聞こえ(?:て)?ますか|テスト(?:です|中)?",
    r"あなたは(?:誰|だれ|何者)(?:です)?か?|お?名前(?:は|を教えて)(?:ください)?|(?:お?元気|調子)(?:です|どう)?か?|暇(?:だ|です)?(?:から|なので)?",
    r"^(?:はい|うん|いいえ|いる|いますか|バカ|ばか|ok|test|testtest)$|へえ|ふーん|なるほど|お?久しぶり|使えない|役に?立たない|動いてる|てすてす",
    r"(?:君|きみ|あなた)(?:は|って)(?:ai|人間|ロボット|chatgpt|gpt)(?:なの|ですか|かな)?|何ができ(?:る|ます)|goodnight",
    r"(?:誰|だれ)が(?:あなた|君|きみ)?を?(?:作|つく)った(?:の|んですか)?|かわいい|(?:かしこ|賢)い|すごい|趣味(?:は|ある)",
    r"話し?相手(?:に)?なって(?:よ|ください|くれる)?|hello|hi|hey|thankyou|thanks|goodmorning|goodevening|goodbye|bye|howareyou|whoareyou",
)
# A longer text is no greeting, and would take too long to be taken for small talk in all ways.
_LONGEST_GREETING = 60
_SMALL_TALK = re.compile(
    r"(?:(?:は[じ初]めて|初めて)?(?:使い|利用し)ます|(?:今日|毎日)[はも](?:暑|寒|いい天気|よい天気|雨)[^?？]{0,12}"
    r"|(?:遅い時間|夜分|お忙しいところ|突然)に?|よろしく(?:お願い(?:します|いたします|致します))?|とても|参考になりました|わかりました"
    r"|本当に|どうも|ございます|です|でした|ました|か|ね|よ|な|は|に|と|の|it|so|much|very|there)*"
)
# By the share of its words that no paper has, a text is nonsense.
_UNKNOWN = 0.6
# Of questions in English there are few examples: the log odds that one is none must be higher.
_LEAST_ODDS_IN_ENGLISH = 1.0
# Whoever goes on with a talk about the papers hardly ever asks for an errand in between.
_LEAST_ODDS_IN_TALK = 2.0
_REPEATED = re.compile(r"(.{1,3})\1{3,}")
# What asks on without a word of its own: それはなぜ？
_ASKS_ON = re.compile(r"なぜ|いつ|どこ|どう|なん|何|誰|いくら")


def intent(question: str, known: Known) -> Reason | None:
    """Why a text is no question to the papers; None if it may be one. `known` tells whether the papers have a word."""
    text = folded(question)
    if _is_greeting(text):
        return Reason.GREETING
    if (reason := phrased(text)) and (reason is Reason.INJECTION or phrased(what_asks(text))):
        return reason
    return Reason.NONSENSE if _is_nonsense(text, known) else None


def likely_intent(question: str) -> Suspicion | None:
    """Why a text is, more likely than not, no question to the papers, as far as its words tell: to be held against
    what the search finds, as a question may sound like an errand. An order to the program is one in a story, too."""
    text, _, talk = question.partition("\n")
    suspicion, least = suspected(folded(question)), _LEAST_ODDS_IN_ENGLISH if is_english(text) else 0.0
    if suspicion.reason is not Reason.INJECTION:
        least = max(least, _LEAST_ODDS_IN_TALK if talk else 0.0)
        if (asks := what_asks(question)) != question:
            suspicion = suspected(folded(asks))
    return suspicion if suspicion.log_odds > least else None


def _is_greeting(text: str) -> bool:
    """Whether nothing is left of a text but small talk, once its greetings are taken out."""
    bare = _SIGNS.sub("", text)
    rest = _GREETING.sub("", bare)
    return len(bare) <= _LONGEST_GREETING and rest != bare and bool(_SMALL_TALK.fullmatch(rest))


def _is_nonsense(text: str, known: Known) -> bool:
    spoken = words(text)
    if not any(character.isalpha() for character in text):
        return True
    if _REPEATED.fullmatch(_SIGNS.sub("", text)):
        return True
    if not spoken:
        return not _ASKS_ON.search(text)
    if is_english(text):
        return not any(bridged(text))
    return sum(not known(word) for word in spoken) / len(spoken) > _UNKNOWN
