"""Grids whose labels stand apart from their numbers: read where everything fits, silent where anything does not."""

import pytest

from ingest.events import Line
from ingest.grids import read_grids

TEXT = (
    "「湯あみ」＊3、「散歩」及び「釣り＊4」の平均時間と行為率を示したものが、（図表Ⅱ-1-2-3）である。"
    "「夕の散歩」、「朝釣り」の平均時間と行為率を示したものが（図表Ⅱ-1-2-4）である。"
)
GRID = """図表Ⅱ-1-2-4 町の人の過ごし方
＜平日＞
2021年
2022年
2021年
2022年
2021年
朝釣り
平均時間（単位：分）
夕の散
歩 朝釣り夕の
散歩
全年代
10代
20代
行為率（%）

33.0 41.5 60.1 20.2
34.0 42.5 61.1 21.2

130.5 9.0 80.0 3.5
131.5 8.0 81.0 2.5

12.0 7.5 30.0 4.0
13.0 6.5 31.0 5.0
（出典）港町「暮らしの調べ」
14.0 5.5 32.0 6.0
"""


def told(figure: str, text: str = TEXT) -> list[str]:
    lines, blank = [], 0
    for number, line in enumerate(figure.split("\n"), 1):
        if line.strip():
            lines.append(Line(number, line, blank=blank))
        blank = 0 if line.strip() else blank + 1
    return [cell.text for cell in read_grids(lines, text)]


def test_a_value_has_its_part_name_measure_group_year_and_unit() -> None:
    values = told(GRID)

    assert len(values) == 24
    assert values[:4] == [
        "平日 夕の散歩 平均時間 全年代 2021年 33.0分",
        "平日 朝釣り 平均時間 全年代 2021年 41.5分",
        "平日 夕の散歩 行為率 全年代 2021年 60.1％",
        "平日 朝釣り 行為率 全年代 2021年 20.2％",
    ]
    assert "平日 夕の散歩 平均時間 10代 2022年 131.5分" in values
    assert values[-1] == "平日 朝釣り 行為率 20代 2022年 5.0％"


@pytest.mark.parametrize(
    ("what", "instead"),
    [
        ("13.0 6.5 31.0 5.0\n", ""),  # a row less
        ("13.0 6.5 31.0 5.0\n", "13.0 6.5 31.0\n"),  # a number less
        ("20代\n", "20代\n30代\n"),  # a group more
        ("20代\n", "10代\n"),  # a group twice
        ("2021年\n朝釣り", "2021年\n2021年\n朝釣り"),  # a year more often than there are groups
        ("60.1 20.2", "160.1 20.2"),  # a share over 100
        ("行為率（%）", "行為者（%）"),  # another measure
        ("歩 朝釣り夕の", "歩 夜釣り夕の"),  # another name
        ("歩 朝釣り夕の", "歩 朝釣り昼寝夕の"),  # a name that the text does not tell
        ("\n131.5", "\n\n131.5"),  # a gap inside a group
        ("2021年\n2022年\n2021年\n2022年\n2021年\n", ""),  # no years
        ("全年代\n10代\n20代\n", ""),  # no groups
        ("Ⅱ-1-2-4", "Ⅱ-1-2-5"),  # a figure that no text tells of
    ],
)
def test_nothing_is_told_where_something_does_not_fit(what: str, instead: str) -> None:
    changed = GRID.replace(what, instead, 1)

    assert changed != GRID
    assert told(changed) == []


def test_without_gaps_nobody_knows_whether_the_groups_come_first() -> None:
    assert told(GRID.replace("\n130.5", "130.5").replace("\n12.0", "12.0")) == []


def test_a_figure_that_the_text_does_not_tell_of_has_no_grid() -> None:
    assert told(GRID, "「夕の散歩」と「朝釣り」は図表Ⅱ-1-2-4のとおりである。") == []
