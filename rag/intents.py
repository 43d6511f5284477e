"""What is no question to the papers: greetings, orders to the program, errands, advice, nonsense.

Each intent is a list of turns of phrase. They are read in this order, and the first that fits decides; all
else goes to the search, which finds out whether the papers tell.
"""

import re
import unicodedata
from collections.abc import Callable

from index.words import words
from rag.answers import Reason

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
_WISH = (
    r"(?:たい(?:です|んです|のです|の|ん|。|、|が|けど|！|$)|てほしい|て欲しい|をお願い"
    r"|(?<!え)なくした|失くした|届かない|届きません|来ない)"
)
_ERRAND = (
    r"(?:申請|申込|申し?込み?|届出|届け出|転居届|解約|再発行|登録|手続き?|更新|免許|ロック"
    r"|願書|請求|通報|加入|名義変更|払い戻し|返金|設定|契約)"
)
_PROCEDURE = _any(
    rf"{_ERRAND}(?:書|届|先)?の?(?:方法|仕方|やり方|出し方|書き方|送り方|手順|窓口|締切|用紙)",
    rf"{_ERRAND}(?:書|届|先)?[はをにの]?[^。]{{0,12}}(?:どこ(?:で(?:もら|でき|すれ|買)|へ|に(?:出|送|申|届|行|連絡))|どうやって|どうすれば|どうしたら|何を持)",
    rf"{_WISH}[^。]{{0,30}}(?:。|、)?[^。]{{0,24}}(?:どこ|どう(?:やって|すれ|したら|書)|どの(?:用紙|ボタン|窓口|画面)|何を(?:持|押|書)|窓口|電話番号|必要な|書類|手順)",
    r"(?:必要な|持って(?:いく|行く))(?:書類|もの|物|持ち物)|何を持って|どの(?:用紙|書式|ボタン|窓口|画面|メニュー)|どこを(?:開|押|タップ)",
    r"どこ(?:で|に|へ)[^。、]{0,10}(?:申請|申し込|届け|提出|解約|相談|連絡|電話|出せ)(?:すれ|した|でき|ば|る|たら)",
    rf"どうやって(?:解除|解約|申請|申し込|登録|変更|手続|取り消)|{_ERRAND}(?:したい|してほしい|するには)",
    r"(?:窓口|問い?合わせ先|電話番号|連絡先|受付時間)(?:は|を|って)?(?:どこ|何番|教え|知りたい|？|\?|$)|電話番号(?:は|を|、)?どこ",
    r"(?:に来て)?もらうには|お願いするには|取り消すには|(?:書面|申請書|届出書|用紙)[^。]{0,10}(?:書け|書き方|何を書)|送り方を|書き方を",
    r"how (?:do|can|should) i (?:apply|cancel|register|renew|unlock|sign up|file|get a|change|replace|report)",
    r"where (?:do|can|should) i (?:apply|get|submit|file|register|go|report)|what documents do i need",
)
_ADVICE = _any(
    r"おすすめ|オススメ|お勧め|お薦め|(?:買う|契約す|選ぶ|投資す|乗り換え|入る|使う|やる|持たせる|替える|変える|習わせる)べき|べきでしょうか|べきか",
    r"(?:どっち|どちら|どれ)が(?:いい|良い|よい|得|お得|安全|向いて)|どちらを(?:契約|選|買)[^。]{0,6}(?:たら|れば)|進むなら",
    r"(?:買|契約し|選|使|し|接し|すれ)(?:ったら|たら|ば|べば|えば)(?:いい|よい|良い)(?:です|でしょう|と思|か|の|？|$)",
    r"どう(?:接し|したら|すれば)(?:いい|よい|良い|たら)|(?:買い|儲かり|上がり|売れ)ますか|買い時|手遅れ|価値(?:は)?ありますか|将来性",
    r"困っています|早すぎ(?:ます|る)か|間に合いますか|迷っています|迷って(?:い|る)|悩んで(?:い|る)|相談に乗って|助けてください|どう思いますか|(?:しても|使っても|見せても)(?:大丈夫|平気|いい)(?:です|でしょう|？|か)",
    r"should i |which (?:\w+ ){0,3}should i|recommend|is it (?:worth|safe|ok)|do you think i|what would you",
)
_OUT_OF_SCOPE = _any(
    r"(?<!宇宙)天気|気温は|降水|レシピ|(?:の|を)作り方|おいしく|コツを教えて|献立|占い|星座|歌詞|平均寿命|最低賃金|首都はど|為替|株価|政策金利|投票率",
    r"(?:サッカー|野球|相撲|競馬|マラソン|オリンピック)の?(?:結果|試合|優勝|日程)|今日の(?:トップ)?ニュース|最新ニュース",
    r"(?:小説|俳句|短歌|詩|作文|メール|コード|プログラム|スクリプト)を?(?:書いて|作って)|(?:英語|日本語|中国語)に(?:翻訳|訳)|翻訳して",
    r"(?:防衛|経済財政|厚生労働|環境|子供・若者|警察|観光|中小企業|科学技術|エネルギー|高齢社会|消防|食料・農業・農村)白書",
    r"weather|recipe|who won|capital of|summarize the|write (?:a|me|some)|translate",
)
# In this order: an order to the program may come as a wish, and a wish as a question for advice.
_INTENTS = (
    (Reason.INJECTION, _INJECTION),
    (Reason.PROCEDURE, _PROCEDURE),
    (Reason.ADVICE, _ADVICE),
    (Reason.OUT_OF_SCOPE, _OUT_OF_SCOPE),
)
# By the share of its words that no paper has, a text is nonsense.
_UNKNOWN = 0.6
_REPEATED = re.compile(r"(.{1,3})\1{3,}")


def intent(question: str, known: Known) -> Reason | None:
    """Why a text is no question to the papers; None if it may be one. `known` tells whether the papers have a word."""
    text = unicodedata.normalize("NFKC", question).strip().lower()
    if _is_greeting(text):
        return Reason.GREETING
    found = next((reason for reason, pattern in _INTENTS if pattern.search(text)), None)
    return found or (Reason.NONSENSE if _is_nonsense(text, known) else None)


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
