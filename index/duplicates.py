"""Tell whether two texts are the same passage, extracted twice.

Broder (1997), On the Resemblance and Containment of Documents: overlap of shingles.
"""

_LENGTH = 6
# Of the shorter text's 6-grams. Two extractions of one volume are cut into passages at other places, so that
# less of a passage stands in any one of the other's; two editions say much the same in different years, and within one
# document figures beside each other have much in common.
_SAME = 0.8
_SAME_IN_ONE_EDITION = 0.4


class Shingles:
    """The character 6-grams of a text, white space aside; of which edition and document it is."""

    def __init__(self, text: str, edition: str | None = None, document: str | None = None) -> None:
        bare = "".join(text.split())
        self.edition, self._document = edition, document
        self._grams = {bare[place : place + _LENGTH] for place in range(max(1, len(bare) - _LENGTH + 1))}

    def same_as(self, other: "Shingles") -> bool:
        """Whether enough of the shorter text stands in the other one."""
        shorter, longer = sorted((self._grams, other._grams), key=len)
        return len(shorter & longer) >= self._least(other) * len(shorter)

    def _least(self, other: "Shingles") -> float:
        """How much of the shorter text must stand in the other one."""
        one_edition = self.edition is not None and self.edition == other.edition
        return _SAME_IN_ONE_EDITION if one_edition and self._document != other._document else _SAME
