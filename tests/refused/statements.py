"""Statements and expressions that the compiler cannot translate yet."""

type Alias = int  # refused: the type statement (PEP 695)


def generic[T](x: T):  # refused: type parameters (PEP 695)
    return t"{x}"  # refused: template strings (PEP 750)
