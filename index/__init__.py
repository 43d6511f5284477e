"""From chunks to a searchable folder, and from a query to passages."""
