"""Follow-up questions: the question itself first, and below it what it is understood by, without what it replaced."""

import pytest

from index.query import read_query
from rag.asked import read_asked
from rag.conversation import in_context, in_talk, stands_alone


@pytest.mark.parametrize(
    ("question", "history", "searched"),
    [
        ("漁船は何隻？", [], "漁船は何隻？"),
        ("じゃあ60代は？", ["ラジオの聴取率は？"], "じゃあ60代は？\nラジオの聴取率は？"),
        ("それはいつ？", ["橋の長さは？", "塔の高さは？"], "それはいつ？\n塔の高さは？\n橋の長さは？"),
        ("いくら？", ["防災無線の補助金はもらえますか"], "いくら？\n防災無線の補助金はもらえますか"),
        ("誰が作ったの？", ["港の掟とは何ですか"], "誰が作ったの？\n港の掟とは何ですか"),
        ("Why?", ["Did the number of boats fall in 2023?"], "Why?\nDid the number of boats fall in 2023?"),
    ],
)
def test_newest_questions_stand_below_the_question(question: str, history: list[str], searched: str) -> None:
    assert in_context(question, history) == searched


def test_question_in_several_lines_is_one_line() -> None:
    assert in_context("漁船は\n  何隻？", ["ラジオの\r\n聴取率は？\n"]) == "漁船は 何隻？\nラジオの 聴取率は？"


@pytest.mark.parametrize(
    ("question", "before", "searched"),
    [
        ("じゃあ60代は？", "2023年に20代がSNSを使った割合は？", "じゃあ60代は？ 割合\n2023年に SNSを使った割合は？"),
        ("若い人だとどうかな", "お年寄りで釣りをする人は何％？", "若い人だとどうかな 何％\n釣りをする人は何％？"),
        ("男性だと？", "60代の女性で釣りをする人は何人？", "男性だと？ 何人\n60代の 釣りをする人は何人？"),
        ("中小企業はどうでしょう", "大企業でIoTは何％？", "中小企業はどうでしょう 何％\nIoTは何％？"),
        ("フランスとの協議は？", "ドイツとの対話はいつ？", "フランスとの協議は？ いつ\n対話はいつ？"),
        ("海外では？", "日本企業でクラウドは何％？", "海外では？ 何％\n企業でクラウドは何％？"),
        ("日本は？", "アメリカで漁船は何隻ですか", "日本は？ 何隻\n漁船は何隻ですか"),
        ("じゃあイギリスとは？", "日米サイバー対話はいつ？", "じゃあイギリスとは？ いつ\nサイバー対話はいつ？"),
        ("大阪では？", "東京の灯台は何か所ですか", "大阪では？ 何か所\n灯台は何か所ですか"),
        ("KDDIは？", "NTTドコモの契約のシェアは？", "KDDIは？ シェア\n契約のシェアは？"),
        ("Amazonの売上は？", "Metaの2024年の売上はいくらですか", "Amazonの売上は？\n2024年の売上はいくらですか"),
        ("第3期は？", "GENIACの第2期は何件でしたか", "第3期は？ 何件\nGENIACの 何件でしたか"),
        ("3位は？", "スマホのシェア1位のメーカーはどこですか", "3位は？ どこ\nスマホのシェア メーカーはどこですか"),
        ("平成29年版では？", "平成28年版で漁船は何隻？", "平成29年版では？ 何隻\n漁船は何隻？"),
        ("２０２０年は？", "２０２４年の漁船は何隻？", "2020年は？ 何隻\n漁船は何隻？"),
        ("現在は？", "2010年の漁船は何隻？", "現在は？ 何隻\n漁船は何隻？"),
        ("And in 2015?", "How many boats were there in 2023?", "And in 2015? How many\nHow many boats were there ?"),
        (
            "What about seniors?",
            "What percentage of teenagers use social media?",
            "What about seniors? What percentage\nWhat percentage of use social media?",
        ),
        ("And in Germany?", "How many boats has Japan?", "And in Germany? How many\nHow many boats has ?"),
        ("What about KDDI?", "When did NTT Docomo start 5G?", "What about KDDI? When\nWhen did start 5G?"),
    ],
)
def test_name_of_the_same_sort_is_replaced(question: str, before: str, searched: str) -> None:
    assert in_context(question, [before]) == searched


@pytest.mark.parametrize(
    ("question", "before", "searched"),
    [
        # In front of the same noun.
        ("櫓の高さは？", "2024年の塔の高さは？", "櫓の高さは？\n2024年の 高さは？"),
        (
            "マルチユースの市場だと？",
            "コンテンツの1次流通の市場は？",
            "マルチユースの市場だと？\nコンテンツの 市場は？",
        ),
        # With the same last character.
        ("準上級はどこでしたか？", "CYDERの中級コースはどこ？", "準上級はどこでしたか？\nCYDERの コースはどこ？"),
        # What the question before begins with, quotes, or names.
        ("eシールのほうは？", "タイムスタンプの制度はいつ？", "eシールのほうは？ いつ\n制度はいつ？"),
        ("じゃあメールは？", "仕事で「チャット」を使う人は何％？", "じゃあメールは？ 何％\n仕事で を使う人は何％？"),
        ("じゃあメールは？", "「LINE」を使う人は何％？", "じゃあメールは？ 何％\nを使う人は何％？"),
        ("じゃあシャープは？", "スマホ市場でAppleは何％？", "じゃあシャープは？ 何％\nスマホ市場で 何％？"),
    ],
)
def test_term_in_the_same_place_is_replaced(question: str, before: str, searched: str) -> None:
    assert in_context(question, [before]) == searched


@pytest.mark.parametrize(
    ("question", "before"),
    [
        ("そのうち簡易郵便局は？", "2024年度末の郵便局の数を教えてください。"),
        ("その中で全国いっせいのCTFは何か所？", "地域SECUNITYのイベントは2024年度に何がありましたか"),
        ("そのうち四国の会社はいくつ？", "業者は2024年度末で全国に何者いますか。"),
        ("どこの国で使えますか", "HAPSの電波は強いですか"),
        ("約束は全部でいくつ？", "大手IT企業が選挙のAIで合意を結んだそうですね。"),
    ],
)
def test_what_is_asked_of_a_thing_replaces_no_thing(question: str, before: str) -> None:
    assert in_context(question, [before]) == f"{question}\n{before}"


@pytest.mark.parametrize(
    ("question", "history", "searched"),
    [
        ("その前の年は？", ["2024年度の漁船は？"], "その前の年は？ 2023年度\n漁船は？"),
        ("10年前は？", ["2024年度末の漁船は？"], "10年前は？ 2014年度末\n漁船は？"),
        ("翌年は？", ["平成25年度の漁船は？"], "翌年は？ 2014年度\n漁船は？"),
        ("5年後は？", ["2024年の漁船は？"], "5年後は？ 2029年\n漁船は？"),
        ("5年前の版では？", ["令和7年版の漁船は？"], "5年前の版では？ 2020年版\n漁船は？"),
        ("20年後は？", ["平成25年版の漁船は？"], "20年後は？\n平成25年版の漁船は？"),
        ("その5年後までは？", ["2024年の漁船は？"], "その5年後までは？ 2029年\n2024年の漁船は？"),
        ("その前の版は？", ["平成25年版の漁船は？"], "その前の版は？\n平成25年版の漁船は？"),
        ("さらにその前は？", ["2022年の漁船は？", "その前の年は？"], "さらにその前は？ 2020年\n漁船は？"),
        ("その前の年は？", ["漁船の長さは？"], "その前の年は？\n漁船の長さは？"),
        ("3年前の2017年は？", ["2020年の漁船は？"], "3年前の2017年は？\n漁船は？"),
        ("And the year before?", ["Boats in 2023?"], "And the year before? 2022\nBoats ?"),
    ],
)
def test_year_is_counted_from_the_one_before(question: str, history: list[str], searched: str) -> None:
    assert in_context(question, history) == searched


@pytest.mark.parametrize(
    ("question", "years"),
    [
        ("じゃあ60代は？", (2024,)),
        ("じゃあ2019年は？", (2019,)),
        ("その前の年、2023年は？", (2023,)),
        ("翌年は？", (2025,)),
    ],
)
def test_year_is_carried_over_unless_the_question_names_one(question: str, years: tuple[int, ...]) -> None:
    assert read_query(in_context(question, ["2024年のラジオの聴取率は？"])).years == years


@pytest.mark.parametrize(
    ("question", "history", "searched"),
    [
        # The topic is two questions back.
        ("60代は？", ["ラジオは何分？", "20代は？", "30代は？"], "60代は？ 何分\nラジオは何分？"),
        (
            "60代は？",
            ["港の掟とは何ですか", "ラジオは何分？", "20代は？"],
            "60代は？ 何分\nラジオは何分？\n港の掟とは何ですか",
        ),
        # A question that says enough began another subject.
        (
            "いつ？",
            ["ドローンの登録制度の目的は？", "水産研究所の新しい調査船の長さは？"],
            "いつ？\n水産研究所の新しい調査船の長さは？",
        ),
        # Of two subjects the one that has such a name too.
        (
            "KDDIは？",
            ["NTTドコモの契約の目標は何％ですか", "漁港の灯台の建物は何棟？"],
            "KDDIは？ 何％\n契約の目標は何％ですか",
        ),
    ],
)
def test_subject_reaches_back_to_the_question_that_began_it(question: str, history: list[str], searched: str) -> None:
    assert in_context(question, history) == searched


@pytest.mark.parametrize(
    ("question", "before", "kept"),
    [
        ("2020年の予測は？", "平成27年版で、漁船は2014年に何隻？", True),
        ("2012年は？", "平成27年版で、漁船は2014年に何隻？", True),
        ("前の年度は？", "平成27年版で、漁船は2013年度に何隻？", True),
        ("2020年は？", "平成27年版で、漁船は2014年に何隻？", False),
        ("2020年は？", "平成27年版で、漁船の数の予測は？", True),
        ("今は？", "平成27年版で、漁船は2014年に何隻？", False),
        ("平成29年版では？", "平成27年版で、漁船は2014年に何隻？", False),
        ("前の年は？", "平成27年版で、漁船は何隻？", False),
    ],
)
def test_edition_is_kept_for_years_that_it_may_tell_of(question: str, before: str, kept: bool) -> None:
    assert (2015 in read_query(in_context(question, [before])).edition_years) is kept


@pytest.mark.parametrize(
    ("question", "alone"),
    [
        ("で、経済効果はいくらと見込んだの？いつまでの話？", False),
        ("うちみたいな普通の町はどう？", False),
        ("電子政府の取組状況はどうですか", True),
        ("テレビの視聴時間はどうですか？", True),
    ],
)
def test_question_that_only_goes_on_is_about_what_was_asked_before(question: str, alone: bool) -> None:
    assert stands_alone(question) is alone


def test_long_drawn_question_is_read_at_once() -> None:
    assert in_context("うちはどう" + "なの" * 200 + "x", []).startswith("うち")


def test_question_that_names_no_thing_is_about_what_was_asked_before() -> None:
    before = "令和3年版で、港の灯台の見学者として多いのは誰ですか"
    for question in ("これからの予定や検討中のものでは何が上位ですか", "最終年度の見込みは？"):
        assert in_context(question, [before]).endswith(before)


@pytest.mark.parametrize(
    "question",
    [
        "ドローンの登録制度はいつ始まりましたか",
        "プラチナバンドとは何ですか",
        "CYNEXって何？",
        "2023年に日本で生成AIを使ったことがある人の割合は何％ですか",
        "漁船の乗組員と船主とその年収は、どう変わりましたか",
        "How many data centers does Japan have?",
    ],
)
def test_talk_is_dropped_when_the_subject_changes(question: str) -> None:
    assert stands_alone(question)
    assert in_context(question, ["高齢者の貯蓄の額は？", "2019年の漁船の数は？"]) == question


def test_question_that_is_nearly_complete_keeps_the_year() -> None:
    before = "2024年末の携帯電話の契約数で、KDDIのシェアは何％ですか"
    searched = in_context("携帯電話の契約数で、ソフトバンクのシェアは？", [before])
    assert searched == "携帯電話の契約数で、ソフトバンクのシェアは？\n2024年末の携帯電話の契約数で、 シェアは何％ですか"


def test_topic_is_carried_over_and_counts_less_than_what_is_asked() -> None:
    asked = read_asked(read_query(in_context("じゃあ60代の漁師は？", ["ラジオの聴取率は？"])), lambda word: 5.0)
    worth = {word: worth for one, worth in zip(asked.concepts, asked.worths, strict=True) for word in one.words}
    assert worth["漁師"] > worth["ラジオ"] > 0


def test_question_goes_back_to_the_first_one() -> None:
    talk = ["2024年の港の灯台ランキング、1位の町は？", "漁船のランキングの1位は？"]
    searched = in_context("最初の話に戻るけど、そっちの5位は？", talk)
    assert "灯台" in searched
    assert "漁船" not in searched


@pytest.mark.parametrize(
    "question", ["話変わるけど、灯台は何基？", "別の話ですが、灯台は何基？", "ところで灯台は何基？"]
)
def test_question_that_says_so_begins_another_subject(question: str) -> None:
    assert in_context(question, ["令和2年版で、漁船は何隻？"]) == question


def test_newest_paper_takes_the_place_of_an_older_one() -> None:
    searched = in_context("その漁船、一番新しい白書では何隻？", ["令和2年版で、港の船は何隻？", "漁船は？"])
    assert read_query(searched).mentions == ()


def test_paper_is_no_subject_that_another_one_replaces() -> None:
    assert "灯台" in in_context("平成20年版の白書だといくつ？", ["2024年の港の灯台はいくつ？"])


def test_part_is_replaced_not_what_it_is_a_part_of() -> None:
    searched = in_context("文字の方は何％？", ["水産市場のうち映像の割合は？"])
    assert "市場" in searched
    assert "映像" not in searched


def test_question_that_seems_to_say_enough_can_be_read_in_the_talk() -> None:
    before, question = "平成18年版で、世界で最初の漁船は何？", "日本で灯台公園が始まったのはいつ？"
    assert in_context(question, [before]) == question
    assert 2006 in read_query(in_talk(question, [before])).edition_years
    assert in_talk(question, []) == question


@pytest.mark.parametrize(
    ("question", "kept"),
    [
        ("小学生の漁船の見学は？", True),
        ("漁船の見学は2020年に何人？", False),
        ("話変わるけど、漁船の普及率は？", False),
        ("さっき港で聞いたのですが、水産研究所の漁船の普及率は何％ですか", False),
    ],
)
def test_edition_is_kept_for_what_is_only_named(question: str, kept: bool) -> None:
    searched = in_context(question, ["平成26年版だと、高校生の灯台の利用率は？"])
    assert (2014 in read_query(searched).edition_years) is kept


def test_years_ago_count_from_the_year_that_was_named() -> None:
    talk = ["2024年度末に漁船は何隻ですか", "前の年度は？"]
    assert "2019年" in in_context("5年前だと？", talk)
    assert "2018年" in in_context("その5年前だと？", talk)


def test_thing_alone_takes_the_place_of_its_like() -> None:
    talk = ["新聞を信頼できると思っている人は何％？", "テレビは？"]
    searched = in_context("ネットは？20代でお願いします", talk)
    assert "新聞" not in searched
    assert "テレビ" not in searched
    assert "信頼" in searched


def test_question_goes_back_to_the_subject_that_it_names() -> None:
    talk = ["漁船の世界シェアで1位の会社は？", "2位は？", "日本の灯台の市場はどれくらい？"]
    assert "漁船" in in_context("さっきのシェアの話、3位の会社も聞いていいですか", talk)


def test_what_only_says_what_was_told_begins_no_subject() -> None:
    talk = ["平成21年版で、漁船の普及率は何％ですか", "小舟などの船は18.8％なんですね"]
    searched = in_context("灯台はどうでしょうか", talk)
    assert 2009 in read_query(searched).edition_years
    assert "何％" in searched


def test_question_that_only_names_a_thing_goes_on() -> None:
    before = "港の補助、山のせいの場合は補助率どれくらいですか"
    assert in_context("都会のビルとかのせいで入らない場合は？", [before]).endswith(before)
    assert in_context("新しい灯台公園の入場者数は？", [before]) == "新しい灯台公園の入場者数は？"


def test_by_the_way_goes_on_where_it_points_back() -> None:
    searched = in_context("ところでそのころの漁師は何人ぐらい？", ["平成13年版では、灯台は何基ですか"])
    assert 2001 in read_query(searched).edition_years


def test_edition_is_kept_in_english() -> None:
    before = "According to the 2000 (Heisei 12) communications white paper, how much did Amazon sell in 1999?"
    assert 2000 in read_query(in_context("And how much did it lose that year?", [before])).edition_years


def test_what_is_asked_for_gives_way_not_what_is_told_before() -> None:
    searched = in_context("じゃあケータイは？", ["世界の電話事情を調べています。2008年の固定電話は何加入？"])
    assert "電話事情" in searched
    assert "固定電話" not in searched
