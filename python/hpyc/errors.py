"""Errors that are the user's to act on: one message, no Python traceback."""

from __future__ import annotations


class HpycError(Exception):
    """A failure with a message for the user; ``exit_status`` is what the command returns.

    ``hint`` says what to do about it.
    """

    exit_status = 1

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n  {self.hint}" if self.hint else self.message


class UsageError(HpycError):
    """The command line itself is wrong."""

    exit_status = 2


class ReportedError(HpycError):
    """The native compiler has already told the user what is wrong; say nothing more.

    ``output`` holds its messages, where they were captured, and ``document`` what it wrote to
    standard output: messages for tools, in JSON or SARIF.
    """

    def __init__(self, message: str, output: str = "", document: str = "") -> None:
        super().__init__(message)
        self.output = output
        self.document = document


class CCompilerError(HpycError):
    """The C compiler refused a generated file."""
