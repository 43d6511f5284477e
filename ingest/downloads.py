"""Files of the site, kept in a folder as they were sent; each is whole, or a `.part` to go on from."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.site import FetchError, PassingError, Site
from ingest.writing import replace_text

if TYPE_CHECKING:
    import httpx

_VALIDATORS = "validators.json"
_CONTENT_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")
_GONE = (404, 410)
_RANGE_NOT_SATISFIABLE = 416


class Outcome(StrEnum):
    FETCHED = "fetched"
    ALREADY_THERE = "already there"
    ABSENT = "absent"


@dataclass(frozen=True)
class Arrival:
    """How asking for a file went, and the address it was found at, redirects followed."""

    outcome: Outcome
    address: str


class Downloads:
    """The files under `address` on the site, in `folder`, at the same paths."""

    def __init__(self, site: Site, address: str, folder: Path) -> None:
        self._site = site
        self._address = address
        self._folder = folder
        self._validators = _read_validators(folder / _VALIDATORS)
        self._arrivals: dict[str, Arrival] = {}

    def place(self, address: str) -> Path:
        """Where the file of this address is kept. The address is one that the catalogue gave."""
        return self._folder / address.removeprefix(self._address).lstrip("/")

    def bring(self, address: str, *, renew: bool) -> Arrival:
        """See that the file is here, asking for it at most once for as long as this object lives.

        A file that is here is asked for again only to renew it, and then comes only if it changed.
        Raises FetchError.
        """
        if address not in self._arrivals:
            self._arrivals[address] = self._bring(address, renew)
        return self._arrivals[address]

    def _bring(self, address: str, renew: bool) -> Arrival:
        place = self.place(address)
        if place.is_file() and not renew:
            return Arrival(Outcome.ALREADY_THERE, address)
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            return self._site.ask(address, lambda answer: self._receive(answer, place), lambda: self._conditions(place))
        finally:
            replace_text(self._folder / _VALIDATORS, json.dumps(self._validators, indent=1, sort_keys=True))

    def _conditions(self, place: Path) -> Mapping[str, str]:
        """Ask only for the rest of a part, or only for a file that changed, where we can tell."""
        part = _part_of(place)
        begun = self._validators.get(self._key(part), {})
        # A weak ETag does not promise that the bytes are the same.
        same = next((v for v in (begun.get("etag"), begun.get("last-modified")) if v and not v.startswith("W/")), None)
        if same and part.is_file() and (size := part.stat().st_size):
            return {"Range": f"bytes={size}-", "If-Range": same}
        if not place.is_file():
            return {}
        known = self._validators.get(self._key(place), {})
        asked_by = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}
        return {asked_by[name]: value for name, value in known.items()}

    def _receive(self, response: "httpx.Response", place: Path) -> Arrival:
        status, address = response.status_code, str(response.url)
        if status == 304 and place.is_file():
            return Arrival(Outcome.ALREADY_THERE, address)
        if status in _GONE:
            place.unlink(missing_ok=True)
            return Arrival(Outcome.ABSENT, address)
        if status == _RANGE_NOT_SATISFIABLE:
            raise self._spoilt(place)
        if status not in (200, 206):
            raise FetchError(f"サイトの返事が {status} です")
        if place.suffix != ".html" and response.headers.get("content-type", "").startswith("text/html"):
            raise FetchError(f"{place.suffix} のはずが HTML が返されました")
        self._save(response, place)
        return Arrival(Outcome.FETCHED, address)

    def _save(self, response: "httpx.Response", place: Path) -> None:
        part = _part_of(place)
        size, whole = self._extent(response, place)
        if whole is not None and whole > self._site.manners.largest:
            raise self._too_large(part)
        validators = {name: response.headers[name] for name in ("etag", "last-modified") if name in response.headers}
        self._validators[self._key(part)] = validators
        with part.open("ab" if size else "wb") as file:
            for piece in response.iter_bytes():
                size += len(piece)
                if size > self._site.manners.largest:
                    raise self._too_large(part)
                file.write(piece)
        if whole is not None and size < whole:
            raise PassingError("返事が途中で切れました")
        if whole is not None and size > whole:
            raise self._spoilt(place)
        part.replace(place)
        self._validators[self._key(place)] = self._validators.pop(self._key(part))

    def _extent(self, response: "httpx.Response", place: Path) -> tuple[int, int | None]:
        """How many bytes of the part stand, and how many the whole file has, if the site says so."""
        length = response.headers.get("content-length", "")
        if response.status_code == 200:
            plain = response.headers.get("content-encoding", "identity") == "identity"
            return 0, int(length) if plain and length.isdigit() else None
        part = _part_of(place)
        said = _CONTENT_RANGE.fullmatch(response.headers.get("content-range", ""))
        if not said or not part.is_file() or int(said[1]) != part.stat().st_size:
            raise self._spoilt(place)
        if said[2].isdigit():
            return int(said[1]), int(said[2])
        return int(said[1]), int(said[1]) + int(length) if length.isdigit() else None

    def _spoilt(self, place: Path) -> PassingError:
        """The part and the answer do not fit together: begin again."""
        self._drop(_part_of(place))
        return PassingError("続きが合わないので、初めから取り直します")

    def _too_large(self, part: Path) -> FetchError:
        self._drop(part)
        return FetchError(f"{self._site.manners.largest / 1_000_000:g} MB を超えています")

    def _drop(self, part: Path) -> None:
        part.unlink(missing_ok=True)
        self._validators.pop(self._key(part), None)

    def _key(self, place: Path) -> str:
        return place.relative_to(self._folder).as_posix()


def _part_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.part")


def _read_validators(path: Path) -> dict[str, dict[str, str]]:
    """By path, what the site said to know a file's version by. Lost or damaged, files are only asked for anew."""
    try:
        return dict(json.loads(path.read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return {}
