"""A document: which paper, which edition, who published it."""

from dataclasses import dataclass
from enum import StrEnum


class DocumentKind(StrEnum):
    WHITE_PAPER = "white-paper"
    DIGEST = "digest"
    PAMPHLET = "pamphlet"
    SLIDES = "slides"
    TEXT = "text"


@dataclass(frozen=True)
class Document:
    """One source document. `part`, `chapter` and `section` place an excerpt inside its volume."""

    id: str
    title: str
    edition: str | None
    year: int | None
    kind: DocumentKind
    publisher: str | None = None
    part: str | None = None
    chapter: int | None = None
    section: int | None = None

    @property
    def name(self) -> str:
        """What a person calls it: the edition where there is one, else the title."""
        return self.edition or self.title
