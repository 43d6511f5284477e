"""Numbers that are written in kanji: below a hundred as they are said, others figure by figure."""

FIGURES = "〇一二三四五六七八九"
TEN = "十"


def number_in_kanji(written: str) -> int:
    """二十八 is 28, 十 is 10, 二〇二五 is 2025."""
    if TEN not in written:
        return int("".join(str(FIGURES.index(letter)) for letter in written))
    tens, _, ones = written.partition(TEN)
    return 10 * (FIGURES.index(tens) if tens else 1) + (FIGURES.index(ones) if ones else 0)
