"""The value that an answer is about, in a line of its own before the draft, so that it can be shown large."""

_BEGINS = "値："


def value_line(value: str) -> str:
    """The first line of a draft that gives a value."""
    return f"{_BEGINS}{value}\n"


def value_of(draft: str) -> tuple[str | None, str]:
    """The value that a draft gives, None if it gives none, and the draft without it."""
    first, _, rest = draft.partition("\n")
    return (first.removeprefix(_BEGINS), rest) if first.startswith(_BEGINS) and rest else (None, draft)
