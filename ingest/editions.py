"""Editions of the white paper as people name them: r07, 令和7年版, 2025."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from ingest.calendar import western_year
from ingest.errors import InputError

_ERAS = {"r": "令和", "h": "平成"}
_ERA_NAMED = re.compile(r"(令和|平成|r|h)\s*(\d{1,2})\s*(?:年版?)?\s*(?:(?:情報)?通信白書)?")
_YEAR_NAMED = re.compile(r"(20\d\d)\s*(?:年版?)?\s*(?:(?:情報)?通信白書)?")
# Before 平成12年版 the site has other forms, which we do not read.
_FIRST_YEAR = 2000
_LAST_HEISEI, _LAST_OF_HEISEI_EDITIONS = 30, 2018
# The ministry was founded, and "情報" came into the title, in 2001.
_FIRST_OF_THE_MINISTRY = 2001
# From 令和6年版 on there are no text files.
_LAST_WITH_TEXT = 2023


class Form(StrEnum):
    """What an edition is fetched as; also the name of its folder on the site."""

    TEXT = "text"
    HTML = "html"
    PDF = "pdf"


@dataclass(frozen=True)
class Edition:
    """A yearly edition, by the letter of its era and the year in it."""

    era: str
    number: int

    @property
    def code(self) -> str:
        """What the site calls it: r07."""
        return f"{self.era}{self.number:02d}"

    @property
    def name(self) -> str:
        return f"{_ERAS[self.era]}{'元' if self.number == 1 else self.number}年版"

    @property
    def year(self) -> int:
        return western_year(self.era, str(self.number))

    @property
    def title(self) -> str:
        return f"{self.name}{'情報' if self.year >= _FIRST_OF_THE_MINISTRY else ''}通信白書"

    @property
    def publisher(self) -> str:
        return "総務省" if self.year >= _FIRST_OF_THE_MINISTRY else "郵政省"

    @property
    def best_form(self) -> Form:
        """Text files, which carry every heading's number, where the edition has them; else HTML."""
        return Form.TEXT if self.year <= _LAST_WITH_TEXT else Form.HTML


def parse_edition(given: str) -> Edition:
    """The edition that a person names. Raises InputError for what names none since 平成12年版."""
    text = unicodedata.normalize("NFKC", given).strip().lower().replace("元", "1")
    if found := _ERA_NAMED.fullmatch(text):
        edition = Edition({"令和": "r", "平成": "h"}.get(found[1], found[1]), int(found[2]))
    elif found := _YEAR_NAMED.fullmatch(text):
        era = "r" if int(found[1]) > _LAST_OF_HEISEI_EDITIONS else "h"
        edition = Edition(era, int(found[1]) - western_year(era, "0"))
    else:
        raise _unknown(given)
    too_early = edition.year < _FIRST_YEAR or edition.number == 0
    if too_early or edition.era == "h" and edition.number > _LAST_HEISEI:
        raise _unknown(given)
    return edition


def _unknown(given: str) -> InputError:
    return InputError(
        f"版 {given!r} は分かりません。平成12年版（h12、2000）以後を、r07、令和7年版、2025 のように指定してください。"
    )
