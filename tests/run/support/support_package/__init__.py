"""A package that tests import."""

value = "package value"
