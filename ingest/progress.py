"""Progress: a loop that can be watched."""

from collections.abc import Iterable
from typing import Protocol, TypeVar

T = TypeVar("T")


class Progress(Protocol):
    """Wraps a loop to show how far it is: what is done, the items, how many they are."""

    def __call__(self, what: str, items: Iterable[T], total: int) -> Iterable[T]: ...


def silent(what: str, items: Iterable[T], total: int) -> Iterable[T]:
    """Progress that shows nothing."""
    return items
