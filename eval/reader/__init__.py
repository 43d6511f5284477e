"""The making of index/encoder and rag/reader: `python -m eval.reader`."""
