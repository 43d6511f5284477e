"""The making of rag/reader: `python -m eval.reader`."""
