"""Rankings whose entries end in their values: told where the values fall from first to last, silent elsewhere."""

from ingest.events import Line
from ingest.rankings import read_rankings

RANKING = """図表1-2 町の商店の売上高上位
2024年
店名 主な品 地区 売上高（万円）
↑ 浜田屋 魚、
乾物 浜辺 1,200

Minato
Trading

雑貨 港 950

new 山本商店 米 山手 800
↓ 木村屋 パン 駅前 650
岡 茶 山手 300
2023年
店名 主な品 地区 売上高（万円）
Minato Trading 雑貨 港 900
浜田屋 魚、乾物 浜辺 880
木村屋 パン 駅前 700
岡 茶 山手 310
森 花 駅前 120
（出典）港町「商業統計」
谷 花 駅前 90
"""


def told(text: str) -> list[str]:
    lines = [Line(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    return [cell.text for cell in read_rankings(lines)]


def test_each_entry_has_the_value_it_ends_in_with_its_column_and_year() -> None:
    assert told(RANKING)[:5] == [
        "浜田屋 魚、乾物 浜辺 2024年 売上高 1,200万円",
        "Minato Trading 雑貨 港 2024年 売上高 950万円",
        "山本商店 米 山手 2024年 売上高 800万円",
        "木村屋 パン 駅前 2024年 売上高 650万円",
        "岡 茶 山手 2024年 売上高 300万円",
    ]


def test_second_ranking_has_its_own_year_and_notes_end_it() -> None:
    assert told(RANKING)[5:] == [
        "Minato Trading 雑貨 港 2023年 売上高 900万円",
        "浜田屋 魚、乾物 浜辺 2023年 売上高 880万円",
        "木村屋 パン 駅前 2023年 売上高 700万円",
        "岡 茶 山手 2023年 売上高 310万円",
        "森 花 駅前 2023年 売上高 120万円",
    ]


def test_values_that_do_not_fall_have_no_label() -> None:
    assert told(RANKING.replace("950", "1,950"))[0] == "Minato Trading 雑貨 港 2023年 売上高 900万円"


def test_entries_without_a_name_or_with_a_number_in_it_have_no_label() -> None:
    second = told(RANKING)[5:]
    assert told(RANKING.replace("岡 茶 山手 300", "300")) == second
    assert told(RANKING.replace("山本商店 米", "山本商店 3 米")) == second


def test_a_few_values_or_no_unit_are_no_ranking() -> None:
    assert told(RANKING.replace("（万円）", "")) == []
    assert told("\n".join(RANKING.splitlines()[:6])) == []


def test_quote_holds_the_lines_of_the_entry() -> None:
    lines = [Line(number, line) for number, line in enumerate(RANKING.split("\n"), 1) if line.strip()]
    assert read_rankings(lines)[0].quote == "↑ 浜田屋 魚、\n乾物 浜辺 1,200"
