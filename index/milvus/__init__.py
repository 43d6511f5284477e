"""The same index in Milvus, for when one machine is not enough: Milvus Lite in a file, or a cluster."""
