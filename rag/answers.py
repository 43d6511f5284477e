"""The answer to a question, and what it rests on."""

from dataclasses import dataclass
from enum import StrEnum

from index.passages import Passage
from ingest.chunks import Chunk
from ingest.errors import InputError
from ingest.sections import Section


class Reason(StrEnum):
    """Why no answer was given."""

    NOT_FOUND = "not_found"
    OUT_OF_SCOPE = "out_of_scope"
    PROCEDURE = "procedure"
    ADVICE = "advice"
    INJECTION = "injection"
    NONSENSE = "nonsense"
    GREETING = "greeting"


class QuestionError(InputError):
    """The question cannot be asked as it is: it is empty or too long."""


@dataclass(frozen=True)
class Citation:
    """Where a statement comes from. `quote` is found in the source word for word, white space aside."""

    number: int
    section: Section
    figure: str | None
    quote: str
    passage: Passage

    @property
    def quote_shown(self) -> str:
        """The quote for a person, with a sign where the sentence goes on elsewhere in the source."""
        text = self.passage.chunk.text
        end = text.find(self.quote) + len(self.quote)
        return self.quote + ("…" if end in self.passage.chunk.seams and not self.quote.endswith("。") else "")

    @property
    def name(self) -> str:
        """For a person: edition, label and title, the figure, and the page where the source has pages."""
        page = f"{self.passage.chunk.page} ページ" if self.passage.chunk.page else ""
        return " ".join(part for part in (self.section.name, self.figure, page) if part)


@dataclass(frozen=True)
class Answer:
    """`text` carries [1] marks that name the citations. Timings are in seconds.

    `notice` says what the reader should know about how the answer was made, where there is something. `value` is the
    amount or date that was asked for, as it stands in the text, where it is sure enough to be shown large. The
    citations of a refusal are those of the nearest thing that it offers.
    """

    question: str
    text: str
    reason: Reason | None
    citations: tuple[Citation, ...]
    passages: tuple[Passage, ...]
    nearest: tuple[Section, ...]
    answered_by: str
    timings: dict[str, float]
    notice: str | None = None
    value: str | None = None

    @property
    def refused(self) -> bool:
        return self.reason is not None


def answer_record(answer: Answer, id: str | None = None) -> dict:
    """The answer in the form that `ask --json` prints and a batch writes."""
    return {
        "id": id,
        "question": answer.question,
        "answer": answer.text,
        "value": answer.value,
        "refused": answer.refused,
        "reason": answer.reason,
        "citations": [
            {
                "n": citation.number,
                "doc": citation.section.document.id,
                "edition": citation.section.document.edition,
                "label": citation.section.label,
                "title": citation.section.title,
                "figure": citation.figure,
                "page": citation.passage.chunk.page,
                "quote": citation.quote,
                "url": citation.section.address.url if citation.section.address else None,
            }
            for citation in answer.citations
        ],
        "passages": [passage_record(passage) for passage in answer.passages],
        "nearest": [section_record(section) for section in answer.nearest],
        "answered_by": answer.answered_by,
        "notice": answer.notice,
        "timings": {name: round(seconds, 6) for name, seconds in answer.timings.items()},
    }


def passage_record(passage: Passage) -> dict:
    return record_of_passage(passage.chunk) | {"score": round(passage.score, 6)}


def record_of_passage(chunk: Chunk) -> dict:
    """A chunk as a passage is written, without the score that only a search gives it."""
    section = chunk.section
    return {"doc": section.document.id, "label": section.label, "title": section.title, "text": chunk.text}


def section_record(section: Section) -> dict:
    return {"doc": section.document.id, "label": section.label, "title": section.title}
