"""How the papers' words are read, so that a word can be found by its sound."""

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from index.homophones import LONGEST, SHORTEST
from index.words import heard

_FEWEST = 5


def write_readings(frequency: Mapping[str, int], file: Path) -> None:
    """Write each reading with its words, most frequent first. `frequency`: in how many texts each word stands."""
    words_of: dict[str, list[str]] = defaultdict(list)
    for word, count in sorted(frequency.items(), key=lambda item: (-item[1], item[0])):
        reading = "".join(morpheme.reading for morpheme in heard(word))
        if count >= _FEWEST and SHORTEST <= len(reading) <= LONGEST and " " not in reading and not word.isascii():
            words_of[reading].append(word)
    lines = ("\t".join([reading, *found]) for reading, found in sorted(words_of.items()))
    file.write_text("".join(f"{line}\n" for line in lines), "utf-8")
