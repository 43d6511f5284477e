"""Measures of one question's outcome. Each gives a score from 0 to 1; averages are taken from these.

recall@k and hit@1 after Manning, Raghavan, Schütze (2008), Introduction to Information Retrieval, ch. 8,
with evidence fragments in place of relevant documents.
"""

import re
import unicodedata
from collections.abc import Sequence

from eval.questions import Evidence, Question

# An answer without a language model must say it in this many characters.
MAX_CHARACTERS = 300
_MARK = re.compile(r"\[\d+\]")


def evidence_recall(question: Question, passages: Sequence[dict], k: int) -> float:
    """recall@k: the share of the evidence that stands in the first k passages; 1 or 0 where one place is enough."""
    found = [any(holds(passage, evidence) for passage in passages[:k]) for evidence in question.gold]
    if question.any:
        return float(any(found))
    return sum(found) / len(found)


def first_hit(question: Question, passages: Sequence[dict]) -> float:
    """hit@1: 1 if the first passage holds any of the evidence."""
    return float(any(holds(passage, evidence) for passage in passages[:1] for evidence in question.gold))


def holds(passage: dict, evidence: Evidence) -> bool:
    """Whether the passage has the fragment, white space aside, and is of the same volume."""
    return same_volume(passage["doc"], evidence.doc) and plain(evidence.fragment) in plain(passage["text"])


def same_volume(document: str, other: str) -> bool:
    """Whether two document ids are of one volume: an excerpt's or a digest's begins with the volume's."""
    return document.split("-")[0] == other.split("-")[0]


def correct(question: Question, answer: dict, max_characters: int = MAX_CHARACTERS) -> float:
    """1 if the answer was given, is short enough, and holds a variant of every key fact."""
    text = _MARK.sub("", answer["answer"])
    if answer["refused"] or len(text) > max_characters:
        return 0.0
    said = plain(text)
    return float(all(any(_says(said, plain(variant)) for variant in fact) for fact in question.facts))


def _says(said: str, variant: str) -> bool:
    """Whether the text has the variant, and not as a part of a longer number: 6.7兆円 is not in 16.7兆円."""
    before = r"(?<![\d.])" if variant[:1].isdigit() else ""
    after = r"(?![\d]|\.\d)" if variant[-1:].isdigit() else ""
    return bool(re.search(before + re.escape(variant) + after, said))


def label_exact(question: Question, answer: dict) -> float:
    """1 if the first citation names a gold section, to the last level."""
    if not answer["citations"]:
        return 0.0
    first = answer["citations"][0]
    return float(any(first["label"] == gold.label and same_volume(first["doc"], gold.doc) for gold in question.gold))


def refusal_right(question: Question, answer: dict) -> float:
    """1 if the question was refused and should be, or was answered and should be."""
    return float(answer["refused"] != question.answerable)


def plain(text: str) -> str:
    """NFKC, lower case, without white space and thousands separators; パーセント is %."""
    text = unicodedata.normalize("NFKC", text).lower().replace("パーセント", "%")
    return re.sub(r"\s|(?<=\d),(?=\d{3})", "", text)
