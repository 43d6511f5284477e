"""Tell whether two texts are the same passage, extracted twice.

Broder (1997), On the Resemblance and Containment of Documents: overlap of shingles.
"""

_LENGTH = 6
# Of the shorter text's 6-grams. Two extractions of one volume are cut into passages at other places, so that
# less of a passage stands in any one of the other's; two editions say much the same in different years.
_SAME = 0.8
_SAME_IN_ONE_EDITION = 0.4


class Shingles:
    """The character 6-grams of a text of an edition, white space aside."""

    def __init__(self, text: str, edition: str | None = None) -> None:
        bare = "".join(text.split())
        self.edition = edition
        self._grams = {bare[place : place + _LENGTH] for place in range(max(1, len(bare) - _LENGTH + 1))}

    def same_as(self, other: "Shingles") -> bool:
        """Whether enough of the shorter text stands in the other one."""
        shorter, longer = sorted((self._grams, other._grams), key=len)
        one_edition = self.edition is not None and self.edition == other.edition
        return len(shorter & longer) >= (_SAME_IN_ONE_EDITION if one_edition else _SAME) * len(shorter)
