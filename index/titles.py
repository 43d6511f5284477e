"""The titles that a section stands under, from its part down to its own."""

from collections.abc import Sequence

from index.words import words
from ingest.sections import Section


def title_words(sections: Sequence[Section]) -> list[list[str]]:
    """For each section, the words of its own title and of those above it. Sections are in reading order."""
    above: list[tuple[Section, list[str]]] = []
    found = []
    for section in sections:
        while above and not _holds(above[-1][0], section):
            above.pop()
        above.append((section, words(section.title)))
        found.append([word for _, title in above for word in title])
    return found


def _holds(upper: Section, section: Section) -> bool:
    return upper.document == section.document and upper.level < section.level
