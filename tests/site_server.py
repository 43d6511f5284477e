"""A web site on loopback in the official site's layout; each request can be made to go wrong in its own way."""

import hashlib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TYPES = {"html": "text/html", "txt": "text/plain", "pdf": "application/pdf"}


@dataclass
class SiteServer:
    """Pages by path, what goes wrong at a path, request by request, and the requests that came."""

    pages: dict[str, bytes]
    url: str = ""
    knows_versions: bool = True
    connections: int = 0
    requests: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    faults: dict[str, list["Fault"]] = field(default_factory=dict)
    closing: threading.Event = field(default_factory=threading.Event)

    def misbehave(self, path: str, *faults: "Fault") -> None:
        """The next requests for this path go wrong in these ways, those after them well."""
        self.faults[path] = list(faults)

    def asked(self) -> list[str]:
        """The paths of the requests since the last call."""
        paths = [path for path, _ in self.requests]
        self.requests.clear()
        return paths


Fault = Callable[[SiteServer, BaseHTTPRequestHandler, bytes], None]


def status(code: int, **headers: str) -> Fault:
    """Answer with this status, and headers such as `Retry_After`."""

    def answer(server: SiteServer, handler: BaseHTTPRequestHandler, body: bytes) -> None:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        _send(handler, code, b"", named)

    return answer


def half(server: SiteServer, handler: BaseHTTPRequestHandler, body: bytes) -> None:
    """Promise the whole and hang up after half of it."""
    _send(handler, 200, body[: len(body) // 2], {**_version(server, body), "Content-Length": str(len(body))})
    handler.close_connection = True


def slow(server: SiteServer, handler: BaseHTTPRequestHandler, body: bytes) -> None:
    """Say nothing until the client has gone."""
    server.closing.wait(5)
    handler.close_connection = True


def unmeasured(server: SiteServer, handler: BaseHTTPRequestHandler, body: bytes) -> None:
    """Send the whole without saying how long it is."""
    handler.send_response(200)
    handler.send_header("Connection", "close")
    handler.end_headers()
    handler.wfile.write(body)
    handler.close_connection = True


def wrong_range(server: SiteServer, handler: BaseHTTPRequestHandler, body: bytes) -> None:
    """Send the end, but not from where it was asked for."""
    _send(handler, 206, body[-5:], {"Content-Range": f"bytes {len(body) - 5}-{len(body) - 1}/{len(body)}"})


def as_html(server: SiteServer, handler: BaseHTTPRequestHandler, body: bytes) -> None:
    """A page that says sorry, with a status that says all is well."""
    _send(handler, 200, "<p>ただいま混み合っています。</p>".encode(), {"Content-Type": "text/html; charset=utf-8"})


@contextmanager
def running(pages: dict[str, bytes]) -> Iterator[SiteServer]:
    """Serve the pages on a free port of loopback."""
    server = SiteServer(pages)
    listener = ThreadingHTTPServer(("127.0.0.1", 0), _handler(server))
    listener.daemon_threads = False
    thread = threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    server.url = f"http://127.0.0.1:{listener.server_port}"
    try:
        yield server
    finally:
        server.closing.set()
        listener.shutdown()
        thread.join()
        listener.server_close()


def _handler(server: SiteServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = 65_536  # head and body in one packet, or each answer waits for an acknowledgement
        timeout = 5  # a connection that a failing test left open

        def setup(self) -> None:
            super().setup()
            server.connections += 1

        def do_GET(self) -> None:  # noqa: N802 - the name that http.server calls
            server.requests.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            body = server.pages.get(self.path, b"")
            if faults := server.faults.get(self.path):
                faults.pop(0)(server, self, body)
            elif self.path not in server.pages:
                _send(self, 404, b"")
            else:
                _well(server, self, body)

        def log_message(self, *arguments: object) -> None:
            pass

    return Handler


def _well(server: SiteServer, handler: BaseHTTPRequestHandler, body: bytes) -> None:
    asked, version = handler.headers, _version(server, body)
    kind = {"Content-Type": TYPES.get(handler.path.rpartition(".")[2], "text/plain")}
    if version and asked["If-None-Match"] == version["ETag"]:
        _send(handler, 304, b"", version)
    elif asked["Range"] and asked["If-Range"] == version.get("ETag"):
        start = int(asked["Range"].removeprefix("bytes=").removesuffix("-"))
        whole = {"Content-Range": f"bytes {start}-{len(body) - 1}/{len(body)}"}
        _send(handler, 206, body[start:], {**kind, **version, **whole})
    else:
        _send(handler, 200, body, {**kind, **version})


def _version(server: SiteServer, body: bytes) -> dict[str, str]:
    return {"ETag": f'"{hashlib.sha256(body).hexdigest()[:12]}"'} if server.knows_versions else {}


def _send(handler: BaseHTTPRequestHandler, code: int, body: bytes, headers: dict[str, str] | None = None) -> None:
    handler.send_response(code)
    headers = {"Content-Length": str(len(body)), **(headers or {})}
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(body)
