"""Query: which editions and years a question names, and the searches it needs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.query import Query, by_editions, read_query, searches
from ingest.calendar import era_year
from tests.documents import PAPERS, edition, other

YEARS = {
    "令和7年の契約数": 2025,
    "2025年の契約数": 2025,
    "２０２５年の契約数": 2025,
    "令和７年の契約数": 2025,
    "R7年の契約数": 2025,
    "Ｒ７年の契約数": 2025,
    "平成元年の契約数": 1989,
    "令和元年の契約数": 2019,
    "H30年の契約数": 2018,
    "昭和60年の契約数": 1985,
    "2024年度末の契約数": 2024,
    "2025の契約数": 2025,
    "How many contracts were there in 2025?": 2025,
}


@pytest.mark.parametrize(("question", "year"), YEARS.items(), ids=YEARS)
def test_a_year_is_read_in_every_way_of_writing_it(question: str, year: int) -> None:
    assert read_query(question).years == (year,)
    assert read_query(question).edition_years == ()


@pytest.mark.parametrize(
    "question",
    [
        "契約数は",
        "1234567年",
        "7年の契約数",
        "20,250件の契約数",
        "2025.5の値",
        "12025の契約数",
        "5Gの契約数",
        "H30の話",
    ],
)
def test_other_numbers_are_no_years(question: str) -> None:
    assert read_query(question) == Query(question)


@pytest.mark.parametrize(
    ("question", "years"),
    [
        ("2012年から2020年まで", (2012, 2020)),
        ("2012〜2020年の契約数", (2012, 2020)),
        ("平成24-30年", (2012,)),
        ("平成19年度末と20年度末の船の数", (2007, 2008)),
        ("平成19年度末と、15年後の2022年度末の船の数", (2007, 2022)),
        ("平成28年から3年連続で増えた船の数", (2016,)),
    ],
)
def test_both_ends_of_a_stretch_are_read_where_both_are_written_out(question: str, years: tuple[int, ...]) -> None:
    assert read_query(question).years == years


def test_edition_after_another_is_of_the_same_era() -> None:
    assert read_query("平成16年版の白書と翌17年版の白書の船の数").edition_years == (2004, 2005)


@pytest.mark.parametrize(
    ("question", "query"),
    [
        ("平成30年版では電波はどう使われるか", Query("電波はどう使われるか", "", (edition(2018, "平成30"),))),
        ("2019年の白書で電波はどう使われるか", Query("電波はどう使われるか", "", (edition(2019, "2019"),))),
        (
            "令和7年版情報通信白書によると、電波はどう使われるか",
            Query("電波はどう使われるか", "", (edition(2025, "令和7"),)),
        ),
        ("令和元年版の電波の話", Query("電波の話", "", (edition(2019, "令和元"),))),
        (
            "令和7年版では2012年の電波はどうか",
            Query("2012年の電波はどうか", "", (edition(2025, "令和7"), other(2012, "2012年"))),
        ),
        ("２０２５年版で電波はどうか", Query("電波はどうか", "", (edition(2025, "2025"),))),
        ("radio waves, 2018 edition", Query("radio waves,", "", (edition(2018, "2018"),))),
    ],
)
def test_the_words_that_name_an_edition_are_no_part_of_what_is_searched(question: str, query: Query) -> None:
    assert read_query(question) == query


def test_a_question_that_only_names_an_edition_is_searched_as_it_stands() -> None:
    assert read_query("令和7年版") == Query("令和7年版", "", (edition(2025, "令和7"),))


def test_every_edition_and_year_counts_once() -> None:
    query = read_query("2012年と2010年と平成24年")
    assert query.mentions == (other(2012, "2012年"), other(2010, "2010年"), other(2012, "平成24年"))
    assert (query.years, query.edition_years) == ((2012, 2010), ())


def test_lines_after_the_first_are_what_was_asked_before() -> None:
    assert read_query("では料金は？\n電話の契約数は？\n郵便は？") == Query("では料金は?", "電話の契約数は? 郵便は?")


def test_years_asked_for_before_count_only_where_the_question_names_none_and_editions_always() -> None:
    before = "平成30年版の2012年の電波は？"
    assert read_query(f"料金は？\n{before}").mentions == (edition(2018, "平成30"), other(2012, "2012年"))
    assert read_query(f"2019年の料金は？\n{before}").mentions == (
        other(2019, "2019年"),
        edition(2018, "平成30"),
    )
    assert read_query(f"令和2年版の料金は？\n{before}").mentions == (edition(2020, "令和2"),)
    assert read_query(f"料金は？\n{before}").context == "2012年の電波は?"


def test_half_a_surrogate_pair_is_no_character() -> None:
    assert read_query("\ud800電波は？") == Query("電波は?")
    assert read_query("\ud800") == Query("")


@given(st.text())
def test_whatever_is_asked_is_a_query(question: str) -> None:
    query = read_query(question)
    assert read_query(question) == query
    assert set(query.years) | set(query.edition_years) == {mention.year for mention in query.mentions}


@pytest.mark.parametrize(
    ("year", "said"),
    [
        (2024, "令和6年"),
        (2019, "令和元年"),
        (2018, "平成30年"),
        (1989, "平成元年"),
        (1988, "昭和63年"),
        (1926, "昭和元年"),
    ],
)
def test_year_is_said_in_the_japanese_calendar(year: int, said: str) -> None:
    assert era_year(year) == said
    assert read_query(f"{said}の契約数").years == (year,)


@pytest.mark.parametrize(
    ("question", "searched"),
    [
        ("電波はどう使われるか", "電波はどう使われるか"),
        ("2012年の電波", "2012年の電波 平成24年"),
        ("平成24年の電波", "平成24年の電波 2012年"),
        ("2024年度末の電波", "2024年度末の電波 令和6年"),
        ("H24年の電波", "H24年の電波 2012年 平成24年"),
        ("2012年（平成24年）の電波", "2012年(平成24年)の電波"),
        ("2012年と2019年の電波", "2012年と2019年の電波 平成24年 令和元年"),
        ("令和7年版では2012年の電波はどうか", "2012年の電波はどうか 平成24年"),
        ("令和7年版の電波", "電波"),
    ],
)
def test_years_are_searched_in_both_calendars_and_editions_are_not(question: str, searched: str) -> None:
    assert read_query(question).searched == searched


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("電話の数はどう変わったか", (True, False)),
        ("How did phones grow?", (True, False)),
        ("電話の数の図はどれか", (False, True)),
        ("Which chart shows phones?", (False, True)),
        ("電話の数", (False, False)),
    ],
)
def test_question_is_known_to_ask_for_a_change_or_a_figure(question: str, asks: tuple[bool, bool]) -> None:
    assert (read_query(question).asks_change, read_query(question).asks_figure) == asks


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("電話は何台ですか。電波の方ではありません。", "電話は何台ですか。"),
        ("総額ではなく電話の売上", "電話の売上"),
        ("電話の売上、総額じゃなくて", "電話の売上、"),
        ("電波だけじゃなく電話も教えて", "電波だけじゃなく電話も教えて"),
        ("電話はいつから電報ではなくなった？", "電話はいつから電報ではなくなった?"),
        ("電話じゃなくても届く？", "電話じゃなくても届く?"),
        ("なぜ電話ではなく電波を使う？", "なぜ電話ではなく電波を使う?"),
        ("2024年の総額ではなく電話の売上", "2024年の総額ではなく電話の売上"),
        ("電話、高いのではありませんか？", "電話、高いのではありませんか?"),
        ("電話、増えてるんじゃない", "電話、増えてるんじゃない"),
        ("電波ではない。", "電波ではない。"),
    ],
)
def test_what_is_said_not_to_be_meant_is_not_asked(question: str, meant: str) -> None:
    assert read_query(question).text == meant


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("電話の数のグラフは何番？", True),
        ("電話の数の推移を見られる図は？", True),
        ("電話の数はどの表を見ればいい？", True),
        ("図表番号を教えて", True),
        ("図で電話の数は何台？", False),
        ("電話の数はいつ公表？", False),
        ("電話を残す意図は？", False),
        ("電話の代表番号は？", False),
        ("電話はどの図書館にある？", False),
        ("電話をどの表現で言う？", False),
    ],
)
def test_question_for_a_figure_is_told_from_one_for_what_it_shows(question: str, asks: bool) -> None:
    assert read_query(question).asks_which_figure == asks


# The searches that a question needs.


def parted(question: str) -> list[tuple[str, tuple[int, ...], tuple[int, ...]]]:
    """Of each search the text, the editions and the other years."""
    return [(q.text, q.edition_years, q.years) for q in by_editions(read_query(question), PAPERS)]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("電波は届くか", [("電波は届くか", (), ())]),
        ("電波はどう変わったか", [("電波はどう変わったか", (), ())]),
        ("平成30年版の電波はどう変わったか", [("電波はどう変わったか", (2018,), ())]),
        ("平成30年版と平成25年版の電波", [("電波", (2018,), ()), ("電波", (2013,), ())]),
        (
            "平成30年版と最新版で電波はどう変わったか",
            [("と最新版で電波はどう変わったか", (2018,), ()), ("と最新版で電波はどう変わったか", (2025,), ())],
        ),
        (
            "2012年と2017年で電波はどう変わったか。平成30年版と平成25年版で",
            [
                (" と2017年で電波はどう変わったか。", (2018,), (2017,)),
                ("2012年と で電波はどう変わったか。", (2013,), (2012,)),
            ],
        ),
        (
            "2011年、2012年、2013年、2014年、2015年の電波",
            [("2011年、2012年、2013年、2014年、2015年の電波", (), (2011, 2012, 2013, 2014, 2015))],
        ),
        (
            "2012年と2017年で電波はどう変わったか",
            [("2012年と で電波はどう変わったか", (), (2012,)), (" と2017年で電波はどう変わったか", (), (2017,))],
        ),
        ("2023年と2024年で電波はどう変わったか", [("2023年と2024年で電波はどう変わったか", (), (2023, 2024))]),
        (
            "2012年と今で電波はどう変わったか",
            [("2012年と今で電波はどう変わったか", (), (2012,)), (" と今で電波はどう変わったか", (), ())],
        ),
        ("2012年の電波はどこに届くか", [("2012年の電波はどこに届くか", (), (2012,))]),
        (
            "2017年（平成30年版）と2024年で電波はどう変わったか",
            [
                ("2017年( )と で電波はどう変わったか", (2018,), (2017,)),
                (" ( )と2024年で電波はどう変わったか", (), (2024,)),
            ],
        ),
        (
            "平成30年版の予測で、電波は2017年から2024年にどう変わるか",
            [("予測で、電波は2017年から2024年にどう変わるか", (2018,), (2017, 2024))],
        ),
        (
            "平成30年版のころと今とで電波はどう変わったか",
            [("ころと今とで電波はどう変わったか", (2018,), ()), ("ころと今とで電波はどう変わったか", (2025,), ())],
        ),
    ],
    ids=[
        "nothing of time: one search",
        "a change without years: one search",
        "a change told by one edition",
        "two editions: one each",
        "an edition and the newest: one each",
        "two editions and two years: to each its own",
        "more years than anybody would be told of: one search",
        "years long past: one each",
        "years that the newest edition reaches back to: one search",
        "a year and now: with it and without it",
        "a year that is not compared: one search",
        "an edition, and the year before the newest: one each",
        "an edition that tells of what was to come: one search",
        "the days of an edition and now: one each",
    ],
)
def test_change_is_searched_in_each_edition_that_tells_of_it(
    question: str, expected: list[tuple[str, tuple[int, ...], tuple[int, ...]]]
) -> None:
    assert parted(question) == expected


TWO = "携帯電話の契約数は何件ですか。郵便局で小包を出す人は何人ですか"


def test_two_questions_are_searched_together_and_each_by_itself() -> None:
    whole, first, second = searches(read_query(TWO), PAPERS)
    assert whole == Query(TWO)
    assert first == Query("携帯電話の契約数は何件ですか。")
    assert second == Query("郵便局で小包を出す人は何人ですか")


def test_half_that_points_back_is_searched_in_the_light_of_the_whole() -> None:
    asked = "携帯電話の契約数は何件ですか。また、その料金は何円ですか"
    _, first, second = searches(read_query(asked), PAPERS)
    assert (first.context, second.context) == ("", asked)


def test_several_years_long_past_are_searched_each_even_where_no_change_is_asked_for() -> None:
    found = searches(read_query("携帯電話の契約数、平成15年度と16年度"), PAPERS)
    assert [query.years for query in found] == [(2003,), (2004,)]


def test_each_of_two_questions_has_the_years_that_it_names() -> None:
    asked = "2019年の携帯電話の契約数は何件ですか。郵便局で小包を出す人は2012年に何人いましたか"
    _, first, second = searches(read_query(asked), PAPERS)
    assert (first.years, second.years) == ((2019,), (2012,))


def test_each_of_two_questions_is_about_the_edition_that_one_of_them_names() -> None:
    asked = f"平成30年版では{TWO}"
    assert [query.edition_years for query in searches(read_query(asked), PAPERS)] == [(2018,)] * 3


@pytest.mark.parametrize(
    ("asked", "read"),
    [
        ("令和6年度末の灯台の数", "2024年度末の灯台の数"),
        ("H30年と令和元年の灯台", "2018年と2019年の灯台"),
        ("平成26年の灯台、令和7年版で", "平成26年の灯台、 "),
        ("2024年の灯台", "2024年の灯台"),
    ],
)
def test_years_are_read_in_the_calendar_of_the_papers(asked: str, read: str) -> None:
    assert read_query(asked).as_read == read.strip()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("サ―ビスとメ-ルの料金", "サービスとメールの料金"),
        ("相談センタ―の件数", "相談センターの件数"),
        ("5G―6Gの料金―電波", "5G―6Gの料金―電波"),
        ("相談センタ― ", "相談センター"),
        ("グーグル-アマゾンの売上", "グーグル-アマゾンの売上"),
        ("2019-21年のAI-OCR", "2019-21年のAI-OCR"),
    ],
)
def test_dash_in_a_word_of_katakana_is_the_sign_of_a_long_vowel(typed: str, meant: str) -> None:
    assert read_query(typed).text == meant
    assert read_query(f"{typed}\n電波は").text == meant


def test_question_about_one_thing_is_one_search() -> None:
    assert searches(read_query("電波は届くか"), PAPERS) == [Query("電波は届くか")]


def test_number_that_ends_a_name_is_no_year() -> None:
    assert read_query("IMT-2030と整備計画2030、2024年の漁船").years == (2024,)
    assert [read_query(text).years for text in ("2024 漁船の数", "FY2024の漁船", "西暦2024の漁船")] == [(2024,)] * 3


def test_year_is_of_both_parts_where_the_question_opens_with_it() -> None:
    both = "2019年の携帯電話の契約数は何件ですか。郵便局で小包を出す人は全部で何人いましたか"
    one = "郵便局で小包を出す人は2012年に何人いましたか。携帯電話の契約数は全部で何件ですか"
    assert [query.years for query in searches(read_query(both), PAPERS)[-2:]] == [(2019,), (2019,)]
    assert [query.years for query in searches(read_query(one), PAPERS)[-2:]] == [(2012,), ()]
