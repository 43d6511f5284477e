"""Charts whose labels survived extraction: each label is followed by its own values, as in the pieces of a pie.

A picture's text has lost where it stood. Where label and value, or label, value and share, take turns through a whole
figure and each value has its unit, the order is sure; where they do not, no value has a label.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ingest.events import Line
from ingest.tables import Cell, inside

_UNITS = r"(?:円|米?ドル|件|台|人|社|者|局|世帯|通|個|回線|契約|時間|分)(?![ぁ-んァ-ヶ一-龥])|[%％]"
_NUMBER = r"\d[\d,]*(?:\.\d+)?(?:\s?[兆億万千]+(?:\d[\d,]*[億万千]+)*(?:\d[\d,]*)?)?"
_VALUE = re.compile(rf"(?<![\d.,A-Za-z-])({_NUMBER})\s?({_UNITS})|(?<=（)(\d[\d,.]*)(B)(?=）)")
_BRACKETS = re.compile(r"[（(\[]\s*[)）\]]|^[\s、,，：:）)]+|[\s、,，：:（(約]+$")
_SAYS_SOMETHING = re.compile(r"[A-Za-zぁ-んァ-ヶ一-龥]")
# Half a sentence, no label.
_RUNS_ON = re.compile(r"[はがをにでとも、]$|^[・（]|。")
_LATIN = re.compile(r"[A-Za-z0-9]$")
# So many values a label may have, so many labels must take turns with them, and such a part of all of them.
_MOST_VALUES, _FEWEST, _MOST = 2, 4, 0.75
# Labels that are longer are sentences.
_LONGEST_LABEL = 40


@dataclass
class _Labelled:
    """A label, the lines it is printed in, and the values that follow it: number, unit and line."""

    label: str
    lines: list[Line]
    values: list[tuple[str, str, Line]] = field(default_factory=list)

    @property
    def units(self) -> tuple[str, ...]:
        return tuple(unit.replace("％", "%") for _, unit, _ in self.values)


def read_shares(lines: Sequence[Line]) -> list[Cell]:
    """The values of a chart that stand after their labels; none where labels and values do not take turns."""
    found = _labelled(lines)
    valued = [one for one in found or () if one.values]
    if not valued or max(len(one.values) for one in valued) > _MOST_VALUES:
        return []
    units, often = Counter(one.units for one in valued).most_common(1)[0]
    if often < max(_FEWEST, _MOST * len(valued)):
        return []
    if any(_RUNS_ON.search(one.label) or len(one.label) > _LONGEST_LABEL for one in valued):
        return []
    times = Counter(one.label for one in valued)
    sure = (one for one in valued if one.units == units and times[one.label] == 1)
    return [cell for one in sure for cell in _cells(one)]


def _labelled(lines: Sequence[Line]) -> list[_Labelled] | None:
    """The labels with the values after them; None if a value comes before any label."""
    found: list[_Labelled] = []
    for line in inside(lines):
        for label, value in _parts(line.text.strip()):
            if label and found and not found[-1].values and line.number == found[-1].lines[-1].number + 1:
                found[-1].label += (" " if _LATIN.search(found[-1].label) and label[0].isascii() else "") + label
                found[-1].lines.append(line)
            elif label:
                found.append(_Labelled(label, [line]))
            if value and not found:
                return None
            if value:
                found[-1].values.append((*value, line))
    return found


def _parts(text: str) -> Iterator[tuple[str, tuple[str, str] | None]]:
    """A line in parts: a label and the value after it; either may be missing."""
    end = 0
    for found in _VALUE.finditer(text):
        yield _label(text[end : found.start()]), (found[1] or found[3], found[2] or found[4])
        end = found.end()
    if label := _label(text[end:]):
        yield label, None


def _label(text: str) -> str:
    bare = _BRACKETS.sub("", text).strip()
    return bare if _SAYS_SOMETHING.search(bare) else ""


def _cells(one: _Labelled) -> Iterator[Cell]:
    lines = [*one.lines, *(line for _, _, line in one.values)]
    quote = "\n".join(line.text.strip() for line in dict.fromkeys(lines))
    for value, unit, _ in one.values:
        yield Cell(one.label, "", "".join(value.split()), unit, quote)
