"""Tell whether two texts are the same passage, extracted twice.

Broder (1997), On the Resemblance and Containment of Documents: overlap of shingles.
"""

_LENGTH = 6
_SAME = 0.8


class Shingles:
    """The character 6-grams of a text, white space aside."""

    def __init__(self, text: str) -> None:
        bare = "".join(text.split())
        self._grams = {bare[place : place + _LENGTH] for place in range(max(1, len(bare) - _LENGTH + 1))}

    def same_as(self, other: "Shingles") -> bool:
        """Whether at least 80 % of the shorter text stands in the other one."""
        shorter, longer = sorted((self._grams, other._grams), key=len)
        return len(shorter & longer) >= _SAME * len(shorter)
