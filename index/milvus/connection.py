"""A connection to Milvus, whose failures are one sentence each."""

import logging
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from ingest.errors import InputError

if TYPE_CHECKING:
    from pymilvus import CollectionSchema, MilvusClient
    from pymilvus.milvus_client import IndexParams

TOKEN = "MILVUS_TOKEN"  # noqa: S105 - the name of the variable, not what is in it
_LITE = ".db"
# Seconds: to reach the server, and for one call; loading a large collection takes longest.
_TO_CONNECT, _TO_ANSWER = 10.0, 600.0


class MilvusError(InputError):
    """Milvus cannot be reached, or what is in it cannot be used. The message says what to do."""


class Connection:
    """The few calls that an index needs. Safe to share between threads."""

    def __init__(self, client: "MilvusClient", uri: str) -> None:
        self._client, self.uri = client, uri

    def collections(self, prefix: str) -> list[str]:
        """The names of the collections that begin so, in order."""
        with _said(self.uri):
            return sorted(name for name in self._client.list_collections() if name.startswith(prefix))

    def create(self, collection: str, schema: "CollectionSchema", indexes: "IndexParams") -> None:
        """Make an empty collection, or what an interrupt left out of one.

        Rows that were written are never changed, so that any replica may answer.
        """
        with _said(self.uri):
            if not self._client.has_collection(collection, timeout=_TO_ANSWER):
                self._client.create_collection(
                    collection, schema=schema, consistency_level="Eventually", timeout=_TO_ANSWER
                )
            for index in indexes:
                if not self._client.list_indexes(collection, field_name=index.field_name):
                    # Of nothing it is made at once; waiting for it takes half a second each.
                    self._client.create_index(collection, type(indexes)([index]), timeout=_TO_ANSWER, sync=False)

    def drop(self, collection: str) -> None:
        with _said(self.uri):
            self._client.drop_collection(collection, timeout=_TO_ANSWER)

    def load(self, collection: str) -> None:
        """Make it ready to be searched."""
        with _said(self.uri):
            self._client.load_collection(collection, timeout=_TO_ANSWER)

    def flush(self, collection: str) -> None:
        """Put what was written where a search is quick."""
        with _said(self.uri):
            self._client.flush(collection, timeout=_TO_ANSWER)

    def insert(self, collection: str, rows: list[dict]) -> None:
        """Write rows of which none is there."""
        with _said(self.uri):
            self._client.insert(collection, rows, timeout=_TO_ANSWER)

    def upsert(self, collection: str, rows: list[dict]) -> None:
        """Write rows, over those of the same key."""
        with _said(self.uri):
            self._client.upsert(collection, rows, timeout=_TO_ANSWER)

    def count(self, collection: str, condition: str) -> int:
        """How many rows there are, counting all that was ever written."""
        with _said(self.uri):
            found = self._client.query(
                collection, condition, ["count(*)"], consistency_level="Strong", timeout=_TO_ANSWER
            )
            return int(found[0]["count(*)"])

    def rows(self, collection: str, condition: str, fields: Sequence[str], *, latest: bool = False) -> list[dict]:
        """The rows that meet a condition. `latest` waits for all that was ever written."""
        consistency = {"consistency_level": "Strong"} if latest else {}
        with _said(self.uri):
            return list(self._client.query(collection, condition, list(fields), timeout=_TO_ANSWER, **consistency))

    def nearest(
        self, collection: str, field: str, vectors: list[Any], *, k: int, condition: str, key: str
    ) -> list[list[tuple[int, float]]]:
        """For each vector the keys of the k rows with the highest inner product, with it."""
        with _said(self.uri):
            found = self._client.search(
                collection,
                vectors,
                filter=condition,
                limit=k,
                output_fields=[key],
                search_params={"metric_type": "IP"},
                anns_field=field,
                timeout=_TO_ANSWER,
            )
            return [[(int(hit[key]), float(hit["distance"])) for hit in hits] for hits in found]


def connect(uri: str) -> Connection:
    """Connect to a cluster (http://host:19530) or a file of Milvus Lite (town.db). Raises MilvusError.

    The token of a cluster that wants one is read from MILVUS_TOKEN.
    """
    try:
        from pymilvus import MilvusClient
    except ImportError as error:
        raise MilvusError("Milvus を使うには `pip install 'hakusho[milvus]'` が必要です。") from error
    if "@" in uri:
        raise MilvusError(f"HAKUSHO_STORE のアドレスには資格情報を書かず、環境変数 {TOKEN} に入れてください。")
    # It writes every failed call with its traceback; here a failure is told once, by whoever made the call.
    for name in ("pymilvus", "milvus_lite"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    with _said(uri):
        return Connection(MilvusClient(uri, token=os.environ.get(TOKEN, ""), timeout=_TO_CONNECT), uri)


@contextmanager
def _said(uri: str) -> Iterator[None]:
    """Whatever goes wrong inside is told in one sentence that does not hold the token."""
    from grpc import RpcError
    from pymilvus.exceptions import MilvusException

    try:
        yield
    except (MilvusException, RpcError, OSError, ValueError) as error:
        reason = " ".join(str(getattr(error, "message", "") or error).split())
        if token := os.environ.get(TOKEN):
            reason = reason.replace(token, "…")
        hint = "別の hakusho が使っていないか、" if uri.endswith(_LITE) else ""
        said = f"Milvus（{uri}）を使えません（{reason}）。{hint}HAKUSHO_STORE を確かめてください。"
        raise MilvusError(said) from error
