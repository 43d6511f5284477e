"""English and Japanese words that mean the same: from synonyms, the papers' own pairs, and sentence pairs."""

import csv
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from index.bridge import LONGEST_PHRASE, is_english, stems_of
from index.words import words

Table = dict[str, dict[str, float]]

# 大規模言語モデル（LLM：Large Language Model）: the papers explain a term in English.
_PAIR = re.compile(r"([ァ-ヺー㐀-鿿]{2,14})（(?:[A-Z0-9\-]{2,8}\s?[：:、,]\s?)?([A-Za-z][A-Za-z \-]{3,60})）")
# Our glossary knows what the papers speak of; general dictionaries do not.
_GLOSSARY, _NEXT = 6.0, 0.6
_ROUNDS = 6
_LEAST_SEEN = 3
_LEAST_PROBABILITY = 0.12
_MOST_WORDS = 5
_LEAST_WEIGHT = 0.15


def bridge_table(
    glossary: Path, synonyms: Path, english: Path, japanese: Path, texts: Iterable[str], frequency: Mapping[str, int]
) -> Table:
    """English phrases, as stems, with their Japanese words and weights of at most 1: more for what the papers use more.

    `frequency`: how many of the papers' texts have each word; other words are left out.
    """
    table: Table = defaultdict(lambda: defaultdict(float))
    for phrase, term, weight in [*_glossary(glossary), *_synonyms(synonyms), *_pairs(texts)]:
        of_term = words(term)
        if of_term and all(word in frequency for word in of_term):
            rarest = min(frequency[word] for word in of_term)
            for word in of_term:
                table[phrase][word] += weight * math.log1p(rarest)
    for phrase, translations in _translations(english, japanese).items():
        for word, probability in translations.items():
            if word in frequency:
                table[phrase][word] += 2 * probability * math.log1p(frequency[word])
    return {phrase: best for phrase, found in sorted(table.items()) if (best := _best(found))}


def write_bridge(table: Table, file: Path) -> None:
    lines = (
        "\t".join([phrase, *(f"{w}:{weight:.2f}" for w, weight in found.items())]) for phrase, found in table.items()
    )
    file.write_text("".join(f"{line}\n" for line in lines), "utf-8")


def _best(found: Mapping[str, float]) -> dict[str, float]:
    most = max(found.values(), default=0.0)
    ordered = sorted(found.items(), key=lambda item: (-item[1], item[0]))[:_MOST_WORDS]
    return {word: value / most for word, value in ordered if value / most >= _LEAST_WEIGHT}


def _glossary(file: Path) -> Iterator[tuple[str, str, float]]:
    """Phrase, Japanese term and weight of each line of our own glossary, best term first."""
    for line in file.read_text("utf-8").splitlines():
        phrase, _, terms = line.partition("\t")
        stems = stems_of(phrase)
        if 1 <= len(stems) <= LONGEST_PHRASE:
            for rank, term in enumerate(terms.split("|")):
                yield " ".join(stems), term, _GLOSSARY * _NEXT**rank


def _synonyms(file: Path) -> Iterator[tuple[str, str, float]]:
    """Phrase, Japanese term and weight of each group of SudachiDict's synonyms that has both scripts."""
    groups: dict[str, list[str]] = defaultdict(list)
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.reader(lines):
            if len(row) > 8 and row[2] != "2":
                groups[row[0]].append(row[8])
    for forms in groups.values():
        japanese = [form for form in forms if not is_english(form)]
        for form in forms:
            stems = stems_of(form) if is_english(form) else []
            if 1 <= len(stems) <= LONGEST_PHRASE:
                for rank, term in enumerate(japanese[:3], 1):
                    yield " ".join(stems), term, 1 / rank


def _pairs(texts: Iterable[str]) -> Iterator[tuple[str, str, float]]:
    for text in texts:
        for term, english in _PAIR.findall(text):
            stems = stems_of(english)
            if 1 < len(stems) <= LONGEST_PHRASE:
                yield " ".join(stems), term, 1.0


def _translations(english: Path, japanese: Path) -> Table:
    """p(Japanese word | English stem), IBM model 1: Brown et al. (1993), The Mathematics of Statistical MT."""
    with english.open(encoding="utf-8") as sources, japanese.open(encoding="utf-8") as targets:
        pairs = [
            (list(dict.fromkeys(stems_of(source))), list(dict.fromkeys(words(target.replace(" ", "")))))
            for source, target in zip(sources, targets, strict=True)
        ]
    seen = Counter(stem for stems, _ in pairs for stem in stems)
    probability: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(lambda: 1.0))
    for _ in range(_ROUNDS):
        probability = _round(pairs, probability)
    return {
        stem: {word: p for word, p in found.items() if p >= _LEAST_PROBABILITY}
        for stem, found in probability.items()
        if seen[stem] >= _LEAST_SEEN
    }


def _round(
    pairs: Sequence[tuple[Sequence[str], Sequence[str]]], probability: Mapping[str, Mapping[str, float]]
) -> dict[str, dict[str, float]]:
    counts: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for stems, targets in pairs:
        for word in targets:
            whole = sum(probability[stem][word] for stem in stems)
            for stem in stems:
                counts[stem][word] += probability[stem][word] / whole
    return {stem: {w: count / sum(found.values()) for w, count in found.items()} for stem, found in counts.items()}
