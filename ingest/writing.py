"""Writing so that a reader finds the old text or the new one, never half of it."""

import os
from pathlib import Path


def replace_text(path: Path, text: str) -> None:
    """Write a text file in UTF-8 beside its place, then put it there by a rename."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.{os.getpid()}.part")
    beside.write_text(text, encoding="utf-8", newline="\n")
    beside.replace(path)
