"""Section labels as officials write them: 第Ⅰ部第1章第2節1（2）ア（ア）."""

import re
from collections.abc import Sequence

_NUMBERED = re.compile(r"第[0-9ⅠⅡⅢ]+[部章節]|付注\d|\d{1,2}$|（\d{1,2}）$|（?[ア-コ]）?$|[序終]章")


def label(marks: Sequence[str]) -> str:
    """Join the marks of a section's headings, outermost first.

    An appendix's number is set off by a space (付注1 ア); a heading without a number, such as the title
    of a paper whose chapters have none, is no part of the labels below it.
    """
    if len(marks) > 1 and not _NUMBERED.match(marks[0]):
        marks = marks[1:]
    joined = ""
    for mark in marks:
        if joined.startswith("付注") and " " not in joined:
            joined += " "
        joined += mark
    return joined
