"""Put an index into Milvus, in batches; what an interrupt left is taken up where it stopped."""

from index.folder import OpenIndex
from index.lexical import Field
from index.milvus import about
from index.milvus.connection import Connection
from index.milvus.names import about_of, chunks_of, collection_of, generations
from index.milvus.rows import PLACE, ChunkRows, schema
from index.records import section_record
from ingest.progress import Progress, silent

# Rows written at once: 3 MB, a twentieth of what a cluster takes.
BATCH = 500


def upload(connection: Connection, name: str, index: OpenIndex, *, progress: Progress = silent) -> bool:
    """Put the index into Milvus under its name; what was there before serves until all is in, and then goes.

    False if it is there already. Rows keep their keys from one attempt to the next, so that none comes twice.
    """
    digest = index.manifest["digest"]
    collection, beside = collection_of(name, digest), about_of(collection_of(name, digest))
    before = generations(connection, name)
    about.create(connection, beside)
    if about.read_header(connection, beside) and about.finished(connection, beside):
        # Again the one that was put there last.
        about.mark_complete(connection, beside)
        return False
    about.write(connection, beside, name, digest, _values(index))
    begun = collection in connection.collections(collection)
    connection.create(collection, *schema(index.embedder.dimension))
    connection.load(collection)
    _write_chunks(connection, collection, index, progress, begun=begun)
    about.mark_complete(connection, beside)
    for old in before:
        if old != beside:
            _drop(connection, old)
    return True


def _write_chunks(
    connection: Connection, collection: str, index: OpenIndex, progress: Progress, *, begun: bool
) -> None:
    rows, whole = ChunkRows(index), len(index.records)
    starts = range(0, whole, BATCH)
    for start in progress("Milvus へ", starts, len(starts)):
        end = min(start + BATCH, whole)
        there = connection.count(collection, f"{PLACE} >= {start} and {PLACE} < {end}") if begun else 0
        if there != end - start:
            write = connection.upsert if there else connection.insert
            write(collection, rows.between(start, end))
    connection.flush(collection)


def _values(index: OpenIndex) -> dict[str, object]:
    """All that is to be known of the index as a whole."""
    fields = {
        f"terms/{field}": {
            "terms": (terms := index.lexical[field].terms()),
            "frequencies": [index.lexical[field].frequency(term) for term in terms],
            "texts": len(index.lexical[field]),
        }
        for field in Field
    }
    columns = {
        "section_of": index.records.section_of.tolist(),
        "document_of": index.records.document_of.tolist(),
        "kind_of": index.records.kind_of.tolist(),
    }
    sections = [section_record(section) for section in index.records.sections]
    means = index.encodings.means.as_json()
    return {"manifest": index.manifest, "columns": columns, "sections": sections, "means": means, **fields}


def _drop(connection: Connection, beside: str) -> None:
    """Remove an index: first what makes it an index, then its chunks."""
    connection.drop(beside)
    for collection in connection.collections(chunks_of(beside)):
        connection.drop(collection)
