"""Imported as a submodule."""


def deep(x):
    return ("deep", x)
