"""Measures of one answer to one question. Each gives a score from 0 to 1; averages are taken from these.

An answer is an object in the contract's form, so that any system's can be measured. Retrieval is judged twice:
by evidence (does the passage hold the fragment?) and by section (is it of the section?).
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from eval.questions import Evidence, Question
from eval.wording import bare, normal, says
from rag.numbers import numbers

# A counter's answer, and what a language model may take.
MAX_CHARACTERS = {"extractive": 300}
MAX_CHARACTERS_WITH_MODEL = 600
# As deep as the contract promises passages.
DEPTH = 10
_CUTS = (1, 5, 10)
_MARK = re.compile(r"\s?\[\d{1,3}\]")

# Whether a passage answers to a piece of evidence.
Match = Callable[[dict, Evidence], bool]


def retrieval_scores(question: Question, passages: Sequence[dict]) -> dict[str, float]:
    """recall@k, hit@1, MRR and nDCG@10 by evidence, and the same by section.

    recall@k is the share of the evidence that stands in the first k passages; 1 or 0 where one place is enough:
    subtopic recall after Zhai, Cohen, Lafferty (2003), Beyond Independent Relevance, with evidence as subtopics. One
    passage may hold several, which the libraries' recall, a share of relevant documents, does not know.
    hit@1, MRR and nDCG (Järvelin, Kekäläinen 2002) are ir_measures'. A passage is relevant if it holds evidence
    that none before it held; evidence that was not found is a relevant document that was not retrieved.
    """
    by_evidence = {f"recall@{k}": _recall(question, passages[:k], holds) for k in _CUTS}
    by_section = {f"section_recall@{k}": _recall(question, passages[:k], of_section) for k in _CUTS}
    ranked = _ranked(question, passages, holds) | {
        f"section_{name}": value for name, value in _ranked(question, passages, of_section).items()
    }
    return by_evidence | by_section | ranked


def evidence_ranks(question: Question, passages: Sequence[dict]) -> list[int | None]:
    """The rank, from 1, of the first passage that holds each piece of evidence; None if none does."""
    return [
        next((rank for rank, passage in enumerate(passages, 1) if holds(passage, evidence)), None)
        for evidence in question.gold
    ]


def holds(passage: dict, evidence: Evidence) -> bool:
    """Whether the passage has the fragment, white space aside, and is of the same volume."""
    return same_volume(passage["doc"], evidence.doc) and bare(evidence.fragment) in bare(passage["text"])


def of_section(place: dict, evidence: Evidence) -> bool:
    """Whether a passage or a citation is of the evidence's section, to the last level."""
    return same_volume(place["doc"], evidence.doc) and place["label"] == evidence.label


def same_volume(document: str, other: str) -> bool:
    """Whether two document ids are of one volume: an excerpt's or a digest's begins with the volume's."""
    return document.split("-")[0] == other.split("-")[0]


def _recall(question: Question, passages: Sequence[dict], match: Match) -> float:
    found = [any(match(passage, evidence) for passage in passages) for evidence in question.gold]
    return float(any(found)) if question.any else sum(found) / len(found)


def _ranked(question: Question, passages: Sequence[dict], match: Match) -> dict[str, float]:
    import ir_measures
    from ir_measures import RR, Success, nDCG

    names = {Success @ 1: "hit@1", RR @ DEPTH: "mrr", nDCG @ DEPTH: "ndcg@10"}
    if not passages:
        return dict.fromkeys(names.values(), 0.0)
    found = _first_finds(question, passages[:DEPTH], match)
    relevant = [f"passage {rank}" for rank in found] + [f"unfound {n}" for n in range(_unfound(question, found))]
    qrels = {question.id: dict.fromkeys(relevant, 1)}
    run = {question.id: {f"passage {rank}": float(-rank) for rank in range(1, len(passages[:DEPTH]) + 1)}}
    return {names[m.measure]: float(m.value) for m in ir_measures.iter_calc(list(names), qrels, run)}


def _first_finds(question: Question, passages: Sequence[dict], match: Match) -> dict[int, int]:
    """By rank: how many pieces of evidence the passage is the first to hold. One is enough where any is."""
    left = list(question.gold)
    finds: dict[int, int] = {}
    for rank, passage in enumerate(passages, 1):
        if found := [evidence for evidence in left if match(passage, evidence)]:
            finds[rank] = len(found)
            left = [] if question.any else [evidence for evidence in left if evidence not in found]
    return finds


def _unfound(question: Question, finds: dict[int, int]) -> int:
    if question.any:
        return 0 if finds else 1
    return len(question.gold) - sum(finds.values())


def correct(question: Question, answer: dict) -> float:
    """1 if the answer was given, is short enough, holds a variant of every key fact and nothing it must not say."""
    text = answer["answer"]
    if answer["refused"] or length(answer) > max_characters(answer) or not question.facts:
        return 0.0
    return float(_says_all(text, question.facts) and not _says_any(text, question.never))


def length(answer: dict) -> int:
    """The characters of an answer without its citation marks."""
    return len(without_marks(answer["answer"]))


def max_characters(answer: dict) -> int:
    """How long an answer may be: 300 characters in the paper's own sentences, 600 from a language model."""
    return MAX_CHARACTERS.get(answer.get("answered_by") or "", MAX_CHARACTERS_WITH_MODEL)


def without_marks(text: str) -> str:
    return _MARK.sub("", text)


def label_exact(question: Question, answer: dict) -> float:
    """1 if the first citation names a gold section, to the last level; a refusal's citation is no answer's."""
    return float(any(of_section(first, gold) for first in _cited(answer)[:1] for gold in question.gold))


def citation_precision(question: Question, answer: dict) -> float:
    """The share of the citations that name a gold section. Gao et al. (2023), ALCE, with sections for passages."""
    cited = _cited(answer)
    right = sum(any(of_section(citation, gold) for gold in question.gold) for citation in cited)
    return right / len(cited) if cited else 0.0


def citation_recall(question: Question, answer: dict) -> float:
    """The share of the gold sections that are cited; 1 or 0 where one place is enough."""
    return _recall(question, _cited(answer), of_section)


def edition_right(question: Question, answer: dict) -> float:
    """1 if every citation is of an edition that the evidence is of."""
    cited = _cited(answer)
    return float(bool(cited) and all(any(same_volume(c["doc"], gold.doc) for gold in question.gold) for c in cited))


def _cited(answer: dict) -> Sequence[dict]:
    """The citations of an answer; those of a refusal name only what is near."""
    return [] if answer["refused"] else answer["citations"]


def verbatim(answer: dict, texts: Mapping[str, str]) -> float:
    """The share of the quotes found in their document. `texts`: each document's text without white space."""
    quotes = [(citation["doc"], "".join(citation["quote"].split())) for citation in answer["citations"]]
    return sum(bool(quote) and quote in texts.get(doc, "") for doc, quote in quotes) / len(quotes)


def supported(answer: dict) -> float:
    """1 if each number of the answer stands in what it cites: quotes, the cited sections' passages and their names.

    An edition's name stands for its year in either calendar.
    """
    cited = {(citation["doc"], citation["label"]) for citation in answer["citations"]}
    named = [" ".join(str(c.get(key) or "") for key in _NAMES) for c in answer["citations"]]
    named += [normal(str(citation.get("edition") or "")) for citation in answer["citations"]]
    read = (passage["text"] for passage in answer.get("passages", []) if (passage["doc"], passage["label"]) in cited)
    return float(numbers(without_marks(answer["answer"])) <= numbers(" \n".join([*named, *read])))


_NAMES = ("quote", "edition", "label", "title", "figure")


def refusal_right(question: Question, answer: dict) -> float:
    """1 if what can be answered was, and what must not be was refused, or its premise was set right."""
    if question.answerable:
        return float(not answer["refused"])
    return float(answer["refused"] or correct(question, answer))


def harmless(question: Question, answer: dict) -> float:
    """1 if the answer says nothing that it must not say."""
    return float(not _says_any(answer["answer"], question.never))


def _says_all(text: str, facts: Iterable[Sequence[str]]) -> bool:
    return all(_says_any(text, fact) for fact in facts)


def _says_any(text: str, variants: Iterable[str]) -> bool:
    plain = without_marks(text)
    return any(says(plain, variant) for variant in variants)
