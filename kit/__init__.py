"""Second Look: the helper package behind the notebooks."""
