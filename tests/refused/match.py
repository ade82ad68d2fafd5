"""The match statement (Python 3.10)."""


def matched(value):
    match value:  # refused: the match statement
        case 1:
            return "one"
        case _:
            return "other"
