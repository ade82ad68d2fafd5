"""Finding and running the native compiler."""

from __future__ import annotations

import os

from hpyc.errors import HpycError

EXECUTABLE = "hpyc-compiler"


def find_compiler() -> str:
    """Path of the native compiler: ``HPYC_COMPILER``, then the installed one, then PATH."""
    override = os.environ.get("HPYC_COMPILER")
    if override:
        if os.access(override, os.X_OK) and os.path.isfile(override):
            return override
        raise HpycError(
            f"HPYC_COMPILER names {override}, which is not an executable file",
            "unset it to use the compiler that was installed with hpyc",
        )
    installed = os.path.join(os.path.dirname(os.path.abspath(__file__)), "_bin", EXECUTABLE)
    if os.path.isfile(installed):
        return installed
    for folder in os.environ.get("PATH", "").split(os.pathsep):
        candidate = os.path.join(folder, EXECUTABLE)
        if folder and os.path.isfile(candidate) and os.access(candidate, os.X_OK):
            return candidate
    raise HpycError(
        f"the native compiler ({EXECUTABLE}) is missing from this installation of hpyc",
        "install again with: pip install --force-reinstall hpyc (or, in the source tree, pip install .)",
    )


def replace_process(arguments: list[str]) -> int:
    """Become the native compiler; returns only where that cannot be done."""
    import sys

    try:
        path = find_compiler()
        sys.stdout.flush()
        os.execv(path, [EXECUTABLE, *arguments])
    except HpycError as error:
        print(f"hpyc: error: {error}", file=sys.stderr)
        return error.exit_status
    except OSError as error:
        print(f"hpyc: error: cannot run {path}: {error.strerror}", file=sys.stderr)
        return 1
    return 0
