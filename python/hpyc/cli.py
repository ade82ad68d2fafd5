"""The ``hpyc`` command.

``translate`` and ``check`` become the native compiler at once (``execv``); only the
commands written in Python import more than this file.
"""

from __future__ import annotations

import sys

NATIVE_COMMANDS = frozenset({"translate", "check", "--list-passes"})

USAGE = """\
usage: hpyc COMMAND [options]

  build FILES       compile Python or Cython files to importable extensions
  study [FILE]      measure compiled against interpreted code, in every configuration
  translate FILES   write the C file only
  check FILES       report errors only
  pythons           list Python interpreters and what they can run; install PyPy or GraalPy

`hpyc COMMAND --help` shows the options of one command; `hpyc --version` the version.
"""


def main(argv: list[str] | None = None) -> int:
    """Entry point of the ``hpyc`` script; returns the exit status."""
    arguments = sys.argv[1:] if argv is None else argv
    command = arguments[0] if arguments else ""
    if command in NATIVE_COMMANDS:
        from hpyc.compiler import replace_process

        return replace_process(arguments)
    if command in ("-h", "--help", "help"):
        print(USAGE, end="")
        return 0
    if command in ("-V", "--version"):
        from hpyc import __version__

        print(f"hpyc {__version__}")
        return 0
    return _run_python_command(command, arguments[1:])


def _run_python_command(command: str, arguments: list[str]) -> int:
    from hpyc.errors import HpycError, ReportedError

    try:
        if command == "build":
            from hpyc.build_command import run
        elif command == "study":
            from hpyc.study.command import run
        elif command == "pythons":
            from hpyc.pythons.command import run
        else:
            problem = f"unknown command {command!r}" if command else "no command given"
            print(f"hpyc: error: {problem}\n\n{USAGE}", end="", file=sys.stderr)
            return 2
        return run(arguments)
    except ReportedError as error:
        return error.exit_status
    except HpycError as error:
        print(f"hpyc: error: {error}", file=sys.stderr)
        return error.exit_status
    except KeyboardInterrupt:
        print("hpyc: interrupted", file=sys.stderr)
        return 130
    except BrokenPipeError:
        return 1
