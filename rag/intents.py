"""What is no question to the papers: greetings, orders to the program, errands, advice, nonsense.

Greetings and orders are known by their turns of phrase. A classifier that learned from examples says what else
a text may be; it decides only where the search finds nothing that speaks of it.
"""

import re
import unicodedata
from collections.abc import Callable

from index.words import words
from rag.answers import Reason
from rag.classifier import learned_intent

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
    r"あなたは(?:誰|だれ|何者)(?:です)?か?|お?名前(?:は|を教えて)(?:ください)?|元気(?:です)?か?|暇(?:だ|です)?(?:から|なので)?",
    r"話し?相手(?:に)?なって(?:よ|ください|くれる)?|hello|hi|hey|thankyou|thanks|goodmorning|goodevening|goodbye|bye|howareyou|whoareyou",
)
# A longer text is no greeting, and would take too long to be taken for small talk in all ways.
_LONGEST_GREETING = 60
_SMALL_TALK = re.compile(
    r"(?:(?:は[じ初]めて|初めて)?(?:使い|利用し)ます|(?:今日|毎日)[はも](?:暑|寒|いい天気|よい天気|雨)[^?？]{0,12}"
    r"|(?:遅い時間|夜分|お忙しいところ|突然)に?|よろしく(?:お願い(?:します|いたします|致します))?|とても|参考になりました|わかりました"
    r"|本当に|どうも|ございます|です|でした|ました|か|ね|よ|な|は|に|と|の|it|so|much|very|there)*"
)
_INJECTION = _any(
    r"(?:これまで|ここまで|以前|上記|上|前|最初|今まで|すべて|全て|元)の?(?:指示|命令|ルール|規則|設定|制約|プロンプト)[^。]{0,12}(?:無視|忘れ|破棄|取り消|捨て)",
    r"(?:指示|命令|ルール|規則|制約)を?(?:無視|忘れ|破棄|捨て)|新しい(?:規則|ルール|指示|命令)",
    r"システム(?:プロンプト|メッセージ|の指示)|(?:指示|設定|プロンプト|設定文)[^。]{0,20}(?:表示|見せ|教え|出力|開示)",
    r"^\s*(?:system|assistant|developer|user)\s*[:：]|\[(?:system|inst)\]|<\|?/?(?:system|im_start)|^\s*#{2,}|<!--|\"role\"\s*:",
    r"あなたは(?:今から|これから|いまから)|これ以降|今後は?、?あなた|なりき[っり]|ロールプレイ|役を演じ|開発者モード|管理者モード|脱獄",
    r"(?:回答|答え|返事|返答|文)の?(?:最後|最初|冒頭|末尾|はじめ|始め|頭)に[^。]{0,12}(?:必ず|「)",
    r"(?:冒頭|はじめに|始めに|最初に|最後に)[^。「]{0,6}「[^」]*」と(?:言|書|宣言|答|付け|添え)",
    r"」と(?:だけ|のみ|必ず)(?:言|書|答|返|出)|」と(?:書き添え|書いて(?:ください|くれ|)$|言って(?:ください|くれ)|返して|出力し|宣言し|繰り返)",
    r"どんな質問にも|命令だけ|決まりです|名乗って(?:ください|くれ)|本文(?:として|の代わりに)|(?:出典|引用)(?:は不要|を(?:でっち|捏造|作って))",
    r"(?:ignore|disregard|forget|override) (?:all|any|the|your|my|previous|above|everything|prior)",
    r"system prompt|your (?:hidden |original |initial )?(?:instructions|prompt|rules|guidelines)"
    r"|jailbreak|developer mode|do anything now",
    r"pretend (?:to be|you|that)|you are now|from now on|act as|role-?play",
    r"(?:reply|respond|answer|say|print|output|write) (?:only|just|with|exactly|nothing but)\b"
    r"|repeat after me|end your (?:answer|reply)",
)
# What other desks tell, by the words for it: the weather, prices of the day, other ministries' papers.
_ELSEWHERE = _any(
    r"(?<!宇宙)天気|気温は|レシピ|占い|歌詞|為替|株価|政策金利|投票率|平均寿命|最低賃金|weather|recipe|capital of",
    r"(?:防衛|経済財政|厚生労働|環境|子供・若者|警察|観光|中小企業|科学技術|エネルギー|高齢社会|消防|食料・農業・農村)白書",
)
# By the share of its words that no paper has, a text is nonsense.
_UNKNOWN = 0.6
_REPEATED = re.compile(r"(.{1,3})\1{3,}")


def intent(question: str, known: Known) -> Reason | None:
    """Why a text is no question to the papers; None if it may be one. `known` tells whether the papers have a word."""
    text = _normal(question)
    if _is_greeting(text):
        return Reason.GREETING
    if _INJECTION.search(text):
        return Reason.INJECTION
    if _ELSEWHERE.search(text):
        return Reason.OUT_OF_SCOPE
    return Reason.NONSENSE if _is_nonsense(text, known) else None


def likely_intent(question: str) -> Reason | None:
    """Why a text seems to be no question to the papers, as far as its turns of phrase tell: to be held against
    what the search finds, as a question may sound like an errand."""
    return learned_intent(_normal(question))


def _normal(question: str) -> str:
    return unicodedata.normalize("NFKC", question).strip().lower()


def _is_greeting(text: str) -> bool:
    """Whether nothing is left of a text but small talk, once its greetings are taken out."""
    bare = _SIGNS.sub("", text)
    rest = _GREETING.sub("", bare)
    return len(bare) <= _LONGEST_GREETING and rest != bare and bool(_SMALL_TALK.fullmatch(rest))


def _is_nonsense(text: str, known: Known) -> bool:
    spoken = words(text)
    if not spoken or _REPEATED.fullmatch(_SIGNS.sub("", text)):
        return True
    return sum(not known(word) for word in spoken) / len(spoken) > _UNKNOWN
