"""Imported by `from package import second` only."""

number = 2
