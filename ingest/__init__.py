"""From a source (text as it was extracted) to a section tree and chunks that know their place."""
