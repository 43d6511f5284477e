"""Words: one form for every spelling, parts of compounds, synonyms, sounds, and silence for words without a subject."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.words import Heard, Terms, heard, insisted, nouns, sounds, terms, together, words, words_and_names

SENTENCES = [
    "携帯電話の料金は、この十年でおよそ半分になった。",
    "サーバーを国内に置く会社が増えている。",
    "電波の割当てを受けた事業者は4,699者である。",
    "Wi-Fiを使える駅や空港が多くなった。",
    "ドローンで離島へ薬を届ける実験が行われた。",
]


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("サーバ", "サーバー", ["サーバー"]),
        ("光ファイバ", "光ファイバー", ["光", "ファイバー"]),
        ("ﾈｯﾄﾜｰｸ", "ネットワーク", ["ネットワーク"]),
        ("ＬＩＮＥ", "line", ["line"]),
        ("4,699", "4699", ["4699"]),
        ("４，６９９", "4699", ["4699"]),
        ("1,000,000", "1000000", ["1000000"]),
        ("引越し", "引っ越し", ["引っ越し"]),
    ],
)
def test_two_spellings_give_the_same_words(one: str, other: str, found: list[str]) -> None:
    assert (words(one), words(other)) == (found, found)


@pytest.mark.parametrize(
    ("compound", "found"),
    [
        ("携帯電話", ["携帯電話", "携帯", "電話"]),
        ("電子メール", ["電子メール", "電子", "メール"]),
        ("郵便局", ["郵便局", "郵便", "局"]),
        ("電波", ["電波"]),
    ],
)
def test_compounds_give_themselves_and_their_parts(compound: str, found: list[str]) -> None:
    assert words(compound) == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n　",
        "。、「」―…",
        "は",
        "では",
        "です。",
        "何がどうなりましたか。",
        "それはなぜですか？",
        "どのように",
        "教えてください",
    ],
)
def test_particles_question_words_and_signs_give_nothing(text: str) -> None:
    assert words(text) == []


def test_words_keep_their_order_and_are_repeated() -> None:
    assert words("放送と電波と放送") == ["放送", "電波", "放送"]


def test_question_and_statement_give_the_same_words() -> None:
    assert words("携帯電話の料金はいくらですか？") == words("携帯電話の料金") == ["携帯電話", "携帯", "電話", "料金"]


def test_text_longer_than_sudachi_takes_is_read_whole() -> None:
    text = "電話と放送。" * 6000
    assert len(text.encode()) > 2 * 49_149
    assert words(text) == ["電話", "放送"] * 6000


def test_long_text_is_never_cut_inside_a_word() -> None:
    # Seven characters a line: a cut after a round number of characters would fall into a word.
    assert words("電話、放送。\n" * 4000) == ["電話", "放送"] * 4000


def test_half_a_surrogate_pair_is_no_word() -> None:
    assert words("\ud800電話") == ["電話"]
    assert nouns("\ud800電話") == ({"電話"}, set())


@pytest.mark.parametrize("text", ["携 帯 電 話", " 携 帯 電 話 ", "携 帯 電 話\n"])
def test_letter_spaced_word_gives_the_words_of_the_word(text: str) -> None:
    assert words(text) == words("携帯電話") == ["携帯電話", "携帯", "電話"]


@pytest.mark.parametrize(
    ("text", "together"),
    [
        ("携 帯 電 話 の料金", "携帯電話の料金"),
        ("電波 携 帯 電 話", "電波 携帯電話"),
        ("電話 放送 電波", "電話と放送と電波"),
        ("電 話", "電と話"),
        ("5 G a b c", "5とGとaとbとc"),
    ],
    ids=["before a word", "after a word", "words apart", "two letters may be two words", "Latin letters"],
)
def test_only_letters_set_apart_are_put_together(text: str, together: str) -> None:
    assert words(text) == words(together)


def test_nouns_are_told_from_other_words_and_proper_names_from_nouns() -> None:
    assert nouns("東京で電波を使う") == ({"東京", "電波"}, {"東京"})


def test_eight_threads_give_the_same_words_as_one() -> None:
    texts = SENTENCES * 40
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(words, texts))
    assert together == [words(text) for text in texts]


def test_words_are_told_from_the_proper_names_among_them() -> None:
    assert words_and_names("東京で電波を使う") == ({"東京", "電波", "使う"}, {"東京"})
    assert words_and_names("それは何ですか") == (set(), set())


# Terms: the same for passages and questions.


@pytest.mark.parametrize("text", [*SENTENCES, "", "2,024", "\ud800電話", "携 帯 電 話 の料金"])
def test_words_of_the_terms_are_the_words(text: str) -> None:
    assert terms(text).words == words(text)


def test_question_and_statement_have_the_same_terms() -> None:
    question, statement = terms("葉書の料金はいくらですか？"), terms("ハガキの料金")
    assert question.words == statement.words == ["葉書", "料金"]
    assert question.groups == statement.groups
    assert question.groups


@pytest.mark.parametrize(
    ("one", "other"), [("葉書", "ポストカード"), ("引っ越し", "転居"), ("コンピューター", "電算機")]
)
def test_synonyms_are_in_one_group(one: str, other: str) -> None:
    assert set(terms(one).groups) & set(terms(other).groups)
    assert words(one) != words(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("携帯電話", "けいたいでんわ"), ("電話", "デンワ"), ("放送局", "ほうそうきょく"), ("サーバー", "サーバ")],
)
def test_reading_is_the_same_in_any_characters(one: str, other: str) -> None:
    assert terms(one).reading == terms(other).reading


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("電話", "デンワ"),
        ("サーバー", "サバ"),
        ("ちぢむ", "チジム"),
        ("シュッと", "シユツト"),
        ("電話は2台。", "デンワハ ダイ "),
        ("LINE", "line"),
        ("ＬＩＮＥで", "lineデ"),
        ("", ""),
    ],
)
def test_reading_is_katakana_with_long_vowels_and_small_letters_made_one(text: str, reading: str) -> None:
    assert terms(text).reading == reading


@pytest.mark.parametrize(
    ("reading", "found"),
    [
        ("デンワ", ["デンワ"]),
        ("ケイタイ", ["ケイタ", "イタイ"]),
        ("デン ワ", []),
        ("デンワ line デン", ["デンワ", "lin", "ine"]),
        ("", []),
    ],
)
def test_sounds_are_each_three_letters_of_a_run(reading: str, found: list[str]) -> None:
    assert sounds(reading) == found


@settings(deadline=None)
@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_every_sound_is_three_letters_long_and_in_the_reading(text: str) -> None:
    reading = terms(text).reading
    assert [sound for sound in sounds(reading) if len(sound) != 3 or sound not in reading] == []


def test_mistyped_word_shares_sounds_with_the_word() -> None:
    shared = set(sounds(terms("けいたいでんは").reading)) & set(sounds(terms("携帯電話").reading))
    assert shared == {"ケイタ", "イタイ", "タイデ", "イデン"}


def test_terms_of_several_texts_follow_one_another() -> None:
    one, other = Terms(["電話"], ["7"], "デンワ"), Terms(["港", "電話"], [], "ミナト")
    assert together([one, other]) == Terms(["電話", "港", "電話"], ["7"], "デンワ ミナト")
    assert together(iter([])) == Terms([], [], "")


def test_morphemes_are_heard_with_their_search_words() -> None:
    assert heard("電話は2台") == [
        Heard("デンワ", ("電話",)),
        Heard("ハ", ()),
        Heard(" ", ("2",)),
        Heard("ダイ", ("台",)),
    ]
    assert heard("") == []


# Names that a text insists on.


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("横浜市の電話の数", {"横浜市": frozenset({"横浜市", "横浜", "市"})}),
        ("Wi-Fiが使える駅", {"Wi-Fi": frozenset({"wi-fi"})}),
        ("日本の国内の電話の数", {}),
        ("港の電話の数", {}),
        ("5Gの電波", {}),
        ("人のIDで電話を使った件数", {}),
        ("Wi-Fiのような電波", {}),
        ("Wi-Fi、どのような電波か", {"Wi-Fi": frozenset({"wi-fi"})}),
        ("横浜市や大阪市みたいな町の電話の数", {}),
        ("大阪市のWi-Fiのような電波", {"大阪市": frozenset({"大阪市", "大阪", "市"})}),
        ("How many phones are there in Osaka?", {}),
        ("", {}),
    ],
)
def test_places_makes_and_latin_words_of_a_japanese_text_are_insisted_on(
    text: str, names: dict[str, frozenset[str]]
) -> None:
    assert insisted(text) == names
