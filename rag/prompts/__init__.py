"""The texts that a language model is given, one to a file."""

from functools import cache
from pathlib import Path


@cache
def prompt(name: str) -> str:
    """The text of a prompt file, without its last line end."""
    return (Path(__file__).parent / f"{name}.md").read_text("utf-8").rstrip("\n")
