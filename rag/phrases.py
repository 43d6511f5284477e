"""Turns of phrase that give away what is no question to the papers, whatever the search finds.

Orders to the program tell it to drop its rules, to show what is hidden, to play a part, or to say given words; they
may stand beside a question. Errands and advice are for the one who asks: 解約したい, 買うべきか.
All are for folded texts. No question of the dev and train splits that has an answer holds one of them.
"""

import re

from rag.answers import Reason

_ORDERS = r"(?:指示|命令|ルール|規則|制約|制限|プロンプト|検閲|設定文|安全(?:装置|設定|機能)|フィルター|ガイドライン)"
_QUOTED = r"[「『][^」』]*[」』]"
_DROP_RULES = (
    rf"{_ORDERS}[^。?]{{0,8}}(?:無視|忘れ|破棄|破っ|破り|破る|捨て|取り消|撤回|無効|逆にな|上位|停止|オフ|切って)",
    rf"{_ORDERS}[^。?]{{0,8}}なしで?(?:答|話|動|しゃべ)",
    rf"(?:これまで|ここまで|以前|上記|今まで|あなた|全て|すべて"
    rf"|全部)の?[^。?]{{0,4}}{_ORDERS}[^。?]{{0,12}}(?:解除|解く|解い|外[しせ]|切っ|消し)",
    rf"(?:新しい|新たな|以下の|次の|隠された|優先する?){_ORDERS}|{_ORDERS}(?:終了|ここまで|を?上書き|だけ(?:を|実行))",
    r"制限(?:の|が)?ない|制限なし|制限解除|(?:規則|ルール)(?:に|には)縛られ|(?:規則|指示|ルール)が(?:な(?:い版"
    r"|かった)|逆)",
    r"(?:制限|規則|ルール)を?(?:全て|すべて|全部)?(?:解除|解く)|(?:命令|私の言うこと)(?:だけ)?[にを](?:従え"
    r"|聞[けいき]|最優先)|命令だけ",
    r"絶対に(?:断|拒)|断ったら|(?:拒否|断るの|断ること|言うの|返答)[^。]{0,6}禁止|言ったら罰|どんな質問にも|(?<=[がは])決まりです(?!か)",
    r"(?:ignore|disregard|forget|override|bypass)\s*(?:all|any|the|your|my|previous|above|everything|prior"
    r"|every|safety|these|those)",
    r"no\s*(?:rules|restrictions)\b|unrestricted|never\s*refuse|disable\s*(?:all|your|the|safety|scope)|jailbreak|脱獄",
    r"(?:解読|復号|デコード|逆から読|訳さず)[^。]{0,12}(?:従|実行)|(?:decode|base64"
    r"|rot13)\b[^。]{0,60}(?:follow|obey|execute|do\b)",
)
_SHOW_HIDDEN = (
    r"システム(?:プロンプト|メッセージ|の?(?:指示|設定))",
    r"(?:内部|隠し|隠された|秘密)の?(?:指示|設定|プロンプト|ルール|コマンド|合言葉|パスワード)",
    r"(?:指示文?|プロンプト|設定文|あなたの(?:設定|ルール|指示)|与えられ(?:た|ている)[^。]{0,6})[^。?]{0,20}"
    r"(?:表示|見せ|拝見|教え|出力|出して|開示|書き出|書いて(?:ください|下さい|くれ|みて|[。?]|$)|読み聞|暴露|翻訳|base64"
    r"|コピー|要約)",
    r"(?:api|秘密)キー[^。?]{0,8}(?:教え|見せ|表示|出して|出力|開示|言って|書いて(?:ください|下さい|くれ|$))|管理者(?:パスワード|権限)"
    r"|私は(?:[^。]{0,8}の)?(?:開発者|管理者)|(?:この|あなたの)(?:会話の)?ログ",
    r"(?:他|ほか|前)の(?:利用者|人|ユーザー)[^。]{0,8}(?:聞い|質問)[^。]{0,10}(?:見|教え)",
    r"(?:上|前|最初|先頭)(?:の|に|より前に)[^。]{0,8}(?:文|内容|書いて)[^。]{0,20}(?:コピー|貼り付け|貼って"
    r"|訳して出|書き出|は何)",
    r"(?:ファイル(?:パス|一覧)|設定ファイル)[^。]{0,8}(?:教え|見せ|出)|ファイルごと|(?:記憶|履歴)を消去|設定を書き換え",
    r"your\s*(?:\w+\s*)?(?:instructions?|prompt|rules|guidelines|configuration|context\s*window|secret)"
    r"|word\s*for\s*word",
    r"(?:hidden|initial|original|exact|secret)\s*(?:instructions?|prompt|rules|configuration|password)"
    r"|system\s*(?:prompt|override)",
    r"(?:list|show)[^.]{0,12}(?:files\s*on\s*your|conversations)",
)
_PROGRAM_TEXT = (
    r"^\s*(?:system|assistant|developer|user|sudo|rm)\s*[: ]"
    r"|[\[【]\s*(?:system|inst|システム)\s*[\]】]|<\|?/?(?:system|im_start)",
    r"^\s*#{2,}|<!--|[\"']role[\"']\s*:|-{2,}[^-]*システム|^(?:次の)?コマンド",
    r"(?:ai|アシスタント|回答者|llm)(?:への指示|へ:|は(?:必ず|以後|次の(?:指示|命令)))",
)
_PLAY_A_PART = (
    r"(?:あなた|君|きみ|お前)は(?:今から|これから|いまから)|これ以降|今後は?、?あなた|なりき[っり]"
    r"|ロールプレイ(?:を?(?:し|始め|やろ)|で[答話])|役を演じ|新しい役割",
    r"(?:あなた|君|きみ|お前)は[^。?、]{1,20}(?:です|だ|である|dan)[。、](?!$)|仮面を外|ご主人様",
    r"(?<!法)人格(?:[にを](?:変え[てろ]|切り?替え[てろ]|なって|演じ[てろ]|持て|与え[てろ])|で[答話])",
    r"(?:開発者|管理者|デバッグ|メンテナンス|検閲なし)[^。]{0,6}モード(?:に(?:し|な|切|入|移)|で[答話動]|を?(?:起動|オン|開始|有効)|[。!]|$)"
    r"|(?:海賊|博士|大臣|幼児|五歳児|猫|漫才師)の?(?:口調|として|言葉遣い)",
    r"のふり(?:をして[^。]{0,20}(?:答|話|聞か|教え|出し|読み|ルール)|はやめ|をやめ)|引用したふり",
    r"pretend\s*(?:to\s*be|you|that|the)|you\s*are\s*now\b|from\s*now\s*on|from\s*this\s*point|\bact\s*as\b"
    r"|role-?play|stop\s*being",
    r"new\s*(?:role|persona|instruction)|(?:developer|admin|debug|god)\s*mode|do\s*anything\s*now",
)
_SAY_WORDS = (
    r"(?:回答文?|答え|返事|返答|返信|応答|出力|文)の?(?:最後|最初|冒頭|末尾|はじめ|始め|頭|文頭|文末|語尾"
    r"|一行目)[にをはの]"
    r"[^。]{0,12}(?:必ず|「|『|付け|つけ)|語尾[にをは]",
    rf"(?:冒頭|はじめに|始めに|最初に|最後に|末尾に|必ず)[^。「『]{{0,6}}{_QUOTED}と?(?:言|書|宣言|答|付け|つけ"
    rf"|添え|印字|回答|含め)",
    r"[」』]と(?:だけ|のみ|必ず)(?:言|書|答|返|出|発言|表示)|[」』][とを](?:書き添え|(?:書"
    r"|言)[いっ]て(?:ください|くれ|下さい|$))",
    r"[」』][とを](?:出力|印字|宣言|繰り返|返(?:して|せ|す|答)|返信し|唱え|名乗)|[」』](?:で|から)(?:始め|終え"
    r"|終わら|締め|結ん)",
    r"[」』]を?(?:必ず)?(?:含めよ|含めて|入れて(?:ください|答|$))|[」』]という(?:言葉|語|文)だけ"
    r"|そのまま(?:繰り返|復唱)",
    r"[」』]という?(?:一文|一言|言葉|文言|文字|単語|語)[^。]{0,6}(?:加え|入れ|添え|付け|つけ|含め|足し|書い|書き|言っ)",
    rf"{_QUOTED}と(?:書い|言っ)てあることにし|(?:ことにして|前提で)(?:要約|答|説明|回答|引用)"
    rf"|名乗って(?:ください|くれ)|本文(?:として|の代わりに)",
    r"(?:出典|引用|根拠)(?:欄を空|は(?:いらな|不要|省い)|もいらな|なしで|を(?:でっち|捏造|作って|つけず|付けず|隠し))",
    r"(?:数字|引用文|出典|うそ|嘘)を?(?:適当に|勝手に|でっち|捏造|作って)|(?:適当|勝手)に(?:数字|引用|出典)",
    r"白書[はを](?:見な|見ず|無視|忘れ)|(?:資料|文書)を(?:見ず|無視)|うその(?:数字|統計)",
    r"\b(?:reply|respond|answer|say|print|output|write|repeat)\s*(?:only|just|with|exactly"
    r"|nothing\s*but|verbatim|everything|the\s*words)\b",
    r"(?:^|[.,;!?]\s*|please |then )(?:say|print|output|reply|respond|repeat|simulate)\b|must\s*(?:reveal"
    r"|include|begin|end)\b",
    r"repeat\s*after\s*me|(?:end|begin|start|finish|append)\b[^.?]{0,14}(?:your|each|every"
    r"|to\s*the)\s*(?:answer|reply|response|message)",
    r"(?:append|include|add|say)\s*[\"“'][^\"”']+[\"”']",
    r"without\s*(?:any\s*)?(?:comment|sources)|make\s*up\s*(?:numbers|figures|sources)",
)
_ACTS = (
    r"(?:解約|契約|登録|申し?込み?|申請|変更|再発行|取り?消し?|予約|交換|削除|譲渡|更新|加入|退会|復旧|免除"
    r"|転載|設置|修理)"
)
_ERRANDS = (
    rf"{_ACTS}(?:を?(?:お願い)?し)?たい(?![^。?]{{0,6}}人)|(?:必要な|提出する)書類(?:は|を|と|って|一覧|[?。]"
    rf"|$)|(?:どんな|何の)書類[がを]",
    r"(?:連絡先|問い?合わせ先|相談先|申し?込み先|申請先|通報先|依頼先|提出先)(?:を|は(?!何)|って|どこ|教え"
    r"|おしえ|、|[?。]|$)",
    r"(?:電話番号|メールアドレス)(?:を教え|おしえ|教え|って|どこ|は(?:どこ|何番)|は?[?。]|は?$)"
    r"|何を(?:持っていけ|持参|窓口に)",
    r"申請書[^。?]{0,12}(?:どこ|ダウンロード|書)|(?:暗証番号|パスワード)[^。]{0,8}(?:忘れ|ロックされ|わからな)",
    r"(?:どこ|何番|どちら|誰)(?:から|か?[にへで])[^。?]{0,4}(?:電話|連絡|申し?込|申請|出せ|出す|提出|相談すれ"
    r"|もらえ|もらう|届け)",
    r"(?:出し|書き|取り|送り|申し?込み|やり|消し|直し)方(?:を(?:教(?!えてくれる[一-龥ァ-ヴ])|おし|知)|は?[?。]|は?$|って|教え|おしえ)",
    rf"(?:{_ACTS}|手続き?|設定)の?(?:方法|手順|仕方|しかた|やり方)(?:を(?:教(?!えてくれる[一-龥ァ-ヴ])|知)|は?[?。]|は?$|って|教え|おしえ)",
    r"(?:なくし|無くし|忘れ|落とし|盗まれ|壊れ|ログインでき)(?:て|た|ない|ません|ました)[^。]{0,30}[。、]?[^。]{0,30}"
    r"(?:どうすれ|どうした|再発行|止めて|解除|助けて)",
    r"(?:^|[.,;]\s*)how\s+(?:do|can|should)\s+i\b|where\s+(?:do|can|should)\s+i\b|\bi\s+lost\b|who\s+(?:do"
    r"|should)\s+i\s+call",
    r"what\s+documents\b|\bi\s+(?:want|need)\s+to\s+(?!know|see|find|understand|learn|compare|check)",
)
_ADVICE = (
    r"(?:買う|替える|換える|持たせる|入れる|見せる|やめる|止める|待つ|従う|断る|行く|投票す|契約す|選ぶ|信じる"
    r"|[てり]おく)べき(?!(?:だ|である)?(?:と|という)[^。]{0,6}(?:答|回答|考え|思う(?:人|割合)|する|した|声|意見))",
    r"た(?:ほう|方)が(?:いい|良い|よい|得)(?:でしょう|です|かな|か?[?。]|か?$)|ても(?:大丈夫|平気"
    r"|いい)(?:でしょう|です|かな|か?[?。]|か?$)",
    r"(?:買う|買った|選ぶ|契約する|乗り換える|持たせる|就職する)(?:なら|価値)|買い[?]|買おう[^。]{0,4}迷"
    r"|価値(?:は)?(?:ある|あり)",
    r"おすすめ(?:は|を(?:教|選)|[?]|$)|(?:どれ|どっち)[がをに](?:いい|良い|お?得|買|する|した|しよ|合)",
    r"(?:あなた|君|きみ|お前)の(?:意見|考え|予想)|どう思(?:う[?]?$|いますか)|個人的な予想|本音で"
    # Whoever has asked for a fact before only tells why.
    r"|^(?!.*(?:何|いく[つら]|誰|いつ|割合|どれ(?:くらい|だけ))[^。?]*[か?][。?]).*(?:悩んで|迷って)い?(?:ます|る)[。.]?$",
    r"should\s+i\b|which\b[^.?]{0,30}\bis\s+best\s+for|is\s+it\s+worth|recommend\b[^.?]*\b(?:me|my)\b"
    r"|do\s+you\s+think|your\s+opinion",
)
# What other desks and programs do; other ministries' papers.
_ELSEWHERE = (
    r"(?<!宇宙)天気(?!予報(?:の|アプリ|サービス|サイト)|を(?:くわしく|詳しく)?(?:当て|予測|観測))|気温は|レシピ|占い|歌詞|為替(?:レート|相場)?(?:は|って)?(?:いくら|今|[。?]|$)|政策金利|投票率"
    r"|平均寿命|最低賃金|weather|recipe|capital of",
    r"(?:防衛|経済財政|厚生労働|労働経済|環境|子供・若者|こども|警察|犯罪|交通安全|観光|中小企業|科学技術|エネルギー"
    r"|高齢社会|男女共同参画|消防|防災|食料・農業・農村|水産|森林・林業|国土交通|文部科学|通商|人権|自殺対策"
    r"|障害者|原子力|地方財政)白書|外交青書",
    r"(?:英語|日本語|フランス語|中国語|韓国語)(?:に(?:して|訳して)|で(?:何|なん)と)|(?:^|please )translate\b"
    r"|tell\s+me\s+a\s+joke",
    r"しりとり|なぞなぞ|ダジャレ|俳句|川柳|感想文|クイズを?出して|返信文|志望動機|write\s+(?:me\s+)?a\b"
    r"|\bsolve\b(?!\s*(?:[?]|(?:this|the|these|such)\s+(?:problem|issue)s?\b))",
    r"\b(?:python|java|javascript|excel|sql|html)[^。]{0,20}(?:書いて|書く|コード|関数|直し方|並べ|消す)"
    r"|vlookup|fizzbuzz",
    r"ドル円|日経平均|終値|配当利回り|年会費|宝くじ|運勢|祝日|(?:今|いま)何時|今日は?(?:何日|何曜)|あらすじ"
    r"|(?<!画面)(?<!仕組み)の作り方|育て方",
)
PHRASES = {
    Reason.INJECTION: re.compile("|".join((*_DROP_RULES, *_SHOW_HIDDEN, *_PROGRAM_TEXT, *_PLAY_A_PART, *_SAY_WORDS))),
    Reason.OUT_OF_SCOPE: re.compile("|".join(_ELSEWHERE)),
    Reason.PROCEDURE: re.compile("|".join(_ERRANDS)),
    Reason.ADVICE: re.compile("|".join(_ADVICE)),
}


def phrased(text: str) -> Reason | None:
    """What the turns of phrase of a folded text give away, if anything."""
    return next((reason for reason, phrase in PHRASES.items() if phrase.search(text)), None)
