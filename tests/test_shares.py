"""Charts whose labels are followed by their values: told where they take turns, silent where they do not."""

from ingest.events import Line
from ingest.shares import read_shares

PIE = """図表1-1 町の漁獲の内訳（2024年）

いわし
1億2,300万円
41.0%

さば 9,000万円
30.0%えび
（養殖
を含む）

6,000万円　20.0%

その他
2,700万円　9.0%

（出典）港町「漁業統計」
いか
1円
"""


def lines(text: str) -> list[Line]:
    """The lines that are not empty, with their places."""
    return [Line(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]


def told(text: str) -> list[str]:
    return [cell.text for cell in read_shares(lines(text))]


def test_each_piece_has_the_values_that_follow_it() -> None:
    assert told(PIE) == [
        *("いわし 1億2,300万円", "いわし 41.0%", "さば 9,000万円", "さば 30.0%"),
        *("えび（養殖を含む） 6,000万円", "えび（養殖を含む） 20.0%", "その他 2,700万円", "その他 9.0%"),
    ]


def test_quote_holds_label_and_values_as_they_stand() -> None:
    [first, *_] = read_shares(lines(PIE))
    assert first.quote == "いわし\n1億2,300万円\n41.0%"
    assert (first.column, first.value, first.unit) == ("", "1億2,300万", "円")


def test_sizes_in_brackets_belong_to_the_name_before_them() -> None:
    models = "図表2\n港-2（1.5B）\n\n波LM 70B Chat（70B）\n\n大漁-\n丸（8.3B）\n\n凪（172B）\n0.1\n100\n2023 2024\n"
    assert told(models) == ["港-2 1.5B", "波LM 70B Chat 70B", "大漁-丸 8.3B", "凪 172B"]


def test_values_that_stand_together_have_no_label() -> None:
    assert told("図表3\n78.5% 80.6% 81.2%\nいわし\nさば\nえび\nその他\n") == []
    assert told("図表3\nいわし\nさば\n10%\n20%\n30%\nえび\n40%\nたこ\n50%\nいか\n60%\n") == []


def test_values_before_their_labels_are_not_told() -> None:
    assert told("図表4\n10%\nいわし\n20%\nさば\n30%\nえび\n40%\nたこ\n") == []


def test_few_turns_prove_no_order() -> None:
    assert told("図表5\nいわし\n10%\nさば\n20%\nえび\n70%\n") == []


def test_label_that_stands_twice_is_not_told() -> None:
    twice = "図表6\nいわし\n10%\nその他\n5%\nさば\n20%\nその他\n6%\nえび\n30%\nたこ\n29%\n"
    assert told(twice) == ["いわし 10%", "さば 20%", "えび 30%", "たこ 29%"]


def test_running_text_is_no_chart() -> None:
    assert told("図表7\n漁獲は\n10%\n船は\n20%\n港は\n30%\n町は\n40%\n") == []


def test_digits_without_end_are_read_at_once() -> None:
    assert told(f"図表8\nいわし\n{'1' * 20_000}\n{'1,' * 10_000}\n{'9億' * 5_000}\n") == []
