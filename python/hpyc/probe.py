"""Facts about the interpreter that runs this file, as JSON on standard output.

Runs as a script in interpreters that have no hpyc (CPython 3.8 and newer, PyPy, GraalPy)
and is imported for the interpreter that runs hpyc itself. Standard library only.
"""

import os
import sys

if __name__ == "__main__":
    # The folder of this script must not shadow the target's modules.
    sys.path.pop(0)

import json
import sysconfig


def find_hpy():
    """Folder and version of the installed ``hpy`` package, or ``None``."""
    import importlib.util

    try:
        spec = importlib.util.find_spec("hpy")
    except (ImportError, ValueError):
        return None
    if spec is None or not spec.submodule_search_locations:
        return None
    for folder in spec.submodule_search_locations:
        if os.path.isdir(os.path.join(folder, "devel", "include")):
            return {"folder": folder, "version": _hpy_version(folder)}
    return None


def _hpy_version(folder):
    """Version out of ``devel/version.py``: importing ``hpy.devel`` would need setuptools."""
    try:
        with open(os.path.join(folder, "devel", "version.py"), encoding="utf-8") as file:
            for line in file:
                name, _, value = line.partition("=")
                if name.strip() == "__version__":
                    return value.strip().strip("'\"")
    except OSError:
        pass
    return "unknown"


def has_hpy_universal():
    """Whether binaries of the universal ABI can be loaded here."""
    import importlib.util

    try:
        return importlib.util.find_spec("hpy.universal") is not None
    except (ImportError, ValueError):
        return False


def release():
    """Version of the implementation where it is not the language's, else an empty text."""
    if sys.implementation.name == "pypy":
        return ".".join(map(str, sys.pypy_version_info[:3]))
    if sys.implementation.name == "graalpy":
        try:
            return str(__graalpython__.get_graalvm_version())  # noqa: F821 (a builtin there)
        except Exception:
            return ""
    return ""


def has_jit():
    """Whether hot Python code becomes machine code here."""
    if sys.implementation.name == "pypy":
        return "pypyjit" in sys.builtin_module_names
    if sys.implementation.name == "graalpy":
        return "Interpreted" not in sys.version
    jit = getattr(sys, "_jit", None)
    return bool(jit and jit.is_enabled())


def builtin_hpy_version():
    """What an HPy that is part of the interpreter calls itself."""
    if sys.implementation.name == "cpython":
        return None
    try:
        from hpy import universal

        return universal.get_version()[0]
    except Exception:
        return None


def facts():
    """Everything that building for this interpreter needs to know."""
    paths = sysconfig.get_paths()
    return {
        "executable": sys.executable,
        "prefix": sys.prefix,
        "implementation": sys.implementation.name,
        "version": list(sys.version_info[:3]),
        "platform": sys.platform,
        "extension_suffix": sysconfig.get_config_var("EXT_SUFFIX") or ".so",
        "include_dirs": list(
            dict.fromkeys(p for p in (paths.get("include"), paths.get("platinclude")) if p)
        ),
        "cc": sysconfig.get_config_var("CC") or "",
        "release": release(),
        "jit": has_jit(),
        "hpy": find_hpy(),
        "hpy_version": builtin_hpy_version(),
        "hpy_universal": has_hpy_universal(),
        "free_threaded": bool(sysconfig.get_config_var("Py_GIL_DISABLED")),
    }


if __name__ == "__main__":
    json.dump(facts(), sys.stdout)
