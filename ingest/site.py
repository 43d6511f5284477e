"""The official site, asked politely: one request at a time, with pauses, and not again too soon."""

import email.utils
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeVar
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from ingest.sources import MAX_BYTES

if TYPE_CHECKING:
    import httpx
    from tenacity import RetryCallState

T = TypeVar("T")

# robots.txt goes by the name before the slash.
USER_AGENT = "hakusho/0.1 (reads the white paper, one page at a time)"
_MOST_REDIRECTS = 5
# As much of robots.txt as its standard asks for.
_MOST_ROBOTS = 512_000


class FetchError(Exception):
    """A file cannot be had. The message is the reason, in a sentence."""


class PassingError(FetchError):
    """A file cannot be had now, but perhaps when asked again, after `wait` seconds if the site says so."""

    def __init__(self, reason: str, wait: float = 0.0) -> None:
        super().__init__(reason)
        self.wait = wait


class SiteError(FetchError):
    """The site is in trouble, or asks to be left alone for longer than we wait: ask for nothing more now."""


@dataclass(frozen=True)
class Manners:
    """How the site is asked. All times in seconds; `largest` is in bytes, for one file."""

    pause: float = 1.0
    timeout: float = 30.0
    attempts: int = 5
    first_wait: float = 1.0
    longest_wait: float = 120.0
    largest: int = MAX_BYTES


POLITE = Manners()


class Site:
    """A connection to the host of `base`. It goes to no other host, and where robots.txt lets it."""

    def __init__(self, base: str, manners: Manners = POLITE, *, sleep: Callable[[float], None] = time.sleep) -> None:
        import httpx

        self.manners = manners
        self._base = base
        self._sleep = sleep
        self._pause = manners.pause
        self._rules: RobotFileParser | None = None
        self._asked = False
        # Without compression, Content-Length and ranges count the file's own bytes.
        self._client = httpx.Client(
            headers={"User-Agent": USER_AGENT, "Accept-Encoding": "identity"},
            timeout=manners.timeout,
            limits=httpx.Limits(max_connections=1),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._client.close()

    def ask(
        self,
        address: str,
        receive: Callable[["httpx.Response"], T],
        conditions: Callable[[], Mapping[str, str]] = dict,
    ) -> T:
        """What `receive` makes of the answer, which it is handed while the body still has to come.

        Asks again after passing errors, those that `receive` raises included; `conditions` gives each
        request's headers. Raises FetchError; an answer other than 429 and 5xx is `receive`'s to judge.
        """
        if self._rules is None:
            self._rules = self._read_robots()
            self._pause = max(self._pause, float(self._rules.crawl_delay(USER_AGENT) or 0))
        self._check_allowed(address)
        return self._patiently(address, receive, conditions)

    def _read_robots(self) -> RobotFileParser:
        rules = RobotFileParser()
        try:
            text = self._patiently(urljoin(self._base, "/robots.txt"), _robots_text, dict)
        except FetchError as error:
            raise SiteError(f"robots.txt を確かめられないので、何も取得しません（{error}）") from error
        rules.parse(text.splitlines())
        return rules

    def _check_allowed(self, address: str) -> None:
        if self._rules and not self._rules.can_fetch(USER_AGENT, address):
            raise FetchError("サイトの robots.txt が取得を認めていません")

    def _patiently(
        self, address: str, receive: Callable[["httpx.Response"], T], conditions: Callable[[], Mapping[str, str]]
    ) -> T:
        from tenacity import Retrying, retry_if_exception_type, stop_after_attempt

        retrying = Retrying(
            retry=retry_if_exception_type(PassingError),
            stop=stop_after_attempt(self.manners.attempts),
            wait=self._wait,
            sleep=self._sleep,
            reraise=True,
        )
        return retrying(self._once, address, receive, conditions)

    def _wait(self, state: "RetryCallState") -> float:
        """Twice as long each time, or as long as the site said."""
        backoff = self.manners.first_wait * 2 ** (state.attempt_number - 1)
        error = state.outcome.exception() if state.outcome else None
        asked = error.wait if isinstance(error, PassingError) else 0.0
        return max(min(backoff, self.manners.longest_wait), asked)

    def _once(
        self, address: str, receive: Callable[["httpx.Response"], T], conditions: Callable[[], Mapping[str, str]]
    ) -> T:
        import httpx

        try:
            for _ in range(_MOST_REDIRECTS + 1):
                self._rest()
                with self._client.stream("GET", address, headers=dict(conditions())) as response:
                    if not response.has_redirect_location:
                        self._check_status(response)
                        return receive(response)
                address = self._redirected(address, response.headers["location"])
        except httpx.TimeoutException as error:
            raise PassingError("時間内に返事がありません") from error
        except httpx.RemoteProtocolError as error:
            raise PassingError("返事が途中で切れました") from error
        except httpx.RequestError as error:
            raise PassingError(f"サイトにつながりません（{error}）") from error
        raise FetchError("転送が終わりません")

    def _rest(self) -> None:
        if self._asked and self._pause:
            self._sleep(self._pause)
        self._asked = True

    def _redirected(self, address: str, location: str) -> str:
        target = urljoin(address, location)
        if _origin(target) != _origin(self._base):
            raise FetchError(f"別のサイト（{urlsplit(target).netloc}）へ転送されました")
        self._check_allowed(target)
        return target

    def _check_status(self, response: "httpx.Response") -> None:
        if response.status_code not in (408, 429) and response.status_code < 500:
            return
        wait = _retry_after(response.headers.get("retry-after", ""))
        if wait > self.manners.longest_wait:
            raise SiteError(f"サイトが {wait:.0f} 秒後まで待つよう求めています")
        raise PassingError(f"サイトの誤り（{response.status_code}）です", wait)


def _robots_text(response: "httpx.Response") -> str:
    """The rules. Where there is no such file everything is allowed, as its standard says."""
    if response.status_code != 200:
        return ""
    data = b""
    for piece in response.iter_bytes():
        data += piece
        if len(data) > _MOST_ROBOTS:
            break
    return data[:_MOST_ROBOTS].decode("utf-8", "replace")


def _retry_after(value: str) -> float:
    """Seconds to wait, given as a number or as a date; 0 if it says neither."""
    if value.strip().isdigit():
        return float(value)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(value).timestamp() - time.time())
    except ValueError:
        return 0.0


def _origin(address: str) -> tuple[str, str]:
    parts = urlsplit(address)
    return parts.scheme, parts.netloc.lower()
