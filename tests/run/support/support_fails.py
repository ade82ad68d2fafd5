"""Raises while it is imported."""

raise LookupError("fails on import")
