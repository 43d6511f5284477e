"""What collections are called: hakusho_<index>_<digest> holds the chunks, with _about what is known of them all."""

from index.milvus.connection import Connection

_PREFIX, _ABOUT = "hakusho_", "_about"


def collection_of(name: str, digest: str) -> str:
    """The collection of one generation of an index. Milvus allows ASCII letters, digits and _ alone."""
    return f"{_of(name)}{digest[:12]}"


def about_of(collection: str) -> str:
    return f"{collection}{_ABOUT}"


def chunks_of(about: str) -> str:
    """The collection that an about-collection tells of."""
    return about.removesuffix(_ABOUT)


def generations(connection: Connection, name: str | None) -> list[str]:
    """The about-collections of an index, whole or not; of all indexes, if none is named."""
    return [found for found in connection.collections(_of(name)) if found.endswith(_ABOUT)]


def _of(name: str | None) -> str:
    return _PREFIX if name is None else f"{_PREFIX}{''.join(c if c.isascii() and c.isalnum() else '_' for c in name)}_"
