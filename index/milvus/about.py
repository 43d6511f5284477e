"""What is to be known of an index as a whole, in a small collection beside the chunks'.

Its rows are texts by their keys: a header, then the manifest, the terms of each field, sections, columns and the means
of statements, each cut into parts, and last, once every chunk is in, the mark that the index is complete.
"""

import base64
import json
import time
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from index.milvus.connection import Connection, MilvusError
from index.milvus.rows import LONGEST_TEXT

if TYPE_CHECKING:
    from pymilvus import CollectionSchema
    from pymilvus.milvus_client import IndexParams

# To be raised when rows or parts change their form.
LAYOUT = 2
_HEADER, _COMPLETE = "header", "complete"
_PARTS_AT_ONCE = 50
_KEY, _TEXT, _VECTOR = "key", "text", "nothing"


@dataclass(frozen=True)
class Header:
    """The first row: which index this is, and into how many parts each of its values was cut."""

    layout: int
    name: str
    digest: str
    parts: Mapping[str, int]


def create(connection: Connection, collection: str) -> None:
    """Make it ready to be written and read."""
    connection.create(collection, *_schema())
    connection.load(collection)


def write(connection: Connection, collection: str, name: str, digest: str, values: Mapping[str, object]) -> None:
    """Write all but the mark; what is there already is written over with the same."""
    texts = {value: _cut(content) for value, content in values.items()}
    for value, parts in texts.items():
        for start in range(0, len(parts), _PARTS_AT_ONCE):
            some = parts[start : start + _PARTS_AT_ONCE]
            connection.upsert(collection, [_row(_part(value, start + n), text) for n, text in enumerate(some)])
    header = {"layout": LAYOUT, "name": name, "digest": digest, "parts": {v: len(parts) for v, parts in texts.items()}}
    connection.upsert(collection, [_row(_HEADER, json.dumps(header))])


def mark_complete(connection: Connection, collection: str) -> None:
    connection.upsert(collection, [_row(_COMPLETE, json.dumps({"finished": time.time()}))])


def read_header(connection: Connection, collection: str) -> Header | None:
    """The header, or None if it is not there yet. Raises MilvusError for a collection of someone else."""
    connection.load(collection)
    texts = _texts(connection, collection, [_HEADER])
    if not texts:
        return None
    try:
        return Header(**json.loads(texts[_HEADER]))
    except (ValueError, TypeError) as error:
        raise foreign(connection, collection) from error


def finished(connection: Connection, collection: str) -> float | None:
    """When the index became complete; None if it is not."""
    texts = _texts(connection, collection, [_COMPLETE])
    return float(json.loads(texts[_COMPLETE])["finished"]) if texts else None


def read(connection: Connection, collection: str, header: Header, value: str) -> Any:
    """One of the values. Raises MilvusError if a part of it is gone."""
    keys = [_part(value, number) for number in range(header.parts[value])]
    texts: dict[str, str] = {}
    for start in range(0, len(keys), _PARTS_AT_ONCE):
        texts |= _texts(connection, collection, keys[start : start + _PARTS_AT_ONCE])
    try:
        return json.loads(zlib.decompress(base64.b64decode("".join(texts[key] for key in keys))))
    except (KeyError, ValueError, zlib.error) as error:
        raise MilvusError(
            f"Milvus（{connection.uri}）の索引 {header.name} は壊れています（{value}）。"
            f"コレクション {collection} を削除して `hakusho index` で作り直してください。"
        ) from error


def foreign(connection: Connection, collection: str) -> MilvusError:
    return MilvusError(
        f"Milvus（{connection.uri}）の {collection} は hakusho の索引ではありません。"
        "HAKUSHO_STORE に別の場所を指定してください。"
    )


def _texts(connection: Connection, collection: str, keys: Iterable[str]) -> dict[str, str]:
    condition = f"{_KEY} in {json.dumps(list(keys))}"
    try:
        return {row[_KEY]: row[_TEXT] for row in connection.rows(collection, condition, [_KEY, _TEXT], latest=True)}
    except KeyError as error:
        raise foreign(connection, collection) from error


def _cut(content: object) -> list[str]:
    packed = base64.b64encode(zlib.compress(json.dumps(content, ensure_ascii=False).encode())).decode()
    return [packed[start : start + LONGEST_TEXT] for start in range(0, len(packed), LONGEST_TEXT)]


def _part(value: str, number: int) -> str:
    return f"{value}:{number:05}"


def _row(key: str, text: str) -> dict[str, Any]:
    return {_KEY: key, _TEXT: text, _VECTOR: [0.0, 0.0]}


def _schema() -> "tuple[CollectionSchema, IndexParams]":
    from pymilvus import DataType, MilvusClient

    fields = MilvusClient.create_schema(auto_id=False, enable_dynamic_field=False)
    fields.add_field(_KEY, DataType.VARCHAR, is_primary=True, max_length=64)
    fields.add_field(_TEXT, DataType.VARCHAR, max_length=LONGEST_TEXT)
    # Milvus has no collection without a vector.
    fields.add_field(_VECTOR, DataType.FLOAT_VECTOR, dim=2)
    indexes = MilvusClient.prepare_index_params()
    indexes.add_index(_VECTOR, index_type="FLAT", metric_type="L2")
    return fields, indexes
