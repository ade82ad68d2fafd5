"""Statements and expressions that the compiler cannot translate yet."""

text = t"{1}"  # refused: template strings (PEP 750)


def late(x):
    return t"{x}"  # refused: template strings (PEP 750)
