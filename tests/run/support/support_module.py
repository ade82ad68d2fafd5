"""A module that tests import, also by star."""

__all__ = ["public_name", "exported"]

public_name = "public"
_private = 1
hidden_by_all = 2


def exported(x):
    return ("exported", x)
